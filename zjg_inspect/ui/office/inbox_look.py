"""How the report of received files is painted: state, whose, five figures, words; the sums as an equation."""

from collections.abc import Sequence
from typing import Any, Literal

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from zjg_inspect import errors
from zjg_inspect.service.delivery import Lost
from zjg_inspect.service.exchange import FileReport
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.inbox_words import Sums, own_words, spoken, state_of, whose, words
from zjg_inspect.ui.office.painted import RowLook, action_width, draw_ground
from zjg_inspect.ui.office.rich import Part, draw_rich, rich_height
from zjg_inspect.ui.theme import RADIUS_CARD, current
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, draw_box, draw_text
from zjg_inspect.ui.widgets.text import NO_BREAK

_RIGHT = Qt.AlignmentFlag.AlignRight
FIGURES = ("读入", "新", "已有", "暂放", "隔离")
HEAD = "head"
STATE, WHO, FIGURE = 76, 192, 54


_ACTIONS = {"review": "去审核", "quarantined": "看隔离的", "held": "看暂放的", "rescue": "抢救完好的"}


def action_of(report: FileReport) -> Literal["review", "aside", "rescue", ""]:
    """What a row's button leads to: what could not be taken in comes before what could."""
    if isinstance(report.error, errors.BundleDamaged | errors.BundleUnsafe):
        return "rescue"
    if any(each.reason != "unknown_device" for each in report.aside):
        return "aside"
    return "review" if report.visits and report.new else ""


class ReportLook(RowLook):
    """Of the head, the reports, and their sums. `lost`: what did not come, by the sender; `own`: this device.

    `rescued`: damaged files of which what is whole was taken in already.
    """

    def __init__(self) -> None:
        self.rescued: frozenset[str] = frozenset()
        self.lost: dict[str, Lost] = {}
        self.own = ""
        self._newest: dict[str, int] = {}

    def set_reports(self, reports: Sequence[FileReport]) -> None:
        """Those that are to be shown: what did not come is said at the newest of its sender."""
        self._newest = {}
        for report in reports:
            self._newest[report.sender] = max(report.sequence, self._newest.get(report.sender, 0))

    def _lost_at(self, report: FileReport) -> Lost | None:
        return self.lost.get(report.sender) if report.sequence == self._newest.get(report.sender) else None

    def words(self, report: FileReport) -> list[Part]:
        """The sentence at the right of a row."""
        return own_words() if report.sender == self.own else words(report, self._lost_at(report))

    def height(self, value: Any, width: int) -> int:
        theme = current()
        line = QRect(0, 0, width, 0)
        text = self._words_rect(line, value)
        if isinstance(value, Sums):
            return max(theme.px(40), rich_height(_equation(value), text.width()) + theme.px(12))
        if not isinstance(value, FileReport):
            return theme.px(34)
        button = theme.height("small") + theme.px(10) if self.action(value) else 0
        who = rich_height(_who(value), self._who_rect(line).width(), "body")
        return max(theme.px(40), button, max(who, rich_height(self.words(value), text.width())) + theme.px(12))

    def choosable(self, value: Any) -> bool:
        return isinstance(value, FileReport)

    def spoken(self, value: Any) -> str:
        if isinstance(value, FileReport):
            return spoken(value, self.words(value))
        return value.equation() if isinstance(value, Sums) else "、".join(("谁的包", *FIGURES, "说明"))

    def action(self, value: Any) -> str:
        act = action_of(value) if isinstance(value, FileReport) and value.file not in self.rescued else ""
        if act == "aside":
            return _ACTIONS["quarantined" if value.quarantined else "held"]
        return _ACTIONS.get(act, "")

    @staticmethod
    def _columns(rect: QRect) -> tuple[int, int]:
        """Where the figures begin, and the words."""
        theme = current()
        who = theme.px(WHO if rect.width() > theme.px(1000) else 148)
        start = rect.x() + theme.px(16 + STATE) + who
        return start, start + theme.px(5 * FIGURE + 24)

    def _who_rect(self, rect: QRect) -> QRect:
        theme = current()
        left = rect.x() + theme.px(16 + STATE)
        return QRect(left, rect.y(), self._columns(rect)[0] - left - theme.px(4), rect.height() - 1)

    def _words_rect(self, rect: QRect, value: Any) -> QRect:
        _, x = self._columns(rect)
        word = self.action(value)
        right = rect.right() - current().px(16) - (action_width(word) + current().px(14) if word else 0)
        return QRect(x, rect.y(), right - x, rect.height() - 1)

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme = current()
        if isinstance(value, Sums):
            _draw_foot(painter, rect)
        else:
            draw_ground(painter, rect, selected)
        start, x = self._columns(rect)
        left = rect.x() + theme.px(16)
        who = self._who_rect(rect)
        line = QRect(x, rect.y(), rect.right() - x, rect.height() - 1)
        if isinstance(value, FileReport):
            state = state_of(value)
            side = theme.px(16)
            middle = rect.center().y()
            draw_icon(painter, QRect(left, middle - side // 2, side, side), state.icon, state.token, SIGN_STROKE)
            word = QRect(left + side + theme.px(8), rect.y(), theme.px(STATE), rect.height() - 1)
            draw_text(painter, word, state.word, theme.font("secondary", True), state.token)
            draw_rich(painter, who, _who(value), "body")
            self._figures(painter, rect, start, value)
            draw_rich(painter, self._words_rect(rect, value), self.words(value))
        elif isinstance(value, Sums):
            draw_text(
                painter,
                who.adjusted(0, 0, theme.px(40), 0),
                f"合计 {value.files} 个文件",
                theme.font("body", True),
                "ink",
            )
            self._figures(painter, rect, start, value, bold=True)
            draw_rich(painter, self._words_rect(rect, value), _equation(value))
        else:
            small = theme.font("secondary")
            draw_text(painter, who, "谁的包", small, "ink-2")
            for place, word_ in enumerate(FIGURES):
                draw_text(painter, self._figure_rect(rect, start, place), word_, small, "ink-2", _RIGHT)
            draw_text(painter, line, "说明", small, "ink-2")

    @staticmethod
    def _figure_rect(rect: QRect, start: int, place: int) -> QRect:
        width = current().px(FIGURE)
        return QRect(start + place * width, rect.y(), width, rect.height() - 1)

    def _figures(self, painter: QPainter, rect: QRect, start: int, value: Any, bold: bool = False) -> None:
        theme = current()
        figures = (value.read, value.new, value.known, value.held, value.quarantined)
        for place, figure in enumerate(figures):
            strong = bold or (figure > 0 and place > 0)
            box = self._figure_rect(rect, start, place)
            draw_text(
                painter, box, str(figure), theme.font("body", strong), "ink" if figure or bold else "ink-2", _RIGHT
            )


def _who(report: FileReport) -> list[Part]:
    return [Part(whose(report).replace(" 第 ", f" 第{NO_BREAK}").replace(" 包", f"{NO_BREAK}包"))]


def _equation(value: Sums) -> list[Part]:
    # broken before a plus, never between a word and its figure
    return [Part(NO_BREAK.join(value.equation().split(" ")).replace(f"{NO_BREAK}+", " +"), "ink-2")]


def _draw_foot(painter: QPainter, rect: QRect) -> None:
    """The ground of the sums: grey, round where the card is."""
    painter.save()
    painter.setClipRect(rect)
    draw_box(painter, rect.adjusted(0, -RADIUS_CARD, 0, 0), current().colour("bg"), None, 0, RADIUS_CARD - 1)
    painter.restore()


def bold(text: str) -> Part:
    return Part(text, "ink", True)
