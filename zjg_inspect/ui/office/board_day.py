"""Which day the board shows: now, the end of the last period reported, or any past day."""

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.period import Period
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.paint import reveal


class DayChoice(QWidget):
    """`chosen` gives the day, None for now."""

    chosen = Signal(object)

    def __init__(self, day: date | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("boardDay")
        self._period: Period | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        self.now = KeyButton("回到今天", "undo-2", kind="quiet", parent=self)
        self.now.setObjectName("boardNow")
        self.reported = KeyButton("", "calendar", kind="quiet", parent=self)
        self.reported.setObjectName("boardReported")
        self.field = DateField("看哪一天", self)
        self.field.setObjectName("boardDate")
        self.field.setMaximumDate(QDate(*today().timetuple()[:3]))
        # a day that is typed counts when it is whole
        self.field.setKeyboardTracking(False)
        self.field.setFixedHeight(current().height("control"))
        for widget in (self.now, self.reported, self.field):
            row.addWidget(widget)
        self.now.clicked.connect(lambda: self._choose(None))
        self.reported.clicked.connect(lambda: self._choose(self._period.last if self._period else None))
        self.field.changed.connect(self._choose)
        self._show(day)

    def set_reported(self, last: Period) -> None:
        """The last period that was reported: its end is one touch away."""
        self._period = last
        self.reported.set_words(f"上期 {last.last:%m-%d}")
        self.reported.setAccessibleName(f"看{last.name}那一期报送的那天，{last.last.isoformat()}")

    def _choose(self, day: date | None) -> None:
        past = day if day is not None and day < today() else None
        self._show(past)
        self.chosen.emit(past)

    def _show(self, day: date | None) -> None:
        self.field.set_value(day or today())
        reveal(self.now, day is not None)
        reveal(self.reported, day is None)
