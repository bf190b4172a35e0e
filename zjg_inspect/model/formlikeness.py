"""Which new items of a checklist look like dropped ones that were worded otherwise; whether they are, a person says."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from msgspec.structs import replace

from zjg_inspect.errors import FormNotContinued
from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.formchange import FormChanges, changes, newest

# From this ratio on (difflib's, of the words without signs) a person is asked. Official texts reworded for a new year
# come to 0.6 and more; two questions of one section are rarely so close, and where they are, one tap says so.
ALIKE = 0.6


class Likely(NamedTuple):
    """An added item, the dropped one that it looks like, and how much: 1 is word for word."""

    old: Item
    new: Item
    ratio: float


def likely(found: FormChanges) -> tuple[Likely, ...]:
    """Each added item with the dropped one it may continue, in the new form's order.

    The closest find each other first, each at most once; of equals the earlier in the form. A code begins with its
    section's number, so only items of one section can continue each other.
    """
    pairs = [
        Likely(old, new, ratio)
        for new in found.added
        for old in found.dropped
        if _section(old.code) == _section(new.code) and (ratio := _ratio(old.text, new.text)) >= ALIKE
    ]
    taken: set[str] = set()
    chosen: dict[str, Likely] = {}
    # the sort is stable, so equals stay in the forms' order
    for pair in sorted(pairs, key=lambda pair: -pair.ratio):
        if pair.old.code not in taken and pair.new.code not in chosen:
            taken.add(pair.old.code)
            chosen[pair.new.code] = pair
    return tuple(chosen[item.code] for item in found.added if item.code in chosen)


def unasked(form: FormDef, earlier: Sequence[FormDef], own_questions: Collection[str]) -> tuple[Likely, ...]:
    """The likely ones of which nobody has said what they are; `own_questions`: said to ask something of their own."""
    last = newest(earlier)
    if last is None:
        return ()
    return tuple(pair for pair in likely(changes(last, form)) if pair.new.code not in own_questions)


def to_be_said(form: FormDef, earlier: Sequence[FormDef]) -> tuple[str, ...]:
    """The codes of all items of which a person has to say whether they ask the same, before anything was said."""
    last = newest(earlier)
    if last is None:
        return ()
    found = changes(last, form)
    return (*(each.new.code for each in found.reworded), *(pair.new.code for pair in likely(found)))


def continued(form: FormDef, codes: Mapping[str, str], earlier: Sequence[FormDef]) -> FormDef:
    """The form in which these added items (by their codes) go on under the codes of dropped ones.

    Raises:
        FormNotContinued: the item is not new, or the other code is not one that this version drops, of its section.
    """
    last = newest(earlier)
    found = changes(last, form) if last is not None else FormChanges((), (), ())
    added, dropped = {item.code for item in found.added}, {item.code for item in found.dropped}
    for new, old in codes.items():
        if new not in added or old not in dropped or _section(new) != _section(old):
            raise FormNotContinued(item=new, code=old)
    if len(set(codes.values())) < len(codes):
        raise FormNotContinued(item=max(codes), code=codes[max(codes)])
    sections = [
        replace(section, items=tuple(replace(item, code=codes.get(item.code, item.code)) for item in section.items))
        for section in form.sections
    ]
    return FormDef.from_document(replace(form, sections=tuple(sections)).document())


def _section(code: str) -> str:
    return code.partition("-")[0]


def _ratio(old: str, new: str) -> float:
    """How alike two texts are; 是否, signs and blanks tell nothing."""
    matcher = SequenceMatcher(None, _words(old), _words(new), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _words(text: str) -> str:
    return re.sub(r"\W|是否|有无", "", text)
