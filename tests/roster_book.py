"""Registers written with openpyxl, for the tests that read them."""

import tempfile
from pathlib import Path

import openpyxl

from zjg_inspect.model.creditcode import check_character
from zjg_inspect.model.roster import read_roster
from zjg_inspect.report.workbook import read_sheets

HEADINGS = [
    "序号",
    "区镇\n（街道）",
    "村（社区）",
    "企业名称",
    "统一社会\n信用代码",
    "法定代表人",
    "主要负责人",
    "联系电话",
    "从业人数",
    "行业类别",
    "粉尘涉爆",
    "液氨制冷",
    "危化品储罐",
    "有限空间",
    "厂房性质",
    "出租方",
    "租赁合同签订日期",
    "备注",
]
FIELDS = [
    "number",
    "township",
    "village",
    "name",
    "code",
    "legal_person",
    "principal",
    "phone",
    "headcount",
    "industry",
    "dust",
    "ammonia",
    "tanks",
    "confined",
    "premises",
    "landlord",
    "lease",
    "remark",
]


def a_code(n=1):
    first = f"91320582MA{n:07d}"
    return first + check_character(first)


def a_row(**cells):
    usual = {
        "number": 1,
        "township": "乐余镇",
        "village": "扶海村",
        "name": "某某五金厂",
        "code": a_code(),
        "legal_person": "陈某",
        "principal": "周某",
        "phone": 13800000034,
        "headcount": 80,
        "industry": "五金",
        "dust": "否",
        "ammonia": "否",
        "tanks": "否",
        "confined": "是",
        "premises": "自有",
    }
    return [(usual | cells).get(field) for field in FIELDS]


def saved(path, *sheets):
    """A workbook of (name, rows), None leaving a cell empty."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def load(*rows, headings=HEADINGS):
    """Write rows below a title and the usual headings, and read them: the first row of data is row 3."""
    with tempfile.TemporaryDirectory() as directory:
        path = saved(Path(directory) / "底数表.xlsx", ("底数表", [["2022年企业底数摸排表"], headings, *rows]))
        return read_roster(read_sheets(path), path.name)
