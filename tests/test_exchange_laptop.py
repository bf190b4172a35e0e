"""Handing over and taking in at the laptop: what is said before and after, sticks that fail, bundles that are news."""

import errno
import os
import shutil
from datetime import timedelta

import pages
import pytest
from pages import Field
from sync_story import story, visit_with_photos
from world import photo, small_world

from zjg_inspect import errors
from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import assignments, exchange, lists, review
from zjg_inspect.store import media
from zjg_inspect.ui import sticks, theme
from zjg_inspect.ui.stick_words import not_written
from zjg_inspect.ui.sticks import Stick


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One visit on its way (丙), one unsent with a major hazard and a photo (己), six that have come or came back."""
    one, two = story(tmp_path_factory.mktemp("built"))
    one.close()
    two.laptop.close()
    return one


@pytest.fixture
def stick(tmp_path):
    made = tmp_path / "金士顿"
    made.mkdir()
    return made


def panel(field):
    return field.window.home.hand_over


def said_before(field):
    """The lines of what would be written now."""
    return [fact.words() for fact in (panel(field)._what, panel(field)._majors, panel(field)._again)]


def write(field, stick):
    panel(field).write_to(stick)
    field.until(lambda: not panel(field).is_busy())
    return field.written()


def bundles(stick):
    return sorted(path.name for path in stick.iterdir())


# -- handing over ----------------------------------------------------------------------------------------------------


def test_before_writing_it_says_what_will_be_on_the_stick(field):
    assert said_before(field) == ["1 次检查 · 1 张照片", "重大 1 条，在最前", "等回执的 1 次"]
    assert panel(field).awaited.words() == ["待回执 1 次", f"第 2 包，1 次检查，{today():%m-%d} 写的"]
    assert panel(field).button.kind() == "main"


def test_after_writing_it_says_what_is_on_it_and_that_the_receipt_is_awaited(field, stick):
    said = write(field, stick)
    assert said.startswith("已写入并读回比对：1 次检查、1 张照片，等回执的 1 次也一起带上了。")
    assert said.endswith(f"文件是“{bundles(stick)[0]}”。等镇里的回执，期间本机留底。")
    assert said_before(field) == ["没有新的检查", "", "等回执的 2 次"]
    assert panel(field).awaited.words()[0] == "待回执 2 次"
    assert (panel(field).button.text(), panel(field).button.kind()) == ("再写一份", "plain")


def test_a_stick_that_was_lost_is_written_again_and_the_receipt_ends_it(field, world, stick):
    write(field, stick)
    shutil.rmtree(stick)
    stick.mkdir()
    assert write(field, stick).startswith("已写入并读回比对：等回执的 2 次又带了一份。")
    (report,) = exchange.import_bundles(world.office, [stick / bundles(stick)[0]])
    assert report.visits == 2
    (back,) = (
        done for done in exchange.export_bundles(world.office, stick) if done.addressee == world.laptop.key.device
    )
    screen = field.window.home.exchange
    screen.receive([back.path])
    field.until(lambda: not screen.is_busy())
    assert "镇里收到了 2 次检查。" in screen.reports()[0].text()
    assert said_before(field) == ["没有要写入的", "", ""]
    assert not panel(field).awaited.isVisible()
    field.press("Ctrl+U")
    assert field.written() == "没有要写入的：签完的检查镇里都收到了。"


def test_photos_that_the_office_misses_are_sent_with_one_press_though_every_visit_has_come(qtbot, tmp_path):
    world = small_world(tmp_path / "w")
    *_, (sha,) = visit_with_photos(world, "甲五金厂", photo(7))
    path = media.path_of(world.laptop.directory, sha)
    whole = path.read_bytes()
    path.write_bytes(b"spoilt")
    world.carry(world.laptop, world.office)
    world.carry(world.office, world.laptop)
    field = Field(qtbot, world.laptop)
    field.press("Ctrl+U")
    assert field.written() == (
        "没有要写入的。镇里还缺 1 张照片，本机的文件也坏了：在“已签”里点“更正”重拍，各人重新签字。"
    )
    media.put(world.laptop.directory, sha, whole)  # found again on the telephone
    with world.laptop.write() as conn:
        media.note(conn, sha, len(whole), True)
    field.window.refresh()
    assert panel(field).owed.isVisible()
    (stick := tmp_path / "u").mkdir()
    field.window.home.hand_over._preferences.remember_folder("export", stick)
    field.press("Ctrl+U")
    field.until(lambda: "镇里缺的 1 张照片带上了" in field.written())
    (report,) = exchange.import_bundles(world.office, list(stick.glob("*.zjgb")))
    assert (report.photos, report.photos_missing) == (1, 0)
    world.carry(world.office, world.laptop)
    field.window.refresh()
    field.press("Ctrl+U")
    assert field.written() == "没有要写入的：签完的检查镇里都收到了。"
    world.close()


def test_which_visits_are_awaited_is_one_press_away(field):
    field.click("seeAwaited")
    assert field.window.home.tab() == "sealed"


def test_a_spoilt_photo_stays_behind_and_that_is_said(field, world, stick):
    *_, (sha,) = visit_with_photos(world, "甲五金厂", photo(7))
    media.path_of(world.laptop.directory, sha).write_bytes(b"spoilt")
    field.window.refresh()
    said = write(field, stick)
    assert "已写入并读回比对：2 次检查、2 张照片" in said
    assert "有 1 张照片在本机的文件坏了，没能带上，别的都在。" in said
    assert lists.figures(world.laptop).unsent == 0


# -- sticks that fail ------------------------------------------------------------------------------------------------


STICKS = {
    errno.ENOSPC: "“金士顿”满了，这一包没写成，也没留下半个。",
    errno.EROFS: "“金士顿”只能读，写不进去。",
    errno.EACCES: "“金士顿”不让写。",
    errno.EIO: "写到一半U盘被拔掉了，或松了。",
    **dict.fromkeys((errno.ENODEV, errno.ECONNABORTED), "写到一半U盘被拔掉了，或松了。"),
    errno.EFBIG: "这一包太大，“金士顿”的格式放不下这么大的文件。",
}


@pytest.mark.parametrize("code", STICKS, ids=errno.errorcode.get)
@pytest.mark.parametrize("place", ["open", "fsync", "rename"])
def test_a_stick_that_fails_is_said_for_what_it_is_and_nothing_is_lost(field, world, stick, monkeypatch, code, place):
    real = getattr(os, place)

    def fails(path, *rest, **more):
        if place == "rename" or place == "fsync" or str(stick) in str(path):
            raise OSError(code, os.strerror(code))
        return real(path, *rest, **more)

    if place == "open":
        monkeypatch.setattr("builtins.open", _opening(stick, code))
    else:
        monkeypatch.setattr(os, place, fails)
    said = write(field, stick)
    monkeypatch.undo()
    assert said.startswith(STICKS[code])
    assert "本机什么也没少" in said
    assert "再点一次“写入U盘”" in said
    assert bundles(stick) == []
    assert (lists.figures(world.laptop).unsent, lists.figures(world.laptop).awaited) == (1, 1)
    assert write(field, stick).startswith("已写入并读回比对：1 次检查")


def _opening(stick, code):
    real = open

    def opened(path, mode="r", *rest, **more):
        if str(stick) in str(path) and "x" in mode:
            raise OSError(code, os.strerror(code))
        return real(path, mode, *rest, **more)

    return opened


def test_a_stick_that_vanishes_half_way_is_said(field, stick, monkeypatch):
    real = os.fsync

    def pulled(handle):
        shutil.rmtree(stick, ignore_errors=True)
        real(handle)

    monkeypatch.setattr(os, "fsync", pulled)
    said = write(field, stick)
    assert said.startswith("没找到“金士顿”，U盘可能已经拔了。本机什么也没少，插好再点一次“写入U盘”")


def test_a_stick_that_gives_back_something_else_is_not_trusted(field, world, stick, monkeypatch):
    def lying(_handle):
        for part in stick.glob(".*.part"):
            with part.open("r+b") as file:
                file.seek(200)
                file.write(b"\x00\x00")

    monkeypatch.setattr(os, "fsync", lying)
    assert write(field, stick).startswith("写进去的和读回来的不一样，这个U盘靠不住，刚写的已删掉。")
    assert bundles(stick) == []
    assert lists.figures(world.laptop).unsent == 1


def test_this_computers_own_disk_is_not_called_a_stick(world, stick):
    full = errors.DiskFull(path=str(world.laptop.directory / "store.sqlite"))
    full.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    said = not_written(full, stick, "写入U盘")
    assert said.startswith("磁盘满了，这一步没存上，之前存的都在。")
    assert "金士顿" not in said


def test_writing_can_be_stopped_and_leaves_nothing(field, world, stick, monkeypatch):
    real = os.fsync

    def stopped(handle):
        panel(field).cancel()
        real(handle)

    monkeypatch.setattr(os, "fsync", stopped)
    assert write(field, stick).startswith("已停下，这次做到一半的都退回了")
    assert bundles(stick) == []
    assert lists.figures(world.laptop).unsent == 1


# -- taking in -------------------------------------------------------------------------------------------------------


def receive(field, *paths):
    screen = field.window.home.exchange
    field.window.show_tab("exchange")
    screen.receive(list(paths))
    field.until(lambda: not screen.is_busy())
    pages.settle()
    return [card.text() for card in screen.reports()]


def for_me(world, stick):
    """The office's newest bundle for this laptop."""
    done = exchange.export_bundles(world.office, stick)
    return next(each.path for each in done if each.addressee == world.laptop.key.device)


