"""Histories of some enterprises, drawn at random: visits, corrections, reviews, steps of hazards, the register's edits;
some of them in conflict, each dated."""

import hashlib
from typing import NamedTuple

import msgspec
from forger import Forger, resealed
from hypothesis import strategies as st
from world import FILLED, MAJOR, STROKES

from zjg_inspect.model import ids
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import Answer, FoundHazard, Photo, Signature, Someone, Verdict, VisitType
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.review import ReviewBody

ITEMS = ("1-01", "4-09")
DAYS = tuple(f"2026-0{1 + n // 28}-{1 + n % 28:02}" for n in range(0, 84, 12))
PHOTO = Photo(hashlib.sha256(b"photo").hexdigest())
STEPS = ("rectified", "verified_closed", "reopened", "extended", "referred", "still_open", "withdrawn")

day = st.sampled_from(DAYS)
some_items = st.sets(st.sampled_from(ITEMS)).map(sorted)
number = st.integers(0, 7)
visits = st.tuples(st.just("visit"), number, day, some_items, st.booleans(), st.sampled_from(["own", "own", "third"]))
again = st.tuples(st.just("correct"), number, day, some_items, st.booleans())
reviews = st.tuples(
    st.just("review"), number, day, st.sampled_from(["approved", "approved", "returned"]), st.booleans()
)
steps = st.tuples(st.just("step"), number, day, st.sampled_from(STEPS), number, st.booleans())
edits = st.tuples(
    st.just("edit"), number, st.sampled_from(["active", "stopped", "deregistered", "moved"]),
    st.sampled_from(["", "2026-02-13", "2999-01-01"]), st.booleans(), st.booleans(),
)  # fmt: skip
histories = st.lists(
    st.one_of(visits, visits, again, reviews, reviews, reviews, steps, steps, edits), min_size=9, max_size=24
)


class Made(NamedTuple):
    record: object
    day: str
    body: object


class Maker:
    """Writes such a history with the keys of the office and its laptop, in the small world after one sealed visit."""

    def __init__(self, world):
        self.world = world
        self.office = Forger(world, key=world.office.key, db=world.office)
        self.laptop = Forger(world)
        sealed, _ = world.visit("甲五金厂")
        self.like = self.laptop.body(sealed)
        self.register = {
            r.version.entity: r
            for r in self.office.honest()
            if r.version.kind == "enterprise" and not r.version.parents
        }

    def write(self, history):
        """The records in an order in which each follows its parents, with the day from which each holds."""
        self._n = 10_000
        self.own = list(self.register)
        self.visits, self.hazards = [], []
        self.edits = {entity: [record] for entity, record in self.register.items()}
        self.reviews = {}
        self.made = []
        for kind, *said in history:
            getattr(self, f"_{kind}")(*said)
        return self.made

    def _version(self, by, kind, entity, body, day, parents=()):
        self._n += 1
        hashes = [each.hash.hex() for each in parents]
        record = by.version(kind, entity, body, n=self._n, parents=hashes)
        self.made.append(Made(record, day, body))
        return record

    def _sealed(self, like, own, enterprise, date, signed, items, major, **more):
        """The like body with these items failed; signed at noon of the day."""
        filled = MAJOR if major else FILLED
        photos = (PHOTO,) if major else ()
        content = like.content
        hazards = tuple(FoundHazard(item, ids.hazard_id(own, item), filled, photos) for item in items)
        answers = tuple(Answer(a.item, Verdict.FAIL if a.item in items else Verdict.PASS) for a in content.answers)
        made = resealed(
            like, inspection=own, enterprise=enterprise, date=date, answers=answers, hazards=hazards, **more
        )  # fmt: skip
        at = f"{signed}T04:00:00Z"
        return msgspec.structs.replace(
            made, signatures=tuple(msgspec.structs.replace(each, at=at) for each in made.signatures)
        )

    def _visit(self, which, day, items, major, who):
        own, enterprise = ids.new_id(), self.own[which % len(self.own)]
        crew = tuple(Someone(f"{n}某", agency="某公司" if who == "third" else "") for n in "钱赵")
        inspectors = iter(crew)
        signatures = tuple(
            msgspec.structs.replace(each, person=next(inspectors)) if each.role == "inspector" else each
            for each in self.like.signatures
        )
        like = msgspec.structs.replace(self.like, signatures=signatures)
        body = self._sealed(
            like, own, enterprise, day, day, items, major, inspectors=crew, type=VisitType.ASSESSMENT
        )  # fmt: skip
        record = self._version(self.laptop, "inspection", own, body, day)
        self.visits.append([(record, body, day)])
        self._open(body, day)

    def _open(self, body, day):
        for found in body.content.hazards:
            if any(entity == found.hazard for entity, _ in self.hazards):
                continue
            content = body.content
            hazard = HazardBody(
                content.enterprise, content.inspection, found.item, content.form, "opened", day, found.rectification,
                content.inspection, content.inspectors, found.photos,
            )  # fmt: skip
            record = self._version(self.laptop, "hazard", found.hazard, hazard, day)
            self.hazards.append((found.hazard, [(record, hazard, day)]))

    def _correct(self, which, day, items, major):
        if not self.visits:
            return
        versions = self.visits[which % len(self.visits)]
        before, body, since = versions[which % len(versions)]
        own = body.content.inspection
        made = self._sealed(body, own, body.content.enterprise, body.content.date, max(day, since), items, major)
        record = self._version(self.laptop, "inspection", own, made, max(day, since), [before])
        versions.append((record, made, max(day, since)))
        self._open(made, max(day, since))

    def _review(self, which, day, decision, follows):
        if not self.visits:
            return
        versions = self.visits[which % len(self.visits)]
        record, body, since = versions[-1 - which % len(versions)]
        entity = ids.review_id(record.hash.hex())
        before = self.reviews.setdefault(entity, [])
        day = max([day, since, *(each for _, each in before)])
        at = f"{day}T05:{len(self.made):02}:00Z"
        reviewer, strokes = self.world.reviewer, tuple(tuple(stroke) for stroke in STROKES)
        said = ReviewBody(
            body.content.inspection, record.hash.hex(), body.content_hash, decision, reviewer, at, "意见",
            signature=Signature("reviewer", reviewer, "pad", body.content_hash, at, strokes),
        )  # fmt: skip
        parents = [before[-1][0]] if before and follows else []
        before.append((self._version(self.office, "review", entity, said, day, parents), day))

    def _step(self, which, day, step, by, from_first):
        if not self.hazards:
            return
        entity, versions = self.hazards[which % len(self.hazards)]
        before, body, since = versions[0 if from_first else -1]
        seen = self.visits[by % len(self.visits)][0][1].content.inspection
        day = max(day, since)
        made = msgspec.structs.replace(
            body, step=step, date=day, visit=seen, photos=(PHOTO,), reason=f"{len(self.made)}"
        )
        versions.append((self._version(self.laptop, "hazard", entity, made, day, [before]), made, day))

    def _edit(self, which, state, state_date, in_scope, from_first):
        entity = self.own[which % len(self.own)]
        versions = self.edits[entity]
        before = versions[0 if from_first else -1]
        body = msgspec.structs.replace(
            msgspec.convert(before.version.body, Enterprise),
            state=state, state_date=state_date, in_scope=in_scope, remark=f"{len(self.made)}",
        )  # fmt: skip
        versions.append(self._version(self.office, "enterprise", entity, body, "", [before]))
