"""A correction says why, what it changed is marked wherever it is read, and nobody signs before the reason is there."""

import io

import pypdfium2
import pytest
from msgspec.structs import replace
from pages import Field, Signing
from world import photo

from zjg_inspect import errors
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Outcome, Verdict
from zjg_inspect.model.review import ItemRemark
from zjg_inspect.service import review, signing, visit
from zjg_inspect.service.sheet import draft_sheet, sealed_sheet
from zjg_inspect.store import documents
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.start_try import TryScreen
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.office.review_words import compared, notices

NAME = "甲五金厂"


def text_of(pdf):
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", "").replace(" ", "")


def content(world, inspection):
    with world.laptop.read() as conn:
        return documents.inspection(conn, inspection)[0].content


def test_nobody_signs_a_correction_without_its_reason(world):
    inspection, _ = world.visit(NAME)
    draft = visit.correct(world.laptop, inspection)
    with pytest.raises(errors.StillOwed) as refused:
        signing.begin_signing(world.laptop, draft)
    assert [each.kind for each in refused.value.owed] == ["correction"]
    with pytest.raises(errors.StillOwed):
        signing.seal(world.laptop, draft)


def test_a_second_correction_has_a_reason_of_its_own(world):
    inspection, _ = world.visit(NAME)
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    assert content(world, inspection).correction == "写错了"
    assert visit.open_visit(world.laptop, visit.correct(world.laptop, inspection)).content.correction == ""


def test_changing_the_reason_voids_what_was_signed(world):
    inspection, _ = world.visit(NAME)
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    world.sign_all(draft)
    head = visit.open_visit(world.laptop, draft).draft.head
    visit.put_head(world.laptop, draft, replace(head, correction="又去看过"))
    now = signing.begin_signing(world.laptop, draft)
    assert all(now.is_void(each) for each in now.signatures)


def test_a_visit_sent_back_is_corrected_with_its_reason_and_the_office_sees_what_changed(qtbot, world):
    inspection, version = world.visit(NAME)
    world.carry(world.laptop, world.office)
    review.send_back(world.office, inspection, version, world.reviewer, "", (ItemRemark("1-01", "请补照片"),))
    world.carry(world.office, world.laptop)

    field = Field(qtbot, world.laptop)
    field.window.open_draft(visit.correct(world.laptop, inspection))
    walker = field.shows(WalkerScreen)
    walker.session.go("1-01")
    walker.session.answer(Verdict.NOT_APPLICABLE)
    walker.session.set_reason("1-01", "由出租方负责")
    walker.session.end_step()
    walker.session.go("1-01")
    assert walker.view.known.text() == "镇里退回：请补照片。已更正，原来是符合。"
    walker.session.go("4-09")
    assert walker.view.known.isHidden()
    walker.sign_requested.emit()
    signs = Signing(field)
    reason = signs.desk.reason
    assert reason.isVisible()
    field.press("Ctrl+Enter")
    assert reason.wrong.text() == "写上为什么更正，再签。"
    assert reason.line.hasFocus()
    field.click("why_0")
    signs.begin()
    signs.sign_all()
    signs.seal()

    sealed = content(world, inspection)
    assert sealed.correction == "按镇里退回的意见补正"
    said = text_of(sealed_sheet(world.laptop, inspection))
    assert "更正（第2版）：按镇里退回的意见补正。与上一版比：1-01由符合改为不适用，说明改了。" in said
    world.carry(world.laptop, world.office)
    shown = review.open_review(world.office, inspection)
    assert shown.corrected == {"1-01"}
    first, _ = compared(shown)
    assert [row.item.code for row in first if row.corrected] == ["1-01"]
    assert ("这是更正后的一版，原因：按镇里退回的意见补正。", "改了 1 条，条目下标着“更正”。") in notices(shown)


def test_the_sheet_in_front_of_the_signers_says_what_is_corrected(world):
    inspection, _ = world.visit(NAME)
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    visit.answer_item(world.laptop, draft, DraftAnswer("4-09", Verdict.PASS, "制度已上墙"))
    said = text_of(draft_sheet(world.laptop, draft))
    assert "更正（第2版）：写错了。与上一版比：4-09说明改了。" in said
    assert "4-09更正" in said


def test_a_corrected_try_asks_why_too(qtbot, world):
    draft = visit.start_visit(world.laptop, world.enterprises[NAME], "assessment", Outcome.LOCKED)
    visit.add_photo(world.laptop, draft, "", photo(), "gate.jpg")
    head = visit.open_visit(world.laptop, draft).draft.head
    visit.put_head(world.laptop, draft, replace(head, inspectors=world.crew))
    signing.seal(world.laptop, draft)
    field = Field(qtbot, world.laptop)
    field.window.open_draft(visit.correct(world.laptop, draft))
    screen = field.shows(TryScreen)
    field.press("Ctrl+Enter")
    assert screen.reason.wrong.text() == "写上为什么更正，再签。"
    screen.reason.line.setText("门牌拍错了")
    field.press("Ctrl+Enter")
    field.shows(SheetScreen)
    assert content(world, draft).correction == "门牌拍错了"
