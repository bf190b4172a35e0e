"""Signing: who signs, on the pad by mouse and finger, refusing with a witness, the seal."""

from threading import Event

import pages
import pytest
from forger import Forger
from pages import Field, Signing
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from world import photo, small_world

from zjg_inspect.errors import DiskFull
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import lists, setup, signing, visit
from zjg_inspect.store import documents
from zjg_inspect.ui import theme
from zjg_inspect.ui.field.overview import OverviewScreen
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.walker import WalkerScreen


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    made = small_world(tmp_path_factory.mktemp("built"))
    made.close()
    return made


@pytest.fixture
def draft(world):
    return world.answered("甲五金厂", fail=("4-09",))


@pytest.fixture
def signs(field, draft):
    """In front of the pad: a finished visit, its two inspectors and the enterprise's person confirmed."""
    return at_the_pad(field, draft)


def at_the_pad(field, draft):
    field.window.open_draft(draft)
    walker = field.shows(WalkerScreen)
    walker.sign_requested.emit()
    screen = Signing(field)
    screen.begin()
    return screen


def sealed_body(world, draft):
    with world.laptop.read() as conn:
        return documents.inspection(conn, draft)[0]


# -- the whole way -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["mouse", "touch"])
def test_three_sign_on_the_pad_and_the_visit_is_sealed(field, signs, world, draft, how):
    if how == "touch":
        # a finger must be on the screen, which offscreen is 800 wide
        signs = large_for_a_finger(field, signs)
    order = []
    while "open" in signs.states():
        order.append(signs.whose_turn())
        signs.draw(how)
        signs.done()
    assert order == ["张某", "李某", "王某，车间主任"]
    screen = signs.seal()
    assert "已封存，编号 张塘核〔" in screen.sentence()
    field.until(lambda: screen.sheet.pages() > 1)
    body = sealed_body(world, draft)
    assert [s.kind for s in body.signatures] == ["pad"] * 3
    assert all(len(s.strokes) == 2 for s in body.signatures)
    field.press("Esc")
    field.at_home()
    assert "不符合 1 条" in field.row("甲五金厂").cells[2].words


def large_for_a_finger(field, signs):
    class Large(Signing):
        def __init__(self):
            self.field, self.screen, self.desk = field, signs.screen, signs.desk

        def draw(self, how="touch"):
            self.desk.turn.pad.open_large()
            pages.draw(self.desk.turn.pad.large().pad, how)
            self.desk.turn.pad.large().close_button.click()

    return Large()


def test_what_is_signed_is_named_by_its_content_code(signs, world, draft):
    code = signs.desk.turn._code.text()
    shown = signing.begin_signing(world.laptop, draft).content_hash
    assert code.endswith("-".join(shown[i : i + 4].upper() for i in (0, 4, 8)))


def test_an_empty_pad_is_no_signature(signs):
    signs.done()
    assert "框里还没有笔迹" in signs.wrong()
    assert signs.states()[0] == "open"
    signs.draw()
    assert signs.wrong() == ""


def test_a_lone_dot_is_no_signature(signs):
    pad = signs.desk.turn.pad.pad
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton)
    signs.done()
    assert "框里还没有笔迹" in signs.wrong()


def test_ctrl_z_takes_one_stroke_back_and_anew_takes_all(signs, field):
    signs.draw()
    pad = signs.desk.turn.pad
    assert len(pad.strokes()) == 2
    field.press("Ctrl+Z")
    assert len(pad.strokes()) == 1
    field.click("clearPad")
    assert pad.is_empty()
    assert not pad.undo_button.isEnabled()


def test_a_signature_that_was_given_is_shown_and_can_be_taken_back(signs, field):
    signs.draw()
    signs.done()
    field.click("signer_0")
    assert "张某" in signs.whose_turn()
    assert not signs.desk.turn.pad.is_empty()
    assert not signs.desk.turn.pad.pad.isEnabled()
    field.click("takeBack")
    field.until(lambda: signs.states()[0] == "open")
    assert signs.desk.turn.pad.is_empty()


def test_signatures_stay_when_the_window_is_closed_in_between(field, signs, draft):
    signs.draw()
    signs.done()
    field.press("Esc")
    field.shows(WalkerScreen)
    field.click("back")
    field.at_home()
    field.window.open_draft(draft)
    again = Signing(field)
    field.until(lambda: again.states() == ["signed", "open", "open", "later"])


