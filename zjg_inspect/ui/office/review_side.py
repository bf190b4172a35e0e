"""并排看: what was photographed and said of an item the last time, or in the former version, beside what is now."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui.large_photos import Picture
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.badge import VerdictLabel
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

GROUP, GROUPS = 4, 4


class Side(NamedTuple):
    """One of the two: `name` on the switch, whose visit it is, what it says of the item, and its photos."""

    name: str
    title: str
    verdict: Verdict | None
    words: str
    pictures: Sequence[Picture]


class Pair(NamedTuple):
    """What is seen beside each other: of the left sides one at a time. `linked`: the photos belong together one by
    one, so that both are stepped through at once."""

    title: str
    left: Sequence[Side]
    right: Side
    linked: bool = False


def code_words(sha256: str) -> str:
    """照片码 8f3a 02c4 91de 77b0: the first figures of the photo's hash."""
    return "照片码 " + " ".join(sha256[at : at + GROUP] for at in range(0, GROUP * GROUPS, GROUP))


def _first_new(left: Side, right: Side) -> int:
    """The place of the first photo at the right that the left has not got; the first of all where there is none."""
    before = {picture.photo.sha256 for picture in left.pictures}
    return next((at for at, picture in enumerate(right.pictures) if picture.photo.sha256 not in before), 0)


class _Column(QWidget):
    """One side: whose it is, what it says, its photo at full height, time, place and hash under it."""

    wanted = Signal(str)
    stepped = Signal(int)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        rows.setSpacing(theme.px(6))
        self.title = ElidedLabel("", "body", strong=True, parent=self)
        self._said = QHBoxLayout()
        self._said.setSpacing(theme.px(8))
        self._verdict: VerdictLabel | None = None
        self.words = RichLabel([], "secondary", self)
        self._said.addWidget(self.words, 1)
        self.view = PhotoView(self)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        self.facts, self.code = RichLabel([], "secondary", self), Label("", "hint", "ink-2", parent=self)
        self.code.setObjectName(f"{name}_code")
        self.count = Label("", "secondary", "ink-2", parent=self)
        self.before = KeyButton("", "chevron-left", height="small", parent=self)
        self.after = KeyButton("", "chevron-right", height="small", parent=self)
        for button, word, by in ((self.before, "上一张", -1), (self.after, "下一张", 1)):
            button.setObjectName(f"{name}_{'before' if by < 0 else 'after'}")
            button.setAccessibleName(word)
            button.setToolTip(word)
            button.clicked.connect(lambda _checked=False, by=by: self.stepped.emit(by))
        foot.addWidget(self.facts, 1)
        for widget in (self.count, self.before, self.after):
            foot.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        rows.addWidget(self.title)
        rows.addLayout(self._said)
        rows.addWidget(self.view, 1)
        rows.addLayout(foot)
        rows.addWidget(self.code)
        self.pictures: list[Picture] = []
        self.at = 0
        self._nothing = ""

    def show_side(self, side: Side, at: int = 0) -> None:
        self.pictures, self.at, self._nothing = list(side.pictures), at, f"{side.name}没有照片"
        self.title.setText(side.title)
        if self._verdict is not None:
            self._said.removeWidget(self._verdict)
            self._verdict.hide()
            self._verdict.deleteLater()
            self._verdict = None
        if side.verdict is not None:
            self._verdict = VerdictLabel(side.verdict, kind="secondary", parent=self)
            self._said.insertWidget(0, self._verdict, 0, Qt.AlignmentFlag.AlignTop)
            self._verdict.show()
        self.words.set_parts([Part(side.words)])
        self._show()

    def step(self, by: int) -> None:
        at = max(0, min(len(self.pictures) - 1, self.at + by))
        if at != self.at:
            self.at = at
            self._show()

    def take(self, sha: str, jpeg: bytes | None) -> None:
        """The bytes that were asked for; None where the photo has not arrived."""
        if self.pictures and self.pictures[self.at].photo.sha256 == sha:
            self.view.set_photo(jpeg, self.pictures[self.at].words if jpeg else "这张照片还没有到")

    def _show(self) -> None:
        many = len(self.pictures)
        self.count.setText(f"第 {self.at + 1} 张，共 {many} 张" if many > 1 else "")
        for button in (self.before, self.after):
            reveal(button, many > 1)
        self.before.setEnabled(self.at > 0)
        self.after.setEnabled(self.at < many - 1)
        if not many:
            self.view.set_photo(None, self._nothing)
            self.facts.set_parts([])
            self.code.setText("")
            return
        picture = self.pictures[self.at]
        self.view.set_photo(None, "")
        self.facts.set_parts([Part(picture.words)])
        self.code.setText(code_words(picture.photo.sha256))
        self.code.setToolTip(picture.photo.sha256)
        self.wanted.emit(picture.photo.sha256)


