"""A laptop that was copied gets a number of its own; one whose office was restored takes the new card."""

import os

import pytest
from world import copy_of

from zjg_inspect import errors
from zjg_inspect.service import backup, enrol, exchange, lists, recovery, renewal, setup, signing, visit
from zjg_inspect.service.doctor import doctor

KEYS = ("device.key", "age.key")


def well(db):
    found = doctor(db)
    assert found.ok, found.problems


def names(db):
    return sorted(row.name for row in lists.sealed_visits(db))


def bundle_of(db, folder):
    folder.mkdir(parents=True, exist_ok=True)
    return exchange.export_bundle(db, folder).path


def hand_in(office, *bundles):
    reports = exchange.import_bundles(office, list(bundles))
    assert [report.error for report in reports] == [None] * len(reports)
    return reports


@pytest.fixture
def copied(world, tmp_path):
    """After its first visit the laptop's data is copied, and two people go on with it; the office has it all."""
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    copy = copy_of(world.laptop, tmp_path / "copy")
    world.visit("乙机械厂")
    world.carry(world.laptop, world.office)
    on_the_copy(world, copy, "丙塑料厂")
    hand_in(world.office, bundle_of(copy, tmp_path / "other stick"))
    yield copy
    copy.close()


def on_the_copy(world, copy, name):
    real, world.laptop = world.laptop, copy
    try:
        return world.visit(name)
    finally:
        world.laptop = real


# -- copied ----------------------------------------------------------------------------------------------------------


def test_the_laptop_hears_of_its_copy_and_seals_nothing_that_nobody_would_take(world, copied):
    assert not renewal.own_state(world.laptop).copied
    world.carry(world.office, world.laptop)
    assert renewal.own_state(world.laptop).copied
    draft = world.answered("甲五金厂")
    world.sign_all(draft)
    with pytest.raises(errors.DeviceCopied):
        signing.seal(world.laptop, draft)
    assert visit.open_visit(world.laptop, draft).draft.answers


def test_two_computers_under_one_number_get_numbers_of_their_own_and_nothing_is_lost(world, copied, tmp_path):
    world.carry(world.office, world.laptop)
    draft = world.answered("甲五金厂")
    old = setup.own_card(world.laptop)
    cards = [renewal.renew(db) for db in (world.laptop, copied)]
    assert len({old.fingerprint, *(card.fingerprint for card in cards)}) == 3
    for card, letters in zip(cards, ("A08", "A09"), strict=True):
        setup.accept_laptop(world.office, card, letters, (world.zone,))
    enrol.clear_copies(world.office, old.device)
    enrol.retire(world.office, old.device)
    for db in (world.laptop, copied):
        world.carry(world.office, db)
        assert not renewal.own_state(db).copied
        assert renewal.own_state(db).state == "in_use"
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    on_the_copy(world, copied, "甲五金厂")
    hand_in(world.office, bundle_of(world.laptop, tmp_path / "s1"), bundle_of(copied, tmp_path / "s2"))
    assert names(world.office) == ["丙塑料厂", "乙机械厂", "甲五金厂", "甲五金厂", "甲五金厂"]
    assert all(laptop.copied is None for laptop in enrol.laptops(world.office))
    for db in (world.office, world.laptop, copied):
        well(db)


def test_a_receipt_for_what_the_copy_wrote_is_an_alarm_before_its_records_come(world, tmp_path):
    copy = copy_of(world.laptop, tmp_path / "copy")
    on_the_copy(world, copy, "丙塑料厂")
    enrol.suspend(world.office, world.laptop.key.device, through=1)
    hand_in(world.office, bundle_of(copy, tmp_path / "s"))
    copy.close()
    world.visit("乙机械厂")
    enrol.resume(world.office, world.laptop.key.device)
    world.carry(world.office, world.laptop)
    assert renewal.own_state(world.laptop).copied


