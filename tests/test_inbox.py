"""收件: a morning's sticks at the office, what is to be done about them, and bundles for the laptops."""

import errno
import os
import shutil
import zipfile

import pages
import pytest
from pages_office import OfficeDesk
from PySide6.QtWidgets import QLabel
from sync_story import post, unreadable
from world import copied

from zjg_inspect.model.clock import today
from zjg_inspect.service import enrol, exchange, setup
from zjg_inspect.service.doctor import doctor
from zjg_inspect.ui import sticks, theme
from zjg_inspect.ui.sticks import Stick


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    one, two = post(tmp_path_factory.mktemp("built"))
    one.close()
    two.laptop.close()
    return one


@pytest.fixture
def world(built, tmp_path):
    own = copied(built, tmp_path / "world")
    own.bad = built.bad
    own.bundles = [own.stick / path.name for path in built.bundles]
    yield own
    own.close()


pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def desk(qtbot, world):
    made = OfficeDesk(qtbot, world.office)
    made.go("收件")
    return made


@pytest.fixture
def received(desk, world):
    """The morning's sticks have been taken in."""
    with unreadable(*world.bad):
        desk.drop(*world.bundles)
    return desk


@pytest.fixture
def stick(tmp_path):
    made = tmp_path / "金士顿"
    made.mkdir()
    return made


def quiet(desk):
    return desk.inbox.findChild(QLabel, "quietWords").text()


def second(world):
    return setup.open_data(world.root / "second")


# -- the report ------------------------------------------------------------------------------------------------------


def test_the_report_says_of_each_file_what_became_of_it(received):
    assert received.report() == [
        ("已收", "张某的电脑 第 2 包"),
        ("已收", "李某的电脑 第 3 包"),
        ("收过", "李某的电脑 第 1 包"),
        ("暂放", "没见过的电脑"),
        ("未收", "钱某的电脑-第0009包"),
        ("收过", "塘桥镇安监办 第 8 包"),
    ]
    assert received.equation() == "读入 10 = 新 3 + 已有 5 + 暂放 1 + 隔离 1"
    assert received.said_of(1).startswith("第 2 包还没到。")
    assert received.said_of(2) == "以前收过，没有变化。"
    assert "有一处损坏" in received.said_of(4)
    assert "整包未收，本机没有改动。先抢救完好的，或请对方重写一份。" in received.said_of(4)
    assert received.said_of(5) == "本办自己写给网格员的，这里都有，带给他就行。"


def test_where_it_came_from_and_how_long_it_took_stands_over_it(desk, world, monkeypatch):
    monkeypatch.setattr(sticks, "sticks", lambda: [Stick("金士顿", world.stick, 1, True)])
    desk.click(desk.inbox.stick_button)
    title, when = desk.inbox._card.words()
    assert title == "刚收的一批"
    assert "来自U盘“金士顿”，用了 " in when
    assert when.endswith("秒；原文件没有动过")


def test_what_was_quarantined_is_named_with_the_reason_and_what_to_do(received):
    assert received.see_aside(0).splitlines()[:4] == [
        "1 条检查",
        f"丁五金厂 {today()}",
        "原因：照片打不开。",
        "怎么办：请写它的人在电脑上更正这次检查，重拍照片，各人重新签字后再送来。",
    ]
    received.key(pages.Qt.Key.Key_Escape)
    assert not received.inbox.aside.isVisible()


def test_a_bundle_for_another_office_is_carried_on_unread(desk, world):
    other = setup.open_data(world.root / "other")
    setup.become_office(other, "乐余镇安监办", "张乐核")
    setup.become_laptop(
        laptop := setup.open_data(world.root / "theirs"), "吴某的电脑", setup.write_card(other, world.stick)
    )
    theirs = exchange.export_bundle(laptop, world.stick).path
    for db in (other, laptop):
        db.close()
    desk.drop(theirs)
    assert desk.report() == [("别人的", theirs.stem)]
    assert "写给别的电脑的，这里打不开，也不用打开。" in desk.said_of(0)


def test_a_laptops_bundle_for_a_colleague_is_told_by_name(world, qtbot):
    """The office opens what it wrote itself; what it did not write it carries on."""
    laptop = second(world)
    theirs = next(
        each.path for each in exchange.export_bundles(world.office, world.stick) if each.addressee == laptop.key.device
    )
    (report,) = exchange.import_bundles(world.laptop, [theirs])
    assert (report.status, report.addressee) == ("refused", "李某的电脑")
    laptop.close()


