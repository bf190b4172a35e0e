"""What the sample world is made of: a messy register, workshop photos, handwriting. A seed gives one world."""

import random
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from zjg_inspect.model import creditcode

_TOWNS = {
    "乐余镇": ("扶海村", "永利村", "红闸村"),
    "塘桥镇": ("金村村", "鹿苑村", "花园村"),
    "南丰镇": ("永联村", "民乐村"),
    "锦丰镇": ("书院村", "悦来村", "光明村"),
    "凤凰镇": ("支山村",),
}
_SURNAMES = "张李王周陈赵孙吴徐朱"
_FIRST = "永恒金鑫源达盛华锦宏兴瑞顺昌堃淼"
_TRADES = ("五金", "机械", "塑料", "包装", "纺织", "毛纺", "电子", "食品", "铸造", "木业", "化工", "制冷")
_ENDS = ("厂", "有限公司", "经营部", "制品厂")
_HEADINGS = (
    "序号", "区镇\n（街道）", "村（社区）", "企业名称", "统一社会信用代码", "法定代表人", "主要负责人", "联系电话",
    "从业人数", "行业类别", "粉尘涉爆", "液氨制冷", "危化品储罐", "有限空间", "厂房性质", "出租方",
    "租赁合同签订日期", "备注",
)  # fmt: skip


def person_name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + chance.choice(_FIRST) + chance.choice("平明芳华军兰强英")


def write_register(chance: random.Random, count: int, file: Path) -> None:
    """An Excel register as offices keep them: title rows, wrapped headings, full-width digits, a wrong row or two."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has a sheet")
    sheet.title = "底数表"
    sheet.append(["2022年工业集中区企业底数摸排表"])
    sheet.append(["填报单位（盖章）：                     填报日期：2022年6月"])
    sheet.append(_HEADINGS)
    names: set[str] = set()
    # The last village is small, so that a few visits decide whether it reaches 70 %.
    places = [(town, village) for town, villages in _TOWNS.items() for village in villages]
    for n in range(1, count + 1):
        town, village = places[-1] if n > count - 3 else chance.choice(places[:-1])
        while (name := _company(chance)) in names:
            pass
        names.add(name)
        sheet.append(_row(chance, n, town, village, name))
        if n % 17 == 0:
            sheet.append([])
    sheet.append([count + 1, "乐余镇", "扶海村", "", _code(chance), *[""] * 13])
    sheet.append([])
    sheet.append(["注：从业人数按2022年5月底实际人数填写。"])
    book.save(file)


def _company(chance: random.Random) -> str:
    return "张家港市" + chance.choice(_FIRST) + chance.choice(_FIRST) + chance.choice(_TRADES) + chance.choice(_ENDS)


def _row(chance: random.Random, n: int, town: str, village: str, name: str) -> list[object]:
    heads = chance.choice((3, 8, 12, 25, 38, 49, 50, 51, 80))
    shown: object = heads
    if n % 11 == 0:
        shown = str(heads).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    elif n % 29 == 0:
        shown = "约二十人"
    rents = chance.random() < 0.4
    trade = next(trade for trade in _TRADES if trade in name)
    signed: object = f"2022.{chance.randint(1, 6)}.{chance.randint(1, 28)}" if rents else ""
    flags = ["是" if chance.random() < share else "否" for share in (0.08, 0.04, 0.08, 0.15)]
    owner, lead = person_name(chance), person_name(chance)
    phone = f"138{chance.randint(0, 99_999_999):08}"
    return [
        n, town, village, f"  {name} " if n % 9 == 0 else name, _code(chance), owner, lead, phone, shown, trade,
        *flags, "租赁" if rents else "自有", "某某资产经营公司" if rents else "", signed, "",
    ]  # fmt: skip


def _code(chance: random.Random) -> str:
    body = "91320582" + "".join(chance.choice(creditcode.CHARACTERS) for _ in range(9))
    return next(body + last for last in creditcode.CHARACTERS if creditcode.check_character_ok(body + last))


def workshop_photo(chance: random.Random) -> bytes:
    """A drawn workshop as a JPEG with a camera's time, for where no real photos are at hand."""
    from PIL import Image, ImageDraw

    wall, floor = chance.randint(170, 200), chance.randint(110, 140)
    picture = Image.new("RGB", (1600, 1200), (wall, wall + 4, wall))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 800, 1600, 1200), fill=(floor, floor, floor))
    for x in (150, 650, 1150):
        draw.rectangle((x, 120, x + 300, 380), fill=(214, 228, 234), outline=(150, 158, 154), width=10)
    for _ in range(chance.randint(2, 4)):
        x, y = chance.randint(80, 1200), chance.randint(520, 820)
        tone = chance.choice(((74, 106, 98), (92, 108, 122), (150, 112, 72), (190, 150, 40)))
        draw.rectangle((x, y, x + chance.randint(160, 330), y + chance.randint(180, 330)), fill=tone)
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = (
        f"2026:11:{chance.randint(10, 28):02} {chance.randint(9, 16):02}:{chance.randint(0, 59):02}:07"
    )
    out = BytesIO()
    picture.save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


# Strokes of a square of 100: 横, 竖, 撇, 捺, 折; a sign is put together from some of them.
_SHAPES = (
    (((12, 30), (88, 24)), ((50, 8), (50, 92)), ((14, 62), (86, 58))),
    (((10, 22), (90, 18)), ((48, 20), (40, 55), (12, 92)), ((48, 44), (88, 90)), ((24, 60), (78, 56))),
    (((20, 12), (18, 88)), ((20, 14), (80, 12), (78, 84), (66, 78)), ((20, 48), (78, 46)), ((18, 84), (78, 82))),
    (((30, 10), (10, 48)), ((22, 34), (22, 92)), ((42, 26), (92, 22)), ((68, 10), (66, 92)), ((44, 56), (90, 52))),
    (((12, 20), (88, 16)), ((20, 50), (80, 47)), ((8, 84), (92, 80)), ((50, 18), (50, 82))),
)


def handwriting(chance: random.Random, name: str) -> list[list[int]]:
    """Pen strokes that stand for a name, in 0.01 mm on a pad of about 48 × 18 mm."""
    strokes = []
    for place, _ in enumerate(name):
        for corners in chance.choice(_SHAPES):
            points: list[int] = []
            for (x0, y0), (x1, y1) in pairwise(corners):
                bend = chance.uniform(-5, 5)
                for step in range(9):
                    at = step / 8
                    sway = 4 * bend * at * (1 - at)
                    points += [400 + place * 1350 + round(11 * (x0 + (x1 - x0) * at + sway))]
                    points += [300 + round(12 * (y0 + (y1 - y0) * at + sway)) - 6 * step]
            strokes.append(points)
    return strokes
