"""The tables of a rehearsal: cells to look at, new, changed and unchanged enterprises, those that are not listed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service.roster_import import ByHand, Change, Left, Rehearsal
from zjg_inspect.ui.office import roster_words
from zjg_inspect.ui.office.roster_table import Col, RowsTable
from zjg_inspect.ui.office.roster_words import CellLine
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import EmptyState
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label


class Part(QWidget):
    """A table with the buttons for its chosen rows under it, or a sentence where there is nothing."""

    def __init__(self, name: str, spoken: str, columns: Sequence[Col], nothing: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.table = RowsTable(name, spoken, columns, self)
        self.empty = EmptyState(nothing, parent=self)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.empty, 1)
        self.below = QHBoxLayout()
        self.below.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.below.setSpacing(theme.px(8))

    def _add_below(self) -> None:
        self.foot = QWidget(self)
        self.foot.setLayout(self.below)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.foot)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self.table.rows.modelReset.connect(self._selected)

    def _selected(self) -> None:
        """Which buttons fit the chosen rows."""

    def set_values(self, values: Sequence[Any]) -> None:
        self.table.set_values(values)
        reveal(self.table, bool(values))
        reveal(self.empty, not values)


def _word_tone(line: CellLine) -> Token:
    return "pass" if roster_words.is_right(line) else "fail" if line.refused else "attention"


def _begins(line: CellLine) -> str:
    """One sign of a code is put right sooner than the whole is typed again."""
    return line.text if line.typed is None else line.typed


class CellsPart(Part):
    """`corrected` gives row, field and what is read there (None: as the sheet has it); `renamed` a row whose enterprise
    is the one that the register has under another name, and whether it is."""

    corrected = Signal(int, str, object)
    renamed = Signal(int, bool)

    def __init__(self, parent: QWidget) -> None:
        self._said = ByHand()
        columns = (
            Col("行", lambda line: str(line.row), 64, right=True),
            Col("企业", lambda line: line.name or "（没有名称）", 220),
            Col("列", lambda line: line.column, 130),
            # what is wrong quotes it
            Col("表里写的", lambda line: line.text, 180, spare=True),
            Col("哪里不对", lambda line: roster_words.what_is_wrong(line, self._said), 0, _word_tone),
            Col("改成（点两下）", lambda line: line.typed or "", 180, None, lambda line: line.field, False, _begins),
        )
        super().__init__("rosterCells", "要看的格", columns, "每一格都看得懂，没有要改的。", parent)
        self.table.rows.typed.connect(lambda line, field, text: self.corrected.emit(line.row, field, text))
        self.blank = KeyButton("这一格留空", height="small", parent=self)
        self.blank.setObjectName("leaveBlank")
        self.blank.clicked.connect(lambda: self._correct(""))
        self.same = KeyButton("是同一家，改了名", height="small", parent=self)
        self.same.setObjectName("sameEnterprise")
        self.same.clicked.connect(self._rename)
        self.back = KeyButton("恢复原样", "undo-2", kind="quiet", height="small", parent=self)
        self.back.setObjectName("asInSheet")
        self.back.clicked.connect(self._restore)
        for button in (self.blank, self.same, self.back):
            self.below.addWidget(button)
        self.whole = Label("", "secondary", "ink-2", wrap=True, parent=self)
        self.below.addWidget(self.whole, 1)
        self._add_below()
        self._selected()

    def show_lines(self, lines: Sequence[CellLine], said: ByHand) -> None:
        self._said = said
        self.set_values(lines)
        reveal(self.foot, bool(lines))

    def _selected(self) -> None:
        lines = self.table.chosen()
        wrong = [line for line in lines if not roster_words.is_right(line)]
        self.blank.setEnabled(
            any(line.field in ("code", "headcount", "lease_signed") for line in wrong if line.refused)
        )
        self.same.setEnabled(any(line.renames for line in wrong))
        self.back.setEnabled(any(line.key in self._said.cells or line.row in self._said.renamed for line in lines))
        self.whole.setText(roster_words.what_is_wrong(lines[0], self._said) if len(lines) == 1 else "")

    def _correct(self, text: str) -> None:
        for line in self.table.chosen():
            if not roster_words.is_right(line):
                self.corrected.emit(line.row, line.field, text)

    def _rename(self) -> None:
        for line in self.table.chosen():
            if line.renames:
                self.renamed.emit(line.row, True)

    def _restore(self) -> None:
        for line in self.table.chosen():
            if line.key in self._said.cells:
                self.corrected.emit(line.row, line.field, None)
            if line.row in self._said.renamed:
                self.renamed.emit(line.row, False)


def _headcount(change: Change) -> str:
    heads = change.after.facts.headcount
    return "" if heads is None else str(heads)


class NewPart(Part):
    """`corrected` as in CellsPart: a name or village that is a slip of the hand is typed over here."""

    corrected = Signal(int, str, object)

    def __init__(self, parent: QWidget) -> None:
        columns = (
            Col("行", lambda change: str(change.row), 64, right=True),
            Col("企业", lambda change: change.after.name, 0, field=lambda _change: "name"),
            Col("村（社区）", lambda change: change.village, 130, field=lambda _change: "village"),
            Col("信用代码", lambda change: change.after.code, 200, field=lambda _change: "code"),
            Col("从业人数", _headcount, 90, field=lambda _change: "headcount", right=True),
            Col("行业", lambda change: change.after.industry, 110, spare=True),
            Col("", roster_words.note_words, 170, lambda _change: "attention"),
        )
        super().__init__("rosterNew", "新的企业", columns, "没有底数库里没有的企业。", parent)
        self.table.rows.typed.connect(lambda change, field, text: self.corrected.emit(change.row, field, text))


class ChangedPart(Part):
    def __init__(self, parent: QWidget) -> None:
        columns = (
            Col("行", lambda change: str(change.row), 64, right=True),
            Col("企业", lambda change: change.before.name, 240),
            Col("村（社区）", lambda change: change.village, 110),
            Col("底数库里 → 表里", lambda change: roster_words.difference_words(change.differences)),
            Col("", roster_words.note_words, 130, lambda _change: "attention"),
        )
        nothing = "没有和底数库不一样的。空着的格不会抹掉原来登记的。"
        super().__init__("rosterChanged", "有变化的企业", columns, nothing, parent)
        self.whole = Label("", "secondary", wrap=True, parent=self)
        self.below.addWidget(self.whole, 1)
        self._add_below()
        self._selected()

    def _selected(self) -> None:
        """All that changes of the one that is chosen, where its row is too short for it."""
        changes = self.table.chosen()
        chosen = roster_words.difference_words(changes[0].differences) if len(changes) == 1 else ""
        self.whole.setText(chosen or "选一行，这里写全改了什么。")
        reveal(self.foot, bool(self.table.values()))


class SamePart(Part):
    def __init__(self, parent: QWidget) -> None:
        columns = (
            Col("行", lambda change: str(change.row), 64, right=True),
            Col("企业", lambda change: change.after.name),
            Col("村（社区）", lambda change: change.village, 130),
            Col("信用代码", lambda change: change.after.code, 200),
            Col("", roster_words.note_words, 170, lambda _change: "attention"),
        )
        super().__init__("rosterSame", "没有变化的企业", columns, "没有和底数库一样的行。", parent)


class GonePart(Part):
    """Those of the file's villages that it does not list; `left` says by enterprise what became of them."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        self.left: dict[str, Left] = {}
        columns = (
            Col("企业", lambda gone: gone.name),
            Col("村（社区）", lambda gone: gone.village, 130),
            Col("信用代码", lambda gone: gone.code, 200),
            Col("怎么办", lambda gone: roster_words.left_words(self.left.get(gone.entity)), 190, self._tone),
            Col("", roster_words.elsewhere_words, 190, lambda _gone: "attention"),
        )
        nothing = "表里这几个村，底数库有的企业都在表里。"
        super().__init__("rosterGone", "不在表里的企业", columns, nothing, parent)
        self.below.addWidget(Label("选中的：", "secondary", "ink-2", parent=self))
        self.buttons: dict[str, KeyButton] = {}
        for key, word in (("stay", "不动"), ("deregistered", "注销"), ("moved", "搬迁")):
            button = KeyButton(word, height="small", parent=self)
            button.setObjectName(f"left_{key}")
            button.clicked.connect(lambda _checked=False, key=key: self._say(key))
            self.below.addWidget(button)
            self.buttons[key] = button
        self.below.addWidget(Label("从", "secondary", "ink-2", parent=self))
        self.day = DateField("哪天起", self)
        self.day.set_value(today())
        self.below.addWidget(self.day)
        self.below.addWidget(Label("起不再计数", "secondary", "ink-2", parent=self))
        self.below.addStretch(1)
        self._add_below()
        self._selected()

    def show_gone(self, rehearsal: Rehearsal) -> None:
        gone = rehearsal.matched.gone
        here = {each.entity for each in gone}
        self.left = {entity: how for entity, how in self.left.items() if entity in here}
        self.set_values(gone)
        reveal(self.foot, bool(gone))

    def _tone(self, gone: Any) -> Token:
        return "ink" if gone.entity in self.left else "ink-2"

    def _selected(self) -> None:
        for button in self.buttons.values():
            button.setEnabled(bool(self.table.chosen()))

    def _say(self, key: str) -> None:
        day = self.day.value() or today()
        for gone in self.table.chosen():
            if key == "deregistered":
                self.left[gone.entity] = Left("deregistered", day.isoformat())
            elif key == "moved":
                self.left[gone.entity] = Left("moved", day.isoformat())
            else:
                self.left.pop(gone.entity, None)
        self.table.viewport().update()
        self.changed.emit()
