"""Power cuts: processes killed with SIGKILL in the middle of a visit and in the middle of an import."""

import json
import random
import shutil
import time

import pytest
from kill_host import FAILED
from killer import Host
from pages_walker import WalkerPage
from world import photo, small_world

from zjg_inspect.model import ids
from zjg_inspect.model.form import Facts
from zjg_inspect.model.register import Enterprise
from zjg_inspect.service import exchange, lists, review, setup, signing, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.saver import Saver

KILLS, SERVICE_KILLS = 30, 20
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def host():
    made = Host()
    yield made
    made.close()


def spin(seconds):
    """Wait by working: the moments are to be finer than a scheduler's."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


# -- a visit -------------------------------------------------------------------------------------------------------


def state_of(db, enterprise):
    """What a start shows of this enterprise: the open visit, and the answers of the sealed ones in their order."""
    row = lists.enterprise(db, enterprise)
    visits = [review.open_review(db, one.inspection) for one in reversed(lists.sealed_visits(db, enterprise))]
    sealed = [{given.item: [given.verdict, given.note] for given in one.body.content.answers} for one in visits]
    if not row.draft:
        return {"open": None, "sealed": sealed}
    draft = visit.open_visit(db, row.draft).draft
    return {
        "open": {
            "head": [person.name for person in draft.head.inspectors],
            "place": draft.item,
            "answers": {item: [given.verdict, given.note] for item, given in draft.answers.items()},
            "hazards": {item: filled.what for item, filled in draft.hazards.items()},
            "photos": [[each.item, each.photo.sha256] for each in draft.photos],
            "numbered": bool(draft.number),
            "signed": sorted([s.role, s.person.name, s.signed] for s in draft.signatures.values()),
        },
        "sealed": sealed,
    }


def after(state, step):
    """The state after one step that was saved."""
    what, *words = step
    state = json.loads(json.dumps(state))
    if what == "start":
        empty = {"head": ["张某", "李某"] if state["sealed"] else [], "place": "", "answers": {}, "hazards": {}}
        state["open"] = state["open"] or empty | {"photos": [], "numbered": False, "signed": []}
        return state
    now = state["open"]
    match what:
        case "head":
            now["head"] = words
        case "answer":
            now["answers"][words[0]], now["place"] = words[1:], words[0]
        case "hazard":
            now["hazards"][words[0]] = words[1]
        case "photo":
            now["photos"].append(words)
        case "number":
            now["numbered"] = True
        case "sign":
            others = [one for one in now["signed"] if one[:2] != words[:2]]
            now["signed"] = sorted([*others, words])
        case "seal":
            state["sealed"].append(now["answers"])
            state["open"] = None
    return state


def test_whatever_had_its_tick_is_there_after_a_kill_at_any_moment_of_a_visit(host, tmp_path):
    world = small_world(tmp_path)
    enterprise = world.enterprises["甲五金厂"]
    world.close()
    laptop = tmp_path / "laptop"
    chance = random.Random(23)
    before = {"open": None, "sealed": []}
    for _ in range(SERVICE_KILLS):
        victim = host.victim("visit", laptop, enterprise)
        heard = [next(victim) for _ in range(chance.randint(1, 150))]
        spin(chance.uniform(0, 0.004))
        heard += host.kill()
        ticked = [words for said, *words in heard if said == "tick"]
        for step in ticked:
            before = after(before, step)
        said, *tried = heard[-1]
        with setup.open_data(laptop) as db:
            found = state_of(db, enterprise)
            assert found in ([before] if said == "tick" else [before, after(before, tried)])
            assert (health := doctor(db)).ok, health.problems
        before = found
    assert before["sealed"], "no kill left a sealed visit"
    assert all(set(FAILED) < set(answers) for answers in before["sealed"])


def test_a_visit_that_was_killed_is_finished_as_if_nothing_had_been(host, tmp_path):
    world = small_world(tmp_path)
    enterprise = world.enterprises["甲五金厂"]
    world.close()
    heard = []
    for heard_of in host.victim("visit", tmp_path / "laptop", enterprise):
        heard.append(heard_of)
        if heard_of[:2] == ["try", "number"]:
            break
    host.kill()
    with setup.open_data(tmp_path / "laptop") as db:
        draft = lists.enterprise(db, enterprise).draft
        world.laptop = db
        world.sign_all(draft)
        signing.seal(db, draft)
        (state,) = state_of(db, enterprise)["sealed"]
    assert state == {words[2]: words[3:] for words in heard if words[:2] == ["tick", "answer"]}


def test_every_tick_that_the_window_showed_is_shown_again_after_a_kill(host, tmp_path, qtbot):
    world = small_world(tmp_path)
    enterprise = world.enterprises["甲五金厂"]
    world.close()
    chance = random.Random(5)
    for number in range(KILLS - SERVICE_KILLS):
        laptop = shutil.copytree(tmp_path / "laptop", tmp_path / str(number))
        victim = host.victim("window", laptop, enterprise)
        heard = [next(victim) for _ in range(chance.randint(1, 80))]
        spin(chance.uniform(0, 0.004))
        heard += host.kill()
        pressed = [words for said, *words in heard if said == "press"]
        ticked = [words for said, *words in heard if said == "tick"]
        places = [words[0] for said, *words in heard if said == "at"]
        assert ticked == pressed[: len(ticked)]
        with setup.open_data(laptop) as db:
            draft = lists.enterprise(db, enterprise).draft
            saver = Saver()
            session = VisitSession.open(db, draft, saver)
            page = WalkerPage(qtbot, session)
            items = [item.code for item in session.items]
            shown = [[code, session.saved_verdict(code)] for code in items if session.saved_verdict(code)]
            assert shown == pressed[: len(shown)]
            assert len(ticked) <= len(shown)
            # at the item where it was left
            assert page.item == (places + items[len(shown) :])[len(shown) - 1] if shown else items[0]
            saver.close()
            assert doctor(db).ok


# -- an import -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def parcel(tmp_path_factory):
    """A bundle of a few hundred versions and some photos, and a laptop that does not have them yet."""
    root = tmp_path_factory.mktemp("parcel")
    world = small_world(root)
    for number, name in enumerate(world.enterprises):
        draft = world.answered(name, fail=FAILED)
        for extra in range(4):
            visit.add_photo(world.laptop, draft, FAILED[0], photo(number * 4 + extra), "a.jpg")
        world.sign_all(draft)
        signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    many = [
        Making("enterprise", ids.new_id(), Enterprise(f"第{n}五金厂", world.zone, facts=Facts(headcount=n)), ())
        for n in range(120)
    ]
    with world.office.write() as conn:
        make(conn, world.office, many)
    with setup.open_data(root / "new") as new:
        setup.become_laptop(new, "新来的电脑", next(world.stick.glob("塘桥*.zjgcard")))
        setup.accept_laptop(world.office, setup.read_card(setup.write_card(new, root), "field"), "A08", (world.zone,))
        before = doctor(new)
        bundle = exchange.export_bundle(world.office, world.stick, new.key.device).path
    world.close()
    with setup.open_data(shutil.copytree(root / "new", root / "whole")) as whole:
        (report,) = exchange.import_bundles(whole, [bundle])
        wanted = doctor(whole)
    assert (report.new, wanted.ok, wanted.media) == (report.read, True, 12)
    assert report.new > 120
    return root / "new", bundle, before, wanted


def test_an_import_that_is_killed_has_happened_or_has_not(host, parcel, tmp_path):
    fresh, bundle, before, wanted = parcel
    victim = host.victim("take", shutil.copytree(fresh, tmp_path / "0"), bundle)
    start = time.perf_counter()
    steps = 1 + next(number for number, words in enumerate(victim) if words[0] == "end")
    lasted = time.perf_counter() - start
    host.kill()
    chance = random.Random(23)
    # half of the moments by what is being done, half by the clock; before it begins and behind the last step, too
    moments = [(count, 0.0) for count in (1, steps, *chance.sample(range(2, steps), KILLS // 2 - 2))]
    moments += [(1, chance.uniform(0, lasted)) for _ in range(KILLS - len(moments))]
    outcomes = []
    for number, (count, pause) in enumerate(moments, 1):
        directory = shutil.copytree(fresh, tmp_path / str(number))
        victim = host.victim("take", directory, bundle)
        for _ in range(count):
            next(victim)
        spin(pause)
        host.kill()
        with setup.open_data(directory) as db:
            found = doctor(db)
            assert found in (before, wanted), found.problems
            assert not list(directory.glob("staging/*"))
            outcomes.append(found == wanted)
            (report,) = exchange.import_bundles(db, [bundle])
            assert report.status == "imported"
            assert report.read == (report.known if found == wanted else report.new)
            assert found == wanted or doctor(db) == wanted
        shutil.rmtree(directory)
    assert (outcomes[0], outcomes[1]) == (False, True)
