"""Suspended, copied and refused: what waits for a person waits in any order of arrival, and merges once it may."""

import random

import msgspec
import pytest
from forger import Forger, resealed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from world import small_world

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.receipt import check_of
from zjg_inspect.model.register import Grant
from zjg_inspect.service import setup, signing
from zjg_inspect.service.author import Making, identity, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, tables
from zjg_inspect.store.merge import merge, refused_changed
from zjg_inspect.store.projection import uuid_text
from zjg_inspect.ui.messages import sentence


def grant_anew(world, **changes):
    """The office changes what it granted its laptop."""
    entity = ids.grant_id(world.laptop.key.device)
    with world.office.write() as conn:
        before = documents.document(conn, "grant", entity).body
        make(conn, world.office, [Making("grant", entity, msgspec.structs.replace(before, **changes))])


def last_n(db):
    with db.read() as conn:
        v = tables.version.c
        return max(conn.scalars(select(v.n).where(v.device == bytes.fromhex(db.key.device))))


def visits(db):
    with db.read() as conn:
        return {uuid_text(entity) for entity in conn.scalars(select(tables.inspection.c.entity))}


def tell(world, db):
    """Somebody brings all that the office has: it sends nothing to a suspended laptop itself."""
    records = Forger(world, db=world.office).honest()
    with db.write() as conn:
        merge(conn, records, identity(conn, db))


def aside(db):
    with db.read() as conn:
        v, a = tables.version.c, tables.aside.c
        query = select(v.n, a.state, a.reason).join(tables.aside, a.hash == v.hash).order_by(v.n)
        return [tuple(row) for row in conn.execute(query)]


@pytest.mark.parametrize("grant_first", [True, False])
def test_what_a_suspended_laptop_writes_waits_whatever_came_first(world, grant_first):
    first, _ = world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    through = last_n(world.laptop)
    later, _ = world.visit("乙机械厂")
    if grant_first:
        grant_anew(world, through=through)
    world.carry(world.laptop, world.office)
    if not grant_first:
        assert visits(world.office) == {first, later}
        grant_anew(world, through=through)
    assert visits(world.office) == {first}
    assert aside(world.office) == [(through + 1, "held", "suspended")]
    assert doctor(world.office).ok
    grant_anew(world, through=None)
    assert visits(world.office) == {first, later}
    assert doctor(world.office).ok


def test_what_merged_after_it_waited_stands_behind_all_that_was_sent_before(world):
    """Others are told what is newer than what they have: it was not among that while it waited."""
    world.visit("甲五金厂")
    grant_anew(world, through=last_n(world.laptop) - 1)
    world.carry(world.laptop, world.office)
    v = tables.version.c
    with world.office.read() as conn:
        before = conn.scalars(select(v.hash).order_by(v.seq)).all()
    (waiting,) = _hashes_aside(world.office)
    grant_anew(world, through=None)
    with world.office.read() as conn:
        after = conn.scalars(select(v.hash).order_by(v.seq)).all()
    assert after[: len(before) - 1] == [hash_ for hash_ in before if hash_ != waiting]
    assert after[-1] == waiting


def _hashes_aside(db):
    with db.read() as conn:
        return conn.scalars(select(tables.aside.c.hash)).all()


def test_a_suspended_laptop_is_told_whom_to_call_and_keeps_its_draft(world):
    draft = world.answered("甲五金厂")
    world.sign_all(draft)
    before = last_n(world.laptop)
    grant_anew(world, through=before)
    tell(world, world.laptop)
    with pytest.raises(errors.DeviceSuspended) as refused:
        signing.seal(world.laptop, draft)
    assert "请打电话给塘桥镇安监办" in sentence(refused.value)
    assert (last_n(world.laptop), visits(world.laptop)) == (before, set())
    grant_anew(world, through=None)
    tell(world, world.laptop)
    signing.seal(world.laptop, draft)
    assert visits(world.laptop) == {draft}


def test_a_copied_laptop_is_told_whom_to_call_until_a_person_has_looked(world):
    draft = world.answered("甲五金厂")
    world.sign_all(draft)
    sealed, _ = world.visit("乙机械厂")
    mine = Forger(world)
    n = last_n(world.laptop)
    mine.hand_in(mine.inspection(resealed(mine.body(sealed), new=True), n=n), office=world.laptop)
    with pytest.raises(errors.DeviceCopied) as refused:
        signing.seal(world.laptop, draft)
    assert "请打电话给塘桥镇安监办" in sentence(refused.value)
    assert last_n(world.laptop) == n
    grant_anew(world, cleared=n)
    tell(world, world.laptop)
    signing.seal(world.laptop, draft)
    assert len(visits(world.laptop)) == 3
    assert doctor(world.laptop).ok


def test_what_waits_behind_a_copy_merges_once_a_person_has_looked(world):
    sealed, _ = world.visit("乙机械厂")
    mine = Forger(world)
    n = last_n(world.laptop)
    twin, later = (mine.inspection(resealed(mine.body(sealed), new=True), n=each) for each in (n, n + 1))
    world.carry(world.laptop, world.office)
    mine.hand_in(twin, later)
    assert aside(world.office) == [(n + 1, "held", "device_copied")]
    grant_anew(world, cleared=n)
    assert aside(world.office) == []
    grant_anew(world, cleared=n - 1)
    assert aside(world.office) == [(n + 1, "held", "device_copied")]
    assert doctor(world.office).ok


