"""One tap saved, against one raw SQLite commit of the same two rows (WAL, synchronous FULL), on the same disk."""

import itertools
import sqlite3
import tempfile
from pathlib import Path

from common import in_turns, ratio, say
from world import small_world

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.service import visit

RUNS = 1000


def raw_store(path):
    """The two tables of a tap, as small as they can be."""
    conn = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        conn.execute(f"PRAGMA {pragma}")
    conn.execute("CREATE TABLE draft (entity BLOB PRIMARY KEY, item TEXT, touched_at TEXT)")
    conn.execute(
        "CREATE TABLE answer (draft BLOB REFERENCES draft, item TEXT, verdict TEXT, note TEXT, reason TEXT, at TEXT, "
        "PRIMARY KEY (draft, item))"
    )
    conn.execute("INSERT INTO draft VALUES (x'00', '', '')")
    return conn


def main():
    with tempfile.TemporaryDirectory() as place:
        world = small_world(Path(place))
        draft = visit.start_visit(world.laptop, next(iter(world.enterprises.values())), VisitType.ASSESSMENT)
        items = itertools.cycle([item.code for item in visit.open_visit(world.laptop, draft).items])
        conn = raw_store(Path(place) / "raw.sqlite")

        def tap():
            visit.answer_item(world.laptop, draft, DraftAnswer(next(items), Verdict.PASS))

        def commit():
            item = next(items)
            conn.execute("BEGIN IMMEDIATE")
            conn.execute(
                "INSERT INTO answer VALUES (x'00', ?, 'pass', '', '', '2026-11-23T02:03:04Z') "
                "ON CONFLICT DO UPDATE SET verdict = excluded.verdict, at = excluded.at",
                (item,),
            )
            conn.execute("UPDATE draft SET item = ?, touched_at = '2026-11-23T02:03:04Z'", (item,))
            conn.execute("COMMIT")

        in_turns(tap, commit, runs=50)
        ours, bare = in_turns(tap, commit, runs=RUNS)
        ratio("one tap / raw commit", say("one tap saved", ours), say("raw commit", bare), 2)
        world.close()


if __name__ == "__main__":
    main()
