"""Bundles in: import is the union of two sets, one transaction for each file; and looking at one without a store."""

import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import msgspec
from msgspec.structs import force_setattr
from sqlalchemy import Connection, delete, insert, select

from zjg_inspect import errors
from zjg_inspect.bundle import bag
from zjg_inspect.bundle.bag import BundleInfo
from zjg_inspect.bundle.reader import OpenBundle, open_bundle, peek_digest, verify_bundle
from zjg_inspect.model import authority, ids, receipt
from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.inspection import Grade, InspectionBody
from zjg_inspect.model.version import Record, digest, signing_input
from zjg_inspect.places import writing
from zjg_inspect.service.author import identity, standing_of
from zjg_inspect.service.file_report import FileReport, SetAside
from zjg_inspect.service.naming import name_of_device, names_of
from zjg_inspect.service.news import compare, look
from zjg_inspect.service.photos_in import PhotosIn, Taken
from zjg_inspect.service.setup import remember_key
from zjg_inspect.store import archive, keys, media, receipts, tables
from zjg_inspect.store.db import Database, Step
from zjg_inspect.store.judge import Judgement
from zjg_inspect.store.merge import judgements, known_keys, merge, merged_signatures, rederive, settle

_SOME = 500
_RECEIPTS = "data/receipts.json"
# Reasons for which whole bundles wait: nobody asks which record each of these is.
_UNNAMED = ("unknown_device", "ancestors", "form", "newer")


def import_bundles(
    db: Database,
    files: list[Path],
    step: Step | None = None,
    done: Callable[[FileReport], object] | None = None,
    batch: str = "",
) -> list[FileReport]:
    """Import each file in a transaction of its own; a file that is refused does not stop the rest.

    A file that the disk had no room for is refused too: so the reports of those before it are not lost. `step` is given
    thousandths of files done and of their number; `done` each report as soon as it stands. `batch`: the one that they
    are told with later, where they are not one of their own.

    Raises:
        Cancelled: the file under way is rolled back, those before it stay.
        NoRole, StoreDamaged, StoreInUse: this store cannot take anything at present.
    """
    reports = []
    batch = batch or utc_now()
    for number, file in enumerate(files):
        tell = _Progress(step, number, len(files), batch)
        tell(0)
        try:
            report = _import_one(db, file, tell)
        except (errors.BundleError, errors.NotReadable, errors.DiskFull, errors.NotWritable) as error:
            report = FileReport(str(file), "refused", error=error, addressee=_addressee(db, error), batch=batch)
        reports.append(report)
        if done is not None:
            done(report)
    _Progress(step, len(files), len(files), batch)(0)
    return reports


def _addressee(db: Database, error: errors.ZjgError) -> str:
    """The name of the device that a bundle for another one was written for; empty where nobody told it here."""
    if not isinstance(error, errors.BundleNotForUs) or not error.addressee:
        return ""
    with db.read() as conn:
        return name_of_device(conn, error.addressee)


@dataclass
class _Progress:
    """Tells how far one file of several is, in thousandths; raises Cancelled when the person stops it."""

    step: Step | None
    number: int
    of: int
    batch: str

    def __call__(self, part: float) -> None:
        if self.step is not None:
            self.step(self.number * 1000 + int(part * 1000), self.of * 1000)

    def reading(self, done: int, total: int) -> None:
        """The first half of a file's work: copying and checking it."""
        self(done / total / 2 if total else 0)

    def taking(self, done: int, total: int) -> None:
        """The third quarter: the photos."""
        self(0.5 + done / total / 4)


def _import_one(db: Database, file: Path, tell: _Progress) -> FileReport:
    again = _known_again(db, file, tell)
    if again is not None:
        return again
    staging = db.directory / "staging" / f"{secrets.token_hex(8)}.zjgb"
    with writing(staging):
        staging.parent.mkdir(exist_ok=True)
    try:
        with (
            PhotosIn(db) as photos_in,
            open_bundle(file, staging, tell.reading, db.key.identities, photos_in.arrived) as bundle,
        ):
            photos = photos_in.take(bundle, tell.taking)
            with db.write() as conn:
                report = _Import(conn, db, bundle, file, tell).run(photos)
        with suppress(errors.StoreError):  # the import has been done and is not undone for want of a copy
            archive.keep(db.directory, staging, bundle.digest)
    finally:
        with suppress(OSError):
            staging.unlink(missing_ok=True)
    return report


def _known_again(db: Database, file: Path, tell: _Progress) -> FileReport | None:
    """The report of a bundle that was taken in before and of which nothing was lost since; it is checked in place."""
    digest = peek_digest(file)
    b = tables.bundle_received.c
    with db.read() as conn:
        if digest is None or not conn.execute(select(b.id).where(b.digest == bytes.fromhex(digest))).first():
            return None
    checked = verify_bundle(file, tell.reading)
    photos = [sha for path in checked.entries if (sha := bag.media_hash(path))]
    with db.read() as conn:
        here = media.known(conn, photos)
    if checked.digest != digest or not all(
        sha in here and media.path_of(db.directory, sha).is_file() for sha in photos
    ):
        return None
    return _report(file, checked.info, checked.info.versions, known=checked.info.versions)


