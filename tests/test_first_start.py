"""The first start of both roles with real cards, and the window's start: fast, alone, and never with a traceback."""

import subprocess
import sys
from pathlib import Path

import pages
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from world import small_world

from zjg_inspect import app as start
from zjg_inspect.__main__ import main
from zjg_inspect.model import ids
from zjg_inspect.service import setup
from zjg_inspect.ui import logfile, theme
from zjg_inspect.ui.field.window import FieldWindow
from zjg_inspect.ui.first_start import FirstStart
from zjg_inspect.ui.first_start_card import CardStep
from zjg_inspect.ui.first_start_laptop import CompareStep, LaptopStep
from zjg_inspect.ui.first_start_steps import OfficeStep
from zjg_inspect.ui.office.window import OfficeWindow
from zjg_inspect.ui.preferences import Preferences


@pytest.fixture
def shell(qtbot, qapp, tmp_path):
    """The program's one window on an empty data directory, past its first paint."""
    made = opened(qtbot, tmp_path / "data")
    yield made
    made.close()
    if made.db is not None:
        made.db.close()
    theme.apply(qapp)


def opened(qtbot, directory):
    made = start.Shell(directory, Preferences(directory))
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.centralWidget().objectName() != "" and made.isActiveWindow(), timeout=30000)
    return made


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def write(field, text):
    """As from an input method."""
    field.setFocus()
    event = pages.QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def step(shell, qtbot, kind):
    qtbot.waitUntil(lambda: isinstance(shell.page.step(), kind), timeout=30000)
    return shell.page.step()


# -- the office --------------------------------------------------------------------------------------------------------


def test_an_office_gives_its_name_and_mark_by_keyboard_and_saves_its_card(shell, qtbot, tmp_path, monkeypatch):
    assert isinstance(shell.page, FirstStart)
    press(Qt.Key.Key_1)
    office = step(shell, qtbot, OfficeStep)
    write(office.name, "塘桥镇安监办")
    write(office.mark, "张塘核")
    assert office._preview.text().endswith(f"张塘核〔{start_year()}〕A01-0001")
    press(Qt.Key.Key_Return)
    card = step(shell, qtbot, CardStep)
    pages.choose_folder(monkeypatch, tmp_path)
    press(Qt.Key.Key_Return)
    assert "名片已存好" in card.said()
    assert setup.read_card(tmp_path / "塘桥镇安监办.zjgcard", "office").name == "塘桥镇安监办"
    qtbot.waitUntil(card.go_on.hasFocus, timeout=30000)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(shell.page, OfficeWindow), timeout=30000)
    own = setup.standing(shell.db)
    assert (own.role, own.name, own.mark) == ("office", "塘桥镇安监办", "张塘核")


def start_year():
    from zjg_inspect.model.clock import today

    return today().year


def test_what_is_missing_is_said_under_the_field_and_nothing_is_written(shell, qtbot):
    press(Qt.Key.Key_1)
    office = step(shell, qtbot, OfficeStep)
    press(Qt.Key.Key_Return)
    assert "写上办公室的名称" in office.wrong()
    write(office.name, "塘桥镇安监办")
    assert office.wrong() == ""
    press(Qt.Key.Key_Return)
    assert "编号前的字" in office.wrong()
    assert office.mark.hasFocus()
    press(Qt.Key.Key_Escape)
    assert shell.page.step() is None
    assert setup.standing(shell.db) is None


# -- the laptop --------------------------------------------------------------------------------------------------------


@pytest.fixture
def office_card(tmp_path):
    office = setup.open_data(tmp_path / "office")
    setup.become_office(office, "塘桥镇安监办", "张塘核")
    path = setup.write_card(office, tmp_path)
    office.close()
    return path


def test_a_laptop_takes_the_offices_card_and_hands_over_its_own(shell, qtbot, office_card, tmp_path, monkeypatch):
    press(Qt.Key.Key_2)
    laptop = step(shell, qtbot, LaptopStep)
    write(laptop.name, "张某")
    pages.choose_files(monkeypatch, office_card)
    laptop.choose_button.click()
    assert laptop.chosen() == "已选：塘桥镇安监办"
    laptop.button.click()
    step(shell, qtbot, CompareStep).button.click()
    card = step(shell, qtbot, CardStep)
    assert card.number.number() == setup.own_card(shell.db).fingerprint
    card.save_to(tmp_path)
    assert setup.read_card(tmp_path / "张某.zjgcard", "field").name == "张某"
    card.go_on.click()
    qtbot.waitUntil(lambda: isinstance(shell.page, FieldWindow), timeout=30000)
    assert setup.standing(shell.db).card.name == "塘桥镇安监办"


