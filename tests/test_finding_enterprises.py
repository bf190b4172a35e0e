"""Finding an enterprise in the list: by name or part of it, pinyin initials, code, village; and what stands first."""

import msgspec
import pytest
from world import FILLED, MAJOR, TOWN, VILLAGE, credit_code, photo, small_world

from zjg_inspect.model import ids
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import lists, setup, signing, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.due import draft_states

OTHER = "鹿苑村"
NAMES = {
    "张家港市扶海五金厂": VILLAGE,
    "张家港市长江塑料制品有限公司": VILLAGE,
    "ABC电子（苏州）有限公司": OTHER,
    "100%纯棉_纺织厂": OTHER,
    "某某\\某厂": OTHER,
    "\U0002b820\U00030edd精密\U00020bb7厂": OTHER,
    "㼆山铸造厂": OTHER,
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = small_world(tmp_path_factory.mktemp("finding"))
    zones = {VILLAGE: made.zone, OTHER: ids.zone_id(TOWN, OTHER)}
    makings = [Making("zone", zones[OTHER], Zone(TOWN, OTHER))]
    for number, (name, village) in enumerate(NAMES.items(), 500):
        body = Enterprise(name, zones[village], credit_code(number))
        makings.append(Making("enterprise", ids.new_id(), body))
    with made.office.write() as conn:
        make(conn, made.office, makings)
    setup.accept_laptop(made.office, setup.own_card(made.laptop), "A07", tuple(zones.values()))
    made.carry(made.office, made.laptop)
    yield made
    made.close()


def found(world, text, **more):
    return [row.name for row in lists.enterprises(world.laptop, text, **more)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张家港市扶海五金厂", "张家港市扶海五金厂"),
        ("扶海", "张家港市扶海五金厂"),
        (" 扶海 ", "张家港市扶海五金厂"),
        ("fhwj", "张家港市扶海五金厂"),
        ("FHWJ", "张家港市扶海五金厂"),
        ("zjgsfh", "张家港市扶海五金厂"),
        ("abc电", "ABC电子（苏州）有限公司"),
        ("ABC", "ABC电子（苏州）有限公司"),
        ("abcdz", "ABC电子（苏州）有限公司"),
        ("苏州", "ABC电子（苏州）有限公司"),
        ("\U0002b820", "\U0002b820\U00030edd精密\U00020bb7厂"),
        ("\U00020bb7厂", "\U0002b820\U00030edd精密\U00020bb7厂"),
        ("㼆", "㼆山铸造厂"),
        ("szz", "㼆山铸造厂"),
    ],
)
def test_by_name_part_of_it_and_initials(world, typed, name):
    assert found(world, typed) == [name]


def test_by_code_and_by_part_of_it_in_any_case(world):
    code = credit_code(500)
    for typed in (code, code.lower(), code[:-1], code[9:-1].lower()):
        assert found(world, typed) == ["张家港市扶海五金厂"]


def test_by_village(world):
    assert set(found(world, OTHER)) == {name for name, own in NAMES.items() if own == OTHER} | {f"{OTHER}工业集中区"}
    assert set(found(world, "鹿苑")) == set(found(world, OTHER))
    zone = ids.zone_id(TOWN, OTHER)
    assert set(found(world, "", zone=zone)) == set(found(world, OTHER))
    assert found(world, "铸造", zone=zone) == ["㼆山铸造厂"]
    assert found(world, "铸造", zone=world.zone) == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("%", ["100%纯棉_纺织厂"]),
        ("_", ["100%纯棉_纺织厂"]),
        ("0%纯", ["100%纯棉_纺织厂"]),
        ("\\", ["某某\\某厂"]),
        ("张%厂", []),
        ("扶_五", []),
        ("'", []),
        ('"; DROP TABLE enterprise; --', []),
    ],
)
def test_signs_that_a_database_takes_for_patterns_are_only_signs(world, typed, names):
    assert found(world, typed) == names


def test_nothing_typed_shows_all_and_nonsense_none(world):
    assert len(found(world, "")) == len(found(world, "   ")) == len(NAMES) + 3
    assert found(world, "没有这家") == []
    assert len(found(world, "", limit=4)) == 4


def test_what_is_due_stands_first_then_what_was_begun_then_the_rest_by_village_and_name(tmp_path):
    made = small_world(tmp_path, count=6)
    names = list(made.enterprises)
    due = {
        names[4]: (msgspec.structs.replace(FILLED, deadline="2026-12-24"),),
        names[3]: (msgspec.structs.replace(FILLED, deadline="2026-12-01"),),
        names[5]: (msgspec.structs.replace(MAJOR, deadline="2027-01-31"),),
    }
    for name, hazards in due.items():
        draft = made.answered(name, fail=("4-09",))
        for filled in hazards:
            visit.record_hazard(made.laptop, draft, "4-09", filled)
        visit.add_photo(made.laptop, draft, "4-09", photo(), "a.jpg")
        made.sign_all(draft)
        signing.seal(made.laptop, draft)
    begun = visit.start_visit(made.laptop, made.enterprises[names[2]], VisitType.ASSESSMENT)
    visit.answer_item(made.laptop, begun, DraftAnswer("1-01", Verdict.PASS))
    visit.answer_item(made.laptop, begun, DraftAnswer("1-05", None, "只有备注"))
    rows = lists.enterprises(made.laptop)
    assert [row.name for row in rows[:4]] == [names[5], names[3], names[4], names[2]]
    assert [row.name for row in rows[4:]] == sorted(names[:2])
    major, soon, _, draft, *_ = rows
    assert (major.open, major.majors, major.deadline) == (1, 1, "2027-01-31")
    assert (soon.open, soon.majors, soon.deadline, soon.last_failed) == (1, 0, "2026-12-01", 1)
    assert (draft.draft, draft_states(made.laptop)[begun].answered, draft.open) == (begun, 1, 0)
    made.close()


def test_a_list_ends_at_two_hundred(tmp_path):
    made = small_world(tmp_path, count=1)
    bodies = [Enterprise(f"第{number:03}织造厂", made.zone) for number in range(250)]
    with made.office.write() as conn:
        make(conn, made.office, [Making("enterprise", ids.new_id(), body) for body in bodies])
    assert [row.name for row in lists.enterprises(made.office, "织造")] == [body.name for body in bodies[:200]]
    assert len(lists.enterprises(made.office)) == 200
    assert [row.name for row in lists.enterprises(made.office, "第249")] == ["第249织造厂"]
    made.close()
