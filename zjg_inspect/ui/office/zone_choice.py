"""Choosing zones by township: a check box each, all or none of a township at once."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.service.lists import ZoneName
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import Label

COLUMNS = 3


class ZoneChoice(QWidget):
    """`changed` after a tick."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("zoneChoice")
        self.setAccessibleName("集中区")
        self.boxes: dict[str, QCheckBox] = {}
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self._count = Label("", "secondary", "ink-2", parent=self)
        self.all = KeyButton("全选", height="small", parent=self)
        self.all.setObjectName("allZones")
        self.none = KeyButton("全不选", height="small", parent=self)
        self.none.setObjectName("noZones")
        self.all.clicked.connect(lambda: self.set_chosen(self.boxes))
        self.none.clicked.connect(lambda: self.set_chosen(()))
        head.addWidget(self._count, 1)
        head.addWidget(self.all)
        head.addWidget(self.none)
        rows.addLayout(head)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        touch_scroll(self._area)
        rows.addWidget(self._area, 1)

    def set_zones(self, zones: Sequence[ZoneName], chosen: Iterable[str]) -> None:
        self.boxes = {}
        theme = current()
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(2))
        wanted = set(chosen)
        for township, members in groupby(zones, key=lambda zone: zone.township):
            own = list(members)
            town = QCheckBox(township, inside)
            town.setObjectName(f"town_{township}")
            town.setFont(theme.font("body", True))
            rows.addWidget(town)
            grid = QGridLayout()
            grid.setContentsMargins(theme.px(28), 0, 0, theme.px(4))
            for column in range(COLUMNS):
                grid.setColumnStretch(column, 1)
            for at, zone in enumerate(own):
                box = QCheckBox(zone.village, inside)
                box.setObjectName(f"zone_{zone.village}")
                box.setChecked(zone.id in wanted)
                box.toggled.connect(self._told)
                self.boxes[zone.id] = box
                grid.addWidget(box, at // COLUMNS, at % COLUMNS)
            rows.addLayout(grid)
            town.setTristate(True)
            ids = [zone.id for zone in own]
            town.clicked.connect(lambda _checked=False, ids=ids: self._town(ids))
            for zone in own:
                self.boxes[zone.id].toggled.connect(lambda _on, town=town, ids=ids: self._show_town(town, ids))
            self._show_town(town, ids)
        rows.addStretch(1)
        self._area.setWidget(inside)
        self._told()

    def chosen(self) -> tuple[str, ...]:
        return tuple(zone for zone, box in self.boxes.items() if box.isChecked())

    def set_chosen(self, zones: Iterable[str]) -> None:
        wanted = set(zones)
        for zone, box in self.boxes.items():
            box.setChecked(zone in wanted)

    def _town(self, ids: list[str]) -> None:
        """All of the township; none when all were chosen."""
        on = not all(self.boxes[zone].isChecked() for zone in ids)
        for zone in ids:
            self.boxes[zone].setChecked(on)
        self._told()

    def _show_town(self, town: QCheckBox, ids: list[str]) -> None:
        on = sum(self.boxes[zone].isChecked() for zone in ids)
        state = Qt.CheckState
        town.setCheckState(state.Checked if on == len(ids) else state.PartiallyChecked if on else state.Unchecked)

    def _told(self) -> None:
        self._count.setText(f"选了 {len(self.chosen())} 个，共 {len(self.boxes)} 个")
        self.changed.emit()