class SideBySide(QWidget):
    """`left` when the person goes back; `wanted` asks for a photo's bytes; `moved` for the next item or the one before
    it."""

    left = Signal()
    wanted = Signal(str)
    moved = Signal(int)

    def __init__(self, back: str, parent: QWidget | None = None) -> None:
        """`back`: the words of the way back."""
        super().__init__(parent)
        self.setObjectName("sideBySide")
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, theme.px(8), MARGIN, theme.px(8))
        head.setSpacing(theme.px(12))
        self.back = KeyButton(back, "chevron-left", "Esc", kind="quiet", parent=self)
        self.back.setObjectName("leaveSides")
        self.back.clicked.connect(self.left)
        self.title = ElidedLabel("", "body", strong=True, parent=self)
        self.which = Segmented([("0", "上次", ""), ("1", "上一版", "")], "左边看哪个", "small", self)
        self.which.changed.connect(lambda value: self._choose(int(value)))
        self.up = KeyButton("上一条", "chevron-up", "↑", height="small", parent=self)
        self.down = KeyButton("下一条", "chevron-down", "↓", height="small", parent=self)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        for widget in (self.which, self.up, self.down):
            head.addWidget(widget)
        rows.addLayout(head)
        rows.addWidget(Rule(self))
        across = QHBoxLayout()
        across.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        across.setSpacing(0)
        self.former, self.now = _Column("formerSide", self), _Column("nowSide", self)
        across.addWidget(self.former, 1)
        across.addWidget(Rule(self, upright=True))
        across.addWidget(self.now, 1)
        rows.addLayout(across, 1)
        self._pair: Pair | None = None
        for column in (self.former, self.now):
            column.wanted.connect(self.wanted)
        self.former.stepped.connect(lambda by: self.step(by, former=True))
        self.now.stepped.connect(lambda by: self.step(by))
        for button, by in ((self.up, -1), (self.down, 1)):
            button.setObjectName("itemBefore" if by < 0 else "itemAfter")
            button.clicked.connect(lambda _checked=False, by=by: self.moved.emit(by))
        keys = (("Left", -1, False), ("Right", 1, False), ("Shift+Left", -1, True), ("Shift+Right", 1, True))
        for key, by, former in keys:
            shortcut = QShortcut(QKeySequence(key), self, lambda by=by, former=former: self.step(by, former))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_pair(self, pair: Pair, before: bool = False, after: bool = False) -> None:
        """`before`, `after`: whether there is another item to be seen so, in front of this one or behind it."""
        self._pair = pair
        self.title.setText(pair.title)
        reveal(self.which, len(pair.left) > 1)
        for at, side in enumerate(pair.left[: len(self.which.buttons)]):
            self.which.buttons[str(at)].setText(side.name)
        for button, there in ((self.up, before), (self.down, after)):
            reveal(button, before or after)
            button.setEnabled(there)
        self.now.show_side(pair.right, _first_new(pair.left[0], pair.right))
        self._choose(0)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int, former: bool = False) -> None:
        """The next photo of this item, or the one before it."""
        if self._pair is None:
            return
        linked = self._pair.linked
        for column, meant in ((self.former, former or linked), (self.now, not former or linked)):
            if meant:
                column.step(by)

    def take(self, sha: str, jpeg: bytes | None) -> None:
        """The bytes that were asked for; None where the photo has not arrived."""
        for column in (self.former, self.now):
            column.take(sha, jpeg)

    def _choose(self, at: int) -> None:
        if self._pair is not None:
            self.which.set_value(str(at))
            self.former.show_side(self._pair.left[at])
