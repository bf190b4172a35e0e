"""All wording on the sheet, as plain text; where it stands is decided elsewhere."""

from collections.abc import Iterable, Sequence
from datetime import date

from zjg_inspect.model.clock import local
from zjg_inspect.model.facts import FACT_LABELS, FACT_NAMES, STANDARDISATION_FROM, Facts, differences
from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.hazard import Recurrence
from zjg_inspect.model.inspection import Content, Grade, Outcome, Signature, Someone, Verdict, VisitType
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.report.text import in_fours

TITLES = {
    VisitType.ASSESSMENT: "工业集中区企业安全生产规范化管理核查表",
    VisitType.REINSPECTION: "工业集中区企业安全隐患整改复查记录",
    VisitType.GUIDANCE: "工业集中区企业安全生产规范化管理指导记录",
    VisitType.DUTY: "工业集中区安全生产管理履职检查表",
}
_SHORT = {
    VisitType.ASSESSMENT: "核查表",
    VisitType.REINSPECTION: "复查记录",
    VisitType.GUIDANCE: "指导记录",
    VisitType.DUTY: "履职检查表",
}
# What the visit is called in labels and sentences.
DOING = {
    VisitType.ASSESSMENT: "核查",
    VisitType.REINSPECTION: "复查",
    VisitType.GUIDANCE: "指导",
    VisitType.DUTY: "检查",
}
OUTCOMES = {
    Outcome.LOCKED: "门锁",
    Outcome.STOPPED: "停产",
    Outcome.REFUSED: "拒检",
    Outcome.NOT_FOUND: "查无此户",
}
TRY_SENTENCES = {
    Outcome.LOCKED: "到场时企业门锁，没有进入现场。",
    Outcome.STOPPED: "到场时企业停产，没有可查的生产现场。",
    Outcome.REFUSED: "企业人员拒绝检查，没有进入现场。",
    Outcome.NOT_FOUND: "按登记地址没有找到这家企业。",
}
# Typed on paper: √ × —
ANSWERS = {Verdict.PASS: "√ 符合", Verdict.FAIL: "× 不符合", Verdict.NOT_APPLICABLE: "— 不适用", None: "未答"}
WORDS = {Verdict.PASS: "符合", Verdict.FAIL: "不符合", Verdict.NOT_APPLICABLE: "不适用"}
GRADES = {Grade.GENERAL: "一般", Grade.MAJOR: "重大"}

NO_ENFORCEMENT = "本表不作为行政执法文书。"
ADVISORY = "（倡导，不计入）"
KEY = "（否决项）"
STANDARD = "“安全生产规范化管理企业”"
MISSING_PHOTO = "缺照片"
UNREADABLE_PHOTO = "照片打不开"
MARKED = "有标注（本图 {}），原图留存"
NO_TIME = "无拍摄时间"
UNSEALED = "未签完，还不能验真"
UNSEALED_LONG = "还没有签完。签完后每页都有二维码，可以扫码验真。"
NOT_SIGNED = "未签"
REFUSED = "拒签"
NO_NUMBER = "未编号"
NOT_REVIEWED = "未审核"
ON_PAPER = "纸质签字，扫描件已附"
ON_PAPER_LONG = "{names}在打印的表上签字或盖章，扫描件如下"
VOID = "作废"
CORRECTED = "更正"
SIGNED_ON_THIS = "各人的签名都签在这一内容上。内容改动后，原签名作废。"
DECISIONS = {"approved": "同意", "returned": "退回"}


def title(content: Content) -> str:
    if content.outcome is not Outcome.DONE:
        return f"工业集中区企业上门未查成记录（{OUTCOMES[content.outcome]}）"
    if content.of_zone and content.type is VisitType.REINSPECTION:
        return "工业集中区安全隐患整改复查记录"
    return TITLES[content.type]


def short_title(content: Content) -> str:
    """What its file is called: 核查表, 复查记录."""
    return _SHORT[content.type] if content.outcome is Outcome.DONE else "未查成记录"


def host(content: Content) -> str:
    """Whose person it is that signs beside the inspectors, on two lines where that is long."""
    return "村（社区）\n人　　员" if content.of_zone else "企业人员"


