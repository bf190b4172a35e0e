"""Plain official tables become draft forms; what is guessed, cut or left out is named by sheet, row and column."""

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from official_tables import BARE, bare, scored, small_firms, small_firms_rows
from openpyxl.comments import Comment

from zjg_inspect import errors
from zjg_inspect.formfile import read_workbook, write_workbook
from zjg_inspect.formfile.official_items import ALL_MET, LOOK


@pytest.fixture
def table(tmp_path):
    """Reads rows as a table of one sheet."""

    def read(*rows, merge=(), prepare=lambda sheet: None):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "检查表"
        for row in rows:
            sheet.append(row)
        for each in merge:
            sheet.merge_cells(each)
        prepare(sheet)
        book.save(tmp_path / "表.xlsx")
        return read_workbook(tmp_path / "表.xlsx", id="fire")

    return read


def said(reading, row=None, column=None):
    return [
        doubt.reason
        for doubt in reading.doubts
        if row in (None, doubt.row) and (column is None or doubt.column == column)
    ]


def items(reading):
    assert reading.refused == ()
    return [*reading.form.items()]


def test_a_star_among_the_remarks_means_what_the_note_says(table):
    reading = table(
        ["序号", "检查内容", "备注"],
        [1, "特种作业人员持证上岗。", "★"],
        [2, "疏散通道畅通。", "登高作业的查"],
        ["注：★为重点项，一项不符合即为不合格。", None, None],
    )
    assert [item.key for item in items(reading)] == [True, False]
    assert said(reading, 2, "C") == ["备注“★”：按附注当作否决项收了，请确认"]
    assert said(reading, 3, "C") == ["备注“登高作业的查”没有收；如果只查一部分企业，“适用条件”写“高处作业”"]


def test_a_star_that_no_note_explains_is_asked_about(table):
    reading = table(["序号", "检查内容", "备注"], [1, "特种作业人员持证上岗。", "★"], [2, "疏散通道畅通。", None])
    assert [item.key for item in items(reading)] == [False, False]
    assert said(reading, 2, "C") == ["备注“★”：不知道什么意思，当作一般条目收了，请确认"]


def test_what_is_asked_twice_is_taken_twice_and_named(table):
    reading = table(
        ["序号", "检查内容"],
        [1, "配电箱有警示标志，箱门跨接。"],
        [2, "疏散通道畅通。"],
        [3, "配电箱有警示标志， 箱门跨接。"],
    )
    assert len(items(reading)) == 3
    assert said(reading, 4, "B") == ["和第 2 行问的一样，两条都收了；要删一条，在 Excel 里删好再导入"]


def test_each_doubt_about_an_item_names_it_and_where_it_can_be_put_right(table):
    reading = table(
        ["序号", "检查内容", "检查方法", "备注"],
        [1, "是否占用疏散通道。", "看现场。", "租赁企业查"],
        [2, "特种作业人员持证上岗。", "查证书。", "★否决项"],
    )
    about = [(doubt.item, doubt.field) for doubt in reading.doubts if doubt.row in (2, 3)]
    assert about == [("1-01", "text"), ("1-01", "applies_when"), ("1-02", "weight")]
    assert {doubt.field for doubt in reading.doubts if not doubt.row} == {"pass_rate", "derived", "title"}
    assert all(doubt.item in ("", *reading.form.by_code) for doubt in reading.doubts)


# -- 小微企业安全检查表 --------------------------------------------------------------------------------------------


def test_sixty_rows_of_an_office_become_sixty_items(tmp_path):
    reading = read_workbook(small_firms(tmp_path / "检查表.xlsx"), id="small_firms")
    assert [item.text for item in items(reading)] == [cells[3] for cells in small_firms_rows()]
    form = reading.form
    assert (form.id, form.version, form.title) == ("small_firms", 1, "××镇小微企业安全生产检查表（2023年版）")
    assert form.source == "附件2《××镇小微企业安全生产检查表（2023年版）》，从“检查表.xlsx”录入"
    names = ["基础管理", "双重预防", "现场管理", "危险作业", "危化品与粉尘", "应急与租赁"]
    assert [section.title for section in form.sections] == names
    assert [section.numeral for section in form.sections] == [*"一二三四五六"]
    assert form.sections[2].source == "附件2“三、现场管理”"


def test_the_number_and_the_basis_of_the_official_table_stay_in_sight(tmp_path):
    form = read_workbook(small_firms(tmp_path / "检查表.xlsx")).form
    assert form.item("1-07").sources == ("附件2第1.3.2条", "《安全生产法》第二十八条")
    assert form.item("3-03").sources[0] == "附件2“（一）作业环境”第（3）条"
    assert form.item("6-02").sources[0] == "附件2“应急管理”第②条"
    assert form.item("1-07").title == "教育培训：新员工上岗前是否进行三级安全教育"
    assert form.item("1-07").look_at == ("1.查三级教育卡；", "2.抽查3名新员工，核对签字；", "3.现场提问。")
    assert form.item("1-10").met.startswith("至少包括：（1）教育培训制度；")
    assert (form.item("1-10").look_at, form.item("1-07").met) == ((LOOK,), ALL_MET)


