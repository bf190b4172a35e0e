"""A register from Excel at the office's window: rehearsed, put right in place, taken in, taken back, written out."""

import threading

import pytest
from msgspec.structs import replace
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from roster_book import HEADINGS, a_code, a_row, saved

from zjg_inspect.service import lists, register, roster_import, setup
from zjg_inspect.service.author import Making, make

pytestmark = pytest.mark.usefixtures("office_look")

A, B, C = (a_row(name=name, code=a_code(n)) for n, name in enumerate(("甲厂", "乙厂", "丙厂"), 1))


class Rehearsal:
    """Somebody at 登记 with a register in Excel."""

    def __init__(self, qtbot, db, folder):
        self.db, self.folder = db, folder
        self.desk = OfficeDesk(qtbot, db)
        self.page = self.desk.go("登记")
        self.importing = self.page.importing
        self.view = self.importing.view

    def drops(self, *rows, headings=HEADINGS, name="底数表.xlsx"):
        self.desk.drop(saved(self.folder / name, ("底数表", [["2022年企业底数摸排表"], headings, *rows])))
        return self

    @property
    def tabs(self):
        return {button.text(): button.count for button in self.view.tabs.buttons.values()}

    def opens(self, tab):
        return self.desk.click(next(b for b in self.view.tabs.buttons.values() if b.text() == tab))

    def shown(self, part):
        """The table's cells, as they are read."""
        rows = part.table.rows
        return [
            [rows.index(row, column).data() for column in range(rows.columnCount())] for row in range(rows.rowCount())
        ]

    def types_over(self, part, row, column, text):
        """In place, by the keyboard."""
        part.table.edit_cell(row, column)
        editor = part.table.findChild(QLineEdit)
        editor.selectAll()
        type_into(editor, text)
        self.desk.bot.keyClick(editor, Qt.Key.Key_Return)
        self.desk.wait()

    def in_the_register(self):
        return sorted(row.name for row in lists.enterprises(self.db, ""))


@pytest.fixture
def office(qtbot, tmp_path):
    with setup.open_data(tmp_path / "office") as db:
        setup.become_office(db, "乐余镇安监办", "乐余核")
        register.load_roster(db, saved(tmp_path / "去年.xlsx", ("底数表", [HEADINGS, A, B])))
        yield Rehearsal(qtbot, db, tmp_path)


def test_nothing_is_taken_in_before_a_person_says_so(office):
    office.drops(a_row(name="甲厂", code=a_code(1), headcount=48), C)
    assert office.tabs == {"列": 0, "要看的格": 0, "新": 1, "有变化": 1, "不在表里": 1, "未变": 0}
    assert office.view.tab() == "new"
    assert office.shown(office.view.changed) == [["3", "甲厂", "扶海村", "从业人数 80 → 48", ""]]
    assert office.in_the_register() == ["乙厂", "甲厂"]
    assert office.view.main.text() == "收入 2 家"
    office.desk.click(office.view.back)
    assert office.in_the_register() == ["乙厂", "甲厂"]


def test_a_wrong_cell_is_put_right_in_place_and_the_row_is_taken(office):
    wrong, doubtful = a_row(name="丙厂", code=a_code(3)[:-1]), a_row(name="丁厂", code=a_code(4), headcount="约二十人")
    office.drops(A, B, wrong, doubtful)
    assert office.view.tab() == "cells"
    first, second = office.shown(office.view.cells)
    assert first[:4] == ["5", "丙厂", "统一社会信用代码", a_code(3)[:-1]]
    assert first[4].startswith("未收：信用代码")
    assert second[4] == "留空：“约二十人”不是确定的人数"
    office.types_over(office.view.cells, 0, 5, a_code(3))
    office.types_over(office.view.cells, 1, 5, "20")
    assert [row[4:] for row in office.shown(office.view.cells)] == [["改好了", a_code(3)], ["改好了", "20"]]
    assert office.tabs["要看的格"] == 0
    assert office.view.sums.text() == "4 行 = 新 2 + 有变化 0 + 未变 2 + 未收 0"
    office.desk.click(office.view.main)
    assert office.in_the_register() == ["丁厂", "丙厂", "乙厂", "甲厂"]


def test_a_correction_is_taken_back(office):
    office.drops(A, B, a_row(name="丙厂", code="办理中"))
    office.view.cells.table.selectRow(0)
    office.desk.click(office.view.cells.blank)
    assert office.tabs["新"] == 1
    office.view.cells.table.selectRow(0)
    office.desk.click(office.view.cells.back)
    assert (office.tabs["新"], office.tabs["要看的格"]) == (0, 1)


