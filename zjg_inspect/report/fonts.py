"""The shipped faces in the PDF: registered once per process, on first use; a glyph none of them has stays visible."""

import re
from enum import Enum
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from zjg_inspect.errors import FontMissing
from zjg_inspect.paths import shipped

# Ten times faster photo sheets; the streams need not be 7-bit.
rl_config.useA85 = 0

_lock = Lock()
_NON_BMP = re.compile(r"<([0-9A-F]{5,6})>")


class Face(Enum):
    """A face on paper and the shipped files that it takes a glyph from, first choice first."""

    SERIF = ("NotoSerifSC-Regular", "NotoSansSC-Regular")
    SERIF_BOLD = ("NotoSerifSC-Bold", "NotoSerifSC-Regular", "NotoSansSC-Regular")
    SANS_BOLD = ("NotoSansSC-Bold", "NotoSansSC-Regular", "NotoSerifSC-Regular")
    MONO = ("NotoSansSCMono-Regular", "NotoSansSC-Regular")


class Piece(NamedTuple):
    """A stretch of text in one registered font; `scale` is its size against the line's (1, or less for a mark)."""

    font: str
    text: str
    scale: float = 1.0


class _Font(TTFont):  # type: ignore[misc]
    """reportlab's TrueType font, with rare characters that can be copied out of the PDF again."""

    def addObjects(self, doc: Any) -> None:
        super().addObjects(doc)
        # reportlab writes U+20BB7 as <20BB7>; a ToUnicode map wants UTF-16: <D842DFB7>.
        own = self.face.name.decode()
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:") and name.endswith(own):
                stream.content = _NON_BMP.sub(_as_utf16, stream.content)


def _as_utf16(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def _register(name: str) -> _Font:
    try:
        path = shipped("resources") / "fonts" / f"{name}.ttf"
        font = _Font(name, str(path))
    except (OSError, TTFError, ValueError) as error:
        raise FontMissing(file=f"{name}.ttf") from error
    pdfmetrics.registerFont(font)
    return font


def font(name: str) -> _Font:
    """The registered font of a shipped file.

    Raises:
        FontMissing: the file is gone or is no TrueType font.
    """
    with _lock:
        return _register(name)


def glyph_missing(character: str) -> bool:
    """Whether no shipped face can draw this character."""
    code = ord(character)
    return not any(code in font(name).face.charToGlyph for name in ("NotoSerifSC-Regular", "NotoSansSC-Regular"))


def mark(character: str) -> str:
    """What stands on paper for a character that no shipped face has."""
    return f"[U+{ord(character):04X}]"


def pieces(text: str, face: Face) -> list[Piece]:
    """The text cut into stretches of one font each, every character drawn or marked, none dropped."""
    first = face.value[0]
    glyphs = font(first).face.charToGlyph
    if all(ord(character) in glyphs for character in text):
        return [Piece(first, text)] if text else []
    found: list[Piece] = []
    for character in text:
        new = _piece(character, face)
        if found and found[-1].font == new.font and found[-1].scale == new.scale:
            new = Piece(new.font, found.pop().text + new.text, new.scale)
        found.append(new)
    return found


def _piece(character: str, face: Face) -> Piece:
    for name in face.value:
        if ord(character) in font(name).face.charToGlyph:
            return Piece(name, character)
    return Piece("NotoSansSC-Regular", mark(character), 0.75)


def width(piece: Piece, size: float) -> float:
    """In points."""
    face = font(piece.font).face
    widths, default = face.charWidths, face.defaultWidth
    return float(sum(widths.get(ord(c), default) for c in piece.text)) * size * piece.scale * 0.001
