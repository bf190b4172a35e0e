"""Small pictures made off the window's thread: a few at a time, what is wished for last first, and no more kept than
fit into a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from zjg_inspect.ui import tasks

Make = Callable[[], bytes | None]

MOST_BYTES = 24 << 20
# A wish that so many others have followed is forgotten: what asked for it is out of sight by then, or asks again.
_MOST_WISHES = 200
_AT_ONCE = 2
# What one that cannot be made counts, so that a card full of them is bounded too.
_NOTHING = 200


class _Made(NamedTuple):
    jpeg: bytes | None
    error: Exception | None


class SmallPictures(QObject):
    """`came` gives the key of a picture that is there now, or of one that is known not to come."""

    came = Signal(object)

    def __init__(self, parent: QObject, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(parent)
        self._most = most_bytes
        self._made: OrderedDict[Hashable, _Made] = OrderedDict()
        self._wishes: OrderedDict[Hashable, Make] = OrderedDict()
        self._under_way: set[Hashable] = set()
        self.held = 0

    def get(self, key: Hashable, make: Make) -> bytes | None:
        """The picture as JPEG; None while `make` is at work in the background, or when there is none."""
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key].jpeg
        if key not in self._under_way:
            self._wishes[key] = make
            self._wishes.move_to_end(key)
            if len(self._wishes) > _MOST_WISHES:
                self._wishes.popitem(last=False)
            self._go_on()
        return None

    def is_missing(self, key: Hashable) -> bool:
        """Whether it is known that there is none."""
        return key in self._made and self._made[key].jpeg is None

    def error(self, key: Hashable) -> Exception | None:
        return self._made[key].error if key in self._made else None

    def _go_on(self) -> None:
        while self._wishes and len(self._under_way) < _AT_ONCE:
            key, make = self._wishes.popitem()
            self._under_way.add(key)
            tasks.run(self, partial(_without_steps, make), partial(self._take, key), partial(self._failed, key))

    def _failed(self, key: Hashable, error: Exception) -> None:
        self._keep(key, _Made(None, error))

    def _take(self, key: Hashable, jpeg: bytes | None) -> None:
        self._keep(key, _Made(jpeg, None))

    def _keep(self, key: Hashable, made: _Made) -> None:
        self._under_way.discard(key)
        self._made[key] = made
        self.held += _weight(made)
        while self.held > self._most and len(self._made) > 1:
            self.held -= _weight(self._made.popitem(last=False)[1])
        self._go_on()
        self.came.emit(key)


def _without_steps(make: Make, _step: tasks.Step) -> bytes | None:
    return make()


def _weight(made: _Made) -> int:
    return _NOTHING + len(made.jpeg or b"")
