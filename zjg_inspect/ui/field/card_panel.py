"""Photos from a phone's card or a folder: what is on it, the newest first, and "take these 12"."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import phone_card
from zjg_inspect.service.phone_card import CardPhoto
from zjg_inspect.ui import messages, sticks, tasks
from zjg_inspect.ui.field.card_grid import CardGrid
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.small_pictures import SmallPictures
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label

# So many are read before the next are shown: the newest stand there at once, however full the card is.
CHUNK: Final = 150
# How often it is looked whether a card has been plugged in, while there is none.
LOOK_EVERY_MS: Final = 2000
_MOST_PLACES: Final = 3
_MOST_NAMED: Final = 3
_NO_CARD: Final = "没找到存储卡。插上手机卡或读卡器就会列在这里，也可以选一个文件夹。"


class CardPanel(SidePanel):
    """`taken` gives the paths of the chosen photos, in the order in which they were taken."""

    taken = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("从存储卡或文件夹收照片", 0, parent)
        self.setObjectName("cardPanel")
        self._task: tasks.Task | None = None
        self._turn = 0
        self._folder: Path | None = None
        self._unread: list[CardPhoto] = []
        self.pictures = SmallPictures(self)
        self.grid = CardGrid(self.pictures, today(), self)
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(current().px(10))
        rows.addLayout(self._places())
        self._empty = Label("", "body", wrap=True, parent=body)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        rows.addWidget(self._empty, 1)
        rows.addWidget(self.grid, 1)
        self.error = InlineError(parent=body)
        rows.addWidget(self.error)
        rows.addLayout(self._foot())
        self.set_body(body)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_for_cards)
        self.grid.photos.chosen_changed.connect(self._show)
        self.pictures.came.connect(self._came)

    def _places(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        self._where = ElidedLabel("", "body", parent=self)
        row.addWidget(self._where, 1)
        self._cards: list[KeyButton] = []
        for n in range(_MOST_PLACES):
            button = KeyButton("", "usb", parent=self)
            button.setObjectName(f"card_{n}")
            button.clicked.connect(partial(self._open_card, n))
            self._cards.append(button)
            row.addWidget(button)
        self.other = KeyButton("选文件夹", "folder-open", parent=self)
        self.other.setObjectName("chooseFolder")
        self.other.clicked.connect(self._choose_folder)
        row.addWidget(self.other)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        self._said = Label("", "secondary", "ink-2", wrap=True, parent=self)
        self.today = KeyButton("", parent=self)
        self.today.setObjectName("chooseToday")
        self.today.clicked.connect(lambda: self.grid.photos.choose(self.grid.photos.todays()))
        self.take = KeyButton("收这些", key="Enter", kind="main", parent=self)
        self.take.setObjectName("takeThese")
        self.take.clicked.connect(self._take)
        row.addWidget(self._said, 1)
        row.addWidget(self.today)
        row.addWidget(self.take)
        return row

    # -- where from ------------------------------------------------------------------------------------------------

    def start(self, folder: Path | None = None) -> None:
        """Open it at this folder, else at the card that is plugged in, else at the folder that was open before."""
        self.open()
        self.grid.photos.day = today()
        self.error.set_text("")
        found = self._show_cards()
        if folder is not None or found:
            self.look_into(folder or found[0].root)
        elif self._folder is not None and self._folder.is_dir():
            self.look_into(self._folder)
        else:
            self._folder = None
            self.grid.photos.clear()
            self._look.start()
            self._show()
        (self.grid if found or self._folder else self.other).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_cards(self) -> list[sticks.Stick]:
        """Those with a camera's folder first."""
        found = sorted(sticks.sticks(), key=lambda stick: not (stick.root / "DCIM").is_dir())
        self._roots = [stick.root for stick in found[:_MOST_PLACES]]
        for n, button in enumerate(self._cards):
            reveal(button, n < len(self._roots))
            if n < len(self._roots):
                button.set_words(found[n].name)
        return found

    def _look_for_cards(self) -> None:
        found = self._show_cards()
        if found and self._folder is None:
            self.look_into(found[0].root)
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_card(self, n: int) -> None:
        self.look_into(self._roots[n])
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选放照片的文件夹", str(self._folder or ""))
        if chosen:
            self.look_into(Path(chosen))
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_into(self, folder: Path) -> None:
        """Show the photos in there; what was chosen elsewhere is not chosen any more."""
        self._stop()
        self._look.stop()
        self._folder = folder
        self._unread = []
        self.error.set_text("")
        self.grid.photos.clear()
        self._work(partial(phone_card.photos_in, folder), self._found)
        self._show()

    def _found(self, photos: list[CardPhoto]) -> None:
        self._unread = photos
        self._task = None
        self._read_on()

    def _read_on(self) -> None:
        """The newest first, a handful at a time."""
        some, self._unread = self._unread[:CHUNK], self._unread[CHUNK:]
        self._task = None
        if some:
            self._work(partial(phone_card.with_times, some), self._read)
        self._show()

    def _read(self, photos: list[CardPhoto]) -> None:
        first = self.grid.photos.rowCount() == 0
        self.grid.photos.add(photos)
        if first and photos:
            self.grid.setCurrentIndex(self.grid.photos.index(0, 0))
            self.grid.scrollToTop()
        self._read_on()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._unread = []
        self.error.set_text(messages.sentence(error))
        self._show()

    def _work(self, work: Callable[[tasks.Step], Any], done: Callable[[list[CardPhoto]], None]) -> None:
        self._turn += 1
        turn = self._turn

        def told(tell: Callable[[Any], None], what: Any) -> None:
            # else it is another folder's
            if turn == self._turn:
                tell(what)

        self._task = tasks.run(self, work, partial(told, done), partial(told, self._failed))

    def _stop(self) -> None:
        self._turn += 1
        if self._task is not None:
            self._task.cancel()
            self._task = None

    # -- what is chosen --------------------------------------------------------------------------------------------

    def _came(self, key: object) -> None:
        if isinstance(key, CardPhoto) and self.pictures.is_missing(key):
            self.grid.photos.drop(key.path)
            self._show()

    def _take(self) -> None:
        if chosen := self.grid.photos.chosen():
            self.close_panel()
            self.taken.emit(chosen)

    def close_panel(self) -> None:
        self._stop()
        self._look.stop()
        super().close_panel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    # -- what it says ----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        photos = self.grid.photos
        count, chosen, today_s = photos.rowCount(), len(photos.chosen()), len(photos.todays())
        busy = self._task is not None
        total = count + len(self._unread)
        where = f"“{self._folder.name or self._folder}”" if self._folder is not None else ""
        reading = f"，正在看，已看 {count} 张" if busy else ""
        self._where.setText(f"{where} {total} 张{reading}" if where and total else f"{where}{reading}")
        none = f"{where}里没有照片。换一张卡，或选别的文件夹。" if where else _NO_CARD
        empty = "" if count or busy or self.error.text() else none
        self._empty.setText(empty)
        reveal(self._empty, bool(empty))
        reveal(self.grid, not empty)
        reveal(self.today, bool(today_s))
        self.today.set_words(f"选今天的 {today_s} 张")
        self.take.set_words(f"收这 {chosen} 张" if chosen else "收这些")
        self.take.setEnabled(bool(chosen))
        reveal(self.take, not empty)
        self.take.set_kind("main" if chosen else "plain")
        broken = photos.broken()
        named = "、".join(broken[:_MOST_NAMED]) + (" 等" if len(broken) > _MOST_NAMED else "")
        how = "点一下或按空格选，再点一下取消。" if count else ""
        self._said.setText(f"{len(broken)} 张打不开：{named}" if broken else how)
