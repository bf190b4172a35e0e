"""How the board's figures, zones and their enterprises are painted."""

from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from zjg_inspect.model.verdict import Half
from zjg_inspect.service.verdicts import ZoneVerdict
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.bars import draw_limit, draw_share
from zjg_inspect.ui.office.painted import RowLook, draw_ground
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


class FigureCard(QWidget):
    """One half of 双七十: the big figure, its bar, and what is missing."""

    def __init__(self, title: str, measure: str, whole: str, parent: QWidget | None = None) -> None:
        """`measure`: the measure word (家, 个); `whole`: what is missing, in words (家, 个集中区)."""
        super().__init__(parent)
        self._title, self._measure, self._whole = title, measure, whole
        self._half: Half | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_half(self, half: Half) -> None:
        self._half = half
        self.setAccessibleName(self.sentence())
        self.update()

    def sentence(self) -> str:
        if self._half is None:
            return self._title
        return f"{self._title} {self._half.share}，{self._counts(self._half)}，{self._missing(self._half)}"

    def _counts(self, half: Half) -> str:
        return f"{half.reached} {self._measure}，共 {half.total} {self._measure}"

    def _missing(self, half: Half, whole: str = "") -> str:
        if not half.total:
            return "还没有企业"
        return "达到" if half.met else f"还差 {half.missing} {whole or self._whole}"

    def _fitting(self, half: Half, width: int) -> tuple[str, str]:
        """Both ends of the line above the bar, in fewer words where they would meet."""
        theme = current()
        short = f"{half.reached} / {half.total}", self._missing(half, self._measure)
        for counts, missing in ((self._counts(half), self._missing(half)), (self._counts(half), short[1])):
            room = width - theme.px(12) - text_width(missing, theme.font("body", True))
            if text_width(counts, theme.font("body")) <= room:
                return counts, missing
        return short

    def sizeHint(self) -> QSize:
        return QSize(current().px(420), current().px(96))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(330), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, half = current(), begin(self), self._half
        draw_box(painter, self.rect(), theme.colour("surface"), theme.colour("line"), theme.line, 6)
        left = theme.px(16)
        draw_text(
            painter,
            QRect(left, theme.px(14), theme.px(150), theme.px(24)),
            self._title,
            theme.font("secondary"),
            "ink-2",
        )
        if half is None:
            return
        figure = QRect(left, theme.px(38), theme.px(150), theme.px(46))
        draw_text(painter, figure, half.share or "—", theme.font("figure"), "ink")
        x = left + theme.px(158)
        right = self.width() - theme.px(40)
        end = self.width() - theme.px(16)
        top = QRect(x, theme.px(12), end - x, theme.px(24))
        counts, missing = self._fitting(half, top.width())
        draw_text(painter, top, counts, theme.font("body"), "ink")
        if half.met:
            word = text_width("达到", theme.font("body", True)) + theme.px(21)
            draw_sign(painter, QPoint(end - word, top.center().y()), "check", "达到", "pass", "body")
        else:
            draw_text(painter, top, missing, theme.font("body", True), "ink", _RIGHT)
        bar = QRect(x, theme.px(43), right - x, theme.px(18))
        at = draw_share(painter, bar, half, theme.px(4))
        draw_limit(painter, at, theme.px(68), half.target)


class ZoneLook(RowLook):
    """Rank, name, n / total, bar, share, what is missing, and which zone is nearest."""

    def __init__(self) -> None:
        self.nearest = ""
        self.towns = False
        self.rank: dict[str, int] = {}

    def height(self, value: ZoneVerdict, width: int) -> int:
        return current().px(36)

    def spoken(self, value: ZoneVerdict) -> str:
        if not value.total:
            return f"{value.village}，{NO_ENTERPRISES}"
        return f"{value.village}，{value.standardised} 家，共 {value.total} 家，{value.share}，{self._missing(value)}"

    def _missing(self, value: ZoneVerdict) -> str:
        return "达到" if value.standardised_zone else f"还差 {value.missing} 家"

    def paint(self, painter: QPainter, rect: QRect, value: ZoneVerdict, selected: bool) -> None:
        theme = current()
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
