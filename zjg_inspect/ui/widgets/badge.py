"""Small painted marks: badges, verdicts as colour, sign and word, and keys with what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import RADIUS_SMALL, Kind, Token, current
from zjg_inspect.ui.widgets.paint import (
    SIGN_STROKE,
    SIGNS,
    begin,
    draw_box,
    draw_key,
    draw_text,
    key_size,
    text_width,
)

if TYPE_CHECKING:
    from zjg_inspect.model.inspection import Verdict

BadgeKind = Literal["pass", "fail", "na", "attention", "major", "neutral", "action"]


class _Look(NamedTuple):
    text: Token
    fill: Token
    icon: str


_LOOKS: Final[dict[BadgeKind, _Look]] = {
    "pass": _Look("pass", "pass-soft", "check"),
    "fail": _Look("fail", "fail-soft", "x"),
    "na": _Look("na", "na-soft", "minus"),
    "attention": _Look("attention", "attention-soft", "refresh-cw"),
    "major": _Look("on-fill", "fail", "triangle-alert"),
    "neutral": _Look("ink-2", "sunk", ""),
    "action": _Look("action", "selection", ""),
}


class Badge(QWidget):
    """A word on a soft fill with an edge of its hue; only `major` is filled solid. `icon` overrules the kind's own."""

    def __init__(
        self, text: str, kind: BadgeKind = "neutral", icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("badge")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_badge(text, kind, icon)

    def set_badge(self, text: str, kind: BadgeKind, icon: str | None = None) -> None:
        self._text, self._look = text, _LOOKS[kind]
        self._icon = self._look.icon if icon is None else icon
        self._bold = kind not in ("neutral", "action")
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def _icon_side(self) -> int:
        theme = current()
        return theme.px(16 if not theme.sunlight else 18) if self._icon else 0

    def sizeHint(self) -> QSize:
        theme = current()
        word = text_width(self._text, theme.label_font("secondary", self._bold))
        icon = self._icon_side()
        return QSize(word + (icon + theme.px(5) if icon else 0) + 2 * theme.px(9), theme.height("badge"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, look = current(), begin(self), self._look
        solid = look.text == "on-fill"
        edge = None if solid else theme.blend("edge" if look.text == "ink-2" else look.text, look.fill, 0.4)
        draw_box(painter, self.rect(), theme.colour(look.fill), edge, theme.line, RADIUS_SMALL)
        icon, x = self._icon_side(), theme.px(9)
        if icon:
            sign = SIGN_STROKE if self._icon in ("check", "x", "minus") else None
            draw_icon(painter, QRect(x, (self.height() - icon) // 2, icon, icon), self._icon, look.text, sign)
            x += icon + theme.px(5)
        font = theme.label_font("secondary", self._bold)
        draw_text(painter, QRect(x, 0, self.width() - x, self.height()), self._text, font, look.text)


class VerdictLabel(QWidget):
    """A verdict as colour, sign and word; `tail` follows in the same line, `text` stands for the word (不符合 4 条)."""

    def __init__(
        self,
        verdict: Verdict | None = None,
        text: str = "",
        tail: str = "",
        kind: Kind = "body",
        bold: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("verdictLabel")
        self._kind, self._bold = kind, bold
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_verdict(verdict, text, tail)

    def set_verdict(self, verdict: Verdict | None, text: str = "", tail: str = "") -> None:
        """None is not answered yet: its word alone, without a sign."""
        self._verdict, self._tail = verdict, tail
        self._text = text or (SIGNS[verdict].word if verdict else "未答")
        self.setAccessibleName(self._text + tail)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text + self._tail

    def _side(self) -> int:
        return round(current().type(self._kind)[0] * 1.1) if self._verdict else 0

    def sizeHint(self) -> QSize:
        theme = current()
        words = text_width(self._text, theme.label_font(self._kind, self._bold and self._verdict is not None))
        words += text_width(self._tail, theme.label_font(self._kind, self._bold))
        gap = theme.px(6) if self._verdict else 0
        return QSize(self._side() + gap + words, round(theme.type(self._kind)[0] * 1.5))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, side = current(), begin(self), self._side()
        token: Token = SIGNS[self._verdict].token if self._verdict else "ink-2"
        x = 0
        if self._verdict:
            mark = QRect(0, (self.height() - side) // 2, side, side)
            draw_icon(painter, mark, SIGNS[self._verdict].icon, token, SIGN_STROKE)
            x = side + theme.px(6)
        font = theme.label_font(self._kind, self._bold and self._verdict is not None)
        draw_text(painter, QRect(x, 0, self.width() - x, self.height()), self._text, font, token)
        x += text_width(self._text, font)
        tail_font = theme.label_font(self._kind, self._bold)
        draw_text(painter, QRect(x, 0, self.width() - x, self.height()), self._tail, tail_font, "ink")


class KeyHint(QWidget):
    """One or more keys and what they do: [↑][↓] 换条."""

    def __init__(self, keys: str, word: str, parent: QWidget | None = None) -> None:
        """`keys`: names with a blank between them."""
        super().__init__(parent)
        self._keys, self._word = keys.split(), word
        self.setObjectName("keyHint")
        self.setAccessibleName(f"{keys} {word}".rstrip())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current()
        keys = sum(key_size(key).width() for key in self._keys)
        return QSize(keys + theme.px(5) + text_width(self._word, theme.font("secondary")), theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, x = current(), begin(self), 0
        for key in self._keys:
            x += draw_key(painter, QPointF(x, self.height() / 2), key, "ink", "edge").width()
        left = x + theme.px(5)
        words = QRect(left, 0, self.width() - left, self.height())
        draw_text(painter, words, self._word, theme.font("secondary"), "ink-2", Qt.AlignmentFlag.AlignLeft)
