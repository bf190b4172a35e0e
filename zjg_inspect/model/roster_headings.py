"""Where a register's columns are: its headings in the wordings that offices use."""

import re
from collections.abc import Sequence

import msgspec

from zjg_inspect.model.roster_cells import Cell, text, tight

_WORDINGS = {
    "number": "序号 编号",
    "township": "区镇 区镇街道 镇街道 镇 街道 乡镇 乡镇街道 镇街 镇区 板块 所属区镇 所在区镇 所属镇 所在镇 所属乡镇",
    "village": "村 村社区 行政村 行政村社区 村居 社区 所属村 所在村 所属村社区 所在村社区 村名 村社区名称 "
    "村社区工业集中区 工业集中区 工业集中区名称 所在工业集中区 所属工业集中区 集中区",
    "name": "企业名称 单位名称 企业单位名称 公司名称 企业全称 单位全称 名称",
    "code": "统一社会信用代码 社会信用代码 统一信用代码 信用代码 统一代码",
    "legal_person": "法定代表人 法定代表人姓名 法人代表 法人",
    "principal": "主要负责人 主要负责人姓名 企业负责人 企业主要负责人 负责人 负责人姓名 实际控制人",
    "phone": "联系电话 联系方式 电话 电话号码 手机 手机号 手机号码 负责人电话 主要负责人电话",
    "headcount": "从业人数 从业人员数 从业人员人数 从业人员 从业人员数量 职工人数 职工总数 职工数 员工人数 员工总数 "
    "员工数 用工人数 在职人数 在册人数 企业人数 人数",
    "industry": "行业类别 行业类型 行业分类 所属行业 行业",
    "dust_explosive": "粉尘涉爆 涉爆粉尘 粉尘防爆 粉尘涉爆企业 可燃性粉尘 可燃爆粉尘",
    "ammonia_refrigeration": "液氨制冷 涉氨制冷 氨制冷 液氨 涉氨 液氨制冷企业",
    "other_key_field": "其他重点领域 其它重点领域",
    "tanks": "危化品储罐 危险化学品储罐 危化储罐 危化品罐 储罐",
    "flammable_tanks": "易燃易爆储罐 易燃储罐 易燃易爆危化品储罐 易燃易爆品储罐",
    "toxic_tanks": "有毒有害储罐 有毒储罐 有毒液体气体储罐 毒性储罐",
    "chemical_store": "危化品仓库 危险化学品仓库 危化品库 危化品库房 危险品仓库 危化品储存",
    "confined_spaces": "有限空间 有限空间作业 受限空间 受限空间作业",
    "hot_work": "动火作业 动火",
    "work_at_height": "高处作业 登高作业",
    "temporary_electricity": "临时用电 临时用电作业",
    "contractors": "外包作业 外包施工 外来施工 承包商 承包商作业 相关方作业",
    "projects": "新改扩建 新改扩建项目 在建项目",
    "lets": "出租厂房 厂房出租 对外出租",
    "premises": "厂房性质 厂房类型 厂房权属 厂房产权 厂房来源 房屋性质 场所性质 自有租赁 厂房自有租赁",
    "landlord": "出租方 出租方名称 出租人 出租单位 厂房出租方 产权方 房东",
    "lease_signed": "租赁合同签订日期 租赁合同签订时间 租赁合同日期 合同签订日期 合同签订时间 合同日期 签订日期 "
    "签订时间 签约日期 租赁签订日期",
    "remark": "备注 说明",
}
_FIELDS = {word: (field, rank) for field, words in _WORDINGS.items() for rank, word in enumerate(words.split())}

REQUIRED = {"township": "区镇", "village": "村（社区）", "name": "企业名称"}
"""The columns without which no row can be taken: field and how it is asked for."""


class Headings(msgspec.Struct, frozen=True):
    """Where the columns are: the first data row's index, and for each field its column index and heading as written."""

    first_data: int
    columns: dict[str, int]
    written: dict[str, str]

    @property
    def missing(self) -> list[str]:
        return [asked for field, asked in REQUIRED.items() if field not in self.columns]


def field_of(cell: Cell) -> tuple[str, int] | None:
    """The field that a heading stands for, and how far down the list of its wordings it is; None for any other cell."""
    if not isinstance(cell, str):
        return None
    heading = re.sub(r"[/、·*:;,.]|和|或", "", tight(cell))
    bare = re.sub(r"[(\[【〔].*?[)\]】〕]", "", heading)
    unbracketed = re.sub(r"[()\[\]【】〔〕]", "", heading)
    unasked = re.sub(r"^(?:是否|有无)(?:涉及|存在|属于|有(?!限|毒)|为)?|^涉及|^存在", "", bare)
    return next((_FIELDS[form] for form in (heading, unbracketed, bare, unasked) if form in _FIELDS), None)


def is_heading_row(row: Sequence[Cell]) -> bool:
    """Whether the row names the enterprise's column and at least two others."""
    fields = {found[0] for cell in row if (found := field_of(cell))}
    return "name" in fields and len(fields) >= 3


def find_headings(rows: Sequence[Sequence[Cell]]) -> Headings | None:
    """The first heading row, together with the row of sub-headings right below it, if there is one."""
    top = next((i for i, row in enumerate(rows) if is_heading_row(row)), None)
    if top is None:
        return None
    end = top + 1
    name_column = _columns(rows[top : top + 1])["name"]
    while end < len(rows) and any(map(field_of, rows[end])) and _heading_or_blank(rows[end][name_column]):
        end += 1
    columns = _columns(rows[top:end])
    written = {field: _written(rows[top:end], column, field) for field, column in columns.items()}
    return Headings(first_data=end, columns=columns, written=written)


def _heading_or_blank(cell: Cell) -> bool:
    return not tight(cell) or field_of(cell) is not None


def _columns(heading_rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    best: dict[str, tuple[int, int]] = {}
    taken: set[int] = set()
    for row in heading_rows:
        for column, cell in enumerate(row):
            if column not in taken and (found := field_of(cell)):
                taken.add(column)
                field, rank = found
                best[field] = min(best.get(field, (rank, column)), (rank, column))
    return {field: column for field, (_, column) in best.items()}


def _written(heading_rows: Sequence[Sequence[Cell]], column: int, field: str) -> str:
    cells = (row[column] for row in heading_rows)
    return next("".join(text(cell).split()) for cell in cells if (found := field_of(cell)) and found[0] == field)
