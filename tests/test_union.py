"""The union of two sets: any order and any repetition give the same store; what waits merges by itself."""

import random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from world import TOWN, small_world

from zjg_inspect.model import ids
from zjg_inspect.model.register import Enterprise, Person, Zone
from zjg_inspect.model.version import Record, Version, canonical, digest, parse, signing_input
from zjg_inspect.service import setup
from zjg_inspect.service.author import Making, identity, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.service.setup import remember_key
from zjg_inspect.store import tables
from zjg_inspect.store.merge import merge


def signed(key, kind, entity, body, n, parents=()) -> Record:
    version = Version(msgspec.to_builtins(body), key.device, entity, kind, "2026-11-23T02:03:04Z", n, tuple(parents))
    raw = canonical(version)
    return parse(raw, key.sign(signing_input(digest(raw))))


def records_of(db) -> list[Record]:
    with db.read() as conn:
        rows = conn.execute(select(tables.version.c.raw, tables.version.c.signature)).all()
    return [parse(raw, signature) for raw, signature in rows]


def take(db, records) -> object:
    with db.write() as conn:
        return merge(conn, records, identity(conn, db))


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """All records of a world in which visits were made, corrected by the office's side and in conflict."""
    world = small_world(tmp_path_factory.mktemp("history"))
    world.visit("甲五金厂", fail=("4-09",))
    world.visit("乙机械厂")
    world.carry(world.laptop, world.office)
    office = world.office
    entity = ids.new_id()
    n = max(r.version.n for r in records_of(office) if r.version.device == office.key.device)
    first = signed(office.key, "person", entity, Person("赵某"), n + 1)
    one = signed(office.key, "person", entity, Person("赵某", "甲机构"), n + 2, [first.hash.hex()])
    two = signed(office.key, "person", entity, Person("赵某", "乙机构"), n + 3, [first.hash.hex()])
    take(office, [first, one, two])
    yield world, records_of(office)
    world.close()


def fresh_office(world, root, name):
    """A second store of the same office: the same device, the same set may grow in it in another order."""
    directory = root / name
    directory.mkdir()
    (directory / "device.key").write_bytes((world.office.directory / "device.key").read_bytes())
    db = setup.open_data(directory)
    with db.write() as conn:
        setup.settings.put_standing(conn, setup.Standing("office", "塘桥镇安监办", "张塘核"))
        remember_key(conn, db.key.device, db.key.public)
        remember_key(conn, world.laptop.key.device, world.laptop.key.public)
    return db


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(seed=st.integers(0, 10**6))
def test_any_order_and_any_repetition_give_the_same_store(history, tmp_path_factory, seed):
    world, records = history
    chance = random.Random(seed)
    shuffled = records + chance.sample(records, len(records) // 3)
    chance.shuffle(shuffled)
    wanted = doctor(world.office)
    with fresh_office(world, tmp_path_factory.mktemp("other"), "office") as other:
        while shuffled:
            part = [shuffled.pop() for _ in range(min(len(shuffled), chance.randint(1, 9)))]
            done = take(other, part)
            assert done.read == done.known + done.count("merged") + done.count("held") + done.count("quarantined")
        found = doctor(other)
    assert found.ok
    assert (found.set, found.projections) == (wanted.set, wanted.projections)
    assert found.conflicts == 1


def test_the_same_again_is_known_and_changes_nothing(history):
    world, records = history
    before = doctor(world.office)
    done = take(world.office, records)
    assert (done.known, done.fresh) == (len(records), {})
    assert doctor(world.office) == before


def test_a_child_waits_for_its_parent_and_merges_by_itself(world):
    office = world.office
    entity = ids.new_id()
    n = max(r.version.n for r in records_of(office) if r.version.device == office.key.device)
    first = signed(office.key, "person", entity, Person("钱某"), n + 1)
    second = signed(office.key, "person", entity, Person("钱某", "某机构"), n + 2, [first.hash.hex()])
    third = signed(office.key, "person", entity, Person("钱某", "某机构", False), n + 3, [second.hash.hex()])
    assert take(office, [third]).fresh[third.hash.hex()] == ("held", "ancestors")
    assert take(office, [second]).count("held") == 1
    assert take(office, [first]).count("merged") == 1
    with office.read() as conn:
        assert conn.execute(select(tables.aside)).all() == []
        row = conn.execute(select(tables.person).where(tables.person.c.name == "钱某")).one()
    assert (row.agency, row.active) == ("某机构", False)
    assert doctor(office).ok


def test_two_heads_are_a_conflict_and_both_are_kept(history):
    world, _ = history
    with world.office.read() as conn:
        rows = conn.execute(select(tables.person.c.agency).where(tables.person.c.name == "赵某")).all()
        heads = conn.execute(select(tables.head).where(tables.head.c.kind == "person")).all()
    assert len(rows) == 1
    assert rows[0].agency in ("甲机构", "乙机构")
    assert len(heads) == 3 + 2
    assert doctor(world.office).conflicts == 1


def test_a_form_of_the_office_travels_and_an_older_version_stays_known(world):
    form = next(iter(world.office.forms.values()))
    first = msgspec.structs.replace(form, id="town", version=1)
    second = msgspec.structs.replace(form, id="town", version=2, title="第二版")
    entity = ids.form_entity("town")
    with world.office.write() as conn:
        make(conn, world.office, [Making("form", entity, first)])
        make(conn, world.office, [Making("form", entity, second)])
    world.carry(world.office, world.laptop)
    with world.laptop.read() as conn:
        assert form_by_hash(conn, world.laptop, first.hash) == first
        assert form_by_hash(conn, world.laptop, second.hash) == second
    assert doctor(world.laptop).ok


def test_heads_with_the_same_body_are_no_conflict(world):
    office = world.office
    zone = ids.zone_id(TOWN, "光明村")
    entity = ids.enterprise_id("91320582MA0000000X", zone)
    n = max(r.version.n for r in records_of(office) if r.version.device == office.key.device)
    makings = [signed(office.key, "zone", zone, Zone(TOWN, "光明村"), n + 1)]
    makings += [signed(office.key, "enterprise", entity, Enterprise("某厂", zone), n + k) for k in (2, 3)]
    take(office, makings)
    with office.read() as conn:
        row = conn.execute(select(tables.enterprise).where(tables.enterprise.c.name == "某厂")).one()
    assert not row.in_conflict


def test_doctor_sees_a_changed_row_a_changed_version_and_a_lost_photo(world):
    office = world.office
    good = doctor(office)
    assert good.ok
    with office.write() as conn:
        conn.execute(tables.enterprise.update().values(name="换了名字"))
    assert doctor(office).problems == ("表 enterprise 与记录本身不一致",)
    assert doctor(office).set == good.set
    with office.write() as conn:
        first = conn.execute(select(tables.version.c.seq, tables.version.c.raw)).first()
        changed = first.raw.replace(b"2", b"3", 1)
        conn.execute(tables.version.update().where(tables.version.c.seq == first.seq).values(raw=changed))
    assert any("不符" in problem for problem in doctor(office).problems)
