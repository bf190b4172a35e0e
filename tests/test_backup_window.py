"""Backups in the window: made at the office and on the laptop, brought back at the first start."""

import pages
import pytest
from pages import Field
from pages_office import OfficeDesk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from world import small_world

from zjg_inspect import app as start
from zjg_inspect.service import backup, lists, setup
from zjg_inspect.store import keys
from zjg_inspect.ui import theme
from zjg_inspect.ui.field.window import FieldWindow
from zjg_inspect.ui.first_start import FirstStart
from zjg_inspect.ui.first_start_restore import RestoreStep
from zjg_inspect.ui.office.window import OfficeWindow
from zjg_inspect.ui.preferences import Preferences


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The backups of an office and of its laptop, and the office's recovery key."""
    root = tmp_path_factory.mktemp("kept")
    world = small_world(root)
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    for db, name in ((world.office, "office"), (world.laptop, "laptop")):
        backup.backup(db, root / f"{name}.zjgbackup")
    secret = keys.read_recovery(world.office.directory)[0]
    world.close()
    return root, secret


@pytest.fixture
def shell(qtbot, qapp, tmp_path):
    """The program's one window on an empty data directory."""
    made = start.Shell(tmp_path / "data", Preferences(tmp_path / "data"))
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: isinstance(made.page, FirstStart) and made.isActiveWindow(), timeout=30000)
    yield made
    made.close()
    if made.db is not None:
        made.db.close()
    theme.apply(qapp)


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def restoring(shell, file):
    """The step in front, with this backup chosen."""
    press(Qt.Key.Key_3)
    step = shell.page.step()
    assert isinstance(step, RestoreStep)
    step.take(file)
    return step


def test_an_office_is_brought_back_at_the_first_start(shell, qtbot, kept, monkeypatch):
    root, secret = kept
    pages.choose_files(monkeypatch, root / "office.zjgbackup")
    press(Qt.Key.Key_3)
    step = shell.page.step()
    press(Qt.Key.Key_Return)
    assert "塘桥镇安监办" in step.chosen()
    assert "每台检查用的电脑都要在“收发”里换一次镇里的名片" in step._becomes.text()
    assert step.key.isVisible()
    step.key.setText(f"{secret[:30]} {secret[30:].lower()}")
    step.key.setFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(shell.page, OfficeWindow), timeout=30000)
    assert len(lists.sealed_visits(shell.db)) == 1
    shell.page.show_page("laptops")
    said = " ".join(label.text() for label in shell.page.page("laptops").own.findChildren(pages.QLabel))
    assert "本办从备份恢复过，编号变了" in said


def test_a_laptop_is_brought_back_and_is_asked_for_no_key(shell, qtbot, kept):
    step = restoring(shell, kept[0] / "laptop.zjgbackup")
    assert not step.key.isVisible()
    assert "要把新名片交给镇里重新接受" in step._becomes.text()
    step.button.click()
    qtbot.waitUntil(lambda: isinstance(shell.page, FieldWindow), timeout=30000)
    assert setup.standing(shell.db).name == "张某的电脑"


def test_a_key_with_a_mistake_is_said_and_the_first_start_goes_on(shell, qtbot, kept):
    root, secret = kept
    step = restoring(shell, root / "office.zjgbackup")
    step.key.setText(secret[:-1])
    step.button.click()
    qtbot.waitUntil(lambda: "恢复钥匙有一处不对" in step.wrong(), timeout=30000)
    assert step.button.isEnabled()
    step.key.setText(secret)
    step.button.click()
    qtbot.waitUntil(lambda: isinstance(shell.page, OfficeWindow), timeout=30000)


def test_a_damaged_backup_is_refused_and_another_role_can_be_chosen(shell, qtbot, kept, tmp_path):
    spoilt = tmp_path / "坏的.zjgbackup"
    spoilt.write_bytes((kept[0] / "office.zjgbackup").read_bytes()[:-2000])
    step = restoring(shell, spoilt)
    assert "“坏的.zjgbackup”不是一份完好的备份" in step.wrong()
    step.button.click()
    assert "还没有选备份" in step.wrong()
    whole = bytearray((kept[0] / "office.zjgbackup").read_bytes())
    whole[len(whole) // 2] ^= 1
    spoilt.write_bytes(whole)
    step.take(spoilt)
    step.button.click()
    qtbot.waitUntil(lambda: "不是一份完好的备份" in step.wrong(), timeout=30000)
    press(Qt.Key.Key_Escape)
    assert shell.page.step() is None
    assert setup.standing(shell.db) is None


def test_stopping_goes_back_to_before(shell, qtbot, kept, monkeypatch):
    def slow(_file, _directory, _recovery, step):
        for done in range(10**9):
            step(done % 100, 100)

    monkeypatch.setattr(backup, "restore", slow)
    step = restoring(shell, kept[0] / "office.zjgbackup")
    step.button.click()
    qtbot.waitUntil(step.progress.isVisible, timeout=30000)
    assert "%" in step.progress.words()
    press(Qt.Key.Key_Escape)
    assert shell.page.step() is step
    step.progress.cancel.click()
    qtbot.waitUntil(lambda: "已停下" in step.wrong(), timeout=30000)
    assert setup.standing(shell.db) is None


def test_the_step_is_chinese_whole_and_reached_by_tab(shell, kept):
    restoring(shell, kept[0] / "office.zjgbackup")
    pages.settle()
    assert pages.foreign_words(shell, allowed=("zjgbackup",)) == []
    assert pages.clipped(shell) == []
    assert pages.unreachable(shell) == []
    assert pages.small_targets(shell) == []
    assert pages.unnamed(shell) == []


# -- making ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(qtbot, qapp, world):
    theme.apply(qapp, office=True)
    yield OfficeDesk(qtbot, world.office)
    theme.apply(qapp)


def test_the_office_makes_a_backup_and_sees_when_the_last_was_made(desk, world, tmp_path, monkeypatch):
    page = desk.go("电脑")
    desk.click(page.own_button)
    section = page.own.backup
    assert section.sentence() == "还没有备份过。"
    pages.choose_folder(monkeypatch, tmp_path)
    section.choose()
    desk.wait()
    assert "已备份并读回比对" in section.sentence()
    assert section.folder_button.isVisible()
    (file,) = tmp_path.glob("*.zjgbackup")
    assert backup.look_at(file).name == "塘桥镇安监办"
    assert "最近一次备份：20" in section._last.text()


def test_a_stick_that_is_gone_is_said_in_place(desk, tmp_path):
    page = desk.go("电脑")
    desk.click(page.own_button)
    page.own.backup.write_to(tmp_path / "gone")
    desk.wait()
    assert "没能写到" in page.own.backup.sentence()


def test_the_laptop_makes_a_backup_and_it_can_be_stopped(qtbot, qapp, world, tmp_path, monkeypatch):
    field = Field(qtbot, world.laptop)
    field.press("Ctrl+4")
    section = field.window.home.exchange.backup
    section.write_to(tmp_path)
    field.until(lambda: "已备份并读回比对" in section.sentence())

    def slow(_db, _file, step):
        for done in range(10**9):
            step(done % 100, 100)

    monkeypatch.setattr(backup, "backup", slow)
    section.write_to(tmp_path)
    field.until(section.progress.isVisible)
    assert field.window.home.is_busy()
    field.press("Esc")
    field.until(lambda: "已停下" in section.sentence())
