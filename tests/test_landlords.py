"""A landlord's page: premises, tenants, their filing and their verdict; and the receipt that the office prints."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from lease_world import OWNER, WORKS, ago, let_to, owner, rent, row, works
from test_verdict_rules import approve_all

from zjg_inspect import errors
from zjg_inspect.model import clock
from zjg_inspect.model.likeness import is_alike_landlord
from zjg_inspect.model.period import period_of
from zjg_inspect.report.receipt import COPIES, TITLE, Receipt
from zjg_inspect.service import filings_paper, landlords, rented

A, B, C = "甲五金厂", "乙机械厂", "丙塑料厂"


def text_of(pdf, page=0):
    return pypdfium2.PdfDocument(io.BytesIO(pdf))[page].get_textpage().get_text_range().replace("\r\n", "")


def test_a_landlords_page_has_its_works_with_tenants_filings_and_verdicts(world):
    world.visit(A)
    world.carry(world.laptop, world.office)
    approve_all(world)
    let_to(world, 10, 40)
    (found,) = landlords.landlords(world.office)
    page = landlords.landlord(world.office, found.id)
    assert (page.body.name, [each.body.address for each in page.premises]) == (OWNER, [WORKS])
    tenants = {each.lease.name: (each.lease.state, each.verdict.standardised) for each in page.premises[0].tenancies}
    assert tenants == {A: ("open", True), B: ("overdue", False)}
    assert (found.premises, found.leases, found.overdue, found.soon, found.villages) == (1, 2, 1, 0, ("永新村",))


def test_works_that_nobody_rents_stand_there_too(world):
    landlord = owner(world.office)
    works(world, landlord)
    page = landlords.landlord(world.office, landlord)
    assert [each.tenancies for each in page.premises] == [()]
    with pytest.raises(errors.NotFound):
        landlords.landlord(world.office, world.zone)


def test_who_has_late_filings_stands_first_and_one_finds_them_as_one_types(world):
    quiet, late = owner(world.office, "安某物业", phone="0512-7"), owner(world.office)
    works(world, quiet)
    rent(world, A, works(world, late), ago(40))
    assert [each.id for each in landlords.landlords(world.office)] == [late, quiet]
    for text in ("物业", "amw", "0512-7"):
        assert [each.id for each in landlords.landlords(world.office, text)] == [quiet], text
    assert len(landlords.landlords(world.office, "永新村")) == 2, "by village"
    assert landlords.landlords(world.office, "没有") == []


def test_a_lease_that_ended_counts_with_its_landlord_no_more(world):
    leases = let_to(world, 40)
    rented.end_lease(world.office, leases[A], clock.today())
    (found,) = landlords.landlords(world.office)
    assert (found.leases, found.overdue) == (0, 0)


# -- the receipt -------------------------------------------------------------------------------------------------------


def test_the_receipt_says_who_filed_which_lease_when_and_whether_in_time(world):
    leases = let_to(world, 40, 10)
    number = rented.file_lease(world.office, leases[A], clock.today(), "manager")
    rented.file_lease(world.office, leases[B], clock.today(), "owner")
    pdf = filings_paper.receipts_pdf(world.office, [leases[A], leases[B]])
    late, in_time = text_of(pdf), text_of(pdf, 1)
    for said in (TITLE, number, A, OWNER, "管理人", "逾期 10 天", WORKS, "1200 平方米", "塘桥镇安监办", *COPIES):
        assert late.count(said) >= 1, said
    assert late.count(TITLE) == 2, "the counterfoil, and the filer's copy"
    assert "及时（应在" in in_time
    assert "产权方" in in_time
    assert pdf == filings_paper.receipts_pdf(world.office, [leases[A], leases[B]])


def test_where_nobody_knows_when_it_was_signed_it_is_neither_in_time_nor_late(world):
    leases = let_to(world, None)
    rented.file_lease(world.office, leases[A], clock.today(), "owner")
    assert "不作及时与否的判断" in text_of(filings_paper.receipts_pdf(world.office, [leases[A]]))


def test_there_is_no_receipt_of_what_is_not_filed(world):
    leases = let_to(world, 5)
    with pytest.raises(errors.NotFiled):
        filings_paper.receipts_pdf(world.office, [leases[A]])
    with pytest.raises(errors.NotFound):
        filings_paper.receipts_pdf(world.office, [world.zone])
    with pytest.raises(errors.NotFiled):
        rented.take_back_filing(world.office, leases[A])


def test_a_receipt_of_long_names_stays_on_its_page(world, tmp_path):
    landlord = owner(world.office, "某某" * 30 + "股份经济合作社", contact="欧阳某某", phone="0512-58000000")
    lease = rent(world, A, works(world, landlord, "某某路" * 25), ago(40))
    rented.file_lease(world.office, lease, clock.today() - timedelta(days=1), "owner")
    path = filings_paper.write_receipts(world.office, [lease], tmp_path / "回执.pdf")
    assert len(pypdfium2.PdfDocument(path.read_bytes())) == 1
    assert text_of(path.read_bytes()).count("受理单位") == 2


def test_the_receipt_and_the_monthly_list_say_the_same(world):
    leases = let_to(world, 43)
    number = rented.file_lease(world.office, leases[A], clock.today(), "owner")
    month = text_of(filings_paper.monthly_pdf(world.office, period_of(clock.today())))
    receipt = text_of(filings_paper.receipts_pdf(world.office, [leases[A]]))
    late = f"逾期 {row(world.office, A).late} 天"
    assert late == "逾期 13 天"
    for said in (number, late):
        assert said in month
        assert said in receipt


def test_a_lease_of_unknown_days_has_words_for_them():
    blank = Receipt("1", "某办", "某", False, "", "owner", "某厂", "", "某村", 0, "", "", "", "2026-01-01", 0)
    assert "签订日期不详" in blank.in_time


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("永新村股份经济合作社", "永新村股份合作社", True),
        ("塘桥镇永新村股份经济合作社", "永新村股份经济合作社", True),
        ("永新村股份经济合作社", "五一村股份经济合作社", False),
        ("某某厂房物业有限公司", "某某厂房物业公司", True),
        ("欧阳某某", "王某", False),
    ],
)
def test_the_cooperatives_of_two_villages_are_two(one, other, alike):
    assert is_alike_landlord(one, other) is is_alike_landlord(other, one) is alike
