"""The programme's time line: its phases to scale, and where today is; readable in grey as well."""

from datetime import date

from PySide6.QtCore import QLineF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service.programme import Phase, Programme
from zjg_inspect.ui.office.programme_words import phase_state, span_words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.paint import begin, draw_text, reveal, text_width

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class TimeLine(QWidget):
    """Phases that are over have a hatched foot, the present one is filled, those to come are empty.

    Phases without both days are left out: while a programme is being written not all have them yet.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeLine")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._phases: tuple[Phase, ...] = ()
        self._on = today()

    def set_programme(self, programme: Programme, on: date) -> None:
        self._phases = tuple(each for each in programme.phases if each.starts and each.ends >= each.starts)
        self._on = on
        self.setAccessibleName("时间轴：" + "；".join(map(self.spoken, self._phases)))
        reveal(self, bool(self._phases))
        self.update()

    def spoken(self, phase: Phase) -> str:
        return f"{phase.title or '没有名称'}，{span_words(phase.starts, phase.ends)}，{phase_state(phase, self._on)}"

    def sizeHint(self) -> QSize:
        return QSize(current().px(600), current().px(96))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(300), self.sizeHint().height())

    def scale(self) -> tuple[int, int, int, int]:
        """The first day and the last (as numbers), and the x of the line's two ends.

        Where today is before or after all phases, room for its mark is left at that side.
        """
        days = [date.fromisoformat(day).toordinal() for each in self._phases for day in (each.starts, each.ends)]
        first, last = min(days), max(days) + 1
        room, now = current().px(130), self._on.toordinal()
        left = room if now < first else 0
        right = self.width() - 1 - (room if now >= last else 0)
        return first, last, left, right

    def x_of(self, day: int) -> int:
        """Where a day begins."""
        first, last, left, right = self.scale()
        return left + (right - left) * (day - first) // (last - first)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._phases:
            return
        theme, painter = current(), begin(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        first, last, left, right = self.scale()
        top, height = theme.px(26), theme.px(40)
        middle = top + height // 2
        painter.setPen(QPen(theme.colour("edge"), theme.line))
        painter.drawLine(0, middle, self.width(), middle)
        ends = 0
        for number, phase in enumerate(self._phases, 1):
            begins = date.fromisoformat(phase.starts).toordinal()
            over = date.fromisoformat(phase.ends).toordinal() + 1
            box = QRect(self.x_of(begins), top, 0, height)
            box.setRight(max(box.left() + theme.px(4), self.x_of(over)))
            self._draw_phase(painter, box, phase, number)
            ends = self._draw_day(painter, box, phase.starts, ends)
        words = self._phases[-1].ends
        if right - ends > text_width(words, theme.font("hint")) + theme.px(12):
            where = QRect(left, top + height + theme.px(4), right - left, theme.px(20))
            draw_text(painter, where, words, theme.font("hint"), "ink-2", Qt.AlignmentFlag.AlignRight)
        self._draw_today(painter, top, height, first, last)

    def _draw_phase(self, painter: QPainter, box: QRect, phase: Phase, number: int) -> None:
        theme = current()
        here, over = self._on in phase, self._on.isoformat() > phase.ends
        painter.fillRect(box, theme.colour("action" if here else "surface"))
        if over:
            _hatch(painter, box.adjusted(0, box.height() - theme.px(9), 0, 0))
        painter.setPen(QPen(theme.colour("action" if here else "edge"), theme.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        font = theme.font("secondary", here)
        inside = box.adjusted(theme.px(4), 0, -theme.px(4), -theme.px(8) if over else 0)
        words = f"{number} {phase.title}"
        if text_width(words, font) > inside.width():
            words = str(number)
        draw_text(painter, inside, words, font, "on-fill" if here else "ink", _CENTRE)

    def _draw_day(self, painter: QPainter, box: QRect, day: str, taken: int) -> int:
        """The day on which a phase begins, where there is room for it; gives the x after what stands there."""
        theme = current()
        width = text_width(day, theme.font("hint"))
        if box.left() < taken + theme.px(12) and taken:
            return taken
        where = QRect(box.left(), box.bottom() + theme.px(4), width + 2, theme.px(20))
        draw_text(painter, where, day, theme.font("hint"), "ink-2")
        return where.right()

    def _draw_today(self, painter: QPainter, top: int, height: int, first: int, last: int) -> None:
        theme, now = current(), self._on.toordinal()
        words = f"今天 {self._on.isoformat()}"
        width = text_width(words, theme.font("hint", True)) + theme.px(4)
        if now < first:
            x = width // 2
        elif now >= last:
            x = self.width() - width // 2 - 1
        else:
            x = self.x_of(now)
        thick = theme.px(3)
        line = QRect(x - thick // 2, top - theme.px(4), thick, height + theme.px(8))
        painter.fillRect(line.adjusted(-2, 0, 2, 0), theme.colour("surface"))
        painter.fillRect(line, theme.colour("ink"))
        at = min(max(0, x - width // 2), self.width() - width)
        draw_text(painter, QRect(at, 0, width, theme.px(20)), words, theme.font("hint", True), "ink", _CENTRE)


def _hatch(painter: QPainter, rect: QRect) -> None:
    theme = current()
    painter.save()
    painter.setClipRect(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("ink-2"), 1.5))
    for x in range(rect.x() - rect.height(), rect.right() + 1, theme.px(6)):
        painter.drawLine(QLineF(x, rect.bottom() + 1, x + rect.height(), rect.y()))
    painter.restore()
