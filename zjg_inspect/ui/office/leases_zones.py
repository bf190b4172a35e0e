"""集中区备案: each zone files itself once; late, due soon, filed; filed from the row with a number of the office."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.register import Zone
from zjg_inspect.service import filings, rented
from zjg_inspect.service.filings import ZoneRow
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.leases_fields import Lines, line_edit
from zjg_inspect.ui.office.leases_rows import ZoneLook
from zjg_inspect.ui.office.leases_words import Said, state_of
from zjg_inspect.ui.office.page import Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import SearchField
from zjg_inspect.ui.widgets.text import InlineError

NO_DAY = "还没选备案的日子，所以没有记。选一天再点一次。"


class ZoneTab(QWidget):
    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.setObjectName("zoneTab")
        self._page, self.db = page, page.db
        self._row: ZoneRow | None = None
        self._rows: list[ZoneRow] = []
        theme = current()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        left = QVBoxLayout()
        left.setSpacing(theme.px(10))
        self.search = SearchField("镇或村的名称", "查找集中区", self)
        left.addWidget(self.search)
        card = spare_edge(Card(parent=self))
        self._look = ZoneLook()
        self.list = PaintedList("zoneFilings", "集中区备案", self._look, parent=card)
        self.empty = EmptyState("还没有集中区。导入底数表，各村就都在这里了。", parent=card)
        card.add(self.list, 1)
        card.add(self.empty, 1)
        left.addWidget(card, 1)
        across.addLayout(left, 6)
        self._card = self._panel()
        across.addWidget(self._card, 5)
        self.search.changed.connect(lambda _text: self._fill())
        self.search.stepped.connect(self.list.step)
        self.list.chosen.connect(self._show)
        self.list.acted.connect(self._act)

    def _panel(self) -> Card:
        theme = current()
        card = Card(16, 10, self)
        self.name = RichLabel([], "look", card)
        self.sentence = RichLabel([], "body", card)
        self.team = RichLabel([], "secondary", card)
        for widget in (self.name, self.sentence, self.team):
            card.add(widget)
        box = QFrame(card)
        box.setProperty("frame", "note")
        rows = QVBoxLayout(box)
        rows.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(12))
        rows.setSpacing(theme.px(8))
        self.day = DateField("备案日期", box)
        self.day.setObjectName("zoneDay")
        self.number = line_edit("zoneNumber", "备案编号", "空着就由本办编号", box, 60)
        lines = Lines()
        lines.add_field("备案日期", self.day)
        lines.add_field("编号", self.number)
        rows.addLayout(lines)
        self.button = KeyButton("备案", "check", "Ctrl+Enter", kind="main", parent=box)
        self.button.setObjectName("fileZone")
        self.button.clicked.connect(self.file)
        self.back = KeyButton("撤回备案", "undo-2", kind="quiet", parent=box)
        self.back.setObjectName("takeBackZone")
        self.back.clicked.connect(lambda: self._write(None))
        rows.addWidget(self.button)
        rows.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        card.add(box)
        self.error = InlineError(parent=card)
        card.add(self.error)
        card.rows.addStretch(1)
        return card

    def start(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def act(self) -> None:
        self.file()

    def refresh(self) -> None:
        self._rows = filings.zone_rows(self.db)
        self._look.on = today()
        self._fill()

    def _fill(self) -> None:
        text = self.search.text().strip()
        rows = [row for row in self._rows if text in row.village or text in row.township]
        before = self._row.id if self._row is not None else ""
        self.list.set_values(rows)
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        self.empty.set_words(f"没找到“{text}”。" if text else "还没有集中区。导入底数表，各村就都在这里了。")
        reveal(self._card, bool(rows))
        if rows:
            chosen = next((row for row in rows if row.id == before), rows[0])
            self.list.choose(chosen, tell=False)
            self._show(chosen)
        filed = sum(row.state in ("done", "done_late") for row in self._rows)
        self._page.set_facts(f"共 {len(self._rows)} 个集中区，已备案 {filed} 个")

    def show_zone(self, zone: str) -> None:
        row = next((each for each in self.list.values() if each.id == zone), None)
        if row is not None:
            self.list.choose(row)

    def _show(self, row: ZoneRow) -> None:
        same = self._row is not None and self._row.id == row.id and self._row.state == row.state
        self._row = row
        body = filings.zone_of(self.db, row.id)
        self.name.set_parts([Part(f"{row.township} {row.village}", "ink", True)])
        said, filed = state_of(row, today()), row.state in ("done", "done_late")
        self.sentence.set_parts([Part(_sentence(row, said, body.filing_number), _tone(said), not filed)])
        self.team.set_parts([Part(_team(body), "ink-2")])
        if not same:
            self.day.set_value(date.fromisoformat(row.filed) if filed else today())
            self.number.setText(body.filing_number)
        self.button.set_words("存好改动" if filed else "备案")
        self.button.setEnabled(True)
        reveal(self.back, filed)
        self.error.set_text("")

    def _act(self, row: ZoneRow) -> None:
        self.list.choose(row, tell=False)
        if self._row is None or self._row.id != row.id:
            self._show(row)
        self.file()

    def file(self) -> None:
        day = self.day.value()
        if self._row is None or not self.button.isEnabled():
            return
        if day is None:
            self.error.set_text(NO_DAY)
            return
        self._write(day)

    def _write(self, day: date | None) -> None:
        row, number = self._row, self.number.text()
        if row is None:
            return
        self.button.setEnabled(False)

        def done(given: str) -> None:
            self._row = None
            self._page.changed.emit()
            self.refresh()
            self.show_zone(row.id)
            said = f"{row.village}的备案已撤回，编号留着。" if day is None else f"{row.village}已备案，编号 {given}。"
            self._page.said.emit(said, False)

        def failed(error: Exception) -> None:
            self.button.setEnabled(True)
            self.error.set_text(messages.sentence(error))

        def work(_step: Any) -> str:
            return rented.file_zone(self.db, row.id, day, number)

        self._page.in_background(work, done, failed)


def _tone(said: Said) -> Any:
    return "ink" if said.token == "ink-2" else said.token


def _sentence(row: ZoneRow, said: Said, number: str) -> str:
    if row.state in ("done", "done_late"):
        late = f"，晚了 {row.late} 天" if row.late else "，及时" if row.due else ""
        return f"{row.filed} 已备案{late}" + (f"，编号 {number}" if number else "")
    if not row.due:
        return "本方案不要求集中区备案"
    return f"还没备案：应在 {row.due} 前（含当天），{said.words}"


def _team(body: Zone) -> str:
    team = body.team
    if team is None:
        return "管理团队还没登记"
    kind = "管理团队" if team.kind == "own" else "委托第三方"
    return " ".join(part for part in (f"{kind}：{team.name}", team.head, team.phone) if part)
