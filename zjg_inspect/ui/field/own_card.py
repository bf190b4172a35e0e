"""The card in 收发 that says who this laptop is: how it stands with its office, both numbers, its card to hand over."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service import renewal, setup
from zjg_inspect.service.renewal import OwnState
from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.field.own_changes import CopiedAlarm, NewOfficeCard
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.question import Question
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.number import CodeView, DeviceNumber
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import bring_into_view
from zjg_inspect.ui.widgets.text import InlineError, Label

CARDS = "名片 (*.zjgcard);;所有文件 (*)"
BY_CODE = "用手机扫，把扫到的字存成以 .zjgcard 结尾的文件，发给镇里也一样。"
STATES = {
    "new": "镇里还没有接受这台电脑：把名片交去，接受后才有编号字母，写的检查才并入。",
    "in_use": "镇里已接受，编号字母 {letters}。",
    "suspended": "镇里把这台电脑停用了：写好的都在本机，要等镇里恢复。",
    "retired": "镇里把这台电脑注销了：写好的都在本机。要再用，换新编号，把新名片交给镇里接受。",
}
RENEW_WORDS = (
    "编号和名片都换新的，签过的检查和没签完的草稿都留着；草稿里已签的名字要重签。"
    "把新名片交给镇里接受以后，才有新的编号字母。"
)


class OwnCard(Card):
    """`changed` after the laptop's keys or its office's card were changed. `alarm` is for the screen to place."""

    changed = Signal()

    def __init__(self, db: Database, own: Standing, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(16, 8, parent)
        self._db, self._preferences = db, preferences
        self._busy = False
        theme = current()
        self.alarm = CopiedAlarm(parent)
        self.alarm.renew_asked.connect(self._ask_to_renew)
        self.add(Label("这台电脑的名片", "look", strong=True, parent=self))
        self._state = Label("", "body", wrap=True, parent=self)
        self.add(self._state)
        across = QHBoxLayout()
        across.setSpacing(theme.px(24))
        self._numbers = QVBoxLayout()
        self._numbers.setSpacing(theme.px(8))
        across.addLayout(self._numbers, 1)
        self._code_place = QVBoxLayout()
        across.addLayout(self._code_place)
        self.rows.addLayout(across)
        self._code_words = Label(BY_CODE, "hint", "ink-2", wrap=True, parent=self)
        self.add(self._code_words)
        self._code_words.hide()
        self._build_buttons()
        self.new_card = NewOfficeCard(self)
        self.new_card.taken.connect(self._take)
        self.add(self.new_card)
        self._said = Label("", "body", strong=True, wrap=True, parent=self)
        self._error = InlineError(parent=self)
        self.add(self._said)
        self.add(self._error)
        self._said.hide()
        self.code: CodeView | None = None
        self._show_numbers(own)
        for part in (self.alarm, self.new_card, self.renew_button):
            reveal(part, False)

    def _build_buttons(self) -> None:
        self.save_card = self._button("存一份名片…", "saveCard", "key-round")
        self.save_card.clicked.connect(self._save_card)
        self.show_code = self._button("看二维码", "showCode", "grid-2x2")
        self.show_code.setCheckable(True)
        self.show_code.clicked.connect(self._show_code)
        self.other_office = self._button("换镇里的名片…", "otherOffice", "building-2")
        self.other_office.clicked.connect(self._choose_office)
        self.renew_button = self._button("换新编号…", "renew", "refresh-cw")
        self.renew_button.clicked.connect(self._ask_to_renew)
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        for button in (self.save_card, self.show_code, self.other_office, self.renew_button):
            row.addWidget(button)
        row.addStretch(1)
        self.rows.addLayout(row)

    def _button(self, words: str, name: str, icon: str) -> KeyButton:
        button = KeyButton(words, icon, parent=self)
        button.setObjectName(name)
        return button

    def refresh(self) -> None:
        """How it stands now; numbers and code once more where they changed."""
        state: OwnState = renewal.own_state(self._db)
        self._state.setText(STATES[state.state].format(letters=state.letters))
        self._state.set_tone("ink" if state.state == "in_use" else "attention")
        reveal(self.alarm, state.copied)
        reveal(self.renew_button, state.state == "retired" and not state.copied)
        own = setup.standing(self._db)
        shown = self.number.number(), self.office_number.number() if self.office_number is not None else ""
        office = own.card.fingerprint if own is not None and own.card is not None else ""
        if own is not None and shown != (setup.own_card(self._db).fingerprint, office):
            self._show_numbers(own)

    def _show_numbers(self, own: Standing) -> None:
        while self._numbers.count():
            old = self._numbers.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        number = setup.own_card(self._db).fingerprint
        self.number = DeviceNumber("这台电脑的编号，镇里打电话来时念给他对", number, self)
        self._numbers.addWidget(self.number)
        self.office_number: DeviceNumber | None = None
        if own.card is not None:
            self.office_number = DeviceNumber(f"“{own.card.name}”的编号，他念你对", own.card.fingerprint, self)
            self._numbers.addWidget(self.office_number)
        self._numbers.addStretch(1)
        if (code := self.code) is not None:
            self.code = None
            code.hide()
            code.deleteLater()
            self._show_code(self.show_code.isChecked())

    def sentence(self) -> str:
        """What came of the last step."""
        return self._error.text() or ("" if self._said.isHidden() else self._said.text())

    def _say(self, done: str, wrong: str = "") -> None:
        self._error.set_text(wrong)
        self._said.setText(done)
        reveal(self._said, bool(done))
        if done or wrong:
            bring_into_view(self._error if wrong else self._said)

    def _show_code(self, wanted: bool) -> None:
        """Made when it is first asked for: the start has no time for it."""
        if self.code is None and wanted:
            self.code = CodeView(setup.card_code(self._db), "名片的二维码", self)
            self._code_place.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        if self.code is not None:
            reveal(self.code, wanted)
        reveal(self._code_words, wanted)

    # -- the own card ------------------------------------------------------------------------------------------------

    def _save_card(self) -> None:
        start = self._preferences.folder("card") or self._preferences.folder("export")
        folder = QFileDialog.getExistingDirectory(self, "名片存到哪里", str(start or ""))
        if folder:
            self._preferences.remember_folder("card", Path(folder))
            self.save_card_to(Path(folder))

    def save_card_to(self, folder: Path) -> None:
        try:
            path = setup.write_card(self._db, folder)
        except Exception as error:
            self._say("", messages.sentence(error))
        else:
            self._say(f"名片已存好：“{path.name}”。把它交给镇安监办。")

    # -- another number of its own -----------------------------------------------------------------------------------

    def _ask_to_renew(self) -> None:
        Question(self.window(), "给这台电脑换新编号吗？", RENEW_WORDS, "换新编号", "不换", self.renew)

    def renew(self) -> None:
        """New keys, off the window's thread; then the new card waits to be handed over."""
        if self._busy:
            return
        self._busy = True
        self._say("")

        def done(_card: object) -> None:
            self._busy = False
            self.refresh()
            self._say("编号已换好。存一份新名片，交给镇安监办重新接受。")
            self.save_card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

        tasks.run(self, lambda _: renewal.renew(self._db), done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._say("", messages.sentence(error))

    # -- another card of the office ----------------------------------------------------------------------------------

    def _choose_office(self) -> None:
        start = self._preferences.folder("card") or self._preferences.folder("import")
        path, _ = QFileDialog.getOpenFileName(self, "选镇安监办的新名片", str(start or ""), CARDS)
        if path:
            self.read_office_card(Path(path))

    def read_office_card(self, path: Path) -> None:
        """Show its number beside the own one; nothing is taken before a person has compared them."""
        self._say("")
        try:
            card = setup.read_card(path, "office")
        except Exception as error:
            reveal(self.new_card, False)
            self._say("", messages.sentence(error))
            return
        own = setup.standing(self._db)
        if own is not None and own.card == card:
            reveal(self.new_card, False)
            self._say("这张就是现在用的名片，没有换。")
            return
        self.new_card.show_card(card, self.number.number())
        bring_into_view(self.new_card)

    def _take(self) -> None:
        card, keep = self.new_card.card(), self.new_card.keeps_former()
        if card is None or self._busy:
            return
        self._busy = True

        def done(_own: object) -> None:
            self._busy = False
            self.new_card.put_away()
            self.refresh()
            self._say(f"已换成“{card.name}”的新名片，先放着的包已经并入。下次写入U盘会全部写一份。")
            self.changed.emit()

        tasks.run(self, lambda _: renewal.take_new_card(self._db, card, keep_former=keep), done, self._failed)
