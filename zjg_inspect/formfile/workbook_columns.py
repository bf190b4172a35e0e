"""The sheets and columns of a checklist's own workbook, shared by its writer and its reader."""

from typing import NamedTuple

from zjg_inspect.model.conditiontext import EVERYONE

ITEMS, SECTIONS, ABOUT, HELP = "清单", "部分", "基本信息", "说明"


class Column(NamedTuple):
    """A column of the sheet 清单: the item's field, its heading, its width, and what the help sheet says of it."""

    field: str
    heading: str
    width: float
    help: str


COLUMNS = (
    Column("code", "编号", 8, "条目的编号，如 1-01，定了就不再改。新加的条目空着，读回时自动给下一个没有用过的编号。"),
    Column("section", "部分", 12, "从下拉框里选。要加一个部分，先到“部分”表里添一行。"),
    Column("title", "标题", 15, "最多 40 个字，检查员在清单里看到的就是它。"),
    Column("text", "检查内容", 30, "一件能判断“符合”或“不符合”的事，一句话写清，最多 300 个字。"),
    Column(
        "look_at", "看什么", 30, "现场看什么、问什么。1 到 3 条，一条一行（按 Alt+Enter 换行），每条最多 120 个字。"
    ),
    Column("met", "算符合", 26, "看到什么样算符合，最多 300 个字。"),
    Column("source", "来源", 16, "依据哪里，如：§三(四)3; 安全生产法第44条。几个来源用分号隔开，最多 200 个字。"),
    Column("applies_when", "适用条件", 18, f"哪些企业要查。空着就是{EVERYONE}都查。写法见下面。"),
    Column("weight", "是否必查", 7, "必查，或者提倡。提倡的照查照报，不影响结论。空着算必查。"),
    Column("key", "否决项", 7, "是或者否。提倡的条目不能作否决项。空着算否。"),
    Column("evidence", "要拍照", 7, "是或者否：这一条要不要附照片。空着算否。"),
    Column("phrases", "常用语", 16, "不符合时常写的话，最多 3 条，一条一行，每条最多 40 个字。可以空着。"),
)
HEADINGS = {column.heading: column for column in COLUMNS}
INDEX = {column.field: number for number, column in enumerate(COLUMNS)}

SECTION_HEADINGS = ("部分", "来源", "编号用到")
SECTION_WIDTHS = (26, 50, 12)
SECTION_HELP = (
    "“部分”表一行一个部分，写成“1 安管体系”这样：先写 1 到 99 的号，空一格，再写名称。“编号用到”是这个部分已经"
    "用到第几号，删掉的条目也算，请不要改小：编号不能重复使用。"
)

ID, VERSION, TITLE, SOURCE, DERIVED, PASS_RATE = "清单标识", "版本", "名称", "来源", "自编", "合格率"
ABOUT_HELP = {
    ID: "小写字母、数字和下划线，字母开头。同一份清单的各版用同一个标识，不要改。",
    VERSION: "1 到 9999 的整数。",
    TITLE: "最多 60 个字。",
    SOURCE: "这份清单从哪里来，最多 300 个字。",
    DERIVED: "是：自己编写的；否：照官方清单录入的。",
    PASS_RATE: "必查的条目有百分之几符合就算合格，1 到 100。",
}
REQUIRED, ADVISORY, YES, NO = "必查", "提倡", "是", "否"
