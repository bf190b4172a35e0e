"""Leases, landlords and filings in words. No Qt."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from zjg_inspect.model.deadline import days_left
from zjg_inspect.service.filings import Counts, LeaseRow, ZoneRow
from zjg_inspect.service.found_leases import FoundLease
from zjg_inspect.service.landlords import LandlordRow, LikelyLandlord, Tenancy
from zjg_inspect.service.lease_texts import Taken, TextLandlord, VillageTexts
from zjg_inspect.ui.office.register_words import Fact
from zjg_inspect.ui.office.rich import Part
from zjg_inspect.ui.theme import Token

BY = {"owner": "产权方", "manager": "管理人"}


class Said(NamedTuple):
    """A state as words, colour and sign."""

    words: str
    token: Token
    icon: str


# What the list may show: key, word, and which states belong to it.
FILTERS = (
    ("all", "全部", ()),
    ("overdue", "逾期", ("overdue",)),
    ("soon", "快到期", ("soon",)),
    ("none", "日子不明", ("none",)),
    ("open", "未到期", ("open",)),
    ("filed", "已备案", ("done", "done_late")),
    ("ended", "已终止", ("ended",)),
)


def count_of(key: str, counts: Counts) -> int:
    return counts.total if key == "all" else counts.filed if key == "filed" else int(getattr(counts, key))


def state_of(row: LeaseRow | ZoneRow, on: date) -> Said:
    """逾期 12 天, 还剩 3 天, 已备案 11-20."""
    match row.state:
        case "overdue":
            return Said(f"逾期 {row.late} 天", "fail", "circle-alert")
        case "soon":
            left = days_left(row.due, on)
            return Said(f"还剩 {left} 天" if left else "今天到期", "attention", "clock")
        case "none":
            return Said("签订日不明" if isinstance(row, LeaseRow) else "未要求", "na", "message-circle-question-mark")
        case "open":
            return Said(f"还剩 {days_left(row.due, on)} 天", "ink-2", "")
        case "done":
            return Said(f"已备案 {row.filed[2:]}", "pass", "check")
        case "done_late":
            return Said(f"备案晚了 {row.late} 天", "attention", "check")
    return Said("已终止", "na", "minus")


def state_sentence(row: LeaseRow, on: date) -> str:
    """What the state means, and by when it was to be filed."""
    by = f"应在 {row.due} 前（含当天）备案" if row.due else "不知道哪天签的，算不出期限：问清后补上"
    match row.state:
        case "overdue":
            return f"逾期 {row.late} 天，{by}"
        case "soon" | "open":
            left = days_left(row.due, on)
            return f"{by}，" + (f"还剩 {left} 天" if left else "今天是最后一天")
        case "none":
            return by
        case "done":
            return f"{row.filed} 已备案" + ("，及时" if row.signed else "；签订日不明，不判断及时与否")
        case "done_late":
            return f"{row.filed} 已备案，晚了 {row.late} 天，{by}"
    return f"{row.ended} 已终止，没有备案，不再催"


def lease_line(row: LeaseRow) -> str:
    """永新村 工业路 18 号 · 永新村股份经济合作社 · 2026-10-22 签"""
    where = " ".join(part for part in (row.village, row.address or "地址没写") if part)
    return " · ".join(part for part in (where, row.landlord_name, signed_words(row)) if part)


def signed_words(row: LeaseRow) -> str:
    return f"{row.signed} 签" if row.signed else "签订日不明"


def lease_spoken(row: LeaseRow, on: date) -> str:
    return f"{row.name}，{state_of(row, on).words}，{lease_line(row)}"


def lease_facts(row: LeaseRow, remark: str, by: str) -> list[Fact]:
    kind = "管理人" if row.manager else "产权方"
    facts = [
        Fact("出租方", f"{row.landlord_name}（{kind}）"),
        Fact("厂房", f"{row.township} {row.village} {row.address or '地址没写'}"),
        Fact("面积", f"{row.area} m²" if row.area else ""),
        Fact("签订", row.signed or "不明"),
        Fact("租期到", row.until),
        Fact("终止", row.ended),
        Fact("回执", row.number if row.filed else ""),
        Fact("备案人", BY.get(by, "") if row.filed else ""),
        Fact("备注", remark),
    ]
    return [fact for fact in facts if fact.value]


def rented_facts(rows: Sequence[LeaseRow], on: date) -> list[Fact]:
    """What an enterprise rents, for its page in the register: 永新村 工业路 18 号 · … · 2026-10-22 签，逾期 10 天."""
    return [Fact("租约", f"{lease_line(row)}，{state_of(row, on).words}") for row in rows]


def filed_words(name: str, number: str, late: int) -> str:
    """What is said once a lease is filed."""
    return f"{name}的租约已备案，回执 {number}" + (f"，晚了 {late} 天。" if late else "。")


# -- landlords ---------------------------------------------------------------------------------------------------------


def landlord_line(row: LandlordRow) -> str:
    """产权方 · 永新村 · 厂房 2 处 · 在租 5 份"""
    kind = "管理人" if row.manager else "产权方"
    villages = "、".join(row.villages[:3]) + ("等" if len(row.villages) > 3 else "")
    return " · ".join(
        part for part in (kind, villages, f"厂房 {row.premises} 处", f"在租 {row.leases} 份") if part
    )  # fmt: skip


def landlord_state(row: LandlordRow) -> Said:
    if row.overdue:
        return Said(f"逾期 {row.overdue} 份", "fail", "circle-alert")
    return Said(f"快到期 {row.soon} 份" if row.soon else "", "attention", "clock")


def likely_words(each: LikelyLandlord) -> str:
    kind = "管理人" if each.manager else "产权方"
    return " · ".join(part for part in (kind, "、".join(each.villages), each.phone, each.code) if part)


def tenancy_parts(each: Tenancy, on: date) -> list[Part]:
    """甲五金厂　逾期 12 天　还没达到规范化"""
    said = state_of(each.lease, on)
    parts = [Part(each.lease.name, "ink", True), Part(f"　{said.words}", said.token, True)]
    if each.verdict is not None:
        reached = each.verdict.standardised
        parts.append(Part("　规范化管理企业" if reached else "　还没达到规范化", "pass" if reached else "ink-2"))
    until = f" 至 {each.lease.until}" if each.lease.until else ""
    return [*parts, Part(f"　{each.lease.signed}{until}" if each.lease.signed else "　签订日不明")]


# -- what waits --------------------------------------------------------------------------------------------------------


def found_line(each: FoundLease) -> str:
    """永新村 · 出租方 永新村委 · 张某、李某 11-20 发现"""
    return " · ".join(
        part for part in (each.village, f"出租方 {each.lease.landlord}", f"{'、'.join(each.by)} {each.date[5:]} 发现")
        if part
    )  # fmt: skip


def found_facts(each: FoundLease) -> list[Fact]:
    lease = each.lease
    already = f"登记里它已有 {each.rents_already} 份租约，看看是不是同一份" if each.rents_already else ""
    facts = [
        Fact("谁发现的", f"{'、'.join(each.by)}，{each.date}"),
        Fact("出租方", "，".join(part for part in (lease.landlord, lease.phone) if part)),
        Fact("厂房", lease.address),
        Fact("签订", lease.signed or "没问到"),
        Fact("租期到", lease.until),
        Fact("说明", each.note),
        Fact("注意", already),
    ]
    return [fact for fact in facts if fact.value]


def texts_line(each: VillageTexts) -> str:
    """底数表里有 37 家租用厂房，出租方 12 个名字"""
    return f"底数表里有 {each.tenants} 家租用厂房，出租方 {len(each.landlords)} 个名字"


def text_parts(each: TextLandlord) -> list[Part]:
    """永新村股份经济合作社　2 家，新登记　甲五金厂（2026-03-01）、乙机械厂（签订日不明）"""
    tenants = "、".join(f"{tenant.name}（{tenant.signed or '签订日不明'}）" for tenant in each.tenants)
    kind = "登记里已有，就用它" if each.known else "新登记"
    parts = [Part(each.name, "ink", True), Part(f"　{len(each.tenants)} 家，{kind}", "ink-2")]
    if each.alike:
        parts.append(Part(f"　和“{'”“'.join(each.alike)}”相近，看看是不是一家", "attention", True))
    return [*parts, Part(f"　{tenants}")]


def texts_notes(each: VillageTexts) -> list[str]:
    """What a person should know before he confirms."""
    notes = []
    if each.unsigned:
        notes.append(f"{each.unsigned} 家没写哪天签的：收进来也是“签订日不明”，不猜。")
    if each.silent:
        notes.append(f"另有 {each.silent} 家租用厂房没写出租方：收不进来，要去问清。")
    if each.unclear:
        notes.append(f"“{'”“'.join(each.unclear)}”在登记里不止一个，要逐份登记。")
    return notes


def taken_words(village: str, done: Taken) -> str:
    return f"{village}：收进 {done.leases} 份租约，新登记出租方 {done.landlords} 个、厂房 {done.premises} 处。"
