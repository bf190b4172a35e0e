"""One laptop: its number, its state, what waits of it and why, the alarm “device copied”, and what to do about each."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.service import enrol
from zjg_inspect.service.enrol import KnownLaptop, WaitingVisit
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.office.laptops_words import (
    COPIED_STEPS,
    COPIED_TITLE,
    STATES,
    bound_words,
    copied_words,
    last_words,
    state_words,
    waiting_words,
    zone_words,
)
from zjg_inspect.ui.office.page import Desk, empty_out
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.question import Question
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.number import DeviceNumber
from zjg_inspect.ui.widgets.paint import draw_text, reveal
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import InlineError, Label, Mark


class _VisitLook(RowLook):
    """A visit that waits: enterprise and date; its button takes everything up to it."""

    def spoken(self, value: WaitingVisit) -> str:
        return f"{value.name or '没有名称'} · {value.date}（第 {value.n} 条）"

    def action(self, value: WaitingVisit) -> str:
        return "收到这次为止"

    def paint(self, painter: QPainter, rect: QRect, value: WaitingVisit, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        words = rect.adjusted(theme.px(12), 0, -theme.px(130), 0)
        draw_text(painter, words, self.spoken(value), theme.label_font("secondary", selected), "ink")


class _Bounds(QComboBox):
    """The wheel scrolls the page; it decides nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class LaptopPanel(Card):
    """`acted` gives the sentence for what was done; `change_asked` the laptop whose letters or zones are to change."""

    acted = Signal(str)
    change_asked = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(0, 0, parent)
        self.setObjectName("laptopPanel")
        self._desk = desk
        self._laptop: KnownLaptop | None = None
        self._busy = False
        theme = current()
        self._area = area = QScrollArea(self)
        area.setObjectName("laptopDetails")
        area.setAccessibleName("这台电脑的情况")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        touch_scroll(area)
        inside = QWidget(area)
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(theme.px(16), theme.px(16), theme.px(16), theme.px(12))
        self._rows.setSpacing(theme.px(8))
        area.setWidget(inside)
        self.add(area, 1)
        self._inside = inside
        self.error = InlineError(parent=self)
        foot = QWidget(self)
        self._foot = QHBoxLayout(foot)
        self._foot.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(16))
        self._foot.setSpacing(theme.px(8))
        self.add(self.error)
        self.add(foot)
        self.visits: PaintedList | None = None
        self.bounds: QComboBox | None = None

    def start(self) -> None:
        """Give the keyboard to what is to be read: the arrows scroll it, Tab goes on to what can be done."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def laptop(self) -> KnownLaptop | None:
        return self._laptop

    def show_laptop(self, laptop: KnownLaptop, villages: dict[str, str]) -> None:
        """`villages`: all zones' names by id."""
        self._laptop = laptop
        self.error.set_text("")
        empty_out(self._rows)
        empty_out(self._foot)
        self.visits, self.bounds = None, None
        inside, rows = self._inside, self._rows
        rows.addWidget(Label(f"{laptop.name}　{laptop.letters}", "look", strong=True, wrap=True, parent=inside))
        look = STATES[laptop.state]
        rows.addWidget(_line(look.icon, look.token, look.word, state_words(laptop), inside))
        if laptop.copied is not None:
            self._show_copied(laptop)
        if laptop.state == "suspended":
            self._show_bounds(laptop)
        self._show_waiting(laptop)
        rows.addWidget(
            Label(f"{zone_words(laptop, villages)}。{last_words(laptop)}。", "body", wrap=True, parent=inside)
        )
        rows.addWidget(DeviceNumber("它的编号", laptop.fingerprint, inside))
        rows.addStretch(1)
        self._show_actions(laptop)

    def _show_copied(self, laptop: KnownLaptop) -> None:
        box = QFrame(self._inside)
        box.setObjectName("copiedAlarm")
        box.setProperty("frame", "panel")
        box.setAccessibleName(COPIED_TITLE)
        rows = QVBoxLayout(box)
        inset = current().px(12)
        rows.setContentsMargins(inset, inset, inset, inset)
        rows.setSpacing(current().px(6))
        rows.addWidget(_line("triangle-alert", "fail", COPIED_TITLE, "", box))
        for words in (copied_words(laptop), *COPIED_STEPS):
            rows.addWidget(Label(words, "body", wrap=True, parent=box))
        take = self._button("两边的都收下", "clearCopies", "check", box)
        take.clicked.connect(
            lambda: self._do(
                lambda: enrol.clear_copies(self._desk.db, laptop.device),
                f"“{laptop.name}”两边写的都已收下。别忘了让两台电脑各换新编号，再注销原来的。",
            )
        )
        rows.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(box)

    def _show_bounds(self, laptop: KnownLaptop) -> None:
        """From which bundle on it is not believed: one that was stolen days ago may have sent some since."""
        known = enrol.bounds(self._desk.db, laptop.device)
        if len({bound.through for bound in known} | {laptop.through}) < 2:
            return
        line = QWidget(self._inside)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        row.addWidget(Label("照样算数的到", "body", parent=line))
        self.bounds = box = _Bounds(line)
        box.setObjectName("bounds")
        box.setAccessibleName("照样算数的到哪一包")
        for bound in known:
            box.addItem(bound_words(bound), bound.through)
        at = box.findData(laptop.through)
        if at < 0:
            box.insertItem(0, f"前 {laptop.through} 条", laptop.through)
        box.setCurrentIndex(max(at, 0))
        box.activated.connect(lambda _at: self._move_bound(laptop, int(box.currentData())))
        row.addWidget(box)
        row.addStretch(1)
        self._rows.addWidget(line)

    def _move_bound(self, laptop: KnownLaptop, through: int) -> None:
        if through != laptop.through:
            self._do(
                lambda: enrol.suspend(self._desk.db, laptop.device, through),
                f"“{laptop.name}”的前 {through} 条照样算数，后来的都先放着。",
            )

    def _show_waiting(self, laptop: KnownLaptop) -> None:
        for waiting in laptop.waiting:
            self._rows.addWidget(_line("pause", "attention", "", waiting_words(waiting), self._inside))
        if laptop.quarantined:
            said = f"隔离 {laptop.quarantined} 条，不计入任何数字。"
            self._rows.addWidget(_line("package-x", "attention", "", said, self._inside))
        waits = laptop.waits_for("suspended")
        if waits is None:
            return
        visits = enrol.waiting_visits(self._desk.db, laptop.device)
        if visits:
            self.visits = PaintedList("waitingVisits", "停用以后的检查", _VisitLook(), grows=True, parent=self._inside)
            self.visits.set_values(visits)
            self.visits.acted.connect(lambda visit: self._accept_later(laptop, visit.n))
            self.visits.opened.connect(lambda visit: self._accept_later(laptop, visit.n))
            self._rows.addWidget(self.visits)
        take = self._button(f"这 {waits.versions} 条都收下", "acceptLater", "check", self._inside)
        take.clicked.connect(lambda: self._accept_later(laptop, waits.last))
        self._rows.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_actions(self, laptop: KnownLaptop) -> None:
        if laptop.state == "suspended":
            resume = self._button("恢复使用", "resume", "rotate-cw")
            resume.clicked.connect(
                lambda: self._do(
                    lambda: enrol.resume(self._desk.db, laptop.device),
                    f"“{laptop.name}”恢复使用，先放着的已经并入。",
                )
            )
            self._foot.addWidget(resume)
        if laptop.state == "in_use":
            change = self._button("改字母和集中区…", "change", "pencil")
            change.clicked.connect(lambda: self.change_asked.emit(laptop))
            self._foot.addWidget(change)
            suspend = self._button("丢了，先停用", "suspend", "pause")
            suspend.clicked.connect(
                lambda: self._do(
                    lambda: enrol.suspend(self._desk.db, laptop.device),
                    f"“{laptop.name}”已停用：收到的照样算数，再来的先放着。找到了点“恢复使用”。",
                )
            )
            self._foot.addWidget(suspend)
        if laptop.state != "retired":
            retire = self._button("注销…", "retire", "x")
            retire.clicked.connect(lambda: self._ask_to_retire(laptop))
            self._foot.addWidget(retire)
        self._foot.addStretch(1)
        leave = KeyButton("关上", key="Esc", kind="quiet", parent=self)
        leave.setObjectName("leaveLaptop")
        leave.clicked.connect(self.left)
        self._foot.addWidget(leave)

    def _button(self, words: str, name: str, icon: str, parent: QWidget | None = None) -> KeyButton:
        button = KeyButton(words, icon, parent=parent or self)
        button.setObjectName(name)
        return button

    def _ask_to_retire(self, laptop: KnownLaptop) -> None:
        words = (
            f"收到的 {laptop.received} 条照样算数，再来的先放着。字母 {laptop.letters} 不再给别人用。"
            "以后还要用它，得再打电话核对、重新接受。"
        )
        Question(
            self.window(), f"注销“{laptop.name}”吗？", words, "注销这台电脑", "留着",
            lambda: self._do(lambda: enrol.retire(self._desk.db, laptop.device), f"“{laptop.name}”已注销。"),
        )  # fmt: skip

    def _accept_later(self, laptop: KnownLaptop, n: int) -> None:
        self._do(
            lambda: enrol.accept_later(self._desk.db, laptop.device, n),
            f"“{laptop.name}”的第 {n} 条和它以前的都已收下。",
        )

    def _do(self, act: Callable[[], None], said: str) -> None:
        """Off the window's thread: what was held merges now, and that may be much."""
        if self._busy:
            return
        self._busy = True

        def done(_nothing: Any) -> None:
            self._busy = False
            self.acted.emit(said)

        def failed(error: Exception) -> None:
            self._busy = False
            self.error.set_text(messages.sentence(error))

        tasks.run(self, lambda _step: act(), done, failed)


def _line(icon: str, token: Token, strong: str, words: str, parent: QWidget) -> QWidget:
    """A sign, a word in bold, a sentence."""
    line = QWidget(parent)
    line.setAccessibleName(f"{strong} {words}".strip())
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current().px(8))
    row.addWidget(Mark(icon, token, line), 0, Qt.AlignmentFlag.AlignTop)
    if strong:
        row.addWidget(Label(strong, "body", token, strong=True, parent=line), 0, Qt.AlignmentFlag.AlignTop)
    said = Label(words, "body", wrap=True, parent=line)
    row.addWidget(said, 1)
    reveal(said, bool(words))
    return line