def _report(file: Path, info: BundleInfo, read: int, new: int = 0, known: int = 0, held: int = 0) -> FileReport:
    who = info.sender, info.sender_name, info.sequence
    return FileReport(str(file), "held" if held and not new else "imported", read, new, known, held, 0, *who)


@dataclass
class _Import:
    """The import of one checked bundle, inside its transaction."""

    conn: Connection
    db: Database
    bundle: OpenBundle
    file: Path
    tell: _Progress
    visits: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    news: bool = False
    again: int = 0

    def run(self, photos: list[Taken]) -> FileReport:
        conn, info = self.conn, self.bundle.info
        who = identity(conn, self.db)
        media.note_all(conn, photos)
        use = tables.version_media.c.sha256
        bad = [bytes.fromhex(sha) for sha, _, ok in photos if not ok]
        if any(conn.execute(select(use).where(use == sha)).first() for sha in bad):
            rederive(conn, who)  # a record that was merged while its photo was missing is quarantined with it
        known = known_keys(conn)
        peer = standing_of(conn, self.db).card
        office = bytes.fromhex(peer.device) if peer is not None and peer.device == info.sender else b""
        device = bytes.fromhex(self.db.key.device)
        before = look(conn, device, office) if office else None
        self.news = remember_key(conn, info.sender, info.sender_key)
        done = merge(conn, self._records(known | {info.sender: info.sender_key}), who)
        if self.news:
            settle(conn, [], who)  # what had waited for a key, also of this bundle
            done = done._replace(fresh=judgements(conn, done.fresh))
        self._forget_unnamed([sha for sha, _, _ in photos])
        receipt_kept = self._take_receipt()
        news = None
        if before is not None:
            kinds = [self.kinds[own] for own, judgement in done.fresh.items() if judgement.state == "merged"]
            news = compare(conn, device, office, before, receipt_kept, kinds)
        majors = [self.visits[own] for own, j in done.fresh.items() if j.state == "merged" and own in self.visits]
        new, held = done.count("merged"), done.count("held")
        report = msgspec.structs.replace(
            _report(self.file, info, done.read + self.again, new, done.known + self.again, held),
            quarantined=done.count("quarantined"),
            visits=len(majors),
            majors=sum(majors),
            photos=len(photos),
            photos_missing=len(self.named - media.known(conn, self.named)),
            aside=self._set_aside(done.fresh),
            news=news,
            batch=self.tell.batch,
        )
        conn.execute(
            insert(tables.bundle_received).values(
                at=utc_now(),
                file=self.file.name,
                sender=bytes.fromhex(info.sender),
                sequence=info.sequence,
                digest=bytes.fromhex(self.bundle.digest),
                through=info.through,
                report=msgspec.json.encode(report).decode(),
            )
        )
        self.tell(0.999)
        return report

    def _records(self, known: dict[str, bytes]) -> Iterator[Record]:
        """The bundle's records, canonical and signed by whom they say.

        A device describes itself before all else, and descriptions and grants stand first: so the keys of an honest
        bundle are known when they are asked for. A device whose key is nowhere is judged later.
        """
        for record in _parsed(self._lines(), self.file):
            for device, key in stated_keys(record):
                if known.setdefault(device, key) is key:
                    self.news |= remember_key(self.conn, device, key)
            _check_signature(record, known, self.file)
            own, kind = record.hash.hex(), record.version.kind
            self.kinds[own] = kind
            if kind == "inspection":
                self.visits[own] = _majors(record)
            self.named |= authority.photos_of(record.raw)
            yield record

    def _lines(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Number, bytes and signature of the bundle's versions, but for those that merged here before with the same
        signature: these are counted, and need not be checked again."""
        total = max(1, self.bundle.info.versions)
        lines = enumerate(self.bundle.versions(), 1)
        while some := list(islice(lines, _SOME)):
            hashes = [digest(raw) for _, (raw, _) in some]
            here = merged_signatures(self.conn, hashes)
            for hash_, (number, (raw, signature)) in zip(hashes, some, strict=True):
                if here.get(hash_) != signature:
                    yield number, raw, signature
                    continue
                self.again += 1
                self.named |= authority.photos_of(raw)
            self.tell(0.75 + some[-1][0] / total / 4.01)

    def _forget_unnamed(self, taken: list[str]) -> None:
        """Photos that no version names have no row; their files go with the next sweep."""
        use, m = tables.version_media.c.sha256, tables.media.c.sha256
        for start in range(0, len(taken), _SOME):
            some = [bytes.fromhex(sha) for sha in taken[start : start + _SOME]]
            named = set(self.conn.scalars(select(use).where(use.in_(some))))
            if unnamed := [sha for sha in some if sha not in named]:
                self.conn.execute(delete(tables.media).where(m.in_(unnamed)))

    def _set_aside(self, fresh: Mapping[str, Judgement]) -> tuple[SetAside, ...]:
        """What was set aside, by state, reason and kind; what waits for an acceptance or its elders is not named."""
        found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for own, judgement in fresh.items():
            if judgement.state != "merged":
                found[judgement.state, judgement.reason, self.kinds[own]].append(own)
        return tuple(
            SetAside(*key, len(hashes), () if key[1] in _UNNAMED else names_of(self.conn, hashes))
            for key, hashes in sorted(found.items())
        )

    def _take_receipt(self) -> bool:
        """What the sender says that it has of ours: an office hears its laptops, a laptop its office; whether it is
        newer than what was known."""
        raw = self.bundle.receipts()
        sender = self.bundle.info.sender
        own = standing_of(self.conn, self.db)
        if raw is None or not self._is_peer(sender, own.card.device if own.card is not None else ""):
            return False
        try:
            said = receipt.decode(raw)
        except errors.NotCanonical as error:
            raise errors.BundleDamaged(file=str(self.file), part=_RECEIPTS) from error
        peer, device = bytes.fromhex(sender), bytes.fromhex(self.db.key.device)
        if not receipts.keep(self.conn, device, peer, self.bundle.info.sequence, said):
            return False
        receipts.acknowledge(self.conn, peer, self.db.key.device, said)
        if own.card is not None and receipts.note_quarantined(self.conn, said.quarantined):
            rederive(self.conn, identity(self.conn, self.db))
        return True

    def _is_peer(self, sender: str, office: str) -> bool:
        if office:
            return sender == office
        g = tables.device_grant.c
        return self.conn.execute(select(g.device).where(g.device == bytes.fromhex(sender))).first() is not None


def _parsed(lines: Iterator[tuple[int, bytes, bytes]], file: Path) -> Iterator[Record]:
    """Raises BundleDamaged: a line that is no canonical version."""
    for number, raw, signature in lines:
        try:
            yield authority.parse_line(raw, signature)
        except errors.NotCanonical as error:
            raise errors.BundleDamaged(file=str(file), part=f"data/versions #{number}") from error


def _check_signature(record: Record, known: dict[str, bytes], file: Path) -> None:
    """Note that the device's key has signed this, where the key is known. Raises BundleForged: it has not."""
    device = record.version.device
    key = known.get(device)
    if key is None:
        return
    if not keys.is_signed(key, record.signature, signing_input(record.hash)):
        raise errors.BundleForged(file=str(file), sender=device)
    force_setattr(record, "proven", True)


def stated_keys(record: Record) -> Iterator[tuple[str, bytes]]:
    """The public key in a description or a grant, by its device id, which is made of the key and so proves it."""
    key = record.body.get("public_key") if record.version.kind in ("device", "grant") else None
    if isinstance(key, str) and re.fullmatch("[0-9a-f]{64}", key):
        raw = bytes.fromhex(key)
        yield ids.device_id(raw), raw


def _majors(record: Record) -> int:
    """How many major hazards a visit found, as far as its body can be read: it has not been judged yet."""
    if isinstance(body := record.version.body, InspectionBody):
        return sum(found.rectification.grade is Grade.MAJOR for found in body.content.hazards)
    content = record.body.get("content")
    hazards = content.get("hazards", ()) if isinstance(content, dict) else ()
    grades = [each["rectification"].get("grade") for each in hazards if _is_hazard(each)] if hazards else []
    return grades.count("major")


def _is_hazard(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("rectification"), dict)


class Verified(msgspec.Struct, frozen=True):
    ok: bool
    sender: str = ""
    sequence: int = 0
    versions: int = 0
    media: int = 0
    problems: tuple[errors.ZjgError, ...] = ()


def verify(file: Path, scratch: Path) -> Verified:
    """Whether a bundle is whole and well signed, without any store; `scratch` is a folder for its copy.

    What is encrypted in it is not opened: that it is what the sender wrote, the container's hashes say.
    """
    try:
        checked = verify_bundle(file)
        if not checked.encrypted:
            with open_bundle(file, scratch / f"{secrets.token_hex(8)}.zjgb") as bundle:
                _check_records(bundle, file)
        info = checked.info
        return Verified(True, info.sender, info.sequence, info.versions, info.media)
    except (errors.BundleError, errors.NotReadable) as error:
        return Verified(False, problems=(error,))


def _check_records(bundle: OpenBundle, file: Path) -> None:
    known = {bundle.info.sender: bundle.info.sender_key}
    lines = ((number, raw, signature) for number, (raw, signature) in enumerate(bundle.versions(), 1))
    for record in _parsed(lines, file):
        known |= dict(stated_keys(record))
        _check_signature(record, known, file)
