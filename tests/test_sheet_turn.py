"""On the screen the box of who signs now is tinted; what is printed has no tint."""

import io

import pypdfium2
import pytest
import sheet_world as world

from zjg_inspect.report.sheet import render_sheet

TINT = (0xE4, 0xED, 0xF5)


def tinted(inp):
    """How many points of all pages have the tint."""
    pages = pypdfium2.PdfDocument(io.BytesIO(render_sheet(inp)))
    pictures = [page.render(scale=0.5).to_pil().convert("RGB") for page in pages]
    return sum(count for picture in pictures for count, colour in picture.getcolors(1 << 20) if colour == TINT)


@pytest.mark.parametrize("turn", [("inspector", "李某"), ("enterprise", "王某")])
def test_the_box_of_who_signs_now_is_tinted_and_no_other(turn):
    inp = world.sheet_of(world.visit(), signatures=(), version_hash=None, turn=turn)
    one = tinted(inp)
    assert one > 500
    assert tinted(world.sheet_of(world.visit(), signatures=(), version_hash=None)) == 0
    both = world.visit(inspectors=(world.LI, world.LI))
    if turn[0] == "inspector":
        assert tinted(world.sheet_of(both, signatures=(), version_hash=None, turn=turn)) > 1.5 * one


def test_who_must_sign_again_is_tinted_too():
    visit = world.visit()
    old = world.pad("enterprise", world.WANG, world.visit(remark="改动以前"))
    assert tinted(world.sheet_of(visit, signatures=(old,), version_hash=None, turn=("enterprise", "王某"))) > 500
