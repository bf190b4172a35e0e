"""Bundles out and in: export to a stick, import from one, verify one. Import is the union of two sets."""

import re
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Select, delete, func, insert, select, update

from zjg_inspect import errors
from zjg_inspect.bundle import bag
from zjg_inspect.bundle.reader import OpenBundle, open_bundle
from zjg_inspect.bundle.writer import write_bundle
from zjg_inspect.model import authority, ids
from zjg_inspect.model.clock import today, utc_now
from zjg_inspect.model.version import Record, parse, signing_input
from zjg_inspect.places import writing
from zjg_inspect.service.author import identity, standing_of
from zjg_inspect.service.setup import remember_key
from zjg_inspect.store import archive, keys, media, photo, tables
from zjg_inspect.store.db import Database, Step
from zjg_inspect.store.merge import known_keys, merge, rederive, settle

__all__ = ["Exported", "FileReport", "export_bundle", "import_bundles", "verify"]


class Exported(msgspec.Struct, frozen=True):
    """A bundle that was written and read back; `visits` and `photos` are what it is the first to carry."""

    path: Path
    sequence: int
    versions: int
    media: int
    visits: int
    photos: int


class SetAside(msgspec.Struct, frozen=True):
    """Versions of one import that were set aside for one reason."""

    state: str
    reason: str
    kind: str
    count: int


class FileReport(msgspec.Struct, frozen=True):
    """What became of one file: read = new + known + held + quarantined; a refused file counts nothing."""

    file: str
    status: str
    read: int = 0
    new: int = 0
    known: int = 0
    held: int = 0
    quarantined: int = 0
    sender: str = ""
    sender_name: str = ""
    sequence: int = 0
    visits: int = 0
    majors: int = 0
    photos: int = 0
    photos_missing: int = 0
    aside: tuple[SetAside, ...] = ()
    error: errors.ZjgError | None = None


def export_bundle(db: Database, to: Path, for_device: str | None = None, step: Step | None = None) -> Exported:
    """Write a bundle with everything into this folder and read it back.

    Raises:
        DiskFull, NotWritable, MediaDamaged, Cancelled: nothing stands under the final name, here nothing is changed.
    """
    with db.write() as conn:
        own = standing_of(conn, db)
        sequence = int(conn.execute(select(func.coalesce(func.max(tables.bundle_sent.c.sequence), 0))).scalar_one()) + 1
        conn.execute(insert(tables.bundle_sent).values(sequence=sequence, at=utc_now(), file="", up_to=0))
    info = bag.BundleInfo(
        sender_key=db.key.public, sender_name=own.name, addressee=for_device, sequence=sequence, made_on=today()
    )
    try:
        with db.read() as conn:
            up_to = int(conn.execute(select(func.coalesce(func.max(tables.version.c.seq), 0))).scalar_one())
            visits, photos = _unsent(conn, db, up_to)
            written = write_bundle(
                to,
                name=_file_name(own.name, db.key.device, sequence),
                info=info,
                versions=_outgoing(conn, up_to),
                media=_outgoing_media(conn, db, up_to),
                sign=db.key.sign,
                step=step,
            )
    except BaseException:
        with suppress(errors.StoreError), db.write() as conn:
            conn.execute(delete(tables.bundle_sent).where(tables.bundle_sent.c.sequence == sequence))
        raise
    with db.write() as conn:
        row = update(tables.bundle_sent).where(tables.bundle_sent.c.sequence == sequence)
        conn.execute(row.values(at=utc_now(), file=written.path.name, up_to=up_to))
    return Exported(written.path, sequence, written.info.versions, written.info.media, visits, photos)


def import_bundles(db: Database, files: list[Path], step: Step | None = None) -> list[FileReport]:
    """Import each file in a transaction of its own; a file that is refused does not stop the rest.

    A file that the disk had no room for is refused too: so the reports of those before it are not lost. `step` is given
    the files done and their number.

    Raises:
        Cancelled: the file under way is rolled back, those before it stay.
        NoRole, StoreDamaged, StoreInUse: this store cannot take anything at present.
    """
    reports = []
    for number, file in enumerate(files):
        if step is not None:
            step(number, len(files))
        try:
            reports.append(_import_one(db, file, step))
        except (errors.BundleError, errors.NotReadable, errors.DiskFull, errors.NotWritable) as error:
            reports.append(FileReport(str(file), "refused", error=error))
    if step is not None:
        step(len(files), len(files))
    return reports


