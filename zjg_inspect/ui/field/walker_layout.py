"""How the walker is laid out: rail, item and last visit side by side, and what gives way where there is less room."""

from typing import TypeVar, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.ui.field.item_view import ItemView
from zjg_inspect.ui.field.last_visit import LastVisitLine, LastVisitPanel
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.field.walker_facts import FactsPanel
from zjg_inspect.ui.field.walker_form import FormLine
from zjg_inspect.ui.field.walker_help import KEYS, WORDS
from zjg_inspect.ui.field.walker_photos import Pictures
from zjg_inspect.ui.field.walker_rows import NeighbourRow
from zjg_inspect.ui.field.walker_top import WalkerTop
from zjg_inspect.ui.help import HelpPanel
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.choices import VerdictBar
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.rail import SectionRail, rail_width
from zjg_inspect.ui.widgets.text import Label

# Where the layout gives way, in device-independent pixels of this screen (the window without its status line).
NARROW, SHORT, LOW, TALL = 1200, 690, 620, 900

P = TypeVar("P", bound=SidePanel)


class WalkerLayout(QWidget):
    """The parts of the walker, where they stand; it does nothing by itself."""

    def __init__(self, session: VisitSession, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("walker")
        self.session = session
        self.pictures = Pictures(session.db, self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.top = WalkerTop(session.visit, self)
        rows.addWidget(self.top)
        body = QHBoxLayout()
        body.setSpacing(0)
        rows.addLayout(body, 1)
        self.rail = SectionRail(self)
        self.rail.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        body.addWidget(self.rail)
        body.addWidget(Rule(self, upright=True))
        body.addLayout(self._middle(), 1)
        self._side = self._last_column()
        body.addWidget(self._side)
        self.help = HelpPanel(KEYS, WORDS, self)
        self.facts = FactsPanel(session.visit.draft.head.facts, session.visit.site.facts, self)
        self._late: dict[type[SidePanel], SidePanel] = {}
        if parent is not None:
            # laid out once, not first for no size at all
            self.resize(parent.size())
            self._fit()

    def _middle(self) -> QVBoxLayout:
        theme = current()
        column = QVBoxLayout()
        column.setSpacing(0)
        work = QWidget(self)
        work.setProperty("fill", "bg")
        work.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._work = QVBoxLayout(work)
        self._work.setSpacing(0)
        self.last_line = LastVisitLine(work)
        self.before = [NeighbourRow(True, work) for _ in range(2)]
        self.after = [NeighbourRow(False, work) for _ in range(2)]
        for at, row in enumerate(self.before):
            row.setObjectName(f"before_{1 - at}")
        for at, row in enumerate(self.after):
            row.setObjectName(f"after_{at}")
        self.view = ItemView(work)
        self.form_line = FormLine(work)
        self._work.addWidget(self.form_line)
        self._work.addWidget(self.last_line)
        for row in self.before:
            self._work.addWidget(row)
        # room for the ring
        self._work.addSpacing(sum(theme.ring) + theme.px(2))
        self._work.addWidget(self.view, 1)
        self._work.addSpacing(sum(theme.ring) + theme.px(2))
        for row in self.after:
            self._work.addWidget(row)
        column.addWidget(work, 1)
        column.addWidget(Rule(self))
        foot = QWidget(self)
        foot.setProperty("fill", "surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar = QVBoxLayout(foot)
        bar.setContentsMargins(MARGIN, theme.px(12), MARGIN, theme.px(12))
        bar.setSpacing(0)
        self.saving = Label("", "secondary", "attention", parent=foot)
        self.saving.setObjectName("savingState")
        self.verdicts = VerdictBar(foot)
        bar.addWidget(self.saving)
        bar.addWidget(self.verdicts)
        column.addWidget(foot)
        return column

    def _last_column(self) -> QWidget:
        side = QWidget(self)
        side.setProperty("fill", "surface")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.last: LastVisitPanel | None = None
        if self.session.visit.last is not None:
            row.addWidget(Rule(side, upright=True))
            self.last = LastVisitPanel(self.pictures, side)
            self.last.layout().setContentsMargins(MARGIN, 18, MARGIN, MARGIN)  # type: ignore[union-attr]
            row.addWidget(self.last, 1)
        return side

    def made(self, kind: type[P]) -> P | None:
        """The panel of this kind, if it has been asked for in this visit."""
        return cast(P | None, self._late.get(kind))

    def panels(self) -> list[SidePanel]:
        """All that there are by now."""
        return [self.help, self.facts, *self._late.values()]

    def minimumSizeHint(self) -> QSize:
        """Of the folded layout, whichever is shown now: else a wide window could not be made narrow."""
        theme = current()
        return QSize(max(theme.px(900), self.top.minimumSizeHint().width()), theme.px(480))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        theme = current()
        narrow, low = self.width() < theme.px(NARROW), self.height() < theme.px(LOW)
        has_last = self.session.visit.last is not None
        self.rail.set_folded(narrow)
        self.rail.setFixedWidth(rail_width(narrow))
        wide = self.width() >= theme.px(1800)
        self._side.setFixedWidth(theme.px(440 if wide else 340))
        if self.last is not None:
            self.last.set_photo_height(theme.px(300 if wide else 224))
        reveal(self._side, has_last and not narrow)
        reveal(self.last_line, has_last and narrow)
        edge = theme.px(8)
        self._work.setContentsMargins(MARGIN, edge, MARGIN, edge)
        self.view.set_low(low, self.height() < theme.px(SHORT))
        self.fit_neighbours()

    def fit_neighbours(self) -> None:
        """Two on each side of a tall screen, one as a rule, on a short one only what owes something."""
        theme = current()
        tall, short = self.height() >= theme.px(TALL), self.height() < theme.px(SHORT)
        for n, row in enumerate(reversed(self.before)):
            owing = n == 0 and not row.amend.isHidden()
            reveal(row, tall if n else not short or owing)
        for n, row in enumerate(self.after):
            reveal(row, tall if n else not short)
