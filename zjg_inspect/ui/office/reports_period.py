"""Of which days the reports are: a month's period, by its name, or any first and last day."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.period import Period, days, period_of
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

ANY = "自选日期"
BACKWARDS = "结束的日子早于开始的日子，改一个。"


class PeriodChoice(QWidget):
    """`chosen` gives the period."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("periodChoice")
        self._months: list[Period] = []
        self._shown: Period = period_of(today())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        self.before = KeyButton("上个月", "chevron-left", parent=self)
        self.before.setObjectName("monthBefore")
        self.month = QComboBox(self)
        self.month.setObjectName("reportMonth")
        self.month.setAccessibleName("哪个月")
        self.after = KeyButton("下个月", "chevron-right", parent=self)
        self.after.setObjectName("monthAfter")
        self.first, self.last = DateField("从哪天", self), DateField("到哪天", self)
        self.first.setObjectName("reportFirst")
        self.last.setObjectName("reportLast")
        self._to = Label("至", "body", "ink-2", parent=self)
        self.error = InlineError(parent=self)
        for widget in (self.before, self.month, self.after, self.first, self._to, self.last):
            row.addWidget(widget)
        row.addWidget(self.error, 1)
        row.addStretch(1)
        for field in (self.first, self.last):
            field.setKeyboardTracking(False)
            field.setFixedHeight(current().height("control"))
            field.changed.connect(lambda _day: self._typed())
        self.before.clicked.connect(lambda: self._go(1))
        self.after.clicked.connect(lambda: self._go(-1))
        self.month.activated.connect(self._picked)
        self._show()

    def value(self) -> Period:
        return self._shown

    def show_months(self, months: Sequence[Period]) -> None:
        """Those that can be reported, the present one last; what was chosen stays."""
        fresh = not self._months
        self._months = list(reversed(months))
        self.month.clear()
        self.month.addItems([f"{some.year} 年 {some.month} 月" for some in self._months] + [ANY])
        if fresh and self._months:
            self._shown = self._months[0]
        self._show()

    def choose(self, some: Period) -> None:
        """Show this period, and tell it where it is another."""
        changed = some != self._shown
        self._shown = some
        self._show()
        if changed:
            self.chosen.emit(some)

    def _at(self) -> int:
        """Which month it is, -1 for days of one's own."""
        return next((at for at, some in enumerate(self._months) if some == self._shown), -1)

    def _go(self, by: int) -> None:
        at = self._at() + by
        if 0 <= at < len(self._months):
            self.choose(self._months[at])

    def _picked(self, at: int) -> None:
        if at < len(self._months):
            self.choose(self._months[at])
        else:
            self.first.setFocus()
            self._show()

    def _typed(self) -> None:
        first, last = self.first.value(), self.last.value()
        if first is None or last is None:
            return
        wrong = last < first
        self.error.set_text(BACKWARDS if wrong else "")
        if not wrong:
            self.choose(self._known(first, last))

    def _known(self, first: date, last: date) -> Period:
        """The month's period where the days are its own."""
        same = (some for some in self._months if (some.first, some.last) == (first, last))
        return next(same, days(first, last))

    def _show(self) -> None:
        at = self._at()
        self.month.setCurrentIndex(at if at >= 0 else len(self._months))
        self.before.setEnabled(0 <= at < len(self._months) - 1)
        self.after.setEnabled(at > 0)
        for field, day in ((self.first, self._shown.first), (self.last, self._shown.last)):
            if field.value() != day:
                field.set_value(day)
        self.error.set_text("")
        reveal(self.error, False)