def test_the_last_batch_is_there_again_after_the_program_was_closed(received, world, qtbot):
    before = received.report()[:2]
    after = OfficeDesk(qtbot, world.office)
    after.go("收件")
    assert after.report()[:2] == before
    assert ("暂放", "没见过的电脑") in after.report()
    title, when = after.inbox._card.words()
    assert title == "上次收的一批"
    assert when.endswith("收的")


def test_a_stranger_accepted_meanwhile_is_no_stranger_after_the_program_was_closed(received, world, qtbot):
    (stranger,) = enrol.unknown_devices(world.office)
    setup.accept_laptop(world.office, stranger.card, "A09", (world.zone,))
    after = OfficeDesk(qtbot, world.office)
    after.go("收件")
    assert ("已收", "赵某的电脑 第 1 包") in after.report()
    assert after.equation().endswith("暂放 0 + 隔离 1")


# -- what is to be done ----------------------------------------------------------------------------------------------


def test_what_is_to_be_done_stands_in_cards(received):
    assert received.stranger() is not None
    refused, lost, photos = received.todos()
    assert refused.startswith(f"张某的电脑：1 次检查没能收下。丁五金厂 {today()}，照片打不开。")
    assert "他更正后再送来，这一件就没了。" in refused
    assert lost.startswith("李某的电脑：第 2 包没到。可能还在路上，也可能U盘丢了，李某的电脑里有留底。还缺 2 条记录。")
    assert photos.startswith("缺照片 2 张，要张某的电脑补。甲五金厂的检查收下了，照片没到齐。")
    assert received.count_at("收件") == 4


def test_a_lost_bundle_whose_content_came_is_said_quietly(received, world):
    laptop = second(world)
    exchange.import_bundles(world.office, [exchange.export_bundle(laptop, world.stick).path])
    world.carry(world.office, laptop)
    exchange.import_bundles(world.office, [exchange.export_bundle(laptop, world.stick).path])
    laptop.close()
    received.inbox.refresh()
    assert not any("没到" in said for said in received.todos() if "照片" not in said)
    assert quiet(received) == "李某的电脑：第 2 包未到，内容已补齐。"


