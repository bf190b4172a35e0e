"""Garbage collection in the window's thread alone.

Python collects in whatever thread happens to allocate. A cycle that holds a widget would then be taken apart in the
thread that saves, where Qt's objects must not be touched: at best a hang, at worst a crash in the middle of a visit.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500


def collect_if_due() -> None:
    """What the interpreter would have collected by itself by now."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return


def leave_what_stands() -> None:
    """Once the program has started: what is there now stays until its end, so no later collection looks at it again.

    All the modules are in there; with them a collection holds the window up for as long as building a screen does.
    """
    gc.collect()
    gc.freeze()


def collect_here(parent: QObject) -> None:
    """From now on cycles are collected by a timer of this thread; call it once, in the window's thread."""
    gc.disable()
    timer = QTimer(parent)
    timer.setInterval(_EVERY)
    timer.timeout.connect(collect_if_due)
    timer.start()
