"""收发: what the office decided on what was entered on this laptop, to be read again later."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from zjg_inspect.service.proposals import Outcome
from zjg_inspect.ui.field.exchange_words import decided_words
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label

SHOWN = 6


class DecidedCard(Card):
    """What was turned down stands first, with the reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(16, 6, parent)
        self.setObjectName("decided")
        self.add(Label("你登记的，镇里定了", "look", strong=True, parent=self))
        self._lines = Label("", "secondary", wrap=True, parent=self)
        self.add(self._lines)
        self.hide()

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        said = decided_words(sorted(outcomes, key=lambda each: each.fate != "declined"))
        more = [f"还有 {len(said) - SHOWN} 条更早的。"] if len(said) > SHOWN else []
        self._lines.setText("\n".join([*said[:SHOWN], *more]))
        reveal(self, bool(said))

    def words(self) -> str:
        return self._lines.text()
