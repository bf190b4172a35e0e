"""Many rows in and out of the database at once."""

import hashlib

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.dialects import postgresql

from zjg_inspect.store import rows, tables


@pytest.fixture
def conn():
    engine = create_engine("sqlite://")
    tables.metadata.create_all(engine)
    with engine.begin() as conn:
        yield conn
    engine.dispose()


def sha(number):
    return hashlib.sha256(str(number).encode()).digest()


ASKED = select(tables.aside.c.hash, tables.aside.c.reason).where(
    tables.aside.c.state == "held", tables.aside.c.hash.in_(rows.KEYS)
)


@pytest.mark.parametrize("count", [0, 1, 2, 8, 9, 511, 512, 513, 1500])
def test_each_key_is_found_once_however_many_are_asked_for(conn, count):
    rows.insert_rows(
        conn,
        tables.aside,
        [{"reason": f"{n}", "hash": sha(n), "state": "held" if n % 2 else "quarantined"} for n in range(count)],
    )
    asked = [sha(n) for n in range(-3, count)]

    found = sorted((row.reason, row.hash) for row in rows.among(conn, ASKED, asked))

    assert found == sorted((f"{n}", sha(n)) for n in range(count) if n % 2)


def test_rows_of_one_column_and_truth_values_arrive_as_they_were(conn):
    rows.insert_rows(conn, tables.media_wanted, [{"sha256": sha(1)}, {"sha256": sha(2)}])
    rows.insert_rows(conn, tables.media, [{"ok": True, "sha256": sha(1), "size": 3}])
    rows.insert_rows(conn, tables.media, [])

    assert set(conn.scalars(select(tables.media_wanted.c.sha256))) == {sha(1), sha(2)}
    assert conn.execute(select(tables.media)).one() == (sha(1), 3, True)


def test_a_driver_that_names_its_values_is_given_names():
    write = rows._insertion(tables.aside, ("hash", "state", "reason"), postgresql.dialect())
    read = rows._question(ASKED, 8, postgresql.dialect())

    assert "%(reason)s" in write.text
    assert write.arrange({"hash": b"", "state": "held", "reason": "form"}) == {
        "hash": b"", "state": "held", "reason": "form",
    }  # fmt: skip
    assert all(f"%(keys_{n})s" in read.text for n in range(1, 9))
    assert read.arrange(read.values)["state_1"] == "held"
