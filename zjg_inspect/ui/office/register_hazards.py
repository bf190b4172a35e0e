"""An enterprise's hazards in its details: what is open, then what was; each leads to its steps."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from zjg_inspect.model.clock import today
from zjg_inspect.model.hazard import is_overdue
from zjg_inspect.service.hazard_rows import HazardRow, is_open
from zjg_inspect.ui.hazard_marks import STATES, marks
from zjg_inspect.ui.office.painted import RowLook, draw_ground
from zjg_inspect.ui.office.rich import Part, draw_rich, plain, rich_height
from zjg_inspect.ui.theme import current


def hazard_parts(row: HazardRow) -> list[Part]:
    """重大 4-09 安全通道被托盘占用，期限 2026-12-01，逾期 · 已移交执法 · 延期 2 次"""
    parts = [Part("重大 ", "fail", True)] if row.grade == "major" else []
    parts.append(Part(f"{row.item} {row.what or row.title}", "ink", is_open(row.state)))
    if is_open(row.state):
        parts.append(Part(f"　{STATES[row.state]}"))
        if is_overdue(row.deadline, row.state, today()):
            parts.append(Part(f"，期限 {row.deadline}，已逾期", "fail", True))
        elif row.deadline:
            parts.append(Part(f"，期限 {row.deadline}"))
    else:
        parts.append(Part(f"　{row.date} {STATES[row.state]}", "ink-2"))
    for mark in marks(row):
        parts.append(Part(f" · {mark}", "attention" if is_open(row.state) else "ink-2"))
    if row.in_conflict:
        parts.append(Part(" · 两份改动还没定", "attention", True))
    return parts


def hazards_heading(rows: list[HazardRow]) -> str:
    """隐患 3 条，没改好 1 条"""
    open_ = sum(is_open(row.state) for row in rows)
    return f"隐患 {len(rows)} 条，" + (f"没改好 {open_} 条" if open_ else "都改好了")


class HazardLook(RowLook):
    def height(self, value: HazardRow, width: int) -> int:
        theme = current()
        words = rich_height(hazard_parts(value), width - theme.px(104))
        return max(theme.height("small") + theme.px(10), words + theme.px(12))

    def spoken(self, value: HazardRow) -> str:
        return plain(hazard_parts(value))

    def action(self, value: HazardRow) -> str:
        return "处理" if value.state == "open" else "经过"

    def paint(self, painter: QPainter, rect: QRect, value: HazardRow, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        draw_rich(painter, rect.adjusted(theme.px(16), 0, -theme.px(88), 0), hazard_parts(value))
