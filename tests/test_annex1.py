"""Annex 1 in Excel: its figures, sums, shares that are never rounded up, and text that stays text."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from zjg_inspect.errors import DiskFull, NotWritable
from zjg_inspect.model.programme import Targets
from zjg_inspect.report.annex1 import FIGURES, Annex1, ZoneRow, headings, share, write_annex1

NAMES = [name for name, _, _ in FIGURES]
FIRST_ROW = 5
NOTICE, ANOTHER = Targets(70, 70), Targets(60, 80)


def zone(township, village, total, standardised, **beside):
    return ZoneRow(township=township, village=village, total=total, standardised=standardised, **beside)


def table(*zones, targets=NOTICE):
    return Annex1(date(2023, 8, 28), "全市", "张家港市应急管理局", zones, targets)


def rows_of(path, targets=NOTICE):
    """What another program reads: each row below the head, by column."""
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [dict(zip(headings(targets), row, strict=True)) for row in sheet[FIRST_ROW - 1 :]]


THREE = (
    zone("塘桥镇", "三星村", 20, 14, below_50=15, from_50=4, headcount_unknown=1, dust_explosive=2, rents=6),
    zone("杨舍镇", "民乐村", 10000, 6996, ammonia_refrigeration=3, other_key_field=1, chemicals=7, leases_filed=2),
    zone("塘桥镇", "永新村", 0, 0),
)


def test_the_table_has_every_zone_and_sums_by_township_and_for_all(tmp_path):
    path = tmp_path / "附件1.xlsx"
    write_annex1(path, table(*THREE))
    rows = rows_of(path)
    assert [(row["序号"], row["区镇"], row["工业集中区（村、社区）"]) for row in rows[:6]] == [
        (1, "塘桥镇", "三星村"),
        (2, "塘桥镇", "永新村"),
        ("", "塘桥镇小计", ""),
        (3, "杨舍镇", "民乐村"),
        ("", "杨舍镇小计", ""),
        ("", "合计", ""),
    ]
    assert [row["是否达到70%"] for row in rows[:6]] == [
        "达到",
        "无企业",
        "集中区 1/1",
        "未达到",
        "集中区 0/1",
        "集中区 1/2",
    ]
    assert [row["占比"] for row in rows[:6]] == [0.7, "", 0.7, 0.699, 0.699, 0.699]
    assert [row["还差（家）"] for row in rows[:6]] == [0, "", 0, 4, 4, 4]
    assert rows[0]["50人以下"] == 15
    assert rows[5]["企业总数"] == 10020
    assert rows[5]["租用厂房企业"] == 6
    assert "集中区内企业 10020 家，达到 7010 家，占 69.9%，还差 4 家" in rows[6]["序号"]
    assert "工业集中区 2 个，达到 1 个，占 50.0%，还差 1 个" in rows[6]["序号"]


def test_another_programmes_shares_are_in_every_row_and_sentence(tmp_path):
    path = tmp_path / "a.xlsx"
    zones = zone("塘桥镇", "三星村", 20, 12), zone("塘桥镇", "民乐村", 2000, 1199), zone("杨舍镇", "永新村", 5, 3)
    write_annex1(path, table(*zones, targets=ANOTHER))
    assert "是否达到60%" in [cell.value for row in load_workbook(path).active.rows for cell in row]
    *rows, note = rows_of(path, ANOTHER)
    assert [row["是否达到60%"] for row in rows] == ["达到", "未达到", "集中区 1/2", "达到", "集中区 1/1", "集中区 2/3"]
    assert [row["还差（家）"] for row in rows[:2]] == [0, 1]
    assert note["序号"].startswith(
        "达标要求企业 60%、集中区 80%：集中区内企业 2025 家，达到 1214 家，占 59.9%，还差 1 家"
    )
    assert "工业集中区 3 个，达到 2 个，占 66.6%，还差 1 个" in note["序号"]


figures = st.builds(
    lambda township, total, part, others: ZoneRow(
        township=township,
        village="某村",
        total=total,
        standardised=min(part, total),
        **dict(zip([name for name in NAMES if name not in ("total", "standardised")], others, strict=True)),
    ),
    st.sampled_from(["甲镇", "乙镇", "丙街道"]),
    st.integers(0, 20000),
    st.integers(0, 20000),
    st.lists(st.integers(0, 9999), min_size=len(NAMES) - 2, max_size=len(NAMES) - 2),
)


@given(st.lists(figures, max_size=8))
@settings(max_examples=25, deadline=None)
def test_what_is_read_back_is_what_was_given_and_the_last_sum_is_the_sum_of_all(tmp_path_factory, zones):
    path = tmp_path_factory.mktemp("annex") / "a.xlsx"
    write_annex1(path, table(*zones))
    *rows, note = rows_of(path)
    numbered = [row for row in rows if row["序号"] != ""]
    assert sorted(tuple(row[name] for _, name, _ in FIGURES) for row in numbered) == sorted(
        tuple(getattr(zone, name) for name in NAMES) for zone in zones
    )
    for name, heading, _ in FIGURES:
        assert rows[-1][heading] == sum(getattr(zone, name) for zone in zones)
    assert note["序号"].startswith("“双七十”")


@given(st.integers(1, 10**6), st.data())
def test_a_share_is_never_rounded_up(total, data):
    part = data.draw(st.integers(0, total))
    shown = float(f"{share(part, total) * 100:.1f}")  # as Excel shows 0.0%
    assert round(shown * 10) * total <= part * 1000
    assert (round(shown * 10) + 1) * total > part * 1000


@pytest.mark.parametrize("text", ["=1+1", "+CMD|' /C calc'!A0", "-2+3", "@SUM(1)", '=HYPERLINK("x")'])
def test_a_name_that_looks_like_a_formula_stays_text(tmp_path, text):
    path = tmp_path / "a.xlsx"
    write_annex1(path, table(zone(text, text, 3, 1)))
    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
    assert sum(cell.value == text for cell in cells) == 2
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if cell.value == text)


def test_it_prints_on_a4_across_with_its_head_on_every_page(tmp_path):
    path = tmp_path / "a.xlsx"
    write_annex1(path, table(*THREE))
    sheet = load_workbook(path).active
    assert sheet["A1"].value == "2023年全市镇（村）工业集中区情况汇总表"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "D5"
    assert "A1:R1" in {merged.coord for merged in sheet.merged_cells.ranges}
    assert sheet["P5"].number_format == "0.0%"


def test_control_signs_in_a_name_do_not_stop_the_report(tmp_path):
    path = tmp_path / "a.xlsx"
    write_annex1(path, table(zone("塘桥镇", "三\x07星村", 3, 1)))
    assert rows_of(path)[0]["工业集中区（村、社区）"] == "三�星村"


def test_a_place_that_is_gone_is_named_and_nothing_half_is_left(tmp_path):
    with pytest.raises(NotWritable) as raised:
        write_annex1(tmp_path / "gone" / "a.xlsx", table(*THREE))
    assert raised.value.path.endswith("a.xlsx")


def test_a_full_stick_leaves_the_older_report_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"older")

    def full(_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        write_annex1(path, table(*THREE))
    assert path.read_bytes() == b"older"
    assert [found.name for found in Path(tmp_path).iterdir()] == ["a.xlsx"]
