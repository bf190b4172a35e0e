"""Bringing a backup back at the first start: whose it is, what it will be from then on, the office's recovery key."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from zjg_inspect.model.clock import local
from zjg_inspect.service.backup import Facts, look_at
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages
from zjg_inspect.ui.first_start_steps import Missing, StepPage
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import ProgressLine
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label
from zjg_inspect.ui.words import TIERS

BACKUPS = "备份 (*.zjgbackup);;所有文件 (*)"
NOT_CHOSEN = "还没有选。可以把以 .zjgbackup 结尾的文件拖到这里。"
BECOMES = {
    "office": "恢复后是一台新的电脑，编号会变：每台检查用的电脑都要在“收发”里换一次镇里的名片。",
    "field": "恢复后是一台新的电脑，编号会变：要把新名片交给镇里重新接受，才有编号字母。",
}


class RestoreStep(StepPage):
    """`asked` gives the backup and the typed recovery key; who asked tells how far it is, and what went wrong."""

    asked = Signal(object, str)
    cancelled = Signal()

    def __init__(self, db: Database) -> None:
        super().__init__(db, "从备份恢复", "恢复")
        self._path: Path | None = None
        self.setAcceptDrops(True)
        theme = current()
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.choose_button = KeyButton("选备份…", "folder-open", parent=self)
        self.choose_button.setObjectName("chooseBackup")
        self.choose_button.setAutoDefault(True)
        self.choose_button.clicked.connect(self.choose)
        self._chosen = Label(
            "还没有选。可以把以 .zjgbackup 结尾的文件拖到这里。", "body", "ink-2", wrap=True, parent=self
        )
        self._chosen.setObjectName("backupChosen")
        row.addWidget(self.choose_button)
        row.addWidget(self._chosen, 1)
        self.rows.addLayout(row)
        self._becomes = Label("", "body", wrap=True, parent=self)
        self._becomes.hide()
        self.add(self._becomes)
        self.key = self.field("恢复钥匙", "照那张纸输入，空格不用管；没有就空着", "recoveryKey")
        self._key_label = self.labels[-1]
        self.finish_building(self._lacks, None)
        self.progress = ProgressLine(self)
        self.progress.cancelled.connect(self.cancelled)
        self.add(self.progress)
        self._reveal_key(False)
        lead_focus(self, lambda: self.choose_button)

    def choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选备份", "", BACKUPS)
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """Look whose backup it is; one that is damaged is refused with a sentence."""
        try:
            facts = look_at(path)
        except Exception as error:
            self._path = None
            self._chosen.setText(NOT_CHOSEN)
            reveal(self._becomes, False)
            self._reveal_key(False)
            self.say_wrong(messages.sentence(error))
            return
        self._path = path
        self._show(facts)
        self.say_wrong("")

    def _show(self, facts: Facts) -> None:
        role = TIERS.get(facts.role, facts.role)
        when = f"{local(facts.made_at):%Y-%m-%d %H:%M}"
        what = f"{facts.versions} 条记录、{facts.media} 张照片"
        self._chosen.setText(f"“{facts.name}”（{role}），{when} 备份，{what}。")
        self._becomes.setText(BECOMES.get(facts.role, ""))
        reveal(self._becomes, bool(self._becomes.text()))
        self._reveal_key(facts.role == "office")

    def _reveal_key(self, shown: bool) -> None:
        reveal(self._key_label, shown)
        reveal(self.key, shown)
        if not shown:
            self.key.clear()

    def chosen(self) -> str:
        return self._chosen.text()

    def _lacks(self) -> Missing | None:
        return (self.choose_button, "还没有选备份。") if self._path is None else None

    def go_on(self) -> None:
        self.button.setEnabled(False)
        self.choose_button.setEnabled(False)
        self.progress.start("正在恢复")
        self.asked.emit(self._path, self.key.text())

    def is_busy(self) -> bool:
        return self._path is not None and not self.button.isEnabled()

    def failed(self, error: Exception) -> None:
        """Nothing was restored; the person may try again."""
        self.progress.finish()
        self.button.setEnabled(True)
        self.choose_button.setEnabled(True)
        self.say_wrong(messages.sentence(error))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take(files[0])
