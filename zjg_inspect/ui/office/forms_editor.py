"""Small corrections to one item of a checklist that is being made."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from zjg_inspect.errors import FormConditionWrong
from zjg_inspect.model.conditiontext import EVERYONE, condition_from_text, condition_text
from zjg_inspect.model.form import Item
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.scrolled import Scrolled
from zjg_inspect.ui.widgets.text import InlineError, Label

LINES = 3


class ItemEditor(Card):
    """`saved` gives the item's code and its fields; `left` when nothing is to change."""

    saved = Signal(str, dict)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(16, 8, parent)
        self._code = ""
        self._lead: QWidget | None = None
        self.head = Label("", "body", strong=True, parent=self)
        self.doubt = Label("", "secondary", "attention", wrap=True, parent=self)
        self.doubt.setObjectName("itemDoubt")
        self.title, self.source, self.applies = (QLineEdit(self) for _ in range(3))
        self.text, self.look, self.met = (QPlainTextEdit(self) for _ in range(3))
        self.weight = Segmented(
            [("required", "必查", ""), ("advisory", "提倡", ""), ("key", "否决项", "")], "轻重", parent=self
        )
        self.photo = Segmented([("photo", "要拍照", ""), ("", "不用拍", "")], "照片", parent=self)
        self.applies.setPlaceholderText(EVERYONE)
        self.add(self.head)
        self.add(self.doubt)
        self.add(self._fields(), 1)
        self.error = InlineError(parent=self)
        self.save = KeyButton("存下这一条", "check", parent=self)
        self.save.setObjectName("saveItem")
        self.save.clicked.connect(self._save)
        leave = KeyButton("不改", kind="quiet", parent=self)
        leave.setObjectName("leaveItem")
        leave.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addWidget(leave)
        foot.addStretch(1)
        self.rows.addWidget(self.error)
        self.rows.addLayout(foot)

    def _fields(self) -> Scrolled:
        """All of them, one under the other; what does not fit is scrolled."""
        theme = current()
        area = self._area = Scrolled(self)
        inside, rows = area.inside, area.rows
        ring = sum(theme.ring)
        rows.setContentsMargins(ring, 0, ring, ring)
        rows.setSpacing(theme.px(8))
        for words, name, field in (
            ("标题", "itemTitle", self.title),
            ("怎么问", "itemWords", self.text),
            ("看什么，一行一条，最多三条", "itemLook", self.look),
            ("怎样算符合", "itemMet", self.met),
            ("来源", "itemSource", self.source),
            ("适用条件，如：租用厂房；空着就是都查", "itemApplies", self.applies),
        ):
            field.setObjectName(name)
            field.setAccessibleName(words.partition("，")[0])
            if isinstance(field, QPlainTextEdit):
                field.setTabChangesFocus(True)
                field.setFixedHeight(field.fontMetrics().lineSpacing() * LINES + theme.px(20))
            rows.addWidget(Label(words, "hint", "ink-2", parent=inside))
            rows.addWidget(field)
        for switch in (self.weight, self.photo):
            rows.addWidget(switch, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)
        return area

    def show_item(self, item: Item, doubt: str = "") -> None:
        self._code = item.code
        self.head.setText(f"改 {item.code}")
        self.doubt.setText(doubt)
        reveal(self.doubt, bool(doubt))
        self.title.setText(item.title)
        self.text.setPlainText(item.text)
        self.look.setPlainText("\n".join(item.look_at))
        self.met.setPlainText(item.met)
        self.source.setText(item.source)
        self.applies.setText(condition_text(item.applies_when))
        for field in (self.title, self.source, self.applies):
            field.setCursorPosition(0)
        self.weight.set_value("key" if item.key else item.weight)
        self.photo.set_value(item.evidence or "")
        self.error.set_text("")

    def lead(self, field: str) -> None:
        """Give the keyboard to the field that this one of an item's stands in, else to the title."""
        chosen = {
            "text": self.text,
            "look_at": self.look,
            "met": self.met,
            "source": self.source,
            "applies_when": self.applies,
            "weight": self._first(self.weight),
            "key": self._first(self.weight),
            "evidence": self._first(self.photo),
        }.get(field, self.title)
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lead = chosen
        self._area.bring(chosen, current().px(28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._lead is not None and self._lead.hasFocus():
            self._area.bring(self._lead, current().px(28))

    @staticmethod
    def _first(switch: Segmented) -> QWidget:
        return switch.buttons.get(switch.value() or "", next(iter(switch.buttons.values())))

    def _save(self) -> None:
        try:
            applies_when = condition_from_text(self.applies.text())
        except FormConditionWrong as error:
            self.error.set_text(f"适用条件“{error.condition}”读不懂：{error.reason}。")
            self.lead("applies_when")
            return
        weight = self.weight.value() or "required"
        fields: dict[str, Any] = {
            "title": self.title.text().strip(),
            "text": " ".join(self.text.toPlainText().split()),
            "look_at": [said for line in self.look.toPlainText().splitlines() if (said := line.strip())],
            "met": " ".join(self.met.toPlainText().split()),
            "source": self.source.text().strip(),
            "applies_when": applies_when,
            "weight": "advisory" if weight == "advisory" else "required",
            "key": weight == "key",
            "evidence": self.photo.value() or None,
        }
        self.saved.emit(self._code, fields)
