"""Versions side by side: a column for each, a row for each field; read, or chosen from field by field."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.theme import RADIUS, Token, current
from zjg_inspect.ui.widgets.badge import Badge
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import begin, draw_box
from zjg_inspect.ui.widgets.text import Label, wrap

NAME_COLUMN, PAD, RING = 112, 10, 18


class Column(NamedTuple):
    """Whose version this is; `badge` with its explanation, `action` the word on a button of its own."""

    title: str
    facts: str = ""
    badge: str = ""
    hint: str = ""
    action: str = ""


class Row(NamedTuple):
    """A field: what each version says. `strong` are the cells that were changed; a row without a key is only read.

    `own`: whether something else can be written there.
    """

    name: str
    cells: tuple[str, ...]
    strong: tuple[bool, ...] = ()
    key: Hashable = None
    own: Literal["", "text", "number"] = ""


@dataclass
class _Choosing:
    group: QButtonGroup
    field: QLineEdit | None


class CompareTable(QFrame):
    """`changed` when a person chose something, where the table is one to choose from; `acted` gives the column whose
    button was pressed."""

    changed = Signal()
    acted = Signal(int)

    def __init__(
        self, columns: Sequence[Column], rows: Sequence[Row], choosing: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compareTable")
        self.setAccessibleName("、".join(column.title for column in columns))
        without_ring(self)  # the keyboard may rest here without choosing anything
        self.rows = list(rows)
        self._choices: dict[Hashable, _Choosing] = {}
        self._width = len(columns)
        self._heads: list[QWidget] = []
        self._names: list[QWidget] = []
        theme = current()
        self._grid = QGridLayout(self)
        edge = theme.line
        self._grid.setContentsMargins(edge, edge, edge, edge)
        self._grid.setSpacing(theme.line)
        self._grid.setColumnMinimumWidth(0, theme.px(NAME_COLUMN))
        own = choosing and any(row.own for row in rows)
        for at, column in enumerate([*columns, *([Column("另填")] if own else [])], 1):
            self._grid.setColumnStretch(at, 3 if at <= len(columns) else 2)
            self._heads.append(self._head(column, at - 1))
            self._grid.addWidget(self._heads[-1], 0, at)
        for place, row in enumerate(rows, 1):
            self._add(place, row, choosing and row.key is not None)

    def _add(self, place: int, row: Row, choosing: bool) -> None:
        theme = current()
        name = Label(row.name, "secondary", "ink-2", wrap=True, parent=self)
        name.setContentsMargins(theme.px(PAD), theme.px(7), theme.px(PAD), theme.px(7))
        name.setFixedWidth(theme.px(NAME_COLUMN))
        self._grid.addWidget(name, place, 0)
        self._names.append(name)
        group = QButtonGroup(self)
        for at, text in enumerate(row.cells):
            strong = row.strong[at] if row.strong else False
            cell: QWidget
            if choosing:
                cell = _Choice(text, strong, f"{row.name}：{text}", self)
                cell.setObjectName(f"choice_{place}_{at}")
                group.addButton(cell, at)
            else:
                cell = Label(text, "body", strong=strong, wrap=True, parent=self)
                cell.setContentsMargins(theme.px(PAD), theme.px(6), theme.px(PAD), theme.px(6))
            self._grid.addWidget(cell, place, at + 1)
        if choosing:
            self._choices[row.key] = _Choosing(group, self._field(place, row) if row.own else None)
            group.idToggled.connect(lambda at, on: self._chosen(row.key, on))

    def _head(self, column: Column, at: int) -> QWidget:
        """Whose column it is."""
        theme = current()
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(PAD), theme.px(5), theme.px(PAD), theme.px(5))
        row.setSpacing(theme.px(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Label(column.title, "body", strong=True, wrap=True, parent=head))
        if column.facts:
            words.addWidget(Label(column.facts, "hint", "ink-2", parent=head))
        words.addStretch(1)
        row.addLayout(words, 1)
        if column.badge:
            badge = Badge(column.badge, "action", parent=head)
            badge.setToolTip(column.hint)
            badge.setAccessibleDescription(column.hint)
            row.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        if column.action:
            button = KeyButton(column.action, height="small", parent=head)
            button.setObjectName(f"columnAction_{at}")
            button.setAccessibleName(f"{column.title} {column.action}")
            button.clicked.connect(lambda: self.acted.emit(at))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _field(self, place: int, row: Row) -> QLineEdit:
        theme = current()
        box = QWidget(self)
        inside = QHBoxLayout(box)
        inside.setContentsMargins(theme.px(6), theme.px(4), theme.px(6), theme.px(4))
        field = QLineEdit(box)
        field.setObjectName(f"own_{place}")
        field.setAccessibleName(f"{row.name} 另填")
        field.setPlaceholderText("写数字" if row.own == "number" else "自己写")
        field.textEdited.connect(lambda text: self._typed(row.key, text))
        inside.addWidget(field)
        self._grid.addWidget(box, place, self._width + 1)
        return field

    # -- choosing --------------------------------------------------------------------------------------------------

    def choose(self, key: Hashable, at: int) -> None:
        """Choose this version's value; says nothing."""
        choosing = self._choices[key]
        was = choosing.group.blockSignals(True)
        choosing.group.button(at).setChecked(True)
        choosing.group.blockSignals(was)

    def chosen(self) -> dict[Hashable, int | str]:
        """By row the version that was chosen, or the words that were written; what is undecided is left out."""
        found: dict[Hashable, int | str] = {}
        for key, choosing in self._choices.items():
            if choosing.field is not None and choosing.field.text().strip():
                found[key] = choosing.field.text().strip()
            elif choosing.group.checkedId() >= 0:
                found[key] = choosing.group.checkedId()
        return found

    def _chosen(self, key: Hashable, on: bool) -> None:
        field = self._choices[key].field
        if on:
            if field is not None:
                field.clear()
            self.changed.emit()

    def _typed(self, key: Hashable, text: str) -> None:
        group = self._choices[key].group
        if text.strip() and group.checkedId() >= 0:
            group.setExclusive(False)
            group.checkedButton().setChecked(False)
            group.setExclusive(True)
        self.changed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines between the cells; by the cells' own places, since a grid asked for a height forgets its rows."""
        theme, painter = current(), begin(self)
        draw_box(painter, self.rect(), theme.colour("surface"), theme.colour("line"), theme.line, RADIUS)
        line = theme.colour("line")
        height = self._heads[0].height() if self._heads else 0
        painter.fillRect(theme.line, theme.line, self.width() - 2 * theme.line, height, theme.colour("bg"))
        for name in self._names:
            painter.fillRect(0, name.y() - theme.line, self.width(), theme.line, line)
        for head in self._heads:
            painter.fillRect(head.x() - theme.line, 0, theme.line, self.height(), line)


