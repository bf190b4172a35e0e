"""How official tables number: 第一章, 一、, （一）, 1.1.1, (1), ①."""

import re

_HAN = "[一二三四五六七八九十百]+"
_STYLES = (
    (0, re.compile(f"第(?:{_HAN}|[0-9]+)(?:章|节|部分|篇)")),
    (1, re.compile(f"{_HAN}[、.．]|{_HAN}$")),
    (2, re.compile(f"[(（]{_HAN}[)）][、.．]?")),
    (3, re.compile(r"[A-Z]?[0-9]+(?:[.．\-][0-9]+)+[.．、]?|[0-9]+(?:[.．、](?![0-9])|$)")),
    (8, re.compile("[(（][0-9]+[)）][、.．]?|[0-9]+[)）]")),
    (9, re.compile("[①-⑳⑴-⒇]")),
)
_MARKS = re.compile(r"^[\s★☆▲△*※●◆]+")


def marked(text: str) -> str:
    """The signs that stand before a number or a text: ★, ▲ …"""
    found = _MARKS.match(text)
    return found[0].strip() if found else ""


def split(text: str) -> tuple[str, str]:
    """The number that a text begins with, and the rest; "" where it begins with none."""
    plain = _MARKS.sub("", text)
    for _, style in _STYLES:
        if found := style.match(plain):
            return found[0].strip("、.． "), plain[found.end() :].lstrip(" 　\n、.．")
    return "", plain.strip()


def rank(text: str) -> int | None:
    """How deep a number of this style stands, the less the higher; None where the text begins with none."""
    plain = _MARKS.sub("", text)
    for level, style in _STYLES:
        if found := style.match(plain):
            return level + len(re.findall(r"[.．\-](?=[0-9])", found[0])) if level == 3 else level
    return None


def depth(number: str) -> tuple[str, ...]:
    """The parts of a dotted number: 1.2.3 is ("1", "2", "3"); () for any other."""
    return tuple(re.split(r"[.．\-]", number)) if re.fullmatch(r"[0-9]+(?:[.．\-][0-9]+)*", number) else ()
