"""Which enterprises may be one and the same: two people write one name in two ways."""

import re
from difflib import SequenceMatcher

from zjg_inspect.model.creditcode import normalise

# What a name may begin and end with and still be the same enterprise's.
_PLACE = re.compile(r"^(?:江苏省?)?(?:苏州市?)?(?:张家港(?:保税区|市)?)?")
_FORM = re.compile(
    r"(?:股份|责任|个人独资)*(?:有限)?(?:责任)?(?:公司|企业|工厂|厂|经营部|加工场|加工部|工作室|作坊|门市部)$"
)
_VILLAGE = re.compile(r"^.{1,8}?(?=村|社区)")
_SIGNS = re.compile(r"[()\[\]{}·.,，。\-—_]")
# Of the letters of two cores, how many tenths must agree in their order.
_ENOUGH = 8


def core(name: str) -> str:
    """What tells an enterprise from others: its name without place, legal form, signs and blanks."""
    whole = _SIGNS.sub("", normalise(name)) or normalise(name)
    return _FORM.sub("", _PLACE.sub("", whole)) or whole


def is_alike(one: str, other: str) -> bool:
    """Whether two names are likely one enterprise's: one core holds the other, or eight tenths of both agree."""
    a, b = sorted((core(one), core(other)), key=len)
    if len(a) < 2:
        return a == b
    agreeing = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return a in b or 10 * 2 * agreeing >= _ENOUGH * (len(a) + len(b))


def is_alike_landlord(one: str, other: str) -> bool:
    """The same of two that let works; of two villages they are two, however alike: each has its 股份经济合作社."""
    named = [found[0] for found in (_VILLAGE.search(one), _VILLAGE.search(other)) if found]
    apart = len(named) == 2 and not named[0].endswith(named[1]) and not named[1].endswith(named[0])
    return not apart and is_alike(one, other)
