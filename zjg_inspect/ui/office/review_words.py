"""What a reviewer reads of a visit: what failed or changed, what the rest says, what asks for attention."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zjg_inspect.model.clock import local
from zjg_inspect.model.form import Item
from zjg_inspect.model.inspection import (
    Answer,
    Content,
    FoundHazard,
    Grade,
    InspectionBody,
    Photo,
    Signature,
    Verdict,
    is_void,
)
from zjg_inspect.service import verdicts
from zjg_inspect.service.review import Reviewing, Waiting
from zjg_inspect.service.setup import Database
from zjg_inspect.ui.large_photos import Picture
from zjg_inspect.ui.messages import items_words
from zjg_inspect.ui.office.reason_words import standing_words
from zjg_inspect.ui.words import VISIT_TYPES

WORDS = {Verdict.PASS: "符合", Verdict.FAIL: "不符合", Verdict.NOT_APPLICABLE: "不适用"}
TYPES = VISIT_TYPES


class Compared(NamedTuple):
    """One item now and the time before."""

    item: Item
    now: Answer
    last: Answer | None
    hazard: FoundHazard | None
    corrected: bool = False

    @property
    def failed(self) -> bool:
        return self.now.verdict is Verdict.FAIL

    @property
    def changed(self) -> bool:
        return self.last is not None and self.last.verdict is not self.now.verdict

    @property
    def major(self) -> bool:
        return self.hazard is not None and self.hazard.rectification.grade is Grade.MAJOR


def compared(shown: Reviewing) -> tuple[list[Compared], list[Compared]]:
    """Those that failed (major first), changed or were corrected; and the rest. Both in the order of the sheet."""
    last = {answer.item: answer for answer in shown.last.content.answers} if shown.last else {}
    now = {answer.item: answer for answer in shown.body.content.answers}
    hazards = {hazard.item: hazard for hazard in shown.body.content.hazards}
    rows = [
        Compared(item, now[item.code], last.get(item.code), hazards.get(item.code), item.code in shown.corrected)
        for item in shown.items
        if item.code in now
    ]
    first = sorted((row for row in rows if row.failed), key=lambda row: not row.major)
    first += [row for row in rows if (row.changed or row.corrected) and not row.failed]
    shown_first = {row.item.code for row in first}
    return first, [row for row in rows if row.item.code not in shown_first]


def offered_reasons(answer: Answer) -> tuple[str, ...]:
    """What is usually written when an item goes back."""
    look = "请到现场看过再答。"
    match answer.verdict:
        case Verdict.FAIL:
            return "请补一张近处的照片。", "请写明在哪里、量了多少。", look
        case Verdict.NOT_APPLICABLE:
            return "请写明为什么不适用。", "请补照片或说明。", look
        case Verdict.PASS:
            return "请补照片。", "请写明看了哪些、问了谁。", look


def said(answer: Answer) -> str:
    """The note, or why the item does not apply."""
    return "；".join(part for part in (answer.reason.strip(), answer.note.strip()) if part)


def rest_words(rest: Sequence[Compared], with_last: bool) -> tuple[str, str]:
    """The one line that stands for the rest, and at its right the first that did not apply."""
    skipped = [row for row in rest if row.now.verdict is Verdict.NOT_APPLICABLE]
    same = "两次相同" if with_last else ""
    what = f"其余 {len(rest)} 条{same}：符合 {len(rest) - len(skipped)} 条"
    what += f"，不适用 {len(skipped)} 条" if skipped else ""
    if not skipped:
        return what, ""
    named = "；".join(f"{row.item.code}，{said(row.now)}" for row in skipped[:2])
    return what, f"不适用：{named}" + ("…" if len(skipped) > 2 else "")


def signatures_words(body: InspectionBody) -> str:
    """签名 3 个，均有效"""
    given = [each for each in body.signatures if each.kind != "refused"]
    void = [each for each in given if is_void(each, body.content_hash)]
    if not given:
        return "没有签名"
    paper = sum(each.kind == "paper" for each in given)
    on_paper = f"，其中 {paper} 个是纸质签字，扫描件已附" if paper else ""
    return f"签名 {len(given)} 个{on_paper}，{f'{len(void)} 个作废' if void else '均有效'}"


def scans(body: InspectionBody) -> list[Picture]:
    """The printed sheets that were signed in ink, each once, with whose signatures they show."""
    found: dict[str, list[str]] = {}
    for each in sorted(body.signatures, key=lambda each: each.role != "inspector"):
        if each.scan:
            found.setdefault(each.scan, []).append(each.person.name)
    return [Picture(Photo(sha), f"纸质签字：{'、'.join(names)}") for sha, names in found.items()]


def facts_words(shown: Reviewing) -> str:
    """永新村 · 38 人 · 签名 3 个，均有效 · 48 条用了 1 小时 24 分"""
    content = shown.body.content
    heads = content.facts.headcount
    parts = [content.village, f"{heads} 人" if heads is not None else "人数不清"]
    parts += [signatures_words(shown.body), took_words(content)]
    return " · ".join(part for part in parts if part)


def took_words(content: Content) -> str:
    """48 条用了 1 小时 24 分: from the start of the visit to its last answer, where both are of one day.

    Of a correction the last answer is another day's work; what single items took is not in the record.
    """
    begin, end = local(content.started_at), local(content.finished_at)
    if content.correction or begin.date() != end.date() or not content.answers:
        return ""
    minutes = max(0, int((end - begin).total_seconds())) // 60
    if minutes < 60:
        took = f"{minutes} 分钟" if minutes else "不到 1 分钟"
    else:
        took = f"{minutes // 60} 小时" + (f" {minutes % 60} 分" if minutes % 60 else "")
    return f"{len(content.answers)} 条用了{'' if took[0] == '不' else ' '}{took}"


def old_photos(content: Content) -> str:
    """4-04、5-03 的 2 张照片拍于检查之前（最早 2026-11-20），; "" where there are none."""
    places = [(each.item, photo) for each in content.answers for photo in each.photos]
    places += [(each.item, photo) for each in content.hazards for photo in each.photos]
    taken = {photo.sha256: (item, photo.taken_at[:10]) for item, photo in places}
    found = {sha: (item, day) for sha, (item, day) in taken.items() if "" < day < content.date}
    if not found:
        return ""
    items = sorted({item for item, _ in found.values()})
    named = items_words(items) if len(items) > 3 else "、".join(items)
    many = f"{len(found)} 张照片" if len(found) > 1 else "照片"
    return (
        f"{named} 的{' ' if len(found) > 1 else ''}{many}拍于检查之前（最早 {min(day for _, day in found.values())}），"
    )


class Notice(NamedTuple):
    """One row of the amber panel: a fact, and in bold what it means for the reviewer."""

    fact: str
    bold: str


def notices(shown: Reviewing) -> list[Notice]:
    body, found = shown.body, []
    if shown.in_conflict:
        found.append(Notice("这次检查有两份不同的改动，", "定下用哪一份之前，审了也不算数。"))
    if why := body.content.correction.rstrip("。"):
        items = f"改了 {len(shown.corrected)} 条，条目下标着“更正”。" if shown.corrected else "条目没有改。"
        found.append(Notice(f"这是更正后的一版，原因：{why}。", items))
    if shown.photos_missing:
        found.append(Notice(f"缺照片 {shown.photos_missing} 张，", "等照片到了再审更稳妥。"))
    if old := old_photos(body.content):
        found.append(Notice(old, "看看是不是这次拍的。"))
    void = [each.person.name for each in body.signatures if is_void(each, body.content_hash)]
    if void:
        found.append(Notice(f"{'、'.join(void)}签字之后内容又改过，", "这些签名作废，请退回重签。"))
    for each in body.signatures:
        if each.kind == "refused":
            who = "村（社区）" if body.content.of_zone else "企业"
            found.append(Notice(f"{who}拒签，原因：{each.reason.strip()}。", _witness(body.signatures)))
    if body.content.aside:
        found.append(Notice(aside_words(shown), "另放，不计。"))
    if any(person.agency for person in body.content.inspectors):
        found.append(Notice("这次有第三方机构参加，", "第三方的检查不单独作为确认的依据。"))
    if body.content.of_zone:
        found.append(Notice("这次查的是村（社区）履职，", "不改变企业和集中区是否达到的结论。"))
    elif shown.body.content.type != "assessment":
        found.append(Notice(f"这次是{TYPES[shown.body.content.type]}，", "不改变企业是否达到的结论。"))
    return found


def aside_words(shown: Reviewing, named: int = 3) -> str:
    """已答的 2 条按现场情况不再适用：3-03 动火作业审批 不符合、3-04 … 符合，"""
    aside = shown.body.content.aside
    said = [f"{each.item} {shown.form.item(each.item).title} {WORDS[each.verdict]}" for each in aside[:named]]
    more = " 等" if len(aside) > named else ""
    return f"已答的 {len(aside)} 条按现场情况不再适用：{'、'.join(said)}{more}，"


def _witness(signatures: Sequence[Signature]) -> str:
    names = [each.person.name for each in signatures if each.role == "witness"]
    return f"见证人 {'、'.join(names)} 已签。" if names else "没有见证人。"


def outcome_words(shown: Reviewing) -> str:
    """What the review that was given says."""
    review = shown.review
    if review is None:
        return ""
    what = (
        "审核通过" if review.decision == "approved" else f"退回了 {len(review.items)} 条" if review.items else "退回了"
    )
    words = f"{review.reviewer.name} 已{what}" if review.decision == "approved" else f"{review.reviewer.name} {what}"
    return f"{words}。{f'意见：{review.opinion}' if review.opinion else ''}"


def back_to(shown: Reviewing) -> str:
    """Who gets it back: the first inspector."""
    people = shown.body.content.inspectors
    return people[0].name if people else "检查人"


def waiting_people(row: Waiting) -> str:
    return f"第三方 {row.inspectors}" if row.third_party else row.inspectors


def effect_words(db: Database, shown: Reviewing) -> str:
    """What an approval did to the enterprise and its zone, read afresh."""
    content = shown.body.content
    if content.of_zone:
        return f"{content.name}：审核通过，记入本月的履职检查结果。"
    own = verdicts.enterprise_standing(db, content.enterprise)
    words = f"{content.name}：审核通过。企业{standing_words(own)}。"
    zone = next((each for each in verdicts.zone_verdicts(db) if each.id == shown.site.zone), None)
    if zone is None or not zone.total:
        return words
    missing = f"已达到 {zone.target}%" if zone.standardised_zone else f"还差 {zone.missing} 家"
    return f"{words}{zone.village} {zone.standardised} / {zone.total}，{missing}。"


def together_effect(db: Database, visits: int, enterprises: Iterable[str]) -> str:
    """What so many approvals at once did to their enterprises, read afresh."""
    named = list(dict.fromkeys(enterprises))
    reached = sum(verdicts.enterprise_verdict(db, each).standardised for each in named)
    left = len(named) - reached
    still = f"，{left} 家还没达到" if left else ""
    return f"一起签了 {visits} 次检查，审核通过。{len(named)} 家企业里 {reached} 家达到{still}。"
