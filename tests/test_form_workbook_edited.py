"""A checklist's workbook after a day in the office: rows moved, added, retyped; and files that only look like one."""

import contextlib
import datetime as dt
import zipfile

import openpyxl
import pytest
from form_maker import a_form, an_item
from hypothesis import given, settings
from hypothesis import strategies as st

from zjg_inspect import errors
from zjg_inspect.formfile import read_workbook, write_workbook
from zjg_inspect.formfile.workbook_columns import COLUMNS
from zjg_inspect.model.form import FormDef

LETTER = {column.field: "ABCDEFGHIJKL"[n] for n, column in enumerate(COLUMNS)}
SECTIONS = [
    {"code": "1", "title": "现场", "source": "§三(四)", "items": [an_item("1-01"), an_item("1-02", title="气瓶固定")]},
    {"code": "2", "title": "资料", "source": "§三(一)", "items": [an_item("2-01", title="责任制"), an_item("2-07")]},
]
FORM = FormDef.from_document(a_form() | {"sections": SECTIONS})


@pytest.fixture
def edited(tmp_path):
    """Reads the workbook back after some hand has been at it."""

    def read(edit, **asked):
        path = tmp_path / "清单.xlsx"
        write_workbook(FORM, path)
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
        return read_workbook(path, **asked)

    return read


def put(sheet, row, **fields):
    for field, value in fields.items():
        sheet[f"{LETTER[field]}{row}"] = value


def new_row(sheet, row, **fields):
    usual = {"section": "1 现场", "title": "通道", "text": "通道畅通。", "look_at": "走一遍。", "met": "走得通。"}
    put(sheet, row, **usual | {"source": "§三(四)2"} | fields)


def places(doubts):
    return [(doubt.sheet, doubt.row, doubt.column) for doubt in doubts]


# -- what may be done ----------------------------------------------------------------------------------------------


def test_rows_may_change_places_and_stand_apart(edited):
    def edit(book):
        sheet = book["清单"]
        sheet.insert_rows(3, amount=2)
        first = [cell.value for cell in sheet[2]]
        last = [cell.value for cell in sheet[5]]
        for row, values in ((2, last), (5, first)):
            for cell, value in zip(sheet[row], values, strict=True):
                cell.value = value

    reading = edited(edit)
    assert (reading.refused, reading.doubts) == ((), ())
    assert [item.code for item in reading.form.items()] == ["1-02", "1-01", "2-01", "2-07"]


def test_a_new_row_gets_the_next_code_and_never_a_used_one(edited):
    def edit(book):
        book["清单"].delete_rows(5)
        new_row(book["清单"], 5, section="2 资料")
        new_row(book["清单"], 6)

    reading = edited(edit)
    assert [item.code for item in reading.form.items()] == ["1-01", "1-02", "1-03", "2-01", "2-08"]
    assert places(reading.doubts) == [("清单", 5, "A"), ("清单", 6, "A")]
    reading = edited(edit, used=["1-30", "2-99"])
    assert [item.code for item in reading.form.items()] == ["1-01", "1-02", "1-31", "2-01", "2-100"]


def test_what_is_typed_the_way_people_type_is_understood(edited):
    def edit(book):
        put(book["清单"], 2, code="１－０１", section="1", key="√", evidence="Y", weight=" 必查 ", met="走得通。  ")
        put(
            book["清单"],
            3,
            section="现场",
            applies_when="从业人数≥５０人或（粉尘涉爆且动火作业）",
            look_at="一、\n\n 二、 ",
        )
        book["基本信息"]["B3"], book["基本信息"]["B7"] = "第２版", "85%"

    reading = edited(edit)
    assert (reading.refused, reading.doubts) == ((), ())
    first, second = reading.form.item("1-01"), reading.form.item("1-02")
    assert (first.key, first.evidence, first.met) == (True, "photo", "走得通。")
    assert second.applies_when == {"any": ["headcount >= 50", {"all": ["dust_explosive", "hot_work"]}]}
    assert second.look_at == ("一、", "二、")
    assert (reading.form.version, reading.form.pass_rate) == (2, 85)


def test_a_merged_part_holds_for_all_its_rows(edited):
    reading = edited(lambda book: book["清单"].merge_cells("B2:B3"))
    assert reading.form.hash == FORM.hash


def test_a_code_that_excel_made_a_date_of_is_read_and_said(edited):
    reading = edited(lambda book: put(book["清单"], 2, code=dt.datetime(2026, 1, 1)))
    assert reading.form.hash == FORM.hash
    assert places(reading.doubts) == [("清单", 2, "A")]


def test_an_item_that_goes_to_another_part_gets_a_new_code(edited):
    reading = edited(lambda book: put(book["清单"], 2, section="2 资料"))
    assert [item.code for item in reading.form.items()] == ["1-02", "2-08", "2-01", "2-07"]
    assert {("清单", 2, "A")} == {*places(reading.doubts)}


def test_the_caller_may_say_id_version_and_title(edited):
    form = edited(lambda book: None, id="other", version=9, title="另一份").form
    assert (form.id, form.version, form.title) == ("other", 9, "另一份")


def test_hidden_rows_formulas_and_strange_columns_are_named(edited):
    def edit(book):
        sheet = book["清单"]
        sheet.row_dimensions[3].hidden = True
        sheet["L2"] = "=1+1"
        sheet["N1"], sheet["N4"] = "负责人", "张某"
        book.create_sheet("草稿")["A1"] = "随手记"

    reading = edited(edit)
    assert reading.form is not None
    assert places(reading.doubts) == [("清单", 1, "N"), ("清单", 2, "L"), ("清单", 3, ""), ("草稿", 0, "")]


