"""How hard the pen was pressed stands in the signature, travels, and is printed."""

from world import STROKES

from zjg_inspect.service import signing
from zjg_inspect.service.sheet import draft_sheet


def test_how_hard_the_pen_was_pressed_is_kept_and_printed(world):
    draft = world.answered("甲五金厂")
    shown = signing.begin_signing(world.laptop, draft)
    given = {"role": "inspector", "person": world.crew[0], "shown": shown.content_hash, "strokes": STROKES}
    plain = signing.sign(world.laptop, draft, **given)
    before = draft_sheet(world.laptop, draft)
    now = signing.sign(world.laptop, draft, pressures=[[20, 60, 90], [50, 100]], **given)
    assert plain.signatures[0].pressures == ()
    assert now.signatures[0].pressures == ((20, 60, 90), (50, 100))
    assert draft_sheet(world.laptop, draft) != before


def test_a_sealed_visit_with_pressures_is_taken_in_by_the_office(world):
    draft = world.answered("甲五金厂")
    world.sign_all(draft)
    shown = signing.begin_signing(world.laptop, draft).content_hash
    pressed = [[20, 60, 90], [50, 100]]
    person = world.crew[1]
    signing.sign(world.laptop, draft, role="inspector", person=person, shown=shown, strokes=STROKES, pressures=pressed)
    signing.seal(world.laptop, draft)
    report = world.carry(world.laptop, world.office)
    assert (report.visits, report.quarantined) == (1, 0)
