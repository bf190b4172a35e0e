"""Words: labels by kind and tone, the question that breaks where it is spoken, the error under its field."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import Kind, Theme, Token, current
from zjg_inspect.ui.widgets.paint import begin, reveal

# Text columns stop growing at this many hanzi.
LONGEST_LINE = 44
BREAKS_AFTER = "，；：。？！"
NEVER_FIRST = "，。、；：？！）》」』”’〕】…—·,.;:?!)]}%℃"
NEVER_LAST = "（《「『“‘〔【([{§"
# Between spaces, what holds one stays whole: “隔离 0”.
NO_BREAK = "\u00a0"
# Takes no room and keeps what stands on both sides of it in one line.
JOINER = "\u2060"


class Label(QLabel):
    """A text of one kind and tone of the theme; wraps when `wrap`, never takes markup from data.

    What wraps leaves no single character to its last line.
    """

    def __init__(
        self,
        text: str = "",
        kind: Kind = "body",
        tone: Token = "ink",
        strong: bool | None = None,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._said = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setProperty("tone", tone)
        if strong is not None:
            self.setProperty("strong", "true" if strong else "false")
        self.setWordWrap(wrap)
        self.setText(text)

    def text(self) -> str:
        return self._said

    def setText(self, text: str) -> None:
        self._said = text
        super().setText(ends_joined(text) if self.wordWrap() else text)

    def set_tone(self, tone: Token) -> None:
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)


class ElidedLabel(Label):
    """A name in a list or a narrow head: cut at the right when it does not fit, whole in the tooltip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(min(super().minimumSizeHint().width(), current().px(60)), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment() | Qt.TextFlag.TextSingleLine, shown)


def ends_joined(text: str) -> str:
    """The text, each paragraph's last two characters (beside closing marks) held together: neither 条。 nor 名 stays
    behind in a line of its own. What is not hanzi has no break there."""
    return "\n".join(_end_joined(part) for part in text.split("\n"))


def _end_joined(part: str) -> str:
    last = len(part.rstrip(NEVER_FIRST)) - 1
    if last < 1 or part[last].isascii():
        return part
    if part[last - 1] == " ":
        return f"{part[: last - 1]}{NO_BREAK}{part[last:]}"
    return f"{part[:last]}{JOINER}{part[last:]}"


def wrap(text: str, width: int, advance: Callable[[str], int], spoken: bool = True) -> list[str]:
    """The text in lines no wider than `width`, given the width of a string.

    A line ends after ，；： where one stands in its second half (`spoken`: a question; running text fills its lines),
    else anywhere between two characters; no line starts with a closing mark, none ends with an opening one, Latin words
    and figures stay whole, and the last line has more than one character. What cannot be kept in a very narrow width
    gives way to the width.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        rest = part
        while len(rest) > 1 and advance(rest) > width:
            cut = _cut(rest, width, advance, spoken)
            lines.append(rest[:cut].rstrip())
            rest = rest[cut:].lstrip()
        lines.append(rest)
    return lines


def _cut(text: str, width: int, advance: Callable[[str], int], spoken: bool) -> int:
    longest = 1
    low, high = 1, len(text) - 1
    while low <= high:
        middle = (low + high) // 2
        if advance(text[:middle].rstrip()) <= width:
            longest, low = middle, middle + 1
        else:
            high = middle - 1
    allowed = [at for at in range(1, longest + 1) if _may_break(text, at)]
    kept = [at for at in allowed if len(text[at:].lstrip()) > 1] or allowed
    heard = [at for at in kept if spoken and text[at - 1] in BREAKS_AFTER and at * 2 >= longest]
    return (heard or kept or [longest])[-1]


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if before != " " and NO_BREAK in text[text.rfind(" ", 0, at) + 1 : text.find(" ", at) % (len(text) + 1)]:
        return False
    latin = before.isascii() and after.isascii()
    return not (latin and not before.isspace() and not after.isspace())


@lru_cache(maxsize=256)
def _lines(text: str, width: int, kind: Kind, theme: Theme) -> list[str]:
    """A layout asks for the same lines some ten times."""
    width = min(width, LONGEST_LINE * theme.type(kind)[0])
    return wrap(text, max(1, width), theme.metrics(kind).horizontalAdvance)


class ItemText(QWidget):
    """The question of an item: the largest text of its screen, broken where it is spoken."""

    def __init__(self, text: str = "", kind: Kind = "item", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("itemText")
        self._kind: Kind = kind
        self._text = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def lines(self, width: int) -> list[str]:
        return _lines(self._text, width, self._kind, current())

    def _line_height(self) -> int:
        return round(current().type(self._kind)[0] * 1.46)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return len(self.lines(width)) * self._line_height()

    def sizeHint(self) -> QSize:
        width = current().px(600)
        return QSize(width, self.heightForWidth(self.width() if self.testAttribute(_LAID_OUT) else width))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().type(self._kind)[0] * 6, self._line_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        painter.setFont(theme.font(self._kind))
        painter.setPen(theme.colour("ink"))
        height = self._line_height()
        for i, line in enumerate(self.lines(self.width())):
            where = QRect(0, i * height, self.width() + theme.px(4), height)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line)


_LAID_OUT = Qt.WidgetAttribute.WA_Resized


class Mark(QWidget):
    """An icon beside words, on the height of their line."""

    def __init__(self, icon: str, token: Token, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._token = icon, token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = current().px(18)
        return QSize(side, current().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = current().px(18)
        draw_icon(begin(self), QRect(0, (self.height() - side) // 2, side, side), self._icon, self._token)


class InlineError(QFrame):
    """Under its field, red: what is missing and how to go on. Empty text hides it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inlineError")
        # a form has one under each field, and as a rule nothing is wrong: made with the first words
        self._label: Label | None = None
        self.hide()
        self.set_text(text)

    def _made(self) -> Label:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, current().px(4), 0, 0)
        row.setSpacing(current().px(6))
        label = Label("", "secondary", "fail", wrap=True, parent=self)
        row.addWidget(Mark("circle-alert", "fail", self), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        return label

    def text(self) -> str:
        return "" if self._label is None else self._label.text()

    def set_text(self, text: str) -> None:
        if self._label is None:
            if not text:
                return
            self._label = self._made()
        self._label.setText(text)
        self.setAccessibleName(text)
        reveal(self, bool(text))
