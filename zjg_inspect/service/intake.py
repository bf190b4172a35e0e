"""Takes in whatever arrives in a folder: the central server's work (§8 of the design).

A file stays in the folder until it has been imported, its reply stands, and it has been moved; each of these may be
done again. So a process that is killed anywhere loses and doubles nothing: the next one finds the file where it was.
"""

import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import msgspec
from sqlalchemy import select

from zjg_inspect import errors
from zjg_inspect.bundle.reader import peek_digest
from zjg_inspect.bundle.writer import SUFFIX
from zjg_inspect.model.clock import utc_now
from zjg_inspect.places import reading, writing
from zjg_inspect.service import exchange, setup, upkeep
from zjg_inspect.service.exchange import FileReport
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database

TAKEN, REFUSED, REPLIES = "已收", "未收", "回执"
STILL = 5.0
"""Seconds without a change after which a file that is no good bundle is not waited for any longer."""

# what says that this store itself cannot go on
_FATAL = (errors.StoreInUse, errors.StoreDamaged, errors.NoRole)
_NUMBERED = re.compile(r"(.*[^0-9])([0-9]{4,})(包?\.zjgb)")
_DAY = 24 * 3600.0

Words = Callable[[FileReport], str]
"""What a person is told of a file that is refused."""


class Taken(msgspec.Struct, frozen=True):
    """What became of one file.

    `moved`: where it lies now. `reply`: the bundle for its sender, None where none is due. With a `problem` the file
    stays where it was; what is left to do is tried again at each look, and the same problem told only once.
    """

    report: FileReport
    moved: Path | None = None
    reply: Path | None = None
    problem: Exception | None = None


@dataclass
class Look:
    """A file as it was seen first with this size and time of change, and how far it has come."""

    size: int
    changed: int
    since: float
    report: FileReport | None = None
    reply: Path | None = None
    answered: bool = False
    told: str = ""
    hopeless: bool = False


Seen = dict[str, Look]


def sweep(
    db: Database,
    folder: Path,
    seen: Seen,
    words: Words,
    *,
    still: float = 0.0,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Taken]:
    """Handle what is complete in the folder; `seen` holds what earlier looks have seen, and is kept up by this one.

    Complete is a good bundle, and a file that has not changed for `still` seconds since an earlier look: that one is
    refused for what it is. A growing file waits. `stopped` is asked before each file is taken.

    Raises:
        NotReadable: the folder cannot be looked into.
        StoreInUse, StoreDamaged, NoRole: this store cannot take anything.
    """
    look = _Sweep(db, folder, seen, words)
    imported: dict[str, list[Path]] = {}
    for path, stands in look.arrived(still):
        if stopped():
            break
        yield from look.take(path, stands)
        report = seen[path.name].report if path.name in seen else None
        if report is not None and report.status == "refused":
            yield from look.refuse(path, report)
        elif report is not None:
            imported.setdefault(report.sender, []).append(path)
    for sender, paths in imported.items():
        yield from look.answer(sender, paths)


def waiting(seen: Seen) -> list[str]:
    """The names of files that were not complete at the last look."""
    return [name for name, look in seen.items() if look.report is None and not look.told]


def once(db: Database, folder: Path, seen: Seen, words: Words, pause: Callable[[float], bool]) -> Iterator[Taken]:
    """Handle what is there: two looks, if a file must be seen to stand still. `pause` waits so many seconds, and says
    whether to stop. Raises as `sweep`."""
    yield from sweep(db, folder, seen, words)
    if waiting(seen) and not pause(STILL):
        yield from sweep(db, folder, seen, words)


def watch(
    db: Database,
    folder: Path,
    words: Words,
    tell: Callable[[Taken | errors.ZjgError], None],
    pause: Callable[[float], bool],
    every: float = 2.0,
) -> None:
    """Look into the folder every few seconds until `pause` says to stop; what becomes of each file is told.

    A folder that cannot be looked into is told once, and waited for. Once a day the store is tidied.

    Raises:
        StoreInUse, StoreDamaged, NoRole: this store cannot take anything.
    """
    seen: Seen = {}
    gone, tidied = "", -_DAY
    while not pause(0):
        try:
            for taken in sweep(db, folder, seen, words, still=STILL, stopped=lambda: pause(0)):
                tell(taken)
            gone = ""
        except errors.NotReadable as error:
            if str(error) != gone:
                tell(error)
            gone = str(error)
        if time.monotonic() - tidied >= _DAY and not pause(0):
            tidied = time.monotonic()
            with suppress(errors.DiskFull, errors.NotWritable, OSError):
                upkeep.tidy(db)
        pause(every)


