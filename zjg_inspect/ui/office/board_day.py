"""Which day the board shows: now, the report day of a month since the programme began, or any past day."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.period import Period
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.paint import reveal, text_width


class DayChoice(QWidget):
    """`chosen` gives the day, None for now."""

    chosen = Signal(object)

    def __init__(self, day: date | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("boardDay")
        self._day, self._wide = day, True
        self._months: list[Period] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        self.now = KeyButton("回到今天", "undo-2", kind="quiet", parent=self)
        self.now.setObjectName("boardNow")
        self.month = QComboBox(self)
        self.month.setObjectName("boardMonth")
        self.month.setAccessibleName("看哪个月")
        self.field = DateField("看哪一天", self)
        self.field.setObjectName("boardDate")
        self.field.setMaximumDate(QDate(*today().timetuple()[:3]))
        # a day that is typed counts when it is whole
        self.field.setKeyboardTracking(False)
        self.field.setFixedHeight(current().height("control"))
        for widget in (self.now, self.month, self.field):
            row.addWidget(widget)
        self.now.clicked.connect(lambda: self.choose(None))
        self.month.activated.connect(self._choose_month)
        self.field.changed.connect(self.choose)
        self._show()

    def value(self) -> date:
        """The day that is shown: today while none is chosen."""
        return self._day or today()

    def set_months(self, months: Sequence[Period]) -> None:
        """The periods that can be looked at, the present one last."""
        self._months = list(reversed(months))
        self._name_months()

    def set_wide(self, wide: bool, room: int) -> None:
        """Where there is little room the months alone lead back; where there is less (`room`: the pixels that are
        left beside all else), there is no field for a day of one's own."""
        reveal(self.field, wide or room >= self.field.sizeHint().width())
        if wide != self._wide:
            self._wide = wide
            self._name_months()

    def _name_months(self) -> None:
        """With little room the year only where it is not this one."""
        this = today().year
        long = [f"{some.year} 年 {some.month} 月" for some in self._months]
        short = [
            f"{some.month} 月" if some.year == this else f"{some.year % 100}年{some.month}月" for some in self._months
        ]
        names = long if self._wide else short
        self.month.clear()
        self.month.addItems(names)
        widest = max((text_width(name, current().label_font("body")) for name in names), default=0)
        self.month.setFixedWidth(widest + current().px(12) + current().height("control") + current().px(18))
        self._show()

    def choose(self, day: date | None) -> None:
        """Look at this day: a past one, else now."""
        self._day = day if day is not None and day < today() else None
        self._show()
        self.chosen.emit(self._day)

    def _choose_month(self, at: int) -> None:
        self.choose(self._months[at].last)

    def _show(self) -> None:
        day = self._day or today()
        self.field.set_value(day)
        self.month.setCurrentIndex(next((at for at, some in enumerate(self._months) if day in some), -1))
        reveal(self.now, self._day is not None and self._wide)
