"""The start of a visit: its type and what was met at the gate. 核查 and 正常检查 stand ready, so Enter goes on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import Outcome, VisitType, visit_types
from zjg_inspect.service.lists import EnterpriseRow
from zjg_inspect.ui.field.today_words import OUTCOMES, TYPES, assigned_words, facts_of_row
from zjg_inspect.ui.help import add_help, add_keys
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label

WHAT: dict[str, str] = {
    VisitType.ASSESSMENT: "核查：按企业情况逐条过一遍整张表。",
    VisitType.REINSPECTION: "复查：只看没改好的隐患，改好了就在这里销号。",
    VisitType.DUTY: "履职检查：按村（社区）的履职清单逐条过一遍。",
    VisitType.GUIDANCE: "指导：帮企业对照整张表找问题，不作为确认的依据。",
}
MET: dict[str, str] = {
    Outcome.DONE: "",
    Outcome.LOCKED: "门锁着，没进去：拍一张照片就能封存，不用签名。",
    Outcome.STOPPED: "企业停产，没有查：拍一张照片就能封存，不用签名。",
    Outcome.REFUSED: "企业不让查：拍一张照片就能封存，不用签名。",
    Outcome.NOT_FOUND: "没找到这家企业：拍一张照片就能封存，不用签名。",
}
NOTHING_TO_RECHECK = "没有没改好的隐患，不用复查。"
TELL_THE_OFFICE = "镇里派的复查没有可查的了，跟镇里说一声，请他们撤回。"
COLUMN = 700
LOW = 620


class StartScreen(QWidget):
    """`started` gives type and outcome, `back` that the person goes back; `lease_requested`, `correct_requested`: its
    lease, or what was entered of it, is to be written first."""

    started = Signal(str, str)
    back = Signal()
    lease_requested = Signal()
    correct_requested = Signal()

    def __init__(
        self,
        row: EnterpriseRow,
        type: VisitType | None = None,
        parent: QWidget | None = None,
        *,
        own: tuple[str, str] = ("", ""),
    ) -> None:
        """`own`: this laptop's own proposals of it and of its lease, as far as they can still be corrected."""
        super().__init__(parent)
        self.setObjectName("start")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = [("Enter", "开始"), ("← →", "换一个"), ("Esc", "回到今日"), ("F1", "帮助")]
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.head = TopBar(row.name, facts_of_row(row), "今日", self)
        self.head.back.connect(self.back)
        rows.addWidget(self.head)
        if not row.is_zone:
            self._survey_action(*own)
        side = self._side = QHBoxLayout()
        card = self._card = Card(24, 12, self)
        card.setMaximumWidth(theme.px(COLUMN))
        side.addWidget(card, 10)
        side.addStretch(1)
        rows.addLayout(side)
        rows.addStretch(1)
        kinds = visit_types(row.is_zone)
        self._usual = kinds[0]
        self.type = Segmented([(kind, TYPES[kind], "") for kind in kinds], "检查类型", parent=card)
        self.outcome = Segmented([(each, OUTCOMES[each], "") for each in Outcome], "现场情况", parent=card)
        self._what = Label("", "secondary", "ink-2", wrap=True, parent=card)
        self._met = Label("", "secondary", "ink-2", wrap=True, parent=card)
        waiting = assigned_words(row, today()) + _open_words(row)
        self._waiting = Label(waiting, "body", strong=True, wrap=True, parent=card)
        card.add(Label("这次做什么", "title", parent=card))
        reveal(self._waiting, bool(waiting))
        card.add(self._waiting)
        card.add(self.type)
        card.add(self._what)
        card.rows.addSpacing(theme.px(8))
        arrived = Label("到了以后", "title", parent=card)
        for part in (arrived, self.outcome, self._met):
            card.add(part)
            # there is somebody at the village's office, or the visit is put off
            reveal(part, not row.is_zone)
        card.rows.addSpacing(theme.px(8))
        self.begin = KeyButton("开始检查", key="Enter", kind="main", parent=card)
        self.begin.setObjectName("begin")
        self.begin.setAutoDefault(True)
        card.rows.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignRight)
        self.type.buttons[VisitType.REINSPECTION].setEnabled(bool(row.open))
        possible = row.open if type is VisitType.REINSPECTION else type in kinds
        self.type.set_value(type if type is not None and possible else self._usual)
        self.outcome.set_value(Outcome.DONE)
        self.type.changed.connect(self._say)
        self.outcome.changed.connect(self._say)
        self.begin.clicked.connect(self._begin)
        self._nothing = "" if row.open else NOTHING_TO_RECHECK
        if not row.open and row.assigned == VisitType.REINSPECTION:
            self._nothing += TELL_THE_OFFICE
        self._say()
        lead_focus(self, lambda: self.begin)
        self.help = add_help(
            self,
            [("Enter", "开始"), ("Tab", "到下一行"), ("← →", "换一个"), ("Esc", "回到今日")],
            ["核查走完整张表；复查只看没改好的隐患；没查成的（门锁、停产、拒检、查无此户）只要一张照片。"],
        )

    def _survey_action(self, found: str, lease: str) -> None:
        """The lease of one that was found here is a part of what was entered of it."""
        word = "更正登记…" if found else "更正租约…" if lease else "登记租约…"
        asked, key = (self.correct_requested, "Ctrl+E") if found else (self.lease_requested, "Ctrl+L")
        button = KeyButton(word, "file-text", key, parent=self.head)
        button.setObjectName("surveyAction")
        button.clicked.connect(asked)
        self.head.add_action(button)
        add_keys(self, {key: asked.emit})

    def escape(self) -> None:
        self.back.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height the air goes first."""
        super().resizeEvent(event)
        theme = current()
        low = self.height() < theme.px(LOW)
        edge, inside, gap = (8, 16, 8) if low else (20, 24, 12)
        self._side.setContentsMargins(theme.px(20), theme.px(edge), theme.px(20), theme.px(edge))
        self._card.rows.setContentsMargins(theme.px(24), theme.px(inside), theme.px(24), theme.px(inside))
        self._card.rows.setSpacing(theme.px(gap))

    def _say(self, *_: object) -> None:
        chosen = self.type.value() or self._usual
        outcome = self.outcome.value() or Outcome.DONE
        self._what.setText(WHAT[chosen] + self._nothing)
        self._met.setText(MET[outcome])
        self.begin.set_words("开始检查" if outcome == Outcome.DONE else "去拍照封存")

    def _begin(self) -> None:
        self.started.emit(self.type.value() or self._usual, self.outcome.value() or Outcome.DONE)


def _open_words(row: EnterpriseRow) -> str:
    majors = f"，其中重大 {row.majors} 条" if row.majors else ""
    return f"这里还有 {row.open} 条隐患没改好{majors}。" if row.open else ""
