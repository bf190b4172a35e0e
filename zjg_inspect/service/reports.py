"""Excel for the city bureau."""

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import msgspec
from sqlalchemy import select

from zjg_inspect.model import clock
from zjg_inspect.model.form import STANDARDISATION_FROM, Facts
from zjg_inspect.service import filings, verdicts
from zjg_inspect.service.author import standing_of
from zjg_inspect.service.programme import programme_on
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text


def write_annex1(db: Database, to: Path, day: date) -> Path:
    """The summary of all zones (附件1) as of this day, by the programme of the day; gives the file.

    Raises:
        DiskFull, NotWritable: no half file is left.
    """
    from zjg_inspect.report import annex1  # openpyxl is heavy

    e, z = tables.enterprise.c, tables.zone.c
    with db.read() as conn:
        office = standing_of(conn, db).name
        zones = conn.execute(select(tables.zone).where(z.in_scope).order_by(z.township, z.village)).all()
        counted = tables.counts(tables.enterprise, day.isoformat())
        rows = conn.execute(select(e.entity, e.zone, e.facts).where(counted)).all()
        targets = programme_on(conn, day).targets
        reached = verdicts.standardised(conn, db, day if day < clock.today() else None)
        filed = filings.leases_filed(filings.leases_on(conn, day), day)
    figures: dict[bytes, Counter[str]] = defaultdict(Counter)
    for row in rows:
        figures[row.zone].update(_figures(msgspec.json.decode(row.facts, type=Facts), row.entity in reached))
    made = [
        annex1.ZoneRow(
            township=zone.township,
            village=zone.village,
            leases_filed=filed[uuid_text(zone.entity)],
            **({"total": 0} | figures[zone.entity]),
        )
        for zone in zones
    ]
    townships = {zone.township for zone in zones}
    area = townships.pop() if len(townships) == 1 else "全市"
    annex1.write_annex1(to, annex1.Annex1(day, area, office, tuple(made), targets))
    return to


def _figures(facts: Facts, standardised: bool) -> Counter[str]:
    """What one enterprise adds to its zone's row; what is not known adds to no kind."""
    heads = facts.headcount
    size = "headcount_unknown" if heads is None else "from_50" if heads >= STANDARDISATION_FROM else "below_50"
    return Counter(
        {
            "total": 1,
            size: 1,
            "dust_explosive": facts.dust_explosive is True,
            "ammonia_refrigeration": facts.ammonia_refrigeration is True,
            "other_key_field": facts.other_key_field is True,
            "chemicals": True in (facts.flammable_tanks, facts.toxic_tanks, facts.chemical_store),
            "confined_spaces": facts.confined_spaces is True,
            "rents": facts.rents is True,
            "standardised": standardised,
        }
    )
