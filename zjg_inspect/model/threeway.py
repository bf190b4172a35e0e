"""Edits of one thing side by side: which fields differ, who changed them, and the one merge where none collide.

A body is plain JSON. Objects are gone into by name, lists of objects by a member that names each (`item`, `field`,
`code`); every other list is one value. What is not there is `msgspec.UNSET`, which no JSON value is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import UNSET

from zjg_inspect import errors

Body = dict[str, Any]
Path = tuple[str, ...]
# Members that are one statement together: half of one and half of another would be said by nobody.
Statement = tuple[str, ...]

STATEMENTS: Final[dict[str, tuple[Statement, ...]]] = {
    "zone": (("in_scope", "reason"), ("watch", "watch_date", "watch_reason")),
    "enterprise": (("state", "state_date"), ("in_scope", "reason")),
    "hazard": (("step", "date", "visit", "by", "photos", "reason"),),
}
# What somebody signed, a device says of itself, or hangs together in all its parts: only one of the versions as it is.
WHOLE: Final = frozenset({"inspection", "review", "form", "programme", "device"})

_KEYS: Final = ("item", "field", "code")


class Difference(NamedTuple):
    """A field that is not the same everywhere; `base` is the common ancestor's value, `values` are the heads'.

    Of a statement the path ends with its first member, and the values are objects of those members that are there.
    `collides`: the heads changed it in different ways, or nothing tells who changed it.
    """

    path: Path
    base: Any
    values: tuple[Any, ...]
    collides: bool

    @property
    def changed(self) -> tuple[bool, ...]:
        """Which heads say something else than the ancestor."""
        return tuple(not same(value, self.base) for value in self.values)

    @property
    def differs(self) -> bool:
        """Whether the heads differ from each other, not only from their ancestor."""
        return any(not same(value, self.values[0]) for value in self.values)

    @property
    def merged(self) -> Any:
        """What stands where nothing collides."""
        return next((value for value, new in zip(self.values, self.changed, strict=True) if new), self.base)


def compare(base: Body | None, heads: Sequence[Body], statements: Iterable[Statement] = ()) -> list[Difference]:
    """The fields in which the heads differ from their nearest common ancestor or from each other, in a fixed order.

    Without an ancestor nothing tells who changed what: each difference collides.
    """
    found: list[Difference] = []
    _Walk(tuple(statements), base is not None).compare(_Place((), UNSET if base is None else base, heads), found)
    return found


def merged(base: Body | None, heads: Sequence[Body], statements: Iterable[Statement] = ()) -> Body | None:
    """The one body that holds every change; None where the heads changed a field in different ways."""
    statements = tuple(statements)
    if any(each.collides for each in compare(base, heads, statements)):
        return None
    return merged_with(base, heads, {}, statements)


def merged_with(
    base: Body | None, heads: Sequence[Body], choices: Mapping[Path, Any], statements: Iterable[Statement] = ()
) -> Body:
    """The body with a person's choices: by path the value that is to stand.

    What does not collide need not be chosen, and may be chosen otherwise.

    Raises:
        ConflictUndecided: something collides and was not chosen.
    """
    statements = tuple(statements)
    settled: dict[Path, Any] = {}
    undecided = []
    for each in compare(base, heads, statements):
        if each.path in choices:
            settled[each.path] = choices[each.path]
        elif each.collides:
            undecided.append(each.path)
        else:
            settled[each.path] = each.merged
    if undecided:
        raise errors.ConflictUndecided(fields=tuple(undecided))
    walk = _Walk(statements, base is not None)
    body: Body = walk.join(_Place((), UNSET if base is None else base, heads), settled)
    return body


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON (in Python, True would equal 1)."""
    if one is UNSET or other is UNSET:
        return one is other
    return one is other or _bytes(one) == _bytes(other)


