"""Marks drawn into a picture. Pillow is imported on first use."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zjg_inspect.model import marks
from zjg_inspect.model.marks import Mark

if TYPE_CHECKING:
    from PIL.Image import Image

# Pillow draws without smooth edges, so it is drawn so many times larger.
_FINE = 2


def drawn(picture: "Image", given: Sequence[Mark]) -> "Image":
    """A copy in RGB with the marks: what is hidden first, so that an arrow to it stays whole."""
    picture = picture.convert("RGB").copy()
    for mark in given:
        if mark.kind == "mosaic":
            _hide(picture, mark)
    if lines := [mark for mark in given if mark.kind != "mosaic"]:
        _draw(picture, lines)
    return picture


def _hide(picture: "Image", mark: Mark) -> None:
    """Blocks of one colour each, its mean; nothing else of what was there is left."""
    from PIL import Image

    area = marks.hidden(mark, picture.size)
    part = picture.crop(area)
    coarse = part.resize(marks.blocks(area), Image.Resampling.BOX)
    picture.paste(coarse.resize(part.size, Image.Resampling.NEAREST), area[:2])


def _draw(picture: "Image", lines: Sequence[Mark]) -> None:
    from PIL import Image, ImageDraw

    size = picture.size
    large = size[0] * _FINE, size[1] * _FINE
    wide, edge = marks.stroke(size) * _FINE, marks.rim(size) * _FINE
    white, red = Image.new("L", large), Image.new("L", large)
    on_white, on_red = ImageDraw.Draw(white), ImageDraw.Draw(red)
    for mark in lines:
        if mark.kind == "arrow":
            corners = [(x * _FINE, y * _FINE) for x, y in marks.arrow(mark, size)]
            on_red.polygon(corners, fill=255)
            on_white.polygon(corners, fill=255)
            on_white.line([*corners, *corners[:2]], fill=255, width=2 * edge, joint="curve")
        else:
            left, top, right, bottom = (at * _FINE for at in marks.box(mark, size))
            on_red.ellipse((left, top, right, bottom), outline=255, width=wide)
            outer = left - edge, top - edge, right + edge, bottom + edge
            on_white.ellipse(outer, outline=255, width=wide + 2 * edge)
    picture.paste(marks.WHITE, mask=white.reduce(_FINE))
    picture.paste(marks.RED, mask=red.reduce(_FINE))
