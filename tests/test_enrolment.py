"""Enrolment is mutual: each side takes the other's card after two people have compared both numbers."""

import re

import pytest
from forger import Forger
from pages import Field, read_code
from world import small_world

from zjg_inspect.model import ids
from zjg_inspect.service import exchange, lists, people, setup
from zjg_inspect.ui import messages


@pytest.fixture
def other_office(tmp_path):
    """Another office that calls itself the same."""
    with setup.open_data(tmp_path / "other") as made:
        setup.become_office(made, "塘桥镇安监办", "张塘核")
        yield made


def test_a_number_is_twenty_digits_in_fours_and_follows_from_the_key(world):
    card = setup.own_card(world.office)
    assert re.fullmatch(r"\d{4}( \d{4}){4}", card.fingerprint)
    assert card.fingerprint == ids.fingerprint(world.office.key.public)
    assert card == setup.read_card(setup.write_card(world.office, world.stick), "office")
    assert card.fingerprint != setup.own_card(world.laptop).fingerprint


def test_a_card_that_was_swapped_on_the_way_shows_another_number(world, other_office, tmp_path):
    true = setup.read_card(setup.write_card(world.office, world.stick), "office")
    swapped = setup.read_card(setup.write_card(other_office, tmp_path), "office")
    assert swapped.name == true.name
    assert swapped.fingerprint != true.fingerprint


def test_with_a_swapped_card_the_true_offices_bundles_wait_and_nothing_of_them_counts(world, other_office, tmp_path):
    with setup.open_data(tmp_path / "laptop2") as laptop:
        setup.become_laptop(laptop, "李某的电脑", setup.own_card(other_office))
        setup.accept_laptop(world.office, setup.own_card(laptop), "A08", (world.zone,))
        report = world.carry(world.office, laptop)
        assert report.status == "held"
        assert (report.new, report.quarantined) == (0, 0)
        assert report.read == report.held
        assert "没见过的电脑，接受后自动并入" in messages.aside_words(report.aside)
        assert lists.enterprises(laptop) == []
        assert people.people(laptop) == []


def test_what_a_laptop_with_a_swapped_card_writes_cannot_be_read_by_the_true_office_which_says_so(
    world, other_office, tmp_path
):
    with setup.open_data(tmp_path / "laptop2") as laptop:
        setup.become_laptop(laptop, "李某的电脑", setup.own_card(other_office))
        (report,) = exchange.import_bundles(world.office, [exchange.export_bundle(laptop, tmp_path).path])
    assert (report.status, report.read) == ("refused", 0)
    assert "是写给别的电脑的" in messages.sentence(report.error)


def test_an_office_is_never_offered_as_a_laptop_to_accept(world, other_office, tmp_path):
    other = Forger(world, key=other_office.key, db=other_office)
    report = other.hand_in(*other.honest())
    assert report.status == "held"
    with pytest.raises(setup.errors.CardOfWrongTier):
        setup.read_card(setup.write_card(other_office, tmp_path), "field")


@pytest.fixture
def field(qtbot, tmp_path):
    world = small_world(tmp_path / "week")
    field = Field(qtbot, world.laptop)
    field.world = world
    field.press("Ctrl+4")
    yield field
    world.close()


def test_the_laptop_shows_both_numbers_at_any_time(field):
    own = field.window.home.exchange.own_card
    assert own.number.number() == setup.own_card(field.world.laptop).fingerprint
    assert own.office_number.number() == setup.own_card(field.world.office).fingerprint
    assert "塘桥镇安监办" in own.office_number.whose()


def test_the_laptops_card_is_shown_as_a_code_that_a_telephone_reads(field, tmp_path):
    own = field.window.home.exchange.own_card
    field.click("showCode")
    field.until(own.code.isVisible)
    carried = tmp_path / "手机发来的.zjgcard"
    carried.write_text(read_code(own.code), encoding="utf-8")
    assert setup.read_card(carried, "field") == setup.own_card(field.world.laptop)
    field.click("showCode")
    assert not own.code.isVisible()
