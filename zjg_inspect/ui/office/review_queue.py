"""The queue of visits that wait for their review: major hazards first, then first come first served."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service.review import Waiting
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.office.review_words import TYPES, waiting_people
from zjg_inspect.ui.theme import RADIUS_SMALL, Token, current
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import EmptyState, Rule
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, draw_box, draw_text, reveal, text_width

WIDTH = 262
WIDE = 380
EMPTY = "没有等你审核的检查。新的一到就会出现在这里。"
EMPTY_DONE = "还没有审过的检查。"


class Group(NamedTuple):
    """A heading in the list."""

    words: str


class Mark(NamedTuple):
    """What stands at the right of a name."""

    words: str
    icon: str
    token: Token
    filled: bool = False


def grouped(rows: Sequence[Waiting]) -> list[Waiting | Group]:
    """Major ones stand first under no heading of their own; the others under theirs."""
    majors = [row for row in rows if row.majors]
    general = [row for row in rows if not row.majors]
    heading = [Group(f"一般 · {len(general)} 家，先到先审")] if majors and general else []
    return [*majors, *heading, *general]


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
        return current().px(31 if isinstance(value, Group) else 59)

    def choosable(self, value: Any) -> bool:
        return isinstance(value, Waiting)

    def spoken(self, value: Any) -> str:
        if isinstance(value, Group):
            return value.words
        return f"{value.name}，{mark_of(value).words}，{value.village}，{waiting_people(value)}，{value.date}"

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme = current()
        left, right = rect.x() + theme.px(16), rect.right() - theme.px(12)
        if isinstance(value, Group):
            draw_ground(painter, rect, False, "bg")
            draw_text(painter, rect.adjusted(theme.px(16), 0, 0, 0), value.words, theme.font("hint"), "ink-2")
            return
        draw_ground(painter, rect, selected)
        top = QRect(left, rect.y() + theme.px(8), right - left, theme.px(23))
        end = self._mark(painter, top, mark_of(value))
        name = QRect(left, top.y(), end - left - theme.px(6), top.height())
        draw_text(painter, name, value.name, theme.font("body", selected), "ink")
        low = QRect(left, top.bottom() + 1, right - left, theme.px(20))
        day = value.date[5:]
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


class Queue(QWidget):
    """`chosen` gives the visit to show, `switched` whether the reviewed ones are asked for."""

    chosen = Signal(object)
    switched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self.setProperty("fill", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        across.addLayout(rows, 1)
        across.addWidget(Rule(self, upright=True))
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.which = Segmented([("waiting", "待审", ""), ("done", "已审", "")], "看哪些", "small", head)
        self.which.set_value("waiting")
        self.which.changed.connect(lambda value: self.switched.emit(value == "done"))
        row.addWidget(self.which, 1)
        self.list = PaintedList("reviewQueue", "待审的检查", QueueLook(), parent=self)
        self.list.chosen.connect(self.chosen)
        self.empty = EmptyState(EMPTY, parent=self)
        rows.addWidget(head)
        rows.addWidget(Rule(self))
        rows.addWidget(self.list, 1)
        rows.addWidget(self.empty, 1)
        self.set_wide(False)

    def set_wide(self, wide: bool) -> None:
        """Where there is room, long names of enterprises get more of it."""
        self.setFixedWidth(current().px(WIDE if wide else WIDTH))

    def set_rows(self, rows: Sequence[Waiting], done: bool, waiting: int) -> None:
        self.which.set_value("done" if done else "waiting")
        self.which.buttons["waiting"].setText(f"待审 {waiting}" if waiting else "待审")
        self.list.set_values(list(rows) if done else grouped(rows))
        self.empty.set_words(EMPTY_DONE if done else EMPTY)
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)

    def visits(self) -> list[Waiting]:
        """In the order in which they stand."""
        return [value for value in self.list.values() if isinstance(value, Waiting)]


class QueueBox(QComboBox):
    """The queue as a drop-down, for narrow windows; `picked` gives the visit."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queueBox")
        self.setAccessibleName("待审的检查")
        self._visits: list[Waiting] = []
        self.activated.connect(lambda at: self.picked.emit(self._visits[at]))

    def set_visits(self, visits: list[Waiting]) -> None:
        self._visits = visits
        self.clear()
        for visit in visits:
            self.addItem(f"{visit.name} · {mark_of(visit).words}")

    def show_visit(self, inspection: str) -> None:
        at = next((n for n, visit in enumerate(self._visits) if visit.inspection == inspection), -1)
        self.setCurrentIndex(at)
