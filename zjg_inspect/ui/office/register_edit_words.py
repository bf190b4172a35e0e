"""Editing the register in words: codes as they are typed, states and moves, doubles, histories. No Qt."""

from collections.abc import Sequence
from datetime import date

from zjg_inspect.model import creditcode
from zjg_inspect.model.register import Enterprise, State
from zjg_inspect.service.merging import Double
from zjg_inspect.service.proposals import Waiting
from zjg_inspect.service.register_edit import Neighbour
from zjg_inspect.service.register_history import Change, History
from zjg_inspect.service.survey import Likely
from zjg_inspect.service.zone_edit import Watch, ZoneLine
from zjg_inspect.ui.conflict_words import told
from zjg_inspect.ui.field_words import EMPTY
from zjg_inspect.ui.office.register_words import Fact
from zjg_inspect.ui.office.rich import Part
from zjg_inspect.ui.version_words import day_words

# What may be asked of an enterprise, in the order of the buttons.
ACTS = (
    ("edit", "编辑"), ("state", "状态"), ("move", "搬迁"), ("scope", "计入"), ("beside", "同址"), ("merge", "合并"),
    ("history", "历史"),
)  # fmt: skip
STATE_WORDS: dict[State, str] = {"active": "恢复在产", "stopped": "停产", "deregistered": "注销", "moved": "搬走了"}
STATE_MEANS: dict[State, str] = {
    "active": "从这一天起恢复在产，照常计入。",
    "stopped": "从这一天起停产，仍然计入。",
    "deregistered": "从这一天起不再计入，前一天还算。",
    "moved": "搬出本镇的集中区，从这一天起不再计入，前一天还算。搬到本镇别的村，请用“搬迁”。",
}
LEFT_WORDS: dict[State, str] = {"deregistered": "注销", "moved": "搬迁"}
WATCH_WORDS: dict[Watch, str] = {"warned": "警示约谈", "listed": "挂牌督办"}
_MOST_CHANGES = 60
UNKNOWN = "不清楚"


def code_words(code: str) -> str:
    """What is wrong with a code while it is typed; "" while it may still become right."""
    foreign = next((sign for sign in code if sign not in creditcode.CHARACTERS), "")
    if foreign:
        return f"代码里没有“{foreign}”，看清是哪一个。"
    if len(code) > creditcode.LENGTH:
        return f"多了 {len(code) - creditcode.LENGTH} 位。"
    if len(code) == creditcode.LENGTH and not creditcode.check_character_ok(code):
        return "最后一位和前面对不上，看清再改。"
    return ""


def likely_words(found: Sequence[Likely]) -> str:
    """可能和这几家是同一家：甲五金厂（永新村，信用代码相同）、…"""
    named = [f"{each.name}（{each.village}{'，信用代码相同' if each.same_code else ''}）" for each in found[:3]]
    return f"可能和登记里的是同一家：{'、'.join(named)}。" if named else ""


def left_words(site: Enterprise) -> str:
    """已注销，2026-11-20 起不计入。"""
    since = f"，{site.state_date} 起不计入" if site.state_date else "，不计入"
    return f"已{LEFT_WORDS[site.state]}{since}。登记错了，可以改回来：它就一直在，各天的数也跟着改。"


def moved_words(name: str, village: str, day: str) -> str:
    return f"{name}：{day} 搬到{village}，在那里另列一家，等重新核查。原来的一家到前一天为止还计入。"


def around_facts(group: Sequence[Neighbour], doubles: Sequence[Double], came_from: str) -> list[Fact]:
    """同址 3 家：…; 并进来的：…; `came_from`: the name of the village that it moved from."""
    facts = []
    if group:
        facts.append(Fact("同址", f"{len(group)} 家：{'、'.join(each.name for each in group)}"))
    if doubles:
        facts.append(Fact("并进来的", "、".join(map(double_words, doubles))))
    if came_from:
        facts.append(Fact("搬来", came_from))
    return facts


def merged_words(kept: str, other: str) -> str:
    return f"“{other}”已并到“{kept}”里，两家做过的检查、隐患都算它的。并错了，到“合并”里分开。"


def double_words(each: Double) -> str:
    return f"{each.name} · {each.village}" if each.village else each.name


def waiting_facts_line(each: Waiting) -> str:
    """永新村 · 2026-11-20 张某、李某 · 照片 2 张 · 查过 1 次"""
    photos = f"照片 {each.photos} 张" if each.photos else ""
    visits = f"查过 {each.visits} 次" if each.visits else ""
    return " · ".join(part for part in (each.village, f"{each.date} {each.found_by}", photos, visits) if part)


def zone_title(each: ZoneLine) -> str:
    """永新村 · 塘桥镇"""
    return f"{each.body.village} · {each.body.township}"


def zone_facts(each: ZoneLine) -> str:
    """12 家，达到 8 家 · 已备案 · 委托第三方"""
    body = each.body
    team = {"own": "自有团队", "agency": "委托第三方"}[body.team.kind] if body.team is not None else "没有管理力量"
    counted = f"{each.total} 家，达到 {each.standardised} 家" if body.in_scope else f"不计入：{body.reason}"
    conflict = "两份改动还没定" if each.in_conflict else ""
    return " · ".join(part for part in (counted, "已备案" if body.filed else "未备案", team, conflict) if part)


def history_parts(kind: str, found: History, today: date) -> list[list[Part]]:
    """A head for each version, and a line for each field that it changed: before, then now."""
    lines: list[list[Part]] = []
    for change in found.changes[:_MOST_CHANGES]:
        lines.append(_head(change, today))
        for field in told(
            kind, [each._replace(values=(each.base, *each.values)) for each in change.fields], found.names
        ):
            was, now = field.cells[0], field.cells[-1]
            if change.first and now in (EMPTY, UNKNOWN):
                continue
            if change.first:
                lines.append([Part(f"{field.name}　", "ink-2"), Part(now)])
            else:
                before = [Part(f"{was}　→　", "ink-2")] if was != EMPTY else []
                lines.append([Part(f"{field.name}　", "ink-2"), *before, Part(now, "ink", True)])
    if len(found.changes) > _MOST_CHANGES:
        lines.append([Part(f"更早的还有 {len(found.changes) - _MOST_CHANGES} 次。", "ink-2")])
    return lines


def _head(change: Change, today: date) -> list[Part]:
    who = "、".join(change.people) or change.device_name
    what = "登记" if change.first else "改" if change.fields else "没有改动，只是合在一起"
    return [Part(f"{day_words(change.made_at, today)}　{who} {what}", "ink", True)]
