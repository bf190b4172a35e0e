"""Verdicts in words: what is in an enterprise's way, and the shortest way to 双七十 (§一, §五(三)). No Qt."""

from collections.abc import Sequence
from itertools import groupby

from zjg_inspect.model.verdict import TARGET, EnterpriseVerdict, Why
from zjg_inspect.service.verdicts import CityVerdict, ZoneVerdict

_ALONE = {
    "never_assessed": "未核查",
    "only_third_party": "只有第三方去过，还没有核查",
    "not_reviewed": "待审核",
    "suspended": "核查有更正，待重新审核",
    "returned": "已退回，等更正后再送",
    "conflict": "两处改动还没有定",
}
_NAMED = 3


def why_words(why: Sequence[Why]) -> str:
    """待审核；第 3-02、4-04 条未整改；重大隐患 1 条未关闭"""
    said = []
    for kind, group in groupby(sorted(why, key=lambda each: _ORDER[each.kind]), key=lambda each: each.kind):
        about = [each.about for each in group]
        if kind == "major_hazard":
            said.append(f"重大隐患 {len(about)} 条未关闭")
        elif kind in ("item", "key_item"):
            said.append(f"{'否决项第' if kind == 'key_item' else '第'} {_codes(about)} 条未整改")
        else:
            said.append(_ALONE[kind])
    return "；".join(said)


_ORDER = {
    kind: place
    for place, kind in enumerate(
        (
            "major_hazard",
            "conflict",
            "returned",
            "suspended",
            "not_reviewed",
            "only_third_party",
            "never_assessed",
            "key_item",
            "item",
        )
    )
}


def _codes(codes: list[str]) -> str:
    shown = "、".join(sorted(codes)[: 2 * _NAMED])
    return f"{shown} 等 {len(codes)}" if len(codes) > 2 * _NAMED else shown


def verdict_words(verdict: EnterpriseVerdict) -> str:
    """The verdict with its why, in one sentence."""
    if verdict.standardised:
        return f"达到，{verdict.date} 的核查已审核通过"
    return f"还没达到：{why_words(verdict.why_not)}"


def zone_sentence(zone: ZoneVerdict) -> str:
    """A zone's verdict in one sentence: 三星村 20 家里有 14 家达到，正好 70%，可以确认。"""
    if not zone.total:
        return f"{zone.village}没有计入的企业，不作评定，也不算在集中区的个数里。"
    said = f"{zone.village} {zone.total} 家里有 {zone.standardised} 家达到，"
    if zone.half.exactly:
        return f"{said}正好 {zone.target}%，可以确认。"
    return f"{said}占 {zone.share}，{'可以确认' if zone.standardised_zone else f'还差 {zone.missing} 家'}。"


def nearest(zones: Sequence[ZoneVerdict]) -> list[ZoneVerdict]:
    """The zones that are not there yet, those with the fewest enterprises missing first."""
    open_ = [zone for zone in zones if zone.total and not zone.standardised_zone]
    return sorted(open_, key=lambda zone: (zone.missing, -zone.standardised / zone.total, zone.township, zone.village))


def ranked(zones: Sequence[ZoneVerdict], by: str) -> list[ZoneVerdict]:
    """By share, the highest first and those without enterprises last; or by name."""
    if by == "name":
        return sorted(zones, key=lambda zone: (zone.township, zone.village))
    return sorted(
        zones,
        key=lambda zone: (
            not zone.total,
            -zone.standardised / max(1, zone.total),
            zone.missing,
            zone.township,
            zone.village,
        ),
    )


def line_words(enterprises: int, zones: int) -> str:
    """双七十, or what another programme asks for: 企业 60%、集中区 80%."""
    return "双七十" if enterprises == zones == TARGET else f"企业 {enterprises}%、集中区 {zones}%"


def shortest_way(zones: Sequence[ZoneVerdict], city: CityVerdict) -> tuple[tuple[str, bool], ...]:
    """What is still to be done for both halves, as words and whether they are bold."""
    enterprises, reached = city.enterprises, city.zones
    both = "两个“七十”都达到" if enterprises.target == reached.target == TARGET else "两个目标都达到"
    if not enterprises.total:
        return (("还没有企业。到“登记”导入底数表，各集中区就会列在这里。", False),)
    if enterprises.met and reached.met:
        return ((f"{both}了。", True),)
    if not reached.missing:
        return (
            (f"集中区已到 {reached.target}%，企业再有 ", False),
            (f"{enterprises.missing} 家", True),
            (f"通过审核，{both}。", False),
        )
    way = nearest(zones)[: reached.missing]
    said: list[tuple[str, bool]] = []
    for zone in way[:_NAMED]:
        said += [("、" if said else "", False), (f"{zone.village}再有 ", False), (f"{zone.missing} 家", True)]
    if len(way) > _NAMED:
        said.append((f" 等 {len(way)} 个集中区、共 {sum(zone.missing for zone in way)} 家", False))
    said.append((f"通过审核，集中区就到 {reached.reached + len(way)} 个，", False))
    left = enterprises.missing - sum(zone.missing for zone in way)
    said.append((f"企业还差 {left} 家。" if left > 0 else f"{both}。", False))
    return tuple(part for part in said if part[0])
