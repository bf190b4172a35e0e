"""Writing a programme: a field for each of its members, what is wrong under each, 发布."""

from collections.abc import Callable
from datetime import date

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from zjg_inspect.service.programme import LIMITS, Phase, Programme, Targets, faults
from zjg_inspect.ui.office.programme_words import fault_words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card, FormRow
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import InlineError, Label

# By member: the row, its question, what stands before and after the figure.
_FIGURES = (
    ("enterprises_in_zone", "集中区内", "企业达标的", "%", ""),
    ("zones", "全市", "集中区达标的", "%", ""),
    ("report_day", "每月报送", "", "日", "没有这一天的月份，报在月末"),
    ("lease_days", "新租约备案", "签订后", "天内", "这一天还来得及"),
    ("due_soon", "提前提醒", "", "天", "快到期时列出来"),
)


class _Figure(QSpinBox):
    """The wheel scrolls the page; it changes no figure."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Day(DateField):
    """The wheel scrolls the page; it changes no day."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.lineEdit().setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def text_value(self) -> str:
        chosen = self.value()
        return "" if chosen is None else chosen.isoformat()

    def set_text_value(self, day: str) -> None:
        self.set_value(date.fromisoformat(day) if day else None)


class _PhaseRow(FormRow):
    """One phase: its name, its days, where it is written; `gone` when it is taken out."""

    gone = Signal(object)
    changed = Signal()

    def __init__(self, phase: Phase, number: int, parent: QWidget) -> None:
        super().__init__(f"第 {number} 个阶段", parent=parent)
        self._code = phase.code
        called = f"第 {number} 个阶段的"
        self.title = _line(phase.title, f"{called}名称", "名称", self)
        self.starts, self.ends = _Day(f"{called}开始", self), _Day(f"{called}结束", self)
        self.source = _line(phase.source, f"{called}依据", "依据", self)
        self.remove = KeyButton("删", "trash-2", kind="quiet", parent=self)
        self.remove.setAccessibleName(f"删掉第 {number} 个阶段")
        self.remove.clicked.connect(lambda: self.gone.emit(self))
        for name, field in (("Title", self.title), ("Starts", self.starts), ("Ends", self.ends),
                            ("Source", self.source), ("Remove", self.remove)):  # fmt: skip
            field.setObjectName(f"phase{number}{name}")
        self.starts.set_text_value(phase.starts)
        self.ends.set_text_value(phase.ends)
        self.add(self.title, 3)
        self.add(self.starts)
        self.add(Label("至", "body", "ink-2", parent=self))
        self.add(self.ends)
        self.add(self.source, 1)
        self.add(self.remove)
        for text in (self.title, self.source):
            text.textChanged.connect(self.changed)
        for day in (self.starts, self.ends):
            day.changed.connect(self.changed)

    def phase(self) -> Phase:
        return Phase(
            self._code, self.title.text().strip(), self.starts.text_value(), self.ends.text_value(),
            self.source.text().strip(),
        )  # fmt: skip


