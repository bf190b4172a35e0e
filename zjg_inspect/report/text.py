"""Chinese text set in lines: no closing mark begins one, no opening mark ends one, no number is torn apart."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from zjg_inspect.report.fonts import Face, Piece, pieces, width

CANNOT_START = frozenset("，。、；：？！·…—～’”）》〉】〕〗』」］｝％‰℃°′″々㎡㎜㎝㎞㎏,.;:?!)]}%'\"")
CANNOT_END = frozenset("‘“（《〈【〔〖『「［｛([{#§￥$№")
SPACE = " \u3000"
_FIGURE_AND_UNIT = re.compile(r"[0-9][0-9.,]* [^\x00-\xff]")


class Span(NamedTuple):
    """Text in one face."""

    text: str
    face: Face = Face.SERIF


class Line(NamedTuple):
    """One set line: its pieces and its width in points."""

    pieces: tuple[Piece, ...]
    width: float

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class _Unit(NamedTuple):
    """What is never broken, with the spaces behind it (they hang over the line's end)."""

    pieces: tuple[Piece, ...]
    width: float
    trailing: float
    length: int


def wrap(spans: Iterable[Span], size: float, available: float) -> tuple[Line, ...]:
    """The lines of this text in a column of `available` points; a newline in it begins a new one.

    Always at least one line, be it empty.
    """
    return _wrap(tuple(spans), size, available)


@lru_cache(maxsize=4096)
def _wrap(spans: tuple[Span, ...], size: float, available: float) -> tuple[Line, ...]:
    """Kept, since a form's items come on every sheet."""
    paragraphs: list[list[Span]] = [[]]
    for span in spans:
        first, *rest = span.text.replace("\r\n", "\n").replace("\t", " ").split("\n")
        paragraphs[-1].append(Span(first, span.face))
        paragraphs.extend([Span(text, span.face)] for text in rest)
    return tuple(line for one in paragraphs for line in _fill(_units(one, size, available), available))


def one_line(text: str, face: Face, size: float) -> Line:
    """The text as one line, however long."""
    parts = tuple(pieces(text, face))
    return Line(parts, sum(width(piece, size) for piece in parts))


def _fill(units: list[_Unit], available: float) -> list[Line]:
    lines: list[list[_Unit]] = [[]]
    used = 0.0
    for unit in units:
        if lines[-1] and used + unit.width > available + 0.01:
            lines.append([])
            used = 0.0
        lines[-1].append(unit)
        used += unit.width + unit.trailing
    if len(lines) > 1 and len(lines[-2]) > 2 and _lonely(lines[-1]):
        moved = lines[-2][-1]
        if moved.width + moved.trailing + used <= available:
            lines[-1].insert(0, lines[-2].pop())
    return [_line(line) for line in lines]


def _lonely(line: list[_Unit]) -> bool:
    """One character alone (with its full stop) on the last line."""
    return len(line) == 1 and line[0].length <= 1


def _line(units: list[_Unit]) -> Line:
    joined: list[Piece] = []
    for piece in (piece for unit in units for piece in unit.pieces):
        last = joined[-1] if joined else None
        if last and last.font == piece.font and last.scale == piece.scale:
            joined[-1] = Piece(piece.font, last.text + piece.text, piece.scale)
        else:
            joined.append(piece)
    total = sum(unit.width + unit.trailing for unit in units)
    return Line(tuple(joined), total - (units[-1].trailing if units else 0.0))


def _units(paragraph: list[Span], size: float, available: float) -> list[_Unit]:
    characters = [(character, span.face) for span in paragraph for character in span.text]
    text = "".join(character for character, _ in characters)
    units: list[_Unit] = []
    start = 0
    for end in range(1, len(characters) + 1):
        if end == len(characters) or _may_break(text, end):
            unit = _unit(characters[start:end], size)
            if unit.width > available:
                units += [_unit([character], size) for character in characters[start:end]]
            else:
                units.append(unit)
            start = end
    return units


def _may_break(text: str, at: int) -> bool:
    """Whether a line may end before text[at]."""
    before, after = text[at - 1], text[at]
    if after in SPACE or after in CANNOT_START or before in CANNOT_END:
        return False
    if before == " " and at > 1 and not _in_word(text[at - 2]) and _is_digit(after):
        # A figure with its unit behind it (约 12.5 米) may begin a line, one that is counted with (隐患 1) may not.
        return _FIGURE_AND_UNIT.match(text, at) is not None
    if before == " " and at > 1 and _is_digit(text[at - 2]) and not _in_word(after):
        return False
    if before in SPACE:
        return True
    # A half-width bracket is written tight (§三(四)3), and so are 第43条 and 8月.
    if after in "([" or _is_digit(before) or (before == "第" and _is_digit(after)):
        return False
    return not (_in_word(before) and _in_word(after))


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"


def _in_word(character: str) -> bool:
    return character < "\u0530" and character not in "·×÷°±"


def _unit(characters: list[tuple[str, Face]], size: float) -> _Unit:
    parts: list[Piece] = []
    faces = [face for _, face in characters]
    text = "".join(character for character, _ in characters)
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or faces[end] is not faces[start]:
            parts += pieces(text[start:end], faces[start])
            start = end
    bare = text.rstrip(SPACE)
    total = sum(width(piece, size) for piece in parts)
    trailing = sum(width(p, size) for p in pieces(text[len(bare) :], faces[-1])) if len(bare) < len(text) else 0.0
    return _Unit(tuple(parts), total - trailing, trailing, sum(c not in CANNOT_START for c in bare))


def spread(label: str) -> str:
    """A label of two or three characters spread to the width of four (地　　址, 核 查 人 with spaces of half an em)."""
    if len(label) == 2:
        return label[0] + "\u3000\u3000" + label[1]
    if len(label) == 3:
        return "\u2002".join(label)
    return label


def in_fours(digits: str) -> str:
    """Hex digits in groups of four."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
