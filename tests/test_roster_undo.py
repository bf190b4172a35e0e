"""The last register from Excel is taken back as a whole, or not at all."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from roster_book import HEADINGS, a_code, a_row, saved
from world import TOWN, VILLAGE

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.rented import Landlord, Premises
from zjg_inspect.service import assignments, lists, register, roster_import, setup, verdicts
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.service.roster_import import Left
from zjg_inspect.service.roster_undo import Undone, undo_import
from zjg_inspect.store import documents

A, B, C = (a_row(name=name, code=a_code(n)) for n, name in enumerate(("甲厂", "乙厂", "丙厂"), 1))


class Office:
    def __init__(self, db, folder):
        self.db, self.folder = db, folder

    def loads(self, *rows, left=""):
        """`left`: the name of one that the file does not list any more, and that is closed."""
        path = saved(self.folder / "底数表.xlsx", ("底数表", [HEADINGS, *rows]))
        rehearsal = roster_import.rehearse(self.db, roster_import.open_book(path))
        gone = {each.entity: Left("deregistered", "2026-11-01") for each in rehearsal.matched.gone if each.name == left}
        return roster_import.take_in(self.db, rehearsal, gone)

    def sees(self):
        """Every enterprise that stands in the list: name and what the register says of it."""
        rows = lists.enterprises(self.db, "")
        return {row.name: register.enterprise_details(self.db, row.id)[0] for row in rows}

    def id_of(self, name):
        return next(row.id for row in lists.enterprises(self.db, "") if row.name == name)

    def edits(self, name, **fields):
        entity = self.id_of(name)
        with self.db.write() as conn:
            body, _ = documents.enterprise(conn, entity)
            make(conn, self.db, [Making("enterprise", entity, replace(body, **fields))])


@pytest.fixture
def office(tmp_path):
    with setup.open_data(tmp_path / "office") as db:
        setup.become_office(db, "乐余镇安监办", "乐余核")
        yield Office(db, tmp_path)


def test_new_changed_and_closed_ones_are_all_what_they_were(office):
    office.loads(A, B)
    before = office.sees()
    office.loads(a_row(name="甲厂", code=a_code(1), headcount=20), C, left="乙厂")
    assert office.sees()["乙厂"].state == "deregistered"
    assert undo_import(office.db) == Undone(removed=1, restored=2)
    assert office.sees() == before
    assert doctor(office.db).ok


def test_of_a_first_import_nothing_is_left_in_any_list_and_its_villages_count_nowhere(office):
    office.loads(A, B, a_row(name="丁厂", code=None))
    undo_import(office.db)
    assert office.sees() == {}
    assert lists.figures(office.db).enterprises == 0
    assert [zone.total for zone in verdicts.zone_verdicts(office.db)] in ([], [0])


def test_the_same_file_again_finds_the_same_enterprises(office):
    rows = A, B, a_row(name="丁厂", code=None)
    office.loads(*rows)
    before, named = office.sees(), {name: office.id_of(name) for name in ("甲厂", "乙厂", "丁厂")}
    zones = lists.zones(office.db)
    undo_import(office.db)
    report = office.loads(*rows)
    assert (report.new, report.changed, report.unchanged) == (3, 0, 0)
    assert office.sees() == before
    assert {name: office.id_of(name) for name in named} == named
    assert lists.zones(office.db) == zones
    assert doctor(office.db).conflicts == 0


def test_it_is_taken_back_after_the_program_was_started_anew(tmp_path):
    with setup.open_data(tmp_path / "office") as db:
        setup.become_office(db, "乐余镇安监办", "乐余核")
        Office(db, tmp_path).loads(A)
    with setup.open_data(tmp_path / "office") as db:
        last = roster_import.last_import(db)
        assert (last.file, last.can_undo, last.report.new) == ("底数表.xlsx", True, 1)
        undo_import(db)
        assert not roster_import.last_import(db).can_undo
        with pytest.raises(errors.ImportNone):
            undo_import(db)


def test_only_the_last_import_is_taken_back(office):
    office.loads(A)
    office.loads(A, B)
    undo_import(office.db)
    assert list(office.sees()) == ["甲厂"]
    with pytest.raises(errors.ImportNone):
        undo_import(office.db)


def test_an_import_that_changed_nothing_leaves_the_one_before_to_be_taken_back(office):
    office.loads(A)
    office.loads(A)
    undo_import(office.db)
    assert office.sees() == {}


def test_what_was_edited_since_is_named_and_nothing_is_taken_back(office):
    office.loads(A, B)
    office.edits("甲厂", phone="13900000000")
    before = doctor(office.db)
    with pytest.raises(errors.ImportUsed) as caught:
        undo_import(office.db)
    assert caught.value.names == ("甲厂",)
    assert doctor(office.db) == before


def test_a_village_that_was_edited_since_is_named_too(office):
    office.loads(A)
    zone = ids.zone_id("乐余镇", "扶海村")
    with office.db.write() as conn:
        make(conn, office.db, [Making("zone", zone, replace(documents.zone(conn, zone), filed="2026-06-01"))])
    with pytest.raises(errors.ImportUsed) as caught:
        undo_import(office.db)
    assert caught.value.names == ("扶海村",)


def test_a_village_in_which_works_were_let_since_is_named(office):
    office.loads(A)
    zone, owner = ids.zone_id("乐余镇", "扶海村"), ids.new_id()
    with office.db.write() as conn:
        works = Premises(owner, zone, "扶海路 8 号")
        make(conn, office.db, [Making("landlord", owner, Landlord("某某资产公司"), ())])
        make(conn, office.db, [Making("premises", ids.new_id(), works, ())])
    with pytest.raises(errors.ImportUsed) as caught:
        undo_import(office.db)
    assert caught.value.names == ("扶海村",)


def test_what_was_assigned_since_is_named(world, tmp_path):
    desk = Office(world.office, tmp_path)
    desk.loads(a_row(township=TOWN, village=VILLAGE, name="新厂", code=a_code(91)))
    device = world.laptop.key.device
    assignments.assign(world.office, [desk.id_of("新厂")], device, VisitType.ASSESSMENT, today() + timedelta(days=9))
    with pytest.raises(errors.ImportUsed) as caught:
        undo_import(world.office)
    assert caught.value.names == ("新厂",)


def test_a_village_with_other_enterprises_stays_in_scope(office):
    office.loads(A)
    zone = ids.zone_id("乐余镇", "扶海村")
    with office.db.write() as conn:
        make(conn, office.db, [Making("enterprise", ids.new_id(), Enterprise("别的厂", zone), ())])
    undo_import(office.db)
    assert list(office.sees()) == ["别的厂"]
    with office.db.read() as conn:
        assert documents.zone(conn, zone).in_scope


def test_what_was_visited_since_is_named(world, tmp_path):
    desk = Office(world.office, tmp_path)
    rows = [a_row(township=TOWN, village=VILLAGE, name=f"新{n}厂", code=a_code(90 + n)) for n in (1, 2)]
    desk.loads(*rows)
    world.carry(world.office, world.laptop)
    world.enterprises["新1厂"] = desk.id_of("新1厂")
    world.visit("新1厂")
    world.carry(world.laptop, world.office)
    with pytest.raises(errors.ImportUsed) as caught:
        undo_import(world.office)
    assert caught.value.names == ("新1厂",)


def test_stopped_half_way_nothing_is_taken_back(office):
    office.loads(A)
    before = doctor(office.db)

    def stop(_done, _total):
        raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        undo_import(office.db, stop)
    assert doctor(office.db) == before
