"""The laptop's window: its home, and the screens of one visit from the start to the seal."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import cast

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.clock import SHANGHAI
from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.service import lists, survey, visit
from zjg_inspect.service.lists import EnterpriseRow
from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.service.survey import Entry, Likely
from zjg_inspect.service.visit_opened import Visit
from zjg_inspect.ui import messages, tasks, theme, trace
from zjg_inspect.ui.field.conflicts import ConflictScreen
from zjg_inspect.ui.field.home import Home
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.field.start_try import TryScreen
from zjg_inspect.ui.field.survey import SurveyScreen
from zjg_inspect.ui.field.survey_words import taken_over
from zjg_inspect.ui.field.visit_screens import VisitScreens
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.question import Question
from zjg_inspect.ui.quiet import QuietLine
from zjg_inspect.ui.saver import Saver
from zjg_inspect.ui.widgets.status import StatusLine

IDLE_MS = 2000
NOT_OWN = "“{name}”不是这台电脑登记的，或镇里已收进底数库，这里不能改。要改请打电话给镇安监办。"

log = logging.getLogger(__name__)


class FieldWindow(QWidget):
    """Home and, over it, one screen at a time; the status line says what is on the disk and what is not sent yet."""

    def __init__(self, db: Database, own: Standing, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fieldWindow")
        self._db, self._preferences = db, preferences
        self.saver = Saver(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._stack = QStackedWidget(self)
        self.quiet = QuietLine(self)
        self.status = StatusLine(self)
        rows.addWidget(self._stack, 1)
        rows.addWidget(self.quiet)
        rows.addWidget(self.status)
        self._own = own
        self._build_home()
        self._visit = VisitScreens(db, self.saver, self._stack, self)
        self._visit.turned.connect(self._show)
        self._visit.left.connect(self.go_home)
        self._visit.sealed.connect(lambda inspection: self.open_sheet(inspection, just_sealed=True))
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._rest)
        self._paint = QTimer(self, singleShot=True, interval=0)
        self._paint.timeout.connect(lambda: self.setUpdatesEnabled(True))
        self.saver.saved.connect(self._saved)
        self.saver.failed.connect(self._not_saved)
        for key, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            QShortcut(QKeySequence(key), self).activated.connect(partial(self._zoom, step))
        self.status.set_saved("")
        lead_focus(self, self.shown)
        self.refresh()

    def _build_home(self) -> None:
        home = self.home = Home(self._db, self._own, self._preferences)
        self._stack.addWidget(home)
        home.turned.connect(lambda _: self._tell_keys(home))
        home.sunlight_asked.connect(self._set_sunlight)
        home.today.opened.connect(self.open_enterprise)
        home.today.discard_requested.connect(self.ask_to_discard)
        home.today.survey_requested.connect(self.open_survey)
        home.today.lease_requested.connect(self._lease)
        home.today.correct_requested.connect(self._correct_found)
        home.hazards.opened.connect(self._recheck)
        home.hazards.changed.connect(self.refresh)
        home.hazards.changed.connect(self._saved_now)
        home.sealed.opened.connect(self.open_sheet)
        home.sealed.again.connect(self._start)
        for line in (home.sealed.conflicts, home.hazards.conflicts):
            line.opened.connect(self.open_conflicts)
        home.exchange.received.connect(self.refresh)
        home.hand_over.written.connect(self.refresh)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is one step back, wherever nothing nearer takes it."""
        escape = getattr(self.shown(), "escape", None)
        if event.key() == Qt.Key.Key_Escape and callable(escape):
            escape()
        else:
            super().keyPressEvent(event)

    # -- what the shell asks ---------------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        self.quiet.say(sentence)

    def shut(self) -> bool:
        """Bring all to the disk; when the disk refuses, that is said, and the window stays."""
        self._idle.stop()
        self._visit.flush()
        if callable(flush := getattr(self.shown(), "flush", None)):
            flush()
        if not self.saver.flush():
            failure = self.saver.failure
            self.say(messages.sentence(failure) if failure is not None else "还有没存上的，先别关。")
            return False
        self.saver.close()
        return True

    def show_tab(self, tab: str) -> None:
        self.home.show_tab(tab)

    # -- screens ---------------------------------------------------------------------------------------------------

    def shown(self) -> QWidget:
        """What is in sight: home, or a screen of a visit."""
        return self._stack.currentWidget()

    def _show(self, screen: QWidget) -> None:
        """Put this screen in the place of the one in sight; home stays under all."""
        old = self._stack.currentWidget()
        if old is screen:
            return
        self.quiet.put_away()
        # built now, painted in a turn of its own: what has come meanwhile is answered between the two
        self.setUpdatesEnabled(False)
        self._paint.start()
        if self._stack.indexOf(screen) < 0:
            self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        if old is not self.home and not self._visit.keeps(old):
            self._stack.removeWidget(old)
            # what is still being saved tells the old screen first
            self.saver.when_saved(old.deleteLater)
        self._tell_keys(screen)
        start = getattr(screen, "start", None)
        if callable(start):
            start()
        else:
            screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_keys(self, screen: QWidget) -> None:
        if self.shown() is screen:
            self.status.set_keys(list(getattr(screen, "keys", []))[:5])

    def go_home(self) -> None:
        # what was given up has been read in the visit that is left now; what the disk refuses stays said
        self.saver.forget()
        if self.saver.failure is None:
            self.status.clear_failed()
        self._show(self.home)
        self._show_figures()
        self.home.show_tab(self.home.tab())

    def refresh(self) -> None:
        """Read home and the figures anew."""
        self._show_figures()
        self.home.refresh()

    def _show_figures(self) -> None:
        figures = lists.figures(self._db)
        self.status.set_unsent(figures.unsent + figures.unsent_found)
        self.status.set_awaited(figures.awaited + figures.awaited_found)
        self.home.show_figures(figures)

    # -- a visit from the start to the seal ------------------------------------------------------------------------

    def open_enterprise(self, row: EnterpriseRow) -> None:
        """Go on with its draft, look at what was signed today, or start."""
        if row.draft:
            self.open_draft(row.draft)
        elif self.home.today.is_signed(row):
            self.home.sealed.narrow(row)
            self.home.show_tab("sealed")
        else:
            self._start(row)

    def _recheck(self, enterprise: str) -> None:
        row = lists.enterprise(self._db, enterprise)
        if row is None:
            return
        if row.draft:
            self.open_draft(row.draft)
        else:
            self._start(row, VisitType.REINSPECTION)

    def _start(self, row: EnterpriseRow, type: VisitType | None = None) -> None:
        """What it was assigned for stands ready, unless the person came for something else."""
        own = survey.correctable(self._db, row.id)
        assigned = VisitType(row.assigned) if row.assigned else None
        screen = StartScreen(row, type or assigned, own=own, parent=self._stack)
        screen.back.connect(self.go_home)
        screen.lease_requested.connect(lambda: self._lease(row))
        screen.correct_requested.connect(lambda: self._correct_found(row))
        screen.started.connect(lambda kind, outcome: self._begin(row, VisitType(kind), Outcome(outcome)))
        self._show(screen)

    def _begin(self, row: EnterpriseRow, type: VisitType, outcome: Outcome) -> None:
        self._open_new(partial(visit.start_visit, self._db, row.id, type, outcome))

    def _open_new(self, draft: Callable[[], str]) -> None:
        """Make a draft and open it; both are read and written off the window's thread."""
        tasks.run(self, lambda _: visit.open_visit(self._db, draft()), self._open_visit, self._say_error)

    # -- what no list has ------------------------------------------------------------------------------------------

    def open_survey(self, text: str = "") -> None:
        """Enter an enterprise; `text` was searched for in vain."""
        name, code = taken_over(text)
        body = survey.new_entry(self._db, self.home.today.zone())
        if body.found is not None:
            body = msgspec.structs.replace(body, found=msgspec.structs.replace(body.found, name=name, code=code))
        self._survey(Entry(body))

    def _lease(self, row: EnterpriseRow) -> None:
        found, lease = survey.correctable(self._db, row.id)
        if found or lease:
            self._survey(survey.to_correct(self._db, found or lease))
        else:
            self._survey(Entry(survey.new_entry(self._db, tenant=row.id)))

    def _correct_found(self, row: EnterpriseRow) -> None:
        found, _ = survey.correctable(self._db, row.id)
        if found:
            self._survey(survey.to_correct(self._db, found))
        else:
            self.quiet.say(NOT_OWN.format(name=row.name))

    def _survey(self, wanted: Entry) -> None:
        screen = SurveyScreen(self._db, wanted, self.saver, self._stack)
        screen.back.connect(lambda: self.saver.when_saved(self.go_home))
        screen.entered.connect(self._entered)
        screen.known.connect(self._known)
        self._show(screen)

    def _entered(self, enterprise: str, inspect: bool, said: str) -> None:
        trace.note("proposed", enterprise=enterprise)
        self._saved_now()
        if inspect and (row := lists.enterprise(self._db, enterprise)) is not None:
            self._begin(row, VisitType.ASSESSMENT, Outcome.DONE)
            return
        self.go_home()
        self.home.today.choose(enterprise)
        self.quiet.say(said, wrong=False)

    def _known(self, likely: Likely, entry: Entry) -> None:
        """It is one that is there already: that one is visited, and what was entered is put away, or brought back."""
        row = lists.enterprise(self._db, likely.id)
        if row is None or row.draft:
            # what was entered stays: the visit is gone on with at once
            self.go_home() if row is None else self.open_draft(row.draft)
            return
        self.saver.put(partial(survey.discard_entry, self._db))

        def bring_back() -> None:
            self.saver.put(partial(survey.keep_entry, self._db, entry.body, entry.proposal))
            self.saver.when_saved(lambda: self._survey(entry))

        self.open_enterprise(row)
        self.quiet.say(f"去检查“{row.name}”，刚才填的没有登记。", wrong=False, undo=bring_back)

    def open_draft(self, draft: str) -> None:
        """The walker where it was left; a try has its own short screen."""
        try:
            opened = visit.open_visit(self._db, draft)
        except Exception as error:
            self._say_error(error)
        else:
            self._open_visit(opened)

    def _open_visit(self, opened: Visit) -> None:
        if opened.draft.head.outcome is Outcome.DONE:
            self._visit.open(opened)
        else:
            self._open_try(opened.draft.id)

    def _open_try(self, draft: str) -> None:
        screen = TryScreen(self._db, draft, self.saver, self._stack)

        def leave() -> None:
            screen.flush()
            self.saver.when_saved(self.go_home)

        screen.back.connect(leave)
        screen.sealed.connect(lambda inspection: self.open_sheet(inspection, just_sealed=True))
        screen.visit_possible.connect(self.open_draft)
        screen.discard_requested.connect(self.ask_to_discard)
        self._show(screen)

    def ask_to_discard(self, draft: str) -> None:
        """Deleting a draft cannot be undone, so it is a question."""
        try:
            found = visit.open_visit(self._db, draft)
        except Exception as error:
            self._say_error(error)
            return
        answered = sum(answer.verdict is not None for answer in found.draft.answers.values())
        photos = len(found.draft.photos)
        parts = ([f"已答的 {answered} 条"] if answered else []) + ([f"{photos} 张照片"] if photos else [])
        lost = "和".join(parts) or "已填的"
        words = f"{found.site.name}：{lost}会一起删掉，找不回来。"
        Question(self, "删除这份草稿吗？", words, "删除", "留着", lambda: self._discard(draft))

    def _discard(self, draft: str) -> None:
        def discard() -> None:
            tasks.run(self, lambda _: visit.discard_draft(self._db, draft), lambda _: self.go_home(), self._say_error)

        self.saver.when_saved(discard)

    def open_sheet(self, inspection: str, just_sealed: bool = False) -> None:
        """A sealed visit's sheet; right after the seal the way back leads to 今日. Home is read anew on that way."""
        self._show_figures()
        self._saved_now()
        found = next((each for each in lists.sealed_visits(self._db) if each.inspection == inspection), None)
        if found is None:
            self.go_home()
            return
        if just_sealed:
            trace.note("sealed", inspection=inspection)
            self.home.begin_anew()
        screen = SheetScreen(self._db, found, self._preferences, just_sealed, self._stack)
        screen.back.connect(self.go_home)
        screen.correct_requested.connect(self._correct)
        screen.settle_requested.connect(self.open_conflicts)
        self._show(screen)

    def open_conflicts(self, entity: str = "") -> None:
        """What is in conflict and may be settled here, this one first."""
        screen = ConflictScreen(self._db, entity, self._stack)
        screen.back.connect(self.go_home)
        screen.settled.connect(self.refresh)
        screen.settled.connect(self._saved_now)
        screen.correct_requested.connect(self._correct)
        self._show(screen)

    def _correct(self, inspection: str, version: str = "") -> None:
        self._open_new(partial(visit.correct, self._db, inspection, version))

    # -- what is saved, and how it looks -----------------------------------------------------------------------------

    def _say_error(self, error: Exception) -> None:
        self.say(messages.sentence(error))

    def _saved_now(self) -> None:
        self._saved(datetime.now(SHANGHAI).strftime("%H:%M"))

    def _saved(self, time: str) -> None:
        self.status.clear_failed()
        self.status.set_saved(time)
        self._idle.start()

    def _rest(self) -> None:
        """Nothing has been tapped for a while: bring the log into the file."""
        tasks.run(self, lambda _: self._db.checkpoint(), lambda _: None, log.warning)

    def _not_saved(self, error: Exception) -> None:
        self.status.set_failed(messages.sentence(error))

    def _set_sunlight(self, bright: bool) -> None:
        self._preferences.theme = "sunlight" if bright else "light"
        theme.apply(_app(), self._preferences.theme, theme.current().scale)

    def _zoom(self, step: int) -> None:
        """Larger or smaller words: what was laid out for another size is built anew."""
        before = theme.current().scale
        self._preferences.scale = theme.zoom(_app(), step).scale
        if theme.current().scale == before:
            return
        if not self.home.is_busy():
            old, text = self.home, self.home.today.search.text()
            self._build_home()
            self.home.today.search.line.setText(text)
            self.refresh()
            if self.shown() is old:
                self._stack.setCurrentWidget(self.home)
            self._stack.removeWidget(old)
            old.deleteLater()
            self.home.show_tab(old.tab())
        self._visit.rebuild(self.shown())


def _app() -> QApplication:
    return cast(QApplication, QApplication.instance())
