"""查企业: the line in which the queue is searched, for as long as somebody searches."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.search import SearchField

HINT = "名称、拼音首字母、信用代码、村、检查人、表号"


class FindLine(QWidget):
    """`sought` gives the text, `left` that it is no longer wanted; `stepped` and `accepted` are the field's."""

    sought = Signal(str)
    stepped = Signal(int)
    accepted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findLine")
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        across = QHBoxLayout()
        across.setContentsMargins(MARGIN, theme.px(8), MARGIN, theme.px(8))
        across.setSpacing(theme.px(12))
        self.field = SearchField(HINT, "查要审的企业", self)
        self.close_button = KeyButton("不查了", key="Esc", kind="quiet", parent=self)
        self.close_button.setObjectName("leaveFinding")
        self.close_button.clicked.connect(self.left)
        across.addWidget(self.field, 1)
        across.addWidget(self.close_button)
        rows.addLayout(across)
        rows.addWidget(Rule(self))
        self.field.changed.connect(self.sought)
        self.field.stepped.connect(self.stepped)
        self.field.accepted.connect(self.accepted)

    def begin(self) -> None:
        """Show it, with the keyboard in it."""
        self.show()
        self.field.setFocus()
        self.field.line.selectAll()

    def end(self) -> None:
        """Put it away, empty."""
        self.field.line.clear()
        self.hide()

    def say_found(self, total: int) -> None:
        self.field.set_hint(f"找到 {total} 次" if self.field.text().strip() else "")
