"""登记: its three views, the enterprises, the zones, and what waits to be taken in; which of them is in front."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.office.register_proposals import ProposalsPart
from zjg_inspect.ui.office.register_zones import ZonesPart
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.paint import reveal

NEW = {"shops": "添一家…", "zones": "添一个集中区…", "proposals": "添一家…"}


class Views(QObject):
    """`changed` after something was stored in one of the other two; `shops_asked` a village whose enterprises are to be
    listed. `head`: the switch, and the button that adds one more."""

    changed = Signal()
    shops_asked = Signal(str)

    def __init__(self, page: Page, stack: QStackedWidget, shops: QWidget, new: Callable[[], None]) -> None:
        super().__init__(page)
        self._stack, self._shops, self._new = stack, shops, new
        self.switch = Segmented(
            [("shops", "企业", ""), ("zones", "集中区", ""), ("proposals", "待确认", "")], "看什么", "small", page
        )
        self.switch.setObjectName("registerView")
        self.switch.set_value("shops")
        self.new_button = KeyButton(NEW["shops"], "plus", "Ctrl+N", height="small", parent=page)
        self.new_button.setObjectName("newEnterprise")
        self.head = QHBoxLayout()
        self.head.setSpacing(current().px(8))
        self.head.addWidget(self.switch)
        self.head.addStretch(1)
        self.head.addWidget(self.new_button)
        self.proposals, self.zones = ProposalsPart(page, stack), ZonesPart(page, stack)
        for part in (self.proposals, self.zones):
            stack.addWidget(part)
            part.said.connect(page.said)
            part.changed.connect(self.changed)
        page.shortcut("Ctrl+N", self.add)
        self.new_button.clicked.connect(self.add)
        self.switch.changed.connect(self.turn)
        self.proposals.left.connect(lambda: self.turn("shops"))
        self.zones.shops_asked.connect(self._list_shops)
        stack.currentChanged.connect(self._fold)

    def _fold(self, _at: int) -> None:
        """What switches the lists stands over the lists alone: a rehearsal, a report or a sheet needs the room."""
        over_lists = self._stack.currentWidget() in (self._shops, self.proposals, self.zones)
        reveal(self.switch, over_lists)
        reveal(self.new_button, over_lists)

    def front(self) -> ProposalsPart | ZonesPart | None:
        """The one of the other two that is in front."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, (ProposalsPart, ZonesPart)) else None

    def turn(self, view: str) -> None:
        self.switch.set_value(view)
        self.new_button.set_words(NEW[view])
        others: dict[str, ProposalsPart | ZonesPart] = {"proposals": self.proposals, "zones": self.zones}
        part = others.get(view)
        self._stack.setCurrentWidget(self._shops if part is None else part)
        if part is not None:
            part.refresh()
            part.start()

    def refresh(self, waiting: int) -> None:
        """`waiting`: how many are 待确认."""
        self.switch.buttons["proposals"].setText(f"待确认 {waiting}" if waiting else "待确认")
        self.switch.updateGeometry()
        part = self.front()
        if part is not None:
            part.refresh()

    def leave(self) -> bool:
        """Whether one of the other two was in front, and went back by a step."""
        part = self.front()
        if part is not None and not part.leave():
            self.turn("shops")
        return part is not None

    def add(self) -> None:
        if self.front() is self.zones:
            self.zones.new()
        else:
            self.turn("shops")
            self._new()

    def _list_shops(self, village: str) -> None:
        self.turn("shops")
        self.shops_asked.emit(village)
