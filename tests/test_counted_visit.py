"""A whole visit, counted: by keys alone and by touch alone, from the list to the stick."""

import pytest
from counted_visit import EXCUSED, FAILED, NOTE, REASON, ByKeys, ByTouch, sixty_items
from pages import Field
from PySide6.QtGui import QGuiApplication
from sqlalchemy import select
from world import copied, small_world

from zjg_inspect.model.inspection import Grade, Verdict
from zjg_inspect.service import exchange
from zjg_inspect.store import documents, tables
from zjg_inspect.store.projection import uuid_text

NAME = "甲五金厂"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    made = small_world(tmp_path_factory.mktemp("built"))
    made.close()
    return made


@pytest.fixture
def world(built, tmp_path):
    made = copied(built, tmp_path)
    form = sixty_items()
    for db in (made.office, made.laptop):
        db.forms[form.hash] = form
    yield made
    QGuiApplication.clipboard().clear()
    made.close()


@pytest.mark.parametrize("way", [ByKeys, ByTouch])
def test_a_visit_of_sixty_items_costs_little_and_is_whole(qtbot, world, tmp_path, monkeypatch, way):
    visit = way(Field(qtbot, world.laptop), NAME, tmp_path, monkeypatch.setattr).run()
    assert set(visit.costs["met"]) == {1}
    assert max(visit.costs["failed"]) <= 8
    assert max(visit.costs["excused"]) <= 3
    assert visit.hand.moves <= 130
    content = sealed(world, tmp_path)
    found = {verdict: [a for a in content.answers if a.verdict is verdict] for verdict in Verdict}
    assert [len(found[verdict]) for verdict in Verdict] == [50, 5, 5]
    assert {a.reason for a in found[Verdict.NOT_APPLICABLE]} == ({REASON} if way is ByKeys else {"由出租方负责"})
    assert all(a.note == NOTE and len(a.photos) == 1 for a in found[Verdict.FAIL])
    assert [hazard.rectification.grade for hazard in content.hazards].count(Grade.MAJOR) == 1
    assert all(hazard.rectification.deadline for hazard in content.hazards)
    assert len({hazard.rectification.deadline for hazard in content.hazards}) > 1
    assert (len(FAILED), len(EXCUSED)) == (5, 5)


def sealed(world, root):
    """What the office reads from the stick: the one visit that it did not know."""
    (bundle,) = (root / "u").glob("*.zjgb")
    (report,) = exchange.import_bundles(world.office, [bundle])
    assert report.status == "imported"
    with world.office.read() as conn:
        (entity,) = conn.execute(select(tables.inspection.c.entity)).scalars()
        body = documents.inspection(conn, uuid_text(entity))[0]
    assert [signature.kind for signature in body.signatures] == ["pad"] * 3
    return body.content
