"""Three laptops and their office as real stores, and everything that can happen to them between two visits."""

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from forger import resealed
from sqlalchemy import func, select
from two_laptops import second_laptop
from world import STROKES, photo, small_world

from zjg_inspect import errors
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import Photo, Someone
from zjg_inspect.model.version import parse
from zjg_inspect.service import backup, enrol, exchange, renewal, review, setup
from zjg_inspect.service.author import Making, identity, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, media, tables
from zjg_inspect.store import photo as photos
from zjg_inspect.store.db import Database
from zjg_inspect.store.merge import merge
from zjg_inspect.store.projection import uuid_bytes, uuid_text

LAPTOPS = ("laptop", "second", "third")
SHARED = ("zone", "enterprise", "person", "inspection", "hazard", "review")
REVIEWER = Someone("孙某")


def build(root: Path) -> None:
    """How the land begins: everybody knows the register; one visit with a hazard was made, but not handed in."""
    world = small_world(root)
    others = [second_laptop(world, *each) for each in (("李某的电脑", "A08", "second"), ("钱某的电脑", "A09", "third"))]
    inspection, _ = world.visit("甲五金厂", fail=("4-09",))
    (root / "first").write_text(inspection)
    for each in others:
        each.laptop.close()
    world.close()


@dataclass
class Parcel:
    """A bundle that was written: where it lies, whose it is, for whom."""

    path: Path
    sender: str
    addressee: str


@dataclass
class Land:
    root: Path
    office: Database
    laptops: dict[str, Database]
    stick: Path
    chance: random.Random
    air: list[Parcel] = field(default_factory=list)
    count: int = 0
    kept: Path | None = None
    recovery: str = ""

    def store(self, name: str) -> Database:
        return self.office if name == "office" else self.laptops[name]

    def close(self) -> None:
        for db in (self.office, *self.laptops.values()):
            db.close()

    def number(self) -> int:
        self.count += 1
        return self.count

    # -- what people write --

    def visit(self, name: str, with_photo: bool) -> None:
        """A sealed visit like the first one, at any enterprise."""
        db = self.laptops[name]
        with db.write() as conn:
            body = self._first
            entity = self.chance.choice(list(conn.scalars(select(tables.enterprise.c.entity))))
            site, version = documents.enterprise(conn, uuid_text(entity))
            answers = body.content.answers
            if with_photo:
                taken = photos.prepare(photo(self.number()), "a.jpg")
                media.put(db.directory, taken.sha256, taken.jpeg)
                media.note(conn, taken.sha256, len(taken.jpeg), True)
                answers = (msgspec.structs.replace(answers[0], photos=(Photo(taken.sha256),)), *answers[1:])
            made = resealed(
                body, new=True, enterprise=uuid_text(entity), enterprise_version=version, name=site.name,
                answers=answers, remark=f"第 {self.number()} 次",
            )  # fmt: skip
            content = made.content
            hazards = [
                Making("hazard", each.hazard, _opened(content, each), ()) for each in content.hazards
            ]  # fmt: skip
            make(conn, db, [Making("inspection", content.inspection, made, ()), *hazards])

    def correct(self, name: str) -> None:
        """A correction of any visit that this laptop knows, its own or a colleague's."""
        db = self.laptops[name]
        with db.write() as conn:
            found = list(conn.scalars(select(tables.inspection.c.entity).order_by(tables.inspection.c.entity)))
            if not found:
                return
            entity = uuid_text(self.chance.choice(found))
            body, _ = documents.inspection(conn, entity)
            make(conn, db, [Making("inspection", entity, resealed(body, remark=f"更正 {self.number()}"))])

    def step(self, name: str) -> None:
        """The next step of a hazard that this store knows: closed by an inspector, extended by the office."""
        db = self.store(name)
        with db.write() as conn:
            found = list(conn.scalars(select(tables.hazard.c.entity).order_by(tables.hazard.c.entity)))
            if not found:
                return
            entity = uuid_text(self.chance.choice(found))
            body = documents.hazard(conn, entity)
            step = "extended" if name == "office" else self.chance.choice(("verified_closed", "reopened"))
            changed = msgspec.structs.replace(body, step=step, reason=f"第 {self.number()} 步")
            make(conn, db, [Making("hazard", entity, changed)])

    def edit(self) -> None:
        with self.office.write() as conn:
            e = tables.enterprise.c
            entities = list(conn.scalars(select(e.entity).where(~e.is_zone).order_by(e.entity)))
            entity = uuid_text(self.chance.choice(entities))
            body, _ = documents.enterprise(conn, entity)
            changed = msgspec.structs.replace(body, remark=f"登记 {self.number()}")
            make(conn, self.office, [Making("enterprise", entity, changed)])

    def review(self) -> None:
        waiting = review.visits_to_review(self.office)
        if not waiting:
            return
        one = self.chance.choice(sorted(waiting, key=lambda each: each.inspection))
        version = review.open_review(self.office, one.inspection).version
        if self.chance.random() < 0.7:
            review.approve(self.office, one.inspection, version, REVIEWER, STROKES, "情况属实")
        else:
            review.send_back(self.office, one.inspection, version, REVIEWER, "补照片")

    # -- what happens to sticks --

    def write(self, sender: str, addressee: str = "office") -> None:
        device = self.store(addressee).key.device
        folder = self.stick / str(self.number())
        folder.mkdir()
        try:
            done = exchange.export_bundle(self.store(sender), folder, device)
        except errors.LaptopSuspended:
            return
        self.air.append(Parcel(done.path, sender, addressee))

    def deliver(self, parcel: Parcel, to: str = "") -> exchange.FileReport:
        """Import it; whatever becomes of it, no record is lost from the count."""
        (report,) = exchange.import_bundles(self.store(to or parcel.addressee), [parcel.path])
        assert report.read == report.new + report.known + report.held + report.quarantined
        assert report.quarantined == 0
        assert report.status != "refused" or report.read == 0
        return report

    # -- what happens to the office --

    def keep(self) -> None:
        """A backup, and the paper with the recovery key."""
        self.kept = backup.backup(self.office, self.root / f"{self.number()}.zjgbackup").path
        paper = self.office.directory / "recovery.key"
        self.recovery = paper.read_text().split()[0] if paper.exists() else self.recovery

    def restore(self) -> None:
        """The office's computer is lost; the last backup becomes a new device, whose card every laptop takes."""
        if self.kept is None:
            return
        self.office.close()
        place = self.root / f"office-{self.number()}"
        assert backup.restore(self.kept, place, self.recovery).recovery_known
        self.office = setup.open_data(place)
        for laptop in self.laptops.values():
            renewal.take_new_card(laptop, setup.own_card(self.office))

    def any_parcel(self) -> Parcel | None:
        return self.chance.choice(self.air) if self.air else None

    def deliver_cut(self, parcel: Parcel) -> None:
        """A copy that was cut off is refused whole."""
        whole = parcel.path.read_bytes()
        cut = self.stick / f"{self.number()}.zjgb"
        cut.write_bytes(whole[: self.chance.randrange(len(whole))])
        before = count(self.store(parcel.addressee))
        report = self.deliver(Parcel(cut, parcel.sender, parcel.addressee))
        assert (report.status, report.read) == ("refused", 0)
        assert count(self.store(parcel.addressee)) == before

    def deliver_to_a_colleague(self, parcel: Parcel) -> None:
        """He cannot read it, and carries it on."""
        other = self.chance.choice([name for name in LAPTOPS if name not in (parcel.sender, parcel.addressee)])
        before = count(self.laptops[other])
        report = self.deliver(parcel, other)
        assert report.status == "refused"
        assert isinstance(report.error, errors.BundleNotForUs)
        assert count(self.laptops[other]) == before

    # -- the end --

    def bring_together(self) -> None:
        """Every laptop goes on as before, and bundles go up and down until all has been told and acknowledged."""
        for laptop in self.laptops.values():
            enrol.resume(self.office, laptop.key.device)
        for _ in range(3):
            for name in LAPTOPS:
                self.write(name)
                self.deliver(self.air[-1])
            for name in LAPTOPS:
                self.write("office", name)
                self.deliver(self.air[-1])


