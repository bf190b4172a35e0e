"""What an office does with versions that nobody should have made: the reason is named and the rest merges."""

import dataclasses
import hashlib
import itertools
import re
import shutil

import msgspec
import pytest
from forger import FORGERIES, Forger, a_zone, resealed
from sqlalchemy import func, select
from world import TOWN, photo, small_world

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.card import Card
from zjg_inspect.model.inspection import Photo, Verdict, VisitType
from zjg_inspect.model.register import Person, Zone
from zjg_inspect.service import exchange, lists, people, review, setup, verdicts
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import tables
from zjg_inspect.store.keys import load_or_make
from zjg_inspect.ui.messages import aside_words, sentence


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A world with an honest visit with a failed item, which is not handed in yet; its id and version."""
    world = small_world(tmp_path_factory.mktemp("built"))
    visit = world.visit("甲五金厂", fail=("4-09",))
    world.close()
    return world, visit


@pytest.fixture
def world(built, tmp_path):
    """A copy of it."""
    root = shutil.copytree(built[0].root, tmp_path / "world")
    office, laptop = setup.open_data(root / "office"), setup.open_data(root / "laptop")
    made = dataclasses.replace(built[0], root=root, stick=root / "stick", office=office, laptop=laptop)
    yield made
    made.close()


@pytest.fixture
def sealed(built):
    return built[1]


@pytest.fixture
def forger(world):
    return Forger(world)


def states(db):
    """How many versions are set aside, by state and reason."""
    with db.read() as conn:
        query = select(tables.aside.c.state, tables.aside.c.reason, func.count()).group_by("state", "reason")
        return {(state, reason): count for state, reason, count in conn.execute(query)}


def register_of(db):
    """What is the office's own to say."""
    return setup.laptops(db), lists.zones(db), people.people(db, all=True), verdicts.zone_verdicts(db)


@pytest.mark.parametrize("place", ["first", "last"])
@pytest.mark.parametrize("kind", FORGERIES, ids=lambda kind: FORGERIES[kind].__name__)
def test_what_a_laptop_may_not_write_is_quarantined_and_the_rest_merges(world, forger, sealed, kind, place):
    office = world.office
    before = register_of(office)
    forged, honest = FORGERIES[kind](forger, sealed), forger.honest()
    report = forger.hand_in(*([forged, *honest] if place == "first" else [*honest, forged]))
    assert (report.status, report.quarantined, report.held) == ("imported", 1, 0)
    assert report.new == 3  # the laptop's own card, the visit, its hazard
    assert aside_words(report.aside) == f"隔离 1 条{kind}：这台电脑无权写{kind}。"
    assert [waiting.inspection for waiting in review.visits_to_review(office)] == [sealed[0]]
    assert register_of(office) == before
    with office.read() as conn:
        assert conn.execute(select(tables.form)).all() == conn.execute(select(tables.review)).all() == []
    assert doctor(office).ok
    # it is kept, and known the next time
    assert forger.hand_in(forged).known == 1


def test_nothing_that_is_quarantined_is_handed_on(world, forger, sealed):
    forged = a_zone(forger, sealed)
    child = forger.version("zone", forged.version.entity, Zone(TOWN, "自家村", False), parents=[forged.hash.hex()])
    report = forger.hand_in(*forger.honest(), child, forged)
    assert report.quarantined == 2
    assert states(world.office) == {("quarantined", "authority: zone"): 1, ("quarantined", "ancestor"): 1}
    world.carry(world.office, world.laptop)
    assert {zone.village for zone in lists.zones(world.laptop)} == {"永新村"}


# -- strangers -----------------------------------------------------------------------------------------------------


@pytest.fixture
def stranger(world, forger, sealed, tmp_path):
    """A laptop that the office has never accepted."""
    (tmp_path / "stranger").mkdir()
    return Forger(world, load_or_make(tmp_path / "stranger"))


def accept(world, key):
    setup.accept_laptop(world.office, Card(key.device, "陌生的电脑", key.public.hex(), "field"), "A08", (world.zone,))


