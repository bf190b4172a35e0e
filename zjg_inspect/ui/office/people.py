"""人员: who inspects and who reviews, agency by agency. Own staff have no agency; a third party's name theirs."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, QStringListModel, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget

from zjg_inspect.service import people
from zjg_inspect.service.people import PersonRow
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState, Rule
from zjg_inspect.ui.widgets.paint import draw_text, reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

OWN = "本办"
NOTE = "姓名和机构会印在核查表上。停用的人不再出现在选人的地方，以前的记录不变。"


class Agency(NamedTuple):
    """The heading over its people: 某某安全技术服务公司（第三方机构）在用 2 人，停用 1 人."""

    name: str
    words: str


def by_agency(rows: Iterable[PersonRow]) -> list[Agency | PersonRow]:
    """The office's own first, then each agency by its name; who is not active stands last among its own."""
    found: list[Agency | PersonRow] = []
    for agency, some in groupby(sorted(rows, key=lambda row: (row.agency, not row.active, row.name)), _agency_of):
        people_ = list(some)
        active = sum(row.active for row in people_)
        rest = f"，停用 {len(people_) - active} 人" if active < len(people_) else ""
        found.append(Agency(agency, f"{f'{agency}（第三方机构）' if agency else OWN}　在用 {active} 人{rest}"))
        found += people_
    return found


def _agency_of(row: PersonRow) -> str:
    return row.agency


class PersonLook(RowLook):
    """Name, agency, whether active, and the button that changes it."""

    def height(self, value: Any, width: int) -> int:
        return current().px(36) if isinstance(value, Agency) else super().height(value, width)

    def choosable(self, value: Any) -> bool:
        return isinstance(value, PersonRow)

    def spoken(self, value: Any) -> str:
        if isinstance(value, Agency):
            return value.words
        return f"{value.name}，{value.agency or OWN}{'' if value.active else '，已停用'}"

    def action(self, value: Any) -> str:
        if isinstance(value, Agency):
            return ""
        return "停用" if value.active else "恢复"

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme = current()
        if isinstance(value, Agency):
            draw_ground(painter, rect, False, "bg")
            inner = rect.adjusted(theme.px(16), 0, -theme.px(16), 0)
            draw_text(painter, inner, value.words, theme.font("secondary", True), "ink")
            return
        draw_ground(painter, rect, selected)
        left = rect.x() + theme.px(16)
        name = QRect(left, rect.y(), theme.px(200), rect.height())
        draw_text(painter, name, value.name, theme.font("body", selected), "ink" if value.active else "ink-2")
        agency = QRect(name.right(), rect.y(), rect.right() - name.right() - theme.px(180), rect.height())
        words = f"第三方 · {value.agency}" if value.agency else OWN
        draw_text(painter, agency, words, theme.font("secondary"), "ink-2")
        if not value.active:
            state = QRect(rect.right() - theme.px(170), rect.y(), theme.px(70), rect.height())
            draw_text(painter, state, "已停用", theme.font("secondary", True), "na")


class People(Page):
    keys = (("↑ ↓", "选人"), ("Enter", "添上"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "人员", parent)
        theme = current()
        add = Card(16, 6, self)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        self.name = QLineEdit(self)
        self.name.setObjectName("personName")
        self.name.setAccessibleName("姓名")
        self.agency = QLineEdit(self)
        self.agency.setObjectName("personAgency")
        self.agency.setAccessibleName("第三方机构")
        # an agency that is here is written as it is here
        self._agencies = QStringListModel(self)
        completer = QCompleter(self._agencies, self.agency)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.agency.setCompleter(completer)
        self.agency.setPlaceholderText("第三方机构的名称；本办的人留空")
        self.add_button = KeyButton("添一位", "plus", "Enter", kind="main", parent=self)
        self.add_button.setObjectName("addPerson")
        for name, field, stretch in (("姓名", self.name, 2), ("第三方机构", self.agency, 3)):
            across.addWidget(Label(name, "body", "ink-2", parent=self))
            across.addWidget(field, stretch)
            field.returnPressed.connect(self.add)
        across.addWidget(self.add_button)
        add.rows.addLayout(across)
        self.error = InlineError(parent=self)
        add.add(self.error)
        self.add_button.clicked.connect(self.add)
        self.body.addWidget(add)
        card = spare_edge(Card(parent=self))
        head = Label(
            "姓名和机构会印在核查表上；停用的人不再出现在选人的地方，以前的记录不变。",
            "secondary",
            "ink-2",
            wrap=True,
            parent=card,
        )
        head.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        card.add(head)
        card.add(Rule(card))
        self.list = PaintedList("people", "人员", PersonLook(), parent=card)
        self.list.acted.connect(self._toggle)
        self.empty = EmptyState("还没有人员。在上面填姓名，添一位。", parent=card)
        card.add(self.list, 1)
        card.add(self.empty, 1)
        self.body.addWidget(card, 1)

    def start(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        rows, known = people.people(self.db, all=True), self._agencies
        self.list.set_values(by_agency(rows), keep=self.list.current())
        known.setStringList(sorted({row.agency for row in rows if row.agency}))
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        active = [row for row in rows if row.active]
        outside = sum(bool(row.agency) for row in active)
        self.set_facts(f"{OWN} {len(active) - outside} 人，第三方 {outside} 人" if rows else "")

    def add(self) -> None:
        name, agency = self.name.text().strip(), self.agency.text().strip()
        if not name:
            self.error.set_text("还缺姓名，所以没有添。填好再点一次。")
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        there = [row for row in people.people(self.db) if (row.name, row.agency) == (name, agency)]
        if there:
            self.error.set_text(f"{name} 已经在里面了，没有再添。同名的另一个人，请在姓名后加字区分。")
            return
        self.error.set_text("")

        def done() -> None:
            self.name.clear()
            self.agency.clear()
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

        self._write(lambda: people.put_person(self.db, name, agency), done)

    def _toggle(self, row: PersonRow) -> None:
        self._write(lambda: people.put_person(self.db, row.name, row.agency, id=row.id, active=not row.active))

    def _write(self, work: Callable[[], object], then: Callable[[], None] = lambda: None) -> None:
        """Off the window's thread: it may have to wait for an import that is under way."""

        def done(_nothing: object) -> None:
            self.add_button.setEnabled(True)
            then()
            self.changed.emit()
            self.refresh()

        def failed(error: Exception) -> None:
            self.add_button.setEnabled(True)
            self.error.set_text(messages.sentence(error))

        self.add_button.setEnabled(False)
        self.in_background(lambda _step: work(), done, failed)
