"""The photos on a card as a grid of thumbnails, of which several are chosen by tap or space."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPixmap, QTouchEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from zjg_inspect.service import phone_card
from zjg_inspect.service.phone_card import CardPhoto
from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.small_pictures import SmallPictures
from zjg_inspect.ui.theme import RADIUS_SMALL, current
from zjg_inspect.ui.widgets.paint import draw_box, draw_text
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.taps import Taps

PHOTO = QSize(156, 117)
_SIDE = 240
# Thumbnails as they are painted: a window full and a bit more.
_PAINTED = 120
_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole.UserRole


class CardModel(QAbstractListModel):
    """In the order in which they are offered; which of them are chosen. `chosen_changed` after every choice."""

    chosen_changed = Signal()

    def __init__(self, pictures: SmallPictures, day: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.day, self._pictures = day, pictures
        self._photos: list[CardPhoto] = []
        self._chosen: set[Path] = set()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._photos)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        each = self._photos[index.row()]
        if role == _ROLE:
            return each
        if role == Qt.ItemDataRole.ToolTipRole:
            return each.path.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = "打不开" if self.is_broken(each) else "已选" if each.path in self._chosen else "没选"
            return f"{each.path.name}，{self.when(each)}，{state}"
        return None

    def photo(self, row: int) -> CardPhoto | None:
        return self._photos[row] if 0 <= row < len(self._photos) else None

    def clear(self) -> None:
        self.beginResetModel()
        self._photos, self._chosen = [], set()
        self.endResetModel()
        self.chosen_changed.emit()

    def add(self, more: Sequence[CardPhoto]) -> None:
        """Each in its place among those that are there."""
        self.layoutAboutToBeChanged.emit()
        before = {index.row(): self._photos[index.row()].path for index in self.persistentIndexList()}
        old = self.persistentIndexList()
        self._photos = sorted([*self._photos, *more], key=lambda each: phone_card.order(each, self.day), reverse=True)
        rows = {each.path: row for row, each in enumerate(self._photos)}
        self.changePersistentIndexList(old, [self.index(rows[before[index.row()]], 0) for index in old])
        self.layoutChanged.emit()

    def when(self, each: CardPhoto) -> str:
        """今天 14:27, 11-20 10:42, 2025-03-01 10:42, 无拍摄时间"""
        if not each.taken_at:
            return "无拍摄时间"
        day, clock = each.taken_at[:10], each.taken_at[11:16]
        if day == self.day.isoformat():
            return f"今天 {clock}"
        return f"{day.removeprefix(f'{self.day.year}-')} {clock}"

    # -- thumbnails ------------------------------------------------------------------------------------------------

    def jpeg(self, each: CardPhoto) -> bytes | None:
        """The thumbnail; None while it is being made, or where the file cannot be opened."""
        return self._pictures.get(each, partial(phone_card.glimpse, each.path, _SIDE))

    def is_broken(self, each: CardPhoto) -> bool:
        return self._pictures.is_missing(each)

    def broken(self) -> list[str]:
        """The names of those that are known not to open."""
        return [each.path.name for each in self._photos if self.is_broken(each)]

    # -- choosing --------------------------------------------------------------------------------------------------

    def is_chosen(self, each: CardPhoto) -> bool:
        return each.path in self._chosen

    def toggle(self, row: int) -> None:
        each = self.photo(row)
        if each is None or (self.is_broken(each) and each.path not in self._chosen):
            return
        self._chosen ^= {each.path}
        self._tell()

    def todays(self) -> list[CardPhoto]:
        today = self.day.isoformat()
        return [each for each in self._photos if (each.taken_at or "")[:10] == today and not self.is_broken(each)]

    def choose(self, photos: Iterable[CardPhoto]) -> None:
        self._chosen |= {each.path for each in photos}
        self._tell()

    def drop(self, path: Path) -> None:
        """It turned out not to open."""
        if path in self._chosen:
            self._chosen.discard(path)
            self._tell()

    def chosen(self) -> list[Path]:
        """In the order in which they were taken."""
        return [each.path for each in reversed(self._photos) if each.path in self._chosen]

    def _tell(self) -> None:
        self.chosen_changed.emit()


class _Delegate(QStyledItemDelegate):
    def __init__(self, model: CardModel, grid: "CardGrid") -> None:
        super().__init__(grid)
        self._model, self._grid = model, grid
        self._painted: OrderedDict[CardPhoto, QPixmap] = OrderedDict()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return tile_size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        each = self._model.photo(index.row())
        if each is None:
            return
        theme = current()
        pad = theme.px(6)
        rect = QRect(option.rect).adjusted(pad, pad, -pad, -pad)  # type: ignore[attr-defined]
        photo = QRect(rect.x(), rect.y(), rect.width(), theme.px(PHOTO.height()))
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        broken, chosen = self._model.is_broken(each), self._model.is_chosen(each)
        middle = Qt.AlignmentFlag.AlignHCenter
        picture = None if broken else self._pixmap(each, photo.size() * self._grid.devicePixelRatio())
        painter.fillRect(photo, theme.colour("sunk"))
        if picture is not None:
            painter.drawPixmap(photo, picture)
        elif broken:
            draw_text(painter, photo, "打不开", theme.font("secondary", True), "fail", middle)
        words = QRect(rect.x(), photo.bottom() + 1, rect.width(), rect.bottom() - photo.bottom())
        said = each.path.name if broken else self._model.when(each)
        draw_text(painter, words, said, theme.label_font("secondary"), "fail" if broken else "ink", middle)
        if theme.sunlight:
            draw_box(painter, photo, None, theme.colour("edge"), theme.line, RADIUS_SMALL)
        if chosen:
            draw_box(painter, photo, None, theme.colour("action"), theme.px(4), RADIUS_SMALL)
            side = theme.px(30)
            corner = QRect(photo.right() - side + 1, photo.top(), side, side)
            painter.fillRect(corner, theme.colour("action"))
            draw_icon(painter, corner.adjusted(5, 5, -5, -5), "check", "on-fill", 3.0)
        if self._grid.hasFocus() and index == self._grid.currentIndex():
            ring, gap = theme.ring
            inner = photo.adjusted(ring, ring, -ring, -ring)
            draw_box(painter, inner, None, theme.colour("gap"), gap, RADIUS_SMALL)
            draw_box(painter, photo, None, theme.colour("ring"), ring, RADIUS_SMALL)
        painter.restore()

    def _pixmap(self, each: CardPhoto, size: QSize) -> QPixmap | None:
        done = self._painted.get(each)
        if done is not None and done.size() == size:
            self._painted.move_to_end(each)
            return done
        jpeg = self._model.jpeg(each)
        if jpeg is None:
            return None
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        large = QImage.fromData(jpeg).scaled(size, keep, smooth)
        x, y = (large.width() - size.width()) // 2, (large.height() - size.height()) // 2
        self._painted[each] = made = QPixmap.fromImage(large.copy(x, y, size.width(), size.height()))
        if len(self._painted) > _PAINTED:
            self._painted.popitem(last=False)
        return made


def tile_size() -> QSize:
    theme = current()
    return QSize(theme.px(PHOTO.width() + 12), theme.px(PHOTO.height() + 12 + 26))


class CardGrid(QListView):
    """Arrows go about, space or a tap chooses; the thumbnails of what is in sight alone are made."""

    def __init__(self, pictures: SmallPictures, day: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cardGrid")
        self.setAccessibleName("存储卡上的照片")
        self.photos = CardModel(pictures, day, self)
        self.setModel(self.photos)
        self.setItemDelegate(_Delegate(self.photos, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._taps = Taps()
        without_ring(self)
        touch_scroll(self)
        self.photos.chosen_changed.connect(self.viewport().update)
        pictures.came.connect(self._came)

    def _came(self, key: object) -> None:
        if isinstance(key, CardPhoto):
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._tapped(event.position().toPoint())

    def viewportEvent(self, event: QEvent) -> bool:
        if not isinstance(event, QTouchEvent):
            return super().viewportEvent(event)
        at = self._taps.take(event, self.verticalScrollBar().value())
        if at is not None:
            self._tapped(at)
        return True

    def _tapped(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.setCurrentIndex(index)
            self.photos.toggle(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.photos.toggle(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            # the panel's
            event.ignore()
        else:
            super().keyPressEvent(event)
