"""What is still open before the people can sign, section by section; each line leads to where it is given."""

from collections.abc import Iterable
from typing import ClassVar

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Grade, Verdict
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.walker_words import missing, site_facts
from zjg_inspect.ui.theme import MARGIN, Token, current
from zjg_inspect.ui.widgets.badge import Badge
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, Rule
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.paint import begin, draw_text, reveal, text_width
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import Label

WIDEST = 960


class OwedRow(QPushButton):
    """Code, title, what is missing; at the right what a tap does."""

    def __init__(self, code: str, title: str, owed: str, action: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.code, self.owed, self._title, self._action = code, owed, title, action
        self.setObjectName(f"owed_{code}")
        self.setAccessibleName(f"{code} {title}，{owed}，{action}")
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current().px(300), current().height("control") + current().px(8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, height = current(), begin(self), self.height()
        if self.isDown():
            painter.fillRect(self.rect(), theme.colour("selection"))
        x, right = theme.px(16), self.width() - theme.px(16)
        strong, plain = theme.font("body", True), theme.font("body")
        right -= text_width(self._action, strong)
        draw_text(painter, QRect(right, 0, self.width() - right, height), self._action, strong, "action")
        draw_text(painter, QRect(x, 0, theme.px(60), height), self.code, strong, "ink")
        x += theme.px(60)
        right -= theme.px(20)
        token: Token = "ink-2" if self.owed == "未答" else "attention"
        owed = text_width(self.owed, plain)
        draw_text(painter, QRect(right - owed, 0, owed + theme.px(2), height), self.owed, plain, token)
        draw_text(painter, QRect(x, 0, right - owed - theme.px(16) - x, height), self._title, plain, "ink")


class OverviewScreen(QWidget):
    """`item_requested` and `hazard_requested` give an item; `sign_requested` when nothing is owed any more and all is
    on disk."""

    item_requested = Signal(str)
    hazard_requested = Signal(str)
    sign_requested = Signal()
    back_requested = Signal()

    keys: ClassVar[list[tuple[str, str]]] = [
        ("Tab", "下一行"), ("Enter", "去补"), ("Ctrl+Enter", "去签字"), ("Esc", "回到条目"),
    ]  # fmt: skip

    def __init__(self, session: VisitSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overview")
        self.session = session
        self.rows: list[OwedRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = TopBar("签字之前", "", f"回到 {session.item}", self)
        self.top.back.connect(self.back_requested)
        column.addWidget(self.top)
        self._area = page_area(self)
        column.addWidget(self._area, 1)
        column.addWidget(Rule(self))
        column.addWidget(self._foot())
        for key, do in (("Ctrl+Return", self._sign), ("Ctrl+Enter", self._sign), ("Esc", self.back_requested.emit)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        session.item_changed.connect(self._item_changed)
        session.items_changed.connect(self._show)
        self._show()

    def start(self) -> None:
        """Give the keyboard to the first line, or to signing when nothing is owed."""
        first: QWidget = self.rows[0] if self.rows else self.sign
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def sentence(self) -> str:
        """How much is left."""
        return self._left.text()

    def _foot(self) -> QWidget:
        theme = current()
        foot = QWidget(self)
        foot.setProperty("fill", "surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(MARGIN, theme.px(10), MARGIN, theme.px(10))
        self._left = Label("", "body", strong=True, wrap=True, parent=foot)
        self._left.setObjectName("leftToDo")
        self.sign = KeyButton("去签字", key="Ctrl+Enter", kind="main", parent=foot)
        self.sign.setObjectName("goToSign")
        self.sign.clicked.connect(self._sign)
        row.addWidget(self._left, 1)
        row.addWidget(self.sign)
        return foot

    def _sign(self) -> None:
        if not self.session.all_owed():
            self.session.saver.when_saved(self.sign_requested.emit)

    def _item_changed(self, _code: str) -> None:
        self._show()

    # -- what it shows ---------------------------------------------------------------------------------------------

    def _show(self) -> None:
        session = self.session
        at = next((row.code for row in self.rows if row.hasFocus()), "")
        visit = session.visit
        facts = site_facts(visit.site, visit.zone, visit.draft.head.facts.headcount)
        self.top.set_title("签字之前", f"{visit.site.name} · {facts}")
        page, inside = QWidget(), QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(MARGIN, current().px(16), MARGIN, current().px(16))
        across.addWidget(inside, 1)
        across.addStretch(0)
        inside.setMaximumWidth(current().px(WIDEST))
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(current().px(10))
        rows.addLayout(self._verdicts(inside))
        self.rows = []
        for part in session.progress():
            owing = [code for code in part.items if session.owed(code)]
            if owing:
                rows.addSpacing(current().px(6))
                rows.addWidget(Label(f"{part.numeral} {part.title}", "body", strong=True, parent=inside))
                rows.addWidget(self._card(owing, inside))
        if not self.rows:
            rows.addWidget(self._hazards(inside))
        rows.addStretch(1)
        self._area.setWidget(page)
        self._left.setText(left_to_do(session))
        self.sign.setEnabled(not self.rows)
        if at:
            # the line that had the keyboard was made anew, or is not owed any more
            same = next((row for row in self.rows if row.code == at), None)
            if same is None:
                self.start()
            else:
                same.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, codes: Iterable[str], parent: QWidget) -> Card:
        card = Card(parent=parent)
        for code in codes:
            row = self._row(code, card)
            card.add_row(row)
            self.rows.append(row)
        return card

    def _row(self, code: str, parent: QWidget) -> OwedRow:
        session = self.session
        title, failed = session.item_of(code).title, session.opens_hazard(code)
        if session.is_open(code):
            owed, action = "未答", "去答"
        else:
            owed, action = missing(session.owed(code)), "去记隐患" if failed else "去写原因"
        row = OwedRow(code, title, owed, action, parent)
        row.clicked.connect(lambda: (self.hazard_requested if failed else self.item_requested).emit(code))
        return row

    def _verdicts(self, parent: QWidget) -> QHBoxLayout:
        """符合 44 不符合 2 不适用 2, and what is major."""
        session, row = self.session, QHBoxLayout()
        given = [session.answer_of(item.code).verdict for item in session.items]
        row.setSpacing(current().px(8))
        row.addWidget(Badge(f"符合 {given.count(Verdict.PASS)}", "pass", parent=parent))
        row.addWidget(Badge(f"不符合 {given.count(Verdict.FAIL)}", "fail", parent=parent))
        row.addWidget(Badge(f"不适用 {given.count(Verdict.NOT_APPLICABLE)}", "na", parent=parent))
        majors = [
            h for c, h in session.visit.draft.hazards.items() if session.opens_hazard(c) and h.grade is Grade.MAJOR
        ]
        if majors:
            row.addWidget(Badge(f"重大 {len(majors)}", "major", parent=parent))
        if aside := len(session.aside):
            row.addWidget(Badge(f"不再适用 {aside}，不计", "neutral", parent=parent))
        row.addStretch(1)
        return row

    def _hazards(self, parent: QWidget) -> QWidget:
        """With nothing owed: the hazards of this visit once more, each may still be amended."""
        session, card = self.session, Card(parent=parent)
        codes = [item.code for item in session.items if session.opens_hazard(item.code)]
        for code in codes:
            filled = session.hazard(code)
            words = "" if filled is None else f"期限 {filled.deadline}"
            row = OwedRow(code, filled.what if filled else "", words, "看隐患", card)
            row.clicked.connect(lambda _checked=False, code=code: self.hazard_requested.emit(code))
            card.add_row(row)
        reveal(card, bool(codes))
        return card


def left_to_do(session: VisitSession) -> str:
    """还差 7 条：5 条没答，1 条没写原因，1 条隐患没记全。补齐就能签字。"""
    codes = [item.code for item in session.items if session.owed(item.code)]
    open_ = sum(session.is_open(code) for code in codes)
    reasons = sum(any(each.kind == "reason" for each in session.owed(code)) for code in codes)
    hazards = len(codes) - open_ - reasons
    parts = [(open_, "条没答"), (reasons, "条没写不适用的原因"), (hazards, "条隐患没记全")]
    named = "，".join(f"{count} {words}" for count, words in parts if count)
    if not codes:
        return "没有要补的了，可以签字。"
    return f"还差 {len(codes)} 条：{named}。补齐就能签字。"