@dataclass
class _Sweep:
    db: Database
    folder: Path
    seen: Seen
    words: Words
    # what one look finds is told as one batch
    batch: str = field(default_factory=utc_now)

    def arrived(self, still: float) -> list[tuple[Path, bool]]:
        """The files that may be bundles, by name, and whether each has stood still."""
        found = []
        with reading(self.folder), os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.lower().endswith(SUFFIX) and not entry.name.startswith("."):
                    with suppress(FileNotFoundError):
                        status = entry.stat(follow_symlinks=False)
                        if stat.S_ISREG(status.st_mode):
                            found.append((Path(entry.path), status.st_size, status.st_mtime_ns))
        here = {path.name for path, _, _ in found}
        for name in self.seen.keys() - here:
            del self.seen[name]
        return [(path, self._stands(path.name, size, changed, still)) for path, size, changed in sorted(found)]

    def _stands(self, name: str, size: int, changed: int, still: float) -> bool:
        look = self.seen.get(name)
        if look is None or (look.size, look.changed) != (size, changed):
            self.seen[name] = Look(size, changed, time.monotonic())
            return False
        return time.monotonic() - look.since >= still

    def take(self, path: Path, stands: bool) -> Iterator[Taken]:
        """Import the file unless that has been done; its report is final only if it was good, or stood still."""
        look = self.seen[path.name]
        if look.report is not None or look.hopeless or (not stands and peek_digest(path) is None):
            return
        try:
            (report,) = exchange.import_bundles(self.db, [path], batch=self.batch)
        except _FATAL:
            raise
        except Exception as error:  # what nobody foresaw of one file must not stop the rest
            look.hopeless = True
            yield from self._stays(path, FileReport(str(path), "refused"), error)
            return
        if report.error is None or (stands and isinstance(report.error, errors.BundleError)):
            look.report = report
        elif not isinstance(report.error, errors.BundleError):
            yield from self._stays(path, report, report.error)

    def refuse(self, path: Path, report: FileReport) -> Iterator[Taken]:
        """Put a refused file aside, with the words that say why."""
        yield from self._put_away(path, report, REFUSED, self.words(report))

    def answer(self, sender: str, paths: list[Path]) -> Iterator[Taken]:
        """One reply to the sender of these imported files; behind it they are put away."""
        looks = [self.seen[path.name] for path in paths]
        try:
            if not all(look.answered for look in looks):
                reply = self._reply(sender)
                for look in looks:
                    look.reply, look.answered = reply, True
        except _FATAL:
            raise
        except Exception as error:  # as above
            for path, look in zip(paths, looks, strict=True):
                if look.report is not None:
                    yield from self._stays(path, look.report, error)
            return
        for path, look in zip(paths, looks, strict=True):
            if look.report is not None:
                yield from self._put_away(path, look.report, TAKEN)

    def _reply(self, sender: str) -> Path | None:
        """A bundle for this laptop, in place of those that it has not fetched; None for whom none is due."""
        own = setup.standing(self.db)
        g = tables.device_grant.c
        in_use = select(g.device).where(g.device == bytes.fromhex(sender), g.tier == "field", g.through.is_(None))
        with self.db.read() as conn:
            due = own is not None and own.role == "office" and conn.execute(in_use).first() is not None
        if not due:
            return None
        folder = self.folder / REPLIES
        with writing(folder):
            folder.mkdir(exist_ok=True)
        done = exchange.export_bundle(self.db, folder, sender)
        self._forget_older(done.path, sender, done.sequence)
        return done.path

    def _forget_older(self, reply: Path, sender: str, sequence: int) -> None:
        """Remove the earlier replies to this laptop: the new one holds all that it has not acknowledged.

        A number belongs to one addressee for ever, also that of an export that was killed before it noted its file.
        """
        b = tables.bundle_sent.c
        with self.db.read() as conn:
            query = select(b.sequence).where(b.addressee == bytes.fromhex(sender), b.sequence < sequence)
            older = set(conn.scalars(query))
        own = _NUMBERED.fullmatch(reply.name)
        with suppress(OSError):
            for other in sorted(reply.parent.iterdir()):
                found = _NUMBERED.fullmatch(other.name)
                if own and found and (found[1], found[3]) == (own[1], own[3]) and int(found[2]) in older:
                    with suppress(OSError):
                        other.unlink()

    def _put_away(self, path: Path, report: FileReport, where: str, said: str = "") -> Iterator[Taken]:
        look = self.seen[path.name]
        if _is_another(path, look):
            del self.seen[path.name]  # what lies there now is for the next look
            return
        try:
            moved = _moved(path, self.folder / where, said)
        except errors.ZjgError as error:
            if path.exists():
                yield from self._stays(path, report, error)
                return
            moved = None  # somebody has taken it away meanwhile
        del self.seen[path.name]
        yield Taken(report, moved, look.reply)

    def _stays(self, path: Path, report: FileReport, problem: Exception) -> Iterator[Taken]:
        """Tell why the file stays, unless that was told before or the file is gone."""
        look = self.seen[path.name]
        if not path.exists():
            del self.seen[path.name]
        elif look.told != (told := f"{type(problem).__name__}: {problem}"):
            look.told = told
            yield Taken(report, reply=look.reply, problem=problem)


def _is_another(path: Path, look: Look) -> bool:
    """Whether a file has taken this one's place."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) != (look.size, look.changed)


def _moved(path: Path, folder: Path, said: str) -> Path:
    """Move a file into this folder, under a name that nothing has there; what is said stands beside it before it comes.

    Raises:
        DiskFull, NotWritable: it stays where it was.
    """
    with writing(folder):
        folder.mkdir(exist_ok=True)
    for number in count(1):
        target = folder / (path.name if number == 1 else f"{path.stem} ({number}){path.suffix}")
        if os.path.lexists(target):
            continue
        with writing(target):
            if said:
                target.with_name(f"{target.name}.txt").write_text(f"{said}\n", encoding="utf-8")
            os.rename(path, target)
        break
    return target
