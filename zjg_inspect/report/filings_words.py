"""What the monthly list of filings says, once for Excel and PDF."""

from typing import Any, NamedTuple

from zjg_inspect.report.content import paper_date

BY = {"owner": "产权方", "manager": "管理人", "": ""}


class Table(NamedTuple):
    """One table of the list: its name, what each column is called, its width in mm on paper, and the rows.

    A cell is text or a number; `numbers` are the columns that hold numbers; `total`: the last row sums up.
    """

    title: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: list[list[Any]]
    none: str
    numbers: tuple[int, ...] = ()
    total: bool = False


class MonthlyList(NamedTuple):
    """`period`: 2026年10月, `span`: its first and last day, `on`: the day as of which what is late was late."""

    period: str
    span: tuple[str, str]
    on: str
    office: str
    summary: str
    tables: tuple[Table, ...]

    @property
    def title(self) -> str:
        return f"{self.period}告知性备案清单"

    @property
    def under(self) -> str:
        return f"统计时间：{paper_date(self.span[0])}至{paper_date(self.span[1])}"


def in_time(late: int, known: bool) -> str:
    """及时, 逾期 12 天, or that nobody knows when it was signed."""
    if not known:
        return "签订日不详"
    return f"逾期 {late} 天" if late else "及时"