def test_a_new_name_of_a_known_enterprise_is_said_to_be_one(office):
    office.drops(a_row(name="甲新厂", code=a_code(1)), B)
    office.view.cells.table.selectRow(0)
    assert "“甲厂”" in office.view.cells.whole.text()
    office.desk.click(office.view.cells.same)
    assert office.shown(office.view.changed)[0][3] == "企业名称 甲厂 → 甲新厂"
    assert office.shown(office.view.cells)[0][4] == "改好了，是同一家"


def test_a_village_that_is_a_slip_of_the_hand_is_said_and_typed_over(office):
    office.drops(A, B, a_row(name="丙厂", code=a_code(3), village="扶海付"))
    assert "扶海付（1 家）" in office.view.note.text()
    office.opens("新")
    office.types_over(office.view.new, 0, 2, "扶海村")
    assert office.view.note.isHidden()
    assert office.shown(office.view.new)[0][2] == "扶海村"


def test_headings_that_say_nothing_are_mapped_by_hand(office):
    headings = ["编号", "哪个村", "厂名", "多少人", "信用代码", "区镇"]
    office.drops([1, "扶海村", "丙厂", 12, a_code(3), "乐余镇"], headings=headings)
    assert office.view.tab() == "columns"
    assert "村（社区）、企业名称" in office.view.note.text()
    assert not office.view.main.isEnabled()
    for index, label in ((1, "村（社区）"), (2, "企业名称"), (3, "从业人数")):
        box = office.view.columns.boxes[index]
        box.setCurrentIndex(box.findText(label))
        box.activated.emit(box.currentIndex())
        office.desk.wait()
    assert (office.tabs["列"], office.tabs["新"]) == (0, 1)
    assert office.shown(office.view.new)[0][1:5] == ["丙厂", "扶海村", a_code(3), "12"]


def test_a_township_that_has_no_column_is_the_same_for_all_rows(office):
    office.drops([1, "扶海村", "丙厂", a_code(3)], headings=["序号", "村", "企业名称", "信用代码"])
    line = office.view.columns.fields["township"]
    type_into(line, "乐余镇")
    office.desk.bot.keyClick(line, Qt.Key.Key_Return)
    office.desk.wait()
    assert office.tabs["新"] == 1


def test_those_not_listed_are_closed_only_where_a_person_says_so(office):
    office.drops(C)
    office.opens("不在表里")
    names = [row[0] for row in office.shown(office.view.gone)]
    office.view.gone.table.selectRow(names.index("乙厂"))
    office.desk.click(office.view.gone.buttons["deregistered"])
    assert office.shown(office.view.gone)[names.index("乙厂")][3].startswith("注销，")
    assert office.view.main.text() == "收入 2 家"
    office.desk.click(office.view.main)
    assert "注销或搬迁 1 家" in office.importing.line.words()
    rows = {row.name: row.id for row in lists.enterprises(office.db, "")}
    states = [register.enterprise_details(office.db, rows[name])[0].state for name in ("乙厂", "甲厂")]
    assert states == ["deregistered", "active"]


def test_the_whole_import_is_taken_back_at_the_line(office):
    office.drops(a_row(name="甲厂", code=a_code(1), headcount=48), B, C)
    office.desk.click(office.view.main)
    assert office.in_the_register() == ["丙厂", "乙厂", "甲厂"]
    office.desk.click(office.importing.line.undo_button)
    assert office.in_the_register() == ["乙厂", "甲厂"]
    assert office.desk.told() == (
        "已撤销“底数表.xlsx”的导入：1 家不再登记，1 家恢复原样。再导入一次，还是原来那些企业。"
    )
    assert office.importing.line.isHidden()


def test_what_was_put_right_by_hand_is_kept_while_something_else_is_looked_at(office):
    office.drops(a_row(name="甲厂", code=a_code(1), headcount="约二十人"), C)
    office.types_over(office.view.cells, 0, 5, "20")
    office.opens("不在表里")
    office.view.gone.table.selectRow(0)
    office.desk.click(office.view.gone.buttons["moved"])
    office.desk.click(office.view.back)
    office.desk.go("看板")
    office.desk.window._zoom(1)
    office.desk.wait()
    office.page = office.desk.go("登记")
    office.importing, office.view = office.page.importing, office.page.importing.view
    office.desk.click(office.importing.resume_button)
    assert office.view.tab() == "gone"
    assert office.shown(office.view.gone)[0][3].startswith("搬迁，")
    assert office.shown(office.view.cells)[0][4:] == ["改好了", "20"]
    office.desk.click(office.view.main)
    assert office.importing.resume_button.isHidden()
    assert "有变化 1 家，注销或搬迁 1 家" in office.importing.line.words()


