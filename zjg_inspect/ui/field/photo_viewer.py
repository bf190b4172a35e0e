"""One photo as large as the screen: its caption, and what is drawn on a copy of it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Photo
from zjg_inspect.model.marks import MarkKind, as_seen, original_of
from zjg_inspect.ui.field.photo_then import ThenColumn
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.field.walker_note import NoteField
from zjg_inspect.ui.field.walker_photos import LARGE, Pictures, show_photo
from zjg_inspect.ui.field.walker_words import taken
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.mark_view import MarkView
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label
from zjg_inspect.ui.words import MARKED

TOOLS: Final[tuple[tuple[MarkKind, str, str, str], ...]] = (
    ("arrow", "箭头", "move-up-right", "J"),
    ("circle", "圈", "circle", "Q"),
    ("mosaic", "马赛克", "grid-2x2", "M"),
)
_HINT: Final = "在照片上拖着画，点一下也行；方向键移动，Shift 加方向键改大小。画在副本上，原图留作证据。"


class PhotoViewer(SidePanel):
    """The arrows turn over, Delete takes the photo away, N writes the caption, J Q M draw, D compares with then.

    `removed` gives the index among the photos that are seen; `captioned` index and text; `marked` index and marks;
    `undo_requested` when there is nothing drawn that is not kept yet.
    """

    removed = Signal(int)
    captioned = Signal(int, str)
    marked = Signal(int, list)
    undo_requested = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__("照片", 0, parent)
        self.setObjectName("photoViewer")
        # else the letters would go into the input method
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._pictures = pictures
        self._photos: list[Photo] = []
        self._seen: list[Photo] = []
        self._at = 0
        self._may_change = self._may_undo = False
        # what is in the view now, and the photo of which a copy is being made
        self._shown: tuple[str, bool] = "", False
        self._waiting = ""
        self.view = MarkView(self)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.error = InlineError(parent=self)
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._views(), 1)
        rows.addLayout(self._words())
        rows.addWidget(self.error)
        rows.addLayout(self._tools())
        self.set_body(body)
        self._connect()

    def _views(self) -> QHBoxLayout:
        """What it looked like when the hazard was found at the left, now at the right."""
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        self.then = ThenColumn(self._pictures, self)
        row.addWidget(self.then, 1)
        now = QVBoxLayout()
        now.setSpacing(current().px(4))
        self._now = Label("本次", "body", strong=True, parent=self)
        now.addWidget(self._now)
        now.addWidget(self.view, 1)
        row.addLayout(now, 1)
        return row

    def _words(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        self.note = NoteField("N", self)
        self.note.line.setObjectName("photo_caption")
        self.note.line.setAccessibleName("照片说明")
        self.note.line.setPlaceholderText("说明：照片上看什么，可不填")
        self.caption = Label("", "body", wrap=True, parent=self)
        self.hint = Label(_HINT, "body", "ink-2", wrap=True, parent=self)
        self.before = KeyButton("上一张", "chevron-left", "←", parent=self)
        self.after = KeyButton("下一张", "chevron-right", "→", parent=self)
        row.addWidget(self.note, 1)
        row.addWidget(self.caption, 1)
        row.addWidget(self.hint, 1)
        row.addWidget(self.before)
        row.addWidget(self.after)
        return row

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        self.tools: dict[MarkKind, KeyButton] = {}
        for kind, word, icon, key in TOOLS:
            button = KeyButton(word, icon, key, parent=self)
            button.setCheckable(True)
            button.clicked.connect(partial(self.choose, kind))
            self.tools[kind] = button
            row.addWidget(button)
        self.undo = KeyButton("撤销", "undo-2", "Ctrl+Z", kind="quiet", parent=self)
        self.original = KeyButton("看原图", "image", "O", parent=self)
        self.original.setCheckable(True)
        self.remove = KeyButton("移走这张", "x", "Del", parent=self)
        self.beside = KeyButton("对照", "git-compare", "D", parent=self)
        self.beside.setCheckable(True)
        self.done = KeyButton("画好了", key="Enter", kind="main", height="control", parent=self)
        row.addWidget(self.undo)
        row.addStretch(1)
        for button in (self.beside, self.original, self.remove, self.done):
            row.addWidget(button)
        names = {
            "before": self.before,
            "after": self.after,
            "undo": self.undo,
            "original": self.original,
            "beside": self.beside,
        }
        names |= {"remove": self.remove, "done": self.done} | {str(kind): each for kind, each in self.tools.items()}
        for name, button in names.items():
            button.setObjectName(f"photo_{name}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return row

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(self._undo)
        self.done.clicked.connect(self.finish)
        self.original.clicked.connect(self._show)
        self.beside.clicked.connect(self._show_state)
        self.note.edited.connect(lambda text: self.captioned.emit(self._at, text))
        self.note.left.connect(self._caption_left)
        self.view.changed.connect(self._show_state)
        self._pictures.came.connect(self._came)
        keys: dict[str, Callable[[], object]] = {
            "O": partial(_press, self.original), "D": partial(_press, self.beside),
            "N": self._write, "Ctrl+Z": self._undo, "Del": self._remove,
        }  # fmt: skip
        for kind, _, _, key in TOOLS:
            keys[key] = partial(self._draw, kind)
        for key, dx, dy in (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1)):
            keys[key] = partial(self._arrow, dx, dy)
            keys[f"Shift+{key}"] = partial(self.view.move_last, dx, dy, only_end=True)
        for key, do in keys.items():
            shortcut = QShortcut(QKeySequence(key), self, do)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat("Left" in key or "Right" in key or "Up" in key or "Down" in key)

    # -- which photos ----------------------------------------------------------------------------------------------

    def show_photos(
        self,
        photos: list[Photo],
        at: int,
        may_change: bool = True,
        then: tuple[list[Photo], str] = ([], ""),
    ) -> None:
        """All photos of one place, the originals of marked ones among them; `at` counts those that are seen. `then`:
        what was photographed there when the hazard was found, and on which day."""
        self.then.show_then(*then)
        self.beside.setChecked(self.then.has_any())
        self._photos, self._seen, self._may_change = photos, as_seen(photos), may_change
        self._at = max(0, min(at, len(self._seen) - 1))
        self._leave_marking()
        self._waiting = ""
        self.original.setChecked(False)
        self.error.set_text("")
        if photos:
            self.open()
            self._show()
        else:
            self.close_panel()

    def refresh(self, photos: list[Photo]) -> None:
        """The same photos after a change: one was marked, named, taken away or put back."""
        if self.isHidden() or not self._may_change or photos == self._photos:
            return
        self._photos, self._seen = photos, as_seen(photos)
        self._at = max(0, min(self._at, len(self._seen) - 1))
        if self._waiting not in [each.sha256 for each in self._seen]:
            self._waiting = ""
        if self._seen:
            self._show()
        else:
            self.close_panel()

    def set_undo(self, possible: bool) -> None:
        """Whether the last step was made to these photos, so that it may be taken back here."""
        self._may_undo = possible
        self._show_state()

    def refuse(self, sentence: str) -> None:
        """The copy could not be made, if it is one that is waited for."""
        if not self._waiting:
            return
        self._waiting = ""
        self.error.set_text(sentence)
        self._show()

    def _turn(self, by: int) -> None:
        self.note.flush()
        self.finish()
        self._at = max(0, min(len(self._seen) - 1, self._at + by))
        self.original.setChecked(False)
        self._show()

    def _remove(self) -> None:
        if self._is_marking():
            self.view.take_back()
        elif self._may_change and not self.original.isChecked():
            self.removed.emit(self._at)

    # -- its caption -----------------------------------------------------------------------------------------------

    def _write(self) -> None:
        if self._may_change and not self._is_marking():
            self.note.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _caption_left(self) -> None:
        self.note.flush()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Hand over what is being typed or drawn."""
        if self.isVisible():
            self.note.flush()
            self.finish()

    # -- marks -----------------------------------------------------------------------------------------------------

    def _is_marking(self) -> bool:
        return self.view.tool() is not None

    def choose(self, kind: MarkKind) -> None:
        """Draw with this tool from now on; the same tool once more is done with it."""
        if not self._may_change or self._waiting or not self.view.isEnabled():
            self._show_state()
            return
        if self.view.tool() == kind:
            self.finish()
            return
        self.note.flush()
        self.original.setChecked(False)
        self.error.set_text("")
        self.view.set_tool(kind)
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self, kind: MarkKind) -> None:
        """By key a mark stands there at once, to be moved by the arrows."""
        if self.view.tool() != kind:
            self.choose(kind)
        self.view.place()

    def _arrow(self, dx: int, dy: int) -> None:
        if self._is_marking():
            self.view.move_last(dx, dy)
        elif dx:
            self._turn(dx)
        else:
            self.then.step(dy)

    def finish(self) -> None:
        """Keep what was drawn: a copy with it is made."""
        if not self._is_marking():
            return
        self.view.set_tool(None)
        if drawn := self.view.marks():
            self._waiting = self._seen[self._at].sha256
            self.marked.emit(self._at, drawn)
        self._show_state()

    def _leave_marking(self) -> None:
        self.view.set_tool(None)
        self.view.clear()

    def _undo(self) -> None:
        if not self.view.take_back() and self._may_undo and not self._waiting:
            self.undo_requested.emit()

    # -- what it shows ---------------------------------------------------------------------------------------------

    def _came(self, sha256: str) -> None:
        if self.isVisible() and self._seen and sha256 == self._in_view().sha256:
            self._show()

    def _in_view(self) -> Photo:
        photo = self._seen[self._at]
        unmarked = original_of(self._photos, photo)
        return unmarked if unmarked is not None and self.original.isChecked() else photo

    def _show(self) -> None:
        photo, now = self._seen[self._at], self._in_view()
        self.set_title(f"第 {self._at + 1} 张，共 {len(self._seen)} 张")
        shown = now.sha256, self._pictures.get(now.sha256, LARGE) is not None
        if shown != self._shown or not shown[1]:
            self._shown = shown
            show_photo(self.view, self._pictures, now, LARGE)
        if not self._is_marking() and self._waiting != photo.sha256:
            self.view.clear()
        said = "这是原图，没有标注" if now is not photo else MARKED if photo.of else ""
        kept = "" if self._may_change else photo.caption
        self.caption.setText(" · ".join(part for part in (taken(photo), kept, said) if part))
        self.note.set_text(photo.caption)
        self._show_state()

    def _show_state(self) -> None:
        marking, change = self._is_marking(), self._may_change
        for kind, button in self.tools.items():
            reveal(button, change)
            button.setChecked(self.view.tool() == kind)
            button.setEnabled(not self._waiting)
        reveal(self.hint, marking)
        for widget in (self.caption, self.before, self.after):
            reveal(widget, not marking)
        reveal(self.note, change and not marking)
        reveal(self.undo, change)
        self.undo.setEnabled(bool(marking and self.view.marks()) or (not marking and self._may_undo))
        reveal(self.done, marking)
        has_original = bool(self._seen) and original_of(self._photos, self._seen[self._at]) is not None
        reveal(self.original, not marking and has_original)
        pair = self.then.has_any() and not marking
        reveal(self.beside, pair)
        reveal(self.then, pair and self.beside.isChecked())
        reveal(self._now, pair and self.beside.isChecked())
        reveal(self.remove, change and not marking and not self.original.isChecked())
        self.remove.set_words("移走标注" if has_original else "移走这张")
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < len(self._seen) - 1)

    def close_panel(self) -> None:
        self.flush()
        super().close_panel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ending = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if self._is_marking() and ending:
            self.finish()
        else:
            super().keyPressEvent(event)


def _press(button: KeyButton) -> None:
    """What is not to be seen cannot be pressed by its key either."""
    if button.isVisible():
        button.click()
