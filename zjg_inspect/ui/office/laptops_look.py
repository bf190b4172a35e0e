"""How a laptop looks in the list: letters, name, zones, what came last, its state as sign and word."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from zjg_inspect.service.enrol import KnownLaptop
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.laptops_words import last_words, look_of, waiting_count, zone_words
from zjg_inspect.ui.office.painted import RowLook, draw_ground
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, draw_text


class LaptopLook(RowLook):
    def __init__(self) -> None:
        self.villages: dict[str, str] = {}

    def height(self, value: KnownLaptop, width: int) -> int:
        return current().px(62)

    def _facts(self, value: KnownLaptop) -> str:
        waits = waiting_count(value)
        said = [zone_words(value, self.villages), last_words(value)]
        return " · ".join([*([f"先放着 {waits} 条"] if waits else []), *said])

    def spoken(self, value: KnownLaptop) -> str:
        return f"{value.name}，编号字母 {value.letters}，{look_of(value).word}，{self._facts(value)}"

    def action(self, value: KnownLaptop) -> str:
        return "看"

    def paint(self, painter: QPainter, rect: QRect, value: KnownLaptop, selected: bool) -> None:
        theme, look = current(), look_of(value)
        draw_ground(painter, rect, selected)
        left, right = rect.x() + theme.px(16), rect.right() - theme.px(70)
        letters = QRect(left, rect.y(), theme.px(60), rect.height())
        draw_text(painter, letters, value.letters, theme.font("look", True), "ink")
        state = QRect(right - theme.px(104), rect.y(), theme.px(104), rect.height())
        side = theme.px(18)
        sign = SIGN_STROKE if look.icon in ("check", "minus") else None
        icon = QRect(state.x(), state.y() + (state.height() - side) // 2, side, side)
        draw_icon(painter, icon, look.icon, look.token, sign)
        word = state.adjusted(side + theme.px(6), 0, 0, 0)
        draw_text(painter, word, look.word, theme.label_font("secondary", True), look.token)
        x, end = letters.right(), state.x() - theme.px(12)
        top = QRect(x, rect.y() + theme.px(9), end - x, theme.px(23))
        draw_text(painter, top, value.name, theme.font("body", selected), "ink")
        low = QRect(x, top.bottom() + 1, end - x, theme.px(21))
        draw_text(painter, low, self._facts(value), theme.label_font("secondary"), "ink-2")
