"""检查表 in the office's window: an official table becomes the next version in under a minute of a person's time."""

import pytest
from form_versions import next_version
from official_tables import small_firms
from pictures_office import settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from zjg_inspect.formfile import shipped_form
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.service import forms, visit
from zjg_inspect.ui import theme
from zjg_inspect.ui.office.forms_rows import Heading, ItemLook
from zjg_inspect.ui.office.window import OfficeWindow


class FormsDesk:
    """The window with 检查表 in front."""

    def __init__(self, qtbot, qapp, world):
        theme.apply(qapp, office=True)
        self.qtbot, self.app = qtbot, qapp
        self.window = OfficeWindow(world.office)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.window.show_page("forms")
        self.page = self.window.page("forms")
        settle(qapp)

    def drop(self, file):
        self.window.take([file])
        settle(self.app)

    def tap(self, name):
        self.qtbot.mouseClick(self.page.findChild(QWidget, name), Qt.MouseButton.LeftButton)
        settle(self.app)

    def press(self, key, *modifiers):
        held = Qt.KeyboardModifier.NoModifier
        for each in modifiers:
            held |= each
        self.qtbot.keyClick(QApplication.focusWidget(), key, held)
        settle(self.app)

    def turn(self, part):
        self.tap(f"segment_{part}")

    @property
    def foot(self):
        return self.page.foot.text()


@pytest.fixture
def desk(qtbot, qapp, world):
    return FormsDesk(qtbot, qapp, world)


def test_an_official_table_becomes_the_next_version_in_four_taps(desk, world):
    table = world.root / "小微企业安全检查表.xlsx"
    small_firms(table)
    desk.drop(table)
    draft = forms.form_drafts(world.office)[0]
    assert draft.form.id == "enterprise"
    assert draft.form.version == shipped_form("enterprise").version + 1
    assert desk.page.doubts.isVisible(), "what the reading doubted comes first"
    assert f"还有 {draft.open_doubts} 处存疑没看过" in desk.foot
    assert not desk.page.release_button.isEnabled()
    first = desk.page.doubts.list.values()[0]
    desk.page.doubts.list.acted.emit(first)
    assert forms.form_draft(world.office, draft.id).open_doubts == draft.open_doubts - 1
    desk.tap("settleAll")
    assert "2 条新的像旧条目，还没定是不是同一件事" in desk.foot
    desk.turn("changes")
    desk.tap("allOther")
    assert "随下一份包到各台电脑" in desk.foot
    desk.tap("releaseForm")
    row = forms.forms(world.office)[0]
    assert row.current.form.version == draft.form.version
    assert "已发布" in desk.window.quiet.text()
    world.carry(world.office, world.laptop)
    begun = visit.start_visit(world.laptop, world.enterprises["乙机械厂"], VisitType.ASSESSMENT)
    assert visit.open_visit(world.laptop, begun).form == row.current.form


def test_by_keys_alone_a_draft_is_released(desk, world):
    desk.drop(next_version(world, drop=("1-06",)))
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert forms.form_drafts(world.office) == []
    assert "1-06" not in forms.forms(world.office)[0].current.form.by_code


def test_by_keys_alone_doubts_are_settled_one_by_one(desk, world):
    table = world.root / "小微企业安全检查表.xlsx"
    small_firms(table)
    desk.drop(table)
    before = forms.form_drafts(world.office)[0].open_doubts
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    assert forms.form_drafts(world.office)[0].open_doubts == before - 2


def test_what_is_worded_otherwise_is_shown_side_by_side_and_decided(desk, world):
    desk.drop(next_version(world, reword={"1-01": "换一个说法。", "1-07": "另一个说法。"}))
    assert "2 条改了说法，还没定是不是同一件事" in desk.foot
    desk.turn("changes")
    assert "改说法 2 条" in desk.page.compare.said.text()
    desk.tap("sameMeaning")
    assert forms.form_drafts(world.office)[0].same_meaning == ("1-01",)
    desk.tap("otherMeaning")
    made = forms.form_drafts(world.office)[0].form
    assert "1-07" not in made.by_code
    assert desk.page.release_button.isEnabled()


