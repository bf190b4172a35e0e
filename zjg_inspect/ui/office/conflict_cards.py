"""The conflicts among what the office's 收件 has for a person to do: a card each, settled in place."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.service import conflicts
from zjg_inspect.service.conflicts import Conflict
from zjg_inspect.ui import messages
from zjg_inspect.ui.conflict_card import ConflictCard, Decision
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label

SHOWN = 4


class ConflictCards(QWidget):
    """Stands on a page, which says what was done; the first few have their cards, the others follow as these go."""

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("conflictCards")
        self._page = page
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(current().px(12))
        self._more = Label("", "secondary", "ink-2", wrap=True, parent=self)
        self._more.setObjectName("moreConflicts")
        self.cards: list[ConflictCard] = []

    def todo(self) -> int:
        """How many this office may settle."""
        return sum(each.may_merge for each in conflicts.conflicts(self._page.db))

    def refresh(self, first: int, leads: bool) -> int:
        """Show what is in conflict now, numbered from `first`; gives how many. `leads`: no other card does.

        A card in which somebody is choosing stays as it is while its versions are the same.
        """
        found = conflicts.conflicts(self._page.db)
        found.sort(key=lambda each: not each.may_merge)
        before = {(card.shown.kind, card.shown.entity): card for card in self.cards}
        self.cards = []
        for each in found[:SHOWN]:
            shown = conflicts.conflict(self._page.db, each.kind, each.entity)
            if shown is not None:
                card = before.pop((each.kind, each.entity), None)
                if card is not None and card.shown == shown:
                    self.cards.append(card)
                    card.set_number(first + len(self.cards) - 1)
                    continue
                if card is not None:
                    self._drop(card)
                self.cards.append(self._card(shown, first + len(self.cards), leads and not self.cards))
        for gone in before.values():
            self._drop(gone)
        for widget in (*self.cards, self._more):
            self._rows.removeWidget(widget)
            self._rows.addWidget(widget)
        left = len(found) - len(self.cards)
        self._more.setText(f"还有 {left} 处改动没有定，定好这几处再往下列。")
        reveal(self._more, left > 0)
        reveal(self, bool(found))
        return len(found)

    def _card(self, shown: Conflict, number: int, leads: bool) -> ConflictCard:
        card = ConflictCard(shown, number, leads, parent=self)
        card.decided.connect(lambda decision: self._settle(card, decision))
        card.reviewed.connect(lambda: self._page.went.emit("review", shown.visit))
        return card

    def _drop(self, card: ConflictCard) -> None:
        self._rows.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _settle(self, card: ConflictCard, decision: Decision) -> None:
        db, shown = self._page.db, decision.shown

        def work(_step: Any) -> str:
            return conflicts.merge_conflict(
                db, shown.kind, shown.entity, shown.versions, decision.choices, take=decision.take
            )

        def done(_version: Any) -> None:
            self._page.said.emit(f"{shown.name}：定好了，{decision.label}。原来的几份都留着，随下一个包发下去。", False)
            self._page.changed.emit()
            self._page.refresh()

        def failed(error: Exception) -> None:
            card.set_busy(False)
            if isinstance(error, errors.ConflictOutdated):
                self._page.say_error(error)
                self._page.refresh()
            else:
                card.error.set_text(messages.sentence(error))

        card.set_busy(True)
        self._page.in_background(work, done, failed)
