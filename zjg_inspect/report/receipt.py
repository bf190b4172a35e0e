"""The receipt (回执) of a filed lease: one A4 page of two halves, the office's counterfoil and the filer's copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from zjg_inspect.report.content import paper_date
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
from zjg_inspect.report.tables import HEADING_SIZE, LABEL, TITLE_SIZE, label
from zjg_inspect.report.text import Span, one_line

TITLE = "出租厂房告知性备案回执"
COPIES = ("第一联　安监部门存根", "第二联　交备案人")
PROVES = "本回执证明上述租赁合同已向本单位告知性备案，不证明合同的效力和厂房的安全条件。"
BY = {"owner": "产权方", "manager": "管理人"}
NOT_SAID = "未登记"

_LEFT = 20 * MM
_HALF = PAGE_HEIGHT / 2
_ROW = 8 * MM
_SEAL = 40 * MM
_SMALL = 8.5


@dataclass(frozen=True)
class Receipt:
    """What one receipt says; days as civil dates, empty where nobody knows them. `late`: by how many days."""

    number: str
    office: str
    landlord: str
    manager: bool
    contact: str
    by: str
    tenant: str
    code: str
    place: str
    area: int
    signed: str
    until: str
    due: str
    filed: str
    late: int

    @property
    def in_time(self) -> str:
        """及时, or 逾期 12 天, and by which day it was to be filed."""
        if not self.signed:
            return "签订日期不详，不作及时与否的判断"
        said = f"逾期 {self.late} 天" if self.late else "及时"
        return f"{said}（应在{paper_date(self.due)}前备案，含当天）"


def render_receipts(receipts: Sequence[Receipt]) -> bytes:
    """A page for each, both copies on it; the same input gives the same bytes. Raises FontMissing."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(f"{TITLE} {receipts[0].number}" if len(receipts) == 1 else TITLE)
    canvas.setCreator("zjg-inspect")
    canvas.setProducer("zjg-inspect")
    for receipt in receipts:
        for at, copy in enumerate(COPIES):
            canvas.saveState()
            canvas.translate(0, -at * _HALF)
            for page in paginate([_head(receipt), _table(receipt), _end(copy)]):
                draw_page(canvas, page, _LEFT)
            canvas.restoreState()
        _cut(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _head(receipt: Receipt) -> Block:
    half = BODY_WIDTH / 2
    title = cell(BODY_WIDTH, TITLE, Face.SANS_BOLD, size=TITLE_SIZE, align="centre", pad=0)
    line = [
        cell(half, f"编号：{receipt.number}", size=HEADING_SIZE - 1, pad=0),
        cell(half, f"备案日期：{paper_date(receipt.filed)}", size=HEADING_SIZE - 1, align="right", pad=0),
    ]
    return Block((band([title], least=11 * MM, ruled=False), band(line, least=7 * MM, ruled=False)))


def _table(receipt: Receipt) -> Block:
    value = BODY_WIDTH / 2 - LABEL

    def pair(left: str, first: str, right: str, second: str) -> Any:
        return band([label(left), _value(value, first), label(right), _value(value, second)], least=_ROW)

    def wide(name: str, said: str, face: Face = Face.SERIF) -> Any:
        return band([label(name), cell(BODY_WIDTH - LABEL, said, face, size=HEADING_SIZE - 1)], least=_ROW)

    kind = "管理人" if receipt.manager else "产权方"
    area = f"，{receipt.area} 平方米" if receipt.area else ""
    rows = [
        wide("出租方", f"{receipt.landlord}（{kind}）" + (f"　{receipt.contact}" if receipt.contact else "")),
        pair("承租企业", receipt.tenant, "信用代码", receipt.code),
        wide("厂房", receipt.place + area),
        pair("签订日期", _day(receipt.signed), "租期到", _day(receipt.until)),
        wide("是否及时", receipt.in_time, Face.SERIF_BOLD if receipt.late else Face.SERIF),
        wide("备案人", _filer(receipt)),
        band(
            [
                label("经办人"),
                Cell(value),
                label("受理单位\n公　　章"),
                _value(value, f"{receipt.office}\n\n　　　　年　　月　　日"),
            ],
            least=_SEAL,
        ),
    ]
    return Block(tuple(rows), space=1 * MM)


def _filer(receipt: Receipt) -> str:
    """Who filed it; by name where that is the landlord himself."""
    named = receipt.by == ("manager" if receipt.manager else "owner")
    return BY.get(receipt.by, NOT_SAID) + (f"　{receipt.landlord}" if named else "")


def _value(width: float, text: str) -> Cell:
    return cell(width, text or NOT_SAID, size=HEADING_SIZE - 1)


def _day(day: str) -> str:
    return paper_date(day) if day else "不详"


def _end(copy: str) -> Block:
    said = cell(BODY_WIDTH - 50 * MM, [Span(PROVES)], size=_SMALL, pad=0)
    which = cell(50 * MM, copy, Face.SANS_BOLD, size=_SMALL, align="right", pad=0)
    return Block((band([said, which], ruled=False),), space=2 * MM)


def _cut(canvas: Any) -> None:
    """Where the page is cut in two."""
    canvas.setStrokeGray(0.4)
    canvas.setLineWidth(0.5)
    canvas.setDash(3, 3)
    said = one_line("沿此线裁开", Face.SERIF, _SMALL)
    middle = PAGE_WIDTH / 2
    for x0, x1 in ((_LEFT, middle - said.width), (middle + said.width, PAGE_WIDTH - _LEFT)):
        canvas.line(x0, _HALF, x1, _HALF)
    canvas.setDash()
    draw_line(canvas, said, middle - said.width / 2, _HALF + 0.35 * _SMALL, _SMALL)
