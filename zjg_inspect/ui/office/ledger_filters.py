"""What of the hazard ledger is listed: a search, the place, the state, the deadline, the grade, each with figures."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.ledger import Choice, Columns
from zjg_inspect.service.lists import ZoneName
from zjg_inspect.ui.office import ledger_words as words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.search import SearchField


class LedgerFilters(QWidget):
    """`changed` gives the choice after each change of a person's."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledgerFilters")
        self.setAccessibleName("列哪些隐患")
        self._choice = Choice()
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row in (upper, lower):
            row.setSpacing(theme.px(12))
            rows.addLayout(row)
        self.search = SearchField("企业名称、拼音首字母、信用代码、隐患内容", "查找隐患", self)
        self.place = self._box("ledgerPlace", "镇村", 210)
        self.stage = self._box("ledgerStage", "状态", 170)
        self.due = Segmented([(value, word, "") for value, word in words.DUES.items()], "期限", parent=self)
        self.grade = Segmented([(value, word, "") for value, word in words.GRADES.items()], "等级", parent=self)
        upper.addWidget(self.search, 1)
        upper.addWidget(self.place)
        upper.addWidget(self.stage)
        lower.addWidget(self.due)
        lower.addWidget(self.grade)
        lower.addStretch(1)
        self.search.changed.connect(lambda text: self._choose(text=text))
        self.place.activated.connect(lambda _at: self._place_chosen())
        self.stage.activated.connect(lambda _at: self._choose(stage=self.stage.currentData()))
        self.due.changed.connect(lambda value: self._choose(due=value))
        self.grade.changed.connect(lambda value: self._choose(grade=value))

    def _box(self, name: str, spoken: str, width: int) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        # hundreds of villages need not be measured each time
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setFixedWidth(current().px(width))
        box.setMaxVisibleItems(12)
        return box

    def choice(self) -> Choice:
        return self._choice

    def set_choice(self, choice: Choice) -> None:
        """Show this choice and say nothing; the figures come with set_figures."""
        self._choice = choice
        self.search.line.blockSignals(True)
        self.search.line.setText(choice.text)
        self.search.line.blockSignals(False)

    def set_figures(self, zones: Sequence[ZoneName], found: Columns) -> None:
        """How many each choice would list."""
        choice = self._choice
        place = (choice.township, choice.zone)
        self._fill(self.place, [(word, value) for word, value in words.places(zones, found, place)], place)
        stages = words.stage_counts(found)
        self._fill(self.stage, [(f"{word} {stages[key]}", key) for key, word in words.STAGES.items()], choice.stage)
        self._number(self.due, words.DUES, words.due_counts(found))
        self._number(self.grade, words.GRADES, words.grade_counts(found))
        self.due.set_value(choice.due)
        self.grade.set_value(choice.grade)

    @staticmethod
    def _fill(box: QComboBox, values: Sequence[tuple[str, object]], chosen: object) -> None:
        if box.view().isVisible():
            return  # not under a finger
        box.clear()
        for word, value in values:
            box.addItem(word, value)
        box.setCurrentIndex(next((at for at, (_, value) in enumerate(values) if value == chosen), 0))

    @staticmethod
    def _number(switch: Segmented, said: Mapping[str, str], counts: Mapping[str, int]) -> None:
        for value, word in said.items():
            switch.buttons[value].setText(f"{word} {counts[value]}")
            switch.buttons[value].setAccessibleName(f"{word} {counts[value]} 条")

    def _place_chosen(self) -> None:
        township, zone = self.place.currentData()
        self._choose(township=township, zone=zone)

    def _choose(self, **changes: str) -> None:
        now = {name: getattr(self._choice, name) for name in Choice.__struct_fields__}
        self._choice = Choice(**(now | changes))
        self.changed.emit(self._choice)
