"""Filings: a lease within thirty days after signing, a zone once; late, due soon, filed; the monthly list, annex 1."""

import io
from datetime import date, timedelta

import pypdfium2
import pytest
from assignment_days import turn_clock
from hypothesis import given
from hypothesis import strategies as st
from lease_world import OWNER, ago, let_to, owner, rent, row, states, works
from msgspec.structs import replace
from openpyxl import load_workbook
from programmes import ANOTHER
from test_annex1 import rows_of
from test_standing import SOME
from two_laptops import body_of, edits, site
from world import VILLAGE, small_world

from zjg_inspect import errors
from zjg_inspect.model import clock, ids
from zjg_inspect.model.period import Period, period, period_of
from zjg_inspect.model.rented import Lease, Premises
from zjg_inspect.service import filings, filings_paper, programme, rented, reports
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import settings

A, B, C = "甲五金厂", "乙机械厂", "丙塑料厂"
DAY = timedelta(days=1)


def days_of(row):
    return (row.state, row.late)


# -- a lease -----------------------------------------------------------------------------------------------------------


def test_day_thirty_is_in_time_and_day_thirty_one_is_late(world):
    leases = let_to(world, 30, 31, 22)
    assert states(world.office) == {B: "overdue", A: "soon", C: "open"}
    assert [each.name for each in filings.lease_rows(world.office)] == [B, A, C], "the late one first"
    for name in (A, B):
        rented.file_lease(world.office, leases[name], clock.today(), "owner")
    assert days_of(row(world.office, A)) == ("done", 0)
    assert days_of(row(world.office, B)) == ("done_late", 1), "late for ever"
    assert row(world.office, B).due == ago(1)


def test_the_seventh_day_before_is_soon_and_counts_with_the_late_ones(world):
    let_to(world, 23, 31, None)
    assert states(world.office) == {A: "soon", B: "overdue", C: "none"}
    zone_too = 1  # not filed by 2022-06-30
    assert filings.waiting(world.office) == 2 + zone_too
    assert filings.counts(filings.lease_rows(world.office)) == filings.Counts(overdue=1, soon=1, none=1)


def test_another_programme_counts_its_own_days_of_what_is_signed_under_it(world, monkeypatch):
    turn_clock(monkeypatch, "2027-02-01T02:00:00")
    programme.publish(world.office, ANOTHER)
    premises = works(world, owner(world.office))
    rent(world, A, premises, "2026-12-31")
    rent(world, B, premises, "2027-01-01")
    rows = {each.name: each for each in filings.lease_rows(world.office)}
    assert (rows[A].due, rows[B].due) == ("2027-01-30", "2027-01-16"), "30 days of the notice, 15 of the new one"
    assert (rows[A].late, rows[B].late) == (2, 16)
    on = {day: states(world.office, date(2027, 1, day))[B] for day in (10, 11, 16, 17)}
    assert on == {10: "open", 11: "soon", 16: "soon", 17: "overdue"}, "soon is five days there"


def test_a_lease_whose_day_of_signing_nobody_knows_is_neither_late_nor_soon(world):
    leases = let_to(world, None)
    assert (row(world.office, A).due, days_of(row(world.office, A))) == ("", ("none", 0))
    rented.file_lease(world.office, leases[A], clock.today(), "owner")
    assert days_of(row(world.office, A)) == ("done", 0)


def test_one_that_ended_before_it_was_filed_waits_for_nobody(world):
    leases = let_to(world, 40, 40)
    rented.end_lease(world.office, leases[A], clock.today())
    assert states(world.office) == {B: "overdue", A: "ended"}
    assert states(world.office, clock.today() - DAY) == {A: "overdue", B: "overdue"}, "the day before it was late"
    rented.end_lease(world.office, leases[A], None)
    assert states(world.office)[A] == "overdue"
    with pytest.raises(errors.LeaseDaysWrong):
        rented.end_lease(world.office, leases[A], date.fromisoformat(ago(41)))


