"""Sentences with some words bold or coloured: measured, painted, and as a label that wraps."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from zjg_inspect.ui.theme import Kind, Theme, Token, current
from zjg_inspect.ui.widgets.paint import begin
from zjg_inspect.ui.widgets.text import wrap


class Part(NamedTuple):
    """Some words of a sentence."""

    text: str
    token: Token = "ink"
    bold: bool = False


Parts = Sequence[Part]
LEADING = 1.5


def plain(parts: Parts) -> str:
    """The words alone, in one paragraph."""
    return "".join(part.text for part in parts).replace("\n", " ")


def _units(text: str) -> int:
    """Its length as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@lru_cache(maxsize=2048)
def _columns(text: str, width: int, kind: Kind, bold: bool, theme: Theme) -> tuple[int, ...]:
    """How many of Qt's characters stand in each line, broken as Chinese is (widgets/text.py).

    Bold words are the wider ones: measured with these, no line is too long.
    """
    starts, at = [], 0
    for line in wrap(text, max(1, width), theme.metrics(kind, bold).horizontalAdvance, spoken=False):
        at = text.find(line, at)
        starts.append(at)
        at += len(line)
    ends = [*starts[1:], len(text)]
    return tuple(_units(text[start:end]) for start, end in zip(starts, ends, strict=True))


def _lines(parts: Parts, width: int, kind: Kind) -> tuple[int, ...]:
    return _columns(plain(parts), width, kind, any(part.bold for part in parts), current())


def _line_height(kind: Kind) -> int:
    return round(current().type(kind)[0] * LEADING)


def rich_height(parts: Parts, width: int, kind: Kind = "secondary") -> int:
    return len(_lines(parts, width, kind)) * _line_height(kind)


def _laid_out(parts: Parts, width: int, kind: Kind) -> QTextLayout:
    """The text in lines of that width."""
    theme = current()
    layout = QTextLayout(plain(parts), theme.font(kind, False))
    ranges, at = [], 0
    for part in parts:
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.Bold if part.bold else QFont.Weight.Normal)
        look.setForeground(theme.colour(part.token))
        each = QTextLayout.FormatRange()
        each.start = at  # type: ignore[attr-defined]
        each.length = _units(part.text)  # type: ignore[attr-defined]
        each.format = look  # type: ignore[attr-defined]
        ranges.append(each)
        at += _units(part.text)
    layout.setFormats(ranges)
    # the lines are broken already: left to itself Qt ends some sooner, and the rest of the text has no line to stand in
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    for number, columns in enumerate(_lines(parts, width, kind)):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setNumColumns(columns)
        line.setPosition(QPointF(0, number * _line_height(kind) + (_line_height(kind) - line.height()) / 2))
    layout.endLayout()
    return layout


def draw_rich(painter: QPainter, rect: QRect, parts: Parts, kind: Kind = "secondary", centred: bool = True) -> None:
    """Wrapped into the rectangle; `centred`: in the middle of its height."""
    height = rich_height(parts, rect.width(), kind)
    top = rect.y() + max(0, (rect.height() - height) // 2 if centred else 0)
    _laid_out(parts, rect.width(), kind).draw(painter, QPointF(rect.x(), top))


class RichLabel(QWidget):
    """A sentence whose words differ in weight or tone; it wraps."""

    def __init__(self, parts: Parts = (), kind: Kind = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: Kind = kind
        self._parts: Parts = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_parts(parts)

    def text(self) -> str:
        return plain(self._parts)

    def set_parts(self, parts: Parts) -> None:
        self._parts = parts
        self.setAccessibleName(plain(parts))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return rich_height(self._parts, width, self._kind) if self._parts else 0

    def sizeHint(self) -> QSize:
        laid_out = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        width = self.width() if laid_out else current().px(400)
        return QSize(current().px(200), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(60), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_rich(begin(self), self.rect(), self._parts, self._kind)
