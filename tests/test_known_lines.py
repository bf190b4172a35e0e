"""A bundle carries all that was not acknowledged, so most of it has often been here before."""

import msgspec
import pytest
from forger import Forger

from zjg_inspect import errors
from zjg_inspect.model import authority
from zjg_inspect.service import review


@pytest.fixture
def sealed(world):
    """An honest visit with a failed item, not handed in yet; its id and version."""
    return world.visit("甲五金厂", fail=("4-09",))


@pytest.fixture
def forger(world, sealed):
    return Forger(world)


def test_what_is_here_already_is_not_read_again(world, forger, sealed, monkeypatch):
    honest = forger.honest()
    assert forger.hand_in(*honest).new == 3
    with monkeypatch.context() as none_is_read:
        none_is_read.setattr(authority, "parse_line", None)
        again = forger.hand_in(*honest)
    assert (again.status, again.read, again.known) == ("imported", len(honest), len(honest))
    later, _ = world.visit("乙机械厂")
    more = forger.hand_in(*forger.honest())
    assert (more.known, more.new, more.visits) == (len(honest), more.read - len(honest), 1)
    assert {waiting.inspection for waiting in review.visits_to_review(world.office)} == {sealed[0], later}


def test_what_is_here_already_but_comes_with_a_false_signature_is_refused(world, forger, sealed):
    *others, last = forger.honest()
    assert forger.hand_in(*others, last).new == 3
    false = msgspec.structs.replace(last, signature=bytes(64))
    report = forger.hand_in(*others, false)
    assert report.status == "refused"
    assert isinstance(report.error, errors.BundleForged)
    assert forger.hand_in(*others, last).known == len(others) + 1
