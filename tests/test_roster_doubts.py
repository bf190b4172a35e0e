"""Cells of a register that say something for certain, and cells that do not: left empty, listed, never guessed."""

import datetime as dt

import pytest
from roster_book import a_row, load


def test_doubtful_cells_are_left_empty_and_listed_and_the_row_is_taken():
    table = load(a_row(headcount="约二十人", lease="2022年2月30日", dust="可能", premises="不详", tanks="待查"))
    row = table.rows[0]
    assert (row.headcount, row.lease_signed) == (None, None)
    assert row.facts["dust_explosive"] is None
    assert row.facts["rents"] is None
    assert row.facts["flammable_tanks"] is row.facts["toxic_tanks"] is None
    assert [(doubt.row, doubt.column, doubt.field, doubt.text) for doubt in table.doubts] == [
        (3, "从业人数", "headcount", "约二十人"),
        (3, "危化品储罐", "tanks", "待查"),
        (3, "粉尘涉爆", "dust_explosive", "可能"),
        (3, "厂房性质", "premises", "不详"),
        (3, "租赁合同签订日期", "lease_signed", "2022年2月30日"),
    ]
    assert table.doubts[0].reason == "“约二十人”不是确定的人数，已留空"


def test_doubts_of_a_refused_row_are_not_listed():
    assert load(a_row(name=None, headcount="约二十人")).doubts == ()


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        (80, 80),
        (80.0, 80),
        ("８０", 80),
        (" 80 ", 80),
        ("80人", 80),
        ("80.0", 80),
        ("1,200", 1200),
        (0, 0),
        (100_000, 100_000),
        (None, None),
        ("/", None),
    ],
)
def test_headcounts_that_are_clear(typed, count):
    row = load(a_row(headcount=typed)).rows[0]
    assert (row.headcount, row.doubts) == (count, ())


@pytest.mark.parametrize(
    "typed",
    ["约二十人", "二十", "80余人", "50-80", "50左右", -5, 8.5, 100_001, 13800000034, "1,20", True, dt.date(2022, 5, 1)],
)
def test_headcounts_that_are_doubtful(typed):
    row = load(a_row(headcount=typed)).rows[0]
    assert row.headcount is None
    assert [doubt.column for doubt in row.doubts] == ["从业人数"]


@pytest.mark.parametrize(
    "typed",
    [
        "2022.5.21",
        "2022年5月21日",
        "2022/5/21",
        "2022-05-21",
        "２０２２．５．２１",
        " 2022 年 5 月 21 日 ",
        "20220521",
        20220521,
        44702,
        44702.75,
        "44702",
        dt.date(2022, 5, 21),
        dt.datetime(2022, 5, 21, 8, 30),
        "2022-05-21 00:00:00",
    ],
)
def test_dates_that_are_clear(typed):
    row = load(a_row(lease=typed)).rows[0]
    assert (row.lease_signed, row.doubts) == ("2022-05-21", ())


def test_a_time_of_midnight_does_not_run_into_the_day():
    assert load(a_row(lease="2022-5-2 0:00:00")).rows[0].lease_signed == "2022-05-02"


@pytest.mark.parametrize("typed", [None, " ", "/", "无"])
def test_no_date_is_no_doubt(typed):
    row = load(a_row(lease=typed)).rows[0]
    assert (row.lease_signed, row.doubts) == (None, ())


@pytest.mark.parametrize(
    "typed", ["2022.2.30", "2022年5月", "22.5.21", "去年", 2022, "2202-05-21", dt.time(8, 30), True, "2022-13-01", -3]
)
def test_dates_that_are_unreadable_or_impossible(typed):
    row = load(a_row(lease=typed)).rows[0]
    assert row.lease_signed is None
    assert [doubt.column for doubt in row.doubts] == ["租赁合同签订日期"]


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("是", True),
        ("有", True),
        ("√", True),
        ("✔", True),
        (True, True),
        (1, True),
        ("Ｙ", True),
        ("否", False),
        ("无", False),
        ("×", False),
        (False, False),
        ("x", False),
        (0, False),
        ("不涉及", False),
        (None, None),
        ("/", None),
    ],
)
def test_flags_that_are_clear(typed, means):
    row = load(a_row(dust=typed)).rows[0]
    assert (row.facts["dust_explosive"], row.doubts) == (means, ())


@pytest.mark.parametrize("typed", ["可能", "是？", "部分", 3, "2个"])
def test_flags_that_are_doubtful(typed):
    row = load(a_row(dust=typed)).rows[0]
    assert row.facts["dust_explosive"] is None
    assert [doubt.column for doubt in row.doubts] == ["粉尘涉爆"]


@pytest.mark.parametrize(("typed", "each"), [("否", False), ("是", None), (None, None)])
def test_tanks_of_which_kind_nobody_said(typed, each):
    row = load(a_row(tanks=typed)).rows[0]
    assert (row.facts["flammable_tanks"], row.facts["toxic_tanks"], row.doubts) == (each, each, ())


@pytest.mark.parametrize(
    ("typed", "rents"), [("自有", False), ("租赁", True), ("租用", True), ("自有+租赁", True), (None, None)]
)
def test_owned_or_rented(typed, rents):
    row = load(a_row(premises=typed)).rows[0]
    assert (row.facts["rents"], row.doubts) == (rents, ())
