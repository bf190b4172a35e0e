"""签字顺序: a line for each who signs; the one whose turn it is stands out."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.ui.field.sign_slots import Slot
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import RADIUS_SMALL, Token, current
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, begin, draw_box, draw_text, text_width


class _Row(QPushButton):
    def __init__(self, number: int, slot: Slot, parent: QWidget) -> None:
        super().__init__(parent)
        self.number, self.slot = number, slot
        self.setObjectName(f"signer_{number}")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setEnabled(slot.state != "later")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_current(False)

    def set_current(self, chosen: bool) -> None:
        self.setChecked(chosen)
        words = f"{self.slot.label} {self.slot.shown} {self.slot.words(chosen)}"
        self.setAccessibleName(words.strip())

    def sizeHint(self) -> QSize:
        return QSize(current().px(360), current().height("control"))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(300), current().height("control"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, slot = current(), begin(self), self.slot
        chosen = self.isChecked()
        if chosen:
            painter.fillRect(self.rect(), theme.colour("selection"))
        painter.fillRect(0, self.height() - theme.line, self.width(), theme.line, theme.colour("line"))
        self._draw_mark(painter, chosen)
        word = slot.words(chosen)
        bold = chosen or slot.state in ("void", "refused")
        wrong = slot.state in ("void", "refused")
        token: Token = "fail" if wrong else "ink" if chosen else "ink-2"
        font = theme.label_font("secondary", bold)
        right = self.width() - theme.px(8) - text_width(word, font)
        draw_text(painter, QRect(right, 0, self.width() - right, self.height()), word, font, token)
        body = theme.label_font("body", chosen)
        ink: Token = "ink" if slot.state != "later" else "ink-2"
        label = QRect(theme.px(44), 0, theme.px(112), self.height())
        draw_text(painter, label, slot.label, body, "ink")
        name = QRect(theme.px(160), 0, right - theme.px(168), self.height())
        draw_text(painter, name, slot.shown, body, ink)

    def _draw_mark(self, painter: QPainter, chosen: bool) -> None:
        """A tick or a cross for what is done, else the number of the turn."""
        theme = current()
        side = theme.px(24)
        box = QRect(theme.px(8), (self.height() - side) // 2, side, side)
        signs: dict[str, tuple[str, Token]] = {
            "signed": ("check", "pass"),
            "paper": ("check", "pass"),
            "refused": ("x", "fail"),
        }
        if self.slot.state in signs:
            icon, token = signs[self.slot.state]
            draw_icon(painter, box.adjusted(3, 3, -3, -3), icon, token, SIGN_STROKE)
            return
        fill = theme.colour("action") if chosen else None
        draw_box(painter, box, fill, theme.colour("action" if chosen else "edge"), theme.line, RADIUS_SMALL)
        ink: Token = "on-fill" if chosen else "ink"
        middle = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, box, str(self.number + 1), theme.label_font("secondary", chosen), ink, middle)


class SignOrder(QWidget):
    """`chosen` gives the number of the line that was tapped."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signOrder")
        self.setAccessibleName("签字顺序")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.buttons: list[_Row] = []
        self._short = False

    def set_short(self, short: bool) -> None:
        """Where there is little height only the lines that still wait, and the one in front, are shown."""
        self._short = short
        in_front = any(row.isChecked() for row in self.buttons)
        for row in self.buttons:
            row.setVisible(not short or not in_front or row.isChecked() or row.slot.waits)

    def show_slots(self, all_slots: Sequence[Slot], turn: int) -> None:
        for old in self.buttons:
            self._rows.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.buttons = []
        for number, slot in enumerate(all_slots):
            row = _Row(number, slot, self)
            row.set_current(number == turn)
            row.clicked.connect(lambda _checked=False, number=number: self.chosen.emit(number))
            self._rows.addWidget(row)
            self.buttons.append(row)
        self.set_short(self._short)
