"""A column whose parts keep their heights: what does not fit is scrolled."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.search import touch_scroll


class Scrolled(QScrollArea):
    """`rows` is the column; it takes no keyboard itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(current().px(60))
        self.inside = QWidget(self)
        self.inside.setProperty("fill", "surface")
        self.inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = QVBoxLayout(self.inside)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self.inside)
        touch_scroll(self)

    def bring(self, part: QWidget, above: int = 0) -> None:
        """The whole part, and what stands `above` it, once it is known where that is; Qt itself would bring into sight
        the line alone that the cursor is in."""
        QTimer.singleShot(0, self, lambda: self._bring(part, above))

    def _bring(self, part: QWidget, above: int) -> None:
        foot = part.mapTo(self.inside, part.rect().bottomLeft()).y()
        self.ensureVisible(0, foot, 0, sum(current().ring))
        self.ensureVisible(0, foot - part.height(), 0, above)
