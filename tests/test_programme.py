"""A programme: the notice's, another one without code, which of them holds when, and how it travels."""

from datetime import date, timedelta

import msgspec
import pytest
from forger import Forger
from hypothesis import given
from hypothesis import strategies as st
from programmes import ANOTHER

from zjg_inspect import errors
from zjg_inspect.formfile import shipped_programme
from zjg_inspect.model import authority, ids
from zjg_inspect.model.lease import filing
from zjg_inspect.model.period import period_of
from zjg_inspect.model.programme import LIMITS, Fault, Phase, Programme, Targets, check, current, faults
from zjg_inspect.service import conflicts, exchange
from zjg_inspect.service import programme as service
from zjg_inspect.service.doctor import doctor
from zjg_inspect.ui.messages import sentence

NOTICE = shipped_programme()
ON = date(2027, 5, 1)


def but(programme=ANOTHER, **changes):
    return msgspec.structs.replace(programme, **changes)


def but_phase(number, **changes):
    phases = list(ANOTHER.phases)
    phases[number - 1] = msgspec.structs.replace(phases[number - 1], **changes)
    return but(phases=tuple(phases))


# -- the notice's own --------------------------------------------------------------------------------------------------


def test_the_shipped_programme_is_the_notices():
    assert [(phase.title, phase.starts, phase.ends, phase.source) for phase in NOTICE.phases] == [
        ("摸排底数阶段", "2022-06-01", "2022-06-30", "§五(一)"),
        ("对标提升阶段", "2022-07-01", "2023-06-30", "§五(二)"),
        ("评估确认阶段", "2023-07-01", "2023-10-31", "§五(三)"),
        ("总结提升阶段", "2023-11-01", "2023-12-31", "§五(四)"),
    ]
    assert NOTICE.targets == Targets(enterprises_in_zone=70, zones=70)
    assert (NOTICE.report_day, NOTICE.lease_days, NOTICE.filing_by) == (28, 30, "2022-06-30")
    assert faults(NOTICE) == []


def test_every_day_of_the_notice_is_in_one_phase():
    day = date.fromisoformat(NOTICE.starts)
    while day <= date.fromisoformat(NOTICE.ends):
        assert sum(day in phase for phase in NOTICE.phases) == 1
        day += timedelta(days=1)
    assert NOTICE.phase_on(date(2022, 5, 31)) is None
    assert NOTICE.phase_on(date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "phase", "after"),
    [
        ("2022-06-30", "摸排底数阶段", "对标提升阶段"), ("2022-07-01", "对标提升阶段", "评估确认阶段"),
        ("2023-06-30", "对标提升阶段", "评估确认阶段"), ("2023-12-31", "总结提升阶段", None),
    ],
)  # fmt: skip
def test_a_phases_last_day_is_its_own(day, phase, after):
    on = date.fromisoformat(day)
    assert NOTICE.phase_on(on).title == phase
    assert (following.title if (following := NOTICE.next_phase(on)) else None) == after


# -- another one, without code -----------------------------------------------------------------------------------------


def test_another_programme_has_its_own_phases_report_day_and_days_to_file():
    assert faults(ANOTHER) == []
    assert ANOTHER.phase_on(date(2027, 4, 1)).title == "全面提升"
    assert ANOTHER.phase_on(date(2029, 7, 1)) is None  # the gap
    assert ANOTHER.next_phase(date(2029, 7, 1)).title == "验收"
    february = period_of(date(2028, 2, 29), ANOTHER.report_day)
    assert (february.first, february.last, february.name) == (date(2028, 2, 1), date(2028, 2, 29), "2028年2月")
    states = [
        filing("2027-04-01", "", date(2027, 4, day), ANOTHER.lease_days, ANOTHER.due_soon).state
        for day in (10, 11, 16, 17)
    ]
    assert states == ["open", "soon", "soon", "overdue"]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (but(title="  "), Fault("empty", "title")),
        (but(title="一" * 61), Fault("too_long", "title")),
        (but(source="甲\n乙"), Fault("not_a_line", "source")),
        (but(id="Another"), Fault("code", "id")),
        (but(starts=""), Fault("no_day", "starts")),
        (but(ends="2027-02-30"), Fault("no_day", "ends")),
        (but(starts="2030-01-01"), Fault("ends_first", "ends")),
        (but(filing_by="soon"), Fault("no_day", "filing_by")),
        (but(targets=Targets(0, 70)), Fault("number", "enterprises_in_zone")),
        (but(targets=Targets(70, 101)), Fault("number", "zones")),
        (but(report_day=32), Fault("number", "report_day")),
        (but(lease_days=0), Fault("number", "lease_days")),
        (but(due_soon=-1), Fault("number", "due_soon")),
        (but(phases=()), Fault("none", "phases")),
        (but_phase(2, title=""), Fault("empty", "title", 2)),
        (but_phase(2, starts=""), Fault("no_day", "starts", 2)),
        (but_phase(2, ends="2027-03-31"), Fault("ends_first", "ends", 2)),
        # it begins on the last day of the one before
        (but_phase(2, starts="2027-03-31"), Fault("overlap", "starts", 2)),
        (but_phase(1, starts="2026-12-31"), Fault("outside", "starts", 1)),
        (but_phase(3, ends="2030-01-01"), Fault("outside", "ends", 3)),
        (but_phase(3, code="2"), Fault("code", "code", 3)),
    ],
)
def test_what_is_wrong_is_named_by_its_field(wrong, fault):
    assert fault in faults(wrong)
    with pytest.raises(errors.ProgrammeWrong) as refused:
        check(wrong)
    assert (refused.value.fault, refused.value.member, refused.value.phase) == faults(wrong)[0]


