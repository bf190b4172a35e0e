"""Where an official inspection table begins and what its columns are: its headings in the wordings that offices use."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from zjg_inspect.formfile.workbook_cells import Sheet, cell_text
from zjg_inspect.model.roster_cells import Cell, tight

# The first that fits decides. "item" is a category beside a column of contents, and the contents where there is none.
_RULES = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("number", "(?:检查|考评|评审)?(?:序号|序|编号|条款号?|条号|项号|项次|标号|编码|NO)"),
        ("points", ".*(?:分值|标准分|满分|应得分|分数|权重).*"),
        ("remark", "备注(?:说明)?|说明|附注|注"),
        ("basis", ".*依据.*|来源|出处|.*(?:法规|法律)(?:条款|条文|名称|标准)?|参考文件"),
        (
            "result",
            ".*(?:结果|得分|扣分|情况|问题|整改|结论|评定|签名|签字|日期|记录|检查人|责任人|时间|是否).*"
            "|[是否有无√×]|(?:不|基本)?(?:符合|合格|达标|涉及|适用)|缺项",
        ),
        ("content", ".*内容.*|细目|题目|问题描述"),
        ("both", ".*(?:方法|方式|办法).*(?:标准|要求|要点).*|.*(?:标准|要求|要点|评分).*(?:方法|方式|办法).*"),
        ("method", ".*(?:方法|方式|办法|途径|手段).*"),
        ("category", ".*(?:类别|分类|类目|要素|大类|小类|板块|领域|环节|部位|场所|类型|一级|二级|大项|小项).*"),
        ("standard", ".*(?:标准|要点|评分|要求|细则|判定|规定).*"),
        ("item", ".*(?:项目|事项|指标|条目|检查点|检查项|任务|措施).*"),
    )
)
_LONGEST_HEADING = 14
_DEEPEST_HEAD = 80


class Head(NamedTuple):
    """The head of a table: its first row, the first row below it, and for each column its field and heading."""

    top: int
    first: int
    fields: dict[int, str]
    written: dict[int, str]

    def columns(self, *fields: str) -> list[int]:
        return [column for column, field in sorted(self.fields.items()) if field in fields]


def bare(cell: Cell) -> str:
    """A heading as it is compared: half-width, without blanks, brackets and what stands in them, and strokes."""
    text = re.sub(r"[(\[【〔].*?[)\]】〕]", "", tight(cell))
    return re.sub(r"[/、·*:;,.&+\\]", "", text).upper()


def field_of(cell: Cell) -> str | None:
    """What a heading stands for; None for any other cell."""
    heading = bare(cell) if isinstance(cell, str) else ""
    if not heading or len(heading) > _LONGEST_HEADING:
        return None
    return next((field for field, pattern in _RULES if pattern.fullmatch(heading)), None)


def find_head(sheet: Sheet) -> Head | None:
    """The head of the sheet's table, of one row or of two where a heading has sub-headings; None where none is."""
    for row in range(min(len(sheet.rows), _DEEPEST_HEAD)):
        if _is_head(sheet.rows[row]):
            break
    else:
        return None
    first = row + 1
    while first < len(sheet.rows) and _is_under(sheet, row, first):
        first += 1
    fields: dict[int, str] = {}
    written: dict[int, str] = {}
    for column in range(sheet.width):
        lines = list(dict.fromkeys(cell_text(sheet.shown(line, column)) for line in range(row, first)))
        written[column] = "".join("".join(line.split()) for line in lines)
        found = [field for line in reversed(lines) if (field := field_of(line))]
        fields[column] = found[0] if found else ""
    settled = _settled(fields)
    for column, name in settled.items():
        if name in ("standard", "both", "method") and _only_numbers(sheet, first, column):
            settled[column] = "points"
    return Head(row, first, settled, written)


def _only_numbers(sheet: Sheet, first: int, column: int) -> bool:
    """Whether what stands in a column is figures: then 评分 means the points, not how they are given."""
    cells = [cell for row in range(first, len(sheet.rows)) if (cell := sheet.cell(row, column)) != ""]
    return bool(cells) and all(isinstance(cell, int | float) for cell in cells)


def _is_head(cells: Iterable[Cell]) -> bool:
    texts = [cell for cell in cells if cell_text(cell)]
    fields = [field for cell in texts if (field := field_of(cell))]
    judged = {"content", "item", "standard", "both"} & {*fields}
    return bool(judged) and len({*fields}) >= 2 and 5 * len(fields) >= 3 * len(texts)


def _is_under(sheet: Sheet, top: int, row: int) -> bool:
    """Whether a row belongs to the head above it: merged with it, or under a heading that spans several columns."""
    under = False
    for column in range(sheet.width):
        span, above = sheet.spans.get((row, column)), sheet.spans.get((top, column))
        if span and span.top <= top:
            under = True
        elif cell_text(sheet.cell(row, column)):
            if not (above and above.right > above.left) or len(tight(sheet.cell(row, column))) > _LONGEST_HEADING:
                return False
            under = True
    return under


def _settled(fields: dict[int, str]) -> dict[int, str]:
    """One column of contents, whatever it is called; the others named alike become what stands beside it."""
    for likely in ("content", "item", "standard", "both"):
        columns = [column for column, field in fields.items() if field == likely]
        if columns:
            # Of several 项目 the last is the narrowest; of several 内容 the first is what is asked.
            chosen = columns[-1] if likely == "item" else columns[0]
            break
    beside = {"item": "category", "content": "standard"}
    return {column: "content" if column == chosen else beside.get(field, field) for column, field in fields.items()}
