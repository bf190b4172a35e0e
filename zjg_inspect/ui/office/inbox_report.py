"""The report of a batch as a table: a row for each file, the sums as an equation under them."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjg_inspect.service.delivery import Lost
from zjg_inspect.service.exchange import FileReport
from zjg_inspect.ui.office.inbox_look import HEAD, ReportLook, action_of
from zjg_inspect.ui.office.inbox_words import sums
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, Label


class BatchCard(Card):
    """`review_asked`: the visits of a bundle; `aside_asked` gives the report whose set-aside records are to be seen,
    `rescue_asked` the one of a damaged file."""

    review_asked = Signal()
    aside_asked = Signal(object)
    rescue_asked = Signal(object)

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

    def _act(self, report: object) -> None:
        if not isinstance(report, FileReport):
            return
        if action_of(report) == "review":
            self.review_asked.emit()
        elif action_of(report) == "aside":
            self.aside_asked.emit(report)
        elif self._look.action(report):
            self.rescue_asked.emit(report)
