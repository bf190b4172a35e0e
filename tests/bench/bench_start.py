"""From the start of the process to the first picture of the window, against a bare PySide6 window."""

import os
import subprocess
import sys
import tempfile

from common import in_turns, ratio, say

RUNS = 25

# The process ends once the first picture stands.
ENDING = """
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Watch(QObject):
    def eventFilter(self, thing, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: os._exit(0))
        return False

app = QApplication(sys.argv[:1])
watch = Watch()
app.installEventFilter(watch)
"""
BARE = """
window = QMainWindow()
window.setCentralWidget(QLabel("window"))
window.resize(1366, 768)
window.show()
app.exec()
"""
OURS = """
from zjg_inspect.__main__ import main
main()
"""


def main():
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as place:

        def start(script):
            command = [sys.executable, "-c", ENDING + script, "--data", place]
            return lambda: subprocess.run(command, env=environment, check=True, stderr=subprocess.DEVNULL)

        in_turns(start(OURS), start(BARE), runs=2)
        ours, bare = in_turns(start(OURS), start(BARE), runs=RUNS)
    ratio("start / bare window", say("start to first paint", ours), say("bare window", bare), 1.3)


if __name__ == "__main__":
    main()
