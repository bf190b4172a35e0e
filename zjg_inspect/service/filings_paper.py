"""Paper of filings: the receipt of a filed lease, the monthly list as Excel and PDF."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from zjg_inspect import errors
from zjg_inspect.model import clock
from zjg_inspect.model.period import Period
from zjg_inspect.model.rented import Landlord, Lease
from zjg_inspect.places import write_whole
from zjg_inspect.service.author import standing_of
from zjg_inspect.service.figures import period_name
from zjg_inspect.service.filings import Filings, LeaseRow, filings_in, leases_on
from zjg_inspect.store import documents, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes

if TYPE_CHECKING:
    from zjg_inspect.report.listed import Listed, Table
    from zjg_inspect.report.receipt import Receipt


def receipts_pdf(db: Database, entities: Sequence[str]) -> bytes:
    """The receipts (回执) of filed leases as PDF, a page each with both copies.

    Raises:
        NotFound: there is no such lease.
        NotFiled: one of them is not filed (any more).
        FontMissing.
    """
    from zjg_inspect.report.receipt import render_receipts  # reportlab is heavy

    with db.read() as conn:
        office = standing_of(conn, db).name
        return render_receipts([_receipt(conn, entity, office) for entity in entities])


def write_receipts(db: Database, entities: Sequence[str], to: Path) -> Path:
    """Raises as receipts_pdf; DiskFull, NotWritable: no half file is left."""
    write_whole(to, receipts_pdf(db, entities))
    return to


def _receipt(conn: Connection, entity: str, office: str) -> "Receipt":
    from zjg_inspect.report.receipt import Receipt

    found = leases_on(conn, clock.today(), tables.lease.c.entity == uuid_bytes(entity))
    body = documents.document(conn, "lease", entity)
    if not found or body is None or not isinstance(body.body, Lease):
        raise errors.NotFound(what="lease", id=entity)
    (row,) = found
    if not row.filed:
        raise errors.NotFiled()
    landlord = documents.document(conn, "landlord", row.landlord)
    who = landlord.body if landlord is not None and isinstance(landlord.body, Landlord) else Landlord("")
    return Receipt(
        number=row.number,
        office=office,
        landlord=row.landlord_name,
        manager=row.manager,
        contact=" ".join(part for part in (who.contact, who.phone) if part),
        by=body.body.filed_by,
        tenant=row.name,
        code=row.code,
        place=f"{row.township}{row.village}{row.address}",
        area=row.area,
        signed=row.signed,
        until=row.until,
        due=row.due,
        filed=row.filed,
        late=row.late,
    )


def monthly_pdf(db: Database, some: Period) -> bytes:
    """The list of a period's filings as PDF. Raises FontMissing."""
    from zjg_inspect.report.listpaper import render_list  # reportlab is heavy

    return render_list(monthly_list(db, some))


def write_monthly(db: Database, some: Period, to: Path) -> Path:
    """The list of a period's filings: Excel, or PDF where the file's name ends so; gives the file.

    Raises:
        DiskFull, NotWritable: no half file is left.
        FontMissing.
    """
    from zjg_inspect.report.listbook import write_list

    if to.suffix.lower() == ".pdf":
        write_whole(to, monthly_pdf(db, some))
    else:
        write_list(to, monthly_list(db, some))
    return to


def monthly_list(db: Database, some: Period) -> "Listed":
    """What the list says, in words and tables."""
    from zjg_inspect.report.listed import Listed, span

    made = filings_in(db, some)
    with db.read() as conn:
        office = standing_of(conn, db).name
    return Listed(
        f"{period_name(db, some)}告知性备案清单",
        span(some.first, some.last),
        office,
        summary(made),
        (_villages(made), _leases(made), _zones(made), _late(made)),
    )


def summary(made: Filings) -> str:
    """本期租约备案 3 份，其中逾期 1 份；集中区备案 0 个。截至2026年10月28日，逾期未备案的租约 2 份。"""
    from zjg_inspect.report.content import paper_date

    late = sum(bool(each.lease.late) for each in made.leases)
    of_them = f"，其中逾期 {late} 份" if late else ""
    open_zones = f"，未备案的集中区 {len(made.late_zones)} 个" if made.late_zones else ""
    return (
        f"本期租约备案 {len(made.leases)} 份{of_them}；集中区备案 {len(made.zones)} 个。"
        f"截至{paper_date(made.on.isoformat())}，逾期未备案的租约 {len(made.late)} 份{open_zones}。"
    )


def _villages(made: Filings) -> "Table":
    from zjg_inspect.report.listed import Table

    figures = ("filed", "late", "standing", "overdue", "soon", "unknown")
    rows = [
        [n, each.township, each.village, *(getattr(each, figure) for figure in figures)]
        for n, each in enumerate(made.villages, 1)
    ]
    if rows:
        sums = [sum(getattr(each, figure) for each in made.villages) for figure in figures]
        rows.append(["", "合计", "", *sums])
    return Table(
        "各村备案情况",
        ("序号", "区镇", "村（社区）", "本期备案", "其中逾期", "累计在租备案", "逾期未备案", "即将到期", "签订日不详"),
        (10, 26, 30, 17, 17, 20, 18, 16, 16),
        rows,
        "还没有集中区。",
        tuple(range(3, 9)),
        total=bool(rows),
    )


def _leases(made: Filings) -> "Table":
    from zjg_inspect.report.filings_words import BY, in_time
    from zjg_inspect.report.listed import Table

    rows = []
    for n, each in enumerate(made.leases, 1):
        row = each.lease
        where = f"{row.village}{row.address}"
        rows.append(
            [n, row.number, row.name, where, row.landlord_name, row.signed or "不详", row.filed, BY[each.by],
             in_time(row.late, bool(row.signed))]
        )  # fmt: skip
    return Table(
        "本期租约备案",
        ("序号", "回执编号", "承租企业", "厂房", "出租方", "签订日", "备案日", "备案人", "是否及时"),
        (8, 28, 30, 27, 25, 20, 20, 13, 15),
        rows,
        "本期没有租约备案。",
    )


def _zones(made: Filings) -> "Table":
    from zjg_inspect.report.filings_words import in_time
    from zjg_inspect.report.listed import Table

    rows = []
    for n, each in enumerate(made.zones, 1):
        zone = each.zone
        asked = in_time(zone.late, True) if zone.due else ""
        rows.append([n, zone.township, zone.village, zone.filed, each.number, asked])
    return Table(
        "本期集中区备案",
        ("序号", "区镇", "集中区（村、社区）", "备案日", "备案编号", "是否及时"),
        (10, 34, 44, 24, 40, 18),
        rows,
        "本期没有集中区备案。",
    )


def _late(made: Filings) -> "Table":
    from zjg_inspect.report.content import paper_date
    from zjg_inspect.report.listed import Table

    rows = [_late_row(n, row) for n, row in enumerate(made.late, 1)]
    return Table(
        "逾期未备案的租约",
        ("序号", "承租企业", "厂房", "出租方", "签订日", "应备案日", "逾期天数"),
        (10, 42, 40, 34, 20, 20, 16),
        rows,
        f"截至{paper_date(made.on.isoformat())}，没有逾期未备案的租约。",
        (6,),
    )


def _late_row(number: int, row: LeaseRow) -> list[str | int]:
    return [number, row.name, f"{row.village}{row.address}", row.landlord_name, row.signed, row.due, row.late]
