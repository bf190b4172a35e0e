"""The window's start: a first picture at once, then the data behind it; everything heavy is imported after that."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

from zjg_inspect.ui import collector, fonts, input_method, theme, trace
from zjg_inspect.ui.preferences import Preferences

if TYPE_CHECKING:
    from zjg_inspect.service.setup import Database, Standing
    from zjg_inspect.ui.tasks import Step, Task

TITLE = "网格检查"
# Seconds after which a busy thread hands the interpreter back to the window's.
HANDED_BACK = 0.001
# Milliseconds within which two taps are one double click. Where a finger scrolls, Qt swallows the second tap of such a
# pair, even on another button; nothing here wants a double click but a mouse that chooses a word.
_DOUBLE_CLICK = 150
# Milliseconds after which the start is long over and the disk has time for what nobody waits for.
_QUIET = 60_000


class Page(Protocol):
    """What fills the window: a role's window, the first start, or a sentence."""

    def say(self, sentence: str) -> None:
        """Show a sentence that concerns the whole window, in place."""

    def shut(self) -> bool:
        """Bring everything to the disk; False when the disk refuses, so that the window stays."""


class _Waiting(QWidget):
    """The first picture: the head of a window whose data is being opened. `painted` is called once it stands.

    Nothing of it may need the name Qt: the first call that could take one of Qt's enums (QPainter.fillRect, setPen)
    makes all of them, a ninth of a bare window's start. So each colour is the background of a widget of its own; a
    style sheet would cost more still.
    """

    def __init__(self, look: theme.Theme, painted: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self._painted: Callable[[], None] | None = painted
        self._head, self._line = QWidget(self), QWidget(self)
        self._title = QLabel(TITLE, self)
        self._title.setFont(look.font("title"))
        _fill(self, look.colour("bg"))
        _fill(self._head, look.colour("surface"))
        _fill(self._line, look.colour("line"))
        colours = QPalette()
        colours.setColor(QPalette.ColorRole.WindowText, look.colour("ink"))
        self._title.setPalette(colours)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        head, line, width = self._look.height("top"), self._look.line, self.width()
        self._head.setGeometry(0, 0, width, head - line)
        self._line.setGeometry(0, head - line, width, line)
        self._title.setGeometry(theme.MARGIN, 0, width - 2 * theme.MARGIN, head - line)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._painted is not None:
            # behind this paint, so that the picture stands while the rest is imported
            QTimer.singleShot(0, self._painted)
            self._painted = None

    def say(self, sentence: str) -> None:
        """Nothing can be said before there is anything."""

    def shut(self) -> bool:
        return True


def _fill(part: QWidget, colour: QColor) -> None:
    colours = QPalette()
    colours.setColor(QPalette.ColorRole.Window, colour)
    part.setPalette(colours)
    part.setAutoFillBackground(True)


class Shell(QMainWindow):
    """The one window: it opens the data once it has been painted, and shows what fits this computer's role."""

    def __init__(self, directory: Path, preferences: Preferences, screen: str = "today") -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle(TITLE)
        self._directory, self._preferences, self._screen = directory, preferences, screen
        self._closing = False
        self.db: Database | None = None
        self._restoring: Task | None = None
        self._logs = False
        look = theme.Theme(preferences.theme, preferences.scale)
        self.page: Page = self._put(_Waiting(look, self._open))

    def _put(self, page: QWidget) -> Page:
        self.setCentralWidget(page)
        if self.isVisible():
            # a page that is not shown yet could not take the keyboard
            page.show()
        page.setFocus()
        self.page = cast(Page, page)
        return self.page

    def _open(self) -> None:
        from zjg_inspect.ui import tasks

        theme.apply(_app(), self._preferences.theme, self._preferences.scale)

        def work(_: object) -> "Database":
            from zjg_inspect.service.setup import open_data

            return open_data(self._directory)

        tasks.run(self, work, self._opened, self._refused)

    def _refused(self, error: Exception) -> None:
        from zjg_inspect.ui import messages
        from zjg_inspect.ui.sorry import Sorry

        self._put(Sorry(TITLE, messages.sentence(error), self.close))

    def _opened(self, db: "Database") -> None:
        from zjg_inspect.service import setup
        from zjg_inspect.ui.logfile import log_to

        fonts.load_rare()
        self.db = db
        if self._closing:
            return
        if not self._logs:
            self._logs = True
            log_to(self._directory)
        try:
            own = setup.standing(db)
        except Exception as error:
            self._refused(error)
            return
        if own is None:
            self._begin(db)
        else:
            self._work(own)

    def _begin(self, db: "Database") -> None:
        from zjg_inspect.ui.first_start import FirstStart

        page = FirstStart(db, self._preferences)
        page.finished.connect(self._work)
        page.restore_asked.connect(self._restore)
        page.restore_cancelled.connect(self._stop_restoring)
        self._put(page)

    def _restore(self, file: Path, recovery: str) -> None:
        """Bring a backup back: the data that is open here is none yet, and is closed for it."""
        from zjg_inspect.ui import tasks
        from zjg_inspect.ui.first_start import FirstStart

        page, db = self.page, self.db
        if db is None or not isinstance(page, FirstStart):
            return
        self.db = None

        def work(step: "Step") -> None:
            from zjg_inspect.service.backup import restore

            db.close()
            restore(file, self._directory, recovery, step)

        def failed(error: Exception) -> None:
            from zjg_inspect.service.setup import open_data

            def again(opened: "Database") -> None:
                self.db = opened
                page.restore_failed(opened, error)

            tasks.run(self, lambda _: open_data(self._directory), again, self._refused)

        self._restoring = tasks.run(self, work, lambda _: self._open(), failed, page.restoring)

    def _stop_restoring(self) -> None:
        if self._restoring is not None:
            self._restoring.cancel()

    def _work(self, own: "Standing") -> None:
        if self.db is None:
            return
        # a system puts the program's name behind a title that does not end with it
        self.setWindowTitle(f"{own.name} · {TITLE}")
        look = theme.current()
        if own.role == "field":
            from zjg_inspect.ui.field.window import FieldWindow

            field = FieldWindow(self.db, own, self._preferences)
            self._put(field)
            field.show_tab(self._screen)
        else:
            from zjg_inspect.ui.office.window import OfficeWindow

            theme.apply(_app(), look.name, look.scale, office=True)
            self._put(OfficeWindow(self.db, own, self._preferences))

        QTimer.singleShot(_QUIET, self, self._tidy)

    def _tidy(self) -> None:
        """Once, when the start is long over: photos that nothing names go."""
        from zjg_inspect.service import upkeep
        from zjg_inspect.ui import tasks
        from zjg_inspect.ui.logfile import log

        collector.leave_what_stands()
        db = self.db
        if db is not None and not self._closing:
            tasks.run(self, lambda _: upkeep.tidy(db), lambda gone: log.info("%d photos swept", gone), log.warning)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.page.shut():
            event.ignore()
            return
        self._closing = True
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow() and self.db is not None:
            # a window that is left is idle: bring the log into the file
            QTimer.singleShot(0, self._checkpoint)

    def _checkpoint(self) -> None:
        from zjg_inspect.ui import tasks
        from zjg_inspect.ui.logfile import log

        db = self.db
        if db is not None and not self._closing:
            tasks.run(self, lambda _: db.checkpoint(), lambda _: None, log.warning)


def run(data: Path | None = None, *, screen: str = "today") -> int:
    """Open the window on this data directory (None: the platform's) and stay until it is closed; the exit code.

    `screen` is the laptop's tab to begin with: today, hazards, sealed or exchange.
    """
    input_method.reach()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app = cast(QApplication, app)
    app.setApplicationName("zjg-inspect")
    app.setApplicationDisplayName(TITLE)
    fonts.load_fonts(app)
    collector.collect_here(app)
    # a thread that saves or shrinks a photo would hold the window up for 5 ms whenever the two meet
    sys.setswitchinterval(HANDED_BACK)
    app.setDoubleClickInterval(_DOUBLE_CLICK)
    if trace.begin_if_asked():
        from zjg_inspect.ui.sight import Sight

        Sight(app)
    directory = data if data is not None else _usual_directory()
    preferences = Preferences(directory)
    shell = Shell(directory, preferences, screen)
    before = sys.excepthook
    sys.excepthook = _hook(shell)
    try:
        _fit(app, shell)
        code = app.exec()
    finally:
        sys.excepthook = before
        if shell.db is not None:
            shell.db.close()
    return code


def _app() -> QApplication:
    return cast(QApplication, QApplication.instance())


def _usual_directory() -> Path:
    from platformdirs import user_data_path

    return Path(user_data_path("zjg_inspect", appauthor=False))


def _fit(app: QApplication, shell: Shell) -> None:
    """As large as the screen where it is no larger than a laptop's, else with air around."""
    room = app.primaryScreen().availableGeometry()
    if room.width() <= 1366 or room.height() <= 768:
        shell.resize(min(room.width(), 1366), min(room.height(), 768))
        shell.showMaximized()
    else:
        shell.resize(min(room.width() * 4 // 5, 1920), min(room.height() * 4 // 5, 1080))
        shell.show()


def _hook(shell: Shell) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """What was not foreseen goes to the log, and its sentence into a quiet line; never a box with a traceback."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        from zjg_inspect.ui import messages
        from zjg_inspect.ui.logfile import log

        log.error("unexpected error in the window", exc_info=(kind, error, trace))
        shell.page.say(messages.sentence(error))

    return hook
