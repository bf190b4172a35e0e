"""What is known of an enterprise, as far as it decides which items apply; three-valued throughout."""

import json
from typing import Annotated, Any, Literal, NoReturn, get_args

import msgspec

from zjg_inspect.errors import FactsWrong

# The notice says 50人以下 and 50人以上 (§三(一)1) and leaves 50 itself open; here 50 counts as 50人以上.
STANDARDISATION_FROM = 50

HEADCOUNT_LIMIT = 10_000_000

EnterpriseClass = Literal["base", "standardisation"]


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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

CLASS_LABELS: dict[EnterpriseClass, str] = dict(
    zip(get_args(EnterpriseClass), ("创蓝行动基础指标", "安全标准化"), strict=True)
)


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
