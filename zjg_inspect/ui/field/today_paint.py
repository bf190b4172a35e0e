"""How the rows of the field's lists are painted: equal columns over all groups, the hit marked in the hanzi."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from zjg_inspect.ui.field.today_rows import Cell, Heading, Line, Span
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import RADIUS, RADIUS_SMALL, Token, current
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, draw_box, draw_text, text_width

HEADING = 36
NARROW = 820
ACTION = 92


class Columns(NamedTuple):
    """Where a row's parts stand."""

    name: QRect
    cells: tuple[QRect, QRect, QRect]
    action: QRect


def columns(rect: QRect, widths: tuple[int, int, int]) -> Columns:
    """The three columns stand at the right, before the action; a narrow list gives up the last of them."""
    theme = current()
    narrow = rect.width() < theme.px(NARROW)
    x = rect.right() + 1 - theme.px(ACTION)
    action = QRect(x, rect.y(), theme.px(ACTION), rect.height())
    boxes: list[QRect] = []
    for width in (0 if narrow else widths[2], widths[1], widths[0]):
        x -= theme.px(width)
        boxes.insert(0, QRect(x, rect.y(), theme.px(width), rect.height()))
    left = rect.x() + theme.px(20)
    name = QRect(left, rect.y(), x - left - theme.px(12), rect.height())
    return Columns(name, (boxes[0], boxes[1], boxes[2]), action)


def halves(rect: QRect) -> tuple[QRect, QRect]:
    """The two lines of a row."""
    theme = current()
    high, low = round(theme.type("body")[0] * 1.5), round(theme.type("secondary")[0] * 1.4)
    top = rect.y() + (rect.height() - high - low) // 2
    return QRect(rect.x(), top, rect.width(), high), QRect(rect.x(), top + high, rect.width(), low)


def paint_heading(painter: QPainter, rect: QRect, row: Heading, widths: tuple[int, int, int]) -> None:
    theme = current()
    painter.fillRect(rect, theme.colour("bg"))
    _under_line(painter, rect)
    parts = columns(rect, widths)
    bold, plain = theme.font("secondary", True), theme.label_font("secondary")
    x = rect.x() + theme.px(16)
    end = parts.cells[0].x() - theme.px(12) if any(row.columns) else rect.right()
    draw_text(painter, QRect(x, rect.y(), end - x, rect.height()), row.title, bold, "ink")
    x += text_width(row.title, bold) + theme.px(6)
    rest = f"{row.amount} · {row.rest}"
    if not row.rest or x + text_width(rest, plain) > end:
        rest = row.amount
    draw_text(painter, QRect(x, rect.y(), end - x, rect.height()), rest, plain, "ink-2")
    for box, word in zip(parts.cells, row.columns, strict=True):
        if box.width() and word:
            draw_text(painter, box, word, plain, "ink-2")


