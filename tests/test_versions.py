"""Versions: canonical bytes, strict reading, ids."""

import json
import string
import uuid

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect import errors
from zjg_inspect.model import ids, version

_names = st.text(st.sampled_from(string.ascii_letters + string.digits + '_-. /"\\'), max_size=8)
# rfc8785 itself refuses integers at 2^53 - 1's neighbours; ours are the same bounds.
_whole = st.integers(-version.MAX_INTEGER, version.MAX_INTEGER)
_text = st.text(st.characters(exclude_categories=("Cs",)))
_values = st.recursive(
    st.none() | st.booleans() | _whole | _text,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(_names, below, max_size=4),
    max_leaves=20,
)


@given(_values)
def test_canonical_bytes_are_those_of_rfc_8785(value):
    assert version.canonical(value) == rfc8785.dumps(value)


@given(_values)
def test_what_was_written_is_read_as_it_was(value):
    assert version.decode_canonical(version.canonical(value)) == value


@given(_values, st.data())
def test_one_changed_byte_is_another_document_or_none(value, data):
    raw = bytearray(version.canonical(value))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        read = version.decode_canonical(bytes(raw))
    except errors.NotCanonical:
        return
    assert version.canonical(read) == bytes(raw)


@pytest.mark.parametrize(
    "written",
    [
        '{"a":1,"a":1}', '{"b":1,"a":1}', '{"a": 1}', "[1.0]", "[1e3]", "[-0]", "[0.5]", "[NaN]", "[Infinity]",
        '["\\u0041"]', '["\\/"]', "[9007199254740992]", "[123456789012345678901234567890]", '{"é":1}', "[1] ", "",
        '["\\ud800"]', "[" * 100 + "]" * 100, "[" * 100_000 + "]" * 100_000, '\ufeff[1]', "['a']", "[01]",
    ],
)  # fmt: skip
def test_another_way_of_writing_is_refused(written):
    with pytest.raises(errors.NotCanonical):
        version.decode_canonical(written.encode())


@pytest.mark.parametrize(
    "value", [0.5, {1: "a"}, {"é": 1}, 2**53, -(2**53), "\ud800", {"a": {"b": float("nan")}}, b"x" and {"a": 1.0}]
)
def test_what_canonical_json_cannot_hold_is_not_written(value):
    with pytest.raises(errors.NotCanonical):
        version.canonical(value)


def _document(**changed):
    body = {
        "body": {"name": "张某"}, "device": "a" * 32, "entity": str(uuid.UUID(int=7)), "kind": "person",
        "made_at": "2026-11-23T02:03:04Z", "n": 1, "parents": [], "v": 1,
    }  # fmt: skip
    return version.canonical({**body, **changed})


def test_an_envelope_is_read_and_hashed():
    raw = _document()
    record = version.parse(raw, b"s" * 64)
    assert record.version.body == {"name": "张某"}
    assert record.hash == version.digest(raw)
    assert json.loads(record.raw) == json.loads(raw)


@pytest.mark.parametrize(
    "changed",
    [
        {"device": "A" * 32}, {"device": "a" * 31}, {"entity": "x"}, {"entity": str(uuid.UUID(int=10)).upper()},
        {"n": 0}, {"n": "1"}, {"n": True}, {"v": 0}, {"made_at": "2026-11-23 02:03:04"}, {"kind": ""}, {"kind": "é"},
        {"parents": ["0" * 63]}, {"parents": ["1" * 64, "0" * 64]}, {"parents": ["1" * 64, "1" * 64]},
        {"extra": 1}, {"body": []},
    ],
)  # fmt: skip
def test_a_wrong_envelope_is_refused(changed):
    with pytest.raises(errors.NotCanonical):
        version.parse(_document(**changed), b"s" * 64)


def test_an_envelope_of_a_newer_release_is_read_as_far_as_it_is_known():
    record = version.parse(_document(v=2, seals=["new"]), b"s" * 64)
    assert record.version.v == 2


def test_ids_are_uuid_7_in_order_and_uuid_5_where_two_would_invent_one():
    made = [uuid.UUID(ids.new_id()) for _ in range(50)]
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {uuid.RFC_4122}
    assert len(set(made)) == 50
    assert ids.zone_id("塘桥镇", "永新村") == ids.zone_id("塘桥镇", "永新村")
    assert ids.zone_id("塘桥镇永", "新村") != ids.zone_id("塘桥镇", "永新村")
    assert uuid.UUID(ids.hazard_id("a", "4-09")).version == 5
