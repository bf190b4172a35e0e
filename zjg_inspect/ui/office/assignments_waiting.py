"""未派的: who waits for a visit, by why and by village; ticked, and sent to one laptop or shared out among all."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service import assignments
from zjg_inspect.service.to_visit import MONTHS, Overview, Reason, Waiting
from zjg_inspect.ui.office.assignments_looks import HandLook, WaitingLook
from zjg_inspect.ui.office.assignments_words import NO_LAPTOPS, NONE_WAIT, REASONS
from zjg_inspect.ui.office.page import Desk, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.office.register_assign import AssignPanel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card, EmptyState, Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

SHOWN = 300
AGES = (3, 6, 12)
FEW = 20
WIDE = 1100
MORE = "只列出前 {shown} 家，后面还有 {left} 家：按村看就都列得出；“全选”也选上它们。"


class WaitingView(QWidget):
    """`assigned` gives the laptop's name, the day and how many in words; `balance_asked` those who are to be shared
    out; `months_changed` after how many months a visit is old; `hand_asked` the laptop whose work is to be seen."""

    assigned = Signal(str, str, str)
    balance_asked = Signal(list)
    months_changed = Signal(int)
    hand_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: Overview | None = None
        self.reason: Reason = "never"
        self.ticked: dict[str, Waiting] = {}
        theme = current()
        self._across = across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        left = QVBoxLayout()
        left.setSpacing(theme.px(12))
        left.addLayout(self._filters())
        self._card = spare_edge(Card(parent=self))
        self._look = WaitingLook()
        self._look.ticked = self.ticked
        self.list = PaintedList("waiting", "等着派的企业", self._look, parent=self._card)
        self.list.ticked.connect(self._tick)
        self.list.opened.connect(self._tick)
        self.empty = EmptyState("", parent=self._card)
        self._more = Label("", "secondary", "ink-2", wrap=True, parent=self._card)
        self._more.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        self._card.add(self.list, 1)
        self._card.add(self.empty, 1)
        self._card.add(self._more)
        self._card.add(Rule(self._card))
        self._card.rows.addLayout(self._foot())
        left.addWidget(self._card, 1)
        across.addLayout(left, 6)
        across.addLayout(self._beside(desk), 5)

    def _filters(self) -> QBoxLayout:
        self._filter_row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(current().px(8))
        self.reasons = Segmented([(key, word, "") for key, word in REASONS.items()], "为什么去", "small", self)
        self.reasons.set_value(self.reason)
        self.reasons.changed.connect(self._choose_reason)
        self.months = QComboBox(self)
        self.months.setObjectName("months")
        self.months.setAccessibleName("多久没核查")
        self.months.addItems([f"{each} 个月没查" for each in AGES])
        self.months.setCurrentIndex(AGES.index(MONTHS))
        self.months.activated.connect(lambda at: self.months_changed.emit(AGES[at]))
        self.villages = QComboBox(self)
        self.villages.setObjectName("villages")
        self.villages.setAccessibleName("哪个村")
        self.villages.activated.connect(lambda _at: self._fill())
        boxes = QHBoxLayout()
        boxes.setSpacing(current().px(8))
        boxes.addWidget(self.villages, 1)
        boxes.addWidget(self.months)
        row.addWidget(self.reasons)
        row.addLayout(boxes, 1)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= current().px(WIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._filter_row.setDirection(way)
        self._across.setStretch(0, 6 if wide else 1)
        self._across.setStretch(1, 5 if wide else 1)

    def _foot(self) -> QHBoxLayout:
        theme = current()
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(6))
        row.setSpacing(theme.px(8))
        self.count = ElidedLabel("", "secondary", "ink-2", parent=self._card)
        self.all_button = KeyButton("全选", parent=self._card)
        self.all_button.setObjectName("tickAll")
        self.all_button.clicked.connect(self._tick_all)
        self.balance = KeyButton("均衡分派…", "user-check", kind="main", parent=self._card)
        self.balance.setObjectName("balance")
        self.balance.clicked.connect(self.share_out)
        row.addWidget(self.count, 1)
        row.addWidget(self.all_button)
        row.addWidget(self.balance)
        return row

    def _beside(self, desk: Desk) -> QVBoxLayout:
        theme = current()
        rows = QVBoxLayout()
        self._hands_card = spare_edge(Card(parent=self))
        title = Label("各台电脑", "look", strong=True, parent=self._hands_card)
        title.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        self._hands_card.add(title)
        self._hands_card.add(Rule(self._hands_card))
        self.hands = PaintedList("hands", "各台电脑", HandLook("看单子"), parent=self._hands_card)
        self.hands.opened.connect(self.hand_asked)
        self.hands.acted.connect(self.hand_asked)
        self._none = EmptyState(NO_LAPTOPS, parent=self._hands_card)
        self._hands_card.add(self.hands, 1)
        self._hands_card.add(self._none, 1)
        self.panel = AssignPanel(desk, self)
        self.panel.hide()
        self.panel.assigned.connect(self._was_assigned)
        self.panel.left.connect(self.untick)
        rows.addWidget(self._hands_card)
        rows.addWidget(self.panel)
        return rows

    # -- what it shows ---------------------------------------------------------------------------------------------

    def show_overview(self, found: Overview) -> None:
        """Ticks of those who still wait stay."""
        self._found = found
        for reason, word in REASONS.items():
            button = self.reasons.buttons[reason]
            count = len(found.waiting[reason])
            button.setText(f"{word} {count}")
            button.setAccessibleName(f"{word}，{count} {self._unit(reason)}")
            button.updateGeometry()
        here = {each.id for each in found.waiting[self.reason]}
        for gone in [own for own in self.ticked if own not in here]:
            del self.ticked[gone]
        self._show_villages()
        self.hands.set_values(found.hands, keep=self.hands.current())
        reveal(self.hands, bool(found.hands))
        reveal(self._none, not found.hands)
        self._fill()

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _all(self) -> Sequence[Waiting]:
        return self._found.waiting[self.reason] if self._found is not None else ()

    def _show_villages(self) -> None:
        chosen = self.villages.currentData()
        counted = Counter((each.village, each.zone) for each in self._all())
        self.villages.clear()
        self.villages.addItem(f"全部 {len(counted)} 个村", "")
        for (village, zone), count in sorted(counted.items()):
            self.villages.addItem(f"{village} {count} 家", zone)
        self.villages.setCurrentIndex(max(0, self.villages.findData(chosen)))

    def filtered(self) -> list[Waiting]:
        """All of this reason and village, also those that are not listed."""
        zone = self.villages.currentData()
        return [each for each in self._all() if not zone or each.zone == zone]

    def _fill(self) -> None:
        some = self.filtered()
        reveal(self.months, self.reason in ("old", "duty"))
        self.list.set_values(some[:SHOWN], keep=self.list.current())
        if some and not self.list.currentIndex().isValid():
            self.list.choose(some[0], tell=False)
        self.empty.set_words(NONE_WAIT[self.reason].format(months=AGES[self.months.currentIndex()]))
        reveal(self.list, bool(some))
        reveal(self.empty, not some and self._found is not None)
        self._more.setText(MORE.format(shown=SHOWN, left=len(some) - SHOWN))
        reveal(self._more, len(some) > SHOWN)
        self._ticks_changed()

    @staticmethod
    def _unit(reason: Reason) -> str:
        return "个村" if reason == "duty" else "家"

    def _choose_reason(self, reason: str) -> None:
        self.reason = next(each for each in REASONS if each == reason)
        self.ticked.clear()
        self._show_villages()
        self._fill()

    # -- ticking ---------------------------------------------------------------------------------------------------

    def _tick(self, each: Waiting) -> None:
        if self.ticked.pop(each.id, None) is None:
            self.ticked[each.id] = each
        self._ticks_changed()

    def _tick_all(self) -> None:
        some = self.filtered()
        if all(each.id in self.ticked for each in some):
            self.ticked.clear()
        else:
            self.ticked.update((each.id, each) for each in some)
        self._ticks_changed()

    def untick(self) -> None:
        self.ticked.clear()
        self._ticks_changed()
        self.start()

    def _ticks_changed(self) -> None:
        some, chosen = self.filtered(), len(self.ticked)
        self.list.viewport().update()
        unit = self._unit(self.reason)
        self.count.setText((f"选了 {chosen} {unit}，" if chosen else "") + f"共 {len(some)} {unit}")
        every = bool(some) and all(each.id in self.ticked for each in some)
        self.all_button.set_words("全不选" if every else "全选")
        self.all_button.setEnabled(bool(some))
        usable = self._found is not None and any(hand.in_use for hand in self._found.hands)
        self.balance.set_words(f"均衡分派 {chosen or len(some)} {unit}…")
        self.balance.set_kind("plain" if chosen else "main")
        self.balance.setEnabled(bool(some or chosen) and usable)
        if chosen:
            rows = list(self.ticked.values())
            # who ticks hundreds does not want to hear of each one's other purposes
            there = {each.id: self._there(each.id) for each in rows} if chosen <= FEW else {}
            self.panel.show_rows(rows, there, rows[0].type)
        reveal(self.panel, bool(chosen))
        reveal(self._hands_card, not chosen)

    def _there(self, enterprise: str) -> list[assignments.Assigned]:
        return assignments.assignments(self._desk.db, enterprise=enterprise)

    def share_out(self) -> None:
        if self.balance.isEnabled():
            self.balance_asked.emit(list(self.ticked.values()) or self.filtered())

    def _was_assigned(self, laptop: str, due: str) -> None:
        count = f"{len(self.ticked)} {self._unit(self.reason)}"
        self.ticked.clear()
        self.panel.hide()
        self.assigned.emit(laptop, due, count)
