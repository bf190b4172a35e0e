"""A store of the first release is brought to the present schema with nothing lost and everything derived."""

import shutil
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import delete, select
from two_laptops import NAME, edits
from world import photo

from zjg_inspect.service import setup, signing, visit
from zjg_inspect.service.conflicts import conflicts
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import db as stores
from zjg_inspect.store import migrate, settings, tables
from zjg_inspect.store.db import FILE


def as_of_the_first_release(directory: Path, old: Path) -> None:
    """The same data directory with its store in the first schema: its columns, its rows."""
    shutil.copytree(directory, old)
    (old / FILE).unlink()
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    engine = stores._engine(old / FILE)
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
    engine.dispose()
    store = sqlite3.connect(old / FILE)
    store.execute("ATTACH ? AS newer", (str(directory / FILE),))
    for (table,) in store.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        if table not in ("alembic_version", "sqlite_sequence"):
            columns = ", ".join(f'"{row[1]}"' for row in store.execute(f"PRAGMA main.table_info({table})"))
            store.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
    store.commit()
    store.close()


def rows(db, table):
    with db.read() as conn:
        return sorted(tuple(row) for row in conn.execute(select(table)))


def test_what_the_first_release_did_not_keep_is_derived_when_its_store_is_opened(world, tmp_path):
    draft = world.answered("乙机械厂", fail=("4-09",))
    visit.add_photo(world.laptop, draft, "4-09", photo(1), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    for path in (world.laptop.directory / "media").rglob("*.jpg"):
        path.unlink()
    with world.laptop.write() as conn:
        conn.execute(delete(tables.media))
    world.carry(world.laptop, world.office)
    edits(world, {"phone": "1"}, {"phone": "2"})
    edits(world, {"agency": "甲"}, {"agency": "甲"}, kind="person", entity=world.reviewer.id)
    world.office.checkpoint()
    old = tmp_path / "old"
    as_of_the_first_release(world.office.directory, old)
    with setup.open_data(old) as office:
        assert (old / f"store.before-{stores.REVISION}.sqlite").is_file()
        for table in (tables.conflict, tables.progress, tables.media_wanted, tables.head, tables.hazard):
            assert rows(office, table) == rows(world.office, table) != []
        assert [each.name for each in conflicts(office)] == [NAME]
        assert doctor(office).ok
        with office.read() as conn:
            assert settings.get(conn, "derive_anew") == ""
