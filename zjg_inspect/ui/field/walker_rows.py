"""The items before and behind the one that is asked: a line each, with its answer and what it still owes."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.walker_words import missing
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, SIGNS, begin, draw_text, reveal, text_width


class _Line(QPushButton):
    """Chevron, code, title; at the right the verdict as colour, sign and word, and what is missing."""

    def __init__(self, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self.code = self.title = self.missing = ""
        self.verdict: Verdict | None = None
        self.setAutoDefault(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current().px(240), current().height("neighbour"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        if self.isDown():
            painter.fillRect(self.rect(), theme.colour("selection"))
        small, height = theme.label_font("rail"), self.height()
        x, right = theme.px(8), self.width() - theme.px(4)
        side = theme.icon
        draw_icon(painter, QRect(x - theme.px(4), (height - side) // 2, side, side), self._icon, "ink-2")
        x += side + theme.px(8)
        token: Token = "attention" if self.missing else "ink-2"
        token = SIGNS[self.verdict.value].token if self.verdict else token
        strong = theme.label_font("rail", self.verdict is not None)
        word = (SIGNS[self.verdict.value].word if self.verdict else "未答") + (
            f"，{self.missing}" if self.missing else ""
        )
        right -= text_width(word, strong)
        draw_text(painter, QRect(right, 0, self.width() - right, height), word, strong, token)
        if self.verdict:
            mark = theme.px(18)
            right -= mark + theme.px(6)
            icon = SIGNS[self.verdict.value].icon
            draw_icon(painter, QRect(right, (height - mark) // 2, mark, mark), icon, token, SIGN_STROKE)
        draw_text(painter, QRect(x, 0, theme.px(60), height), self.code, small, "ink-2")
        x += text_width(self.code, small) + theme.px(12)
        draw_text(painter, QRect(x, 0, right - x - theme.px(12), height), self.title, small, "ink-2")


class Neighbour(NamedTuple):
    """What a row says; `amend` and `key` are of the button that gives what is missing."""

    code: str = ""
    title: str = ""
    verdict: Verdict | None = None
    missing: str = ""
    amend: str = ""
    key: str = ""


class NeighbourRow(QWidget):
    """`chosen` gives the item to go to, `amended` the item whose missing hazard or reason is to be given."""

    chosen = Signal(str)
    amended = Signal(str)

    def __init__(self, above: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(4))
        self.line = _Line("chevron-up" if above else "chevron-down", self)
        self.line.setObjectName("neighbour")
        self.amend = KeyButton("", kind="quiet", parent=self)
        self.amend.setObjectName("amendNeighbour")
        self.amend.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self.line, 1)
        row.addWidget(self.amend)
        self.line.clicked.connect(lambda: self.chosen.emit(self.line.code))
        self.amend.clicked.connect(lambda: self.amended.emit(self.line.code))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def code(self) -> str:
        return self.line.code

    def words(self) -> str:
        """What the row says, as a screen reader does."""
        return self.line.accessibleName()

    def show_item(self, shown: Neighbour) -> None:
        line = self.line
        line.code, line.title, line.verdict, line.missing = shown[:4]
        said = (SIGNS[shown.verdict.value].word if shown.verdict else "未答") + (
            f"，{shown.missing}" if shown.missing else ""
        )
        line.setAccessibleName(f"{shown.code} {shown.title}，{said}" if shown.code else "")
        line.setToolTip(shown.title)
        self.amend.set_words(shown.amend, key=shown.key)
        self.amend.setAccessibleName(f"{shown.code} {shown.amend}")
        reveal(self.amend, bool(shown.amend))
        line.setVisible(bool(shown.code))
        line.update()


def neighbours(session: VisitSession, came_from: str) -> tuple[list[Neighbour], list[Neighbour]]:
    """Two before the item that is asked, the nearest first, and two behind it; empty ones at the ends.

    What was just judged and still owes something stays in sight before it, wherever the next open item is.
    """
    codes = [item.code for item in session.items]
    at = codes.index(session.item) if session.item in codes else 0
    above = list(reversed(codes[max(0, at - 2) : at]))
    if came_from != session.item and session.owed(came_from):
        above = [came_from, *(code for code in above if code != came_from)]
    below = codes[at + 1 : at + 3]
    none = [Neighbour(), Neighbour()]
    before, after = ([_neighbour(session, code) for code in some] for some in (above, below))
    return (before + none)[:2], (after + none)[:2]


def _neighbour(session: VisitSession, code: str) -> Neighbour:
    verdict = session.saved_verdict(code)
    owed = missing(session.owed(code)) if verdict is not None else ""
    if verdict is None and session.failed_before(code):
        again = "上次不符合" if session.known(code) is None else "隐患未关闭"
        return Neighbour(code, session.item_of(code).title, None, again)
    amend = key = ""
    if owed and verdict is Verdict.FAIL:
        amend = "记隐患" if session.hazard(code) is None else "补隐患"
        key = "H" if code == session.last_failed() else ""
    elif owed:
        amend = "写原因"
        key = "R" if code == session.last_unexplained() else ""
    return Neighbour(code, session.item_of(code).title, verdict, owed, amend, key)
