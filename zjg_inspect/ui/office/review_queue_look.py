"""How the queue's rows look: who waits with what, headings, and how many are not listed yet."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from zjg_inspect.service.review_queue import PAGE, Queued, Sought, Waiting
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.painted import RowLook, draw_ground
from zjg_inspect.ui.office.review_words import TYPES, waiting_people
from zjg_inspect.ui.theme import RADIUS_SMALL, Token, current
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, draw_box, draw_text, text_width

# With major hazards first whatever the order; of what was reviewed the order alone counts.
ORDERS = (("first", "先到先审"), ("newest", "新到先审"), ("failed", "不符合多的先"), ("village", "按村"))
DONE_ORDERS = (("newest", "新查的在前"), ("first", "先查的在前"), ("failed", "不符合多的在前"), ("village", "按村"))


class Group(NamedTuple):
    """A heading in the list."""

    words: str


class Mark(NamedTuple):
    """What stands at the right of a name."""

    words: str
    icon: str
    token: Token
    filled: bool = False


class More(NamedTuple):
    """So many that were asked for are not listed yet."""

    listed: int
    left: int


def listed(queued: Queued, sought: Sought) -> list[Waiting | Group | More]:
    """Major ones stand first under no heading of their own; the others under theirs, with how many there are in all."""
    rows: Sequence[Waiting] = queued.rows
    found: list[Waiting | Group | More] = list(rows)
    general = queued.total - queued.majors
    at = next((n for n, row in enumerate(rows) if not row.majors), 0)
    if at and not sought.done:
        found.insert(at, Group(f"一般 · {general} 次，{dict(ORDERS)[sought.order]}"))
    if len(rows) < queued.total:
        found.append(More(len(rows), queued.total - len(rows)))
    return found


def mark_of(row: Waiting) -> Mark:
    if row.decision:
        return Mark("通过", "check", "pass") if row.decision == "approved" else Mark("已退回", "undo-2", "attention")
    if row.majors:
        return Mark(f"重大 {row.majors}", "triangle-alert", "on-fill", True)
    if row.again:
        return Mark("改后再送", "", "attention", True)
    if row.failed:
        return Mark(f"不符合 {row.failed}", "x", "fail")
    return Mark("全部符合", "check", "pass")


class QueueLook(RowLook):
    def height(self, value: Any, width: int) -> int:
        return current().px(31 if isinstance(value, Group) else 52 if isinstance(value, More) else 59)

    def choosable(self, value: Any) -> bool:
        return isinstance(value, (Waiting, More))

    def spoken(self, value: Any) -> str:
        if isinstance(value, Group):
            return value.words
        if isinstance(value, More):
            return f"还有 {value.left} 次没列"
        seen = "，打开过" if value.opened else ""
        return f"{value.name}，{mark_of(value).words}，{value.village}，{waiting_people(value)}，{value.date}{seen}"

    def action(self, value: Any) -> str:
        return f"再列 {min(PAGE, value.left)} 次" if isinstance(value, More) else ""

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme = current()
        left, right = rect.x() + theme.px(16), rect.right() - theme.px(12)
        if isinstance(value, Group):
            draw_ground(painter, rect, False, "bg")
            draw_text(painter, rect.adjusted(theme.px(16), 0, 0, 0), value.words, theme.font("hint"), "ink-2")
            return
        draw_ground(painter, rect, selected)
        if isinstance(value, More):
            room = rect.adjusted(theme.px(16), 0, -theme.px(120), 0)
            draw_text(painter, room, f"还有 {value.left} 次", theme.font("secondary"), "ink-2")
            return
        top = QRect(left, rect.y() + theme.px(8), right - left, theme.px(23))
        end = self._mark(painter, top, mark_of(value))
        name = QRect(left, top.y(), end - left - theme.px(6), top.height())
        draw_text(painter, name, value.name, theme.font("body", selected), "ink")
        low = QRect(left, top.bottom() + 1, right - left, theme.px(20))
        day = f"看过 · {value.date[5:]}" if value.opened and not value.decision else value.date[5:]
        wide = text_width(day, theme.font("hint"))
        draw_text(painter, low, day, theme.font("hint"), "ink-2", Qt.AlignmentFlag.AlignRight)
        kind = [] if value.type == "assessment" else [TYPES.get(value.type, "")]
        words = " · ".join([value.village, *kind, waiting_people(value)])
        draw_text(painter, low.adjusted(0, 0, -wide - theme.px(8), 0), words, theme.font("hint"), "ink-2")

    @staticmethod
    def _mark(painter: QPainter, line: QRect, mark: Mark) -> int:
        """Paint it at the right of the line; gives where it begins."""
        theme = current()
        major = mark.token == "on-fill"
        font = theme.font("secondary" if not mark.filled or major else "hint", mark.filled)
        side = theme.px(15) if mark.icon else 0
        pad = theme.px(8) if mark.filled else 0
        width = text_width(mark.words, font) + (side + theme.px(5) if side else 0) + 2 * pad
        box = QRect(line.right() + 1 - width, line.y(), width, line.height())
        if mark.filled:
            fill: Token = "fail" if major else "attention-soft"
            edge = None if major else theme.colour("attention")
            draw_box(painter, box, theme.colour(fill), edge, theme.line, RADIUS_SMALL)
        x = box.x() + pad
        if side:
            stroke = SIGN_STROKE if mark.icon in ("check", "x") else None
            draw_icon(painter, QRect(x, box.center().y() - side // 2, side, side), mark.icon, mark.token, stroke)
            x += side + theme.px(5)
        draw_text(painter, QRect(x, box.y(), box.right() - x + 2, box.height()), mark.words, font, mark.token)
        return box.x()
