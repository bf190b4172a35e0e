"""A screen with two dots for each pixel: Qt asks for them at start, so the windows open in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_on_a_sharp_screen_no_word_is_cut():
    ran = subprocess.run(
        [sys.executable, HERE / "two_dots.py"],
        env={**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"dots": 2.0, "cut": []}
