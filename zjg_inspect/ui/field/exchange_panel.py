"""交给镇安监办: what would be written to the stick, writing it, what came of it, and what still waits for a receipt."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.service.lists import Figures
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import eject, sticks, tasks, trace
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
from zjg_inspect.ui.stick_words import EJECTED, EJECTING, NO_STICK, NOT_EJECTED, WHICH, not_written
from zjg_inspect.ui.sticks import Stick, place_words, stick_words
from zjg_inspect.ui.tasks import Step, Task
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import ProgressLine
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label, Mark

WIDTH = 336
NARROW = 272
LOW = 620
WRITE, AGAIN, ENOUGH = "写入U盘", "再写一份", "不等了"
OTHER, FOLDER = "换一个地方…", "选一个文件夹…"
# How often it is looked whether a stick has been plugged in, while one is waited for.
LOOK_EVERY_MS = 2000


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
        self._look = QTimer(self)
        self._look.setInterval(LOOK_EVERY_MS)
        self._look.timeout.connect(self.look_for_stick)
        self.change = KeyButton(OTHER, "folder-open", parent=self)
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
        self._which = QWidget(self)
        self._which.setObjectName("whichStick")
        self._choices = QVBoxLayout(self._which)
        self._choices.setContentsMargins(0, 0, 0, 0)
        self._choices.setSpacing(theme.px(8))
        self._which.hide()
        self._pull = Label("", "body", strong=True, wrap=True, parent=self)
        self._pull.setObjectName("mayBePulled")
        self._pull.hide()
        for each in (self._hint, self._which, self._done, self._pull, self._error, self.change):
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
        area = page_area(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
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
        self._majors.say(f"重大 {figures.unsent_majors} 条，在最前" if figures.unsent_majors else "")
        self._again.say(again_words(figures.awaited, figures.awaited_found))
        self.owed.say(owed_words(figures.owed_photos))
        folder = self._preferences.folder("export")
        self._where.say(place_words(folder) if folder is not None and (fresh or waits or owes) else "")
        reveal(self.change, folder is not None and (fresh or waits or owes))
        self.button.set_kind("main" if fresh else "plain")
        self.button.set_words(AGAIN if waits and not fresh else WRITE)
        self._hint.setText(waiting_hint(fresh, waits, owes))
        self.change.set_words(OTHER)
        self._put_choices_away()
        if self.is_waiting():
            self._show_waiting()
        self.awaited.show_bundles(outbox.awaited_bundles(self._db), figures.awaited)
        self._give_way()

    def sentence(self) -> str:
        """What came of the last writing, well or not."""
        return self._error.text() or self._done.text() + self._pull.text()

    def clear(self) -> None:
        """What came of the last writing is no news any more."""
        self._say("")

    def write(self) -> None:
        """To the folder used last where it is still there, else to the stick that is plugged in: of several the person
        chooses, without any one is waited for. With nothing to send it writes nothing."""
        if self.is_busy():
            return
        if self.is_waiting():
            self._wait_no_more()
            return
        figures = self._figures
        if figures is not None and not sends(figures):
            self._say(nothing_words(figures.sealed, figures.spoilt_photos))
            return
        folder = self._preferences.folder("export")
        if folder is not None:
            self.write_to(folder)
        elif not self._write_to_stick():
            self._say("")
            self._look.start()
            self._show_waiting()

    def _write_to_stick(self) -> bool:
        """Whether there is a stick. A locked one is written to as well: what comes of it says why it cannot be."""
        there = sticks.sticks()
        found = [stick for stick in there if stick.writable] or there
        if len(found) == 1:
            self.write_to(found[0].root)
        elif found:
            self._ask_which(found)
        return bool(found)

    def _ask_which(self, found: list[Stick]) -> None:
        self._say("")
        self._hint.setText(WHICH)
        for stick in found:
            button = KeyButton(stick_words(stick), "usb", parent=self._which)
            button.setObjectName(f"stick_{stick.name}")
            # a long name is cut, not the panel
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(1)
            button.clicked.connect(lambda _checked=False, stick=stick: self.write_to(stick.root))
            self._choices.addWidget(button)
        reveal(self._which, True)
        self.change.set_words(FOLDER)
        reveal(self.change, True)
        self._which.findChildren(KeyButton)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_choices_away(self) -> None:
        """The sticks to choose from are put away."""
        while self._choices.count():
            if (old := self._choices.takeAt(0).widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        reveal(self._which, False)

    def is_waiting(self) -> bool:
        """Whether a stick is waited for."""
        return self._look.isActive()

    def look_for_stick(self) -> None:
        """One that has been plugged in meanwhile is written to."""
        if sticks.sticks():
            self._wait_no_more()
            self._write_to_stick()

    def _show_waiting(self) -> None:
        self._hint.setText(NO_STICK)
        self.change.set_words(FOLDER)
        reveal(self.change, True)
        self.button.set_words(ENOUGH)
        self.button.set_kind("plain")

    def _wait_no_more(self) -> None:
        self._look.stop()
        if self._figures is not None:
            self.refresh(self._figures)

    def choose(self) -> None:
        """Ask for the folder, and write there."""
        folder = self._asked()
        if folder is not None:
            self.write_to(folder)

    def _asked(self) -> Path | None:
        """The folder chosen by the person, who begins at the one used last, or where a stick is."""
        found = [stick.root for stick in sticks.sticks() if stick.writable]
        start = self._preferences.folder("export") or (found[0] if found else "")
        chosen = QFileDialog.getExistingDirectory(self, "写到哪里", str(start))
        return Path(chosen) if chosen else None

    def write_to(self, folder: Path) -> None:
        """Write everything into this folder, off the window's thread."""
        if self.is_busy():
            return
        if self.is_waiting():
            self._wait_no_more()
        self._put_choices_away()
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

        finished = partial(self._finished, folder)
        self._task = tasks.run(self, work, finished, failed, self.progress.set_share)

    def is_busy(self) -> bool:
        return self._task is not None and self._task.is_running()

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _finished(self, folder: Path, exported: object) -> None:
        from zjg_inspect.service.exchange import Exported

        self._rest()
        if isinstance(exported, Exported):
            trace.note("written", file=str(exported.path), visits=exported.visits, photos=exported.photos)
            self._let_go(sticks.stick_of(folder), written_words(exported))
        self.written.emit()

    def _let_go(self, stick: Stick | None, said: str) -> None:
        """Have the stick ejected; until the system has said that it is, nobody is told that it may be pulled out."""
        self._say(said, pull=EJECTING if stick else "")
        if stick is None:
            return
        self.button.setEnabled(False)

        def work(_: object) -> bool:
            return eject.eject(stick.root, stick.device)

        def told(words: str) -> None:
            self._rest()
            self._say(said, pull=words)
            self.written.emit()

        self._task = tasks.run(
            self, work, lambda gone: told(EJECTED if gone else NOT_EJECTED), lambda _error: told(NOT_EJECTED)
        )

    def _rest(self) -> None:
        self.progress.finish()
        self.button.setEnabled(True)
        self.change.setEnabled(True)

    def _say(self, done: str, wrong: str = "", pull: str = "") -> None:
        """`pull`: whether the stick may be pulled out."""
        for label, words in ((self._done, done), (self._pull, pull)):
            label.setText(words)
            reveal(label, bool(words))
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
