"""How far each device's versions have come, for the receipts: derived, and kept by what every import brings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from zjg_inspect.model.receipt import check_of
from zjg_inspect.model.version import Record
from zjg_inspect.store import tables

# Reasons with which a version may be anybody's: a forger's must not make a device believe that its own has come.
UNPROVEN = ("unknown_device", "signature", "newer")


def note_progress(conn: Connection, counted: Iterable[Record]) -> None:
    """Go on from where each device stood, over these versions that count from now on and what waited behind them."""
    news: dict[bytes, dict[int, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    for record in counted:
        news[bytes.fromhex(record.version.device)][record.version.n].append(record.hash)
    p = tables.progress
    for device, by_n in news.items():
        row = conn.execute(select(p.c.through, p.c.check).where(p.c.device == device)).first()
        through, check = (0, bytes(32)) if row is None else (row.through, row.check)
        late = [hash_ for n, hashes in by_n.items() if n <= through for hash_ in hashes]
        check = check_of(late, check)
        through, check = _over_news(conn, device, by_n, through, check)
        through, check = _onward(conn, device, through, check)
        if through:
            write = upsert(p).values(device=device, through=through, check=check)
            said = {"through": through, "check": check}
            conn.execute(write.on_conflict_do_update(index_elements=["device"], set_=said))


def derive_progress(conn: Connection) -> None:
    """Write the table anew."""
    conn.execute(tables.progress.delete())
    for device in _devices(conn):
        through, check = _onward(conn, device, 0, bytes(32))
        if through:
            conn.execute(insert(tables.progress).values(device=device, through=through, check=check))


def _over_news(
    conn: Connection, device: bytes, by_n: dict[int, list[bytes]], through: int, check: bytes
) -> tuple[int, bytes]:
    """As far as the news go without a gap; what shares an n with something stored before is left to `_onward`."""
    last = through
    while last + 1 in by_n:
        last += 1
    ours = [hash_ for n in range(through + 1, last + 1) for hash_ in by_n[n]]
    v = tables.version.c
    span = select(func.count()).where(v.device == device, v.n > through, v.n <= last)
    if ours and conn.execute(span).scalar() == len(ours):
        return last, check_of(ours, check)
    return through, check


def _onward(conn: Connection, device: bytes, through: int, check: bytes) -> tuple[int, bytes]:
    """From `through` on over all that is stored, up to the first gap."""
    v, a = tables.version.c, tables.aside.c
    counts: ColumnElement[bool] = or_(a.reason.is_(None), a.reason.not_in(UNPROVEN))
    query = (
        select(v.n, v.hash)
        .join(tables.aside, a.hash == v.hash, isouter=True)
        .where(v.device == device, v.n > through, counts)
        .order_by(v.n)
    )
    with conn.execute(query) as rows:
        for n, hash_ in rows:
            if n > through + 1:
                break
            through, check = n, check_of([hash_], check)
    return through, check


def _devices(conn: Connection) -> Iterator[bytes]:
    """All devices that wrote something here, each found by one step in the index."""
    column = tables.version.c.device
    device: bytes | None = conn.execute(select(func.min(column))).scalar()
    while device is not None:
        yield device
        device = conn.execute(select(func.min(column)).where(column > device)).scalar()
