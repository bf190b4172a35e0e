"""Word from other threads to the window's, without a call into Qt from those threads.

A signal emitted by a worker takes Qt's locks and the interpreter's in whichever order comes; the window's thread takes
them in the other, and once in some thousand times both stand still. Here a worker only appends to a deque and writes
one byte to a socket.
"""

import atexit
import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier

Call = Callable[[], object]


class _Mailbox(QObject):
    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self.posted: deque[Call] = deque()
        self._here, self._there = socket.socketpair()
        for end in (self._here, self._there):
            end.setblocking(False)
            atexit.register(end.close)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def wake(self) -> None:
        # full of earlier bytes: the window's thread is woken anyway
        with suppress(BlockingIOError):
            self._there.send(b"\0")

    def _read(self) -> None:
        with suppress(BlockingIOError):
            self._here.recv(4096)
        # one in a turn: each may build a screen, and between two of them taps and keys have their turn
        call = self.posted.popleft() if self.posted else None
        if self.posted:
            # before the call: one that raises, or that opens a dialog, holds up none behind it
            self.wake()
        if call is not None:
            call()


_open: list[_Mailbox] = []


def open_here() -> None:
    """From now on `post` reaches the calling thread, the window's; a second call changes nothing."""
    if not _open:
        _open.append(_Mailbox(QCoreApplication.instance()))


def post(call: Call) -> None:
    """From any thread: have the window's thread call this, after all that was posted before."""
    box = _open[0]
    box.posted.append(call)
    box.wake()
