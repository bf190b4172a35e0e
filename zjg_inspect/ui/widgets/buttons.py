"""Buttons with a word, an icon and a key: the main one, the outlined ones, those without an edge."""

from typing import Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import Height, Kind, Token, current
from zjg_inspect.ui.widgets.paint import begin, draw_box, draw_key, draw_text, key_size, text_width

ButtonKind = Literal["main", "plain", "quiet"]


class KeyButton(QPushButton):
    """A word, with an icon before it and its key after it.

    `main` is filled blue (one on a screen), `plain` outlined, `quiet` without an edge (返回, 撤销). The key is only
    shown; the screen that owns the command listens for it.
    """

    def __init__(
        self,
        text: str,
        icon: str = "",
        key: str = "",
        kind: ButtonKind = "plain",
        height: Height | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon, self._key, self._kind = icon, key, kind
        self._icon_token: Token | None = None
        self._height: Height = height or ("main" if kind == "main" else "control")
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"快捷键 {key}" if key else "")
        # Enter presses what has the keyboard, on every desktop
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def tint_icon(self, token: Token) -> None:
        """An icon that is a verdict's sign keeps its colour."""
        self._icon_token = token

    def kind(self) -> ButtonKind:
        return self._kind

    def set_kind(self, kind: ButtonKind) -> None:
        """A main action with nothing to do rests as an outlined one."""
        self._kind = kind
        self.update()

    def set_words(self, text: str, icon: str | None = None, key: str | None = None) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self._icon = self._icon if icon is None else icon
        self._key = self._key if key is None else key
        self.setAccessibleDescription(f"快捷键 {self._key}" if self._key else "")
        self.updateGeometry()
        self.update()

    def _type(self) -> tuple[Kind, bool]:
        if self._height == "tall":
            return "title", True
        if self._kind == "main":
            return ("look" if self._height == "main" else "body"), True
        return ("secondary" if self._height == "small" else "body"), self.isCheckable() and self.isChecked()

    def _parts(self) -> tuple[int, int, int, int]:
        """Widths of icon, word, key, and of the gap between two of them."""
        theme = current()
        kind, bold = self._type()
        icon = (theme.px(26) if self._height == "tall" else theme.icon) if self._icon else 0
        # a chosen one is bold: room for it is kept beforehand
        word = text_width(self.text(), theme.label_font(kind, bold or self.isCheckable()))
        key = key_size(self._key).width() if self._key else 0
        return icon, word, key, theme.px(12 if self._height == "tall" else 8)

    def sizeHint(self) -> QSize:
        theme = current()
        *widths, gap = self._parts()
        shown = [width for width in widths if width]
        pad = theme.px({"main": 20, "plain": 14, "quiet": 10}[self._kind] if self._height != "small" else 10)
        height = theme.height(self._height)
        return QSize(max(height, sum(shown) + gap * max(0, len(shown) - 1) + 2 * pad), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, edge, text."""
        theme = current()
        if not self.isEnabled():
            quiet = self._kind == "quiet"
            edge = None if quiet else theme.colour("edge" if theme.sunlight else "line")
            return None if quiet else theme.colour("bg"), edge, theme.colour("disabled")
        if self._kind == "main":
            return theme.colour("ink" if self.isDown() else "action"), None, theme.colour("on-fill")
        if self.isCheckable() and self.isChecked():
            return theme.colour("selection"), theme.colour("action"), theme.colour("action")
        pressed = theme.colour("selection" if theme.sunlight else "sunk")
        if self._kind == "quiet":
            return (pressed if self.isDown() else None), None, theme.colour("ink")
        return (pressed if self.isDown() else theme.colour("surface")), theme.colour("edge"), theme.colour("ink")

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        fill, edge, ink = self._colours()
        chosen = self.isCheckable() and self.isChecked()
        width = max(2, theme.line) if chosen else theme.line
        if fill is not None or edge is not None:
            draw_box(painter, self.rect(), fill, edge, width, dashed=not self.isEnabled() and theme.sunlight)
        kind, bold = self._type()
        font = theme.label_font(kind, bold)
        icon, word, key, gap = self._parts()
        beside = icon + key + gap * (bool(icon) + bool(key))
        word = min(word, self.width() - beside - theme.px(8))
        total = word + beside
        x, middle = (self.width() - total) // 2, self.height() // 2
        if icon:
            tint = theme.colour(self._icon_token) if self._icon_token and self.isEnabled() else ink
            draw_icon(painter, QRect(x, middle - icon // 2, icon, icon), self._icon, tint)
            x += icon + gap
        draw_text(painter, QRect(x, 0, word, self.height()), self.text(), font, ink, Qt.AlignmentFlag.AlignHCenter)
        if key:
            x += word + gap
            line = ink if self._kind == "main" or theme.sunlight else theme.colour("edge")
            draw_key(painter, QPointF(x, middle + 0.5), self._key, ink, line)
