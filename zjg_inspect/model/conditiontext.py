"""A condition in words that an office person reads and writes: 从业人数 >= 50 或 粉尘涉爆. Text ⇄ condition, exactly.

text      = part | part 或 part … | part 并且 part …        the two are not mixed without brackets
part      = fact | 从业人数 >= 50 | 没有 part | (text) | 任一(text、…) | 全部(text、…)
"""

import re

from zjg_inspect.errors import FormConditionWrong
from zjg_inspect.model.condition import MAX_TERMS, Condition, checked
from zjg_inspect.model.creditcode import half_width
from zjg_inspect.model.facts import FACT_LABELS

EVERYONE = "全部企业"
"""What may stand where nothing has to: the item is asked everywhere."""

OR, AND, NOT, ANY, ALL = "或", "并且", "没有", "任一", "全部"
_HEADCOUNT = FACT_LABELS["headcount"]
_FACTS = {label: name for name, label in FACT_LABELS.items() if name != "headcount"}
# What people write for a sign, the sign itself first.
_SIGNS = {
    ">=": (">=", "≥", "=>", "大于等于", "大于或等于", "不少于", "不低于", "达到"),
    "<=": ("<=", "≤", "=<", "小于等于", "小于或等于", "不超过", "不多于"),
    "==": ("==", "=", "等于", "正好"),
    ">": (">", "大于", "超过", "多于"),
    "<": ("<", "小于", "少于", "不到", "不足"),
}
_SIGN_OF = {word: sign for sign, words in _SIGNS.items() for word in words}
_WORDS = {
    **{label: label for label in _FACTS},
    _HEADCOUNT: _HEADCOUNT,
    **dict.fromkeys((OR, "或者"), OR),
    **dict.fromkeys((AND, "且", "而且", "同时"), AND),
    **dict.fromkeys((NOT, "不是", "非"), NOT),
    **dict.fromkeys((ANY, "任一满足"), ANY),
    **dict.fromkeys((ALL, "全部满足"), ALL),
    **{sign: sign for sign in ("(", ")", "、", ",")},
    **_SIGN_OF,
}
# The longest first: 有毒液体或有毒气体储罐 is one fact, 大于等于 one sign.
_TOKEN = re.compile("|".join([*map(re.escape, sorted(_WORDS, key=len, reverse=True)), "[0-9]{1,9}人?"]))
_DEEPEST = 3 * MAX_TERMS


def condition_text(condition: Condition | None) -> str:
    """The condition in words; "" for None, that is everywhere."""
    if condition is None:
        return ""
    return _written(condition)


def condition_from_text(text: str) -> Condition | None:
    """The condition that these words say; None where nothing or 全部企业 stands.

    Raises:
        FormConditionWrong: what is wrong with them.
    """
    typed = "".join(half_width(text).split())
    if typed in ("", EVERYONE, "全部", "所有企业", "/"):
        return None
    return checked(_Parser(text, typed).whole(), lambda _, reason: _wrong(text, reason))


def _written(condition: Condition) -> str:
    if isinstance(condition, str):
        if condition in FACT_LABELS:
            return FACT_LABELS[condition]
        _, sign, number = condition.split()
        return f"{_HEADCOUNT} {_SIGNS[sign][0]} {number}"
    [(word, inner)] = condition.items()
    if word == "not":
        return (
            f"{NOT}{_bracketed(inner)}"
            if isinstance(inner, dict) or inner not in FACT_LABELS
            else f"{NOT}{_written(inner)}"
        )
    if len(inner) == 1:
        return f"{ANY if word == 'any' else ALL}({_written(inner[0])})"
    between = f" {OR} " if word == "any" else f" {AND} "
    return between.join(_bracketed(each) if _is_list(each) else _written(each) for each in inner)


def _bracketed(condition: Condition) -> str:
    return f"({_written(condition)})"


def _is_list(condition: Condition) -> bool:
    """Whether it is written with 或 or 并且, so that brackets must keep it together."""
    if isinstance(condition, str):
        return False
    [(word, inner)] = condition.items()
    return word != "not" and len(inner) > 1


def _wrong(text: str, reason: str) -> FormConditionWrong:
    return FormConditionWrong(file="", condition=text if len(text) <= 60 else text[:60] + "…", reason=reason)


class _Parser:
    def __init__(self, text: str, typed: str) -> None:
        self._text = text
        self._tokens: list[str] = []
        self._at = self._depth = 0
        place = 0
        while place < len(typed):
            found = _TOKEN.match(typed, place)
            if found is None:
                raise self._wrong(f"“{typed[place : place + 12]}”不是能用的词，能用的词见“说明”")
            self._tokens.append(_WORDS.get(found[0], found[0]))
            place = found.end()

    def _wrong(self, reason: str) -> FormConditionWrong:
        return _wrong(self._text, reason)

    def whole(self) -> Condition:
        found = self._list()
        if self._at < len(self._tokens):
            raise self._wrong(f"“{self._tokens[self._at]}”放得不对，看看括号和前后的词")
        return found

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, *wanted: str) -> str:
        token = self._peek()
        if token not in wanted:
            raise self._wrong(f"“{token}”前面缺“{wanted[0]}”" if token else f"末尾缺“{wanted[0]}”")
        self._at += 1
        return token

    def _list(self) -> Condition:
        parts = [self._part()]
        between = self._peek()
        if between not in (OR, AND):
            return parts[0]
        while self._peek() in (OR, AND):
            if self._peek() != between:
                raise self._wrong("“或”和“并且”混在一起，要用括号分清")
            self._at += 1
            parts.append(self._part())
        return {"any" if between == OR else "all": parts}

    def _part(self) -> Condition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._wrong("括号套得太深")
        try:
            return self._one()
        finally:
            self._depth -= 1

    def _one(self) -> Condition:
        token = self._peek()
        self._at += 1
        if token in _FACTS:
            return _FACTS[token]
        if token == _HEADCOUNT:
            return self._comparison()
        if token == NOT:
            return {"not": self._part()}
        if token == "(":
            inner = self._list()
            self._take(")")
            return inner
        if token in (ANY, ALL):
            return {"any" if token == ANY else "all": self._listed()}
        raise self._wrong(f"“{token}”放得不对，看看括号和前后的词" if token else "话没有写完")

    def _listed(self) -> list[Condition]:
        self._take("(")
        parts = [self._list()]
        while self._peek() in ("、", ","):
            self._at += 1
            parts.append(self._list())
        self._take(")")
        return parts

    def _comparison(self) -> Condition:
        sign, number = self._peek(), self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else ""
        if sign not in _SIGNS or not number[:1].isdigit():
            raise self._wrong(f"{_HEADCOUNT}后面要写比较，如“{_HEADCOUNT} >= 50”")
        self._at += 2
        return f"headcount {sign} {int(number.removesuffix('人'))}"
