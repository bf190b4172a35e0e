"""The right side of signing: first who signs, then one after the other on the pad, then the seal."""

from collections.abc import Callable
from datetime import date
from functools import cached_property, partial

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import Photo, Role, Someone
from zjg_inspect.service import signing
from zjg_inspect.service import visit as visits
from zjg_inspect.service.setup import Database
from zjg_inspect.service.signing import Ready, Signing
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.field.sign_date import clock_words, date_doubt, day_words
from zjg_inspect.ui.field.sign_order import SignOrder
from zjg_inspect.ui.field.sign_page import SignsPage
from zjg_inspect.ui.field.sign_paper import PaperPanel
from zjg_inspect.ui.field.sign_people import PeopleForm
from zjg_inspect.ui.field.sign_reason import ReasonLine
from zjg_inspect.ui.field.sign_refusal import RefusalPanel
from zjg_inspect.ui.field.sign_slots import Slot, next_open, slots
from zjg_inspect.ui.field.sign_turn import TurnPanel
from zjg_inspect.ui.field.walker_photos import BESIDE, Pictures, show_photo
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.question import Question
from zjg_inspect.ui.saver import Saver
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import InlineError, Label

SHORT, LEAST = 590, 440


class SignDesk(QWidget):
    """`changed` gives the signing after each step that reached the disk; `sealed` when the visit is sealed;
    `scan_opened` the scan of a signed sheet that is to be seen large."""

    changed = Signal(Signing)
    sealed = Signal()
    scan_opened = Signal(str)

    def __init__(self, db: Database, now: Ready, saver: Saver, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        visit = now.visit
        self.setObjectName("signDesk")
        self.setProperty("fill", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._db, self._draft, self._saver, self._head = db, visit.draft.id, saver, visit.draft.head
        self._behind = now.behind
        # it takes less than its layout asks for by leaving explanations out (resizeEvent)
        self.setMinimumHeight(current().px(LEAST))
        self._signing: Signing | None = None
        self._slots: list[Slot] = []
        self._turn = -1
        self._busy = False
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(16))
        rows.setSpacing(theme.px(6))
        self._stack = QStackedWidget(self)
        self._short = False
        self._people = self._people_page(now)
        self._stack.addWidget(self._people)
        self._refusal: RefusalPanel | None = None
        self._paper: PaperPanel | None = None
        self.pictures = Pictures(db, self)
        self.pictures.came.connect(lambda _sha: self._show_scan())
        lead_focus(self, self._stack.currentWidget)
        self._turn_to(self._people)
        rows.addWidget(self._stack, 1)
        self._error = InlineError(parent=self)
        rows.addWidget(self._error)
        if visit.draft.signatures:
            self._begin_signing()
        # behind the first paint, in a turn of its own
        QTimer.singleShot(0, self, lambda: self._signs)

    def _people_page(self, now: Ready) -> QWidget:
        whole = QWidget(self)
        around = QVBoxLayout(whole)
        around.setContentsMargins(0, 0, 0, 4)
        around.setSpacing(current().px(8))
        # in a low window the button stays, and what is above it is scrolled
        area = self._area = QScrollArea(whole)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        touch_scroll(area)
        page = QWidget(area)
        page.setProperty("fill", "surface")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        area.setWidget(page)
        around.addWidget(area, 1)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(4, 4, 4, 4)
        rows.setSpacing(current().px(10))
        head = QHBoxLayout()
        head.addWidget(Label("谁来签字", "look", strong=True, parent=page), 1)
        head.addWidget(Label("检查日期", "body", parent=page))
        self.date = DateField("检查日期", page)
        self.date.setObjectName("visitDate")
        self.date.set_value(date.fromisoformat(self._head.date))
        head.addWidget(self.date)
        rows.addLayout(head)
        self._date_wrong = InlineError(parent=page)
        rows.addWidget(self._date_wrong)
        behind = clock_words(*self._behind) if self._behind[0] else ""
        self.clock = Label(behind, "secondary", "attention", wrap=True, parent=page)
        self.clock.setObjectName("clockBehind")
        rows.addWidget(self.clock)
        reveal(self.clock, bool(self._behind[0]))
        host = "村（社区）" if now.visit.of_zone else "企业"
        self.people = PeopleForm(now.people, parent=page, host=host)
        self.people.show_people(self._head.inspectors, self._head.enterprise_person)
        rows.addWidget(self.people)
        words = f"核查人先签，{host}人员再签；审核人回到镇里后签。"
        rows.addWidget(Label(words, "secondary", "ink-2", wrap=True, parent=page))
        self.reason = ReasonLine(
            self._head.correction, corrects=bool(self._head.parents), returned=bool(now.visit.remarks), parent=page
        )
        rows.addWidget(self.reason)
        rows.addStretch(1)
        self.begin = KeyButton("开始签字", key="Ctrl+Enter", kind="main", parent=whole)
        self.begin.setObjectName("beginSigning")
        self.begin.clicked.connect(self._confirm_people)
        around.addWidget(self.begin)
        lead_focus(whole, lambda: self.people)
        return whole

    @cached_property
    def _signs(self) -> SignsPage:
        """Made when it is wanted, at the latest once who signs has been confirmed."""
        page = SignsPage(self._stack)
        page.change.clicked.connect(self.change_people)
        page.order.chosen.connect(self._choose)
        turn = page.turn
        turn.signed.connect(self._sign)
        turn.taken_back.connect(self._take_back)
        turn.refused.connect(self._open_refusal)
        turn.paper_asked.connect(self._open_paper)
        turn.scan_opened.connect(self.scan_opened)
        turn.seal_asked.connect(self._ask_to_seal)
        page.set_short(self._short)
        self._stack.addWidget(page)
        return page

    @property
    def order(self) -> SignOrder:
        return self._signs.order

    @property
    def turn(self) -> TurnPanel:
        return self._signs.turn

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._short = event.size().height() < current().px(SHORT)
        if "_signs" in vars(self):
            self._signs.set_short(self._short)

    def error(self) -> str:
        return self._error.text()

    def slots(self) -> list[Slot]:
        """Who signs, as it stands on disk."""
        return list(self._slots)

    def whose_turn(self) -> tuple[Role, str] | None:
        """Who is to sign now, by role and name."""
        slot = self._slots[self._turn] if 0 <= self._turn < len(self._slots) else None
        return (slot.role, slot.person.name) if slot is not None and slot.waits else None

    def refusal(self) -> RefusalPanel | None:
        return self._refusal

    def paper(self) -> PaperPanel | None:
        return self._paper

    # -- what the keys do ------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The main action of the moment."""
        if self._paper is not None:
            if not self._paper.is_covered():
                self._paper.try_to_attach()
        elif self._refusal is not None:
            self._refusal.try_to_record()
        elif self._stack.currentWidget() is self._people:
            self._confirm_people()
        else:
            self.turn.go_on()

    def undo(self) -> None:
        (self._refusal.pad if self._refusal is not None else self.turn.pad).pad.undo()

    def redo(self) -> None:
        (self._refusal.pad if self._refusal is not None else self.turn.pad).pad.redo()

    def step_back(self) -> bool:
        """From refusing or paper back to signing; False where there is nothing to go back from."""
        if self._refusal is None and self._paper is None:
            return False
        self._close_aside()
        return True

    # -- people ----------------------------------------------------------------------------------------------------

    def _confirm_people(self) -> None:
        if self._busy or not self._check_date() or not self.people.check():
            return
        if not self.reason.check():
            self._area.ensureWidgetVisible(self.reason)
            return
        day = self.date.value()
        head = msgspec.structs.replace(
            self._head,
            date=day.isoformat() if day else self._head.date,
            inspectors=self.people.people(),
            enterprise_person=self.people.enterprise_person(),
            correction=self.reason.reason(),
        )
        if head != self._head:
            self._head = head
            self._saver.put(partial(visits.put_head, self._db, self._draft, head))
        self._saver.when_saved(self._begin_signing)

    def _check_date(self) -> bool:
        there = self.date.value() is not None
        self._date_wrong.set_text("" if there else "写上检查是哪一天做的。")
        if not there:
            self.date.setFocus(Qt.FocusReason.OtherFocusReason)
        return there

    def change_people(self) -> None:
        """Back to who signs; what was signed becomes void once a name is changed."""
        self._turn_to(self._people)

    def _turn_to(self, page: QWidget) -> None:
        """Show this page and give it the keyboard."""
        self._stack.setCurrentWidget(page)
        if self.isVisible():
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_signing(self) -> None:
        self._run(lambda: signing.begin_signing(self._db, self._draft))

    # -- signatures: each is on disk before it shows as given --------------------------------------------------------

    def _sign(self, strokes: list[list[int]]) -> None:
        if self._signing is None or self._busy:
            return
        slot, shown = self._slots[self._turn], self._signing.content_hash
        person = Someone(self.turn.witness()) if slot.role == "witness" else slot.person
        pressed = self.turn.pad.pressures()
        give = partial(signing.sign, self._db, self._draft, role=slot.role, person=person, shown=shown)
        self._run(lambda: give(strokes=strokes, pressures=pressed))

    def _take_back(self) -> None:
        slot = self._slots[self._turn]
        keep = self._turn
        self._run(lambda: signing.take_back(self._db, self._draft, slot.role, slot.person), keep)

    def _open_refusal(self) -> None:
        if self._busy:
            return
        slot = self._slots[self._turn]
        self._refusal = RefusalPanel(slot.person.name, self)
        self._refusal.set_inspectors({each.person.name for each in self._slots if each.role == "inspector"})
        self._refusal.recorded.connect(self._record_refusal)
        self._refusal.given_up.connect(self._close_aside)
        self._stack.addWidget(self._refusal)
        self._turn_to(self._refusal)

    def _open_paper(self) -> None:
        if self._signing is None or self._busy:
            return
        number = self._signing.content.number
        self._paper = PaperPanel(self._db, self._draft, number, self._slots, self._turn, self._saver, self)
        self._paper.signed.connect(self._sign_on_paper)
        self._paper.given_up.connect(self._close_aside)
        self._stack.addWidget(self._paper)
        self._turn_to(self._paper)

    def _sign_on_paper(self, turns: list[int], scan: str) -> None:
        if self._signing is None or self._busy:
            return
        who, shown = [(self._slots[at].role, self._slots[at].person) for at in turns], self._signing.content_hash
        self._run(lambda: signing.sign_on_paper(self._db, self._draft, who, shown=shown, scan=scan))

    def _show_scan(self) -> None:
        slot = self._slots[self._turn] if 0 <= self._turn < len(self._slots) else None
        if slot is not None and slot.signature is not None and slot.signature.scan:
            show_photo(self.turn.scan, self.pictures, Photo(slot.signature.scan), BESIDE)

    def _close_aside(self) -> None:
        """Back from refusing or paper to the one whose turn it is."""
        gone = self._refusal or self._paper
        self._refusal = self._paper = None
        if gone is not None:
            self._turn_to(self._signs)
            self._stack.removeWidget(gone)
            gone.deleteLater()

    def _record_refusal(self, reason: str, witness: str, strokes: list[list[int]]) -> None:
        if self._signing is None or self._busy:
            return
        slot, shown = self._slots[self._turn], self._signing.content_hash

        def work() -> Signing:
            signing.sign(
                self._db, self._draft, role="enterprise", person=slot.person, shown=shown, kind="refused", reason=reason
            )
            return signing.sign(
                self._db, self._draft, role="witness", person=Someone(witness), shown=shown, strokes=strokes
            )

        self._run(work)

    # -- the seal --------------------------------------------------------------------------------------------------

    def _ask_to_seal(self) -> None:
        if self._busy:
            return
        refused = next((slot for slot in self._slots if slot.state == "refused"), None)
        said = [date_doubt(self._head.date, today(), bool(self._head.parents))]
        said += [clock_words(*self._behind)] if self._behind[0] else []
        said += ["拒签的原因和见证人会印在表上，封存以后不能再补签，只能更正。"] if refused else []
        title = f"按{refused.person.name}拒签封存吗？" if refused else f"检查日期是{day_words(self._head.date)}，对吗？"
        if words := "".join(said):
            Question(self, title, words, "封存", "再想想", self._seal)
        else:
            self._seal()

    def _seal(self) -> None:
        if self._busy:
            return
        self._busy = True
        self.turn.say_sealing(True)
        self.turn.set_busy(True)
        tasks.run(self, lambda _: signing.seal(self._db, self._draft), lambda _: self.sealed.emit(), self._failed)

    # -- off the window's thread -------------------------------------------------------------------------------------

    def _run(self, work: Callable[[], Signing], keep: int = -1) -> None:
        """Do it, then show how it stands; `keep` stays the chosen line."""
        if self._busy:
            return
        self._busy = True
        self.turn.set_busy(True)
        tasks.run(self, lambda _: work(), lambda now: self._take(now, keep), self._failed)

    def _take(self, now: Signing, keep: int) -> None:
        self._busy = False
        self.turn.set_busy(False)
        self._error.set_text("")
        self._close_aside()
        self._signing, self._slots = now, slots(now)
        self._turn_to(self._signs)
        self._choose(keep if keep >= 0 else next_open(self._slots))
        self.changed.emit(now)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.turn.set_busy(False)
        self.turn.say_sealing(False)
        self._error.set_text(messages.sentence(error))

    def _choose(self, turn: int) -> None:
        if self._signing is None:
            return
        self._turn = turn
        self.order.show_slots(self._slots, turn)
        slot = self._slots[turn] if 0 <= turn < len(self._slots) else None
        self.turn.show_turn(self._signing, slot, all_signed=next_open(self._slots) < 0)
        self._show_scan()
        self.turn.setFocus(Qt.FocusReason.OtherFocusReason)
