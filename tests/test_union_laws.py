"""Import is the union of two sets: with strangers, copies, suspended laptops, forms, conflicts, bad and late photos, in
any order and batches."""

import hashlib
import random
import shutil

import msgspec
import pytest
from forger import Forger, a_zone, resealed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from world import photo, small_world

from zjg_inspect.formfile import shipped_form
from zjg_inspect.model import ids
from zjg_inspect.model.inspection import Photo
from zjg_inspect.model.register import Device, Grant, Person, Zone
from zjg_inspect.service import exchange, setup
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import settle, tables
from zjg_inspect.store.judge import judge
from zjg_inspect.store.keys import load_or_make


def derived(db):
    """All that follows from the set and is no projection."""
    with db.read() as conn:
        return {
            table.name: sorted(map(tuple, conn.execute(select(table))))
            for table in (tables.aside, tables.progress, tables.media_wanted, tables.device_copied)
        }


class Land:
    """All that two laptops, an office and their shadows ever wrote, and an office that has read nothing of it yet."""

    def __init__(self, root):
        self.world = world = small_world(root)
        inspection, version = world.visit("甲五金厂", fail=("4-09",))
        self.empty = root / "empty"
        self.empty.mkdir()
        shutil.copy(world.office.directory / "device.key", self.empty)
        with setup.open_data(self.empty) as db, db.write() as conn:
            setup.settings.put_standing(conn, setup.Standing("office", "塘桥镇安监办", "张塘核"))
        mine = Forger(world)
        self.courier = Forger(world, key=load_or_make(_made(root / "courier")))
        office = Forger(world, key=world.office.key, db=world.office)
        self.records = list({r.hash: r for r in (*office.honest(), *mine.honest())}.values())
        body = mine.body(inspection)
        self._twin(root, office, body)
        self._town_form(office, mine, body)
        self._conflicts(office, mine, body, version)
        self._suspended(root, office, mine, body)
        self.records += [a_zone(mine, None), mine.version("drone_flight", ids.new_id(), {"height": 30})]
        self.media = {}
        for data in (photo(1), b"no photo at all"):
            sha = hashlib.sha256(data).hexdigest()
            first, *others = body.content.answers
            answers = (msgspec.structs.replace(first, photos=(Photo(sha),)), *others)
            visit = mine.inspection(resealed(body, new=True, answers=answers))
            corrected = resealed(body, answers=answers, inspection=visit.version.entity, remark="更正", hazards=())
            corrected = mine.inspection(resealed(corrected, answers=_passed(corrected)), parents=[visit.hash.hex()])
            self.records += [visit, corrected]
            self.media[sha] = data
        lost = (msgspec.structs.replace(first, photos=(Photo(hashlib.sha256(b"lost").hexdigest()),)), *others)
        self.records.append(mine.inspection(resealed(body, new=True, answers=lost)))

    def _twin(self, root, office, body):
        """A second laptop, accepted late, whose data directory was copied; and one that nobody ever accepts."""
        for name, accepted in (("twin", True), ("stranger", False)):
            key = load_or_make(_made(root / name))
            own = Forger(self.world, key=key)
            self.records.append(
                own.version("device", ids.device_entity(key.device), Device(name, key.public.hex(), "field"), n=1)
            )
            for n in (2, 3, 3, 4):
                self.records.append(own.inspection(resealed(body, new=True, remark=f"{n}"), n=n))
            # the stranger's follows on what is none and waits itself
            after = [] if accepted else [self.records[-1].hash.hex()]
            grant = Grant(key.device, key.public.hex(), name, "field", "B01", "张塘核", (self.world.zone,))
            self.records.append(office.version("grant", ids.grant_id(key.device), grant, parents=after))

    def _suspended(self, root, office, mine, body):
        """Laptops that the office suspends, gives back, is of two minds about; and a copied one that it looked at."""
        grants = {
            "gone": [{"through": 2}],
            "back": [{"through": 1}, {}],
            "doubtful": [({"through": 1}, {})],
            "looked at": [{"cleared": 3}],
            "copied later": [{"cleared": 3, "through": 5}, {"cleared": 3}],
        }
        for name, steps in grants.items():
            key = load_or_make(_made(root / name))
            own, entity = Forger(self.world, key=key), ids.grant_id(key.device)
            self.records.append(
                own.version("device", ids.device_entity(key.device), Device(name, key.public.hex(), "field"), n=1)
            )
            visits = [own.inspection(resealed(body, new=True, remark=f"{n}"), n=n) for n in (2, 3, 4, 5)]
            parents = [visits[1].hash.hex()]
            corrected = resealed(body, inspection=visits[1].version.entity, hazards=(), answers=_passed(body))
            more = [own.inspection(corrected, n=6, parents=parents), mine.inspection(corrected, parents=parents)]
            zone = own.version("zone", ids.zone_id("某镇", name), Zone("某镇", name), n=7)
            self.records += [*visits, *more, zone]
            if name == "looked at" or name == "copied later":
                twice = (3,) if name == "looked at" else (3, 6)
                self.records += [own.inspection(resealed(body, new=True, remark="又一份"), n=n) for n in twice]
            first = Grant(key.device, key.public.hex(), name, "field", "B02", "张塘核", (self.world.zone,))
            before = [office.version("grant", entity, first)]
            self.records += before
            for step in steps:
                alternatives = step if isinstance(step, tuple) else (step,)
                named = [record.hash.hex() for record in before]
                before = [
                    office.version("grant", entity, msgspec.structs.replace(first, **changes), parents=named)
                    for changes in alternatives
                ]
                self.records += before

    def _town_form(self, office, mine, body):
        own = msgspec.structs.replace(shipped_form("enterprise"), id="town", version=1, title="镇检查表")
        newer = msgspec.structs.replace(own, version=2)
        entity = ids.form_entity("town")
        first = office.version("form", entity, own)
        self.records += [first, office.version("form", entity, newer, parents=[first.hash.hex()])]
        for each in (own, newer):
            named = {"form": each.hash, "form_id": each.id, "form_version": each.version}
            self.records.append(mine.inspection(resealed(body, new=True, **named)))

    def _conflicts(self, office, mine, body, version):
        entity = ids.new_id()
        first = office.version("person", entity, Person("赵某"))
        two = [office.version("person", entity, Person("赵某", a), parents=[first.hash.hex()]) for a in ("甲", "乙")]
        merged = office.version("person", entity, Person("赵某"), parents=[each.hash.hex() for each in two])
        self.records += [first, *two, merged]
        for remark in ("一", "二"):
            self.records.append(mine.inspection(resealed(body, remark=remark), parents=[version]))

    def after(self, root, batches):
        """An office that was handed these records and photos, batch by batch."""
        directory = root / ids.new_id()
        shutil.copytree(self.empty, directory)
        with setup.open_data(directory) as db:
            for records, photos in batches:
                report = self.courier.hand_in(*records, media={sha: self.media[sha] for sha in photos}, office=db)
                assert report.status != "refused"
            found = doctor(db)
            assert found.ok, found.problems
            return found.set, found.projections, found.conflicts, derived(db)