def test_a_strangers_bundle_is_held_and_merges_by_itself_once_he_is_accepted(world, stranger, sealed):
    visit = stranger.inspection(resealed(stranger.body(sealed[0]), new=True), n=1)
    report = stranger.hand_in(visit)
    assert (report.status, report.held, report.new, report.visits) == ("held", 1, 0, 0)
    assert aside_words(report.aside) == "暂放 1 条检查：没见过的电脑，接受后自动并入。"
    assert review.visits_to_review(world.office) == []
    assert doctor(world.office).ok
    accept(world, stranger.key)
    assert states(world.office) == {}
    assert [waiting.inspection for waiting in review.visits_to_review(world.office)] == [visit.version.entity]
    assert doctor(world.office).ok


def test_a_strangers_broken_signature_shows_once_his_key_is_known(world, forger, stranger, sealed):
    visit = stranger.inspection(resealed(stranger.body(sealed[0]), new=True), n=1)
    broken = msgspec.structs.replace(visit, signature=bytes(64))
    report = forger.hand_in(*forger.honest(), broken)
    assert (report.held, report.quarantined) == (1, 0)
    accept(world, stranger.key)
    assert states(world.office) == {("quarantined", "signature"): 1}
    assert doctor(world.office).ok


def test_versions_of_a_known_device_merge_whoever_carries_them(world, stranger, forger, sealed):
    (report,) = exchange.import_bundles(world.office, [stranger.bundle(forger.honest())])
    assert (report.status, report.new, report.held, report.visits) == ("imported", 3, 0, 1)


# -- signatures and replays ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["another's", "flipped", "for another version", "in the office's name"])
def test_a_replaced_signature_refuses_the_file(world, forger, stranger, sealed, how):
    *honest, last = forger.honest()
    match how:
        case "another's":
            last = stranger.version("hazard", last.version.entity, last.version.body, device=forger.key.device, n=99)
        case "flipped":
            last = msgspec.structs.replace(last, signature=bytes([last.signature[0] ^ 1]) + last.signature[1:])
        case "for another version":
            last = msgspec.structs.replace(last, signature=honest[-1].signature)
        case "in the office's name":
            last = forger.version("person", ids.new_id(), Person("钱某"), device=world.office.key.device, n=99)
    before = doctor(world.office)
    report = forger.hand_in(*honest, last)
    assert (report.status, report.read) == ("refused", 0)
    assert isinstance(report.error, errors.BundleForged)
    assert re.search("[一-鿿]", sentence(report.error))
    assert doctor(world.office) == before


def test_a_bundle_again_and_an_older_one_after_a_newer_one_bring_nothing(world, sealed):
    first = exchange.export_bundle(world.laptop, world.stick).path
    world.visit("乙机械厂")
    second = exchange.export_bundle(world.laptop, world.stick).path
    newer, older, again = exchange.import_bundles(world.office, [second, first, second])
    assert (newer.new, newer.visits) == (4, 2)
    assert (older.new, older.known) == (0, older.read)
    assert (again.new, again.known) == (0, again.read)


def test_one_version_twice_in_a_bundle_counts_once_as_new(world, forger):
    honest = forger.honest()
    report = forger.hand_in(*honest, *honest)
    assert (report.read, report.new) == (2 * len(honest), 3)


# -- content -------------------------------------------------------------------------------------------------------


def without_answer(content):
    return {"answers": content.answers[1:]}


def without_reason(content):
    first = msgspec.structs.replace(content.answers[0], verdict=Verdict.NOT_APPLICABLE)
    return {"answers": (first, *content.answers[1:])}


def without_hazard(content):
    return {"hazards": ()}


def without_deadline(content):
    filled = msgspec.structs.replace(content.hazards[0].rectification, deadline="")
    return {"hazards": (msgspec.structs.replace(content.hazards[0], rectification=filled),)}


def without_items(content):
    return {"items": content.items[1:], "answers": content.answers[1:]}


def two_answers(content):
    return {"answers": (content.answers[0], *content.answers)}


def nobody_inspected(content):
    return {"inspectors": ()}


def invented_item(content):
    return {"items": (*content.items, "9-99")}


def invented_hazard(content):
    (hazard,) = content.hazards
    return {"hazards": (hazard, msgspec.structs.replace(hazard, item=content.items[0]))}


