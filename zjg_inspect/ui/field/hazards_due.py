"""隐患: what is open, major hazards first, then by deadline; from here a re-inspection begins, and steps between two
visits are recorded."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.deadline import is_past
from zjg_inspect.service import due
from zjg_inspect.service.hazard_rows import HazardRow
from zjg_inspect.service.setup import Database
from zjg_inspect.ui.field.conflicts import ConflictLine
from zjg_inspect.ui.field.today_list import RowList
from zjg_inspect.ui.field.today_rows import Cell, Heading, Line
from zjg_inspect.ui.field.today_words import due_of, short_date
from zjg_inspect.ui.hazard_marks import STATES, extension_words, marks, recurrence_words
from zjg_inspect.ui.hazard_panel import HazardPanel
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.quiet import QuietLine
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label

NONE_OPEN = "没有没改好的隐患。检查时记下的隐患会按期限排在这里。"


class HazardsScreen(QWidget):
    """`opened` gives the enterprise of the hazard that was chosen; `changed` after a step was recorded."""

    opened = Signal(str)
    changed = Signal()

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hazards")
        self.keys = [("↑ ↓", "选隐患"), ("Enter", "去复查"), ("空格", "看经过、记一步"), ("F1", "帮助")]
        self._db = db
        self._found: dict[str, HazardRow] = {}
        theme = current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, theme.px(16), MARGIN, theme.px(16))
        self._pages = QStackedWidget(self)
        outer.addWidget(self._pages)
        self._list_page = QWidget(self)
        rows = QVBoxLayout(self._list_page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(12))
        self.conflicts = ConflictLine(db, "hazard", self)
        rows.addWidget(self.conflicts)
        self._card = Card(parent=self)
        self.list = RowList("hazardList", "没改好的隐患", (140, 250, 190), self._card)
        self._card.add(self.list)
        self._card.rows.setSizeConstraint(QLayout.SizeConstraint.SetMaximumSize)
        self.empty = EmptyState(NONE_OPEN, parent=self)
        rows.addWidget(self._card, 1)
        rows.addWidget(self.empty, 1)
        rows.addStretch(0)
        self._foot = self._beneath()
        rows.addWidget(self._foot)
        self.panel = HazardPanel(db, "回到隐患", self)
        self._pages.addWidget(self._list_page)
        self._pages.addWidget(self.panel)
        self.quiet = QuietLine(self)
        outer.addWidget(self.quiet)
        self.list.opened.connect(lambda id: self.opened.emit(self._found[id].enterprise))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.panel.left.connect(self._back)
        self.panel.recorded.connect(self._recorded)
        for key, act in (("Space", self.look), ("Esc", self.escape)):
            shortcut = QShortcut(QKeySequence(key), self.list if key == "Space" else self.panel)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        lead_focus(self, lambda: self.list if self._pages.currentWidget() is self._list_page else self.panel)

    def _beneath(self) -> QWidget:
        """What else is known of the chosen hazard, and the way to its steps."""
        foot = QWidget(self)
        across = QHBoxLayout(foot)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(current().px(12))
        self.more = Label("", "secondary", "ink-2", wrap=True, parent=foot)
        self.more.setObjectName("moreOfHazard")
        self.look_button = KeyButton("经过、已整改、延期、移交…", "clipboard-check", "空格", parent=foot)
        self.look_button.setObjectName("lookAtHazard")
        self.look_button.clicked.connect(self.look)
        across.addWidget(self.more, 1)
        across.addWidget(self.look_button)
        return foot

    def look(self) -> None:
        """The chosen hazard with its steps."""
        chosen = self.list.selected()
        if chosen is not None and chosen.id in self._found:
            self.quiet.put_away()
            self.panel.show_hazard(chosen.id)
            self._pages.setCurrentWidget(self.panel)
            self.panel.start()

    def escape(self) -> None:
        self.panel.leave()

    def _recorded(self, sentence: str) -> None:
        self.quiet.say(sentence, wrong=False)
        self.changed.emit()

    def _back(self) -> None:
        self._pages.setCurrentWidget(self._list_page)
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chosen(self) -> None:
        chosen = self.list.selected()
        row = self._found.get(chosen.id) if chosen is not None else None
        said = [] if row is None else [extension_words(row), recurrence_words(row.recurrence)]
        self.more.setText("；".join(part for part in said if part))

    def refresh(self) -> None:
        self.conflicts.refresh()
        chosen = self.list.selected()
        found = due.open_hazards(self._db)
        self._found = {hazard.id: hazard for hazard in found}
        self.list.set_rows(_rows(found))
        self.list.select_id(chosen.id if chosen else "")
        self._show_chosen()
        reveal(self._card, bool(found))
        reveal(self._foot, bool(found))
        reveal(self.empty, not found)


def _rows(found: list[HazardRow]) -> list[Heading | Line]:
    on = today()
    late = sum(is_past(hazard.deadline, on) for hazard in found)
    columns = ("期限", "企业", "条目")
    rows: list[Heading | Line] = []
    for grade, title in (("major", "重大隐患"), ("general", "一般隐患")):
        members = [hazard for hazard in found if hazard.grade == grade]
        if members:
            rest = f"逾期 {late} 条，重大在前，按期限先后" if late and not rows else ""
            rows.append(Heading(title, f"{len(members)} 条", rest, columns if not rows else ("", "", "")))
            rows += [_line(hazard) for hazard in members]
    return rows


def _line(hazard: HazardRow) -> Line:
    return Line(
        id=hazard.id,
        name=hazard.what or hazard.title,
        facts=" · ".join(part for part in (*marks(hazard), STATES[hazard.state], _found(hazard), hazard.where) if part),
        cells=(
            due_of(hazard.deadline, today()),
            Cell(hazard.name, hazard.village),
            Cell(hazard.title, hazard.item),
        ),
        action="复查",
        badge="重大" if hazard.grade == "major" else "",
    )


def _found(hazard: HazardRow) -> str:
    """张某、李某 08-14 查出"""
    return f"{hazard.inspectors} {short_date(hazard.found, today())} 查出" if hazard.inspectors else ""
