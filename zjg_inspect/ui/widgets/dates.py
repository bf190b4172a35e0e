"""A civil date, or none yet."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QWidget

from zjg_inspect.ui.theme import current

NONE = QDate(2000, 1, 1)


class DateField(QDateEdit):
    """Typed as 2023-08-23 or chosen from a calendar; `changed` gives the date a person chose (None when emptied)."""

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dateField")
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setMinimumDate(NONE)
        self.setSpecialValueText("选日期")
        self.setDate(NONE)
        self.setCalendarPopup(True)
        self.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)
        self._dressed = False
        self.dateChanged.connect(self._changed)

    def calendarWidget(self) -> QCalendarWidget:
        """Made when it is opened first: it costs as much as a whole row of a form."""
        calendar = super().calendarWidget()
        if not self._dressed:
            self._dressed = True
            self._dress(calendar)
        return calendar

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.calendarWidget()
        super().mousePressEvent(event)

    def _dress(self, calendar: QCalendarWidget) -> None:
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        plain = QTextCharFormat()
        plain.setForeground(current().colour("ink"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, plain)
        calendar.installEventFilter(self)
        calendar.setMinimumSize(QSize(current().px(392), current().px(352)))

    def value(self) -> date | None:
        chosen = self.date()
        return None if chosen == NONE else date(chosen.year(), chosen.month(), chosen.day())

    def set_value(self, value: date | None) -> None:
        """Show a date; says nothing."""
        self.blockSignals(True)
        self.setDate(NONE if value is None else QDate(value.year, value.month, value.day))
        self.blockSignals(False)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Without a date there is no part to go on to: Tab would stay here for ever."""
        if self.date() == NONE:
            return QWidget.focusNextPrevChild(self, next)
        return super().focusNextPrevChild(next)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self.calendarWidget() and self.date() == NONE:
            # nothing is chosen yet: the calendar opens in this month, not in the year 2000
            now = QDate.currentDate()
            self.calendarWidget().setCurrentPage(now.year(), now.month())
        return super().eventFilter(watched, event)

    def _changed(self, _date: QDate) -> None:
        self.changed.emit(self.value())
