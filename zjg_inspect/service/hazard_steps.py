"""What a visit's new version says of hazards that the versions it follows did not say: a step for each of these.

So a correction repeats nothing: what others have done since, closed or extended, stays as they left it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from zjg_inspect import errors
from zjg_inspect.model import authority
from zjg_inspect.model.hazard import HazardBody, Step
from zjg_inspect.model.inspection import Content, FoundHazard, InspectionBody, Rectification
from zjg_inspect.service.author import Making
from zjg_inspect.store import documents
from zjg_inspect.store.projection import heads_of, uuid_bytes


class _Head(NamedTuple):
    hash: str
    body: HazardBody


def contents_of(conn: Connection, versions: Sequence[str]) -> list[Content]:
    """What these versions of a visit say."""
    records = [record for version in versions if (record := documents.version(conn, version)) is not None]
    bodies = [authority.body_of(record.version) for record in records]
    return [body.content for body in bodies if isinstance(body, InspectionBody)]


def hazard_steps(conn: Connection, content: Content, earlier: Sequence[Content]) -> list[Making]:
    """A version of each hazard of which this content says something that not all those it follows said.

    Where they differ among themselves this content decides, unless another visit has had its say since.
    """
    was, now = [_said(each) for each in earlier], _said(content)
    found = {hazard.hazard: hazard for hazard in content.hazards}
    before = [{hazard.hazard: hazard for hazard in each.hazards} for each in earlier]
    made: list[Making] = []
    for hazard, step in now.items():
        if step == "opened":
            made += _opened(conn, content, found[hazard], [each.get(hazard) for each in before])
            continue
        agree = [each.get(hazard) == step for each in was]
        others = _others(_heads(conn, hazard), content) if any(agree) else []
        if not (agree and all(agree)) and not others:
            made.append(_next_step(conn, content, hazard, step))
    for hazard in dict.fromkeys(hazard for each in was for hazard in each if hazard not in now):
        made += _taken_back(conn, content, hazard, [each[hazard] for each in was if hazard in each])
    return [each for each in made if not _is_said(conn, each)]


def _said(content: Content) -> dict[str, Step]:
    """What a visit says of each hazard."""
    found: dict[str, Step] = {each.hazard: "still_open" if each.still_open else "opened" for each in content.hazards}
    return found | dict.fromkeys(content.closed, "verified_closed")


def _heads(conn: Connection, hazard: str) -> list[_Head]:
    """The current one last."""
    found = heads_of(conn, "hazard", [uuid_bytes(hazard)]).get(uuid_bytes(hazard), [])
    bodies = [(record.hash.hex(), authority.body_of(record.version)) for _, record in found]
    return [_Head(hash_, body) for hash_, body in bodies if isinstance(body, HazardBody)]


def _others(heads: Sequence[_Head], content: Content) -> list[_Head]:
    """Those in which another visit has had its say."""
    return [head for head in heads if head.body.visit not in ("", content.inspection)]


def _opened(
    conn: Connection, content: Content, found: FoundHazard, before: Sequence[FoundHazard | None]
) -> list[Making]:
    """A new hazard, or what a correction has changed in one that the visit had opened."""
    heads = _heads(conn, found.hazard)
    if heads and before and all(each == found for each in before):
        return []
    if any(before) and any(head.body.visit != content.inspection for head in heads):
        # a correction of the words is no answer to a conflict of the steps
        current = heads[-1]
        words = _amended(
            current.body.rectification, found.rectification, [each.rectification for each in before if each]
        )
        body = msgspec.structs.replace(current.body, rectification=words)
        return [] if body == current.body else [Making("hazard", found.hazard, body, (current.hash,))]
    body = HazardBody(
        enterprise=content.enterprise,
        inspection=content.inspection,
        item=found.item,
        form=content.form,
        step="opened",
        date=content.date,
        rectification=found.rectification,
        visit=content.inspection,
        by=content.inspectors,
        photos=found.photos,
    )
    return [Making("hazard", found.hazard, body)]


def _amended(now: Rectification, corrected: Rectification, before: Sequence[Rectification]) -> Rectification:
    """What stands now, with what the correction has changed: a deadline extended since stays, unless it was that."""
    changed = {
        name: value
        for name, value in msgspec.structs.asdict(corrected).items()
        if any(getattr(each, name) != value for each in before)
    }
    return msgspec.structs.replace(now, **changed)


def _taken_back(conn: Connection, content: Content, hazard: str, said: Sequence[Step]) -> list[Making]:
    """What follows where a correction no longer says it: unless another visit has had its say since."""
    heads = _heads(conn, hazard)
    if not heads or _others(heads, content):
        return []
    states = {head.body.state for head in heads}
    if "opened" in said and states != {"withdrawn"}:
        return [_next_step(conn, content, hazard, "withdrawn")]
    if "verified_closed" in said and "closed" in states:
        return [_next_step(conn, content, hazard, "reopened")]
    return []


def _next_step(conn: Connection, content: Content, hazard: str, step: Step) -> Making:
    before = documents.hazard(conn, hazard)
    if before is None:
        raise errors.NotFound(what="hazard", id=hazard)
    if step == "still_open" and before.state != "open":
        step = "reopened"
    answer = next((answer for answer in content.answers if answer.item == before.item), None)
    body = msgspec.structs.replace(
        before,
        step=step,
        date=content.date,
        visit=content.inspection,
        by=content.inspectors,
        photos=answer.photos if answer else (),
        reason=answer.note if answer else "",
    )
    return Making("hazard", hazard, body)


def _is_said(conn: Connection, making: Making) -> bool:
    """Whether the hazard's only head says this already."""
    heads = _heads(conn, making.entity)
    return len(heads) == 1 and heads[0].body == making.body
