"""What goes up, what comes down: nothing is lost with a stick, nothing doubled, everybody learns what concerns him."""

import hashlib
import shutil
import stat
from pathlib import Path

import msgspec
import pytest
from forger import Forger, resealed
from sqlalchemy import select
from two_laptops import shared_heads, two_laptops
from world import FILLED, TOWN, photo, small_world

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.card import Card
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.model.register import Device, Enterprise, Zone
from zjg_inspect.service import delivery, exchange, lists, review, setup, signing, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, media, receipts, tables

NAME = "甲五金厂"


def states(world, laptop=None):
    """How far each own visit of the laptop has come, by the enterprise's name."""
    return {each.name: each.delivery and each.delivery.state for each in lists.sealed_visits(laptop or world.laptop)}


def kinds_in(report, db):
    """What a bundle that was just written holds, by kind, read back at its addressee."""
    (taken,) = exchange.import_bundles(db, [report.path])
    assert taken.status == "imported"
    return taken


def with_photo(world, name, *numbers):
    """A sealed visit with a failed item and these photos beside it."""
    draft = world.answered(name, fail=("4-09",))
    for number in numbers:
        visit.add_photo(world.laptop, draft, "4-09", photo(number), f"{number}.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    return draft


# -- up ------------------------------------------------------------------------------------------------------------


def test_a_lost_stick_costs_nothing(world):
    world.visit(NAME)
    exchange.export_bundle(world.laptop, world.stick).path.unlink()
    world.visit("乙机械厂")
    report = world.carry(world.laptop, world.office)
    assert (report.visits, report.held, report.quarantined) == (2, 0, 0)
    (lost,) = delivery.lost_bundles(world.office)
    assert (lost.name, lost.sequences, lost.lacking) == ("张某的电脑", ((1, 1),), 0)


def test_what_never_came_is_counted_until_it_comes(world):
    world.visit(NAME)
    first = exchange.export_bundle(world.laptop, world.stick).path
    exchange.import_bundles(world.office, [first])
    world.carry(world.office, world.laptop)
    kept = shutil.copytree(world.office.directory, world.root / "kept")
    world.visit("乙机械厂")
    world.carry(world.laptop, world.office)
    world.carry(world.office, world.laptop)
    third = exchange.export_bundle(world.laptop, world.stick).path
    with setup.open_data(kept) as office:  # as it was before the second bundle
        exchange.import_bundles(office, [third])
        (lost,) = delivery.lost_bundles(office)
        assert (lost.sequences, lost.lacking) == (((2, 2),), 1)
        world.office.close()
        world.office = office
        world.carry(office, world.laptop)
        world.carry(world.laptop, office)
        (lost,) = delivery.lost_bundles(office)
        assert lost.lacking == 0
        assert review.visits_to_review(office)


def test_what_is_acknowledged_stays_at_home(world):
    world.visit(NAME)
    assert states(world) == {NAME: "unsent"}
    world.carry(world.laptop, world.office)
    assert states(world) == {NAME: "awaited"}
    assert lists.figures(world.laptop).awaited == 1
    world.carry(world.office, world.laptop)
    assert states(world) == {NAME: "delivered"}
    figures = lists.figures(world.laptop)
    assert (figures.unsent, figures.awaited) == (0, 0)
    again = exchange.export_bundle(world.laptop, world.stick)
    assert (again.versions, again.media) == (0, 0)


def test_the_first_bundle_of_a_laptop_leaves_the_offices_register_alone(world):
    world.visit(NAME)
    sent = exchange.export_bundle(world.laptop, world.stick)
    assert sent.versions == 2  # its description and the visit


def test_photos_that_are_missing_are_said_and_sent_once_more(world):
    with_photo(world, NAME, 1, 2)
    sha = next(iter(p.stem for p in (world.laptop.directory / "media").glob("??/*.jpg")))
    whole = media.path_of(world.laptop.directory, sha).read_bytes()
    media.path_of(world.laptop.directory, sha).write_bytes(whole[:-100])
    sent = exchange.export_bundle(world.laptop, world.stick)
    assert (sent.media, sent.damaged) == (1, 1)
    (report,) = exchange.import_bundles(world.office, [sent.path])
    assert (report.visits, report.photos_missing) == (1, 1)
    world.carry(world.office, world.laptop)
    (visited,) = lists.sealed_visits(world.laptop)
    assert visited.delivery == delivery.Delivery("photos_missing", 1)
    media.put(world.laptop.directory, sha, whole)  # found again on the phone
    with world.laptop.write() as conn:
        media.note(conn, sha, len(whole), True)
    again = exchange.export_bundle(world.laptop, world.stick)
    assert (again.versions, again.media) == (0, 1)
    exchange.import_bundles(world.office, [again.path])
    world.carry(world.office, world.laptop)
    assert states(world) == {NAME: "delivered"}
    assert doctor(world.office).ok
    assert doctor(world.laptop).ok


def test_a_visit_that_the_office_does_not_accept_is_shown_with_the_reason_and_corrected(world):
    inspection = with_photo(world, NAME, 1)
    bad = b"no photo at all"
    with world.laptop.read() as conn:
        body, record = documents.inspection(conn, inspection)
    forger = Forger(world)
    sha = hashlib.sha256(bad).hexdigest()
    answers = tuple(
        msgspec.structs.replace(a, photos=(msgspec.structs.replace(a.photos[0], sha256=sha),)) if a.photos else a
        for a in body.content.answers
    )
    broken = forger.inspection(resealed(body, answers=answers), parents=[record.hash.hex()])
    assert forger.hand_in(broken, office=world.laptop).new == 1
    report = world.carry(world.laptop, world.office)
    assert report.quarantined == 0  # the picture has not come: the visit is incomplete
    forger.hand_in(media={sha: bad})
    world.carry(world.office, world.laptop)
    (shown,) = lists.sealed_visits(world.laptop)
    assert shown.delivery == delivery.Delivery("quarantined", reason="photo")
    assert doctor(world.laptop).ok
    assert exchange.export_bundle(world.laptop, world.stick).versions == 0
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    for each in visit.open_visit(world.laptop, draft).draft.photos:
        visit.remove_photo(world.laptop, draft, each.id)
    world.sign_all(draft)
    version = signing.seal(world.laptop, draft)
    with world.laptop.read() as conn:
        assert documents.version(conn, version).version.parents == (record.hash.hex(),)
    report = world.carry(world.laptop, world.office)
    assert (report.visits, report.quarantined) == (1, 0)
    (shown,) = lists.sealed_visits(world.laptop)
    assert shown.delivery.state == "awaited"


def test_what_somebody_else_numbers_as_a_laptops_own_is_never_acknowledged_to_it(world, tmp_path):
    """A version counts as received only once it is proven to be its device's own."""
    with setup.open_data(tmp_path / "new") as laptop:
        setup.become_laptop(laptop, "新来的电脑", setup.write_card(world.office, tmp_path))
        stranger = Forger(world, key=world.laptop.key)
        zone = stranger.version("zone", ids.zone_id(TOWN, "某村"), Zone(TOWN, "某村"), n=2, device=laptop.key.device)
        stranger.hand_in(zone)
        setup.accept_laptop(world.office, setup.own_card(laptop), "A08", (world.zone,))
        with world.office.read() as conn:
            told = receipts.own(conn, bytes.fromhex(laptop.key.device))
        assert laptop.key.device not in told.received or told.received[laptop.key.device].through == 0


def test_a_copied_laptop_does_not_take_the_copys_receipts_for_its_own(world):
    twin = shutil.copytree(world.laptop.directory, world.root / "twin")
    world.visit(NAME)
    with setup.open_data(twin) as copied:
        mine, world.laptop = world.laptop, copied
        world.visit("乙机械厂")
        world.carry(world.laptop, world.office)
        world.laptop = mine
    world.carry(world.office, world.laptop)
    assert states(world)[NAME] == "unsent"
    report = world.carry(world.laptop, world.office)
    assert report.new + report.held > 0
    with world.office.read() as conn:
        assert conn.execute(select(tables.device_copied)).all()
    with world.office.read() as conn:
        stored = {row.hash for row in conn.execute(select(tables.version.c.hash))}
    with world.laptop.read() as conn:
        own = select(tables.version.c.hash).where(tables.version.c.device == bytes.fromhex(world.laptop.key.device))
        assert set(conn.scalars(own)) <= stored


def test_a_colleague_carries_a_bundle_that_he_cannot_read(tmp_path):
    one, two = two_laptops(tmp_path)
    one.visit(NAME)
    bundle = exchange.export_bundle(one.laptop, one.stick).path
    before = doctor(two.laptop)
    (report,) = exchange.import_bundles(two.laptop, [bundle])
    assert report.status == "refused"
    assert isinstance(report.error, errors.BundleNotForUs)
    assert doctor(two.laptop) == before
    carried = shutil.copy(bundle, tmp_path / "别人的U盘.zjgb")
    (report,) = exchange.import_bundles(one.office, [Path(carried)])
    assert (report.visits, report.sender_name) == (1, "张某的电脑")
    one.close()
    two.laptop.close()


def test_the_source_is_only_read(world):
    world.visit(NAME)
    bundle = exchange.export_bundle(world.laptop, world.stick).path
    bundle.chmod(0o444)
    before = (bundle.read_bytes(), bundle.stat().st_mtime_ns, stat.S_IMODE(bundle.stat().st_mode))
    exchange.import_bundles(world.office, [bundle])
    assert (bundle.read_bytes(), bundle.stat().st_mtime_ns, stat.S_IMODE(bundle.stat().st_mode)) == before


# -- down ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path):
    one, two = two_laptops(tmp_path)
    yield one, two
    one.close()
    two.laptop.close()


def approve(world, inspection):
    shown = review.open_review(world.office, inspection)
    review.approve(world.office, inspection, shown.version, world.reviewer, [[0, 0, 9, 9]], "情况属实")


def test_the_last_visit_comes_down_to_a_colleague_with_its_photos_and_its_review(pair):
    one, two = pair
    inspection = with_photo(one, NAME, 1)
    one.carry(one.laptop, one.office)
    approve(one, inspection)
    two.carry(two.office, two.laptop)
    draft = visit.start_visit(two.laptop, two.enterprises[NAME], visit.VisitType.REINSPECTION)
    shown = visit.open_visit(two.laptop, draft)
    assert shown.last.inspection == inspection
    (answer,) = [a for a in shown.last.body.content.answers if a.verdict is Verdict.FAIL]
    assert visit.photo_bytes(two.laptop, answer.photos[0].sha256)
    (seen,) = lists.sealed_visits(two.laptop)
    assert (seen.decision, seen.delivery) == ("approved", None)


def test_an_inspector_closes_a_colleagues_hazard(pair):
    one, two = pair
    with_photo(one, NAME, 1)
    one.carry(one.laptop, one.office)
    two.carry(two.office, two.laptop)
    draft = two.answered(NAME, type=visit.VisitType.REINSPECTION)
    two.sign_all(draft)
    signing.seal(two.laptop, draft)
    two.carry(two.laptop, two.office)
    one.carry(one.office, one.laptop)
    for db in (one.office, one.laptop, two.laptop):
        with db.read() as conn:
            (state,) = conn.scalars(select(tables.hazard.c.state))
        assert state == "closed"
    assert len({shared_heads(db) for db in (one.office, one.laptop)}) == 1


def test_a_laptop_gets_its_own_zones_and_nothing_of_others(world):
    other = ids.zone_id(TOWN, "鹿苑村")
    far = Making("enterprise", ids.new_id(), Enterprise("远处某厂", other), ())
    with world.office.write() as conn:
        make(conn, world.office, [Making("zone", other, Zone(TOWN, "鹿苑村"), ()), far])
    world.carry(world.office, world.laptop)
    assert "远处某厂" not in {row.name for row in lists.enterprises(world.laptop)}
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", far.entity, Enterprise("远处某厂", world.zone))])
    world.carry(world.office, world.laptop)
    assert "远处某厂" in {row.name for row in lists.enterprises(world.laptop)}
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", far.entity, Enterprise("远处某厂", other))])
    world.carry(world.office, world.laptop)
    with world.laptop.read() as conn:
        assert documents.enterprise(conn, far.entity)[0].zone == other


def test_another_zone_brings_all_that_stands_there(pair):
    one, two = pair
    setup.accept_laptop(two.office, setup.own_card(two.laptop), "A08", ())
    with_photo(one, NAME, 1)
    one.carry(one.laptop, one.office)
    two.carry(two.office, two.laptop)
    assert lists.sealed_visits(two.laptop) == []
    setup.accept_laptop(two.office, setup.own_card(two.laptop), "A08", (two.zone,))
    two.carry(two.office, two.laptop)
    (seen,) = lists.sealed_visits(two.laptop)
    assert (seen.name, seen.photos) == (NAME, 1)
    assert lists.figures(two.laptop).open_hazards == 1


def test_what_a_laptop_has_acknowledged_is_not_sent_again(world):
    world.carry(world.office, world.laptop)
    world.carry(world.laptop, world.office)
    again = exchange.export_bundle(world.office, world.stick, world.laptop.key.device)
    assert again.versions == 0
    first = exchange.export_bundle(world.office, world.stick, world.laptop.key.device)
    with world.office.write() as conn:
        entity = world.enterprises[NAME]
        before = documents.enterprise(conn, entity)[0]
        make(conn, world.office, [Making("enterprise", entity, msgspec.structs.replace(before, phone="0512"))])
    second = exchange.export_bundle(world.office, world.stick, world.laptop.key.device)
    assert (first.versions, second.versions) == (0, 2)  # with the version that it follows
    second.path.unlink()
    (report,) = exchange.import_bundles(
        world.laptop, [exchange.export_bundle(world.office, world.stick, world.laptop.key.device).path]
    )
    assert report.new == 1


def test_a_visit_of_a_laptop_that_is_accepted_late_reaches_those_who_were_there_before(pair, tmp_path):
    one, two = pair
    with setup.open_data(tmp_path / "late") as late:
        setup.become_laptop(late, "钱某的电脑", setup.write_card(one.office, tmp_path))
        setup.accept_laptop(one.office, setup.own_card(late), "A09", (one.zone,))
        one.carry(one.office, late)
        seen_by_late = shutil.copytree(one.office.directory, tmp_path / "before", ignore=shutil.ignore_patterns("lock"))
        assert seen_by_late.is_dir()
        there, one.laptop = one.laptop, late
        one.visit(NAME)
        one.laptop = there
        report = one.carry(late, one.office)
        assert report.visits == 1
    two.carry(two.office, two.laptop)
    two.carry(two.laptop, two.office)
    assert [each.name for each in lists.sealed_visits(two.laptop)] == [NAME]


def test_a_bundle_of_an_unknown_laptop_waits_and_merges_by_itself(world, tmp_path):
    """And what waited is news to the laptops that had heard of everything before."""
    key = setup.keys.load_or_make(tmp_path)
    stranger = Forger(world, key=key)
    inspection, _ = world.visit(NAME)
    body = stranger.body(inspection)
    device = stranger.version(
        "device", ids.device_entity(key.device), Device("钱某的电脑", key.public.hex(), "field"), n=1
    )
    report = stranger.hand_in(device, stranger.inspection(resealed(body, new=True), n=2))
    assert (report.status, report.held) == ("held", 2)
    world.carry(world.office, world.laptop)
    world.carry(world.laptop, world.office)
    card = Card(key.device, "钱某的电脑", key.public.hex(), "field")
    setup.accept_laptop(world.office, card, "A08", (world.zone,))
    world.carry(world.office, world.laptop)
    assert len(lists.sealed_visits(world.laptop)) == 2


def test_a_laptop_that_was_not_accepted_or_is_nobodys_gets_no_bundle(world):
    with pytest.raises(errors.NotFound):
        exchange.export_bundle(world.office, world.stick, "0" * 32)
    with pytest.raises(errors.NotFound):
        exchange.export_bundle(world.laptop, world.stick, "0" * 32)
    with pytest.raises(errors.NotFound):
        exchange.export_bundle(world.office, world.stick)


def test_the_note_of_an_answer_comes_down_as_it_was_written(pair):
    one, two = pair
    draft = one.answered(NAME, fail=("4-09",))
    visit.answer_item(one.laptop, draft, DraftAnswer("4-09", Verdict.FAIL, "通道被占㼆\U00020bb7"))
    visit.record_hazard(one.laptop, draft, "4-09", FILLED)
    one.sign_all(draft)
    signing.seal(one.laptop, draft)
    one.carry(one.laptop, one.office)
    two.carry(two.office, two.laptop)
    second = visit.start_visit(two.laptop, two.enterprises[NAME], visit.VisitType.ASSESSMENT)
    last = visit.open_visit(two.laptop, second).last
    (answer,) = [a for a in last.body.content.answers if a.verdict is Verdict.FAIL]
    assert answer.note == "通道被占㼆\U00020bb7"


def test_a_small_world_with_ten_enterprises_is_the_same_at_both_ends(tmp_path):
    world = small_world(tmp_path, count=10)
    assert len(lists.enterprises(world.laptop)) == 10
    assert shared_heads(world.office) == shared_heads(world.laptop)
    world.close()