def test_a_new_item_that_looks_like_a_dropped_one_goes_on_under_its_code_when_a_person_says_so(desk, world):
    table = world.root / "小微企业安全检查表.xlsx"
    small_firms(table)
    desk.drop(table)
    desk.tap("settleAll")
    desk.turn("changes")
    compare = desk.page.compare
    first, second = compare.list.values()[:2]
    assert [line.word for line in (first, second)] == ["像 1-03", "像 2-10"]
    assert not [line for line in compare.list.values() if line.word == "删去" and line.item.code in ("1-03", "2-10")]
    assert compare.same_button.text() == "是同一件事，延续 1-03"
    assert compare.other_button.text() == f"是新的一条，用 {first.item.code}"
    desk.tap("otherMeaning")
    assert compare.list.current().word == "像 2-10", "the next open one"
    desk.tap("sameMeaning")
    draft = forms.form_drafts(world.office)[0]
    assert draft.form.item("2-10").text == second.item.text
    assert (draft.same_meaning, draft.own_questions) == (("2-10",), (first.item.code,))
    compare.list.choose(next(line for line in compare.list.values() if line.item.code == first.item.code))
    settle(desk.app)
    assert "定了：是新的一条" in compare.findChild(QWidget, "sameQuestion").text()
    desk.tap("sameMeaning")
    assert forms.form_drafts(world.office)[0].same_meaning == ("1-03", "2-10"), "what was said can be said otherwise"
    desk.tap("releaseForm")
    assert forms.forms(world.office)[0].current.same_meaning == ("1-03", "2-10")


def test_the_items_follow_the_enterprise_that_is_chosen(desk):
    counts = []
    for at in range(desk.page.preview.sites.count()):
        desk.page.preview.sites.setCurrentIndex(at)
        counts.append(desk.page.preview.count.text())
    total = len(shipped_form("enterprise").by_code)
    assert counts[0].startswith(f"要查 {total} 条")
    assert counts[2] != counts[3], "49 and 50 people"


def test_an_item_is_corrected_in_place_and_a_wrong_correction_is_said(desk, world):
    desk.drop(next_version(world))
    code = desk.page.preview.list.current().code
    desk.tap("editItem")
    desk.page.preview.editor.title.setText("改过的标题")
    desk.tap("saveItem")
    assert forms.form_drafts(world.office)[0].form.item(code).title == "改过的标题"
    desk.tap("editItem")
    desk.page.preview.editor.title.setText("")
    desk.tap("saveItem")
    assert "不能空着" in desk.page.error.text()
    assert forms.form_drafts(world.office)[0].form.item(code).title == "改过的标题"


def doubt_of(desk, *, item=True, field="", reason=""):
    """Choose the first doubt about an item (or about the form), of this field, with these words."""
    lines = desk.page.doubts.list.values()
    line = next(
        line
        for line in lines
        if bool(line.doubt.doubt.item) == item and line.doubt.doubt.field == field and reason in line.doubt.doubt.reason
    )
    desk.page.doubts.list.choose(line)
    settle(desk.app)
    return line.doubt.doubt


def test_from_a_doubt_to_its_item_and_back(desk, world):
    table = world.root / "小微企业安全检查表.xlsx"
    small_firms(table)
    desk.drop(table)
    desk.page.preview.sites.setCurrentIndex(2)
    doubt = doubt_of(desk, field="text", reason="问的是不该有的事")
    assert desk.page.doubts.amend_button.text() == f"去改 {doubt.item}"
    desk.tap("amendDoubt")
    editor = desk.page.preview.editor
    assert desk.page.tabs.value() == "items"
    assert desk.page.preview.list.current().code == doubt.item
    assert QApplication.focusWidget() is editor.text
    assert doubt.reason in editor.doubt.text()
    editor.text.setPlainText("安全出口、疏散通道保持畅通，没有锁闭、封堵。")
    desk.tap("saveItem")
    assert (
        forms.form_drafts(world.office)[0].form.item(doubt.item).text == "安全出口、疏散通道保持畅通，没有锁闭、封堵。"
    )
    assert desk.page.tabs.value() == "doubts"
    assert desk.page.doubts.list.current().doubt.doubt == doubt
    assert QApplication.focusWidget() is desk.page.doubts.list


def test_by_key_a_remark_becomes_the_condition_that_it_meant(desk, world):
    table = world.root / "小微企业安全检查表.xlsx"
    small_firms(table)
    desk.drop(table)
    doubt = doubt_of(desk, field="applies_when", reason="租赁企业查")
    desk.press(Qt.Key.Key_F2)
    editor = desk.page.preview.editor
    assert QApplication.focusWidget() is editor.applies
    editor.applies.setText("租用厂商")
    desk.tap("saveItem")
    assert "读不懂" in editor.error.text()
    editor.applies.setText("租用厂房")
    desk.tap("saveItem")
    assert forms.form_drafts(world.office)[0].form.item(doubt.item).applies_when == "rents"


