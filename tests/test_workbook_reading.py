"""Files given as a register: a workbook, and all that only looks like one."""

import contextlib
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font
from roster_book import HEADINGS, a_code, a_row, saved

from zjg_inspect import errors
from zjg_inspect.model.roster import read_roster
from zjg_inspect.report.workbook import read_sheets


def a_workbook():
    stream = io.BytesIO()
    saved(stream, ("底数表", [HEADINGS, *(a_row(name=f"{n}厂", code=a_code(n)) for n in range(50))]))
    return stream.getvalue()


# Once, for it holds the time of its making, and a property wants the same bytes each time.
WHOLE = a_workbook()


def why_unreadable(path, data):
    path.write_bytes(data)
    with pytest.raises(errors.RosterUnreadable) as caught:
        read_sheets(path)
    assert caught.value.file == str(path)
    return caught.value.reason


def an_ole_file(*streams):
    """The head of an OLE file with these stream names in its directory."""
    names = b"".join((name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0") + names.ljust(2048, b"\0")


def test_files_that_are_no_workbook_say_what_they_are(tmp_path):
    path = tmp_path / "底数表.xlsx"
    assert why_unreadable(path, b"") == "文件是空的"
    assert why_unreadable(path, "序号,企业名称\n1,某厂\n".encode("gbk")) == "不是 Excel 工作簿（.xlsx）"
    assert why_unreadable(path, an_ole_file("EncryptionInfo", "EncryptedPackage")) == "文件有打开密码"
    assert why_unreadable(path, an_ole_file("WordDocument")) == "不是 Excel 工作簿（.xlsx）"
    assert why_unreadable(path, an_ole_file("Workbook")) == "旧版 .xls 工作簿，请另存为 .xlsx"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert why_unreadable(path, stream.getvalue()) == "不是 Excel 工作簿（.xlsx）"


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    for path in (tmp_path / "没有.xlsx", tmp_path):
        with pytest.raises(errors.NotReadable) as caught:
            read_sheets(path)
        assert caught.value.path == str(path)


def test_a_workbook_under_any_name_is_read(tmp_path):
    path = tmp_path / "底数表.dat"
    path.write_bytes(WHOLE)
    assert read_roster(read_sheets(path), path.name).total == 50


@given(st.data())
def test_a_cut_or_scratched_workbook_is_read_or_refused_and_nothing_else(tmp_path_factory, data):
    if data.draw(st.booleans()):
        broken = WHOLE[: data.draw(st.integers(0, len(WHOLE) - 1))]
    else:
        place = data.draw(st.integers(0, len(WHOLE) - 1))
        broken = WHOLE[:place] + data.draw(st.binary(min_size=1, max_size=8)) + WHOLE[place + 8 :]
    path = tmp_path_factory.getbasetemp() / "scratched.xlsx"
    path.write_bytes(broken)
    with contextlib.suppress(errors.RosterUnreadable):
        read_sheets(path)


def far_corner(path, value):
    book = openpyxl.Workbook()
    for row in (HEADINGS, a_row()):
        book.active.append(row)
    corner = book.active["XFD1048576"]
    corner.value, corner.font = value, Font(bold=True)
    book.save(path)
    return path


def test_a_stray_value_in_the_farthest_corner_does_not_end_the_program(tmp_path):
    path = far_corner(tmp_path / "a.xlsx", "x")
    with pytest.raises(errors.RosterUnreadable) as caught:
        read_sheets(path)
    assert caught.value.reason == "工作表过大，可能是表格以外很远处还有内容"


def test_mere_formatting_in_the_farthest_corner_is_no_matter(tmp_path):
    path = far_corner(tmp_path / "a.xlsx", None)
    assert read_roster(read_sheets(path), path.name).total == 1


def test_a_number_no_calendar_has_in_a_date_column_is_a_doubt(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADINGS, a_row(lease=13800000034)):
        book.active.append(row)
    book.active["Q2"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")
    table = read_roster(read_sheets(tmp_path / "a.xlsx"), "a.xlsx")
    assert [(doubt.column, doubt.text) for doubt in table.doubts] == [("租赁合同签订日期", "13800000034")]
