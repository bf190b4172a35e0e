"""The page of the signatures: their order, and the one whose turn it is."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.ui.field.sign_order import SignOrder
from zjg_inspect.ui.field.sign_turn import TurnPanel
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.text import Label


class SignsPage(QWidget):
    """The keyboard goes to whoever signs now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(current().px(8))
        head = QHBoxLayout()
        head.addWidget(Label("签字顺序", "body", strong=True, parent=self), 1)
        self.change = KeyButton("改签字人", "users", kind="quiet", parent=self)
        self.change.setObjectName("changePeople")
        head.addWidget(self.change)
        rows.addLayout(head)
        self.order = SignOrder(self)
        rows.addWidget(self.order)
        self.turn = TurnPanel(self)
        rows.addWidget(self.turn, 1)
        lead_focus(self, lambda: self.turn)

    def set_short(self, short: bool) -> None:
        self.order.set_short(short)
        self.turn.set_short(short)