class ProgrammeEditor(Card):
    """`changed` gives the programme as it is written by now; `publish_asked` one in which nothing is wrong."""

    changed = Signal(object)
    publish_asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("programmeEditor")
        theme = current()
        self._area = QScrollArea(self)
        self._area.setObjectName("programmeFields")
        self._area.setAccessibleName("方案的各项")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        touch_scroll(self._area)
        self.add(self._area, 1)
        self.error = InlineError(parent=self)
        self.add(self.error)
        foot = QWidget(self)
        across = QHBoxLayout(foot)
        across.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(12))
        across.setSpacing(theme.px(8))
        self.add_button = KeyButton("添一个阶段", "plus", height="main", parent=foot)
        self.add_button.setObjectName("addPhase")
        self.add_button.clicked.connect(self.add_phase)
        self.leave = KeyButton("不改了", key="Esc", height="main", parent=foot)
        self.leave.setObjectName("leaveProgramme")
        self.leave.clicked.connect(self.left)
        self.button = KeyButton("发布", "check", "Ctrl+Enter", kind="main", parent=foot)
        self.button.setObjectName("publishProgramme")
        self.button.clicked.connect(self.publish)
        across.addWidget(self.add_button)
        across.addStretch(1)
        across.addWidget(self.leave)
        across.addWidget(self.button)
        self.add(foot)
        self._base: Programme | None = None
        self._tried = False
        self.rows_of: dict[str, FormRow] = {}
        self.phases: list[_PhaseRow] = []

    def edit(self, programme: Programme) -> None:
        """Show these in the fields."""
        self._base, self._tried = programme, False
        self.error.set_text("")
        inside = QWidget(self._area)
        rows = self._inside = QVBoxLayout(inside)
        rows.setContentsMargins(0, current().px(6), 0, current().px(6))
        rows.setSpacing(0)
        self.rows_of, self.phases = {}, []
        self.title = _line(programme.title, "名称", "", inside)
        self.title.setObjectName("programmeTitle")
        self.source = _line(programme.source, "依据", "哪个文件，哪一条", inside)
        self.source.setObjectName("programmeSource")
        self.starts, self.ends = _Day("开始", inside), _Day("结束", inside)
        self.filing_by = _Day("备案和摸排截止", inside)
        for member, name, fields in (
            ("title", "名称", (self.title,)),
            ("source", "依据", (self.source,)),
            ("starts", "起止", (self.starts, Label("至", "body", "ink-2", parent=inside), self.ends)),
        ):
            row = FormRow(name, parent=inside)
            for field in fields:
                row.add(field, 1 if isinstance(field, QLineEdit) else 0)
            if member == "starts":
                row.add_stretch()
            self.rows_of[member] = row
            rows.addWidget(row)
        self.rows_of["ends"] = self.rows_of["starts"]
        self._phase_rows = QVBoxLayout()
        self._phase_rows.setSpacing(0)
        rows.addLayout(self._phase_rows)
        self._none = InlineError(parent=inside)
        rows.addWidget(self._none)
        self.figures: dict[str, QSpinBox] = {}
        for member, name, before, after, hint in _FIGURES:
            rows.addWidget(self._figure_row(programme, member, (name, before, after, hint), inside))
        row = FormRow("备案和摸排", parent=inside)
        row.add(self.filing_by)
        row.add(Label("前（含当天）。不要求就空着", "secondary", "ink-2", parent=inside))
        self._no_filing = KeyButton("空着", kind="quiet", parent=row)
        self._no_filing.setObjectName("noFiling")
        self._no_filing.clicked.connect(lambda: self._set_filing(None))
        row.add(self._no_filing)
        row.add_stretch()
        self.rows_of["filing_by"] = row
        rows.addWidget(row)
        rows.addStretch(1)
        for name, day, text in (
            ("programmeStarts", self.starts, programme.starts),
            ("programmeEnds", self.ends, programme.ends),
            ("filingBy", self.filing_by, programme.filing_by),
        ):
            day.setObjectName(name)
            day.set_text_value(text)
            day.changed.connect(self._changed)
        for field in (self.title, self.source):
            field.textChanged.connect(self._changed)
        self._area.setWidget(inside)
        self._show_phases(programme.phases)

    def _figure_row(self, programme: Programme, member: str, words: tuple[str, ...], parent: QWidget) -> FormRow:
        name, before, after, hint = words
        row = FormRow(name, parent=parent)
        box = _Figure(row)
        box.setObjectName(member)
        box.setAccessibleName(" ".join(filter(None, (name, before))))
        box.lineEdit().setAccessibleName(box.accessibleName())
        box.setRange(*LIMITS[member])
        of = programme.targets if hasattr(programme.targets, member) else programme
        box.setValue(getattr(of, member))
        box.valueChanged.connect(self._changed)
        if before:
            row.add(Label(before, "body", "ink-2", parent=row))
        row.add(box)
        row.add(Label(after, "body", "ink-2", parent=row))
        row.add(Label(hint, "secondary", "ink-2", parent=row))
        row.add_stretch()
        self.figures[member], self.rows_of[member] = box, row
        return row

    def programme(self) -> Programme:
        """As it is written by now, right or not."""
        assert self._base is not None
        figures = {name: box.value() for name, box in self.figures.items()}
        targets = Targets(figures.pop("enterprises_in_zone"), figures.pop("zones"))
        return msgspec.structs.replace(
            self._base,
            title=self.title.text().strip(),
            source=self.source.text().strip(),
            starts=self.starts.text_value(),
            ends=self.ends.text_value(),
            phases=tuple(row.phase() for row in self.phases),
            targets=targets,
            filing_by=self.filing_by.text_value(),
            **figures,
        )

    def publish(self) -> None:
        """Ask for it where nothing is wrong; else say so under each field, and go to the first."""
        self._tried = True
        written = self.programme()
        wrong = self._show_faults(written)
        if wrong is None:
            self.publish_asked.emit(written)
        else:
            self._area.ensureWidgetVisible(wrong)
            field = next(iter(wrong.findChildren(QLineEdit)), wrong)
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def errors(self) -> list[str]:
        """What is said under the fields, from above."""
        rows = [*dict.fromkeys(self.rows_of.values()), *self.phases]
        return [text for text in (*(row.error() for row in rows), self._none.text(), self.error.text()) if text]

    def set_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.leave.setEnabled(not busy)

    def add_phase(self) -> None:
        """A phase after the others, that begins the day after the last has ended; its name is to be written."""
        written = self.programme()
        used = {phase.code for phase in written.phases}
        code = next(str(number) for number in range(1, 100) if str(number) not in used)
        self._show_phases((*written.phases, Phase(code, "", "", "")))
        self._changed()
        last = self.phases[-1]
        last.title.setFocus(Qt.FocusReason.OtherFocusReason)
        # the row has no place yet
        self._inside.activate()
        self._area.ensureWidgetVisible(last)

    def _remove(self, gone: object) -> None:
        self._show_phases(tuple(row.phase() for row in self.phases if row is not gone))
        self._changed()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_phases(self, phases: tuple[Phase, ...]) -> None:
        for row in self.phases:
            self._phase_rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.phases = [_PhaseRow(phase, number, self._area.widget()) for number, phase in enumerate(phases, 1)]
        for row in self.phases:
            row.gone.connect(self._remove)
            row.changed.connect(self._changed)
            self._phase_rows.addWidget(row)

    def _set_filing(self, day: date | None) -> None:
        self.filing_by.set_value(day)
        self._changed()

    def _changed(self) -> None:
        written = self.programme()
        self.error.set_text("")
        if self._tried:
            self._show_faults(written)
        self.changed.emit(written)

    def _show_faults(self, written: Programme) -> QWidget | None:
        """Under each row its first fault; gives the topmost row with one."""
        said: dict[QWidget, str] = {}
        for fault in faults(written):
            row: QWidget = self.phases[fault.phase - 1] if fault.phase else self.rows_of.get(fault.member, self._none)
            said.setdefault(row, fault_words(fault))
        tell: list[tuple[QWidget, Callable[[str], None]]] = [
            *((row, row.set_error) for row in dict.fromkeys(self.rows_of.values())),
            *((row, row.set_error) for row in self.phases),
            (self._none, self._none.set_text),
        ]
        for row, say in tell:
            say(said.get(row, ""))
        places = {row: row.mapTo(self._area.widget(), row.rect().topLeft()).y() for row in said}
        return min(places, key=lambda row: places[row], default=None)


def _line(text: str, name: str, hint: str, parent: QWidget) -> QLineEdit:
    field = QLineEdit(text, parent)
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    field.setCursorPosition(0)
    return field
