"""不再适用: what was answered before the facts were amended; to be read, not to be answered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.form import Item, why
from zjg_inspect.model.marks import as_seen
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import VerdictLabel
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.rail import ASIDE
from zjg_inspect.ui.widgets.text import Label

_WHAT = "按改过的现场情况，这几条不用查。答过的留着、另放，不计入结论；情况改回来，就又算数。"


class AsidePanel(SidePanel):
    """`photos_requested` gives the photos that were taken at one of the items."""

    photos_requested = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ASIDE, 560, parent)
        self.setObjectName("asidePanel")
        self.set_body(QWidget(self), scrolls=True)

    def show_aside(self, session: VisitSession) -> None:
        self.set_title(f"{ASIDE} {len(session.aside)} 条")
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, current().px(8), 0)
        rows.setSpacing(current().px(12))
        rows.addWidget(Label(_WHAT, "body", "ink-2", wrap=True, parent=body))
        for item in session.aside:
            rows.addWidget(Rule(body))
            rows.addWidget(self._row(session, item, body))
        rows.addStretch(1)
        if self.area is not None:
            self.area.setWidget(body)

    def _row(self, session: VisitSession, item: Item, parent: QWidget) -> QWidget:
        theme, answer = current(), session.answer_of(item.code)
        row = QWidget(parent)
        row.setObjectName(f"aside_{item.code}")
        rows = QVBoxLayout(row)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(Label(item.code, "body", strong=True, parent=row), 0, top)
        head.addWidget(Label(item.title, "body", strong=True, wrap=True, parent=row), 1)
        head.addWidget(VerdictLabel(answer.verdict, parent=row), 0, top)
        rows.addLayout(head)
        kept = "隐患也记着，不算数。" if session.hazard(item.code) is not None else ""
        said = "；".join(part for part in (answer.reason.strip(), answer.note.strip()) if part)
        for text in (said, kept):
            if text:
                rows.addWidget(Label(text, "body", wrap=True, parent=row))
        rows.addWidget(Label(why(item, session.visit.draft.head.facts), "secondary", "ink-2", wrap=True, parent=row))
        photos = [each.photo for each in session.photos(item.code)]
        if photos:
            look = KeyButton(f"看照片 {len(as_seen(photos))} 张", "image", parent=row)
            look.setObjectName(f"photos_{item.code}")
            look.clicked.connect(lambda: self.photos_requested.emit(photos))
            rows.addWidget(look, 0, Qt.AlignmentFlag.AlignLeft)
        return row
