"""履职检查: a village's duty list, walked on its zone like any other visit, and counted nowhere among enterprises."""

import pages
import pypdfium2
import pytest
from assignment_days import day
from sqlalchemy import select
from world import STROKES, TOWN, VILLAGE, small_world

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.inspection import VisitType, visit_types
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import assignments, hazards, lists, review, sheet, signing, survey, verdicts, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, tables
from zjg_inspect.store.projection import uuid_bytes
from zjg_inspect.ui.field.sign import SignScreen
from zjg_inspect.ui.field.sign_slots import slots
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.widgets.buttons import KeyButton

ZONE = f"{VILLAGE}工业集中区"
DUTY = VisitType.DUTY


@pytest.fixture
def zoned(world):
    """The world's zone among what can be visited."""
    world.enterprises[ZONE] = world.zone
    return world


def zone_row(db):
    return next(row for row in lists.enterprises(db, "工业集中区") if row.is_zone)


def test_the_zone_is_visited_like_an_enterprise_with_the_villages_list(zoned):
    row = zone_row(zoned.laptop)
    assert (row.id, row.name, row.village) == (zoned.zone, ZONE, VILLAGE)
    first = visit.open_visit(zoned.laptop, zoned.answered(ZONE, fail=("1-02",), type=DUTY))
    assert first.form.id == "village"
    assert first.of_zone
    assert len(first.items) == sum(1 for _ in first.form.items())
    zoned.sign_all(first.draft.id)
    signing.seal(zoned.laptop, first.draft.id)
    zoned.carry(zoned.laptop, zoned.office)
    (waiting,) = review.visits_to_review(zoned.office)
    assert (waiting.name, waiting.type, waiting.failed) == (ZONE, "duty", 1)
    shown = review.open_review(zoned.office, waiting.inspection)
    assert shown.body.content.of_zone
    review.approve(zoned.office, waiting.inspection, shown.version, zoned.reviewer, STROKES, "")
    (found,) = hazards.hazards_at(zoned.office, zoned.zone)
    assert (found.name, found.item, found.title) == (ZONE, "1-02", "管理团队或第三方")
    assert doctor(zoned.office).ok
    assert doctor(zoned.laptop).ok


def test_it_counts_nowhere_among_the_enterprises(zoned):
    before = verdicts.zone_verdicts(zoned.office), lists.figures(zoned.office).enterprises
    zoned.visit(ZONE, fail=("1-02",), type=DUTY)
    zoned.carry(zoned.laptop, zoned.office)
    assert (verdicts.zone_verdicts(zoned.office), lists.figures(zoned.office).enterprises) == before
    assert ZONE not in [each.name for each in verdicts.zone_enterprises(zoned.office, zoned.zone)]
    assert ZONE not in [each.name for each in survey.hosts(zoned.laptop, zoned.zone)]
    assert not any(row.is_zone for row in lists.enterprises(zoned.office, VILLAGE, zones=False))


def test_what_was_found_there_is_re_inspected_there(zoned):
    zoned.visit(ZONE, fail=("1-02", "1-03"), type=DUTY)
    again = visit.start_visit(zoned.laptop, zoned.zone, VisitType.REINSPECTION)
    assert [item.code for item in visit.open_visit(zoned.laptop, again).items] == ["1-02", "1-03"]


@pytest.mark.parametrize(("where", "type"), [(ZONE, VisitType.ASSESSMENT), ("甲五金厂", DUTY), (ZONE, "guidance")])
def test_a_visit_that_is_not_for_that_place_is_refused(zoned, where, type):
    with pytest.raises(errors.WrongVisitType):
        visit.start_visit(zoned.laptop, zoned.enterprises[where], VisitType(type))
    with pytest.raises(errors.WrongVisitType):
        assignments.assign(zoned.office, [zoned.enterprises[where]], zoned.laptop.key.device, VisitType(type), day(3))
    assert lists.figures(zoned.laptop).drafts == 0
    assert assignments.assignments(zoned.office) == []


def test_it_is_assigned_and_done(zoned):
    assignments.assign(zoned.office, [zoned.zone], zoned.laptop.key.device, DUTY, day(5), "先看台账")
    zoned.carry(zoned.office, zoned.laptop)
    first = lists.enterprises(zoned.laptop)[0]
    assert (first.name, first.assigned, first.note) == (ZONE, "duty", "先看台账")
    zoned.visit(ZONE, type=DUTY)
    zoned.carry(zoned.laptop, zoned.office)
    assert [each.state for each in assignments.assignments(zoned.office, open_only=False)] == ["done"]