def test_a_bundle_for_a_colleague_is_carried_on_unread(field, world, stick):
    theirs = next(
        each.path for each in exchange.export_bundles(world.office, stick) if each.addressee != world.laptop.key.device
    )
    before = theirs.read_bytes()
    (said,) = receive(field, theirs)
    assert said.splitlines()[0] == "给别人的"
    assert "写给“李某的电脑”的，这里打不开，也不用打开。原样带过去就行，里面什么也不会少。" in said
    assert theirs.read_bytes() == before


def test_what_the_office_says_comes_in_words(field, world, stick):
    world.carry(world.laptop, world.office)
    waiting = {each.name: each for each in review.visits_to_review(world.office)}
    shown = review.open_review(world.office, waiting["戊机械厂"].inspection)
    review.send_back(world.office, shown.body.content.inspection, shown.version, world.reviewer, "缺负责人电话")
    days = today() + timedelta(days=5)
    entities = [world.enterprises[name] for name in ("甲五金厂", "丁五金厂")]
    assignments.assign(world.office, entities, world.laptop.key.device, VisitType.ASSESSMENT, days)
    (said,) = receive(field, for_me(world, stick))
    assert said.splitlines()[:5] == [
        "已收",
        said.splitlines()[1],
        "镇里收到了 2 次检查。",
        "新派给你 2 家。",
        "审核有结果：退回 1 次，在“已签”最上面。",
    ]
    assert "读入" in said.splitlines()[-1]
    field.click("see_sealed")
    assert field.window.home.tab() == "sealed"


