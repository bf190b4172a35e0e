"""The queue of visits that wait for their review: major hazards first, searched, sorted, a page at a time."""

from collections.abc import Collection
from typing import get_args

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.service.review_queue import Order, Queued, Sought, Waiting
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.office.review_queue_look import DONE_ORDERS, ORDERS, More, QueueLook, listed, mark_of
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import EmptyState, Rule
from zjg_inspect.ui.widgets.paint import reveal

WIDTH = 262
WIDE = 380
EMPTY = "没有等你审核的检查。新的一到就会出现在这里。"
EMPTY_DONE = "还没有审过的检查。"
FEWEST = 2
"""Visits from which on signing them together is offered."""


def nothing_words(sought: Sought) -> str:
    """Why the list is empty."""
    if text := sought.text.strip():
        return f"没找到“{text}”。试试少输一个字母，或输入信用代码后几位。"
    if sought.majors:
        return "没有带重大隐患的检查。"
    return EMPTY_DONE if sought.done else EMPTY


def together_words(plain: int, short: bool = False) -> str:
    return f"一起签 {plain} 次" if short else f"一起签看过的 {plain} 次"


class OrderBox(QComboBox):
    """What the visits are sorted by; `picked` gives the order."""

    picked = Signal(str)

    def __init__(self, short: bool = False, parent: QWidget | None = None) -> None:
        """`short`: without saying that major hazards stand first all the same."""
        super().__init__(parent)
        self._short = short
        self.setObjectName("queueOrder")
        self.setAccessibleName("排列")
        self.setSizePolicy(
            QSizePolicy.Policy.Fixed if short else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
        )
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda at: self.picked.emit(self.itemData(at)))

    def show_order(self, sought: Sought) -> None:
        self.clear()
        for order, words in DONE_ORDERS if sought.done else ORDERS:
            self.addItem(words if sought.done or self._short else f"重大在前，{words}", order)
        self.setCurrentIndex(self.findData(sought.order))


class Queue(QWidget):
    """`chosen` gives the visit to show, `switched` whether the reviewed ones are asked for; `more` asks for further
    ones, `together` for signing what was opened."""

    chosen = Signal(object)
    switched = Signal(bool)
    more = Signal()
    together = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self.setProperty("fill", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        across.addLayout(rows, 1)
        across.addWidget(Rule(self, upright=True))
        head = QWidget(self)
        row = QVBoxLayout(head)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        row.setSpacing(theme.px(8))
        self.which = Segmented([("waiting", "待审", ""), ("done", "已审", "")], "看哪些", "small", head)
        self.which.set_value("waiting")
        self.which.changed.connect(lambda value: self.switched.emit(value == "done"))
        self.order = OrderBox(parent=head)
        row.addWidget(self.which)
        row.addWidget(self.order)
        self.list = PaintedList("reviewQueue", "待审的检查", QueueLook(), parent=self)
        self.list.chosen.connect(self._chosen)
        self.list.acted.connect(lambda _value: self.more.emit())
        self.list.opened.connect(self._opened)
        self.empty = EmptyState(EMPTY, parent=self)
        self.sign = QWidget(self)
        foot = QVBoxLayout(self.sign)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(Rule(self.sign))
        room = QHBoxLayout()
        room.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.sign_button = KeyButton("", "clipboard-check", parent=self.sign)
        self.sign_button.setObjectName("signTogether")
        self.sign_button.setAccessibleName("一起签看过的")
        self.sign_button.clicked.connect(self.together)
        room.addWidget(self.sign_button, 1)
        foot.addLayout(room)
        rows.addWidget(head)
        rows.addWidget(Rule(self))
        rows.addWidget(self.list, 1)
        rows.addWidget(self.empty, 1)
        rows.addWidget(self.sign)
        self.sign.hide()
        self.set_wide(False)

    def set_wide(self, wide: bool) -> None:
        """Where there is room, long names of enterprises get more of it."""
        self.setFixedWidth(current().px(WIDE if wide else WIDTH))

    def show_queued(self, queued: Queued, sought: Sought, waiting: int) -> None:
        """`waiting`: how many wait in all, whatever is sought."""
        self.which.set_value("done" if sought.done else "waiting")
        self.which.buttons["waiting"].setText(f"待审 {waiting}" if waiting else "待审")
        self.order.show_order(sought)
        self.list.set_values(listed(queued, sought))
        self.empty.set_words(nothing_words(sought))
        reveal(self.list, bool(queued.rows))
        reveal(self.empty, not queued.rows)
        self.show_plain(0 if sought.done else queued.plain)

    def show_plain(self, plain: int) -> None:
        """How many were opened and may be signed together."""
        self.sign_button.set_words(together_words(plain))
        reveal(self.sign, plain >= FEWEST)

    def show_opened(self, versions: Collection[str]) -> None:
        """Mark these as opened."""
        values = self.list.rows.values
        for at, value in enumerate(values):
            if isinstance(value, Waiting) and value.version in versions and not value.opened:
                values[at] = replace(value, opened=True)
        self.list.viewport().update()

    def visits(self) -> list[Waiting]:
        """In the order in which they stand."""
        return [value for value in self.list.values() if isinstance(value, Waiting)]

    def _chosen(self, value: object) -> None:
        if isinstance(value, Waiting):
            self.chosen.emit(value)

    def _opened(self, value: object) -> None:
        if isinstance(value, More):
            self.more.emit()


class QueueBox(QComboBox):
    """The queue as a drop-down, for narrow windows; `picked` gives the visit, `more` asks for further ones."""

    picked = Signal(object)
    more = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queueBox")
        self.setAccessibleName("待审的检查")
        self._visits: list[Waiting] = []
        self.activated.connect(self._pick)

    def set_visits(self, visits: list[Waiting], left: int = 0) -> None:
        """`left`: how many more there are than these."""
        self._visits = visits
        self.clear()
        for visit in visits:
            self.addItem(f"{visit.name} · {mark_of(visit).words}")
        if left:
            self.addItem(f"还有 {left} 次，再列一些")

    def show_visit(self, inspection: str) -> None:
        at = next((n for n, visit in enumerate(self._visits) if visit.inspection == inspection), -1)
        self.setCurrentIndex(at)

    def _pick(self, at: int) -> None:
        if at < len(self._visits):
            self.picked.emit(self._visits[at])
        else:
            self.more.emit()


def order_of(name: str) -> Order:
    """The order of this name."""
    return next((each for each in get_args(Order) if each == name), "first")
