"""现场情况: the headcount and the facts as found, which decide what is asked."""

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from zjg_inspect.model.facts import FACT_LABELS, FACT_NAMES, Facts
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.field.walker_fact import FactRow, register_words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label

_CHOICES = [("yes", "是", ""), ("no", "否", ""), ("unknown", "不清楚", "")]
_VALUES = {"yes": True, "no": False, "unknown": None}
_WORDS = {value: word for word, value in _VALUES.items()}
_UNKNOWN = -1
_WHY = "按现场看到的改，查哪些条目跟着变，已答的不会丢。点名称，看它是什么、怎么看。"


class FactsPanel(SidePanel):
    """`changed` gives the facts as they were amended, at every tap."""

    changed = Signal(Facts)

    def __init__(self, facts: Facts, registered: Facts, parent: QWidget) -> None:
        super().__init__("现场情况", 560, parent)
        self.setObjectName("factsPanel")
        self._facts, self._registered = facts, registered
        self._count = Label("", "body", strong=True, wrap=True, parent=self)
        self._count.setObjectName("askedCount")
        self._amended = Label("", "body", wrap=True, parent=self)
        self._amended.setObjectName("amended")
        for label in (self._count, self._amended):
            self._rows.addWidget(label)
        self.rows: dict[str, FactRow] = {}
        self.choices: dict[str, Segmented] = {}
        self.say_amended("")

    def open(self) -> None:
        if not self.rows:
            self._fill()
            self._show()
        super().open()

    def _fill(self) -> None:
        """Made when it is opened first: most visits begin and end without it."""
        theme = current()
        body = self.page()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, theme.px(8), 0)
        rows.setSpacing(theme.px(8))
        rows.addWidget(Label(_WHY, "body", "ink-2", wrap=True, parent=body))
        self.headcount = self._made_headcount(body)
        self.rows["headcount"] = FactRow("headcount", self.headcount, body)
        for name in FACT_NAMES[1:]:
            choice = Segmented(_CHOICES, FACT_LABELS[name], parent=body)
            choice.setObjectName(f"fact_{name}")
            choice.changed.connect(lambda value, name=name: self._amend(name, _VALUES[value]))
            self.choices[name] = choice
            self.rows[name] = FactRow(name, choice, body)
        for row in self.rows.values():
            row.unfolded.connect(lambda row=row: QTimer.singleShot(0, row, lambda: self._bring(row)))
            rows.addWidget(row)
        rows.addStretch(1)
        self.headcount.valueChanged.connect(self._amend_headcount)

    def _made_headcount(self, parent: QWidget) -> QSpinBox:
        field = QSpinBox(parent)
        field.setObjectName("headcount")
        field.setAccessibleName(FACT_LABELS["headcount"])
        field.setRange(_UNKNOWN, 1_000_000)
        field.setSpecialValueText("不清楚")
        field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        field.setSuffix(" 人")
        field.setKeyboardTracking(False)
        return field

    def show_facts(self, facts: Facts, asked: int) -> None:
        self._facts = facts
        self._count.setText(f"按现在的情况，要查 {asked} 条。")
        if self.rows:
            self._show()

    def _show(self) -> None:
        facts = self._facts
        self.headcount.blockSignals(True)
        self.headcount.setValue(_UNKNOWN if facts.headcount is None else facts.headcount)
        self.headcount.blockSignals(False)
        for name, choice in self.choices.items():
            choice.set_value(_WORDS[facts.value(name)])
        for name, row in self.rows.items():
            row.show_register(register_words(name, getattr(self._registered, name), getattr(facts, name)))

    def say_amended(self, text: str) -> None:
        """What the changes made since it was opened did to the items."""
        self._amended.setText(text)
        reveal(self._amended, bool(text))

    def _bring(self, row: QWidget) -> None:
        if self.area is not None:
            self.area.ensureWidgetVisible(row, 0, current().px(8))

    def _amend_headcount(self, value: int) -> None:
        self._amend("headcount", None if value == _UNKNOWN else value)

    def _amend(self, name: str, value: int | None) -> None:
        self._facts = msgspec.structs.replace(self._facts, **{name: value})
        self.changed.emit(self._facts)
