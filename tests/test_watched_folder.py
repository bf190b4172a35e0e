"""The watched folder in the office's window: what arrives is taken in by itself, answered, and put away."""

import shutil
import threading

import pages
import pytest
from intake_world import cut, sent, visits
from pages_office import OfficeDesk
from world import copied, small_world

from zjg_inspect import errors
from zjg_inspect.service import exchange, intake
from zjg_inspect.service.doctor import doctor
from zjg_inspect.ui import sticks, theme
from zjg_inspect.ui.office import folder_watch
from zjg_inspect.ui.sticks import Stick

pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two bundles of one laptop are on their way."""
    world = small_world(tmp_path_factory.mktemp("built"))
    world.bundles = [sent(world, name) for name in ("甲五金厂", "乙机械厂")]
    world.close()
    return world


@pytest.fixture
def world(built, tmp_path):
    own = copied(built, tmp_path / "world")
    own.bundles = [own.stick / path.name for path in built.bundles]
    yield own
    own.close()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "收件夹"
    made.mkdir()
    return made


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """The same timers, quicker."""
    monkeypatch.setattr(folder_watch, "SOON_MS", 5)
    monkeypatch.setattr(folder_watch, "WAITING_MS", 20)
    monkeypatch.setattr(folder_watch, "IDLE_MS", 200)


class Inbox:
    """Somebody at the office's computer, with a folder that is watched."""

    def __init__(self, qtbot, world, monkeypatch, folder=None, size=(1366, 768)):
        self.desk = OfficeDesk(qtbot, world.office, size)
        self.watch = self.desk.window.desk.watch
        self.page = self.desk.go("收件")
        if folder is not None:
            pages.choose_folder(monkeypatch, folder)
            self.desk.click(self.page.watching.button)

    def until(self, condition):
        self.desk.bot.waitUntil(condition, timeout=30_000)
        self.desk.wait()

    def report(self):
        return self.desk.report() if self.page.table.values() else []

    def says(self):
        return self.page.watching.sentence()

    def at_rest(self):
        """All that is there has been looked at."""
        self.until(lambda: not self.watch.is_busy() and not self.watch.wrong)


@pytest.fixture
def inbox(qtbot, world, monkeypatch, folder):
    return Inbox(qtbot, world, monkeypatch, folder)


def names(folder, where=""):
    return sorted(path.name for path in (folder / where).iterdir() if path.is_file())


# -- what arrives ------------------------------------------------------------------------------------------------------


def test_a_bundle_is_taken_in_answered_and_put_away_by_itself(inbox, world, folder):
    assert inbox.says() == f"正在看着“{folder}”，放进来就收。"
    shutil.copy(world.bundles[0], folder)
    inbox.until(lambda: inbox.report() == [("已收", "张某的电脑 第 1 包")])
    assert visits(world) == {"甲五金厂"}
    assert inbox.desk.count_at("审核") == 1
    assert inbox.page._card.words()[0] == "放进文件夹、自己收的"
    inbox.at_rest()
    assert (names(folder), names(folder, "已收")) == ([], [world.bundles[0].name])
    (reply,) = (folder / "回执").iterdir()
    (home,) = exchange.import_bundles(world.laptop, [reply])
    assert home.error is None
    # the next one of the day stands under it
    shutil.copy(world.bundles[1], folder)
    inbox.until(lambda: [whose for _, whose in inbox.report()] == ["张某的电脑 第 1 包", "张某的电脑 第 2 包"])


def test_what_one_look_found_is_one_report_also_after_a_restart(qtbot, world, folder, monkeypatch):
    for path in world.bundles:
        shutil.copy(path, folder)
    first = Inbox(qtbot, world, monkeypatch, folder)
    first.until(lambda: len(first.report()) == 2)
    first.watch.watch(None)
    shown = first.report()
    second = Inbox(qtbot, world, monkeypatch)
    assert second.page._card.words()[0] == "上次收的一批"
    assert second.report() == shown


