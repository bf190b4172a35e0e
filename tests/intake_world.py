"""An office that watches a folder, for the tests."""

import errno
import os
import shutil
from pathlib import Path

from world import photo

from zjg_inspect.service import exchange, intake, lists, signing, visit
from zjg_inspect.ui.messages import sentence


def words(report):
    return sentence(report.error)


class Server:
    """An office that watches a folder; each look is one sweep of it."""

    def __init__(self, world, still=0.0):
        self.world, self.still, self.seen = world, still, {}
        self.folder = world.root / "来包"
        self.folder.mkdir()

    def look(self, **more):
        return list(intake.sweep(self.world.office, self.folder, self.seen, words, still=self.still, **more))

    def bring(self, path, name=""):
        return Path(shutil.copy(path, self.folder / (name or path.name)))

    def names(self, where=""):
        return sorted(path.name for path in (self.folder / where).iterdir() if path.is_file())


def sent(world, name):
    draft = world.answered(name)
    visit.add_photo(world.laptop, draft, "1-06", photo(), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    return exchange.export_bundle(world.laptop, world.stick).path


def cut(path, to, share=0.6):
    to.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    return to


def visits(world):
    return {visit.name for visit in lists.sealed_visits(world.office)}


def failing_fsync(_handle):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
