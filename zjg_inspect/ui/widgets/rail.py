"""The rail of sections: how far each is, what failed in it, what is still owed."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, begin, draw_text, reveal, text_width

ASIDE = "不再适用"


class Section(NamedTuple):
    """One section as the rail shows it; `owed` counts answers whose reason or hazard is still missing, `again`
    items still unanswered that failed last time."""

    numeral: str
    title: str
    answered: int
    total: int
    failed: int = 0
    owed: int = 0
    again: int = 0

    def words(self) -> str:
        """What a screen reader says."""
        failed = f"，不符合 {self.failed} 条" if self.failed else ""
        owed = f"，还要补 {self.owed} 条" if self.owed else ""
        again = f"，上次不符合、这次还没查 {self.again} 条" if self.again else ""
        return f"第{self.numeral}节 {self.title}，已答 {self.answered} 条，共 {self.total} 条{failed}{owed}{again}"


def rail_width(folded: bool) -> int:
    """As much as 十 10/10 needs when it is folded to numbers."""
    theme = current()
    return theme.px((96 if theme.sunlight else 84) if folded else 248)


class _SectionButton(QPushButton):
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.section = Section("", "", 0, 0)
        self.folded = False
        self.setCheckable(True)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(rail_width(self.folded), theme.height("section"))

    def minimumSizeHint(self) -> QSize:
        return QSize(rail_width(folded=True), self.sizeHint().height())

    def _margin(self) -> int:
        return current().px(10 if self.folded else 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, section = current(), begin(self), self.section
        chosen = self.isChecked()
        if chosen or self.isDown():
            painter.fillRect(self.rect(), theme.colour("selection"))
        if chosen:
            painter.fillRect(0, 0, theme.px(8 if theme.sunlight else 4), self.height(), theme.colour("action"))
        left, right = self._margin(), self.width() - self._margin()
        top = QRect(0, theme.px(8), self.width(), theme.px(28))
        right = self._draw_counts(painter, top, right)
        small = theme.label_font("rail")
        draw_text(painter, QRect(left, top.y(), right - left, top.height()), section.numeral, small, "ink-2")
        if not self.folded:
            x = left + theme.px(23)
            name = QRect(x, top.y(), right - x, top.height())
            draw_text(painter, name, section.title, theme.label_font("rail", chosen), "ink")
        self._draw_bar(painter)

    def _draw_counts(self, painter: QPainter, top: QRect, right: int) -> int:
        """8/12, before it × 1, before it what is owed; gives where the title must end."""
        theme, section = current(), self.section
        whole = section.answered == section.total and section.total > 0
        parts: list[tuple[str, Token, bool, str]] = [(f"{section.answered}/{section.total}", "ink", whole, "")]
        if not self.folded:
            if section.failed:
                parts.append((str(section.failed), "fail", True, "x"))
            if section.owed:
                # with both signs there is room for one figure only
                parts.append(("" if section.failed else str(section.owed), "attention", True, "circle-alert"))
            if section.again and len(parts) < 3:
                alone = len(parts) == 1
                parts.append((str(section.again) if alone else "", "attention", True, "rotate-cw"))
        for text, token, bold, icon in parts:
            font = theme.label_font("rail", bold)
            width = text_width(text, font)
            right -= width
            draw_text(painter, QRect(right, top.y(), width, top.height()), text, font, token)
            if icon:
                side = theme.px(18)
                right -= side + theme.px(3 if text else 0)
                mark = QRect(right, top.y() + (top.height() - side) // 2, side, side)
                draw_icon(painter, mark, icon, token, SIGN_STROKE if icon == "x" else None)
            right -= theme.px(6)
        return right

    def _draw_bar(self, painter: QPainter) -> None:
        theme, section = current(), self.section
        height = theme.px(10 if theme.sunlight else 4)
        side = self._margin()
        bar = QRect(side, self.height() - height - theme.px(11), self.width() - 2 * side, height)
        if theme.sunlight:
            painter.fillRect(bar, theme.colour("line"))
            inner = bar.adjusted(2, 2, -2, -2)
            painter.fillRect(inner, theme.colour("surface"))
        else:
            painter.fillRect(bar, theme.colour("sunk"))
        # a section with one item open never looks done
        done = bar.width() * section.answered // section.total if section.total else 0
        painter.fillRect(QRect(bar.x(), bar.y(), done, height), theme.colour("ink" if theme.sunlight else "action"))


class _AsideButton(QPushButton):
    """What was answered and applies no more: a line above it, the word, how many."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("asideEntry")
        self.count, self.folded = 0, False
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(rail_width(self.folded), current().height("section"))

    def minimumSizeHint(self) -> QSize:
        return QSize(rail_width(folded=True), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        if self.isDown():
            painter.fillRect(self.rect(), theme.colour("selection"))
        painter.fillRect(0, 0, self.width(), theme.line, theme.colour("line"))
        if self.folded:
            font, half = theme.label_font("hint"), self.height() // 2
            for at, text in enumerate((ASIDE, str(self.count))):
                line = QRect(0, theme.px(3) + at * (half - theme.px(3)), self.width(), half - theme.px(3))
                draw_text(painter, line, text, font, "ink-2", Qt.AlignmentFlag.AlignHCenter)
            return
        side, number = theme.px(16), str(self.count)
        font = theme.label_font("rail", True)
        right = self.width() - side - text_width(number, font)
        draw_text(painter, QRect(right, 0, self.width() - right, self.height()), number, font, "ink")
        words = QRect(side, 0, right - side, self.height())
        draw_text(painter, words, ASIDE, theme.label_font("rail"), "ink-2")


class SectionRail(QWidget):
    """Sections under each other; `chosen` gives the index of the one tapped. Up and down move between them.

    `aside_chosen` when the entry below them is tapped, for what is apart from the sections.
    """

    chosen = Signal(int)
    aside_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sectionRail")
        self.setAccessibleName("各节")
        self.setProperty("fill", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, current().px(12), 0, current().px(12))
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        self.aside = _AsideButton(self)
        self.aside.clicked.connect(self.aside_chosen)
        self._rows.addWidget(self.aside)
        self.buttons: list[_SectionButton] = []
        self._current = -1
        self._folded = False
        self.set_aside(0)

    def set_sections(self, sections: Sequence[Section]) -> None:
        while len(self.buttons) < len(sections):
            at = len(self.buttons)
            button = _SectionButton(self)
            button.setObjectName(f"section_{at}")
            button.clicked.connect(lambda _checked=False, at=at: self._tapped(at))
            button.stepped.connect(lambda step, at=at: self._stepped(at, step))
            self._rows.insertWidget(at, button)
            self.buttons.append(button)
        while len(self.buttons) > len(sections):
            old = self.buttons.pop()
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        for button, section in zip(self.buttons, sections, strict=True):
            button.section, button.folded = section, self._folded
            button.setAccessibleName(section.words())
            button.setToolTip(section.words())
            button.update()
        self.set_current(self._current)

    def set_aside(self, count: int) -> None:
        """How many items stand apart from the sections; without any there is no entry."""
        self.aside.count = count
        self.aside.setAccessibleName(f"{ASIDE} {count} 条")
        self.aside.update()
        reveal(self.aside, count > 0)

    def set_current(self, index: int) -> None:
        self._current = index
        for at, button in enumerate(self.buttons):
            button.setChecked(at == index)

    def set_folded(self, folded: bool) -> None:
        """Numbers only (一 8/8), for narrow windows."""
        self._folded = self.aside.folded = folded
        self.aside.updateGeometry()
        self.aside.update()
        for button in self.buttons:
            button.folded = folded
            button.updateGeometry()
            button.update()

    def _tapped(self, index: int) -> None:
        self.set_current(self._current)
        self.chosen.emit(index)

    def _stepped(self, at: int, step: int) -> None:
        to = max(0, min(len(self.buttons) - 1, at + step))
        self.buttons[to].setFocus(Qt.FocusReason.TabFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._rows.setContentsMargins(0, current().px(12), 0, current().px(12))
