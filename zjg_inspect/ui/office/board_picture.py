"""The board as one picture with all its zones, and as pages of A4: painted like the screen, readable in grey."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from zjg_inspect.model.verdict import Half
from zjg_inspect.service.trend import TrendPoint
from zjg_inspect.service.verdicts import ZoneVerdict
from zjg_inspect.ui.office.board_cards import FailureBar, FailureLook
from zjg_inspect.ui.office.board_looks import ENTERPRISES, ZONES, ZoneLook, draw_figure
from zjg_inspect.ui.office.chart import draw_trend
from zjg_inspect.ui.office.why import TownSum
from zjg_inspect.ui.theme import RADIUS_CARD, current
from zjg_inspect.ui.widgets.paint import draw_box, draw_text, text_width

WIDTH, GAP, HEAD, FIGURE, ROW = 1320, 12, 56, 96, 36
LEFT, TREND = 720, 250
TWICE = 2
_MARGIN_MM = 10.0
Row = ZoneVerdict | TownSum


class BoardContent(NamedTuple):
    """What is shown of the board, in the order in which it is shown; `day` as of which, `made` the day of printing."""

    office: str
    facts: str
    day: date
    made: date
    enterprises: Half | None
    zones: Half | None
    legend: str
    rows: tuple[Row, ...]
    look: ZoneLook
    way: str
    points: tuple[TrendPoint, ...]
    failures: tuple[FailureBar, ...]
    failed: str


def as_png(content: BoardContent) -> bytes:
    """One picture, two dots a pixel, as high as the zones need."""
    theme = current()
    edge = theme.px(20)
    width = theme.px(WIDTH) + 2 * edge
    height = _top_height() + max(_zones_height(len(content.rows)), _aside_height(content)) + 2 * edge
    image = QImage(width * TWICE, height * TWICE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(TWICE)
    image.fill(theme.colour("bg"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.translate(edge, edge)
    _paint_first(painter, content, len(content.rows))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def as_pdf(content: BoardContent) -> bytes:
    """A4 across: the figures and cards with the first zones, then the other zones in two columns."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setResolution(300)
    writer.setTitle(f"双七十看板 {content.day.isoformat()}")
    theme = current()
    scale = writer.width() / theme.px(WIDTH)
    height = round(writer.height() / scale) - theme.px(24)
    painter = QPainter(writer)
    painter.scale(scale, scale)
    first = max(1, (height - _top_height() - _zones_height(0)) // theme.px(ROW))
    column = (height - theme.px(HEAD) - _zones_height(0)) // theme.px(ROW)
    shown, *more = in_columns(content.rows, first, column)
    pages = 1 + -(-len(more) // 2)
    _paint_first(painter, content, len(shown))
    _foot(painter, content, height, 1, pages)
    for page in range(2, pages + 1):
        writer.newPage()
        _paint_more(painter, content, more[2 * (page - 2) :][:2])
        _foot(painter, content, height, page, pages)
    painter.end()
    return bytes(data.data())


def in_columns(rows: Sequence[Row], first: int, column: int) -> list[Sequence[Row]]:
    """The rows in the first column and those that follow; a township's sum stands at no column's end."""
    found: list[Sequence[Row]] = []
    at = 0
    while at < len(rows) or not found:
        end = min(at + (column if found else first), len(rows))
        if end < len(rows) and end - at > 1 and isinstance(rows[end - 1], TownSum):
            end -= 1
        found.append(rows[at:end])
        at = end
    return found


def _top_height() -> int:
    return current().px(HEAD + FIGURE + GAP)


def _zones_height(rows: int) -> int:
    return current().px(46 + ROW * rows + 46)


def _aside_height(content: BoardContent) -> int:
    return current().px(TREND + GAP + 46 + 26 * len(content.failures) + 12)


def _head(painter: QPainter, content: BoardContent) -> None:
    theme = current()
    title = f"{content.office} 双七十看板"
    font = theme.font("title")
    draw_text(painter, QRect(0, 0, theme.px(WIDTH), theme.px(40)), title, font, "ink")
    after = text_width(title, font) + theme.px(16)
    words = QRect(after, theme.px(2), theme.px(WIDTH) - after, theme.px(40))
    # of a past day the facts begin with it
    facts = content.facts if "那天" in content.facts else f"{content.day.isoformat()} · {content.facts}"
    draw_text(painter, words, facts, theme.font("secondary"), "ink-2")


def _paint_first(painter: QPainter, content: BoardContent, most: int) -> None:
    theme = current()
    _head(painter, content)
    half = (theme.px(WIDTH) - theme.px(GAP)) // 2
    top = theme.px(HEAD)
    draw_figure(painter, QRect(0, top, half, theme.px(FIGURE)), ENTERPRISES, content.enterprises)
    draw_figure(painter, QRect(half + theme.px(GAP), top, half, theme.px(FIGURE)), ZONES, content.zones)
    lower = _top_height()
    shown = content.rows[:most]
    more = f"另有 {len(content.rows) - len(shown)} 行，接在下一页。" if len(shown) < len(content.rows) else ""
    _zones(painter, content, QRect(0, lower, theme.px(LEFT), _zones_height(len(shown))), shown, content.way + more)
    left = theme.px(LEFT + GAP)
    right = QRect(left, lower, theme.px(WIDTH) - left, theme.px(TREND))
    _card(painter, right, "逐月达标占比（%）", f"{content.points[0].day:%Y-%m} 起" if content.points else "")
    draw_at = right.adjusted(theme.px(4), theme.px(44), -theme.px(4), -theme.px(8))
    painter.save()
    painter.translate(draw_at.topLeft())
    draw_trend(painter, QRect(0, 0, draw_at.width(), draw_at.height()), content.points)
    painter.restore()
    _failures(painter, content, QRect(left, right.bottom() + 1 + theme.px(GAP), right.width(), 0))


def _paint_more(painter: QPainter, content: BoardContent, columns: Sequence[Sequence[Row]]) -> None:
    theme = current()
    _head(painter, content)
    half = (theme.px(WIDTH) - theme.px(GAP)) // 2
    for at, some in enumerate(columns):
        box = QRect(at * (half + theme.px(GAP)), theme.px(HEAD), half, _zones_height(len(some)) - theme.px(40))
        _zones(painter, content, box, some, "")


def _card(painter: QPainter, rect: QRect, title: str, facts: str) -> None:
    theme = current()
    draw_box(painter, rect, theme.colour("surface"), theme.colour("line"), theme.line, RADIUS_CARD)
    line = QRect(rect.x() + theme.px(16), rect.y() + theme.px(4), rect.width() - theme.px(32), theme.px(38))
    draw_text(painter, line, title, theme.font("look", True), "ink")
    after = text_width(title, theme.font("look", True)) + theme.px(12)
    draw_text(painter, line.adjusted(after, 0, 0, 0), facts, theme.font("secondary"), "ink-2")


def _zones(
    painter: QPainter, content: BoardContent, rect: QRect, rows: Sequence[Row], under: str
) -> None:  # fmt: skip
    theme = current()
    _card(painter, rect, "各集中区", content.legend)
    painter.save()
    inner = rect.adjusted(theme.line, theme.px(46), -theme.line, 0)
    for at, row in enumerate(rows):
        box = QRect(inner.x(), inner.y() + at * theme.px(ROW), inner.width(), theme.px(ROW))
        content.look.paint(painter, box, row, False)
    painter.restore()
    foot = QRect(
        rect.x() + theme.px(16), inner.y() + len(rows) * theme.px(ROW), rect.width() - theme.px(32), theme.px(40)
    )
    painter.setFont(theme.font("secondary"))
    painter.setPen(theme.colour("ink"))
    painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere, under)


def _failures(painter: QPainter, content: BoardContent, rect: QRect) -> None:
    theme, look = current(), FailureLook()
    high = theme.px(26)
    rect.setHeight(theme.px(46) + high * len(content.failures) + theme.px(8))
    _card(painter, rect, "不符合最多的", content.failed)
    for at, bar in enumerate(content.failures):
        box = QRect(rect.x() + theme.line, rect.y() + theme.px(44) + at * high, rect.width() - 2 * theme.line, high)
        look.paint(painter, box, bar, False)


def _foot(painter: QPainter, content: BoardContent, height: int, page: int, pages: int) -> None:
    theme = current()
    line = QRectF(0, height + theme.px(4), theme.px(WIDTH), theme.px(20)).toRect()
    words = f"{content.office} {content.made.isoformat()} 打印"
    draw_text(painter, line, words, theme.font("hint"), "ink-2")
    draw_text(painter, line, f"第 {page} 页，共 {pages} 页", theme.font("hint"), "ink-2", Qt.AlignmentFlag.AlignRight)
