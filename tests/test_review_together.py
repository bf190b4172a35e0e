"""一起签: several visits that were each opened are approved with one signature, all of them or none."""

import msgspec
import pytest
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import Qt
from sqlalchemy import delete, func, select
from world import MAJOR, STROKES, photo, small_world

from zjg_inspect import errors
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Someone, Verdict, is_void
from zjg_inspect.service import people, review, review_batch, review_desk, review_queue, signing, visit
from zjg_inspect.service.review_batch import Chosen
from zjg_inspect.store import tables
from zjg_inspect.ui.office.review_batch import INK

FIRST, SECOND, THIRD, FOURTH = "甲五金厂", "乙机械厂", "丙塑料厂", "丁五金厂"
PLAIN = (FIRST, SECOND, THIRD)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Four visits wait at the office, the last one with a major hazard."""
    world = small_world(tmp_path_factory.mktemp("built"), count=4)
    world.visit(FIRST, fail=("4-04",))
    world.visit(SECOND)
    draft = world.answered(THIRD)
    visit.add_photo(world.laptop, draft, "4-05", photo(5), "IMG_5.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    draft = world.answered(FOURTH, fail=("4-05",))
    visit.add_photo(world.laptop, draft, "4-05", photo(3), "IMG_3.jpg")
    visit.record_hazard(world.laptop, draft, "4-05", MAJOR)
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    world.close()
    return world


def waiting(world):
    return {row.name: row for row in review_queue.queued(world.office).rows}


def opens(world, *names, reviewer=None):
    """Each is opened; gives what would be signed."""
    rows = waiting(world)
    for name in names:
        shown = review.open_review(world.office, rows[name].inspection)
        review_desk.note_opened(world.office, shown, reviewer or world.reviewer)
    return [Chosen(rows[name].inspection, rows[name].version) for name in names]


def correct(world, name, answer=None):
    """The visit gets a newer version at the office."""
    row = waiting(world)[name]
    draft = visit.correct(world.laptop, row.inspection, reason="写错了")
    visit.answer_item(
        world.laptop, draft, answer or DraftAnswer("1-06", Verdict.NOT_APPLICABLE, reason="只有两人")
    )  # fmt: skip
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)


def refusal(world, chosen, reviewer=None):
    """Why nothing was signed; that nothing was written is looked at, too."""
    before = state(world)
    with pytest.raises(errors.BatchRefused) as caught:
        review_batch.approve_together(world.office, chosen, reviewer or world.reviewer, STROKES)
    assert state(world) == before
    return list(caught.value.why_not)


def state(world):
    with world.office.read() as conn:
        notes = conn.execute(select(tables.setting).where(tables.setting.c.name.startswith("review/"))).all()
        return conn.scalar(select(func.count()).select_from(tables.version)), sorted(map(tuple, notes))


# -- the service ---------------------------------------------------------------------------------------------------


def test_one_signature_approves_all_each_over_its_own_content(world):
    chosen = opens(world, *PLAIN)
    hashes = review_batch.approve_together(world.office, chosen, world.reviewer, STROKES)
    assert len(set(hashes)) == 3
    assert list(waiting(world)) == [FOURTH]
    signed = set()
    for each in chosen:
        shown = review.open_review(world.office, each.inspection)
        given = shown.review
        assert (given.decision, given.reviewer) == ("approved", world.reviewer)
        assert given.content_hash == given.signature.signed == shown.body.content_hash
        assert not is_void(given.signature, shown.body.content_hash)
        assert given.signature.strokes == tuple(map(tuple, STROKES))
        signed.add(given.signature.signed)
    assert len(signed) == 3


def test_the_opinion_of_each_is_its_own(world):
    first, second = opens(world, FIRST, SECOND)
    review_batch.approve_together(world.office, [first._replace(opinion="限期改好。"), second], world.reviewer, STROKES)
    assert [review.open_review(world.office, each.inspection).review.opinion for each in (first, second)] == [
        "限期改好。", "",
    ]  # fmt: skip


def test_what_was_not_opened_is_named_and_nothing_is_signed(world):
    chosen = opens(world, FIRST, SECOND)
    row = waiting(world)[THIRD]
    assert refusal(world, [*chosen, Chosen(row.inspection, row.version)]) == [(THIRD, "unopened")]
    assert len(waiting(world)) == 4


def test_what_another_reviewer_opened_counts_for_him_alone(world):
    other = Someone("钱某", people.put_person(world.office, "钱某"))
    chosen = opens(world, FIRST, SECOND, reviewer=other)
    assert refusal(world, chosen) == [(FIRST, "unopened"), (SECOND, "unopened")]
    review_batch.approve_together(world.office, chosen, other, STROKES)


def test_a_newer_version_must_be_opened_again(world):
    chosen = opens(world, FIRST, SECOND)
    correct(world, SECOND)
    assert refusal(world, chosen) == [(SECOND, "outdated")]
    row = waiting(world)[SECOND]
    newer = Chosen(row.inspection, row.version)
    assert refusal(world, [chosen[0], newer]) == [(SECOND, "unopened")]
    opens(world, SECOND)
    review_batch.approve_together(world.office, [chosen[0], newer], world.reviewer, STROKES)


def test_nobody_signs_a_visit_that_he_made_among_others(world):
    crew = world.crew[0]
    chosen = opens(world, FIRST, SECOND, reviewer=crew)
    assert refusal(world, chosen, crew) == [(FIRST, "took_part"), (SECOND, "took_part")]


def test_who_made_the_visit_before_its_correction_may_not_review_it(world):
    """张某 made it; the correction names 李某 alone."""
    row = waiting(world)[FIRST]
    draft = visit.correct(world.laptop, row.inspection, reason="写错了")
    head = visit.open_visit(world.laptop, draft).draft.head
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, inspectors=(world.crew[1],)))
    visit.answer_item(world.laptop, draft, DraftAnswer("1-06", Verdict.NOT_APPLICABLE, reason="只有两人"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    shown = review.open_review(world.office, row.inspection)
    assert [person.name for person in shown.body.content.inspectors] == ["李某"]
    assert review.took_part(shown, world.crew[0])
    with pytest.raises(errors.FourEyes):
        review.approve(world.office, shown.inspection, shown.version, world.crew[0], STROKES, "")
    chosen = opens(world, FIRST, reviewer=world.crew[0])
    assert refusal(world, chosen, world.crew[0]) == [(FIRST, "took_part")]


def test_a_major_hazard_is_signed_by_itself(world):
    chosen = opens(world, FIRST, FOURTH)
    assert refusal(world, chosen) == [(FOURTH, "major")]


def test_what_is_to_go_back_is_not_signed(world):
    chosen = opens(world, FIRST, SECOND)
    review_desk.keep_decisions(
        world.office, *chosen[0][:2], returned={"4-04": "请补照片。"}, answers={}, opinion=""
    )  # fmt: skip
    assert refusal(world, chosen) == [(FIRST, "returned")]


def test_a_question_that_came_up_meanwhile_is_to_be_answered(world):
    """The photo of one visit turns up in another that came later."""
    chosen = opens(world, SECOND, THIRD)
    draft = world.answered(FIRST, fail=("4-04",))
    visit.add_photo(world.laptop, draft, "4-04", photo(5), "again.jpg")
    world.sign_all(draft)
    later = signing.seal(world.laptop, draft)
    assert later
    world.carry(world.laptop, world.office)
    assert refusal(world, chosen) == [(THIRD, "question")]
    answers = dict.fromkeys(review.open_review(world.office, chosen[1].inspection).asked, "电话问过")
    assert len(answers) == 1
    review_desk.keep_decisions(world.office, *chosen[1][:2], returned={}, answers=answers, opinion="")
    review_batch.approve_together(world.office, chosen, world.reviewer, STROKES)


def test_photos_that_have_not_arrived_are_waited_for(world):
    chosen = opens(world, SECOND, THIRD)
    with world.office.write() as conn:
        conn.execute(delete(tables.media))
    assert refusal(world, chosen) == [(THIRD, "photos")]


def test_what_was_reviewed_meanwhile_or_is_gone_is_named(world):
    chosen = opens(world, FIRST, SECOND)
    review.approve(world.office, *chosen[1][:2], world.reviewer, STROKES, "")
    absent = Chosen("0192aaaa-0000-7000-8000-000000000000", "00" * 32)
    assert refusal(world, [*chosen, absent]) == [(SECOND, "decided"), ("0192aaaa", "gone")]


def test_an_empty_pad_signs_nothing_and_a_visit_named_twice_is_signed_once(world):
    (first,) = opens(world, FIRST)
    with pytest.raises(errors.EmptySignature):
        review_batch.approve_together(world.office, [first], world.reviewer, [[100]])
    assert len(review_batch.approve_together(world.office, [first, first], world.reviewer, STROKES)) == 1
    assert review.open_review(world.office, first.inspection).in_conflict is False


# -- the screen ----------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(qtbot, office_look, world):
    made = OfficeDesk(qtbot, world.office)
    made.go("审核")
    made.review_as("孙某")
    return made


def offered(desk):
    """The words on the button under the queue; nothing where it is not offered."""
    button = desk.review.queue.sign_button
    return button.text() if button.isVisible() else ""


def together(desk):
    """Open the page; each row as it is read out."""
    desk.click(desk.review.queue.sign_button)
    page = desk.review.stage.batch
    assert page.isVisible()
    return [page.list._look.spoken(each) for each in page.list.values()]


def draw(desk):
    desk.draw_on_pad(desk.review.stage.batch.pad)


def test_signing_together_is_offered_once_two_were_opened(desk):
    assert offered(desk) == ""
    desk.look_at(FIRST)
    assert offered(desk) == ""
    desk.look_at(SECOND)
    assert offered(desk) == "一起签看过的 2 次"
    desk.look_at(FIRST).decide("4-04", "退回")
    assert offered(desk) == ""


def test_what_was_ticked_is_signed_and_the_villages_figures_follow(desk, world):
    for name in PLAIN:
        desk.look_at(name)
    rows = together(desk)
    assert [row.split("，")[0] for row in rows] == list(PLAIN)
    assert all(row.endswith("，要签") for row in rows)
    page = desk.review.stage.batch
    assert page.main.text() == "签好了，3 次审核通过"
    desk.click(page.main)
    assert page.error.text() == INK
    assert len(waiting(world)) == 4
    desk.press_tick(page.list, page.list.values()[0])
    assert page.main.text() == "签好了，2 次审核通过"
    draw(desk)
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.told() == "一起签了 2 次检查，审核通过。2 家企业里 2 家达到。"
    assert desk.count_at("审核") == 2
    assert set(waiting(world)) == {FIRST, FOURTH}


def test_one_that_changed_meanwhile_stops_all_and_is_named(desk, world):
    desk.look_at(SECOND)
    desk.look_at(THIRD)
    together(desk)
    correct(world, SECOND)
    page = desk.review.stage.batch
    draw(desk)
    desk.click(page.main)
    assert "“乙机械厂”有了更新的一版，所以一次也没有签" in page.error.text()
    assert len(waiting(world)) == 4
    desk.key(Qt.Key.Key_Escape)
    assert desk.review.case.isVisible()


def test_a_row_that_cannot_be_signed_says_why_and_has_no_box(desk, world):
    desk.look_at(SECOND)
    desk.look_at(THIRD)
    with world.office.write() as conn:
        conn.execute(delete(tables.media))
    rows = together(desk)
    assert rows[1].endswith("，缺照片")
    page = desk.review.stage.batch
    assert page.list._look.tick(page.list.values()[1]) is None
    assert "另有 1 次现在签不了" in page.title.text()
    desk.click(page.all)
    assert not page.main.isEnabled()
    desk.click(page.all)
    assert page.main.text() == "签好了，1 次审核通过"


def test_an_opinion_that_was_written_goes_with_the_signature(desk, world):
    desk.look_at(FIRST)
    type_into(desk.review.foot.opinion, "限期改好。")
    desk.wait()
    desk.look_at(SECOND)
    own = waiting(world)[FIRST].inspection
    together(desk)
    draw(desk)
    desk.click(desk.review.stage.batch.main)
    assert review.open_review(world.office, own).review.opinion == "限期改好。"


def test_in_a_narrow_window_it_is_offered_above_the_visit(qtbot, office_look, world):
    desk = OfficeDesk(qtbot, world.office, (1024, 600))
    desk.go("审核")
    desk.review_as("孙某")
    for at in (1, 2):
        desk.review.narrow.box.activated.emit(at)
        desk.wait()
    assert desk.review.narrow.together.text() == "一起签 2 次"
    desk.click(desk.review.narrow.together)
    assert desk.review.stage.batch.main.isVisible()
