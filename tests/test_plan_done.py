"""Doing what the plan says, in a store, after any history: whoever it is certain of is standardised then."""

import msgspec
import pytest
from history_maker import PHOTO, Maker, histories
from hypothesis import HealthCheck, event, given, settings
from sqlalchemy import select
from test_standing import after, every, in_the_table
from world import STROKES, small_world

from zjg_inspect.model import authority, ids
from zjg_inspect.model.inspection import Signature
from zjg_inspect.model.planner import way
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.service.author import identity
from zjg_inspect.store import tables
from zjg_inspect.store.merge import merge
from zjg_inspect.store.projection import heads_of, uuid_bytes
from zjg_inspect.store.verdicts import cases

DAY = "2026-05-01"


@pytest.fixture(scope="module")
def maker(tmp_path_factory):
    world = small_world(tmp_path_factory.mktemp("plans"))
    yield Maker(world)
    world.close()


class Doer:
    """The office and its inspectors, on one day after all that happened."""

    def __init__(self, maker, conn):
        self.maker, self.conn = maker, conn

    def does(self, own, step):
        for about in step.about:
            getattr(self, f"_{step.kind}")(own, about)

    def _heads(self, kind, entity):
        return [record for _, record in heads_of(self.conn, kind, [uuid_bytes(entity)]).get(uuid_bytes(entity), [])]

    def _is_disputed(self, visit):
        query = select(tables.inspection.c.in_conflict).where(tables.inspection.c.entity == uuid_bytes(visit))
        return self.conn.scalar(query)

    def _merge(self, by, kind, entity, body, parents):
        record = self.maker._version(by, kind, entity, body, DAY, parents)
        merge(self.conn, [record], identity(self.conn, self.maker.world.office))
        assert not self.conn.execute(select(tables.aside)).first()

    def _review(self, _own, visit):
        record = self._heads("inspection", visit)[-1]
        body, entity = authority.body_of_record(record), ids.review_id(record.hash.hex())
        at = f"{DAY}T06:{len(self.maker.made) % 60:02}:00Z"
        reviewer, strokes = self.maker.world.reviewer, tuple(tuple(stroke) for stroke in STROKES)
        signature = Signature("reviewer", reviewer, "pad", body.content_hash, at, strokes)
        given = ReviewBody(
            visit, record.hash.hex(), body.content_hash, "approved", reviewer, at, "意见", signature=signature
        )  # fmt: skip
        self._merge(self.maker.office, "review", entity, given, self._heads("review", entity))

    def _correct(self, _own, visit):
        """Signed anew on another day; the same is found."""
        heads = self._heads("inspection", visit)
        body = authority.body_of_record(heads[-1])
        at = f"{DAY}T04:{len(self.maker.made) % 60:02}:00Z"
        signatures = tuple(msgspec.structs.replace(each, at=at) for each in body.signatures)
        self._merge(
            self.maker.laptop, "inspection", visit, msgspec.structs.replace(body, signatures=signatures), heads
        )  # fmt: skip

    def _settle(self, own, about):
        """A person takes one version: of a visit the shown one, of a hazard one that leaves it open; a review is given
        anew."""
        if hazards := self._heads("hazard", about):
            bodies = [authority.body_of_record(each) for each in hazards]
            body = next((each for each in bodies if each.state != "closed"), bodies[-1])
            self._merge(self.maker.laptop, "hazard", about, body, hazards)
        elif self._is_disputed(about):
            self._correct(own, about)
        else:
            self._review(own, about)

    def _reinspect(self, own, hazard):
        """Found rectified in a 复查 that is signed off as well."""
        heads = self._heads("hazard", hazard)
        like = self.maker.like
        visit = ids.new_id()
        seen = self.maker._sealed(like, visit, own, DAY, DAY, [], False)
        self._merge(self.maker.laptop, "inspection", visit, seen, [])
        body = authority.body_of_record(heads[-1])
        step = msgspec.structs.replace(body, step="verified_closed", date=DAY, visit=visit, photos=(PHOTO,))
        self._merge(self.maker.laptop, "hazard", hazard, step, heads)
        self._review(own, visit)

    _reinspect_major = _reinspect


@given(histories)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_the_plan_is_certain_of_gets_there(maker, history):
    records = [made.record for made in maker.write(history)]

    def look(conn):
        doer, planned = Doer(maker, conn), {}
        for entity, case in cases(conn, every(conn)):
            steps = way(case)
            assert (not steps) == in_the_table(conn)[entity].standardised
            if steps and all(step.kind != "assess" for step in steps):
                planned[entity] = steps
        owner = {uuid_bytes(own): own for own in maker.own}
        for entity, steps in planned.items():
            for step in steps:
                event(step.kind)
                doer.does(owner[entity], step)
            assert in_the_table(conn)[entity].standardised
        return True

    assert after(maker, records, look)
