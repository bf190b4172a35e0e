"""派给: to whom the ticked enterprises are assigned, for what, by when; beside the list, nothing in a box."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.model.assignment import ASSIGNABLE
from zjg_inspect.model.clock import today
from zjg_inspect.model.deadline import shifted
from zjg_inspect.model.inspection import VisitType, visit_types
from zjg_inspect.service import assignments
from zjg_inspect.service.assignments import Assigned, Assignee
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.help import add_keys
from zjg_inspect.ui.office.page import Desk
from zjg_inspect.ui.office.register_words import already_words, assignee_words, names_line
from zjg_inspect.ui.office.review_words import TYPES
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal, text_width
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import InlineError, Label

DAYS = (3, 7, 15)
USUAL = 7
LONGEST_NOTE = 60
# what gaps and edges take of the width
GAPS = 64
NO_LAPTOP = "还没选派给哪台电脑，所以没有派。选一台再点一次。"
NO_DAY = "还没定哪天前，所以没有派。选一个天数，或自己定日子。"
NOBODY = "还没有可派的电脑：先到“电脑”接受一台。"
NOTHING = "没有选企业。在左边打上勾，就会列在这里。"


class Site(Protocol):
    """What the panel needs to know of an enterprise, whatever list it was ticked in."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def zone(self) -> str: ...


