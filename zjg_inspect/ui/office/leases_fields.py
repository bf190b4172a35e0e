"""What the forms of 租赁 are put together from: lines with a name, and whoever is chosen as one types."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.ui.office.page import empty_out
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

_NAME = 74


class Lines(QGridLayout):
    """Rows of a name and what is filled in."""

    def __init__(self) -> None:
        super().__init__()
        theme = current()
        self.setHorizontalSpacing(theme.px(10))
        self.setVerticalSpacing(theme.px(8))
        self.setColumnMinimumWidth(0, theme.px(_NAME))
        self.setColumnStretch(1, 1)

    def add_field(self, name: str, field: QWidget) -> Label:
        """A field at the end; gives its name's label, to be hidden with it."""
        at = self.rowCount()
        label = Label(name, "body", "ink-2", parent=field.parentWidget())
        self.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
        label.setMinimumHeight(current().height("control"))
        self.addWidget(field, at, 1)
        return label


def line_edit(name: str, spoken: str, hint: str, parent: QWidget, longest: int = 120) -> QLineEdit:
    field = QLineEdit(parent)
    field.setObjectName(name)
    field.setAccessibleName(spoken)
    field.setPlaceholderText(hint)
    field.setMaxLength(longest)
    return field


def fit(box: QComboBox) -> QComboBox:
    """A choice that gives way to its place, however long what is chosen is."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    return box


class _Chosen(KeyButton):
    """It gives way to its place, its words are then cut."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, height="small", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(80), super().minimumSizeHint().height())


class Choice(NamedTuple):
    """Somebody to choose: id, name, and what tells him from others."""

    id: str
    name: str
    facts: str


class Picker(QWidget):
    """A name is typed, those that hold it stand under it; one tap chooses. `changed` when the choice or the text is.

    What is typed and chosen from nowhere stays as text.
    """

    changed = Signal()

    def __init__(
        self, name: str, spoken: str, hint: str, find: Callable[[str], Sequence[Choice]], parent: QWidget
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(f"{name}Picker")
        self.setAccessibleName(spoken)
        self._find, self._spoken = find, spoken
        self._chosen: Choice | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(4))
        self.line = line_edit(name, spoken, hint, self)
        self.line.textChanged.connect(self._typed)
        rows.addWidget(self.line)
        self._held = QWidget(self)
        held = QHBoxLayout(self._held)
        held.setContentsMargins(0, 0, 0, 0)
        held.setSpacing(theme.px(8))
        self._name = ElidedLabel("", "body", strong=True, parent=self._held)
        self.again = KeyButton("换一个", kind="quiet", height="small", parent=self._held)
        self.again.setObjectName(f"{name}Again")
        self.again.setAccessibleName(f"{spoken}换一个")
        self.again.clicked.connect(self._drop)
        held.addWidget(self._name, 1)
        held.addWidget(self.again)
        rows.addWidget(self._held)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(4))
        rows.addLayout(self._list)
        self.buttons: list[KeyButton] = []
        self._show()

    def chosen(self) -> Choice | None:
        return self._chosen

    def text(self) -> str:
        return self.line.text().strip()

    def has_same(self, name: str) -> bool:
        """Whether one of those that are offered bears this very name."""
        return bool(name) and any(each.name == name for each in self._find(name))

    def begin(self, chosen: Choice | None, text: str = "") -> None:
        """Somebody chosen beforehand, or a text; says nothing."""
        self.line.blockSignals(True)
        self.line.setText(text)
        self.line.blockSignals(False)
        self._chosen = chosen
        self._show()

    def choose(self, choice: Choice) -> None:
        self._chosen = choice
        self._show()
        self.changed.emit()

    def _drop(self) -> None:
        if self._chosen is not None:
            name, self._chosen = self._chosen.name, None
            self.line.setText(name)
            self._show()
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.selectAll()
            self.changed.emit()

    def _typed(self, _text: str) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        chosen = self._chosen
        empty_out(self._list)
        self.buttons = []
        reveal(self.line, chosen is None)
        reveal(self._held, chosen is not None)
        if chosen is not None:
            self._name.setText(chosen.name + (f"　{chosen.facts}" if chosen.facts else ""))
            return
        for at, each in enumerate(self._find(self.text()) if self.text() else ()):
            words = f"{each.name}　{each.facts}" if each.facts else each.name
            button = _Chosen(f"就是 {words}", self)
            button.setToolTip(words)
            button.setObjectName(f"{self.line.objectName()}_{at}")
            button.setAccessibleName(f"{self._spoken}就是{each.name}")
            button.clicked.connect(lambda _checked=False, each=each: self.choose(each))
            self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            reveal(button, True)
            self.buttons.append(button)
