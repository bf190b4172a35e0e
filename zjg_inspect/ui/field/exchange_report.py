"""What became of the bundles that were taken in, in plain words: a card each for what is news."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjg_inspect.service.exchange import FileReport
from zjg_inspect.ui.field.exchange_words import (
    HELD,
    KNOWN,
    OTHERS,
    RECEIVED,
    REFUSED,
    Fate,
    equation,
    fate_of,
    known_words,
    others_words,
    sentences,
    whose,
)
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import Badge
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label


class ReportCard(Card):
    """A file or several of one fate; `went` gives the tab where what it brought is to be seen."""

    went = Signal(str)

    def __init__(self, fate: Fate, title: str, said: Sequence[str], facts: str = "", parent: QWidget | None = None):
        super().__init__(16, 6, parent)
        self.setObjectName("report")
        theme = current()
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(Badge(fate.word, fate.badge, fate.icon, parent=self))
        head.addWidget(ElidedLabel(title, "body", strong=True, parent=self), 1)
        self.rows.addLayout(head)
        self._said = [fate.word, title, *said, *([facts] if facts else [])]
        for sentence in said:
            wrong = fate is REFUSED
            self.add(InlineError(sentence, self) if wrong else Label(sentence, "body", wrap=True, parent=self))
        if facts:
            self.add(Label(facts, "secondary", "ink-2", wrap=True, parent=self))
        self.setAccessibleName("，".join(self._said))

    def offer(self, words: str, tab: str) -> None:
        """A way to what came."""
        button = KeyButton(words, "chevron-right", parent=self)
        button.setObjectName(f"see_{tab}")
        button.clicked.connect(lambda: self.went.emit(tab))
        self.rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def text(self) -> str:
        """All that the card says."""
        return "\n".join(self._said)


# What is news stands first; what changes nothing here is said in one card for all of its kind.
_ORDER = (RECEIVED, HELD, REFUSED, KNOWN, OTHERS)


def cards_of(reports: Sequence[FileReport], parent: QWidget) -> list[ReportCard]:
    """The reports as cards, the most important first."""
    cards: list[ReportCard] = []
    for fate in _ORDER:
        found = [report for report in reports if fate_of(report) is fate]
        if fate in (KNOWN, OTHERS) and len(found) > 1:
            said = known_words(found) if fate is KNOWN else others_words(found)
            cards.append(ReportCard(fate, f"{len(found)} 个包", [said], parent=parent))
        else:
            cards += [_card(report, parent) for report in found]
    return cards


def _card(report: FileReport, parent: QWidget) -> ReportCard:
    file = PurePath(report.file).name
    facts = " · ".join(part for part in (equation(report), file if report.sender_name else "") if part)
    card = ReportCard(fate_of(report), whose(report), sentences(report), facts, parent)
    news = report.news
    if news is not None and (news.returned or news.refused):
        card.offer("去“已签”看", "sealed")
    elif news is not None and news.assigned:
        card.offer("去“今日”看", "today")
    return card
