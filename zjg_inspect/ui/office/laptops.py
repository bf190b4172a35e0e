"""电脑: the laptops that this office has accepted, each with its state; accepting one by its card; this office."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.model.card import Card as DeviceCard
from zjg_inspect.service import enrol, lists, setup
from zjg_inspect.service.enrol import KnownLaptop
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.laptops_accept import AcceptPanel
from zjg_inspect.ui.office.laptops_look import LaptopLook
from zjg_inspect.ui.office.laptops_own import OwnPanel
from zjg_inspect.ui.office.laptops_panel import LaptopPanel
from zjg_inspect.ui.office.laptops_recovery import RecoveryNotice
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError

FILTER = "名片 (*.zjgcard);;所有文件 (*)"
NARROW = 1000
EMPTY = "还没有接受过电脑。先把本办名片导出给网格员，他的电脑收下后会做出自己的名片，拿来在这里接受。"


class Laptops(Page):
    """`accepted` gives the device whose state has changed: what was held of it may have merged."""

    accepted = Signal(str)

    keys = (("↑ ↓", "选电脑"), ("Enter", "看这台"), ("Ctrl+O", "选名片"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "电脑", parent)
        theme = current()
        self.own_button = KeyButton("本办…", "building-2", parent=self)
        self.own_button.setObjectName("showOwn")
        self.own_button.clicked.connect(self._show_own)
        self.accept_button = KeyButton("接受新电脑…", "laptop", "Ctrl+O", parent=self)
        self.accept_button.setObjectName("chooseCard")
        self.accept_button.clicked.connect(self.choose_card)
        self.top.add_action(self.own_button)
        self.top.add_action(self.accept_button)
        self.shortcut("Ctrl+O", self.choose_card)
        self.shortcut("Esc", self._leave)
        self.error = InlineError(parent=self)
        self.body.addWidget(self.error)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        self._list_card = spare_edge(Card(parent=self))
        self._look = LaptopLook()
        self.list = PaintedList("laptops", "接受了的电脑", self._look, parent=self._list_card)
        self.empty = EmptyState(EMPTY, "接受新电脑…", "laptop", self._list_card)
        self.empty.acted.connect(self.choose_card)
        self._list_card.add(self.list, 1)
        self._list_card.add(self.empty, 1)
        self.own = OwnPanel(desk, self)
        self.panel = AcceptPanel(desk, self)
        self.details = LaptopPanel(desk, self)
        self.notice = RecoveryNotice(self.own.recovery, self)
        self.notice.button.clicked.connect(self._show_own)
        self.body.insertWidget(0, self.notice)
        across.addWidget(self._list_card, 5)
        for panel in (self.own, self.panel, self.details):
            across.addWidget(panel, 4)
        self.body.addLayout(across, 1)
        self.list.chosen.connect(self._chosen)
        self.list.acted.connect(self._open)
        self.list.opened.connect(self._open)
        self.panel.accepted.connect(self._accepted)
        self.panel.left.connect(self._leave)
        self.details.acted.connect(self._acted)
        self.details.change_asked.connect(self._change)
        self.details.left.connect(self._leave)
        self.own.card_asked.connect(self.choose_card_target)
        self._shown: QWidget | None = None
        self._lay_out()

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self.own.refresh()
        self.notice.refresh()
        self._look.villages = {zone.id: zone.village for zone in lists.zones(self.db)}
        rows = enrol.laptops(self.db)
        chosen = self.list.current()
        again = next((row for row in rows if chosen is not None and row.device == chosen.device), None)
        self.list.set_values(rows, keep=again)
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        count = sum(row.state != "retired" for row in rows)
        self.set_facts(f"已接受 {count} 台" if rows else "")
        if self._shown is self.details:
            if again is None:
                self._turn_to(None)
            else:
                self.details.show_laptop(again, self._look.villages)

    def show_thing(self, thing: Any) -> None:
        """A card's file, or a device's card."""
        if isinstance(thing, Path):
            self.read_card(thing)
        elif isinstance(thing, DeviceCard):
            self._show_card(thing)

    def choose_card(self) -> None:
        start = self.desk.preferences.folder("card")
        path, _ = QFileDialog.getOpenFileName(self, "选电脑的名片", str(start or ""), FILTER)
        if path:
            self.read_card(Path(path))

    def read_card(self, path: Path) -> None:
        self.error.set_text("")
        self.desk.preferences.remember_folder("card", path.parent)
        try:
            self._show_card(setup.read_card(path, "field"))
        except errors.ZjgError as error:
            self._leave()
            self.error.set_text(messages.sentence(error))

    def _show_card(self, card: DeviceCard) -> None:
        """One that was retired is compared and accepted like a new one."""
        rows = enrol.laptops(self.db)
        known = next((row for row in rows if row.device == card.device and row.state != "retired"), None)
        self.panel.show_card(card, known)
        self._turn_to(self.panel)

    def _change(self, laptop: KnownLaptop) -> None:
        self.panel.show_card(enrol.card_of(self.db, laptop.device), laptop)
        self._turn_to(self.panel)

    def _chosen(self, laptop: KnownLaptop) -> None:
        """Beside the list its details follow; where they would take its place they wait to be asked for."""
        if not self._is_narrow():
            self._show_details(laptop)

    def _open(self, laptop: KnownLaptop) -> None:
        if self.list.current() != laptop:
            self.list.choose(laptop, tell=False)
        self._show_details(laptop)
        self.details.start()

    def _show_details(self, laptop: KnownLaptop) -> None:
        self.details.show_laptop(laptop, self._look.villages)
        self._turn_to(self.details)

    def _acted(self, said: str) -> None:
        laptop = self.details.laptop()
        if laptop is not None:
            self.accepted.emit(laptop.device)
        self.changed.emit()
        self.refresh()
        self.said.emit(said, False)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accepted(self, device: str) -> None:
        card = self.panel.card()
        self._leave()
        self.accepted.emit(device)
        self.changed.emit()
        self.refresh()
        if card is not None:
            self.said.emit(
                f"已接受“{card.name}”，暂放的已经并入。到“收件”给网格员写一份包，他的电脑就有字母、登记和人员了。",
                False,
            )

    def _show_own(self) -> None:
        self._turn_to(self.own)

    def _leave(self) -> None:
        self._turn_to(None)
        self.start()

    def choose_card_target(self) -> None:
        start = self.desk.preferences.folder("card")
        chosen = QFileDialog.getExistingDirectory(self, "名片放到哪里", str(start or ""))
        if chosen:
            self.write_card(Path(chosen))

    def write_card(self, folder: Path) -> None:
        self.error.set_text("")
        self.desk.preferences.remember_folder("card", folder)
        try:
            path = setup.write_card(self.db, folder)
        except errors.ZjgError as error:
            self.error.set_text(messages.sentence(error))
            return
        self.said.emit(f"本办的名片已写好：“{path.name}”。网格员的电脑第一次打开时要用它。", False)

    # -- the panel at the right --------------------------------------------------------------------------------------

    def _turn_to(self, panel: QWidget | None) -> None:
        """This panel beside the list, or in its place; None is the office's own beside it, or the list alone."""
        self._shown = panel
        self._lay_out()

    def _is_narrow(self) -> bool:
        return self.width() < current().px(NARROW)

    def _lay_out(self) -> None:
        narrow = self._is_narrow()
        shown = self._shown or (None if narrow else self.own)
        for panel in (self.own, self.panel, self.details):
            reveal(panel, panel is shown)
        reveal(self._list_card, not narrow or shown is None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
