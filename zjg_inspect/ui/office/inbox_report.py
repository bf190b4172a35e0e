"""The report of a batch as a table: a row for each file, the sums as an equation under them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from zjg_inspect.errors import ZjgError
from zjg_inspect.model.clock import SHANGHAI
from zjg_inspect.places import writing
from zjg_inspect.service.delivery import Lost
from zjg_inspect.service.exchange import FileReport
from zjg_inspect.ui.office.inbox_look import HEAD, ReportLook, action_of
from zjg_inspect.ui.office.inbox_words import report_text, sums
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, Label


class BatchCard(Card):
    """`review_asked`: the visits of a bundle; `aside_asked` gives the report whose set-aside records are to be seen,
    `rescue_asked` the one of a damaged file; `said` a sentence when the report was kept, `failed` why it was not."""

    review_asked = Signal()
    aside_asked = Signal(object)
    rescue_asked = Signal(object)
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, own: str, parent: QWidget) -> None:
        """`own`: this device, whose bundles are nobody's news."""
        super().__init__(parent=parent)
        theme = current()
        self.rows.setContentsMargins(theme.line, theme.line, theme.line, theme.line)
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), 0)
        row.setSpacing(theme.px(12))
        self._title = Label("", "look", strong=True, parent=head)
        row.addWidget(self._title)
        self._when = ElidedLabel("", "secondary", "ink-2", parent=head)
        row.addWidget(self._when, 1)
        self.save_button = KeyButton("存这份报告…", "file-text", height="small", parent=head)
        self.save_button.setObjectName("saveReport")
        self.save_button.clicked.connect(self._save)
        row.addWidget(self.save_button)
        self.add(head)
        self._look = ReportLook()
        self._look.own = own
        self.table = PaintedList("report", "收到的包", self._look, grows=True, parent=self)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.acted.connect(self._act)
        self.table.opened.connect(self._act)
        self.add(self.table)

    def show_reports(
        self,
        title: str,
        when: str,
        reports: Sequence[FileReport],
        lost: Mapping[str, Lost] | None = None,
        rescued: Iterable[str] = (),
    ) -> None:
        """`lost`: what did not come, by the sender's device; `rescued`: files that need no rescue any more."""
        self._look.rescued = frozenset(rescued)
        self._title.setText(title)
        self._when.setText(when)
        self._look.lost = dict(lost or {})
        self._look.set_reports(reports)
        self.table.set_values([HEAD, *reports, sums(reports)] if reports else [], keep=self.table.current())
        reveal(self, bool(reports))

    def words(self) -> tuple[str, str]:
        """The title, and when and from where."""
        return self._title.text(), self._when.text()

    def choose_last_of(self, sender: str) -> None:
        """Have the newest bundle of this laptop stand out."""
        own = [each for each in self.table.values() if isinstance(each, FileReport) and each.sender == sender]
        if own:
            self.table.choose(own[-1], tell=False)

    def text(self) -> str:
        """The whole report in words."""
        reports = [each for each in self.table.values() if isinstance(each, FileReport)]
        return report_text(*self.words(), reports, [self._look.words(each) for each in reports])

    def _save(self) -> None:
        name = f"收件报告 {datetime.now(SHANGHAI):%Y-%m-%d %H%M}.txt"
        path, _ = QFileDialog.getSaveFileName(self, "报告存到哪里", str(Path.home() / name), "文本 (*.txt)")
        if path:
            self.write(Path(path))

    def write(self, to: Path) -> None:
        """Keep the report as a text file."""
        try:
            with writing(to):
                to.write_text(self.text(), encoding="utf-8-sig")
        except ZjgError as error:
            self.failed.emit(error)
            return
        self.said.emit(f"报告已存为“{to.name}”，在“{to.parent}”。")

    def _act(self, report: object) -> None:
        if not isinstance(report, FileReport):
            return
        if action_of(report) == "review":
            self.review_asked.emit()
        elif action_of(report) == "aside":
            self.aside_asked.emit(report)
        elif self._look.action(report):
            self.rescue_asked.emit(report)
