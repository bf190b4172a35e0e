"""报表: what the township reports of a month or any days, looked at and written as Excel or PDF."""

from pathlib import Path
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QRect, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPainter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.period import Period
from zjg_inspect.service import programme, reports
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.office.programme_words import period_words
from zjg_inspect.ui.office.reports_period import PeriodChoice
from zjg_inspect.ui.sheet_view import SheetView
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, ProgressLine
from zjg_inspect.ui.widgets.paint import draw_text, reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

SIDE = 300


class Kind(NamedTuple):
    """A report in the list: what it is called, what stands in it; `file`: what its file is called."""

    key: reports.ReportKind
    name: str
    about: str
    file: str


KINDS: Final = (
    Kind("month", "月报", "各集中区、双七十、检查、隐患、备案", "规范化管理情况月报"),
    Kind("annex1", "附件1", "集中区情况汇总表，期末那天", "附件1 集中区情况汇总表"),
    Kind("leases", "备案清单", "本期备案的租约和集中区，逾期的", "告知性备案清单"),
    Kind("hazards", "隐患", "本期查出、销号，期末还没销号的", "隐患排查治理情况表"),
    Kind("confirmed", "确认名单", "达到的企业和集中区，签字用", "规范化管理确认名单"),
    Kind("duty", "履职检查", "各村（社区）履职检查结果", "村（社区）履职检查结果"),
)
_FILTERS: Final = {".xlsx": "Excel (*.xlsx)", ".pdf": "PDF (*.pdf)"}


class _Look(RowLook):
    def height(self, value: Kind, width: int) -> int:
        return current().px(60)

    def spoken(self, value: Kind) -> str:
        return f"{value.name}：{value.about}"

    def paint(self, painter: QPainter, rect: QRect, value: Kind, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        inside = rect.adjusted(theme.px(16), theme.px(6), -theme.px(12), -theme.px(6))
        top = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
        below = QRect(inside.left(), top.bottom() + 1, inside.width(), inside.height() - top.height())
        draw_text(painter, top, value.name, theme.font("body", selected), "ink")
        draw_text(painter, below, value.about, theme.font("hint"), "ink-2")


class Reports(Page):
    keys = (("↑ ↓", "换一张"), ("Ctrl+S", "存表格"), ("Ctrl+P", "存PDF"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "报表", parent)
        theme = current()
        self._written: Path | None = None
        self._kind = KINDS[0]
        self._drawn: tuple[Any, ...] = ()
        self.period = PeriodChoice(self)
        self.period.chosen.connect(lambda _some: self._draw())
        self.body.addWidget(self.period)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        across.addWidget(self._make_side())
        self.view = SheetView(self)
        self.view.setAccessibleName("报表")
        across.addWidget(self.view, 1)
        self.body.addLayout(across, 1)
        self.shortcut("Ctrl+S", lambda: self.choose(".xlsx"))
        self.shortcut("Ctrl+P", lambda: self.choose(".pdf"))

    def _make_side(self) -> QWidget:
        theme = current()
        side = QWidget(self)
        side.setFixedWidth(theme.px(SIDE))
        rows = QVBoxLayout(side)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        card = spare_edge(Card(parent=side))
        self.list = PaintedList("reports", "哪一张报表", _Look(), parent=card)
        self.list.set_values(KINDS)
        self.list.chosen.connect(self._choose_kind)
        card.add(self.list, 1)
        rows.addWidget(card, 1)
        self.progress = ProgressLine(side)
        self.progress.cancel.hide()
        self.error = InlineError(parent=side)
        self._sentence = Label("", "secondary", wrap=True, parent=side)
        self.folder_button = KeyButton("打开文件夹", "folder-open", parent=side)
        self.folder_button.setObjectName("openFolder")
        self.folder_button.clicked.connect(self._open_folder)
        for part in (self.progress, self.error, self._sentence, self.folder_button):
            rows.addWidget(part)
        self.pdf = KeyButton("存PDF…", "file-text", "Ctrl+P", parent=side)
        self.pdf.setObjectName("reportPdf")
        self.pdf.clicked.connect(lambda: self.choose(".pdf"))
        self.excel = KeyButton("存表格…", "grid-2x2", "Ctrl+S", kind="main", parent=side)
        self.excel.setObjectName("reportExcel")
        self.excel.clicked.connect(lambda: self.choose(".xlsx"))
        rows.addWidget(self.pdf)
        rows.addWidget(self.excel)
        self._tell("")
        return side

    # -- showing ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        on = today()
        here, when = period_words(programme.programme(self.db, on).report_day, on)
        self.set_facts(f"{here}，{when}")
        self.period.show_months(reports.months(self.db))
        self.list.choose(self._kind, tell=False)
        self._drawn = ()
        self._draw()

    def show_thing(self, thing: Any) -> None:
        """A period, whose month is reported."""
        if isinstance(thing, Period):
            self.period.choose(thing)

    def _choose_kind(self, kind: Kind) -> None:
        self._kind = kind
        self._draw()

    def _draw(self) -> None:
        wanted = self._kind.key, self.period.value()
        if wanted == self._drawn:
            return
        self._drawn = wanted
        key, some = wanted
        self._tell("")
        self.view.show_sheet(lambda: reports.report_pdf(self.db, key, some))

    # -- as a file -------------------------------------------------------------------------------------------------

    def choose(self, ending: str) -> None:
        """Ask for the file, then write it."""
        start = self.desk.preferences.folder("report") or Path.home()
        some = self.period.value()
        name = f"{self._kind.file} {some.first.isoformat()} 至 {some.last.isoformat()}{ending}"
        path, _ = QFileDialog.getSaveFileName(self, "报表存到哪里", str(start / name), _FILTERS[ending])
        if path:
            self.write(Path(path) if path.lower().endswith(ending) else Path(f"{path}{ending}"))

    def write(self, to: Path) -> None:
        """Off the window's thread; the sentence then says where it is."""
        self.desk.preferences.remember_folder("report", to.parent)
        self._tell("")
        self._busy(True)
        key, some = self._kind.key, self.period.value()
        self.progress.start("正在生成报表")

        def done(path: Path) -> None:
            self._busy(False)
            self._written = path
            self._tell(f"已生成：“{path.name}”，在“{path.parent}”。")

        def failed(error: Exception) -> None:
            self._busy(False)
            self.error.set_text(messages.sentence(error))

        self.in_background(lambda _step: reports.write_report(self.db, key, some, to), done, failed)

    def sentence(self) -> str:
        return self.error.text() or self._sentence.text()

    def _busy(self, busy: bool) -> None:
        if not busy:
            self.progress.finish()
        for button in (self.pdf, self.excel):
            button.setEnabled(not busy)

    def _tell(self, words: str) -> None:
        self.error.set_text("")
        self._sentence.setText(words)
        reveal(self._sentence, bool(words))
        reveal(self.folder_button, bool(words))

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))
