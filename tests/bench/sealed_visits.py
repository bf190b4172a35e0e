"""Bundles of many sealed visits for the benchmarks, signed validly by a laptop that the office has accepted."""

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec
from world import FILLED, STROKES, credit_code, small_world

from zjg_inspect.bundle.bag import BundleInfo
from zjg_inspect.bundle.writer import write_bundle
from zjg_inspect.formfile import shipped_form
from zjg_inspect.model import ids
from zjg_inspect.model.form import items_for
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import Answer, FoundHazard, InspectionBody, Verdict, content_hash
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.version import Version, canonical, digest, signing_input
from zjg_inspect.service.author import Making, make
from zjg_inspect.store import documents

ENTERPRISES = 2000
ANSWERS = 60
# Of how many visits one has a failed item with its hazard.
ONE_FAILS_IN = 2


class Land:
    """An office with its register, closed, to be copied; and its laptop's key."""

    def __init__(self, root: Path) -> None:
        world = small_world(root)
        sealed, _ = world.visit("甲五金厂")
        with world.laptop.read() as conn:
            self._like = documents.inspection(conn, sealed)[0]
        self.form = shipped_form("enterprise")
        self._facts = self._like.content.facts
        self._items = [item.code for item in items_for(self.form, self._facts)]
        self._required = [item.code for item in items_for(self.form, self._facts) if item.counts]
        self.laptop, self.office = world.laptop.key, root / "office"
        self._stick, self._n, self._sequence = world.stick, 100, 100
        self._chance = random.Random(1)
        self._enterprises = self._register(world)
        world.close()

    def _register(self, world):
        bodies = [Enterprise(f"第{n}五金厂", world.zone, credit_code(100 + n)) for n in range(ENTERPRISES)]
        makings = [Making("enterprise", ids.enterprise_id(each.code, world.zone), each, ()) for each in bodies]
        with world.office.write() as conn:
            records = make(conn, world.office, makings)
        return [
            (record.version.entity, record.hash.hex(), body.name) for record, body in zip(records, bodies, strict=True)
        ]

    def an_office(self, name: str) -> Path:
        """A fresh copy of the office's data directory."""
        to = self.office.parent / name
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.office, to, ignore=shutil.ignore_patterns("lock"))
        return to

    def bundle(self, visits: int, rows: Path | None = None) -> Path:
        """The next bundle of the laptop, with so many visits; their answers also as rows of a database."""
        self._sequence += 1
        info = BundleInfo(
            sender_key=self.laptop.public, sender_name="张某的电脑", addressee=None, sequence=self._sequence,
            made_on=date(2026, 11, 23), through=self._n,
        )  # fmt: skip
        with closing(rows_at(rows or ":memory:")) as table:
            table.execute("BEGIN")
            versions = self._versions(visits, table if rows else None)
            done = write_bundle(
                self._stick, name=f"{self._sequence}", info=info, versions=versions, media=(), sign=self.laptop.sign
            )
            table.execute("COMMIT")
        return done.path

    def _versions(self, visits, table):
        for number in range(visits):
            body, hazards = self._visit(number)
            content = body.content
            if table is not None:
                inspection = bytes.fromhex(content.inspection.replace("-", ""))
                rows = [
                    (inspection, each.item, each.verdict, each.note, each.reason, content.finished_at)
                    for each in content.answers
                ]
                table.executemany("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?)", rows)
            yield self._signed("inspection", content.inspection, body, content.finished_at)
            for entity, hazard in hazards:
                yield self._signed("hazard", entity, hazard, content.finished_at)

    def _visit(self, number):
        chance, like = self._chance, self._like.content
        entity, version, name = chance.choice(self._enterprises)
        own = ids.new_id()
        fails = set(chance.sample(self._required, 1)) if number % ONE_FAILS_IN == 0 else set()
        noted = set(chance.sample(self._items, 3))
        answers = tuple(
            Answer(
                item,
                Verdict.FAIL if item in fails else Verdict.PASS,
                note="现场看过，安全员在场" if item in noted else "",
            )
            for item in self._items
        )
        hazards = tuple(FoundHazard(item, ids.hazard_id(own, item), FILLED) for item in fails)
        day = f"2026-{1 + number % 11:02}-{1 + number % 28:02}"
        content = msgspec.structs.replace(
            like, inspection=own, enterprise=entity, enterprise_version=version, name=name, date=day,
            started_at=f"{day}T01:02:03Z", finished_at=f"{day}T02:{number % 60:02}:{number // 60 % 60:02}Z",
            number=f"张塘核〔2026〕A07-{self._n + number:06}", answers=answers, hazards=hazards,
        )  # fmt: skip
        hash_ = content_hash(content)
        signatures = tuple(
            msgspec.structs.replace(each, signed=hash_, strokes=self._strokes()) for each in self._like.signatures
        )
        steps = [
            (
                found.hazard,
                HazardBody(
                    entity, own, found.item, content.form, "opened", day, FILLED, visit=own, by=content.inspectors
                ),
            )
            for found in hazards
        ]
        return InspectionBody(content, hash_, signatures), steps

    def _strokes(self):
        chance = self._chance
        return tuple(tuple(chance.randrange(100, 6000) for _ in range(60)) for _ in STROKES)

    def _signed(self, kind, entity, body, at):
        self._n += 1
        raw = canonical(Version(msgspec.to_builtins(body), self.laptop.device, entity, kind, at, self._n, ()))
        return raw, self.laptop.sign(signing_input(digest(raw)))


def rows_at(path):
    """A database of answers as rows, with the indexes that they need for the same questions."""
    conn = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        conn.execute(f"PRAGMA {pragma}")
    conn.execute(
        "CREATE TABLE IF NOT EXISTS answer (inspection BLOB NOT NULL, item TEXT NOT NULL, verdict TEXT NOT NULL,"
        " note TEXT NOT NULL, reason TEXT NOT NULL, changed_at TEXT NOT NULL, PRIMARY KEY (inspection, item))"
    )
    conn.execute("CREATE INDEX IF NOT EXISTS answer_verdict ON answer (item, verdict)")
    conn.execute("CREATE INDEX IF NOT EXISTS answer_changed ON answer (changed_at)")
    return conn


def take_rows(source: Path, target: Path) -> None:
    """The bare merge of answers as rows: the later change wins."""
    with closing(rows_at(target)) as conn:
        conn.execute("ATTACH ? AS source", (str(source),))
        conn.execute("BEGIN IMMEDIATE")
        conn.execute(
            "INSERT INTO main.answer SELECT * FROM source.answer WHERE true ON CONFLICT (inspection, item) DO UPDATE"
            " SET verdict = excluded.verdict, note = excluded.note, reason = excluded.reason,"
            " changed_at = excluded.changed_at WHERE excluded.changed_at > answer.changed_at"
        )
        conn.execute("COMMIT")
        conn.execute("DETACH source")
