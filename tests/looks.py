"""What every picture is taken in: the themes, the windows, and the screen's dots for each pixel."""

import os
import sys
from pathlib import Path

LOOKS = ("light", "sunlight")
# Twice as many dots belong to a large screen: pictures.py asks Qt for them before the program starts.
LARGE = (1920, 1080)
SIZES = (LARGE,) if os.environ.get("QT_SCALE_FACTOR") == "2" else ((1366, 768), (1024, 600))


def begin(office=False):
    """The program, and the folder for its pictures that the command line names."""
    from PySide6.QtWidgets import QApplication

    from zjg_inspect.ui import fonts, theme

    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    fonts.load_fonts(app)
    if office:
        theme.apply(app, office=True)
    return app, folder
