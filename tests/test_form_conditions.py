"""When an item applies and why: three-valued conditions over an enterprise's facts, and facts given as JSON."""

import hashlib
import json
import re

import msgspec
import pytest
import rfc8785
from form_maker import a_form, an_item
from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect.errors import FactsWrong
from zjg_inspect.model.condition import evaluate
from zjg_inspect.model.form import (
    FACT_LABELS,
    FACT_NAMES,
    STANDARDISATION_FROM,
    Facts,
    FormDef,
    Item,
    applies,
    facts_from_json,
    why,
)

FLAGS = FACT_NAMES[1:]
NOTHING_SPECIAL = dict.fromkeys(FLAGS, False)

signs = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffe\uffff")
line = st.text(signs, min_size=1, max_size=30).filter(lambda text: text == text.strip())
word = st.sampled_from(FLAGS) | st.builds(
    "headcount {} {}".format, st.sampled_from([">=", "<=", ">", "<", "=="]), st.integers(0, 120)
)
conditions = st.recursive(
    word,
    lambda inner: (
        st.fixed_dictionaries({"not": inner})
        | st.builds(
            lambda w, parts: {w: parts}, st.sampled_from(["any", "all"]), st.lists(inner, min_size=1, max_size=4)
        )
    ),
    max_leaves=12,
)
facts = st.builds(
    Facts, headcount=st.none() | st.integers(0, 120), **{name: st.sampled_from([True, False, None]) for name in FLAGS}
)


@given(line, line, st.none() | conditions, st.integers(1, 9999))
def test_canonical_bytes_are_those_of_rfc_8785(title: str, text: str, condition: object, version: int) -> None:
    form = FormDef.from_document(a_form(an_item(text=text, applies_when=condition), title=title, version=version))
    assert form.canonical() == rfc8785.dumps(json.loads(form.canonical()))
    assert form.hash == hashlib.sha256(form.canonical()).hexdigest()
    assert FormDef.from_document(json.loads(form.canonical())) == form


# -- conditions ----------------------------------------------------------------------------------------------------


@given(conditions, facts)
def test_not_not_is_nothing_and_de_morgan_holds(condition: object, known: Facts) -> None:
    value = evaluate(condition, known)
    assert evaluate({"not": {"not": condition}}, known) is value
    both = [condition, "rents"]
    assert evaluate({"not": {"any": both}}, known) is evaluate({"all": [{"not": part} for part in both]}, known)
    assert evaluate({"any": [condition]}, known) is evaluate({"all": [condition]}, known) is value


@given(conditions, facts, facts)
def test_learning_a_fact_never_adds_an_item_and_never_turns_a_verdict(
    condition: object, known: Facts, truth: Facts
) -> None:
    item = Item(code="1-01", title="", text="", look_at=(), met="", source="", applies_when=condition)
    learnt = {name: getattr(truth, name) for name in FACT_NAMES if getattr(known, name) is None}
    later = msgspec.structs.replace(known, **learnt)
    assert applies(item, known) >= applies(item, later)
    if (before := evaluate(condition, known)) is not None:
        assert evaluate(condition, later) is before


@given(conditions, facts)
def test_every_item_says_why_in_one_sentence_that_fits_the_verdict(condition: object, known: Facts) -> None:
    item = Item(code="1-01", title="", text="", look_at=(), met="", source="", applies_when=condition)
    said = why(item, known)
    value = evaluate(condition, known)
    assert said.endswith("先查。") == (value is None)
    assert said.endswith("不查。") == (value is False)
    assert said.startswith("不清楚" if value is None else "这家")
    assert "None" not in said
    assert not re.search("[a-z_]", said)