def test_both_numbers_are_compared_and_enter_alone_takes_no_card(shell, qtbot, office_card):
    press(Qt.Key.Key_2)
    laptop = step(shell, qtbot, LaptopStep)
    laptop.take(office_card)
    write(laptop.name, "张某")
    press(Qt.Key.Key_Return)
    compare = step(shell, qtbot, CompareStep)
    assert compare.office_number.number() == setup.read_card(office_card, "office").fingerprint
    assert compare.own_number.number() == ids.fingerprint(shell.db.key.public)
    assert "塘桥镇安监办" in compare.office_number.accessibleName()
    press(Qt.Key.Key_Return)
    laptop = step(shell, qtbot, LaptopStep)
    assert setup.standing(shell.db) is None
    assert (laptop.name.text(), laptop.chosen()) == ("张某", "已选：塘桥镇安监办")
    press(Qt.Key.Key_Return)
    step(shell, qtbot, CompareStep)
    press(Qt.Key.Key_Escape)
    step(shell, qtbot, LaptopStep)
    press(Qt.Key.Key_Return)
    step(shell, qtbot, CompareStep)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    step(shell, qtbot, CardStep)
    assert setup.standing(shell.db).card.name == "塘桥镇安监办"


def test_the_card_that_was_compared_is_taken_whatever_lies_in_its_place_meanwhile(shell, qtbot, office_card, tmp_path):
    press(Qt.Key.Key_2)
    laptop = step(shell, qtbot, LaptopStep)
    laptop.take(office_card)
    compared = setup.read_card(office_card, "office")
    with setup.open_data(tmp_path / "other") as other:
        setup.become_office(other, "塘桥镇安监办", "张塘核")
        setup.write_card(other, office_card.parent)
    write(laptop.name, "张某")
    laptop.button.click()
    step(shell, qtbot, CompareStep).button.click()
    step(shell, qtbot, CardStep)
    assert setup.standing(shell.db).card == compared


def test_what_a_telephone_reads_from_the_screen_is_the_card(shell, qtbot, office_card, tmp_path):
    press(Qt.Key.Key_2)
    laptop = step(shell, qtbot, LaptopStep)
    laptop.take(office_card)
    write(laptop.name, "张某")
    laptop.button.click()
    step(shell, qtbot, CompareStep).button.click()
    card = step(shell, qtbot, CardStep)
    qtbot.waitUntil(card.code.isVisible, timeout=30000)
    carried = tmp_path / "手机发来的.zjgcard"
    carried.write_text(pages.read_code(card.code), encoding="utf-8")
    assert setup.read_card(carried, "field") == setup.own_card(shell.db)


def test_a_card_can_be_dropped(shell, qtbot, office_card):
    press(Qt.Key.Key_2)
    laptop = step(shell, qtbot, LaptopStep)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(office_card))])
    drop = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    laptop.dropEvent(drop)
    assert laptop.chosen() == "已选：塘桥镇安监办"


def cut(card):
    card.write_bytes(card.read_bytes()[:-40])


def forge(card):
    card.write_text(card.read_text(encoding="utf-8").replace("塘桥镇安监办", "别的安监办"), encoding="utf-8")


@pytest.mark.parametrize("spoil", [cut, forge], ids=["cut", "forged"])
def test_a_spoilt_card_is_refused_in_a_sentence_and_nothing_is_written(shell, qtbot, office_card, spoil):
    spoil(office_card)
    press(Qt.Key.Key_2)
    laptop = step(shell, qtbot, LaptopStep)
    laptop.take(office_card)
    assert "不是一张完好的名片" in laptop.wrong()
    assert laptop.chosen() == "还没有选"
    write(laptop.name, "张某")
    laptop.button.click()
    assert "还没有镇安监办的名片" in laptop.wrong()
    assert setup.standing(shell.db) is None


def test_a_laptops_card_in_place_of_the_offices_is_refused_by_name(shell, qtbot, tmp_path):
    world = small_world(tmp_path / "world")
    own = setup.write_card(world.laptop, world.stick)
    press(Qt.Key.Key_2)
    laptop = step(shell, qtbot, LaptopStep)
    laptop.take(own)
    assert "检查用的名片" in laptop.wrong()
    world.close()


