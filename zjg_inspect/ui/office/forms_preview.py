"""A checklist as the inspector will see it: its items for an enterprise of some kind, one of them in full."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.facts import FACT_NAMES, Facts
from zjg_inspect.model.form import FormDef, Item, items_for
from zjg_inspect.ui.field.item_view import ItemView
from zjg_inspect.ui.office.forms_editor import ItemEditor
from zjg_inspect.ui.office.forms_rows import Heading, ItemLook
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label

NARROW, LOW = 700, 480


def _site(headcount: int, **true: bool) -> Facts:
    known: dict[str, Any] = dict.fromkeys(FACT_NAMES, False) | true
    return Facts(**(known | {"headcount": headcount}))


SITES: tuple[tuple[str, Facts], ...] = (
    ("情况都不清楚的（全部条目）", Facts()),
    ("10 人，没有特殊作业的", _site(10)),
    ("49 人，没有特殊作业的", _site(49)),
    ("50 人，没有特殊作业的", _site(50)),
    ("10 人，粉尘涉爆的", _site(10, dust_explosive=True)),
    ("10 人，液氨制冷的", _site(10, ammonia_refrigeration=True)),
    ("10 人，有有限空间和动火的", _site(10, confined_spaces=True, hot_work=True)),
    ("10 人，租厂房的", _site(10, rents=True)),
    ("10 人，出租厂房的", _site(10, lets=True)),
)


class Preview(QWidget):
    """`amended` gives an item's code and its changed fields."""

    amended = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        self._form: FormDef | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        self._choice = QWidget(self)
        top = QHBoxLayout(self._choice)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(theme.px(8))
        self.sites = QComboBox(self)
        self.sites.setObjectName("formSite")
        self.sites.setAccessibleName("按哪样的企业看")
        self.sites.addItems([words for words, _ in SITES])
        self.sites.currentIndexChanged.connect(lambda _at: self._fill())
        self.count = Label("", "body", strong=True, parent=self)
        self.count.setObjectName("formAsked")
        top.addWidget(Label("按这样的企业看", "body", "ink-2", parent=self))
        top.addWidget(self.sites, 1)
        top.addWidget(self.count)
        rows.addWidget(self._choice)
        across = self._across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        card = self._card = spare_edge(Card(parent=self))
        self.list = PaintedList("formItems", "条目", ItemLook(), parent=card)
        self.list.chosen.connect(self._show)
        card.add(self.list, 1)
        across.addWidget(card, 2)
        self._stack = QStackedWidget(self)
        shown = self._looked_at = QWidget(self)
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.view = ItemView(shown)
        self.view.setAcceptDrops(False)
        for part in (self.view.note, self.view.strip):
            part.hide()
        self.edit_button = KeyButton("改这一条", "pencil", "F2", parent=shown)
        self.edit_button.setObjectName("editItem")
        self.edit_button.clicked.connect(self.edit)
        column.addWidget(self.view, 1)
        column.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.editor = ItemEditor(self)
        self.editor.left.connect(self._shown_again)
        self.editor.saved.connect(self.amended)
        self._stack.addWidget(shown)
        self._stack.addWidget(self.editor)
        across.addWidget(self._stack, 3)
        rows.addLayout(across, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._across.setStretch(0, 1 if self.width() < current().px(NARROW) else 2)
        self._across.setStretch(1, 1 if self.width() < current().px(NARROW) else 3)
        self._give_way()

    def _give_way(self) -> None:
        """What is being written has the room of the list, where there is not enough for both."""
        small = self.is_editing() and (self.width() < current().px(NARROW) or self.height() < current().px(LOW))
        reveal(self._card, not small)
        reveal(self._choice, not small)

    def show_form(self, form: FormDef, may_edit: bool) -> None:
        self._form = form
        reveal(self.edit_button, may_edit)
        self._turn(self._looked_at)
        self._fill()

    def edit(self, field: str = "", doubt: str = "") -> None:
        """The chosen item, with the keyboard in this field; `doubt`: what is to be looked at in it."""
        item = self.list.current()
        if isinstance(item, Item) and not self.edit_button.isHidden():
            self.editor.show_item(item, doubt)
            self._turn(self.editor)
            self.editor.lead(field)

    def edit_item(self, code: str, field: str, doubt: str) -> None:
        """The same of the item of this code, whatever is shown now."""
        if code not in {value.code for value in self.list.values() if isinstance(value, Item)}:
            self.sites.setCurrentIndex(0)
        item = next((value for value in self.list.values() if isinstance(value, Item) and value.code == code), None)
        if item is not None:
            self.list.choose(item)
            self.edit(field, doubt)

    def _turn(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        self._give_way()

    def is_editing(self) -> bool:
        return self._stack.currentWidget() is self.editor

    def _shown_again(self) -> None:
        self._turn(self._looked_at)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _facts(self) -> Facts:
        return SITES[max(0, self.sites.currentIndex())][1]

    def _fill(self) -> None:
        if self._form is None:
            return
        asked = {item.code for item in items_for(self._form, self._facts())}
        before = self.list.current()
        values: list[Heading | Item] = []
        for section in self._form.sections:
            some = [item for item in section.items if item.code in asked]
            if some:
                values += [Heading(f"{section.numeral}、{section.title}　{len(some)} 条"), *some]
        self.list.set_values(values)
        items = [value for value in values if isinstance(value, Item)]
        advisory = sum(not item.counts for item in items)
        self.count.setText(f"要查 {len(items)} 条" + (f"，其中提倡 {advisory} 条" if advisory else ""))
        if items:
            code = before.code if isinstance(before, Item) else ""
            self.list.choose(next((item for item in items if item.code == code), items[0]))

    def _show(self, item: object) -> None:
        if isinstance(item, Item) and self._form is not None:
            asked = [each for each in self.list.values() if isinstance(each, Item)]
            self._turn(self._looked_at)
            self.view.show_item(item, self._facts(), asked.index(item), len(asked))
            badge = "提倡，不影响结论" if not item.counts else "否决项" if item.key else ""
            self.view.show_badge(badge, "attention" if item.key else "neutral")
            self.view.show_known("")
            self.view.show_owing("", False)
