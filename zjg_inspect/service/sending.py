"""Bundles out: a laptop's to its office, an office's to each of its laptops; written, read back, and then noted."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from zjg_inspect import errors
from zjg_inspect.bundle import bag
from zjg_inspect.bundle.writer import Written, free_name, write_bundle
from zjg_inspect.model import receipt
from zjg_inspect.model.clock import today, utc_now
from zjg_inspect.service.author import description, make, standing_of
from zjg_inspect.service.delivery import Office, Waiting
from zjg_inspect.store import media, outgoing, receipts, tables
from zjg_inspect.store.db import Database, Step
from zjg_inspect.store.outgoing import Chosen
from zjg_inspect.store.settings import Standing


class Exported(msgspec.Struct, frozen=True):
    """A bundle that was written and read back; `visits` and `photos` are what it is the first to carry.

    `again`: visits that an earlier one carried and that are awaited still. `damaged`: photos that stayed behind, since
    their files here are no longer what they were. `found`: proposals that it is the first to carry.
    """

    path: Path
    sequence: int
    versions: int
    media: int
    visits: int
    photos: int
    addressee: str
    addressee_name: str
    damaged: int = 0
    again: int = 0
    found: int = 0


class Handed(msgspec.Struct, frozen=True):
    """What came of one laptop's bundle: it was written, or an error says why not."""

    device: str
    written: Exported | None = None
    error: errors.ZjgError | None = None


class _Address(NamedTuple):
    """To whom, and the age recipients who can read it."""

    device: str
    name: str
    recipients: tuple[str, ...]


def export_bundles(db: Database, to: Path, step: Step | None = None) -> list[Exported]:
    """A laptop's bundle to its office, or one to each laptop that the office has in use; `step` counts bundles.

    Raises:
        DiskFull, NotWritable, Cancelled: those before stay; nothing stands under the name of the one under way.
    """
    with db.read() as conn:
        addressees = _addressees(conn, db)
    written = []
    for number, device in enumerate(addressees):
        written.append(export_bundle(db, to, device, _within(step, number, len(addressees))))
    return written


def export_each(
    db: Database,
    to: Path,
    devices: Iterable[str],
    step: Step | None = None,
    done: Callable[[Handed], object] | None = None,
) -> list[Handed]:
    """A bundle for each of these laptops, whatever becomes of the others'; `done` is told each as soon as it stands.

    Where the folder itself is gone, as of a stick that was pulled out, the rest are not tried.

    Raises:
        Cancelled: those before stay; nothing stands under the name of the one under way.
    """
    wanted = list(devices)
    handed: list[Handed] = []
    for number, device in enumerate(wanted):
        gone = next((each.error for each in handed if each.error is not None), None)
        if gone is not None and not os.path.isdir(to):
            found = Handed(device, error=gone)
        else:
            try:
                found = Handed(device, export_bundle(db, to, device, _within(step, number, len(wanted))))
            except errors.Cancelled:
                raise
            except errors.ZjgError as error:
                found = Handed(device, error=error)
        handed.append(found)
        if done is not None:
            done(found)
    return handed


