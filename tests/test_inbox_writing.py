"""给网格员写包: for whom was written and what came there; sticks that fill up, stopping, waiting one's turn."""

import errno
import os
import shutil

import pages
import pytest
from pages_office import OfficeDesk
from sync_story import post, unreadable
from world import copied

from zjg_inspect.service import enrol, exchange
from zjg_inspect.ui.office.inbox_outbox import facts_of, state_of


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


def outbox(desk):
    return {row.name: state_of(row).word for row in desk.inbox.writing.panel.list.values()}


def spoken(desk):
    """The state that each row tells, after writing."""
    own = desk.inbox.writing.panel.list
    return {row.name: own._look.spoken(row).split("，")[2] for row in own.values()}


def test_for_whom_was_written_and_whether_it_came_is_shown(desk, world, stick, monkeypatch):
    pages.choose_folder(monkeypatch, stick)
    desk.drop(world.bundles[1])
    desk.click(desk.inbox.write_button)
    panel = desk.inbox.writing.panel
    assert outbox(desk) == {"张某的电脑": "待回执", "李某的电脑": "已收下"}
    assert panel.button.text() == "写给全部 2 台"
    desk.click(panel.button)
    assert panel.sentence() == ("已写入并读回比对：2 个包，给“张某的电脑”、“李某的电脑”。各人的包只有他的电脑打得开。")
    assert outbox(desk) == {"张某的电脑": "待回执", "李某的电脑": "待回执"}
    assert len(list(stick.glob("*.zjgb"))) == 2
    mine = next(stick.glob("*给张某*"))
    (report,) = exchange.import_bundles(world.laptop, [mine])
    assert report.status == "imported"
    world.carry(world.laptop, world.office)
    desk.inbox.refresh()
    assert outbox(desk) == {"张某的电脑": "已收下", "李某的电脑": "待回执"}


def test_one_laptop_alone_may_be_written_for(desk, stick):
    desk.inbox.desk.preferences.remember_folder("export", stick)
    desk.click(desk.inbox.write_button)
    panel = desk.inbox.writing.panel
    desk.press(panel.list, panel.list.values()[1])
    assert [path.name for path in stick.glob("*给*")] != []
    assert all("给李某的电脑" in path.name for path in stick.glob("*.zjgb"))
    assert "1 个包，给“李某的电脑”" in panel.sentence()


def test_a_suspended_laptop_gets_none(desk, world, stick):
    enrol.suspend(world.office, world.laptop.key.device)
    desk.inbox.write_to(stick)
    desk.wait()
    assert outbox(desk)["张某的电脑"] == "停用"
    assert all("给李某的电脑" in path.name for path in stick.glob("*.zjgb"))


def test_from_a_card_one_comes_to_the_laptop_that_it_is_about(received):
    card = next(card for card in received.todo_cards() if "照片 2 张" in card.words())
    received.click(card.button)
    panel = received.inbox.writing.panel
    assert panel.isVisible()
    assert panel.list.current().name == "张某的电脑"
    assert facts_of(panel.list.current(), None).startswith("写给它第 8 包")


def test_a_stick_that_fills_up_leaves_the_bundles_before(desk, world, stick, monkeypatch):
    real, calls = os.rename, []

    def full(source, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(source, target)

    desk.drop(world.bundles[1])
    monkeypatch.setattr(os, "rename", full)
    desk.inbox.write_to(stick)
    desk.wait()
    monkeypatch.undo()
    panel = desk.inbox.writing.panel
    assert panel.error.text().startswith("没写成 1 台（李某的电脑）。“金士顿”满了，这一包没写成，也没留下半个。")
    assert spoken(desk) == {"张某的电脑": "已写好", "李某的电脑": "没写成"}
    assert "1 个包，给“张某的电脑”" in panel._said.text()
    assert len(list(stick.iterdir())) == 1
    assert outbox(desk) == {"张某的电脑": "待回执", "李某的电脑": "已收下"}


def test_one_laptops_failure_keeps_no_other_from_its_bundle(desk, world, stick, monkeypatch):
    real, calls = os.rename, []

    def full(source, target):
        calls.append(target)
        if len(calls) == 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(source, target)

    monkeypatch.setattr(os, "rename", full)
    desk.inbox.write_to(stick)
    desk.wait()
    monkeypatch.undo()
    assert spoken(desk) == {"张某的电脑": "没写成", "李某的电脑": "已写好"}
    assert desk.inbox.writing.panel.error.text().startswith("没写成 1 台（张某的电脑）。“金士顿”满了")
    assert all("给李某的电脑" in path.name for path in stick.iterdir())
    desk.inbox.writing.close()
    desk.click(desk.inbox.write_button)
    assert spoken(desk) == {"张某的电脑": "待回执", "李某的电脑": "待回执"}


def test_of_a_stick_that_is_pulled_out_all_that_got_nothing_are_named_and_it_is_not_tried_again(
    desk, world, stick, monkeypatch
):
    tried = []

    def pulled(_source, target):
        tried.append(target)
        shutil.rmtree(stick)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "rename", pulled)
    desk.inbox.write_to(stick)
    desk.wait()
    monkeypatch.undo()
    assert len(tried) == 1
    assert spoken(desk) == {"张某的电脑": "没写成", "李某的电脑": "没写成"}
    assert desk.inbox.writing.panel.error.text().startswith("没写成 2 台（张某的电脑、李某的电脑）。")
    assert "拔掉了" in desk.inbox.writing.panel.error.text()


def test_writing_can_be_stopped(desk, stick, monkeypatch):
    real = os.fsync

    def stopped(handle):
        desk.inbox.writing.cancel()
        real(handle)

    monkeypatch.setattr(os, "fsync", stopped)
    desk.inbox.write_to(stick)
    desk.wait()
    assert "已停下" in desk.inbox.sentence()
    assert list(stick.iterdir()) == []


def test_what_is_dropped_while_writing_waits_for_its_end(desk, world, stick):
    desk.inbox.write_to(stick)
    desk.inbox.receive([world.bundles[0]])
    desk.bot.waitUntil(lambda: desk.inbox.table.values() and desk.report()[0] == ("已收", "张某的电脑 第 2 包"))
    desk.wait()
    assert len(list(stick.glob("*.zjgb"))) == 2
