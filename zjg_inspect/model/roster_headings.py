"""Where a register's columns are: its headings in the wordings that offices use, or as a person says."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from zjg_inspect.model.roster_cells import Cell, text, tight

_WORDINGS = {
    "number": "序号 编号",
    "township": "区镇 区镇街道 镇街道 镇 街道 乡镇 乡镇街道 镇街 镇区 板块 所属区镇 所在区镇 所属镇 所在镇 所属乡镇",
    "village": "村 村社区 行政村 行政村社区 村居 社区 所属村 所在村 所属村社区 所在村社区 村名 村社区名称 "
    "村社区工业集中区 工业集中区 工业集中区名称 所在工业集中区 所属工业集中区 集中区",
    "name": "企业名称 单位名称 企业单位名称 公司名称 企业全称 单位全称 名称",
    "code": "统一社会信用代码 社会信用代码 统一信用代码 信用代码 统一代码",
    "address": "地址 企业地址 单位地址 详细地址 生产地址 经营地址 生产经营地址 厂址 所在地址 地址门牌号",
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

LABELS = {
    "number": "序号", "township": "区镇", "village": "村（社区）", "name": "企业名称", "code": "统一社会信用代码",
    "address": "地址", "legal_person": "法定代表人", "principal": "主要负责人", "phone": "联系电话",
    "headcount": "从业人数", "industry": "行业类别", "dust_explosive": "粉尘涉爆", "ammonia_refrigeration": "液氨制冷",
    "other_key_field": "其他重点领域", "tanks": "危化品储罐", "flammable_tanks": "易燃易爆储罐",
    "toxic_tanks": "有毒有害储罐", "chemical_store": "危化品仓库", "confined_spaces": "有限空间",
    "hot_work": "动火作业", "work_at_height": "高处作业", "temporary_electricity": "临时用电",
    "contractors": "外包作业", "projects": "新改扩建", "lets": "出租厂房", "premises": "厂房性质",
    "landlord": "出租方", "lease_signed": "租赁合同签订日期", "remark": "备注",
}  # fmt: skip
"""Each field's heading, as the program writes it."""

REQUIRED = {"township": "区镇", "village": "村（社区）", "name": "企业名称"}
"""The columns without which no row can be taken: field and how it is asked for."""


# In a sheet whose column of names has a heading of its own the headings are looked for among so many rows.
_AMONG = 30
_SAMPLES = 3


class Column(msgspec.Struct, frozen=True):
    """A column with a heading or with cells: the field that it is taken for ("" for none), whether a person said so,
    and what stands in its first full cells."""

    index: int
    heading: str
    field: str
    by_hand: bool
    samples: tuple[str, ...]


class Headings(msgspec.Struct, frozen=True):
    """Where the columns are: the indexes of the first heading row and the first data row, and for each field its column
    index and heading as written."""

    top: int
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


def find_headings(
    rows: Sequence[Sequence[Cell]], by_hand: Mapping[int, str] = MappingProxyType({}), loose: bool = False
) -> Headings | None:
    """The first heading row, together with the row of sub-headings right below it, if there is one.

    `by_hand`: by column index the field that a person says it is, "" for none; it stands before what the headings say.
    `loose`: where no row names the enterprise's column, the one that says most.
    """
    top = next((i for i, row in enumerate(rows) if is_heading_row(row)), None)
    if top is None and loose:
        top = _likeliest(rows)
    if top is None:
        return None
    end = top + 1
    name = next((index for index, field in by_hand.items() if field == "name"), None)
    name_column = _columns(rows[top : top + 1], {}).get("name", name)
    while end < len(rows) and any(map(field_of, rows[end])) and _heading_or_blank(rows[end], name_column):
        end += 1
    columns = _columns(rows[top:end], by_hand)
    written = {field: _written(rows[top:end], column, field) for field, column in columns.items()}
    return Headings(top, end, columns, written)


def columns_of(rows: Sequence[Sequence[Cell]], headings: Headings, by_hand: Mapping[int, str]) -> tuple[Column, ...]:
    """All columns of the sheet in their order."""
    fields = {column: field for field, column in headings.columns.items()}
    data = rows[headings.first_data : headings.first_data + 50]
    found = []
    for index in range(max(map(len, rows), default=0)):
        heading = _heading(rows[headings.top : headings.first_data], index)
        cells = (text(row[index]) for row in data if index < len(row))
        samples = tuple(dict.fromkeys(cell for cell in cells if cell))[:_SAMPLES]
        if heading or samples:
            found.append(Column(index, heading, fields.get(index, ""), index in by_hand, samples))
    return tuple(found)


def outline(row: Sequence[Cell]) -> tuple[tuple[int, str], ...]:
    """What stands in a row and where; headings repeated for the next printed page have that of the headings."""
    return tuple((column, said) for column, cell in enumerate(row) if (said := tight(cell)))


def _likeliest(rows: Sequence[Sequence[Cell]]) -> int | None:
    """The row with most headings, of at least two."""
    counts = [len({found[0] for cell in row if (found := field_of(cell))}) for row in rows[:_AMONG]]
    most = max(counts, default=0)
    return counts.index(most) if most >= 2 else None


def _heading_or_blank(row: Sequence[Cell], column: int | None) -> bool:
    """Whether nothing but headings stands where the names would; of which column that is, nobody may know."""
    if column is None or column >= len(row):
        return not any(isinstance(cell, float) for cell in row)
    return not tight(row[column]) or field_of(row[column]) is not None


def _columns(heading_rows: Sequence[Sequence[Cell]], by_hand: Mapping[int, str]) -> dict[str, int]:
    best: dict[str, tuple[int, int]] = {}
    taken: set[int] = set(by_hand)
    for row in heading_rows:
        for column, cell in enumerate(row):
            if column not in taken and (found := field_of(cell)):
                taken.add(column)
                field, rank = found
                best[field] = min(best.get(field, (rank, column)), (rank, column))
    said = {field: column for column, field in by_hand.items() if field}
    return {field: column for field, (_, column) in best.items()} | said


def _written(heading_rows: Sequence[Sequence[Cell]], column: int, field: str) -> str:
    cells = [row[column] for row in heading_rows if column < len(row)]
    own = ("".join(text(cell).split()) for cell in cells if (found := field_of(cell)) and found[0] == field)
    return next(own, "") or _heading(heading_rows, column) or column_name(column)


def _heading(heading_rows: Sequence[Sequence[Cell]], column: int) -> str:
    """The lowest heading: what stands over it is a group's."""
    cells = ("".join(text(row[column]).split()) for row in reversed(heading_rows) if column < len(row))
    return next((cell for cell in cells if cell), "")


def column_name(column: int) -> str:
    """As Excel names it: 第 AB 列."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"第 {letters} 列"
