"""The list behind a figure: which enterprises, zones, visits or failures it counts, each with its why; and back."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.ui import tasks
from zjg_inspect.ui.office.behind_words import Behind, Listed
from zjg_inspect.ui.office.board_looks import draw_sign
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, action_width, draw_ground
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card, EmptyState, Rule
from zjg_inspect.ui.widgets.paint import draw_text, reveal, text_width
from zjg_inspect.ui.widgets.search import SearchField
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

_FEW = 3
_PLACE = 190


class ListedLook(RowLook):
    """The name, where it is, the why under it; 达到 as sign and word."""

    def height(self, value: Listed, width: int) -> int:
        return current().px(56)

    def spoken(self, value: Listed) -> str:
        return value.spoken()

    def action(self, value: Listed) -> str:
        return value.action

    def paint(self, painter: QPainter, rect: QRect, value: Listed, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        left, right = rect.x() + theme.px(16), rect.right() - theme.px(28) - action_width(value.action)
        body, place = theme.font("body", selected), theme.font("secondary")
        line = QRect(left, rect.y() + theme.px(7), right - left, theme.px(22))
        room = min(theme.px(_PLACE), text_width(value.place, place)) + theme.px(12)
        draw_text(painter, line.adjusted(0, 0, -room, 0), value.name, body, "ink")
        after = min(text_width(value.name, body), line.width() - room) + theme.px(12)
        draw_text(painter, line.adjusted(after, 0, 0, 0), value.place, place, "ink-2")
        under = QRect(left, line.bottom() + 1, right - left, theme.px(20))
        if value.reached and value.tone == "pass":
            under.setLeft(draw_sign(painter, QPoint(left, under.center().y()), "check", "达到", "pass"))
            draw_text(painter, under, value.why.removeprefix("达到"), place, "ink-2")
        else:
            draw_text(painter, under, value.why, place, value.tone)


class BehindList(QWidget):
    """`left` when going back; `opened` gives the row that was opened; `failed` what went wrong in reading."""

    left = Signal()
    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("behind")
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        self.card = spare_edge(Card(parent=self))
        rows.addWidget(self.card)
        head = QWidget(self.card)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(8), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(10))
        self.back = KeyButton("回到看板", "chevron-left", "Esc", kind="quiet", parent=head)
        self.back.setObjectName("behindBack")
        self.back.clicked.connect(self.left)
        self._title = Label("", "look", strong=True, parent=head)
        self._count = ElidedLabel("", "secondary", "ink-2", parent=head)
        row.addWidget(self.back)
        row.addWidget(self._title)
        row.addWidget(self._count, 1)
        self._choices = QHBoxLayout()
        row.addLayout(self._choices)
        self.search = SearchField("名称、村或原因", "在这份名单里查", head)
        self.search.setMaximumWidth(theme.px(240))
        row.addWidget(self.search)
        self.list = PaintedList("behindRows", "名单", ListedLook(), parent=self.card)
        self.list.setUniformItemSizes(True)
        self.empty = EmptyState("", parent=self.card)
        self.card.add(head)
        self.card.add(Rule(self.card))
        self.card.add(self.list, 1)
        self.card.add(self.empty, 1)
        self.list.opened.connect(self.opened)
        self.list.acted.connect(self.opened)
        self.search.changed.connect(lambda _text: self._fill())
        self.search.stepped.connect(self.list.step)
        self.search.accepted.connect(lambda: self.opened.emit(self.list.current()) if self.list.current() else None)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._leave)
        self._behind: Behind | None = None
        self._shown = ""
        self._rows: Sequence[Listed] = ()
        self._switch: Segmented | QComboBox | None = None

    def show_behind(self, behind: Behind) -> None:
        """Read and show it anew, from its first list on."""
        self._behind, self._rows = behind, ()
        self._title.setText(behind.title)
        self.search.line.clear()
        self._offer(behind)
        self._choose(behind.first)
        QTimer.singleShot(0, self.list, lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))

    def refresh(self) -> None:
        """Read the list that is shown anew."""
        if self._behind is not None:
            self._choose(self._shown)

    def rows(self) -> list[Listed]:
        return self.list.values()

    def words(self) -> str:
        return f"{self._title.text()}　{self._count.text()}"

    def switch(self) -> Segmented | QComboBox | None:
        """Between the lists that belong together; None where there is only one."""
        return self._switch

    def _leave(self) -> None:
        """Esc first puts away what is searched for."""
        if self.search.line.hasFocus() and self.search.text():
            self.search.line.clear()
        else:
            self.left.emit()

    def _offer(self, behind: Behind) -> None:
        if self._switch is not None:
            self._choices.removeWidget(self._switch)
            self._switch.hide()
            self._switch.deleteLater()
            self._switch = None
        if len(behind.choices) < 2:
            return
        words = {each.key: each.words + ("" if each.number is None else f" {each.number}") for each in behind.choices}
        if len(behind.choices) <= _FEW:
            switch = Segmented([(key, word, "") for key, word in words.items()], "看哪些", "small", self)
            switch.setObjectName("behindChoice")
            switch.set_value(behind.first)
            switch.changed.connect(self._choose)
            self._switch = switch
        else:
            box = QComboBox(self)
            box.setObjectName("behindChoice")
            box.setAccessibleName("看哪些")
            for key, word in words.items():
                box.addItem(word, key)
            box.setCurrentIndex(list(words).index(behind.first))
            box.setMinimumWidth(current().px(120))
            box.setMaximumWidth(current().px(250))
            box.activated.connect(lambda at: self._choose(box.itemData(at)))
            self._switch = box
        self._choices.addWidget(self._switch)

    def _choose(self, key: str) -> None:
        behind = self._behind
        if behind is None:
            return
        self._shown = key
        tasks.run(
            self, lambda _step: behind.load(key), lambda found: self._take(behind, key, found), self.failed.emit
        )  # fmt: skip

    def _take(self, behind: Behind, key: str, found: Sequence[Listed]) -> None:
        if behind is self._behind and key == self._shown:
            self._rows = found
            self._fill()

    def _fill(self) -> None:
        behind = self._behind
        if behind is None:
            return
        wanted = self.search.text().strip()
        before = self.list.current()
        shown = [row for row in self._rows if wanted in row.name or wanted in row.place or wanted in row.why]
        self.list.set_values(shown)
        if shown:
            self.list.choose(before if before in shown else shown[0], tell=False)
        every = f"共 {len(self._rows)} {behind.measure}"
        self._count.setText(f"找到 {len(shown)} {behind.measure}，{every}" if wanted else every)
        nothing = f"没找到“{wanted}”。换几个字试试。" if wanted else behind.empty
        self.empty.set_words(nothing)
        reveal(self.empty, not shown)
        reveal(self.list, bool(shown))
