"""The plan for a zone in words: whether it can be reached, and what is to be done where. No Qt."""

from zjg_inspect.model.planner import Step
from zjg_inspect.service.planning import Planned, VisitNamed, ZonePlan
from zjg_inspect.ui.words import VISIT_TYPES

REACHED = "已经达到，不用再补。"
_NAMED = 6


def plan_sentence(plan: ZonePlan) -> tuple[tuple[str, bool], ...]:
    """Whether the known ones are enough, and how many nobody has seen yet; as words and whether they are bold."""
    if not plan.missing:
        return ((f"{plan.village}{REACHED}", False),)
    said = [("还差 ", False), (f"{plan.missing} 家", True)]
    if not plan.from_unknown:
        again = any(step.kind.startswith("reinspect") for each in plan.needed for step in each.steps)
        said.append((f"。下面前 {len(plan.needed)} 家做完就到 {plan.target}%", False))
        said.append(("，复查的要确实改好了。" if again else "。", False))
        if plan.unknown:
            said.append((f"另有 {len(plan.unknown)} 家还{_which(plan)}，结果未知。", False))
        return tuple(said)
    said.append((f"。按已知情况最多 {plan.most} 家达到，还要", False))
    if plan.from_unknown == len(plan.unknown):
        said += [(f"{_which(plan)}的 ", False), (f"{plan.from_unknown} 家都达到。", True)]
    else:
        said += [(f"从{_which(plan)}的 {len(plan.unknown)} 家里有 ", False), (f"{plan.from_unknown} 家达到。", True)]
    return tuple(said)


def _which(plan: ZonePlan) -> str:
    """Of the unknown ones: what is unknown."""
    if plan.unseen == len(plan.unknown):
        return "没核查过"
    return "没核查过或要重新核查" if plan.unseen else "要重新核查"


def group_words(plan: ZonePlan) -> tuple[str, str, str]:
    """The headings of the needed, the spare and the unknown ones."""
    needed = f"先做这 {len(plan.needed)} 家，从省事的做起" if plan.needed else ""
    spare = f"还能做的 {len(plan.spare)} 家，这次不必" if plan.spare else ""
    return needed, spare, f"还{_which(plan)}的 {len(plan.unknown)} 家，结果未知" if plan.unknown else ""


def steps_words(planned: Planned, plan: ZonePlan) -> str:
    """审核 11-20 的核查，签字；再复查第 4-09 条"""
    return "；再".join(_step(each, plan) for each in planned.steps)


def _step(step: Step, plan: ZonePlan) -> str:
    visit = next((plan.visits[about] for about in step.about if about in plan.visits), None)
    items = f"第 {'、'.join(step.items[:_NAMED])}{f' 等 {len(step.items)}' if len(step.items) > _NAMED else ''} 条"
    match step.kind:
        case "review":
            return f"审核{_named(visit)}，签字"
        case "settle":
            return f"定下{_named(visit) if visit is not None else f'{items}的隐患'}用哪一份改动"
        case "correct":
            return f"请{visit.inspectors if visit is not None else '检查人'}更正{_named(visit)}"
        case "reinspect":
            return f"复查{items}"
        case "reinspect_major":
            return f"复查{items}，有重大隐患，要拍照、再审核"
    return "重新核查一次" if step.about else "去核查一次"


def _named(visit: VisitNamed | None) -> str:
    return "" if visit is None else f" {visit.date[5:]} 的{VISIT_TYPES[visit.type]}"


def action_of(planned: Planned) -> str:
    """What the row's own button does first."""
    return {"review": "去审核", "settle": "去定"}.get(planned.steps[0].kind, "")
