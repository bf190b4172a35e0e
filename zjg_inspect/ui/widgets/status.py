"""The line at the foot of every screen: what is saved and what is still to be sent, and this screen's keys."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import MARGIN, Token, current
from zjg_inspect.ui.widgets.badge import KeyHint
from zjg_inspect.ui.widgets.paint import begin, draw_text, text_width


class _Entry(QWidget):
    """An icon, a word and a figure; one of the two is bold."""

    def __init__(self, name: str, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon, self._token = icon, "ink"
        self._parts: list[tuple[str, bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, *parts: tuple[str, bool], icon: str = "", wrong: bool = False) -> None:
        """Each part is a text and whether it is bold."""
        self._parts = [part for part in parts if part[0]]
        self._icon = icon or self._icon
        self._token = "fail" if wrong else "ink"
        self.setAccessibleName(" ".join(text for text, _ in self._parts))
        self.setToolTip(self.accessibleName() if wrong else "")
        self.setVisible(bool(self._parts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current()
        words = sum(text_width(text, theme.font("secondary", bold)) for text, bold in self._parts)
        gaps = theme.px(4) * max(0, len(self._parts) - 1)
        return QSize(theme.px(18 + 6) + words + gaps, theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(80), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        wrong = self._token == "fail"
        side = theme.px(18)
        icon: Token = "fail" if wrong else "ink-2"
        draw_icon(painter, QRect(0, (self.height() - side) // 2, side, side), self._icon, icon)
        x = side + theme.px(6)
        for text, bold in self._parts:
            font = theme.font("secondary", bold)
            token: Token = "fail" if wrong else "ink" if bold else "ink-2"
            draw_text(painter, QRect(x, 0, self.width() - x, self.height()), text, font, token)
            x += text_width(text, font) + theme.px(4)


class StatusLine(QWidget):
    """Left always 已保存, 未发送, 待回执, in this order; right at most five keys of the screen. It never blinks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setAccessibleName("状态")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._saved = _Entry("statusSaved", "circle-check", self)
        self._unsent = _Entry("statusUnsent", "hard-drive-upload", self)
        self._awaited = _Entry("statusAwaited", "clock", self)
        self._person = _Entry("statusPerson", "user", self)
        self._time, self._failure = "", ""
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, current().line, MARGIN, 0)
        row.setSpacing(current().px(20))
        for entry in (self._saved, self._unsent, self._awaited):
            row.addWidget(entry)
        row.addStretch(1)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(current().px(14))
        row.addLayout(self._keys)
        row.addWidget(self._person)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current().height("status"))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, current().height("status"))

    def set_saved(self, time: str) -> None:
        """The last moment something reached the disk, as HH:MM; "" when nothing was saved in this sitting."""
        self._time = time
        self._show_saved()

    def set_note(self, text: str) -> None:
        """Words of its own in place of 已保存 (the office: 数据完好，今早 8:00 已备份)."""
        self._time = ""
        if not self._failure:
            self._saved.say((text, False), icon="circle-check")

    def set_failed(self, text: str) -> None:
        """Something could not be saved: red, in words, and it stays until `clear_failed`."""
        self._failure = text
        self._show_saved()

    def clear_failed(self) -> None:
        """What could not be saved is saved now."""
        self._failure = ""
        self._show_saved()

    def failed(self) -> str:
        return self._failure

    def set_unsent(self, visits: int | None) -> None:
        self._unsent.say(*(() if visits is None else (("未发送", False), (str(visits), True))))

    def set_awaited(self, visits: int | None) -> None:
        """Visits on their way to the office whose receipt has not come yet."""
        self._awaited.say(*(() if visits is None else (("待回执", False), (str(visits), True))))

    def set_person(self, text: str) -> None:
        """Who works here (孙某 · 审核人)."""
        self._person.say((text, False))

    def set_keys(self, keys: list[tuple[str, str]]) -> None:
        """(keys with blanks between them, what they do) each.

        Raises:
            ValueError: more than five; a longer line is not read.
        """
        if len(keys) > 5:
            raise ValueError(len(keys))
        for old in self.findChildren(KeyHint):
            self._keys.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        for key, word in keys:
            self._keys.addWidget(KeyHint(key, word, self))

    def _show_saved(self) -> None:
        if self._failure:
            self._saved.say((self._failure, True), icon="circle-alert", wrong=True)
        else:
            self._saved.say(("已保存", True), (self._time, False), icon="circle-check")

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(0, 0, self.width(), theme.line, theme.colour("line"))
