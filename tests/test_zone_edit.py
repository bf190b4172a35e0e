"""Zones in the register: scope, who manages them, watch with day and reason; new ones; 登记 › 集中区."""

from datetime import date

import pytest
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLabel
from two_laptops import body_of
from world import TOWN, VILLAGE

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.register import Team
from zjg_inspect.service import verdicts, zone_edit
from zjg_inspect.service.register_history import history
from zjg_inspect.ui.office.register_edit_words import history_parts
from zjg_inspect.ui.office.rich import RichLabel, plain

TEAM = Team("agency", "某某安全技术服务公司", "周某", "13800000000")
AS_IT_IS = {"in_scope": True, "reason": "", "team": None, "watch": "", "watch_date": "", "watch_reason": ""}


def write(world, **members):
    zone_edit.edit_zone(world.office, world.zone, **AS_IT_IS | members)
    return body_of(world.office, "zone", world.zone)


def test_the_list_names_each_zone_with_its_figures(world):
    zone_edit.new_zone(world.office, TOWN, "光明村")
    first, second = zone_edit.zone_lines(world.office)
    assert [(each.body.village, each.total, each.standardised) for each in (first, second)] == [
        ("光明村", 0, 0), (VILLAGE, 3, 0)
    ]  # fmt: skip


def test_team_and_watch_are_written_and_its_filing_stays(world):
    body = write(world, team=TEAM, watch="listed", watch_date="2026-11-10", watch_reason=" 没有进展 ")
    assert (body.team, body.watch, body.watch_date, body.watch_reason) == (TEAM, "listed", "2026-11-10", "没有进展")
    changes = history_parts("zone", history(world.office, "zone", world.zone), date(2026, 12, 1))
    assert "约谈、挂牌　没有　→　挂牌督办，2026-11-10：没有进展" in map(plain, changes)
    body = write(world, team=TEAM)
    assert (body.watch, body.watch_date, body.watch_reason) == ("", "", "")


@pytest.mark.parametrize(
    ("members", "faults"),
    [
        ({"in_scope": False, "reason": " "}, ("reason",)),
        ({"team": Team("own", " ")}, ("team",)),
        ({"watch": "warned"}, ("watch_date", "watch_reason")),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_changed(world, members, faults):
    before = body_of(world.office, "zone", world.zone)
    with pytest.raises(errors.EntryFaulty) as caught:
        write(world, **members)
    assert caught.value.faults == faults
    assert body_of(world.office, "zone", world.zone) == before


def test_out_of_scope_the_city_counts_it_no_more(world):
    write(world, in_scope=False, reason="镇级园区")
    assert verdicts.zone_verdicts(world.office) == ()
    write(world)
    assert len(verdicts.zone_verdicts(world.office)) == 1


def test_a_village_is_entered_once(world):
    own = zone_edit.new_zone(world.office, f" {TOWN}", "光明村 ")
    assert own == ids.zone_id(TOWN, "光明村")
    with pytest.raises(errors.ZoneExists):
        zone_edit.new_zone(world.office, TOWN, "光明村")
    with pytest.raises(errors.EntryFaulty):
        zone_edit.new_zone(world.office, "", "")
    with pytest.raises(errors.WrongRole):
        zone_edit.new_zone(world.laptop, TOWN, "红旗村")


@pytest.fixture
def desk(qtbot, world, office_look):
    desk = OfficeDesk(qtbot, world.office)
    desk.page = desk.go("登记")
    desk.click(desk.page.views.switch.buttons["zones"])
    desk.part = desk.page.views.zones
    return desk


def test_the_office_puts_a_zone_under_watch_with_day_and_reason(desk, world):
    form = desk.part.form
    desk.click(form.watch.buttons["listed"])
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.day_row.error() == form.why_row.error() == "还没有填。补上再存，写好的都在。"
    form.day.setDate(QDate(2026, 11, 10))
    type_into(form.why, "没有进展")
    desk.click(form.kind.buttons["agency"])
    type_into(form.team[0], TEAM.name)
    desk.click(form.main)
    body = body_of(world.office, "zone", world.zone)
    assert (body.watch, body.watch_date, body.team.name) == ("listed", "2026-11-10", TEAM.name)
    assert desk.told() == f"{VILLAGE}：已存下。"
    assert "委托第三方" in desk.part.list._look.spoken(desk.part.list.values()[0])
    desk.click(form.findChild(type(form.main), "zoneHistory"))
    said = [label.text() for label in desk.part.history.findChildren(RichLabel)]
    assert any("挂牌督办" in line for line in said)
    desk.key(Qt.Key.Key_Escape)
    assert form.isVisible()


def test_a_zone_is_added_and_the_enterprises_of_one_are_listed(desk):
    desk.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    fresh = desk.part.fresh
    assert fresh.township.text() == TOWN
    type_into(fresh.village, "光明村")
    desk.click(fresh.main)
    assert [each.body.village for each in desk.part.list.values()] == ["光明村", VILLAGE]
    assert desk.part.form.isVisible()
    desk.part.list.choose(desk.part.list.values()[1])
    desk.wait()
    desk.click(desk.part.form.findChild(type(fresh.main), "zoneShops"))
    *shops, village = sorted(desk.page.list.values(), key=lambda row: row.is_zone)
    assert (len(shops), village.is_zone) == (3, True)
    desk.page.list.choose(village)
    desk.wait()
    desk.click(desk.page.details.acts["zone"])
    assert desk.part._shown.body.village == VILLAGE
    assert "共 3 家" in " ".join(label.text() for label in desk.page.top.findChildren(QLabel))