def test_its_sheet_speaks_of_the_village(zoned, tmp_path):
    inspection, _ = zoned.visit(ZONE, fail=("1-02",), type=DUTY)
    path = sheet.write_sheet(zoned.laptop, inspection, tmp_path / "sheet.pdf")
    pages = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert "工业集中区安全生产管理履职检查表" in text
    assert "集中区名称" in text
    assert "村（社区）" in text
    for word in ("企业人员", "企业公章", "信用代码", "从业人数", "企业名称"):
        assert word not in text


def test_a_zone_that_the_office_adds_later_or_renames_by_scope_stays_one_row(tmp_path):
    world = small_world(tmp_path)
    with world.office.write() as conn:
        body = documents.zone(conn, world.zone)
        make(conn, world.office, [Making("zone", world.zone, Zone(body.township, body.village, False, "镇级园区"))])
    with world.office.read() as conn:
        e = tables.enterprise.c
        rows = conn.execute(select(e.name, e.in_scope, e.is_zone).where(e.entity == uuid_bytes(world.zone))).all()
    assert [tuple(row) for row in rows] == [(ZONE, False, True)]
    assert doctor(world.office).ok
    world.close()


def test_no_enterprise_takes_the_place_of_a_zone(tmp_path):
    """Neither its own zone, which is not kept, nor one under another zone's id, which shows nowhere."""
    world = small_world(tmp_path)
    other = ids.zone_id(TOWN, "光明村")
    with pytest.raises(errors.SchemaWrong), world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", world.zone, Enterprise("某厂", world.zone))])
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", other, Enterprise("某厂", world.zone))])
        make(conn, world.office, [Making("zone", other, Zone(TOWN, "光明村"))])
        make(conn, world.office, [Making("enterprise", other, Enterprise("某某厂", world.zone))])
    assert [row.name for row in lists.enterprises(world.office, "光明村")] == ["光明村工业集中区"]
    assert doctor(world.office).ok
    world.close()


def test_every_type_of_visit_is_for_one_kind_of_place_or_both():
    assert {*visit_types(of_zone=True), *visit_types(of_zone=False)} == set(VisitType)


# -- in the window -----------------------------------------------------------------------------------------------------


def test_an_inspector_finds_the_zone_and_does_its_duty_list(field, zoned):
    field.search("gyjzq")
    assert field.listed() == [ZONE]
    assert field.row(ZONE).facts == f"{VILLAGE} · 村（社区）履职检查"
    field.press("Enter")
    screen = field.shows(StartScreen)
    assert list(screen.type.buttons) == [DUTY, VisitType.REINSPECTION]
    assert screen.type.value() == DUTY
    assert not screen.outcome.isVisible()
    assert screen.findChild(KeyButton, "surveyAction") is None
    pages.assert_sound(field, "start of a duty visit")
    field.click("begin")
    walker = field.shows(WalkerScreen)
    assert walker.session.visit.form.id == "village"
    assert not walker.top.facts.isVisible()
    field.press("1")
    field.until(lambda: bool(walker.session.visit.draft.answers))


def test_the_villages_person_signs(field, zoned):
    draft = zoned.answered(ZONE, type=DUTY)
    field.window.open_draft(draft)
    field.shows(WalkerScreen)
    field.press("Ctrl+Enter")
    screen = field.shows(SignScreen)
    assert screen.desk.people.name.accessibleName() == "村（社区）人员姓名"
    signing_page = pages.Signing(field)
    signing_page.begin()
    assert "村（社区）人员" in [slot.label for slot in slots(signing.begin_signing(zoned.laptop, draft))]
    pages.assert_sound(field, "signing of a duty visit")


@pytest.mark.parametrize(
    ("where", "type", "paper"),
    [(ZONE, DUTY, "履职检查表"), ("甲五金厂", VisitType.ASSESSMENT, "核查表"), ("甲五金厂", "guidance", "指导记录")],
)
def test_a_papers_file_is_named_after_what_it_is(zoned, where, type, paper):
    inspection, _ = zoned.visit(where, type=VisitType(type))
    assert sheet.file_name(zoned.laptop, inspection) == f"张塘核〔{day(0).year}〕A07-0001 {where} {paper}"
