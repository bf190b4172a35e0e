"""登记 › 集中区: the villages with their figures; of one its scope, who manages it, whether it is under watch."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.service import register_history, zone_edit
from zjg_inspect.service.zone_edit import Team, Watch, ZoneLine
from zjg_inspect.ui import messages
from zjg_inspect.ui.help import add_keys
from zjg_inspect.ui.office.page import Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.office.register_acts import HistoryPanel
from zjg_inspect.ui.office.register_edit_words import WATCH_WORDS, zone_facts, zone_title
from zjg_inspect.ui.office.register_panel import Panel, line
from zjg_inspect.ui.theme import RADIUS_SMALL, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card, EmptyState, FormRow
from zjg_inspect.ui.widgets.paint import draw_box, draw_text, reveal, text_width
from zjg_inspect.ui.widgets.text import Label

NONE_YET = "还没有集中区。导入底数表，各村就都在这里了，也可以先添一个。"


class ZoneLineLook(RowLook):
    """Village and its figures; what the city did with it as a badge."""

    def height(self, value: ZoneLine, width: int) -> int:
        return current().px(58)

    def spoken(self, value: ZoneLine) -> str:
        return f"{zone_title(value)}，{zone_facts(value)}"

    def paint(self, painter: QPainter, rect: QRect, value: ZoneLine, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        inner = rect.adjusted(theme.px(16), theme.px(7), -theme.px(16), 0)
        top = QRect(inner.x(), inner.y(), inner.width(), theme.px(22))
        draw_text(
            painter, top, zone_title(value), theme.font("body", selected), "ink" if value.body.in_scope else "ink-2"
        )
        if value.body.watch:
            words, font = WATCH_WORDS[value.body.watch], theme.font("hint", True)
            badge = QRect(0, top.y(), text_width(words, font) + theme.px(14), theme.px(21))
            badge.moveRight(top.right())
            draw_box(painter, badge, theme.colour("attention-soft"), theme.colour("attention"), 1, RADIUS_SMALL)
            draw_text(painter, badge, words, font, "attention", Qt.AlignmentFlag.AlignHCenter)
        draw_text(painter, top.translated(0, theme.px(23)), zone_facts(value), theme.font("secondary"), "ink-2")


class ZoneForm(Panel):
    """`shops_asked`, `history_asked` of the zone that is shown."""

    shops_asked = Signal()
    history_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("zoneForm", parent)

    def show_zone(self, shown: ZoneLine) -> None:
        theme, body = current(), shown.body
        rows = self.fresh(f"{body.township} {body.village}")
        reveal(self.leave, False)
        across = QHBoxLayout()
        across.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(4))
        across.setSpacing(theme.px(6))
        for name, words, signal in (
            ("zoneShops", "看企业", self.shops_asked), ("zoneHistory", "历史", self.history_asked)
        ):  # fmt: skip
            button = KeyButton(words, height="small", parent=self.inside)
            button.setObjectName(name)
            button.clicked.connect(signal)
            across.addWidget(button)
        across.addStretch(1)
        rows.addLayout(across)
        filed = f"{body.filed} 已备案，编号 {body.filing_number}" if body.filed else "还没有备案，到“租赁”里登记。"
        self._row(rows, "备案", Label(filed, "secondary", "ink-2", wrap=True, parent=self.inside), 1)
        self.scope = Segmented([("in", "计入", ""), ("out", "不计入", "")], "计不计入", "small", self.inside)
        self.scope.set_value("in" if body.in_scope else "out")
        self._row(rows, "计不计入", self.scope)
        self.reason = line(body.reason, "不计入的原因", "例如：镇级园区", self.inside)
        self.reason_row = self._row(rows, "原因", self.reason, 1)
        kinds = [("none", "没有", ""), ("own", "自有团队", ""), ("agency", "委托第三方", "")]
        self.kind = Segmented(kinds, "管理力量", "small", self.inside)
        team = body.team
        self.kind.set_value(team.kind if team is not None else "none")
        self._row(rows, "管理力量", self.kind)
        self.team = [
            line(getattr(team, name) if team is not None else "", words, hint, self.inside)
            for name, words, hint in (
                ("name", "团队或机构", "名称"), ("head", "负责人", "姓名"), ("phone", "负责人电话", "电话"),
            )
        ]  # fmt: skip
        self.team_row = self._row(rows, "团队或机构", self.team[0], 1)
        self.head_row = self._row(rows, "负责人", self.team[1], 1)
        self.head_row.add(self.team[2], 1)
        watches = [("", "没有", ""), ("warned", "警示约谈", ""), ("listed", "挂牌督办", "")]
        self.watch = Segmented(
            [(value or "none", word, icon) for value, word, icon in watches], "约谈督办", "small", self.inside
        )
        self.watch.set_value(body.watch or "none")
        self._row(rows, "约谈督办", self.watch)
        self.day = DateField("约谈督办的日子", self.inside)
        self.day.set_value(date.fromisoformat(body.watch_date) if body.watch_date else None)
        self.day_row = self._row(rows, "哪天", self.day)
        self.why = line(body.watch_reason, "约谈督办的原因", "为什么", self.inside)
        self.why_row = self._row(rows, "为什么", self.why, 1)
        rows.addStretch(1)
        for switch in (self.scope, self.kind, self.watch):
            switch.changed.connect(lambda _value: self._fold())
        self._fold()

    def _row(self, rows: QVBoxLayout, name: str, field: QWidget, stretch: int = 0) -> FormRow:
        row = FormRow(name, parent=self.inside)
        row.add(field, stretch)
        if not stretch:
            row.add_stretch()
        rows.addWidget(row)
        return row

    def _fold(self) -> None:
        """What is not asked is not shown."""
        reveal(self.reason_row, self.scope.value() == "out")
        for row in (self.team_row, self.head_row):
            reveal(row, self.kind.value() != "none")
        for row in (self.day_row, self.why_row):
            reveal(row, self.watch.value() != "none")

    def written(self) -> tuple[bool, str, Team | None, Watch, str, str]:
        """Scope and reason, team, watch with day and reason."""
        name, head, phone = (field.text() for field in self.team)
        kind, watch, day = self.kind.value(), self.watch.value(), self.day.value()
        team = None if kind not in ("own", "agency") else Team(kind, name, head, phone)  # type: ignore[arg-type]
        put: Watch = "" if watch in ("none", None) else watch  # type: ignore[assignment]
        return (
            self.scope.value() == "in",
            self.reason.text(),
            team,
            put,
            day.isoformat() if day else "",
            self.why.text(),
        )

    def show_faults(self, faults: tuple[str, ...]) -> None:
        rows = {
            "reason": self.reason_row,
            "team": self.team_row,
            "watch_date": self.day_row,
            "watch_reason": self.why_row,
        }
        for name, row in rows.items():
            row.set_error("还没有填。补上再存，写好的都在。" if name in faults else "")
        first = next((row for name, row in rows.items() if name in faults), None)
        if first is not None:
            self.bring(first)


class NewZone(Panel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("newZone", parent)

    def ask(self, township: str) -> None:
        rows = self.fresh("添一个集中区", main="添上")
        self.township = line(township, "镇", "区镇、街道", self.inside)
        self.village = line("", "村", "行政村或社区", self.inside)
        for name, field in (("镇", self.township), ("村", self.village)):
            row = FormRow(name, parent=self.inside)
            row.add(field, 1)
            rows.addWidget(row)
        rows.addStretch(1)
        (self.village if township else self.township).setFocus(Qt.FocusReason.OtherFocusReason)


class ZonesPart(QWidget):
    """`changed` after something was stored, `said` what; `shops_asked` a village whose enterprises are to be listed."""

    changed = Signal()
    said = Signal(str, bool)
    shops_asked = Signal(str)

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("zonesPart")
        self._page, self._db = page, page.db
        self._shown: ZoneLine | None = None
        theme = current()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        card = self._card = spare_edge(Card(parent=self))
        self.list = PaintedList("registerZones", "集中区", ZoneLineLook(), parent=card)
        self.empty = EmptyState(NONE_YET, "添一个集中区", parent=card)
        self.empty.acted.connect(self.new)
        card.add(self.list, 1)
        card.add(self.empty, 1)
        across.addWidget(card, 5)
        beside = QWidget(self)
        self._beside = QStackedLayout(beside)
        self.form, self.fresh, self.history = ZoneForm(beside), NewZone(beside), HistoryPanel(beside)
        self._nothing = QWidget(beside)
        for each in (self.form, self.fresh, self.history, self._nothing):
            self._beside.addWidget(each)
        across.addWidget(beside, 6)
        add_keys(self, {"Ctrl+Return": self.act})
        self.list.chosen.connect(self._choose)
        self.form.acted.connect(self._store)
        self.form.shops_asked.connect(self._list_shops)
        self.form.history_asked.connect(self._tell_history)
        self.fresh.acted.connect(self._add)
        for panel in (self.fresh, self.history):
            panel.left.connect(self.leave)

    def refresh(self, wanted: str = "") -> None:
        lines = zone_edit.zone_lines(self._db)
        wanted = wanted or (self._shown.id if self._shown is not None else "")
        self.list.set_values(lines)
        reveal(self.list, bool(lines))
        reveal(self.empty, not lines)
        self._shown = None
        self._beside.setCurrentWidget(self._nothing)
        if lines:
            self.list.choose(next((each for each in lines if each.id == wanted), lines[0]), tell=False)
            self._choose(self.list.current())

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Whether something was put away."""
        if self._beside.currentWidget() in (self.form, self._nothing):
            return False
        self._card.setEnabled(True)
        self._beside.setCurrentWidget(self.form if self._shown is not None else self._nothing)
        self.start()
        return True

    def act(self) -> None:
        front = self._beside.currentWidget()
        if isinstance(front, Panel) and front.main.isVisible() and front.main.isEnabled():
            front.main.click()

    def new(self) -> None:
        self._card.setEnabled(False)
        self._beside.setCurrentWidget(self.fresh)
        self.fresh.ask(self._shown.body.township if self._shown is not None else "")

    def _choose(self, shown: ZoneLine) -> None:
        self._shown = shown
        self.form.show_zone(shown)
        self._beside.setCurrentWidget(self.form)

    def _list_shops(self) -> None:
        if self._shown is not None:
            self.shops_asked.emit(self._shown.body.village)

    def _tell_history(self) -> None:
        if self._shown is not None:
            found = register_history.history(self._db, "zone", self._shown.id)
            self.history.show_history("zone", self._shown.body.village, found)
            self._beside.setCurrentWidget(self.history)
            self.history.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _store(self) -> None:
        shown = self._shown
        if shown is None:
            return
        in_scope, reason, team, watch, day, why = self.form.written()
        self._write(
            self.form,
            lambda: zone_edit.edit_zone(
                self._db, shown.id, in_scope=in_scope, reason=reason, team=team, watch=watch, watch_date=day,
                watch_reason=why,
            ),
            f"{shown.body.village}：已存下。",
        )  # fmt: skip

    def _add(self) -> None:
        town, village = self.fresh.township.text(), self.fresh.village.text()
        self._write(
            self.fresh, lambda: zone_edit.new_zone(self._db, town, village), f"添了{village.strip()}。", shows=True
        )

    def _write(self, panel: Panel, work: Callable[[], object], said: str, shows: bool = False) -> None:
        def done(made: object) -> None:
            self._card.setEnabled(True)
            self.changed.emit()
            self.refresh(str(made) if shows else "")
            self.said.emit(said, False)

        def failed(error: Exception) -> None:
            panel.set_busy(False)
            panel.error.set_text(messages.sentence(error))
            if isinstance(panel, ZoneForm) and isinstance(error, errors.EntryFaulty):
                panel.show_faults(error.faults)

        panel.set_busy(True)
        self._page.in_background(lambda _step: work(), done, failed)
