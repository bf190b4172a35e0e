"""How an enterprise of the register looks in its list."""

from collections.abc import Container

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from zjg_inspect.model.clock import today
from zjg_inspect.model.facts import facts_from_json
from zjg_inspect.service.assignments import Assigned
from zjg_inspect.service.lists import EnterpriseRow
from zjg_inspect.ui.office.painted import RowLook, draw_ground
from zjg_inspect.ui.office.register_words import assigned_words, tone_of
from zjg_inspect.ui.theme import RADIUS_SMALL, Token, current
from zjg_inspect.ui.widgets.paint import draw_box, draw_text, text_width


class EnterpriseLook(RowLook):
    """A box to tick; name with the searched part marked, village and trade; hazards or 待确认, the last visit; and whom
    the enterprise is assigned to.

    `query` is what is searched for, `assigned` the open assignments by enterprise, `ticked` the ids of those ticked.
    """

    def __init__(self) -> None:
        self.query = ""
        self.assigned: dict[str, list[Assigned]] = {}
        self.ticked: Container[str] = ()

    def height(self, value: EnterpriseRow, width: int) -> int:
        return current().px(78 if value.id in self.assigned else 56)

    def tick(self, value: EnterpriseRow) -> bool:
        return value.id in self.ticked

    @staticmethod
    def _facts(value: EnterpriseRow) -> str:
        heads = facts_from_json(value.facts).headcount
        size = "人数不清" if heads is None else f"{heads} 人"
        waits = "待确认" if value.proposed and value.open else ""
        return " · ".join(part for part in (waits, value.village, value.industry, size) if part)

    def spoken(self, value: EnterpriseRow) -> str:
        box = "选上了，" if value.id in self.ticked else ""
        waits = "待确认，" if value.proposed and not value.open else ""
        sent = f"，{self._assigned(value)[0]}" if value.id in self.assigned else ""
        return f"{box}{value.name}，{waits}{self._facts(value)}，{self._last(value)}{sent}"

    def _assigned(self, value: EnterpriseRow) -> tuple[str, Token]:
        """The one that is due first, in words, and their colour."""
        first, *more = self.assigned[value.id]
        others = f"，另有 {len(more)} 单" if more else ""
        return assigned_words(first, today()) + others, tone_of(first)

    @staticmethod
    def _last(value: EnterpriseRow) -> str:
        return value.last_date or "没有查过"

    def paint(self, painter: QPainter, rect: QRect, value: EnterpriseRow, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        left, right = rect.x() + theme.px(46), rect.right() - theme.px(14)
        top = QRect(left, rect.y() + theme.px(7), right - left, theme.px(22))
        font = theme.font("body", selected)
        end = top
        if value.open or value.proposed:
            hazards = f"重大 {value.majors}" if value.majors else f"隐患 {value.open}"
            words = hazards if value.open else "待确认"
            bold = theme.font("hint", bool(value.majors))
            badge = QRect(0, top.y(), text_width(words, bold) + theme.px(14), theme.px(21))
            badge.moveRight(right)
            edge = None if value.majors else theme.colour("attention")
            draw_box(painter, badge, theme.colour("fail" if value.majors else "attention-soft"), edge, 1, RADIUS_SMALL)
            middle = Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, badge, words, bold, "on-fill" if value.majors else "attention", middle)
            end = top.adjusted(0, 0, -badge.width() - theme.px(8), 0)
        self._hit(painter, end, value)
        draw_text(painter, end, value.name, font, "ink")
        low = QRect(left, top.bottom() + 1, right - left, theme.px(20))
        small = theme.font("secondary")
        draw_text(painter, low, self._last(value), small, "ink-2", Qt.AlignmentFlag.AlignRight)
        facts = self._facts(value)
        if self.query and self.query.upper() in value.code and self.query not in value.name:
            facts = value.code
        draw_text(painter, low.adjusted(0, 0, -theme.px(96), 0), facts, small, "ink-2")
        if value.id in self.assigned:
            words, tone = self._assigned(value)
            font = theme.font("secondary", tone != "ink")
            draw_text(painter, low.translated(0, theme.px(22)), words, font, tone)

    def _hit(self, painter: QPainter, rect: QRect, value: EnterpriseRow) -> None:
        """The yellow ground of the searched part; typed initials mark their hanzi."""
        at = value.name.find(self.query)
        if at < 0 and len(value.initials) == len(value.name):
            at = value.initials.find(self.query.lower())
        if not self.query or at < 0:
            return
        theme = current()
        font = theme.font("body")
        before, part = value.name[:at], value.name[at : at + len(self.query)]
        x = rect.x() + text_width(before, font)
        mark = QRect(x, rect.y() + 1, min(text_width(part, font), max(0, rect.right() - x)), rect.height() - 2)
        painter.fillRect(mark, theme.colour("hit"))
