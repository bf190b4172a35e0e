"""Where the shipped files are: in a checkout, in an installed wheel, in a frozen build."""

import sys
from functools import cache
from pathlib import Path


@cache
def shipped(folder: str) -> Path:
    """The directory of `forms` or `resources`.

    The checkout comes first: an editable install leaves a stale copy of both in site-packages.
    """
    package = Path(__file__).resolve().parent
    frozen = Path(getattr(sys, "_MEIPASS", package))
    checkout = package.parent if (package.parent / "pyproject.toml").is_file() else package / "_data"
    for place in (checkout / folder, package / "_data" / folder, frozen / folder):
        if place.is_dir():
            return place
    raise FileNotFoundError(folder)
