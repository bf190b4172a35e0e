"""An office's recovery key on paper: one A4 page, the key in groups to type and as a code to photograph."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from zjg_inspect.report.fonts import Face
from zjg_inspect.report.layout import (
    BODY_WIDTH,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Block,
    Cell,
    band,
    cell,
    draw_line,
    draw_page,
    paginate,
)
from zjg_inspect.report.qr import Code
from zjg_inspect.report.tables import LABEL, TITLE_SIZE, label
from zjg_inspect.report.text import one_line

TITLE = "恢复钥匙"
USE = (
    "写给本办的包是加了密的，平常只有本办的电脑能打开。这台电脑坏了或丢了，从备份恢复时输入这串字符，以前写给本办的包就还能打开；"
    "空格和换行不用管，圆的都是零。也可以用手机扫右边的码，扫到的是同一串字符。没有它，还没收下的包要请网格员重写一份。"
)
KEEP = (
    "现在就打印，再把这个PDF文件删掉：它只给一次。纸装进信封封好，和公章一样锁起来；不拍照，不发到网上，不存进电脑。"
    "谁拿到它，谁就能打开写给本办的包。纸丢了或被人看过，在“电脑”页另做一把；旧的那张留着，以前的包还要靠它打开。"
)
_LEFT = 20 * MM
_BODY = 10.5  # 五号
_KEY = 19.0
_GROUP = 4
_GROUPS_A_ROW = 4
_ROW = 11 * MM
_CODE = 52 * MM


@dataclass(frozen=True)
class RecoveryPage:
    """`secret` is the age identity (AGE-SECRET-KEY-1…), `fingerprint` the number of the office's device."""

    office: str
    fingerprint: str
    secret: str
    made_on: date


def groups_of(secret: str) -> tuple[str, list[list[str]]]:
    """What stands before the key's last 1, with it, and the rest in rows of groups of four."""
    head, mark, rest = secret.rpartition("1")
    groups = [rest[at : at + _GROUP] for at in range(0, len(rest), _GROUP)]
    return head + mark, [groups[at : at + _GROUPS_A_ROW] for at in range(0, len(groups), _GROUPS_A_ROW)]


def render_recovery(page: RecoveryPage) -> bytes:
    """The page as PDF. Raises FontMissing."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(f"{TITLE} {page.office}")
    canvas.setCreator("zjg-inspect")
    canvas.setProducer("zjg-inspect")
    for placed in paginate([_head(page), _table(page)]):
        draw_page(canvas, placed, _LEFT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _head(page: RecoveryPage) -> Block:
    half = BODY_WIDTH / 2
    title = cell(BODY_WIDTH, TITLE, Face.SANS_BOLD, size=TITLE_SIZE, align="centre", pad=0)
    day = f"{page.made_on.year}年{page.made_on.month}月{page.made_on.day}日"
    line = [
        cell(half, page.office, size=_BODY, pad=0),
        cell(half, f"打印日期：{day}", size=_BODY, align="right", pad=0),
    ]
    return Block((band([title], least=14 * MM, ruled=False), band(line, least=9 * MM, ruled=False)))


def _table(page: RecoveryPage) -> Block:
    value = BODY_WIDTH - LABEL
    key_width = value - _CODE - 12 * MM
    _, rows = groups_of(page.secret)
    height = max((len(rows) + 1) * _ROW, _CODE) + 10 * MM

    def code(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        Code(page.secret).draw(canvas, x + (width - _CODE) / 2, PAGE_HEIGHT - y - (height + _CODE) / 2, _CODE)

    return Block(
        (
            band([label("本办编号"), cell(value, page.fingerprint, Face.MONO, size=_BODY)], least=11 * MM),
            band(
                [label("钥匙"), Cell(key_width, drawing=_key(page.secret)), Cell(value - key_width, drawing=code)],
                least=height,
            ),
            band([label("用处"), cell(value, USE, size=_BODY, pad=3 * MM)], least=32 * MM),
            band([label("保管"), cell(value, KEEP, size=_BODY, pad=3 * MM)], least=32 * MM),
        ),
        space=2 * MM,
    )


def _key(secret: str) -> Any:
    """The groups under each other in columns, so that the eye finds its place again while typing."""
    head, rows = groups_of(secret)

    def draw(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        left, column = x + 5 * MM, (width - 6 * MM) / _GROUPS_A_ROW
        top = y + (height - (len(rows) + 1) * _ROW) / 2
        draw_line(canvas, one_line(head, Face.MONO, _KEY), left, top + 0.68 * _ROW, _KEY)
        for number, row in enumerate(rows, 1):
            for at, group in enumerate(row):
                base = top + (number + 0.68) * _ROW
                draw_line(canvas, one_line(group, Face.MONO, _KEY), left + at * column, base, _KEY)

    return draw
