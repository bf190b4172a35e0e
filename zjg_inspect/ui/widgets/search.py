"""The search field, and scrolling by finger."""

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QScroller,
    QScrollerProperties,
    QSizePolicy,
    QWidget,
)

from zjg_inspect.ui.focus import ring_on_parent
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label, Mark

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class _Line(QLineEdit):
    stepped = Signal(int)

    def event(self, event: QEvent) -> bool:
        # a desktop of X11 empties a field by it; beside a list it is the stick's key
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ctrl_u(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def _is_ctrl_u(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_U and event.modifiers() == Qt.KeyboardModifier.ControlModifier


class SearchField(QFrame):
    """Search as you type; the arrows move the selection of the list under it while the cursor stays here.

    `changed` gives the text, `stepped` how many rows to move, `accepted` that Enter was pressed.
    """

    changed = Signal(str)
    stepped = Signal(int)
    accepted = Signal()

    def __init__(self, placeholder: str, name: str = "查找", parent: QWidget | None = None, *, short: str = "") -> None:
        """`short`: what stands in an empty field that is too narrow for the placeholder."""
        super().__init__(parent)
        self._placeholders = placeholder, short or placeholder
        self.setObjectName("searchField")
        self.setAccessibleName(name)
        self.setProperty("frame", "field")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), 0, 0, 0)
        row.setSpacing(theme.px(10))
        self.line = _Line(self)
        self.line.setObjectName("search")
        self.line.setAccessibleName(name)
        self.line.setProperty("bare", True)
        self.line.setPlaceholderText(placeholder)
        self.line.setClearButtonEnabled(False)
        ring_on_parent(self.line)
        self._hint = Label("", "secondary", "ink-2", parent=self)
        self._clear = KeyButton("", "x", kind="quiet", parent=self)
        self._clear.setObjectName("clearSearch")
        self._clear.setAccessibleName("清空查找")
        self._clear.setToolTip("清空")
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(Mark("search", "ink", self))
        row.addWidget(self.line, 1)
        row.addWidget(self._hint)
        row.addWidget(self._clear)
        self._clear.hide()
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._changed)
        self.line.stepped.connect(self.stepped)
        self.line.returnPressed.connect(self.accepted)
        self._clear.clicked.connect(self.line.clear)

    def sizeHint(self) -> QSize:
        return QSize(current().px(420), current().height("search"))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(200), current().height("search"))

    def text(self) -> str:
        return self.line.text()

    def empty(self) -> None:
        """Take away what was searched for; tells nobody."""
        self.say("")
        self.set_hint("")

    def say(self, text: str) -> None:
        """Show this text without looking for it."""
        with QSignalBlocker(self.line):
            self.line.setText(text)
            self.line.setCursorPosition(0)
        reveal(self._clear, bool(text))

    def set_hint(self, hint: str) -> None:
        """What the typed text was read as (拼音首字母, 信用代码)."""
        self._hint.setText(hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        whole, short = self._placeholders
        room = self.width() - current().px(12 + 18 + 10 + 12)
        self.line.setPlaceholderText(whole if self.line.fontMetrics().horizontalAdvance(whole) <= room else short)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _changed(self, text: str) -> None:
        reveal(self._clear, bool(text))
        self.changed.emit(text)


def bring_into_view(widget: QWidget) -> None:
    """Scroll the page that the widget stands on so far that it can be seen, once it has been laid out."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        page = area
        QTimer.singleShot(0, widget, lambda: page.ensureWidgetVisible(widget))


def touch_scroll(area: QAbstractScrollArea) -> None:
    """Let a finger scroll a list or a page; the mouse goes on selecting."""
    if isinstance(area, QAbstractItemView):
        area.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        area.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    viewport = area.viewport()
    QScroller.grabGesture(viewport, QScroller.ScrollerGestureType.TouchGesture)
    scroller = QScroller.scroller(viewport)
    properties = scroller.scrollerProperties()
    metric, overshoot = QScrollerProperties.ScrollMetric, QScrollerProperties.OvershootPolicy
    # the enumeration itself is not understood in a variant, its number is
    properties.setScrollMetric(metric.VerticalOvershootPolicy, overshoot.OvershootAlwaysOff.value)
    properties.setScrollMetric(metric.HorizontalOvershootPolicy, overshoot.OvershootAlwaysOff.value)
    scroller.setScrollerProperties(properties)


def page_area(parent: QWidget) -> QScrollArea:
    """What holds a page that may be higher than its place: a finger scrolls it, the keyboard goes to what is in it."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    touch_scroll(area)
    return area


class DropDown(QComboBox):
    """A finger scrolls its list, which is made when it is opened for the first time."""

    _opened = False

    def showPopup(self) -> None:
        if not self._opened:
            self._opened = True
            touch_scroll(self.view())
        super().showPopup()
