"""Annex 1 as an Excel workbook: the situation of every industrial zone, with totals (附件1，集中区情况汇总表)."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.properties import PageSetupProperties

from zjg_inspect.model.programme import Targets
from zjg_inspect.model.verdict import TARGET, Half, zone_is_standardised, zone_missing
from zjg_inspect.places import write_whole
from zjg_inspect.report.listbook import text_cell as _text


class ZoneRow(msgspec.Struct, frozen=True, kw_only=True):
    """One zone's figures; each counts enterprises in scope, `leases_filed` the filed leases that have not ended."""

    township: str
    village: str
    total: int
    below_50: int = 0
    from_50: int = 0
    headcount_unknown: int = 0
    dust_explosive: int = 0
    ammonia_refrigeration: int = 0
    other_key_field: int = 0
    chemicals: int = 0
    confined_spaces: int = 0
    rents: int = 0
    leases_filed: int = 0
    standardised: int = 0


class Annex1(msgspec.Struct, frozen=True):
    """The table of one day; `area` is whose it is (全市, or a township's name), `office` who made it.

    `targets`: those of the programme of that day.
    """

    day: date
    area: str
    office: str
    zones: tuple[ZoneRow, ...]
    targets: Targets

    @property
    def title(self) -> str:
        """As the notice has it for the whole city; of one township without 镇（村）."""
        places = "镇（村）" if self.area == "全市" else ""
        return f"{self.day.year}年{self.area}{places}工业集中区情况汇总表"


FIGURES = (
    ("total", "企业总数", ""),
    ("below_50", "50人以下", "按从业人数"),
    ("from_50", "50人以上", "按从业人数"),
    ("headcount_unknown", "人数不详", "按从业人数"),
    ("dust_explosive", "粉尘涉爆", "重点领域和危险因素"),
    ("ammonia_refrigeration", "液氨制冷", "重点领域和危险因素"),
    ("other_key_field", "其他重点领域", "重点领域和危险因素"),
    ("chemicals", "危化品储罐或仓库", "重点领域和危险因素"),
    ("confined_spaces", "有限空间", "重点领域和危险因素"),
    ("rents", "租用厂房企业", "出租厂房"),
    ("leases_filed", "告知性备案", "出租厂房"),
    ("standardised", "达到规范化企业", "规范化管理"),
)
BEFORE = ("序号", "区镇", "工业集中区（村、社区）")
_AFTER = 3
GROUPS = (*("",) * len(BEFORE), *(group for _, _, group in FIGURES), *("规范化管理",) * _AFTER)
_WIDTHS = (5, 13, 20, *(8.5,) * 6, 8.5, 9.5, 8.5, 9, 9.5, 9.5, 8, 12, 8)
_HEAD_ROWS = 4

_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center")
_TITLE = Font(name="方正小标宋简体", size=18, bold=True)
_HEI = Font(name="黑体", size=10)
_SONG = Font(name="宋体", size=10)
_SONG_BOLD = Font(name="宋体", size=10, bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="EDEDED")
_SUM_FILL = PatternFill("solid", fgColor="F5F5F5")


def write_annex1(path: Path, table: Annex1) -> None:
    """Write the workbook, under a temporary name first, so that an older one stands until the new one is whole.

    A row for each zone, a sum after each township's, one for all at the end. Shares are cut to one decimal, never
    rounded up.

    Raises:
        DiskFull, NotWritable: the place filled up, went away or may not be written to.
    """
    write_whole(path, _workbook(table))


def share(part: int, total: int) -> float | None:
    """The share cut to tenths of a per cent (0.699 for 69.96 %); None for nothing of nothing."""
    return part * 1000 // total / 1000 if total else None


def headings(targets: Targets) -> tuple[str, ...]:
    """Of each column; that of the verdict names the per cent."""
    after = ("占比", f"是否达到{targets.enterprises_in_zone}%", "还差（家）")
    return (*BEFORE, *(name for _, name, _ in FIGURES), *after)


def verdict(row: ZoneRow, target: int) -> str:
    return {True: "达到", False: "未达到", None: "无企业"}[zone_is_standardised(row.standardised, row.total, target)]


def summed(zones: Sequence[ZoneRow], township: str, village: str) -> ZoneRow:
    """One row with the sums of all figures."""
    sums = {name: sum(getattr(zone, name) for zone in zones) for name, _, _ in FIGURES}
    return ZoneRow(township=township, village=village, **sums)


def _workbook(table: Annex1) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("附件1")
    _set_up(sheet)
    _head(sheet, table)
    row, number = _HEAD_ROWS, 0
    target = table.targets.enterprises_in_zone
    ordered = sorted(table.zones, key=_first_seen(table.zones))
    for township, group in groupby(ordered, key=lambda zone: zone.township):
        zones = list(group)
        for zone in zones:
            row, number = row + 1, number + 1
            values = [*_figures(zone), verdict(zone, target), _missing(zone, target)]
            sheet.append(_cells(sheet, [number, zone.township, zone.village, *values], _SONG))
        row += 1
        _sum_row(sheet, row, summed(zones, f"{township}小计", ""), zones, target)
    row += 1
    _sum_row(sheet, row, summed(ordered, "合计", ""), ordered, target)
    _notes(sheet, row + 1, ordered, table.targets)
    sheet.print_area = f"A1:{get_column_letter(len(GROUPS))}{row + 1}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _first_seen(zones: Sequence[ZoneRow]) -> Any:
    """A township's zones stand together, the townships in the order in which they come."""
    order = {zone.township: number for number, zone in reversed(list(enumerate(zones)))}
    return lambda zone: order[zone.township]