def test_a_change_after_a_signature_voids_it_and_it_is_asked_again(field, signs, world, draft):
    signs.draw()
    signs.done()
    field.press("Esc")
    walker = field.shows(WalkerScreen)
    walker.session.set_note("4-09", "又看了一遍，还少一块")
    walker.sign_requested.emit()
    again = Signing(field)
    field.until(lambda: again.states()[:1] == ["void"])
    assert "作废" in again.desk.slots()[0].words(False)
    assert again.desk.turn.pad.is_empty()
    again.sign_all()
    again.seal()
    assert len(sealed_body(world, draft).signatures) == 3


# -- refusing ----------------------------------------------------------------------------------------------------------


def to_the_enterprise(signs):
    for _ in range(2):
        signs.draw()
        signs.done()


def test_refusing_is_a_full_way_to_finish(field, signs, world, draft):
    to_the_enterprise(signs)
    field.click("refuse")
    field.click("说要等负责人回来")
    QTest.keyClick(signs.desk.refusal().reason, Qt.Key.Key_Tab)
    signs.desk.refusal().witness.setFocus()
    field.type("钱某")
    signs.draw()
    signs.done()
    assert signs.states() == ["signed", "signed", "refused", "signed", "later"]
    field.press("Ctrl+Enter")
    question = field.question()
    assert "拒签封存吗" in question.windowTitle()
    question.act.click()
    field.shows(SheetScreen)
    signatures = {s.role: s for s in sealed_body(world, draft).signatures}
    assert signatures["enterprise"].reason == "说要等负责人回来"
    assert signatures["witness"].person.name == "钱某"
    assert len(signatures["witness"].strokes) == 2


def test_sealing_a_refusal_can_still_be_thought_over(field, signs, world):
    to_the_enterprise(signs)
    field.click("refuse")
    refusal = signs.desk.refusal()
    refusal.reason.setText("对结果有意见")
    refusal.witness.setText("钱某")
    signs.draw()
    signs.done()
    field.press("Ctrl+Enter")
    field.question()
    field.until(lambda: QApplication.focusWidget() is field.question().keep)
    field.press("Esc")
    assert lists.figures(world.laptop).sealed == 0


def test_a_refusal_says_in_place_what_it_still_needs(field, signs):
    to_the_enterprise(signs)
    field.click("refuse")
    refusal = signs.desk.refusal()
    field.press("Ctrl+Enter")
    assert "写明为什么不签" in refusal._reason_wrong.text()
    refusal.reason.setText("没有说原因")
    field.press("Ctrl+Enter")
    assert "写上见证人的名字" in refusal._witness_wrong.text()
    refusal.witness.setText("李某")
    field.press("Ctrl+Enter")
    assert "李某是核查人" in refusal._witness_wrong.text()
    refusal.witness.setText("钱某")
    field.press("Ctrl+Enter")
    assert "框里还没有笔迹" in refusal.pad.error.text()
    field.press("Esc")
    assert signs.desk.refusal() is None
    assert signs.states()[2] == "open"


# -- who signs ---------------------------------------------------------------------------------------------------------


def people_page(field, draft):
    field.window.open_draft(draft)
    field.shows(WalkerScreen).sign_requested.emit()
    return Signing(field)


def test_the_offices_people_are_offered_and_a_name_can_be_written_in(field, world, draft):
    signs = people_page(field, draft)
    first = signs.desk.people.inspectors[0]
    assert {first.itemText(i) for i in range(first.count())} == {"张某", "李某", "孙某"}
    first.setEditText("周某")
    signs.begin()
    head = visit.open_visit(world.laptop, draft).draft.head
    assert [(p.name, bool(p.id)) for p in head.inspectors] == [("周某", False), ("李某", True)]


def test_one_inspector_alone_is_warned_not_refused(field, draft):
    signs = people_page(field, draft)
    form = signs.desk.people
    assert not form._alone.isVisible()
    form.inspectors[1].setEditText("")
    assert form._alone.isVisible()
    signs.begin()
    assert signs.states() == ["open", "open", "later"]


def test_nobody_the_same_twice_and_no_enterprise_person_are_said_in_place(field, draft):
    signs = people_page(field, draft)
    form = signs.desk.people
    form.inspectors[1].setEditText("张某")
    field.press("Ctrl+Enter")
    assert "同一个名字" in form._inspectors_wrong.text()
    form.inspectors[0].setEditText("")
    form.inspectors[1].setEditText("")
    field.press("Ctrl+Enter")
    assert "写上核查人的名字" in form._inspectors_wrong.text()
    form.inspectors[0].setEditText("张某")
    form.name.clear()
    field.press("Ctrl+Enter")
    assert "企业在场人员的名字" in form._enterprise_wrong.text()
    assert signs.states() == []


