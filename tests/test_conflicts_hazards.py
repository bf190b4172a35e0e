"""Hazards and reviews in conflict, what heads come from, and what it costs to find what is in conflict."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from test_verdict_rules import approve_all
from two_laptops import NAME, a_pair, body_of, edits, hazard_steps, office_forger, settled_everywhere, why
from world import FILLED, MAJOR, STROKES

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.register import Person
from zjg_inspect.service import due, review
from zjg_inspect.service.conflicts import conflict, conflicts, merge_conflict
from zjg_inspect.store import tables
from zjg_inspect.store.ancestry import common_ancestor
from zjg_inspect.store.projection import heads_of, uuid_bytes


@pytest.fixture
def pair(tmp_path):
    with a_pair(tmp_path) as made:
        yield made


EXTENDED = {
    "step": "extended", "reason": "等设备到货", "rectification": msgspec.structs.replace(FILLED, deadline="2027-01-31"),
}  # fmt: skip


def test_a_hazard_closed_on_one_laptop_and_extended_on_another_stays_open_until_it_is_merged(pair):
    one, two = pair
    own = hazard_steps(one, two, {"step": "verified_closed", "reason": "已清走"}, EXTENDED)
    for db in (one.office, one.laptop, two.laptop):
        assert [each.id for each in due.open_hazards(db)] == [own]
    shown = conflict(two.laptop, "hazard", own)
    assert (shown.may_merge, shown.one_click, shown.whole) == (True, False, False)
    assert [each.what for each in shown.follows] == ["state"]
    assert set(shown.follows[0].values) == {"closed", "open"}
    step = next(each for each in shown.fields if each.path == ("step",))
    assert {value["reason"] for value in step.values} == {"已清走", "等设备到货"}
    closed = next(value for value in step.values if value["step"] == "verified_closed")
    merge_conflict(two.laptop, "hazard", own, shown.versions, {("step",): closed})
    made = body_of(two.laptop, "hazard", own)
    assert (made.state, made.reason, made.rectification.deadline) == ("closed", "已清走", "2027-01-31")
    assert settled_everywhere(one, two)
    assert due.open_hazards(one.office) == []


def test_a_merge_that_the_rules_refuse_is_not_offered(pair):
    """Closed by one without a photo and made major by the other: nobody may say both."""
    one, two = pair
    own = hazard_steps(one, two, {"step": "verified_closed", "reason": "已清走"}, {"rectification": MAJOR})
    shown = conflict(one.office, "hazard", own)
    assert not any(each.collides for each in shown.fields)
    assert not shown.one_click
    with pytest.raises(errors.SchemaWrong):
        merge_conflict(one.office, "hazard", own, shown.versions)
    assert conflict(one.office, "hazard", own) == shown


def test_a_review_in_conflict_is_taken_whole_by_the_office(pair):
    one, _ = pair
    _, version = one.sealed
    approve_all(one)
    office = office_forger(one)
    own = ids.review_id(version)
    body = msgspec.structs.replace(body_of(one.office, "review", own), decision="returned", opinion="请补照片")
    office.hand_in(office.version("review", own, body))
    assert "conflict" in why(one)
    (listed,) = conflicts(one.office)
    assert (listed.kind, listed.name) == ("review", NAME)
    shown = conflict(one.office, "review", own)
    assert {head.people for head in shown.heads} == {("孙某",)}
    with pytest.raises(errors.SchemaWrong):
        merge_conflict(one.office, "review", own, shown.versions)
    decision = next(each for each in shown.fields if each.path == ("decision",))
    approving = shown.heads[decision.values.index("approved")].versions[0]
    merge_conflict(one.office, "review", own, shown.versions, take=approving)
    assert "conflict" not in why(one)


def test_a_new_review_settles_a_review_in_conflict_too(pair):
    one, _ = pair
    inspection, version = one.sealed
    approve_all(one)
    office = office_forger(one)
    own = ids.review_id(version)
    body = msgspec.structs.replace(body_of(one.office, "review", own), opinion="再看看")
    office.hand_in(office.version("review", own, body))
    assert len(conflicts(one.office)) == 1
    review.approve(one.office, inspection, version, one.reviewer, STROKES, "")
    assert conflicts(one.office) == []


# -- the nearest common ancestor ---------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_nearest_common_ancestor_is_that_of_the_graph(world, data):
    """Against the plain definition: an ancestor of all heads that no other such ancestor follows."""
    office = office_forger(world)
    own = ids.new_id()
    made = [office.version("person", own, Person("某"), parents=())]
    for number in range(data.draw(st.integers(1, 7))):
        parents = data.draw(st.sets(st.sampled_from(range(len(made))), min_size=1, max_size=2))
        hashes = [made[each].hash.hex() for each in parents]
        made.append(office.version("person", own, Person(f"某{number}"), parents=hashes))
    office.hand_in(*made)
    above = {}
    for record in made:
        parents = set(record.version.parents)
        above[record.hash.hex()] = parents | {each for parent in parents for each in above[parent]}
    with world.office.read() as conn:
        heads = heads_of(conn, "person", [uuid_bytes(own)])[uuid_bytes(own)]
        found = common_ancestor(conn, heads)
    if len(heads) == 1:
        return
    shared = set.intersection(*(above[record.hash.hex()] for _, record in heads))
    nearest = [each for each in shared if not any(each in above[other] for other in shared)]
    assert (found.hash.hex() if found else None) == (nearest[0] if len(nearest) == 1 else None)


def test_what_is_in_conflict_is_found_without_reading_the_heads_of_all(world):
    edits(world, {"phone": "1"}, {"phone": "2"})
    asked = []
    event.listen(world.office._engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
    assert len(conflicts(world.office)) == 1
    with world.office.read() as conn:
        for statement in [each for each in asked if each.startswith("SELECT")]:
            values = [b""] * statement.count("?")
            plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values)).all()
            scanned = {row.detail.split()[1] for row in plan if row.detail.startswith("SCAN")}
            assert scanned <= {"conflict", "setting"}, statement
    with world.office.read() as conn:
        assert len(conn.execute(select(tables.conflict)).all()) == 1