def test_a_file_that_grows_is_waited_for_and_taken_when_it_is_whole(inbox, world, folder):
    data = world.bundles[0].read_bytes()
    with open(folder / "慢.zjgb", "wb", buffering=0) as file:
        file.write(data[: len(data) // 2])
        inbox.until(lambda: "还没写完" in inbox.says())
        assert inbox.says() == f"正在看着“{folder}”：慢.zjgb 还没写完，写完就收。"
        assert inbox.report() == []
        file.write(data[len(data) // 2 :])
    inbox.until(lambda: inbox.report() == [("已收", "张某的电脑 第 1 包")])
    assert inbox.says() == f"正在看着“{folder}”，放进来就收。"


def test_a_file_that_stays_cut_is_put_aside_and_rescued_from_there(inbox, world, folder, monkeypatch):
    monkeypatch.setattr(intake, "STILL", 0.05)
    cut(world.bundles[0], folder / "断了.zjgb")
    inbox.until(lambda: inbox.report() == [("未收", "断了")])
    assert names(folder, "未收") == ["断了.zjgb", "断了.zjgb.txt"]
    assert visits(world) == set()
    inbox.desk.press(inbox.page.table, inbox.desk.reports()[0])
    assert inbox.report()[1][0] == "已收"
    assert doctor(world.office).ok


def test_what_cannot_be_answered_stays_and_is_taken_up_again(inbox, world, folder, monkeypatch):
    def no_room(*_):
        raise errors.DiskFull(path=str(folder / "回执"))

    monkeypatch.setattr(exchange, "export_bundle", no_room)
    shutil.copy(world.bundles[0], folder / "甲.zjgb")
    inbox.until(lambda: "它留在原处" in inbox.page.sentence())
    assert inbox.page.sentence().startswith("甲.zjgb：")
    assert (names(folder), visits(world)) == (["甲.zjgb"], {"甲五金厂"})
    monkeypatch.undo()
    inbox.until(lambda: names(folder) == [])
    assert (names(folder, "已收"), len(names(folder, "回执"))) == (["甲.zjgb"], 1)


# -- the folder itself -------------------------------------------------------------------------------------------------


def test_a_folder_that_goes_away_is_said_once_and_taken_up_when_it_is_back(inbox, world, folder):
    inbox.at_rest()
    inbox.desk.go("看板")
    elsewhere = folder.rename(folder.with_name("拔走了"))
    inbox.until(lambda: inbox.watch.wrong is not None)
    assert inbox.desk.told() == f"看着的文件夹“{folder}”现在看不到，别的照常。它一回来就接着收。"
    inbox.desk.window.quiet.put_away()
    for _ in range(3):
        inbox.watch.look()
        inbox.desk.wait()
    assert inbox.desk.told() == ""
    shutil.copy(world.bundles[0], elsewhere)
    elsewhere.rename(folder)
    inbox.until(lambda: visits(world) == {"甲五金厂"})
    inbox.at_rest()
    assert inbox.says() == f"正在看着“{folder}”，放进来就收。"


def test_nobody_listens_to_a_stick_so_that_it_can_be_ejected(qtbot, world, folder, monkeypatch):
    monkeypatch.setattr(sticks, "sticks", lambda: [Stick("金士顿", folder.parent, -1, True)])
    inbox = Inbox(qtbot, world, monkeypatch, folder)
    shutil.copy(world.bundles[0], folder)
    inbox.until(lambda: inbox.report() == [("已收", "张某的电脑 第 1 包")])
    assert inbox.watch._watcher.directories() == []


def test_it_is_watched_again_after_a_restart(qtbot, world, folder, monkeypatch):
    before = Inbox(qtbot, world, monkeypatch, folder)
    before.at_rest()
    before.desk.window.shut()
    before.watch.timer.stop()
    shutil.copy(world.bundles[0], folder)
    after = Inbox(qtbot, world, monkeypatch)
    after.until(lambda: after.report() == [("已收", "张某的电脑 第 1 包")])
    assert after.says() == f"正在看着“{folder}”，放进来就收。"


def test_a_window_that_closes_meanwhile_leaves_the_rest_for_the_next_start(qtbot, world, folder, monkeypatch):
    for number, path in enumerate(world.bundles):
        shutil.copy(path, folder / f"{number}.zjgb")
    take, begun, closing = exchange.import_bundles, threading.Event(), threading.Event()

    def slow(db, files, **more):
        begun.set()
        assert closing.wait(60)
        return take(db, files, **more)

    monkeypatch.setattr(exchange, "import_bundles", slow)
    first = Inbox(qtbot, world, monkeypatch)
    first.watch.watch(folder)
    first.desk.bot.waitUntil(begun.is_set, timeout=30_000)
    first.watch._task.cancel()
    closing.set()
    first.desk.window.shut()
    first.watch.timer.stop()
    assert (visits(world), names(folder)) == ({"甲五金厂"}, ["1.zjgb"])
    second = Inbox(qtbot, world, monkeypatch)
    second.until(lambda: names(folder) == [])
    assert visits(world) == {"甲五金厂", "乙机械厂"}
    assert doctor(world.office).ok


def test_it_goes_on_through_another_size_of_words(inbox, world, folder, qapp):
    inbox.desk.window._zoom(1)
    inbox.desk.wait()
    inbox.page = inbox.desk.go("收件")
    shutil.copy(world.bundles[0], folder)
    inbox.until(lambda: inbox.report() == [("已收", "张某的电脑 第 1 包")])
    inbox.desk.window._zoom(0)
    assert inbox.desk.report() == [("已收", "张某的电脑 第 1 包")]


def test_nobody_watches_any_more_once_that_is_said(inbox, world, folder):
    inbox.at_rest()
    inbox.desk.click(inbox.page.watching.stop_button)
    assert inbox.says().startswith("可以看着一个文件夹：")
    shutil.copy(world.bundles[0], folder)
    inbox.watch.look_soon()
    inbox.desk.wait()
    assert (names(folder), inbox.watch.timer.isActive()) == ([world.bundles[0].name], False)


def test_folders_that_hold_other_things_are_not_watched(qtbot, world, tmp_path, monkeypatch):
    stick = tmp_path / "金士顿"
    stick.mkdir()
    inbox = Inbox(qtbot, world, monkeypatch, world.office.directory)
    assert inbox.says().startswith("这是本程序放数据的地方")
    inbox.desk.window.desk.preferences.remember_folder("export", stick)
    pages.choose_folder(monkeypatch, stick)
    inbox.desk.click(inbox.page.watching.button)
    assert inbox.says().startswith("给网格员的包也写在这里")
    assert inbox.watch.folder is None


def test_nothing_is_written_for_laptops_into_the_watched_folder(inbox, folder):
    inbox.page.write_to(folder)
    inbox.desk.wait()
    assert inbox.page.writing.sentence().startswith("这个文件夹正看着收件")
    assert list(folder.glob("*.zjgb")) == []


# -- how it looks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "size"), pages.LOOKS)
def test_nothing_is_clipped_and_everything_is_reached(qtbot, qapp, world, folder, monkeypatch, size, name):
    theme.apply(qapp, name, office=True)
    try:
        inbox = Inbox(qtbot, world, monkeypatch, world.office.directory, size)
        good(inbox)
        inbox = Inbox(qtbot, world, monkeypatch, folder, size)
        inbox.at_rest()
        good(inbox)
        folder.rename(folder.with_name("拔走了"))
        inbox.until(lambda: inbox.watch.wrong is not None)
        good(inbox)
    finally:
        theme.apply(qapp, office=True)


def good(inbox):
    pages.settle()
    assert pages.clipped(inbox.page) == []
    assert pages.unreachable(inbox.page) == []
    assert pages.unnamed(inbox.page) == []
