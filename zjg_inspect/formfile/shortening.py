"""Long official sentences cut to what a checklist holds: a short title, lines to look at."""

import re

TITLE_LIMIT = 40
_SHORT_ENOUGH = 20
_OPENINGS = re.compile("(?:企业|生产经营单位|单位)?(?:是否|有无|应当?|必须|须|要求?)(?:已经?|按(?:照)?规定)?")
_STOPS = "。；！？;!?"


def short_title(text: str) -> str:
    """The start of a sentence, cut where it pauses, without what every official sentence begins with."""
    bare = _OPENINGS.sub("", text, count=1) if _OPENINGS.match(text) else text
    bare = bare.strip(" ，,。；;、：:") or text
    first = re.split(f"[{_STOPS}]", bare, maxsplit=1)[0].strip() or bare
    if len(first) <= _SHORT_ENOUGH:
        return first
    pauses = [found.start() for found in re.finditer("[，,：:（(]", first) if 4 <= found.start() <= TITLE_LIMIT]
    return (first[: pauses[0]] if pauses else first[:_SHORT_ENOUGH]).strip()
