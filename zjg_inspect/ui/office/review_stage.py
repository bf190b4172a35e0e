"""What can be in front beside the queue: the visit, its photos whole or side by side, its sheet, signing together."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from zjg_inspect.service.review import Reviewing
from zjg_inspect.service.same_photos import SamePhotos
from zjg_inspect.service.visit import photo_bytes
from zjg_inspect.ui.large_photos import LargePhotos, Picture
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.office.review_batch import BatchPage
from zjg_inspect.ui.office.review_side import SideBySide
from zjg_inspect.ui.office.review_sides import item_pair, photo_pair
from zjg_inspect.ui.office.review_words import Compared
from zjg_inspect.ui.office.sheet_page import SheetPage, save_sheet

BACK = "回到审核"


class Stage(QStackedWidget):
    """`work` is what it comes back to."""

    def __init__(self, page: Page, work: QWidget) -> None:
        super().__init__(page)
        self._page, self._work = page, work
        self.photos = LargePhotos(BACK, self)
        self.side = SideBySide(BACK, self)
        self.sheet = SheetPage(page.db, BACK, self)
        self.batch = BatchPage(BACK, self)
        for shown in (work, self.photos, self.side, self.sheet, self.batch):
            self.addWidget(shown)
        for way in (self.photos.left, self.side.left, self.sheet.left):
            way.connect(self.leave)
        self.photos.wanted.connect(lambda sha: self._load(sha, self.photos.take))
        self.side.wanted.connect(lambda sha: self._load(sha, self.side.take))
        self.side.moved.connect(self._next_pair)
        self.sheet.save_asked.connect(lambda visit: save_sheet(page, visit, self.sheet.version))
        self._shown: Reviewing | None = None
        self._rows: list[Compared] = []
        self._at = 0

    def is_working(self) -> bool:
        return self.currentWidget() is self._work

    def is_signing_together(self) -> bool:
        return self.currentWidget() is self.batch

    def leave(self) -> None:
        self.setCurrentWidget(self._work)

    def enlarge(self, pictures: list[Picture]) -> None:
        self.setCurrentWidget(self.photos)
        self.photos.show_pictures(pictures)

    def show_sheet(self, shown: Reviewing, version: str) -> None:
        self.setCurrentWidget(self.sheet)
        self.sheet.show_inspection(shown.inspection, shown.body.content.name, version)

    def show_item(self, shown: Reviewing, row: Compared, rows: list[Compared]) -> None:
        """The item then and now; `rows`: those that can be stepped through, this one among them."""
        self._shown, self._rows, self._at = shown, rows, rows.index(row)
        self.setCurrentWidget(self.side)
        self._next_pair(0)

    def show_same(self, shown: Reviewing, same: SamePhotos) -> None:
        """The photos here and in the other visit."""
        self._shown, self._rows = None, []
        self.setCurrentWidget(self.side)
        self.side.show_pair(photo_pair(shown, same))

    def step_item(self, by: int) -> None:
        """What ↑ and ↓ do while an item is seen side by side."""
        if self.currentWidget() is self.side and self._rows:
            self._next_pair(by)

    def _next_pair(self, by: int) -> None:
        if self._shown is None:
            return
        self._at = max(0, min(len(self._rows) - 1, self._at + by))
        pair = item_pair(self._shown, self._rows[self._at])
        if pair is not None:
            self.side.show_pair(pair, self._at > 0, self._at < len(self._rows) - 1)

    def _load(self, sha: str, take: Callable[[str, bytes | None], None]) -> None:
        self._page.in_background(lambda _step: photo_bytes(self._page.db, sha), lambda jpeg: take(sha, jpeg))
