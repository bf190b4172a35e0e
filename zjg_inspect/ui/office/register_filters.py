"""What the list of enterprises is narrowed to: a choice each for village, state, scope and verdict, and 同址."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QSizePolicy, QWidget

from zjg_inspect.service.lists import ZoneName
from zjg_inspect.service.register_list import Filter
from zjg_inspect.ui.theme import current

# By member of the filter: what stands there unchosen, and the choices.
_CHOICES = (
    ("state", "状态", (("active", "在产"), ("stopped", "停产"), ("deregistered", "注销"), ("moved", "搬迁"))),
    ("scope", "计入", (("in", "计入"), ("out", "不计入"))),
    ("verdict", "结论", (("reached", "达到"), ("not", "未达到"))),
)


WIDE = 520


class Filters(QWidget):
    """`changed` after a choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(current().px(6))
        self.boxes: dict[str, QComboBox] = {}
        for name, words, choices in (("zone", "各村", ()), *_CHOICES):
            box = self.boxes[name] = QComboBox(self)
            box.setObjectName(f"filter_{name}")
            box.setAccessibleName(words)
            # they take what the list leaves them: none holds the window open
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.setMinimumWidth(current().px(64))
            box.addItem(words, "")
            for value, word in choices:
                box.addItem(word, value)
            box.activated.connect(lambda _at: self.changed.emit())
        self.linked = QCheckBox("同址", self)
        self.linked.setObjectName("filter_linked")
        self.linked.clicked.connect(lambda _on: self.changed.emit())
        self._place(5)

    def _place(self, columns: int) -> None:
        """In a row, or in two where there is little room."""
        self._columns = columns
        for at, field in enumerate((*self.boxes.values(), self.linked)):
            self._grid.addWidget(field, at // columns, at % columns)
        for column in range(5):
            self._grid.setColumnStretch(column, int(column < min(columns, 4)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 5 if self.width() >= current().px(WIDE) else 3
        if columns != self._columns:
            self._place(columns)

    def set_zones(self, zones: list[ZoneName]) -> None:
        """Those that there are; the chosen one stays."""
        box = self.boxes["zone"]
        chosen = box.currentData()
        if [box.itemData(at) for at in range(1, box.count())] == [zone.id for zone in zones]:
            return
        while box.count() > 1:
            box.removeItem(1)
        for zone in zones:
            box.addItem(f"{zone.village} · {zone.township}", zone.id)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def value(self) -> Filter:
        chosen = {name: str(box.currentData() or "") for name, box in self.boxes.items()}
        return Filter(**chosen, linked=self.linked.isChecked())  # type: ignore[arg-type]

    def clear(self) -> None:
        """Narrow to nothing; says nothing."""
        for box in self.boxes.values():
            box.setCurrentIndex(0)
        self.linked.setChecked(False)
