"""A visit in front of its reviewer: head, what asks for attention, failed and changed items, the rest in one line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Verdict
from zjg_inspect.service.facts import FactsFound
from zjg_inspect.service.review import Reviewing
from zjg_inspect.ui.office.decisions import Decisions
from zjg_inspect.ui.office.found_facts import FoundFacts
from zjg_inspect.ui.office.review_earlier import EarlierPanel
from zjg_inspect.ui.office.review_photos import Thumb
from zjg_inspect.ui.office.review_rows import ItemRow, TableHead, Widths, widths
from zjg_inspect.ui.office.review_same import SamePhotoQuestion
from zjg_inspect.ui.office.review_sides import worth_seeing
from zjg_inspect.ui.office.review_skipped import SkippedQuestion
from zjg_inspect.ui.office.review_words import (
    Compared,
    Notice,
    back_to,
    compared,
    facts_words,
    notices,
    rest_words,
    scans,
)
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.badge import Badge, BadgeKind
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import bring_into_view, touch_scroll
from zjg_inspect.ui.widgets.text import ElidedLabel, Label, Mark

BADGES: tuple[tuple[Verdict, str, BadgeKind], ...] = (
    (Verdict.PASS, "符合", "pass"), (Verdict.FAIL, "不符合", "fail"), (Verdict.NOT_APPLICABLE, "不适用", "na"),
)  # fmt: skip


class Case(QScrollArea):
    """`decided` when an item was accepted, returned, or its reason typed; `opened` pictures to see large; `sheet` when
    the whole sheet is asked for, of an earlier version or ("") of this one; `facts_told` what the office says to facts
    that were found otherwise (see FoundFacts); `compared` what to see side by side: an item, or photos that another
    visit shows too."""

    decided = Signal()
    opened = Signal(list)
    sheet = Signal(str)
    facts_told = Signal(bool, object)
    compared = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        touch_scroll(self)
        self.rows: list[ItemRow] = []
        self._rest: list[Compared] = []
        self._head: TableHead | None = None
        self._shown: Reviewing | None = None
        self.found: FoundFacts | None = None
        self.skipped: SkippedQuestion | None = None
        self.same: list[SamePhotoQuestion] = []
        self._decisions = Decisions()
        self._readonly = False
        self._at = 0

    def show_visit(
        self, shown: Reviewing, decisions: Decisions, readonly: bool, found: FactsFound | None = None
    ) -> None:  # fmt: skip
        """`found`: what this visit found otherwise than the register has it."""
        self._shown, self._decisions, self._readonly = shown, decisions, readonly
        self.rows, self._at = [], 0
        theme = current()
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.setContentsMargins(MARGIN, theme.px(14), MARGIN, theme.px(14))
        page.setSpacing(theme.px(10))
        page.addLayout(self._heading(inside, shown))
        self.found, self.skipped, self.same = None, None, []
        asks = bool(shown.asked) and not readonly
        if (said := notices(shown)) or found is not None or asks:
            page.addWidget(self._notices(inside, said, found))
        if shown.before is not None:
            earlier = EarlierPanel(shown.before, shown.review, inside)
            earlier.looked.connect(self.sheet)
            page.addWidget(earlier)
        first, self._rest = compared(shown)
        self._card = Card(parent=inside)
        self._card.setObjectName("items")
        # one pixel of the card's own edge stays visible around the painted rows
        self._card.rows.setContentsMargins(theme.line, theme.line, theme.line, theme.line)
        last = shown.last.content if shown.last else None
        people = "、".join(person.name for person in shown.body.content.inspectors)
        self._head = TableHead(
            self._widths(),
            f"上次 {last.date} {last.inspectors[0].name}" if last and last.inspectors else "上次",
            f"本次 {shown.body.content.date} {people}",
            "不符合和有变化的" if first and last else "不符合的条目" if first else "条目",
            self._card,
        )
        self._card.add(self._head)
        for row in first:
            self._add(row)
        if not first:
            self._card.add(self._nothing())
        page.addWidget(self._card)
        page.addWidget(self._fold(inside))
        page.addStretch(1)
        self.setWidget(inside)
        self._sync()
        self.set_current(0, scroll=False)
        # a returned item of the rest is shown, not hidden behind its line
        if any(row.item.code in decisions.returned for row in self._rest):
            self.unfold()

    # -- building --------------------------------------------------------------------------------------------------

    def _heading(self, inside: QWidget, shown: Reviewing) -> QHBoxLayout:
        theme = current()
        across = QHBoxLayout()
        across.setSpacing(theme.px(10))
        name = Label(shown.body.content.name, "title", parent=inside)
        name.setObjectName("reviewedName")
        across.addWidget(name)
        counts = [answer.verdict for answer in shown.body.content.answers]
        for verdict, word, kind in BADGES:
            if n := counts.count(verdict):
                across.addWidget(Badge(f"{word} {n}", kind, parent=inside))
        facts = ElidedLabel(facts_words(shown), "secondary", "ink-2", parent=inside)
        facts.setObjectName("reviewFacts")
        facts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(facts, 1)
        return across

    def _notices(self, inside: QWidget, said: Sequence[Notice], found: FactsFound | None) -> QWidget:
        theme = current()
        panel = QFrame(inside)
        panel.setObjectName("notices")
        panel.setProperty("frame", "panel")
        rows = QVBoxLayout(panel)
        rows.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        rows.setSpacing(theme.px(6))
        for fact, strong in said:
            across = QHBoxLayout()
            across.setSpacing(theme.px(12))
            across.addWidget(Mark("circle-alert", "attention", panel), 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(RichLabel([Part(fact), Part(strong, "ink", True)], "body", panel), 1)
            rows.addLayout(across)
        if found is not None:
            self.found = FoundFacts(found, narrow=False, parent=panel)
            self.found.told.connect(self.facts_told)
            rows.addWidget(self.found)
        if self._shown is not None and not self._readonly:
            self._ask(panel, rows, self._shown)
        return panel

    def _ask(self, panel: QWidget, rows: QVBoxLayout, shown: Reviewing) -> None:
        if shown.overused is not None:
            self.skipped = SkippedQuestion(shown, shown.overused, self._decisions, panel)
            self.skipped.answered.connect(self._skipped_answered)
            rows.addWidget(self.skipped)
        for each in shown.same_photos:
            question = SamePhotoQuestion(shown, each, self._decisions, panel)
            question.answered.connect(self._same_answered)
            question.compared.connect(self.compared)
            self.same.append(question)
            rows.addWidget(question)

    def _nothing(self) -> QWidget:
        theme = current()
        label = Label("没有不符合的条目，和上次比也没有变化。", "secondary", "ink-2", parent=self._card)
        if self._shown is not None and self._shown.last is None:
            label.setText("没有不符合的条目。")
        label.setContentsMargins(theme.px(10), theme.px(14), theme.px(10), theme.px(14))
        return label

    def _fold(self, inside: QWidget) -> QWidget:
        theme = current()
        box = QWidget(inside)
        across = QHBoxLayout(box)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        what, skipped = rest_words(self._rest, self._shown is not None and self._shown.last is not None)
        self.unfold_button = KeyButton(what, "chevron-right", kind="quiet", parent=box)
        self.unfold_button.setObjectName("unfold")
        self.unfold_button.clicked.connect(self.toggle)
        across.addWidget(self.unfold_button)
        note = ElidedLabel(skipped, "secondary", "ink-2", parent=box)
        note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(note, 1)
        number = self._shown.body.content.number if self._shown is not None else ""
        across.addWidget(Label(number, "secondary", "ink-2", parent=box))
        pictures = scans(self._shown.body) if self._shown is not None else []
        self.scan_button = KeyButton("看纸质签字", "image", parent=box)
        self.scan_button.setObjectName("seeScans")
        self.scan_button.clicked.connect(lambda: self.opened.emit(pictures))
        across.addWidget(self.scan_button)
        reveal(self.scan_button, bool(pictures))
        self.sheet_button = KeyButton("看整张表", "file-text", parent=box)
        self.sheet_button.setObjectName("wholeSheet")
        self.sheet_button.clicked.connect(lambda: self.sheet.emit(""))
        across.addWidget(self.sheet_button)
        self._rest_card = Card(parent=inside)
        self._rest_card.rows.setContentsMargins(theme.line, theme.line, theme.line, theme.line)
        self._rest_card.hide()
        both = QWidget(inside)
        rows = QVBoxLayout(both)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(10))
        rows.addWidget(box)
        rows.addWidget(self._rest_card)
        reveal(self.unfold_button, bool(self._rest))
        return both

    def _add(self, row: Compared, card: Card | None = None) -> None:
        shown = self._shown
        person = back_to(shown) if shown is not None else ""
        beside = shown is not None and worth_seeing(shown, row)
        made = ItemRow(row, self._widths(), person, beside, card or self._card)
        made.set_readonly(self._readonly)
        code = row.item.code
        at = len(self.rows)
        made.entered.connect(lambda: self.set_current(at, scroll=False))
        made.decided.connect(lambda what: self._decide(code, what == "return"))
        made.reasoned.connect(lambda text: self._reason(code, text))
        made.opened.connect(self.opened)
        made.compared.connect(lambda: self.compared.emit(row))
        self.rows.append(made)
        (card or self._card).add(made)

    # -- going about -----------------------------------------------------------------------------------------------

    def is_unfolded(self) -> bool:
        return not self._rest_card.isHidden()

    def toggle(self) -> None:
        if self.is_unfolded():
            self._rest_card.hide()
            self.unfold_button.set_words(self.unfold_button.text(), "chevron-right")
        else:
            self.unfold()

    def unfold(self) -> None:
        if self._rest_card.rows.count() == 0:
            for row in self._rest:
                self._add(row, self._rest_card)
            self._sync()
        self._rest_card.show()
        self.unfold_button.set_words(self.unfold_button.text(), "chevron-down")

    def _reachable(self) -> list[int]:
        return [
            at for at, row in enumerate(self.rows) if row.parentWidget() is not self._rest_card or self.is_unfolded()
        ]

    def set_current(self, at: int, scroll: bool = True) -> None:
        self._at = at
        for place, row in enumerate(self.rows):
            row.set_current(place == at)
        if scroll and at < len(self.rows):
            self.rows[at].setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(self.rows[at], 0, current().px(16))

    def take_keyboard(self) -> None:
        if self._at < len(self.rows):
            self.rows[self._at].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        places = self._reachable()
        if places:
            now = places.index(self._at) if self._at in places else 0
            self.set_current(places[max(0, min(len(places) - 1, now + by))])

    def decide_current(self, returned: bool) -> None:
        """What the keys Y and R do."""
        if self.rows and not self._readonly and self._at in self._reachable():
            self._decide(self.rows[self._at].row.item.code, returned)

    # -- deciding --------------------------------------------------------------------------------------------------

    def _decide(self, code: str, returned: bool) -> None:
        if returned:
            self._decisions.give_back(code)
        else:
            self._decisions.accept(code)
        self._sync()
        row = self.row_of(code)
        if returned and row is not None:
            row.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_view(row.reason_box)
        elif row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        self.decided.emit()

    def _reason(self, code: str, text: str) -> None:
        self._decisions.reason(code, text)
        self.decided.emit()

    def _skipped_answered(self) -> None:
        self._same_answered()
        self.take_keyboard()

    def _same_answered(self) -> None:
        if any(row.item.code in self._decisions.returned for row in self._rest):
            self.unfold()
        self._sync()
        self.decided.emit()

    def _questions(self) -> list[SkippedQuestion | SamePhotoQuestion]:
        return [*([self.skipped] if self.skipped is not None else []), *self.same]

    def _owing(self) -> SkippedQuestion | SamePhotoQuestion | None:
        return next((question for question in self._questions() if question.is_open()), None)

    def owed(self) -> str:
        """What is to be answered before signing, in a sentence."""
        question = self._owing()
        return question.owed if question is not None else ""

    def questions_left(self) -> int:
        """How many have no answer yet."""
        return sum(question.is_open() for question in self._questions())

    def show_question(self) -> None:
        """Bring what is owed into sight, with the keyboard on its first answer."""
        question = self._owing()
        if question is not None:
            self.ensureWidgetVisible(question, 0, current().px(16))
            question.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def beside(self) -> list[Compared]:
        """The open items that are worth seeing side by side, in their order."""
        shown = self._shown
        return [self.rows[at].row for at in self._reachable() if shown and worth_seeing(shown, self.rows[at].row)]

    def current_item(self) -> Compared | None:
        """The item that the keys act on."""
        return self.rows[self._at].row if self._at < len(self.rows) else None

    def row_of(self, code: str) -> ItemRow | None:
        return next((row for row in self.rows if row.row.item.code == code), None)

    def ask_for_reason(self, code: str, sentence: str) -> None:
        row = self.row_of(code)
        if row is not None:
            row.error.set_text(sentence)
            row.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(row.error, 0, current().px(16))

    def thumbs(self) -> list[Thumb]:
        return [thumb for row in self.rows for thumb in row.thumbs()]

    def _sync(self) -> None:
        for row in self.rows:
            code = row.row.item.code
            row.set_decision(code in self._decisions.returned, self._decisions.returned.get(code, ""))
        for question in self._questions():
            question.show_answer()

    def _widths(self) -> Widths:
        room = self.viewport().width() - 2 * MARGIN
        return widths(room, self._shown is not None and self._shown.last is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._head is not None and self._shown is not None:
            shown = self._widths()
            self._head.set_widths(shown)
            for row in self.rows:
                row.set_widths(shown)
