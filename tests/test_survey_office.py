"""What inspectors found, at the office's window: shown as 待确认, counted nowhere, nothing to decide yet."""

import pytest
from pages_office import OfficeDesk, type_into
from PySide6.QtWidgets import QLabel
from world import credit_code, small_world

from zjg_inspect.model.proposal import LeaseFound, Proposal
from zjg_inspect.model.register import Enterprise
from zjg_inspect.service import survey, verdicts
from zjg_inspect.service.author import Making, make
from zjg_inspect.ui.office.rich import RichLabel

FOUND = "张家港市新来精密零件有限公司"
KNOWN = "甲五金厂"
LEASE = LeaseFound("永新村委", address="工业路 18 号 3 号房", signed="2026-11-02")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An enterprise and a known tenant's lease were found, the enterprise was inspected, and the office has it all."""
    world = small_world(tmp_path_factory.mktemp("built"))
    site, host = Enterprise(FOUND, world.zone, credit_code(501)), world.enterprises[KNOWN]
    found = Proposal("2026-11-20", world.crew, site, beside=host, note="门口没有牌子")
    world.enterprises[FOUND] = survey.propose(world.laptop, found)
    survey.propose(
        world.laptop, Proposal("2026-11-20", world.crew, tenant=world.enterprises[KNOWN], lease=LEASE)
    )  # fmt: skip
    world.visit(FOUND, fail=("4-04",))
    world.carry(world.laptop, world.office)
    world.close()
    return world


pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def register(qtbot, world):
    desk = OfficeDesk(qtbot, world.office)
    page = desk.go("登记")
    page.desk_of_test = desk
    return page


def find(page, name):
    page.search.line.clear()
    type_into(page.search.line, name)
    page.desk_of_test.wait()
    return next(row for row in page.list.values() if row.name == name)


def test_it_stands_in_the_list_as_waiting_and_is_counted_apart(register):
    assert "共 3 家，待确认 1 家" in [label.text() for label in register.top.findChildren(QLabel)]
    row = find(register, FOUND)
    assert row.proposed
    assert "待确认" in register._look.spoken(row)
    assert register.details.verdict() == "待确认：张某、李某 2026-11-20 在现场发现，还没收进底数库，不计数。"
    assert [visit.name for visit in register.details.visits.values()] == [FOUND]
    assert f"在“{KNOWN}”厂里" in [label.text() for label in register.details.findChildren(RichLabel)]
    assert not find(register, KNOWN).proposed
    assert "待确认" not in register._look.spoken(find(register, KNOWN))


def test_a_known_tenants_lease_is_a_line_of_its_details(register, world):
    find(register, KNOWN)
    assert "还没达到" in register.details.verdict()
    (lease,) = survey.waiting_at(world.office, world.enterprises[KNOWN])
    assert lease.lease == LEASE
    assert "租约待确认" in [label.text() for label in register.details.findChildren(QLabel)]


def test_the_board_and_the_zone_count_what_the_register_has(world):
    (zone,) = verdicts.zone_verdicts(world.office)
    assert zone.total == 3


def test_taken_in_it_is_an_enterprise_like_any_other(register, world):
    entity = world.enterprises[FOUND]
    body = survey.proposal(world.office, entity).found
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", entity, body)])
    register.refresh()
    row = find(register, FOUND)
    assert not row.proposed
    assert "还没达到" in register.details.verdict()
    assert survey.waiting_at(world.office, entity) == []
    assert "找到 1 家，共 4 家" in [label.text() for label in register.top.findChildren(QLabel)]
