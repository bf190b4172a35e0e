"""The balanced proposal: whoever it sends, it is fair, keeps villages together, and says the same every time."""

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect.model.balance import Candidate, Hand, Proposal, propose, weight_of
from zjg_inspect.model.facts import Facts
from zjg_inspect.model.inspection import VisitType

FIRST = date(2026, 11, 23)  # a Monday
CHECK, VERIFY, GUIDE = VisitType.ASSESSMENT, VisitType.REINSPECTION, VisitType.GUIDANCE
VILLAGES = ("永新村", "光明村", "三星村", "民乐村")
QUIET = {"dust_explosive": False, "ammonia_refrigeration": False, "other_key_field": False}


def day(days):
    return FIRST + timedelta(days=days)


@st.composite
def works(draw):
    """Enterprises to be visited, and laptops that were granted some of the villages."""
    count = draw(st.integers(0, 24))
    dues = st.one_of(st.just(""), st.integers(-9, 40).map(lambda days: day(days).isoformat()))
    candidates = [
        Candidate(draw(st.sampled_from(VILLAGES)), f"企业{n:02}", draw(st.sampled_from(list(VisitType))),
                  draw(st.integers(1, 9)), draw(dues))
        for n in range(count)
    ]  # fmt: skip
    hands = [
        Hand(f"{n:032x}", draw(st.frozensets(st.sampled_from(VILLAGES))), draw(st.integers(0, 40)))
        for n in range(draw(st.integers(0, 5)))
    ]
    return candidates, hands


def loads(proposal: Proposal, hands):
    found = {hand.device: hand.load for hand in hands}
    for share in proposal.shares:
        found[share.device] += share.candidate.weight
    return found


def holders(proposal: Proposal):
    """Which laptops share a village, with what each carries of it."""
    found = defaultdict(lambda: defaultdict(int))
    for share in proposal.shares:
        found[share.candidate.zone][share.device] += share.candidate.weight
    return found


def is_fair(carried, parts, hands, most):
    """Nobody holds something that another could take who carries more than one visit less."""
    zones = {hand.device: hand.zones for hand in hands}
    return all(
        carried[one] - carried[other] <= most
        for zone, some in parts.items()
        for one in some
        for other in carried
        if zone in zones[other]
    )


@given(works())
def test_everyone_is_visited_once_by_a_laptop_of_its_village_or_named_as_left(work):
    candidates, hands = work
    proposal = propose(candidates, hands, FIRST, day(14))
    assert sorted([*(share.candidate for share in proposal.shares), *proposal.left]) == sorted(candidates)
    zones = {hand.device: hand.zones for hand in hands}
    assert all(share.candidate.zone in zones[share.device] for share in proposal.shares)
    assert all(each.zone not in zones[device] for each in proposal.left for device in zones)


@given(works())
def test_nobody_carries_more_than_one_visit_more_than_who_could_take_it(work):
    candidates, hands = work
    proposal = propose(candidates, hands, FIRST, day(14))
    most = max((share.candidate.weight for share in proposal.shares), default=0)
    assert is_fair(loads(proposal, hands), holders(proposal), hands, most)


@given(st.lists(st.tuples(st.sampled_from(VILLAGES), st.integers(1, 9)), min_size=1, max_size=30), st.integers(1, 6))
def test_where_all_may_go_everywhere_the_loads_differ_by_the_largest_visit_at_most(some, count):
    candidates = [Candidate(zone, f"企业{n:02}", CHECK, weight) for n, (zone, weight) in enumerate(some)]
    hands = [Hand(f"{n:032x}", frozenset(VILLAGES)) for n in range(count)]
    carried = loads(propose(candidates, hands, FIRST, day(14)), hands).values()
    assert max(carried) - min(carried) <= max(weight for _, weight in some)


@given(works())
def test_no_village_is_in_parts_that_could_be_put_together(work):
    candidates, hands = work
    proposal = propose(candidates, hands, FIRST, day(14))
    most = max((share.candidate.weight for share in proposal.shares), default=0)
    parts, carried = holders(proposal), loads(proposal, hands)
    for zone, some in parts.items():
        for giver in some:
            for taker in some.keys() - {giver}:
                moved = some[giver]
                then = carried | {giver: carried[giver] - moved, taker: carried[taker] + moved}
                joined = {device: weight for device, weight in some.items() if device != giver}
                assert not is_fair(then, {**parts, zone: joined}, hands, most)


