"""Zones in words: the verdict of each, and the shortest way to 双七十 (§一, §五(三)). No Qt."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from zjg_inspect.model.programme import Targets
from zjg_inspect.model.verdict import TARGET, Half
from zjg_inspect.service.verdicts import CityVerdict, ZoneVerdict, city_of

_NAMED = 3


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
    """By share, the highest first and those without enterprises last; by name; or (missing) those that are nearest to
    their line first, then those that are there."""
    if by == "name":
        return sorted(zones, key=lambda zone: (zone.township, zone.village))
    if by == "missing":
        near = nearest(zones)
        open_ = {zone.id for zone in near}
        return [*near, *ranked([zone for zone in zones if zone.id not in open_], "share")]
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


class TownSum(NamedTuple):
    """A township over its zones: its zones that count, its enterprises, and how many of both have reached."""

    township: str
    zones: Half
    enterprises: Half
    # as of the rows that it stands among
    id: str = ""
    village: str = ""

    def words(self) -> str:
        if not self.zones.total:
            return "没有企业，不计"
        zones = f"集中区 {self.zones.reached} / {self.zones.total} 个达到"
        return f"{zones}，企业 {self.enterprises.reached} / {self.enterprises.total}，{self.enterprises.share}"


def by_township(zones: Sequence[ZoneVerdict], targets: Targets) -> list[ZoneVerdict | TownSum]:
    """By township and village, each township under its sum."""
    rows: list[ZoneVerdict | TownSum] = []
    for township, group in groupby(ranked(zones, "name"), key=lambda zone: zone.township):
        own = list(group)
        city = city_of(own, targets)
        rows += [TownSum(township, city.zones, city.enterprises), *own]
    return rows


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