def _within(step: Step | None, number: int, of: int) -> Step | None:
    """Progress of one bundle as its share of all, in thousandths."""
    if step is None or of <= 1:
        return step
    return lambda done, total: step(number * 1000 + (done * 1000 // total if total else 0), of * 1000)


def _addressees(conn: Connection, db: Database) -> list[str]:
    own = standing_of(conn, db)
    if own.card is not None:
        return [own.card.device]
    g = tables.device_grant.c
    in_use = select(g.device).where(g.tier == "field", g.through.is_(None)).order_by(g.letters)
    return [device.hex() for device in conn.scalars(in_use)]


def export_bundle(db: Database, to: Path, for_device: str = "", step: Step | None = None) -> Exported:
    """Write a bundle with all that the addressee has not acknowledged into this folder and read it back.

    A laptop writes to its office; an office must say for which laptop.

    Raises:
        DiskFull, NotWritable, TargetExists, Cancelled: nothing stands under the final name, nothing is changed here.
        NotFound, LaptopSuspended: the office does not send to this device.
    """
    with db.write() as conn:
        own = standing_of(conn, db)
        address = _address(conn, db, own, for_device)
        _describe(conn, db, own)
        sequence = int(conn.execute(select(func.coalesce(func.max(tables.bundle_sent.c.sequence), 0))).scalar_one()) + 1
        conn.execute(
            insert(tables.bundle_sent).values(
                sequence=sequence, at=utc_now(), file="", up_to=0, addressee=bytes.fromhex(address.device)
            )
        )
    try:
        damaged = 0
        while True:
            try:
                written, up_to, selection, waiting = _write(db, to, own, address, sequence, step)
                break
            except (errors.MediaDamaged, errors.NotReadable) as error:
                # one spoilt photo keeps nothing else back: it is missed like one that never came
                if not media.is_ours(db.directory, Path(error.path)):
                    raise
                _give_up_photo(db, Path(error.path))
                damaged += 1
    except BaseException:
        with suppress(errors.StoreError), db.write() as conn:
            conn.execute(delete(tables.bundle_sent).where(tables.bundle_sent.c.sequence == sequence))
        raise
    with db.write() as conn:
        row = update(tables.bundle_sent).where(tables.bundle_sent.c.sequence == sequence)
        conn.execute(row.values(at=utc_now(), file=written.path.name, up_to=up_to, selection=selection))
    return Exported(
        path=written.path,
        sequence=sequence,
        versions=written.info.versions,
        media=written.info.media,
        visits=waiting.unsent,
        photos=waiting.photos,
        addressee=address.device,
        addressee_name=address.name,
        damaged=damaged,
        again=waiting.awaited,
        found=waiting.unsent_found,
    )


def _write(
    db: Database, to: Path, own: Standing, address: _Address, sequence: int, step: Step | None
) -> tuple[Written, int, str, Waiting]:
    """The bundle itself, from one consistent view of the store."""
    peer = bytes.fromhex(address.device)
    with db.read() as conn:
        up_to = outgoing.last_seq(conn)
        chosen, selection = _chosen(conn, db, own, peer)
        waiting = Office(conn, db).waiting()
        through = conn.execute(
            select(func.max(tables.version.c.n)).where(tables.version.c.device == bytes.fromhex(db.key.device))
        ).scalar()
        written = write_bundle(
            to,
            name=free_name(to, _file_name(own, db.key.device, address, sequence)),
            info=bag.BundleInfo(
                sender_key=db.key.public,
                sender_name=own.name,
                addressee=address.device,
                sequence=sequence,
                made_on=today(),
                through=int(through or 0),
            ),
            versions=outgoing.versions(conn, chosen.seqs),
            media=_files(db, chosen),
            receipts=receipt.encode(receipts.own(conn, peer)),
            recipients=address.recipients,
            sign=db.key.sign,
            step=step,
        )
    return written, up_to, selection, waiting


def _chosen(conn: Connection, db: Database, own: Standing, peer: bytes) -> tuple[Chosen, str]:
    """What goes along, and the name of the selection that it was chosen by (empty upwards)."""
    said = receipts.newest(conn, peer)
    if own.role == "field":
        through = {device: came.through for device, came in said.received.items()}
        through[db.key.device] = receipts.acknowledged(conn, peer)
        return outgoing.upwards(conn, through, said.missing), ""
    needs = outgoing.needs_of(conn, peer)
    b = tables.bundle_sent.c
    sent = b.addressee == peer, b.file != ""
    came = select(func.max(b.up_to)).where(*sent, b.acknowledged)
    floor: int | None = conn.execute(came).scalar()
    if floor is None:
        # not acknowledged, but it may have come: what was chosen then and is not any more must be told
        floor = conn.execute(select(func.min(b.up_to)).where(*sent)).scalar()
    whole = conn.execute(came.where(b.selection == needs.key)).scalar() is None
    return outgoing.downwards(conn, needs, floor, whole, said.missing), needs.key


def _address(conn: Connection, db: Database, own: Standing, for_device: str) -> _Address:
    """Raises NotFound, LaptopSuspended."""
    d, g = tables.device.c, tables.device_grant.c
    card = own.card
    device = for_device or (card.device if card is not None else "")
    told = conn.execute(select(tables.device).where(d.device == bytes.fromhex(device))).first()
    own_keys = (db.key.recipient, own.recovery)
    if card is not None and for_device in ("", card.device):
        theirs = (told.recipient, told.recovery) if told is not None else (card.recipient, card.recovery)
        return _Address(device, card.name, _distinct(*theirs, *own_keys))
    grant = conn.execute(select(tables.device_grant).where(g.device == bytes.fromhex(device))).first()
    if grant is None or card is not None:
        raise errors.NotFound(what="device", id=device)
    if grant.through is not None:
        raise errors.LaptopSuspended(device=device, name=grant.name)
    reader = (told.recipient if told is not None else "") or grant.recipient
    return _Address(device, grant.name, _distinct(reader, *own_keys))


def _distinct(addressee: str, *others: str) -> tuple[str, ...]:
    """None where the addressee's own key is not known: then the bundle is plain, or it could not read it."""
    return tuple(dict.fromkeys(filter(None, (addressee, *others)))) if addressee else ()


def _describe(conn: Connection, db: Database, own: Standing) -> None:
    """What this device says of itself, in case its keys are not those that it told before."""
    d = tables.device.c
    told = conn.execute(select(tables.device).where(d.device == bytes.fromhex(db.key.device))).first()
    if told is None or (told.recipient, told.recovery) != (db.key.recipient, own.recovery):
        make(conn, db, [description(db, own)])


def _files(db: Database, chosen: Chosen) -> Iterator[tuple[str, Path]]:
    for sha in chosen.photos:
        yield sha, media.path_of(db.directory, sha)


def _give_up_photo(db: Database, path: Path) -> None:
    with db.write() as conn:
        media.give_up(conn, db.directory, path.stem)


def _file_name(own: Standing, device: str, address: _Address, sequence: int) -> str:
    whose = f"{own.name}-{device[:6]}" if own.role == "field" else f"{own.name}-给{address.name}-{address.device[:6]}"
    readable = f"{whose}-第{sequence:04}包"
    return readable if bag.is_plain_name(readable) else f"zjg-{device[:12]}-{sequence:04}"
