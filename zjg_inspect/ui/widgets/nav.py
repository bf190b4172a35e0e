"""Getting about: the office's navigation at the left, the bar on top."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import MARGIN, RADIUS_SMALL, Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import begin, draw_box, draw_text, reveal, text_width
from zjg_inspect.ui.widgets.search import bring_into_view, page_area
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

NAV = 136
LOWEST = 36
BAR = 14


class _NavButton(QPushButton):
    def __init__(self, word: str, icon: str, parent: QWidget) -> None:
        super().__init__(word, parent)
        self._icon, self.count, self.late = icon, 0, False
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._high = current().height("nav")

    def set_high(self, high: int) -> None:
        if high != self._high:
            self._high = high
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        # as wide as its column, beside a scroll bar too
        return QSize(current().px(NAV - BAR) - current().line, self._high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        chosen = self.isChecked()
        if chosen or self.isDown():
            painter.fillRect(self.rect(), theme.colour("selection"))
        if chosen:
            painter.fillRect(0, 0, theme.px(4), self.height(), theme.colour("action"))
        side, x = theme.px(18), theme.px(16)
        end = self._draw_count(painter)
        font = theme.label_font("body", chosen)
        # beside a large figure the word counts more than the icon
        if x + side + theme.px(10) + text_width(self.text(), font) <= end:
            icon = QRect(x, (self.height() - side) // 2, side, side)
            draw_icon(painter, icon, self._icon, "action" if chosen else "ink-2")
            x += side + theme.px(10)
        words = QRect(x, 0, end - x, self.height())
        draw_text(painter, words, self.text(), font, "action" if chosen else "ink")

    def _draw_count(self, painter: QPainter) -> int:
        theme = current()
        if not self.count:
            return self.width() - theme.px(8)
        text, font = str(self.count), theme.font("hint", self.late)
        width, height = text_width(text, font) + theme.px(12), theme.px(20)
        box = QRect(self.width() - theme.px(12) - width, (self.height() - height) // 2, width, height)
        fill: Token = "fail-soft" if self.late else "sunk"
        edge = theme.colour("fail" if self.late else "line")
        draw_box(painter, box, theme.colour(fill), edge, theme.line, RADIUS_SMALL)
        draw_text(painter, box, text, font, "fail" if self.late else "ink", Qt.AlignmentFlag.AlignHCenter)
        return box.x() - theme.px(4)


class VerticalNav(QWidget):
    """The office's pages under its name, each with icon, word and how many wait; `chosen` gives the page's key."""

    chosen = Signal(str)

    def __init__(self, title: str, pages: list[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`title`: the office, a line break where it may break; `pages`: (key, word, icon) each."""
        super().__init__(parent)
        self.setObjectName("verticalNav")
        self.setAccessibleName("页面")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, current().line, 0)
        rows.setSpacing(0)
        head = Label(title, "body", strong=True, wrap=True, parent=self)
        # a label's own margins do not outlast a change of the style sheet
        around = QVBoxLayout()
        around.setContentsMargins(current().px(16), current().px(12), current().px(8), current().px(12))
        around.addWidget(head)
        rows.addLayout(around)
        # of many pages those that a low window has no room for are scrolled to
        self._area = page_area(self)
        inside = QWidget(self._area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.buttons: dict[str, _NavButton] = {}
        for key, word, icon in pages:
            button = _NavButton(word, icon, inside)
            button.setObjectName(f"nav_{key}")
            button.setAccessibleName(word)
            button.clicked.connect(lambda _checked=False, key=key: self._tapped(key))
            column.addWidget(button)
            self.buttons[key] = button
        column.addStretch(1)
        self._area.setWidget(inside)
        self._area.viewport().installEventFilter(self)
        rows.addWidget(self._area, 1)
        self._current = ""

    def sizeHint(self) -> QSize:
        return QSize(current().px(NAV), super().sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit(self._area.viewport().height())
        return super().eventFilter(watched, event)

    def _fit(self, room: int) -> None:
        """In a low window the entries give way, as far as a finger still finds them; then they are scrolled."""
        high = max(current().px(LOWEST), min(current().height("nav"), room // max(1, len(self.buttons))))
        for button in self.buttons.values():
            button.set_high(high)

    def set_current(self, key: str) -> None:
        self._current = key
        for each, button in self.buttons.items():
            button.setChecked(each == key)
        if key in self.buttons:
            bring_into_view(self.buttons[key])

    def step(self, by: int) -> None:
        """To the page so many further down; after the last comes the first."""
        keys = list(self.buttons)
        self.chosen.emit(keys[(keys.index(self._current) + by) % len(keys)])

    def set_count(self, key: str, count: int, late: str = "") -> None:
        """How many wait there; 0 shows nothing. `late`: what they are, where they are late (逾期隐患): then in red."""
        button = self.buttons[key]
        button.count, button.late = count, bool(late)
        said = f"{late} {count} 条" if late else f"{count} 件"
        button.setAccessibleName(f"{button.text()}，{said}" if count else button.text())
        button.update()

    def _tapped(self, key: str) -> None:
        self.set_current(self._current)
        self.chosen.emit(key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(self.width() - theme.line, 0, theme.line, self.height(), theme.colour("line"))


class _Tab(QPushButton):
    def __init__(self, word: str, parent: QWidget) -> None:
        super().__init__(word, parent)
        self.count = 0
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def _count(self) -> str:
        return str(self.count) if self.count else ""

    def sizeHint(self) -> QSize:
        theme = current()
        word = text_width(self.text(), theme.font("body", True))
        count = text_width(self._count(), theme.font("body", True))
        width = word + (count + theme.px(8) if count else 0) + 2 * theme.px(16)
        return QSize(width, theme.height("top") - theme.line)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        chosen, pad = self.isChecked(), theme.px(16)
        if self.isDown():
            painter.fillRect(self.rect(), theme.colour("selection"))
        token: Token = "action" if chosen else "ink"
        font = theme.label_font("body", chosen)
        draw_text(painter, self.rect().adjusted(pad, 0, -pad, 0), self.text(), font, token)
        x = pad + text_width(self.text(), font) + theme.px(8)
        count = QRect(x, 0, self.width() - x, self.height())
        draw_text(painter, count, self._count(), theme.font("body", True), token)
        if chosen:
            thick = theme.px(5 if theme.sunlight else 3)
            painter.fillRect(0, self.height() - thick, self.width(), thick, theme.colour("action"))


class TopTabs(QWidget):
    """The few pages of the laptop, for the top bar: words with a line under the chosen one; `chosen` gives its key."""

    chosen = Signal(str)

    def __init__(self, pages: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`pages`: (key, word) each."""
        super().__init__(parent)
        self.setObjectName("topTabs")
        self.setAccessibleName("页面")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons: dict[str, _Tab] = {}
        for key, word in pages:
            button = _Tab(word, self)
            button.setObjectName(f"tab_{key}")
            button.clicked.connect(lambda _checked=False, key=key: self._tapped(key))
            row.addWidget(button)
            self.buttons[key] = button
        self._current = ""

    def set_current(self, key: str) -> None:
        self._current = key
        for each, button in self.buttons.items():
            button.setChecked(each == key)

    def set_count(self, key: str, count: int) -> None:
        """How many are there; 0 shows nothing."""
        button = self.buttons[key]
        button.count = count
        button.setAccessibleName(f"{button.text()} {count}" if count else button.text())
        button.updateGeometry()
        button.update()

    def _tapped(self, key: str) -> None:
        self.set_current(self._current)
        self.chosen.emit(key)


class TopBar(QWidget):
    """The head of a screen: the way back, what this is, its facts; actions at the right. `back` when going back."""

    back = Signal()

    def __init__(self, title: str = "", facts: str = "", back: str = "", parent: QWidget | None = None) -> None:
        """`back`: where the way back leads (今日), "" when there is none."""
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAccessibleName("页首")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, current().line)
        row.setSpacing(current().px(12))
        self.back_button = KeyButton(back, "chevron-left", kind="quiet", parent=self)
        self.back_button.setObjectName("back")
        self.back_button.clicked.connect(self.back)
        self._title = Label(title, "title", parent=self)
        self._facts = ElidedLabel(facts, "secondary", "ink-2", parent=self)
        row.addWidget(self.back_button)
        row.addWidget(self._title)
        self._beside_title = QHBoxLayout()
        row.addLayout(self._beside_title)
        row.addSpacing(current().px(4))
        row.addWidget(self._facts, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(current().px(8))
        row.addLayout(self._actions)
        self.set_back(back)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current().height("top"))

    def set_title(self, title: str, facts: str = "") -> None:
        """Facts are joined by " · "."""
        self._title.setText(title)
        self._facts.setText(facts)

    def shown_facts(self) -> str:
        return self._facts.text()

    def set_facts_tone(self, tone: Token) -> None:
        """The facts in another colour: red where they refuse something."""
        self._facts.set_tone(tone)

    def set_back(self, where: str) -> None:
        self.back_button.set_words(where)
        self.back_button.setAccessibleName(f"回到{where}")
        reveal(self.back_button, bool(where))
        margin = current().px(8) if where else MARGIN
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(margin, 0, MARGIN, current().line)

    def add_tabs(self, tabs: TopTabs) -> None:
        """Pages beside the title; the facts then stand at the right."""
        self._beside_title.addWidget(tabs)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def add_action(self, widget: QWidget) -> None:
        """At the right, after those that stand there."""
        self._actions.addWidget(widget)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(0, self.height() - theme.line, self.width(), theme.line, theme.colour("line"))
