"""What the walker says of answers, hazards, photos and the last visit; no Qt in here."""

import re
from collections.abc import Iterable, Sequence

from zjg_inspect.errors import PhotoError
from zjg_inspect.model.correction import Said
from zjg_inspect.model.draft import DraftPhoto, KnownHazard
from zjg_inspect.model.hazard import Recurrence
from zjg_inspect.model.inspection import Answer, Owed, Photo, Verdict
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.ui import messages
from zjg_inspect.ui.hazard_marks import recurrence_words
from zjg_inspect.ui.words import MARKED

VERDICTS = {Verdict.PASS: "符合", Verdict.FAIL: "不符合", Verdict.NOT_APPLICABLE: "不适用"}
REASONS = ("没有这类设备或作业", "没有这类场所", "由出租方负责")
# What each of a hazard's fields is called where several are missing.
FIELDS = {
    "what": "什么问题", "where": "在哪里", "responsible": "责任", "measures": "措施", "funds": "资金",
    "deadline": "时限",
    "contingency": "预案", "criterion": "判定依据", "photo": "照片",
}  # fmt: skip


def offered(used: Iterable[str], shipped: Iterable[str]) -> list[str]:
    """What to put beside a field: the two most used before, then those that come with the checklist; each once."""
    return list(dict.fromkeys([*list(used)[:2], *shipped]))


def spaced(text: str) -> str:
    """A space between hanzi and figures, as the screen has it: 第 44 条."""
    return re.sub(r"(?<=[㐀-鿿])(?=\d)|(?<=\d)(?=[㐀-鿿])", " ", text)


def site_facts(site: Enterprise, zone: Zone, headcount: int | None) -> str:
    """永新村 · 冲压、焊接 · 38 人; of a zone itself: 塘桥镇 · 履职检查"""
    if site.name == zone.site_name and not site.in_scope:
        return f"{zone.township} · 集中区"
    people = "" if headcount is None else f"{headcount} 人"
    return " · ".join(part for part in (zone.village, site.industry, people) if part)


def sources(parts: Iterable[str]) -> str:
    return "来源 " + " · ".join(spaced(part) for part in parts)


def missing(owed: Iterable[Owed]) -> str:
    """What a judged item still owes, in a clause; "" when nothing or only its answer."""
    kinds = [each.kind for each in owed]
    if "hazard" in kinds:
        return "还没记隐患"
    if "reason" in kinds:
        return "还没写原因"
    named = [FIELDS[kind] for kind in kinds if kind in FIELDS]
    if not named:
        return ""
    return f"隐患还差{'、'.join(named)}" if len(named) <= 2 else f"隐患还差 {len(named)} 项"


def to_heed(
    remark: str, known: KnownHazard | None, verdict: Verdict | None, again: Recurrence | None = None
) -> str:  # fmt: skip
    """What an inspector must know: why the office sent the item back, what is open here already; of an item that has
    failed, that it did so before."""
    returned = f"镇里退回：{remark.rstrip('。')}。" if remark else ""
    recurs = f"{recurrence_words(again)}。" if again is not None and verdict is Verdict.FAIL else ""
    return returned + ("" if known is None else known_hazard(known, verdict)) + recurs


def corrected_words(before: Said | None) -> str:
    """What an item said before it was corrected."""
    if before is None:
        return ""
    if before.answer is None:
        return "已更正，原来没有查这一条。"
    note = before.answer.note.strip() or before.answer.reason.strip()
    return f"已更正，原来是{VERDICTS[before.answer.verdict]}{f'，{note}' if note else ''}。".replace("。。", "。")


def known_hazard(known: KnownHazard, verdict: Verdict | None) -> str:
    """What the open hazard of an item is, and what an answer does to it."""
    filled = known.rectification
    due = f"，期限 {filled.deadline}" if filled.deadline else ""
    fixed = "，企业说已改好" if known.state == "rectified" else ""
    says = {
        None: "符合就关闭它，不符合不用另填。",
        Verdict.PASS: "判了符合，签字后关闭。",
        Verdict.FAIL: "判了不符合，继续挂着，不用另填。",
        Verdict.NOT_APPLICABLE: "判了不适用，不会关闭。",
    }[verdict]
    return f"已有隐患未关闭：{filled.what.rstrip('。')}{due}{fixed}。{says}"


def taken(photo: Photo) -> str:
    """When a photo was taken: 2022-09-14 10:42; a file's date never stands in for it."""
    return photo.taken_at[:16].replace("T", " ") if photo.taken_at else "无拍摄时间"


def photo_note(photos: list[DraftPhoto], adding: int) -> str:
    """2 张 · 14:31 拍摄, which are marked, and how many are being taken in."""
    parts = []
    if photos:
        last = photos[-1].photo
        parts = [f"{len(photos)} 张", f"{last.taken_at[11:16]} 拍摄" if last.taken_at else "无拍摄时间"]
    if marked := sum(bool(each.photo.of) for each in photos):
        parts.append(MARKED if len(photos) == 1 else f"{marked} 张{MARKED}")
    if adding:
        parts.append(f"正在加 {adding} 张")
    return " · ".join(parts)


def not_added(errors: Sequence[Exception]) -> str:
    """Why photos were not taken in; several are named."""
    if len(errors) == 1:
        return messages.sentence(errors[0])
    names = [each.file for each in errors if isinstance(each, PhotoError)]
    named = f"：{'、'.join(names)}" if len(names) == len(errors) else ""
    return f"{len(errors)} 张没有加上{named}。其余的都加上了，已有的也都在。请换一张或重拍。"


def aftermath(verdict: Verdict, state: str) -> str:
    """What became of a last visit's failed item, from its hazard's state (open, rectified, closed, withdrawn or "")."""
    if verdict is not Verdict.FAIL:
        return ""
    return {"open": "，还没整改", "rectified": "，已整改，待复查", "closed": "，已整改"}.get(state, "")


def last_line(date: str, answer: Answer | None, state: str) -> str:
    """上次 2022-09-14：不符合，已整改"""
    if answer is None:
        return f"上次 {date}：没有查这一条"
    return f"上次 {date}：{VERDICTS[answer.verdict]}{aftermath(answer.verdict, state)}"
