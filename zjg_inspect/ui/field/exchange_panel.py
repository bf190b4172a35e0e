"""交给镇安监办: what would be written to the stick, writing it, and what came of it in one sentence."""

from pathlib import Path

from PySide6.QtCore import QStorageInfo, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.service.lists import Figures
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.tasks import Step, Task
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import ProgressLine
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label, Mark

WIDTH = 336
NARROW = 272


class HandOver(QWidget):
    """`written` after a bundle was written and read back."""

    written = Signal()

    def __init__(self, db: Database, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("handOver")
        self.setAccessibleName("交给镇安监办")
        self.setProperty("fill", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(current().px(WIDTH))
        self._db, self._preferences = db, preferences
        self._task: Task | None = None
        self._figures: Figures | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, theme.px(16), MARGIN, theme.px(16))
        rows.setSpacing(theme.px(8))
        rows.addWidget(Label("交给镇安监办", "look", strong=True, parent=self))
        self._what = self._fact(rows, "要写入")
        self._majors = self._fact(rows, "其中", "fail", "triangle-alert")
        self._where = self._fact(rows, "写到")
        self.change = KeyButton("换一个地方…", "folder-open", parent=self)
        self.change.setObjectName("changeFolder")
        self.change.clicked.connect(self.choose)
        self.button = KeyButton("写入U盘", "hard-drive-upload", "Ctrl+U", kind="main", height="tall", parent=self)
        self.button.setObjectName("writeStick")
        self.button.clicked.connect(self.write)
        rows.addSpacing(theme.px(4))
        rows.addWidget(self.button)
        self.progress = ProgressLine(self)
        self.progress.cancelled.connect(self.cancel)
        rows.addWidget(self.progress)
        self._hint = Label("", "secondary", "ink-2", wrap=True, parent=self)
        self._done = Label("", "body", wrap=True, parent=self)
        self._done.setObjectName("writtenSentence")
        self._error = InlineError(parent=self)
        for each in (self._hint, self._done, self._error, self.change):
            rows.addWidget(each)
        rows.addStretch(1)
        self._done.hide()

    def set_narrow(self, narrow: bool) -> None:
        """Less beside a list that has little room."""
        self.setFixedWidth(current().px(NARROW if narrow else WIDTH))

    def _fact(self, rows: QVBoxLayout, name: str, tone: str = "ink", icon: str = "") -> "_Fact":
        fact = _Fact(name, tone == "fail", icon, self)
        rows.addWidget(fact)
        return fact

    def refresh(self, figures: Figures) -> None:
        """Say what would be written now."""
        self._figures = figures
        something = figures.unsent > 0
        photos = f" · {figures.unsent_photos} 张照片" if figures.unsent_photos else ""
        self._what.say(f"{figures.unsent} 次检查{photos}" if something else "没有要写入的")
        self._majors.say(f"重大隐患 {figures.unsent_majors} 条，排在最前" if figures.unsent_majors else "")
        folder = self._preferences.folder("export")
        self._where.say(_place(folder) if folder is not None and something else "")
        reveal(self.change, folder is not None and something)
        self.button.set_kind("main" if something else "plain")
        self._hint.setText("写完自动读回比对，本机留底。" if something else "签完的检查会在这里等着写入U盘。")

    def sentence(self) -> str:
        """What came of the last writing, well or not."""
        return self._error.text() or self._done.text()

    def write(self) -> None:
        """To the folder used last where it is still there, else ask for one; nothing unsent writes nothing."""
        if self.is_busy():
            return
        if self._figures is not None and not self._figures.unsent:
            self._say("没有要写入的：签完的检查都已写过。")
            return
        folder = self._preferences.folder("export")
        if folder is None:
            self.choose()
        else:
            self.write_to(folder)

    def choose(self) -> None:
        """Ask for the folder, and write there when something waits."""
        folder = self._asked()
        if folder is not None and self._figures is not None:
            self.refresh(self._figures)
            if self._figures.unsent:
                self.write_to(folder)

    def rewrite(self) -> None:
        """Write all that this laptop has once more, wherever the person says."""
        folder = self._asked()
        if folder is not None:
            self.write_to(folder)

    def _asked(self) -> Path | None:
        """The folder chosen by the person, who begins at the one used last, or where sticks are found."""
        start = self._preferences.folder("export") or _stick()
        chosen = QFileDialog.getExistingDirectory(self, "写到哪里", str(start or ""))
        if not chosen:
            return None
        self._preferences.remember_folder("export", Path(chosen))
        return Path(chosen)

    def write_to(self, folder: Path) -> None:
        """Write everything into this folder, off the window's thread."""
        self._preferences.remember_folder("export", folder)
        self._say("")
        self.button.setEnabled(False)
        self.change.setEnabled(False)
        self.progress.start("正在写入")

        def work(step: Step) -> object:
            from zjg_inspect.service.exchange import export_bundle

            return export_bundle(self._db, folder, step=step)

        self._task = tasks.run(self, work, self._finished, self._failed, self.progress.set_progress)

    def is_busy(self) -> bool:
        return self._task is not None and self._task.is_running()

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _finished(self, exported: object) -> None:
        from zjg_inspect.service.exchange import Exported

        self._rest()
        if isinstance(exported, Exported):
            photos = f"、{exported.photos} 张照片" if exported.photos else ""
            what = f"{exported.visits} 次检查{photos}" if exported.visits else "没有新的检查，以前的都在里面"
            self._say(f"已写入并读回比对：{what}。文件是“{exported.path.name}”，本机留底。")
        self.written.emit()

    def _failed(self, error: Exception) -> None:
        self._rest()
        self._say("", messages.sentence(error))

    def _rest(self) -> None:
        self.progress.finish()
        self.button.setEnabled(True)
        self.change.setEnabled(True)

    def _say(self, done: str, wrong: str = "") -> None:
        self._done.setText(done)
        self._done.setVisible(bool(done))
        self._error.set_text(wrong)


class _Fact(QWidget):
    """要写入  2 次检查 · 17 张照片"""

    def __init__(self, name: str, wrong: bool, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        label = Label(name, "secondary", "ink-2", parent=self)
        label.setFixedWidth(theme.px(58))
        row.addWidget(label)
        if icon:
            row.addWidget(Mark(icon, "fail" if wrong else "ink", self))
        self._words = ElidedLabel("", "secondary", "fail" if wrong else "ink", strong=True, parent=self)
        row.addWidget(self._words, 1)

    def say(self, words: str) -> None:
        self._words.setText(words)
        reveal(self, bool(words))


def _place(folder: Path) -> str:
    """“金士顿”，剩 14.2 GB"""
    info = QStorageInfo(str(folder))
    name = folder.name or info.displayName() or str(folder)
    free = info.bytesAvailable()
    return f"“{name}”，剩 {_size(free)}" if free >= 0 else f"“{name}”"


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1_000_000_000 else f"{count // 1_000_000} MB"


def _stick() -> Path | None:
    """A mounted stick, as far as the system tells."""
    for volume in QStorageInfo.mountedVolumes():
        root = Path(volume.rootPath())
        if volume.isReady() and not volume.isReadOnly() and {"media", "Volumes"} & set(root.parts):
            return root
    return None
