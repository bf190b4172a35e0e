"""What is said of the versions of a checklist; no Qt in here."""

from collections.abc import Sequence

from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.formchange import FormChanges, changes
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service.visit_opened import Visit


def version(form: FormDef) -> str:
    return f"第 {form.version} 版"


def change_words(found: FormChanges) -> str:
    """新增 2 条，删去 1 条，改说法 3 条; "" where nothing differs."""
    ruled = [each for each in found.ruled if not each.reworded]
    parts = (("新增", found.added), ("删去", found.dropped), ("改说法", found.reworded), ("改适用或轻重", ruled))
    return "，".join(f"{word} {len(some)} 条" for word, some in parts if some)


def offer(visit: Visit) -> str:
    """That another version may be taken, and what becomes of what was answered; "" where none is offered."""
    other = visit.offered
    if other is None:
        return ""
    void = "已签的名要重签。" if visit.draft.signatures else ""
    if visit.draft.head.type is VisitType.REINSPECTION:
        missing = [h for h in visit.known if h.form_id == visit.form.id and h.item not in visit.form.by_code]
        return (
            f"还有 {len(missing)} 条隐患是照{version(other)}清单查出的，这一版没有那几条。"
            f"可以换成那一版先复查，也可以查完这次另开一次。{void}"
        )
    said = change_words(changes(visit.form, other)) or "条目没有变"
    return f"清单出了{version(other)}：{said}。这次可以照旧版查完，也可以换成新版，已答的不丢。{void}"


def carried(visit: Visit, left: Sequence[Item]) -> str:
    """What became of a visit that was carried over; "" where it was not."""
    if visit.before is None:
        return ""
    again = len(visit.draft.head.look_again)
    said = f"已换成{version(visit.form)}" + ("。" if left else "，已答的都在。")
    if again:
        said += f"说法改了的 {again} 条，请再看一眼。"
    if left:
        codes = "、".join(item.code for item in left[:3]) + (f" 等 {len(left)} 条" if len(left) > 3 else "")
        said += f"{version(visit.before)}答过、这一版没有的 {codes} 还留着，不写进核查表；要留下，写进备注。"
    return said


# -- at the office -------------------------------------------------------------------------------------------------

FORM_NAMES = {"enterprise": "企业", "village": "村", "landlord": "出租方", "lease": "租赁备案"}


def form_name(form: FormDef) -> str:
    return FORM_NAMES.get(form.id, form.title)


def missing_for_release(doubts: int, meanings: int, alike: int) -> str:
    """What a person has to look at before a draft can be released; "" where nothing is left."""
    parts = [f"{doubts} 处存疑没看过"] if doubts else []
    parts += [f"{meanings} 条改了说法，还没定是不是同一件事"] if meanings else []
    parts += [f"{alike} 条新的像旧条目，还没定是不是同一件事"] if alike else []
    return f"还有 {'，'.join(parts)}。" if parts else ""


def release_words(form: FormDef) -> str:
    """To whom it goes, and from when."""
    return (
        f"发布后，{version(form)}随下一份包到各台电脑，收下就用；"
        "已在查的照旧版查完，也可以当场换成新版。发布了的不能再改。"
    )


FIELD_WORDS = {
    "title": "标题", "text": "说法", "met": "算符合", "applies_when": "适用条件", "weight": "轻重", "key": "否决项",
    "look_at": "看什么", "source": "来源", "evidence": "拍照", "phrases": "常用语",
}  # fmt: skip
