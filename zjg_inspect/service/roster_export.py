"""The register out to Excel, in the columns in which it comes in."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from zjg_inspect.model import authority, clock
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.roster import FLAGS
from zjg_inspect.model.roster_changes import TEXTS
from zjg_inspect.model.roster_headings import LABELS
from zjg_inspect.service.author import standing_of
from zjg_inspect.service.matching import Step
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import heads_of

__all__ = ["export_register"]

# 危化品储罐 says of two facts at once, and the register knows each
_FIELDS = tuple(field for field in LABELS if field != "tanks")
_SOME = 500


def export_register(db: Database, to: Path, step: Step | None = None) -> int:
    """Write what the register has now, by township and village; gives how many enterprises.

    Those that left it (注销, 搬迁), doubles and what waits to be taken in are not among them. Taken in again the file
    changes nothing: what is in doubt stands in it as it was typed.

    Raises:
        DiskFull, NotWritable: no half file is left.
    """
    from zjg_inspect.report import roster  # openpyxl is heavy

    e, z = tables.enterprise.c, tables.zone.c
    query = (
        select(e.entity, z.township, z.village)
        .join(tables.zone, z.entity == e.zone)
        .where(~e.removed, ~e.proposed, ~e.is_zone, e.gone_from == "")
        .order_by(z.township, z.village, e.name, e.entity)
    )
    with db.read() as conn:
        office = standing_of(conn, db).name
        places = conn.execute(query).all()
        rows: list[Sequence[str | int | None]] = []
        for start in range(0, len(places), _SOME):
            if step is not None:
                step(start, len(places))
            some = places[start : start + _SOME]
            heads = heads_of(conn, "enterprise", [row.entity for row in some])
            for entity, township, village in some:
                body = authority.body_of_record(heads[entity][-1][1])
                if isinstance(body, Enterprise):
                    rows.append(_row(len(rows) + 1, township, village, body))
    day = clock.today()
    title = f"{day.year}年工业集中区企业底数表"
    under = f"填报单位：{office}　　填报日期：{day.year}年{day.month}月{day.day}日"
    roster.write_register(to, title, under, [LABELS[field] for field in _FIELDS], rows)
    return len(rows)


def _row(number: int, township: str, village: str, site: Enterprise) -> list[str | int | None]:
    said: dict[str, str | int | None] = {"number": number, "township": township, "village": village, "name": site.name}
    said |= {field: getattr(site, field) for field in TEXTS}
    said |= {flag: _YES[site.facts.value(flag)] for flag in FLAGS}
    said["headcount"] = site.facts.headcount
    said["premises"] = {True: "租赁", False: "自有", None: ""}[site.facts.rents]
    for doubt in site.doubts:
        # a wrong code in its place would keep the whole row out
        if doubt.field != "code" and said.get(doubt.field) in ("", None):
            said[doubt.field] = doubt.text
    return [said[field] for field in _FIELDS]


_YES = {True: "是", False: "否", None: ""}
