"""现场发现 in the office's window: the reviewer's amber panel and the register's details."""

import msgspec
import pytest
from pages_office import OfficeDesk
from PySide6.QtWidgets import QFrame, QWidget
from world import small_world

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.service import register, signing, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.ui.office.rich import RichLabel

NAME = "甲五金厂"


def amend(world, draft, **changes):
    head = visit.open_visit(world.laptop, draft).draft.head
    changed = msgspec.structs.replace(head.facts, **changes)
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, facts=changed))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A visit at the office: 52 people and work at height, no hot work after all, where it had been answered."""
    world = small_world(tmp_path_factory.mktemp("built"))
    draft = visit.start_visit(world.laptop, world.enterprises[NAME], VisitType.ASSESSMENT)
    amend(world, draft, hot_work=True)
    world.answered(NAME)
    amend(world, draft, hot_work=False, headcount=52, work_at_height=True)
    for owed in visit.open_visit(world.laptop, draft).owed:
        visit.answer_item(world.laptop, draft, DraftAnswer(owed.item, Verdict.PASS))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    world.close()
    return world


pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def desk(qtbot, world):
    made = OfficeDesk(qtbot, world.office)
    made.go("审核")
    made.review_as("孙某")
    return made


def site(world):
    return register.enterprise_details(world.office, world.enterprises[NAME])[0]


def row(page, name):
    """What a row of the panel says, and what it was answered."""
    found = page.findChild(QWidget, f"found_{name}")
    if found is None:
        return None
    return "".join(label.text() for label in found.findChildren(RichLabel)), found.answer.text()


def test_the_reviewer_is_asked_fact_by_fact_and_takes_one_into_the_register(desk, world):
    case = desk.review.case
    assert row(case, "headcount") == ("从业人数：登记 38 人，现场 52 人。记入登记吗？", "")
    assert row(case, "work_at_height") == ("高处作业：登记“否”，现场“是”。记入登记吗？", "")
    desk.click(case.findChild(QWidget, "take_headcount"))
    assert site(world).facts.headcount == 52
    assert row(case, "headcount")[1] == "已记入登记"
    assert desk.told() == f"{NAME}：从业人数已记入登记。"
    desk.click(case.findChild(QWidget, "keep_work_at_height"))
    assert site(world).facts.work_at_height is False
    assert row(case, "work_at_height")[1] == "已保留登记"
    desk.review.refresh()
    desk.wait()
    assert desk.review.case.found is None


def test_one_press_takes_all_of_them(desk, world):
    every = desk.review.case.found.all
    assert every.text() == "2 处都记入登记"
    desk.click(every)
    assert (site(world).facts.headcount, site(world).facts.work_at_height) == (52, True)
    assert not every.isVisible()


def test_answers_that_no_longer_apply_are_named_to_the_reviewer(desk):
    panel = desk.review.case.findChild(QFrame, "notices")
    said = [label.text() for label in panel.findChildren(RichLabel)]
    answers = "1-01 创蓝行动基础指标 符合、3-03 动火作业审批 符合"
    assert f"已答的 2 条按现场情况不再适用：{answers}，另放，不计。" in said


def test_the_register_shows_it_in_the_enterprise_s_details_until_it_is_answered(desk, world):
    page = desk.go("登记")
    page.list.choose(next(each for each in page.list.values() if each.name == NAME))
    desk.wait()
    details = page.details
    assert row(details, "headcount") == ("从业人数：登记 38 人，现场 52 人。记入登记吗？", "")
    desk.click(details.found.all)
    assert site(world).facts.headcount == 52
    assert page.details.found is None


def test_a_register_changed_meanwhile_is_told_and_not_overwritten(desk, world):
    changed = site(world)
    facts = msgspec.structs.replace(changed.facts, headcount=40)
    with world.office.write() as conn:
        body = msgspec.structs.replace(changed, facts=facts)
        make(conn, world.office, [Making("enterprise", world.enterprises[NAME], body)])
    desk.click(desk.review.case.findChild(QWidget, "take_headcount"))
    assert site(world).facts.headcount == 40
    assert desk.told().startswith(f"{NAME}的登记刚刚改过（从业人数）")
    said = row(desk.review.case, "headcount")[0]
    assert said == "从业人数：登记 38 人，现场 52 人；登记后来改成 40 人。还要按现场的记吗？"
