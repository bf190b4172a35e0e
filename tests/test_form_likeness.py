"""A new item that looks like a dropped one: a person says whether it is the same question in other words."""

import openpyxl
import pytest
from form_maker import a_form, an_item
from hypothesis import given, settings
from hypothesis import strategies as st
from official_tables import small_firms

from zjg_inspect import errors
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.formchange import aligned, changes, check_release
from zjg_inspect.model.formlikeness import ALIKE, continued, likely, unasked
from zjg_inspect.service import forms


def form(*texts, version=1, codes=None):
    codes = codes or [f"1-{n:02}" for n in range(1, len(texts) + 1)]
    items = [an_item(code, text=text) for code, text in zip(codes, texts, strict=True)]
    return FormDef.from_document(a_form(*items, version=version))


FIRST = form("是否建立安全生产责任制并公示。", "特种作业人员是否持证上岗。", "是否每半年组织一次演练。")
TABLE = form("特种作业人员是否全部持证上岗。", "是否每半年组织一次演练。", "配电箱前是否堆物。", version=2)
SECOND = aligned(TABLE, [FIRST])


def pairs(found):
    return [(pair.old.code, pair.new.code) for pair in found]


def test_a_slightly_reworded_item_is_offered_the_code_of_the_one_it_looks_like():
    assert list(SECOND.by_code) == ["1-04", "1-03", "1-05"]
    assert pairs(likely(changes(FIRST, SECOND))) == [("1-02", "1-04")]


def test_a_person_says_that_it_is_the_same_and_the_code_goes_on():
    made = continued(SECOND, {"1-04": "1-02"}, [FIRST])
    assert list(made.by_code) == ["1-02", "1-03", "1-05"]
    assert [each.new.code for each in changes(FIRST, made).reworded] == ["1-02"]
    check_release(made, [FIRST], {"1-02"})
    assert not unasked(made, [FIRST], ())


def test_or_that_it_is_a_question_of_its_own_and_is_not_asked_again():
    assert pairs(unasked(SECOND, [FIRST], ())) == [("1-02", "1-04")]
    assert not unasked(SECOND, [FIRST], {"1-04"})
    assert not unasked(FIRST, [], ())


@pytest.mark.parametrize(
    "codes",
    [{"1-03": "1-02"}, {"1-04": "1-03"}, {"1-04": "1-99"}, {"1-04": "1-02", "1-05": "1-02"}, {"9-01": "1-02"}],
)
def test_only_what_is_new_goes_on_and_only_under_a_code_that_is_dropped_now(codes):
    with pytest.raises(errors.FormNotContinued):
        continued(SECOND, codes, [FIRST])


def test_a_code_that_an_older_version_dropped_is_never_offered():
    third = form("是否建立安全生产责任制并公示上墙。", version=3, codes=["1-09"])
    assert not unasked(third, [FIRST, SECOND], ())
    with pytest.raises(errors.FormNotContinued):
        continued(third, {"1-09": "1-01"}, [FIRST, SECOND])


def test_each_finds_the_closest_and_none_is_given_twice():
    old = form("查动火作业审批单是否齐全。", "查动火作业审批单是否齐全、是否签字。")
    new = form("查动火作业审批单是否齐全、签字。", "查动火审批单是否齐全。", version=2, codes=["1-07", "1-08"])
    assert pairs(likely(changes(old, new))) == [("1-02", "1-07"), ("1-01", "1-08")]


def test_an_item_of_another_section_is_not_offered():
    new = a_form(an_item("1-05", text="别的。"), version=2)
    new["sections"].append(
        {
            "code": "2",
            "title": "人员",
            "source": "§三(一)",
            "items": [an_item("2-01", text="特种作业人员是否持证上岗。")],
        }
    )
    assert not likely(changes(FIRST, FormDef.from_document(new)))


# -- laws ----------------------------------------------------------------------------------------------------------

WORDS = ("消防", "通道", "畅通", "出口", "动火", "审批", "监护", "台账")
texts = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map("".join), min_size=1, max_size=6, unique=True
)


@settings(deadline=None)
@given(texts, texts)
def test_the_offers_are_one_to_one_of_added_and_dropped_and_the_same_every_time(before, now):
    old = form(*before)
    new = aligned(form(*now, version=2), [old])
    found = changes(old, new)
    offers = likely(found)
    assert offers == likely(changes(old, new))
    assert len({pair.old.code for pair in offers}) == len({pair.new.code for pair in offers}) == len(offers)
    assert {pair.old for pair in offers} <= set(found.dropped)
    assert {pair.new for pair in offers} <= set(found.added)
    assert all(pair.ratio >= ALIKE for pair in offers)
    left = [item for item in found.added if item not in {pair.new for pair in offers}]
    free = [item for item in found.dropped if item not in {pair.old for pair in offers}]
    rest = type(found)(added=tuple(left), dropped=tuple(free), changed=())
    assert not likely(rest), "whoever could still find each other has"


