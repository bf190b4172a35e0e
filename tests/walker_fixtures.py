"""What the tests of a visit on the laptop start from; each test module names it with pytest_plugins."""

import random

import pytest
from walker_world import WalkerWorld

from zjg_inspect.service import sample
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.saver import Saver


@pytest.fixture(scope="session")
def visited_laptop(tmp_path_factory):
    """A laptop's data on which the shop was visited before; 4-09 failed there and is still open."""
    return WalkerWorld.build(tmp_path_factory.mktemp("visited"), visited=True)


@pytest.fixture(scope="session")
def fresh_laptop(tmp_path_factory):
    """A laptop's data without a visit."""
    return WalkerWorld.build(tmp_path_factory.mktemp("fresh"))


@pytest.fixture
def laptop(visited_laptop, tmp_path):
    made = WalkerWorld(visited_laptop, tmp_path)
    yield made
    made.close()


@pytest.fixture
def saver(qapp):
    made = Saver()
    yield made
    made.close()


@pytest.fixture
def draft(laptop):
    return laptop.start()


@pytest.fixture
def session(laptop, saver, draft):
    return VisitSession.open(laptop.laptop, draft, saver)


@pytest.fixture
def walker(qtbot, session):
    from pages_walker import WalkerPage

    return WalkerPage(qtbot, session)


@pytest.fixture(scope="session")
def workshop():
    """A photo."""
    return sample.workshop_photo(random.Random(3))


@pytest.fixture
def sunlight(qapp):
    from zjg_inspect.ui import theme

    theme.apply(qapp, "sunlight")
    yield
    theme.apply(qapp, "light")
