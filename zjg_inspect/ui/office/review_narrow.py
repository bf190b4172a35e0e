"""The queue of a narrow window: a drop-down above the visit, what is seen besides, and signing together."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjg_inspect.service.review_queue import Queued, Sought, Waiting
from zjg_inspect.ui.office.review_queue import FEWEST, OrderBox, QueueBox, together_words
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal


class NarrowHead(QWidget):
    """`box` to choose a visit from, `order` to sort them, `switch` to those that were reviewed, `together` to sign what
    was opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        across = QHBoxLayout(self)
        across.setContentsMargins(MARGIN, theme.px(10), MARGIN, 0)
        across.setSpacing(theme.px(12))
        self.box = QueueBox(self)
        self.together = KeyButton("", "clipboard-check", parent=self)
        self.together.setObjectName("signTogetherNarrow")
        self.together.setAccessibleName("一起签看过的")
        self.together.setToolTip("打开看过、没有要问要退的，签一个名")
        self.together.hide()
        self.switch = KeyButton("看已审的", parent=self)
        self.switch.setObjectName("switchQueue")
        self.order = OrderBox(short=True, parent=self)
        self.order.setObjectName("queueOrderNarrow")
        across.addWidget(self.box, 1)
        across.addWidget(self.order)
        across.addWidget(self.together)
        across.addWidget(self.switch)

    def show_queued(self, queued: Queued, sought: Sought) -> None:
        """The visits in the order in which they are listed."""
        visits: list[Waiting] = queued.rows
        self.box.set_visits(visits, queued.total - len(visits))
        self.box.setEnabled(bool(visits))
        self.order.show_order(sought)
        self.switch.set_words("看待审的" if sought.done else "看已审的")
        self.show_plain(0 if sought.done else queued.plain)

    def show_plain(self, plain: int) -> None:
        """How many were opened and may be signed together."""
        self.together.set_words(together_words(plain, short=True))
        reveal(self.together, plain >= FEWEST)