def test_the_people_can_be_changed_between_signatures(field, signs):
    signs.draw()
    signs.done()
    field.click("changePeople")
    signs.desk.people.title.setText("厂长")
    field.press("Ctrl+Enter")
    field.until(lambda: "厂长" in signs.desk.slots()[2].shown)
    assert signs.states()[0] == "void"


def test_without_the_offices_letters_it_is_said_what_to_do(qtbot, world, tmp_path):
    lone = setup.open_data(tmp_path / "lone")
    setup.become_laptop(lone, "还没接受", setup.write_card(world.office, tmp_path))
    office = Forger(world, key=world.office.key, db=world.office)
    office.hand_in(*office.honest(), office=lone)
    draft = visit.start_visit(lone, world.enterprises["甲五金厂"], VisitType.REINSPECTION)
    field = Field(qtbot, lone)
    signs = people_page(field, draft)
    signs.desk.people.inspectors[0].setEditText("张某")
    signs.desk.people.name.setText("王某")
    signs.begin()
    assert "编号字母" in signs.wrong()
    field.window.shut()
    lone.close()


@pytest.mark.parametrize("disk_full", [False, True])
def test_while_it_is_being_sealed_the_keyboard_stays_at_the_button(field, signs, monkeypatch, disk_full):
    gate, real = Event(), signing.seal

    def slow(*args):
        if gate.wait() and disk_full:
            raise DiskFull(path="zjg.sqlite")
        return real(*args)

    monkeypatch.setattr(signing, "seal", slow)
    signs.sign_all()
    signs.screen.see_failed.setFocus()
    for _ in range(2):
        field.press("Ctrl+Enter")
        at = field.window.focusWidget()
        assert (at.objectName(), at.text()) == ("seal", "正在封存")
    gate.set()
    if disk_full:
        field.until(lambda: bool(signs.wrong()))
        assert (field.window.focusWidget(), at.text(), at.isEnabled()) == (at, "封存", True)
    else:
        field.shows(SheetScreen)


# -- before and beside -------------------------------------------------------------------------------------------------


def test_what_is_still_owed_is_shown_before_anyone_can_sign(field, world):
    draft = visit.start_visit(world.laptop, world.enterprises["乙机械厂"], VisitType.ASSESSMENT)
    field.window.open_draft(draft)
    field.shows(WalkerScreen).sign_requested.emit()
    overview = field.shows(OverviewScreen)
    overview.item_requested.emit("4-09")
    assert field.shows(WalkerScreen).session.item == "4-09"


def test_the_sheet_beside_is_the_real_one_and_turns_by_key(field, signs):
    sheet = signs.screen.sheet
    field.until(lambda: sheet.pages() >= 2)
    field.press("PgDn")
    field.until(lambda: sheet.page() == 1)
    field.press("PgUp")
    field.until(lambda: sheet.page() == 0)
    field.click("enlarge")
    assert sheet.is_larger()


def test_a_correction_signed_anew_takes_the_place_of_the_first(field, world):
    inspection, first = world.visit("甲五金厂", fail=("4-09",))
    field.window.open_sheet(inspection)
    field.click("correct")
    walker = field.shows(WalkerScreen)
    walker.session.set_note("4-09", "更正：少两块")
    walker.sign_requested.emit()
    signs = Signing(field)
    signs.desk.reason.line.setText("数错了")
    signs.begin()
    signs.sign_all()
    signs.seal()
    with world.laptop.read() as conn:
        body, record = documents.inspection(conn, inspection)
    assert list(record.version.parents) == [first]
    assert next(a.note for a in body.content.answers if a.item == "4-09") == "更正：少两块"


@pytest.mark.parametrize("size", pages.SIZES, ids=str)
@pytest.mark.parametrize("bright", [False, True], ids=["light", "sunlight"])
def test_nothing_is_clipped_nothing_is_foreign_everything_is_reached_by_tab(qtbot, world, qapp, draft, size, bright):
    visit.add_photo(world.laptop, draft, "4-09", photo(), "a.jpg")
    try:
        theme.apply(qapp, "sunlight" if bright else "light")
        field = Field(qtbot, world.laptop, size)
        signs = people_page(field, draft)
        pages.assert_sound(field, "people")
        signs.begin()
        signs.draw()
        pages.assert_sound(field, "pad")
        signs.done()
        signs.draw()
        signs.done()
        field.click("refuse")
        pages.assert_sound(field, "refusal")
        field.press("Esc")
        signs.draw()
        signs.done()
        pages.assert_sound(field, "all signed")
        screen = signs.seal()
        field.until(lambda: screen.sheet.pages() > 1)
        pages.assert_sound(field, "sheet")
        assert (field.window.width(), field.window.height()) == size
    finally:
        field.window.shut()
        theme.apply(qapp)
