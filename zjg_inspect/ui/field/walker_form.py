"""The line that says that the checklist has another version: to be taken or not, and the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from zjg_inspect.model.draft import left_out
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service.visit_opened import Visit
from zjg_inspect.ui import form_words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label


class FormLine(QFrame):
    """`taken` gives the hash of the version to go on with, `stayed` that it stays, `went_back` to the one before,
    `written` that what is not asked any more goes into the remark."""

    taken = Signal(str)
    stayed = Signal()
    went_back = Signal()
    written = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formLine")
        self.setProperty("frame", "panel")
        self._offered, self._put_away = "", ""
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        row.setSpacing(theme.px(8))
        self._said = Label("", "secondary", wrap=True, parent=self)
        self._said.setObjectName("formSaid")
        row.addWidget(self._said, 1)
        self.take = self._button("换成新版", "takeForm", lambda: self.taken.emit(self._offered))
        self.stay = self._button("照旧版查完", "stayWithForm", self._stay)
        self.write = self._button("写进备注", "writeLeftOut", self.written.emit)
        self.back = self._button("回到旧版", "formBack", self.went_back.emit)
        self.close_button = self._button("知道了", "formLineAway", self._put_it_away)
        for button in (self.take, self.stay, self.write, self.back, self.close_button):
            row.addWidget(button)
        self.hide()

    def _button(self, words: str, name: str, act: object) -> KeyButton:
        button = KeyButton(words, parent=self)
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(act)
        return button

    def text(self) -> str:
        return "" if self.isHidden() else self._said.text()

    def show_visit(self, visit: Visit) -> None:
        """What there is to say of the visit's form; nothing as a rule."""
        left = left_out(visit.draft, visit.form, visit.before)
        offered = form_words.offer(visit)
        said = offered or form_words.carried(visit, left)
        self._offered = visit.offered.hash if visit.offered is not None else ""
        again = visit.draft.head.type is VisitType.REINSPECTION
        self.take.set_words(f"换成{form_words.version(visit.offered)}" if again and visit.offered else "换成新版")
        self.stay.set_words("先查这次的" if again else "照旧版查完")
        self._said.setText(said)
        self.setAccessibleName(said)
        reveal(self.take, bool(offered))
        reveal(self.stay, bool(offered))
        reveal(self.write, bool(left) and not offered)
        reveal(self.back, not offered)
        reveal(self.close_button, not offered and not left)
        reveal(self, bool(said) and said != self._put_away)

    def _stay(self) -> None:
        self._put_it_away()
        self.stayed.emit()

    def _put_it_away(self) -> None:
        self._put_away = self._said.text()
        self.hide()
