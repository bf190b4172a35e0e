"""What a new version of a checklist changes, and what its release refuses."""

from itertools import pairwise

import pytest
from form_maker import a_form, an_item
from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect import errors
from zjg_inspect.formfile import shipped_forms
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.formchange import aligned, changes, check_release, newest, recode, reused


def form(*items, **changed):
    return FormDef.from_document(a_form(*items, **changed))


FIRST = form(an_item("1-01", text="一问。"), an_item("1-02", text="二问。"), an_item("1-03", text="三问。"))


def test_what_is_added_dropped_reworded_and_ruled_otherwise_is_told_apart():
    new = form(
        an_item("1-01", text="一问，换个说法。"),
        an_item("1-03", text="三问。", key=True, applies_when="headcount >= 50"),
        an_item("1-04", text="四问。"),
        version=2,
    )
    found = changes(FIRST, new)
    assert [item.code for item in found.added] == ["1-04"]
    assert [item.code for item in found.dropped] == ["1-02"]
    assert [(each.new.code, each.fields) for each in found.reworded] == [("1-01", ("text",))]
    assert [(each.new.code, each.fields) for each in found.ruled] == [("1-03", ("applies_when", "key"))]
    assert not found.moved


def test_an_item_whose_section_has_another_title_has_moved():
    new = a_form(an_item("1-01", text="一问。"), version=2)
    new["sections"][0]["title"] = "现场管理"
    assert [each.new.code for each in changes(FIRST, FormDef.from_document(new)).moved] == ["1-01"]


def test_other_hints_for_the_inspector_need_nobodys_word():
    new = form(an_item("1-01", text="一问。", look_at=["换个地方看。"], evidence="photo"), version=2)
    found = changes(FIRST, new)
    assert [each.fields for each in found.changed] == [("look_at", "evidence")]
    assert not found.reworded
    check_release(new, [FIRST], ())


def test_a_reworded_item_needs_a_persons_word_that_it_still_asks_the_same():
    new = form(an_item("1-01", text="第一问。"), an_item("1-02", text="第二问。"), version=2)
    with pytest.raises(errors.FormMeaningOpen) as refused:
        check_release(new, [FIRST], {"1-02"})
    assert refused.value.items == ("1-01",)
    check_release(new, [FIRST], {"1-01", "1-02"})


def test_where_it_asks_something_else_it_gets_a_code_that_no_version_ever_had():
    second = form(an_item("1-01", text="一问。"), version=2)
    third = form(an_item("1-01", text="问别的。"), version=3)
    recoded = recode(third, {"1-01"}, [FIRST, second])
    assert list(recoded.by_code) == ["1-04"]
    check_release(recoded, [FIRST, second], ())


@pytest.mark.parametrize("version", [1, 2])
def test_a_version_is_greater_than_every_one_before(version):
    second = form(an_item("1-01", text="一问。"), version=2)
    with pytest.raises(errors.FormVersionNotNewer) as refused:
        check_release(form(an_item("1-01", text="一问。"), version=version), [second, FIRST], ())
    assert refused.value.newest == 2


def test_one_checklist_does_not_follow_another():
    with pytest.raises(errors.FormOfAnotherId):
        check_release(form(id="village", version=2), [FIRST], ())


def test_a_code_that_any_earlier_version_dropped_is_gone_for_good():
    second = form(an_item("1-01", text="一问。"), version=2)
    third = form(an_item("1-01", text="一问。"), an_item("1-02", text="二问。"), version=3)
    with pytest.raises(errors.FormCodeReused) as refused:
        check_release(third, [FIRST, second], ())
    assert (refused.value.item, refused.value.version) == ("1-02", 1)


def test_a_table_that_was_numbered_by_counting_keeps_the_code_of_what_asks_in_the_same_words():
    items = [an_item(f"1-0{n}", text=text) for n, text in enumerate(("新问。", "三问。", "一问。"), 1)]
    counted = form(*items, version=2)
    numbered = aligned(counted, [FIRST])
    assert {item.text: item.code for item in numbered.items()} == {"新问。": "1-04", "三问。": "1-03", "一问。": "1-01"}
    assert not changes(FIRST, numbered).reworded


# -- laws ----------------------------------------------------------------------------------------------------------

TEXTS = tuple(f"问题{n}。" for n in range(8))
histories = st.lists(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6, unique=True), min_size=1, max_size=5)


def released(history):
    """The versions that come of importing these tables one after another."""
    known = []
    for version, texts in enumerate(history, 1):
        items = [an_item(f"1-{n:02}", text=text) for n, text in enumerate(texts, 1)]
        known.append(aligned(form(*items, version=version), known))
    return known


@given(histories)
def test_whatever_tables_follow_each_other_no_code_ever_stands_for_two_questions(history):
    known = released(history)
    for number, each in enumerate(known):
        check_release(each, known[:number], ())
    meanings = {}
    for each in known:
        for code, item in each.by_code.items():
            assert meanings.setdefault(code, item.text) == item.text


@given(histories)
def test_new_codes_for_all_items_are_never_refused(history):
    known = released(history)
    last = newest(known)
    doc = last.document() | {"version": last.version + 1}
    fresh = recode(FormDef.from_document(doc), set(last.by_code), known)
    check_release(fresh, known, ())
    assert not reused(fresh, known)
    assert [item.text for item in fresh.items()] == [item.text for item in last.items()]
    assert len(changes(last, fresh).added) == len(changes(last, fresh).dropped) == len(last.by_code)


@given(histories)
def test_what_is_told_as_changed_leads_from_one_version_to_the_other(history):
    known = released(history)
    for old, new in pairwise(known):
        found = changes(old, new)
        codes = (set(old.by_code) - {item.code for item in found.dropped}) | {item.code for item in found.added}
        assert codes == set(new.by_code)
        assert not changes(new, new).changed


def test_the_shipped_versions_could_have_followed_each_other():
    by_id = {}
    for each in shipped_forms().values():
        by_id.setdefault(each.id, []).append(each)
    for versions in by_id.values():
        versions.sort(key=lambda each: each.version)
        for number, each in enumerate(versions):
            check_release(each, versions[:number], set(each.by_code))
