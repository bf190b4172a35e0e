"""An office's register in Excel, as real offices write it: which rows are taken, which are refused and why."""

import datetime as dt

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from roster_book import HEADINGS, a_code, a_row, load, saved

from zjg_inspect import errors
from zjg_inspect.model import roster_cells
from zjg_inspect.model.roster import read_roster, without_taken_codes
from zjg_inspect.report.workbook import read_sheets


def refusals(table):
    return [(refusal.row, refusal.column, refusal.reason) for refusal in table.refused]


def test_a_plain_row_is_taken_whole():
    row = load(a_row(premises="租赁", landlord="某某资产公司", lease=dt.date(2022, 7, 19), remark="二楼")).rows[0]
    assert (row.row, row.township, row.village, row.name, row.code) == (3, "乐余镇", "扶海村", "某某五金厂", a_code())
    assert (row.legal_person, row.principal, row.phone, row.headcount) == ("陈某", "周某", "13800000034", 80)
    assert (row.industry, row.landlord, row.lease_signed, row.remark) == ("五金", "某某资产公司", "2022-07-19", "二楼")
    assert row.facts == {
        "dust_explosive": False,
        "ammonia_refrigeration": False,
        "confined_spaces": True,
        "flammable_tanks": False,
        "toxic_tanks": False,
        "rents": True,
    }
    assert row.doubts == ()


def test_titles_blank_rows_sums_notes_and_repeated_headings_are_no_data(tmp_path):
    rows = [
        ["2022年企业底数摸排表"],
        ["填报单位（盖章）：          填报日期：2022年6月"],
        [],
        HEADINGS,
        a_row(name="甲厂", code=a_code(1)),
        [],
        [None, "　", " ", "\n"],
        HEADINGS,
        a_row(name="乙厂", code=a_code(2)),
        [3],
        ["合计", None, None, "2家", None, None, None, None, 160],
        ["注：从业人数按2022年5月底实际人数填写。"],
        ["填报人：张某", None, None, "审核人：李某", None, None, "填报日期：2022年6月1日"],
    ]
    table = read_roster(read_sheets(saved(tmp_path / "a.xlsx", ("底数表", rows))), "a.xlsx")
    assert [(row.row, row.name) for row in table.rows] == [(5, "甲厂"), (9, "乙厂")]
    assert table.refused == ()
    assert table.total == 2


def test_headings_in_other_words():
    headings = [
        "编号",
        "镇/街道",
        "村（社区）/工业集中区",
        "单 位 名 称*",
        "信用代码（18位）",
        "法人代表",
        "负责人",
        "手机号码",
        "职工人数（人）",
        "所属行业",
        "是否涉及粉尘涉爆",
        "涉氨制冷",
        "储罐",
        "受限空间",
        "自有/租赁",
        "房东",
        "合同签订日期",
        "说明",
    ]
    assert load(a_row(), headings=headings).rows == load(a_row()).rows


def test_headings_over_two_rows():
    above = ["序号", "所在区域", None, "企业名称", "统一社会信用代码", "人员情况", None, None, None, "行业", "重点领域"]
    below = [
        None,
        "区镇",
        "村（社区）",
        None,
        None,
        "法定代表人",
        "主要负责人",
        "联系电话",
        "从业人数",
        None,
        "粉尘涉爆",
        "液氨制冷",
        "危化品储罐",
        "有限空间",
        "厂房性质",
        "出租方",
        "租赁合同签订日期",
        "备注",
    ]
    assert [row.name for row in load(below, a_row(), headings=above).rows] == ["某某五金厂"]


def test_columns_that_the_sheet_does_not_have_say_nothing():
    row = load(["乐余镇", "扶海村", "甲厂"], headings=["区镇", "村", "企业名称"]).rows[0]
    assert (row.code, row.headcount, row.lease_signed, row.facts, row.doubts) == (None, None, None, {}, ())


def test_a_cover_sheet_is_passed_over_and_a_second_register_is_not_lost_silently(tmp_path):
    sheets = [
        ("封面", [["说明", "请先读"]]),
        ("乐余", [HEADINGS, a_row()]),
        ("塘桥", [HEADINGS, a_row(code=a_code(2))]),
    ]
    table = read_roster(read_sheets(saved(tmp_path / "a.xlsx", *sheets)), "a.xlsx")
    assert table.sheet == "乐余"
    assert table.total == 1
    assert table.unread == ("塘桥",)


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (["品名", "数量", "单价"], "区镇、村（社区）、企业名称"),
        (["序号", "区镇", "企业名称", "从业人数"], "村（社区）"),
    ],
)
def test_a_sheet_without_the_headings_says_which_are_missing(headings, missing):
    with pytest.raises(errors.RosterNoHeadings) as caught:
        load(["甲", 1, 2], headings=headings)
    assert caught.value.facts() == {"file": "底数表.xlsx", "missing": missing}