def seal(content: Content) -> str:
    return "村（社区）\n公　　章" if content.of_zone else "企业公章"


def paper_date(day: str) -> str:
    """2023年8月16日; what is no date stays as it is written."""
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{parsed.year}年{parsed.month}月{parsed.day}日"


def short_date(day: str, year: str) -> str:
    """8月19日, with the year only where it is another than the visit's."""
    full = paper_date(day)
    return full.removeprefix(f"{year}年")


def paper_time(instant: str, year: str) -> str:
    """8月16日 15:02 in Asia/Shanghai, with the year only where it is another than the visit's."""
    when = local(instant)
    return f"{short_date(when.date().isoformat(), year)} {when:%H:%M}"


def photo_time(taken_at: str, year: str) -> str:
    """08-16 14:27 by the camera's clock."""
    if not taken_at:
        return NO_TIME
    return f"{taken_at[:10]} {taken_at[11:16]}".removeprefix(f"{year}-")


def span_of_visit(content: Content) -> str:
    begin, end = local(content.started_at), local(content.finished_at)
    if begin.date() == end.date():
        return f"{begin:%H:%M} 至 {end:%H:%M}"
    year = content.date[:4]
    return f"{paper_time(content.started_at, year)} 至 {paper_time(content.finished_at, year)}"


def people(persons: Iterable[Someone]) -> str:
    return "、".join(person(one) for one in persons)


def person(one: Someone) -> str:
    beside = "，".join(part for part in (one.title, one.agency) if part)
    return f"{one.name}（{beside}）" if beside else one.name


def headcount(facts: Facts) -> str:
    if facts.headcount is None:
        return "未核实"
    size = "以下" if facts.headcount < STANDARDISATION_FROM else "以上"
    return f"{facts.headcount} 人（{STANDARDISATION_FROM} 人{size}）"


def premises(content: Content) -> str:
    facts = content.facts
    said = {True: "租用", False: "自有", None: "是否租用未核实"}[facts.rents]
    if content.landlord:
        said += f"，出租方：{content.landlord}"
    return said + ("；另有厂房出租" if facts.lets else "")


def circumstances(facts: Facts) -> str:
    """Which facts switch items on here, and which are not known (so their items were asked)."""
    names = [name for name in FACT_LABELS if name not in ("headcount", "rents", "lets")]
    there = [FACT_LABELS[name] for name in names if facts.value(name)]
    unknown = [FACT_LABELS[name] for name in names if facts.value(name) is None]
    said = "涉及" + "、".join(there) if there else "不涉及重点领域、危化品储存和危险作业" if not unknown else ""
    if unknown:
        said += ("；" if said else "") + "未核实：" + "、".join(unknown)
    return said


def found_otherwise(registered: Facts, found: Facts) -> str:
    """从业人数登记 48 人，现场 52 人；动火作业登记否，现场是; empty where the register says the same."""
    parts = []
    for name, was, now in differences(registered, found):
        said = [f"{fact} 人" if name == "headcount" else "是" if fact else "否" for fact in (was, now)]
        register = "登记未写" if was is None else f"登记 {said[0]}" if name == "headcount" else f"登记{said[0]}"
        parts.append(f"{FACT_LABELS[name]}{register}，现场{' ' if name == 'headcount' else ''}{said[1]}")
    return "；".join(parts)


def changed_facts(before: Facts, now: Facts) -> str:
    """从业人数由 48 人改为 52 人，动火作业由否改为是; empty where nothing is changed."""
    pairs = [(name, getattr(before, name), getattr(now, name)) for name in FACT_NAMES]
    return "，".join(
        f"{FACT_LABELS[name]}由{_fact(name, was)}改为{_fact(name, is_now)}"
        for name, was, is_now in pairs
        if was != is_now
    )


def _fact(name: str, fact: bool | int | None) -> str:
    if fact is None:
        return "未核实"
    return f"{fact} 人" if name == "headcount" else "是" if fact else "否"


def basis(form: FormDef) -> str:
    named = f"《{form.title}》第 {form.version} 版"
    return f"{named}。{form.source}" if form.source else named


