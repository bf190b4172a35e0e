"""One item in front of its reviewer: the time before, now, the hazard's five, accepted or returned with a reason."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Answer, FoundHazard, Grade
from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.large_photos import pictures_of
from zjg_inspect.ui.office.review_photos import Thumb
from zjg_inspect.ui.office.review_words import Compared, offered_reasons, said
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.badge import Badge, VerdictLabel
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

PAD = 10


class Widths(NamedTuple):
    """Of the columns 条目, 上次 (0: there was none) and 逐条审; 本次 takes the rest.

    In a wide window 上次 grows along with 本次, so that both can be read side by side.
    """

    item: int
    last: int
    decision: int


def widths(total: int, with_last: bool) -> Widths:
    theme = current()
    decision = theme.px(128)
    if total < theme.px(880):
        return Widths(theme.px(190), theme.px(176) if with_last else 0, decision)
    item = theme.px(232)
    last = max(theme.px(250), (total - item - decision) * 4 // 9)
    return Widths(item, last if with_last else 0, decision)


def hazard_parts(hazard: FoundHazard) -> list[list[Part]]:
    """What the hazard is, and the five that its rectification needs, in three lines."""
    filled = hazard.rectification
    major = filled.grade is Grade.MAJOR
    head = [Part("重大隐患" if major else "一般隐患", "fail" if major else "ink", True)]
    if hazard.still_open:
        head.append(Part("，上次的还没改好"))
    where = f"　{filled.where}：{filled.what}" if filled.where else f"　{filled.what}"
    head.append(Part(where))
    if filled.criterion:
        head.append(Part(f"　判定依据 {filled.criterion}", "ink-2"))
    responsible = " ".join(part for part in (filled.responsible, filled.phone) if part)
    first = _pairs(("责任", responsible), ("措施", filled.measures))
    second = _pairs(("资金", filled.funds), ("时限", filled.deadline), ("预案", filled.contingency))
    return [parts for parts in (head, first, second) if parts]


def _pairs(*pairs: tuple[str, str]) -> list[Part]:
    told: list[Part] = []
    for name, value in pairs:
        if value:
            told += [Part(f"{'　' if told else ''}{name} ", "ink-2"), Part(value)]
    return told


class _Cell(QWidget):
    """A verdict with its note, and the photos beside it."""

    def __init__(self, answer: Answer, item: str, hazard: FoundHazard | None, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(PAD), theme.px(8), theme.px(PAD), theme.px(8))
        row.setSpacing(theme.px(10))
        photos = list({photo.sha256: photo for photo in (*answer.photos, *(hazard.photos if hazard else ()))}.values())
        self.thumb: Thumb | None = None
        if photos:
            self.thumb = Thumb(pictures_of(photos, item), self)
            row.addWidget(self.thumb, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        verdict = VerdictLabel(answer.verdict, kind="secondary", parent=self)
        words.addWidget(verdict, 0, Qt.AlignmentFlag.AlignLeft)
        if text := said(answer):
            words.addWidget(RichLabel([Part(text)], "secondary", self))
        words.addStretch(1)
        row.addLayout(words, 1)


class ItemRow(QWidget):
    """`entered` when it becomes the current one; `decided` gives "accept" or "return"; `reasoned` the reason; `opened`
    the pictures to see large; `compared` when the item is to be seen side by side with the time before."""

    entered = Signal()
    decided = Signal(str)
    reasoned = Signal(str)
    opened = Signal(list)
    compared = Signal()

    def __init__(
        self, row: Compared, shown: Widths, person: str, beside: bool = False, parent: QWidget | None = None
    ) -> None:
        """`beside`: whether there is anything to be seen side by side."""
        super().__init__(parent)
        self.row = row
        self._widths, self._current, self._returned = shown, False, False
        self.setObjectName(f"item_{row.item.code}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        without_ring(self)
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, theme.line)
        rows.setSpacing(0)
        self._top = QWidget(self)
        across = QHBoxLayout(self._top)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self._name = self._item_cell()
        across.addWidget(self._name)
        self._last: QWidget | None = None
        if shown.last:
            self._last = _Cell(row.last, row.item.code, None, self._top) if row.last else self._not_asked()
            across.addWidget(self._last)
        self._now = _Cell(row.now, row.item.code, row.hazard, self._top)
        across.addWidget(self._now, 1)
        self.decision = Segmented([("accept", "认可", ""), ("return", "退回", "")], "逐条审", "small", self._top)
        self.decision.set_value("accept")
        self.decision.changed.connect(self.decided)
        self._decide = QWidget(self._top)
        box = QVBoxLayout(self._decide)
        box.setContentsMargins(theme.px(PAD), theme.px(8), theme.px(PAD), theme.px(8))
        box.setSpacing(theme.px(6))
        box.addWidget(self.decision)
        self.beside = KeyButton("并排看", "git-compare", height="small", parent=self._decide)
        self.beside.setObjectName(f"beside_{row.item.code}")
        self.beside.setAccessibleName(f"{row.item.code} 并排看")
        self.beside.clicked.connect(self.compared)
        box.addWidget(self.beside)
        box.addStretch(1)
        reveal(self.beside, beside)
        across.addWidget(self._decide)
        rows.addWidget(self._top)
        if row.hazard is not None:
            rows.addWidget(self._five(row.hazard))
        rows.addWidget(self._reason_row(person))
        self.set_widths(shown)
        for thumb in self.thumbs():
            thumb.clicked.connect(lambda _checked=False, thumb=thumb: self.opened.emit(thumb.pictures))

    def _item_cell(self) -> QWidget:
        theme = current()
        cell = QWidget(self._top)
        words = QVBoxLayout(cell)
        words.setContentsMargins(theme.px(PAD), theme.px(8), theme.px(PAD), theme.px(8))
        words.setSpacing(0)
        item = self.row.item
        words.addWidget(RichLabel([Part(f"{item.code} {item.title}", "ink", True)], "secondary", cell))
        advisory = "" if item.counts else " · 只作提示"
        words.addWidget(Label(f"{item.sources[0]}{advisory}", "hint", "ink-2", parent=cell))
        if self.row.corrected:
            words.addWidget(Badge("更正", "attention", parent=cell), 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        cell.setToolTip(item.text)
        return cell

    def _not_asked(self) -> QWidget:
        theme = current()
        cell = QWidget(self._top)
        words = QVBoxLayout(cell)
        words.setContentsMargins(theme.px(PAD), theme.px(8), theme.px(PAD), theme.px(8))
        words.addWidget(Label("上次没有这一条", "secondary", "ink-2", parent=cell), 0, Qt.AlignmentFlag.AlignTop)
        return cell

    def _five(self, hazard: FoundHazard) -> QWidget:
        theme = current()
        box = QWidget(self)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(theme.px(PAD), 0, theme.px(PAD), theme.px(8))
        rows.setSpacing(0)
        for parts in hazard_parts(hazard):
            rows.addWidget(RichLabel(parts, "secondary", box))
        return box

    def _reason_row(self, person: str) -> QWidget:
        theme = current()
        self.reason_box = QWidget(self)
        rows = QVBoxLayout(self.reason_box)
        rows.setContentsMargins(theme.px(PAD), theme.px(2), theme.px(PAD), theme.px(8))
        rows.setSpacing(0)
        across = QHBoxLayout()
        across.setSpacing(theme.px(10))
        across.addWidget(Label("退回原因", "secondary", "attention", strong=True, parent=self.reason_box))
        self.reason = QLineEdit(self.reason_box)
        self.reason.setObjectName(f"reason_{self.row.item.code}")
        self.reason.setAccessibleName(f"{self.row.item.code} 退回原因")
        self.reason.setPlaceholderText("写一句哪里要补、怎么补")
        across.addWidget(self.reason, 1)
        hint = f"会显示在{person}的 {self.row.item.code} 条下"
        across.addWidget(Label(hint, "hint", "ink-2", parent=self.reason_box))
        self.error = InlineError(parent=self.reason_box)
        rows.addLayout(across)
        rows.addLayout(self._offered())
        rows.addWidget(self.error)
        self.reason_box.hide()
        self.reason.textEdited.connect(self._typed)
        return self.reason_box

    def _offered(self) -> QHBoxLayout:
        """Sentences to be added with one tap."""
        theme = current()
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(76), theme.px(4), 0, 0)
        row.setSpacing(theme.px(8))
        self.offered: list[KeyButton] = []
        for words in offered_reasons(self.row.now):
            button = KeyButton(words.rstrip("。"), "plus", kind="quiet", height="small", parent=self.reason_box)
            button.setObjectName("offeredReason")
            button.clicked.connect(lambda _checked=False, words=words: self._add_reason(words))
            self.offered.append(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _add_reason(self, words: str) -> None:
        if words not in self.reason.text():
            self.reason.setText(self.reason.text().strip() + words)
            self._typed(self.reason.text())
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        if text.strip():
            self.error.set_text("")
        self.reasoned.emit(text)

    def thumbs(self) -> list[Thumb]:
        cells = (self._last, self._now)
        return [cell.thumb for cell in cells if isinstance(cell, _Cell) and cell.thumb is not None]

    def set_widths(self, shown: Widths) -> None:
        self._widths = shown
        self._name.setFixedWidth(shown.item)
        self._decide.setFixedWidth(shown.decision)
        if self._last is not None:
            self._last.setFixedWidth(shown.last)
        self.update()

    def set_decision(self, returned: bool, reason: str) -> None:
        self._returned = returned
        self.decision.set_value("return" if returned else "accept")
        if self.reason.text() != reason:
            self.reason.setText(reason)
        reveal(self.reason_box, returned)
        if not returned:
            self.error.set_text("")
        self._tell()

    def set_readonly(self, readonly: bool) -> None:
        self.decision.setEnabled(not readonly)
        self.reason.setReadOnly(readonly)
        for button in self.offered:
            reveal(button, not readonly)

    def set_current(self, current_one: bool) -> None:
        self._current = current_one
        self.update()

    def _tell(self) -> None:
        verdict = f"{self.row.item.code} {self.row.item.title}"
        self.setAccessibleName(f"{verdict}，{'退回' if self._returned else '认可'}")
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.entered.emit()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        fill: Token = "panel" if self._returned else "selection" if self._current else "surface"
        painter.fillRect(self.rect(), theme.colour(fill))
        if self._current:
            painter.fillRect(0, 0, theme.px(4), self.height(), theme.colour("action"))
        line = theme.colour("line")
        painter.fillRect(0, self.height() - theme.line, self.width(), theme.line, line)
        top = self._top.geometry()
        columns: list[Callable[[], int]] = [self._now.x, self._decide.x]
        for x in columns:
            painter.fillRect(x(), 0, theme.line, top.bottom() + 1, line)


class TableHead(QWidget):
    """条目 · 上次 · 本次 · 逐条审"""

    def __init__(self, shown: Widths, last: str, now: str, first: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        self.setFixedHeight(theme.px(34))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, theme.line)
        across.setSpacing(0)
        self._labels: dict[str, Label] = {}
        words = (("item", first), ("last", last), ("now", now), ("decision", "逐条审"))
        for name, text in words:
            if name == "last" and not shown.last:
                continue
            label = Label(text, "secondary", strong=True, parent=self)
            label.setContentsMargins(theme.px(PAD), 0, theme.px(PAD), 0)
            self._labels[name] = label
            across.addWidget(label, 1 if name == "now" else 0)
        self.set_widths(shown)

    def set_widths(self, shown: Widths) -> None:
        for name, width in (("item", shown.item), ("last", shown.last), ("decision", shown.decision)):
            if name in self._labels:
                self._labels[name].setFixedWidth(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg"))
        line = theme.colour("line")
        painter.fillRect(0, self.height() - theme.line, self.width(), theme.line, line)
        for name in ("now", "decision"):
            painter.fillRect(self._labels[name].x(), 0, theme.line, self.height(), line)
