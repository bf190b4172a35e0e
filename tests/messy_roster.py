"""A register of any size as it comes from fourteen townships' desks: everything in it that somebody once typed."""

import datetime as dt
import random
from pathlib import Path
from typing import NamedTuple

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from roster_book import a_code

TOWNSHIPS = (
    "乐余镇", "塘桥镇", "南丰镇", "锦丰镇", "凤凰镇", "金港镇", "大新镇", "杨舍镇", "鹿苑镇", "兆丰镇", "三兴镇",
    "德积镇", "后塍镇", "港区镇",
)  # fmt: skip
VILLAGES = 14
TRADES = ("五金", "机械", "塑料", "铸造", "纺织", "包装", "服饰", "化工", "电子", "木业")
# Top and second line of the headings: where only the top says something, it stands for both.
COLUMNS = {
    "number": ("序号", None),
    "township": ("所在区域", "区镇\n（街道）"),
    "village": ("所在区域", "村（社区）"),
    "name": ("单 位 名 称", None),
    "code": ("统一社会\n信用代码", None),
    "legal_person": ("人员情况", "法定代表人"),
    "principal": ("人员情况", "主要负责人"),
    "phone": ("人员情况", "联系电话"),
    "headcount": ("从业人数\n（人）", None),
    "industry": ("行业类别", None),
    "dust": ("是否涉及", "粉尘涉爆"),
    "ammonia": ("是否涉及", "液氨制冷"),
    "tanks": ("是否涉及", "危化品储罐"),
    "confined": ("是否涉及", "有限空间"),
    "premises": ("自有/租赁", None),
    "landlord": ("出租方", None),
    "lease": ("租赁合同签订日期", None),
    "remark": ("备注", None),
    "grid": ("网格员", None),
    "area": ("厂房面积（㎡）", None),
}
# These stand together under one heading, in whatever order the rest is.
GROUPS = (("township", "village"), ("legal_person", "principal", "phone"), ("dust", "ammonia", "tanks", "confined"))


class Planted(NamedTuple):
    """What was put in: rows of data, those that cannot be taken, cells in doubt (of rows that can), and
    villages of such rows."""

    rows: int
    refused: int
    doubts: int
    villages: int


