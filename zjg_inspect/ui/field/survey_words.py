"""The survey in words: how a code reads while it is typed, a likely double, what was entered. No Qt."""

from typing import NamedTuple

import msgspec

from zjg_inspect.model import creditcode
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.service.survey import Entry, Likely
from zjg_inspect.ui import words

RIGHT = "18 位，校验位对"
WRONG = "最后一位和前面对不上，看清再改。执照上就是这样的，照样可以登记，会记成存疑。"
LEFT = "上次没登记完的还在这里，接着填。不要了，点“清空”。"
CLEARED = "已清空。"
REMOVED = "已移走第 {number} 张照片。"
KEPT = "填到哪里都存着，没登记也不会丢。"
CLEAR, BACK = "清空", "改回原样"
CLEARED_BACK = "已改回登记时的样子。"


class Told(NamedTuple):
    """What stands beside a code (`right`: it is whole and right), and the error under it."""

    beside: str = ""
    right: bool = False
    wrong: str = ""


def code_told(text: str) -> Told:
    """A code is judged while it is typed, but nobody is told that it is wrong before it is whole."""
    code = creditcode.normalise(text)
    foreign = next((sign for sign in code if sign not in creditcode.CHARACTERS), "")
    if foreign:
        return Told(wrong=f"代码里没有“{foreign}”，看清是哪一个。执照上就是这样的，照样可以登记，会记成存疑。")
    if len(code) > creditcode.LENGTH:
        return Told(wrong=f"多了 {len(code) - creditcode.LENGTH} 位。照样可以登记，会记成存疑。")
    if len(code) < creditcode.LENGTH:
        return Told(f"还差 {creditcode.LENGTH - len(code)} 位" if code else "")
    return Told(RIGHT, right=True) if creditcode.check_character_ok(code) else Told(wrong=WRONG)


def taken_over(text: str) -> tuple[str, str]:
    """What was searched for in vain, as name or as code; initials are neither."""
    text = text.strip()
    if len(creditcode.normalise(text)) == creditcode.LENGTH and text.isascii():
        return "", text
    return ("" if text.isascii() else text), ""


def owed(missing: str) -> str:
    """Under its field: what is missing and how to go on."""
    return f"还没写{words.SURVEY_OWED.get(missing, missing)}。补上再登记，填好的都在。"


def likely_facts(each: Likely) -> str:
    """永新村 · 信用代码相同 · 待确认"""
    parts = [each.village, "信用代码相同" if each.same_code else "名称相近", "待确认" if each.proposed else ""]
    return " · ".join(part for part in parts if part)


def title_of(entry: Entry) -> str:
    if entry.body.found is None:
        return "更正租约" if entry.proposal else "登记租约"
    return "更正登记" if entry.proposal else "登记新发现的企业"


def entered(body: Proposal, name: str) -> str:
    """Said once it is entered; `name` is the tenant's, of a lease."""
    what = f"“{body.found.name.strip()}”" if body.found is not None else f"“{name}”的租约"
    return f"已登记{what}，待镇里确认，现在就可以检查。写入U盘交给镇里。"


def emptied(wanted: Entry) -> Entry:
    """What is wanted, without what was searched for; of a correction, as it was entered."""
    body = wanted.body
    if wanted.proposal or body.found is None:
        return wanted
    return Entry(msgspec.structs.replace(body, found=msgspec.structs.replace(body.found, name="", code="")))
