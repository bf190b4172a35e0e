"""How the rows of 派单 are painted: who waits, what a laptop has, what was sent, what is proposed."""

from collections.abc import Callable, Container, Mapping, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from zjg_inspect.model.clock import today
from zjg_inspect.service.assignments import Assigned
from zjg_inspect.service.to_visit import InHand, Proposed, Waiting
from zjg_inspect.ui.office.assignments_words import (
    NO_LAPTOP,
    hand_words,
    hours_words,
    share_words,
    why_words,
)
from zjg_inspect.ui.office.painted import RowLook, action_width, draw_ground
from zjg_inspect.ui.office.register_words import by_words, tone_of
from zjg_inspect.ui.theme import RADIUS_SMALL, Token, current
from zjg_inspect.ui.widgets.paint import draw_box, draw_text, text_width
from zjg_inspect.ui.words import VISIT_TYPES

_RIGHT = Qt.AlignmentFlag.AlignRight
ALL = "all"
"""Stands among the laptops for all of them."""


def _two_lines(
    painter: QPainter,
    rect: QRect,
    name: str,
    selected: bool,
    second: str,
    tone: Token,
    badge: str = "",
    box: bool = True,
) -> None:
    """A name, its badge at the right, and a line of facts under it; `box`: beside a box to tick."""
    theme = current()
    left, right = rect.x() + theme.px(46 if box else 16), rect.right() - theme.px(14)
    top = QRect(left, rect.y() + theme.px(7), right - left, theme.px(22))
    low = QRect(left, top.bottom() + 1, right - left, theme.px(20))
    if badge:
        bold = theme.font("hint", True)
        at = QRect(0, top.y(), text_width(badge, bold) + theme.px(14), theme.px(21))
        at.moveRight(right)
        draw_box(painter, at, theme.colour("fail"), None, 1, RADIUS_SMALL)
        draw_text(painter, at, badge, bold, "on-fill", Qt.AlignmentFlag.AlignHCenter)
        top.setRight(at.x() - theme.px(8))
    draw_text(painter, top, name, theme.font("body", selected), "ink")
    draw_text(painter, low, second, theme.label_font("secondary", tone == "fail"), tone)


class WaitingLook(RowLook):
    """A box, name, village and why somebody is to go there. `ticked`: the ids of those ticked."""

    def __init__(self) -> None:
        self.ticked: Container[str] = ()

    def height(self, value: Waiting, width: int) -> int:
        return current().px(56)

    def tick(self, value: Waiting) -> bool:
        return value.id in self.ticked

    def spoken(self, value: Waiting) -> str:
        box = "选上了，" if value.id in self.ticked else ""
        return f"{box}{value.name}，{value.village}，{why_words(value, today())[0]}"

    def paint(self, painter: QPainter, rect: QRect, value: Waiting, selected: bool) -> None:
        draw_ground(painter, rect, selected)
        words, tone = why_words(value, today())
        badge = f"重大 {value.majors}" if value.majors else ""
        _two_lines(painter, rect, value.name, selected, f"{value.village} · {words}", tone, badge)


