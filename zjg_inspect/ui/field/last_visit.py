"""What was answered and photographed here last time: a fact beside the question, never an answer given beforehand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Answer, Photo
from zjg_inspect.model.marks import as_seen
from zjg_inspect.service.visit_opened import Visit
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.field.walker_photos import BESIDE, Pictures, show_photo
from zjg_inspect.ui.field.walker_words import aftermath, last_line, taken
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import VerdictLabel
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.paint import begin, draw_box, reveal
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.text import ElidedLabel, Label
from zjg_inspect.ui.words import MARKED


class LastVisitPanel(QWidget):
    """`record_requested` asks for the whole record, `photo_requested` for the photos, seen large."""

    record_requested = Signal()
    photo_requested = Signal(list)

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lastVisit")
        self.setAccessibleName("上次检查")
        self._pictures = pictures
        self._photos: list[Photo] = []
        self._seen: list[Photo] = []
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        head = QHBoxLayout()
        self._date = Label("", "body", strong=True, parent=self)
        self._who = ElidedLabel("", "secondary", "ink-2", parent=self)
        self._who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._date)
        head.addWidget(self._who, 1)
        rows.addLayout(head)
        self.verdict = VerdictLabel(kind="look", parent=self)
        self._note = Label("", "body", wrap=True, parent=self)
        self.view = PhotoView(self)
        self.view.setFixedHeight(theme.px(224))
        self.view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._caption = Label("", "secondary", "ink-2", wrap=True, parent=self)
        self._more = Rule(self)
        self._fate = Label("", "body", wrap=True, parent=self)
        for widget in (self.verdict, self._note, self.view, self._caption, self._more, self._fate):
            rows.addWidget(widget)
        rows.addStretch(1)
        self.record_button = KeyButton("看上次整份记录", "file-text", parent=self)
        self.record_button.setObjectName("lastRecord")
        self.record_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.record_button.clicked.connect(self.record_requested)
        rows.addWidget(self.record_button)
        self.view.clicked.connect(lambda: self.photo_requested.emit(self._photos))
        pictures.came.connect(self._came)

    def set_photo_height(self, height: int) -> None:
        self.view.setFixedHeight(height)

    def show_last(self, visit: Visit, code: str, answer: Answer | None) -> None:
        last = visit.last
        if last is None:
            return
        content, state = last.body.content, last.hazard_states.get(code, "")
        self._date.setText(f"上次 {content.date}")
        self._who.setText("、".join(person.name for person in content.inspectors) + " 查" if content.inspectors else "")
        reveal(self.verdict, answer is not None)
        if answer is not None:
            self.verdict.set_verdict(answer.verdict, tail=aftermath(answer.verdict, state))
        text = "没有查这一条。" if answer is None else answer.note or answer.reason
        self._note.setText(text)
        reveal(self._note, bool(text))
        self._photos = list(answer.photos) if answer else []
        self._seen = as_seen(self._photos)
        self._show_photo()
        hazard = next((found for found in content.hazards if found.item == code), None)
        self._fate.setText("" if hazard is None else f"要求：{hazard.rectification.measures}。")
        for widget in (self._more, self._fate):
            reveal(widget, hazard is not None and bool(hazard.rectification.measures))

    def _came(self, sha256: str) -> None:
        if self._seen and self._seen[0].sha256 == sha256:
            self._show_photo()

    def _show_photo(self) -> None:
        reveal(self.view, bool(self._photos))
        reveal(self._caption, bool(self._photos))
        if self._seen:
            first = self._seen[0]
            show_photo(self.view, self._pictures, first, BESIDE)
            count = f"共 {len(self._seen)} 张" if len(self._seen) > 1 else ""
            parts = (taken(first), first.caption, MARKED if first.of else "", count)
            self._caption.setText(" · ".join(part for part in parts if part))


class LastBeside(SidePanel):
    """The same over the right part of the screen, where there is no room beside the item."""

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__("上次检查", 380, parent)
        self.setObjectName("lastVisitPanel")
        self.last = LastVisitPanel(pictures, self)
        self.set_body(self.last)


class LastVisitLine(QPushButton):
    """The last visit as one line above the card, where there is no room beside it; tapped, it opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lastVisitLine")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(current().px(12), 0, current().px(12), 0)
        self._words = ElidedLabel("", "body", parent=self)
        row.addWidget(self._words, 1)
        row.addWidget(Label("打开", "secondary", "action", parent=self))
        self.setFixedHeight(current().height("neighbour"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current()
        fill = theme.colour("selection" if self.isDown() else "surface")
        draw_box(begin(self), self.rect(), fill, theme.colour("line"), theme.line)

    def show_last(self, visit: Visit, code: str, answer: Answer | None) -> None:
        if visit.last is not None:
            state = visit.last.hazard_states.get(code, "")
            line = last_line(visit.last.body.content.date, answer, state)
            self._words.setText(line)
            self.setAccessibleName(line)


class LastRecord(SidePanel):
    """All that was answered last time, section by section."""

    def __init__(self, visit: Visit, parent: QWidget) -> None:
        last = visit.last
        super().__init__("上次整份记录", 720, parent)
        self.setObjectName("lastRecordPanel")
        if last is None:
            return
        content = last.body.content
        self.set_title(f"上次 {content.date} {content.number}")
        body = self.page()
        rows = QVBoxLayout(body)
        rows.setSpacing(current().px(8))
        answers = {answer.item: answer for answer in content.answers}
        for section in last.form.sections:
            given = [(item, answers[item.code]) for item in section.items if item.code in answers]
            if not given:
                continue
            rows.addWidget(Label(f"{section.numeral} {section.title}", "body", strong=True, parent=body))
            for item, answer in given:
                row = QHBoxLayout()
                row.setSpacing(current().px(12))
                row.addWidget(Label(item.code, "secondary", "ink-2", parent=body), 0, Qt.AlignmentFlag.AlignTop)
                said = answer.note or answer.reason
                row.addWidget(Label(f"{item.title}{'：' if said else ''}{said}", "body", wrap=True, parent=body), 1)
                row.addWidget(VerdictLabel(answer.verdict, parent=body), 0, Qt.AlignmentFlag.AlignTop)
                rows.addLayout(row)
        rows.addStretch(1)