def test_what_the_office_refused_is_said_with_its_reason(qtbot, tmp_path):
    one, two = story(tmp_path / "again", take_back=False)
    try:
        field = Field(qtbot, one.laptop)
        (said,) = receive(field, for_me(one, one.stick))
        assert (
            "镇里收到了 4 次检查，还缺 2 张照片，下次写入U盘自动补。有 1 次镇里没有收："
            f"丁五金厂 {today()}，照片打不开。到“已签”里更正后再送。"
        ) in said
        field.click("see_sealed")
        assert field.window.home.sealed.list.selected().name == "丁五金厂"
    finally:
        one.close()
        two.laptop.close()


def test_an_office_restored_from_a_backup_asks_for_the_difference(field, world, stick, tmp_path):
    world.office.close()
    shutil.copytree(world.office.directory, tmp_path / "backup")
    world.office = pages.setup.open_data(world.office.directory)
    world.carry(world.laptop, world.office)
    receive(field, for_me(world, stick))
    assert lists.figures(world.laptop).awaited == 0
    world.office.close()
    shutil.rmtree(world.office.directory)
    shutil.copytree(tmp_path / "backup", world.office.directory)
    world.office = pages.setup.open_data(world.office.directory)
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    shutil.rmtree(stick)
    stick.mkdir()
    (said,) = receive(field, for_me(world, stick))
    assert "镇里的电脑恢复过备份，有 2 次要再送一遍：下次写入U盘自动带上。" in said
    assert said_before(field)[2] == "等回执的 3 次"