def hidden_failure(content):
    """Set aside though it applies, and counted no more."""
    failed = next(answer for answer in content.answers if answer.verdict is Verdict.FAIL)
    rest = tuple(answer for answer in content.answers if answer is not failed)
    items = tuple(code for code in content.items if code != failed.item)
    guidance = {"type": VisitType.GUIDANCE}
    return {"aside": (failed,), "answers": rest, "items": items, "hazards": ()} | guidance


def asked_and_aside(content):
    return {"aside": content.answers[:1]}


def invented_aside(content):
    return {"aside": (msgspec.structs.replace(content.answers[0], item="9-99"),)}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (hidden_failure, "an item is set aside that applies"),
        (asked_and_aside, "what is set aside does not fit the visit"),
        (invented_aside, "an item that the form does not have"),
        (without_answer, "owed"),
        (without_reason, "owed"),
        (without_hazard, "owed"),
        (without_deadline, "owed"),
        (nobody_inspected, "owed"),
        (without_items, "items are not those that apply"),
        (two_answers, "answers do not fit the items"),
        (invented_item, "an item that the form does not have"),
        (invented_hazard, "a hazard without a failed item"),
    ],
)
def test_a_visit_that_owes_something_is_quarantined(world, forger, sealed, change, reason):
    honest = forger.body(sealed[0])
    unsound = forger.inspection(resealed(honest, new=True, **change(honest.content)))
    report = forger.hand_in(*forger.honest(), unsound)
    assert (report.new, report.quarantined, report.visits) == (3, 1, 1)
    assert states(world.office) == {("quarantined", f"schema: {reason}"): 1}
    words = aside_words(report.aside)
    assert words.startswith("隔离 1 条检查：内容不合规定：")
    assert not re.search("[A-Za-z]", words)
    assert doctor(world.office).ok


def test_content_that_was_edited_after_it_was_signed_is_quarantined(world, forger, sealed):
    honest = forger.body(sealed[0])
    passed = tuple(msgspec.structs.replace(answer, verdict=Verdict.PASS) for answer in honest.content.answers)
    content = msgspec.structs.replace(honest.content, answers=passed, hazards=(), inspection=ids.new_id())
    edited = forger.inspection(msgspec.structs.replace(honest, content=content))
    rehashed = forger.inspection(resealed(honest, new=True, signed=False, answers=passed, hazards=()))
    report = forger.hand_in(*forger.honest(), edited, rehashed)
    assert (report.new, report.quarantined, report.visits) == (3, 2, 1)
    assert states(world.office) == {
        ("quarantined", "schema: content hash differs"): 1,
        ("quarantined", "schema: signatures owed"): 1,
    }
    assert not re.search("[A-Za-z]", aside_words(report.aside))


@pytest.mark.parametrize("body", [{}, {"content": 1}, {"zone": "x", "name": []}])
def test_a_body_of_another_shape_is_quarantined(world, forger, body):
    report = forger.hand_in(*forger.honest(), forger.version("inspection", ids.new_id(), body))
    assert (report.new, report.quarantined) == (3, 1)
    assert aside_words(report.aside).startswith("隔离 1 条检查：内容不合规定")
    assert doctor(world.office).ok


# -- photos --------------------------------------------------------------------------------------------------------


def with_photo(body, data):
    """The visit as another one with this photo at its first answer; and the photo by its hash."""
    sha = hashlib.sha256(data).hexdigest()
    first, *others = body.content.answers
    first = msgspec.structs.replace(first, photos=(Photo(sha),))
    return resealed(body, new=True, answers=(first, *others)), {sha: data}


def test_a_photo_that_does_not_decode_quarantines_its_visit_and_a_new_root_corrects_it(world, forger, sealed):
    body, media = with_photo(forger.body(sealed[0]), photo()[:-400] + bytes(400))
    bad = forger.inspection(body)
    report = forger.hand_in(*forger.honest(), bad, media=media)
    assert (report.new, report.quarantined, report.visits, report.photos) == (3, 1, 1, 1)
    assert aside_words(report.aside) == "隔离 1 条检查：照片打不开。"
    assert doctor(world.office).ok
    right, media = with_photo(forger.body(sealed[0]), photo(1))
    right = resealed(right, inspection=body.content.inspection, hazards=body.content.hazards)
    report = forger.hand_in(forger.inspection(right), media=media)
    assert (report.new, report.visits) == (1, 1)
    assert body.content.inspection in {waiting.inspection for waiting in review.visits_to_review(world.office)}


