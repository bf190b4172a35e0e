"""Checks everything: each version's bytes, hash and signature, each photo, and all that is derived from them."""

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, distinct, func, select, text

from zjg_inspect import errors
from zjg_inspect.model.version import parse
from zjg_inspect.service.author import identity
from zjg_inspect.store import media, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.settle import rederive

_DERIVED = (tables.aside, tables.device_copied, tables.progress, tables.media_wanted, *tables.PROJECTIONS)


class Health(msgspec.Struct, frozen=True):
    """`set` is a hash over the sorted hashes of all stored versions in every state, `projections` one over all rows
    derived from them; two stores that agree have the same."""

    ok: bool
    versions: int
    entities: int
    conflicts: int
    media: int
    set: str
    projections: str
    problems: tuple[str, ...] = ()


class _Undo(Exception):
    """Ends the trial derivation without a trace."""


def doctor(db: Database) -> Health:
    """Check the store; it changes nothing. Problems are named, one sentence each."""
    problems: list[str] = []
    with db.read() as conn:
        check = conn.execute(text("PRAGMA quick_check")).scalar()
        if check != "ok":
            problems.append(f"数据库文件有损坏：{check}")
        problems += _bad_versions(conn)
        problems += _bad_media(conn, db)
        hashes = conn.scalars(select(tables.version.c.hash).order_by(tables.version.c.hash)).all()
        entities = conn.execute(select(func.count(distinct(tables.head.c.entity)))).scalar_one()
        conflicts = conn.execute(select(func.count()).select_from(tables.conflict)).scalar_one()
        photos = conn.execute(select(func.count()).select_from(tables.media)).scalar_one()
        before = {table.name: _digest(conn, table) for table in _DERIVED}
    if not problems:
        after = _derived_anew(db)
        problems += [f"表 {name} 与记录本身不一致" for name in before if before[name] != after[name]]
    return Health(
        ok=not problems,
        versions=len(hashes),
        entities=int(entities),
        conflicts=int(conflicts),
        media=int(photos),
        set=hashlib.sha256(b"".join(hashes)).hexdigest(),
        projections=hashlib.sha256("".join(before[table.name] for table in tables.PROJECTIONS).encode()).hexdigest(),
        problems=tuple(problems),
    )


def _derived_anew(db: Database) -> dict[str, str]:
    """The digests of all that is derived, derived from the versions alone, in a transaction that is undone."""
    found: dict[str, str] = {}
    try:
        with db.write() as conn:
            rederive(conn, identity(conn, db))
            found = {table.name: _digest(conn, table) for table in _DERIVED}
            raise _Undo
    except _Undo:
        return found


def _bad_versions(conn: Connection) -> Iterable[str]:
    v = tables.version.c
    for row in conn.execute(select(v.hash, v.raw, v.signature)):
        try:
            record = parse(row.raw, row.signature)
        except errors.NotCanonical as error:
            yield f"记录 {row.hash.hex()[:12]} 读不出：{error.reason}"
            continue
        if record.hash != row.hash:
            yield f"记录 {row.hash.hex()[:12]} 的内容与它的编号不符"


def _bad_media(conn: Connection, db: Database) -> Iterable[str]:
    for sha in conn.scalars(select(tables.media.c.sha256)):
        if media.read(db.directory, sha.hex()) is None:
            yield f"照片 {sha.hex()[:12]} 缺失或已损坏"


def _digest(conn: Connection, table: Table) -> str:
    """A hash over the table's rows in the order of their keys."""
    total = hashlib.sha256()
    columns = sorted(table.c, key=lambda column: column.name)
    for row in conn.execute(select(*columns).order_by(*table.primary_key.columns)):
        total.update(msgspec.json.encode([_plain(value) for value in row]) + b"\n")
    return total.hexdigest()


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value
