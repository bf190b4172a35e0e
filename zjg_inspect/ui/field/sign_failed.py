"""看不符合: what was not met, in large plain words, for the enterprise's person to read before signing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Content, FoundHazard, Grade, Verdict
from zjg_inspect.service.signing import Signing
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import Badge
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import Label


def failed_items(content: Content) -> list[str]:
    """The codes of the items that were not met, in the sheet's order."""
    return [answer.item for answer in content.answers if answer.verdict is Verdict.FAIL]


class FailedItems(QScrollArea):
    """A card for each item that was not met: the item, what was found, what is to be done and by when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("failedItems")
        self.setAccessibleName("不符合的条目")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        touch_scroll(self)

    def show_failed(self, signing: Signing) -> None:
        theme = current()
        page = QWidget(self)
        rows = QVBoxLayout(page)
        margin = theme.px(16)
        rows.setContentsMargins(margin, margin, margin, margin)
        rows.setSpacing(theme.px(12))
        hazards = {hazard.item: hazard for hazard in signing.content.hazards}
        notes = {answer.item: answer.note for answer in signing.content.answers}
        for code in failed_items(signing.content):
            item = signing.visit.form.item(code)
            rows.addWidget(_card(code, item.text, notes[code], hazards.get(code), page))
        rows.addStretch(1)
        self.setWidget(page)


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
