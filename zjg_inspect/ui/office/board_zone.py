"""One zone of the board: its verdict in a sentence, and its enterprises, each with all that is in its way."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service.inapplicable import Overused
from zjg_inspect.service.planning import ZonePlan
from zjg_inspect.service.verdicts import EnterpriseStanding, ZoneVerdict
from zjg_inspect.ui.office.board_looks import draw_sign
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, action_width, draw_ground
from zjg_inspect.ui.office.reason_words import reason_lines, reasons_line
from zjg_inspect.ui.office.rich import Parts, draw_rich, plain, rich_height
from zjg_inspect.ui.office.why import zone_sentence
from zjg_inspect.ui.office.zone_doubts import ZoneDoubts
from zjg_inspect.ui.office.zone_plan import PlanView
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card, Rule
from zjg_inspect.ui.widgets.paint import draw_text, reveal, text_width
from zjg_inspect.ui.widgets.text import ElidedLabel, Label


class StandingLook(RowLook):
    """An enterprise of a zone: its name, its verdict as sign and word, and why in one line; in full where it is `open`.

    `day`: the past day that is shown, None for now.
    """

    def __init__(self) -> None:
        self.open = ""
        self.day: date | None = None

    def height(self, value: EnterpriseStanding, width: int) -> int:
        if value.id != self.open or value.verdict.standardised:
            return current().px(56)
        room = width - current().px(32) - self._beside(value)
        lines = sum(rich_height(line, room) + current().px(4) for line in self.lines(value))
        return max(current().px(56), current().px(38) + lines)

    def lines(self, value: EnterpriseStanding) -> Sequence[Parts]:
        return reason_lines(value, self.day or today())

    def spoken(self, value: EnterpriseStanding) -> str:
        if value.verdict.standardised:
            return f"{value.name}，达到，{self._reached(value)}"
        return f"{value.name}，未达到，" + "；".join(plain(line) for line in self.lines(value))

    def action(self, value: EnterpriseStanding) -> str:
        waiting = any(why.kind in ("not_reviewed", "suspended") for why in value.verdict.why_not)
        return "去审核" if waiting and self.day is None else ""

    def _beside(self, value: EnterpriseStanding) -> int:
        word = self.action(value)
        return action_width(word) + current().px(12) if word else 0

    @staticmethod
    def _reached(value: EnterpriseStanding) -> str:
        return f"{value.verdict.date} 的核查已审核"

    def paint(self, painter: QPainter, rect: QRect, value: EnterpriseStanding, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        reached = value.verdict.standardised
        left, right = rect.x() + theme.px(16), rect.right() - theme.px(16) - self._beside(value)
        line = theme.px(22)
        name = QRect(left, rect.y() + theme.px(7), right - left, line)
        if reached:
            word = text_width("达到", theme.font("secondary", True)) + theme.px(22)
            draw_sign(painter, QPoint(right - word, name.center().y()), "check", "达到", "pass")
            name.setRight(right - word - theme.px(8))
        draw_text(painter, name, value.name, theme.font("body", selected or value.id == self.open), "ink")
        under = QRect(left, name.bottom() + 1, right - left, theme.px(20))
        if reached:
            draw_text(painter, under, self._reached(value), theme.font("secondary"), "ink-2")
        elif value.id != self.open:
            major = any(why.kind == "major_hazard" for why in value.verdict.why_not)
            words = reasons_line(value.reasons)
            draw_text(painter, under, words, theme.font("secondary"), "fail" if major else "ink-2")
        else:
            for parts in self.lines(value):
                under.setHeight(rich_height(parts, under.width()))
                draw_rich(painter, under, parts)
                under.moveTop(under.bottom() + 1 + theme.px(4))


class ZonePanel(Card):
    """`opened` an enterprise's id, `acted` one whose visit waits for its review, `stepped` one of the plan whose first
    step can be done at once, `looked` a visit's id, `left` back to the zones."""

    opened = Signal(str)
    acted = Signal(object)
    stepped = Signal(object)
    looked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("zonePanel")
        spare_edge(self)
        theme = current()
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), 0)
        row.setSpacing(theme.px(10))
        self.back = KeyButton("各集中区", "chevron-left", kind="quiet", parent=head)
        self.back.setObjectName("backToZones")
        self.back.clicked.connect(self.left)
        self._name = ElidedLabel("", "look", strong=True, parent=head)
        row.addWidget(self.back)
        row.addWidget(self._name, 1)
        self.view = Segmented([("shops", "企业", ""), ("plan", "怎么补上", "")], "看什么", "small", head)
        self.view.setObjectName("zoneView")
        self.view.set_value("shops")
        self.view.changed.connect(lambda _which: self._lay_out())
        row.addWidget(self.view)
        self.sentence = Label("", "body", wrap=True, parent=self)
        self.sentence.setObjectName("zoneSentence")
        self.sentence.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(10))
        self._look = StandingLook()
        self.list = PaintedList("zoneEnterprises", "这个集中区的企业", self._look, parent=self)
        self.doubts = ZoneDoubts(self)
        self.plan = PlanView(self)
        self._has_plan = False
        self.add(head)
        self.add(self.sentence)
        self.add(self._around(self.doubts))
        self._rule = Rule(self)
        self.add(self._rule)
        self.add(self.list, 1)
        self.add(self.plan, 1)
        self.list.chosen.connect(self._unfold)
        self.list.opened.connect(lambda one: self.opened.emit(one.id))
        self.list.acted.connect(self.acted)
        self.plan.opened.connect(lambda one: self.opened.emit(one.enterprise))
        self.plan.acted.connect(self.stepped)
        self.doubts.looked.connect(self.looked)

    def show_zone(
        self,
        zone: ZoneVerdict,
        enterprises: list[EnterpriseStanding],
        day: date | None,
        plan: ZonePlan | None,
        doubts: Sequence[Overused],
    ) -> None:
        """As it stands, or stood at the end of a past day, of which there is neither plan nor doubt."""
        self._look.day = day
        self._name.setText(zone.village)
        self.sentence.setText(zone_sentence(zone))
        before = self._look.open
        kept = next((each for each in enterprises if each.id == before), enterprises[0] if enterprises else None)
        self._look.open = kept.id if kept is not None else ""
        self.list.set_values(enterprises, keep=kept)
        self.doubts.show_doubts(doubts)
        self._has_plan = plan is not None
        if plan is not None:
            self.plan.show_plan(plan, {each.id: reasons_line(each.reasons) for each in enterprises})
        self._lay_out()

    def _around(self, doubts: ZoneDoubts) -> QWidget:
        theme = current()
        self._asked = QWidget(self)
        room = QVBoxLayout(self._asked)
        room.setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(10))
        room.addWidget(doubts)
        return self._asked

    def _lay_out(self) -> None:
        """The enterprises, or the plan where there is one and it is asked for."""
        planning = self._has_plan and self.view.value() == "plan"
        reveal(self.view, self._has_plan)
        reveal(self.plan, planning)
        for shown in (self.sentence, self._rule):
            reveal(shown, not planning)
        reveal(self._asked, not planning and not self.doubts.isHidden())
        reveal(self.list, not planning and bool(self.list.values()))

    def front(self) -> PaintedList:
        """The list that is shown."""
        return self.list if self.plan.isHidden() else self.plan.list

    def _unfold(self, value: EnterpriseStanding) -> None:
        """The chosen one says everything that is in its way."""
        self._look.open = value.id
        self.list.doItemsLayout()
        self.list.scrollTo(self.list.currentIndex())

    def words(self) -> str:
        return f"{self._name.text()} {self.sentence.text()}"
