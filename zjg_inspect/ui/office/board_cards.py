"""The board's cards at the right: the trend, what failed most, and the report that is due next."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.period import Period
from zjg_inspect.service.figures import Area, FailureFigures
from zjg_inspect.service.trend import TrendPoint
from zjg_inspect.ui.office.chart import TrendChart, short_words
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import draw_text, reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

_RIGHT = Qt.AlignmentFlag.AlignRight
_MOST = 7


def span_words(some: Period, on: date) -> str:
    """07-29 至 08-28; whole dates where it is not of this year."""
    return " 至 ".join(f"{day:%m-%d}" if day.year == on.year else day.isoformat() for day in (some.first, some.last))


def report_words(some: Period, on: date) -> str:
    """28 日报送，还有 12 天"""
    left = some.days_left(on)
    if left > 0:
        return f"{some.last.day} 日报送，还有 {left} 天"
    return "今天报送" if not left else f"{some.last.isoformat()} 是报送日"


def _head(parent: QWidget, title: str) -> tuple[QWidget, QHBoxLayout]:
    theme = current()
    head = QWidget(parent)
    # what appears in it later moves nothing
    head.setFixedHeight(theme.height("small") + theme.px(10))
    row = QHBoxLayout(head)
    row.setContentsMargins(theme.px(14), theme.px(6), theme.px(14), theme.px(2))
    row.setSpacing(theme.px(10))
    row.addWidget(Label(title, "look", strong=True, parent=head))
    return head, row


class TrendCard(Card):
    """`asked` gives the day of a month that is to be looked at."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("trendCard")
        head, row = _head(self, "逐月达标占比（%）")
        self._caption = ElidedLabel("", "secondary", "ink-2", parent=head)
        self._caption.setAlignment(_RIGHT | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._caption, 1)
        self.go = KeyButton("看这一天", height="small", parent=head)
        self.go.setObjectName("trendDay")
        self.go.clicked.connect(self._ask)
        row.addWidget(self.go)
        self.chart = TrendChart(self)
        self.add(head)
        self.add(self.chart, 1)
        self.chart.marked.connect(self._mark)
        self.chart.opened.connect(lambda point: self.asked.emit(point.day))
        reveal(self.go, False)

    def set_points(self, points: tuple[TrendPoint, ...], past: bool) -> None:
        """`past`: they end on a day that is over."""
        self.chart.set_points(points)
        reveal(self.go, False)
        first = points[0].period.last
        end = f"{points[-1].day:%Y-%m-%d}" if past else "今"
        self._caption.setText(f"{first:%Y-%m} 至{' ' if past else ''}{end}")

    def say(self, words: str) -> None:
        """What is being worked out, instead of the months."""
        self._caption.setText(words)

    def caption(self) -> str:
        return self._caption.text()

    def _mark(self, point: TrendPoint) -> None:
        self._caption.setText(short_words(point))
        reveal(self.go, True)

    def _ask(self) -> None:
        if (point := self.chart.current()) is not None:
            self.asked.emit(point.day)


class FailureBar(NamedTuple):
    """An area or an item of one, how often it failed, and the greatest of those shown with it."""

    form: str
    area: str
    item: str
    words: str
    number: int
    greatest: int