def test_everything_is_done_when_the_laptop_has_heard_of_it(received, world):
    """The receipt goes down, the correction and the photos come up, and the cards are gone."""
    from sync_story import visit
    from world import photo

    from zjg_inspect.service import lists, signing

    world.carry(world.office, world.laptop)
    (refused,) = (each for each in lists.sealed_visits(world.laptop) if each.name == "丁五金厂")
    assert refused.delivery.state == "quarantined"
    draft = visit.correct(world.laptop, refused.inspection, reason="写错了")
    (bad,) = visit.open_visit(world.laptop, draft).draft.photos
    visit.remove_photo(world.laptop, draft, bad.id)
    visit.add_photo(world.laptop, draft, bad.item, photo(8), "IMG_8.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    received.inbox.refresh()
    assert [said for said in received.todos() if "张某" in said] == []
    assert doctor(world.office).ok


def test_a_suspended_laptops_later_records_are_shown_where_they_are_decided(desk, world):
    enrol.suspend(world.office, world.laptop.key.device)
    desk.drop(world.bundles[0])
    (said,) = (each for each in desk.todos() if "停用" in each)
    assert said.startswith("张某的电脑：停用以后写的先放着。有 3 条，其中检查 2 次，没有算进任何数字。")
    assert "暂放 3 条" in desk.said_of(0) or "暂放 2 条" in desk.said_of(0)
    card = next(card for card in desk.todo_cards() if "停用" in card.words())
    desk.click(card.button)
    assert desk.window.page("laptops").isVisible()


def test_an_empty_inbox_says_how_to_begin(qtbot, tmp_path):
    office = setup.open_data(tmp_path / "new")
    setup.become_office(office, "塘桥镇安监办", "张塘核")
    desk = OfficeDesk(qtbot, office)
    desk.go("收件")
    assert desk.inbox.empty.isVisible()
    assert desk.inbox.empty.sentence().startswith("还没有收过包。")
    office.close()


# -- taking in -------------------------------------------------------------------------------------------------------


def test_folders_and_files_may_be_dropped_together(desk, world, tmp_path):
    folder = tmp_path / "U盘"
    (folder / "周一").mkdir(parents=True)
    shutil.copy(world.bundles[0], folder)
    shutil.copy(world.bundles[1], folder / "周一")
    desk.drop(folder, world.bundles[2])
    assert [state for state, _ in desk.report()] == ["已收", "已收", "收过"]


def test_a_folder_without_bundles_says_so(desk, tmp_path):
    (tmp_path / "空的").mkdir()
    desk.drop(tmp_path / "空的")
    assert desk.inbox.sentence() == "这个文件夹里没有核查包，什么也没有收。"


def test_what_is_dropped_meanwhile_is_taken_in_next(desk, world):
    desk.inbox.receive([world.bundles[0]])
    assert desk.inbox.is_busy()
    desk.inbox.receive([world.bundles[1]])
    desk.bot.waitUntil(lambda: not desk.inbox.is_busy())
    desk.wait()
    assert desk.report() == [("已收", "李某的电脑 第 3 包")]
    assert desk.count_at("审核") == 5


def test_without_a_stick_the_person_says_where(desk, world, monkeypatch):
    monkeypatch.setattr(sticks, "sticks", list)
    pages.choose_folder(monkeypatch, world.stick)
    desk.click(desk.inbox.stick_button)
    assert "来自“stick”" in desk.inbox._card.words()[1]


def test_a_damaged_stick_is_said(desk, world, monkeypatch):
    def broken(_folder):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(pages.Path, "iterdir", broken)
    desk.drop(world.stick)
    monkeypatch.undo()
    assert "没能读出" in desk.inbox.sentence()
    assert "读写时断开了" in desk.inbox.sentence()


# -- what can be rescued ---------------------------------------------------------------------------------------------


def scratched(path, entry):
    """A copy with one byte turned in the middle of what this entry holds."""
    with zipfile.ZipFile(path) as archive:
        info = next(each for each in archive.infolist() if entry in each.filename)
    data = bytearray(path.read_bytes())
    data[info.header_offset + len(info.filename.encode()) + 30 + info.file_size // 2] ^= 1
    copy = path.with_name("钱某的电脑-第0009包.zjgb")
    copy.write_bytes(data)
    return copy


def test_what_is_whole_of_a_damaged_bundle_is_rescued_with_one_press(desk, world):
    desk.drop(scratched(world.bundles[0], "data/media/"))
    assert desk.report() == [("未收", "钱某的电脑-第0009包")]
    desk.press(desk.inbox.table, desk.reports()[0])
    assert desk.report() == [("未收", "钱某的电脑-第0009包"), ("已收", "抢救-钱某的电脑-第0009包")]
    assert desk.told() == (
        "抢救出 3 条记录、1 张照片，已经收下。有 1 处坏了没救回来。请写它的人再写一份送来，缺的会自动补上。"
    )
    assert desk.equation() == "读入 3 = 新 3 + 已有 0 + 暂放 0 + 隔离 0"
    assert desk.inbox.table._look.action(desk.reports()[0]) == ""
    assert desk.count_at("审核") == 4
    assert doctor(world.office).ok


def test_what_was_rescued_is_made_whole_by_the_next_bundle(desk, world):
    damaged = scratched(world.bundles[0], "data/media/")
    desk.drop(damaged)
    desk.press(desk.inbox.table, desk.reports()[0])
    assert any("照片" in said for said in desk.todos())
    desk.drop(world.bundles[0])
    assert desk.report() == [("收过", "张某的电脑 第 2 包")]
    assert all("张某的电脑补" not in said or "甲五金厂" in said for said in desk.todos())


def test_a_damaged_file_that_is_gone_meanwhile_is_said(desk, world, tmp_path):
    damaged = scratched(world.bundles[0], "data/media/")
    desk.drop(damaged)
    report = desk.reports()[0]
    damaged.unlink()
    desk.press(desk.inbox.table, report)
    assert "没能读出" in desk.told()
    assert desk.report() == [("未收", "钱某的电脑-第0009包")]


# -- what holds of every state ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "size"), pages.LOOKS)
def test_nothing_is_clipped_foreign_or_out_of_reach(qtbot, qapp, world, stick, size, name):
    theme.apply(qapp, name, office=True)

    def foreign_words(window):
        files = [path.name.split("-")[-2] for path in stick.glob("*.zjgb")]
        return pages.foreign_words(window, [*files, "GB", "A07", "A08", "stick"])

    checks = (pages.clipped, foreign_words, pages.unnamed, pages.unreachable)

    def found(window):
        pages.settle()
        return {check.__name__: check(window) for check in checks}

    nothing = {check.__name__: [] for check in checks}
    try:
        desk = OfficeDesk(qtbot, world.office, size)
        desk.go("收件")
        with unreadable(*world.bad):
            desk.drop(*world.bundles)
        assert found(desk.inbox) == nothing
        desk.see_aside(0)
        assert found(desk.inbox.aside) == nothing
        desk.inbox.cancel()
        desk.inbox.write_to(stick)
        desk.wait()
        assert found(desk.inbox.writing.panel) == nothing
        desk.inbox.write_to(stick / "拔了")
        desk.wait()
        assert found(desk.inbox.writing.panel) == nothing
    finally:
        theme.apply(qapp, office=True)
