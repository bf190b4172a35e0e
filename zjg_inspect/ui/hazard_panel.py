"""One hazard with all its steps, and what may be recorded of it between two visits: 已整改, 延期, 执法移交."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from zjg_inspect.model.clock import today
from zjg_inspect.model.hazard import Step
from zjg_inspect.model.inspection import Photo, Someone
from zjg_inspect.service import hazards, visit
from zjg_inspect.service.hazards import Evidence, HazardStory, StoryStep
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.hazard_marks import five_words, step_words, summary
from zjg_inspect.ui.hazard_step_photos import StepPhotos
from zjg_inspect.ui.large_photos import LargePhotos, Picture, pictures_of
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card, FormRow, Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.photos import PhotoStrip
from zjg_inspect.ui.widgets.search import bring_into_view, page_area
from zjg_inspect.ui.widgets.text import InlineError, Label

VERBS: dict[Step, tuple[str, str]] = {
    "rectified": ("已整改…", "circle-check"), "extended": ("延期…", "calendar"),
    "referred": ("执法移交…", "move-up-right"),
}  # fmt: skip
_ASKS = {
    "rectified": "企业说改好了，要等检查的人看过才销号。",
    "extended": "新期限要晚于现在的期限。",
    "referred": "移交以后隐患还开着，一直标着，到销号为止。",
}
_REASONS = {"extended": "为什么延期", "referred": "为什么移交"}
_SAID = {"rectified": "已记下：企业报已改好，等复查。", "extended": "已延期。", "referred": "已记为移交执法。"}
SHEET = "看那次检查的表"
LONGEST = 500
THUMB = 184
# On a large screen its lines and fields grow no further.
WIDEST = 1100


class HazardPanel(QWidget):
    """`left` when the person goes back; `recorded` the sentence after something was written; `sheet_asked` the visit
    of a step whose sheet is to be seen; `enterprise_asked` that of the hazard."""

    left = Signal()
    recorded = Signal(str)
    sheet_asked = Signal(str)
    enterprise_asked = Signal(str)

    def __init__(self, db: Database, back: str, parent: QWidget | None = None, sheets: bool = False) -> None:
        """`back`: the words of the way back; `sheets`: offer the way to the enterprise and to each visit's sheet."""
        super().__init__(parent)
        self.setObjectName("hazardPanel")
        self._db, self._hazard, self._sheets = db, "", sheets
        self._story: HazardStory | None = None
        self._asking: Step | None = None
        self._photos: list[tuple[Evidence, bytes]] = []
        self._pressed: QWidget | None = None
        theme = current()
        pages = QVBoxLayout(self)
        pages.setContentsMargins(0, 0, 0, 0)
        self._told = QWidget(self)
        self.large = LargePhotos("回到经过", self)
        self.large.left.connect(self._back_from_photos)
        self.large.wanted.connect(self._read_photo)
        self.large.hide()
        pages.addWidget(self._told)
        pages.addWidget(self.large)
        outer = QVBoxLayout(self._told)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(8))
        top = QHBoxLayout()
        self.back = KeyButton(back, "chevron-left", "Esc", "quiet", parent=self)
        self.back.setObjectName("leaveHazard")
        self.back.clicked.connect(self.leave)
        top.addWidget(self.back)
        top.addStretch(1)
        outer.addLayout(top)
        area = page_area(self)
        inside = QWidget()
        inside.setMaximumWidth(theme.px(WIDEST))
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, theme.px(8))
        self._rows.setSpacing(theme.px(12))
        self._build(inside)
        area.setWidget(inside)
        outer.addWidget(area, 1)

    def _build(self, inside: QWidget) -> None:
        theme = current()
        head = Card(padding=16, gap=4, parent=inside)
        self._what = Label("", "body", strong=True, wrap=True, parent=head)
        self._where = Label("", "secondary", "ink-2", wrap=True, parent=head)
        self._stands = Label("", "secondary", "ink", wrap=True, parent=head)
        self._stands.setObjectName("hazardStands")
        self._five = Label("", "secondary", "ink-2", wrap=True, parent=head)
        for label in (self._what, self._where, self._stands, self._five):
            head.add(label)
        if self._sheets:
            self.to_enterprise = KeyButton("去登记看这家企业", "building-2", kind="quiet", height="small", parent=head)
            self.to_enterprise.setObjectName("toEnterprise")
            self.to_enterprise.clicked.connect(lambda: self.enterprise_asked.emit(self.enterprise()))
            head.rows.addWidget(self.to_enterprise, 0, Qt.AlignmentFlag.AlignLeft)
        self._verbs = QWidget(head)
        across = QHBoxLayout(self._verbs)
        across.setContentsMargins(0, theme.px(8), 0, 0)
        across.setSpacing(theme.px(8))
        self.buttons: dict[Step, KeyButton] = {}
        for step, (word, icon) in VERBS.items():
            button = KeyButton(word, icon, parent=self._verbs)
            button.setObjectName(f"hazard_{step}")
            button.clicked.connect(partial(self.ask, step))
            self.buttons[step] = button
            across.addWidget(button)
        across.addStretch(1)
        head.add(self._verbs)
        self._rows.addWidget(head)
        self.form = self._form(inside)
        self._rows.addWidget(self.form)
        self._steps = Card(padding=16, gap=4, parent=inside)
        self._rows.addWidget(self._steps)
        self._rows.addStretch(1)

    def _form(self, inside: QWidget) -> Card:
        theme = current()
        card = Card(parent=inside)
        self.day = DateField("日期", card)
        self.day.setFixedWidth(theme.px(190))
        self.who, self.note, self.reason = (QLineEdit(card) for _ in range(3))
        for line, name, spoken, hint in (
            (self.who, "rectifiedBy", "谁说的", "企业里谁说的，姓名"),
            (self.note, "rectifiedNote", "改了什么", "一句话；有照片可以不写"),
            (self.reason, "stepReason", "原因", ""),
        ):
            line.setObjectName(name)
            line.setAccessibleName(spoken)
            line.setPlaceholderText(hint)
            line.setMaxLength(LONGEST)
            line.returnPressed.connect(self.record)
        self.strip = PhotoStrip(card)
        self.strip.choose_button.setText("选照片")
        self.strip.added.connect(self._add_files)
        self.strip.pasted.connect(lambda picture: self._add(Evidence(picture, "粘贴的照片")))
        self.strip.removed.connect(self._remove)
        titles = {"day": "哪天改好", "who": "谁说的", "note": "改了什么", "photos": "照片", "reason": "原因"}
        self.row_of = {name: FormRow(title, parent=card) for name, title in titles.items()}
        self._late = FormRow("新期限", parent=card)
        self.deadline = DateField("新期限", self._late)
        self.deadline.setFixedWidth(theme.px(190))
        self._late.add(self.deadline)
        self._late.add_stretch()
        self.row_of["day"].add(self.day)
        self.row_of["day"].add_stretch()
        for name, field in (("who", self.who), ("note", self.note), ("reason", self.reason), ("photos", self.strip)):
            self.row_of[name].add(field, 1)
        self._asks = Label("", "secondary", "ink-2", wrap=True, parent=card)
        self._asks.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(4))
        card.add(self._asks)
        for row in (self._late, *self.row_of.values()):
            card.add(row)
        foot = QWidget(card)
        across = QHBoxLayout(foot)
        across.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(12))
        across.setSpacing(theme.px(8))
        self.error = InlineError(parent=foot)
        self.drop = KeyButton("不记了", parent=foot)
        self.drop.setObjectName("dropStep")
        self.done = KeyButton("记下", kind="main", height="control", parent=foot)
        self.done.setObjectName("recordStep")
        across.addWidget(self.error, 1, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(0)
        across.addWidget(self.drop)
        across.addWidget(self.done)
        card.add(foot)
        self.drop.clicked.connect(self._close)
        self.done.clicked.connect(self.record)
        return card

    # -- what it shows ---------------------------------------------------------------------------------------------

    def show_hazard(self, hazard: str) -> None:
        """Read it anew. Raises NotFound."""
        self._hazard = hazard
        story = self._story = hazards.hazard_story(self._db, hazard)
        row = story.row
        self._what.setText(row.what or row.title)
        self._where.setText(" · ".join(part for part in (row.name, f"{row.item} {row.title}", row.where) if part))
        self._stands.setText(summary(row))
        self._five.setText(five_words(story.rectification))
        reveal(self._five, bool(self._five.text()))
        if not self.large.isHidden():
            self._back_from_photos()
        for step, button in self.buttons.items():
            reveal(button, step in story.verbs)
        reveal(self._verbs, bool(story.verbs))
        self._close()
        while self._steps.rows.count():
            old = self._steps.rows.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for step_told in story.steps:
            self._tell(step_told)

    def _tell(self, step: StoryStep) -> None:
        """A step with its photos, and the way to the sheet of its visit."""
        done, how = step_words(step)
        if self._steps.rows.count():
            self._steps.add(Rule(self._steps))
        self._steps.add(Label(done, "secondary", strong=True, wrap=True, parent=self._steps))
        if how:
            self._steps.add(Label(how, "secondary", "ink-2", wrap=True, parent=self._steps))
        if step.photos:
            photos = StepPhotos(self._db, step.photos, self._steps)
            photos.opened.connect(partial(self._enlarge, pictures_of(step.photos, done)))
            self._steps.add(photos)
        if self._sheets and step.visit:
            button = KeyButton(SHEET, "file-text", kind="quiet", height="small", parent=self._steps)
            button.setObjectName("stepSheet")
            button.clicked.connect(partial(self.sheet_asked.emit, step.visit))
            self._steps.rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def start(self) -> None:
        first = next((button for button in self.buttons.values() if not button.isHidden()), self.back)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def steps(self) -> list[str]:
        """The words of the steps, the oldest first."""
        return (
            [" ".join(part for part in step_words(each) if part) for each in self._story.steps] if self._story else []
        )

    def enterprise(self) -> str:
        """Whose hazard is shown."""
        return self._story.row.enterprise if self._story else ""

    def stands(self) -> str:
        return self._stands.text()

    # -- a photo seen large ----------------------------------------------------------------------------------------

    def _enlarge(self, pictures: list[Picture], photo: Photo) -> None:
        self._pressed = QApplication.focusWidget()
        self._told.hide()
        self.large.show()
        at = next((n for n, each in enumerate(pictures) if each.photo == photo and not each.is_original), 0)
        self.large.show_pictures(pictures, at)

    def _back_from_photos(self) -> None:
        self.large.hide()
        self._told.show()
        if self._pressed is not None and isValid(self._pressed) and self._pressed.isVisible():
            self._pressed.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.start()

    def _read_photo(self, sha256: str) -> None:
        tasks.run(
            self,
            lambda _step: visit.photo_bytes(self._db, sha256),
            partial(self.large.take, sha256),
            lambda _error: self.large.take(sha256, None),
        )

    # -- what the person does --------------------------------------------------------------------------------------

    def ask(self, step: Step) -> None:
        """Open the fields of this verb in place."""
        self._asking = step
        self.error.set_text("")
        self._asks.setText(_ASKS[step])
        rectified = step == "rectified"
        for name, row in self.row_of.items():
            reveal(row, (name != "reason") == rectified)
        reveal(self._late, step == "extended")
        self.reason.setPlaceholderText(_REASONS.get(step, ""))
        if rectified:
            self.day.set_value(today())
        elif step == "extended" and self._story is not None:
            self.deadline.set_value(date.fromisoformat(hazards.first_extension(self._story.row.deadline)))
        self.form.show()
        (self.who if rectified else self.reason).setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self.form)

    def record(self) -> None:
        """Write it, off the window's thread; what is missing is said in place."""
        work = self._work()
        if work is None:
            return
        asked = self._asking
        self.done.setEnabled(False)

        def done(_version: str) -> None:
            self.done.setEnabled(True)
            self.show_hazard(self._hazard)
            self.start()
            self.recorded.emit(_SAID[str(asked)])

        def failed(error: Exception) -> None:
            self.done.setEnabled(True)
            self.error.set_text(messages.sentence(error))

        tasks.run(self, lambda _step: work(), done, failed)

    def _work(self) -> Callable[[], str] | None:
        db, hazard, reason = self._db, self._hazard, self.reason.text()
        day, until = self.day.value(), self.deadline.value()
        match self._asking:
            case "rectified":
                by, note = Someone(self.who.text().strip()), self.note.text()
                photos = [evidence for evidence, _ in self._photos]
                when = (day or today()).isoformat()
                return lambda: hazards.record_rectified(db, hazard, when, by, note, photos)
            case "extended":
                return lambda: hazards.extend(db, hazard, until.isoformat() if until else "", reason)
            case "referred":
                return lambda: hazards.refer(db, hazard, reason)
        return None

    def leave(self) -> None:
        """The large photo first, then the open fields, then the way back."""
        if not self.large.isHidden():
            self._back_from_photos()
        elif self.form.isHidden():
            self.left.emit()
        else:
            self._close()
            self.start()

    def _close(self) -> None:
        self._asking = None
        self.form.hide()
        for line in (self.who, self.note, self.reason):
            line.clear()
        self._photos = []
        self.strip.set_photos([])
        self.error.set_text("")

    def _add_files(self, files: list[Path]) -> None:
        for file in files:
            self._add(Evidence(file, file.name))

    def _add(self, evidence: Evidence) -> None:
        def came(thumbnail: bytes) -> None:
            self._photos.append((evidence, thumbnail))
            self.strip.set_photos([picture for _, picture in self._photos])

        def failed(error: Exception) -> None:
            self.error.set_text(messages.sentence(error))

        tasks.run(self, lambda _step: hazards.evidence_thumbnail(evidence, THUMB), came, failed)

    def _remove(self, at: int) -> None:
        del self._photos[at]
        self.strip.set_photos([picture for _, picture in self._photos])
