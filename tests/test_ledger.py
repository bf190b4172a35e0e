"""The hazard ledger's figures add up whatever is chosen, and agree with the rules and with the verdicts."""

from collections import Counter
from datetime import date, timedelta
from typing import get_args

import pytest
from history_maker import Maker, histories
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from test_hazard_verbs import day, rechecks, visits
from test_standing import after, every
from test_verdict_rules import approve_all
from world import MAJOR, hazard_due, small_world

from zjg_inspect.model.hazard import is_overdue
from zjg_inspect.model.inspection import Grade
from zjg_inspect.model.ledger import (
    UNSETTLED,
    Cell,
    Choice,
    Due,
    Stage,
    ToClose,
    columns,
    due,
    stage,
    still_to_close,
)
from zjg_inspect.service import figures, hazards, ledger, lists
from zjg_inspect.store import ledger as queries
from zjg_inspect.store import tables
from zjg_inspect.store.verdicts import cases
from zjg_inspect.ui.office import ledger_words as words

TODAY = date(2026, 12, 1)
STAGES, DUES = get_args(Stage), get_args(Due)
places = st.sampled_from([("甲镇", "a"), ("甲镇", "b"), ("乙镇", "c")])
cells = st.lists(
    st.builds(
        lambda place, *rest: Cell(*place, *rest),
        places, st.sampled_from(STAGES), st.sampled_from(DUES), st.sampled_from(list(Grade)), st.integers(1, 9),
    ),
    max_size=30,
)  # fmt: skip
choices = st.builds(
    Choice,
    stage=st.sampled_from([*STAGES, "unsettled", ""]),
    due=st.sampled_from([*DUES, ""]),
    grade=st.sampled_from(["major", "general", ""]),
    township=st.sampled_from(["", "甲镇", "乙镇"]),
    zone=st.sampled_from(["", "a", "c"]),
)


@given(cells, choices)
def test_the_figures_beside_each_choice_add_up_to_what_is_listed(some, choice):
    found = columns(some, choice)
    assert sum(found.stages[each] for each in choice.stages) == found.listed
    assert found.dues[choice.due] == found.listed if choice.due else sum(found.dues.values()) == found.listed
    assert found.grades[choice.grade] == found.listed if choice.grade else sum(found.grades.values()) == found.listed
    assert sum(found.zones.values()) == sum(found.townships.values())
    assert not (choice.township or choice.zone) or sum(found.zones.values()) >= found.listed


@given(cells, choices)
def test_a_figure_is_what_is_listed_once_it_is_chosen(some, choice):
    """The number on a button is the number of rows after pressing it."""
    found = columns(some, choice)

    def listed(**changes):
        now = {name: getattr(choice, name) for name in Choice.__struct_fields__}
        return columns(some, Choice(**(now | changes))).listed

    assert {key: listed(stage=key) for key in words.STAGES} == words.stage_counts(found)
    assert {key: listed(due=key) for key in words.DUES} == words.due_counts(found)
    assert {key: listed(grade=key) for key in words.GRADES} == words.grade_counts(found)
    assert all(listed(township="", zone=zone) == found.zones[zone] for zone in "abc")
    assert all(listed(township=town, zone="") == found.townships[town] for town in ("甲镇", "乙镇"))


@given(st.sampled_from(["open", "rectified", "closed"]), st.sampled_from(Grade), *[st.booleans()] * 3)
def test_nothing_is_missing_exactly_when_a_major_one_is_settled(state, grade, referred, pictured, approved):
    missing = still_to_close(state, pictured, approved)
    assert (stage(state, Grade.MAJOR, referred, approved) == "closed") == (missing == ())
    assert list(missing) == [each for each in get_args(ToClose) if each in missing], "always told in one order"
    assert stage(state, grade, referred, approved) in (*UNSETTLED, "closed")


def test_the_seventh_day_still_is_within_the_week():
    found = [due((TODAY + timedelta(days=n)).isoformat(), "open", TODAY) for n in (-1, 0, 7, 8)]
    assert found == ["overdue", "week", "week", "later"]
    assert due("", "open", TODAY) == due("2026-11-01", "closed", TODAY) == "none"


