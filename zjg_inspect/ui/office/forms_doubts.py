"""What was guessed, cut or left out when a table was read, each by sheet, row and column, to be looked at."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service.forms import DraftDoubt
from zjg_inspect.ui.office.forms_rows import DoubtLine, DoubtLook
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label


class Doubts(QWidget):
    """`settled` gives which were looked at, or are to be looked at again; `amended` the doubt that is to be mended."""

    settled = Signal(set, bool)
    amended = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        self.said = Label("", "body", wrap=True, parent=self)
        self.said.setObjectName("doubtsSaid")
        rows.addWidget(self.said)
        card = spare_edge(Card(parent=self))
        self.list = PaintedList("formDoubts", "存疑", DoubtLook(), parent=card)
        card.add(self.list, 1)
        rows.addWidget(card, 1)
        for signal in (self.list.acted, self.list.opened):
            signal.connect(lambda line: self.settled.emit({line.at}, not line.doubt.settled))
        self.all_button = KeyButton("都看过了", "check", parent=self)
        self.all_button.setObjectName("settleAll")
        self.all_button.clicked.connect(self._settle_all)
        self.amend_button = KeyButton("去改这一处", "pencil", "F2", parent=self)
        self.amend_button.setObjectName("amendDoubt")
        self.amend_button.clicked.connect(self.amend)
        self.list.chosen.connect(lambda _line: self._offer())
        foot = QHBoxLayout()
        foot.addWidget(self.amend_button)
        foot.addWidget(self.all_button)
        foot.addStretch(1)
        rows.addLayout(foot)

    def show_doubts(self, doubts: tuple[DraftDoubt, ...], file: str) -> None:
        """What is still to be looked at stands first."""
        at = self.list.current()
        lines = [DoubtLine(n, each) for n, each in enumerate(doubts)]
        lines.sort(key=lambda line: line.doubt.settled)
        self.list.set_values(lines)
        left = sum(not line.doubt.settled for line in lines)
        self.said.setText(
            f"读“{file}”时有 {len(lines)} 处拿不准，先这样写了，还有 {left} 处没看过。要改的，选中它点“去改”。"
            if lines
            else f"“{file}”每一格都读明白了，没有存疑。"
        )
        reveal(self.all_button, left > 1)
        if lines:
            row = next((line for line in lines if at is not None and line.at == at.at), lines[0])
            self.list.choose(row if not row.doubt.settled else lines[0])
        self._offer()

    def amend(self) -> None:
        """Where the chosen one can be put right: its item, or what the form says of itself."""
        if not self.amend_button.isHidden() and self.amend_button.isEnabled():
            self.amended.emit(self.list.current().doubt.doubt)

    def _offer(self) -> None:
        line = self.list.current()
        doubt = line.doubt.doubt if line is not None else None
        reveal(self.amend_button, doubt is not None)
        if doubt is not None:
            # about a column or what was left out: there is no one place
            self.amend_button.setEnabled(bool(doubt.item or doubt.field))
            self.amend_button.setText(f"去改 {doubt.item}" if doubt.item else "去改这一处")

    def _settle_all(self) -> None:
        self.settled.emit({line.at for line in self.list.values() if not line.doubt.settled}, True)
