"""The batch report: what a held bundle becomes once its laptop is accepted, and the report kept as a file."""

import errno
import os
import shutil

import pages
import pytest
from pages_office import OfficeDesk
from two_laptops import second_laptop
from world import MAJOR, hazard_due, small_world

from zjg_inspect.service import enrol, exchange, received, setup

pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def world(tmp_path):
    own = small_world(tmp_path / "world")
    yield own
    own.close()


@pytest.fixture
def forgot(world, tmp_path):
    """An office brought back from before it accepted the second laptop, and two bundles of that laptop with visits."""
    world.office.checkpoint()
    before = tmp_path / "before"
    shutil.copytree(world.office.directory, before, ignore=shutil.ignore_patterns("lock"))
    other = second_laptop(world)
    other.visit("甲五金厂")
    one = exchange.export_bundle(other.laptop, world.stick).path
    hazard_due(other, "乙机械厂", 5, MAJOR)
    other.visit("丙塑料厂")
    two = exchange.export_bundle(other.laptop, world.stick).path
    other.laptop.close()
    with setup.open_data(before) as office:
        yield office, [one, two]


def test_a_held_row_becomes_received_with_its_visits_and_stands_out(qtbot, forgot):
    office, bundles = forgot
    desk = OfficeDesk(qtbot, office)
    desk.go("收件")
    desk.drop(*bundles)
    assert [state for state, _ in desk.report()] == ["暂放", "暂放"]
    desk.click(desk.stranger().button)
    desk.click(desk.window.page("laptops").panel.button)
    desk.go("收件")
    assert desk.report() == [("已收", "李某的电脑 第 1 包"), ("已收", "李某的电脑 第 2 包")]
    assert desk.said_of(0).startswith("接受以后并入了。检查 1 次。")
    assert desk.said_of(1).startswith("接受以后并入了。检查 2 次，含重大隐患 1 条。")
    assert desk.inbox.table.current() == desk.reports()[1]
    assert [desk.inbox.table._look.action(each) for each in desk.reports()] == ["去审核", "去审核"]
    sums = [sum(getattr(each, name) for each in desk.reports()) for name in ("read", "new", "known", "held")]
    assert sums[0] == sums[1] + sums[2]
    assert sums[3] == 0


def test_each_bundle_counts_the_visits_that_it_was_the_first_to_carry(world):
    device = world.laptop.key.device
    for names in (("甲五金厂",), (), ("乙机械厂", "丙塑料厂")):
        for name in names:
            world.visit(name)
        world.carry(world.laptop, world.office)
    assert {sequence: each.visits for sequence, each in received.brought(world.office, device).items()} == {
        1: 1, 2: 0, 3: 2,
    }  # fmt: skip
    assert received.brought(world.office, world.office.key.device) == {}
    assert [row.last_bundle for row in enrol.laptops(world.office)] == [3]


def test_the_report_is_kept_as_a_file_with_its_sums(qtbot, world, tmp_path, monkeypatch):
    world.visit("甲五金厂")
    path = exchange.export_bundle(world.laptop, world.stick).path
    desk = OfficeDesk(qtbot, world.office)
    desk.go("收件")
    desk.drop(path)
    kept = tmp_path / "收件报告.txt"
    pages.name_file(monkeypatch, kept)
    desk.click(desk.inbox._card.save_button)
    text = kept.read_text(encoding="utf-8-sig")
    assert text.startswith("刚收的一批：")
    assert desk.equation() in text
    assert f"已收，张某的电脑 第 1 包，读入 {desk.reports()[0].read}，" in text
    assert path.name in text
    assert desk.told() == f"报告已存为“收件报告.txt”，在“{tmp_path}”。"

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pages.Path, "write_text", full)
    desk.click(desk.inbox._card.save_button)
    monkeypatch.undo()
    assert "满了" in desk.told()
