"""The focus ring: painted once, over whatever has the keyboard, outside of it; layouts never shift for it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from zjg_inspect.ui.theme import RADIUS, Token, current

NO_RING = "noRing"
RING_ON_PARENT = "ringOnParent"

_MOVES = {
    QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange,
    QEvent.Type.ZOrderChange, QEvent.Type.LayoutRequest, QEvent.Type.StyleChange,
}  # fmt: skip


def install_ring(app: QApplication) -> None:
    """Have the ring follow the keyboard focus of this application; calling it again changes nothing."""
    if app.findChild(_Follower) is None:
        _Follower(app)


def without_ring(widget: QWidget) -> None:
    """For a widget that shows its focus itself (a list's selected row)."""
    widget.setProperty(NO_RING, True)


def ring_on_parent(widget: QWidget) -> None:
    """For a field without an edge of its own: the ring goes round the frame that it stands in."""
    widget.setProperty(RING_ON_PARENT, True)


class _Follower(QObject):
    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: _Ring | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._ring is not None and isValid(self._ring):
            self._ring.leave()
        self._ring = None
        if new is None or new.isWindow() or new.property(NO_RING):
            return
        parent = new.parentWidget()
        if new.property(RING_ON_PARENT) and parent is not None:
            new = parent
        _into_sight(new)
        host = _host(new)
        ring = host.findChild(_Ring, "focusRing", Qt.FindChildOption.FindDirectChildrenOnly)
        self._ring = ring if isinstance(ring, _Ring) else _Ring(host)
        self._ring.surround(new)


def _into_sight(widget: QWidget) -> None:
    """Scroll to what Tab came to from outside of its scroll area; Qt does so only within one."""
    at = widget.parentWidget()
    while at is not None and widget.isVisible() and widget.visibleRegion().isEmpty():
        if isinstance(at, QScrollArea):
            at.ensureWidgetVisible(widget)
        at = at.parentWidget()


def _host(widget: QWidget) -> QWidget:
    """The widest ancestor that moves with the widget: what a scroll area scrolls, else the window."""
    at = widget
    while (parent := at.parentWidget()) is not None and not at.isWindow():
        above = parent.parentWidget()
        if isinstance(above, QAbstractScrollArea) and above.viewport() is parent:
            return at if at is not widget else parent
        at = parent
    return at


class _Ring(QWidget):
    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._over = host
        self._watched: list[QWidget] = []

    def surround(self, widget: QWidget) -> None:
        self._watched = [widget]
        at = widget
        while at is not self._over and (parent := at.parentWidget()) is not None:
            at = parent
            self._watched.append(at)
        for each in self._watched:
            each.installEventFilter(self)
        self._place()

    def leave(self) -> None:
        for each in self._watched:
            if isValid(each):
                each.removeEventFilter(self)
        self._watched = []
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and self._watched:
            self._place()
        return False

    def _place(self) -> None:
        widget, host = self._watched[0], self._over
        if not isValid(widget) or not widget.isVisibleTo(host):
            self.hide()
            return
        reach = sum(current().ring)
        box = QRect(widget.mapTo(host, QPoint(0, 0)), widget.size()).adjusted(-reach, -reach, reach, reach)
        # what touches the edge (a tab, the way back) has its ring inside there, instead of a ring that is cut off
        box = box.intersected(host.rect())
        if self.geometry() != box:
            self.setGeometry(box)
        if not self.isVisibleTo(host):
            self.show()
        if host.children()[-1] is not self:
            self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current()
        width, gap = theme.ring
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outer = QRectF(self.rect())
        bands: tuple[tuple[int, int, Token], ...] = ((0, width, "ring"), (width, gap, "gap"))
        for inset, band, token in bands:
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.OddEvenFill)
            for depth in (inset, inset + band):
                radius = RADIUS + width + gap - depth
                path.addRoundedRect(outer.adjusted(depth, depth, -depth, -depth), radius, radius)
            painter.fillPath(path, theme.colour(token))
