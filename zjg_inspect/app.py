"""The window's start: a first picture at once, then the data behind it; everything heavy is imported after that."""

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from zjg_inspect.ui import collector, fonts, theme
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.text import Label

if TYPE_CHECKING:
    from zjg_inspect.service.setup import Database, Standing

TITLE = "网格检查"
LOG_NAME = "zjg-inspect.log"
# Milliseconds after which the start is long over and the disk has time for what nobody waits for.
_QUIET = 60_000

log = logging.getLogger(__name__)


class Page(Protocol):
    """What fills the window: a role's window, the first start, or a sentence."""

    def say(self, sentence: str) -> None:
        """Show a sentence that concerns the whole window, in place."""

    def shut(self) -> bool:
        """Bring everything to the disk; False when the disk refuses, so that the window stays."""


class _Waiting(QWidget):
    """The first picture: the head of a window whose data is being opened. `painted` is called once it stands."""

    def __init__(self, painted: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(TopBar(TITLE, parent=self))
        rows.addStretch(1)
        self._painted: Callable[[], None] | None = painted

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._painted is not None:
            # behind this paint, so that the picture stands while the rest is imported
            QTimer.singleShot(0, self._painted)
            self._painted = None

    def say(self, sentence: str) -> None:
        """Nothing can be said before there is anything."""

    def shut(self) -> bool:
        return True


class _Sorry(QWidget):
    """The data could not be opened: one sentence, and the way out."""

    def __init__(self, sentence: str, leave: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("sorry")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look = theme.current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(TopBar(TITLE, parent=self))
        body = QVBoxLayout()
        body.setContentsMargins(theme.MARGIN, look.px(24), look.px(200), look.px(24))
        body.setSpacing(look.px(20))
        self._label = Label(sentence, "look", wrap=True, parent=self)
        self._label.setObjectName("sentence")
        body.addWidget(self._label)
        leaving = KeyButton("退出", "x", parent=self)
        leaving.setObjectName("leave")
        leaving.clicked.connect(leave)
        body.addWidget(leaving, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        rows.addLayout(body)
        lead_focus(self, lambda: leaving)

    def say(self, sentence: str) -> None:
        self._label.setText(sentence)

    def shut(self) -> bool:
        return True


class Shell(QMainWindow):
    """The one window: it opens the data once it has been painted, and shows what fits this computer's role."""

    def __init__(self, directory: Path, preferences: Preferences, screen: str = "today") -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle(TITLE)
        self._directory, self._preferences, self._screen = directory, preferences, screen
        self._closing = False
        self.db: Database | None = None
        self.page: Page = self._put(_Waiting(self._open))

    def _put(self, page: QWidget) -> Page:
        self.setCentralWidget(page)
        if self.isVisible():
            # a page that is not shown yet could not take the keyboard
            page.show()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page = cast(Page, page)
        return self.page

    def _open(self) -> None:
        from zjg_inspect.ui import tasks

        def work(_: object) -> "Database":
            from zjg_inspect.service.setup import open_data

            return open_data(self._directory)

        tasks.run(self, work, self._opened, self._refused)

    def _refused(self, error: Exception) -> None:
        from zjg_inspect.ui import messages

        self._put(_Sorry(messages.sentence(error), self.close))

    def _opened(self, db: "Database") -> None:
        from zjg_inspect.service import setup

        fonts.load_rare()
        self.db = db
        if self._closing:
            return
        _log_to(self._directory / LOG_NAME)
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
        self._put(page)

    def _work(self, own: "Standing") -> None:
        if self.db is None:
            return
        self.setWindowTitle(f"{TITLE} · {own.name}")
        app = cast(QApplication, QApplication.instance())
        look = theme.current()
        if own.role == "field":
            from zjg_inspect.ui.field.window import FieldWindow

            field = FieldWindow(self.db, own, self._preferences)
            self._put(field)
            field.show_tab(self._screen)
        else:
            from zjg_inspect.ui.office.window import OfficeWindow

            theme.apply(app, look.name, look.scale, office=True)
            self._put(OfficeWindow(self.db, own, self._preferences))

        QTimer.singleShot(_QUIET, self, self._tidy)

    def _tidy(self) -> None:
        """Once, when the start is long over: photos that nothing names go."""
        from zjg_inspect.service import upkeep
        from zjg_inspect.ui import tasks

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

        db = self.db
        if db is not None and not self._closing:
            tasks.run(self, lambda _: db.checkpoint(), lambda _: None, log.warning)


def run(data: Path | None = None, *, screen: str = "today") -> int:
    """Open the window on this data directory (None: the platform's) and stay until it is closed; the exit code.

    `screen` is the laptop's tab to begin with: today, hazards, sealed or exchange.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app = cast(QApplication, app)
    app.setApplicationName("zjg-inspect")
    app.setApplicationDisplayName(TITLE)
    fonts.load_fonts(app)
    collector.collect_here(app)
    directory = data if data is not None else _usual_directory()
    preferences = Preferences(directory)
    theme.apply(app, preferences.theme, preferences.scale)
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


def _log_to(file: Path) -> None:
    try:
        handler = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("zjg_inspect")
    for old in [h for h in root.handlers if isinstance(h, RotatingFileHandler)]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)


def _hook(shell: Shell) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """What was not foreseen goes to the log, and its sentence into a quiet line; never a box with a traceback."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        from zjg_inspect.ui import messages

        log.error("unexpected error in the window", exc_info=(kind, error, trace))
        shell.page.say(messages.sentence(error))

    return hook
