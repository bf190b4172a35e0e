"""One data directory: its lock, its key, its SQLite file, brought to the current schema."""

import shutil
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from zjg_inspect import errors
from zjg_inspect.model.form import FormDef
from zjg_inspect.places import writing
from zjg_inspect.store import keys, settings

REVISION = "0009"
FILE = "store.sqlite"


class Database:
    """An open data directory. Only the service begins transactions, with `write()` and `read()`.

    `forms` are the shipped forms by hash: every store knows them.

    Raises:
        StoreInUse: another instance holds the directory.
        StoreNewer: the store is of a newer release and left untouched.
        StoreDamaged: the store or its key cannot be read.
        NotWritable: the directory cannot be made or written to.
    """

    def __init__(self, directory: Path, forms: Mapping[str, FormDef]) -> None:
        self.directory = directory
        self.forms = dict(forms)
        # a large import takes longer than SQLite would wait; nobody else writes here
        self._writing = threading.RLock()
        self._lock = _take_lock(directory)
        shutil.rmtree(directory / "staging", ignore_errors=True)  # of an import that was cut off
        try:
            self._engine = _engine(directory / FILE)
            self._migrate()
            with self.read() as conn:
                has_role = settings.standing(conn) is not None
            # With another key this would be another device, and all that it has written a stranger's.
            self.key = keys.load_or_make(directory, may_make=not has_role)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if hasattr(self, "_engine"):
            self._engine.dispose()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing. It waits for another thread's to end, however long that takes."""
        with self._writing, _named(self._engine.url.database), self._begun("BEGIN IMMEDIATE") as conn:
            yield conn

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; writes nothing."""
        with _named(self._engine.url.database), self._begun("BEGIN") as conn:
            yield conn

    @contextmanager
    def _begun(self, how: str) -> Iterator[Connection]:
        with self._engine.connect() as conn, conn.execution_options(begin=how).begin():
            yield conn

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file; 8–14 ms, so when idle."""
        raw = self._engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            raw.close()

    def copy_to(self, target: Path, step: "Step | None" = None) -> None:
        """Write the store as it stands at this moment into a new file, while others go on with it.

        Raises:
            DiskFull, NotWritable, Cancelled: the file is of no use.
        """
        with self.read() as conn:
            conn.execute(text("SELECT 1 FROM sqlite_master LIMIT 1"))  # from here on the view stands still
            source: Any = conn.connection.driver_connection

            def tell(_status: int, left: int, total: int) -> None:
                if step is not None:
                    step(total - left, total)

            try:
                copy = sqlite3.connect(target)
                try:
                    source.backup(copy, pages=2048, progress=tell)
                finally:
                    copy.close()
            except sqlite3.Error as error:
                raise _store_error(str(target), error) from error

    def _migrate(self) -> None:
        path = self.directory / FILE
        with self.read() as conn:
            there = conn.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")).first()
            now = conn.execute(text("SELECT version_num FROM alembic_version")).scalar() if there else None
        if now == REVISION:
            return
        if now is not None and now > REVISION:
            raise errors.StoreNewer(path=str(path), revision=str(now))
        if now is not None:
            self.checkpoint()
            shutil.copy2(path, path.with_suffix(f".before-{REVISION}.sqlite"))
        from zjg_inspect.store.migrate import upgrade  # alembic costs half a second

        with self.write() as conn:
            upgrade(conn)


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", poolclass=QueuePool, pool_size=4, max_overflow=8)

    @event.listens_for(engine, "connect")
    def _on_connect(raw: Any, _: Any) -> None:
        raw.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(conn: Connection) -> None:
        conn.exec_driver_sql(conn.get_execution_options().get("begin", "BEGIN"))

    return engine


@contextmanager
def _named(path: str | None) -> Iterator[None]:
    """Database faults in this program's own words."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error) or isinstance(error.orig, sqlite3.IntegrityError):
            raise
        raise _store_error(str(path), error.orig) from error


def _store_error(path: str, error: sqlite3.Error) -> errors.StoreError:
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith("SQLITE_FULL"):
        return errors.DiskFull(path=path)
    if code.startswith(("SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return errors.NotWritable(path=path, detail=str(error))
    if code.startswith("SQLITE_BUSY"):
        return errors.StoreInUse(directory=str(Path(path).parent))
    return errors.StoreDamaged(path=path, detail=str(error))


@contextmanager
def held(directory: Path) -> Iterator[None]:
    """Hold a directory without opening a store in it. Raises StoreInUse, NotWritable."""
    lock = _take_lock(directory)
    try:
        yield
    finally:
        if lock is not None:
            lock.close()


def _take_lock(directory: Path) -> IO[bytes] | None:
    """Hold the directory for this process; the system lets go of it when the process ends, however it ends."""
    with writing(directory):
        directory.mkdir(parents=True, exist_ok=True)
        file = (directory / "lock").open("a+b")
    try:
        _lock(file)
    except OSError as error:
        file.close()
        raise errors.StoreInUse(directory=str(directory)) from error
    return file


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


Step = Callable[[int, int], None]
"""Long work calls this with (done, total); it raises `Cancelled` to stop the work."""
