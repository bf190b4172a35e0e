"""The line that says which folder is watched, what grows there, and that it is gone; and its buttons."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.service.intake import Taken
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.folder_watch import FolderWatch
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Mark

NONE = "可以看着一个文件夹：放进来的包自己就收，收好的和回执都放在里面。"
OWN_DATA = "这是本程序放数据的地方，里面的文件不能动，所以没有看着它。换一个文件夹。"
OUTWARDS = "给网格员的包也写在这里，看着它就会把那些包当成送来的收走，所以没有看着它。换一个文件夹。"


def watch_words(watch: FolderWatch) -> tuple[str, Token]:
    """正在看着“收件”，放进来就收; and the colour."""
    if watch.folder is None:
        return NONE, "ink-2"
    name = f"“{watch.folder}”"
    if watch.wrong is not None and not isinstance(watch.wrong, errors.NotReadable):
        return messages.sentence(watch.wrong), "fail"
    if watch.wrong is not None:
        return f"看着的文件夹{name}现在看不到，别的照常。它一回来就接着收。", "attention"
    if watch.waiting:
        left = f" 等 {len(watch.waiting)} 个" if len(watch.waiting) > 1 else ""
        return f"正在看着{name}：{watch.waiting[0]}{left} 还没写完，写完就收。", "ink-2"
    return f"正在看着{name}，放进来就收。", "ink-2"


def problem_words(taken: Taken) -> str:
    """Why a file of the folder stays where it is."""
    if taken.problem is None:
        return ""
    return f"{Path(taken.report.file).name}：{messages.sentence(taken.problem)}它留在原处，过一会儿再收。"


class WatchLine(QWidget):
    """`chosen` after another folder is watched, or none."""

    chosen = Signal()

    def __init__(self, page: Page, watch: FolderWatch) -> None:
        super().__init__(page)
        self.setObjectName("watchLine")
        self._page, self._watch = page, watch
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        self._words = ElidedLabel("", "secondary", parent=self)
        self._words.setObjectName("watchWords")
        self.error = InlineError(parent=self)
        self.stop_button = KeyButton("不看了", height="small", parent=self)
        self.stop_button.setObjectName("stopWatching")
        self.stop_button.clicked.connect(lambda: self._take(None))
        self.button = KeyButton("", "folder-open", height="small", parent=self)
        self.button.setObjectName("watchFolder")
        self.button.clicked.connect(self._choose)
        row.addWidget(Mark("inbox", "ink-2", self), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self.error, 1)
        row.addWidget(self.stop_button)
        row.addWidget(self.button)
        watch.changed.connect(self.show_state)
        self.show_state()

    def sentence(self) -> str:
        return self.error.text() or self._words.text()

    def show_state(self) -> None:
        words, tone = watch_words(self._watch)
        self._words.setText(words)
        self._words.set_tone(tone)
        self.button.set_words("换一个…" if self._watch.folder is not None else "看着一个文件夹…")
        reveal(self.stop_button, self._watch.folder is not None)
        reveal(self._words, not self.error.text())

    def _choose(self) -> None:
        start = self._watch.folder or self._page.desk.preferences.folder("import")
        chosen = QFileDialog.getExistingDirectory(self._page, "看着哪个文件夹", str(start or ""))
        if chosen:
            self._take(Path(chosen))

    def _take(self, folder: Path | None) -> None:
        self.error.set_text(self._unfit(folder) if folder is not None else "")
        if not self.error.text():
            try:
                self._watch.watch(folder)
            except errors.ZjgError as error:
                self.error.set_text(messages.sentence(error))
        self.show_state()
        self.chosen.emit()

    def _unfit(self, folder: Path) -> str:
        """Why a folder cannot be watched; empty where it can."""
        own = self._page.db.directory.resolve()
        if own == folder.resolve() or own in folder.resolve().parents:
            return OWN_DATA
        outwards = self._page.desk.preferences.folder("export")
        return OUTWARDS if outwards is not None and outwards.resolve() == folder.resolve() else ""