def _import_one(db: Database, file: Path, step: Step | None) -> FileReport:
    staging = db.directory / "staging" / f"{secrets.token_hex(8)}.zjgb"
    with writing(staging):
        staging.parent.mkdir(exist_ok=True)

    def still_wanted(*_: int) -> None:
        if step is not None:
            step(0, 0)

    try:
        with open_bundle(file, staging, still_wanted) as bundle:
            with db.read() as conn:
                known = known_keys(conn)
            records, stated = _records(bundle, file, known)
            photos = _take_photos(db, bundle, records)
            with db.write() as conn:
                report = _merge(conn, db, bundle, records, stated, photos, file)
                still_wanted()
        with suppress(errors.StoreError):  # the import has been done and is not undone for want of a copy
            archive.keep(db.directory, staging, bundle.digest)
    finally:
        with suppress(OSError):
            staging.unlink(missing_ok=True)
    return report


def _records(bundle: OpenBundle, file: Path, known: dict[str, bytes]) -> tuple[list[Record], dict[str, bytes]]:
    """The bundle's records, canonical and signed by whom they say, and the keys that it states.

    A device describes itself before all else, so an honest bundle states the keys of all whose versions it carries; a
    device whose key is nowhere is judged later.
    """
    records = []
    for number, (raw, signature) in enumerate(bundle.versions(), 1):
        try:
            records.append(parse(raw, signature))
        except errors.NotCanonical as error:
            raise errors.BundleDamaged(file=str(file), part=f"data/versions #{number}") from error
    stated = _stated_keys(records) | {bundle.info.sender: bundle.info.sender_key}
    for record in records:
        device = record.version.device
        key = known.get(device) or stated.get(device)
        if key is not None and not keys.is_signed(key, record.signature, signing_input(record.hash)):
            raise errors.BundleForged(file=str(file), sender=device)
    return records, stated


def _stated_keys(records: list[Record]) -> dict[str, bytes]:
    """The public keys in descriptions and grants, by device id, which is made of the key and so proves it."""
    said = [r.version.body.get("public_key") for r in records if r.version.kind in ("device", "grant")]
    raw = [bytes.fromhex(key) for key in said if isinstance(key, str) and re.fullmatch("[0-9a-f]{64}", key)]
    return {ids.device_id(key): key for key in raw}


def _take_photos(db: Database, bundle: OpenBundle, records: list[Record]) -> list[tuple[str, int, bool]]:
    """Write the photos that a version names and that are not here yet; (hash, size, decodes) of each."""
    with db.read() as conn:
        wanted = {sha for record in records for sha in authority.photos_of(record.raw)}
        wanted |= {sha.hex() for sha in conn.scalars(_missing_media())}
        here = media.known(conn, [sha for sha, _ in bundle.media()])
    taken = []
    for sha, size in bundle.media():
        if sha not in wanted or (sha in here and media.path_of(db.directory, sha).is_file()):
            continue
        data = bundle.media_bytes(sha)
        try:
            photo.check_jpeg(data)
            ok = True
        except errors.PhotoError:
            ok = False
        media.put(db.directory, sha, data)
        taken.append((sha, size, ok))
    return taken


