"""Lines from outside are read in one step where their kind's schema fits; that must make no difference."""

import copy
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from programmes import ANOTHER
from sqlalchemy import select
from world import STROKES, credit_code, small_world

from zjg_inspect import errors
from zjg_inspect.formfile import shipped_form
from zjg_inspect.model import authority, ids, version
from zjg_inspect.model.assignment import Assignment
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.proposal import LeaseFound, Proposal
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.service import review
from zjg_inspect.service.author import Making, make
from zjg_inspect.store import tables

SIGNATURE = b"s" * 64
ODD = (
    None, True, False, 0, 1, -1, 2**53 - 1, 2**53, -(2**53), 2**63, 2**64, 10**15, 10**16, 1.0, 1.5, -0.0, 1e300,
    "", "x", "\x00", "\"", "é", "0" * 16, "0" * 64, "2026-02-29", [], [1], {}, {"a": 1}, {"é": 1},
)  # fmt: skip


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """An honest line of each kind that a small world holds after a visit, a review, an assignment and a proposal."""
    world = small_world(tmp_path_factory.mktemp("world"))
    visit, version_hash = world.visit("甲五金厂", fail=("4-09",))
    world.carry(world.laptop, world.office)
    review.approve(world.office, visit, version_hash, world.reviewer, STROKES, "")
    site, laptop = world.enterprises["甲五金厂"], world.laptop.key.device
    assignment = Assignment(site, laptop, VisitType.ASSESSMENT, "2026-11-01", "2026-12-01")
    form = FormDef.from_document(shipped_form("enterprise").document() | {"id": "another"})
    makings = [
        Making("assignment", ids.new_id(), assignment),
        Making("programme", ids.programme_entity(ANOTHER.id), ANOTHER),
        Making("form", ids.form_entity(form.id), form),
        Making("landlord", landlord := ids.new_id(), Landlord("某村股份经济合作社", manager=True)),
        Making("premises", works := ids.new_id(), Premises(landlord, world.zone, "工业路 18 号", 1200)),
        Making("lease", ids.new_id(), Lease(site, works, "2026-10-01", filed="2026-10-12", filed_by="manager")),
    ]
    lease = LeaseFound("某房东", until="2027-01-01")
    proposal = Proposal("2026-11-23", world.crew, Enterprise("丁五金厂", world.zone, credit_code(9)), lease=lease)
    with world.laptop.write() as conn:
        make(conn, world.laptop, [Making("proposal", ids.new_id(), proposal)])
    world.carry(world.laptop, world.office)
    with world.office.write() as conn:
        make(conn, world.office, makings)
        found = dict(conn.execute(select(tables.version.c.kind, tables.version.c.raw)).tuples().all())
    world.close()
    assert set(found) == set(authority.SCHEMAS)
    return found


kinds = st.sampled_from(sorted(authority.SCHEMAS))


def outcome(read, raw):
    """All that is made of a line: refused, or what it says and what its body is found to be."""
    try:
        record = read(raw, SIGNATURE)
    except errors.NotCanonical as error:
        return "refused", error.reason
    said = record.version
    envelope = said.device, said.entity, said.kind, said.made_at, said.n, said.parents, said.v
    if said.kind not in authority.SCHEMAS:
        return envelope, record.body, record.hash, record.signature
    try:
        body = authority.body_of_record(record)
    except errors.SchemaWrong as error:
        body = error.reason
    return envelope, record.body, record.hash, record.signature, body


def both_ways(raw):
    assert outcome(authority.parse_line, raw) == outcome(version.parse, raw)


def written(value):
    """As canonical JSON is written, but for numbers that it does not have."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def places(value):
    """Every container in a document with every name or number in it."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, below in members:
        yield value, name
        yield from places(below)


@pytest.mark.parametrize("kind", sorted(authority.SCHEMAS))
def test_an_honest_line_is_read_by_its_schema_at_once(lines, kind):
    record = authority.parse_line(lines[kind], SIGNATURE)
    assert isinstance(record.version.body, authority.SCHEMAS[kind]) is (kind != "form")
    assert record.body == json.loads(lines[kind])["body"]
    both_ways(lines[kind])


