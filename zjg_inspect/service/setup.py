"""First start: what this data directory is, and which other devices it knows."""

import os
import re
from pathlib import Path

import msgspec
from platformdirs import user_data_path
from sqlalchemy import select

from zjg_inspect import errors
from zjg_inspect.formfile import shipped_forms
from zjg_inspect.model import card as cards
from zjg_inspect.model import ids
from zjg_inspect.model.card import Card, SignedCard
from zjg_inspect.model.register import Grant, Tier
from zjg_inspect.places import reading, writing
from zjg_inspect.service.another import finish_renewal
from zjg_inspect.service.author import Making, description, identity, make, remember_key, standing_of
from zjg_inspect.store import keys, settings, tables
from zjg_inspect.store.db import FILE, Database
from zjg_inspect.store.merge import rederive, settle
from zjg_inspect.store.settings import Standing

__all__ = ["Database", "Laptop", "Standing", "open_data", "remember_key"]


# Left by a migration: what is derived is derived anew when the store is next opened.
_DERIVE_ANEW = "derive_anew"
# What Windows or Linux does not take in a file's name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Laptop(msgspec.Struct, frozen=True):
    """A laptop that the office has accepted; `in_use` while it is neither suspended nor retired."""

    device: str
    name: str
    letters: str
    zones: tuple[str, ...]
    in_use: bool = True


def default_directory() -> Path:
    return Path(user_data_path("zjg_inspect", appauthor=False))


def is_there(directory: Path) -> bool:
    """Whether this directory holds data already; nothing is made of one that does not."""
    return (directory / FILE).is_file()


def open_data(directory: Path | None = None) -> Database:
    """Open (or begin) a data directory; see Database for what it raises."""
    db = Database(directory or default_directory(), shipped_forms())
    try:
        _derive_after_migration(db)
        finish_renewal(db)
    except BaseException:
        db.close()
        raise
    return db


def _derive_after_migration(db: Database) -> None:
    """Fill the projections that a newer release has and the store of an earlier one had not."""
    with db.read() as conn:
        due = settings.get(conn, _DERIVE_ANEW)
    if due:
        with db.write() as conn:
            rederive(conn, identity(conn, db))
            settings.drop(conn, _DERIVE_ANEW)


def standing(db: Database) -> Standing | None:
    """Who this device is; None before the first start has been answered."""
    with db.read() as conn:
        return settings.standing(conn)


def become_office(db: Database, name: str, mark: str) -> Standing:
    """Make this directory an office's; `mark` stands before the sheet numbers (“张塘核”).

    Its recovery key is made with it, and kept in recovery.key until it is printed (service/recovery.py).

    Raises:
        AlreadySetUp, NotWritable, DiskFull: nothing is changed.
    """
    if (before := standing(db)) is not None:
        raise errors.AlreadySetUp(role=before.role)
    secret = keys.new_identity()
    keys.write_recovery(db.directory, (secret,))
    return _become(db, Standing("office", name.strip(), mark.strip(), recovery=keys.recipient_of(secret)))


def become_laptop(db: Database, name: str, office: Card | Path) -> Standing:
    """Make this directory a laptop's that trusts this office: by the card whose number a person compared, or its file.

    Raises:
        CardDamaged, CardOfWrongTier, NotReadable: nothing is changed.
    """
    card = office if isinstance(office, Card) else read_card(office, "office")
    return _become(db, Standing("field", name.strip(), card=card))


def _become(db: Database, own: Standing) -> Standing:
    with db.write() as conn:
        if (before := settings.standing(conn)) is not None:
            raise errors.AlreadySetUp(role=before.role)
        settings.put_standing(conn, own)
        remember_key(conn, db.key.device, db.key.public)
        if own.card is not None:
            remember_key(conn, own.card.device, bytes.fromhex(own.card.public_key))
        make(conn, db, [description(db, own)])
    return own


def plain_name(name: str) -> str:
    """The name of a person or office, as every file system takes it."""
    return _NOT_IN_NAMES.sub("_", name)


def own_card(db: Database) -> Card:
    """This device's card as it would be handed over now. Raises NoRole."""
    with db.read() as conn:
        own = standing_of(conn, db)
    return Card(db.key.device, own.name, db.key.public.hex(), own.role, db.key.recipient, own.recovery)