def answer_counts(verdicts: Sequence[Verdict | None]) -> str:
    """符合 5，不符合 1，不适用 1: only what there is."""
    counted = [f"{word} {verdicts.count(verdict)}" for verdict, word in WORDS.items() if verdict in verdicts]
    if None in verdicts:
        counted.append(f"未答 {verdicts.count(None)}")
    return "，".join(counted)


def items_heading(doing: str, asked: int, not_asked: int) -> str:
    rest = f"；另有 {not_asked} 条按企业情况不用查，未列" if not_asked else ""
    return f"{doing}条目（{asked} 条{rest}）"


def aside_heading(count: int) -> str:
    return f"已答、按现场情况不再适用的条目（{count} 条，不计）"


def recurs(again: Recurrence | None) -> list[str]:
    """第2次出现，上次2022年9月14日查出、2022年10月1日销号"""
    if again is None:
        return []
    return [f"第{again.nth}次出现，上次{paper_date(again.found)}查出、{paper_date(again.closed)}销号"]


def extended(times: Sequence[tuple[str, str]], year: str) -> list[str]:
    """已延期到12月20日：等设备到货; one for each (deadline, reason)."""
    return [f"已延期到{short_date(deadline, year)}：{reason}" for deadline, reason in times]


def hazards_heading(grades: Sequence[Grade], again_only: bool = False) -> str:
    """`again_only`: all of them were found before."""
    what = "没改好的隐患" if again_only else "发现的隐患"
    if not grades:
        return what
    majors = grades.count(Grade.MAJOR)
    if majors == 0:
        return f"{what}（{len(grades)} 条，均为一般隐患）"
    if majors == len(grades):
        return f"{what}（{len(grades)} 条，均为重大隐患）"
    return f"{what}（{len(grades)} 条，其中重大隐患 {majors} 条）"


def rechecked_heading(done: int, not_done: int) -> str:
    """复查的隐患（3 条：已改好 2 条，没改好 1 条）"""
    if not not_done:
        return f"复查的隐患（{done} 条，都已改好）"
    if not done:
        return f"复查的隐患（{not_done} 条，都没改好）"
    return f"复查的隐患（{done + not_done} 条：已改好 {done} 条，没改好 {not_done} 条）"


def listed(numbers: Iterable[object]) -> str:
    return "、".join(str(number) for number in numbers)


def item_text(item: Item) -> str:
    """The question as it was asked, with what sets it apart."""
    return item.text + (ADVISORY if not item.counts else "") + (KEY if item.key else "")


def source(item: Item) -> str:
    """Where the notice asks it; the laws stand together under the table."""
    return "；\n".join(part for part in item.sources if part.startswith("§")) or "；\n".join(item.sources)


def laws(items: Iterable[Item]) -> str:
    """The laws beside the notice, article by article, with the items that rest on them; empty where there are none."""
    found: dict[str, dict[str, list[str]]] = {}
    for item in items:
        for part in item.sources:
            if not part.startswith("§"):
                law, article, number = part.partition("第")
                found.setdefault(law, {}).setdefault(article + number, []).append(item.code)
    said = []
    for law, articles in found.items():
        ordered = sorted(articles.items(), key=lambda one: (len(one[0]), one[0]))
        said.append(law + "、".join(f"{article}（{listed(codes)}）" for article, codes in ordered))
    return "；".join(said)


def beside_name(one: Someone) -> str:
    """王某，车间主任"""
    return "，".join(part for part in (one.name, one.title, one.agency) if part)


def void_reason(signature: Signature) -> str:
    return f"所签内容码\n{in_fours(signature.signed[:12])}"


def refusal(signature: Signature, year: str, void: bool) -> str:
    said = f"{beside_name(signature.person)}拒绝签字。理由：{signature.reason}。{paper_time(signature.at, year)}"
    return said.replace("。。", "。") + (f"（{VOID}）" if void else "")


def opinion(review: ReviewBody | None) -> str:
    """The reviewer's decision and words; what is sent back by item."""
    if review is None:
        return ""
    parts = [DECISIONS[review.decision], review.opinion, *(f"{one.item} {one.reason}" for one in review.items)]
    return "。".join(part.rstrip("。") for part in parts if part.strip()) + "。"


def how_to_verify(office: str) -> str:
    return f"在{office}电脑上扫码，或输入内容码前 12 位，不用联网。"