def test_an_office_that_was_another_device_before_is_still_believed(world, tmp_path):
    """Its former self granted the laptop; a new laptop trusts both."""
    with setup.open_data(tmp_path / "restored") as db:
        setup.become_office(db, "塘桥镇安监办", "张塘核")
        with db.write() as conn:
            own = setup.settings.standing(conn)
            former = msgspec.structs.replace(own, former=(world.office.key.device,))
            setup.settings.put_standing(conn, former)
            setup.remember_key(conn, world.office.key.device, world.office.key.public)
        world.visit("甲五金厂")
        world.carry(world.laptop, world.office)
        tell(world, db)
        assert len(visits(db)) == 1
        assert doctor(db).ok


def refuse(db, refused):
    """As the office's newest receipt says."""
    with db.write() as conn:
        conn.execute(delete(tables.receipt_quarantined))
        if refused:
            conn.execute(insert(tables.receipt_quarantined), [{"hash": h, "reason": r} for h, r in refused.items()])
        refused_changed(conn, identity(conn, db))


def test_what_the_office_refuses_is_set_aside_and_is_corrected_by_a_new_root(world):
    sealed, version = world.visit("甲五金厂")
    mine = Forger(world)
    body = mine.body(sealed)
    refuse(world.laptop, {bytes.fromhex(version): "photo"})
    assert visits(world.laptop) == set()
    assert [row[1:] for row in aside(world.laptop)] == [("quarantined", "office: photo")]
    with world.laptop.write() as conn:
        (anew,) = make(conn, world.laptop, [Making("inspection", sealed, resealed(body, remark="重拍了照片"))])
    assert anew.version.parents == ()
    assert visits(world.laptop) == {sealed}
    assert doctor(world.laptop).ok
    refuse(world.laptop, {})
    assert aside(world.laptop) == []
    with world.laptop.read() as conn:
        v = tables.version.c
        assert conn.scalars(select(v.hash).order_by(v.seq.desc())).first() == bytes.fromhex(version)
    assert doctor(world.laptop).ok


class Shared:
    """What a laptop and its office wrote: its first visit was corrected; it was suspended twice."""

    def __init__(self, root):
        self.world = world = small_world(root)
        sealed, version = world.visit("甲五金厂", fail=("4-09",))
        world.visit("乙机械厂")
        mine = Forger(world)
        body = mine.body(sealed)
        answers = tuple(msgspec.structs.replace(answer, verdict="pass") for answer in body.content.answers)
        corrected = mine.inspection(resealed(body, answers=answers, hazards=()), parents=[version])
        later = mine.inspection(resealed(body, new=True))
        for through in (4, None, corrected.version.n):
            grant_anew(world, through=through)
        records = [corrected, later, *mine.honest(), *Forger(world, db=world.office).honest()]
        self.records = list({record.hash: record for record in records}.values())
        self.refused = bytes.fromhex(version)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    made = Shared(tmp_path_factory.mktemp("shared"))
    yield made
    made.world.close()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_a_laptop_comes_to_the_same_whenever_grants_and_receipts_come(shared, tmp_path_factory, seed):
    chance = random.Random(seed)
    once = _laptop_after(tmp_path_factory.mktemp("laptop"), shared, random.Random(0))
    assert _laptop_after(tmp_path_factory.mktemp("laptop"), shared, chance) == once
    assert {row[2] for row in once[1]} == {"office: schema", "ancestor", "suspended"}


def _laptop_after(root, shared, chance):
    """A second store of the same laptop, that learns all this in an order by chance."""
    world, records = shared.world, shared.records
    for name in ("device.key", "age.key"):
        (root / name).write_bytes((world.laptop.directory / name).read_bytes())
    left = chance.sample(records, len(records))
    steps = []
    while left:
        steps.append([left.pop() for _ in range(min(len(left), chance.randint(1, 6)))])
    told = chance.randrange(len(steps))
    with setup.open_data(root) as db:
        with db.write() as conn, world.laptop.read() as there:
            setup.settings.put_standing(conn, setup.settings.standing(there))
            for device in (world.laptop, world.office):
                setup.remember_key(conn, device.key.device, device.key.public)
        for number, some in enumerate(steps):
            with db.write() as conn:
                merge(conn, some, identity(conn, db))
            if number == told:
                refuse(db, {shared.refused: "schema"})
        health = doctor(db)
        assert health.ok, health.problems
        with db.read() as conn:
            progress = sorted(map(tuple, conn.execute(select(tables.progress))))
        by_device = {device: (through, check) for device, through, check in progress}
        own = bytes.fromhex(db.key.device)
        mine = [record for record in records if record.version.device == db.key.device]
        assert by_device[own][0] == max(record.version.n for record in mine)
        assert by_device[own][1] == check_of(record.hash for record in mine)
        return health, aside(db), progress


def test_a_grant_of_another_tier_says_nothing_about_an_office(world):
    """An office that calls another office its laptop, and suspends it, changes nothing for it."""
    key = world.office.key
    body = Grant(key.device, key.public.hex(), "自己", "field", "B01", "张塘核", (), through=0)
    with world.office.write() as conn:
        make(conn, world.office, [Making("grant", ids.grant_id(key.device), body)])
        make(
            conn,
            world.office,
            [Making("person", ids.new_id(), documents.document(conn, "person", _someone(conn)).body)],
        )
    assert aside(world.office) == []
    assert doctor(world.office).ok


def _someone(conn):
    return uuid_text(conn.scalars(select(tables.person.c.entity)).first())
