"""The data directory: made, locked, migrated, refused when newer, and never half written."""

import os
import stat
import subprocess
import sys
import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from world import photo

from zjg_inspect import errors
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import lists, setup, upkeep, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import keys, tables
from zjg_inspect.store.db import REVISION
from zjg_inspect.store.migrate import upgrade


def test_the_migrations_make_exactly_the_tables_of_the_code(tmp_path):
    with setup.open_data(tmp_path / "d") as db, db.read() as conn:
        assert compare_metadata(MigrationContext.configure(conn), tables.metadata) == []
        assert conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == REVISION


def test_a_failed_migration_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    directory = tmp_path / "d"

    def broken(conn):
        upgrade(conn)
        conn.execute(text("INSERT INTO nowhere VALUES (1)"))

    monkeypatch.setattr("zjg_inspect.store.migrate.upgrade", broken)
    with pytest.raises(errors.StoreDamaged):
        setup.open_data(directory)
    monkeypatch.undo()
    with setup.open_data(directory) as db:
        assert setup.standing(db) is None


def test_a_store_of_a_newer_release_is_refused_and_left_untouched(tmp_path):
    directory = tmp_path / "d"
    with setup.open_data(directory) as db, db.write() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = (directory / "store.sqlite").read_bytes()
    with pytest.raises(errors.StoreNewer) as refused:
        setup.open_data(directory)
    assert refused.value.revision == "9999"
    assert (directory / "store.sqlite").read_bytes() == before


def test_an_older_store_is_copied_before_it_is_migrated(tmp_path, monkeypatch):
    directory = tmp_path / "d"
    with setup.open_data(directory) as db:
        setup.become_office(db, "某镇安监办", "某核")
        with db.write() as conn:
            conn.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    monkeypatch.setattr("zjg_inspect.store.migrate.upgrade", lambda conn: None)
    setup.open_data(directory).close()
    assert (directory / f"store.before-{REVISION}.sqlite").is_file()


def test_a_file_that_is_no_store_is_refused_with_its_name(tmp_path):
    directory = tmp_path / "d"
    directory.mkdir()
    (directory / "store.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(errors.StoreDamaged) as refused:
        setup.open_data(directory)
    assert refused.value.path.endswith("store.sqlite")


def test_only_one_program_holds_the_data_and_a_killed_one_lets_go(tmp_path):
    directory = tmp_path / "d"
    with setup.open_data(directory), pytest.raises(errors.StoreInUse):
        setup.open_data(directory)
    script = (
        "import sys; from pathlib import Path; from zjg_inspect.service import setup\n"
        "db = setup.open_data(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(errors.StoreInUse):
            setup.open_data(directory)
    finally:
        holder.kill()
        holder.communicate()
    setup.open_data(directory).close()


def test_the_device_key_is_readable_by_its_owner_alone_and_stays_the_same(tmp_path):
    first = keys.load_or_make(tmp_path)
    assert stat.S_IMODE((tmp_path / "device.key").stat().st_mode) == 0o600
    assert keys.load_or_make(tmp_path).public == first.public
    (tmp_path / "device.key").write_bytes(b"short")
    with pytest.raises(errors.StoreDamaged):
        keys.load_or_make(tmp_path)


def test_a_directory_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(errors.NotWritable):
        setup.open_data(tmp_path / "file" / "d")


def test_a_failed_transaction_changes_nothing(world):
    before = doctor(world.office)

    def half_a_job():
        with world.office.write() as conn:
            conn.execute(tables.enterprise.delete())
            raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        half_a_job()
    assert doctor(world.office) == before


def test_photos_that_nothing_names_go_after_a_day_those_of_drafts_stay(world):
    draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
    kept = visit.add_photo(world.laptop, draft, "1-01", photo(1), "a.jpg")
    gone = visit.add_photo(world.laptop, draft, "1-01", photo(2), "b.jpg")
    fresh = visit.add_photo(world.laptop, draft, "1-01", photo(3), "c.jpg")
    for each in (gone, fresh):
        visit.remove_photo(world.laptop, draft, each.id)
    files = {path.stem: path for path in (world.laptop.directory / "media").rglob("*.jpg")}
    old = time.time() - 2 * 24 * 3600
    for each in (kept, gone):
        os.utime(files[each.photo.sha256], (old, old))
    assert upkeep.tidy(world.laptop) == 1
    left = {path.stem for path in (world.laptop.directory / "media").rglob("*.jpg")}
    assert left == {kept.photo.sha256, fresh.photo.sha256}


def test_lists_read_only_projections(world):
    """The list is a query over ordinary rows: no version is read for it."""
    with world.laptop.write() as conn:
        conn.execute(tables.version.update().values(raw=b"unreadable"))
    assert [row.name for row in lists.enterprises(world.laptop, "机械")] == ["乙机械厂"]
    with world.laptop.read() as conn:
        assert conn.execute(select(tables.version.c.raw)).scalars().first() == b"unreadable"


def test_what_is_open_is_found_by_its_index(world):
    """SQLite leaves a partial index aside where its condition is not written out."""
    query = select(tables.hazard.c.entity).where(tables.hazard.c.enterprise == bytes(16), tables.hazard_is_open)
    with world.office.read() as conn:
        said = conn.execute(text(f"EXPLAIN QUERY PLAN {query}"), {"enterprise_1": bytes(16)}).all()
    assert "USING INDEX hazard_open" in said[0].detail


def test_the_offices_own_letters_and_those_of_another_laptop_are_not_given(world):
    own = setup.read_card(setup.write_card(world.laptop, world.stick), "field")
    with setup.open_data(world.root / "other") as other:
        setup.become_laptop(other, "李某/备用:电脑", setup.write_card(world.office, world.stick))
        path = setup.write_card(other, world.stick)
        assert path.name == "李某_备用_电脑.zjgcard"
        stranger = setup.read_card(path, "field")
    for letters in ("A00", "A07"):
        with pytest.raises(errors.LettersTaken):
            setup.accept_laptop(world.office, stranger, letters, (world.zone,))
    setup.accept_laptop(world.office, own, "A07", ())
    assert [laptop.letters for laptop in setup.laptops(world.office)] == ["A07"]
