"""What stands beside the list of 登记 in place of the details: a title, a page that scrolls, an error, two buttons."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.service.lists import ZoneName
from zjg_inspect.service.survey import Likely
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, Rule
from zjg_inspect.ui.widgets.paint import draw_text, reveal
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label


class Panel(Card):
    """`left` when the person goes back, `acted` when the main button is pressed."""

    left = Signal()
    acted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        spare_edge(self)
        theme = current()
        self.title = ElidedLabel("", "look", strong=True, parent=self)
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        head.addWidget(self.title)
        self.rows.addLayout(head)
        self.add(Rule(self))
        self._area = page_area(self)
        self.add(self._area, 1)
        self.error = InlineError(parent=self)
        around = QVBoxLayout()
        around.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        around.addWidget(self.error)
        self.rows.addLayout(around)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(6))
        foot.setSpacing(theme.px(8))
        self.leave = KeyButton("不改了", key="Esc", height="main", parent=self)
        self.leave.setObjectName(f"{name}Leave")
        self.leave.clicked.connect(self.left)
        self.main = KeyButton("存下", "check", "Ctrl+Enter", kind="main", parent=self)
        self.main.setObjectName(f"{name}Main")
        self.main.clicked.connect(self.acted)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.main)
        self.rows.addLayout(foot)
        self.hide()

    def fresh(self, title: str, leave: str = "不改了", main: str = "存下") -> QVBoxLayout:
        """An empty page under this title, to be filled; a `main` of "" is none."""
        self.title.setText(title)
        self.setAccessibleName(title)
        self.leave.set_words(leave)
        self.main.set_words(main)
        reveal(self.main, bool(main))
        self.set_busy(False)
        self.error.set_text("")
        theme = current()
        self.inside = QWidget()
        rows = QVBoxLayout(self.inside)
        rows.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        rows.setSpacing(0)
        self._area.setWidget(self.inside)
        return rows

    def bring(self, part: QWidget) -> None:
        self._area.ensureWidgetVisible(part)

    def set_busy(self, busy: bool) -> None:
        self.main.setEnabled(not busy)
        self.leave.setEnabled(not busy)


def line(text: str, name: str, hint: str, parent: QWidget) -> QLineEdit:
    field = QLineEdit(text, parent)
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    field.setCursorPosition(0)
    return field


class ZoneBox(QComboBox):
    """The office's zones; the wheel scrolls the page, it changes no zone."""

    def __init__(self, zones: list[ZoneName], chosen: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("zoneBox")
        self.setAccessibleName("集中区")
        self.addItem("选一个村", "")
        for zone in zones:
            self.addItem(f"{zone.township} {zone.village}", zone.id)
        self.setCurrentIndex(max(0, self.findData(chosen)))

    def wheelEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        event.ignore()

    def zone(self) -> str:
        return str(self.currentData() or "")


class _PickLook(RowLook):
    def height(self, value: Likely, width: int) -> int:
        return current().px(52)

    def spoken(self, value: Likely) -> str:
        return f"{value.name}，{self.facts(value)}"

    @staticmethod
    def facts(value: Likely) -> str:
        code = "信用代码相同" if value.same_code else value.code
        return " · ".join(part for part in (value.village, code, "待确认" if value.proposed else "") if part)

    def paint(self, painter: QPainter, rect: QRect, value: Likely, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        inner = rect.adjusted(theme.px(16), theme.px(4), -theme.px(16), -theme.px(4))
        top = QRect(inner.x(), inner.y(), inner.width(), theme.px(24))
        draw_text(painter, top, value.name, theme.font("body", selected), "ink")
        token: Token = "attention" if value.same_code else "ink-2"
        draw_text(painter, top.translated(0, theme.px(22)), self.facts(value), theme.font("secondary"), token)


class Pick(QWidget):
    """An enterprise found by what is typed, what is likely before anything is; `chosen` when one is."""

    chosen = Signal()

    def __init__(self, find: Callable[[str], list[Likely]], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pick")
        self._find = find
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(4))
        rows.setSpacing(theme.px(6))
        self.field = line("", name, "名称、拼音首字母、信用代码后几位", self)
        self.field.setObjectName("pickField")
        self.list = PaintedList("picks", name, _PickLook(), parent=self)
        self.list.setMinimumHeight(theme.px(220))
        self.nothing = Label("", "secondary", "ink-2", wrap=True, parent=self)
        rows.addWidget(self.field)
        rows.addWidget(self.nothing)
        rows.addWidget(self.list, 1)
        self.field.textChanged.connect(lambda _text: self.fill())
        self.list.chosen.connect(lambda _value: self.chosen.emit())
        self.setFocusProxy(self.field)
        self.fill()

    def fill(self) -> None:
        text = self.field.text().strip()
        found = self._find(text)
        self.list.set_values(found)
        self.nothing.setText(
            "" if found else "没找到。少输一个字母试试。" if text else "没有名称相近的。在上面输入名称来找。"
        )
        reveal(self.nothing, not found)

    def value(self) -> Likely | None:
        found = self.list.current()
        return found if isinstance(found, Likely) else None


def focus_first(page: QWidget) -> None:
    field = next(iter(page.findChildren(QLineEdit)), None)
    if field is not None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