def test_a_renewed_laptop_keeps_drafts_and_visits_and_has_no_letters_until_it_is_accepted(world):
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    draft = world.answered("乙机械厂")
    numbered = signing.begin_signing(world.laptop, draft).content.number
    card = renewal.renew(world.laptop)
    assert card == setup.own_card(world.laptop)
    assert renewal.own_state(world.laptop).state == "new"
    assert names(world.laptop) == ["甲五金厂"]
    assert len(visit.open_visit(world.laptop, draft).draft.answers) > 20
    with pytest.raises(errors.NoSheetLetters):
        signing.begin_signing(world.laptop, draft)
    setup.accept_laptop(world.office, card, "B01", (world.zone,))
    world.carry(world.office, world.laptop)
    assert renewal.own_state(world.laptop).letters == "B01"
    again = signing.begin_signing(world.laptop, draft).content.number
    assert "B01" in again
    assert again[-4:] > numbered[-4:]
    well(world.laptop)


def test_new_keys_are_their_owners_alone_and_the_old_ones_go_on_to_read(world, tmp_path):
    old = world.laptop.key
    waiting = exchange.export_bundle(world.office, tmp_path, old.device).path
    renewal.renew(world.laptop)
    for name in KEYS:
        assert (world.laptop.directory / name).stat().st_mode & 0o777 == 0o600
    assert world.laptop.key.device != old.device
    assert world.laptop.key.recipient != old.recipient
    assert set(old.identities) < set(world.laptop.key.identities)
    (report,) = hand_in(world.laptop, waiting)
    assert report.status != "refused"


def test_what_it_sends_is_counted_from_one_again_under_its_new_number(world, tmp_path):
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    card = renewal.renew(world.laptop)
    setup.accept_laptop(world.office, card, "B01", (world.zone,))
    sent = exchange.export_bundle(world.laptop, tmp_path)
    assert sent.sequence == 1
    (report,) = hand_in(world.office, sent.path)
    assert (report.sender, report.visits) == (card.device, 0)
    assert names(world.office) == ["甲五金厂"]


@pytest.mark.parametrize("at", range(1, 9))
def test_cut_off_anywhere_it_is_the_old_laptop_or_the_new_one_when_it_is_opened_again(world, at, monkeypatch):
    world.visit("甲五金厂")
    before = world.laptop.key.device
    made = []

    def failing(real):
        def call(*arguments):
            made.append(1)
            if len(made) == at:
                raise OSError(5, "Input/output error")
            return real(*arguments)

        return call

    with monkeypatch.context() as faults:
        for name in ("fsync", "replace"):
            faults.setattr(os, name, failing(getattr(os, name)))
        done = True
        try:
            renewal.renew(world.laptop)
        except errors.NotWritable:
            done = False
    assert done == (len(made) < at)
    directory = world.laptop.directory
    world.laptop.close()
    world.laptop = setup.open_data(directory)
    described = setup.own_card(world.laptop)
    if described.device != before:
        with world.laptop.read() as conn:
            assert conn.exec_driver_sql("SELECT count(*) FROM bundle_sent").scalar() == 0
    well(world.laptop)
    assert names(world.laptop) == ["甲五金厂"]
    card = renewal.renew(world.laptop)
    setup.accept_laptop(world.office, card, "B01", (world.zone,))
    world.carry(world.office, world.laptop)
    world.visit("乙机械厂")
    assert world.carry(world.laptop, world.office).visits == 2


def test_killed_between_the_keys_and_the_store_it_is_finished_at_the_next_start(world, monkeypatch):
    class Killed(BaseException):
        pass

    def die(_db):
        raise Killed

    before = world.laptop.key.device
    with monkeypatch.context() as killing:
        killing.setattr(renewal, "finish_renewal", die)
        with pytest.raises(Killed):
            renewal.renew(world.laptop)
    directory = world.laptop.directory
    world.laptop.close()
    world.laptop = setup.open_data(directory)
    assert world.laptop.key.device != before
    card = setup.own_card(world.laptop)
    setup.accept_laptop(world.office, card, "B01", (world.zone,))
    world.carry(world.office, world.laptop)
    world.visit("乙机械厂")
    assert world.carry(world.laptop, world.office).visits == 1
    well(world.laptop)