# -- what may not --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("applies_when", "粉尘很多", "不是能用的词"),
        ("applies_when", "粉尘涉爆 或 租用厂房 并且 动火作业", "括号"),
        ("weight", "随便", "要写“必查”或“提倡”"),
        ("key", "也许", "要写“是”或“否”"),
        ("section", "9 别的", "“部分”表里没有“9 别的”"),
        ("text", None, "不能空着"),
        ("look_at", "一\n二\n三\n四", "要列出 1 到 3 项"),
        ("met", "长" * 301, "有 301 个字，最多 300 个"),
        ("phrases", "一\n" + "长" * 41, "最多 40 个"),
        ("code", "1-02", "和第 2 行重复"),
        ("code", "第一条", "要写成"),
    ],
)
def test_a_wrong_cell_is_named_by_sheet_row_and_column(edited, field, value, said):
    row = 3 if field == "code" and value == "1-02" else 2

    def edit(book):
        put(book["清单"], 2, **({"code": "1-02"} if row == 3 else {}))
        put(book["清单"], row, **{field: value})

    reading = edited(edit)
    assert reading.form is None
    (wrong,) = reading.refused
    assert (wrong.sheet, wrong.row, wrong.column) == ("清单", row, LETTER[field])
    assert said in wrong.reason


def test_a_sheet_that_was_thrown_away_is_missed_by_its_name(edited):
    reading = edited(lambda book: book.remove(book["部分"]))
    assert (reading.form, places(reading.refused)) == (None, [("部分", 0, "")])


def test_every_wrong_cell_is_named_at_once(edited):
    def edit(book):
        put(book["清单"], 2, title="长" * 41, met=None, source="甲;;乙")
        put(book["清单"], 4, key="是", weight="提倡")
        book["基本信息"]["B2"] = "大写ID"
        book["部分"]["A3"] = "资料"

    refused = places(edited(edit).refused)
    assert {("清单", 2, LETTER[field]) for field in ("title", "met", "source")} <= {*refused}
    assert {("清单", 4, LETTER["key"]), ("基本信息", 2, "B"), ("部分", 3, "A")} <= {*refused}


# -- the paper -----------------------------------------------------------------------------------------------------


def test_the_workbook_has_drop_downs_a_fixed_head_and_fits_the_page(tmp_path):
    write_workbook(FORM, tmp_path / "清单.xlsx")
    book = openpyxl.load_workbook(tmp_path / "清单.xlsx")
    assert book.sheetnames == ["清单", "部分", "基本信息", "说明"]
    sheet = book["清单"]
    rules = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {"B": "'部分'!$A$2:$A$100", "I": '"必查,提倡"', "J": '"是,否"', "K": '"是,否"'}
    assert sheet.freeze_panes == "D2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert all(sheet[f"{letter}2"].alignment.wrap_text for letter in LETTER.values())
    assert [sheet.column_dimensions[LETTER[column.field]].width for column in COLUMNS] == [c.width for c in COLUMNS]
    words = {cell.value for row in book["说明"].iter_rows() for cell in row}
    assert {column.heading for column in COLUMNS} | {"粉尘涉爆", "从业人数"} <= words


def test_an_older_file_stands_where_the_new_one_cannot_be_written(tmp_path):
    (tmp_path / "清单.xlsx").mkdir()
    with pytest.raises(errors.NotWritable):
        write_workbook(FORM, tmp_path / "清单.xlsx")
    assert [each.name for each in tmp_path.iterdir()] == ["清单.xlsx"]


# -- files that only look like one ---------------------------------------------------------------------------------


def test_files_that_are_no_workbook_say_what_they_are(tmp_path):
    ole = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
    files = {
        "文件是空的": b"",
        "不是 Excel 工作簿（.xlsx）": b"a,b\n1,2\n",
        "文件有打开密码": ole + "EncryptedPackage\0".encode("utf-16-le"),
        "旧版 .xls 工作簿，请另存为 .xlsx": ole + "Workbook\0".encode("utf-16-le"),
        "文件已损坏": b"PK\x03\x04" + bytes(100),
    }
    for reason, data in files.items():
        (tmp_path / "表.xlsx").write_bytes(data)
        with pytest.raises(errors.FormUnreadable) as caught:
            read_workbook(tmp_path / "表.xlsx")
        assert (caught.value.reason, caught.value.file) == (reason, "表.xlsx")
    with pytest.raises(errors.NotReadable):
        read_workbook(tmp_path / "没有.xlsx")


def test_bombs_and_far_corners_do_not_end_the_program(tmp_path):
    write_workbook(FORM, tmp_path / "清单.xlsx")
    book = openpyxl.load_workbook(tmp_path / "清单.xlsx")
    book["清单"]["XFD1048576"] = "x"
    book.save(tmp_path / "远.xlsx")
    with zipfile.ZipFile(tmp_path / "弹.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(130):
                part.write(bytes(1 << 20))
    reasons = []
    for name in ("远.xlsx", "弹.xlsx"):
        with pytest.raises(errors.FormUnreadable) as caught:
            read_workbook(tmp_path / name)
        reasons.append(caught.value.reason)
    assert reasons == ["工作表过大，可能是表格以外很远处还有内容", "内容过大"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_cut_or_scratched_workbook_is_read_or_refused_and_nothing_else(tmp_path_factory, data):
    folder = tmp_path_factory.getbasetemp()
    whole = folder / "整.xlsx"
    if not whole.exists():
        write_workbook(FORM, whole)
    content = whole.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    scratch = data.draw(st.binary(max_size=8))
    (folder / "伤.xlsx").write_bytes(content[:place] + (scratch + content[place + 8 :] if scratch else b""))
    with contextlib.suppress(errors.FormUnreadable, errors.FormNoTable):
        read_workbook(folder / "伤.xlsx")
