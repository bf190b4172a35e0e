"""登记 › 待确认: what inspectors found, one after the other, with what helps to decide on it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import merging, proposals, survey
from zjg_inspect.service.proposals import Opened, Waiting
from zjg_inspect.service.survey import Likely
from zjg_inspect.service.visit import photo_bytes
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.help import add_keys
from zjg_inspect.ui.large_photos import LargePhotos, pictures_of
from zjg_inspect.ui.office.page import Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.office.register_edit_words import waiting_facts_line
from zjg_inspect.ui.office.register_form import EntryForm
from zjg_inspect.ui.office.register_panel import Panel, line
from zjg_inspect.ui.office.register_words import Fact, facts_of, kinds_of, waiting_facts
from zjg_inspect.ui.office.review_photos import Thumb, load_thumbs
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState, Rule
from zjg_inspect.ui.widgets.paint import draw_text, reveal
from zjg_inspect.ui.widgets.text import Label

NOTHING = "没有等着确认的。网格员在现场登记的企业，收进他的包以后就会出现在这里。"
REASONS = ("不在本镇", "已经注销", "不是企业", "信息不全，请再看一次")


class WaitingLook(RowLook):
    def height(self, value: Waiting, width: int) -> int:
        return current().px(58)

    def spoken(self, value: Waiting) -> str:
        return f"{value.name}，{waiting_facts_line(value)}"

    def paint(self, painter: QPainter, rect: QRect, value: Waiting, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        inner = rect.adjusted(theme.px(16), theme.px(7), -theme.px(16), 0)
        top = QRect(inner.x(), inner.y(), inner.width(), theme.px(22))
        draw_text(painter, top, value.name, theme.font("body", selected), "ink")
        under = top.translated(0, theme.px(23))
        draw_text(painter, under, waiting_facts_line(value), theme.font("secondary"), "ink-2")


class ProposalPanel(Panel):
    """One proposal in full. `correct_asked`, `down` with a reason, `same` an entry that it is, `photo_asked` which one
    to see large."""

    correct_asked = Signal()
    down = Signal(str)
    same = Signal(object)
    photo_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("proposalPanel", parent)
        self.leave.hide()
        self.correct = KeyButton("改过再收…", key="Ctrl+E", height="main", parent=self)
        self.correct.setObjectName("correctProposal")
        self.correct.clicked.connect(self.correct_asked)
        foot = self.main.parentWidget()
        assert foot is self
        layout = self.rows.itemAt(self.rows.count() - 1).layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(layout.count() - 1, self.correct)
        self.thumbs: list[Thumb] = []

    def show_proposal(self, opened: Opened, page: Page) -> None:
        theme = current()
        rows = self.fresh(opened.found.name, main="收进底数库")
        self.leave.hide()
        body, pad = opened.body, theme.px(16)
        rows.setSpacing(theme.px(6))
        who = "、".join(person.name for person in body.by)
        self._padded(rows, RichLabel([Part(f"{who} {body.date} 在现场发现。", "ink")], "body", self.inside))
        self._likely(rows, opened)
        self.thumbs = []
        if body.photos:
            across = QHBoxLayout()
            across.setContentsMargins(pad, 0, pad, 0)
            across.setSpacing(theme.px(8))
            for at, photo in enumerate(body.photos):
                thumb = Thumb(pictures_of([photo], f"第 {at + 1} 张"), self.inside)
                thumb.clicked.connect(partial(self.photo_asked.emit, at))
                self.thumbs.append(thumb)
                across.addWidget(thumb)
            across.addStretch(1)
            rows.addLayout(across)
            load_thumbs(page, self.thumbs)
        zone = Fact("集中区", f"{opened.township} {opened.village}")
        left_out = {"集中区", *(("出租方", "租约签订") if body.lease is not None else ())}
        known = [fact for fact in _facts(opened) if fact.name not in left_out]
        for fact in [zone, *known, *waiting_facts([body], opened.host), *kinds_of(opened.found.facts)]:
            self._fact(rows, fact)
        if body.lease is not None:
            note = "租约收进以后，到“租赁”里定出租方和厂房。"
            self._padded(rows, Label(note, "secondary", "ink-2", wrap=True, parent=self.inside))
        rows.addWidget(Rule(self.inside))
        self._turning_down(rows)
        rows.addStretch(1)

    def _likely(self, rows: QVBoxLayout, opened: Opened) -> None:
        """Those that may be the same, each with its button; any other is searched for."""
        if opened.likely:
            self._padded(rows, Label("可能和登记里的是同一家：", "body", "attention", True, parent=self.inside))
        for each in opened.likely:
            across = QHBoxLayout()
            across.setContentsMargins(current().px(16), 0, current().px(16), 0)
            code = "，信用代码相同" if each.same_code else ""
            words = f"{each.name}（{each.village}{code}{'，也在待确认' if each.proposed else ''}）"
            across.addWidget(Label(words, "secondary", wrap=True, parent=self.inside), 1)
            button = KeyButton("就是这家，合并", height="small", parent=self.inside)
            button.setObjectName(f"same_{each.id}")
            button.clicked.connect(partial(self.same.emit, each))
            across.addWidget(button)
            rows.addLayout(across)

    def _turning_down(self, rows: QVBoxLayout) -> None:
        theme = current()
        self._padded(
            rows, Label("不收，写明原因。发现它的人在电脑上看得到。", "secondary", "ink-2", parent=self.inside)
        )
        across = QHBoxLayout()
        across.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        across.setSpacing(theme.px(8))
        self.reason = line("", "不收的原因", "不收的原因", self.inside)
        self.reason.setObjectName("declineReason")
        refuse = KeyButton("不收", "x", parent=self.inside)
        refuse.setObjectName("declineProposal")
        refuse.clicked.connect(lambda: self.down.emit(self.reason.text()))
        across.addWidget(self.reason, 1)
        across.addWidget(refuse)
        rows.addLayout(across)
        proposed = QHBoxLayout()
        proposed.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        proposed.setSpacing(theme.px(6))
        for words in REASONS:
            button = KeyButton(words, height="small", parent=self.inside)
            button.clicked.connect(partial(self.reason.setText, words))
            proposed.addWidget(button)
        proposed.addStretch(1)
        rows.addLayout(proposed)

    def _fact(self, rows: QVBoxLayout, fact: Fact) -> None:
        theme = current()
        across = QHBoxLayout()
        across.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        across.setSpacing(theme.px(12))
        name = Label(fact.name, "secondary", "ink-2", wrap=True, parent=self.inside)
        name.setFixedWidth(theme.px(86))
        across.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(RichLabel([Part(fact.value)], "secondary", self.inside), 1)
        rows.addLayout(across)

    def _padded(self, rows: QVBoxLayout, widget: QWidget) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(current().px(16), 0, current().px(16), 0)
        row.addWidget(widget)
        rows.addLayout(row)


def _facts(opened: Opened) -> list[Fact]:
    return facts_of(opened.found, Zone(opened.township, opened.village), "")


class ProposalsPart(QStackedWidget):
    """`changed` after a decision, `said` what came of it, `left` back to the enterprises."""

    changed = Signal()
    said = Signal(str, bool)
    left = Signal()

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("proposals")
        self._page, self._db = page, page.db
        self._opened: Opened | None = None
        theme = current()
        self._both = QWidget(self)
        self.large = LargePhotos("回到待确认", self)
        self.addWidget(self._both)
        self.addWidget(self.large)
        across = QHBoxLayout(self._both)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        card = spare_edge(Card(parent=self._both))
        self.list = PaintedList("waiting", "待确认", WaitingLook(), parent=card)
        self.empty = EmptyState(NOTHING, "看企业", parent=card)
        self.empty.acted.connect(self.left)
        card.add(self.list, 1)
        card.add(self.empty, 1)
        across.addWidget(card, 5)
        self.panel = ProposalPanel(self._both)
        self.form = EntryForm(self._both)
        across.addWidget(self.panel, 6)
        across.addWidget(self.form, 6)
        add_keys(self, {"Ctrl+Return": self.act})
        self.list.chosen.connect(self._choose)
        self.panel.acted.connect(self._take_in)
        self.panel.correct_asked.connect(self._correct)
        self.panel.down.connect(self._turn_down)
        self.panel.same.connect(self._merge)
        self.panel.photo_asked.connect(self._look)
        self.large.left.connect(lambda: self.setCurrentWidget(self._both))
        self.large.wanted.connect(self._load)
        self.form.left.connect(self._leave_form)
        self.form.written.connect(self._take_corrected)
        self.form.typed.connect(self._look_for_doubles)

    def refresh(self) -> None:
        rows = proposals.waiting(self._db)
        before = self._opened.id if self._opened is not None else ""
        self.list.set_values(rows)
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        self.form.hide()
        reveal(self.panel, bool(rows))
        self._opened = None
        if rows:
            self.list.choose(next((row for row in rows if row.id == before), rows[0]), tell=False)
            self._choose(self.list.current())

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Whether something was put away."""
        if self.currentWidget() is self.large:
            self.setCurrentWidget(self._both)
            return True
        if self.form.isHidden():
            return False
        self._leave_form()
        return True

    def act(self) -> None:
        """The main button, by key."""
        for panel in (self.form, self.panel):
            if panel.isVisible() and panel.main.isEnabled():
                panel.main.click()
                return

    def correct(self) -> None:
        if self.panel.isVisible():
            self._correct()

    def _choose(self, row: Waiting) -> None:
        self._opened = proposals.open_proposal(self._db, row.id)
        self._leave_form()
        self.panel.show_proposal(self._opened, self._page)

    def _look(self, at: int) -> None:
        if self._opened is not None:
            pictures = [
                pic for n, photo in enumerate(self._opened.body.photos, 1) for pic in pictures_of([photo], f"第 {n} 张")
            ]
            self.setCurrentWidget(self.large)
            self.large.show_pictures(pictures, at)

    def _load(self, sha: str) -> None:
        def show(jpeg: bytes | None) -> None:
            self.large.take(sha, jpeg)

        self._page.in_background(lambda _step: photo_bytes(self._db, sha), show)

    def _correct(self) -> None:
        if self._opened is not None:
            self.form.edit(self._opened.found, [], f"改过再收：{self._opened.found.name}", "收进底数库")
            self.panel.hide()
            self.form.show()
            self.form.start()

    def _leave_form(self) -> None:
        self.form.hide()
        reveal(self.panel, self._opened is not None)

    def _look_for_doubles(self, body: Enterprise) -> None:
        own = self._opened.id if self._opened is not None else ""

        def show(found: list[Likely]) -> None:
            self.form.show_likely([each for each in found if each.id != own])

        tasks.run(self.form, lambda _step: survey.likely_doubles(self._db, body), show, lambda _error: None)

    def _take_in(self) -> None:
        self._take_corrected(None)

    def _take_corrected(self, body: Enterprise | None) -> None:
        if self._opened is not None:
            name = body.name if body is not None else self._opened.found.name
            work = partial(proposals.take_in, self._db, self._opened.id, body)
            self._write(work, f"“{name}”收进底数库了，从现在起计入。")

    def _turn_down(self, reason: str) -> None:
        if self._opened is None:
            return
        if not reason.strip():
            self.panel.error.set_text("还没写原因，所以没有记。写上或点一个再来。")
            self.panel.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        work = partial(proposals.turn_down, self._db, self._opened.id, reason)
        self._write(work, f"“{self._opened.found.name}”没有收，原因随下一份包告诉发现它的人。")

    def _merge(self, same: Likely) -> None:
        if self._opened is not None:
            work = partial(merging.merge_doubles, self._db, same.id, self._opened.id)
            said = f"“{self._opened.found.name}”并到“{same.name}”里，做过的检查都算它的。并错了，到企业的“合并”里分开。"
            self._write(work, said)

    def _write(self, work: Callable[[], object], said: str) -> None:
        panel: Panel = self.panel if self.form.isHidden() else self.form

        def done(_made: object) -> None:
            self._opened = None
            self.changed.emit()
            self.said.emit(said, False)

        def failed(error: Exception) -> None:
            panel.set_busy(False)
            panel.error.set_text(messages.sentence(error))
            if isinstance(error, errors.EntryFaulty) and panel is self.form:
                self.form.show_faults(error.faults)

        panel.set_busy(True)
        self._page.in_background(lambda _step: work(), done, failed)
