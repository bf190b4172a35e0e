"""What there is to ask about a zone: whose visits have far more 不适用 than others', a row each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service.inapplicable import Overused
from zjg_inspect.ui.office.page import empty_out
from zjg_inspect.ui.office.review_skipped import mean_words
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label, Mark

SHOWN = 2


def doubt_words(each: Overused) -> tuple[str, str]:
    """Who, where and how many; and whether it has been asked."""
    said = f"{each.inspectors} {each.date[5:]} 查{each.name}，{each.items} 条不适用，{mean_words(each.elsewhere)}。"
    return said, "已审核。" if each.reviewed else "审核时要问清。"


class ZoneDoubts(QFrame):
    """`looked` gives the inspection that is to be seen."""

    looked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("zoneDoubts")
        self.setProperty("frame", "panel")
        theme = current()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self._rows.setSpacing(theme.px(6))
        self.rows: list[RichLabel] = []
        self.buttons: list[KeyButton] = []

    def show_doubts(self, found: Sequence[Overused]) -> None:
        """The most first; nothing to see where there are none."""
        empty_out(self._rows)
        self.rows, self.buttons = [], []
        for each in found[:SHOWN]:
            self._rows.addWidget(self._row(each))
        if len(found) > SHOWN:
            more = Label(f"另有 {len(found) - SHOWN} 次检查也这样。", "secondary", "ink-2", parent=self)
            self._rows.addWidget(more)
        reveal(self, bool(found))

    def _row(self, each: Overused) -> QWidget:
        theme = current()
        row = QWidget(self)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(10))
        across.addWidget(Mark("circle-alert", "attention", row), 0, Qt.AlignmentFlag.AlignTop)
        fact, strong = doubt_words(each)
        words = RichLabel([Part(fact), Part(strong, "ink", not each.reviewed)], "secondary", row)
        across.addWidget(words, 1)
        button = KeyButton("去看", height="small", parent=row)
        button.setObjectName("lookAtVisit")
        button.setAccessibleDescription(fact)
        button.clicked.connect(lambda _checked=False: self.looked.emit(each.inspection))
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.append(words)
        self.buttons.append(button)
        return row
