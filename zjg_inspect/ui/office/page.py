"""What the office's pages have in common."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from zjg_inspect.service.review_queue import Sought
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.office.decisions import Decisions
from zjg_inspect.ui.office.folder_watch import FolderWatch
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.theme import MARGIN, RADIUS_CARD, current
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.nav import TopBar

T = TypeVar("T")


def spare_edge(card: Card) -> Card:
    """For a card that a list fills: its rows leave the rounded edge alone."""
    line = current().line
    card.rows.setContentsMargins(line, line, line, RADIUS_CARD)
    return card


def empty_out(layout: QLayout) -> None:
    """Take every widget out of the layout and away."""
    while layout.count():
        old = layout.takeAt(0).widget()
        if old is not None:
            old.hide()
            old.deleteLater()


@dataclass
class Memory:
    """What stays while the pages are built anew for another size of words."""

    reports: list[Any] = field(default_factory=list)
    received_at: str = ""
    restored: bool = False
    # the day on which what is shown came by itself into the watched folder, None where a person took it in
    watched_on: date | None = None
    rescued: set[str] = field(default_factory=set)
    roster: Any = None
    roster_file: str = ""
    # a register that is being rehearsed, with what was put right by hand
    rehearsal: Any = None
    decisions: dict[str, Decisions] = field(default_factory=dict)
    # what the review's queue was asked for, of those that wait and of those that were reviewed
    sought: dict[bool, Sought] = field(default_factory=dict)
    # a programme that is being written, and the versions that it is written over
    programme: Any = None
    # the past day that the board shows, None for now
    board_day: date | None = None


@dataclass
class Desk:
    """What every page works with; `watch` outlives the pages."""

    db: Database
    preferences: Preferences
    memory: Memory
    watch: FolderWatch


class Page(QWidget):
    """One page of the office: its own head, `body` under it.

    `changed` after something was written; `said` a sentence for the whole window and whether something went wrong;
    `went` another page's key and what to show there.
    """

    changed = Signal()
    said = Signal(str, bool)
    went = Signal(str, object)

    keys: tuple[tuple[str, str], ...] = ()

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"page_{type(self).__name__}")
        self.setAccessibleName(title)
        self.desk, self.db = desk, desk.db
        self._title = title
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.top = TopBar(title, parent=self)
        rows.addWidget(self.top)
        self.body = QVBoxLayout()
        theme = current()
        self.body.setContentsMargins(MARGIN, theme.px(12), MARGIN, theme.px(16))
        self.body.setSpacing(theme.px(12))
        rows.addLayout(self.body, 1)

    def start(self) -> None:
        """Give the keyboard to what the page begins with."""

    def set_facts(self, facts: str) -> None:
        self.top.set_title(self._title, facts)

    def facts(self) -> str:
        """What stands beside the title."""
        return self.top.shown_facts()

    def shortcut(self, keys: str, act: Callable[[], object]) -> None:
        """A key of this page; a text field takes its own first."""
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(act)

    def refresh(self) -> None:
        """Read what is shown anew; called whenever the page comes to the front or something was written."""

    def show_thing(self, thing: Any) -> None:
        """Show what another page asked for."""

    def in_background(
        self,
        work: Callable[[tasks.Step], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        progressed: Callable[[int, int], None] | None = None,
    ) -> tasks.Task:
        """Do this off the window's thread; without `failed` the window says what went wrong."""
        return tasks.run(self, work, done, failed or self.say_error, progressed)

    def say_error(self, error: Exception) -> None:
        self.said.emit(messages.sentence(error), True)
