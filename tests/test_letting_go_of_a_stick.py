"""One press writes the stick: found, chosen or waited for, and ejected; it may be pulled out only when that is done."""

import pytest
from pages import Field

from zjg_inspect.service import lists
from zjg_inspect.ui import eject, sticks
from zjg_inspect.ui.field import exchange_panel
from zjg_inspect.ui.sticks import Stick

MAY = "U盘已经弹出，可以拔了。"
FIRST = "先用系统的“弹出”，再拔U盘。"


@pytest.fixture
def field(qtbot, world):
    world.visit("甲五金厂")
    return Field(qtbot, world.laptop)


class System:
    """Sticks that are plugged in, and the system's tools with what they answer."""

    def __init__(self, root):
        self.root, self.there, self.calls, self.mounted = root, [], [], set()
        self.answers = {}

    def plug(self, name, writable=True):
        (self.root / name).mkdir()
        self.mounted.add(self.root / name)
        self.there.append(Stick(name, self.root / name, 14_200_000_000, writable, f"/dev/{name}1"))
        return self.root / name

    def run(self, command):
        self.calls.append(" ".join(command))
        done = self.answers.get(" ".join(command[:2]), False)
        if done and command[1] in ("unmount", "mount"):
            self.mounted.clear()
        return done


@pytest.fixture
def system(tmp_path, monkeypatch):
    made = System(tmp_path)
    monkeypatch.setattr(sticks, "sticks", lambda: list(made.there))
    monkeypatch.setattr(eject, "run_tool", made.run)
    monkeypatch.setattr(eject, "is_mounted", lambda root: root in made.mounted)
    monkeypatch.setattr(exchange_panel, "LOOK_EVERY_MS", 20)
    return made


def write(field):
    panel = field.window.home.hand_over
    field.press("Ctrl+U")
    field.until(lambda: "已写入" in field.written() and not panel.is_busy())
    return field.written()


def test_the_only_stick_is_written_and_ejected(field, system):
    stick = system.plug("金士顿")
    system.answers = {"udisksctl unmount": True, "udisksctl power-off": True}
    said = write(field)
    assert said.startswith("已写入并读回比对：1 次检查。")
    assert said.endswith(MAY)
    assert len(list(stick.glob("*.zjgb"))) == 1
    assert system.calls == [
        "udisksctl unmount --no-user-interaction -b /dev/金士顿1",
        "udisksctl power-off --no-user-interaction -b /dev/金士顿1",
    ]


def test_a_reader_whose_power_stays_on_is_unmounted_all_the_same(field, system):
    system.plug("金士顿")
    system.answers = {"udisksctl unmount": True}
    assert write(field).endswith(MAY)


def test_without_udisks_the_desktop_is_asked(field, system):
    stick = system.plug("金士顿")
    system.answers = {"gio mount": True}
    assert write(field).endswith(MAY)
    assert system.calls[-1] == f"gio mount -e {stick}"


def test_where_the_system_refuses_the_person_is_told_to_eject_it(field, system):
    system.plug("金士顿")
    said = write(field)
    assert said.endswith(FIRST)
    assert "可以拔" not in said


def test_a_tool_that_says_done_while_it_is_mounted_is_not_believed(field, system, monkeypatch):
    system.plug("金士顿")
    system.answers = {"udisksctl unmount": True}
    monkeypatch.setattr(eject, "is_mounted", lambda _root: True)
    assert write(field).endswith(FIRST)


def test_while_it_is_being_ejected_nobody_is_told_to_pull_it_out(field, system, monkeypatch):
    system.plug("金士顿")
    panel, seen = field.window.home.hand_over, []
    monkeypatch.setattr(eject, "eject", lambda *_: seen.append(panel.sentence()) or True)
    assert write(field).endswith(MAY)
    assert [said.endswith("正在弹出U盘，先别拔。") for said in seen] == [True]


def test_a_folder_of_this_computer_is_not_ejected(field, system, tmp_path):
    (tmp_path / "夹子").mkdir()
    field.window.home.hand_over.write_to(tmp_path / "夹子")
    field.until(lambda: "已写入" in field.written())
    assert "U盘" not in field.written().replace("写入U盘", "")
    assert system.calls == []


def test_of_several_sticks_the_person_chooses(field, system):
    system.plug("金士顿")
    other = system.plug("闪迪")
    field.press("Ctrl+U")
    assert field.window.home.hand_over._hint.text() == "插着不止一个U盘，写到哪一个？"
    assert field.button("stick_金士顿").text() == "U盘“金士顿”，剩 14.2 GB"
    assert field.button("changeFolder").text() == "选一个文件夹…"
    field.click("stick_闪迪")
    field.until(lambda: field.written().endswith(FIRST))
    assert len(list(other.glob("*.zjgb"))) == 1


def test_without_a_stick_one_is_waited_for_and_written_when_it_comes(field, system):
    panel = field.window.home.hand_over
    field.press("Ctrl+U")
    assert panel.is_waiting()
    assert panel._hint.text() == "没找到U盘。插上就写；也可以写到一个文件夹。"
    assert panel.button.text() == "不等了"
    field.window.refresh()
    assert panel.button.text() == "不等了"
    stick = system.plug("金士顿")
    field.until(lambda: field.written().endswith(FIRST))
    assert not panel.is_waiting()
    assert len(list(stick.glob("*.zjgb"))) == 1


def test_who_does_not_want_to_wait_says_so(field, system, world):
    panel = field.window.home.hand_over
    field.press("Ctrl+U")
    field.press("Ctrl+U")
    assert not panel.is_waiting()
    assert panel.button.text() == "写入U盘"
    system.plug("金士顿")
    assert lists.figures(world.laptop).unsent == 1


def test_a_locked_stick_says_why_it_is_not_written(field, system, monkeypatch):
    system.plug("金士顿", writable=False)
    written_to = []
    monkeypatch.setattr(field.window.home.hand_over, "write_to", written_to.append)
    field.press("Ctrl+U")
    assert [path.name for path in written_to] == ["金士顿"]


def test_a_tool_that_is_not_there_or_fails_is_no_success(tmp_path):
    assert eject.run_tool(["no-such-tool-here"]) is False
    assert eject.run_tool(["false"]) is False
    assert eject.run_tool(["true"]) is True
    assert eject.eject(tmp_path, "") is False
