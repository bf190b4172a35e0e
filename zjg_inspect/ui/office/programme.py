"""方案: the programme that holds, its phases on a time line, what is to be reached and due; and writing another."""

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import programme as service
from zjg_inspect.service.programme import Known, Phase, Programme
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.page import Desk, Page, empty_out, spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.office.programme_edit import ProgrammeEditor
from zjg_inspect.ui.office.programme_line import TimeLine
from zjg_inspect.ui.office.programme_words import facts_of, phase_state, span_words, state_words
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, Rule
from zjg_inspect.ui.widgets.paint import draw_text, reveal
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import Label, Mark

CONFLICT = "两处改了这个方案，先按其中一份算。到“收件”里选定一份。"


class PhaseLook(RowLook):
    """Number, name, days, where it is written, and where it stands today."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def height(self, value: Phase, width: int) -> int:
        return current().px(52)

    def spoken(self, value: Phase) -> str:
        return f"{value.title}，{span_words(value.starts, value.ends)}，{phase_state(value, today())}"

    def paint(self, painter: QPainter, rect: QRect, value: Phase, selected: bool) -> None:
        theme, here = current(), today() in value
        draw_ground(painter, rect, selected)
        left, right = rect.x() + theme.px(16), rect.right() - theme.px(16)
        line = QRect(left, rect.y() + theme.px(4), right - left, theme.px(24))
        state = line.adjusted(line.width() - theme.px(190), 0, 0, 0)
        name = line.adjusted(0, 0, -state.width(), 0)
        title = f"{self.numbers[value.code]} {value.title}"
        draw_text(painter, name, title, theme.font("body", here), "ink")
        word = phase_state(value, today())
        tone: Token = "ink" if here else "ink-2"
        draw_text(painter, state, word, theme.font("secondary", here), tone, Qt.AlignmentFlag.AlignRight)
        under = " · ".join(filter(None, (f"{value.starts} 至 {value.ends}", value.source)))
        draw_text(painter, line.translated(0, theme.px(22)), under, theme.font("secondary"), "ink-2")


class ProgrammePage(Page):
    keys = (("↑ ↓", "选阶段"), ("Ctrl+Enter", "改方案、发布"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "方案", parent)
        self._known: list[Known] = []
        self._shown: Known | None = None
        theme = current()
        self.choice = QComboBox(self)
        self.choice.setObjectName("programmeChoice")
        self.choice.setAccessibleName("看哪个方案")
        self.choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.choice.setMaximumWidth(theme.px(460))
        self.choice.activated.connect(self._choose)
        self.top.add_action(self.choice)
        head = Card(16, 4, self)
        self.title = Label("", "look", strong=True, wrap=True, parent=head)
        self.state = Label("", "body", wrap=True, parent=head)
        head.add(self.title)
        head.add(self.state)
        self.line = TimeLine(head)
        head.rows.addSpacing(theme.px(6))
        head.add(self.line)
        self.conflict = QWidget(head)
        row = QHBoxLayout(self.conflict)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Mark("triangle-alert", "attention", self.conflict), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(CONFLICT, "body", "attention", wrap=True, parent=self.conflict), 1)
        head.add(self.conflict)
        self.body.addWidget(head)
        self.read = QWidget(self)
        lower = QHBoxLayout(self.read)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(theme.px(12))
        lower.addWidget(self._make_phases(), 5)
        lower.addWidget(self._make_facts(), 5)
        self.body.addWidget(self.read, 1)
        self.editor = ProgrammeEditor(self)
        self.editor.changed.connect(self._written)
        self.editor.publish_asked.connect(self._publish)
        self.editor.left.connect(self._leave)
        self.body.addWidget(self.editor, 1)
        self.editor.hide()
        self.shortcut("Ctrl+Return", self._main)
        self.shortcut("Ctrl+Enter", self._main)
        self.shortcut("Esc", self._leave)

    def _make_phases(self) -> Card:
        card = spare_edge(Card(parent=self))
        self._look = PhaseLook()
        self.phases = PaintedList("phases", "各阶段", self._look, parent=card)
        card.add(self.phases, 1)
        return card

    def _make_facts(self) -> Card:
        theme = current()
        card = Card(parent=self)
        area = QScrollArea(card)
        area.setObjectName("programmeFacts")
        area.setAccessibleName("比例和期限")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        touch_scroll(area)
        self._inside = QWidget(area)
        rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(6))
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.px(6))
        rows.addLayout(self._facts)
        rows.addStretch(1)
        area.setWidget(self._inside)
        card.add(area, 1)
        foot = QWidget(card)
        across = QHBoxLayout(foot)
        across.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(12))
        across.setSpacing(theme.px(8))
        self.other_button = KeyButton("换一个方案", "plus", height="main", parent=foot)
        self.other_button.setObjectName("anotherProgramme")
        self.other_button.setAccessibleDescription("照现在的样子另写一个，名称和日子重新填")
        self.other_button.clicked.connect(self.write_another)
        self.edit_button = KeyButton("改方案", "pencil", "Ctrl+Enter", kind="main", parent=foot)
        self.edit_button.setObjectName("editProgramme")
        self.edit_button.clicked.connect(self.edit)
        across.addWidget(self.other_button)
        across.addWidget(self.edit_button, 1)
        card.add(foot)
        return card

    def start(self) -> None:
        target = self.editor.title if self.is_editing() else self.phases
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_editing(self) -> bool:
        return not self.editor.isHidden()

    def refresh(self) -> None:
        self._known = service.programmes(self.db)
        now = service.programme(self.db, today())
        wanted = self._shown.programme.id if self._shown is not None else now.id
        found = {known.programme.id: known for known in self._known}
        self._shown = found.get(wanted, found[now.id])
        self.choice.clear()
        for known in self._known:
            one = known.programme
            words = f"{'现行' if one.id == now.id else one.starts}：{one.title}"
            room = self.choice.maximumWidth() - current().px(60)
            metrics = current().metrics("body", True)
            self.choice.addItem(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room), one.id)
        self.choice.setCurrentIndex(self._known.index(self._shown))
        reveal(self.choice, len(self._known) > 1)
        if self.desk.memory.programme is not None and not self.is_editing():
            body, _over = self.desk.memory.programme
            self._open(body)
        elif not self.is_editing():
            self._show(self._shown)

    def _choose(self, at: int) -> None:
        self._shown = self._known[at]
        if not self.is_editing():
            self._show(self._shown)

    def _show(self, known: Known) -> None:
        one, on = known.programme, today()
        self.title.setText(one.title)
        self.state.setText(f"{span_words(one.starts, one.ends)}。{state_words(one, on)}")
        self.set_facts(one.source)
        self.line.set_programme(one, on)
        reveal(self.conflict, known.in_conflict)
        self._look.numbers = {phase.code: number for number, phase in enumerate(one.phases, 1)}
        self.phases.set_values(list(one.phases))
        here = one.phase_on(on)
        if here is not None:
            self.phases.choose(here)
        empty_out(self._facts)
        inside = self._inside
        for fact in facts_of(one, on):
            if self._facts.count():
                self._facts.addWidget(Rule(inside))
            self._facts.addWidget(_fact_row(*fact, inside))

    # -- writing ---------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """The shown programme in fields."""
        if self._shown is not None:
            self._begin(self._shown.programme, self._shown.versions)

    def write_another(self) -> None:
        """Another programme, from a copy of the shown one."""
        if self._shown is not None:
            self._begin(service.another(self._shown.programme), ())

    def _begin(self, body: Programme, over: tuple[str, ...]) -> None:
        self.desk.memory.programme = (body, over)
        self._open(body)
        self.editor.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, body: Programme) -> None:
        new = all(known.programme.id != body.id for known in self._known)
        self.title.setText("另写一个方案" if new else "改方案")
        self.state.setText(
            "名称和日子要重新填，阶段和比例照原来的。它的起止日子到了，就按它算。"
            if new
            else "发布以后按新的算，以前的版本都留着。给每台电脑的下一份包会带去。"
        )
        self.set_facts("")
        reveal(self.conflict, False)
        self.choice.setEnabled(False)
        self.editor.edit(body)
        self.line.set_programme(body, today())
        reveal(self.read, False)
        reveal(self.editor, True)

    def _written(self, body: Programme) -> None:
        if self.desk.memory.programme is not None:
            self.desk.memory.programme = (body, self.desk.memory.programme[1])
        self.line.set_programme(body, today())

    def _leave(self) -> None:
        if not self.is_editing() or not self.editor.leave.isEnabled():
            return
        self.desk.memory.programme = None
        self._close()
        self.refresh()
        self.start()

    def _close(self) -> None:
        self.choice.setEnabled(True)
        reveal(self.editor, False)
        reveal(self.read, True)

    def _publish(self, body: Programme) -> None:
        """Off the window's thread: it may have to wait for an import that is under way."""
        over = self.desk.memory.programme[1] if self.desk.memory.programme is not None else ()
        self.editor.set_busy(True)

        def done(_hash: Any) -> None:
            self.editor.set_busy(False)
            self.desk.memory.programme = None
            self._close()
            self._shown = Known(body)
            self.changed.emit()
            self.refresh()
            self.start()
            self.said.emit(f"“{body.title}”已发布。给每台电脑的下一份包会带去。", False)

        def failed(error: Exception) -> None:
            self.editor.set_busy(False)
            self.editor.error.set_text(messages.sentence(error))

        self.in_background(lambda _step: service.publish(self.db, body, over), done, failed)

    def _main(self) -> None:
        if self.is_editing():
            if self.editor.button.isEnabled():
                self.editor.publish()
        else:
            self.edit()


def _fact_row(name: str, value: str, under: str, parent: QWidget) -> QWidget:
    theme = current()
    row = QWidget(parent)
    row.setAccessibleName("，".join(filter(None, (name, value, under))))
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(12))
    label = Label(name, "secondary", "ink-2", parent=row)
    label.setFixedWidth(theme.px(96))
    across.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Label(value, "body", strong=True, wrap=True, parent=row))
    if under:
        words.addWidget(Label(under, "hint", "ink-2", wrap=True, parent=row))
    across.addLayout(words, 1)
    return row
