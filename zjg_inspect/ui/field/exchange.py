"""收发: take in what the office sends, hand over what was signed, and this laptop's card."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.backup_part import BackupSection
from zjg_inspect.ui.field.exchange_report import ReportCard
from zjg_inspect.ui.field.own_card import OwnCard
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.tasks import Step, Task
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, ProgressLine
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import InlineError, Label

BUNDLES = "核查数据包 (*.zjgb);;所有文件 (*)"
WHAT_COMES = "镇里的包带来企业底数、人员和编号字母。从U盘选文件，或把文件拖到这里；收几次都不会重。"


class ExchangeScreen(QWidget):
    """`received` after bundles came in; `rewrite_requested` when everything is to be written once more."""

    received = Signal()
    rewrite_requested = Signal()

    def __init__(self, db: Database, own: Standing, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exchange")
        self.setAcceptDrops(True)
        self.keys = [("Ctrl+O", "收镇里的包"), ("Ctrl+U", "写入U盘"), ("F1", "帮助")]
        self._db, self._preferences = db, preferences
        self._task: Task | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        touch_scroll(area)
        inside = QWidget(area)
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(MARGIN, theme.px(16), MARGIN, theme.px(16))
        self._rows.setSpacing(theme.px(12))
        area.setWidget(inside)
        rows.addWidget(area)
        self._rows.addWidget(self._receiving(inside))
        self._reports = QVBoxLayout()
        self._reports.setSpacing(theme.px(12))
        self._rows.addLayout(self._reports)
        self._rows.addWidget(self._writing_again(inside))
        self.own_card = OwnCard(db, own, preferences, inside)
        self.own_card.changed.connect(self.received)
        self._rows.insertWidget(0, self.own_card.alarm)
        self._rows.addWidget(self.own_card)
        keeping = Card(16, 8, inside)
        self.backup = BackupSection(db, preferences, keeping)
        keeping.add(self.backup)
        self._rows.addWidget(keeping)
        self._rows.addStretch(1)
        lead_focus(self, lambda: self.choose_button)

    def _receiving(self, parent: QWidget) -> Card:
        card = Card(16, 12, parent)
        card.add(Label("收镇里的包", "title", parent=card))
        card.add(Label(WHAT_COMES, "body", "ink-2", wrap=True, parent=card))
        self.choose_button = KeyButton("选包…", "folder-open", "Ctrl+O", parent=card)
        self.choose_button.setObjectName("chooseBundles")
        self.choose_button.clicked.connect(self.choose)
        row = QHBoxLayout()
        row.addWidget(self.choose_button)
        row.addStretch(1)
        card.rows.addLayout(row)
        self.progress = ProgressLine(card)
        self.progress.cancelled.connect(self.cancel)
        self._error = InlineError(parent=card)
        card.add(self.progress)
        card.add(self._error)
        return card

    def _writing_again(self, parent: QWidget) -> Card:
        card = Card(16, 8, parent)
        card.add(Label("U盘丢了，或镇里说没收到", "look", strong=True, parent=card))
        card.add(Label("全部再写一份就行，镇里收过的不会重。", "secondary", "ink-2", wrap=True, parent=card))
        self.rewrite = KeyButton("全部再写一份…", "hard-drive-upload", parent=card)
        self.rewrite.setObjectName("writeAgain")
        self.rewrite.clicked.connect(self.rewrite_requested)
        card.rows.addWidget(self.rewrite, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def refresh(self) -> None:
        self.own_card.refresh()
        self.backup.refresh()

    def error(self) -> str:
        return self._error.text()

    def reports(self) -> list[ReportCard]:
        return self.findChildren(ReportCard)

    def choose(self) -> None:
        start = self._preferences.folder("import") or self._preferences.folder("export")
        paths, _ = QFileDialog.getOpenFileNames(self, "收镇里的包", str(start or ""), BUNDLES)
        if paths:
            self._preferences.remember_folder("import", Path(paths[0]).parent)
            self.receive([Path(path) for path in paths])

    def receive(self, files: list[Path]) -> None:
        """Take these bundles in, off the window's thread; one that is refused does not stop the rest."""
        if self.is_busy():
            return
        self._error.set_text("")
        self._clear()
        self.choose_button.setEnabled(False)
        self.progress.start("正在收")

        def work(step: Step) -> list[object]:
            from zjg_inspect.service.exchange import import_bundles

            return list(import_bundles(self._db, files, step))

        self._task = tasks.run(self, work, self._finished, self._failed, self._progressed)

    def is_busy(self) -> bool:
        return (self._task is not None and self._task.is_running()) or self.backup.is_busy()

    def cancel(self) -> None:
        self.backup.cancel()
        if self._task is not None:
            self._task.cancel()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.receive(files)

    def _progressed(self, done: int, total: int) -> None:
        if total:
            self.progress.set_progress(done, total)

    def _finished(self, reports: list[object]) -> None:
        from zjg_inspect.service.exchange import FileReport

        self._rest()
        for report in reports:
            if isinstance(report, FileReport):
                self._reports.addWidget(ReportCard(report, self))
        self.received.emit()

    def _failed(self, error: Exception) -> None:
        self._rest()
        self._error.set_text(messages.sentence(error))
        self.received.emit()

    def _rest(self) -> None:
        self.progress.finish()
        self.choose_button.setEnabled(True)
        self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        for old in self.reports():
            self._reports.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
