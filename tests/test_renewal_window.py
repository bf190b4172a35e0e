"""收发 says how the laptop stands with its office, and offers what is to be done where a copy or a new office is."""

import pages
import pytest
from pages import Field
from world import copy_of

from zjg_inspect.model.version import parse
from zjg_inspect.service import backup, enrol, exchange, renewal, setup
from zjg_inspect.service.author import identity
from zjg_inspect.store.merge import merge


@pytest.fixture
def field(qtbot, world):
    return at_exchange(qtbot, world)


def at_exchange(qtbot, world, size=(1366, 768)):
    field = Field(qtbot, world.laptop, size)
    field.press("Ctrl+4")
    return field


@pytest.fixture
def copied(world, tmp_path):
    """Another computer has written under this laptop's number, and the laptop has heard of it."""
    copy = copy_of(world.laptop, tmp_path / "copy")
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    real, world.laptop = world.laptop, copy
    world.visit("乙机械厂")
    exchange.import_bundles(world.office, [exchange.export_bundle(copy, tmp_path).path])
    world.laptop = real
    copy.close()
    world.carry(world.office, world.laptop)


@pytest.fixture
def new_office(world, tmp_path):
    """The office, brought back from a backup as another device; gives its card's file."""
    backup.backup(world.office, tmp_path / "b.zjgbackup")
    backup.restore(tmp_path / "b.zjgbackup", tmp_path / "new office")
    with setup.open_data(tmp_path / "new office") as db:
        yield setup.write_card(db, tmp_path), setup.own_card(db)


def in_sight(field, part):
    """Whether a person sees the whole part without scrolling."""
    place = part.visibleRegion().boundingRect()
    return part.isVisible() and place.height() >= part.height() > 0 and field.window.isVisible()


def own(field):
    return field.window.home.exchange.own_card


def state(field):
    return own(field)._state.text()


# -- how it stands ---------------------------------------------------------------------------------------------------


def test_it_says_whether_the_office_has_accepted_suspended_or_retired_it(field, world):
    assert state(field) == "镇里已接受，编号字母 A07。"
    for act, said in ((enrol.suspend, "停用了"), (enrol.resume, "已接受"), (enrol.retire, "注销了")):
        act(world.office, world.laptop.key.device)
        hear(world)
        field.window.home.exchange.refresh()
        assert said in state(field)
    assert own(field).renew_button.isVisible()


def hear(world):
    """What the office decided, as a colleague's bundle would bring it."""
    with world.office.read() as conn:
        raws = conn.exec_driver_sql("SELECT raw, signature FROM version WHERE kind = 'grant' ORDER BY seq").all()
    with world.laptop.write() as conn:
        merge(conn, [parse(*row) for row in raws], identity(conn, world.laptop))


def test_a_laptop_that_nobody_accepted_is_told_what_to_do(qtbot, world, tmp_path):
    with setup.open_data(tmp_path / "new") as laptop:
        setup.become_laptop(laptop, "新来的", setup.own_card(world.office))
        world.laptop, real = laptop, world.laptop
        field = at_exchange(qtbot, world)
        assert "镇里还没有接受这台电脑：把名片交去" in state(field)
        field.window.close()
        world.laptop = real


# -- copied ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("copied")
def test_the_alarm_stands_first_and_a_new_number_is_had_by_keyboard_alone(qtbot, world, tmp_path, monkeypatch):
    field = at_exchange(qtbot, world)
    alarm = own(field).alarm
    assert alarm.isVisible()
    assert alarm.mapTo(field.window, alarm.rect().topLeft()).y() < 200
    before = own(field).number.number()
    alarm.button.setFocus()
    field.press("Space")
    question = field.question()
    field.until(question.keep.hasFocus)
    field.press("Tab")
    field.press("Space")
    field.until(lambda: "编号已换好" in own(field).sentence())
    after = own(field).number.number()
    assert before != after == setup.own_card(world.laptop).fingerprint
    assert not alarm.isVisible()
    assert "还没有接受" in state(field)
    pages.choose_folder(monkeypatch, tmp_path)
    field.click("saveCard")
    assert "名片已存好" in own(field).sentence()
    assert setup.read_card(tmp_path / "张某的电脑.zjgcard", "field").fingerprint == after


@pytest.mark.usefixtures("copied")
def test_the_code_on_the_screen_is_that_of_the_new_card(qtbot, world, tmp_path):
    field = at_exchange(qtbot, world)
    field.click("showCode")
    own(field).renew()
    field.until(lambda: "编号已换好" in own(field).sentence())
    field.until(own(field).code.isVisible)
    carried = tmp_path / "手机发来的.zjgcard"
    carried.write_text(pages.read_code(own(field).code), encoding="utf-8")
    assert setup.read_card(carried, "field") == setup.own_card(world.laptop)


def test_without_an_alarm_no_new_number_is_offered(field):
    assert not own(field).alarm.isVisible()
    assert not own(field).renew_button.isVisible()


# -- another card of the office --------------------------------------------------------------------------------------


def test_the_offices_new_card_is_taken_once_both_numbers_were_compared(field, world, new_office, monkeypatch):
    path, card = new_office
    pages.choose_files(monkeypatch, path)
    field.click("otherOffice")
    panel = own(field).new_card
    field.until(lambda: in_sight(field, panel))
    shown = [number.number() for number in panel.findChildren(pages.QWidget) if hasattr(number, "number")]
    assert shown == [card.fingerprint, setup.own_card(world.laptop).fingerprint]
    assert panel.leave.hasFocus()
    field.press("Esc")
    assert not panel.isVisible()
    assert setup.standing(world.laptop).card.device == world.office.key.device
    field.click("otherOffice")
    panel.button.setFocus()
    field.press("Space")
    field.until(lambda: "已换成“塘桥镇安监办”的新名片" in own(field).sentence())
    standing = setup.standing(world.laptop)
    assert standing.card == card
    assert standing.former == (world.office.key.device,)
    assert own(field).office_number.number() == card.fingerprint


def test_a_card_that_was_wrong_is_said_to_be_so_and_counts_no_more(field, world, new_office):
    path, card = new_office
    own(field).read_office_card(path)
    pages.settle()
    own(field).new_card.wrong.click()
    field.click("takeOffice")
    field.until(lambda: bool(own(field).sentence()))
    assert "已换成" in own(field).sentence()
    standing = setup.standing(world.laptop)
    assert (standing.card, standing.former) == (card, ())
    assert renewal.own_state(world.laptop).state == "new"


def test_the_same_card_and_a_damaged_one_change_nothing(field, world, tmp_path):
    own(field).read_office_card(setup.write_card(world.office, tmp_path))
    assert own(field).sentence() == "这张就是现在用的名片，没有换。"
    broken = tmp_path / "坏的.zjgcard"
    broken.write_text("{}")
    own(field).read_office_card(broken)
    assert "不是一张完好的名片" in own(field).sentence()
    assert not own(field).new_card.isVisible()


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize("size", pages.SIZES)
def test_alarm_and_new_card_are_chinese_whole_and_reached_by_tab(qtbot, world, new_office, size):
    field = at_exchange(qtbot, world, size)
    own(field).read_office_card(new_office[0])
    pages.settle()
    assert pages.foreign_words(field.window) == []
    assert pages.clipped(field.window) == []
    assert pages.unreachable(field.window) == []
    assert pages.small_targets(field.window) == []
    assert pages.unnamed(field.window) == []