@settings(deadline=None)
@given(texts, texts, texts, st.data())
def test_whatever_people_answer_no_code_ever_stands_for_two_questions(first, second, third, data):
    """What a person calls the same is the same question; every other text is one of its own."""
    known = [form(*first)]
    question = {code: item.text for code, item in known[0].by_code.items()}
    for version, table in enumerate((second, third), 2):
        made = aligned(form(*table, version=version), known)
        offers = unasked(made, known, ())
        chosen = data.draw(st.lists(st.sampled_from(offers), unique=True)) if offers else []
        codes = {pair.new.code: pair.old.code for pair in chosen}
        made = continued(made, codes, known)
        same = set(codes.values())
        own = {pair.new.code for pair in offers} - set(codes)
        check_release(made, known, same)
        assert not unasked(made, known, own)
        last = known[-1].by_code
        for code, item in made.by_code.items():
            if code in same:
                assert code in last
            else:
                assert question.setdefault(code, item.text) == item.text or last[code].text == item.text
        known.append(made)


# -- at the office -------------------------------------------------------------------------------------------------


def taken_in(world, table):
    draft = forms.import_draft(world.office, table)
    return forms.settle_doubts(world.office, draft, set(range(len(forms.form_draft(world.office, draft).doubts))))


def next_years_table(world):
    """The official table was released; a year later it comes again, with one question reworded and one exchanged."""
    table = world.root / "小微企业安全检查表.xlsx"
    small_firms(table)
    draft = taken_in(world, table)
    alike = unasked(draft.form, forms.earlier_versions(world.office, draft.form.id), ())
    forms.say_other(world.office, draft.id, {pair.new.code for pair in alike})
    forms.release(world.office, draft.id)
    book = openpyxl.load_workbook(table)
    others = {
        "特种作业人员是否持证上岗。": "特种作业人员是否全部持有效证件上岗。",
        "是否投保安全生产责任保险。": "班前会是否每天开。",
    }
    for cells in book.active.iter_rows():
        for cell in cells:
            if cell.value in others:
                cell.value = others.pop(cell.value)
    assert not others
    book.save(table)
    return taken_in(world, table)


def test_next_years_table_waits_for_a_persons_word(world):
    draft = next_years_table(world)
    before = forms.forms(world.office)[0].current.form
    with pytest.raises(errors.FormLikenessOpen) as refused:
        forms.release(world.office, draft.id)
    (new,) = refused.value.items
    (old,) = [item.code for item in before.items() if item.text == "特种作业人员是否持证上岗。"]
    made = forms.say_same(world.office, draft.id, set(), {new: old})
    assert made.form.item(old).text == "特种作业人员是否全部持有效证件上岗。"
    assert made.same_meaning == (old,)
    form = forms.release(world.office, draft.id)
    assert [each.new.code for each in changes(before, form).reworded] == [old]
    assert forms.forms(world.office)[0].current.same_meaning == (old,)


def test_a_doubt_follows_its_item_under_the_code_that_goes_on(world):
    draft = next_years_table(world)
    (pair,) = unasked(draft.form, forms.earlier_versions(world.office, draft.form.id), ())
    mine = [n for n, each in enumerate(draft.doubts) if each.doubt.item == pair.new.code]
    assert mine, "★否决项 stands beside it"
    made = forms.say_same(world.office, draft.id, set(), {pair.new.code: pair.old.code})
    assert [n for n, each in enumerate(made.doubts) if each.doubt.item == pair.old.code] == mine
    made = forms.say_other(world.office, draft.id, {pair.old.code})
    (code,) = {made.doubts[n].doubt.item for n in mine}
    assert made.form.item(code).text == pair.new.text
    assert all(each.doubt.item in ("", *made.form.by_code) for each in made.doubts)


def test_it_is_a_question_of_its_own_then_after_all_the_same(world):
    draft = next_years_table(world)
    (pair,) = unasked(draft.form, forms.earlier_versions(world.office, draft.form.id), ())
    own = forms.say_other(world.office, draft.id, {pair.new.code})
    assert (own.own_questions, own.form) == ((pair.new.code,), draft.form)
    again = forms.say_same(world.office, draft.id, set(), {pair.new.code: pair.old.code})
    assert again.own_questions == ()
    other = forms.say_other(world.office, draft.id, {pair.old.code})
    assert pair.old.code not in other.form.by_code
    assert other.same_meaning == ()
    forms.release(world.office, draft.id)
    assert pair.old.code not in forms.forms(world.office)[0].current.form.by_code