class AssignPanel(Card):
    """`assigned` gives the laptop's name and the day, `left` that nothing is to be assigned."""

    assigned = Signal(str, str)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(0, 0, parent)
        self.setObjectName("assignPanel")
        self._db = desk.db
        self._rows: Sequence[Site] = ()
        self._there: dict[str, list[Assigned]] = {}
        self._laptops: list[Assignee] = []
        theme = current()
        area = page_area(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget(area)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(8))
        rows.setSpacing(theme.px(8))
        self.title = Label("", "look", strong=True, parent=inside)
        self.names = Label("", "body", "ink-2", wrap=True, parent=inside)
        rows.addWidget(self.title)
        rows.addWidget(self.names)
        rows.addSpacing(theme.px(4))
        rows.addLayout(self._fields(inside))
        self.hint = Label("", "secondary", "attention", wrap=True, parent=inside)
        rows.addWidget(self.hint)
        rows.addStretch(1)
        area.setWidget(inside)
        self.add(area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(16))
        self.error = InlineError(parent=self)
        foot.addWidget(self.error)
        foot.addLayout(self._buttons())
        self.rows.addLayout(foot)
        add_keys(self, {"Ctrl+Return": self.assign})

    def _fields(self, inside: QWidget) -> QGridLayout:
        theme = current()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        self.laptop = QComboBox(inside)
        self.laptop.setObjectName("assignee")
        self.laptop.setAccessibleName("派给哪台电脑")
        self.laptop.setPlaceholderText("选一台电脑")
        self.laptop.activated.connect(self._changed)
        self.type = Segmented(
            [(kind, TYPES[kind], "") for kind in (VisitType.DUTY, *ASSIGNABLE)], "做什么", parent=inside
        )
        self.type.offer(ASSIGNABLE)
        self.type.set_value(VisitType.ASSESSMENT)
        self.type.changed.connect(self._changed)
        self.due = DateField("哪天前", inside)
        self.due.setObjectName("due")
        self.due.changed.connect(self._changed)
        self.note = QLineEdit(inside)
        self.note.setObjectName("assignNote")
        self.note.setAccessibleName("说明")
        self.note.setPlaceholderText("重点看什么，可以不填")
        self.note.setMaxLength(LONGEST_NOTE)
        self.note.returnPressed.connect(self.assign)
        for at, (name, field) in enumerate(
            (("派给", self.laptop), ("做什么", self.type), ("哪天前", self._days(inside)), ("说明", self.note))
        ):
            grid.addWidget(Label(name, "body", parent=inside), at, 0)
            grid.addWidget(field, at, 1)
        return grid

    def _days(self, inside: QWidget) -> QWidget:
        """The day, and those proposed."""
        box = QWidget(inside)
        across = QHBoxLayout(box)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(current().px(6))
        self.due.setParent(box)
        across.addWidget(self.due, 1)
        self.days: dict[int, KeyButton] = {}
        for days in DAYS:
            button = KeyButton(f"{days} 天", height="small", parent=box)
            button.setObjectName(f"days_{days}")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, days=days: self._choose_day(_in(days)))
            self.days[days] = button
            across.addWidget(button)
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is too little room for all proposed days, the first one goes."""
        super().resizeEvent(event)
        theme = current()
        name = text_width("哪天前", theme.label_font("body"))
        days = sum(each.sizeHint().width() for each in self.days.values())
        taken = name + self.due.minimumSizeHint().width() + days + theme.px(GAPS)
        reveal(self.days[DAYS[0]], taken <= self.width())

    def _buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(current().px(8))
        self.leave = KeyButton("不派了", height="main", parent=self)
        self.leave.setObjectName("leaveAssigning")
        self.leave.clicked.connect(self.left)
        self.button = KeyButton("派给", kind="main", key="Ctrl+Enter", parent=self)
        self.button.setObjectName("assignNow")
        self.button.clicked.connect(self.assign)
        across.addWidget(self.leave)
        across.addWidget(self.button, 1)
        return across

    # -- what it shows ---------------------------------------------------------------------------------------------

    def show_rows(
        self, rows: Sequence[Site], there: dict[str, list[Assigned]], usual: VisitType = VisitType.ASSESSMENT
    ) -> None:
        """Those that are ticked, and all open assignments by enterprise; what was chosen stays chosen.

        `usual`: what they are visited for unless somebody says otherwise.
        """
        if self.isHidden():
            self._begin(rows, usual)
        self._rows, self._there = rows, there
        unit = "个村" if usual is VisitType.DUTY else "家"
        self.title.setText(f"派 {len(rows)} {unit}" if rows else "派给")
        self.names.setText(names_line([row.name for row in rows]) if rows else NOTHING)
        self._say()

    def _begin(self, rows: Sequence[Site], usual: VisitType) -> None:
        """Everything anew; the one laptop that works in all these zones is chosen beforehand."""
        self._laptops = assignments.assignees(self._db)
        self.laptop.clear()
        self.laptop.addItems([assignee_words(each) for each in self._laptops])
        zones = {row.zone for row in rows}
        fit = [at for at, each in enumerate(self._laptops) if zones <= set(each.zones)]
        self.laptop.setCurrentIndex(fit[0] if len(fit) == 1 else -1)
        self.type.offer(visit_types(of_zone=usual is VisitType.DUTY))
        self.type.set_value(usual)
        self._choose_day(_in(USUAL))
        self.note.clear()
        self.error.set_text("" if self._laptops else NOBODY)

    def start(self) -> None:
        """Give the keyboard to what is to be chosen first."""
        self.laptop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_day(self, day: date) -> None:
        self.due.set_value(day)
        self._changed()

    def _changed(self, *_: object) -> None:
        self.error.set_text("")
        self._say()

    def _say(self) -> None:
        for days, button in self.days.items():
            button.setChecked(self.due.value() == _in(days))
        chosen = self._chosen()
        self.button.set_words(f"派给 {chosen.name}" if chosen is not None else "派给")
        self.button.setEnabled(bool(self._rows and self._laptops))
        type = VisitType(self.type.value() or VisitType.ASSESSMENT)
        there = [each for row in self._rows for each in self._there.get(row.id, ()) if each.type is type]
        said = already_words(there, chosen.device if chosen is not None else "", today())
        self.hint.setText(said)
        reveal(self.hint, bool(said))

    def _chosen(self) -> Assignee | None:
        at = self.laptop.currentIndex()
        return self._laptops[at] if 0 <= at < len(self._laptops) else None

    # -- what it does ----------------------------------------------------------------------------------------------

    def assign(self) -> None:
        chosen, due = self._chosen(), self.due.value()
        if not self.button.isEnabled():
            return
        if chosen is None:
            self.error.set_text(NO_LAPTOP)
            self.laptop.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if due is None:
            self.error.set_text(NO_DAY)
            self.due.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        wanted = [row.id for row in self._rows]
        type, note = VisitType(self.type.value() or VisitType.ASSESSMENT), self.note.text()
        self.button.setEnabled(False)

        def done(_given: list[str]) -> None:
            self.assigned.emit(chosen.name, due.isoformat())

        def failed(error: Exception) -> None:
            self._say()
            self.error.set_text(messages.sentence(error))

        tasks.run(self, lambda _: assignments.assign(self._db, wanted, chosen.device, type, due, note), done, failed)


def _in(days: int) -> date:
    return shifted(today(), days)
