"""Pinyin initials of a name, one sign for each sign of the name, so that a hit can be marked in the hanzi."""

from typing import Any


def initials(name: str) -> str:
    """“张家港市某某厂” gives “zjgsmmc”; what is not hanzi stays, in lower case.

    pypinyin costs a quarter of a second to import: so this runs when a row is written, never at start.
    """
    from pypinyin import Style, lazy_pinyin

    one_by_one: Any = list  # the run of signs that are not hanzi, taken apart
    parts = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=one_by_one)
    text = "".join(part[:1].lower() for part in parts)
    return text if len(text) == len(name) else "".join(_one(sign) for sign in name)


def _one(sign: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(sign, style=Style.FIRST_LETTER)[0][:1].lower() or sign
