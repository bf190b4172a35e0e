"""Widgets in a cycle are taken apart in the window's thread, however much another thread allocates."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from zjg_inspect.ui.collector import collect_if_due


def test_a_busy_thread_takes_no_widget_apart(qapp):
    class Held(QObject):
        """In a cycle with itself, as a screen is with the lambdas that its buttons call."""

        def __init__(self):
            super().__init__()
            self.cycle = self

    gone_in = []
    held = Held()
    watched = weakref.ref(held, lambda _: gone_in.append(threading.current_thread()))
    del held

    def busy():
        for _ in range(20):
            made = [[n] for n in range(5000)]
            made.append(made)

    worker = threading.Thread(target=busy)
    worker.start()
    worker.join()
    assert watched() is not None
    assert not gc.isenabled()
    for _ in range(40):
        made = [[n] for n in range(5000)]
        made.append(made)
        collect_if_due()
    assert gone_in == [threading.main_thread()]
