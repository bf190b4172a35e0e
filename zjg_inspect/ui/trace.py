"""For testers: what comes about in the window, a line of JSON each, in the file that ZJG_TRACE names.

Without that variable there is no file, and a note costs a comparison. A program outside that presses keys waits on
these lines instead of the clock; what they hold is listed in the README.
"""

import os
import time
from pathlib import Path
from typing import Any, TextIO

VARIABLE = "ZJG_TRACE"

_file: TextIO | None = None


def begin(path: Path) -> None:
    """Write there from now on, behind what is there. Raises OSError."""
    global _file
    _file = path.open("a", encoding="utf-8", buffering=1)


def begin_if_asked() -> bool:
    """Whether the environment asked for it."""
    if path := os.environ.get(VARIABLE):
        begin(Path(path))
    return _file is not None


def end() -> None:
    global _file
    if _file is not None:
        _file.close()
        _file = None


def note(what: str, **facts: Any) -> None:
    """One line; `t` is in seconds of a clock that only runs forward."""
    if _file is not None:
        import json  # 2 ms, and hardly anybody asks for it: not before the first paint

        line = {"t": round(time.monotonic(), 3), "what": what} | facts
        _file.write(json.dumps(line, ensure_ascii=False) + "\n")