def test_a_card_that_cannot_be_saved_is_said_in_place(shell, qtbot, tmp_path):
    press(Qt.Key.Key_1)
    office = step(shell, qtbot, OfficeStep)
    office.name.setText("塘桥镇安监办")
    office.mark.setText("张塘核")
    office.button.click()
    card = step(shell, qtbot, CardStep)
    card.save_to(tmp_path / "gone")
    assert "没能写到" in card.wrong()


def test_the_first_start_is_chinese_whole_and_reached_by_tab(shell, qtbot):
    for key in (None, Qt.Key.Key_1, Qt.Key.Key_2):
        if key is not None:
            shell.page._back()
            press(key)
        all_is_well(shell)


def test_comparing_and_the_own_card_are_whole_and_reached_by_tab(shell, qtbot, office_card):
    press(Qt.Key.Key_2)
    laptop = step(shell, qtbot, LaptopStep)
    laptop.take(office_card)
    write(laptop.name, "张某")
    laptop.button.click()
    compare = step(shell, qtbot, CompareStep)
    all_is_well(shell)
    compare.button.click()
    step(shell, qtbot, CardStep)
    all_is_well(shell)


def all_is_well(shell):
    pages.settle()
    assert pages.foreign_words(shell) == []
    assert pages.clipped(shell) == []
    assert pages.unreachable(shell) == []
    assert pages.small_targets(shell) == []
    assert pages.unnamed(shell) == []


# -- the start of the window -------------------------------------------------------------------------------------------


def test_the_next_start_knows_who_it_is(qtbot, qapp, tmp_path):
    world = small_world(tmp_path)
    directory = world.laptop.directory
    world.close()
    shell = opened(qtbot, directory)
    assert isinstance(shell.page, FieldWindow)
    assert "张某的电脑" in shell.windowTitle()
    shell.close()
    shell.db.close()


def test_a_second_window_on_the_same_data_says_so_and_can_only_leave(qtbot, qapp, tmp_path):
    held = setup.open_data(tmp_path / "data")
    shell = opened(qtbot, tmp_path / "data")
    assert shell.centralWidget().objectName() == "sorry"
    assert "已在另一个窗口打开" in shell.centralWidget()._label.text()
    shell.centralWidget().findChild(pages.QAbstractButton, "leave").click()
    qtbot.waitUntil(lambda: not shell.isVisible(), timeout=30000)
    held.close()


def test_what_was_not_foreseen_goes_to_the_log_and_a_quiet_line(qtbot, qapp, tmp_path):
    world = small_world(tmp_path)
    directory = world.laptop.directory
    world.close()
    shell = opened(qtbot, directory)
    try:
        raise ZeroDivisionError("deep inside")
    except ZeroDivisionError as error:
        start._hook(shell)(type(error), error, error.__traceback__)
    assert "没料到" in shell.page.quiet.text()
    assert "Traceback" not in shell.page.quiet.text()
    assert "deep inside" in (directory / logfile.NAME).read_text(encoding="utf-8")
    shell.close()
    shell.db.close()


BARE = """
import enum, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from zjg_inspect import app
from zjg_inspect.__main__ import main

def look(shell):
    kinds = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
    print(sorted(set(sys.modules) & set(heavy.split(","))))
    print([each.__qualname__ for kind in kinds for each in kind.__subclasses__() if each.__qualname__[:3] == "Qt."])
    shell.close()

app.Shell._open = look
heavy = sys.argv.pop()
sys.exit(main())
"""


@pytest.mark.parametrize("given", [("--data", "{}"), ("--data={}",)], ids=["at once", "by the command line"])
def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path, given):
    heavy = "sqlalchemy,openpyxl,reportlab,PIL,pypinyin,alembic,python_calamine,pypdfium2,segno,cryptography"
    if len(given) == 2:
        # the way everybody starts it: not even the verbs
        heavy += ",zjg_inspect.cli,zjg_inspect.errors"
    root = Path(start.__file__).resolve().parent.parent
    command = [sys.executable, "-c", BARE, *(each.format(tmp_path) for each in given), heavy]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["[]", "[]"]


@pytest.mark.parametrize("wrong", ["", "--json"])
def test_a_folder_that_is_none_is_a_usage_error(wrong, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["zjg-inspect", "--data", wrong])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "--data" in capsys.readouterr().err
