"""Exports or reads a bundle again and again in a child that is killed at its first, second, third… call to the disk.

`bundle_victims.py write|read FOLDER`: each child works in FOLDER/1, FOLDER/2…; the number of them is printed.
"""

import os
import signal
import sys
from pathlib import Path

from bundle_faults import death, never, points
from bundle_maker import Sender

from zjg_inspect.bundle.reader import open_bundle

PHOTOS = (b"photo", bytes(range(256)) * 8)


def write(folder: Path) -> None:
    Sender().write(folder, photos=PHOTOS)


def read(folder: Path) -> None:
    with open_bundle(folder.parent / "source" / "bag-7.zjgb", folder / "staged") as bundle:
        list(bundle.versions())


def main(what: str, root: Path) -> None:
    job = {"write": write, "read": read}[what]
    for folder in ("source", "clean"):
        (root / folder).mkdir()
    write(root / "source")
    with points(never) as calls:
        job(root / "clean")
    for number in range(1, len(calls) + 1):
        folder = root / str(number)
        folder.mkdir()
        child = os.fork()
        if not child:
            with points(death(number)):
                job(folder)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, (number, calls[number - 1])
    print(len(calls))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
