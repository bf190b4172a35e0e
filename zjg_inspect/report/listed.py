"""Reports as lists: what each is called, its sentence and its tables, once for Excel and PDF."""

from datetime import date
from typing import Any, NamedTuple

from zjg_inspect.model.verdict import Half
from zjg_inspect.report.content import paper_date as paper_date

HAZARD_SUMS = ("before", "found", "reopened", "closed", "withdrawn", "open", "majors", "overdue", "referred")
"""As HazardFigures' members, in the order of the table: the first three less the next two are the sixth."""
GRADES = {"general": "一般", "major": "重大"}
HAZARD_STATES = {"open": "未整改", "rectified": "待复查", "closed": "已销号", "withdrawn": "已撤销"}
SIGNS = ("填报人：", "审核人：", "填报单位（盖章）：")
_Rows = list[list[Any]]


class Table(NamedTuple):
    """One table of the list: its name, what each column is called, its width in mm on paper, and the rows.

    A cell is text or a number; `numbers` are the columns that hold numbers; `total`: the last row sums up. `size`: of
    the letters on paper, in points.
    """

    title: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: list[list[Any]]
    none: str
    numbers: tuple[int, ...] = ()
    total: bool = False
    size: float = 8.5


class Listed(NamedTuple):
    """A report: `under` its title stands the time, then the `summary`, the `tables`, and who signs."""

    title: str
    under: str
    office: str
    summary: str
    tables: tuple[Table, ...]
    signs: tuple[str, str, str] = SIGNS


def span(first: date, last: date) -> str:
    return f"统计时间：{paper_date(first.isoformat())}至{paper_date(last.isoformat())}"


def what(what: str, where: str) -> str:
    return "；".join(part for part in (what, where) if part)


# -- sentences ---------------------------------------------------------------------------------------------------------


def month_summary(city: Any, found: Any, leases: int) -> str:
    """规范化管理企业 14 家，占 70.0%，已达到 70%；…本期检查 12 次，查出隐患 5 条，销号 3 条；告知性备案 2 份。"""
    both = "；".join(
        _half(name, half, measure)
        for name, half, measure in (
            ("规范化管理企业", city.enterprises, "家"),
            ("规范化管理工业集中区", city.zones, "个"),
        )
    )
    sums = found.hazards
    return (
        f"{both}。本期检查 {found.visits.done} 次，查出隐患 {sums.found} 条，销号 {sums.closed} 条，"
        f"期末未销号 {sums.open} 条，其中重大 {sums.majors} 条、逾期 {sums.overdue} 条；租约告知性备案 {leases} 份。"
    )


def hazard_summary(sums: Any) -> str:
    return (
        f"期初未销号 {sums.before} 条，本期查出 {sums.found} 条、重新打开 {sums.reopened} 条，销号 {sums.closed} 条、"
        f"撤销 {sums.withdrawn} 条，期末未销号 {sums.open} 条，其中重大 {sums.majors} 条、逾期 {sums.overdue} 条。"
    )


def duty_summary(done: tuple[int, int], visits: int, failed: int) -> str:
    """`done`: how many of how many zones were visited."""
    rest = f"，还有 {done[1] - done[0]} 个没有检查" if done[0] < done[1] else ""
    return f"本期检查 {done[0]} 个村（社区）、{visits} 次{rest}；不符合 {failed} 条。"


def confirmation_summary(city: Any) -> str:
    return (
        f"规范化管理工业集中区 {city.zones.reached} 个，安全生产规范化管理企业 {city.enterprises.reached} 家。"
        f"占比舍去尾数，不进位。"
    )


def _half(name: str, half: Half, measure: str) -> str:
    if not half.total:
        return f"{name} 0 {measure}"
    state = f"已达到 {half.target}%" if half.met else f"还差 {half.missing} {measure}"
    return f"{name} {half.reached} {measure}，共 {half.total} {measure}，占 {half.share}，{state}"


# -- tables ------------------------------------------------------------------------------------------------------------


