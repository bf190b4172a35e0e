"""Choosing: the three verdicts, and the switch of two or three."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import RADIUS_CARD, Height, Token, current
from zjg_inspect.ui.widgets.paint import (
    SIGN_STROKE,
    SIGNS,
    begin,
    draw_box,
    draw_key,
    draw_text,
    key_size,
    reveal,
    text_width,
)

if TYPE_CHECKING:
    from zjg_inspect.model.inspection import Verdict

_TABBED = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_KEPT = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class VerdictButton(QPushButton):
    """Sign, word and key of one verdict, filled when it is the answer.

    A click does not take the keyboard, and a window that opens does not give it: only Tab gets here, so that nothing
    suggests an answer.
    """

    def __init__(self, verdict: Verdict, parent: QWidget | None = None) -> None:
        sign = SIGNS[verdict]
        super().__init__(sign.word, parent)
        self.verdict = verdict
        self._tabbed = False
        self.setObjectName(f"verdict_{verdict.value}")
        self.setAccessibleName(sign.word)
        self.setAccessibleDescription(f"快捷键 {sign.key}")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme, sign = current(), SIGNS[self.verdict]
        word = text_width(sign.word, theme.font("verdict"))
        return QSize(
            theme.px(22 + 24 + 14 + 18 + 18) + word + key_size(sign.key, big=True).width(), theme.height("verdict")
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in _TABBED:
            self._tabbed = True
        elif not self._tabbed:
            self.clearFocus()
            return
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._tabbed = self._tabbed and event.reason() in _KEPT
        super().focusOutEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, sign = current(), begin(self), SIGNS[self.verdict]
        token: Token = sign.token if self.isEnabled() else "disabled"
        filled = self.isChecked()
        ink: Token = "on-fill" if filled else token
        fill = theme.colour(token if filled else sign.soft if self.isDown() else "surface")
        draw_box(painter, self.rect(), fill, theme.colour(token), theme.verdict_line, RADIUS_CARD)
        side, middle = theme.px(30), self.height() // 2
        x = theme.px(20)
        draw_icon(painter, QRect(x, middle - side // 2, side, side), sign.icon, ink, SIGN_STROKE)
        x += side + theme.px(10)
        key = key_size(sign.key, big=True)
        right = self.width() - theme.px(18) - key.width() - theme.px(8)
        draw_text(painter, QRect(x, 0, right - x, self.height()), sign.word, theme.font("verdict"), ink)
        edge = ink if filled or theme.sunlight else "edge"
        draw_key(painter, QPointF(right + theme.px(8), middle + 0.5), sign.key, ink, edge, big=True)


class VerdictBar(QWidget):
    """The three verdicts, always in the order 1 2 3. `chosen` gives the verdict tapped, also when it is the answer."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        from zjg_inspect.model.inspection import Verdict

        super().__init__(parent)
        self.setObjectName("verdictBar")
        self.setAccessibleName("判定")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(12))
        self.buttons = {verdict: VerdictButton(verdict, self) for verdict in Verdict}
        for verdict, button in self.buttons.items():
            row.addWidget(button, 1)
            button.clicked.connect(self._tapped(verdict))
        self._verdict: Verdict | None = None

    def verdict(self) -> Verdict | None:
        return self._verdict

    def set_verdict(self, verdict: Verdict | None) -> None:
        """Show what is saved; a tap alone fills nothing."""
        self._verdict = verdict
        for each, button in self.buttons.items():
            button.setChecked(each == verdict)

    def _tapped(self, verdict: Verdict) -> Callable[[], None]:
        def tell() -> None:
            self.set_verdict(self._verdict)
            self.chosen.emit(verdict)

        return tell


class _Segment(QPushButton):
    def __init__(self, word: str, icon: str, height: Height, parent: QWidget) -> None:
        super().__init__(word, parent)
        self._icon, self._height = icon, height
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current()
        word = text_width(self.text(), theme.font("secondary" if self._height == "small" else "body", True))
        icon = theme.icon + theme.px(8) if self._icon else 0
        height = theme.height(self._height)
        return QSize(max(height, word + icon + 2 * theme.px(10 if self._height == "small" else 24)), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        chosen = self.isChecked()
        ink: Token = "on-fill" if chosen else "ink"
        if not self.isEnabled():
            ink = "on-fill" if chosen else "disabled"
        if chosen:
            draw_box(painter, self.rect(), theme.colour("ink" if self.isEnabled() else "disabled"), None)
        font = theme.label_font("secondary" if self._height == "small" else "body", chosen)
        word = text_width(self.text(), font)
        icon = theme.icon if self._icon else 0
        gap = theme.px(8) if icon else 0
        x = (self.width() - word - icon - gap) // 2
        if icon:
            draw_icon(painter, QRect(x, (self.height() - icon) // 2, icon, icon), self._icon, ink)
        draw_text(painter, QRect(x + icon + gap, 0, word, self.height()), self.text(), font, ink)


class Segmented(QWidget):
    """A switch of two or three: the chosen one is filled with ink, so that no choice is coloured.

    `changed` gives the value that a person chose.
    """

    changed = Signal(str)

    def __init__(
        self,
        choices: list[tuple[str, str, str]],
        name: str,
        height: Height = "control",
        parent: QWidget | None = None,
    ) -> None:
        """`choices`: (value, word, icon or "") each; `name`: what is chosen, for the screen reader."""
        super().__init__(parent)
        self.setObjectName("segmented")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for value, word, icon in choices:
            button = _Segment(word, icon, height, self)
            button.setObjectName(f"segment_{value}")
            button.setAccessibleDescription(name)
            self._group.addButton(button)
            self.buttons[value] = button
            row.addWidget(button, 1)
            button.clicked.connect(lambda _checked=False, value=value: self.changed.emit(value))

    def value(self) -> str | None:
        return next((value for value, button in self.buttons.items() if button.isChecked()), None)

    def set_value(self, value: str | None) -> None:
        """Choose, or choose nothing; says nothing."""
        self._group.setExclusive(False)
        for each, button in self.buttons.items():
            button.setChecked(each == value)
        self._group.setExclusive(True)

    def offer(self, values: Collection[str]) -> None:
        """Only these can be chosen at present; the others are not shown."""
        for each, button in self.buttons.items():
            reveal(button, each in values)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        draw_box(painter, self.rect(), theme.colour("surface"), theme.colour("edge"), theme.line)
        painter.setPen(theme.colour("edge"))
        for button in [each for each in self.buttons.values() if not each.isHidden()][1:]:
            painter.fillRect(button.x(), 0, theme.line, self.height(), theme.colour("edge"))
