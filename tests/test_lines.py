"""Chinese text in lines: marks, figures and units where Chinese paper has them, and nothing lost."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from zjg_inspect.report.fonts import Face
from zjg_inspect.report.text import CANNOT_END, CANNOT_START, Span, spread, wrap

_bits = st.one_of(
    st.text("安全生产责任制审批隐患整改通道", min_size=1, max_size=9),
    st.sampled_from(
        ["，", "。", "；", "”", "）", "“冲床”", "（50 人）", " 12.5 米", "第43条", "§三(四)3", "GB 32100", "…", "A-03"]
    ),
)


@given(st.lists(_bits, max_size=40), st.floats(14, 60), st.sampled_from([Face.SERIF, Face.SANS_BOLD]))
@settings(deadline=None)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(bits, ems, face):
    # Marks upon marks would be a unit wider than a line; people do not write so.
    text = re.sub(r"([，。；”）…])[，。；”）…]+", r"\1", "".join(bits))
    lines = [line.text for line in wrap([Span(text, face)], 9, ems * 9)]
    assert "".join(lines) == text
    assert all(line[0] not in CANNOT_START for line in lines[1:])
    assert all(line.rstrip()[-1] not in CANNOT_END for line in lines[:-1] if line.strip())


@given(st.text(max_size=200), st.floats(3, 60))
@settings(deadline=None)
def test_whatever_is_written_is_set_and_no_line_is_wider_than_its_column(text, ems):
    for line in wrap([Span(text)], 9, ems * 9):
        marked = re.sub(r"\[U\+[0-9A-F]{4,6}\]", "x", line.text)
        assert line.width <= ems * 9 + 0.02 or len(marked.strip()) == 1


def test_a_figure_stays_with_its_unit_and_no_character_is_left_alone():
    def lines(text, ems):
        return [line.text for line in wrap([Span(text)], 10, ems * 10)]

    assert lines("审核签字。", 4) == ["审核", "签字。"]
    assert lines("见隐患 1、照片 3", 4.2) == ["见隐", "患 1、照", "片 3"]
    assert lines("安全生产法第43条", 6.5) == ["安全生产法", "第43条"]
    assert lines("通道长约 12.5 米宽", 5) == ["通道长约 ", "12.5 米宽"]


def test_short_labels_are_spread_to_four():
    assert [spread(label) for label in ("地址", "核查人", "企业名称")] == ["地　　址", "核\u2002查\u2002人", "企业名称"]