def _set_up(sheet: Any) -> None:
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = f"D{_HEAD_ROWS + 1}"
    sheet.print_title_rows = f"{_HEAD_ROWS - 1}:{_HEAD_ROWS}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
    for number, height in enumerate((32, 18, 20, 34), 1):
        sheet.row_dimensions[number].height = height


def _head(sheet: Any, table: Annex1) -> None:
    width, names = len(GROUPS), headings(table.targets)
    day = f"{table.day.year}年{table.day.month}月{table.day.day}日"
    sheet.append([_text(sheet, table.title, _TITLE, _CENTRE)])
    unit: list[Any] = [None] * width
    unit[0] = _text(sheet, f"填报单位：{table.office}", _SONG, _LEFT)
    unit[9] = _text(sheet, f"统计日期：{day}　单位：家，告知性备案为份", _SONG, _RIGHT)
    sheet.append(unit)
    _merge(sheet, 1, 1, 1, width)
    _merge(sheet, 2, 1, 2, 9)
    _merge(sheet, 2, 10, 2, width)
    first = [_text(sheet, group or name, _HEI, _CENTRE) for group, name in zip(GROUPS, names, strict=True)]
    second = [_text(sheet, name if group else "", _HEI, _CENTRE) for group, name in zip(GROUPS, names, strict=True)]
    for cell in (*first, *second):
        cell.border, cell.fill = _GRID, _HEAD_FILL
    sheet.append(first)
    sheet.append(second)
    column = 1
    for group, run in groupby(GROUPS):
        count = len(list(run))
        if group:
            _merge(sheet, 3, column, 3, column + count - 1)
        else:
            for single in range(column, column + count):
                _merge(sheet, 3, single, 4, single)
        column += count


def _sum_row(sheet: Any, row: int, sums: ZoneRow, zones: Sequence[ZoneRow], target: int) -> None:
    reached, judged = _reached(zones, target)
    said = f"集中区 {reached}/{judged}" if judged else "无企业"
    values = ["", sums.township, "", *_figures(sums), said, _missing(sums, target)]
    cells = _cells(sheet, values, _SONG_BOLD)
    for cell in cells:
        cell.fill = _SUM_FILL
    sheet.append(cells)
    _merge(sheet, row, 2, row, 3)


def _reached(zones: Sequence[ZoneRow], target: int) -> tuple[int, int]:
    """How many zones reach the target, of how many that have enterprises."""
    judged = [zone for zone in zones if zone.total]
    return sum(zone_is_standardised(zone.standardised, zone.total, target) is True for zone in judged), len(judged)


def notes(zones: Sequence[ZoneRow], targets: Targets) -> str:
    """Both halves of 双七十, with what is missing, and how it was counted."""
    sums = summed(zones, "", "")
    halves = [
        ("集中区内企业", Half(sums.standardised, sums.total, targets.enterprises_in_zone), "家"),
        ("工业集中区", Half(*_reached(zones, targets.enterprises_in_zone), targets.zones), "个"),
    ]
    said = "；".join(_half(name, half, measure) for name, half, measure in halves)
    both = targets.enterprises_in_zone == targets.zones == TARGET
    what = "“双七十”" if both else f"达标要求企业 {targets.enterprises_in_zone}%、集中区 {targets.zones}%"
    return f"{what}：{said}。占比舍去尾数，不进位。没有应统计企业的集中区不计入。50人以上含50人。"


def _notes(sheet: Any, row: int, zones: Sequence[ZoneRow], targets: Targets) -> None:
    note = notes(zones, targets)
    sheet.row_dimensions[row].height = 32  # before the row: it is written as it is appended
    sheet.append([_text(sheet, note, _SONG, _LEFT)])
    _merge(sheet, row, 1, row, len(GROUPS))


def _half(name: str, half: Half, measure: str) -> str:
    if not half.total:
        return f"{name} 0 {measure}"
    state = "已达到" if half.met else f"还差 {half.missing} {measure}"
    return f"{name} {half.total} {measure}，达到 {half.reached} {measure}，占 {half.share}，{state}"


def _figures(row: ZoneRow) -> list[Any]:
    return [*(getattr(row, name) for name, _, _ in FIGURES), share(row.standardised, row.total)]


def _missing(row: ZoneRow, target: int) -> int | None:
    return zone_missing(row.standardised, row.total, target) if row.total else None


def _cells(sheet: Any, values: Sequence[Any], font: Font) -> list[Any]:
    cells = []
    for number, value in enumerate(values):
        if isinstance(value, str):
            cell = _text(sheet, value, font, _LEFT if number in (1, 2) else _CENTRE)
        else:
            cell = WriteOnlyCell(sheet, value)
            cell.font, cell.alignment = font, _CENTRE if number == 0 else _RIGHT
            cell.number_format = "0.0%" if isinstance(value, float) else "0"
        cell.border = _GRID
        cells.append(cell)
    return cells


def _merge(sheet: Any, top: int, left: int, bottom: int, right: int) -> None:
    if (top, left) != (bottom, right):
        sheet.merged_cells.add(CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right).coord)
