"""A panel over the right part of a screen, for what is looked up and put away: no dialog, nothing moves."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import Label


class SidePanel(QFrame):
    """Stands at the right of its parent, `width` wide (0: all of it); Esc or 关上 puts it away.

    `opened` and `closed` tell, so that the screen can rest its keys meanwhile and take the keyboard back.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, title: str, width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sidePanel")
        self.setProperty("fill", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        without_ring(self)
        self._wide = width
        self.area: QScrollArea | None = None
        theme = current()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(Rule(self, upright=True))
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        self._rows.setSpacing(theme.px(12))
        across.addLayout(self._rows)
        head = QHBoxLayout()
        self._title = Label(title, "title", parent=self)
        self.close_button = KeyButton("关上", key="Esc", parent=self)
        self.close_button.setObjectName("closePanel")
        self.close_button.clicked.connect(self.close_panel)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button)
        self._rows.addLayout(head)
        self.setAccessibleName(title)
        parent.installEventFilter(self)
        self.hide()

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_body(self, body: QWidget, scrolls: bool = False) -> None:
        if not scrolls:
            self._rows.addWidget(body, 1)
            return
        self.area = area = page_area(self)
        area.setWidget(body)
        self._rows.addWidget(area, 1)

    def page(self) -> QWidget:
        """An empty body that scrolls, to be filled in its place: moved there full, all of it would be styled twice."""
        body = QWidget(self)
        self.set_body(body, scrolls=True)
        return body

    def open(self) -> None:
        if self.isVisible():
            return
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.opened.emit()

    def close_panel(self) -> None:
        if self.isHidden():
            return
        self.hide()
        self.closed.emit()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            width = min(parent.width(), current().px(self._wide) or parent.width())
            self.setGeometry(parent.width() - width, 0, width, parent.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)
