"""今日: whom to visit. The list is the screen; typing filters it at once, the arrows choose, Enter begins."""

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import due, lists, survey
from zjg_inspect.service.due import DraftState
from zjg_inspect.service.lists import EnterpriseRow
from zjg_inspect.service.setup import Database
from zjg_inspect.ui.field.sealed_words import came_by
from zjg_inspect.ui.field.survey_words import taken_over
from zjg_inspect.ui.field.today_list import RowList
from zjg_inspect.ui.field.today_words import Came, came_of, is_signed, read_as, rows_of
from zjg_inspect.ui.help import add_keys
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import SearchField
from zjg_inspect.ui.widgets.text import ElidedLabel

LIMIT = 200
SURVEY, GO_ON = "登记新企业", "接着登记"
LONGEST_OFFERED = 14
NARROW = 820
PLACEHOLDER = "名称、拼音首字母、信用代码后几位"
NARROW_PLACEHOLDER = "名称、拼音、信用代码"
NONE_YET = "这台电脑里还没有企业。镇里的包到了，从“收发”收下，企业就会出现在这里。"


class TodayScreen(QWidget):
    """`opened` gives the enterprise to visit; `receive_requested`: there are none yet, the person goes to get them;
    `discard_requested` gives a draft that the person wants to delete. `survey_requested`: an enterprise that no list
    has is to be entered, with what was searched for in vain; `lease_requested` and `correct_requested`: the lease of
    this one, and what was entered of it."""

    opened = Signal(EnterpriseRow)
    receive_requested = Signal()
    discard_requested = Signal(str)
    survey_requested = Signal(str)
    lease_requested = Signal(EnterpriseRow)
    correct_requested = Signal(EnterpriseRow)

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("today")
        self.keys = [
            ("↑ ↓", "选企业"), ("Enter", "开始或继续"), ("Ctrl+F", "查找"), ("Ctrl+U", "写入U盘"), ("F1", "帮助"),
        ]  # fmt: skip
        self._db = db
        self._zone = ""
        self._drafts: dict[str, DraftState] = {}
        self._came: dict[str, Came] = {}
        self._total = self._proposed = 0
        self._way_in = SURVEY
        self._rows: dict[str, EnterpriseRow] = {}
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, theme.px(16), theme.px(16), theme.px(16))
        rows.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.search = SearchField(PLACEHOLDER, "查找企业", self, short=NARROW_PLACEHOLDER)
        self.search.setMaximumWidth(theme.px(560))
        self._found = ElidedLabel("", "secondary", "ink-2", parent=self)
        self.village = _Village(self)
        head.addWidget(self.search, 2)
        head.addWidget(self._found, 1)
        head.addWidget(self.village)
        self.survey = KeyButton(SURVEY, "plus", "Ctrl+N", parent=self)
        self.survey.setObjectName("survey")
        self.survey.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        head.addWidget(self.survey)
        rows.addLayout(head)
        self._card = Card(parent=self)
        self.list = RowList("enterprises", "企业", (140, 162, 174), self._card)
        self._card.add(self.list)
        self._card.rows.setSizeConstraint(QLayout.SizeConstraint.SetMaximumSize)
        self.empty = EmptyState("", parent=self)
        rows.addWidget(self._card, 1)
        rows.addWidget(self.empty, 1)
        rows.addStretch(0)
        self.search.changed.connect(self._search)
        self.search.stepped.connect(self.list.move_selection)
        self.search.accepted.connect(self.list.open_selected)
        self.list.opened.connect(self._open)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        add_keys(self.list, {"Delete": self._discard})
        add_keys(self, {"Ctrl+L": partial(self._ask_of, self.lease_requested)})
        add_keys(self, {"Ctrl+E": partial(self._ask_of, self.correct_requested)})
        self.survey.clicked.connect(self.ask_survey)
        self.empty.other_acted.connect(self.ask_survey)
        self.village.chosen.connect(self._choose_village)
        self.empty.acted.connect(self._act_on_empty)
        lead_focus(self, lambda: self.search)

    def refresh(self) -> None:
        """Read everything anew; the chosen enterprise stays chosen."""
        self._drafts = due.draft_states(self._db)
        self._came = came_by(lists.sealed_visits(self._db, limit=LIMIT))
        figures, zones = lists.figures(self._db), lists.zones(self._db)
        self._total, self._proposed = figures.enterprises, figures.proposed
        self.village.set_zones([(zone.id, zone.village) for zone in zones])
        self._way_in = GO_ON if survey.entry(self._db) else SURVEY
        self._say_way_in()
        # without a village nothing can be entered
        self.survey.setEnabled(bool(zones))
        self._fill(keep=True)

    def is_signed(self, row: EnterpriseRow) -> bool:
        """Whether it is looked at rather than begun anew."""
        return is_signed(row, came_of(row, self._came), today())

    def _say_way_in(self) -> None:
        """Beside a narrow list its key is left to the help."""
        self.survey.set_words(self._way_in, key="Ctrl+N" if self.width() >= current().px(NARROW) else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_way_in()

    def zone(self) -> str:
        """The village that is listed; "" for all."""
        return self._zone

    def choose(self, enterprise: str) -> None:
        self.list.select_id(enterprise)

    def clear_search(self) -> None:
        """What was looked for has been dealt with: when it is read next the list is whole, of the chosen village."""
        self.search.empty()

    def ask_survey(self) -> None:
        """Enter what no list has; what was searched for in vain is taken along."""
        if self.survey.isEnabled():
            self.survey_requested.emit("" if self._rows else self.search.text())

    def _ask_of(self, asked: SignalInstance) -> None:
        line = self.list.selected()
        if line is not None:
            asked.emit(self._rows[line.id])

    def _discard(self) -> None:
        line = self.list.selected()
        if line is not None and (draft := self._rows[line.id].draft):
            self.discard_requested.emit(draft)

    def _menu(self, at: QPoint) -> None:
        line = self.list.rows.line(self.list.indexAt(at).row())
        if line is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(line.action, lambda: self._open(line.id))
        row = self._rows[line.id]
        found, lease = survey.correctable(self._db, row.id)
        if found:
            menu.addAction("更正登记…", lambda: self.correct_requested.emit(row))
        else:
            menu.addAction("更正租约…" if lease else "登记租约…", lambda: self.lease_requested.emit(row))
        if draft := row.draft:
            menu.addAction("删除这份草稿…", lambda: self.discard_requested.emit(draft))
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _search(self, text: str) -> None:
        self.search.set_hint(read_as(text))
        self._fill(keep=False)

    def _choose_village(self, zone: str) -> None:
        self._zone = zone
        self._fill(keep=False)

    def _fill(self, keep: bool) -> None:
        chosen = self.list.selected()
        text = self.search.text().strip()
        found = lists.enterprises(self._db, text, self._zone, LIMIT)
        self._rows = {row.id: row for row in found}
        cut = len(found) == LIMIT
        self.list.set_rows(rows_of(found, text, self._drafts, self._came, today(), cut))
        self.list.select_id(chosen.id if keep and chosen is not None else "")
        self._found.setText(self._words(len(found), cut, bool(text or self._zone)))
        reveal(self._card, bool(found))
        reveal(self.empty, not found)
        if not found:
            self._say_empty(text)

    def _words(self, found: int, cut: bool, filtered: bool) -> str:
        """Those that wait for the office are counted apart; in what was found they bear their badge."""
        apart = f"，待确认 {self._proposed} 家" if self._proposed else ""
        whole = f"共 {self._total} 家{apart}"
        if not filtered:
            return whole if self._total or self._proposed else ""
        return f"先列 {found} 家，共 {self._total} 家，再输几个字" if cut else f"找到 {found} 家，共 {self._total} 家"

    def _say_empty(self, text: str) -> None:
        named, _ = taken_over(text)
        offered = f"登记“{named}”" if named and len(named) <= LONGEST_OFFERED else SURVEY
        self.empty.offer(offered if self.survey.isEnabled() else "", "plus", "Ctrl+N")
        if not self._total and not self._proposed:
            self.empty.set_words(NONE_YET, "去收镇里的包")
        elif text:
            where = f"{self.village.word()}没有" if self._zone else "没找到"
            self.empty.set_words(f"{where}“{text}”。试试少输一个字母，或输入信用代码后几位。", "看全部企业")
        else:
            self.empty.set_words(f"{self.village.word()}还没有企业。", "看全部企业")

    def _act_on_empty(self) -> None:
        if not self._total and not self._proposed:
            self.receive_requested.emit()
            return
        self.village.set_zone("")
        self._zone = ""
        if self.search.text():
            self.search.line.clear()
        else:
            self._fill(keep=False)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, enterprise: str) -> None:
        self.opened.emit(self._rows[enterprise])


class _Village(KeyButton):
    """Which village's enterprises are listed; `chosen` gives the zone, "" for all."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("全部村", "filter", parent=parent)
        self.setObjectName("village")
        self.setAccessibleDescription("只看一个村的企业")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._zones: list[tuple[str, str]] = []
        self.clicked.connect(self._ask)

    def word(self) -> str:
        return self.text()

    def set_zones(self, zones: list[tuple[str, str]]) -> None:
        """(id, village) each."""
        self._zones = zones
        self.setVisible(len(zones) > 1)

    def set_zone(self, zone: str) -> None:
        self.set_words(dict(self._zones).get(zone, "全部村"))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(hint.width(), current().px(134)), hint.height())

    def _ask(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("villages")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for zone, village in [("", "全部村"), *self._zones]:
            menu.addAction(village, lambda zone=zone: self._choose(zone))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + current().px(4))))

    def _choose(self, zone: str) -> None:
        self.set_zone(zone)
        self.chosen.emit(zone)