class _Choice(QAbstractButton):
    """A value to choose: a ring before it, filled when it is chosen."""

    def __init__(self, text: str, strong: bool, spoken: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self._strong = strong
        self.setCheckable(True)
        self.setAccessibleName(spoken)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _lines(self, width: int) -> list[str]:
        theme = current()
        room = width - theme.px(RING + 3 * PAD)
        metrics = theme.metrics("body", self._strong or theme.sunlight)
        return wrap(self.text(), max(1, room), metrics.horizontalAdvance, spoken=False)

    def _line_height(self) -> int:
        return round(current().type("body")[0] * 1.5)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = current()
        return max(theme.height("control"), len(self._lines(width)) * self._line_height() + theme.px(12))

    def sizeHint(self) -> QSize:
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else current().px(240)
        return QSize(current().px(120), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(90), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        if self.isChecked() or self.isDown():
            painter.fillRect(self.rect(), theme.colour("selection"))
        side = theme.px(RING)
        lines = self._lines(self.width())
        height = self._line_height()
        top = (self.height() - len(lines) * height) // 2
        ring = QRect(theme.px(PAD), top + (height - side) // 2, side, side)
        tone: Token = "action" if self.isChecked() else "edge"
        draw_box(painter, ring, theme.colour("surface"), theme.colour(tone), max(2, theme.line), side / 2)
        if self.isChecked():
            inset = theme.px(5)
            dot = ring.adjusted(inset, inset, -inset, -inset)
            draw_box(painter, dot, theme.colour("action"), None, 0, dot.width() / 2)
        painter.setFont(theme.label_font("body", self._strong))
        painter.setPen(theme.colour("ink"))
        x = ring.right() + 1 + theme.px(PAD)
        for number, line in enumerate(lines):
            where = QRect(x, top + number * height, self.width() - x, height)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line)