def test_the_sentence_names_phase_and_field():
    with pytest.raises(errors.ProgrammeWrong) as refused:
        check(but_phase(2, starts="2027-03-31"))
    said = sentence(refused.value)
    assert said.startswith("第 2 个阶段的“开始”和上一个阶段的日子重叠，所以没有发布")


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@st.composite
def programmes(draw):
    """Any that a person may publish: phases in order, with or without gaps."""
    edges = sorted(draw(st.lists(DAYS, min_size=2, max_size=8, unique=True)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    phases = [Phase(str(n), f"第{n}段", a.isoformat(), b.isoformat()) for n, (a, b) in enumerate(pairs, 1)]
    numbers = {name: draw(st.integers(least, most)) for name, (least, most) in LIMITS.items()}
    targets = Targets(numbers.pop("enterprises_in_zone"), numbers.pop("zones"))
    own = draw(st.sampled_from(["a", "b", "c", "d1", "zjg_2022"]))
    starts, ends = edges[0].isoformat(), edges[-1].isoformat()
    return Programme(own, "某方案", "某文件", starts, ends, tuple(phases), targets, **numbers)


@given(programmes(), DAYS)
def test_a_day_lies_in_one_phase_at_most_and_a_valid_programme_reads_back_the_same(programme, day):
    assert faults(programme) == []
    within = [phase for phase in programme.phases if day in phase]
    assert len(within) <= 1
    assert programme.phase_on(day) == (within[0] if within else None)
    assert not within or day in programme
    assert msgspec.convert(msgspec.to_builtins(programme), Programme) == programme


@given(st.lists(programmes(), max_size=5, unique_by=lambda each: each.id), DAYS, st.randoms())
def test_which_one_holds_depends_on_the_set_and_the_day_alone(known, day, chance):
    shuffled = known[:]
    chance.shuffle(shuffled)
    found = current(known, day)
    assert current(shuffled, day) == found
    if not known:
        assert found is None
        return
    holding = [each for each in known if day in each]
    begun = [each for each in known if each.starts <= day.isoformat()]
    assert found in (holding or begun or known)
    if begun:
        assert all(each.starts <= found.starts for each in holding or begun)
    else:
        assert all(found.starts <= each.starts for each in known)


def test_after_its_end_a_programme_holds_until_the_next_one_begins():
    both = (NOTICE, ANOTHER)
    assert [current(both, date.fromisoformat(day)).id for day in ("2022-01-01", "2023-12-31", "2026-11-25")] == [
        NOTICE.id
    ] * 3
    assert [current(both, date.fromisoformat(day)).id for day in ("2027-01-01", "2031-01-01")] == [ANOTHER.id] * 2


# -- published, and carried to the laptops -----------------------------------------------------------------------------


def test_every_store_knows_the_notices_programme_from_the_start(world):
    for db in (world.office, world.laptop):
        assert service.programme(db, date(2022, 8, 1)) == NOTICE
        assert service.programmes(db) == [service.Known(NOTICE)]


def test_a_published_programme_holds_at_the_office_and_comes_to_the_laptop_in_its_next_bundle(world):
    world.carry(world.office, world.laptop)
    world.carry(world.laptop, world.office)
    service.publish(world.office, ANOTHER)
    assert service.programme(world.office, ON) == ANOTHER
    assert service.programme(world.laptop, ON) == NOTICE
    world.carry(world.office, world.laptop)
    assert service.programme(world.laptop, ON) == ANOTHER
    assert service.programme(world.laptop, date(2026, 12, 31)) == NOTICE
    assert doctor(world.laptop).ok


def test_a_laptop_accepted_later_gets_it_too(world):
    version = service.publish(world.office, ANOTHER)
    world.carry(world.office, world.laptop)
    (published, shipped) = service.programmes(world.laptop)
    assert (published.programme, published.versions) == (ANOTHER, (version,))
    assert shipped.programme == NOTICE


def test_changing_the_notices_programme_makes_a_new_version_of_it(world):
    changed = but(NOTICE, ends="2024-06-30")
    first = service.publish(world.office, changed)
    again = but(changed, report_day=25)
    second = service.publish(world.office, again, [first])
    assert service.programmes(world.office) == [service.Known(again, (second,))]
    assert service.publish(world.office, again, [second]) == second  # nothing changed, nothing made
    assert service.programme(world.office, date(2024, 3, 1)).report_day == 25


def test_two_changes_of_one_version_stand_side_by_side_until_a_person_takes_one(world):
    base = service.publish(world.office, ANOTHER)
    one = service.publish(world.office, but(report_day=25), [base])
    two = service.publish(world.office, but(report_day=20), [base])
    (known, _) = service.programmes(world.office)
    assert (known.in_conflict, set(known.versions)) == (True, {one, two})
    (listed,) = conflicts.conflicts(world.office)
    assert (listed.kind, listed.name) == ("programme", ANOTHER.title)
    shown = conflicts.conflict(world.office, "programme", ids.programme_entity(ANOTHER.id))
    assert shown.whole
    conflicts.merge_conflict(world.office, "programme", listed.entity, shown.versions, take=one)
    (known, _) = service.programmes(world.office)
    assert (known.in_conflict, known.programme.report_day) == (False, 25)
    assert doctor(world.office).ok


def test_publishing_over_all_that_is_there_settles_a_conflict_as_well(world):
    base = service.publish(world.office, ANOTHER)
    for day in (25, 20):
        service.publish(world.office, but(report_day=day), [base])
    (known, _) = service.programmes(world.office)
    service.publish(world.office, known.programme, known.versions)
    assert [each.in_conflict for each in service.programmes(world.office)] == [False, False]


def test_a_laptop_publishes_none_and_what_it_forges_is_set_aside(world):
    with pytest.raises(errors.WrongRole):
        service.publish(world.laptop, ANOTHER)
    forger = Forger(world)
    record = forger.version("programme", ids.programme_entity(ANOTHER.id), ANOTHER)
    report = forger.hand_in(record)
    assert [each.reason for each in report.aside] == ["authority: programme"]
    assert service.programmes(world.office) == [service.Known(NOTICE)]


@pytest.mark.parametrize("wrong", [but(report_day=32), but_phase(2, starts="2027-03-31"), but(title="甲\u2028乙")])
def test_nothing_wrong_is_published_nor_taken_in(world, wrong):
    with pytest.raises(errors.ProgrammeWrong):
        service.publish(world.office, wrong)
    record = Forger(world, world.office.key, world.office).version(
        "programme", ids.programme_entity(wrong.id), wrong, n=99
    )
    with pytest.raises(errors.SchemaWrong):
        authority.body_of(record.version)
    assert service.programmes(world.office) == [service.Known(NOTICE)]


def test_a_version_under_another_programmes_id_is_none(world):
    record = Forger(world).version("programme", ids.programme_entity("zjg_2022"), ANOTHER)
    with pytest.raises(errors.SchemaWrong):
        authority.body_of(record.version)


def test_a_copy_to_begin_another_programme_from_is_a_programme_of_its_own(world):
    copy = service.another(NOTICE)
    assert copy.id != NOTICE.id
    assert [each.title for each in copy.phases] == [each.title for each in NOTICE.phases]
    assert {fault.kind for fault in faults(copy)} == {"empty", "no_day"}, "a name and days of its own"
    with pytest.raises(errors.ProgrammeWrong):
        service.publish(world.office, copy)
    service.publish(world.office, but(ANOTHER, id=copy.id, title="下一个方案"))
    assert {known.programme.title for known in service.programmes(world.office)} == {NOTICE.title, "下一个方案"}


def test_a_new_office_learns_it_from_a_copy_of_the_set(world):
    """What was published is a version like any other: importing the same again changes nothing."""
    service.publish(world.office, ANOTHER)
    path = exchange.export_bundles(world.office, world.stick)[0].path
    first, again = exchange.import_bundles(world.laptop, [path, path])
    assert first.status == again.status == "imported"
    assert again.new == 0
    assert service.programme(world.laptop, ON) == ANOTHER
