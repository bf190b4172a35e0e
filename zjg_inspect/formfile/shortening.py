"""Long official sentences brought to what a checklist holds: a short title, lines to look at, what counts as met."""

import re
from typing import NamedTuple

TITLE, TEXT, LINES, LINE, MET = 40, 300, 3, 120, 300
"""The limits of model/form.py."""

_SHORT_ENOUGH = 24
_PIECE = re.compile("[^。；;！!？?\n]*(?:[。；;！!？?]+[”」』）)]*|\n|$)")
_FIRST = r"(?:[(（]?[0-9]+[)）、.．]\s*|[①-⑳])?"
# How an instruction to the inspector begins; what else stands under 标准 says what has to be so.
_LOOKING = re.compile(
    _FIRST
    + "(?:查|看|抽|问|询|现场|对照|核|测|试|翻|登录|听|检查|检测|随机|访|考|观察|了解|实地|资料|调|按|与.{1,10}谈)"
)
_OPEN = re.compile("是否|有无|[？?]|不得分|扣.{0,6}分|得分|追加扣除")


def short_title(text: str) -> str:
    """The first sentence, cut where it pauses; 是否 stays, for what is asked may be what must not be."""
    plain = text.replace("\n", "").strip(" ，,。；;、：:") or text.replace("\n", "")
    first = re.split("[。；！？;!?]", plain, maxsplit=1)[0].strip() or plain
    if len(first) <= _SHORT_ENOUGH:
        return first
    pauses = [found.start() for found in re.finditer("[，,：:（(]", first) if 4 <= found.start() <= _SHORT_ENOUGH]
    return first[: pauses[-1]].strip() if pauses else first[: _SHORT_ENOUGH - 1].strip() + "…"


def pieces(text: str) -> list[str]:
    """The text's sentences, each with the sign that ends it; joined they are the text, line breaks aside."""
    return [piece for found in _PIECE.findall(text) if (piece := found.strip())]


class Cut(NamedTuple):
    """A text as far as there is room, and what is left of it."""

    kept: str
    rest: str


def cut(text: str, room: int) -> Cut:
    """Cut after the last whole sentence that there is room for, or in the middle of a sentence longer than that."""
    plain = text.replace("\n", "").strip()
    if len(plain) <= room:
        return Cut(plain, "")
    end = 0
    for piece in pieces(text):
        if end + len(piece) > room:
            break
        end += len(piece)
    kept = "".join(pieces(text))
    end = end or room
    return Cut(kept[:end].strip(), kept[end:].strip())


def look_and_met(text: str) -> tuple[str, str]:
    """A text of methods and standards mixed: the sentences that say what to look at, and those that say what is met."""
    look: list[str] = []
    met: list[str] = []
    for piece in pieces(text):
        (look if _LOOKING.match(piece) or _OPEN.search(piece) else met).append(piece)
    return "\n".join(look), "\n".join(met)


def lines(text: str) -> tuple[list[str], str]:
    """At most three lines of 120 characters, as even as whole sentences allow; and what is left where that is less."""
    parts: list[str] = []
    for piece in pieces(text):
        while len(piece) > LINE:
            parts.append(piece[:LINE].strip())
            piece = piece[LINE:].strip()
        if piece:
            parts.append(piece)
    if len(parts) > LINES:
        parts = _joined(parts)
    return parts[:LINES], "".join(parts[LINES:])


def _joined(parts: list[str]) -> list[str]:
    """As few lines as needed, filled up to the smallest length with which there are three, else to the limit."""
    longest = max(map(len, parts))
    for room in range(longest, LINE + 1):
        filled = _filled(parts, room)
        if len(filled) <= LINES:
            return filled
    return _filled(parts, LINE)


def _filled(parts: list[str], room: int) -> list[str]:
    made: list[str] = []
    for part in parts:
        if made and len(made[-1]) + len(part) <= room:
            made[-1] += part
        else:
            made.append(part)
    return made
