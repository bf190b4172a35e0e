"""What the office's window says: the shortest way to 双七十, verdicts in words, the report after an acceptance."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.programme import Targets
from zjg_inspect.model.verdict import EnterpriseVerdict, Why, share_cut, zone_is_standardised, zone_missing
from zjg_inspect.service.enrol import Waiting
from zjg_inspect.service.exchange import FileReport, SetAside
from zjg_inspect.service.reasons import Reason, ReasonHazard, ReasonVisit
from zjg_inspect.service.verdicts import EnterpriseStanding, ZoneVerdict, city_of
from zjg_inspect.ui.office.inbox_words import after_acceptance, sums
from zjg_inspect.ui.office.reason_words import reason_lines, reasons_line, standing_words
from zjg_inspect.ui.office.rich import plain
from zjg_inspect.ui.office.why import nearest, ranked, shortest_way
from zjg_inspect.ui.widgets.text import wrap

A, B = "a" * 32, "b" * 32


NOTICE, ANOTHER = Targets(70, 70), Targets(60, 80)


def zone(village, standardised, total, targets=NOTICE):
    target = targets.enterprises_in_zone
    return ZoneVerdict(
        id=village,
        township="某某镇",
        village=village,
        total=total,
        standardised=standardised,
        missing=zone_missing(standardised, total, target),
        share=share_cut(standardised, total),
        standardised_zone=zone_is_standardised(standardised, total, target),
        target=target,
    )


def way(*zones, targets=NOTICE):
    return "".join(text for text, _ in shortest_way(zones, city_of(zones, targets)))


def test_one_enterprise_away_is_said_by_its_village():
    zones = [zone("永新村", 9, 10), zone("光明村", 8, 10), zone("民乐村", 25, 36)]
    assert way(*zones) == "民乐村再有 1 家通过审核，集中区就到 3 个，两个“七十”都达到。"


def test_what_stays_missing_of_the_enterprises_is_said_too():
    zones = [zone("永新村", 7, 10), zone("光明村", 7, 10), zone("民乐村", 6, 10), zone("和平村", 0, 20)]
    assert way(*zones) == "民乐村再有 1 家通过审核，集中区就到 3 个，企业还差 14 家。"


def test_zones_reached_but_enterprises_not():
    zones = [zone("永新村", 7, 10), zone("光明村", 7, 10), zone("民乐村", 7, 10), zone("和平村", 0, 1)]
    assert way(*zones) == "集中区已到 70%，企业再有 1 家通过审核，两个“七十”都达到。"


def test_all_reached_and_nothing_there():
    assert way(zone("永新村", 7, 10)) == "两个“七十”都达到了。"
    assert way(zone("永新村", 0, 0)).startswith("还没有企业")


def test_another_programmes_figures_are_said_and_no_seventy():
    zones = [zone(f"甲{n}村", 6, 10, ANOTHER) for n in range(4)]
    assert way(*zones, zone("民乐村", 5, 10, ANOTHER), targets=ANOTHER) == (
        "集中区已到 80%，企业再有 1 家通过审核，两个目标都达到。"
    )
    short = zone("民乐村", 11, 20, ANOTHER)
    assert way(*zones[:3], short, targets=ANOTHER) == "民乐村再有 1 家通过审核，集中区就到 4 个，两个目标都达到。"
    assert way(*zones, targets=ANOTHER) == "两个目标都达到了。"


def test_an_empty_zone_counts_in_neither_half():
    city = city_of([zone("永新村", 7, 10), zone("向阳村", 0, 0)], NOTICE)
    assert (city.enterprises.total, city.zones.total, city.zones.reached, city.empty) == (10, 1, 1, 1)


counts = st.lists(st.integers(0, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=12)


@given(counts, st.sampled_from([NOTICE, ANOTHER, Targets(100, 1)]))
def test_following_the_way_reaches_the_zones_and_not_one_enterprise_too_many(some, targets):
    zones = [zone(f"村{n}", reached, total, targets) for n, (reached, total) in enumerate(some)]
    before = city_of(zones, targets).zones
    done = {each.id for each in nearest(zones)[: before.missing]}

    def after(less):
        changed = [
            zone(z.id, z.standardised + z.missing - less, z.total, targets) if z.id in done else z for z in zones
        ]
        return city_of(changed, targets).zones

    assert not after(0).missing
    assert after(1).missing or not before.missing


@given(counts, st.sampled_from(["share", "name"]))
def test_ranking_keeps_every_zone_and_puts_empty_ones_last_by_share(some, by):
    zones = [zone(f"村{n}", reached, total) for n, (reached, total) in enumerate(some)]
    rows = ranked(zones, by)
    assert sorted(row.id for row in rows) == sorted(each.id for each in zones)
    if by == "share":
        shares = [row.standardised / row.total if row.total else -1 for row in rows]
        assert shares == sorted(shares, reverse=True)


def reason(kind, item="", title="", **more):
    return Reason(kind, item, title, **more)


def hazard(item, title, state="open", grade="general", in_conflict=False):
    where, what = "二号车间东侧", "通道被托盘占用"
    return ReasonHazard(item, item, title, what, where, grade, state, "2026-12-01", in_conflict)


VISIT = ReasonVisit("x", VisitType.ASSESSMENT, "2026-11-20", "张某、李某", False)


def standing(*reasons):
    verdict = EnterpriseVerdict(not reasons, tuple(Why(each.kind) for each in reasons), "x", "2026-11-20")
    return EnterpriseStanding("e", "甲厂", "", verdict, reasons)


def in_full(*reasons, on="2026-12-03"):
    return [plain(line) for line in reason_lines(standing(*reasons), date.fromisoformat(on))]


def test_why_stands_in_one_line_with_the_gravest_first():
    some = (
        reason("not_reviewed", visit=VISIT), reason("item", "3-02", "动火审批"), reason("item", "4-04", "安全通道"),
        reason("major_hazard", hazard=hazard("4-05", "警示标志", grade="major")),
    )  # fmt: skip
    assert reasons_line(some) == "重大隐患 1 条未关闭；待审核；3-02 动火审批、4-04 安全通道 未整改"
    many = tuple(reason("item", f"4-{n:02}", f"第{n}项") for n in range(1, 10))
    assert reasons_line(many) == "4-01 第1项、4-02 第2项、4-03 第3项 等 9 条未整改"
    assert standing_words(standing(reason("never_assessed"))) == "还没达到：未核查"
    assert standing_words(standing()) == "达到，2026-11-20 的核查已审核通过"


def test_in_full_every_item_and_hazard_says_what_where_how_grave_and_by_when():
    assert in_full(
        reason("item", "4-04", "安全通道", hazard=hazard("4-04", "安全通道")), reason("key_item", "3-02", "动火审批")
    ) == [
        "否决项 3-02 动火审批　未整改，没有记隐患",
        "4-04 安全通道　一般隐患，二号车间东侧，通道被托盘占用；还没改好，期限 2026-12-01，逾期 2 天",
        "按 2026-11-20 的核查，已审核",
    ]
    on_time = in_full(
        reason("item", "4-04", "安全通道", hazard=hazard("4-04", "安全通道", "rectified")), on="2026-12-01"
    )
    assert on_time[0].endswith("；企业报已改好，等复查，期限 2026-12-01，今天到期")


def test_in_full_a_major_hazard_stands_once_and_first():
    grave = hazard("4-05", "警示标志", "closed", "major")
    assert in_full(
        reason("not_reviewed", visit=VISIT), reason("item", "4-05", "警示标志", hazard=grave),
        reason("major_hazard", hazard=grave),
    ) == [
        "重大隐患未关闭　4-05 警示标志：二号车间东侧，通道被托盘占用；复查已改好，等审核",
        "待审核　2026-11-20 的核查，张某、李某",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (reason("suspended", visit=VISIT), "核查有更正，待重新审核　2026-11-20 的核查，张某、李某"),
        (reason("returned", visit=VISIT), "已退回，等更正后再送　2026-11-20 的核查，张某、李某"),
        (reason("conflict", visit=VISIT), "两处改动还没有定　审核：2026-11-20 的核查，张某、李某"),
        (
            reason("conflict", visit=msgspec.structs.replace(VISIT, in_conflict=True)),
            "两处改动还没有定　2026-11-20 的核查，张某、李某",
        ),
        (
            reason("conflict", hazard=hazard("4-04", "安全通道", "withdrawn", in_conflict=True)),
            "两处改动还没有定　4-04 安全通道：一般隐患，二号车间东侧，通道被托盘占用；已更正，不算隐患",
        ),
        (
            reason("only_third_party", visit=msgspec.structs.replace(VISIT, type=VisitType.GUIDANCE)),
            "只有第三方去过，还没有核查　2026-11-20 的指导，张某、李某",
        ),
    ],
)
def test_in_full_a_visit_and_a_conflict_are_named(one, said):
    assert in_full(one)[0] == said


@st.composite
def received(draw):
    """Reports of two devices, some of them held because nobody knew the device."""
    made = []
    for sender in draw(st.lists(st.sampled_from([A, B]), max_size=6)):
        new, known, held, bad = (draw(st.integers(0, 9)) for _ in range(4))
        aside = (SetAside("held", "unknown_device", "device", held),) if held else ()
        status = "held" if held and not new else "imported"
        made.append(
            FileReport("x", status, new + known + held + bad, new, known, held, bad, sender, "某", 1, aside=aside)
        )
    return made


@given(received(), st.data())
def test_after_an_acceptance_the_equation_still_holds_and_only_that_device_changed(reports, data):
    waited = sum(report.held for report in reports if report.sender == A)
    already = sum(report.quarantined for report in reports if report.sender == A)
    still = data.draw(st.integers(0, waited))
    bad = data.draw(st.integers(0, waited - still))
    after = after_acceptance(reports, A, Waiting(still, already + bad))
    for report in after:
        assert report.read == report.new + report.known + report.held + report.quarantined
    assert sums(after).read == sums(reports).read
    assert sum(report.held for report in after if report.sender == A) == still
    assert sum(report.quarantined for report in after if report.sender == A) == already + bad
    assert [report for report in after if report.sender == B] == [r for r in reports if r.sender == B]


@given(st.text("甲乙，。 a1“”（）🏭"), st.integers(0, 60))
def test_running_text_is_broken_without_loss_even_where_one_sign_is_too_wide(text, width):
    lines = wrap(text, width, lambda part: 10 * len(part), spoken=False)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(10 * len(line.rstrip()) <= max(width, 10) for line in lines)
