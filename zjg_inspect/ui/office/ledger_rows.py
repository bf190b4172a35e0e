"""How a hazard looks in the ledger's list."""

from collections.abc import Container

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from zjg_inspect.model.clock import today
from zjg_inspect.service.ledger import LedgerRow
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.ledger_words import STAGES, due_words, mark_words, missing_words, spoken, what_words
from zjg_inspect.ui.office.painted import RowLook, action_width, draw_ground
from zjg_inspect.ui.theme import RADIUS_SMALL, current
from zjg_inspect.ui.widgets.paint import draw_box, draw_text, text_width

OPEN = "打开"


class LedgerLook(RowLook):
    """A box to tick; the enterprise, by when, what is wrong and where, how it stands; of a major one what is missing.

    `ticked` are the ids of the enterprises that are ticked; `narrow`: there is no room for the details beside the list,
    so each row has a button.
    """

    def __init__(self) -> None:
        self.ticked: Container[str] = ()
        self.narrow = False

    def height(self, value: LedgerRow, width: int) -> int:
        return current().px(80 if missing_words(value) or mark_words(value) else 58)

    def tick(self, value: LedgerRow) -> bool:
        return value.hazard.enterprise in self.ticked

    def spoken(self, value: LedgerRow) -> str:
        return ("选上了，" if self.tick(value) else "") + spoken(value, today())

    def action(self, value: LedgerRow) -> str:
        return OPEN if self.narrow else ""

    def paint(self, painter: QPainter, rect: QRect, value: LedgerRow, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        left, right = rect.x() + theme.px(46), rect.right() - theme.px(14)
        if self.narrow:
            right -= action_width(OPEN) + theme.px(12)
        line = QRect(left, rect.y() + theme.px(8), right - left, theme.px(22))
        due, tone, bold = due_words(value, today())
        font = theme.font("secondary", bold)
        draw_text(painter, line, due, font, tone, Qt.AlignmentFlag.AlignRight)
        name = line.adjusted(0, 0, -text_width(due, font) - theme.px(12), 0)
        if value.hazard.grade == "major":
            name.setLeft(self._major(painter, name))
        draw_text(painter, name, value.hazard.name, theme.font("body", selected), "ink")
        line.moveTop(line.bottom() + 1)
        line.setHeight(theme.px(20))
        small = theme.font("secondary")
        stage = STAGES[value.stage]
        draw_text(painter, line, stage, small, "ink-2", Qt.AlignmentFlag.AlignRight)
        what = line.adjusted(0, 0, -text_width(stage, small) - theme.px(12), 0)
        draw_text(painter, what, what_words(value), small, "ink-2")
        line.moveTop(line.bottom() + theme.px(2))
        missing, marks = missing_words(value), mark_words(value)
        if marks:
            draw_text(painter, line, marks, small, "ink-2", Qt.AlignmentFlag.AlignRight)
        if missing:
            room = line.adjusted(0, 0, -text_width(marks, small) - theme.px(12) if marks else 0, 0)
            draw_text(painter, room, missing, theme.font("secondary", True), "attention")

    @staticmethod
    def _major(painter: QPainter, line: QRect) -> int:
        """The badge of a major hazard; gives where the name begins."""
        theme = current()
        font, side = theme.font("hint", True), theme.px(14)
        box = QRect(line.x(), line.y() + theme.px(1), theme.px(25) + side + text_width("重大", font), theme.px(21))
        draw_box(painter, box, theme.colour("fail"), None, 0, RADIUS_SMALL)
        mark = QRect(box.x() + theme.px(8), box.y() + (box.height() - side) // 2, side, side)
        draw_icon(painter, mark, "triangle-alert", "on-fill")
        words = QRect(mark.right() + theme.px(5), box.y(), box.right() - mark.right(), box.height())
        draw_text(painter, words, "重大", font, "on-fill")
        return box.right() + theme.px(8)
