"""Making a backup, in the office's 电脑 and in the laptop's 收发: when the last was made, where the next goes."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import local
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.tasks import Step, Task
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import ProgressLine
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

ABOUT = "登记、检查、照片和没签完的草稿存成一个文件，放到U盘或另一台电脑上。里面没有密钥，但内容谁都能看，请收好。"


class BackupSection(QWidget):
    def __init__(self, db: Database, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backup")
        self._db, self._preferences = db, preferences
        self._task: Task | None = None
        self._written: Path | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        rows.addWidget(Label("备份", "look", strong=True, parent=self))
        rows.addWidget(Label(ABOUT, "secondary", "ink-2", wrap=True, parent=self))
        self._last = Label("", "body", wrap=True, parent=self)
        rows.addWidget(self._last)
        self.button = KeyButton("备份…", "hard-drive-upload", parent=self)
        self.button.setObjectName("backUp")
        self.button.clicked.connect(self.choose)
        self.folder_button = KeyButton("打开文件夹", "folder-open", parent=self)
        self.folder_button.setObjectName("openBackupFolder")
        self.folder_button.clicked.connect(self._open_folder)
        self.folder_button.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.button)
        row.addWidget(self.folder_button)
        row.addStretch(1)
        rows.addLayout(row)
        self.progress = ProgressLine(self)
        self.progress.cancelled.connect(self.cancel)
        self._done = Label("", "body", strong=True, wrap=True, parent=self)
        self._done.hide()
        self._error = InlineError(parent=self)
        for each in (self.progress, self._done, self._error):
            rows.addWidget(each)

    def refresh(self) -> None:
        """When the last backup was made."""
        from zjg_inspect.service.backup import last_backup

        last = last_backup(self._db)
        self._last.setText(f"最近一次备份：{local(last):%Y-%m-%d %H:%M}。" if last else "还没有备份过。")

    def sentence(self) -> str:
        """What came of the last one, else when it was."""
        return self._error.text() or (self._last.text() if self._done.isHidden() else self._done.text())

    def choose(self) -> None:
        start = self._preferences.folder("backup") or self._preferences.folder("export")
        folder = QFileDialog.getExistingDirectory(self, "备份放到哪里", str(start or ""))
        if folder:
            self._preferences.remember_folder("backup", Path(folder))
            self.write_to(Path(folder))

    def write_to(self, folder: Path) -> None:
        """Off the window's thread, under a name of today."""
        if self.is_busy():
            return
        self._error.set_text("")
        self._done.hide()
        self.folder_button.hide()
        self.button.setEnabled(False)
        self.progress.start("正在备份")

        def work(step: Step) -> object:
            from zjg_inspect.service import backup

            return backup.backup(self._db, backup.file_in(self._db, folder), step)

        self._task = tasks.run(self, work, self._finished, self._failed, self.progress.set_part)

    def is_busy(self) -> bool:
        return self._task is not None and self._task.is_running()

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _finished(self, done: object) -> None:
        from zjg_inspect.service.backup import BackedUp

        self._rest()
        if isinstance(done, BackedUp):
            lost = f"有 {len(done.missing)} 张照片本机已经缺失，备份里没有。" if done.missing else ""
            self._written = done.path
            self._done.setText(
                f"已备份并读回比对：{done.versions} 条记录、{done.media} 张照片。{lost}文件是“{done.path.name}”。"
            )
            reveal(self._done, True)
            reveal(self.folder_button, True)
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._rest()
        self._error.set_text(messages.sentence(error))

    def _rest(self) -> None:
        self.progress.finish()
        self.button.setEnabled(True)

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))