# -- the store says the same ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def maker(tmp_path_factory):
    world = small_world(tmp_path_factory.mktemp("ledger"))
    yield Maker(world)
    world.close()


SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(histories)
@SOME
def test_the_major_ones_not_settled_are_those_in_the_way_of_the_verdicts(maker, history):
    """Both read one store: whatever was visited, reviewed, corrected or is in conflict."""

    def look(conn):
        counted = sum(
            cell.hazards
            for cell in queries.cells(conn, "", TODAY)
            if cell.grade == Grade.MAJOR and cell.stage in UNSETTLED
        )
        judged = [
            hazard.hazard
            for _, case in cases(conn, every(conn))
            for hazard in case.hazards
            if hazard.grade is Grade.MAJOR and hazard.state in ("open", "rectified")
        ]
        return counted == len(judged)

    assert after(maker, [made.record for made in maker.write(history)], look)


class _Undo(Exception):
    pass


rows = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["open", "rectified", "closed", "withdrawn"]),
            "grade": st.sampled_from(["major", "general"]),
            "deadline": st.sampled_from(["", "2026-11-30", "2026-12-01", "2026-12-08", "2026-12-09"]),
            "referred": st.booleans(),
            "in_conflict": st.booleans(),
            "what": st.sampled_from(["通道被占用", "50% 的灯不亮", "a_b"]),
            "of": st.integers(0, 2),
            "approved": st.booleans(),
        }
    ),
    max_size=12,
)


@given(rows, choices, st.sampled_from(["", "jwj", "甲五", "50%", "a_b", "%", "_"]))
@SOME
def test_what_the_store_counts_and_lists_is_what_the_rules_say(maker, some, choice, text):
    """Row by row by model/ledger.py, against the statements."""
    office = maker.world.office
    if choice.zone:
        choice = Choice(choice.stage, choice.due, choice.grade, "", maker.world.zone)
    choice = Choice(choice.stage, choice.due, choice.grade, "塘桥镇" if choice.township else "", choice.zone, text)
    counted, listed = _of_the_store(office, some, choice)
    e = ["甲五金厂jwjc", "乙机械厂yjxc", "丙塑料厂bslc"]
    wanted, expected = Counter(), []
    for n, row in enumerate(some):
        own = stage(row["state"], Grade(row["grade"]), row["referred"], row["approved"] and not row["in_conflict"])
        if own is None or text not in e[row["of"]] + "\n" + row["what"]:
            continue
        when = due(row["deadline"], row["state"], TODAY)
        wanted[own, when, row["grade"]] += 1
        if own in choice.stages and choice.due in ("", when) and choice.grade in ("", row["grade"]):
            expected.append(n)
    assert counted == wanted
    assert sorted(listed) == expected


def _of_the_store(office, some, choice):
    """What is counted, and which are listed, with these hazards there and no others; nothing of it stays."""
    h, found = tables.hazard.c, None
    try:
        with office.write() as conn:
            conn.execute(tables.hazard.delete())
            e = tables.enterprise.c
            shops = list(conn.scalars(select(e.entity).where(e.code != "").order_by(e.code)))
            for n, row in enumerate(some):
                own = {
                    "entity": n.to_bytes(16),
                    "enterprise": shops[row["of"]],
                    "inspection": bytes(16),
                    "item": "4-09",
                }
                rest = {key: value for key, value in row.items() if key not in ("of", "approved")}
                of = (b"%016d" % n) if row["approved"] else None
                conn.execute(insert(tables.hazard), [own | rest | _REST | {"visit": of, "hash": n.to_bytes(32)}])
                if of is not None:
                    _approved(conn, of, own["enterprise"])
            counted = Counter()
            for cell in queries.cells(conn, choice.text, TODAY):
                counted[cell.stage, cell.due, cell.grade] += cell.hazards
            joined = tables.hazard.join(tables.enterprise, tables.enterprise.c.entity == h.enterprise).join(
                tables.zone, tables.zone.c.entity == tables.enterprise.c.zone
            )
            query = select(h.entity).select_from(joined).where(queries.chosen(choice, TODAY))
            found = counted, [int.from_bytes(entity) for entity in conn.scalars(query)]
            raise _Undo
    except _Undo:
        return found


