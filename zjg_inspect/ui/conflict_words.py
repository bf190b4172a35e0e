"""Conflicts in words: what the fields are called, what each version says, what follows, what the buttons say. No Qt."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from zjg_inspect.model.facts import CLASS_LABELS
from zjg_inspect.service.conflicts import Conflict, Difference, Follows, Found, Head, Items
from zjg_inspect.ui import field_words

Own = Literal["", "text", "number"]
_NUMBERS: Final = "两三四五六七八九十"
_STATES: Final = {
    "open": "还没改好",
    "rectified": "企业报已改好，等复查",
    "closed": "已改好，关闭",
    "withdrawn": "不算隐患",
}


class Told(NamedTuple):
    """A field in words: its name, what each version says, which of them have changed it, and whether (and how)
    something else can be written."""

    path: tuple[str, ...]
    name: str
    cells: tuple[str, ...]
    changed: tuple[bool, ...]
    collides: bool
    own: Own


def told(kind: str, fields: Sequence[Difference], names: Mapping[str, str]) -> list[Told]:
    """The fields that say something to a person, in their order; signatures only where nothing else differs."""
    rows = [_told(kind, field, names) for field in fields if field_words.is_shown(kind, field.path)]
    if rows:
        return _by_item(rows) if kind == "inspection" else rows
    return [_told(kind, field, names) for field in fields if field_words.is_signed(kind, field.path)]


def _told(kind: str, field: Difference, names: Mapping[str, str]) -> Told:
    return Told(
        path=field.path,
        name=field_words.name_of(kind, field.path, names),
        cells=tuple(field_words.value_of(kind, field.path, value, field.values, names) for value in field.values),
        changed=field.changed,
        collides=field.collides,
        own=field_words.own_of(kind, field.path),
    )


def _by_item(rows: Sequence[Told]) -> list[Told]:
    """What was answered to one item, in one row: 不适用：只有两人"""
    found: dict[tuple[str, ...], list[Told]] = {}
    for row in rows:
        answer = row.path[:2] in (("content", "answers"), ("content", "aside"))
        found.setdefault(row.path[:3] if answer else row.path, []).append(row)
    return [_one_row(path, parts) if len(path) < len(parts[0].path) else parts[0] for path, parts in found.items()]


def _one_row(path: tuple[str, ...], parts: Sequence[Told]) -> Told:
    ordered = sorted(parts, key=lambda part: field_words.ANSWER.index(part.path[-1]))
    given = [
        [cell for part in ordered if (cell := part.cells[at]) != field_words.EMPTY] for at in range(len(parts[0].cells))
    ]
    name = ordered[0].name.removesuffix(field_words.MEMBERS_OF_ANSWER[ordered[0].path[-1]]).strip()
    return Told(
        path=path,
        name=name,
        cells=tuple("：".join(said) or "没有备注" for said in given),
        changed=tuple(any(part.changed[at] for part in parts) for at in range(len(given))),
        collides=any(part.collides for part in parts),
        own="",
    )


def follows_told(follows: Follows) -> tuple[str, tuple[str, ...]]:
    """所以要查: 基础指标，40 条 | 安全标准化，共 43 条"""
    names = {"items": "所以要查", "counted": "所以", "state": "所以", "found": "所以"}
    return names[follows.what], tuple(_follows(each) for each in follows.values)


def _follows(value: Any) -> str:
    match value:
        case bool():
            return "计入比例" if value else "不计入比例"
        case Items(enterprise_class="base"):
            return f"基础指标，{value.total} 条"
        case Items(enterprise_class=None):
            return f"人数不清，按多的查，{value.total} 条"
        case Items():
            label = CLASS_LABELS["standardisation"]
            return f"另加{label} {value.added} 条，共 {value.total} 条" if value.added else f"{label}，{value.total} 条"
        case Found(failed=0):
            return "全部符合"
        case Found():
            return f"不符合 {value.failed} 条" + (f"，重大隐患 {value.majors} 条" if value.majors else "")
    return _STATES[str(value)]


def how_many(count: int) -> str:
    """两, 三, …"""
    return _NUMBERS[count - 2] if count - 2 < len(_NUMBERS) else str(count)


def title(shown: Conflict) -> str:
    """张家港市某某机械厂：两个人改了同一处"""
    about = {
        "hazard": f"的隐患“{shown.about}”",
        "inspection": f" {shown.about} 的检查",
        "review": f" {shown.about} 那次检查的审核",
        "assignment": "的派单",
        "lease": "的租约",
        "grant": "的授权",
    }.get(shown.kind, "")
    count = how_many(len(shown.heads))
    if len({head.device for head in shown.heads}) < len(shown.heads):
        return f"{shown.name}{about}：有{count}份改动"
    seen = [field for field in shown.fields if field_words.is_shown(shown.kind, field.path)]
    where = "同一处" if any(field.collides for field in seen) else "不同的地方"
    return f"{shown.name}{about}：{count}个人改了{where}"


def when(head: Head, today: date) -> str:
    """08-15 16:20 改; the year where it is another."""
    shown = head.made_at[5:] if head.made_at[:4] == f"{today.year:04}" else head.made_at
    return f"{shown} 改"


class Called(NamedTuple):
    """What a version is called over its column, what stands under that, and what it is called on its button."""

    title: str
    facts: str
    label: str


def called(heads: Sequence[Head], today: date) -> list[Called]:
    """By its people; where these are the same by its computer, else by its time, else by its place."""
    people = ["、".join(head.people) or head.device_name for head in heads]
    times = [when(head, today) for head in heads]
    devices = [head.device_name for head in heads]
    if len(set(people)) == len(heads):
        facts = [
            f"{time}，{device}" if head.people else time
            for head, time, device in zip(heads, times, devices, strict=True)
        ]
        return [Called(name, fact, name) for name, fact in zip(people, facts, strict=True)]
    if len(set(devices)) == len(heads):
        return [
            Called(device, f"{time}，{name}", device.removesuffix("的电脑"))
            for device, time, name in zip(devices, times, people, strict=True)
        ]
    by_time = len(set(times)) == len(heads)
    return [
        Called(name, time, time.removesuffix("改") if by_time else f"第 {place} 份")
        for place, (name, time) in enumerate(zip(people, times, strict=True), 1)
    ]


def taking(label: str) -> str:
    """用张某的; 用 08-15 16:20 的"""
    return f"用 {label}的" if label[:1].isdigit() else f"用{label}" + ("" if label.endswith("份") else "的")


def foot(shown: Conflict) -> str:
    """What holds until it is settled, and who settles it."""
    if not shown.may_merge:
        return _elsewhere(shown)
    if shown.one_click:
        return "改的不是同一处，可以都要。"
    return meanwhile(shown)


def _elsewhere(shown: Conflict) -> str:
    if shown.kind == "inspection":
        where = "或".join(dict.fromkeys(head.device_name for head in shown.heads))
        return f"检查由查的人来定：在{where}上打开“已签”，定下用哪一份，随下一个包送来。{meanwhile(shown)}"
    return "这一处由镇安监办来定。"


def meanwhile(shown: Conflict) -> str:
    """How it is read with care until somebody settles it."""
    touched = {each.what for each in shown.follows}
    if "state" in touched:
        return "定下之前按没改好算。"
    if "counted" in touched:
        return "定下之前照样计入。"
    if shown.kind in ("inspection", "hazard", "review"):
        return "定下之前，这家企业不算达到。"
    return "定下之前按管得紧的算。" if shown.kind == "grant" else "不急，不定也能用。"
