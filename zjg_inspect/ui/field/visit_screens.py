"""The screens of one open visit: the walker, a hazard, what is still owed, signing. One session under all of them."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from zjg_inspect.service.setup import Database
from zjg_inspect.service.signing import Ready, ready
from zjg_inspect.service.visit_opened import Visit
from zjg_inspect.ui.field.hazard import HazardScreen
from zjg_inspect.ui.field.overview import OverviewScreen
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.sign import SignScreen
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.saver import Saver

ASKED_WHEN_SIGNING = ("inspector", "enterprise_person", "signature", "correction")
"""What the signing screen asks for itself; anything else is owed before."""


class VisitScreens(QObject):
    """`turned` gives the screen to show; `left` when the visit is put away as a draft; `sealed` its inspection."""

    turned = Signal(QWidget)
    left = Signal()
    sealed = Signal(str)

    def __init__(self, db: Database, saver: Saver, place: QWidget, parent: QObject) -> None:
        """`place` is where the screens will stand: built anywhere else, all that is in them would be styled twice."""
        super().__init__(parent)
        self._db, self._saver, self._place = db, saver, place
        self._session: VisitSession | None = None
        self._walker: WalkerScreen | None = None

    def open(self, visit: Visit) -> None:
        """The walker, where it was left; a visit whose people were signing opens at the signatures."""
        self._session = VisitSession(self._db, visit, self._saver, self)
        self._session.look_up_used()
        self._walker = self._new_walker(self._session)
        if visit.draft.signatures:
            self._towards_signing()
        else:
            self._to_walker()

    def keeps(self, screen: QWidget) -> bool:
        """Whether this screen is come back to, so that it must stay."""
        return screen is self._walker

    def flush(self) -> None:
        """Hand what is being written to the saver."""
        if self._walker is not None:
            self._walker.flush()

    def rebuild(self, shown: QWidget) -> None:
        """The walker in the present size of the words."""
        if self._walker is not None and self._session is not None:
            self.flush()
            old, self._walker = self._walker, self._new_walker(self._session)
            if shown is old:
                self._to_walker()
            else:
                old.deleteLater()

    def _new_walker(self, session: VisitSession) -> WalkerScreen:
        walker = WalkerScreen(session, self._place)
        walker.back_requested.connect(self._leave)
        walker.hazard_requested.connect(self._hazard)
        walker.sign_requested.connect(self._towards_signing)
        return walker

    def _to_walker(self) -> None:
        if self._walker is not None:
            self.turned.emit(self._walker)

    def _leave(self) -> None:
        """Put the visit away once all of it is on the disk."""
        self._saver.when_saved(self._away)

    def _away(self) -> None:
        walker, session = self._walker, self._session
        self._walker = self._session = None
        self.left.emit()
        for gone in (walker, session):
            if gone is not None:
                self._saver.when_saved(partial(_take_away, gone))

    def _hazard(self, item: str) -> None:
        if self._session is not None:
            screen = HazardScreen(self._session, item, self._place)
            screen.closed.connect(self._to_walker)
            self.turned.emit(screen)

    def _towards_signing(self) -> None:
        """To the signatures; while something is owed, to what is owed."""
        if self._session is None:
            return
        asked = self._saver.asked

        def go_on(now: Ready) -> None:
            if self._saver.asked == asked:
                self._sign_or_show_owed(now)
            else:
                # something was answered while this was read
                self._towards_signing()

        self._saver.when_read(partial(ready, self._db, self._session.visit.draft.id), go_on)

    def _sign_or_show_owed(self, now: Ready) -> None:
        if self._session is None:
            return
        if any(each.kind not in ASKED_WHEN_SIGNING for each in self._session.visit.owed):
            screen = OverviewScreen(self._session, self._place)
            screen.back_requested.connect(self._to_walker)
            screen.item_requested.connect(self._to_item)
            screen.hazard_requested.connect(self._hazard)
            screen.hazard_requested.connect(self._hazard)
            screen.sign_requested.connect(self._towards_signing)
            self.turned.emit(screen)
        else:
            self._sign(now)

    def _to_item(self, item: str) -> None:
        if self._session is not None:
            self._session.go(item)
            self._to_walker()

    def _sign(self, now: Ready) -> None:
        if self._session is None:
            return
        # the walker shows it when it is come back to
        self._session.take(now.visit)
        screen = SignScreen(self._db, now, self._saver, self._place)
        screen.back.connect(self._back_from_signing)
        screen.sealed.connect(self._sealed)
        self.turned.emit(screen)

    def _back_from_signing(self) -> None:
        self._saver.when_saved(self._reopened)

    def _reopened(self) -> None:
        if self._session is not None:
            self._session.reload()
            self._to_walker()

    def _sealed(self, inspection: str) -> None:
        self._walker = self._session = None
        self.sealed.emit(inspection)


def _take_away(gone: QObject) -> None:
    """The window may have taken the screen away already, when it showed another."""
    if isValid(gone):
        gone.deleteLater()