def test_remarks_are_taken_as_a_proposal_and_said(tmp_path):
    reading = read_workbook(small_firms(tmp_path / "检查表.xlsx"))
    marked = {item.text: item for item in items(reading) if item.key or not item.counts}
    wanted = {cells[3]: cells[6] for cells in small_firms_rows() if cells[6] in ("★否决项", "鼓励")}
    assert marked.keys() == wanted.keys()
    assert all(item.key == (wanted[text] == "★否决项") for text, item in marked.items())
    assert said(reading, 13, "F") == ["备注“★否决项”：按否决项收了，请确认"]
    assert said(reading, 19, "F") == ["备注“鼓励”：按提倡收了，不影响结论，请确认"]
    assert said(reading, 6, "F") == ["备注“重点项”没有收"]
    assert said(reading, 42, "F") == ["备注“有临时用电的查”没有收；如果只查一部分企业，“适用条件”写“临时用电”"]


def test_what_is_no_item_is_named_and_left_out(tmp_path):
    reading = read_workbook(small_firms(tmp_path / "检查表.xlsx"))
    assert said(reading, 28) == said(reading, 29) == ["表头又写了一遍，没有收"]
    assert "带★的为否决项" in said(reading, 69)[0]
    assert "检查人员（签名）" in said(reading, 70)[0]
    for column in "HIJ":
        assert said(reading, 4, column) == ["这一栏是检查时填的，没有收"]
    assert said(reading, 34, "E") == ["“是否占用”问的是不该有的事，“符合”会看反，请改成不问的说法"]


def test_the_draft_goes_on_as_a_workbook_of_our_own(tmp_path):
    form = read_workbook(small_firms(tmp_path / "检查表.xlsx"), id="small_firms").form
    write_workbook(form, tmp_path / "清单.xlsx")
    again = read_workbook(tmp_path / "清单.xlsx")
    assert (again.form.hash, again.doubts, again.refused) == (form.hash, (), ())


# -- other styles --------------------------------------------------------------------------------------------------


def test_a_table_of_points_is_read_without_its_points_and_says_so(tmp_path):
    reading = read_workbook(scored(tmp_path / "评分.xlsx"), id="scored")
    assert len(items(reading)) == 15
    names = ["目标职责", "制度化管理", "教育培训", "现场管理", "应急管理"]
    assert [section.title for section in reading.form.sections] == names
    assert reading.form.item("1-02").title == "机构和职责：成立安全生产委员会或者领导小组"
    assert reading.form.item("1-02").look_at == ("查文件、会议记录：未成立不得分；", "少开一次扣2分。")
    assert said(reading, 2, "A") == ["分值没有收：这里按条判定，不计分"]
    assert [doubt.reason for doubt in reading.doubts if doubt.sheet == "封面"] == [
        "这张工作表里没有检查表的表头，没有读"
    ]
    assert "合计" in said(reading, 24)[0]
    assert any("合格率" in reason for reason in said(reading, 0))


def test_a_bare_list_of_two_columns(tmp_path):
    reading = read_workbook(bare(tmp_path / "班组日查.xlsx"))
    assert [item.text for item in items(reading)] == BARE
    assert (reading.form.title, reading.form.id) == ("班组日查", "official")
    assert reading.form.item("1-03").source == "“Sheet”第3条"
    assert any("official" in reason for reason in said(reading, 0))


