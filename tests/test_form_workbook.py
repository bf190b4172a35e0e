"""A checklist goes out as a workbook, is edited in the office, and comes back: exactly, or with every fault named."""

import pytest
from form_maker import a_form, an_item
from hypothesis import given, settings
from hypothesis import strategies as st
from test_form_conditions import conditions, signs

from zjg_inspect.formfile import read_workbook, shipped_forms, write_workbook
from zjg_inspect.model.form import FormDef


def line(longest):
    usual = st.text(signs, min_size=1, max_size=min(longest, 30))
    odd = st.sampled_from(
        ["_x000D_", "=1+1", "1-01", "2026-11-25", "是", "TRUE", "007", "1 、x", "-", "（甲）", "\u200bz", "１２"]
    )
    long = st.sampled_from(["长" * longest, "ab " * (longest // 3 - 1) + "c"])
    return (usual | odd | long).filter(lambda text: text == text.strip() != "" and len(text) <= longest)


@st.composite
def forms(draw):
    sections = []
    for code in draw(st.lists(st.integers(1, 99), min_size=1, max_size=3, unique=True)):
        numbers = draw(st.lists(st.integers(0, 999), min_size=1, max_size=3, unique=True))
        items = []
        for number in numbers:
            weight = draw(st.sampled_from(["required", "advisory"]))
            item = an_item(
                f"{code}-{number:0{draw(st.sampled_from([2, 3]))}d}",
                title=draw(line(40)),
                text=draw(line(300)),
                look_at=draw(st.lists(line(120), min_size=1, max_size=3)),
                met=draw(line(300)),
                source="; ".join(draw(st.lists(line(60).filter(lambda part: ";" not in part), min_size=1, max_size=2))),
                applies_when=draw(st.none() | conditions),
                weight=weight,
                key=weight == "required" and draw(st.booleans()),
                evidence=draw(st.sampled_from([None, "photo"])),
                phrases=draw(st.lists(line(40), max_size=3)),
            )
            items.append(item)
        section = {"code": str(code), "title": draw(line(30)), "source": draw(line(200)), "items": items}
        sections.append(section)
    about = {"title": draw(line(60)), "source": draw(line(300)), "derived": draw(st.booleans())}
    figures = {"version": draw(st.integers(1, 9999)), "pass_rate": draw(st.integers(1, 100))}
    return FormDef.from_document(a_form() | about | figures | {"id": "trial_7", "sections": sections})


@settings(deadline=None)
@given(forms())
def test_what_goes_out_comes_back_the_same(tmp_path_factory, form):
    path = tmp_path_factory.getbasetemp() / "清单.xlsx"
    write_workbook(form, path)
    reading = read_workbook(path)
    assert (reading.refused, reading.doubts) == ((), ())
    assert reading.form == form
    assert reading.form.hash == form.hash


@pytest.mark.parametrize("form", shipped_forms().values(), ids=lambda form: f"{form.id}/{form.version}")
def test_every_shipped_form_comes_back_the_same(tmp_path, form):
    write_workbook(form, tmp_path / "清单.xlsx")
    reading = read_workbook(tmp_path / "清单.xlsx")
    assert (reading.refused, reading.doubts) == ((), ())
    assert reading.form.hash == form.hash
