"""给网格员写包: for which laptop, what it got last and whether it took that in; all of them with one press."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import local
from zjg_inspect.service.enrol import KnownLaptop
from zjg_inspect.service.outbox import Outbound
from zjg_inspect.service.sending import Handed
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.inbox_words import State
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.sticks import place_words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, ProgressLine
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, draw_text, reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label

WIDTH = 620
WHAT = "每台电脑一个包，只有它打得开，谁带过去都行：回执、派单、审核结果，还有登记和人员里新的。收几次都不会重。"
NONE = "还没有接受过电脑。先在“电脑”页接受一台，再来写包。"
CAME = State("已收下", "check", "pass")
AWAITED = State("待回执", "clock", "attention")
NEVER = State("没写过", "minus", "na")
SUSPENDED = State("停用", "pause", "na")
WRITTEN = State("已写好", "check", "pass")
FAILED = State("没写成", "x", "fail")


def state_of(laptop: Outbound, handed: Handed | None = None) -> State:
    """`handed`: what came of the writing that was just done."""
    if handed is not None:
        return FAILED if handed.written is None else WRITTEN
    if not laptop.in_use:
        return SUSPENDED
    if not laptop.sequence:
        return NEVER
    return CAME if laptop.came else AWAITED


def facts_of(laptop: Outbound, known: KnownLaptop | None) -> str:
    """写给它第 7 包 11-20 · 收到它第 12 包 11-21"""
    sent = f"写给它第 {laptop.sequence} 包 {local(laptop.at):%m-%d}" if laptop.sequence else "还没给它写过"
    if known is None or not known.last_bundle:
        return f"{sent} · 还没收到过它的包"
    return f"{sent} · 收到它第 {known.last_bundle} 包 {local(known.last_at):%m-%d}"


class OutboxLook(RowLook):
    """Letters, name, what went and came last, whether the last one came there."""

    def __init__(self) -> None:
        self.known: dict[str, KnownLaptop] = {}
        self.handed: dict[str, Handed] = {}

    def _state(self, value: Outbound) -> State:
        return state_of(value, self.handed.get(value.device))

    def height(self, value: Outbound, width: int) -> int:
        return current().px(62)

    def spoken(self, value: Outbound) -> str:
        facts = facts_of(value, self.known.get(value.device))
        return f"{value.name}，编号字母 {value.letters}，{self._state(value).word}，{facts}"

    def action(self, value: Outbound) -> str:
        return "只写它的" if value.in_use else ""

    def paint(self, painter: QPainter, rect: QRect, value: Outbound, selected: bool) -> None:
        theme, state = current(), self._state(value)
        draw_ground(painter, rect, selected)
        left, right = rect.x() + theme.px(16), rect.right() - theme.px(108)
        letters = QRect(left, rect.y(), theme.px(56), rect.height())
        draw_text(painter, letters, value.letters, theme.font("look", True), "ink")
        top_line = QRect(letters.right(), rect.y() + theme.px(9), right - letters.right(), theme.px(23))
        word = theme.label_font("secondary", True)
        side = theme.px(16)
        sign = QRect(right - theme.px(84), top_line.y() + (top_line.height() - side) // 2, side, side)
        stroke = SIGN_STROKE if state.icon in ("check", "minus", "x") else None
        draw_icon(painter, sign, state.icon, state.token, stroke)
        beside = QRect(sign.right() + theme.px(6), top_line.y(), right - sign.right(), top_line.height())
        draw_text(painter, beside, state.word, word, state.token)
        name = QRect(top_line.x(), top_line.y(), sign.x() - top_line.x() - theme.px(8), top_line.height())
        draw_text(painter, name, value.name, theme.font("body", selected), "ink")
        low = QRect(top_line.x(), top_line.bottom() + 1, top_line.width(), theme.px(21))
        facts = facts_of(value, self.known.get(value.device))
        draw_text(painter, low, facts, theme.label_font("secondary"), "ink-2")


class OutboxPanel(SidePanel):
    """`write_asked` gives the devices to write for; `folder_asked`: another place is to be chosen."""

    write_asked = Signal(list)
    folder_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("给网格员写包", WIDTH, parent)
        self.setObjectName("outboxPanel")
        self._busy = False
        theme = current()
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(12))
        rows.addWidget(Label(WHAT, "body", "ink-2", wrap=True, parent=body))
        self._card = Card(parent=body)
        self._card.rows.setContentsMargins(theme.line, theme.line, theme.line, theme.line)
        self._look = OutboxLook()
        self.list = PaintedList("outbox", "给哪台电脑写包", self._look, grows=True, parent=self._card)
        self.list.acted.connect(self._write_one)
        self.list.opened.connect(self._write_one)
        self._card.add(self.list)
        self._card.rows.setSizeConstraint(QLayout.SizeConstraint.SetMaximumSize)
        rows.addWidget(self._card)
        self._none = Label(NONE, "body", wrap=True, parent=body)
        rows.addWidget(self._none)
        rows.addStretch(1)
        place = QHBoxLayout()
        place.setSpacing(theme.px(12))
        self._where = ElidedLabel("", "body", parent=body)
        self.change = KeyButton("换一个地方…", "folder-open", parent=body)
        self.change.setObjectName("changeFolder")
        self.change.clicked.connect(self.folder_asked)
        place.addWidget(self._where, 1)
        place.addWidget(self.change)
        rows.addLayout(place)
        self.progress = ProgressLine(body)
        rows.addWidget(self.progress)
        self._said = Label("", "body", wrap=True, parent=body)
        self._said.setObjectName("outboxSentence")
        self.error = InlineError(parent=body)
        rows.addWidget(self._said)
        rows.addWidget(self.error)
        self._said.hide()
        self.button = KeyButton("", "hard-drive-upload", kind="main", parent=body)
        self.button.setObjectName("writeAll")
        self.button.clicked.connect(self._write_all)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self.set_body(body)

    def show_laptops(self, laptops: Sequence[Outbound], known: Mapping[str, KnownLaptop], folder: Path | None) -> None:
        self._look.known = dict(known)
        self.list.set_values(laptops, keep=self.list.current())
        count = len(self._in_use())
        self.button.set_words(f"写给全部 {count} 台" if count > 1 else "写一包")
        self._where.setText(f"写到{place_words(folder)}" if folder is not None else "写的时候再选U盘")
        reveal(self.change, folder is not None)
        for each in (self._card, self.button):
            reveal(each, bool(laptops))
        reveal(self._none, not laptops)
        self.set_busy(self._busy)

    def show_handed(self, handed: Iterable[Handed]) -> None:
        """What came of the writing so far, laptop by laptop."""
        self._look.handed = {each.device: each for each in handed}
        self.list.viewport().update()

    def choose(self, device: str) -> None:
        """Have this laptop's row in sight."""
        for laptop in self.list.values():
            if laptop.device == device:
                self.list.choose(laptop)

    def say(self, done: str, wrong: str = "") -> None:
        """What came of the writing."""
        self._said.setText(done)
        reveal(self._said, bool(done))
        self.error.set_text(wrong)

    def sentence(self) -> str:
        return self.error.text() or self._said.text()

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.button.setEnabled(not busy and bool(self._in_use()))
        for each in (self.change, self.list):
            each.setEnabled(not busy)

    def _in_use(self) -> list[str]:
        return [laptop.device for laptop in self.list.values() if laptop.in_use]

    def _write_all(self) -> None:
        self.write_asked.emit(self._in_use())

    def _write_one(self, laptop: Outbound) -> None:
        if laptop.in_use:
            self.write_asked.emit([laptop.device])
