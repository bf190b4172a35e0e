"""租赁 in the office's window: landlords, zones, what waits to be taken in, the monthly list."""

from datetime import timedelta

import pypdfium2
import pytest
from lease_desk import LEASE, A, B, C, LeaseDesk, world_with_leases
from lease_world import OWNER, row
from msgspec.structs import replace
from openpyxl import load_workbook
from pages import clipped, foreign_words, name_file, settle, unnamed, unreachable, unseen_focus
from pages_office import type_into
from PySide6.QtCore import Qt
from two_laptops import body_of
from world import VILLAGE

from zjg_inspect.model import clock, ids
from zjg_inspect.model.facts import Facts
from zjg_inspect.service import filings, found_leases, landlords
from zjg_inspect.service.author import Making, make
from zjg_inspect.ui.office.rich import RichLabel

pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return world_with_leases(tmp_path_factory.mktemp("built"))


@pytest.fixture
def desk(qtbot, world):
    return LeaseDesk(qtbot, world)


# -- landlords ---------------------------------------------------------------------------------------------------------


def test_a_landlords_page_leads_to_its_leases(desk):
    tab = desk.tab("landlords")
    assert [each.name for each in tab.list.values()] == [OWNER]
    (tenants,) = tab.view.lists
    assert [each.lease.name for each in tenants.values()] == [A, B, C]
    assert "逾期 10 天" in tenants._look.spoken(tenants.values()[0])
    assert "还没达到规范化" in tenants._look.spoken(tenants.values()[0])
    desk.press(tenants, tenants.values()[1])
    assert desk.page.leases.details.row().name == B


def test_a_landlord_and_works_are_entered_changed_and_removed(desk, world):
    tab = desk.tab("landlords")
    desk.click(tab.add_button)
    desk.click(tab.form.button)
    assert "还没写出租方的名称" in tab.form.error.text()
    type_into(tab.form.name, "永新村股份合作社")
    assert OWNER in tab.form.hint.text(), "a likely double is shown"
    desk.click(tab.form.button)
    assert tab.view.page.body.name == "永新村股份合作社"
    tab.view.works_asked.emit(None)
    desk.click(tab.works.button)
    assert "还没写在哪个村" in tab.works.error.text()
    tab.works.zone.setCurrentIndex(0)
    type_into(tab.works.address, "工业路 22 号")
    type_into(tab.works.area, "800")
    desk.click(tab.works.button)
    (place,) = tab.view.page.premises
    assert (place.body.address, place.body.area) == ("工业路 22 号", 800)
    tab.view.removal_asked.emit("premises", place.id, "工业路 22 号")
    desk.wait()
    tab.view.removal_asked.emit("landlord", tab.view.page.id, "永新村股份合作社")
    desk.wait()
    assert [each.name for each in landlords.landlords(world.office)] == [OWNER]
    tab.view.edit_asked.emit()
    type_into(tab.form.phone, "0512-1")
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert tab.view.page.body.phone == "0512-1"


def test_from_a_lease_to_its_landlord_and_its_tenant(desk, world):
    desk.choose(A)
    desk.click(desk.page.leases.details.landlord)
    assert desk.page.landlords.view.page.body.name == OWNER
    desk.tab("leases")
    desk.choose(A)
    desk.click(desk.page.leases.details.tenant)
    register = desk.window.page("register")
    assert register.isVisible()
    said = [label.text() for label in register.details.findChildren(RichLabel)]
    assert any(text.startswith(f"{VILLAGE} 工业路") and text.endswith("逾期 10 天") for text in said)


# -- zones -------------------------------------------------------------------------------------------------------------


def test_a_zone_is_filed_from_its_row_with_a_number_of_the_office(desk, world):
    tab = desk.tab("zones")
    (zone,) = tab.list.values()
    assert zone.state == "overdue"
    desk.press(tab.list, zone)
    (zone,) = tab.list.values()
    assert zone.filed == clock.today().isoformat()
    number = filings.zone_of(world.office, zone.id).filing_number
    assert desk.told() == f"{VILLAGE}已备案，编号 {number}。"
    tab.number.setText("镇备 3 号")
    tab.day.set_value(clock.today() - timedelta(days=1700))
    desk.click(tab.button)
    assert filings.zone_of(world.office, zone.id).filing_number == "镇备 3 号"
    assert tab.list.values()[0].state == "done"
    desk.click(tab.back)
    assert tab.list.values()[0].state == "overdue"


# -- what waits --------------------------------------------------------------------------------------------------------


def test_a_found_lease_is_taken_in_with_the_landlord_that_it_looks_like(desk, world):
    tab = desk.tab("waiting")
    assert desk.page.tabs.buttons["waiting"].count == 1
    form = tab.form
    assert form.landlord.text() == LEASE.landlord
    assert form.landlord.buttons[0].text().startswith(f"就是 {OWNER}")
    desk.click(form.landlord.buttons[0])
    desk.click(form.button)
    assert found_leases.found_leases(world.office) == []
    (made,) = [each for each in filings.lease_rows(world.office) if each.signed == LEASE.signed]
    assert (made.name, made.landlord_name, made.until) == (A, OWNER, LEASE.until)
    assert tab.empty.isVisible()