def test_a_past_day_stands_as_it_was(world):
    leases = let_to(world, 40)
    rented.file_lease(world.office, leases[A], clock.today() - 3 * DAY, "manager")
    found = [states(world.office, clock.today() - n * DAY)[A] for n in (0, 3, 4, 9, 10)]
    assert found == ["done_late", "done_late", "overdue", "overdue", "soon"]
    assert row(world.office, A, clock.today() - 4 * DAY).late == 6


def test_one_finds_a_lease_by_tenant_initials_landlord_village_and_number(world):
    leases = let_to(world, 1, 2)
    number = rented.file_lease(world.office, leases[B], clock.today(), "owner")
    for text in ("机械", "yjx", "YJX", number[-4:], number):
        assert list(states(world.office, text=text)) == [B], text
    for text in (OWNER[:3], "yxcgf", VILLAGE, "18 号", ""):
        assert set(states(world.office, text=text)) == {A, B}, text
    assert states(world.office, text="100%") == {}
    assert set(states(world.office, zone=world.zone)) == {A, B}
    assert states(world.office, zone=world.zone, tenant=world.enterprises[A]) == {A: "open"}


def test_the_lease_of_a_double_is_that_of_the_one_that_stays(world):
    (name, stays), (_, other), (double, gone) = sorted(world.enterprises.items(), key=lambda each: each[1])
    rent(world, double, works(world, owner(world.office)), ago(40))
    with world.office.write() as conn:
        body = replace(body_of(world.office, "enterprise", gone), merged_into=other)
        make(conn, world.office, [Making("enterprise", gone, body)])
        body = replace(body_of(world.office, "enterprise", other), merged_into=stays)
        make(conn, world.office, [Making("enterprise", other, body)])
    (found,) = filings.lease_rows(world.office)
    assert (found.name, found.tenant, found.state) == (name, stays, "overdue"), "over two doubles"
    assert [each.id for each in filings.lease_rows(world.office, tenant=stays)] == [found.id]


def test_a_tenant_that_the_register_declined_has_no_lease(world):
    let_to(world, 40, 40)
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", world.enterprises[A], replace(site(world), declined="重复"))])
    assert states(world.office) == {B: "overdue"}


# -- filing it ---------------------------------------------------------------------------------------------------------


def test_each_filing_has_a_number_that_no_other_ever_has(world):
    leases = let_to(world, 10, 10, 10)
    year = clock.today().year
    first = rented.file_lease(world.office, leases[A], clock.today(), "owner")
    assert first == f"张塘备〔{year}〕A00-0001"
    rented.take_back_filing(world.office, leases[A])
    second = rented.file_lease(world.office, leases[B], clock.today(), "manager")
    assert second.endswith("A00-0002"), "what was given once is not given again"
    assert rented.file_lease(world.office, leases[A], clock.today(), "owner") == first, "it keeps its own"
    assert rented.file_zone(world.office, world.zone, clock.today()).endswith("A00-0003"), "zones count on"
    body = body_of(world.office, "lease", leases[B])
    assert (body.filed, body.filed_by, body.number) == (clock.today().isoformat(), "manager", second)


def test_an_office_that_was_restored_numbers_on_with_other_letters(world):
    leases = let_to(world, 10, 10)
    rented.file_lease(world.office, leases[A], clock.today(), "owner")
    with world.office.write() as conn:
        own = settings.standing(conn)
        settings.put_standing(conn, replace(own, former=(*own.former, "0" * 32)))
    assert rented.file_lease(world.office, leases[B], clock.today(), "owner").endswith("B00-0001")


def test_a_filing_is_not_overwritten_by_a_second_tap_but_put_right_on_purpose(world):
    leases = let_to(world, 10)
    number = rented.file_lease(world.office, leases[A], clock.today(), "owner")
    with pytest.raises(errors.AlreadyFiled):
        rented.file_lease(world.office, leases[A], clock.today(), "manager")
    again = rented.file_lease(world.office, leases[A], clock.today() - DAY, "manager", again=True)
    assert again == number
    assert body_of(world.office, "lease", leases[A]).filed_by == "manager"


