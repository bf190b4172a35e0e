"""一起签: the visits that were opened and have nothing open, ticked, signed with one signature."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Someone
from zjg_inspect.service.review_batch import Chosen, Together
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.decisions import Decisions
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.office.review_opinion import signed_opinion
from zjg_inspect.ui.office.review_queue_look import mark_of
from zjg_inspect.ui.office.review_words import TYPES, waiting_people
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import EmptyState, Rule
from zjg_inspect.ui.widgets.pad import SignaturePad
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, draw_text, reveal, text_width
from zjg_inspect.ui.widgets.text import InlineError, Label
from zjg_inspect.ui.words import WHY_NOT

NOTHING = "没有能一起签的检查。先逐次打开看过，有重大隐患、有问题没答、有条目要退回的，一次一次地审。"
INK = "框里还没有笔迹，所以一次也没有签。请在框内签名。"


class TogetherLook(RowLook):
    """A visit in one line; `ticked` are those to be signed."""

    def __init__(self) -> None:
        self.ticked: set[str] = set()

    def height(self, value: Any, width: int) -> int:
        return current().px(48)

    def tick(self, value: Any) -> bool | None:
        return None if value.why_not else value.row.inspection in self.ticked

    def spoken(self, value: Any) -> str:
        row = value.row
        end = WHY_NOT.get(value.why_not, "") or ("要签" if row.inspection in self.ticked else "不签")
        return f"{row.name}，{mark_of(row).words}，{row.village}，{waiting_people(row)}，{row.date}，{end}"

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme, row = current(), value.row
        draw_ground(painter, rect, selected)
        left, right = rect.x() + theme.px(44), rect.right() - theme.px(16)
        width = right - left
        mark, font = mark_of(row), theme.font("secondary")
        end = theme.px(150)
        box = QRect(right - end, rect.y(), end, rect.height())
        if value.why_not:
            words = WHY_NOT.get(value.why_not, "")
            draw_text(painter, box, words, font, "attention", Qt.AlignmentFlag.AlignRight)
        else:
            side = theme.px(15)
            x = box.right() + 1 - text_width(mark.words, font)
            draw_text(painter, QRect(x, box.y(), box.right() + 1 - x, box.height()), mark.words, font, mark.token)
            if mark.icon:
                place = QRect(x - side - theme.px(5), rect.center().y() - side // 2, side, side)
                stroke = SIGN_STROKE if mark.icon in ("check", "x") else None
                draw_icon(painter, place, mark.icon, mark.token, stroke)
        name = QRect(left, rect.y(), width * 2 // 5, rect.height())
        draw_text(painter, name.adjusted(0, 0, -theme.px(12), 0), row.name, theme.font("body", selected), "ink")
        facts = QRect(name.right() + 1, rect.y(), box.x() - name.right() - theme.px(12), rect.height())
        kind = [] if row.type == "assessment" else [TYPES.get(row.type, "")]
        said = " · ".join([row.village, *kind, waiting_people(row), row.date[5:]])
        draw_text(painter, facts, said, font, "ink-2")


class BatchPage(QWidget):
    """`left` when going back; `signed` gives what to sign (Chosen each) and the strokes."""

    left = Signal()
    signed = Signal(list, list)

    def __init__(self, back: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batchPage")
        self._busy = False
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, theme.px(8), MARGIN, theme.px(8))
        head.setSpacing(theme.px(12))
        self.back = KeyButton(back, "chevron-left", "Esc", kind="quiet", parent=self)
        self.back.setObjectName("leaveBatch")
        self.back.clicked.connect(self.left)
        self.title = Label("", "body", strong=True, parent=self)
        self.all = KeyButton("全选", height="small", parent=self)
        self.all.setObjectName("tickAll")
        self.all.clicked.connect(self._tick_all)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.all)
        rows.addLayout(head)
        rows.addWidget(Rule(self))
        self._look = TogetherLook()
        self.list = PaintedList("together", "能一起签的检查", self._look, parent=self)
        self.list.ticked.connect(self._tick)
        self.list.opened.connect(self._tick)
        self.empty = EmptyState(NOTHING, parent=self)
        rows.addWidget(self.list, 1)
        rows.addWidget(self.empty, 1)
        rows.addWidget(Rule(self))
        rows.addWidget(self._make_foot())

    def _make_foot(self) -> QWidget:
        theme = current()
        self.foot = QWidget(self)
        self.foot.setProperty("fill", "surface")
        self.foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(self.foot)
        rows.setContentsMargins(MARGIN, theme.px(10), MARGIN, theme.px(10))
        rows.setSpacing(theme.px(6))
        across = QHBoxLayout()
        across.setSpacing(theme.px(20))
        words = QVBoxLayout()
        words.setSpacing(theme.px(8))
        self.who = Label("", "look", strong=True, parent=self.foot)
        self.what = Label("", "body", "ink-2", wrap=True, parent=self.foot)
        words.addWidget(self.who)
        words.addWidget(self.what)
        words.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        self.wipe = KeyButton("擦掉重签", "eraser", parent=self.foot)
        self.wipe.setObjectName("wipeTogether")
        self.main = KeyButton("", key="Ctrl+Enter", kind="main", parent=self.foot)
        self.main.setObjectName("approveTogether")
        self.main.clicked.connect(self.act)
        buttons.addWidget(self.wipe)
        buttons.addWidget(self.main)
        buttons.addStretch(1)
        words.addLayout(buttons)
        self.pad = SignaturePad(parent=self.foot)
        self.pad.setFixedHeight(theme.px(176))
        self.wipe.clicked.connect(self.pad.clear)
        self.pad.changed.connect(self._drawn)
        across.addLayout(words, 1)
        across.addWidget(self.pad, 1)
        rows.addLayout(across)
        self.error = InlineError(parent=self.foot)
        rows.addWidget(self.error)
        return self.foot

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_visits(self, found: Sequence[Together], reviewer: Someone) -> None:
        """All that can be signed is ticked to begin with."""
        self._look.ticked = {each.row.inspection for each in found if not each.why_not}
        self.list.set_values(found)
        self.pad.clear()
        self.pad.set_name(reviewer.name)
        self.error.set_text("")
        self.who.setText(f"请{reviewer.name}在框内签名")
        for widget, shown in ((self.list, bool(found)), (self.empty, not found), (self.foot, bool(found))):
            reveal(widget, shown)
        self._say()
        if found:
            self.list.choose(found[0], tell=False)
        (self.list if found else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def ticked(self) -> list[Together]:
        return [each for each in self.list.values() if each.row.inspection in self._look.ticked]

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        for button in (self.main, self.wipe, self.back):
            button.setEnabled(not busy)
        self._say()

    def _say(self) -> None:
        n = len(self._look.ticked)
        out = sum(bool(each.why_not) for each in self.list.values())
        left = f"，另有 {out} 次现在签不了，写在右边" if out else ""
        self.title.setText(f"你打开看过、没有要问要退的：选了 {n} 次，共 {len(self.list.values())} 次{left}")
        self.what.setText(f"签一个名，{n} 次检查各签各的内容码；其中有一次签不了，就一次也不签。")
        self.main.set_words(f"签好了，{n} 次审核通过")
        self.main.setEnabled(n > 0 and not self._busy)
        can = sum(not each.why_not for each in self.list.values())
        self.all.set_words("全不选" if n == can else "全选")
        reveal(self.all, can > 0)
        self.list.viewport().update()

    # -- acting ----------------------------------------------------------------------------------------------------

    def act(self) -> None:
        """Sign what is ticked."""
        if not self.main.isEnabled():
            return
        if self.pad.is_empty():
            self.error.set_text(INK)
            return
        chosen = [
            Chosen(
                each.row.inspection,
                each.row.version,
                signed_opinion(each.overused, each.same, Decisions.of(each.noted)),
            )
            for each in self.ticked()
        ]
        self.signed.emit(chosen, self.pad.strokes())

    def _drawn(self) -> None:
        if not self.pad.is_empty():
            self.error.set_text("")

    def _tick(self, value: Together) -> None:
        if not value.why_not:
            self._look.ticked ^= {value.row.inspection}
            self.error.set_text("")
            self._say()

    def _tick_all(self) -> None:
        can = {each.row.inspection for each in self.list.values() if not each.why_not}
        self._look.ticked = set() if self._look.ticked == can else can
        self._say()
