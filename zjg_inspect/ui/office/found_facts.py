"""What a visit found otherwise than the register has it: a row each, fact, question, 记入登记 or 保留登记."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.facts import FACT_LABELS
from zjg_inspect.service import facts
from zjg_inspect.service.facts import FactsFound, FoundFact
from zjg_inspect.ui import fact_words
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label, Mark

TAKEN, KEPT = "已记入登记", "已保留登记"


class _Row(QWidget):
    """One fact; once answered it stays, with its answer in place of the buttons."""

    def __init__(self, each: FoundFact, narrow: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = each.name
        self.setObjectName(f"found_{each.name}")
        theme = current()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        middle = Qt.AlignmentFlag.AlignTop if narrow else Qt.AlignmentFlag.AlignVCenter
        across.addWidget(Mark("circle-alert", "attention", self), 0, middle)
        inside = QVBoxLayout() if narrow else QHBoxLayout()
        inside.setSpacing(theme.px(8))
        across.addLayout(inside, 1)
        said, question = words(each)
        inside.addWidget(RichLabel([Part(said), Part(question, "ink", True)], "body", self), 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        self.take = KeyButton("记入登记", height="small", parent=self)
        self.keep = KeyButton("保留登记", height="small", parent=self)
        for button, what in ((self.take, "take"), (self.keep, "keep")):
            button.setObjectName(f"{what}_{each.name}")
            button.setAccessibleDescription(said)
            buttons.addWidget(button)
        self._check = Mark("check", "pass", self)
        self.answer = Label("", "secondary", "pass", strong=True, parent=self)
        buttons.addWidget(self._check)
        buttons.addWidget(self.answer)
        if narrow:
            buttons.addStretch(1)
        inside.addLayout(buttons)
        self.answered("")

    def answered(self, answer: str) -> None:
        self.answer.setText(answer)
        for shown in (self._check, self.answer):
            reveal(shown, bool(answer))
        for button in (self.take, self.keep):
            reveal(button, not answer)

    def is_open(self) -> bool:
        return self.answer.isHidden()


class FoundFacts(QWidget):
    """`told` gives whether to take (else to keep) and the names of the facts. `narrow`: the buttons under the words."""

    told = Signal(bool, object)

    def __init__(self, found: FactsFound, narrow: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("foundFacts")
        self.found = found
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(6))
        self.rows = [_Row(each, narrow, self) for each in found.facts]
        for row in self.rows:
            row.take.clicked.connect(lambda _checked=False, name=row.name: self.told.emit(True, (name,)))
            row.keep.clicked.connect(lambda _checked=False, name=row.name: self.told.emit(False, (name,)))
            column.addWidget(row)
        self.all = KeyButton("", height="small", parent=self)
        self.all.setObjectName("takeAllFacts")
        self.all.clicked.connect(lambda: self.told.emit(True, self._takeable()))
        column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignRight if not narrow else Qt.AlignmentFlag.AlignLeft)
        self._show_all()

    def _takeable(self) -> tuple[str, ...]:
        open_ones = {row.name for row in self.rows if row.is_open()}
        return tuple(name for name in self.found.takeable() if name in open_ones)

    def set_busy(self, busy: bool) -> None:
        """No second answer while the first is being written."""
        self.setEnabled(not busy)

    def _show_all(self) -> None:
        count = len(self._takeable())
        self.all.set_words(f"{count} 处都记入登记")
        reveal(self.all, count > 1)

    def answered(self, took: bool, names: Collection[str]) -> None:
        for row in self.rows:
            if row.name in names:
                row.answered(TAKEN if took else KEPT)
        self._show_all()


def words(each: FoundFact) -> tuple[str, str]:
    """从业人数：登记 48 人，现场 52 人。 记入登记吗？"""
    said = fact_words.found_otherwise(each.name, each.rested_on, each.found)
    if not each.changed:
        return f"{said}。", "记入登记吗？"
    now = fact_words.quoted(each.name, each.register)
    return f"{said}；登记后来改成{now}。", "还要按现场的记吗？"


def source_words(found: FactsFound, kind: str) -> str:
    """2026-11-25 张某、李某 的核查"""
    return f"{found.date} {found.inspectors} 的{kind}"


def told_words(found: FactsFound, took: bool, names: Collection[str]) -> str:
    """某某厂：从业人数已记入登记。"""
    labels = "、".join(FACT_LABELS[each.name] for each in found.facts if each.name in names)
    return f"{found.name}：{labels}{TAKEN if took else KEPT}。"


def answer(page: Page, panel: FoundFacts, took: bool, names: Collection[str], done: Callable[[], None]) -> None:
    """Write the answer off the window's thread; `done` shows what came of it."""
    found, verb = panel.found, facts.take_facts if took else facts.keep_register

    def written(_version: object) -> None:
        page.said.emit(told_words(found, took, names), False)
        page.changed.emit()
        done()

    def failed(error: Exception) -> None:
        page.say_error(error)
        page.refresh()

    panel.set_busy(True)
    page.in_background(lambda _step: verb(page.db, found, names), written, failed)
