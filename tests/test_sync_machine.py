"""Whatever happens between three laptops and their office, in whatever order: in the end nothing is lost or doubled."""

import sync_land
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select
from sync_land import LAPTOPS, doctor, hashes, heads

from zjg_inspect import errors
from zjg_inspect.service import delivery, enrol, lists
from zjg_inspect.store import tables

laptops = st.sampled_from(LAPTOPS)


class Sync(RuleBasedStateMachine):
    """`template` and `place` are set for each run: where the land begins, and where a land of its own may stand."""

    template = place = None
    number = 0

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed):
        Sync.number += 1
        self.land = sync_land.opened(self.template, self.place / str(Sync.number), seed)

    # -- people write --------------------------------------------------------------------------------------------------

    @rule(name=laptops, with_photo=st.booleans())
    def a_visit(self, name, with_photo):
        self._unless_suspended(self.land.visit, name, with_photo)

    @rule(name=laptops)
    def a_correction(self, name):
        self._unless_suspended(self.land.correct, name)

    @rule(name=st.sampled_from(("office", *LAPTOPS)))
    def a_step_of_a_hazard(self, name):
        self._unless_suspended(self.land.step, name)

    @rule()
    def an_edit_of_the_register(self):
        self.land.edit()

    @rule()
    def a_review(self):
        self.land.review()

    @rule(name=laptops)
    def a_laptop_is_lost_and_suspended(self, name):
        enrol.suspend(self.land.office, self.land.laptops[name].key.device)

    @rule(name=laptops)
    def it_was_found_again(self, name):
        enrol.resume(self.land.office, self.land.laptops[name].key.device)

    @rule()
    def the_office_makes_a_backup(self):
        self.land.keep()

    @rule()
    def the_office_is_restored_from_it(self):
        self.land.restore()

    # -- sticks travel -------------------------------------------------------------------------------------------------

    @rule(name=laptops)
    def a_bundle_up(self, name):
        self.land.write(name)

    @rule(name=laptops)
    def a_bundle_down(self, name):
        self.land.write("office", name)

    @rule()
    def one_arrives_late_or_again(self):
        if parcel := self.land.any_parcel():
            assert self.land.deliver(parcel).status != "refused"

    @rule()
    def the_latest_arrives(self):
        if self.land.air:
            assert self.land.deliver(self.land.air[-1]).status != "refused"

    @rule()
    def one_is_lost(self):
        if parcel := self.land.any_parcel():
            self.land.air.remove(parcel)

    @rule()
    def one_is_cut(self):
        if parcel := self.land.any_parcel():
            self.land.deliver_cut(parcel)

    @rule()
    def one_is_given_to_a_colleague(self):
        if parcel := self.land.any_parcel():
            self.land.deliver_to_a_colleague(parcel)

    def _unless_suspended(self, act, *arguments):
        """A laptop that knows that it is suspended writes nothing."""
        try:
            act(*arguments)
        except errors.DeviceSuspended:
            assert arguments[0] != "office"

    # -- the end -------------------------------------------------------------------------------------------------------

    def teardown(self):
        if not hasattr(self, "land"):
            return
        land = self.land
        try:
            land.bring_together()
            health = doctor(land.office)
            assert health.ok, health.problems
            again = sync_land.anew(land.office, land.root / "anew", land.chance)
            assert (again.set, again.projections) == (health.set, health.projections)
            everything, stands = hashes(land.office), heads(land.office)
            for laptop in land.laptops.values():
                self._has_lost_nothing(laptop, everything, stands)
            assert all(lost.lacking == 0 for lost in delivery.lost_bundles(land.office))
        finally:
            land.close()

    def _has_lost_nothing(self, laptop, everything, stands):
        health = doctor(laptop)
        assert health.ok, health.problems
        assert hashes(laptop) <= everything
        own = heads(laptop)
        assert own == {entity: stands[entity] for entity in own}
        with self.land.office.read() as conn:
            hazards = conn.scalars(select(tables.hazard.c.entity).where(tables.hazard_is_open))
            concern = {*conn.scalars(select(tables.enterprise.c.entity)), *hazards}
        assert concern <= own.keys()
        assert {each.delivery.state for each in lists.sealed_visits(laptop) if each.delivery} <= {"delivered"}


def test_nothing_is_lost_or_doubled_whatever_happens(tmp_path_factory):
    Sync.template = tmp_path_factory.mktemp("land") / "template"
    sync_land.build(Sync.template)
    Sync.place = tmp_path_factory.mktemp("lands")
    run_state_machine_as_test(
        Sync,
        settings=settings(
            max_examples=15, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
