"""在谁的厂里: one of a village's enterprises, found by some hanzi or initials of its name; the list opens in place."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from zjg_inspect.service.survey import Host
from zjg_inspect.ui.field.today_paint import draw_hit
from zjg_inspect.ui.field.today_words import hit_in
from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import SearchField, bring_into_view, touch_scroll
from zjg_inspect.ui.widgets.text import Label

NAME = "在谁的厂里"
NOT_BESIDE = "不在别家厂里"
OPEN, SHUT = "选一家", "收起"
NOT_CHOSEN = "“{text}”没有选上。从列出的里点一家，或按 ↓ 和回车；不在别家厂里就空着。"
ROWS, MOST = 5, 100
_HOST = Qt.ItemDataRole.UserRole
_NOBODY = Host("", NOT_BESIDE, "")
# the window or a menu has the keyboard only for a while
_FOR_A_WHILE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class _Look(QStyledItemDelegate):
    """A name, with what was searched for on yellow."""

    query = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, current().height("control"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, host = current(), index.data(_HOST)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.colour("selection" if chosen else "surface"))
        if chosen:
            painter.fillRect(rect.x(), rect.y(), theme.px(4), rect.height(), theme.colour("action"))
        painter.fillRect(rect.x(), rect.bottom() + 1 - theme.line, rect.width(), theme.line, theme.colour("line"))
        words = rect.adjusted(theme.px(16), 0, -theme.px(16), 0)
        words.setHeight(theme.px(24))
        words.moveTop(rect.y() + (rect.height() - words.height()) // 2)
        draw_hit(painter, words, host.name, hit_in(host.name, host.initials, self.query), bold=chosen)
        painter.restore()


class HostField(QWidget):
    """Typing lists those that fit; the arrows, Enter or a finger choose. An empty field says that it is in nobody's
    works. `changed` when another is chosen, `typed` at every letter, `left_open` gives what was typed and not chosen,
    `done` after Enter."""

    changed = Signal()
    typed = Signal()
    left_open = Signal(str)
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("beside")
        theme = current()
        self._hosts: Sequence[Host] = ()
        self._chosen = _NOBODY
        self._list: QListWidget | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self.search = SearchField(f"{NOT_BESIDE}；在的话，输几个字或拼音首字母", NAME, self)
        self.search.setFixedHeight(theme.height("control"))
        self.line = self.search.line
        self.line.setObjectName("besideSearch")
        self.button = KeyButton(OPEN, "chevron-down", parent=self)
        self.button.setObjectName("besideList")
        # the line keeps the keyboard: there the list opens by ↓
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.addWidget(self.search, 1)
        head.addWidget(self.button)
        rows.addLayout(head)
        self.said = Label("", "hint", "ink-2", wrap=True, parent=self)
        rows.addWidget(self.said)
        self.said.hide()
        self._rows = rows
        self.search.changed.connect(self._type)
        self.search.stepped.connect(self._step)
        self.search.accepted.connect(self._accept)
        self.button.clicked.connect(self._turn)
        self.line.installEventFilter(self)

    # -- which one -------------------------------------------------------------------------------------------------

    def set_hosts(self, hosts: Sequence[Host], chosen: str = "") -> None:
        """Whom one may choose, and who is chosen; says nothing."""
        self._hosts = hosts
        self._chosen = next((host for host in hosts if host.id == chosen), _NOBODY)
        self.search.say(self._chosen.name if self._chosen.id else "")
        self._put_away()

    def value(self) -> str:
        """The enterprise's id; "" for none."""
        return self._chosen.id

    def is_open(self) -> bool:
        return self._list is not None and not self._list.isHidden()

    def listed(self) -> list[str]:
        """The names that stand in the list."""
        return [item.text() for item in self._items()] if self.is_open() else []

    def _items(self) -> list[QListWidgetItem]:
        return [] if self._list is None else [self._list.item(row) for row in range(self._list.count())]

    # -- the list --------------------------------------------------------------------------------------------------

    def _type(self, text: str) -> None:
        self._open(text.strip())
        self.typed.emit()

    def _turn(self) -> None:
        if self.is_open():
            self._put_away()
        else:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._open("")

    def _open(self, query: str) -> None:
        """Those that fit, the first of them marked; all of them when nothing was typed, and then the chosen one."""
        if self._list is None:
            self._list = self._new_list()
        low = query.lower()
        found = [host for host in self._hosts if query in host.name or low in host.initials]
        self._look.query = query
        self._list.clear()
        for host in [*([] if query else [_NOBODY]), *found[:MOST]]:
            item = QListWidgetItem(host.name)
            item.setData(_HOST, host)
            self._list.addItem(item)
            if not query and host.id == self._chosen.id:
                self._list.setCurrentItem(item)
        if query:
            self._list.setCurrentRow(0)
        rows = self._list.count()
        self._list.setFixedHeight(current().height("control") * min(ROWS, rows))
        self._list.setVisible(bool(rows))
        self.said.setText(_words(query, len(found), len(self._hosts)))
        reveal(self.said, True)
        self.button.set_words(SHUT, "chevron-up")
        # of a list only its marked row would be
        bring_into_view(self)

    def _new_list(self) -> QListWidget:
        made = QListWidget(self)
        made.setObjectName("hosts")
        made.setAccessibleName("能选的企业")
        self._look = _Look(made)
        made.setItemDelegate(self._look)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        without_ring(made)
        touch_scroll(made)
        made.itemClicked.connect(lambda item: self._choose(item.data(_HOST)))
        # who hears the screen hears in the field what the arrows have come to
        made.currentItemChanged.connect(
            lambda item, _before: self.line.setAccessibleDescription(item.text() if item is not None else "")
        )
        self._rows.addWidget(made)
        return made

    def _step(self, by: int) -> None:
        if self._list is None or not self.is_open():
            self._open("")
            return
        row = max(0, min(self._list.count() - 1, self._list.currentRow() + by))
        self._list.setCurrentRow(row)

    def _accept(self) -> None:
        """Enter takes the marked one and goes on; where nothing fits it stays."""
        if self._list is not None and self.is_open() and (item := self._list.currentItem()) is not None:
            self._choose(item.data(_HOST))
        elif self.line.text().strip() not in ("", self._chosen.name):
            return
        self.done.emit()

    def _choose(self, host: Host) -> None:
        before, self._chosen = self._chosen, host
        self.search.say(host.name if host.id else "")
        self._put_away()
        if host.id != before.id:
            self.changed.emit()

    def _put_away(self) -> None:
        if self._list is not None:
            self._list.hide()
        self.said.hide()
        self.button.set_words(OPEN, "chevron-down")
        self.line.setAccessibleDescription("")

    # -- coming and leaving ----------------------------------------------------------------------------------------

    def settle(self) -> bool:
        """Whether what stands there is chosen: a whole name is that enterprise, nothing is none. Anything else chooses
        nobody, and is said."""
        text = self.line.text().strip()
        named = [host for host in self._hosts if host.name == text]
        if text == (self._chosen.name if self._chosen.id else ""):
            self._put_away()
        elif not text or len(named) == 1:
            self._choose(named[0] if text else _NOBODY)
        else:
            self._give_up()
            self.left_open.emit(text)
            return False
        return True

    def _give_up(self) -> None:
        """What stood there before stands there again."""
        self.search.say(self._chosen.name if self._chosen.id else "")
        if self.line.hasFocus():
            self.line.selectAll()
        self._put_away()
        self.typed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                # the list first, then the screen; the field is not emptied by it
                event.setAccepted(not self.said.isHidden())
                if event.isAccepted():
                    self._give_up()
                return True
        elif isinstance(event, QFocusEvent) and event.reason() not in _FOR_A_WHILE:
            if event.gotFocus():
                # what is typed stands in the place of the one that is chosen
                QTimer.singleShot(0, self.line, self.line.selectAll)
            else:
                self.settle()
        return super().eventFilter(watched, event)


def _words(query: str, found: int, whole: int) -> str:
    """What the list holds."""
    if not whole:
        return "这个村还没有别的企业。"
    if not query:
        return f"这个村共 {whole} 家" + (f"，先列 {MOST} 家，输几个字再找" if whole > MOST else "") + "。"
    if not found:
        return f"这个村没找到“{query}”。试试少输一个字。"
    return f"找到 {found} 家，共 {whole} 家" + (f"，先列 {MOST} 家，再输几个字" if found > MOST else "") + "。"
