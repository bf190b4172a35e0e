"""What every picture is taken in: the themes, the windows, and the screen's dots for each pixel."""

import os

LOOKS = ("light", "sunlight")
# Twice as many dots belong to a large screen: pictures.py asks Qt for them before the program starts.
LARGE = (1920, 1080)
SIZES = (LARGE,) if os.environ.get("QT_SCALE_FACTOR") == "2" else ((1366, 768), (1024, 600))
