"""怎么补上 on the board: what would bring a zone over the line; and what there is to ask about it."""

from datetime import timedelta

import pytest
from pages_office import OfficeDesk
from PySide6.QtCore import Qt
from test_inapplicable import visited
from test_zone_plan import version
from world import STROKES, small_world
from zone_maker import Village

from zjg_inspect.model import clock
from zjg_inspect.model.inspection import Someone
from zjg_inspect.model.planner import Step
from zjg_inspect.model.review import ItemRemark
from zjg_inspect.model.verdict import EnterpriseVerdict
from zjg_inspect.service import people, review
from zjg_inspect.service.planning import Planned, VisitNamed, ZonePlan
from zjg_inspect.ui.office.plan_words import group_words, plan_sentence, steps_words

VILLAGE = "永新村"
WAITING, OPEN, RETURNED, UNSEEN = "甲五金厂", "乙机械厂", "丙塑料厂", "丁五金厂"

# -- the words ---------------------------------------------------------------------------------------------------------


def planned(name, *steps):
    return Planned(name, name, steps, EnterpriseVerdict(False, ()))


VISITS = {
    "v": VisitNamed("assessment", "2026-11-20", "张某、李某"),
    "w": VisitNamed("reinspection", "2026-11-24", "张某、李某"),
}


def a_plan(needed=(), spare=(), unknown=(), *, total=10, standardised=4, unseen=None):
    """With the figures that follow from it; the target is 70 %."""
    missing = max(0, -(-7 * total // 10) - standardised)
    return ZonePlan(
        zone="z", village="三星村", total=total, standardised=standardised, target=70, missing=missing,
        most=standardised + len(needed) + len(spare), from_unknown=max(0, missing - len(needed) - len(spare)),
        needed=tuple(needed), spare=tuple(spare), unknown=tuple(unknown),
        unseen=len(unknown) if unseen is None else unseen, visits=VISITS,
    )  # fmt: skip


SIGN = [planned(name, Step("review", ("v",))) for name in "甲乙丙"]
NEVER = [planned(name, Step("assess")) for name in "丁戊己"]
AGAIN = planned("庚", Step("assess", ("v",)))
VISIT = planned("辛", Step("reinspect", ("h",), ("4-09",)))


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (a_plan(SIGN), "还差 3 家。下面前 3 家做完就到 70%。"),
        (a_plan([*SIGN[:2], VISIT]), "还差 3 家。下面前 3 家做完就到 70%，复查的要确实改好了。"),
        (a_plan(SIGN, [VISIT], NEVER[:2]), "还差 3 家。下面前 3 家做完就到 70%。另有 2 家还没核查过，结果未知。"),
        (a_plan(SIGN, (), [AGAIN], unseen=0), "还差 3 家。下面前 3 家做完就到 70%。另有 1 家还要重新核查，结果未知。"),
        (a_plan(SIGN[:1], (), NEVER), "还差 3 家。按已知情况最多 5 家达到，还要从没核查过的 3 家里有 2 家达到。"),
        (a_plan((), (), NEVER), "还差 3 家。按已知情况最多 4 家达到，还要没核查过的 3 家都达到。"),
        (
            a_plan(SIGN[:1], (), [*NEVER, AGAIN], unseen=3),
            "还差 3 家。按已知情况最多 5 家达到，还要从没核查过或要重新核查的 4 家里有 2 家达到。",
        ),
        (a_plan(standardised=7), "三星村已经达到，不用再补。"),
    ],
)
def test_the_sentence_says_whether_the_known_ones_are_enough(plan, sentence):
    assert "".join(text for text, _ in plan_sentence(plan)) == sentence


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([Step("review", ("v",))], "审核 11-20 的核查，签字"),
        ([Step("review", ("w",))], "审核 11-24 的复查，签字"),
        ([Step("settle", ("v",)), Step("review", ("v",))], "定下 11-20 的核查用哪一份改动；再审核 11-20 的核查，签字"),
        ([Step("settle", ("h",), ("5-02",))], "定下第 5-02 条的隐患用哪一份改动"),
        ([Step("correct", ("v",)), Step("review", ("v",))], "请张某、李某更正 11-20 的核查；再审核 11-20 的核查，签字"),
        ([Step("reinspect", ("g", "h"), ("3-02", "4-09"))], "复查第 3-02、4-09 条"),
        ([Step("reinspect", ("h",), tuple(f"4-0{n}" for n in range(1, 9)))],
         "复查第 4-01、4-02、4-03、4-04、4-05、4-06 等 8 条"),
        ([Step("reinspect_major", ("h",), ("5-02",))], "复查第 5-02 条，有重大隐患，要拍照、再审核"),
        ([Step("assess")], "去核查一次"),
        ([Step("assess", ("v",))], "重新核查一次"),
    ],
)  # fmt: skip
def test_each_step_says_what_to_do(steps, words):
    assert steps_words(planned("甲", *steps), a_plan()) == words