def test_what_was_put_right_by_hand_is_there_after_the_program_was_started_anew(office, qtbot):
    rows = a_row(name="甲厂", code=a_code(1), headcount="约二十人"), C
    office.drops(*rows)
    office.types_over(office.view.cells, 0, 5, "20")
    office.view.gone.table.selectRow(0)
    office.opens("不在表里")
    office.desk.click(office.view.gone.buttons["moved"])
    anew = Rehearsal(qtbot, office.db, office.folder)
    anew.desk.drop(office.folder / "底数表.xlsx")
    assert anew.shown(anew.view.cells)[0][4:] == ["改好了", "20"]
    assert anew.shown(anew.view.gone)[0][3].startswith("搬迁，")
    # another file has nothing to do with it
    anew.drops(*rows, B)
    assert anew.shown(anew.view.cells)[0][4].startswith("留空")


def test_a_second_file_takes_the_place_of_the_first_while_that_is_being_read(office):
    first = saved(office.folder / "一.xlsx", ("底数表", [HEADINGS, A, B, C]))
    second = saved(office.folder / "二.xlsx", ("底数表", [HEADINGS, A]))
    office.importing.load(first)
    office.importing.load(second)
    office.desk.wait()
    assert office.view.sums.text() == "1 行 = 新 0 + 有变化 0 + 未变 1 + 未收 0"
    assert office.importing.error.text() == ""


def test_reading_is_stopped(office, monkeypatch):
    stopped, read = threading.Event(), roster_import.open_book
    monkeypatch.setattr(roster_import, "open_book", lambda file: stopped.wait(20) and read(file))
    office.importing.load(saved(office.folder / "一.xlsx", ("底数表", [HEADINGS, A, B, C])))
    office.view.progress.cancelled.emit()
    stopped.set()
    office.desk.wait()
    assert office.importing.error.text().startswith("已停下")
    assert office.page.list.isVisible()


def test_what_was_changed_since_keeps_the_import_from_being_taken_back(office):
    office.drops(A, B, C)
    office.desk.click(office.view.main)
    row = next(row for row in lists.enterprises(office.db, "") if row.name == "丙厂")
    site, _ = register.enterprise_details(office.db, row.id)
    with office.db.write() as conn:
        make(conn, office.db, [Making("enterprise", row.id, replace(site, phone="139"))])
    office.desk.click(office.importing.line.undo_button)
    assert "“丙厂”又改过" in office.importing.error.text()
    assert "丙厂" in office.in_the_register()


def test_the_line_is_put_away_and_the_report_stays_within_reach(office):
    office.drops(A, B, C)
    office.desk.click(office.view.main)
    office.desk.click(office.importing.line.close_button)
    office.page.refresh()
    assert office.importing.line.isHidden()
    office.desk.click(office.importing.report_button)
    assert office.importing.report.words() == "3 行 = 新 1 + 有变化 0 + 未变 2 + 未收 0"
    # beside its report it can still be taken back
    office.desk.click(office.importing.line.undo_button)
    assert office.in_the_register() == ["乙厂", "甲厂"]


def test_typing_begins_with_what_stands_in_the_sheet(office):
    office.drops(A, B, a_row(name="丙厂", code=a_code(3)[:-1]))
    table = office.view.cells.table
    assert QApplication.focusWidget() is table
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        office.desk.bot.keyClick(table, key)
    editor = table.findChild(QLineEdit)
    assert editor.text() == a_code(3)[:-1]
    editor.end(False)
    type_into(editor, a_code(3)[-1])
    office.desk.bot.keyClick(editor, Qt.Key.Key_Return)
    office.desk.wait()
    assert office.tabs["新"] == 1


def test_a_register_that_changed_meanwhile_is_rehearsed_anew(office, tmp_path):
    office.drops(a_row(name="甲厂", code=a_code(1), headcount=48), B)
    other = a_row(name="甲厂", code=a_code(1), headcount=30)
    register.load_roster(office.db, saved(tmp_path / "别的.xlsx", ("底数表", [HEADINGS, other, B])))
    office.desk.click(office.view.main)
    assert "“甲厂”改过" in office.view.error.text()
    assert office.shown(office.view.changed)[0][3] == "从业人数 30 → 48"
    office.desk.click(office.view.main)
    assert "有变化 1 家" in office.importing.line.words()


def test_the_register_is_written_out_and_changes_nothing_when_it_comes_back(office, tmp_path):
    office.importing.export(tmp_path / "导出.xlsx")
    office.desk.wait()
    assert "2 家已写到“导出.xlsx”" in office.desk.told()
    office.desk.drop(tmp_path / "导出.xlsx")
    assert office.view.sums.text() == "2 行 = 新 0 + 有变化 0 + 未变 2 + 未收 0"
    assert not office.view.main.isEnabled()


def test_taking_in_by_the_keyboard(office):
    office.drops(A, B, C)
    office.desk.bot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.desk.wait()
    assert "丙厂" in office.in_the_register()