@given(kinds, st.data())
def test_a_changed_value_is_found_to_be_the_same_either_way(lines, own, data):
    raw = lines[own]
    document = json.loads(raw)
    for _ in range(data.draw(st.integers(1, 2))):
        where, name = data.draw(st.sampled_from(list(places(document))))
        where[name] = copy.deepcopy(data.draw(st.sampled_from(ODD)))
    both_ways(written(document))


@given(kinds, st.data())
def test_a_member_too_many_or_too_few_is_found_to_be_the_same_either_way(lines, own, data):
    raw = lines[own]
    document = json.loads(raw)
    objects = [document, *(o[n] for o, n in places(document) if isinstance(o[n], dict))]
    some = data.draw(st.sampled_from(objects))
    if data.draw(st.booleans()):
        some.pop(data.draw(st.sampled_from(sorted(some) or ["x"])), None)
    else:
        # an unknown name, or a known one with what is not written where it is so
        names = ["zz", "kind", "note", "photos", "reason", "caption", "v", "visit", "remark", "is"]
        some[data.draw(st.sampled_from(names))] = copy.deepcopy(data.draw(st.sampled_from(ODD)))
    both_ways(written(document))


@given(kinds, st.sampled_from(sorted({*authority.SCHEMAS, "drone_flight", "Zone", ""})), st.integers(0, 3))
def test_a_body_under_another_kind_or_of_a_newer_release_is_found_to_be_the_same_either_way(lines, own, kind, newer):
    document = {**json.loads(lines[own]), "kind": kind, "v": newer}
    both_ways(written(document))
    both_ways(written({**document, "seals": ["new"]}))


@given(kinds, st.data())
def test_another_way_of_writing_is_found_to_be_the_same_either_way(lines, own, data):
    raw = lines[own]
    text = raw.decode()
    marks = [at for at, sign in enumerate(text) if sign in ',:{}[]"0123456789']
    at = data.draw(st.sampled_from(marks))
    put = data.draw(
        st.sampled_from([" ", "\n", "\t", ",", "0", "-", ".0", "e0", '"', "\\u0041", "\\/", "\\ud800", "\\n", '"v":1,'])
    )
    both_ways((text[:at] + put + text[at:]).encode())


@given(kinds, st.data())
def test_a_member_written_twice_is_found_to_be_the_same_either_way(lines, own, data):
    raw = lines[own]
    text = raw.decode()
    starts = [at for at, sign in enumerate(text) if sign in "{," and text[at + 1 : at + 2] == '"']
    at = data.draw(st.sampled_from(starts)) + 1
    end = min(found for sign in ",}" if (found := text.find(sign, at)) >= 0)
    both_ways((text[:at] + text[at:end] + "," + text[at:]).encode())


@given(kinds, st.data())
def test_one_changed_byte_is_found_to_be_the_same_either_way(lines, own, data):
    raw = lines[own]
    changed = bytearray(raw)
    changed[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    both_ways(bytes(changed))


def test_closed_schemas_are_closed():
    """On this rests that what fits one has ASCII names, no float and a bounded depth."""
    closed = {
        msgspec.inspect.StrType, msgspec.inspect.IntType, msgspec.inspect.BoolType, msgspec.inspect.NoneType,
        msgspec.inspect.EnumType, msgspec.inspect.LiteralType, msgspec.inspect.VarTupleType,
        msgspec.inspect.TupleType, msgspec.inspect.UnionType, msgspec.inspect.StructType,
    }  # fmt: skip

    def walk(found, above):
        assert type(found) in closed, (found, above)
        if isinstance(found, msgspec.inspect.StructType):
            assert found.forbid_unknown_fields, found
            assert found.cls not in above, found
            for each in found.fields:
                assert each.encode_name.isascii()
                walk(each.type, {*above, found.cls})
        for name in ("item_type", "types", "item_types"):
            below = getattr(found, name, ())
            for each in below if isinstance(below, tuple) else (below,):
                walk(each, above)

    for schema in authority.CLOSED_SCHEMAS.values():
        walk(msgspec.inspect.type_info(schema), set())
