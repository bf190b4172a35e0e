"""The sheet as it will be printed: small pages at the left, all pages at reading size beside them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.errors import Cancelled
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.tasks import Step, Task
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.paint import begin, draw_box, draw_text
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import InlineError

if TYPE_CHECKING:
    from zjg_inspect.service.sheet import PagePicture

PAGE = 712
THUMB = 84
LARGER = 1.5
GAP = 16
BESIDE = 6


def _image(page: "PagePicture") -> QImage:
    return QImage(page.rgb, page.width, page.height, 3 * page.width, QImage.Format.Format_RGB888).copy()


class _Thumb(QPushButton):
    """One page small, with its number."""

    def __init__(self, page: int, picture: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture, self._page = picture, page
        self.setObjectName(f"page_{page}")
        self.setAccessibleName(f"第 {page} 页")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(THUMB + 8), theme.px(THUMB * 1.414) + theme.px(34))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        edge = theme.px(4)
        page = QRect(edge, edge, theme.px(THUMB), theme.px(THUMB * 1.414))
        smooth = Qt.TransformationMode.SmoothTransformation
        size = page.size() * self.devicePixelRatio()
        painter.drawImage(page, self._picture.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
        if self.isChecked():
            thick = theme.px(4 if theme.sunlight else 3)
            around = page.adjusted(-thick, -thick, thick, thick)
            draw_box(painter, around, None, theme.colour("action"), thick, 3)
        else:
            draw_box(painter, page, None, theme.colour("edge"), theme.line, 1)
        words = QRect(0, page.bottom() + theme.px(6), self.width(), theme.px(22))
        font = theme.label_font("secondary", self.isChecked())
        draw_text(painter, words, self.accessibleName(), font, "ink", Qt.AlignmentFlag.AlignHCenter)


class _Pages(QWidget):
    """The pages one under the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pictures: list[QPixmap] = []
        self.wide = current().px(PAGE)

    def tall(self) -> int:
        return round(self.wide * 297 / 210)

    def top_of(self, page: int) -> int:
        return current().px(GAP) + page * (self.tall() + current().px(GAP))

    def fit(self, wide: int) -> None:
        """Lay the pages out at this width."""
        self.wide = wide
        self.setFixedSize(wide + 2 * current().px(BESIDE), self.top_of(len(self.pictures)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = (self.width() - self.wide) // 2
        for number, picture in enumerate(self.pictures):
            page = QRect(left, self.top_of(number), self.wide, self.tall())
            if page.intersects(event.rect()):
                painter.drawPixmap(page, picture)
                draw_box(painter, page.adjusted(-1, -1, 1, 1), None, theme.colour("edge"), theme.line, 0.5)


class _Blank(QWidget):
    """An empty page where the first will stand, and what is being done."""

    def __init__(self, words: str, pages: _Pages, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._pages = words, pages
        self.setObjectName("blankPage")
        self.setAccessibleName(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        wide, gap = min(self._pages.wide, self.width()), theme.px(GAP)
        # it goes on below, as the sheet will
        page = QRect((self.width() - wide) // 2, gap, wide, max(self._pages.tall(), self.height()))
        draw_box(painter, page, theme.colour("surface"), theme.colour("edge"), theme.line, 0.5)
        seen, middle = page.intersected(self.rect()), Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, seen, self._words, theme.font("body"), "ink-2", middle)


class SheetView(QWidget):
    """`turned` gives the page in sight, from 0; `shown` when a sheet stands there."""

    turned = Signal(int)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheetView")
        self.setAccessibleName("核查表")
        self.setProperty("fill", "sunk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pdf = b""
        self._larger = False
        self._page = 0
        self._task: Task | None = None
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, 0, 0)
        row.setSpacing(0)
        self._side = QScrollArea(self)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setWidgetResizable(True)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFixedWidth(theme.px(THUMB + 18))
        inside = QWidget(self._side)
        self._thumbs = QVBoxLayout(inside)
        self._thumbs.setContentsMargins(theme.px(4), theme.px(12), theme.px(4), theme.px(12))
        self._thumbs.setSpacing(theme.px(8))
        self._thumbs.addStretch(1)
        self._side.setWidget(inside)
        touch_scroll(self._side)
        self._area = QScrollArea(self)
        self._area.setObjectName("sheetPages")
        self._area.setAccessibleName("核查表")
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._pages = _Pages(self._area)
        self._area.setWidget(self._pages)
        touch_scroll(self._area)
        self._area.verticalScrollBar().valueChanged.connect(self._look)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        self._blank = _Blank("正在排版", self._pages, self)
        self._error = InlineError(parent=self)
        self._error.setContentsMargins(theme.px(16), theme.px(16), theme.px(16), 0)
        middle.addWidget(self._error)
        middle.addWidget(self._blank, 1)
        middle.addWidget(self._area, 1)
        self._area.hide()
        row.addWidget(self._side)
        row.addLayout(middle, 1)

    def show_sheet(self, make: Callable[[], bytes]) -> None:
        """Show the PDF that `make` gives, made off the window's thread; the place in it is kept."""
        # always as for the full page, so that a window made larger needs no new pictures
        width = round(current().px(PAGE) * (LARGER if self._larger else 1) * self.devicePixelRatio())

        def work(step: Step) -> "tuple[bytes, list[PagePicture]]":
            from zjg_inspect.service.sheet import page_images

            # where a newer one is wanted already this one is given up
            step(0, 2)
            pdf = make()
            step(1, 2)
            return pdf, page_images(pdf, width)

        if self._task is not None:
            self._task.cancel()
        self._task = tasks.run(self, work, self._came, self._failed)

    def is_busy(self) -> bool:
        """Whether a sheet is being made."""
        return self._task is not None and self._task.is_running()

    def pages(self) -> int:
        return len(self._pages.pictures)

    def page(self) -> int:
        """The page in sight, from 0."""
        return self._page

    def error(self) -> str:
        return self._error.text()

    def is_larger(self) -> bool:
        return self._larger

    def enlarge(self, larger: bool) -> None:
        """At reading size, or half as large again; wider than its place it is scrolled."""
        self._larger = larger
        page, pdf = self._page, self._pdf
        self._pages.fit(self._reading_width())
        self.go(page)
        if pdf:
            self.show_sheet(lambda: pdf)

    def _reading_width(self) -> int:
        theme = current()
        room = self.width() - self._side.width() - theme.px(8 + 14 + 2 * BESIDE) - 2
        wide = max(theme.px(300), min(theme.px(PAGE), room))
        return round(wide * LARGER) if self._larger else wide

    def go(self, page: int) -> None:
        page = max(0, min(self.pages() - 1, page))
        self._area.verticalScrollBar().setValue(self._pages.top_of(page) - current().px(GAP))

    def turn(self, by: int) -> None:
        """So many pages on or back."""
        self.go(self._page + by)

    def _came(self, made: "tuple[bytes, list[PagePicture]]") -> None:
        self._pdf, pages = made
        images = [_image(page) for page in pages]
        self._pages.pictures = [QPixmap.fromImage(picture) for picture in images]
        self._pages.fit(self._reading_width())
        self._take_blank_away()
        self._error.set_text("")
        self._fill_thumbs(images)
        self._look()
        self.shown.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._take_blank_away()
            self._error.set_text(messages.sentence(error))

    def _take_blank_away(self) -> None:
        self._blank.hide()
        self._area.show()

    def _fill_thumbs(self, images: list[QImage]) -> None:
        for old in self._thumb_buttons():
            self._thumbs.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        for number, picture in enumerate(images):
            thumb = _Thumb(number + 1, picture, self._side)
            thumb.clicked.connect(lambda _checked=False, number=number: self._tapped(number))
            self._thumbs.insertWidget(number, thumb)

    def _thumb_buttons(self) -> list[_Thumb]:
        return self._side.findChildren(_Thumb)

    def _tapped(self, page: int) -> None:
        self.go(page)
        self._look()

    def _look(self, *_: object) -> None:
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() // 2
        step = self._pages.tall() + current().px(GAP)
        bar = self._area.verticalScrollBar()
        page = self.pages() - 1 if bar.value() == bar.maximum() > 0 else max(0, middle // step)
        self._page = max(0, min(self.pages() - 1, page))
        for number, thumb in enumerate(self._thumb_buttons()):
            thumb.setChecked(number == self._page)
            if number == self._page:
                self._side.ensureWidgetVisible(thumb)
        self.turned.emit(self._page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self._page
        self._pages.fit(self._reading_width())
        self.go(page)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_pages"):
            self._side.setFixedWidth(current().px(THUMB + 18))
            self._pages.fit(self._reading_width())
