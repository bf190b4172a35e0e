"""Pictures of every screen, light and sunlight, for looking at: python tests/pictures.py DIR."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    folder = sys.argv[1] if len(sys.argv) > 1 else "pictures"
    scripts = sorted(Path(__file__).resolve().parent.glob("pictures_*.py"))
    return max(subprocess.run([sys.executable, script, folder], check=False).returncode for script in scripts)


if __name__ == "__main__":
    sys.exit(main())
