"""A hazard's questions, its proposals, and why each of the five is needed; no Qt in here."""

from collections.abc import Iterable
from datetime import date

from zjg_inspect.model.deadline import days_left
from zjg_inspect.model.form import Item
from zjg_inspect.model.inspection import FIVE, Grade, OwedKind, Rectification
from zjg_inspect.ui.field.reading import VisitReading

STANDARD = "《工贸企业重大事故隐患判定标准》"
WHY_MISSING: dict[str, str] = {
    "what": "还缺这一项：哪里不对。写看到的，一句话就行。",
    "where": "还缺这一项：在哪里。写到车间或设备，来改的人才找得到。",
    "criterion": f"还缺这一项：对照{STANDARD}，写明是哪一条。",
    "responsible": "还缺这一项：谁来改。写到人，催的时候才找得着。",
    "measures": "还缺这一项：怎么改。写清做什么，复查时照着看。",
    "funds": "还缺这一项：花多少、谁出。不花钱就选“不需资金”。",
    "deadline": "还缺这一项：哪天前改好。选一个天数，或自己定日子。",
    "contingency": "还缺这一项：改好之前靠什么不出事。选一句或自己写。",
    "photo": "重大隐患要有照片。拍一张或选一张。",
}
TOO_EARLY = "期限在检查之前了。选一个天数，或换个日子。"
PLACES = ("生产车间", "仓库")
FUNDS = ("不需资金", "企业自筹")
CONTINGENCY = ("先围挡，专人看护", "暂停使用")
DAYS: dict[Grade, tuple[int, ...]] = {Grade.GENERAL: (3, 7, 15), Grade.MAJOR: (0, 3, 7)}


def days_word(days: int) -> str:
    return "当天" if days == 0 else f"{days} 天"


def due_in(deadline: str, visited: str) -> str:
    """How long the deadline leaves: 7 天内; "" while there is none."""
    if not deadline:
        return ""
    days = days_left(deadline, date.fromisoformat(visited))
    return "" if days < 0 else "当天改好" if days == 0 else f"{days} 天内"


def filled_of_five(filled: Rectification) -> int:
    return sum(bool(getattr(filled, name).strip()) for name in FIVE)


def used(session: VisitReading, field: OwedKind, but: str) -> list[str]:
    """What was written in this field for other hazards: in this visit, of the known ones, last time; each once."""
    visit = session.visit
    here = [filled for item, filled in visit.draft.hazards.items() if item != but]
    known = [hazard.rectification for hazard in visit.known]
    last = [found.rectification for found in visit.last.body.content.hazards] if visit.last else []
    return _once(getattr(filled, field) for filled in (*here, *known, *last))


def usual_measures(session: VisitReading, item: Item) -> str:
    """What was written for this item before, here or elsewhere; else what it asks for, "" where it says nothing."""
    last = session.visit.last.body.content.hazards if session.visit.last else ()
    here = [found.rectification.measures for found in last if found.item == item.code]
    before = [*here, *session.used.measures.get(item.code, ())]
    met = item.met.strip().rstrip("。")
    return next(iter(_once(before)), f"做到：{met}" if met else "")


def places(session: VisitReading, but: str) -> list[str]:
    return _once([*used(session, "where", but), *PLACES])


def people(session: VisitReading, but: str) -> list[str]:
    """Whom to name: those named before, then the enterprise's principal."""
    return _once([*used(session, "responsible", but), session.visit.site.principal])


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))
