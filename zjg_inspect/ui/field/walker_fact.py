"""One fact as it is found on the spot: its name, what it is and how to see it, and what the register says instead."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.model.facts import FACT_HELP, FACT_LABELS
from zjg_inspect.ui import fact_words
from zjg_inspect.ui.field.walker_words import sources, spaced
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.paint import begin, draw_text, reveal, text_width
from zjg_inspect.ui.widgets.text import ItemText, Label


class _Name(QPushButton):
    """The fact's name; tapped, it unfolds what the fact is."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(f"{text}：是什么，怎么看")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current()
        word = text_width(self.text(), theme.label_font("body"))
        return QSize(word + theme.icon + theme.px(16), theme.height("control"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, height = current(), begin(self), self.height()
        if self.isDown():
            painter.fillRect(self.rect(), theme.colour("selection"))
        font = theme.label_font("body")
        word = min(text_width(self.text(), font), self.width() - theme.icon - theme.px(8))
        draw_text(painter, QRect(0, 0, word, height), self.text(), font, "ink")
        icon = "chevron-up" if self.isChecked() else "message-circle-question-mark"
        mark = QRect(word + theme.px(8), (height - theme.icon) // 2, theme.icon, theme.icon)
        draw_icon(painter, mark, icon, "action")


class FactRow(QWidget):
    """`unfolded` when its help was opened, so that the panel can bring it into sight."""

    unfolded = Signal()

    def __init__(self, name: str, field: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(2))
        across = QHBoxLayout()
        across.setSpacing(theme.px(16))
        self.help = _Name(FACT_LABELS[name], self)
        self.help.setObjectName(f"help_{name}")
        self.help.toggled.connect(self._unfold)
        across.addWidget(self.help, 1)
        across.addWidget(field)
        rows.addLayout(across)
        self.register = Label("", "secondary", "attention", strong=True, wrap=True, parent=self)
        self.register.setObjectName(f"register_{name}")
        rows.addWidget(self.register)
        self._help = self._made_help()
        rows.addWidget(self._help)
        self.show_register("")

    def show_register(self, text: str) -> None:
        """What the register says, where that is something else."""
        self.register.setText(text)
        reveal(self.register, bool(text))

    def help_text(self) -> str:
        """What stands unfolded; "" while it is folded."""
        return "" if self._help.isHidden() else self._help.accessibleName()

    def _made_help(self) -> QWidget:
        theme, said = current(), FACT_HELP[self.name]
        block = QWidget(self)
        block.setProperty("fill", "bg")
        block.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        block.setAccessibleName(f"{said.definition}{said.how}")
        grid = QGridLayout(block)
        grid.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        for at, (label, text) in enumerate((("是什么", said.definition), ("怎么看", said.how))):
            grid.addWidget(Label(label, "body", "ink-2", parent=block), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(ItemText(spaced(text), "body", block), at, 1)
        grid.addWidget(Label("来源", "hint", "ink-2", parent=block), 2, 0, Qt.AlignmentFlag.AlignTop)
        words = sources(said.sources).removeprefix("来源 ")
        grid.addWidget(Label(words, "hint", "ink-2", wrap=True, parent=block), 2, 1)
        block.hide()
        return block

    def _unfold(self, open_: bool) -> None:
        reveal(self._help, open_)
        if open_:
            self.unfolded.emit()


def register_words(name: str, registered: bool | int | None, found: bool | int | None) -> str:
    """What to say beside a fact: nothing where the register says the same."""
    return "" if registered == found else fact_words.register_says(name, registered)
