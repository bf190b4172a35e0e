"""What the verbs of the command line share."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zjg_inspect import errors

if TYPE_CHECKING:
    from zjg_inspect.service.setup import Database

DONE, REFUSED, USAGE = 0, 1, 2


@dataclass
class Outcome:
    """What a verb gives: the object for scripts (None: all of it has been printed), the sentence for the person, the
    exit code."""

    data: dict[str, Any] | None
    said: str = ""
    code: int = DONE


def print_json(data: dict[str, Any], indent: int | None = None) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8; a Chinese Windows would write GBK into a pipe
    print(json.dumps(data, ensure_ascii=False, indent=indent), flush=True)


def store(directory: Path | None) -> "Database":
    """The data that is there; a mistyped folder must not become a new, empty store. Raises NoRole."""
    from zjg_inspect.service import setup

    place = directory or setup.default_directory()
    if not setup.is_there(place):
        raise errors.NoRole(directory=str(place))
    return setup.open_data(place)


def sentence(error: BaseException) -> str:
    from zjg_inspect.ui import messages

    return messages.sentence(error)
