"""The office's register, loaded from Excel again and again: what is new, changed, refused, and what stays as it was."""

import datetime as dt

import pytest
from roster_book import HEADINGS, a_code, a_row, saved
from sqlalchemy import select
from world import TOWN, VILLAGE

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.service import lists, register, setup, verdicts
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, tables

ZONE = ids.zone_id("乐余镇", "扶海村")


@pytest.fixture
def office(tmp_path):
    with setup.open_data(tmp_path / "office") as db:
        setup.become_office(db, "乐余镇安监办", "乐余核")
        yield db


@pytest.fixture
def load(office, tmp_path):
    """Load these rows below a title and the headings; the first row of data is row 3."""

    def loaded(*rows):
        path = saved(tmp_path / "底数表.xlsx", ("底数表", [["2022年企业底数摸排表"], HEADINGS, *rows]))
        return register.load_roster(office, path)

    return loaded


def counts(report):
    assert report.rows == report.new + report.changed + report.unchanged + len(report.refused)
    return report.new, report.changed, report.unchanged, len(report.refused)


def site(db, name):
    """The enterprise of this name: its id, its body, and how many versions came before."""
    (row,) = [row for row in lists.enterprises(db, name) if row.name == name]
    with db.read() as conn:
        body, version = documents.enterprise(conn, row.id)
        depth = conn.scalar(select(tables.version.c.depth).where(tables.version.c.hash == bytes.fromhex(version)))
    return row.id, body, depth


def test_a_first_load_makes_zones_and_enterprises(office, load):
    report = load(
        a_row(name="甲厂", code=a_code(1), headcount=49, lease=dt.date(2022, 5, 1), premises="租赁", landlord="某公司"),
        a_row(name="乙厂", code=a_code(2), village="永利村"),
    )
    assert counts(report) == (2, 0, 0, 0)
    assert [(zone.township, zone.village) for zone in lists.zones(office)] == [
        ("乐余镇", "扶海村"),
        ("乐余镇", "永利村"),
    ]
    entity, body, _ = site(office, "甲厂")
    assert entity == ids.enterprise_id(a_code(1), ZONE)
    assert (body.zone, body.code, body.facts.headcount, body.facts.rents) == (ZONE, a_code(1), 49, True)
    assert (body.landlord, body.lease_signed, body.phone) == ("某公司", "2022-05-01", "13800000034")
    assert doctor(office).ok


def test_loading_again_changes_nothing(office, load):
    rows = [
        a_row(name="甲厂", code=a_code(1)),
        a_row(name="乙厂", code=None, headcount="约二十人"),
        a_row(name="丙厂", code=a_code(2), tanks="是", dust="可能", lease="2022年2月30日"),
        a_row(name="　丁厂 ", code=a_code(3).lower()),
    ]
    first = load(*rows)
    before = doctor(office)
    again = load(*rows)
    assert (counts(first), counts(again)) == ((4, 0, 0, 0), (0, 0, 4, 0))
    assert again.doubts == first.doubts
    assert doctor(office) == before
    # nor does another order of the rows
    assert counts(load(*reversed(rows))) == (0, 0, 4, 0)
    assert doctor(office) == before


def test_a_changed_row_makes_a_child_version_and_an_empty_cell_erases_nothing(office, load):
    load(a_row(name="甲厂", code=a_code(1), headcount=80, confined="是"), a_row(name="乙厂", code=a_code(2)))
    entity, _, depth = site(office, "甲厂")
    changed = a_row(name="甲厂", code=a_code(1), headcount=48, confined="", phone=None, principal="新来的")
    assert counts(load(changed, a_row(name="乙厂", code=a_code(2)))) == (0, 1, 1, 0)
    same, body, deeper = site(office, "甲厂")
    assert (same, depth, deeper) == (entity, 0, 1)
    assert (body.facts.headcount, body.principal) == (48, "新来的")
    assert (body.facts.confined_spaces, body.phone) == (True, "13800000034")
    assert doctor(office).conflicts == 0


def test_a_code_that_the_register_has_under_another_name_is_refused(office, load):
    load(a_row(name="甲厂", code=a_code(1)))
    before = doctor(office)
    report = load(a_row(name="乙厂", code=a_code(1), village="永利村"))
    assert counts(report) == (0, 0, 0, 1)
    (refusal,) = report.refused
    assert (refusal.row, refusal.column) == (3, "统一社会信用代码")
    assert "甲厂" in refusal.reason
    assert doctor(office) == before


def test_one_code_at_two_sites_is_two_entries(office, load):
    report = load(a_row(name="甲厂", code=a_code(1)), a_row(name="甲厂", code=a_code(1), village="永利村"))
    assert counts(report) == (2, 0, 0, 0)
    assert [row.village for row in lists.enterprises(office, "甲厂")] == ["扶海村", "永利村"]


def test_a_row_without_a_code_is_known_by_zone_and_name(office, load):
    load(a_row(name="某某(五金)厂", code=None, headcount=10))
    entity, _, _ = site(office, "某某(五金)厂")
    # full-width brackets are the same name; another village is another enterprise
    report = load(
        a_row(name="某某（五金）厂", code="无", headcount=11), a_row(name="某某(五金)厂", code=None, village="永利村")
    )
    assert counts(report) == (1, 1, 0, 0)
    here, there = lists.enterprises(office, "五金")
    assert (here.id, here.village, there.village) == (entity, "扶海村", "永利村")
    assert register.enterprise_details(office, entity)[0].facts.headcount == 11


