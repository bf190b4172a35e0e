"""登记: the enterprises, found as one types; one of them in full; and the register from Excel."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.facts import facts_from_json
from zjg_inspect.service import lists, register, verdicts
from zjg_inspect.service.lists import EnterpriseRow, SealedVisit
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.office.register_details import Details
from zjg_inspect.ui.office.register_report import ReportView
from zjg_inspect.ui.office.sheet_page import SheetPage, save_sheet
from zjg_inspect.ui.theme import RADIUS_SMALL, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState, ProgressLine
from zjg_inspect.ui.widgets.paint import draw_box, draw_text, reveal, text_width
from zjg_inspect.ui.widgets.search import SearchField
from zjg_inspect.ui.widgets.text import InlineError

LIMIT = 200
SOON_MS = 80
NARROW = 940
FILTER = "Excel (*.xlsx *.xls *.xlsm);;所有文件 (*)"
NONE_YET = "还没有企业。导入底数表，各村的企业就都在这里了。"


class EnterpriseLook(RowLook):
    """Name with the searched part marked, village and trade; major hazards, the last visit."""

    def __init__(self) -> None:
        self.query = ""

    def height(self, value: EnterpriseRow, width: int) -> int:
        return current().px(56)

    @staticmethod
    def _facts(value: EnterpriseRow) -> str:
        heads = facts_from_json(value.facts).headcount
        size = "人数不清" if heads is None else f"{heads} 人"
        return " · ".join(part for part in (value.village, value.industry, size) if part)

    def spoken(self, value: EnterpriseRow) -> str:
        return f"{value.name}，{self._facts(value)}，{self._last(value)}"

    @staticmethod
    def _last(value: EnterpriseRow) -> str:
        return value.last_date or "没有查过"

    def paint(self, painter: QPainter, rect: QRect, value: EnterpriseRow, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        left, right = rect.x() + theme.px(16), rect.right() - theme.px(14)
        top = QRect(left, rect.y() + theme.px(7), right - left, theme.px(22))
        font = theme.font("body", selected)
        end = top
        if value.open:
            words = f"重大 {value.majors}" if value.majors else f"隐患 {value.open}"
            bold = theme.font("hint", bool(value.majors))
            badge = QRect(0, top.y(), text_width(words, bold) + theme.px(14), theme.px(21))
            badge.moveRight(right)
            edge = None if value.majors else theme.colour("attention")
            draw_box(painter, badge, theme.colour("fail" if value.majors else "attention-soft"), edge, 1, RADIUS_SMALL)
            middle = Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, badge, words, bold, "on-fill" if value.majors else "attention", middle)
            end = top.adjusted(0, 0, -badge.width() - theme.px(8), 0)
        self._hit(painter, end, value)
        draw_text(painter, end, value.name, font, "ink")
        low = QRect(left, top.bottom() + 1, right - left, theme.px(20))
        small = theme.font("secondary")
        draw_text(painter, low, self._last(value), small, "ink-2", Qt.AlignmentFlag.AlignRight)
        facts = self._facts(value)
        if self.query and self.query.upper() in value.code and self.query not in value.name:
            facts = value.code
        draw_text(painter, low.adjusted(0, 0, -theme.px(96), 0), facts, small, "ink-2")

    def _hit(self, painter: QPainter, rect: QRect, value: EnterpriseRow) -> None:
        """The yellow ground of the searched part; typed initials mark their hanzi."""
        at = value.name.find(self.query)
        if at < 0 and len(value.initials) == len(value.name):
            at = value.initials.find(self.query.lower())
        if not self.query or at < 0:
            return
        theme = current()
        font = theme.font("body")
        before, part = value.name[:at], value.name[at : at + len(self.query)]
        x = rect.x() + text_width(before, font)
        mark = QRect(x, rect.y() + 1, min(text_width(part, font), max(0, rect.right() - x)), rect.height() - 2)
        painter.fillRect(mark, theme.colour("hit"))


class Register(Page):
    keys = (("↑ ↓", "选企业"), ("Ctrl+F", "查找"), ("Ctrl+O", "导入底数表"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "登记", parent)
        theme = current()
        self.report_button = KeyButton("上次的导入报告", "file-text", parent=self)
        self.report_button.setObjectName("lastReport")
        self.report_button.clicked.connect(self._show_report)
        self.load_button = KeyButton("导入底数表…", "folder-open", "Ctrl+O", parent=self)
        self.load_button.setObjectName("loadRoster")
        self.load_button.clicked.connect(self.choose)
        self.top.add_action(self.report_button)
        self.top.add_action(self.load_button)
        self.shortcut("Ctrl+O", self.choose)
        self.shortcut("Ctrl+F", self._find)
        self.shortcut("Esc", self._leave)
        self.progress = ProgressLine(self)
        self.progress.cancel.hide()
        self.error = InlineError(parent=self)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.error)
        self._stack = QStackedWidget(self)
        self.body.addWidget(self._stack, 1)
        self._list_page = QWidget(self)
        across = QHBoxLayout(self._list_page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        self._left = QWidget(self._list_page)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.px(12))
        self.search = SearchField("名称、拼音首字母、信用代码后几位、村", "查找企业", self._left)
        left.addWidget(self.search)
        self._card = spare_edge(Card(parent=self._left))
        self._look = EnterpriseLook()
        self.list = PaintedList("enterprises", "企业", self._look, parent=self._card)
        self.empty = EmptyState("", parent=self._card)
        self._card.add(self.list, 1)
        self._card.add(self.empty, 1)
        left.addWidget(self._card, 1)
        self.details = Details(self._list_page)
        across.addWidget(self._left, 6)
        across.addWidget(self.details, 5)
        self.report = ReportView(self)
        self.sheet = SheetPage(self.db, "回到企业", self)
        for page in (self._list_page, self.report, self.sheet):
            self._stack.addWidget(page)
        # who types on does not wait for the details of what is passed by
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._connect()
        self._total = 0

    def _connect(self) -> None:
        self.search.changed.connect(lambda _text: self._fill())
        self.search.stepped.connect(self.list.step)
        self.list.chosen.connect(self._choose)
        self._soon.timeout.connect(self._show_chosen)
        self.empty.acted.connect(self._act_on_empty)
        self.details.opened.connect(self._open_sheet)
        self.report.left.connect(self._leave)
        self.report.said.connect(self.said)
        self.report.failed.connect(self.say_error)
        self.sheet.left.connect(self._leave)
        self.sheet.save_asked.connect(lambda inspection, name: save_sheet(self, inspection, name))

    # -- the list --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self._total = lists.figures(self.db).enterprises
        reveal(self.report_button, self.desk.memory.roster is not None)
        self._fill()

    def show_thing(self, thing: Any) -> None:
        """An enterprise's id, or a register's file."""
        if isinstance(thing, Path):
            self.load(thing)
        elif isinstance(thing, str):
            row = lists.enterprise(self.db, thing)
            if row is not None:
                self._leave()
                self.search.line.setText(row.name)
                found = next((each for each in self.list.values() if each.id == thing), None)
                if found is not None:
                    self.list.choose(found)

    def _fill(self) -> None:
        before: EnterpriseRow | None = self.list.current()
        text = self.search.text().strip()
        rows = lists.enterprises(self.db, text, limit=LIMIT)
        self._look.query = text
        self.list.set_values(rows)
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        if rows:
            chosen = next((row for row in rows if before and row.id == before.id), rows[0])
            self.list.choose(chosen, tell=False)
            self._soon.start()
        elif self._total:
            self.empty.set_words(f"没找到“{text}”。试试少输一个字母，或输入信用代码后几位。", "看全部企业")
        else:
            self.empty.set_words(NONE_YET, "导入底数表…")
        reveal(self.details, bool(rows))
        cut = f"先列 {LIMIT} 家，共 {self._total} 家，再输几个字"
        found = f"找到 {len(rows)} 家，共 {self._total} 家" if text else f"共 {self._total} 家"
        self.set_facts(cut if len(rows) == LIMIT < self._total else found if self._total else "")

    def _act_on_empty(self) -> None:
        if self._total:
            self.search.line.clear()
        else:
            self.choose()

    def _show_chosen(self) -> None:
        if (row := self.list.current()) is not None:
            self._choose(row)

    def _choose(self, row: EnterpriseRow) -> None:
        self._soon.stop()
        site, zone = register.enterprise_details(self.db, row.id)
        verdict = verdicts.enterprise_verdict(self.db, row.id)
        self.details.show_enterprise(site, zone, verdict, lists.sealed_visits(self.db, row.id))

    def _find(self) -> None:
        self._leave()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    def _open_sheet(self, visit: SealedVisit) -> None:
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.show_inspection(visit.inspection, visit.name)

    def _leave(self) -> None:
        self._stack.setCurrentWidget(self._list_page)

    # -- the register from Excel -----------------------------------------------------------------------------------

    def choose(self) -> None:
        start = self.desk.preferences.folder("roster")
        path, _ = QFileDialog.getOpenFileName(self, "选底数表", str(start or ""), FILTER)
        if path:
            self.load(Path(path))

    def load(self, file: Path) -> None:
        """Take the register in, off the window's thread; its report is then shown."""
        self.desk.preferences.remember_folder("roster", file.parent)
        self.error.set_text("")
        self.progress.start(f"正在导入“{file.name}”")
        self.load_button.setEnabled(False)

        def done(report: register.RosterReport) -> None:
            self._rest()
            self.desk.memory.roster, self.desk.memory.roster_file = report, file.name
            self.changed.emit()
            self.refresh()
            self._show_report()

        def failed(error: Exception) -> None:
            self._rest()
            self._leave()
            self.error.set_text(messages.sentence(error))

        self.in_background(lambda _step: register.load_roster(self.db, file), done, failed)

    def _rest(self) -> None:
        self.progress.finish()
        self.load_button.setEnabled(True)

    def _show_report(self) -> None:
        memory = self.desk.memory
        if memory.roster is not None:
            self.report.show_report(memory.roster, memory.roster_file)
            self._stack.setCurrentWidget(self.report)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current().px(NARROW)
        layout = self._list_page.layout()
        if isinstance(layout, QHBoxLayout):
            layout.setStretch(0, 1 if narrow else 6)
            layout.setStretch(1, 1 if narrow else 5)
