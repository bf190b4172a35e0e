"""When an item applies: a small closed vocabulary over an enterprise's facts, plain data, evaluated by Kleene's logic.

condition = fact                        the boolean fact is true
          | "headcount >= 50"           also <=, >, <, ==
          | {"any": [condition, …]} | {"all": [condition, …]} | {"not": condition}
"""

import operator
import re
import reprlib
from collections.abc import Callable
from typing import Any

from zjg_inspect.errors import FormConditionWrong
from zjg_inspect.model.facts import FACT_LABELS, FACT_NAMES, HEADCOUNT_LIMIT, Facts, all_of, any_of

Condition = str | dict[str, Any]

# Far more than any condition needs.
MAX_TERMS = 64

_COMPARISON = re.compile(r"headcount (>=|<=|==|>|<) (0|[1-9][0-9]{0,7})", re.ASCII)
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
}
# Bounded, because what is shown may be long.
_SHORT = reprlib.Repr()
_SHORT.maxlevel = 2
# How a comparison is said when it holds, and when it does not.
_SAID = {
    ">=": ("达到 {} 人", "不到 {} 人"),
    "<=": ("不超过 {} 人", "超过 {} 人"),
    ">": ("超过 {} 人", "不超过 {} 人"),
    "<": ("不到 {} 人", "达到 {} 人"),
    "==": ("正好 {} 人", "不是 {} 人"),
}
# What a fact is called after 有 and 没有, where its label does not fit there.
_NOUNS = FACT_LABELS | {
    "dust_explosive": "涉爆粉尘",
    "other_key_field": "其他重点领域生产",
    "rents": "租用的厂房",
    "lets": "出租的厂房",
}


def checked(raw: object, wrong: Callable[[str, str], FormConditionWrong]) -> Condition:
    """A copy of the condition if all of it is in the vocabulary; else raises wrong(condition, reason)."""
    terms = 0

    def check(part: object) -> Condition:
        nonlocal terms
        terms += 1
        if terms > MAX_TERMS:
            raise wrong(_SHORT.repr(part), f"条件太长，最多 {MAX_TERMS} 项")
        if isinstance(part, str):
            return _checked_word(part, wrong)
        if not isinstance(part, dict):
            raise wrong(_SHORT.repr(part), "要写事实的名称、人数的比较，或 any、all、not")
        if len(part) != 1 or next(iter(part)) not in ("any", "all", "not"):
            raise wrong(_SHORT.repr(part), "这里只能有 any、all、not 中的一个")
        [(word, inner)] = part.items()
        if word == "not":
            return {word: check(inner)}
        if not isinstance(inner, list) or not inner:
            raise wrong(_SHORT.repr(part), f"{word} 后面要列出条件")
        return {word: [check(each) for each in inner]}

    return check(raw)


def _checked_word(word: str, wrong: Callable[[str, str], FormConditionWrong]) -> str:
    if word in FACT_NAMES and word != "headcount":
        return word
    comparison = _COMPARISON.fullmatch(word)
    if comparison is None:
        raise wrong(word, "不是已有的事实；人数写成“headcount >= 50”")
    if int(comparison[2]) > HEADCOUNT_LIMIT:
        raise wrong(word, "人数太大")
    return word


def evaluate(condition: Condition, facts: Facts) -> bool | None:
    """Whether the condition holds; None while the known facts do not decide it."""
    if isinstance(condition, str):
        return _evaluate_word(condition, facts)
    [(word, inner)] = condition.items()
    if word == "not":
        value = evaluate(inner, facts)
        return None if value is None else not value
    return (any_of if word == "any" else all_of)([evaluate(each, facts) for each in inner])


def _evaluate_word(word: str, facts: Facts) -> bool | None:
    if word in FACT_NAMES:
        return facts.value(word)
    if facts.headcount is None:
        return None
    _, sign, number = word.split()
    return _COMPARE[sign](facts.headcount, int(number))


def sentence(condition: Condition | None, facts: Facts) -> str:
    """Why an item with this condition is asked (or not asked) in an enterprise with these facts."""
    if condition is None:
        return "全部企业都查。"
    value = evaluate(condition, facts)
    words = list(dict.fromkeys(_deciding(condition, facts)))
    if value is None:
        return f"不清楚{_unknown(words)}，先查。"
    return f"这家{_known(words, facts)}{'' if value else '，不查'}。"


def _deciding(condition: Condition, facts: Facts) -> list[str]:
    """The words (facts and comparisons) that decide the value, or that leave it open."""
    if isinstance(condition, str):
        return [condition]
    [(word, inner)] = condition.items()
    if word == "not":
        return _deciding(inner, facts)
    value = evaluate(condition, facts)
    # One true part settles an any, one false part an all; the other way round every part is needed.
    every = value is (word == "all")
    return [each for part in inner if every or evaluate(part, facts) is value for each in _deciding(part, facts)]


def _known(words: list[str], facts: Facts) -> str:
    clauses = []
    comparisons = [word for word in words if word not in FACT_NAMES]
    if comparisons:
        clauses.append(f"有 {facts.headcount} 人")
    for word in comparisons:
        _, sign, number = word.split()
        clauses.append(_SAID[sign][0 if _evaluate_word(word, facts) else 1].format(number))
    for value, verb in ((True, "有"), (False, "没有")):
        nouns = [_NOUNS[word] for word in words if word in FACT_NAMES and facts.value(word) is value]
        if nouns:
            clauses.append(verb + "、".join(nouns))
    return "，".join(clauses)


def _unknown(words: list[str]) -> str:
    nouns = [_NOUNS[word] for word in words if word in FACT_NAMES]
    clauses = ["从业人数"] if len(nouns) < len(words) else []
    if nouns:
        clauses.append("有没有" + "、".join(nouns))
    return "，也不清楚".join(clauses)
