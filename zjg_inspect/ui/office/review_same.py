"""The same photo in another visit: the question to the reviewer, both seen side by side, the answers as buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.service.review import Reviewing, photos_question
from zjg_inspect.service.same_photos import SamePhotos
from zjg_inspect.ui.messages import items_words
from zjg_inspect.ui.office.decisions import Decisions
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Mark

CHECKED = "已核实"
OWED = "先答上面的问题：同一张照片用在两次检查里，是同一处现场吗？"


def which_visit(same: SamePhotos) -> str:
    """“某某塑料厂”08-11 那次"""
    name = "本企业 " if same.same_enterprise else f"“{same.name}”"
    return f"{name}{same.date[5:]} 那次"


def fact_words(same: SamePhotos) -> str:
    """4-04 的照片和“某某塑料厂”08-11 那次是同一张，"""
    of = f"{items_words(same.items)} 的" if len(same.items) > 3 else f"{'、'.join(same.items)} 的" if same.items else ""
    many = f"{' ' if of else ''}{len(same.pairs)} 张照片" if len(same.pairs) > 1 else "照片"
    one = "是相同的" if len(same.pairs) > 1 else "是同一张"
    more = f"（另有 {same.more} 次也用了）" if same.more else ""
    return f"{of}{many}和{which_visit(same)}{one}{more}，"


def question_words(same: SamePhotos) -> str:
    return "是在现场新拍的吗？" if same.same_enterprise else "是同一处现场吗？"


def reason_words(same: SamePhotos) -> str:
    """Why the items go back."""
    return f"照片和{which_visit(same)}是同一张，请到现场重拍。"


def answered_words(same: SamePhotos, how: str) -> str:
    """The answer as the review says it."""
    said = f"：{how.strip().rstrip('。')}" if how.strip() else ""
    return f"{fact_words(same)}{CHECKED}{said}。"


class SamePhotoQuestion(QWidget):
    """Stands in the amber panel; `answered` after it changed the decisions, `compared` to see the photos side by
    side."""

    answered = Signal()
    compared = Signal(object)
    owed = OWED

    def __init__(self, shown: Reviewing, same: SamePhotos, decisions: Decisions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("samePhotoQuestion")
        self.same, self._decisions = same, decisions
        self._key = photos_question(same)
        asked = {answer.item for answer in shown.body.content.answers}
        self._items = [item for item in same.items if item in asked]
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(4))
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        across.addWidget(Mark("message-circle-question-mark", "attention", self))
        fact = fact_words(same)
        self.words = RichLabel([Part(fact), Part(question_words(same), "ink", True)], "body", self)
        across.addWidget(self.words, 1)
        self.beside = KeyButton("并排看", height="small", parent=self)
        self.checked = KeyButton(CHECKED, height="small", parent=self)
        many = f"退回这 {len(self._items)} 条" if len(self._items) > 1 else "退回此条"
        self.back = KeyButton(many, height="small", parent=self)
        self._check = Mark("check", "pass", self)
        self.answer = QLineEdit(self)
        self.answer.setObjectName("howChecked")
        self.answer.setAccessibleName(f"{fact}怎么核实的")
        self.answer.setPlaceholderText("怎么核实的，可不填")
        self.change = KeyButton("改", kind="quiet", height="small", parent=self)
        acts = (
            (self.beside, "besides", self._compare), (self.checked, "checked", self._is_checked),
            (self.back, "sendThemBack", self._send_back), (self.change, "changeAnswer", self._take_back),
        )  # fmt: skip
        for button, name, act in acts:
            button.setObjectName(name)
            button.setAccessibleDescription(fact)
            button.clicked.connect(act)
            across.addWidget(button)
        rows.addLayout(across)
        said = QHBoxLayout()
        said.setSpacing(theme.px(8))
        said.setContentsMargins(theme.px(30), 0, 0, 0)
        self._told = RichLabel([], "secondary", self)
        self._told.setFixedWidth(theme.px(72))
        for widget in (self._check, self._told):
            said.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        said.addWidget(self.answer, 1)
        self._room = QWidget(self)
        said.addWidget(self._room, 1)
        rows.addLayout(said)
        self.answer.textEdited.connect(self._typed)
        self.show_answer()

    def first(self) -> KeyButton:
        """The first of its answers."""
        return self.checked

    def is_open(self) -> bool:
        """Whether it still waits for its answer; while its items are returned nothing is signed."""
        return self._key not in self._decisions.answers and not self._is_returned()

    def _is_returned(self) -> bool:
        return bool(self._items) and all(item in self._decisions.returned for item in self._items)

    def show_answer(self) -> None:
        """As the decisions have it now."""
        returned, open_ = self._is_returned(), self.is_open()
        told = "已退回" if returned else CHECKED
        self._told.set_parts([Part(told, "attention" if returned else "pass", True)])
        how = self._decisions.answers.get(self._key, "")
        if self.answer.text() != how:
            self.answer.setText(how)
        reveal(self.checked, open_)
        reveal(self.back, open_ and bool(self._items))
        reveal(self.change, not open_)
        reveal(self._check, not open_ and not returned)
        reveal(self._told, not open_)
        reveal(self.answer, not open_ and not returned)
        reveal(self._room, returned)

    def _compare(self) -> None:
        self.compared.emit(self.same)

    def _is_checked(self) -> None:
        self._decisions.answers[self._key] = ""
        self.show_answer()
        self.answered.emit()
        self.answer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        self._decisions.answers[self._key] = text
        self.answered.emit()

    def _send_back(self) -> None:
        self._decisions.answers.pop(self._key, None)
        for item in self._items:
            if not self._decisions.returned.get(item, "").strip():
                self._decisions.reason(item, reason_words(self.same))
        self.show_answer()
        self.answered.emit()

    def _take_back(self) -> None:
        self._decisions.answers.pop(self._key, None)
        for item in self._items:
            if self._decisions.returned.get(item) == reason_words(self.same):
                self._decisions.accept(item)
        self.show_answer()
        self.answered.emit()