def _opened(content, found) -> HazardBody:
    return HazardBody(
        enterprise=content.enterprise,
        inspection=content.inspection,
        item=found.item,
        form=content.form,
        step="opened",
        date=content.date,
        rectification=found.rectification,
        visit=content.inspection,
        by=content.inspectors,
        photos=found.photos,
    )


def opened(template: Path, root: Path, seed: int) -> Land:
    """A land of its own, as `build` left it."""
    shutil.copytree(template, root)
    laptops = {name: setup.open_data(root / name) for name in LAPTOPS}
    stick = root / "air"
    stick.mkdir()
    land = Land(root, setup.open_data(root / "office"), laptops, stick, random.Random(seed))
    with laptops["laptop"].read() as conn:
        land._first, _ = documents.inspection(conn, (root / "first").read_text())
    return land


def count(db: Database) -> int:
    with db.read() as conn:
        return int(conn.execute(select(func.count()).select_from(tables.version)).scalar_one())


def hashes(db: Database) -> set[bytes]:
    with db.read() as conn:
        return set(conn.scalars(select(tables.version.c.hash)))


def heads(db: Database) -> dict[bytes, frozenset[bytes]]:
    """What stands at present of each entity that office and laptops share."""
    h = tables.head.c
    found: dict[bytes, set[bytes]] = {}
    with db.read() as conn:
        for entity, hash_ in conn.execute(select(h.entity, h.hash).where(h.kind.in_(SHARED))):
            found.setdefault(entity, set()).add(hash_)
    return {entity: frozenset(each) for entity, each in found.items()}


def anew(db: Database, directory: Path, chance: random.Random) -> object:
    """The health of a store that is handed all of this one's versions in another order."""
    directory.mkdir()
    for name in ("device.key", "age.key"):
        shutil.copy(db.directory / name, directory)
    with db.read() as conn:
        v = tables.version.c
        records = [parse(row.raw, row.signature) for row in conn.execute(select(v.raw, v.signature))]
        rows = conn.execute(select(tables.media)).all()
        keys = conn.execute(select(tables.device_key)).all()
        own = setup.settings.standing(conn)
    chance.shuffle(records)
    with setup.open_data(directory) as copy:
        with copy.write() as conn:
            setup.settings.put_standing(conn, own)
            for key in keys:
                setup.remember_key(conn, key.device.hex(), key.public_key)
            for row in rows:
                media.put(directory, row.sha256.hex(), media.read(db.directory, row.sha256.hex()))
                media.note(conn, row.sha256.hex(), row.size, row.ok)
            merge(conn, records, identity(conn, copy))
        return doctor(copy)


__all__ = ["LAPTOPS", "Land", "anew", "build", "doctor", "hashes", "heads", "opened", "uuid_bytes"]
