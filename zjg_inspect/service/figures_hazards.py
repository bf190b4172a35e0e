"""Hazards of a period: found, closed, what was open at its end; how many, and which."""

from collections import Counter
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, select

from zjg_inspect.model import clock
from zjg_inspect.model.hazard import HazardState, is_overdue
from zjg_inspect.model.period import Period
from zjg_inspect.service.hazard_rows import forms_at
from zjg_inspect.store import hazards_then, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text


class HazardFigures(msgspec.Struct, frozen=True):
    """Hazards of all enterprises. before + found + reopened = closed + withdrawn + open.

    `before`: open when the period began. `found`: opened in it. `reopened`: closed or withdrawn before it, open at its
    end. `closed`, `withdrawn`: so at its end, and open before or found in it. `open` at its end, of these `majors` and
    `referred` (移交执法); `overdue`: of the open ones those whose deadline had passed at its end, or today before that.
    """

    before: int
    found: int
    reopened: int
    closed: int
    withdrawn: int
    open: int
    majors: int
    overdue: int
    referred: int


HazardWhich = Literal["before", "found", "reopened", "closed", "withdrawn", "open", "majors", "overdue", "referred"]
"""As HazardFigures' members."""


class HazardLine(msgspec.Struct, frozen=True):
    """A hazard as it stood at the end of a period; `date`: of its last step by then."""

    id: str
    enterprise: str
    name: str
    township: str
    village: str
    item: str
    title: str
    what: str
    where: str
    grade: str
    state: HazardState
    deadline: str
    found: str
    date: str
    inspection: str


def hazards(db: Database, some: Period, which: HazardWhich) -> list[HazardLine]:
    """Those behind a figure: major ones first, then by deadline."""
    e, z = tables.enterprise.c, tables.zone.c
    with db.read() as conn:
        wanted = [each for each in hazards_then.hazards(conn, some) if which in _kinds(each, some)]
        form_of = forms_at(conn, db)
        names: dict[bytes, Row[Any]] = {}
        query = select(e.entity, e.name, z.township, z.village).join(tables.zone, z.entity == e.zone)
        own = sorted({each.row["enterprise"] for each in wanted})
        for start in range(0, len(own), 500):
            names |= {row.entity: row for row in conn.execute(query.where(e.entity.in_(own[start : start + 500])))}
        lines = []
        for each in wanted:
            row, at = each.row, names.get(each.row["enterprise"])
            lines.append(
                HazardLine(
                    id=uuid_text(row["entity"]),
                    enterprise=uuid_text(row["enterprise"]),
                    name=at.name if at else "",
                    township=at.township if at else "",
                    village=at.village if at else "",
                    item=row["item"],
                    title=form_of(row["form"]).item(row["item"]).title,
                    what=row["what"],
                    where=row["place"],
                    grade=row["grade"],
                    state=row["state"],
                    deadline=row["deadline"],
                    found=row["found"],
                    date=row["date"],
                    inspection=uuid_text(row["inspection"]),
                )
            )
    return sorted(
        lines, key=lambda each: (each.grade != "major", not each.deadline, each.deadline, each.name, each.item, each.id)
    )


def hazard_figures(conn: Connection, some: Period) -> HazardFigures:
    counted: Counter[HazardWhich] = Counter()
    for each in hazards_then.hazards(conn, some):
        counted.update(_kinds(each, some))
    return HazardFigures(**{name: counted[name] for name in HazardFigures.__struct_fields__})  # type: ignore[index]


def _kinds(each: hazards_then.Then, some: Period) -> set[HazardWhich]:
    """Which figures a hazard is in."""
    kinds: set[HazardWhich] = set()
    was_open, still = each.before in _OPEN, each.row["state"] in _OPEN
    if was_open:
        kinds.add("before")
    if not each.before:
        kinds.add("found")
    elif not was_open and still:
        kinds.add("reopened")
    if still:
        kinds.add("open")
        if each.row["grade"] == "major":
            kinds.add("majors")
        if each.row["referred"]:
            kinds.add("referred")
        if is_overdue(each.row["deadline"], each.row["state"], min(some.last, clock.today())):
            kinds.add("overdue")
    elif was_open or not each.before:
        kinds.add("closed" if each.row["state"] == "closed" else "withdrawn")
    return kinds


_OPEN = ("open", "rectified")