def _made(directory):
    directory.mkdir()
    return directory


def _passed(body):
    return tuple(msgspec.structs.replace(answer, verdict="pass") for answer in body.content.answers)


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    made = Land(tmp_path_factory.mktemp("land"))
    yield made
    made.world.close()


@pytest.fixture(scope="module")
def at_once(land, tmp_path_factory):
    return land.after(tmp_path_factory.mktemp("once"), [(land.records, land.media)])


def test_the_land_has_something_of_everything(land, at_once):
    _, _, conflicts, found = at_once
    assert {(state, reason) for _, state, reason in found["aside"]} == {
        ("held", "unknown_device"), ("held", "device_copied"), ("held", "newer"), ("held", "suspended"),
        ("held", "ancestors"), ("quarantined", "photo"), ("quarantined", "ancestor"),
        ("quarantined", "authority: zone"),
    }  # fmt: skip
    assert [sha for (sha,) in found["media_wanted"]] == [hashlib.sha256(b"lost").digest()]
    assert {through for _, through, _ in found["progress"]} >= {4, 7}
    assert conflicts == 2


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_any_order_any_batches_and_any_repetition_give_the_same_office(land, at_once, tmp_path_factory, seed):
    chance = random.Random(seed)
    left = land.records + chance.sample(land.records, 10)
    chance.shuffle(left)
    batches = []
    while left:
        some = [left.pop() for _ in range(min(len(left), chance.randint(1, 20)))]
        batches.append((some, [sha for sha in land.media if chance.random() < 0.3]))
    batches.append((chance.sample(land.records, 3), land.media))
    assert land.after(tmp_path_factory.mktemp("any"), batches) == at_once


