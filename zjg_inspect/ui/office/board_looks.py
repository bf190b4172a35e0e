"""How the board's figures, zones and their enterprises are painted."""

from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from zjg_inspect.model.verdict import Half
from zjg_inspect.service.verdicts import ZoneVerdict
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.bars import draw_limit, draw_share
from zjg_inspect.ui.office.painted import RowLook, draw_ground
from zjg_inspect.ui.office.why import TownSum
from zjg_inspect.ui.theme import RADIUS_SMALL, Token, current
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, begin, draw_box, draw_text, text_width

_RIGHT = Qt.AlignmentFlag.AlignRight
NO_ENTERPRISES = "没有企业，不计"


def draw_sign(painter: QPainter, at: QPoint, icon: str, words: str, token: Token, kind: Any = "secondary") -> int:
    """A sign and its word with their left middle at the point; gives the x after them."""
    theme = current()
    side, font = theme.px(16), theme.font(kind, True)
    draw_icon(painter, QRect(at.x(), at.y() - side // 2, side, side), icon, token, SIGN_STROKE)
    width = text_width(words, font)
    line = QRect(at.x() + side + theme.px(5), at.y() - theme.px(12), width, theme.px(24))
    draw_text(painter, line, words, font, token)
    return line.right() + 1


class Figure(NamedTuple):
    """One half of 双七十 in words: `measure` is its measure word (家, 个), `whole` what is missing (家, 个集中区)."""

    title: str
    measure: str
    whole: str

    def sentence(self, half: Half) -> str:
        return f"{self.title} {half.share}，{self.counts(half)}，{self.missing(half)}"

    def counts(self, half: Half) -> str:
        return f"{half.reached} {self.measure}，共 {half.total} {self.measure}"

    def missing(self, half: Half, whole: str = "") -> str:
        if not half.total:
            return "还没有企业"
        return "达到" if half.met else f"还差 {half.missing} {whole or self.whole}"

    def fitting(self, half: Half, width: int) -> tuple[str, str]:
        """Both ends of the line above the bar, in fewer words where they would meet."""
        theme = current()
        short = f"{half.reached} / {half.total}", self.missing(half, self.measure)
        for counts, missing in ((self.counts(half), self.missing(half)), (self.counts(half), short[1])):
            room = width - theme.px(12) - text_width(missing, theme.font("body", True))
            if text_width(counts, theme.font("body")) <= room:
                return counts, missing
        return short


ENTERPRISES = Figure("规范化管理企业", "家", "家")
ZONES = Figure("规范化管理集中区", "个", "个集中区")


def draw_figure(painter: QPainter, rect: QRect, figure: Figure, half: Half | None) -> int:
    """A card with the big figure, its bar, and what is missing; gives the x at which the words of that begin."""
    theme = current()
    draw_box(painter, rect, theme.colour("surface"), theme.colour("line"), theme.line, 6)
    painter.save()
    painter.translate(rect.topLeft())
    left, width = theme.px(16), rect.width()
    title = QRect(left, theme.px(14), theme.px(150), theme.px(24))
    draw_text(painter, title, figure.title, theme.font("secondary"), "ink-2")
    begins = width
    if half is not None:
        big = QRect(left, theme.px(38), theme.px(150), theme.px(46))
        draw_text(painter, big, half.share or "—", theme.font("figure"), "ink")
        begins = _draw_share_of(painter, figure, half, width)
    painter.restore()
    return rect.x() + begins


def _draw_share_of(painter: QPainter, figure: Figure, half: Half, width: int) -> int:
    theme = current()
    x, right = theme.px(182), width - theme.px(16)
    top = QRect(x, theme.px(12), right - x, theme.px(26))
    counts, missing = figure.fitting(half, right - x)
    draw_text(painter, top, counts, theme.font("body"), "ink")
    word = text_width(missing, theme.font("body", True))
    begins = right - word
    if half.met:
        begins -= theme.px(21)
        draw_sign(painter, QPoint(begins, top.center().y()), "check", "达到", "pass", "body")
    else:
        draw_text(painter, top, missing, theme.font("body", True), "ink", _RIGHT)
    bar = QRect(x, theme.px(43), right - x, theme.px(18))
    at = draw_share(painter, bar, half, theme.px(4))
    draw_limit(painter, at, theme.px(68), half.target)
    return begins


class FigureCard(QPushButton):
    """One half of 双七十; `opened` gives which list is to be seen: those that reached it, or (missing) those not."""

    opened = Signal(str)

    def __init__(self, figure: Figure, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(figure.title)
        self.setAccessibleDescription("看背后的名单")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._figure = figure
        self._half: Half | None = None
        self._begins, self._pressed_at = 0, -1
        self.clicked.connect(self._tell)

    def half(self) -> Half | None:
        return self._half

    def set_half(self, half: Half) -> None:
        self._half = half
        self.setAccessibleName(self.sentence())
        self.update()

    def sentence(self) -> str:
        return self._figure.title if self._half is None else self._figure.sentence(self._half)

    def missing_point(self) -> QPoint:
        """In the words of what is missing."""
        return QPoint(self._begins + current().px(4), current().px(24))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        upper = event.position().y() < current().px(40)
        self._pressed_at = round(event.position().x()) if upper else 0
        super().mousePressEvent(event)

    def _tell(self) -> None:
        half = self._half
        if half is not None and half.total:
            missing = not half.met and self._pressed_at >= self._begins
            self.opened.emit("missing" if missing or not half.reached else "reached")
        self._pressed_at = -1

    def sizeHint(self) -> QSize:
        return QSize(current().px(330), current().px(96))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._begins = draw_figure(begin(self), self.rect(), self._figure, self._half)


class ZoneLook(RowLook):
    """Rank, name, n / total, bar, share, what is missing, and which zone is nearest; a township's sum over its own."""

    def __init__(self) -> None:
        self.nearest = ""
        self.towns = False
        self.rank: dict[str, int] = {}

    def height(self, value: ZoneVerdict | TownSum, width: int) -> int:
        return current().px(36)

    def choosable(self, value: ZoneVerdict | TownSum) -> bool:
        return isinstance(value, ZoneVerdict)

    def spoken(self, value: ZoneVerdict | TownSum) -> str:
        if isinstance(value, TownSum):
            return f"{value.township}，{value.words()}"
        if not value.total:
            return f"{value.village}，{NO_ENTERPRISES}"
        return f"{value.village}，{value.standardised} 家，共 {value.total} 家，{value.share}，{self._missing(value)}"

    def _missing(self, value: ZoneVerdict) -> str:
        return "达到" if value.standardised_zone else f"还差 {value.missing} 家"

    def paint(self, painter: QPainter, rect: QRect, value: ZoneVerdict | TownSum, selected: bool) -> None:
        theme = current()
        if isinstance(value, TownSum):
            draw_town(painter, rect, value)
            return
        draw_ground(painter, rect, selected)
        body, bold = theme.font("body"), theme.font("body", True)

        def box(left: int, right: int) -> QRect:
            return QRect(left, rect.y(), right - left, rect.height() - 1)

        x = rect.x()
        draw_text(
            painter,
            box(x + theme.px(8), x + theme.px(40)),
            str(self.rank[value.id]),
            theme.font("secondary"),
            "ink-2",
            _RIGHT,
        )
        name = box(x + theme.px(50), x + theme.px(130))
        if self.towns:
            name = box(x + theme.px(50), x + theme.px(178))
            draw_text(painter, name, value.village, theme.font("body", selected), "ink")
            after = name.adjusted(text_width(value.village, theme.font("body", selected)) + theme.px(6), 0, 0, 0)
            draw_text(painter, after, value.township, theme.font("hint"), "ink-2")
        else:
            draw_text(painter, name, value.village, theme.font("body", selected), "ink")
        x = name.right()
        if not value.total:
            draw_text(painter, box(x + theme.px(20), rect.right()), NO_ENTERPRISES, theme.font("secondary"), "ink-2")
            return
        counts = box(x, x + theme.px(64))
        draw_text(painter, counts, f"{value.standardised} / {value.total}", body, "ink", _RIGHT)
        words = rect.right() - theme.px(168)
        share = box(words - theme.px(66), words - theme.px(10))
        bar = QRect(counts.right() + theme.px(12), rect.y() + (rect.height() - theme.px(15)) // 2, 0, theme.px(15))
        bar.setRight(share.left() - theme.px(14))
        draw_share(painter, bar, value.half, theme.px(3))
        draw_text(painter, share, value.share, bold, "ink", _RIGHT)
        middle = rect.center().y()
        if value.standardised_zone:
            end = draw_sign(painter, QPoint(words, middle), "check", "达到", "pass", "body")
            if value.half.exactly:
                draw_text(painter, box(end, rect.right()), "，正好", theme.font("secondary"), "ink-2")
            return
        draw_text(painter, box(words, rect.right()), self._missing(value), bold, "ink")
        if value.id == self.nearest:
            badge = QRect(0, 0, theme.px(40), theme.px(22))
            badge.moveCenter(QPoint(rect.right() - theme.px(36), middle))
            draw_box(painter, badge, theme.colour("selection"), theme.colour("action"), theme.line, RADIUS_SMALL)
            draw_text(painter, badge, "最近", theme.font("hint"), "action", Qt.AlignmentFlag.AlignHCenter)


def draw_town(painter: QPainter, rect: QRect, value: TownSum) -> None:
    """A township's sum, over its zones."""
    theme, font = current(), current().font("body", True)
    draw_ground(painter, rect, False, "bg")
    words = rect.adjusted(theme.px(16), 0, -theme.px(16), -1)
    draw_text(painter, words, value.township, font, "ink")
    after = text_width(value.township, font) + theme.px(12)
    draw_text(painter, words.adjusted(after, 0, 0, 0), value.words(), theme.font("secondary"), "ink-2")
