"""租赁 in the office's window: leases filed from their row, found, filtered, entered, changed; receipts."""

from datetime import timedelta

import pytest
from lease_desk import A, B, C, LeaseDesk, world_with_leases
from lease_world import OWNER, ago, row, states
from pages import name_file
from pages_office import type_into
from PySide6.QtCore import Qt
from two_laptops import body_of
from world import VILLAGE

from zjg_inspect.model import clock
from zjg_inspect.service import filings, landlords

pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return world_with_leases(tmp_path_factory.mktemp("built"))


@pytest.fixture
def desk(qtbot, world):
    return LeaseDesk(qtbot, world)


# -- filing ------------------------------------------------------------------------------------------------------------


def test_the_list_begins_with_what_is_late_and_the_navigation_counts_it(desk, world):
    assert [each.name for each in desk.page.leases.list.values()] == [A, B, C]
    assert desk.count_at("租赁") == filings.waiting(world.office) == 3, "a late one, one due soon, and the zone"
    assert desk.sentence() == f"逾期 10 天，应在 {ago(10)} 前（含当天）备案"


def test_a_lease_is_filed_from_its_row_in_one_step_as_of_today(desk, world):
    desk.press(desk.page.leases.list, desk.lease(B))
    filed = row(world.office, B)
    assert (filed.filed, filed.state) == (clock.today().isoformat(), "done")
    assert desk.told() == f"{B}的租约已备案，回执 {filed.number}。"
    assert desk.count_at("租赁") == 2
    assert body_of(world.office, "lease", filed.id).filed_by == "owner", "as the landlord is the owner"


def test_the_day_that_is_shown_is_the_one_that_is_filed(desk, world):
    desk.choose(A)
    assert desk.page.leases.details.day.value() == clock.today()
    yesterday = clock.today() - timedelta(days=1)
    desk.page.leases.details.day.set_value(yesterday)
    desk.click(desk.page.leases.details.by.buttons["manager"])
    desk.click(desk.page.leases.details.button)
    filed = row(world.office, A)
    assert (filed.filed, filed.late) == (yesterday.isoformat(), 9)
    assert desk.told().endswith("晚了 9 天。")
    assert body_of(world.office, "lease", filed.id).filed_by == "manager"


def test_a_day_that_cannot_be_is_said_under_the_field(desk, world):
    desk.choose(B)
    desk.page.leases.details.day.set_value(clock.today() - timedelta(days=26))
    desk.click(desk.page.leases.details.button)
    assert "不能作备案的日子" in desk.page.leases.details.error.text()
    desk.page.leases.details.day.set_value(None)
    desk.click(desk.page.leases.details.button)
    assert "还没选备案的日子" in desk.page.leases.details.error.text()
    assert row(world.office, B).state == "soon"


def test_a_filing_is_put_right_and_taken_back(desk, world):
    desk.press(desk.page.leases.list, desk.lease(A))
    details = desk.page.leases.details
    number = row(world.office, A).number
    desk.choose(A)
    desk.click(details.right)
    details.day.set_value(clock.today() - timedelta(days=3))
    desk.click(details.button)
    assert (row(world.office, A).late, row(world.office, A).number) == (7, number)
    desk.click(details.back)
    assert row(world.office, A).state == "overdue"
    assert "编号留着" in desk.told()


def test_by_the_keyboard_alone(desk, world):
    type_into(desk.page.leases.search.line, "yjx")
    desk.wait()
    assert [each.name for each in desk.page.leases.list.values()] == [B]
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert row(world.office, B).state == "done"


def test_filters_show_what_they_count(desk):
    wanted = {"all": [A, B, C], "overdue": [A], "soon": [B], "none": [C], "open": [], "filed": [], "ended": []}
    for key, names in wanted.items():
        desk.click(desk.page.leases.filters[key])
        assert desk.page.leases.filters[key].text().endswith(f" {len(names)}")
        assert [each.name for each in desk.page.leases.list.values()] == names, key
    desk.click(desk.page.leases.empty.button)
    assert len(desk.page.leases.list.values()) == 3


def test_one_village_at_a_time(desk):
    box = desk.page.leases.zone
    assert [box.itemText(at) for at in range(box.count())] == ["全部村", VILLAGE]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert len(desk.page.leases.list.values()) == 3