@pytest.mark.parametrize("days", [-1, 11])
def test_it_is_filed_neither_before_it_was_signed_nor_tomorrow(world, days):
    leases = let_to(world, 10)
    with pytest.raises(errors.FilingDayWrong):
        rented.file_lease(world.office, leases[A], clock.today() - days * DAY, "owner")
    assert states(world.office)[A] == "open"


def test_what_two_desks_wrote_differently_is_not_overwritten(world):
    leases = let_to(world, 10)
    edits(world, {"until": "2027-12-31"}, {"until": "2028-12-31"}, kind="lease", entity=leases[A])
    assert row(world.office, A).in_conflict
    with pytest.raises(errors.RentedInConflict):
        rented.file_lease(world.office, leases[A], clock.today(), "owner")


def test_only_an_office_files(world):
    leases = let_to(world, 10)
    world.carry(world.office, world.laptop)
    with pytest.raises(errors.WrongRole):
        rented.file_lease(world.laptop, leases[A], clock.today(), "owner")
    with pytest.raises(errors.WrongRole):
        rented.file_zone(world.laptop, world.zone, clock.today())


# -- the register of what is let ---------------------------------------------------------------------------------------


def test_a_lease_is_changed_without_touching_its_filing(world):
    leases = let_to(world, 10)
    number = rented.file_lease(world.office, leases[A], clock.today(), "owner")
    before = body_of(world.office, "lease", leases[A])
    rented.put_lease(world.office, replace(before, until="2030-01-01", filed="", number=""), leases[A])
    after = body_of(world.office, "lease", leases[A])
    assert (after.until, after.filed, after.number) == ("2030-01-01", before.filed, number)
    assert doctor(world.office).ok


def test_what_is_missing_or_contradicts_itself_is_said(world):
    landlord = owner(world.office)
    premises = works(world, landlord)
    tenant = world.enterprises[A]
    wrong = [
        (lambda: owner(world.office, "  "), "landlord_name"),
        (lambda: rented.put_premises(world.office, Premises(premises, world.zone, "某路")), "let_by"),
        (lambda: rented.put_premises(world.office, Premises(landlord, tenant, "某路")), "zone"),
        (lambda: rented.put_lease(world.office, Lease(tenant, landlord)), "premises"),
        (lambda: rented.put_lease(world.office, Lease(premises, premises)), "tenant"),
        (lambda: rented.decline(world.office, "landlord", landlord, " "), "why"),
    ]
    for act, missing in wrong:
        with pytest.raises(errors.RentedIncomplete) as said:
            act()
        assert said.value.missing == missing
    with pytest.raises(errors.LeaseDaysWrong):
        rent(world, A, premises, "2026-03-01", until="2026-02-01")
    assert filings.lease_rows(world.office) == []


def test_a_landlord_goes_only_when_nothing_of_it_is_let(world):
    leases = let_to(world, 10)
    found = row(world.office, A)
    for kind, entity in (("landlord", found.landlord), ("premises", found.premises)):
        with pytest.raises(errors.StillLet) as said:
            rented.decline(world.office, kind, entity, "登错了")
        assert said.value.count == 1
    for kind, entity in (("lease", leases[A]), ("premises", found.premises), ("landlord", found.landlord)):
        rented.decline(world.office, kind, entity, "登错了")
    assert filings.lease_rows(world.office) == []
    with pytest.raises(errors.RentedIncomplete):
        works(world, found.landlord)


# -- zones -------------------------------------------------------------------------------------------------------------


