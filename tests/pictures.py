"""Pictures of every screen, light and sunlight, for looking at: python tests/pictures.py DIR.

1366 × 768 and 1024 × 600 at one dot for a pixel, 1920 × 1080 at two; each picture is named after the theme and width.
"""

import os
import subprocess
import sys
from itertools import product
from pathlib import Path


def main() -> int:
    folder = sys.argv[1] if len(sys.argv) > 1 else "pictures"
    scripts = sorted(Path(__file__).resolve().parent.glob("pictures_*.py"))
    return max(
        subprocess.run(
            [sys.executable, script, folder], env={**os.environ, "QT_SCALE_FACTOR": dots}, check=False
        ).returncode
        for script, dots in product(scripts, ("1", "2"))
    )


if __name__ == "__main__":
    sys.exit(main())
