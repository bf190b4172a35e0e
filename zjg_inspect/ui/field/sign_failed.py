"""看不符合: what was not met, in large plain words, for the enterprise's person to read before signing."""

from collections import deque

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Content, FoundHazard, Grade, Verdict
from zjg_inspect.service.visit_opened import Visit
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import Badge
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import Label


def failed_items(content: Content) -> list[str]:
    """The codes of the items that were not met, in the sheet's order."""
    return [answer.item for answer in content.answers if answer.verdict is Verdict.FAIL]


class FailedItems(QScrollArea):
    """A card for each item that was not met: the item, what was found, what is to be done and by when.

    The cards are made one in a turn while something else is in sight; whoever comes here sees them all.
    """

    def __init__(self, visit: Visit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("failedItems")
        self.setAccessibleName("不符合的条目")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        touch_scroll(self)
        theme, margin = current(), current().px(16)
        self._page = QWidget(self)
        self._rows = QVBoxLayout(self._page)
        self._rows.setContentsMargins(margin, margin, margin, margin)
        self._rows.setSpacing(theme.px(12))
        self._rows.addStretch(1)
        self.setWidget(self._page)
        self._visit = visit
        self._hazards = {hazard.item: hazard for hazard in visit.content.hazards}
        self._notes = {answer.item: answer.note for answer in visit.content.answers}
        self._to_come = deque(failed_items(visit.content))
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._make_one)
        self._turns.start()

    def showEvent(self, event: QShowEvent) -> None:
        while self._to_come:
            self._make_one()
        super().showEvent(event)

    def _make_one(self) -> None:
        if self._to_come:
            code = self._to_come.popleft()
            item = self._visit.form.item(code)
            card = _card(code, item.text, self._notes[code], self._hazards.get(code), self._page)
            self._rows.insertWidget(self._rows.count() - 1, card)
        if not self._to_come:
            self._turns.stop()


def _card(code: str, text: str, note: str, hazard: FoundHazard | None, parent: QWidget) -> Card:
    card = Card(16, 6, parent)
    major = hazard is not None and hazard.rectification.grade is Grade.MAJOR
    card.rows.addWidget(Badge("重大隐患" if major else "不符合", "major" if major else "fail", parent=card))
    card.add(Label(f"{code}　{text}", "look", strong=True, wrap=True, parent=card))
    filled = hazard.rectification if hazard is not None else None
    for name, words in (
        ("看到", note),
        ("隐患", "，".join(part for part in (filled.where, filled.what) if part) if filled else ""),
        ("谁来改", filled.responsible if filled else ""),
        ("怎么改", filled.measures if filled else ""),
        ("改好之前", filled.contingency if filled else ""),
        ("期限", filled.deadline if filled else ""),
    ):
        if words:
            card.add(Label(f"{name}：{words}", "body", wrap=True, parent=card))
    return card
