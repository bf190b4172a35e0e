"""Visits and hazards in conflict that this laptop may settle: the line that says so, and the screen to do it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.service import conflicts
from zjg_inspect.service.conflicts import InConflict
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.conflict_card import ConflictCard, Decision
from zjg_inspect.ui.help import add_help
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.sheet_view import SheetView
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import EmptyState
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import Label, Mark

TITLE = "改得不一样，定下用哪一份"
ALL_SETTLED = "都定好了。写入U盘交给镇里，各台电脑收下后就一样了。"
_SAID = {
    "inspection": "{n} 次检查有两份不同的更正。定下用哪一份之前，镇里审了也不算数。",
    "hazard": "{n} 条隐患有两份不同的改动。定下之前，有一份说没改好就按没改好算。",
}


def here(db: Database, kind: str = "") -> list[InConflict]:
    """What this laptop may settle; of one kind, or of all."""
    return [each for each in conflicts.conflicts(db) if each.may_merge and kind in ("", each.kind)]


class ConflictLine(QFrame):
    """Above a list: how many of its kind are in conflict, and the way to settle them; hidden while none is."""

    opened = Signal()

    def __init__(self, db: Database, kind: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("conflictLine")
        self.setProperty("frame", "panel")
        self._db, self._kind = db, kind
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        row.setSpacing(theme.px(12))
        row.addWidget(Mark("git-compare", "attention", self))
        self._words = Label("", "body", wrap=True, parent=self)
        row.addWidget(self._words, 1)
        self.button = KeyButton("去定", parent=self)
        self.button.setObjectName(f"settle_{kind}")
        self.button.setAccessibleName("去定下用哪一份")
        self.button.clicked.connect(self.opened)
        row.addWidget(self.button)
        self.hide()

    def refresh(self) -> None:
        count = len(here(self._db, self._kind))
        self._words.setText(_SAID[self._kind].format(n=count))
        reveal(self, count > 0)

    def text(self) -> str:
        return "" if self.isHidden() else self._words.text()


class ConflictScreen(QWidget):
    """One after another. `correct_requested` gives a visit and the version to begin with; `settled` when one is on the
    disk; `back` when the person goes."""

    correct_requested = Signal(str, str)
    settled = Signal()
    back = Signal()

    def __init__(self, db: Database, entity: str = "", parent: QWidget | None = None) -> None:
        """Begins with this `entity` where it is given."""
        super().__init__(parent)
        self.setObjectName("conflictScreen")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = [("Esc", "回去"), ("F1", "帮助")]
        self._db = db
        self._skipped: list[str] = []
        self._first = entity
        self.card: ConflictCard | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.head = TopBar(TITLE, back="回去", parent=self)
        self.head.back.connect(self.escape)
        self.later = KeyButton("先放着，看下一件", "chevron-right", parent=self.head)
        self.later.setObjectName("nextConflict")
        self.later.clicked.connect(self._skip)
        self.head.add_action(self.later)
        rows.addWidget(self.head)
        self._stack = QStackedWidget(self)
        rows.addWidget(self._stack, 1)
        page = QWidget(self)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(MARGIN, theme.px(16), MARGIN, theme.px(16))
        inside.setSpacing(theme.px(12))
        self._said = Label("", "body", wrap=True, parent=page)
        self._said.setObjectName("conflictSaid")
        inside.addWidget(self._said)
        self._area = page_area(page)
        inside.addWidget(self._area, 1)
        self.sheet = SheetView(self)
        self._stack.addWidget(page)
        self._stack.addWidget(self.sheet)
        self.help = add_help(self, [("Esc", "回去")], ["几份改动都留着。选一份，或每处选一个，定下的是新的一份。"])
        self._say("")
        self._show_next()
        lead_focus(self, lambda: self.card.table if self.card is not None else self.head.back_button)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_next(self) -> None:
        found = [each for each in here(self._db) if each.entity not in self._skipped]
        found.sort(key=lambda each: each.entity != self._first)
        shown = conflicts.conflict(self._db, found[0].kind, found[0].entity) if found else None
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        self.card = None if shown is None else ConflictCard(shown, inspector=True, parent=inside)
        if self.card is None:
            rows.addWidget(EmptyState(ALL_SETTLED if not self._skipped else "看完了。先放着的还在原处，随时再来定。"))
        else:
            self.card.decided.connect(self._settle)
            self.card.looked.connect(self._look)
            self.card.corrected.connect(self._correct)
            rows.addWidget(self.card)
        rows.addStretch(1)
        self._area.setWidget(inside)
        count = f"还有 {len(found)} 件" if len(found) > 1 else ""
        self.head.set_title(TITLE, count)
        reveal(self.later, len(found) > 1)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        reveal(self._said, bool(sentence))

    def sentence(self) -> str:
        return self._said.text()

    def _skip(self) -> None:
        if self.card is not None:
            self._skipped.append(self.card.shown.entity)
            self._say("")
            self._show_next()

    def _look(self, version: str) -> None:
        """The sheet of one of the versions."""
        if self.card is None:
            return
        inspection = self.card.shown.entity

        def make() -> bytes:
            from zjg_inspect.service.sheet import sealed_sheet

            return sealed_sheet(self._db, inspection, version)

        self._stack.setCurrentWidget(self.sheet)
        self.sheet.show_sheet(make)
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _correct(self, version: str) -> None:
        if self.card is not None:
            self.correct_requested.emit(self.card.shown.entity, version)

    def escape(self) -> None:
        """One step back: from a sheet to the conflict, from choosing to reading, from there home."""
        if self._stack.currentWidget() is self.sheet:
            self._stack.setCurrentIndex(0)
        elif self.card is not None and self.card.is_choosing():
            self.card.read()
        else:
            self.back.emit()

    # -- settling --------------------------------------------------------------------------------------------------

    def _settle(self, decision: Decision) -> None:
        shown, card = decision.shown, self.card
        if card is None:
            return

        def work(_step: Any) -> str:
            return conflicts.merge_conflict(
                self._db, shown.kind, shown.entity, shown.versions, decision.choices, take=decision.take
            )

        def done(_version: Any) -> None:
            self._say(f"{shown.name}：定好了，{decision.label}。原来的几份都留着，下次写入U盘就带走。")
            self._show_next()
            self.settled.emit()

        def failed(error: Exception) -> None:
            card.set_busy(False)
            if isinstance(error, errors.ConflictOutdated):
                self._say(messages.sentence(error))
                self._show_next()
            else:
                card.error.set_text(messages.sentence(error))

        card.set_busy(True)
        tasks.run(self, work, done, failed)
