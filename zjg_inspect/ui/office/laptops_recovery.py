"""The office's recovery key in 电脑: printed once on paper, reminded of until then; another one where it is lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service import recovery, setup
from zjg_inspect.service.recovery import Stage
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.office.page import Desk
from zjg_inspect.ui.question import Question
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label, Mark

STATE: dict[Stage, str] = {
    "none": "还没有恢复钥匙：这台电脑坏了，寄给本办的包就没法打开。",
    "waiting": "恢复钥匙还没有打印：这台电脑坏了，没有那张纸，寄给本办的包就没法打开。",
    "printed": "恢复钥匙已打印过，本机没有留。纸丢了或被人看过，就另做一把。",
    "lost": "恢复钥匙没有打印就不见了，要另做一把。",
}
ACT: dict[Stage, str] = {
    "none": "做一把恢复钥匙",
    "waiting": "打印恢复钥匙…",
    "printed": "另做一把…",
    "lost": "另做一把",
}


class RecoverySection(QWidget):
    """How the key stands, what to do, and what came of it; `changed` once something was done."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recovery")
        self._desk = desk
        self._stage: Stage = "waiting"
        self._written: Path | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        rows.addWidget(Label("恢复钥匙", "look", strong=True, parent=self))
        self._state = Label("", "body", "ink-2", wrap=True, parent=self)
        self.button = KeyButton("", "key-round", parent=self)
        self.button.setObjectName("recoveryAct")
        self.button.clicked.connect(self.act)
        self.folder_button = KeyButton("打开文件夹", "folder-open", parent=self)
        self.folder_button.setObjectName("openRecoveryFolder")
        self.folder_button.clicked.connect(self._open_folder)
        self.folder_button.hide()
        self._done = Label("", "body", strong=True, wrap=True, parent=self)
        self._done.hide()
        self._error = InlineError(parent=self)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.button)
        row.addWidget(self.folder_button)
        row.addStretch(1)
        for each in (self._state, self._done):
            rows.addWidget(each)
        rows.addLayout(row)
        rows.addWidget(self._error)
        self.refresh()

    def stage(self) -> Stage:
        return self._stage

    def sentence(self) -> str:
        """What came of the last step, else how the key stands."""
        return self._error.text() or (self._state.text() if self._done.isHidden() else self._done.text())

    def refresh(self) -> None:
        self._stage = recovery.recovery_stage(self._desk.db)
        self._state.setText(STATE[self._stage])
        self.button.set_words(ACT[self._stage])

    def act(self) -> None:
        match self._stage:
            case "waiting":
                self._choose()
            case "printed":
                words = "新写的包要用新的那张纸才能打开。旧的那张也要留着，以前的包靠它打开。"
                Question(self.window(), "另做一把恢复钥匙吗？", words, "另做一把", "不做", self.renew)
            case _:
                self.renew()

    def renew(self) -> None:
        said = "新的恢复钥匙已做好，马上打印。网格员的电脑收到下一包以后，就用新的了。"
        self._run(lambda: recovery.renew_recovery(self._desk.db), lambda _: self._say(said))

    def _choose(self) -> None:
        start = self._desk.preferences.folder("report") or Path.home()
        name = f"恢复钥匙 {setup.own_card(self._desk.db).name}.pdf"
        path, _ = QFileDialog.getSaveFileName(self, "恢复钥匙存到哪里打印", str(start / name), "PDF (*.pdf)")
        if path:
            self.print_to(Path(path) if path.lower().endswith(".pdf") else Path(f"{path}.pdf"))

    def print_to(self, to: Path) -> None:
        def done(path: Path) -> None:
            self._written = path
            self._say(f"恢复钥匙已写成“{path.name}”，读回比对过，本机不再留。现在就打印、锁好，再把这个文件删掉。")
            reveal(self.folder_button, True)

        self._run(lambda: recovery.print_recovery(self._desk.db, to), done)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._error.set_text("")
        self._done.hide()
        self.folder_button.hide()
        self.button.setEnabled(False)

        def rested(result: Any) -> None:
            self.button.setEnabled(True)
            done(result)
            self.refresh()
            self.changed.emit()

        def failed(error: Exception) -> None:
            self.button.setEnabled(True)
            self._error.set_text(messages.sentence(error))
            self.refresh()

        tasks.run(self, lambda _step: work(), rested, failed)

    def _say(self, done: str) -> None:
        self._done.setText(done)
        reveal(self._done, True)

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))


class RecoveryNotice(QFrame):
    """Over the page until the key is on paper."""

    def __init__(self, section: RecoverySection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recoveryNotice")
        self.setProperty("frame", "panel")
        self._section = section
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        row.setSpacing(theme.px(10))
        row.addWidget(Mark("key-round", "attention", self))
        self._words = Label("", "body", wrap=True, parent=self)
        row.addWidget(self._words, 1)
        self.button = KeyButton("", parent=self)
        self.button.setObjectName("recoveryNow")
        self.button.clicked.connect(section.act)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        section.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        stage = self._section.stage()
        self._words.setText(STATE[stage])
        self.setAccessibleName(STATE[stage])
        self.button.set_words(ACT[stage])
        reveal(self, stage != "printed")
