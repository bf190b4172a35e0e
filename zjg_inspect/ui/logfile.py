"""The log beside the data: what was not foreseen, with its traceback. Imported after the first paint."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

NAME = "zjg-inspect.log"

log = logging.getLogger("zjg_inspect")


def log_to(directory: Path) -> None:
    """Write the log there from now on, one megabyte and the one before; without room for it, nowhere."""
    try:
        handler = RotatingFileHandler(directory / NAME, maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for old in [h for h in log.handlers if isinstance(h, RotatingFileHandler)]:
        log.removeHandler(old)
        old.close()
    log.addHandler(handler)