_REST = {"form": "", "place": "", "item": "4-09", "inspection": bytes(16)}


def _approved(conn, visit, enterprise):
    figures = dict.fromkeys(("pass_rate", "applicable", "passed", "failed", "not_applicable", "majors", "photos"), 0)
    words_ = dict.fromkeys(("type", "number", "inspectors"), "")
    own = {"entity": visit, "hash": visit * 2, "enterprise": enterprise, "device": bytes(16), "outcome": "done"}
    more = {"date": "2026-11-01", "third_party": False, "in_conflict": False}
    conn.execute(insert(tables.inspection), [own | more | figures | words_])
    said = {"entity": visit, "hash": visit * 2, "inspection": visit, "version": visit * 2, "decision": "approved"}
    conn.execute(insert(tables.review), [said | {"reviewer": "孙某", "at": "2026-11-02", "in_conflict": False}])


# -- the office's day -----------------------------------------------------------------------------------------------


def test_overdue_is_one_figure_everywhere(world):
    hazard_due(world, "乙机械厂", -3, MAJOR)
    hazard_due(world, "丙塑料厂", 0)
    visits(world, fail=("4-09",), days=-20)
    world.carry(world.laptop, world.office)
    office = world.office
    everything = ledger.ledger_columns(office, Choice(stage=""))
    assert ledger.overdue_hazards(office) == everything.dues["overdue"] == lists.figures(office).overdue == 1
    assert everything.stages["open"] == lists.figures(office).open_hazards == 3
    hazards.refer(office, ledger.ledger_rows(office, Choice())[0].hazard.id, "两次上门都没有动")
    told = figures.period_figures(office, figures.reported_on(office, date.fromisoformat(day(0)))).hazards
    stages = ledger.ledger_columns(office, Choice(stage="")).stages
    assert (told.open, told.overdue, told.referred) == (3, 1, 1)
    assert (stages["open"], stages["referred"], stages["rectified"]) == (2, 1, 0)
    listed = ledger.ledger_rows(office, Choice(due="overdue"))
    assert [row.hazard.name for row in listed] == ["乙机械厂"]
    assert all(is_overdue(row.hazard.deadline, row.hazard.state, date.fromisoformat(day(0))) for row in listed)


def test_major_ones_stand_first_and_are_watched_until_photo_and_reviewer_are_there(world):
    hazard_due(world, "乙机械厂", -9)
    hazard_due(world, "甲五金厂", 30, MAJOR)
    world.carry(world.laptop, world.office)
    office = world.office
    approve_all(world)
    first, second = ledger.ledger_rows(office, Choice())
    assert (first.hazard.name, first.missing) == ("甲五金厂", ("recheck", "photo", "review"))
    assert (second.hazard.name, second.missing) == ("乙机械厂", ())
    rechecks(world, pictured=True)
    world.carry(world.laptop, world.office)
    (first, _) = ledger.ledger_rows(office, Choice())
    assert (first.hazard.state, first.stage, first.missing) == ("closed", "review", ("review",))
    assert ledger.ledger_columns(office, Choice()).stages["review"] == 1
    approve_all(world)
    assert [row.hazard.name for row in ledger.ledger_rows(office, Choice())] == ["乙机械厂"]
    (row,) = ledger.ledger_rows(office, Choice(stage="closed"))
    assert (row.hazard.name, row.missing) == ("甲五金厂", ())


def test_what_is_referred_is_a_state_of_its_own_and_the_pages_follow_each_other(world):
    for name, days in (("甲五金厂", 3), ("乙机械厂", 1), ("丙塑料厂", 2)):
        hazard_due(world, name, days)
    world.carry(world.laptop, world.office)
    office = world.office
    rows = ledger.ledger_rows(office, Choice())
    hazards.refer(office, rows[0].hazard.id, "两次上门都没有动")
    assert [row.hazard.name for row in ledger.ledger_rows(office, Choice(stage="referred"))] == ["乙机械厂"]
    pages = [ledger.ledger_rows(office, Choice(), offset, 1)[0].hazard.name for offset in range(3)]
    assert pages == ["乙机械厂", "丙塑料厂", "甲五金厂"]
    assert ledger.ledger_rows(office, Choice(), 3) == []