def test_a_zone_files_itself_once_by_the_programmes_day(world):
    (zone,) = filings.zone_rows(world.office)
    assert (zone.village, zone.due, zone.state) == (VILLAGE, "2022-06-30", "overdue")
    found = {day: filings.zone_rows(world.office, date.fromisoformat(day))[0].state for day in (
        "2022-06-22", "2022-06-23", "2022-06-30", "2022-07-01",
    )}  # fmt: skip
    assert list(found.values()) == ["open", "soon", "soon", "overdue"]
    assert rented.file_zone(world.office, world.zone, date(2022, 6, 30), "塘备 17 号") == "塘备 17 号"
    (zone,) = filings.zone_rows(world.office)
    assert (zone.state, zone.filed, zone.late) == ("done", "2022-06-30", 0)
    rented.file_zone(world.office, world.zone, date(2022, 7, 2))
    assert filings.zone_rows(world.office)[0].late == 2
    assert body_of(world.office, "zone", world.zone).filing_number == "塘备 17 号", "the number stays"
    rented.file_zone(world.office, world.zone, None)
    assert filings.zone_rows(world.office)[0].state == "overdue"


def test_a_programme_that_asks_no_zone_to_file_has_none_late(world, monkeypatch):
    turn_clock(monkeypatch, "2027-02-01T02:00:00")
    before = filings.waiting(world.office)
    programme.publish(world.office, ANOTHER)
    (zone,) = filings.zone_rows(world.office)
    assert (zone.state, zone.due, zone.late) == ("none", "", 0)
    assert (before, filings.waiting(world.office)) == (1, 0)


# -- a period ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def october(world, monkeypatch):
    """Filed on the last day of September's period, on both ends of October's, and late in it; one is late still."""
    turn_clock(monkeypatch, "2026-11-20T02:00:00")
    premises = works(world, owner(world.office))
    signed = {A: ("2026-09-01", "2026-09-28"), B: ("2026-09-10", "2026-09-29"), C: ("2026-09-20", "2026-10-28")}
    for name, (day, filed) in signed.items():
        lease = rent(world, name, premises, day)
        rented.file_lease(world.office, lease, date.fromisoformat(filed), "owner")
    rent(world, A, works(world, owner(world.office, "某某物业"), "工业路 20 号"), "2026-09-15")
    rented.file_zone(world.office, world.zone, date(2026, 10, 9), "塘备 1 号")
    return period(2026, 10)


def test_the_monthly_list_holds_what_was_filed_from_the_29th_to_the_28th(world, october):
    made = filings.filings_in(world.office, october)
    assert [(each.lease.name, each.lease.filed, each.lease.late, each.by) for each in made.leases] == [
        (B, "2026-09-29", 0, "owner"), (C, "2026-10-28", 8, "owner"),
    ]  # fmt: skip
    assert [(each.zone.village, each.number) for each in made.zones] == [(VILLAGE, "塘备 1 号")]
    assert [(each.name, each.late) for each in made.late] == [(A, 13)]
    (village,) = made.villages
    assert (village.filed, village.late, village.standing, village.overdue) == (2, 1, 3, 1)
    assert made.on == date(2026, 10, 28)
    earlier = filings.filings_in(world.office, period(2026, 9))
    assert [each.lease.name for each in earlier.leases] == [A]
    assert [each.village for each in earlier.late_zones] == [VILLAGE]


def test_while_a_period_runs_nothing_is_late_that_is_not_late_today(world):
    let_to(world, 30)
    running = Period(2026, 12, clock.today() - DAY, clock.today() + 9 * DAY)
    assert filings.filings_in(world.office, running).late == ()
    assert [each.name for each in filings.filings_in(world.office, running, clock.today() + DAY).late] == [A]


def test_annex_1_counts_the_filings_of_the_monthly_list(world, october, tmp_path):
    for day in (october.last, date(2026, 9, 28), date(2026, 11, 20)):
        path = reports.write_annex1(world.office, tmp_path / "附件1.xlsx", day)
        said = rows_of(path)[0]["告知性备案"]
        some = Period(day.year, day.month, day - DAY, day)
        (village,) = filings.filings_in(world.office, some).villages
        assert said == village.standing == {9: 1, 10: 3, 11: 3}[day.month]


