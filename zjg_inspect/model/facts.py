"""What is known of an enterprise, as far as it decides which items apply; three-valued throughout."""

import json
from typing import Annotated, Any, Literal, NamedTuple, NoReturn, get_args

import msgspec

from zjg_inspect.errors import FactsWrong

# The notice says 50人以下 and 50人以上 (§三(一)1) and leaves 50 itself open; here 50 counts as 50人以上.
STANDARDISATION_FROM = 50

HEADCOUNT_LIMIT = 10_000_000

EnterpriseClass = Literal["base", "standardisation"]


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The facts of one enterprise; None is "not known", which is never the same as False."""

    headcount: Annotated[int, msgspec.Meta(ge=0, le=HEADCOUNT_LIMIT)] | None = None
    dust_explosive: bool | None = None
    ammonia_refrigeration: bool | None = None
    other_key_field: bool | None = None
    flammable_tanks: bool | None = None
    toxic_tanks: bool | None = None
    chemical_store: bool | None = None
    confined_spaces: bool | None = None
    hot_work: bool | None = None
    work_at_height: bool | None = None
    temporary_electricity: bool | None = None
    contractors: bool | None = None
    projects: bool | None = None
    rents: bool | None = None
    lets: bool | None = None

    def value(self, name: str) -> bool | None:
        """The boolean fact of this name."""
        value: bool | None = getattr(self, name)
        return value

    @property
    def key_field(self) -> bool | None:
        """Whether it is in a key field (粉尘涉爆和液氨制冷等重点领域, §三(一)1)."""
        return any_of([self.dust_explosive, self.ammonia_refrigeration, self.other_key_field])

    @property
    def headcount_class(self) -> EnterpriseClass | None:
        """What §三(一)1 asks of it: the base indicators or safety standardisation; None while that is not known."""
        large = None if self.headcount is None else self.headcount >= STANDARDISATION_FROM
        match any_of([large, self.key_field]):
            case True:
                return "standardisation"
            case False:
                return "base"
        return None


# All facts in the order in which they are asked and shown.
FACT_NAMES: tuple[str, ...] = Facts.__struct_fields__

FACT_LABELS: dict[str, str] = {
    "headcount": "从业人数",
    "dust_explosive": "粉尘涉爆",
    "ammonia_refrigeration": "液氨制冷",
    "other_key_field": "其他重点领域",
    "flammable_tanks": "易燃易爆危化品储罐",
    "toxic_tanks": "有毒液体或有毒气体储罐",
    "chemical_store": "危化品仓库",
    "confined_spaces": "有限空间",
    "hot_work": "动火作业",
    "work_at_height": "高处作业",
    "temporary_electricity": "临时用电",
    "contractors": "委外作业",
    "projects": "新改扩建项目",
    "rents": "租用厂房",
    "lets": "出租厂房",
}


class FactHelp(NamedTuple):
    """What a fact means exactly, how an inspector sees it on the spot within a minute, and where it comes from."""

    definition: str
    how: str
    source: str

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources one by one, as an item's."""
        return tuple(part.strip() for part in self.source.split(";"))


