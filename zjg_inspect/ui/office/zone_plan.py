"""怎么补上: what would bring a zone over the line, enterprise by enterprise, the cheapest first."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjg_inspect.service.planning import Planned, ZonePlan
from zjg_inspect.ui.office.painted import PaintedList, RowLook, action_width, draw_ground
from zjg_inspect.ui.office.plan_words import action_of, group_words, plan_sentence, steps_words
from zjg_inspect.ui.office.rich import Part, RichLabel, draw_rich, plain, rich_height
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.paint import draw_text, text_width


class Group(NamedTuple):
    """A heading in the list."""

    words: str


class PlanRow(NamedTuple):
    """An enterprise, what is to be done there and why; `number` in the order in which it is done, 0 for none."""

    number: int
    planned: Planned
    words: str
    why: str


class PlanLook(RowLook):
    """Number, name and why on one line, what is to be done under it."""

    def height(self, value: Any, width: int) -> int:
        theme = current()
        if isinstance(value, Group):
            return theme.px(34)
        words = rich_height([Part(value.words)], self._words_rect(QRect(0, 0, width, 0), value).width(), "secondary")
        return max(theme.px(56), theme.px(7 + 22 + 9) + words)

    def choosable(self, value: Any) -> bool:
        return isinstance(value, PlanRow)

    def spoken(self, value: Any) -> str:
        if isinstance(value, Group):
            return value.words
        number = f"{value.number}，" if value.number else ""
        return f"{number}{value.planned.name}，{value.words}，{value.why}"

    def action(self, value: Any) -> str:
        return action_of(value.planned) if isinstance(value, PlanRow) else ""

    def _words_rect(self, rect: QRect, value: PlanRow) -> QRect:
        theme = current()
        word = self.action(value)
        right = rect.right() - theme.px(16) - (action_width(word) + theme.px(12) if word else 0)
        left = rect.x() + theme.px(44)
        return QRect(left, rect.y() + theme.px(7), right - left, theme.px(22))

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme = current()
        if isinstance(value, Group):
            draw_ground(painter, rect, False, "bg")
            draw_text(painter, rect.adjusted(theme.px(16), 0, 0, 0), value.words, theme.font("hint"), "ink-2")
            return
        draw_ground(painter, rect, selected)
        line = self._words_rect(rect, value)
        if value.number:
            place = QRect(rect.x() + theme.px(8), line.y(), theme.px(26), line.height())
            draw_text(painter, place, str(value.number), theme.font("secondary"), "ink-2", Qt.AlignmentFlag.AlignRight)
        font = theme.font("body", selected)
        draw_text(painter, line, value.planned.name, font, "ink")
        why = line.adjusted(min(text_width(value.planned.name, font), line.width()) + theme.px(12), 0, 0, 0)
        if why.width() > theme.px(60):
            draw_text(painter, why, value.why, theme.font("hint"), "ink-2", Qt.AlignmentFlag.AlignRight)
        under = QRect(line.x(), line.bottom() + 1, line.width(), rect.bottom() - line.bottom())
        draw_rich(painter, under, [Part(value.words)], "secondary")


class PlanView(QWidget):
    """`opened` gives the enterprise (Planned) to look at; `acted` the one whose first step is a signature or a conflict
    that can be seen to at once."""

    opened = Signal(object)
    acted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("zonePlan")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(10))
        self.sentence = RichLabel((), "body", self)
        self.sentence.setObjectName("planSentence")
        head.addWidget(self.sentence)
        column.addLayout(head)
        column.addWidget(Rule(self))
        self.list = PaintedList("planRows", "怎么补上", PlanLook(), parent=self)
        column.addWidget(self.list, 1)
        self.list.opened.connect(lambda row: self.opened.emit(row.planned))
        self.list.acted.connect(lambda row: self.acted.emit(row.planned))

    def show_plan(self, plan: ZonePlan, why: Mapping[str, str]) -> None:
        """`why`: what is in each enterprise's way, in words."""
        parts = [Part(text, "ink", bold) for text, bold in plan_sentence(plan)]
        self.sentence.set_parts(parts)
        self.setAccessibleName(plain(parts))
        rows: list[PlanRow | Group] = []
        for heading, some in zip(group_words(plan), (plan.needed, plan.spare, plan.unknown), strict=True):
            if some:
                rows.append(Group(heading))
            for number, each in enumerate(some, 1):
                at = number if some is plan.needed else 0
                rows.append(PlanRow(at, each, steps_words(each, plan), why.get(each.enterprise, "")))
        self.list.set_values(rows, keep=self.list.current())