def test_what_was_photographed_of_it_is_seen_whole(desk):
    tab = desk.tab("waiting")
    (thumb,) = tab.thumbs
    desk.click(thumb)
    assert tab.large.isVisible()
    desk.key(Qt.Key.Key_Escape)
    assert tab.form.isVisible()


def test_a_found_lease_is_turned_down_with_a_reason(desk, world):
    tab = desk.tab("waiting")
    desk.click(tab.form.decline)
    assert "还没写原因" in tab.form.error.text()
    tab.form.why.setText("和登记里的是同一份")
    desk.click(tab.form.decline)
    assert found_leases.found_leases(world.office) == []
    assert len(filings.lease_rows(world.office)) == 3


@pytest.fixture
def texts(world):
    """丁 and 戊 stand in the register as tenants of one name; one signed on a day that is known."""
    site = replace(body_of(world.office, "enterprise", world.enterprises[A]), facts=Facts(rents=True), code="")
    bodies = [
        replace(site, name=name, landlord="永新村委会", lease_signed=day)
        for name, day in (("丁厂", "2026-02-01"), ("戊厂", ""))
    ]
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", ids.new_id(), body, ()) for body in bodies])
    return world


def test_a_villages_texts_are_shown_and_taken_in_by_one_tap(texts, qtbot):
    desk = LeaseDesk(qtbot, texts)
    tab = desk.tab("waiting")
    village = tab.list.values()[-1]
    assert tab.list._look.spoken(village) == f"{VILLAGE}，底数表里有 2 家租用厂房，出租方 1 个名字"
    tab.list.choose(village)
    assert "1 家没写哪天签的" in tab.texts.notes.text()
    assert tab.texts.button.text() == "收进登记：2 份租约，新出租方 1 个"
    desk.click(tab.texts.button)
    assert desk.told() == f"{VILLAGE}：收进 2 份租约，新登记出租方 1 个、厂房 1 处。"
    assert {name: row(texts.office, name).signed for name in ("丁厂", "戊厂")} == {"丁厂": "2026-02-01", "戊厂": ""}


# -- the monthly list --------------------------------------------------------------------------------------------------


def test_the_monthly_list_is_seen_for_any_month_and_saved(desk, world, tmp_path, monkeypatch):
    desk.press(desk.page.leases.list, desk.lease(A))
    desk.click(desk.page.month)
    page = desk.page.list_page
    now = page.period
    assert clock.today() in now
    assert not page.after.isEnabled(), "what is to come has no list"
    assert page.receipts.text() == "回执 1 张"
    desk.click(page.before)
    assert not page.receipts.isEnabled()
    assert page.period.last == now.first - timedelta(days=1)
    desk.click(page.after)
    assert page.period == now
    name_file(monkeypatch, tmp_path / "月.xlsx")
    desk.click(page.excel)
    book = load_workbook(tmp_path / "月.xlsx")
    assert book["本期租约备案"]["C4"].value == A
    name_file(monkeypatch, tmp_path / "月.pdf")
    desk.click(page.save)
    assert (tmp_path / "月.pdf").read_bytes().startswith(b"%PDF")
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.leases.isVisible()


def test_the_receipts_of_a_month_are_printed_in_one_go(desk, world, tmp_path, monkeypatch):
    for name in (A, B):
        desk.press(desk.page.leases.list, desk.lease(name))
    desk.click(desk.page.month)
    desk.click(desk.page.list_page.receipts)
    assert desk.page.receipt.view.pages() == 2
    name_file(monkeypatch, tmp_path / "回执.pdf")
    desk.click(desk.page.receipt.save)
    assert len(pypdfium2.PdfDocument(tmp_path / "回执.pdf")) == 2
    desk.click(desk.page.receipt.back)
    assert desk.page.leases.isVisible()


def test_other_pages_open_a_filter_a_lease_or_a_tab(desk):
    desk.window._go("leases", ("leases", "overdue"))
    assert [each.name for each in desk.page.leases.list.values()] == [A]
    desk.window._go("leases", "zones")
    assert desk.page.zones.isVisible()


def assert_sound(desk, where):
    """Words have their room, and all is Chinese, in reach and has its name."""
    settle()
    checks = (clipped, foreign_words, unreachable, unseen_focus, unnamed)
    found = {check.__name__: wrong for check in checks if (wrong := check(desk.window))}
    assert not found, f"{where}: {found}"


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_every_tab_and_form_has_room_for_its_words(qtbot, texts, size):
    desk = LeaseDesk(qtbot, texts, size)
    desk.press(desk.page.leases.list, desk.lease(A))
    for key in ("leases", "landlords", "zones", "waiting"):
        desk.tab(key)
        assert_sound(desk, key)
    desk.page.waiting.list.choose(desk.page.waiting.list.values()[-1])
    assert_sound(desk, "texts")
    desk.tab("leases")
    desk.click(desk.page.new)
    assert_sound(desk, "new lease")
    desk.tab("landlords")
    desk.page.landlords.enter()
    assert_sound(desk, "landlord form")
    desk.page.landlords.leave_form()
    desk.page.landlords.view.works_asked.emit(None)
    assert_sound(desk, "premises form")
    desk.click(desk.page.month)
    assert_sound(desk, "month")