def paint_line(painter: QPainter, rect: QRect, line: Line, widths: tuple[int, int, int], selected: bool) -> None:
    theme = current()
    painter.fillRect(rect, theme.colour("selection" if selected else "surface"))
    _under_line(painter, rect)
    if selected:
        edge = theme.px(8 if theme.sunlight else 4)
        painter.fillRect(rect.x(), rect.y(), edge, rect.height(), theme.colour("action"))
    parts = columns(rect, widths)
    _name(painter, parts.name, line, selected)
    for box, cell in zip(parts.cells, line.cells, strict=True):
        if box.width():
            _cell(painter, box, cell)
    if line.action:
        height = theme.height("control")
        box = QRect(parts.action.x() + theme.px(17), 0, theme.px(62), height)
        box.moveTop(rect.y() + (rect.height() - height) // 2)
        draw_box(painter, box, theme.colour("surface"), theme.colour("edge"), theme.line, RADIUS)
        draw_text(painter, box, line.action, theme.label_font("body"), "ink", Qt.AlignmentFlag.AlignHCenter)


def _under_line(painter: QPainter, rect: QRect) -> None:
    theme = current()
    painter.fillRect(rect.x(), rect.bottom() + 1 - theme.line, rect.width(), theme.line, theme.colour("line"))


def _name(painter: QPainter, rect: QRect, line: Line, selected: bool) -> None:
    theme = current()
    first, second = halves(rect)
    room = text_width(line.badge, theme.font("secondary", True)) + theme.px(44) if line.badge else 0
    name = QRect(first.x(), first.y(), first.width() - room, first.height())
    draw_hit(painter, name, line.name, line.name_hit, "body", "ink", selected)
    if line.badge:
        wide = text_width(line.name, theme.label_font("body", selected))
        height = theme.height("badge")
        x, y = first.x() + min(wide, name.width()) + theme.px(9), first.y() + (first.height() - height) // 2
        draw = draw_soft if line.badge_is_soft else draw_major
        draw(painter, QRect(x, y, room - theme.px(9), height), line.badge)
    draw_hit(painter, second, line.facts, line.facts_hit, "secondary", "ink-2")


def draw_major(painter: QPainter, box: QRect, words: str) -> None:
    """The only badge that is filled solid."""
    theme = current()
    draw_box(painter, box, theme.colour("fail"), None, 0, RADIUS_SMALL)
    side = theme.px(16)
    icon = QRect(box.x() + theme.px(8), box.y() + (box.height() - side) // 2, side, side)
    draw_icon(painter, icon, "triangle-alert", "on-fill")
    draw_text(painter, box.adjusted(theme.px(28), 0, 0, 0), words, theme.font("secondary", True), "on-fill")


def draw_soft(painter: QPainter, box: QRect, words: str) -> None:
    """A badge that only tells."""
    theme = current()
    font = theme.font("secondary", True)
    box = QRect(box.x(), box.y(), text_width(words, font) + theme.px(16), box.height())
    edge = theme.blend("attention", "attention-soft", 0.4)
    draw_box(painter, box, theme.colour("attention-soft"), edge, theme.line, RADIUS_SMALL)
    draw_text(painter, box, words, font, "attention", Qt.AlignmentFlag.AlignHCenter)


def draw_hit(
    painter: QPainter,
    rect: QRect,
    text: str,
    hit: Span | None,
    kind: Literal["body", "secondary"] = "body",
    token: Token = "ink",
    bold: bool = False,
) -> None:
    """The text with the searched part on yellow; in sunlight that part is bold and black."""
    theme = current()
    font = theme.label_font(kind, bold)
    if hit is None:
        draw_text(painter, rect, text, font, token)
        return
    marked = theme.font(kind, bold or theme.sunlight)
    before, middle, after = text[: hit[0]], text[hit[0] : hit[1]], text[hit[1] :]
    x = rect.x() + text_width(before, font)
    width = min(text_width(middle, marked), max(0, rect.right() - x))
    painter.fillRect(QRect(x, rect.y() + theme.px(1), width, rect.height() - theme.px(2)), theme.colour("hit"))
    draw_text(painter, QRect(rect.x(), rect.y(), x - rect.x() + 2, rect.height()), before, font, token)
    draw_text(painter, QRect(x, rect.y(), rect.right() - x, rect.height()), middle, marked, "ink")
    x += text_width(middle, marked)
    if after and x < rect.right():
        draw_text(painter, QRect(x, rect.y(), rect.right() - x, rect.height()), after, font, token)


def _cell(painter: QPainter, rect: QRect, cell: Cell) -> None:
    """Words alone stand in the middle; with something under them, in the first line."""
    theme = current()
    kind: Literal["body", "secondary"] = "body" if cell.bold else "secondary"
    font = theme.font(kind, True) if cell.bold else theme.label_font(kind)
    first, second = halves(rect)
    if not cell.under and cell.bar is None:
        first = rect
    room = QRect(first.x(), first.y(), first.width() - theme.px(8), first.height())
    if cell.sign is not None:
        side = theme.px(16)
        sign = QRect(room.x(), room.y() + (room.height() - side) // 2, side, side)
        draw_icon(painter, sign, *cell.sign, SIGN_STROKE)
        room.setLeft(room.left() + side + theme.px(6))
    draw_text(painter, room, cell.words, font, cell.tone)
    if cell.bar is not None:
        room.setLeft(room.left() + text_width(cell.words, font) + theme.px(5))
        _bar(painter, room, second, *cell.bar)
    under = QRect(second.x(), second.y(), second.width() - theme.px(8), second.height())
    draw_text(painter, under, cell.under, theme.label_font("secondary"), "ink-2")


def _bar(painter: QPainter, words: QRect, under: QRect, answered: int, total: int) -> None:
    """21/57 after the words, the bar under them."""
    theme = current()
    bold, plain = theme.font("secondary", True), theme.label_font("secondary")
    draw_text(painter, words, str(answered), bold, "ink")
    words.setLeft(words.left() + text_width(str(answered), bold))
    draw_text(painter, words, f"/{total}", plain, "ink")
    height = theme.px(10 if theme.sunlight else 6)
    bar = QRect(under.x(), under.y() + (under.height() - height) // 2, theme.px(120), height)
    painter.fillRect(bar, theme.colour("edge" if theme.sunlight else "sunk"))
    if theme.sunlight:
        painter.fillRect(bar.adjusted(2, 2, -2, -2), theme.colour("surface"))
    done = bar.width() * min(answered, total) // total if total else 0
    painter.fillRect(QRect(bar.x(), bar.y(), done, height), theme.colour("ink" if theme.sunlight else "action"))
