"""Inspectors' progress: what each laptop and each person did, what waits; every figure is as long as its list."""

from datetime import timedelta

import pytest
from test_verdict_rules import approve_all
from two_laptops import second_laptop

from zjg_inspect.model import clock
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.period import previous
from zjg_inspect.service import assignments, figures, progress, review
from zjg_inspect.service.progress import TYPES

VISITS = ("done", *TYPES, "tries", "waiting", "returned")


@pytest.fixture
def busy(world):
    """甲 approved, 乙 sent back, 丙 waits; the same laptop still has 丙 to visit again, another has nothing."""
    second_laptop(world).laptop.close()
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    approve_all(world)
    back, _ = world.visit("乙机械厂")
    world.carry(world.laptop, world.office)
    shown = review.open_review(world.office, back)
    review.send_back(world.office, back, shown.version, world.reviewer, "少一张照片")
    world.visit("丙塑料厂")
    world.carry(world.laptop, world.office)
    device = world.laptop.key.device
    own = world.enterprises["丙塑料厂"]
    assignments.assign(world.office, [own], device, VisitType.GUIDANCE, clock.today() + timedelta(days=2))
    return world


def test_what_each_laptop_did_and_has_before_it(busy):
    month = figures.reported_on(busy.office, clock.today())
    said = progress.progress(busy.office, month, clock.today())
    own, other = said.laptops
    assert (own.name, own.people) == ("张某的电脑", ("张某", "李某"))
    assert (own.done, own.assessments, own.waiting, own.returned, own.assigned, own.overdue) == (3, 3, 1, 1, 1, 0)
    assert (other.done, other.waiting, other.assigned) == (0, 0, 0)
    late = progress.progress(busy.office, month, clock.today() + timedelta(days=3))
    assert late.laptops[0].overdue == 1
    assert {(each.name, each.done, each.returned) for each in said.people} == {("张某", 3, 1), ("李某", 3, 1)}


@pytest.mark.parametrize("earlier", [False, True])
def test_every_figure_is_as_long_as_its_list(busy, earlier):
    month = figures.reported_on(busy.office, clock.today())
    some = previous(month) if earlier else month
    on = clock.today() + timedelta(days=3)
    said = progress.progress(busy.office, some, on)
    for each in said.laptops:
        for which in VISITS:
            assert len(progress.visits(busy.office, which, some, device=each.device)) == getattr(each, which), which
        assert len(progress.assigned(busy.office, on, device=each.device)) == each.assigned
        assert len(progress.assigned(busy.office, on, overdue=True, device=each.device)) == each.overdue
    for each in said.people:
        for which in VISITS:
            assert len(progress.visits(busy.office, which, some, person=each.name)) == getattr(each, which), which
    done = figures.period_figures(busy.office, some).visits
    for which in ("done", *TYPES, "tries"):
        assert sum(getattr(each, which) for each in said.laptops) == getattr(done, which), which
    for which in VISITS:
        every = progress.visits(busy.office, which, some)
        assert sum(getattr(each, which) for each in said.laptops) == len(every), which
    assert [each.waiting for each in said.laptops] == [1, 0]


def test_whoever_waits_for_the_office_is_what_the_queue_shows(busy):
    month = figures.reported_on(busy.office, clock.today())
    waiting = {each.id for each in progress.visits(busy.office, "waiting", month)}
    assert waiting == {each.inspection for each in review.visits_to_review(busy.office)}
