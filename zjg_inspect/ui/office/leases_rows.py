"""How leases, zones, landlords and what waits look in their lists."""

from datetime import date

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from zjg_inspect.model.clock import today
from zjg_inspect.service.filings import LeaseRow, ZoneRow
from zjg_inspect.service.found_leases import FoundLease
from zjg_inspect.service.landlords import LandlordRow, Tenancy
from zjg_inspect.service.lease_texts import TextLandlord, VillageTexts
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.leases_words import (
    Said,
    found_line,
    landlord_line,
    landlord_state,
    lease_line,
    lease_spoken,
    state_of,
    tenancy_parts,
    text_parts,
    texts_line,
)
from zjg_inspect.ui.office.painted import RowLook, action_width, draw_ground
from zjg_inspect.ui.office.rich import draw_rich, plain, rich_height
from zjg_inspect.ui.theme import RADIUS_SMALL, Token, current
from zjg_inspect.ui.widgets.paint import draw_box, draw_text, text_width

_SOFT: dict[Token, Token] = {"fail": "fail-soft", "attention": "attention-soft", "pass": "pass-soft", "na": "na-soft"}


def draw_mark(painter: QPainter, line: QRect, said: Said) -> QRect:
    """The state as a badge at the right end of a line; gives the room that is left."""
    if not said.words:
        return line
    theme = current()
    font = theme.font("hint", True)
    icon = theme.px(15) if said.icon else 0
    wide = text_width(said.words, font) + icon + (theme.px(4) if icon else 0) + theme.px(14)
    badge = QRect(0, line.y() + (line.height() - theme.px(21)) // 2, wide, theme.px(21))
    badge.moveRight(line.right())
    edge = theme.colour(said.token if said.token in _SOFT else "line")
    draw_box(painter, badge, theme.colour(_SOFT.get(said.token, "sunk")), edge, 1, RADIUS_SMALL)
    x = badge.x() + theme.px(7)
    if icon:
        draw_icon(painter, QRect(x, badge.y() + (badge.height() - icon) // 2, icon, icon), said.icon, said.token)
        x += icon + theme.px(4)
    draw_text(painter, QRect(x, badge.y(), badge.right() - x, badge.height()), said.words, font, said.token)
    return line.adjusted(0, 0, -wide - theme.px(8), 0)


class _TwoLines(RowLook):
    """A name with its state, and a line of facts under it; the row's own button at the right."""

    def height(self, value: object, width: int) -> int:
        return current().px(58)

    def draw(
        self, painter: QPainter, rect: QRect, value: object, selected: bool, name: str, said: Said, facts: str
    ) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        word = self.action(value)
        gap = action_width(word) + theme.px(28) if word else theme.px(14)
        left, right = rect.x() + theme.px(16), rect.right() - gap
        top = QRect(left, rect.y() + theme.px(7), right - left, theme.px(22))
        rest = draw_mark(painter, top, said)
        draw_text(painter, rest, name, theme.font("body", selected), "ink")
        low = QRect(left, top.bottom() + 2, right - left, theme.px(20))
        draw_text(painter, low, facts, theme.font("secondary"), "ink-2")


class LeaseLook(_TwoLines):
    """`on`: the day of which the states are."""

    def __init__(self) -> None:
        self.on: date = today()

    def spoken(self, value: LeaseRow) -> str:
        return lease_spoken(value, self.on)

    def action(self, value: object) -> str:
        if not isinstance(value, LeaseRow) or value.state == "ended":
            return ""
        return "回执" if value.state in ("done", "done_late") else "备案"

    def paint(self, painter: QPainter, rect: QRect, value: LeaseRow, selected: bool) -> None:
        self.draw(painter, rect, value, selected, value.name, state_of(value, self.on), lease_line(value))


class ZoneLook(_TwoLines):
    def __init__(self) -> None:
        self.on: date = today()

    def _facts(self, value: ZoneRow) -> str:
        due = f"应在 {value.due} 前备案" if value.due else "本方案不要求集中区备案"
        return " · ".join((value.township, due))

    def spoken(self, value: ZoneRow) -> str:
        return f"{value.village}，{state_of(value, self.on).words}，{self._facts(value)}"

    def action(self, value: object) -> str:
        return "备案" if isinstance(value, ZoneRow) and value.state not in ("done", "done_late") else ""

    def paint(self, painter: QPainter, rect: QRect, value: ZoneRow, selected: bool) -> None:
        self.draw(painter, rect, value, selected, value.village, state_of(value, self.on), self._facts(value))


class LandlordLook(_TwoLines):
    def spoken(self, value: LandlordRow) -> str:
        return "，".join(part for part in (value.name, landlord_state(value).words, landlord_line(value)) if part)

    def paint(self, painter: QPainter, rect: QRect, value: LandlordRow, selected: bool) -> None:
        self.draw(painter, rect, value, selected, value.name, landlord_state(value), landlord_line(value))


class WaitingLook(_TwoLines):
    """A heading (plain text), a lease that was found, or what a village's texts say."""

    def height(self, value: object, width: int) -> int:
        return current().px(36 if isinstance(value, str) else 58)

    def choosable(self, value: object) -> bool:
        return not isinstance(value, str)

    def spoken(self, value: str | FoundLease | VillageTexts) -> str:
        if isinstance(value, FoundLease):
            return f"{value.name}，{self._mark(value).words}，{found_line(value)}"
        return value if isinstance(value, str) else f"{value.village}，{texts_line(value)}"

    @staticmethod
    def _mark(value: FoundLease) -> Said:
        return Said("企业也待确认", "attention", "clock") if value.tenant_waits else Said("", "ink", "")

    def paint(
        self, painter: QPainter, rect: QRect, value: str | FoundLease | VillageTexts, selected: bool
    ) -> None:  # fmt: skip
        theme = current()
        if isinstance(value, str):
            draw_ground(painter, rect, False, "bg")
            words = rect.adjusted(theme.px(16), 0, -theme.px(16), 0)
            draw_text(painter, words, value, theme.font("secondary", True), "ink-2")
        elif isinstance(value, FoundLease):
            self.draw(painter, rect, value, selected, value.name, self._mark(value), found_line(value))
        else:
            self.draw(painter, rect, value, selected, value.village, Said("", "ink", ""), texts_line(value))


class TenancyLook(RowLook):
    """A tenant with filing and verdict, and the way to its lease."""

    def height(self, value: Tenancy, width: int) -> int:
        theme = current()
        return max(theme.px(44), theme.px(16) + rich_height(tenancy_parts(value, today()), width - theme.px(124)))

    def spoken(self, value: Tenancy) -> str:
        return plain(tenancy_parts(value, today()))

    def action(self, value: Tenancy) -> str:
        return "看租约"

    def paint(self, painter: QPainter, rect: QRect, value: Tenancy, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        draw_rich(painter, rect.adjusted(theme.px(16), 0, -theme.px(108), 0), tenancy_parts(value, today()))


class TextLook(RowLook):
    """A name of a village's texts with its tenants, as it will be taken in."""

    def height(self, value: TextLandlord, width: int) -> int:
        theme = current()
        return theme.px(16) + rich_height(text_parts(value), width - theme.px(32))

    def choosable(self, value: TextLandlord) -> bool:
        return False

    def spoken(self, value: TextLandlord) -> str:
        return plain(text_parts(value))

    def paint(self, painter: QPainter, rect: QRect, value: TextLandlord, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, False)
        draw_rich(painter, rect.adjusted(theme.px(16), 0, -theme.px(16), 0), text_parts(value))