def _merge(
    conn: Connection,
    db: Database,
    bundle: OpenBundle,
    records: list[Record],
    stated: dict[str, bytes],
    photos: list[tuple[str, int, bool]],
    file: Path,
) -> FileReport:
    info = bundle.info
    news = [remember_key(conn, device, key) for device, key in stated.items()]
    for sha, size, ok in photos:
        media.note(conn, sha, size, ok)
    who = identity(conn, db)
    if any(news):
        settle(conn, [], who)
    use = tables.version_media.c.sha256
    bad = [bytes.fromhex(sha) for sha, _, ok in photos if not ok]
    if any(conn.execute(select(use).where(use == sha)).first() for sha in bad):
        rederive(conn, who)  # a record that was merged while its photo was missing is quarantined with it
    done = merge(conn, records, who)
    by_hash = {record.hash.hex(): record.version for record in records}
    aside = Counter(
        (judgement.state, judgement.reason, by_hash[own].kind)
        for own, judgement in done.fresh.items()
        if judgement.state != "merged"
    )
    fresh = [by_hash[own] for own, judgement in done.fresh.items() if judgement.state == "merged"]
    visits = [version.body["content"] for version in fresh if version.kind == "inspection"]
    named = {sha for record in records for sha in authority.photos_of(record.raw)}
    new, held = done.count("merged"), done.count("held")
    report = FileReport(
        file=str(file),
        status="held" if held and not new else "imported",
        read=done.read,
        new=new,
        known=done.known,
        held=held,
        quarantined=done.count("quarantined"),
        sender=info.sender,
        sender_name=info.sender_name,
        sequence=info.sequence,
        visits=len(visits),
        majors=sum(h["rectification"].get("grade") == "major" for v in visits for h in v.get("hazards", ())),
        photos=len(photos),
        photos_missing=len(named - media.known(conn, named)),
        aside=tuple(SetAside(*key, count) for key, count in sorted(aside.items())),
    )
    conn.execute(
        insert(tables.bundle_received).values(
            at=utc_now(),
            file=file.name,
            sender=bytes.fromhex(info.sender),
            sequence=info.sequence,
            report=msgspec.json.encode(report).decode(),
        )
    )
    return report


class Verified(msgspec.Struct, frozen=True):
    ok: bool
    sender: str = ""
    sequence: int = 0
    versions: int = 0
    media: int = 0
    problems: tuple[errors.ZjgError, ...] = ()


def verify(file: Path, scratch: Path) -> Verified:
    """Whether a bundle is whole and well signed, without any store; `scratch` is a folder for its copy."""
    try:
        with open_bundle(file, scratch / f"{secrets.token_hex(8)}.zjgb") as bundle:
            info = bundle.info
            records, _ = _records(bundle, file, {})
            return Verified(True, info.sender, info.sequence, len(records), info.media)
    except (errors.BundleError, errors.NotReadable) as error:
        return Verified(False, problems=(error,))


def _missing_media() -> Select[tuple[bytes]]:
    use, have = tables.version_media.c.sha256, tables.media.c.sha256
    return select(use).distinct().join(tables.media, have == use, isouter=True).where(have.is_(None))


def _outgoing(conn: Connection, up_to: int) -> Iterator[tuple[bytes, bytes]]:
    """Every version but the quarantined, in the order of arrival."""
    v, a = tables.version.c, tables.aside.c
    query = (
        select(v.raw, v.signature)
        .join(tables.aside, a.hash == v.hash, isouter=True)
        .where(v.seq <= up_to, func.coalesce(a.state, "") != "quarantined")
        .order_by(v.seq)
    )
    for row in conn.execute(query):
        yield row.raw, row.signature


def _outgoing_media(conn: Connection, db: Database, up_to: int) -> Iterator[tuple[str, Path]]:
    use, v, a = tables.version_media.c, tables.version.c, tables.aside.c
    query = (
        select(use.sha256)
        .distinct()
        .join(tables.version, v.hash == use.hash)
        .join(tables.media, tables.media.c.sha256 == use.sha256)
        .join(tables.aside, a.hash == v.hash, isouter=True)
        .where(v.seq <= up_to, func.coalesce(a.state, "") != "quarantined")
        .order_by(use.sha256)
    )
    for sha in conn.scalars(query):
        yield sha.hex(), media.path_of(db.directory, sha.hex())


def _unsent(conn: Connection, db: Database, up_to: int) -> tuple[int, int]:
    """How many of this device's own visits, with how many photos, no bundle has carried yet."""
    before = select(func.coalesce(func.max(tables.bundle_sent.c.up_to), 0)).scalar_subquery()
    i, v = tables.inspection.c, tables.version.c
    row = conn.execute(
        select(func.count(), func.coalesce(func.sum(i.photos), 0))
        .select_from(tables.inspection)
        .join(tables.version, v.hash == i.hash)
        .where(v.seq > before, v.seq <= up_to, i.device == bytes.fromhex(db.key.device))
    ).one()
    return int(row[0]), int(row[1])


def _file_name(name: str, device: str, sequence: int) -> str:
    readable = f"{name}-{device[:6]}-第{sequence:04}包"
    return readable if bag.is_plain_name(readable) else f"zjg-{device[:12]}-{sequence:04}"
