"""One checklist item: its text, its source, what to look at, the note and the photos. It saves nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.model.form import Facts, Item, why
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui.field.walker_note import PHRASES, NoteRow
from zjg_inspect.ui.field.walker_words import sources, spaced
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import Badge, BadgeKind, VerdictLabel
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal, text_width
from zjg_inspect.ui.widgets.photos import PhotoStrip
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import InlineError, ItemText, Label


class ItemView(QFrame):
    """The card that the ring stands on. `hazard` asks to record the item's hazard, `undone` to undo."""

    hazard = Signal()
    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("itemView")
        self.setProperty("frame", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        # else 1 2 3 N P H U would go into the input method
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        theme = current()
        self._all_sources = self._first_source = ""
        self._at = self._total = 0
        self._low = False
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(theme.px(12))
        self._rows.addLayout(self._head())
        self._rows.addWidget(self._question(), 1)
        self.note = NoteRow("N", parent=self)
        self.strip = PhotoStrip(self)
        self.error = InlineError(parent=self)
        self._foot = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._foot.setSpacing(theme.px(12))
        self._foot.addWidget(self.note)
        photos = QHBoxLayout()
        photos.setSpacing(theme.px(16))
        photos.addWidget(self.strip, 1)
        photos.addWidget(self._state())
        self._foot.addLayout(photos)
        self._rows.addLayout(self._foot)
        self._rows.addWidget(self._undo_line())
        self._rows.addWidget(self.error)
        self.set_low(False)

    # -- its parts -------------------------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        self._code = Label("", "body", strong=True, parent=self)
        self._source = Label("", "secondary", "ink-2", parent=self)
        self.badge = Badge("", parent=self)
        self._position = Label("", "secondary", "ink-2", parent=self)
        self._position.setTextFormat(Qt.TextFormat.RichText)
        row.addWidget(self._code)
        row.addWidget(self._source)
        row.addWidget(self.badge)
        row.addStretch(1)
        row.addWidget(self._position)
        return row

    def _question(self) -> QScrollArea:
        theme = current()
        inside = QWidget(self)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        # in the sun the letters are larger, the card is not
        rows.setSpacing(theme.px(8 if theme.sunlight else 14))
        self.text = ItemText("", parent=inside)
        rows.addWidget(self.text)
        self.known = Label("", "secondary", "attention", strong=True, wrap=True, parent=inside)
        self.known.setObjectName("knownHazard")
        rows.addWidget(self.known)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(4 if theme.sunlight else 8))
        grid.setColumnStretch(1, 1)
        self._grid: dict[str, tuple[Label, ItemText]] = {}
        for at, name in enumerate(("看什么", "算符合", "为什么查", "来源")):
            label, text = Label(name, "look", "ink-2", parent=inside), ItemText("", "look", inside)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, at, 1)
            self._grid[name] = label, text
        rows.addLayout(grid)
        rows.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setObjectName("itemScroll")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setMinimumHeight(theme.px(60))
        self.area.setWidget(inside)
        touch_scroll(self.area)
        return self.area

    def _state(self) -> QWidget:
        """What a failed item still owes, and the next step."""
        self._owing = QWidget(self)
        row = QHBoxLayout(self._owing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._judged = VerdictLabel(Verdict.FAIL, "已判不符合", parent=self._owing)
        self._missing = Label("", "body", parent=self._owing)
        words.addWidget(self._judged, 0, Qt.AlignmentFlag.AlignRight)
        words.addWidget(self._missing, 0, Qt.AlignmentFlag.AlignRight)
        self.hazard_button = KeyButton("记隐患", key="H", kind="main", parent=self._owing)
        self.hazard_button.setObjectName("recordHazard")
        self.hazard_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hazard_button.clicked.connect(self.hazard)
        row.addLayout(words)
        row.addWidget(self.hazard_button)
        return self._owing

    def _undo_line(self) -> QWidget:
        self._undone = QWidget(self)
        row = QHBoxLayout(self._undone)
        row.setContentsMargins(0, 0, 0, 0)
        self._undone_words = Label("", "secondary", "ink-2", wrap=True, parent=self._undone)
        button = KeyButton("撤销", "undo-2", "Ctrl+Z", kind="quiet", parent=self._undone)
        button.setObjectName("undoRemoval")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.undone)
        row.addWidget(self._undone_words, 1)
        row.addWidget(button)
        self._undone.hide()
        return self._undone

    # -- what it shows ---------------------------------------------------------------------------------------------

    def show_item(self, item: Item, facts: Facts, position: int, total: int) -> None:
        """Another item: its text; whatever was said of the one before goes."""
        self.setAccessibleName(f"{item.code} {item.text}")
        self._code.setText(item.code)
        self._at, self._total = position + 1, total
        self._all_sources = sources(item.sources)
        self._first_source = sources(item.sources[:1]) + f" 等 {len(item.sources)} 处"
        self.text.set_text(item.text)
        for name, text in (
            ("看什么", "\n".join(item.look_at)), ("算符合", item.met), ("为什么查", why(item, facts)),
            ("来源", self._all_sources.removeprefix("来源 ")),
        ):  # fmt: skip
            self._grid[name][1].set_text(spaced(text))
        self.area.verticalScrollBar().setValue(0)
        self.error.set_text("")
        self._undone.hide()

    def show_badge(self, text: str, kind: BadgeKind, icon: str | None = None) -> None:
        """At most one; "" for none."""
        self.badge.set_badge(text, kind, icon)
        reveal(self.badge, bool(text))
        self._fit_head()

    def show_known(self, text: str) -> None:
        """The hazard that is open here, and what an answer does to it."""
        self.known.setText(text)
        reveal(self.known, bool(text))

    def show_note(self, text: str, phrases: Sequence[str]) -> None:
        self.note.show_for(text, phrases, "备注，可不填")

    def show_reason(self, text: str, phrases: Sequence[str]) -> None:
        self.note.show_for(text, phrases, "为什么不适用，要写一句", whole=phrases)

    def show_owing(self, missing: str, recorded: bool) -> None:
        """For a failed item: what its hazard lacks, or that it is recorded; "" and not recorded shows nothing."""
        self._missing.setText(missing or "隐患已记下")
        self.hazard_button.set_words("看隐患" if recorded and not missing else "补隐患" if recorded else "记隐患")
        self.hazard_button.set_kind("main" if missing else "plain")
        reveal(self._owing, bool(missing) or recorded)
        self._fit_foot()

    def next_step(self) -> QWidget:
        """What has the keyboard when one comes here: what a failed item still owes, else the item itself."""
        owing = not self._owing.isHidden() and self.hazard_button.kind() == "main"
        return self.hazard_button if owing else self

    def say_undoable(self, text: str) -> None:
        """What was just done, beside the button that takes it back."""
        self._undone_words.setText(text)
        reveal(self._undone, bool(text))

    def flush(self) -> None:
        """Hand over what is being typed."""
        self.note.field.flush()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A photo may be let go anywhere here, not only on the strip."""
        self.strip.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.strip.dropEvent(event)

    # -- its size --------------------------------------------------------------------------------------------------

    def set_low(self, low: bool, short: bool = False) -> None:
        """`low`: too little height for all; note and photos share a line. `short`: smaller margins."""
        theme = current()
        side, edge = theme.px(24), theme.px(12 if low or short else 16)
        self._rows.setContentsMargins(side, edge, side, edge)
        direction = QBoxLayout.Direction
        self._foot.setDirection(direction.LeftToRight if low else direction.TopToBottom)
        self._low = low
        self._fit_foot()

    def _fit_foot(self) -> None:
        """In one line, phrases give way to what is owed."""
        self.note.set_room(PHRASES if not self._low else 0 if not self._owing.isHidden() else 1)

    def _fit_head(self) -> None:
        """All sources in the head where they fit, else the first one there and all in the grid."""
        theme = current()
        brief = theme.sunlight or self.width() < theme.px(700)
        bold = f"<b>{self._at}</b>"
        self._position.setText(f"{bold} / {self._total}" if brief else f"第 {bold} 条，共 {self._total} 条")
        font = theme.font("secondary")
        badge = 0 if self.badge.isHidden() else self.badge.sizeHint().width() + theme.px(12)
        taken = self._code.sizeHint().width() + badge + self._position.sizeHint().width() + theme.px(48 + 36)
        fits = text_width(self._all_sources, font) <= self.width() - taken
        self._source.setText(self._all_sources if fits else self._first_source)
        for widget in self._grid["来源"]:
            reveal(widget, not fits)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._all_sources:
            self._fit_head()