def test_only_a_laptop_gets_a_new_number_or_another_card(world):
    with pytest.raises(errors.WrongRole):
        renewal.renew(world.office)
    with pytest.raises(errors.WrongRole):
        renewal.take_new_card(world.office, setup.own_card(world.office))


# -- the office was restored -----------------------------------------------------------------------------------------


@pytest.fixture
def restored(world, tmp_path):
    """The office was brought back from a backup that knows nothing of the laptop's second visit."""
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    backup.backup(world.office, tmp_path / "b.zjgbackup")
    world.visit("乙机械厂")
    world.carry(world.laptop, world.office)
    world.carry(world.office, world.laptop)
    backup.restore(tmp_path / "b.zjgbackup", tmp_path / "new office")
    with setup.open_data(tmp_path / "new office") as db:
        yield db


def test_the_restored_office_is_unknown_until_its_card_is_taken_then_it_gets_everything_again(
    world, restored, tmp_path
):
    report = world.carry(restored, world.laptop)
    assert report.status == "held"
    own = renewal.take_new_card(world.laptop, setup.write_card(restored, tmp_path))
    assert own.card.fingerprint == setup.own_card(restored).fingerprint
    assert own.former == (world.office.key.device,)
    assert renewal.own_state(world.laptop).letters == "A07"
    assert len(lists.enterprises(world.laptop)) == 3
    sent = exchange.export_bundle(world.laptop, tmp_path)
    assert sent.addressee == restored.key.device
    (report,) = hand_in(restored, sent.path)
    assert report.visits == 1
    assert names(restored) == ["乙机械厂", "甲五金厂"]
    world.carry(restored, world.laptop)
    for db in (restored, world.laptop):
        well(db)


def test_what_the_restored_office_decides_counts_on_the_laptop(world, restored):
    renewal.take_new_card(world.laptop, setup.own_card(restored))
    setup.accept_laptop(restored, setup.own_card(world.laptop), "C03", (world.zone,))
    world.carry(restored, world.laptop)
    assert renewal.own_state(world.laptop).letters == "C03"


# -- a card that was swapped -----------------------------------------------------------------------------------------


@pytest.fixture
def fooled(world, tmp_path):
    """A laptop that took the card of somebody who calls himself the office, and what he wrote for it."""
    with setup.open_data(tmp_path / "mallory") as mallory, setup.open_data(tmp_path / "fooled") as laptop:
        setup.become_office(mallory, "塘桥镇安监办", "张塘核")
        setup.become_laptop(laptop, "李某的电脑", setup.own_card(mallory))
        setup.accept_laptop(mallory, setup.own_card(laptop), "A01", ())
        world.carry(mallory, laptop)
        yield laptop


def test_a_swapped_card_is_made_good_and_what_came_with_it_counts_no_more(world, fooled):
    assert renewal.own_state(fooled).letters == "A01"
    own = renewal.take_new_card(fooled, setup.own_card(world.office), keep_former=False)
    assert own.former == ()
    assert renewal.own_state(fooled).state == "new"
    setup.accept_laptop(world.office, setup.own_card(fooled), "A09", (world.zone,))
    world.carry(world.office, fooled)
    assert renewal.own_state(fooled).letters == "A09"
    assert len(lists.enterprises(fooled)) == 3
    well(fooled)


def test_the_same_office_with_a_new_recovery_key_is_no_other_office(world):

    recovery.renew_recovery(world.office)
    own = renewal.take_new_card(world.laptop, setup.own_card(world.office))
    assert own.former == ()
    assert own.card.recovery == setup.own_card(world.office).recovery
    assert renewal.own_state(world.laptop).letters == "A07"
