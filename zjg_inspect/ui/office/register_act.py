"""One thing done to an enterprise of the register: its state, a move, its scope, whom it is beside, a double."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model import entry
from zjg_inspect.model.clock import today
from zjg_inspect.model.register import Enterprise
from zjg_inspect.service.lists import ZoneName
from zjg_inspect.service.merging import Double
from zjg_inspect.service.register_edit import Neighbour
from zjg_inspect.service.survey import Likely
from zjg_inspect.ui.office.register_edit_words import STATE_MEANS, STATE_WORDS, double_words, left_words
from zjg_inspect.ui.office.register_panel import Panel, Pick, ZoneBox, line
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import FormRow, Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label

Find = Callable[[str], list[Likely]]


class ActPanel(Panel):
    """Each `show_…` fills it; the main button then gives what was chosen: `state_chosen` a state and its day, `moved` a
    zone and the day (ALWAYS where it had always been there), `scoped` in or out with the reason, `beside_chosen` an
    enterprise's id or "", `merged` the other's id and whether its data are kept. `taken_back`: it did not leave after
    all. `parted`: the id of a double that is none."""

    state_chosen = Signal(str, str)
    taken_back = Signal()
    moved = Signal(str, str)
    scoped = Signal(bool, str)
    beside_chosen = Signal(str)
    merged = Signal(str, bool)
    parted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("actPanel", parent)
        self.acted.connect(self._act)
        self._tell: Callable[[], None] = lambda: None

    def _act(self) -> None:
        self._tell()

    # -- state -----------------------------------------------------------------------------------------------------

    def show_state(self, site: Enterprise) -> None:
        following = entry.next_states(site.state)
        if not following:
            rows = self.fresh(f"{site.name}：状态", main="没有离开，改回来")
            self._words(rows, left_words(site))
            rows.addStretch(1)
            self._tell = self.taken_back.emit
            return
        rows = self.fresh(f"{site.name}：状态")
        self.state = Segmented([(each, STATE_WORDS[each], "") for each in following], "状态", parent=self.inside)
        self._row(rows, "改成", self.state)
        self._day(rows, "从哪天起")
        self._means = self._words(rows, "选一个状态，填上从哪天起。")
        self.state.changed.connect(lambda value: self._means.setText(STATE_MEANS[value]))
        rows.addStretch(1)
        self._tell = lambda: self.state_chosen.emit(self.state.value() or "", self._day_text())

    # -- a move ----------------------------------------------------------------------------------------------------

    def show_move(self, site: Enterprise, zones: list[ZoneName]) -> None:
        rows = self.fresh(f"{site.name}：搬迁")
        if "moved" not in entry.next_states(site.state):
            self.main.set_words("")
            reveal(self.main, False)
            self._words(rows, "它已经不在这里了，不能再搬。登记错了，先到“状态”里改回来。")
            rows.addStretch(1)
            return
        choices = [("moved", "搬去的", ""), ("wrong", "登记错了村", "")]
        self.way = Segmented(choices, "怎么回事", parent=self.inside)
        self.way.set_value("moved")
        self._row(rows, "怎么回事", self.way)
        row = FormRow("在哪个村", parent=self.inside)
        self.zone = ZoneBox(zones, "", row)
        row.add(self.zone, 1)
        rows.addWidget(row)
        self._day(rows, "哪天搬的")
        said = self._words(rows, MOVED)

        def tell(value: str) -> None:
            said.setText(MOVED if value == "moved" else WRONG)
            reveal(self._day_row, value == "moved")

        self.way.changed.connect(tell)
        rows.addStretch(1)
        self._tell = lambda: self.moved.emit(
            self.zone.zone(), self._day_text() if self.way.value() == "moved" else ALWAYS
        )

    # -- scope -----------------------------------------------------------------------------------------------------

    def show_scope(self, site: Enterprise) -> None:
        rows = self.fresh(f"{site.name}：计不计入")
        self.scope = Segmented([("in", "计入", ""), ("out", "不计入", "")], "计不计入", parent=self.inside)
        self.scope.set_value("in" if site.in_scope else "out")
        self._row(rows, "计不计入", self.scope)
        row = FormRow("原因", "不计入才写", parent=self.inside)
        self.reason = line(site.reason, "原因", "例如：镇级园区的大企业，不属于村级集中区", row)
        row.add(self.reason, 1)
        rows.addWidget(row)
        self._words(rows, "不计入的企业照样列着、照样能查，只是不算在集中区的家数里。")
        rows.addStretch(1)
        self._tell = lambda: self.scoped.emit(self.scope.value() == "in", self.reason.text())

    # -- beside ----------------------------------------------------------------------------------------------------

    def show_beside(self, site: Enterprise, find: Find, group: Sequence[Neighbour]) -> None:
        rows = self.fresh(f"{site.name}：同址", main="就在这家厂里")
        others = "、".join(each.name for each in group if each.name != site.name)
        self._words(rows, f"现在和{others}在一处。" if others else "在谁的厂里？几家在一处的，都选同一家。")
        self.pick = Pick(find, "在谁的厂里", self.inside)
        rows.addWidget(self.pick, 1)
        if group:
            apart = KeyButton("不在一处，分开", "x", height="small", parent=self.inside)
            apart.setObjectName("apart")
            apart.clicked.connect(lambda: self.beside_chosen.emit(""))
            self._left(rows, apart)
        self._tell = self._picked(lambda chosen: self.beside_chosen.emit(chosen.id))

    # -- a double --------------------------------------------------------------------------------------------------

    def show_merge(self, site: Enterprise, find: Find, doubles: Sequence[Double]) -> None:
        rows = self.fresh(f"{site.name}：合并", main="是同一家，合并")
        for each in doubles:
            row = QHBoxLayout()
            row.setContentsMargins(current().px(16), current().px(4), current().px(16), current().px(4))
            row.addWidget(Label(f"并进来的：{double_words(each)}", "secondary", wrap=True, parent=self.inside), 1)
            part = KeyButton("分开", height="small", parent=self.inside)
            part.setObjectName(f"part_{each.id}")
            part.clicked.connect(lambda _checked=False, own=each.id: self.parted.emit(own))
            row.addWidget(part)
            rows.addLayout(row)
        if doubles:
            rows.addWidget(Rule(self.inside))
        self._words(
            rows, "和登记里的哪一家是同一家？合并后只留一家，两家做过的检查、隐患、派单都算它的，以后还能分开。"
        )
        self.pick = Pick(find, "和哪一家是同一家", self.inside)
        rows.addWidget(self.pick, 1)
        self.keep = Segmented([("own", "用这家的", ""), ("other", "用那家的", "")], "用谁的资料", parent=self.inside)
        self.keep.set_value("own")
        self._row(rows, "资料", self.keep)
        self._tell = self._picked(lambda chosen: self.merged.emit(chosen.id, self.keep.value() == "other"))

    def _picked(self, tell: Callable[[Likely], None]) -> Callable[[], None]:
        def act() -> None:
            chosen = self.pick.value()
            if chosen is None:
                self.error.set_text("还没有选是哪一家。在上面点一家再来。")
                self.pick.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                tell(chosen)

        return act

    # -- parts -----------------------------------------------------------------------------------------------------

    def _words(self, rows: QVBoxLayout, words: str) -> Label:
        said = Label(words, "secondary", "ink-2", wrap=True, parent=self.inside)
        pad = current().px(16)
        said.setContentsMargins(pad, current().px(6), pad, current().px(6))
        rows.addWidget(said)
        return said

    def _row(self, rows: QVBoxLayout, name: str, field: QWidget) -> FormRow:
        row = FormRow(name, parent=self.inside)
        row.add(field)
        row.add_stretch()
        rows.addWidget(row)
        return row

    def _day(self, rows: QVBoxLayout, name: str) -> None:
        self.day = DateField(name, self.inside)
        self.day.set_value(today())
        self._day_row = self._row(rows, name, self.day)

    def _day_text(self) -> str:
        chosen = self.day.value()
        return chosen.isoformat() if chosen else ""

    def _left(self, rows: QVBoxLayout, widget: QWidget) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(current().px(16), current().px(4), current().px(16), current().px(4))
        row.addWidget(widget)
        row.addStretch(1)
        rows.addLayout(row)


ALWAYS = "always"
MOVED = "原来的一家到搬的前一天为止还计入；搬去的村里另列一家，从那天起计入，等重新核查。"
WRONG = "它一直就在选的那个村，登记时选错了：以前各天的数也跟着改。"