def test_the_headings_tell_apart_what_is_needed_what_is_spare_and_what_nobody_knows():
    plan = a_plan(SIGN, [VISIT], NEVER)
    assert group_words(plan) == ("先做这 3 家，从省事的做起", "还能做的 1 家，这次不必", "还没核查过的 3 家，结果未知")
    assert group_words(a_plan()) == ("", "", "")


# -- at the window -----------------------------------------------------------------------------------------------------


pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Four enterprises: one waits for its review, one has an open hazard, one was returned, one nobody has seen."""
    world = small_world(tmp_path_factory.mktemp("built"), count=4)
    for name, fail in ((WAITING, ()), (OPEN, ("4-09",)), (RETURNED, ())):
        world.visit(name, fail=fail)
    world.carry(world.laptop, world.office)
    rows = {row.name: row for row in review.visits_to_review(world.office)}
    visit = rows[OPEN]
    review.approve(world.office, visit.inspection, version(world, visit), world.reviewer, STROKES, "")
    visit = rows[RETURNED]
    remarks = (ItemRemark("1-01", "请补照片"),)
    review.send_back(world.office, visit.inspection, version(world, visit), world.reviewer, "", remarks)
    world.close()
    return world


@pytest.fixture
def desk(qtbot, world):
    made = OfficeDesk(qtbot, world.office)
    made.enterprises_of(VILLAGE)
    return made


def plan_rows(desk):
    desk.click(desk.board.panel.view.buttons["plan"])
    listing = desk.board.panel.plan.list
    assert listing.isVisible()
    return [listing._look.spoken(value) for value in listing.values()]


def test_the_office_reads_how_the_zone_gets_there_and_goes_where_it_is_done(desk):
    rows = plan_rows(desk)
    assert desk.board.panel.plan.sentence.text().startswith("还差 3 家。下面前 3 家做完就到 70%，复查的要确实改好了。")
    assert rows[0] == "先做这 3 家，从省事的做起"
    assert [row.split("，")[1] for row in rows[1:4]] == [WAITING, RETURNED, OPEN]
    assert rows[1].startswith(f"1，{WAITING}，审核")
    assert "更正" in rows[2]
    assert "复查第 4-09 条" in rows[3]
    assert rows[4:] == ["还没核查过的 1 家，结果未知", f"{UNSEEN}，去核查一次，未核查"]
    listing = desk.board.panel.plan.list
    desk.press(listing, listing.values()[1])
    assert desk.review.isVisible()
    assert desk.looked_at() == WAITING


def test_enter_opens_the_enterprise_that_is_to_be_visited(desk):
    plan_rows(desk)
    listing = desk.board.panel.plan.list
    listing.choose(listing.values()[3])
    listing.setFocus()
    desk.key(Qt.Key.Key_Return)
    register = desk.window.page("register")
    assert register.isVisible()
    assert register.list.current().name == OPEN


def test_signing_what_is_owed_shortens_the_plan(desk):
    before = len(plan_rows(desk))
    desk.go("审核")
    desk.review_as("孙某")
    desk.look_at(WAITING)
    desk.sign()
    desk.go("看板")
    rows = plan_rows(desk)
    assert len(rows) == before - 1
    assert rows[0] == "先做这 2 家，从省事的做起"


def test_a_zone_that_is_there_has_no_plan_and_a_past_day_none_either(qtbot, world):
    Village(world, 5, 5)
    desk = OfficeDesk(qtbot, world.office)
    desk.enterprises_of("三星村")
    assert not desk.board.panel.view.isVisible()
    desk.enterprises_of(VILLAGE)
    plan_rows(desk)
    desk.board._show_day(clock.today() - timedelta(days=1))
    desk.wait()
    assert not desk.board.panel.view.isVisible()
    assert desk.board.panel.list.isVisible()
    desk.board._show_day(None)
    desk.wait()
    assert desk.board.panel.view.isVisible()


def test_the_zone_says_whose_visit_has_far_more_that_does_not_apply(qtbot, world):
    """Five visits of others first, with one item 不适用 each; then twelve at one enterprise."""
    crew = world.crew
    world.crew = tuple(Someone(name, people.put_person(world.office, name)) for name in ("王某", "赵某"))
    for n in range(5):
        visited(world, list(world.enterprises)[n % 3], 1, days=40 + n)
    world.crew = crew
    visited(world, UNSEEN, 12)
    world.carry(world.laptop, world.office)
    desk = OfficeDesk(qtbot, world.office)
    desk.enterprises_of(VILLAGE)
    doubts = desk.board.panel.doubts
    (row,) = doubts.rows
    assert row.text().startswith("张某、李某 ")
    assert row.text().endswith(f"查{UNSEEN}，12 条不适用，同一张表近来别的检查平均 1 条。审核时要问清。")
    desk.click(doubts.buttons[0])
    assert desk.looked_at() == UNSEEN
    assert desk.review.case.skipped is not None
