"""What a correction changed, in sentences for the sheet: short, since what is now stands there anyway."""

from zjg_inspect.model.correction import Said, changed_items
from zjg_inspect.model.inspection import Content, FoundHazard, Outcome, Photo, Someone
from zjg_inspect.report import content as words

NOTHING = "内容没有改，只是重新签字"
_FIELDS = {
    "what": "问题", "where": "地点", "grade": "等级", "criterion": "判定依据", "responsible": "责任", "phone": "电话",
    "measures": "措施", "funds": "资金", "deadline": "时限", "contingency": "预案",
}  # fmt: skip


def changes(before: Content, now: Content) -> tuple[str, ...]:
    """从业人数由 48 人改为 52 人; 4-09 由符合改为不符合，新记隐患. In the order of the sheet."""
    said = [*_head(before, now)]
    for code, (was, is_now) in changed_items(before, now).items():
        said.append(f"{code} {'，'.join(_item(was, is_now))}")
    if photos := _photos(before.photos, now.photos):
        said.append(f"整次的{photos}")
    return tuple(said) or (NOTHING,)


def _head(before: Content, now: Content) -> list[str]:
    said = []
    if before.outcome != now.outcome:
        said.append(f"结果由{_outcome(before.outcome)}改为{_outcome(now.outcome)}")
    if before.date != now.date:
        said.append(f"日期由 {before.date} 改为 {now.date}")
    if facts := words.changed_facts(before.facts, now.facts):
        said.append(facts)
    people = (("核查人", before.inspectors, now.inspectors),
              ("企业人员", _one(before.enterprise_person), _one(now.enterprise_person)))  # fmt: skip
    for name, was, is_now in people:
        if was != is_now:
            said.append(f"{name}由{words.people(was) or '无'}改为{words.people(is_now) or '无'}")
    if before.remark != now.remark:
        said.append("备注改了")
    return said


def _one(person: Someone | None) -> tuple[Someone, ...]:
    return (person,) if person else ()


def _outcome(outcome: Outcome) -> str:
    return words.OUTCOMES.get(outcome, "正常检查")


def _item(was: Said, is_now: Said) -> list[str]:
    """由符合改为不符合，说明改了，新记隐患"""
    said = []
    before, after = _verdict(was), _verdict(is_now)
    if before != after:
        said.append(f"由{before}改为{after}")
    if was.answer and is_now.answer:
        old, new = was.answer, is_now.answer
        said += ["说明改了"] if (old.note, old.reason) != (new.note, new.reason) else []
        said += [photos] if (photos := _photos(old.photos, new.photos)) else []
    return said + _hazard(was.hazard, is_now.hazard)


def _verdict(said: Said) -> str:
    if said.answer is None:
        return "没有查"
    return words.WORDS[said.answer.verdict] + ("（不再适用）" if said.aside else "")


def _hazard(was: FoundHazard | None, is_now: FoundHazard | None) -> list[str]:
    if was is None or is_now is None:
        return [] if was is is_now else ["新记隐患"] if is_now else ["撤销隐患"]
    old, new = was.rectification, is_now.rectification
    fields = [name for field, name in _FIELDS.items() if getattr(old, field) != getattr(new, field)]
    return [f"隐患的{'、'.join(fields)}改了"] if fields else []


def _photos(was: tuple[Photo, ...], is_now: tuple[Photo, ...]) -> str:
    if was == is_now:
        return ""
    return f"照片由 {len(was)} 张改为 {len(is_now)} 张" if len(was) != len(is_now) else "照片换了"
