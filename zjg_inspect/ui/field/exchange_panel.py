"""交给镇安监办: what would be written to the stick, writing it, what came of it, and what still waits for a receipt."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.service.lists import Figures
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import tasks, trace
from zjg_inspect.ui.field.exchange_awaited import AwaitedBundles
from zjg_inspect.ui.field.exchange_words import (
    again_words,
    nothing_words,
    owed_words,
    sends,
    waiting_hint,
    written_words,
)
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.stick_words import not_written
from zjg_inspect.ui.sticks import place_words, sticks
from zjg_inspect.ui.tasks import Step, Task
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import ProgressLine
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label, Mark

WIDTH = 336
NARROW = 272
LOW = 620
WRITE, AGAIN = "写入U盘", "再写一份"


class HandOver(QWidget):
    """`written` after a bundle was written and read back; `visits_asked`: the person wants to see which are awaited."""

    written = Signal()
    visits_asked = Signal()

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
        self._low = False
        rows = self._scrolled()
        rows.setContentsMargins(MARGIN, theme.px(16), MARGIN, theme.px(16))
        rows.setSpacing(theme.px(8))
        rows.addWidget(Label("交给镇安监办", "look", strong=True, parent=self))
        self._what = self._fact(rows, "要写入")
        self._majors = self._fact(rows, "其中", "fail", "triangle-alert")
        self._found = self._fact(rows, "还有")
        self._again = self._fact(rows, "另有")
        self.owed = self._fact(rows, "补上")
        self._where = self._fact(rows, "写到")
        self.change = KeyButton("换一个地方…", "folder-open", parent=self)
        self.change.setObjectName("changeFolder")
        self.change.clicked.connect(self.choose)
        self.button = KeyButton(WRITE, "hard-drive-upload", "Ctrl+U", kind="main", height="tall", parent=self)
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
        self.awaited = AwaitedBundles(self)
        self.awaited.visits_asked.connect(self.visits_asked)
        rows.addWidget(self.awaited)
        rows.addStretch(1)
        self._done.hide()

    def _scrolled(self) -> QVBoxLayout:
        """Large words in a low window: what does not fit is scrolled."""
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        touch_scroll(area)
        inside = QWidget(area)
        inside.setProperty("fill", "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        area.setWidget(inside)
        around.addWidget(area)
        return QVBoxLayout(inside)

    def set_narrow(self, narrow: bool) -> None:
        """Less beside a list that has little room."""
        self.setFixedWidth(current().px(NARROW if narrow else WIDTH))

    def _fact(self, rows: QVBoxLayout, name: str, tone: str = "ink", icon: str = "") -> "_Fact":
        fact = _Fact(name, tone == "fail", icon, self)
        rows.addWidget(fact)
        return fact

    def refresh(self, figures: Figures) -> None:
        """Say what would be written now."""
        from zjg_inspect.service import outbox

        self._figures = figures
        fresh = figures.unsent + figures.unsent_found > 0
        waits, owes = figures.awaited + figures.awaited_found > 0, figures.owed_photos > 0
        photos = f" · {figures.unsent_photos} 张照片" if figures.unsent_photos else ""
        nothing = "没有新的检查" if fresh or waits or owes else "没有要写入的"
        self._what.say(f"{figures.unsent} 次检查{photos}" if figures.unsent else nothing)
        self._found.say(f"待确认 {figures.unsent_found} 条" if figures.unsent_found else "")
        self._majors.say(f"重大隐患 {figures.unsent_majors} 条，排在最前" if figures.unsent_majors else "")
        self._again.say(again_words(figures.awaited, figures.awaited_found))
        self.owed.say(owed_words(figures.owed_photos))
        folder = self._preferences.folder("export")
        self._where.say(place_words(folder) if folder is not None and (fresh or waits or owes) else "")
        reveal(self.change, folder is not None and (fresh or waits or owes))
        self.button.set_kind("main" if fresh else "plain")
        self.button.set_words(AGAIN if waits and not fresh else WRITE)
        self._hint.setText(waiting_hint(fresh, waits, owes))
        self.awaited.show_bundles(outbox.awaited_bundles(self._db), figures.awaited)
        self._give_way()

    def sentence(self) -> str:
        """What came of the last writing, well or not."""
        return self._error.text() or self._done.text()

    def clear(self) -> None:
        """What came of the last writing is no news any more."""
        self._say("")

    def write(self) -> None:
        """To the folder used last where it is still there, else ask for one; with nothing to send it writes nothing."""
        if self.is_busy():
            return
        figures = self._figures
        if figures is not None and not sends(figures):
            self._say(nothing_words(figures.sealed, figures.spoilt_photos))
            return
        folder = self._preferences.folder("export")
        if folder is None:
            self.choose()
        else:
            self.write_to(folder)

    def choose(self) -> None:
        """Ask for the folder, and write there."""
        folder = self._asked()
        if folder is not None:
            self.write_to(folder)

    def _asked(self) -> Path | None:
        """The folder chosen by the person, who begins at the one used last, or where a stick is."""
        found = [stick.root for stick in sticks() if stick.writable]
        start = self._preferences.folder("export") or (found[0] if found else "")
        chosen = QFileDialog.getExistingDirectory(self, "写到哪里", str(start))
        return Path(chosen) if chosen else None

    def write_to(self, folder: Path) -> None:
        """Write everything into this folder, off the window's thread."""
        if self.is_busy():
            return
        self._preferences.remember_folder("export", folder)
        self._say("")
        self.button.setEnabled(False)
        self.change.setEnabled(False)
        self.progress.start("正在写入")
        again = self.button.text()

        def work(step: Step) -> object:
            from zjg_inspect.service.exchange import export_bundle

            return export_bundle(self._db, folder, step=step)

        def failed(error: Exception) -> None:
            self._rest()
            trace.note("not written", error=type(error).__name__)
            self._say("", not_written(error, folder, again))

        self._task = tasks.run(self, work, self._finished, failed, self.progress.set_share)

    def is_busy(self) -> bool:
        return self._task is not None and self._task.is_running()

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _finished(self, exported: object) -> None:
        from zjg_inspect.service.exchange import Exported

        self._rest()
        if isinstance(exported, Exported):
            trace.note("written", file=str(exported.path), visits=exported.visits, photos=exported.photos)
            self._say(written_words(exported))
        self.written.emit()

    def _rest(self) -> None:
        self.progress.finish()
        self.button.setEnabled(True)
        self.change.setEnabled(True)

    def _say(self, done: str, wrong: str = "") -> None:
        self._done.setText(done)
        self._done.setVisible(bool(done))
        self._error.set_text(wrong)
        # what came of it says more than what is going to happen
        reveal(self._hint, not done and not wrong)
        self._give_way()

    def _give_way(self) -> None:
        """In a low window what came of the writing is more than what is awaited, which the status line counts too."""
        waits = self._figures is not None and self._figures.awaited > 0
        reveal(self.awaited, waits and not (self._low and self.sentence()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._low = self.height() < current().px(LOW)
        self.awaited.set_low(self._low)
        self._give_way()


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

    def words(self) -> str:
        return self._words.text()
