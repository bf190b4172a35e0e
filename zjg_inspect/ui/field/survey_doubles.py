"""Those that may be the same as the enterprise being entered, beside its form; one tap goes to inspect one of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.service.survey import Likely
from zjg_inspect.ui.field.survey_words import likely_facts
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import Label

NONE_YET = "边填边找。名称相近或信用代码相同的企业，会列在这里。"
NONE = "没找到相近的。"


class DoublesPanel(QWidget):
    """`chosen` gives the one that it is after all."""

    chosen = Signal(Likely)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("doubles")
        self.setAccessibleName("可能已经有的企业")
        self.setProperty("fill", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, theme.px(16), MARGIN, theme.px(16))
        rows.setSpacing(theme.px(8))
        self._title = Label("是不是已经有了", "look", strong=True, parent=self)
        self._none = Label(NONE_YET, "secondary", "ink-2", wrap=True, parent=self)
        area = page_area(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        inside = QWidget(area)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.px(8))
        self._list.addStretch(1)
        area.setWidget(inside)
        for widget in (self._title, self._none):
            rows.addWidget(widget)
        rows.addWidget(area, 1)
        self._shown: list[Likely] = []
        self._cards: list[_One] = []

    def likely(self) -> list[Likely]:
        return self._shown

    def show_likely(self, found: Sequence[Likely], searched: bool) -> None:
        """`searched`: there was something to look for."""
        self._none.setText(NONE if searched else NONE_YET)
        self._none.setVisible(not found)
        if list(found) == self._shown:
            return
        self._shown = list(found)
        for old in self._cards:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._cards = [_One(at, each, self) for at, each in enumerate(found)]
        for at, card in enumerate(self._cards):
            card.button.clicked.connect(lambda _checked=False, each=self._shown[at]: self.chosen.emit(each))
            self._list.insertWidget(at, card)
            reveal(card, True)


class _One(QFrame):
    def __init__(self, at: int, each: Likely, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("frame", "panel" if each.same_code else "note")
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(12))
        rows.setSpacing(theme.px(4))
        rows.addWidget(Label(each.name, "body", strong=True, wrap=True, parent=self))
        facts = likely_facts(each)
        rows.addWidget(Label(facts, "secondary", "attention" if each.same_code else "ink-2", wrap=True, parent=self))
        rows.addSpacing(theme.px(4))
        self.button = KeyButton("就是它，去检查", "clipboard-check", parent=self)
        self.button.setObjectName(f"double_{at}")
        self.button.setAccessibleName(f"就是{each.name}，去检查")
        rows.addWidget(self.button)
