"""选条款: the clauses of the standard for major hazards, those that concern the enterprise first; chosen in place."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from zjg_inspect.service.clauses import Clause, Clauses
from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import draw_text
from zjg_inspect.ui.widgets.search import SearchField, touch_scroll
from zjg_inspect.ui.widgets.text import Label, ends_joined

CLAUSE = Qt.ItemDataRole.UserRole
ROWS = 4
NUMBER = 148
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter


class _Look(QStyledItemDelegate):
    """The number, and beside it the hint over as many lines as it needs."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = current()
        view: QListWidget = self.parent()  # type: ignore[assignment]
        room = QRect(0, 0, view.viewport().width() - theme.px(NUMBER + 32), 1000)
        hint = ends_joined(index.data(CLAUSE).hint)
        words = QFontMetrics(theme.label_font("secondary")).boundingRect(room, int(_WRAPPED), hint)
        return QSize(0, max(theme.height("control"), words.height() + theme.px(16)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, clause = current(), index.data(CLAUSE)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.colour("selection" if chosen else "surface"))
        if chosen:
            painter.fillRect(rect.x(), rect.y(), theme.px(4), rect.height(), theme.colour("action"))
        painter.fillRect(rect.x(), rect.bottom() + 1 - theme.line, rect.width(), theme.line, theme.colour("line"))
        number = QRect(rect.x() + theme.px(16), rect.y(), theme.px(NUMBER - 8), rect.height())
        draw_text(painter, number, clause.number, theme.font("secondary", True), "ink")
        painter.setFont(theme.label_font("secondary"))
        painter.setPen(theme.colour("ink"))
        words = rect.adjusted(theme.px(NUMBER + 16), 0, -theme.px(16), 0)
        painter.drawText(words, int(_WRAPPED), ends_joined(clause.hint))
        painter.restore()


class ClauseList(QWidget):
    """`chosen` gives the criterion that a clause makes; `left` when the person goes back without one."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clauses")
        self._offer: Callable[[], Clauses] | None = None
        self._clauses: Clauses | None = None
        self._made = False
        self.hide()

    def _make(self) -> None:
        """Only a major hazard wants it, so it is not made with every screen."""
        self._made = True
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(12))
        rows.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self.search = SearchField("输几个字找，例如 除尘 火花", "找条款", self)
        self.all = KeyButton("全部条款", parent=self)
        self.all.setObjectName("allClauses")
        self.all.setCheckable(True)
        self.back = KeyButton("收起", "chevron-up", parent=self)
        self.back.setObjectName("closeClauses")
        for button in (self.all, self.back):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head.addWidget(self.search, 1)
        head.addWidget(self.all)
        head.addWidget(self.back)
        rows.addLayout(head)
        self.said = Label("", "hint", "ink-2", wrap=True, parent=self)
        rows.addWidget(self.said)
        self.list = QListWidget(self)
        self.list.setObjectName("clauseList")
        self.list.setAccessibleName("判定标准的条款")
        self.list.setItemDelegate(_Look(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(theme.px(56) * ROWS)
        without_ring(self.list)
        touch_scroll(self.list)
        rows.addWidget(self.list)
        self.search.changed.connect(lambda _text: self._fill())
        self.search.stepped.connect(self._step)
        self.search.accepted.connect(self._take)
        self.all.clicked.connect(lambda _checked: self._fill())
        self.back.clicked.connect(self.put_away)
        self.list.itemClicked.connect(lambda _item: self._take())

    def offer(self, clauses: Callable[[], Clauses]) -> None:
        """Where they come from; asked only once somebody wants to see them."""
        self._offer, self._clauses = clauses, None

    def open(self) -> None:
        if self._clauses is None and self._offer is not None:
            self._clauses = self._offer()
        if not self._made:
            self._make()
        self.search.line.clear()
        self.show()
        self._fill()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_away(self) -> None:
        self.hide()
        self.left.emit()

    def shown(self) -> list[Clause]:
        return [self.list.item(row).data(CLAUSE) for row in range(self.list.count())]

    def _fill(self) -> None:
        if self._clauses is None:
            return
        whole, text = self.all.isChecked(), self.search.text()
        source = self._clauses.all if whole else self._clauses.concerning
        found = [clause for clause in source if clause.says(text)]
        self.list.clear()
        for clause in found:
            item = QListWidgetItem()
            item.setData(CLAUSE, clause)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{clause.number}，{clause.hint}")
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)
        which = f"全部 {len(source)} 条" if whole else f"按行业和现场情况，和这家有关的 {len(source)} 条"
        missing = "" if found else "没有找到。换几个字，或点“全部条款”。"
        early = f"标准 {self._clauses.in_force} 起施行，晚于这次检查，只作参考。" if self._clauses.later else ""
        self.said.setText(f"{missing}{which}。{early}这里只有提示，以公布的原文为准。")

    def _step(self, by: int) -> None:
        row = max(0, min(self.list.count() - 1, self.list.currentRow() + by))
        self.list.setCurrentRow(row)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.hide()
            self.chosen.emit(item.data(CLAUSE).criterion)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._made:
            self.list.scheduleDelayedItemsLayout()