def test_a_doubt_about_the_table_itself_leads_to_what_it_is_called(desk, world):
    table = world.root / "小微企业安全检查表.xlsx"
    small_firms(table)
    desk.drop(table)
    doubt_of(desk, item=False, field="pass_rate")
    desk.press(Qt.Key.Key_F2)
    assert desk.page.tabs.value() == "about"
    assert QApplication.focusWidget() is desk.page.about.rate
    desk.page.about.rate.setValue(90)
    desk.tap("saveAbout")
    assert forms.form_drafts(world.office)[0].form.pass_rate == 90
    assert desk.page.tabs.value() == "doubts"
    doubt_of(desk, item=False, reason="“标题”都是从检查内容截取的")
    assert not desk.page.doubts.amend_button.isEnabled(), "a whole column has no one place"


@pytest.mark.parametrize("bright", [False, True])
def test_in_a_small_window_the_list_of_checklists_folds_and_titles_are_whole(desk, qapp, world, bright):
    theme.apply(qapp, "sunlight" if bright else "light", office=True)
    desk.drop(next_version(world, reword={"1-01": "换一个说法。"}))
    desk.window.resize(1024, 600)
    settle(qapp)
    page = desk.page
    assert page.list.isHidden() or not page.list.isVisible()
    assert page.pick.isVisible()
    look = page.preview.list
    for item in (value for value in look.values() if not isinstance(value, Heading)):
        rect = look.visualRect(look.rows.index(look.values().index(item), 0))
        assert ItemLook().height(item, look.viewport().width()) == rect.height()
    page.pick.setCurrentIndex(1)
    page.pick.activated.emit(1)
    settle(qapp)
    assert page.list.current().draft is None
    assert page.list.current().form == shipped_form("enterprise")
    page.pick.setCurrentIndex(0)
    page.pick.activated.emit(0)
    settle(qapp)
    desk.turn("changes")
    for button in (page.compare.same_button, page.compare.other_button):
        assert button.isVisible()
        assert button.height() >= button.sizeHint().height(), "nothing is squeezed"
    desk.turn("about")
    for part in (page.about.save, page.about.title, *page.about.derived.buttons.values()):
        assert part.height() >= part.sizeHint().height(), "nothing is squeezed"
    page.about.lead("pass_rate")
    settle(qapp)
    assert page.about.rate.visibleRegion().boundingRect() == page.about.rate.rect()
    desk.turn("items")
    page.preview.edit("met")
    settle(qapp)
    editor = page.preview.editor
    assert editor.met.visibleRegion().boundingRect() == editor.met.rect(), "the field that leads is seen whole"
    for button in (editor.save, *editor.weight.buttons.values()):
        assert button.height() >= button.sizeHint().height()


def test_name_number_and_pass_rate_are_set_before_it_is_released(desk, world):
    desk.drop(next_version(world))
    desk.turn("about")
    about = desk.page.about
    about.number.setValue(9)
    about.title.setText("某镇企业安全检查表")
    about.rate.setValue(90)
    desk.tap("saveAbout")
    made = forms.form_drafts(world.office)[0].form
    assert (made.id, made.version, made.title, made.pass_rate) == ("enterprise", 9, "某镇企业安全检查表", 90)
    about.number.setValue(1)
    desk.tap("saveAbout")
    desk.tap("releaseForm")
    assert "已经有第" in desk.page.error.text()
    assert len(forms.form_drafts(world.office)) == 1


def test_a_draft_that_was_thrown_away_comes_back(desk, world):
    desk.drop(next_version(world))
    desk.tap("dropForm")
    assert forms.form_drafts(world.office) == []
    desk.tap("dropBack")
    assert len(forms.form_drafts(world.office)) == 1


def test_a_visit_under_way_loses_nothing(desk, world):
    begun = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
    visit.answer_item(world.laptop, begun, DraftAnswer("1-01", Verdict.PASS))
    desk.drop(next_version(world, drop=("1-06",)))
    desk.tap("releaseForm")
    world.carry(world.office, world.laptop)
    opened = visit.open_visit(world.laptop, begun)
    assert opened.form == shipped_form("enterprise")
    assert opened.offered is not None