def _signed_card(db: Database) -> SignedCard:
    card = own_card(db)
    return SignedCard(card, db.key.sign(cards.signing_input(card)).hex())


def card_code(db: Database) -> tuple[tuple[bool, ...], ...]:
    """This device's card as a QR code, row by row: what a telephone reads there is, kept as a file, a card's file."""
    from zjg_inspect.report import qr

    return qr.matrix(msgspec.json.encode(_signed_card(db)).decode())


def write_card(db: Database, folder: Path) -> Path:
    """Write this device's card into a folder under the device's name; gives the file.

    Raises:
        DiskFull, NotWritable: no half card is left.
    """
    signed = _signed_card(db)
    path = folder / f"{plain_name(signed.card.name)}.zjgcard"
    part = path.with_name(f".{path.name}.part")
    with writing(path):
        try:
            with part.open("wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(signed), indent=1))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return path


def read_card(path: Path, tier: Tier) -> Card:
    """The card in a file, its own signature checked.

    Raises:
        CardDamaged, CardOfWrongTier, NotReadable.
    """
    with reading(path):
        raw = path.read_bytes()
    signed = cards.parse(raw, str(path))
    try:
        signature = bytes.fromhex(signed.signature)
    except ValueError as error:
        raise errors.CardDamaged(file=str(path), reason="signature") from error
    if not keys.is_signed(bytes.fromhex(signed.card.public_key), signature, cards.signing_input(signed.card)):
        raise errors.CardDamaged(file=str(path), reason="signature")
    if signed.card.tier != tier:
        raise errors.CardOfWrongTier(file=str(path), tier=signed.card.tier)
    return signed.card


def accept_laptop(db: Database, card: Card, letters: str, zones: tuple[str, ...]) -> None:
    """Grant a laptop: what it signs is merged from now on, and what was held of it merges at once.

    `letters` stand in its sheet numbers and are its own, also once it is retired; `zones` are where it works. One that
    is suspended stays so; one that was retired is in use again.

    Raises:
        LettersTaken: another laptop has or had these letters; nothing is changed.
    """
    with db.write() as conn:
        own = standing_of(conn, db)
        if own.role != "office":
            raise errors.WrongRole(needed="office")
        taken = {row.letters: row.device.hex() for row in conn.execute(select(tables.device_grant))}
        if letters.endswith("00") or taken.get(letters, card.device) != card.device:
            raise errors.LettersTaken(letters=letters)
        grant = Grant(
            card.device, card.public_key, card.name, "field", letters, own.mark, tuple(sorted(zones)), card.recipient
        )
        before = conn.execute(
            select(tables.device_grant).where(tables.device_grant.c.device == bytes.fromhex(card.device))
        ).first()
        if before is not None:
            through = None if before.retired else before.through
            grant = msgspec.structs.replace(grant, through=through, cleared=before.cleared)
        remember_key(conn, card.device, bytes.fromhex(card.public_key))
        make(conn, db, [Making("grant", ids.grant_id(card.device), grant)])
        settle(conn, [], identity(conn, db))


def office_letters(own: Standing) -> str:
    """The letters of the office's own visits: A00, which no laptop gets; others once it was restored from a backup.

    What was numbered after that backup was made cannot come a second time.
    """
    return f"{chr(65 + len(own.former) % 26)}00"


def laptops(db: Database) -> list[Laptop]:
    """The laptops that this office has accepted, by letters."""
    with db.read() as conn:
        rows = conn.execute(select(tables.device_grant).order_by(tables.device_grant.c.letters)).all()
    return [
        Laptop(
            row.device.hex(), row.name, row.letters, tuple(row.zones.split()), row.through is None and not row.retired
        )
        for row in rows
    ]


def free_letters(db: Database) -> str:
    """The first letters that no laptop has: A01, A02, …"""
    taken = {laptop.letters for laptop in laptops(db)}
    return next(
        text for n in range(1, 2600) if (text := f"{chr(65 + (n - 1) // 99)}{(n - 1) % 99 + 1:02}") not in taken
    )
