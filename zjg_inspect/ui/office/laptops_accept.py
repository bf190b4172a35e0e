"""Accepting a laptop: both numbers compared by telephone, then its letters and zones; also changing these later."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from zjg_inspect.model.card import Card as DeviceCard
from zjg_inspect.service import lists, setup
from zjg_inspect.service.enrol import KnownLaptop
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.office.page import Desk
from zjg_inspect.ui.office.zone_choice import ZoneChoice
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.number import DeviceNumber, NumberPair
from zjg_inspect.ui.widgets.text import InlineError, Label


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

    def show_card(self, card: DeviceCard, known: KnownLaptop | None) -> None:
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
