"""Annex 1 as a list to print: the same figures as the workbook's."""

from itertools import groupby
from typing import Any

from zjg_inspect.model.verdict import share_cut, zone_missing
from zjg_inspect.report.annex1 import FIGURES, Annex1, ZoneRow, notes, summed, verdict
from zjg_inspect.report.content import paper_date
from zjg_inspect.report.listed import Listed, Table

_SIZE = 6.5
_WIDTHS = (7, 13, 17, *(9,) * len(FIGURES), 11, 12, 8)


def as_list(table: Annex1) -> Listed:
    target = table.targets.enterprises_in_zone
    rows: list[list[Any]] = []
    number = 0
    for township, group in groupby(table.zones, key=lambda zone: zone.township):
        zones = list(group)
        for zone in zones:
            number += 1
            rows.append([number, *_row(zone, target)])
        if township != table.area:
            rows.append(["", *_row(summed(zones, f"{township}小计", ""), target)])
    rows.append(["", *_row(summed(table.zones, "合计", ""), target)])
    names = [name for _, name, _ in FIGURES]
    headings = ("序号", "区镇", "集中区", *names, "占比", f"达到{target}%", "还差")
    numbers = (*tuple(range(3, len(headings) - 2)), len(headings) - 1)
    made = Table("各集中区（单位：家，备案为份）", headings, _WIDTHS, rows, "没有集中区。", numbers, True, _SIZE)
    day = paper_date(table.day.isoformat())
    return Listed(table.title, f"统计日期：{day}", table.office, notes(table.zones, table.targets), (made,))


def _row(zone: ZoneRow, target: int) -> list[Any]:
    figures = [getattr(zone, name) for name, _, _ in FIGURES]
    said = verdict(zone, target)
    missing = zone_missing(zone.standardised, zone.total, target) if zone.total else ""
    return [zone.township, zone.village, *figures, share_cut(zone.standardised, zone.total), said, missing]