def test_deriving_anew_in_small_pieces_gives_the_same(land, tmp_path, monkeypatch):
    """Children that came before their parents are not judged by what their parents were before."""
    monkeypatch.setattr(settle, "_BATCH", 1)
    land.after(tmp_path, [(land.records[::-1], land.media)])


def stranger(land, office, root):
    """A laptop that the office has not accepted yet, its three records, and what somebody else hands in of them."""
    key = load_or_make(_made(root / "newcomer"))
    own = Forger(land.world, key=key)
    body = Forger(land.world).body(next(r.version.entity for r in land.records if r.version.kind == "inspection"))
    records = [own.version("device", ids.device_entity(key.device), Device("新电脑", key.public.hex(), "field"), n=1)]
    records += [own.inspection(resealed(body, new=True), n=n) for n in (2, 3)]
    return own, records


@pytest.fixture
def office(land, tmp_path):
    shutil.copytree(land.empty, tmp_path / "office")
    with setup.open_data(tmp_path / "office") as db:
        land.courier.hand_in(*land.records, office=db)
        yield db


def accept(db, own):
    card = setup.Card(own.key.device, "新电脑", own.key.public.hex(), "field")
    setup.accept_laptop(db, card, "C01", ())


def of_device(db, device):
    with db.read() as conn:
        v, a = tables.version.c, tables.aside.c
        query = select(v.n, a.state, a.reason).join(tables.aside, a.hash == v.hash, isouter=True)
        return sorted((tuple(row) for row in conn.execute(query.where(v.device == bytes.fromhex(device)))), key=str)


@pytest.mark.parametrize("accepted_first", [True, False])
def test_a_record_handed_in_with_a_false_signature_does_not_keep_the_true_one_out(
    land, office, tmp_path, accepted_first
):
    own, records = stranger(land, office, tmp_path)
    false = [msgspec.structs.replace(record, signature=bytes(64)) for record in records[1:]]
    assert land.courier.hand_in(*false, office=office).held == 2
    if accepted_first:
        accept(office, own)
        assert {row[1:] for row in of_device(office, own.key.device)} == {("quarantined", "signature")}
    report = own.hand_in(*records, office=office)
    assert (report.read, report.known) == (3, 2)
    if not accepted_first:
        accept(office, own)
    assert of_device(office, own.key.device) == [(1, None, None), (2, None, None), (3, None, None)]
    assert doctor(office).ok


def test_numbers_that_somebody_else_made_up_raise_no_alarm(land, office, tmp_path):
    own, records = stranger(land, office, tmp_path)
    made_up = [own.version("person", ids.new_id(), Person(f"第{k}人"), n=1) for k in range(2)]
    land.courier.hand_in(*(msgspec.structs.replace(each, signature=bytes(64)) for each in made_up), office=office)
    own.hand_in(*records, office=office)
    accept(office, own)
    merged = [(1, None, None), (2, None, None), (3, None, None)]
    assert of_device(office, own.key.device) == sorted([*merged, *[(1, "quarantined", "signature")] * 2], key=str)
    assert doctor(office).ok


def test_a_false_signature_beside_a_description_of_its_device_is_a_forged_bundle(land, office, tmp_path):
    own, records = stranger(land, office, tmp_path)
    path = land.courier.bundle([records[0], msgspec.structs.replace(records[1], signature=bytes(64))])
    (report,) = exchange.import_bundles(office, [path])
    assert (report.status, report.read) == ("refused", 0)
    assert of_device(office, own.key.device) == []


def test_what_nothing_new_can_set_free_is_not_judged_again(land, office, monkeypatch):
    """A stranger's thousand records would otherwise make each tap of the seal slower."""
    judged = []
    monkeypatch.setattr(settle, "judge", lambda record, at: judged.append(record) or judge(record, at))
    mine = Forger(land.world)
    inspection = next(r.version.entity for r in land.records if r.version.kind == "inspection")
    waiting = [reason for _, _, reason in derived(office)["aside"]]
    assert len(waiting) > 20
    mine.hand_in(mine.inspection(resealed(mine.body(inspection), new=True), n=9000), office=office)
    assert len({record.hash for record in judged}) == 1 + waiting.count("ancestors")