# For every fact. A fact that stays in doubt is left not known: then its items are asked.
FACT_HELP: dict[str, FactHelp] = {
    "headcount": FactHelp(
        "在本企业干活的全部人数：老板、管理人员、工人、临时工和被派遣的工人都算，各班合计。来厂作业的承包商人员不算。",
        "问清今天一共多少人、分几班，对照考勤表和派遣名单，到车间数一数。填自己核实的人数，不照抄以前的。",
        "§三(一)1; 安全生产法第28条",
    ),
    "dust_explosive": FactHelp(
        "生产中有会爆炸的粉尘：打磨抛光铝、镁件的金属粉，木工的木粉，加工面粉、淀粉、饲料、塑料、棉麻的粉尘。水泥、石粉、砂尘不算。",
        "找打磨、抛光、砂光、粉碎、筛分的工位和除尘器，看除尘器里收的是什么粉，再看设备上、梁上的积尘。",
        "§三(一)1; 工贸企业重大事故隐患判定标准",
    ),
    "ammonia_refrigeration": FactHelp(
        "冷库、制冰、速冻或者工艺降温用液氨作制冷剂，用多用少都算。用氟利昂的不算；氨只作原料、不用来制冷的也不算。",
        "问机器里加的是氨还是氟；到制冷机房看设备铭牌和管道标识，看有没有储氨器、氨气报警器。",
        "§三(一)1; 工贸企业重大事故隐患判定标准",
    ),
    "other_key_field": FactHelp(
        "粉尘涉爆、液氨制冷以外，安监部门列为重点领域的生产。通知用“等”字留有余地，另外提到的有重工重装。",
        "查安监部门给的重点领域名单里有没有这家。名单里没有、自己又拿不准的，选“不清楚”，在备注里写明。",
        "§三(一)1; §三(六)3",
    ),
    "flammable_tanks": FactHelp(
        "固定安装、装易燃易爆危化品的储罐：汽油、柴油、酒精、甲醇、溶剂、液化石油气等，地上地下都算，空罐没清洗的也算。桶和气瓶不算。",
        "沿厂房外圈走一遍，到锅炉房、喷漆房、发电机房旁边看，读罐上的品名，对照安全技术说明书看是否易燃。",
        "§三(五)3; 安全生产法第39条",
    ),
    "toxic_tanks": FactHelp(
        "固定安装、装有毒液体或者有毒气体的储罐：液氨、液氯、氢氟酸、甲醛溶液等。桶和气瓶不算。又易燃又有毒的，两项都选“是”。",
        "看罐上的品名和警示标志，对照安全技术说明书看是否有毒；用液氨制冷的，看有没有储氨器。",
        "§三(五)3; 安全生产法第39条",
    ),
    "chemical_store": FactHelp(
        "专门存放危化品的库房、储存间，也包括气瓶间：放油漆、稀释剂、酒精、酸碱、氧气乙炔瓶等。车间里当班要用的量不算。",
        "问油漆、溶剂、酸碱、气瓶平时放在哪里，到那里看一看；单独成间、专门存放的就选“是”。",
        "§三(五)3; 安全生产法第39条",
    ),
    "confined_spaces": FactHelp(
        "人能进去、进出受限、平时不在里面干活、通风不好、可能缺氧或者有毒有爆炸危险的空间：污水池、地坑、管沟、罐、釜、炉、除尘器等。",
        "看污水池、化粪池、消防水池、地坑、储罐、炉膛和除尘器。人钻得进去的就选“是”，从没人进去过的也算。",
        "§三(三)2; 工贸企业重大事故隐患判定标准",
    ),
    "hot_work": FactHelp(
        "检修、安装、拆除时的焊接、气割、打磨、用明火等会出火花的作业，承包商做的也算。固定焊接工位上的日常生产不算。",
        "问近一年修设备、改管道、搭架子时焊过、割过没有；看有没有移动的电焊机、气割瓶和动火审批单。",
        "§三(三)2; 安全生产法第43条",
    ),
    "work_at_height": FactHelp(
        "在离下方落脚处 2 米及以上、会掉下来的地方作业：修屋面、换灯、修行车、爬罐、装广告牌等，承包商做的也算。",
        "问近一年谁上过屋顶、行车和高处的设备；看有没有登高梯、脚手架、升降车和安全带。",
        "§三(三)2",
    ),
    "temporary_electricity": FactHelp(
        "在正式的供电线路以外临时接线用电，用完要拆的：检修、装修、施工拖线接的电焊机、水泵、照明等。固定插座上的设备不算。",
        "看地上、窗口、门缝有没有拖着的电线，配电箱里有没有外接的线；问近一年检修、装修时怎么接的电。",
        "§三(三)2; 安全生产法第43条",
    ),
    "contractors": FactHelp(
        "请外面的单位或者个人进厂作业：检修、安装、装修、拆除、清池清罐、外包的工序等，长期在厂里的外包队也算。只送货的不算。",
        "问近一年谁来厂里修过、装过、清过；看合同、付款单和门卫登记，问一问现场不穿本厂工作服的人。",
        "§三(三)3; 安全生产法第49条",
    ),
    # The notice sets no span of time; the three years are the project's choice.
    "projects": FactHelp(
        "新建、改建、扩建厂房、生产线或者主要装置：正在建的，和近三年建成投用的，都算。坏了的设备照原样换一台不算。",
        "看厂里有没有工地、新设备、新车间；问近三年添过什么线、改过什么工艺、盖过什么房子。",
        "§三(五)1; 安全生产法第31条",
    ),
    "rents": FactHelp(
        "本企业的厂房、仓库或者场地，全部或者一部分是向别人租的、借的；没有书面合同的、向二房东转租的也算。",
        "问房子是谁的、房租交给谁；看租赁合同和房产证上的名字，与营业执照对一对。",
        "§三(七)3; 安全生产法第49条",
    ),
    "lets": FactHelp(
        "本企业把厂房、仓库或者场地，全部或者一部分租给、借给别人生产或者存放东西；自己租来再转租出去的也算。",
        "看厂区里有没有别家的招牌、别家的工人和锁着的车间；问那里是谁在用、怎么收费。",
        "§三(七)3; 安全生产法第49条",
    ),
}

CLASS_LABELS: dict[EnterpriseClass, str] = dict(
    zip(get_args(EnterpriseClass), ("创蓝行动基础指标", "安全标准化"), strict=True)
)


class FactDifference(NamedTuple):
    """A fact that was found otherwise than the register has it; None where the register does not know it."""

    name: str
    register: bool | int | None
    found: bool | int


def differences(register: Facts, found: Facts) -> tuple[FactDifference, ...]:
    """Fact by fact what was found and the register does not say; what was left unknown on the spot says nothing."""
    pairs = [(name, getattr(register, name), getattr(found, name)) for name in FACT_NAMES]
    return tuple(FactDifference(name, was, now) for name, was, now in pairs if now is not None and was != now)


def any_of(values: list[bool | None]) -> bool | None:
    """Kleene's or."""
    return True if True in values else None if None in values else False


def all_of(values: list[bool | None]) -> bool | None:
    """Kleene's and."""
    return False if False in values else None if None in values else True


def facts_from_json(text: str) -> Facts:
    """The facts in a JSON object such as {"headcount": 49, "rents": true}; what is left out or null is not known.

    Raises:
        FactsWrong: not a JSON object, an unknown or doubled name, a value of the wrong kind or size.
    """
    try:
        raw = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise FactsWrong(fact="JSON", reason="不是完整的 JSON") from None
    if not isinstance(raw, dict):
        raise FactsWrong(fact="JSON", reason='要写成一个对象，如 {"headcount": 49}')
    for name, value in raw.items():
        if name not in FACT_NAMES:
            raise FactsWrong(fact=name, reason="没有这一项")
        if value is None:
            continue
        if name == "headcount":
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HEADCOUNT_LIMIT:
                raise FactsWrong(fact=name, reason=f"要写 0 到 {HEADCOUNT_LIMIT} 的整数，不清楚写 null")
        elif not isinstance(value, bool):
            raise FactsWrong(fact=name, reason="要写 true 或 false，不清楚写 null")
    return Facts(**raw)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise FactsWrong(fact=name, reason="写了两次")
        found[name] = value
    return found


def _no_constant(_: str) -> NoReturn:
    raise ValueError
