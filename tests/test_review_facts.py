"""What a reviewer is told of a visit beside its answers: how long it took, photos older than it, what is left."""

from datetime import timedelta

import msgspec
import pytest
from pages_office import OfficeDesk
from PySide6.QtWidgets import QFrame, QLabel
from world import photo, small_world

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.service import review, signing, visit
from zjg_inspect.ui.office.review_words import old_photos, took_words
from zjg_inspect.ui.office.rich import RichLabel

FIRST, SECOND, THIRD = "甲五金厂", "乙机械厂", "丙塑料厂"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two visits show the same photo, which was taken long before both; one has no photo."""
    world = small_world(tmp_path_factory.mktemp("built"))
    for name, item in ((FIRST, "4-04"), (SECOND, "4-05")):
        draft = world.answered(name, fail=(item,))
        visit.add_photo(world.laptop, draft, item, photo(5, taken="2022:09:14 10:42:00"), "IMG_5.jpg")
        world.sign_all(draft)
        signing.seal(world.laptop, draft)
    world.visit(THIRD)
    world.carry(world.laptop, world.office)
    world.close()
    return world


@pytest.fixture
def content(world):
    (row,) = [row for row in review.visits_to_review(world.office) if row.name == FIRST]
    return review.open_review(world.office, row.inspection).body.content


@pytest.fixture
def desk(qtbot, office_look, world):
    made = OfficeDesk(qtbot, world.office)
    made.go("审核")
    made.review_as("孙某")
    return made


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("2026-11-20T02:00:40Z", "不到 1 分钟"),
        ("2026-11-20T02:09:59Z", " 9 分钟"),
        ("2026-11-20T03:00:00Z", " 1 小时"),
        ("2026-11-20T03:24:10Z", " 1 小时 24 分"),
    ],
)
def test_how_long_the_visit_took_is_told(content, end, said):
    made = msgspec.structs.replace(content, started_at="2026-11-20T02:00:00Z", finished_at=end)
    assert took_words(made) == f"{len(content.answers)} 条用了{said}"


def test_what_was_left_overnight_or_corrected_later_tells_no_time(content):
    """02:00 in UTC is 10:00 there; the day there ends at 16:00 in UTC."""
    over = {"started_at": "2026-11-20T15:00:00Z", "finished_at": "2026-11-20T16:30:00Z"}
    assert took_words(msgspec.structs.replace(content, **over)) == ""
    same = {"started_at": "2026-11-20T02:00:00Z", "finished_at": "2026-11-20T03:00:00Z"}
    assert took_words(msgspec.structs.replace(content, **same)) != ""
    assert took_words(msgspec.structs.replace(content, **same, correction="写错了")) == ""


def test_photos_older_than_the_visit_are_told_but_not_those_of_its_day_or_without_a_time(content):
    assert old_photos(content) == "4-04 的照片拍于检查之前（最早 2022-09-14），"

    def taken(at):
        answers = tuple(
            msgspec.structs.replace(
                each, photos=tuple(msgspec.structs.replace(one, taken_at=at) for one in each.photos)
            )
            for each in content.answers
        )  # fmt: skip
        return msgspec.structs.replace(content, answers=answers, hazards=())

    assert old_photos(taken("2022-09-14T10:42:00")) != ""
    later = (today() + timedelta(days=1)).isoformat()
    for at in (f"{content.date}T00:00:00", f"{later}T08:00:00", ""):
        assert old_photos(taken(at)) == ""


def test_both_are_seen_at_the_screen(desk):
    desk.look_at(FIRST)
    told = desk.review.case.findChild(QLabel, "reviewFacts").text()
    assert told.endswith(f"签名 3 个，均有效 · {took_words(desk.review.shown.body.content)}")
    panel = desk.review.case.findChild(QFrame, "notices")
    assert any("拍于检查之前" in label.text() for label in panel.findChildren(RichLabel))


def test_the_foot_says_how_many_questions_are_left(desk):
    foot = desk.review.foot
    desk.look_at(THIRD)
    assert not foot.still.isVisible()
    desk.look_at(FIRST)
    assert foot.still.text() == "还有 1 个问题没有回答，答完才能签字。"
    assert foot.still.isVisible()
    desk.click(desk.review.case.same[0].checked)
    assert not foot.still.isVisible()
    desk.review_as("张某")
    assert not foot.still.isVisible()


def test_usual_reasons_are_added_with_one_tap(desk):
    desk.look_at(FIRST)
    desk.decide("4-04", "退回")
    row = desk.review.case.row_of("4-04")
    assert [button.text() for button in row.offered] == [
        "请补一张近处的照片", "请写明在哪里、量了多少", "请到现场看过再答",
    ]  # fmt: skip
    desk.click(row.offered[0])
    desk.click(row.offered[1])
    desk.click(row.offered[1])
    assert row.reason.text() == "请补一张近处的照片。请写明在哪里、量了多少。"
    assert desk.review.noting.decisions().returned == {"4-04": row.reason.text()}
    desk.review.case.unfold()
    passed = next(each for each in desk.review.case.rows if each.row.now.verdict is Verdict.PASS)
    assert passed.offered[0].text() == "请补照片"
