"""The sheet where the site is otherwise than the register has it, and where answers no longer apply."""

import re
from dataclasses import replace

import msgspec
import pypdfium2
import sheet_world as world
from world import photo, small_world

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Answer, Verdict, VisitType
from zjg_inspect.report.sheet import render_sheet
from zjg_inspect.service import visit as visits
from zjg_inspect.service.sheet import draft_sheet

ASIDE = (
    Answer("3-06", Verdict.FAIL, "污水池没有警示标志"),
    Answer("3-07", Verdict.NOT_APPLICABLE, reason="没有这类场所"),
)


def text_of(pdf):
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))


def test_what_the_register_has_otherwise_stands_under_the_circumstances():
    registered = msgspec.structs.replace(world.FACTS, headcount=48, hot_work=False, confined_spaces=True, rents=None)
    facts = msgspec.structs.replace(world.FACTS, headcount=52, confined_spaces=None)
    text = text_of(render_sheet(world.sheet_of(world.visit(facts=facts), registered=registered)))
    said = "从业人数登记48人，现场52人；动火作业登记否，现场是；租用厂房登记未写，现场是"
    assert f"与登记不符{said}" in text
    assert f"{said}；" not in text


def test_a_sheet_that_agrees_with_the_register_is_the_same_as_ever():
    inp = world.usual()
    assert render_sheet(replace(inp, registered=world.FACTS)) == render_sheet(inp)


def test_answers_set_aside_stand_in_a_table_of_their_own_and_in_no_sum():
    content = world.visit(facts=msgspec.structs.replace(world.FACTS, confined_spaces=False), aside=ASIDE)
    without = msgspec.structs.replace(content, aside=())
    text, before = (text_of(render_sheet(world.sheet_of(each))) for each in (content, without))
    assert "、已答、按现场情况不再适用的条目（2条，不计）" in text
    assert "×不符合污水池没有警示标志" in text
    assert "—不适用没有这类场所" in text
    assert "不再适用" not in before
    sums = re.compile("应查[0-9]+条：.*?无重大隐患。")
    assert sums.search(text)[0] == sums.search(before)[0]
    asked = len(content.items)
    assert f"核查条目（{asked}条；另有{65 - asked - 2}条按企业情况不用查，未列）" in text


def test_the_laptop_prints_both_before_anybody_signs(tmp_path):
    town = small_world(tmp_path)
    draft = visits.start_visit(town.laptop, town.enterprises["甲五金厂"], VisitType.ASSESSMENT)
    head = visits.open_visit(town.laptop, draft).draft.head
    visits.answer_item(town.laptop, draft, DraftAnswer("1-01", Verdict.PASS, "看过台账"))
    visits.add_photo(town.laptop, draft, "1-01", photo(), "a.jpg")
    facts = msgspec.structs.replace(head.facts, headcount=52)
    visits.put_head(town.laptop, draft, msgspec.structs.replace(head, facts=facts))
    text = text_of(draft_sheet(town.laptop, draft))
    assert "与登记不符从业人数登记38人，现场52人" in text
    assert "√符合看过台账，照片1" in text
    town.close()