def write_messy(path: Path, count: int, seed: int = 1, changed: float = 0.0) -> Planted:
    """`changed`: this share of the enterprises has one more person than in the file written with 0."""
    chance, later = random.Random(seed), random.Random(seed + 1)
    order = _order(chance)
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("填表说明").append(["说明", "红色的列必须填"])
    sheet = book.create_sheet("底数表")
    width = len(order)
    sheet.append(["2022年工业集中区企业底数摸排表"])
    sheet.append(["填报单位（盖章）：", *[None] * 9, "填报日期：2022年6月"])
    for line in _headings(order):
        sheet.append(line)
    _merge(sheet, 1, 1, width)
    at, refused, doubts, number = 4, 0, 0, 0
    places = [(town, f"{town[:1]}{_village(n)}村") for town in TOWNSHIPS for n in range(VILLAGES)]
    each = max(1, -(-count // len(places)))
    earlier: list[dict[str, object]] = []
    used = set()
    for town, village in places:
        if number >= count:
            break
        first = at + 1
        for _ in range(min(each, count - number)):
            number, at = number + 1, at + 1
            row = _row(chance, number, town, village)
            if later.random() < changed:
                row["headcount"] = 51 if row["headcount"] != 51 else 52
            wrong, doubtful = _spoil(chance, row, earlier)
            refused += wrong
            doubts += doubtful
            if not wrong:
                used.add((town, village))
                earlier.append(row)
            # of merged cells the first alone has a value
            shown = row | {"village": None} if at > first and not wrong else row
            sheet.append([shown[field] for field in order])
            if wrong:
                _merge_village(sheet, order, first, at - 1)
                first = at + 1
        _merge_village(sheet, order, first, at)
        sheet.append(["小计", *[None] * (width - 2), f"{each}家"])
        at += 1
        if chance.random() < 0.3:
            for line in _headings(order):
                sheet.append(line)
            sheet.append([])
            at += 3
    sheet.append([])
    sheet.append(["注：从业人数按2022年5月底实际人数填写。"])
    sheet.append(["填报人：张某", None, None, "审核人：李某", None, None, "填报日期：2022年6月1日"])
    book.save(path)
    return Planted(number, refused, doubts, len(used))


def _village(n: int) -> str:
    return (
        "扶海",
        "永利",
        "红闸",
        "金村",
        "花园",
        "永联",
        "民乐",
        "书院",
        "悦来",
        "光明",
        "支山",
        "和平",
        "向阳",
        "新桥",
    )[n]


def _order(chance: random.Random) -> list[str]:
    grouped = {field for group in GROUPS for field in group}
    blocks = [*GROUPS, *((field,) for field in COLUMNS if field not in grouped and field != "number")]
    chance.shuffle(blocks)
    return ["number", *(field for block in blocks for field in block)]


def _headings(order: list[str]) -> list[list[str | None]]:
    """Over a group the heading stands once, at its first column."""
    top: list[str | None] = []
    for field in order:
        word = COLUMNS[field][0]
        above = next((group for group in GROUPS if field in group), None)
        top.append(None if above and above[0] != field else word)
    return [top, [COLUMNS[field][1] for field in order]]


def _row(chance: random.Random, number: int, town: str, village: str) -> dict[str, object]:
    heads = chance.choice((3, 8, 12, 25, 38, 49, 50, 80, 130))
    rents = chance.random() < 0.4
    day = dt.date(2022, 1, 1) + dt.timedelta(days=chance.randrange(300))
    code = a_code(number)
    name = f"张家港市{chance.choice('永恒金鑫源达盛华锦宏')}{number:05}{chance.choice(TRADES)}有限公司"
    return {
        "number": number,
        "township": chance.choice((town, f" {town}", f"{town[:1]} {town[1:]}")),
        "village": village,
        "name": chance.choice((name, f"  {name} ", f"{name[:8]}\n{name[8:]}", name)),
        "code": chance.choice((code, code, code.lower(), _wide(code), f"{code[:9]} {code[9:]}", None)),
        "legal_person": "陈某",
        "principal": "周某",
        "phone": chance.choice((13800000000 + number, str(13800000000 + number))),
        "headcount": chance.choice((heads, str(heads), _wide(str(heads)), f"{heads}人", f" {heads} ")),
        "industry": chance.choice(TRADES),
        **{flag: chance.choice(("否", "否", "×", "是", "√", "")) for flag in ("dust", "ammonia", "tanks", "confined")},
        "premises": "租赁" if rents else "自有",
        "landlord": "某某资产公司" if rents else None,
        "lease": chance.choice(_ways(day)) if rents else "/",
        "remark": "二楼" if chance.random() < 0.1 else None,
        "grid": "张某",
        "area": chance.randrange(100, 5000),
    }


def _ways(day: dt.date) -> tuple[object, ...]:
    month, number = day.month, day.day
    return (
        day, f"{day.year}.{month}.{number}", f"{day.year}年{month}月{number}日", f"{day.year}/{month}/{number}",
        f"{day:%Y%m%d}", _wide(f"{day.year}.{month}.{number}"), (day - dt.date(1899, 12, 30)).days,
    )  # fmt: skip


def _spoil(chance: random.Random, row: dict[str, object], earlier: list[dict[str, object]]) -> tuple[bool, int]:
    """Whether the row cannot be taken now, and how many of its cells are in doubt."""
    what = chance.random()
    if what < 0.01:
        row["name"] = chance.choice((None, "　", "/"))
    elif what < 0.03:
        row["code"] = chance.choice((a_code(int(str(row["number"])))[:-1] + "I", "320582000012345", "办理中"))
    elif what < 0.04 and earlier and (found := next((old for old in reversed(earlier) if old["code"]), None)):
        row["code"] = found["code"]
    elif what < 0.05 and earlier:
        row.update(earlier[-1], number=row["number"])
    else:
        return False, _doubt(chance, row)
    return True, 0


def _doubt(chance: random.Random, row: dict[str, object]) -> int:
    found = 0
    for field, words in (("headcount", ("约二十人", "50左右")), ("lease", ("2022.2.30", "去年")), ("dust", ("可能",))):
        if chance.random() < 0.01:
            row[field] = chance.choice(words)
            found += 1
    return found


def _wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) if character.isascii() else character for character in text)


def _merge_village(sheet, order: list[str], first: int, last: int) -> None:
    if last > first:
        column = get_column_letter(order.index("village") + 1)
        sheet.merged_cells.add(f"{column}{first}:{column}{last}")


def _merge(sheet, row: int, left: int, right: int) -> None:
    sheet.merged_cells.add(CellRange(min_row=row, min_col=left, max_row=row, max_col=right).coord)