class HandLook(RowLook):
    """Letters, the laptop's name, and what it has on hand; `ALL` for all laptops together. `act`: a row's button."""

    def __init__(self, act: str = "") -> None:
        self._act = act

    def action(self, value: InHand | str) -> str:
        return self._act if isinstance(value, InHand) and (value.all_open or value.done) else ""

    def height(self, value: InHand | str, width: int) -> int:
        return current().px(58)

    def spoken(self, value: InHand | str) -> str:
        if isinstance(value, str):
            return "全部电脑"
        return f"{value.name}，编号字母 {value.letters}，{self._facts(value)}"

    @staticmethod
    def _facts(value: InHand) -> str:
        return f"{'' if value.in_use else '停用 · '}{hand_words(value)}"

    def paint(self, painter: QPainter, rect: QRect, value: InHand | str, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        if isinstance(value, str):
            words = rect.adjusted(theme.px(16), 0, -theme.px(14), 0)
            draw_text(painter, words, self.spoken(value), theme.font("body", selected), "ink")
            return
        words_ = self._facts(value)
        room = action_width(self._act) + theme.px(14) if self._act else 0
        part = rect.adjusted(0, 0, -room, 0)
        _lettered(painter, part, value.letters, value.name, words_, "fail" if value.overdue else "ink-2", selected)


def _lettered(painter: QPainter, rect: QRect, letters: str, name: str, facts: str, tone: Token, selected: bool) -> None:
    theme = current()
    left = rect.x() + theme.px(16)
    draw_text(painter, QRect(left, rect.y(), theme.px(54), rect.height()), letters, theme.font("look", True), "ink")
    right = rect.right() - theme.px(14)
    top = QRect(left + theme.px(58), rect.y() + theme.px(8), right - left - theme.px(58), theme.px(22))
    draw_text(painter, top, name, theme.font("body", selected), "ink")
    low = QRect(top.x(), top.bottom() + 1, top.width(), theme.px(20))
    draw_text(painter, low, facts, theme.label_font("secondary"), tone)


class ShareLook(RowLook):
    """A laptop of a proposal: what it gets now, what it has, and both as a bar against the fullest one.

    Values are the laptops, and "" for those villages that no laptop was granted.
    """

    def __init__(self) -> None:
        self.visits: Mapping[str, Sequence[Proposed]] = {}
        self.loads: Mapping[str, int] = {}

    def height(self, value: InHand | str, width: int) -> int:
        return current().px(84 if isinstance(value, InHand) else 58)

    def _key(self, value: InHand | str) -> str:
        return value.device if isinstance(value, InHand) else ""

    def _now(self, device: str) -> int:
        return sum(each.weight for each in self.visits.get(device, ()))

    def spoken(self, value: InHand | str) -> str:
        share = share_words(self.visits.get(self._key(value), ()))
        if isinstance(value, str):
            return f"{NO_LAPTOP}，{share}"
        return f"{value.name}，编号字母 {value.letters}，{share}，{self._load(value)}"

    def _load(self, value: InHand) -> str:
        before = self.loads.get(value.device, 0)
        return f"手上 {value.all_open} 单，{hours_words(before)}" if before else "手上没有单子"

    def paint(self, painter: QPainter, rect: QRect, value: InHand | str, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        share = share_words(self.visits.get(self._key(value), ()))
        if isinstance(value, str):
            _two_lines(painter, rect, NO_LAPTOP, selected, share, "attention", box=False)
            return
        head = QRect(rect.x(), rect.y(), rect.width(), theme.px(54))
        _lettered(painter, head, value.letters, value.name, share, "ink-2", selected)
        before, now = self.loads.get(value.device, 0), self._now(value.device)
        most = max([1, *(load + self._now(device) for device, load in self.loads.items())])
        left, right = rect.x() + theme.px(74), rect.right() - theme.px(14)
        words = self._load(value)
        width = text_width(words, theme.label_font("hint"))
        bar = QRect(left, rect.y() + theme.px(61), right - left - width - theme.px(12), theme.px(10))
        painter.fillRect(bar, theme.colour("sunk"))
        old, new = bar.width() * before // most, bar.width() * (before + now) // most
        painter.fillRect(QRect(bar.x(), bar.y(), new, bar.height()), theme.colour("action"))
        painter.fillRect(QRect(bar.x(), bar.y(), old, bar.height()), theme.colour("ink-2"))
        note = QRect(bar.right() + theme.px(12), bar.y() - theme.px(5), width + 2, theme.px(20))
        draw_text(painter, note, words, theme.label_font("hint"), "ink-2")


class ProposedLook(RowLook):
    """A box, name, village and why; at the right what for and by when."""

    def __init__(self) -> None:
        self.ticked: Container[str] = ()

    def height(self, value: Proposed, width: int) -> int:
        return current().px(56)

    def tick(self, value: Proposed) -> bool:
        return value.waiting.id in self.ticked

    @staticmethod
    def _order(value: Proposed) -> str:
        return f"{VISIT_TYPES[value.type]}，{by_words(value.due, today())}"

    def spoken(self, value: Proposed) -> str:
        box = "选上了，" if value.waiting.id in self.ticked else ""
        why = why_words(value.waiting, today())[0]
        return f"{box}{value.waiting.name}，{value.waiting.village}，{why}；{self._order(value)}"

    def paint(self, painter: QPainter, rect: QRect, value: Proposed, selected: bool) -> None:
        draw_ground(painter, rect, selected)
        why, tone = why_words(value.waiting, today())
        words = self._order(value)
        theme = current()
        width = text_width(words, theme.font("secondary")) + theme.px(22)
        rest = rect.adjusted(0, 0, -width, 0)
        _two_lines(painter, rest, value.waiting.name, selected, f"{value.waiting.village} · {why}", tone)
        right = QRect(rest.right(), rect.y(), width - theme.px(14), rect.height())
        draw_text(painter, right, words, theme.font("secondary"), "ink", _RIGHT)


class SentLook(RowLook):
    """A box where it is open, name and village, the laptop where all are shown, what for and by when, the note."""

    def __init__(self, shows_laptop: Callable[[], bool]) -> None:
        self.ticked: Container[str] = ()
        self._shows_laptop = shows_laptop

    def height(self, value: Assigned, width: int) -> int:
        return current().px(56)

    def tick(self, value: Assigned) -> bool | None:
        return None if value.state == "done" else value.id in self.ticked

    @staticmethod
    def _when(value: Assigned) -> str:
        return f"{value.done} 完成" if value.state == "done" else by_words(value.due, today())

    def _facts(self, value: Assigned) -> str:
        laptop = (value.laptop or "已不在册的电脑") if self._shows_laptop() else ""
        return " · ".join(part for part in (value.village, laptop, VISIT_TYPES[value.type], value.note) if part)

    def spoken(self, value: Assigned) -> str:
        box = "选上了，" if value.id in self.ticked else ""
        return f"{box}{value.name}，{self._facts(value)}，{self._when(value)}"

    def paint(self, painter: QPainter, rect: QRect, value: Assigned, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        words = self._when(value)
        late = value.state == "overdue"
        width = text_width(words, theme.label_font("secondary", late)) + theme.px(22)
        rest = rect.adjusted(0, 0, -width, 0)
        _two_lines(painter, rest, value.name, selected, self._facts(value), "ink-2", box=value.state != "done")
        right = QRect(rest.right(), rect.y(), width - theme.px(14), rect.height())
        draw_text(painter, right, words, theme.label_font("secondary", late), tone_of(value), _RIGHT)