def test_a_village_merged_over_several_rows_holds_for_each(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    for n in range(3):
        sheet.append(a_row(name=f"{n}厂", code=a_code(n), township=n or "乐余镇", village=n or "永联村"))
    sheet.merge_cells("B2:B4")
    sheet.merge_cells("C2:C4")
    book.save(tmp_path / "a.xlsx")
    table = read_roster(read_sheets(tmp_path / "a.xlsx"), "a.xlsx")
    assert [(row.township, row.village) for row in table.rows] == [("乐余镇", "永联村")] * 3


# -- rows that are refused ------------------------------------------------------------------------------------------


def test_rows_without_name_or_zone_are_refused_by_row_and_heading():
    table = load(a_row(name="　"), a_row(township=None), a_row(village=" ", name="/"), a_row())
    assert refusals(table) == [
        (3, "企业名称", "没有企业名称"),
        (4, "区镇（街道）", "没有区镇"),
        (5, "村（社区）", "没有村（社区）；没有企业名称"),
    ]
    assert [row.row for row in table.rows] == [6]
    assert table.total == 4


def test_a_lone_name_or_code_is_a_refused_row_not_a_note():
    table = load(*([None] * 3 + [name, code] for name, code in [("某厂", None), (None, a_code())]))
    assert [refusal.row for refusal in table.refused] == [3, 4]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (a_code()[:-1] + ("0" if a_code()[-1] != "0" else "1"), "的校验位不对"),
        (a_code()[:-1], "是 17 位，应为 18 位，校验位不对"),
        ("320582000012345", "是 15 位，应为 18 位，校验位不对"),
        ("O" + a_code()[1:], "里有信用代码不使用的字符 O，校验位不对"),
        ("办理中", "是 3 位，应为 18 位，校验位不对"),
    ],
)
def test_a_wrong_code_is_refused(code, why):
    assert refusals(load(a_row(code=code))) == [(3, "统一社会信用代码", f"信用代码“{code}”{why}")]


@pytest.mark.parametrize("code", [None, "", " ", "/", "无", "—"])
def test_an_enterprise_without_a_code_is_taken_in(code):
    assert load(a_row(code=code)).rows[0].code is None


def test_codes_are_upper_cased_and_half_width():
    wide = "".join(chr(ord(character) + 0xFEE0) for character in a_code().lower())
    assert [row.code for row in load(a_row(code=f" {wide[:9]} {wide[9:]}\n")).rows] == [a_code()]


def test_the_first_row_keeps_a_doubled_code():
    table = load(
        a_row(name="甲厂"),
        a_row(name="甲厂", village="红闸村"),
        a_row(name="乙厂", code=a_code().lower()),
        a_row(name="丙厂", village="永联村"),
    )
    assert refusals(table) == [
        (5, "统一社会信用代码", "信用代码和第 3 行“甲厂”重复"),
        (6, "统一社会信用代码", "信用代码和第 3 行“甲厂”重复"),
    ]


def test_a_refused_row_keeps_no_code():
    table = load(a_row(name=None), a_row(name="乙厂"))
    assert [(row.row, row.name) for row in table.rows] == [(4, "乙厂")]


def test_one_enterprise_at_two_sites_is_two_entries_and_a_repeated_row_is_refused():
    table = load(a_row(), a_row(village="永联村"), a_row(name=" 某某五金厂　"))
    assert [row.row for row in table.rows] == [3, 4]
    assert refusals(table) == [(5, "企业名称", "和第 3 行“某某五金厂”是同一企业，重复登记")]


def test_width_of_brackets_makes_no_other_name():
    table = load(a_row(name="某某（张家港）公司"), a_row(name="某某(张家港)公司", village="永联村"))
    assert [row.name for row in table.rows] == ["某某（张家港）公司", "某某(张家港)公司"]


def test_without_a_code_zone_and_name_make_a_repeated_row():
    table = load(a_row(code=None), a_row(code=None), a_row(), a_row(code=None, village="永联村"))
    assert [row.row for row in table.rows] == [3, 6]
    assert [refusal.row for refusal in table.refused] == [4, 5]


def test_a_code_that_the_register_has_under_another_name_is_refused():
    names = {a_code(1): ["老厂"], a_code(2): ["乙 厂", "别名"]}
    table = load(
        a_row(name="甲厂", code=a_code(1), headcount="约二十人"),
        a_row(name="乙厂", code=a_code(2)),
        a_row(name="丙厂", code=a_code(3)),
        a_row(name=None),
        a_row(name="丁厂", code=None),
    )
    checked = without_taken_codes(table, lambda code: names.get(code, []))
    assert [row.name for row in checked.rows] == ["乙厂", "丙厂", "丁厂"]
    assert refusals(checked) == [
        (3, "统一社会信用代码", "信用代码在底数库中属于“老厂”"),
        (6, "企业名称", "没有企业名称"),
    ]
    assert checked.total == table.total
    assert checked.doubts == ()


# -- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  某某厂 ", "某某厂"),
        ("　某某厂\xa0", "某某厂"),
        ("某某五金\n有限公司", "某某五金有限公司"),
        ("ABC 精密 厂", "ABC 精密 厂"),
        ("某某（张家港）厂", "某某（张家港）厂"),
        ("𠮷鑫𬭚厂", "𠮷鑫𬭚厂"),
    ],
)
def test_names_are_kept_as_they_are_but_for_outer_blanks(typed, name):
    assert load(a_row(name=typed)).rows[0].name == name


def test_blanks_that_stretch_a_villages_name_make_no_other_zone():
    row = load(a_row(township="乐 余 镇", village="永　联　村")).rows[0]
    assert (row.township, row.village) == ("乐余镇", "永联村")


cells = st.one_of(
    st.text(max_size=12), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas()
)


@given(cells)
def test_any_cell_can_be_read(cell):
    for reader in (roster_cells.headcount, roster_cells.date, roster_cells.flag, roster_cells.rents):
        value, doubt = reader(cell)
        assert value is None or doubt is None


@given(st.lists(st.lists(cells, min_size=18, max_size=18), max_size=6))
def test_every_row_of_data_is_either_taken_or_refused(rows):
    table = read_roster([("底数表", [HEADINGS, *rows])], "a.xlsx")
    numbers = sorted([row.row for row in table.rows] + [refusal.row for refusal in table.refused])
    assert len(numbers) == len(set(numbers)) == table.total
    assert all(1 < number <= len(rows) + 1 for number in numbers)