def _bytes(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted")


class _Place(NamedTuple):
    """One place in all versions at once; `whole`: a statement, which is not gone into."""

    path: Path
    base: Any
    heads: Sequence[Any]
    whole: bool = False

    def below(self, name: str, of: Callable[[Any], Any], whole: bool = False) -> "_Place":
        return _Place((*self.path, name), of(self.base), [of(head) for head in self.heads], whole)

    @property
    def agreed(self) -> bool:
        return all(same(head, self.heads[0]) for head in self.heads)


class _Walk(NamedTuple):
    """`known`: whether there is an ancestor."""

    statements: tuple[Statement, ...]
    known: bool

    def compare(self, at: _Place, found: list[Difference]) -> None:
        if at.agreed and (not self.known or same(at.heads[0], at.base)):
            return
        inside = self._inside(at)
        if inside is None:
            changed = [head for head in at.heads if not same(head, at.base)]
            alike = all(same(head, changed[0]) for head in changed)
            collides = not at.agreed and not (self.known and alike)
            found.append(Difference(at.path, at.base, tuple(at.heads), collides))
            return
        for place in inside:
            self.compare(place, found)

    def join(self, at: _Place, settled: Mapping[Path, Any]) -> Any:
        if at.path in settled:
            return settled[at.path]
        untouched = at.agreed and not any(path[: len(at.path)] == at.path for path in settled)
        inside = None if untouched else self._inside(at)
        if inside is None:
            return at.heads[0]
        values = {place.path[-1]: value for place in inside if (value := self.join(place, settled)) is not UNSET}
        if not isinstance(at.heads[0], dict):
            return _in_order(at, values)
        if not at.path:
            for statement in self.statements:
                values |= values.pop(statement[0])
        return values

    def _inside(self, at: _Place) -> list[_Place] | None:
        """The places below, in a fixed order; None where the value is one."""
        there = [*at.heads, at.base] if self.known else list(at.heads)
        if at.whole:
            return None
        if all(isinstance(value, dict) for value in there):
            statements = () if at.path else self.statements
            names = {name for value in there for name in value} - {name for each in statements for name in each}
            places = [at.below(each[0], _members(each), whole=True) for each in statements]
            return places + [at.below(name, _member(name)) for name in sorted(names)]
        if key := _key(there):
            names = {element[key] for value in there if value is not UNSET for element in value}
            return [at.below(name, _element(key, name)) for name in sorted(names)]
        return None


def _member(name: str) -> Callable[[Any], Any]:
    return lambda value: UNSET if value is UNSET else value.get(name, UNSET)


def _members(names: Statement) -> Callable[[Any], Any]:
    return lambda value: {} if value is UNSET else {name: value[name] for name in names if name in value}


def _element(key: str, name: str) -> Callable[[Any], Any]:
    return lambda value: UNSET if value is UNSET else next((each for each in value if each[key] == name), UNSET)


def _key(lists: Sequence[Any]) -> str:
    """The member that names each element in all these lists; a list that is not there is an empty one."""
    there = [value for value in lists if value is not UNSET]
    elements = [element for value in there if isinstance(value, list) for element in value]
    if not elements or not all(isinstance(value, list) for value in there):
        return ""
    for key in _KEYS:
        if all(isinstance(element, dict) and isinstance(element.get(key), str) for element in elements):
            return key if all(len({each[key] for each in value}) == len(value) for value in there) else ""
    return ""


def _in_order(at: _Place, elements: Mapping[str, Any]) -> Any:
    """The elements as a list, in the order that a head gave them; in the ancestor's where none has just these."""
    key = _key([*at.heads, at.base])
    if not elements:
        empty = [head for head in at.heads if (head is UNSET or head == []) and not same(head, at.base)]
        return UNSET if UNSET in (empty or at.heads) else []
    before, *orders = [() if value is UNSET else tuple(each[key] for each in value) for value in (at.base, *at.heads)]
    fitting = sorted(order for order in orders if order != before and set(order) == elements.keys())
    names = fitting[0] if fitting else [name for name in before if name in elements]
    return [elements[name] for name in (*names, *sorted(elements.keys() - set(names)))]