@pytest.mark.parametrize(
    ("condition", "known", "said"),
    [
        (None, Facts(), "全部企业都查。"),
        ("confined_spaces", Facts(confined_spaces=True), "这家有有限空间。"),
        ("hot_work", Facts(), "不清楚有没有动火作业，先查。"),
        ("hot_work", Facts(hot_work=False), "这家没有动火作业，不查。"),
        ("headcount >= 50", Facts(headcount=50), "这家有 50 人，达到 50 人。"),
        ("headcount < 50", Facts(headcount=49), "这家有 49 人，不到 50 人。"),
        ("headcount < 50", Facts(), "不清楚从业人数，先查。"),
        ({"any": ["rents", "lets"]}, Facts(lets=True), "这家有出租的厂房。"),
        ({"any": ["rents", "lets"]}, Facts(lets=False), "不清楚有没有租用的厂房，先查。"),
        ({"any": ["rents", "lets"]}, Facts(rents=False, lets=False), "这家没有租用的厂房、出租的厂房，不查。"),
        (
            {"all": ["rents", {"not": "hot_work"}]},
            Facts(rents=True, hot_work=False),
            "这家有租用的厂房，没有动火作业。",
        ),
        ({"any": ["headcount >= 50", "rents"]}, Facts(), "不清楚从业人数，也不清楚有没有租用的厂房，先查。"),
    ],
)
def test_why_an_item_is_asked(condition: object, known: Facts, said: str) -> None:
    item = Item(code="1-01", title="", text="", look_at=(), met="", source="", applies_when=condition)
    assert why(item, known) == said


def test_an_advisory_item_says_that_it_does_not_count() -> None:
    item = Item(code="1-01", title="", text="", look_at=(), met="", source="", weight="advisory")
    assert why(item, Facts()) == "全部企业都查。这一条只作提倡，不影响结论。"


# -- facts ---------------------------------------------------------------------------------------------------------


def test_facts_are_those_of_the_domain_in_order_and_each_has_a_chinese_name() -> None:
    assert " ".join(FACT_NAMES) == (
        "headcount dust_explosive ammonia_refrigeration other_key_field flammable_tanks toxic_tanks chemical_store "
        "confined_spaces hot_work work_at_height temporary_electricity contractors projects rents lets"
    )
    assert tuple(FACT_LABELS) == FACT_NAMES


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"headcount": 49}, "base"),
        ({"headcount": 50}, "standardisation"),
        ({"headcount": 0}, "base"),
        ({"headcount": None}, None),
        ({"headcount": 5, "dust_explosive": True}, "standardisation"),
        ({"headcount": 5, "ammonia_refrigeration": True}, "standardisation"),
        ({"headcount": 5, "other_key_field": True}, "standardisation"),
        ({"headcount": None, "other_key_field": True}, "standardisation"),
        ({"headcount": 50, "other_key_field": None}, "standardisation"),
        ({"headcount": 49, "other_key_field": None}, None),
    ],
)
def test_the_class_of_an_enterprise(known: dict[str, object], expected: str | None) -> None:
    assert STANDARDISATION_FROM == 50
    assert Facts(**NOTHING_SPECIAL | known).headcount_class == expected


def test_facts_are_read_from_json_and_what_is_left_out_is_not_known() -> None:
    assert facts_from_json('{"headcount": 49, "rents": true, "lets": null}') == Facts(headcount=49, rents=True)
    assert facts_from_json("{}") == Facts()


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ('{"headcount": -1}', "headcount"),
        ('{"headcount": 49.0}', "headcount"),
        ('{"headcount": "49"}', "headcount"),
        ('{"headcount": true}', "headcount"),
        ('{"headcount": 10000001}', "headcount"),
        ('{"rents": 1}', "rents"),
        ('{"rents": "yes"}', "rents"),
        ('{"dogs": true}', "dogs"),
        ('{"rents": true, "rents": false}', "rents"),
        ('{"rents": {"lets": 1, "lets": 2}}', "lets"),
        ("[]", "JSON"),
        ("null", "JSON"),
        ("", "JSON"),
        ("{", "JSON"),
        ('{"headcount": NaN}', "JSON"),
        ("[" * 100_000, "JSON"),
        ('{"headcount": ' + "9" * 5000 + "}", "JSON"),
    ],
)
def test_facts_that_are_none_are_refused_by_name(text: str, fact: str) -> None:
    with pytest.raises(FactsWrong) as caught:
        facts_from_json(text)
    assert caught.value.fact == fact
    assert caught.value.reason
