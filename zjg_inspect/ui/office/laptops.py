"""电脑: the laptops that this office has accepted, and accepting one by its card."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from zjg_inspect import errors
from zjg_inspect.model.card import Card as DeviceCard
from zjg_inspect.service import enrol, lists, setup
from zjg_inspect.service.setup import Laptop
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.office.zone_choice import ZoneChoice
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.number import DeviceNumber, NumberPair
from zjg_inspect.ui.widgets.paint import draw_text, reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

FILTER = "名片 (*.zjgcard);;所有文件 (*)"
NARROW = 1000


class LaptopLook(RowLook):
    """Letters, name, zones, device id."""

    def __init__(self) -> None:
        self.villages: dict[str, str] = {}

    def height(self, value: Laptop, width: int) -> int:
        return current().px(58)

    def _zones(self, value: Laptop) -> str:
        names = [village for zone, village in self.villages.items() if zone in value.zones]
        if names and len(names) == len(self.villages):
            return f"全部 {len(names)} 个集中区"
        return f"{len(names)} 个集中区：{'、'.join(names)}" if names else "没有指定集中区"

    def spoken(self, value: Laptop) -> str:
        return f"{value.name}，编号字母 {value.letters}，{self._zones(value)}"

    def action(self, value: Laptop) -> str:
        return "改"

    def paint(self, painter: QPainter, rect: QRect, value: Laptop, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        left, right = rect.x() + theme.px(16), rect.right() - theme.px(80)
        letters = QRect(left, rect.y(), theme.px(64), rect.height())
        draw_text(painter, letters, value.letters, theme.font("look", True), "ink")
        x = letters.right()
        top = QRect(x, rect.y() + theme.px(8), right - x, theme.px(22))
        draw_text(painter, top, value.name, theme.font("body", selected), "ink")
        low = QRect(x, top.bottom() + 1, right - x, theme.px(20))
        draw_text(painter, low, self._zones(value), theme.font("secondary"), "ink-2")


class AcceptPanel(Card):
    """The explicit click: whose computer, its number read aloud, letters and zones. `accepted` gives the device."""

    accepted = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(16, 8, parent)
        self.setObjectName("acceptPanel")
        self._desk = desk
        self.error = InlineError(parent=self)
        self._card: DeviceCard | None = None
        theme = current()
        self._title = Label("", "look", strong=True, wrap=True, parent=self)
        self.add(self._title)
        self._ask = Label("打电话给用它的人，两边的编号都念一遍，一组一组对上才接受：", "body", wrap=True, parent=self)
        self.add(self._ask)
        self._numbers = NumberPair(self)
        self.add(self._numbers)
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addWidget(Label("编号字母", "body", parent=self))
        self.letters = QLineEdit(self)
        self.letters.setObjectName("letters")
        self.letters.setAccessibleName("编号字母")
        self.letters.setMaximumWidth(theme.px(110))
        self.letters.textEdited.connect(lambda _text: self.error.set_text(""))
        across.addWidget(self.letters)
        self._hint = Label("印在核查表编号里，每台不同", "hint", "ink-2", parent=self)
        across.addWidget(self._hint, 1)
        self.rows.addLayout(across)
        self.add(Label("在哪些集中区用", "body", parent=self))
        self.zones = ZoneChoice(self)
        self.add(self.zones, 1)
        self.add(self.error)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        self.leave = KeyButton("不接受", height="main", parent=self)
        self.leave.setObjectName("leaveAccept")
        self.leave.clicked.connect(self.left)
        self.button = KeyButton("编号都对，接受", kind="main", parent=self)
        self.button.setObjectName("accept")
        self.button.clicked.connect(self.accept)
        foot.addWidget(self.leave)
        foot.addWidget(self.button, 1)
        self.rows.addLayout(foot)

    def show_card(self, card: DeviceCard, known: Laptop | None) -> None:
        """`known`: it was accepted before, and its letters or zones are to be changed."""
        self._card = card
        self._title.setText(f"改“{known.name}”的字母和集中区" if known else f"接受“{card.name}”吗？")
        numbers = [DeviceNumber("它的编号，他念你对", card.fingerprint, self)]
        if known is None:
            own = setup.own_card(self._desk.db).fingerprint
            numbers.append(DeviceNumber("本办的编号，你念他对", own, self))
        self._numbers.set_numbers(*numbers)
        self._ask.setVisible(known is None)
        self.letters.setText(known.letters if known else setup.free_letters(self._desk.db))
        zones = lists.zones(self._desk.db)
        self.zones.set_zones(zones, known.zones if known else [zone.id for zone in zones])
        self.error.set_text("")
        self.leave.set_words("不改了" if known else "不接受")
        self.button.set_words("改好" if known else "编号都对，接受")

    def card(self) -> DeviceCard | None:
        return self._card

    def accept(self) -> None:
        letters = self.letters.text().strip().upper()
        if self._card is None:
            return
        if not (letters.isascii() and letters.isalnum() and len(letters) <= 6):
            self.error.set_text("编号字母要用 1 到 6 个英文字母或数字，例如 A07，所以还没有接受。改好再点一次。")
            self.letters.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        card, zones = self._card, self.zones.chosen()
        self.button.setEnabled(False)

        def done(_nothing: Any) -> None:
            self.button.setEnabled(True)
            self.accepted.emit(card.device)

        def failed(error: Exception) -> None:
            self.button.setEnabled(True)
            self.error.set_text(messages.sentence(error))
            self.letters.setFocus(Qt.FocusReason.OtherFocusReason)

        # what was held of it merges now, and that may be much
        tasks.run(self, lambda _step: setup.accept_laptop(self._desk.db, card, letters, zones), done, failed)


class Laptops(Page):
    accepted = Signal(str)

    keys = (("↑ ↓", "选电脑"), ("Ctrl+O", "选名片"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "电脑", parent)
        theme = current()
        self.card_button = KeyButton("导出本办名片…", "key-round", parent=self)
        self.card_button.setObjectName("writeCard")
        self.card_button.clicked.connect(self.choose_card_target)
        self.accept_button = KeyButton("接受新电脑…", "laptop", "Ctrl+O", parent=self)
        self.accept_button.setObjectName("chooseCard")
        self.accept_button.clicked.connect(self.choose_card)
        self.top.add_action(self.card_button)
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
        self.empty = EmptyState(
            "还没有接受过电脑。先“导出本办名片”给网格员，他的电脑收下后会做出自己的名片，拿来在这里接受。",
            "接受新电脑…", "laptop", self._list_card,
        )  # fmt: skip
        self.empty.acted.connect(self.choose_card)
        self._list_card.add(self.list, 1)
        self._list_card.add(self.empty, 1)
        self.panel = AcceptPanel(desk, self)
        self.panel.hide()
        across.addWidget(self._list_card, 5)
        across.addWidget(self.panel, 4)
        self.body.addLayout(across, 1)
        self.list.acted.connect(self._change)
        self.list.opened.connect(self._change)
        self.panel.accepted.connect(self._accepted)
        self.panel.left.connect(self._leave)

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self._look.villages = {zone.id: zone.village for zone in lists.zones(self.db)}
        rows = setup.laptops(self.db)
        self.list.set_values(rows, keep=self.list.current())
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        self.set_facts(f"已接受 {len(rows)} 台" if rows else "")

    def show_thing(self, thing: Any) -> None:
        """A card's file, or a device's card."""
        if isinstance(thing, Path):
            self.read_card(thing)
        elif isinstance(thing, DeviceCard):
            self._show(thing)

    def choose_card(self) -> None:
        start = self.desk.preferences.folder("card")
        path, _ = QFileDialog.getOpenFileName(self, "选电脑的名片", str(start or ""), FILTER)
        if path:
            self.read_card(Path(path))

    def read_card(self, path: Path) -> None:
        self.error.set_text("")
        self.desk.preferences.remember_folder("card", path.parent)
        try:
            self._show(setup.read_card(path, "field"))
        except errors.ZjgError as error:
            self._leave()
            self.error.set_text(messages.sentence(error))

    def _show(self, card: DeviceCard) -> None:
        known = next((row for row in setup.laptops(self.db) if row.device == card.device), None)
        self.panel.show_card(card, known)
        self.panel.show()
        self._lay_out()

    def _change(self, row: Laptop) -> None:
        card = enrol.card_of(self.db, row.device)
        self._show(card)

    def _accepted(self, device: str) -> None:
        name = self.panel.card()
        self._leave()
        self.accepted.emit(device)
        self.changed.emit()
        self.refresh()
        if name is not None:
            self.said.emit(
                f"已接受“{name.name}”，暂放的已经并入。到“收件”给网格员写一份包，他的电脑就有字母、登记和人员了。",
                False,
            )

    def _leave(self) -> None:
        self.panel.hide()
        self._lay_out()

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

    def _lay_out(self) -> None:
        """The panel beside the list where there is room, else in its place."""
        narrow = self.width() < current().px(NARROW)
        reveal(self._list_card, not narrow or self.panel.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