def test_several_sheets_become_parts_of_one_form(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("用电", "消防"):
        sheet = book.create_sheet(name)
        for row in (["检查内容", "序号", "检查方法"], [f"{name}一", 1, "现场查看。"], [f"{name}二", 2, "看记录。"]):
            sheet.append(row)
    hidden = book.create_sheet("旧表")
    hidden.append(["检查内容", "序号"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "表.xlsx")
    reading = read_workbook(tmp_path / "表.xlsx", id="two", version=3, title="两张表")
    assert [(section.title, len(section.items)) for section in reading.form.sections] == [("用电", 2), ("消防", 2)]
    assert (reading.form.version, reading.form.title) == (3, "两张表")
    assert [doubt.reason for doubt in reading.doubts if doubt.sheet == "旧表"] == ["这张工作表隐藏着，没有读"]


# -- one oddity at a time ------------------------------------------------------------------------------------------

HEAD = ["序号", "检查内容", "检查方法", "备注"]


def test_rows_that_are_headings_carry_down_by_their_numbering(table):
    reading = table(
        HEAD,
        ["一、现场", None, None, None],
        ["（一）用电", None, None, None],
        ["1", "甲甲甲。", "看。", None],
        ["（二）消防", None, None, None],
        ["2", "乙乙乙。", "看。", None],
        ["二、资料", None, None, None],
        ["3", "丙丙丙。", "看。", None],
        merge=["A2:D2", "A3:D3"],
    )
    assert [(s.title, len(s.items)) for s in reading.form.sections] == [("现场", 2), ("资料", 1)]
    assert [item.title for item in items(reading)] == ["用电：甲甲甲", "消防：乙乙乙", "丙丙丙"]


def test_a_shallower_number_with_a_name_alone_is_a_heading(table):
    reading = table(
        HEAD,
        ["一", "现场", None, None],
        ["1", "用电安全", None, None],
        ["1.1", "甲甲甲。", "看。", None],
        ["1.2", "乙乙乙。", "看。", None],
        ["2", "消防安全", None, None],
        ["2.1", "丙丙丙。", "看。", None],
    )
    assert [section.title for section in reading.form.sections] == ["用电安全", "消防安全"]
    assert reading.form.sections[0].source == "“检查表”“一、现场”“1、用电安全”"
    assert len(items(reading)) == 3


def test_a_category_written_once_holds_for_the_rows_below(table):
    head = ["类别", *HEAD]
    reading = table(head, ["用电", 1, "甲。", "看。"], [None, 2, "乙。", "看。"], ["消防", 3, "丙。", "看。"])
    assert [(s.title, len(s.items)) for s in reading.form.sections] == [("用电", 2), ("消防", 1)]


def test_text_that_goes_on_in_the_next_row_is_joined_and_said(table):
    reading = table(
        HEAD, [1, "配电箱前不", "看。"], [None, "堆放杂物。"], [2, "乙。", "看一；"], [None, None, "看二。"]
    )
    assert [item.text for item in items(reading)] == ["配电箱前不堆放杂物。", "乙。"]
    assert reading.form.item("1-02").look_at == ("看一；", "看二。")
    assert said(reading, 3) == ["没有编号，接在第 2 行后面"]
    assert said(reading, 5) == ["没有检查内容，并到第 4 行的一条里"]


def test_hidden_rows_and_columns_are_read_and_named(table):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    reading = table(HEAD, [1, "甲。", "看甲。"], [2, "乙。", "看乙。"], prepare=hide)
    assert reading.form.item("1-02").look_at == ("看乙。",)
    assert said(reading, 3) == ["这一行在表里隐藏着，照样读了，请看看要不要"]
    assert "这一列在表里隐藏着，照样读了" in said(reading, 1, "C")


def test_a_formula_without_a_value_is_named(table):
    reading = table(HEAD, ["=ROW()-1", "甲。", '="看"&"甲"', None])
    assert said(reading, 2, "A") == said(reading, 2, "C") == ["这一格是公式，没有算出来的值"]
    assert items(reading)[0].source == "“检查表”第 2 行"


def test_a_text_too_long_goes_on_in_what_to_look_at(table):
    long = "".join(f"第{n}项要求应当落实到位并有书面记录可查。" for n in range(20))
    reading = table(HEAD, [1, long, "看。", None], [2, "乙" * 700, "看" * 700, None])
    first, second = items(reading)
    assert len(first.text) <= 300
    assert first.text + "".join(first.look_at).removesuffix("看。") == long
    assert "字写到了“看什么”里" in said(reading, 2, "B")[0]
    assert (second.text, len("".join(second.look_at))) == ("乙" * 300, 360)
    assert [reason for reason in said(reading, 3) if "没有收的是" in reason]


def test_rows_that_share_one_cell_of_contents_are_asked_apart_by_their_numbers(table):
    head = ["序号", "检查内容", "检查标准"]
    rows = [[1, "配电箱", "箱门完好。"], [2, None, "箱前无杂物。"], [3, "线路", "穿管保护。"]]
    reading = table(head, *rows, merge=["B2:B3"])
    assert [item.text for item in items(reading)] == ["配电箱：箱门完好。", "配电箱：箱前无杂物。", "线路"]
    assert said(reading, 3) == ["和上面合成一格，检查内容写成了合并格里的字加上这一行的标准"]
    reading = table(head, rows[0], [None, None, "箱前无杂物。"], rows[2], merge=["A2:A3", "B2:B3"])
    assert [(item.text, item.met) for item in items(reading)] == [
        ("配电箱", "箱门完好。箱前无杂物。"),
        ("线路", "穿管保护。"),
    ]


def test_a_number_that_excel_has_shortened_is_named(table):
    reading = table(
        HEAD, *([number, f"第{number}项。", "看。"] for number in (1.1, 1.2, 1.9)), [1.10, "第十项。", "看。"]
    )
    assert said(reading, 5, "A") == ["编号 1.1 和第 2 行一样，Excel 可能把 1.10 存成了它，请对照原表"]


def test_a_column_of_figures_is_points_whatever_it_is_called(table):
    reading = table(["一级要素", "检查要点", "评分"], ["目标", "有目标。", 5], [None, "有规划。", 5])
    assert [(item.text, item.met) for item in items(reading)] == [("有目标。", ALL_MET), ("有规划。", ALL_MET)]
    assert said(reading, 1, "C") == ["分值没有收：这里按条判定，不计分"]


def test_a_note_that_hangs_on_a_cell_is_named(table):
    def note(sheet):
        sheet["B2"].comment = Comment("领导说\n重点查", "科长")

    reading = table(HEAD, [1, "甲。", "看。"], prepare=note)
    assert said(reading, 2, "B") == ["这一格的批注没有收：“领导说 重点查”"]


def test_stars_mean_what_the_note_below_says(table):
    rows = [["★1", "甲。", "看。"], [2, "▲乙。", "看。"]]
    with_note = table(HEAD, *rows, ["注：标★的为否决项。"])
    assert [item.key for item in items(with_note)] == [True, True]
    assert said(with_note, 2, "A") == ["标了“★”：按附注当作否决项收了，请确认"]
    without = table(HEAD, *rows)
    assert [item.key for item in items(without)] == [False, False]
    assert said(without, 2, "A") == ["标了“★”：不知道什么意思，当作一般条目收了，请确认"]


def test_codes_that_were_used_before_are_not_given_again(tmp_path):
    bare(tmp_path / "表.xlsx")
    form = read_workbook(tmp_path / "表.xlsx", used=["1-01", "1-12", "2-40"]).form
    assert [item.code for item in form.items()] == ["1-13", "1-14", "1-15", "1-16", "1-17"]


def test_a_workbook_without_a_table_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["会议通知", "时间：周一", "地点：三楼"])
    book.save(tmp_path / "通知.xlsx")
    with pytest.raises(errors.FormNoTable) as caught:
        read_workbook(tmp_path / "通知.xlsx")
    assert caught.value.file == "通知.xlsx"


# -- nothing is dropped without a word -----------------------------------------------------------------------------

HEADS = ["序号", "类别", "检查项目", "检查内容", "检查标准", "检查方法", "依据", "备注", "检查结果", "分值", "其他"]
ROWS = ["合计", "注：看下", "签名：", "一、总则", "（一）用电", "1.1", "1.2.1", "①", "第二章"]
WORDS = st.sampled_from(["查记录", "现场查看", "是否齐全", "有制度", "鼓励类", "否决项", "★重点", *ROWS])


@st.composite
def cells(draw, place):
    """A cell's text with its own place in it, so that it can be told from every other."""
    body = draw(WORDS) + f"甲{place}" + draw(st.sampled_from(["", "。", "；乙" + place + "。", "\n丙" + place]))
    return draw(st.sampled_from([None, body, body, body * draw(st.sampled_from([1, 1, 1, 40]))]))


@st.composite
def grids(draw):
    heads = draw(st.permutations(HEADS).map(lambda order: order[: draw(st.integers(3, len(HEADS)))]))
    rows = [
        [draw(cells(f"{'零一二三四五六七八九'[r]}{'子丑寅卯辰巳午未申酉戌'[c]}")) for c in range(len(heads))]
        for r in range(draw(st.integers(1, 6)))
    ]
    merges = []
    if draw(st.booleans()):
        top, left = draw(st.integers(2, len(rows) + 1)), draw(st.integers(1, len(heads)))
        bottom, right = draw(st.integers(top, len(rows) + 1)), draw(st.integers(left, len(heads)))
        merges.append((top, left, bottom, right))
    return heads, rows, merges


@settings(max_examples=60)
@given(grids())
def test_every_cell_below_the_head_is_in_the_form_or_named(tmp_path_factory, grid):
    heads, rows, merges = grid
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (heads, *rows):
        sheet.append(row)
    for top, left, bottom, right in merges:
        if (top, left) != (bottom, right):
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    path = tmp_path_factory.getbasetemp() / "表.xlsx"
    book.save(path)
    try:
        reading = read_workbook(path)
    except errors.FormNoTable:
        return
    assert reading.refused == ()
    held = "".join(str(reading.form.document()).replace("\\n", "").split())
    whole = {doubt.column for doubt in reading.doubts if doubt.row == 1 and "没有收" in doubt.reason}
    named = {(doubt.row, doubt.column) for doubt in reading.doubts}
    for cell in (cell for line in sheet.iter_rows(min_row=2) for cell in line if cell.value):
        mine = str(cell.value).split("甲")[1][:2]
        told = {(cell.row, ""), (cell.row, cell.column_letter)} & named or cell.column_letter in whole
        assert mine in held or told, cell.value