class FailureLook(RowLook):
    """Its words, a bar, the number at the right."""

    def height(self, value: FailureBar, width: int) -> int:
        return current().px(26)

    def choosable(self, value: FailureBar) -> bool:
        return bool(value.number)

    def spoken(self, value: FailureBar) -> str:
        return f"{value.words}，{value.number} 条"

    def paint(self, painter: QPainter, rect: QRect, value: FailureBar, selected: bool) -> None:
        theme = current()
        painter.fillRect(rect, theme.colour("selection" if selected else "surface"))
        left, right = rect.x() + theme.px(16), rect.right() - theme.px(16)
        wide = min(theme.px(156), (right - left) * 2 // 5)
        draw_text(painter, QRect(left, rect.y(), wide, rect.height()), value.words, theme.font("secondary"), "ink")
        number = QRect(right - theme.px(48), rect.y(), theme.px(48), rect.height())
        tone: Token = "ink" if value.number else "ink-2"
        draw_text(painter, number, str(value.number), theme.font("secondary", bool(value.number)), tone, _RIGHT)
        room = number.x() - left - wide - theme.px(4)
        if value.number:
            draw_bar(
                painter,
                QRect(left + wide, rect.y(), max(theme.px(3), room * value.number // value.greatest), rect.height()),
            )


def draw_bar(painter: QPainter, box: QRect) -> None:
    theme = current()
    bar = QRect(box.x(), box.center().y() - theme.px(7), box.width(), theme.px(14))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(theme.colour("ink"), 1))
    painter.setBrush(theme.colour("edge"))
    painter.drawRect(bar.adjusted(0, 0, -1, -1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def area_bars(areas: Sequence[Area]) -> list[FailureBar]:
    """All areas, the most frequent first; 三 作业过程管控."""
    most = max((area.count for area in areas), default=0)
    bars = [FailureBar(area.form, area.code, "", f"{area.numeral} {area.title}", area.count, most) for area in areas]
    return sorted(bars, key=lambda bar: -bar.number)


def item_bars(areas: Sequence[Area], shown: int = _MOST) -> list[FailureBar]:
    """The items that failed most often; 4-04 安全通道畅通."""
    found = [
        (area, item) for area in areas for item in area.items
    ]  # fmt: skip
    found.sort(key=lambda each: (-each[1].count, each[1].code))
    most = found[0][1].count if found else 0
    return [
        FailureBar(area.form, area.code, item.code, f"{item.code} {item.title}", item.count, most)
        for area, item in found[:shown]
    ]


class FailureCard(Card):
    """`asked` gives the bar whose failures are to be seen, or None for all."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("failureCard")
        spare_edge(self)
        head, row = _head(self, "不符合最多的")
        row.addStretch(1)
        self.all = KeyButton("", kind="quiet", height="small", parent=head)
        self.all.setObjectName("allFailures")
        self.all.clicked.connect(lambda: self.asked.emit(None))
        self.by = Segmented([("area", "按方面", ""), ("item", "按条目", "")], "不符合怎么排", "small", head)
        self.by.setObjectName("failuresBy")
        self.by.set_value("area")
        self.by.changed.connect(lambda _by: self._fill())
        row.addWidget(self.all)
        row.addWidget(self.by)
        self.list = PaintedList("failureBars", "不符合最多的方面", FailureLook(), parent=self)
        self.list.clicked.connect(lambda index: self._open(self.list.values()[index.row()]))
        self.list.opened.connect(self._open)
        self.add(head)
        self.add(self.list, 1)
        self._figures: FailureFigures | None = None

    def set_figures(self, figures: FailureFigures, some: Period) -> None:
        self._figures = figures
        self.all.set_words(f"{some.month} 月，共 {figures.total} 条")
        self.all.setAccessibleName(f"看 {some.month} 月不符合的 {figures.total} 条")
        self._fill()

    def bars(self) -> list[FailureBar]:
        """By area, or by item, as it is chosen."""
        areas = self._figures.areas if self._figures is not None else ()
        return area_bars(areas) if self.by.value() == "area" else item_bars(areas)

    def _fill(self) -> None:
        self.list.set_values(self.bars())
        first = next((bar for bar in self.list.values() if bar.number), None)
        if first is not None:
            self.list.choose(first, tell=False)

    def _open(self, bar: FailureBar) -> None:
        if bar.number:
            self.asked.emit(bar)


class ReportCard(Card):
    """`asked` gives the period whose reports are to be made."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("reportCard")
        theme = current()
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._what = Label("", "body", strong=True, parent=self)
        self._when = Label("", "secondary", "ink-2", parent=self)
        words.addWidget(self._what)
        words.addWidget(self._when)
        row.addLayout(words, 1)
        self.button = KeyButton("", "file-text", kind="main", height="control", parent=self)
        self.button.setObjectName("makeReports")
        self.button.clicked.connect(lambda: self.asked.emit(self._period))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.addLayout(row)
        self._period: Period | None = None

    def set_period(self, some: Period, on: date) -> None:
        self._period = some
        self._what.setText(f"{some.month} 月报表（{span_words(some, on)}）")
        self._when.setText(report_words(some, on))
        self.button.set_words(f"生成 {some.month} 月报表")

    def words(self) -> str:
        return f"{self._what.text()} {self._when.text()}"