def test_the_receipt_is_seen_and_saved(desk, world, tmp_path, monkeypatch):
    desk.press(desk.page.leases.list, desk.lease(A))
    desk.press(desk.page.leases.list, desk.lease(A))
    paper = desk.page.receipt
    assert paper.isVisible()
    assert paper.view.pages() == 1
    assert row(world.office, A).number in paper.title.text()
    name_file(monkeypatch, tmp_path / "回执")
    desk.click(paper.save)
    assert (tmp_path / "回执.pdf").read_bytes().startswith(b"%PDF")
    assert desk.told() == f"已存为“回执.pdf”，在“{tmp_path}”。"
    desk.click(paper.back)
    assert desk.page.leases.isVisible()


def test_a_lease_is_ended_and_goes_where_it_was_entered_by_mistake(desk, world):
    details = desk.page.leases.details
    desk.choose(A)
    desk.click(details.end)
    desk.click(details.yes)
    assert row(world.office, A).state == "ended"
    desk.choose(A)
    desk.click(details.end)
    assert row(world.office, A).state == "overdue", "not ended after all"
    desk.choose(A)
    desk.click(details.wrong)
    desk.click(details.yes)
    assert "还没写原因" in details.error.text()
    details.why.setText("重复登记")
    desk.click(details.yes)
    assert set(states(world.office)) == {B, C}


# -- entering ----------------------------------------------------------------------------------------------------------


def test_a_lease_is_entered_with_its_landlord_and_works_in_one_form(desk, world):
    desk.click(desk.page.new)
    form = desk.page.leases.form
    desk.click(form.button)
    assert "还没选是哪家企业" in form.error.text()
    type_into(form.tenant.line, "yjx")
    desk.click(form.tenant.buttons[0])
    type_into(form.landlord.line, "某某物业管理有限公司")
    desk.click(form.kind.buttons["manager"])
    type_into(form.address, "工业路 20 号")
    form.signed.set_value(clock.today() - timedelta(days=3))
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    found = next(each for each in filings.lease_rows(world.office) if each.address == "工业路 20 号")
    assert (found.name, found.landlord_name, found.manager, found.village) == (B, "某某物业管理有限公司", True, VILLAGE)
    assert (found.signed, found.state) == (ago(3), "open")
    assert desk.page.leases.details.isVisible()


def test_a_landlord_of_the_register_is_chosen_with_its_works(desk, world):
    desk.click(desk.page.new)
    form = desk.page.leases.form
    type_into(form.tenant.line, A)
    desk.click(form.tenant.buttons[0])
    type_into(form.landlord.line, "永新村股份")
    desk.click(form.landlord.buttons[0])
    assert form.landlord.chosen().name == OWNER
    assert form.place.currentIndex() == 0, "its works in that village"
    desk.click(form.button)
    assert len([each for each in filings.lease_rows(world.office) if each.name == A]) == 2
    assert len(landlords.landlords(world.office)) == 1


def test_a_second_landlord_of_one_name_is_asked_about_once(desk, world):
    desk.click(desk.page.new)
    form = desk.page.leases.form
    type_into(form.tenant.line, A)
    desk.click(form.tenant.buttons[0])
    type_into(form.landlord.line, OWNER)
    desk.click(form.button)
    assert "登记里已有叫这个名称的出租方" in form.error.text()
    assert len(landlords.landlords(world.office)) == 1
    desk.click(form.button)
    assert len(landlords.landlords(world.office)) == 2


def test_a_lease_is_changed_and_its_filing_stays(desk, world):
    desk.press(desk.page.leases.list, desk.lease(A))
    before = row(world.office, A)
    desk.choose(A)
    desk.click(desk.page.leases.details.edit)
    form = desk.page.leases.form
    assert form.tenant.chosen().name == A
    form.until.set_value(clock.today() + timedelta(days=900))
    desk.click(form.button)
    after = row(world.office, A)
    assert (after.until > before.until, after.number, after.premises) == (True, before.number, before.premises)
    desk.choose(A)
    desk.click(desk.page.leases.details.edit)
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.leases.details.isVisible()