def test_a_visit_whose_photo_is_missing_is_shown_as_incomplete_and_the_photo_may_come_later(world, forger, sealed):
    body, media = with_photo(forger.body(sealed[0]), photo())
    visit = forger.inspection(body)
    report = forger.hand_in(*forger.honest(), visit)
    assert (report.quarantined, report.visits, report.photos_missing) == (0, 2, 1)
    assert review.open_review(world.office, visit.version.entity).photos_missing == 1
    report = forger.hand_in(visit, media=media)
    assert (report.known, report.photos, report.photos_missing) == (1, 1, 0)
    assert review.open_review(world.office, visit.version.entity).photos_missing == 0
    assert doctor(world.office).ok


def test_a_photo_that_comes_later_and_does_not_decode_quarantines_its_visit_all_the_same(world, forger, sealed):
    body, media = with_photo(forger.body(sealed[0]), b"no photo at all")
    visit = forger.inspection(body)
    forger.hand_in(*forger.honest(), visit)
    forger.hand_in(visit, media=media)
    assert states(world.office) == {("quarantined", "photo"): 1}
    assert [waiting.inspection for waiting in review.visits_to_review(world.office)] == [sealed[0]]
    assert doctor(world.office).ok


# -- newer releases ------------------------------------------------------------------------------------------------


def test_an_envelope_or_a_kind_of_a_newer_release_is_held(world, forger):
    newer = forger.version("zone", ids.new_id(), {"unheard": "of"}, v=2, seal="wax")
    unknown = forger.version("drone_flight", ids.new_id(), {"height": 30})
    report = forger.hand_in(newer, *forger.honest(), unknown)
    assert (report.new, report.held, report.quarantined) == (3, 2, 0)
    assert "更新的版本写的，装上新版本后自动并入" in aside_words(report.aside)
    assert doctor(world.office).ok


# -- order ---------------------------------------------------------------------------------------------------------


def test_a_correction_that_comes_before_its_visit_waits_for_it(world, forger, sealed):
    inspection, version = sealed
    corrected = forger.inspection(resealed(forger.body(inspection), remark="更正"), parents=[version])
    report = forger.hand_in(corrected)
    assert (report.status, report.held) == ("held", 1)
    assert aside_words(report.aside) == "暂放 1 条检查：它的上一版还没到，到了自动并入。"
    report = forger.hand_in(*forger.honest())
    assert (report.new, report.held) == (3, 0)
    assert states(world.office) == {}
    shown = review.open_review(world.office, inspection)
    assert (shown.version, shown.body.content.remark) == (corrected.hash.hex(), "更正")
    assert doctor(world.office).ok


def test_a_copied_laptop_raises_the_alarm_and_any_order_gives_the_same_office(world, tmp_path):
    """Its data directory was copied to a second computer, and visits were made on both."""
    world.laptop.close()
    twin_directory = shutil.copytree(world.laptop.directory, tmp_path / "twin")
    bundles = []
    for directory, names in ((world.laptop.directory, ["甲五金厂", "丙塑料厂"]), (twin_directory, ["乙机械厂"])):
        with setup.open_data(directory) as world.laptop:
            for name in names:
                world.visit(name, fail=("4-09",))
                stick = tmp_path / f"stick-{len(bundles)}"
                stick.mkdir()
                bundles.append(exchange.export_bundle(world.laptop, stick).path)
    world.office.close()
    found = []
    for number, order in enumerate(itertools.permutations(bundles)):
        office = shutil.copytree(world.office.directory, tmp_path / f"office-{number}")
        with setup.open_data(office) as db:
            reports = exchange.import_bundles(db, list(order))
            assert all(r.read == r.new + r.known + r.held + r.quarantined for r in reports)
            assert any("这台电脑的数据被复制过，等人来定" in aside_words(r.aside) for r in reports)
            found.append((doctor(db), states(db), {waiting.name for waiting in review.visits_to_review(db)}))
    assert all(one == found[0] for one in found)
    health, aside, waiting = found[0]
    assert health.ok
    # of each computer the first visit with the doubled number is kept, what follows waits
    assert waiting == {"甲五金厂", "乙机械厂"}
    assert aside == {("held", "device_copied"): 4}
