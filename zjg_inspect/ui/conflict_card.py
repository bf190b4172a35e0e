"""One conflict on a card: what differs, what follows from it, and how it is settled: by one, by all, or by field."""

from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service.conflicts import Conflict
from zjg_inspect.ui import conflict_words as words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.compare import Column, CompareTable, Row
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.text import InlineError, Label, Mark

FEW = 6
CURRENT = "现在显示"
WHY_CURRENT = "定下之前，各处先显示这一份；几份都留着，谁也没有盖掉谁。"
CORRECT = "从现在显示的一份改起，改好各人重新签字，几份就归到新的一份上。"


class Decision(NamedTuple):
    """What a person has decided: to take one version, or to join all with these choices."""

    shown: Conflict
    choices: dict[tuple[str, ...], Any]
    take: str
    label: str


class ConflictCard(Card):
    """`decided` gives a Decision; `looked` the version whose sheet is to be seen, `corrected` the one that a correction
    is to begin with, `reviewed` that the visit is to be reviewed anew. `number` before the title, 0 for none; `leads`:
    its main action is that of the screen; `inspector`: who sees it can look at sheets and correct visits."""

    decided = Signal(object)
    looked = Signal(str)
    corrected = Signal(str)
    reviewed = Signal()

    def __init__(
        self,
        shown: Conflict,
        number: int = 0,
        leads: bool = True,
        inspector: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(16, 10, parent)
        self.setObjectName("conflictCard")
        self.setAccessibleName(words.title(shown))
        self.shown = shown
        self._leads, self._inspector = leads, inspector
        self._called = words.called(shown.heads, today())
        self._told = words.told(shown.kind, shown.fields, shown.names)
        self._all = len(self._told) <= FEW
        self._number = Label(str(number), "body", strong=True, parent=self)
        self._number.setVisible(bool(number))
        self.add(self._head())
        self._body = QVBoxLayout()
        self._body.setSpacing(current().px(10))
        self.rows.addLayout(self._body)
        self.error = InlineError(parent=self)
        self.add(self.error)
        self._build(choosing=False)

    def set_number(self, number: int) -> None:
        self._number.setText(str(number))

    def _head(self) -> QWidget:
        theme = current()
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(Mark("git-compare", "action", head), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words.title(self.shown), "body", strong=True, wrap=True, parent=head), 1)
        kept = f"{words.how_many(len(self.shown.heads))}份都留着，一样的不显示"
        row.addWidget(Label(kept, "secondary", "ink-2", parent=head), 0, Qt.AlignmentFlag.AlignTop)
        return head

    # -- what is shown ---------------------------------------------------------------------------------------------

    def _build(self, choosing: bool) -> None:
        """The table and the buttons under it, for reading or for choosing."""
        while self._body.count():
            old = self._body.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.error.set_text("")
        shown = self._told if self._all or choosing else self._told[: FEW - 1]
        looks = self.shown.kind == "inspection" and self._inspector
        columns = [
            Column(
                called.title,
                called.facts,
                CURRENT if head.current else "",
                WHY_CURRENT,
                "看表" if looks else "",
            )
            for head, called in zip(self.shown.heads, self._called, strict=True)
        ]
        rows = [Row(each.name, each.cells, each.changed, each.path, each.own) for each in shown]
        if not choosing:
            rows += [Row(name, cells) for name, cells in map(words.follows_told, self.shown.follows)]
        self.table = CompareTable(columns, rows, choosing, self)
        self.table.acted.connect(lambda at: self.looked.emit(self.shown.heads[at].versions[-1]))
        self.table.changed.connect(self._say_undecided)
        self._body.addWidget(self.table)
        if not choosing:
            # a finger hovers over nothing, so what the badge means is written out
            why = Label(f"“{CURRENT}”：{WHY_CURRENT}", "hint", "ink-2", wrap=True, parent=self)
            why.setObjectName("whyCurrent")
            self._body.addWidget(why)
        self._foot = QWidget(self)
        across = QHBoxLayout(self._foot)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(current().px(8))
        self._sentence = Label("", "secondary", "ink-2", wrap=True, parent=self._foot)
        self._sentence.setObjectName("conflictSentence")
        across.addWidget(self._sentence, 1)
        self._body.addWidget(self._foot)
        if choosing:
            self._build_choosing(across)
        else:
            self._build_reading(across, len(self._told) - len(shown))

    def _build_reading(self, across: QHBoxLayout, more: int) -> None:
        self._sentence.setText(words.foot(self.shown))
        if more:
            self._button(across, f"还有 {more} 处不同", "moreFields", "chevron-down", self._show_all)
        if not self.shown.may_merge:
            return
        for place, each in enumerate(self._called):
            self._button(across, words.taking(each.label), f"take_{place}", "", lambda at=place: self._take(at))
        if self.shown.kind == "review":
            self._button(across, "重新审一次", "reviewAnew", "clipboard-check", self.reviewed.emit)
        if self.shown.kind == "inspection" and self._inspector:
            button = self._button(across, "更正…", "correctBoth", "rotate-cw", self._correct)
            button.setToolTip(CORRECT)
            button.setAccessibleDescription(CORRECT)
        if not self.shown.whole:
            self._button(across, "自己填…", "fillIn", "", self.fill_in)
        if self.shown.one_click:
            both = "两边都用" if len(self.shown.heads) == 2 else "几份都用"
            button = self._button(across, both, "joinAll", "", lambda: self._decide({}, both))
            button.set_kind("main" if self._leads else "plain")

    def _build_choosing(self, across: QHBoxLayout) -> None:
        for each in self._told:
            if not each.collides:
                self.table.choose(each.path, each.changed.index(True) if True in each.changed else 0)
        self._button(across, "算了", "stopChoosing", "", self.read)
        self._button(across, "就这样定下", "settle", "", self._settle).set_kind("main")
        self._say_undecided()

    def _button(self, across: QHBoxLayout, word: str, name: str, icon: str, act: Any) -> KeyButton:
        button = KeyButton(word, icon, parent=self._foot)
        button.setObjectName(name)
        button.clicked.connect(lambda: act())
        across.addWidget(button)
        return button

    def _show_all(self) -> None:
        self._all = True
        self._build(choosing=False)

    def sentence(self) -> str:
        return self.error.text() or self._sentence.text()

    def is_choosing(self) -> bool:
        return self._foot.findChild(KeyButton, "settle") is not None

    def set_busy(self, busy: bool) -> None:
        """While what was decided is written."""
        self._foot.setEnabled(not busy)
        self.table.setEnabled(not busy)

    # -- what is decided -------------------------------------------------------------------------------------------

    def _take(self, at: int) -> None:
        label = words.taking(self._called[at].label)
        self.decided.emit(Decision(self.shown, {}, self.shown.heads[at].versions[-1], label))

    def _decide(self, choices: dict[tuple[str, ...], Any], label: str) -> None:
        self.decided.emit(Decision(self.shown, choices, "", label))

    def _correct(self) -> None:
        self.corrected.emit(next(head.versions[-1] for head in self.shown.heads if head.current))

    def fill_in(self) -> None:
        """Choose field by field."""
        self._build(choosing=True)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Back from choosing: what was chosen is forgotten."""
        self._build(choosing=False)

    def _say_undecided(self) -> None:
        self.error.set_text("")
        left = len(self._told) - len(self.table.chosen())
        self._sentence.setText(f"还有 {left} 处没选。" if left else "每处都选好了。")

    def _settle(self) -> None:
        chosen = self.table.chosen()
        missing = [each for each in self._told if each.path not in chosen]
        if missing:
            self.error.set_text(f"“{missing[0].name}”还没选。选一个，或在右边另填，再定下。")
            return
        choices: dict[tuple[str, ...], Any] = {}
        for each in self._told:
            value = chosen[each.path]
            if isinstance(value, int):
                field = next(field for field in self.shown.fields if field.path == each.path)
                choices[each.path] = field.values[value]
            elif each.own != "number":
                choices[each.path] = value
            elif value.isdecimal() and len(value) <= 8:
                choices[each.path] = int(value)
            else:
                self.error.set_text(f"“{each.name}”要写数字，现在写的是“{value}”。改一下，再定下。")
                return
        self._decide(choices, "自己选的")