def zones(rows: _Rows) -> Table:
    headings = (
        "序号", "区镇", "集中区（村、社区）", "企业（家）", "达标（家）", "占比", "结论", "检查（次）", "查出（条）",
        "销号（条）", "未销号（条）", "逾期（条）",
    )  # fmt: skip
    widths = (9, 18, 24, 12, 12, 13, 16, 12, 12, 12, 14, 12)
    return Table("各集中区情况", headings, widths, rows, "没有集中区。", (3, 4, 5, 7, 8, 9, 10, 11), total=True)


def halves(rows: _Rows) -> Table:
    headings = ("序号", "项目", "总数", "达到", "占比", "要求", "情况")
    return Table("“双七十”情况", headings, (9, 50, 18, 18, 18, 18, 26), rows, "没有集中区。", (2, 3, 4, 5))


def visits(rows: _Rows) -> Table:
    headings = (
        "序号", "核查（次）", "复查（次）", "指导（次）", "履职检查（次）", "合计（次）", "涉及企业（家）",
        "其中第三方（次）", "上门未查成（次）",
    )  # fmt: skip
    return Table("检查情况", headings, (9, 18, 18, 18, 22, 18, 22, 24, 24), rows, "", tuple(range(1, 9)))


def hazard_sums(rows: _Rows) -> Table:
    headings = (
        "序号", "期初未销号", "本期查出", "重新打开", "本期销号", "本期撤销", "期末未销号", "其中重大", "其中逾期",
        "其中移交执法",
    )  # fmt: skip
    return Table("隐患情况（条）", headings, (9, 18, 16, 16, 16, 16, 18, 16, 16, 20), rows, "", tuple(range(1, 10)))


def failures(rows: _Rows) -> Table:
    headings = ("序号", "方面", "不符合（条）", "最多的条目")
    return Table("不符合条目", headings, (9, 44, 20, 100), rows, "本期没有不符合的条目。", (2,), total=True)


def filings(rows: _Rows) -> Table:
    headings = (
        "序号", "本期租约备案（份）", "其中逾期备案（份）", "有效备案（份）", "逾期未备案（份）",
        "本期集中区备案（个）", "未备案集中区（个）",
    )  # fmt: skip
    return Table("告知性备案", headings, (9, 26, 26, 24, 26, 28, 26), rows, "", tuple(range(1, 7)))


def hazards(title: str, rows: _Rows) -> Table:
    headings = ("序号", "村", "企业", "条目", "问题和位置", "等级", "查出日期", "期限", "状态")
    return Table(title, headings, (9, 15, 32, 27, 36, 10, 20, 20, 15), rows, "没有。")


def duty_zones(rows: _Rows) -> Table:
    headings = ("序号", "区镇", "村（社区）", "检查（次）", "最近一次", "检查人", "不符合（条）", "未销号隐患（条）")
    return Table("各村履职检查", headings, (9, 22, 28, 16, 22, 34, 18, 22), rows, "没有集中区。", (3, 6, 7), total=True)


def duty_items(rows: _Rows) -> Table:
    headings = ("序号", "村（社区）", "检查日期", "条目", "内容", "问题")
    return Table("不符合的条目", headings, (9, 24, 20, 14, 46, 60), rows, "本期没有不符合的条目。")


def confirmed_zones(rows: _Rows) -> Table:
    headings = ("序号", "区镇", "工业集中区（村、社区）", "企业（家）", "达标（家）", "占比")
    return Table("规范化管理工业集中区", headings, (9, 30, 60, 22, 22, 22), rows, "还没有达到要求的集中区。", (3, 4, 5))


def confirmed_enterprises(rows: _Rows) -> Table:
    headings = ("序号", "区镇", "村（社区）", "企业名称", "统一社会信用代码", "核查日期", "核查表编号")
    widths = (9, 16, 18, 42, 38, 20, 40)
    return Table("安全生产规范化管理企业", headings, widths, rows, "还没有达到要求的企业。")