@given(works(), st.randoms())
def test_the_order_in_which_they_are_given_changes_nothing(work, chance):
    candidates, hands = work
    before = propose(candidates, hands, FIRST, day(14))
    chance.shuffle(candidates)
    chance.shuffle(hands)
    assert propose(candidates, hands, FIRST, day(14)) == before


@given(works(), st.integers(0, 30))
def test_every_day_is_a_working_day_in_time_and_inside_the_period(work, length):
    candidates, hands = work
    for share in propose(candidates, hands, FIRST, day(length)).shares:
        due, own = date.fromisoformat(share.due), share.candidate.due
        assert FIRST <= due <= day(length)
        assert due.weekday() < 5
        assert own < FIRST.isoformat() or share.due <= own


@given(works(), st.integers(0, 30))
def test_by_any_day_a_laptop_has_at_least_its_even_part_due_but_for_one_visit(work, length):
    """So nobody finds everything on the last day."""
    candidates, hands = work
    days = [day(n).isoformat() for n in range(length + 1) if day(n).weekday() < 5]
    by_device = defaultdict(list)
    for share in propose(candidates, hands, FIRST, day(length)).shares:
        by_device[share.device].append(share)
    for shares in by_device.values():
        total = sum(share.candidate.weight for share in shares)
        most = max(share.candidate.weight for share in shares)
        for nth, until in enumerate(days, 1):
            done = sum(share.candidate.weight for share in shares if share.due <= until)
            assert done >= total * nth / len(days) - most


def test_a_weekend_alone_is_taken_as_it_is():
    saturday = date(2026, 11, 28)
    (share,) = propose(
        [Candidate("永新村", "甲", CHECK, 4)], [Hand("a", frozenset({"永新村"}))], saturday, saturday
    ).shares
    assert share.due == "2026-11-28"


def test_two_laptops_of_two_equal_villages_take_one_each():
    candidates = [Candidate(zone, f"{zone}{n}", CHECK, 4) for zone in VILLAGES[:2] for n in range(6)]
    hands = [Hand(device, frozenset(VILLAGES)) for device in ("a", "b")]
    found = holders(propose(candidates, hands, FIRST, day(14)))
    assert {zone: len(some) for zone, some in found.items()} == {"永新村": 1, "光明村": 1}
    assert {device for some in found.values() for device in some} == {"a", "b"}


def test_one_large_village_is_split_between_those_who_may_go_there():
    candidates = [Candidate("永新村", f"企业{n}", CHECK, 4) for n in range(9)]
    hands = [Hand(device, frozenset({"永新村"})) for device in ("a", "b")]
    assert sorted(loads(propose(candidates, hands, FIRST, day(14)), hands).values()) == [16, 20]


def test_who_has_much_on_hand_gets_less():
    candidates = [Candidate("永新村", f"企业{n}", CHECK, 4) for n in range(6)]
    hands = [Hand("a", frozenset({"永新村"}), load=24), Hand("b", frozenset({"永新村"}))]
    assert {share.device for share in propose(candidates, hands, FIRST, day(14)).shares} == {"b"}


def test_what_is_due_first_comes_first():
    late, soon = Candidate("永新村", "甲", VERIFY, 2, "2026-11-20"), Candidate("永新村", "乙", VERIFY, 9, "2026-11-25")
    rest = [Candidate("永新村", f"企业{n}", CHECK, 4) for n in range(8)]
    proposal = propose([*rest, soon, late], [Hand("a", frozenset({"永新村"}))], FIRST, day(11))
    by_place = {share.candidate.place: share.due for share in proposal.shares}
    assert (by_place["甲"], by_place["乙"] <= "2026-11-25") == ("2026-11-23", True)
    assert max(by_place.values()) == "2026-12-04"


def test_a_hundred_late_ones_are_not_all_due_tomorrow():
    late = [Candidate("永新村", f"企业{n:03}", VERIFY, 2, "2026-10-01") for n in range(100)]
    days = [share.due for share in propose(late, [Hand("a", frozenset({"永新村"}))], FIRST, day(11)).shares]
    assert {days.count(each) for each in days} == {10}


def test_larger_ones_and_those_with_hazards_weigh_more():
    small, large = Facts(headcount=38, **QUIET), Facts(headcount=80, **QUIET)
    assert weight_of(CHECK, small, 0) < weight_of(CHECK, large, 0) == weight_of(CHECK, Facts(), 0)
    assert weight_of(CHECK, small, 3) == weight_of(CHECK, small, 0) + 3
    assert weight_of(VERIFY, small, 5) > weight_of(VERIFY, large, 1)
    assert weight_of(GUIDE, small, 9) == weight_of(GUIDE, large, 0)