def test_a_lease_that_ended_leaves_annex_1_and_stays_in_its_months_list(world, october, tmp_path):
    lease = next(each.id for each in filings.lease_rows(world.office) if each.name == B)
    rented.end_lease(world.office, lease, date(2026, 10, 28))
    path = reports.write_annex1(world.office, tmp_path / "附件1.xlsx", october.last)
    assert rows_of(path)[0]["告知性备案"] == 2
    assert len(filings.filings_in(world.office, october).leases) == 2


def test_the_monthly_list_in_excel_and_on_paper_says_the_same(world, october, tmp_path):
    book = load_workbook(filings_paper.write_monthly(world.office, october, tmp_path / "月.xlsx"))
    assert book.sheetnames == ["各村备案情况", "本期租约备案", "本期集中区备案", "逾期未备案的租约"]
    filed = [[cell.value for cell in line] for line in book["本期租约备案"].iter_rows(min_row=4)]
    assert [(line[0], line[2], line[8]) for line in filed] == [(1, B, "及时"), (2, C, "逾期 8 天")]
    assert [cell.value for cell in book["各村备案情况"][5]][3:] == [2, 1, 3, 1, 0, 0], "the sums"
    pdf = filings_paper.write_monthly(world.office, october, tmp_path / "月.pdf").read_bytes()
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(pdf)))
    for said in ("2026年10月告知性备案清单", "逾期 8 天", "某某物业", "塘备 1 号", "第 1 页", "逾期 1 份"):
        assert said in text.replace("\r\n", ""), said
    assert pdf == filings_paper.monthly_pdf(world.office, october), "the same again"


def test_a_month_without_any_filing_says_so(world, tmp_path):
    book = load_workbook(filings_paper.write_monthly(world.office, period(2023, 1), tmp_path / "月.xlsx"))
    assert book["本期租约备案"]["A4"].value == "本期没有租约备案。"


# -- laws --------------------------------------------------------------------------------------------------------------

FIRST = date(2026, 8, 1)
some_days = st.integers(0, 110).map(lambda n: (FIRST + n * DAY).isoformat())
some_leases = st.lists(
    st.tuples(some_days | st.just(""), some_days | st.just(""), some_days | st.just("")), max_size=6
)  # fmt: skip


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    world = small_world(tmp_path_factory.mktemp("filings"))
    premises = works(world, owner(world.office))
    yield world, premises
    world.close()


class Undone(Exception):
    pass


@given(some_leases, some_days)
@SOME
def test_months_add_up_and_each_lease_stands_in_one_place(village, some, day):
    """Every filing is in exactly one month; what is filed so far is all that came, less what ended."""
    world, premises = village
    tenants = list(world.enterprises.values())
    bodies = [
        Lease(tenants[n % 3], premises, signed, filed=max(signed, filed) if filed else "", ended=max(signed, ended) if
              ended else "")
        for n, (signed, filed, ended) in enumerate(some)
    ]  # fmt: skip
    on = date.fromisoformat(day)
    try:
        with world.office.write() as conn:
            make(conn, world.office, [Making("lease", ids.new_id(), body, ()) for body in bodies])
            rows = filings.leases_on(conn, on)
            assert filings.counts(rows).total == len(bodies)
            standing = filings.leases_filed(rows, on).total()
            ever = [body for body in bodies if body.filed and body.filed <= day]
            assert standing == sum(not body.ended or body.ended > day for body in ever)
            months = [period_of(date.fromisoformat(body.filed)) for body in ever]
            assert all(date.fromisoformat(body.filed) in month for body, month in zip(ever, months, strict=True))
            for each in rows:
                filed = bool(each.filed) and each.filed <= day
                assert (each.state in ("done", "done_late")) == filed
                assert (each.late > 0) == (each.state in ("overdue", "done_late"))
                if each.state == "done_late":
                    assert each.filed > each.due
            raise Undone
    except Undone:
        return