def test_a_code_that_is_added_later_keeps_the_enterprise(office, load):
    load(a_row(name="甲厂", code=None))
    entity, _, _ = site(office, "甲厂")
    assert counts(load(a_row(name="甲厂", code=a_code(1)))) == (0, 1, 0, 0)
    same, body, _ = site(office, "甲厂")
    assert (same, body.code) == (entity, a_code(1))
    # and a later sheet without the code does not take it away
    assert counts(load(a_row(name="甲厂", code=None))) == (0, 0, 1, 0)
    assert counts(load(a_row(name="甲厂", code=a_code(1)))) == (0, 0, 1, 0)


def test_doubtful_cells_stay_empty_are_kept_and_the_enterprise_counts(office, load):
    doubtful = a_row(name="甲厂", code=a_code(1), headcount="约二十人", dust="可能", lease="2022年2月30日")
    report = load(doubtful, a_row(name="乙厂", code=a_code(2)))
    assert counts(report) == (2, 0, 0, 0)
    assert {(doubt.row, doubt.column) for doubt in report.doubts} == {
        (3, "从业人数"), (3, "粉尘涉爆"), (3, "租赁合同签订日期"),
    }  # fmt: skip
    _, body, _ = site(office, "甲厂")
    assert (body.facts.headcount, body.facts.dust_explosive, body.lease_signed) == (None, None, "")
    assert {(doubt.field, doubt.text) for doubt in body.doubts} == {
        ("headcount", "约二十人"), ("dust_explosive", "可能"), ("lease_signed", "2022年2月30日"),
    }  # fmt: skip
    (zone,) = verdicts.zone_verdicts(office)
    assert zone.total == 2
    # the next sheet says it clearly: the doubt is gone
    load(a_row(name="甲厂", code=a_code(1), headcount=20, dust="否", lease=dt.date(2022, 3, 1)))
    _, body, _ = site(office, "甲厂")
    assert (body.facts.headcount, body.facts.dust_explosive, body.doubts) == (20, False, ())


@pytest.mark.parametrize(("said", "means"), [("否", False), ("是", None), ("", None)])
def test_tanks_of_a_kind_that_the_sheet_does_not_say(office, load, said, means):
    load(a_row(name="甲厂", code=a_code(1), tanks=said))
    facts = site(office, "甲厂")[1].facts
    assert (facts.flammable_tanks, facts.toxic_tanks) == (means, means)


def test_tanks_that_were_put_up_since_are_asked_about(office, load):
    """否 and later 是: of which kind nobody says, so the items of both kinds are asked."""
    load(a_row(name="甲厂", code=a_code(1), tanks="否"))
    assert counts(load(a_row(name="甲厂", code=a_code(1), tanks="是"))) == (0, 1, 0, 0)
    facts = site(office, "甲厂")[1].facts
    assert (facts.flammable_tanks, facts.toxic_tanks) == (None, None)
    assert counts(load(a_row(name="甲厂", code=a_code(1), tanks="是"))) == (0, 0, 1, 0)
    assert counts(load(a_row(name="甲厂", code=a_code(1), tanks=""))) == (0, 0, 1, 0)


def test_tanks_whose_kind_is_known_stay_known(office, load, tmp_path):
    headings = [*HEADINGS, "易燃易爆储罐", "有毒有害储罐"]
    path = saved(
        tmp_path / "两类.xlsx", ("表", [headings, [*a_row(name="甲厂", code=a_code(1), tanks=None), "是", "否"]])
    )
    register.load_roster(office, path)
    assert counts(load(a_row(name="甲厂", code=a_code(1), tanks="是"))) == (0, 0, 1, 0)
    facts = site(office, "甲厂")[1].facts
    assert (facts.flammable_tanks, facts.toxic_tanks) == (True, False)


def test_codes_are_kept_in_upper_case(office, load):
    load(a_row(name="甲厂", code=a_code(3).lower()))
    assert site(office, "甲厂")[1].code == a_code(3)
    assert counts(load(a_row(name="甲厂", code=a_code(3)))) == (0, 0, 1, 0)


def test_a_sheet_that_cannot_be_read_changes_nothing(office, load, tmp_path):
    load(a_row(name="甲厂", code=a_code(1)))
    before = doctor(office)
    (tmp_path / "junk.xlsx").write_bytes(b"PK\x03\x04 junk")
    with pytest.raises(errors.RosterUnreadable):
        register.load_roster(office, tmp_path / "junk.xlsx")
    with pytest.raises(errors.RosterNoHeadings):
        register.load_roster(office, saved(tmp_path / "a.xlsx", ("表", [["甲", "乙"], [1, 2]])))
    assert doctor(office) == before


def test_only_an_office_keeps_the_register_and_a_laptop_gets_it_by_bundle(world, tmp_path):
    rows = [a_row(township=TOWN, village=VILLAGE, name="新五金厂", code=a_code(9))]
    path = saved(tmp_path / "底数表.xlsx", ("底数表", [HEADINGS, *rows]))
    with pytest.raises(errors.WrongRole):
        register.load_roster(world.laptop, path)
    assert lists.enterprises(world.laptop, "新五金厂") == []
    assert counts(register.load_roster(world.office, path)) == (1, 0, 0, 0)
    world.carry(world.office, world.laptop)
    (row,) = lists.enterprises(world.laptop, "新五金厂")
    assert (row.village, row.code) == (VILLAGE, a_code(9))
