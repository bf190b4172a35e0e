"""A device's number, as two people compare it on the telephone, and its card as a code to be photographed."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.paint import begin
from zjg_inspect.ui.widgets.text import Label

# A code is read with this many modules of white around it.
_QUIET = 4


class DeviceNumber(QWidget):
    """Five groups of four digits under the words that say whose they are; `number` as ids.fingerprint gives it."""

    def __init__(self, whose: str, number: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whose, self._number = whose, number
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, theme.px(2), 0, theme.px(2))
        rows.setSpacing(theme.px(4))
        rows.addWidget(Label(whose, "secondary", "ink-2", wrap=True, parent=self))
        across = QHBoxLayout()
        across.setSpacing(theme.px(6))
        for group in number.split():
            box = Label(group, "look", strong=True, parent=self)
            box.setObjectName("deviceGroup")
            box.setProperty("frame", "field")
            box.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.setFixedHeight(theme.px(36))
            box.setMinimumWidth(theme.px(60))
            across.addWidget(box)
        across.addStretch(1)
        rows.addLayout(across)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{whose} {number}")

    def whose(self) -> str:
        return self._whose

    def number(self) -> str:
        return self._number


class NumberPair(QWidget):
    """Two numbers to be compared, beside each other where there is room, else one under the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._across = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(current().px(8))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_numbers(self, *numbers: DeviceNumber) -> None:
        """Show these in place of those before."""
        while self._across.count():
            old = self._across.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for number in numbers:
            self._across.addWidget(number, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= current().px(700)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._across.direction() is not way:
            self._across.setDirection(way)


class CodeView(QWidget):
    """A QR code; `rows` are True where it is dark."""

    def __init__(self, rows: tuple[tuple[bool, ...], ...], spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cardCode")
        self.setAccessibleName(spoken)
        self._rows = rows
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = max(2, current().px(3)) * (len(self._rows) + 2 * _QUIET)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        side = min(self.width(), self.height()) // (len(self._rows) + 2 * _QUIET)
        for y, row in enumerate(self._rows, _QUIET):
            for x, dark in enumerate(row, _QUIET):
                if dark:
                    painter.fillRect(QRect(x * side, y * side, side, side), theme.colour("ink"))