def test_several_files_what_is_news_first_and_what_is_known_together(field, world, stick):
    world.carry(world.laptop, world.office)
    old = list(world.stick.glob("*给张某*"))
    new = for_me(world, stick)
    bad = stick / "坏了.zjgb"
    bad.write_bytes(new.read_bytes()[:-400])
    said = receive(field, bad, *old, new)
    assert [card.splitlines()[0] for card in said] == ["已收", "未收", "收过"]
    assert said[2].splitlines()[1] == f"{len(old)} 个包"
    assert "本机没有改动" in said[1]


def test_the_stick_that_is_plugged_in_is_taken_in_with_one_press(field, world, stick, monkeypatch):
    world.carry(world.laptop, world.office)
    (stick / "收件").mkdir()
    for_me(world, stick / "收件")
    monkeypatch.setattr(sticks, "sticks", lambda: [Stick("金士顿", stick, 1, True)])
    field.press("Ctrl+4")
    field.click("fromStick")
    screen = field.window.home.exchange
    field.until(lambda: not screen.is_busy() and len(screen.reports()) == 2)
    assert [card.text().splitlines()[0] for card in screen.reports()] == ["已收", "给别人的"]


def test_without_a_stick_the_person_says_where(field, world, stick, monkeypatch):
    monkeypatch.setattr(sticks, "sticks", list)
    pages.choose_folder(monkeypatch, stick)
    field.press("Ctrl+4")
    field.click("fromStick")
    screen = field.window.home.exchange
    field.until(lambda: screen.error() == "“金士顿”里没有核查包，什么也没有收。")


def test_a_stick_that_is_gone_is_said(field, world, stick, monkeypatch):
    monkeypatch.setattr(sticks, "sticks", lambda: [Stick("金士顿", stick / "gone", 1, True)])
    field.press("Ctrl+4")
    field.click("fromStick")
    field.until(lambda: bool(field.window.home.exchange.reports()))
    assert "没能读出" in field.window.home.exchange.reports()[0].text()


def test_a_large_screen_has_the_own_card_beside_what_comes(qtbot, world):
    field = Field(qtbot, world.laptop, (1920, 1080))
    field.press("Ctrl+4")
    screen = field.window.home.exchange
    coming, own = screen.choose_button.parentWidget(), screen.own_card
    field.until(lambda: own.x() > coming.geometry().right() and own.y() == coming.y())
    field.window.resize(1366, 768)
    field.until(lambda: own.x() == coming.x() and own.y() > coming.geometry().bottom())


@pytest.mark.parametrize(("name", "size"), pages.LOOKS)
def test_nothing_is_clipped_foreign_or_out_of_reach(qtbot, qapp, world, stick, size, name):
    theme.apply(qapp, name)

    def foreign_words(window):
        devices = [path.name.split("-")[-2] for path in stick.glob("*第*.zjgb")]
        return pages.foreign_words(window, [*devices, "GB"])

    checks = (pages.clipped, foreign_words, pages.small_targets, pages.unnamed, pages.unreachable)
    try:
        field = Field(qtbot, world.laptop, size)
        new = for_me(world, stick)
        bad = stick / "坏了.zjgb"
        bad.write_bytes(new.read_bytes()[:-400])
        receive(field, stick)
        pages.settle()
        for what in ("received", "written", "wrong"):
            if what == "written":
                write(field, stick)
            if what == "wrong":
                write(field, stick / "拔了")
            pages.settle()
            assert {check.__name__: check(field.window) for check in checks} == {each.__name__: [] for each in checks}
    finally:
        theme.apply(qapp)
