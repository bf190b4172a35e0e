"""现场情况: the headcount and the facts as found, which decide what is asked."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSpinBox, QVBoxLayout, QWidget

from zjg_inspect.model.form import FACT_LABELS, FACT_NAMES, Facts
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.text import Label

_CHOICES = [("yes", "是", ""), ("no", "否", ""), ("unknown", "不清楚", "")]
_VALUES = {"yes": True, "no": False, "unknown": None}
_WORDS = {value: word for word, value in _VALUES.items()}
_UNKNOWN = -1
_WHY = "和登记的不一样，就在这里按看到的改；查哪些条目跟着变，已答的不会丢。"


class FactsPanel(SidePanel):
    """`changed` gives the facts as they were amended, at every tap."""

    changed = Signal(Facts)

    def __init__(self, facts: Facts, parent: QWidget) -> None:
        super().__init__("现场情况", 560, parent)
        self.setObjectName("factsPanel")
        self._facts = facts
        theme = current()
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, theme.px(8), 0)
        rows.setSpacing(theme.px(12))
        self._count = Label("", "body", strong=True, wrap=True, parent=body)
        self._count.setObjectName("askedCount")
        rows.addWidget(Label(_WHY, "body", "ink-2", wrap=True, parent=body))
        rows.addWidget(self._count)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(0, 1)
        self.headcount = QSpinBox(body)
        self.headcount.setObjectName("headcount")
        self.headcount.setAccessibleName(FACT_LABELS["headcount"])
        self.headcount.setRange(_UNKNOWN, 1_000_000)
        self.headcount.setSpecialValueText("不清楚")
        self.headcount.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.headcount.setSuffix(" 人")
        self.headcount.setKeyboardTracking(False)
        grid.addWidget(Label(FACT_LABELS["headcount"], "body", parent=body), 0, 0)
        grid.addWidget(self.headcount, 0, 1)
        self.choices: dict[str, Segmented] = {}
        for at, name in enumerate(FACT_NAMES[1:], 1):
            choice = Segmented(_CHOICES, FACT_LABELS[name], parent=body)
            choice.setObjectName(f"fact_{name}")
            choice.changed.connect(lambda value, name=name: self._amend(name, _VALUES[value]))
            grid.addWidget(Label(FACT_LABELS[name], "body", wrap=True, parent=body), at, 0)
            grid.addWidget(choice, at, 1)
            self.choices[name] = choice
        rows.addLayout(grid)
        rows.addStretch(1)
        self.set_body(body, scrolls=True)
        self.headcount.valueChanged.connect(self._amend_headcount)

    def show_facts(self, facts: Facts, asked: int) -> None:
        self._facts = facts
        self.headcount.blockSignals(True)
        self.headcount.setValue(_UNKNOWN if facts.headcount is None else facts.headcount)
        self.headcount.blockSignals(False)
        for name, choice in self.choices.items():
            choice.set_value(_WORDS[facts.value(name)])
        self._count.setText(f"按现在的情况，要查 {asked} 条。")

    def _amend_headcount(self, value: int) -> None:
        self._amend("headcount", None if value == _UNKNOWN else value)

    def _amend(self, name: str, value: int | None) -> None:
        self._facts = msgspec.structs.replace(self._facts, **{name: value})
        self.changed.emit(self._facts)
