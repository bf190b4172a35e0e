"""收发: take in what the office sends, hand over what was signed, and this laptop's card."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service import lists, proposals
from zjg_inspect.service.exchange import FileReport
from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui.backup_part import BackupSection
from zjg_inspect.ui.field.exchange_decided import DecidedCard
from zjg_inspect.ui.field.exchange_report import ReportCard, cards_of
from zjg_inspect.ui.field.exchange_words import sends
from zjg_inspect.ui.field.own_card import OwnCard
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.receiving import Received, Receiving
from zjg_inspect.ui.sticks import Stick
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, ProgressLine
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.stick_button import StickButton
from zjg_inspect.ui.widgets.text import InlineError, Label

# From here on two columns of some 44 hanzi stand side by side; a single one would be too wide to read.
WIDE = 1400
BUNDLES = "核查数据包 (*.zjgb);;所有文件 (*)"
WHAT_COMES = "镇里的包带来回执、派单、审核结果和企业登记。插上U盘收，或选文件、把文件拖到这里；收几次都不会重。"
LOST_STICK = "再写一份就行：没有回执的都在里面，镇里收过的不会重。"
ALL_CAME = "镇里都收到了，不用再写。要给他们新的回执，也可以再写一份。"


class ExchangeScreen(QWidget):
    """`received` after bundles came in; `rewrite_requested` when what is awaited is to be written once more; `went`
    gives the tab where something that came is to be seen."""

    received = Signal()
    rewrite_requested = Signal()
    went = Signal(str)

    def __init__(self, db: Database, own: Standing, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exchange")
        self.setAcceptDrops(True)
        self.keys = [("Ctrl+O", "收镇里的包"), ("Ctrl+U", "写入U盘"), ("F1", "帮助")]
        self._db, self._preferences = db, preferences
        self._shown = 0
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        area = page_area(self)
        inside = QWidget(area)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(MARGIN, theme.px(16), MARGIN, theme.px(16))
        whole.setSpacing(theme.px(12))
        area.setWidget(inside)
        rows.addWidget(area)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._reports = QVBoxLayout()
        coming, own_part = QVBoxLayout(), QVBoxLayout()
        for layout in (self._columns, self._reports, coming, own_part):
            layout.setSpacing(theme.px(12))
        coming.addWidget(self._receiving(inside))
        coming.addLayout(self._reports)
        self.decided = DecidedCard(inside)
        coming.addWidget(self.decided)
        coming.addWidget(self._writing_again(inside))
        self.own_card = OwnCard(db, own, preferences, inside)
        self.own_card.changed.connect(self.received)
        own_part.addWidget(self.own_card)
        keeping = Card(16, 8, inside)
        self.backup = BackupSection(db, preferences, keeping)
        keeping.add(self.backup)
        own_part.addWidget(keeping)
        for column in (coming, own_part):
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        whole.addWidget(self.own_card.alarm)
        whole.addLayout(self._columns)
        whole.addStretch(1)
        lead_focus(self, lambda: self.choose_button)

    def _receiving(self, parent: QWidget) -> Card:
        card = Card(16, 12, parent)
        card.add(Label("收镇里的包", "title", parent=card))
        card.add(Label(WHAT_COMES, "body", "ink-2", wrap=True, parent=card))
        self.choose_button = KeyButton("选包…", "folder-open", "Ctrl+O", parent=card)
        self.choose_button.setObjectName("chooseBundles")
        self.choose_button.clicked.connect(self.choose)
        self.stick_button = StickButton(card)
        self.stick_button.chosen.connect(self._receive_stick)
        self.stick_button.none_found.connect(self._choose_folder)
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        row.addWidget(self.stick_button)
        row.addWidget(self.choose_button)
        row.addStretch(1)
        card.rows.addLayout(row)
        self.progress = ProgressLine(card)
        self._incoming = Receiving(self._db, self.progress, self)
        self._incoming.grew.connect(self._show_reports)
        self._incoming.ended.connect(self._ended)
        self._error = InlineError(parent=card)
        card.add(self.progress)
        card.add(self._error)
        return card

    def _writing_again(self, parent: QWidget) -> Card:
        card = Card(16, 8, parent)
        card.add(Label("U盘丢了，或镇里说没收到", "look", strong=True, parent=card))
        self._lost = Label("", "secondary", "ink-2", wrap=True, parent=card)
        card.add(self._lost)
        self.rewrite = KeyButton("再写一份…", "hard-drive-upload", parent=card)
        self.rewrite.setObjectName("writeAgain")
        self.rewrite.clicked.connect(self.rewrite_requested)
        card.rows.addWidget(self.rewrite, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def refresh(self) -> None:
        figures = lists.figures(self._db)
        self._lost.setText(LOST_STICK if sends(figures) or figures.spoilt_photos else ALL_CAME)
        self.decided.show_outcomes(proposals.outcomes(self._db))
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

    def _choose_folder(self) -> None:
        """No stick that the system tells of: the person says where."""
        start = self._preferences.folder("import")
        chosen = QFileDialog.getExistingDirectory(self, "从哪个U盘或文件夹收", str(start or ""))
        if chosen:
            self._preferences.remember_folder("import", Path(chosen))
            self.receive([Path(chosen)], f"“{Path(chosen).name or chosen}”")

    def _receive_stick(self, stick: Stick) -> None:
        self.receive([stick.root], f"U盘“{stick.name}”")

    def receive(self, paths: list[Path], source: str = "") -> None:
        """Take these bundles in, and those in these folders; one that is refused does not stop the rest."""
        if not self.is_busy():
            self._error.set_text("")
            self._show_reports([])
        self._incoming.start(paths, source)

    def is_busy(self) -> bool:
        return self._incoming.is_busy() or self.backup.is_busy()

    def cancel(self) -> None:
        self.backup.cancel()
        self._incoming.cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What comes and goes beside what belongs to this laptop, where both have room."""
        super().resizeEvent(event)
        wide = self.width() >= current().px(WIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        for each in range(self._columns.count()):
            self._columns.setStretch(each, int(wide))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.receive(files)

    def _show_reports(self, reports: list[FileReport]) -> None:
        """Each as soon as it stands; what was shown before stays where it is."""
        if len(reports) == self._shown and reports:
            return
        self._shown = len(reports)
        for old in self.reports():
            self._reports.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        for card in cards_of(reports, self):
            card.went.connect(self.went)
            self._reports.addWidget(card)

    def _ended(self, batch: Received) -> None:
        self._shown = -1
        self._show_reports(batch.reports)
        self._error.set_text(batch.wrong)
        self.received.emit()
