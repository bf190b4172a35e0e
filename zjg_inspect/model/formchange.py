"""What a new version of a checklist changes, and what its release refuses (§6 of the design).

A code stands for one question for ever: figures across versions and visits under way go by it.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from zjg_inspect import errors
from zjg_inspect.model.form import FormDef, Item

# What an item asks stands in these words; whether other words still ask the same only a person can say.
WORDING = ("title", "text", "met")
# Whether it is asked, and what an answer does.
RULES = ("applies_when", "weight", "key")
# What helps the inspector, and changes nothing.
HELP = ("look_at", "source", "evidence", "phrases")
_ALL = WORDING + RULES + HELP


class ItemChange(msgspec.Struct, frozen=True):
    """An item that both versions have; `fields` in which it differs, `moved` where its section has another title."""

    old: Item
    new: Item
    fields: tuple[str, ...]
    moved: bool

    @property
    def reworded(self) -> bool:
        return any(name in WORDING for name in self.fields)

    @property
    def ruled(self) -> bool:
        """Its condition, weight or key is another."""
        return any(name in RULES for name in self.fields)


class FormChanges(msgspec.Struct, frozen=True, dict=True):
    """What stands in one version and not in the other, by code, in the new form's order (dropped in the old one's)."""

    added: tuple[Item, ...]
    dropped: tuple[Item, ...]
    changed: tuple[ItemChange, ...]

    @cached_property
    def reworded(self) -> tuple[ItemChange, ...]:
        return tuple(each for each in self.changed if each.reworded)

    @cached_property
    def ruled(self) -> tuple[ItemChange, ...]:
        return tuple(each for each in self.changed if each.ruled)

    @cached_property
    def moved(self) -> tuple[ItemChange, ...]:
        return tuple(each for each in self.changed if each.moved)


def changes(old: FormDef, new: FormDef) -> FormChanges:
    """What the new version adds, drops and words or rules otherwise."""
    before, titles = old.by_code, _section_titles(old)
    now = _section_titles(new)
    changed = []
    for code, item in new.by_code.items():
        if code in before:
            fields = tuple(name for name in _ALL if getattr(before[code], name) != getattr(item, name))
            moved = titles[code] != now[code]
            if fields or moved:
                changed.append(ItemChange(before[code], item, fields, moved))
    return FormChanges(
        added=tuple(item for item in new.items() if item.code not in before),
        dropped=tuple(item for item in old.items() if item.code not in new.by_code),
        changed=tuple(changed),
    )


def newest(forms: Iterable[FormDef]) -> FormDef | None:
    """Of the greatest version; of two with one number the greater hash, so that every computer takes the same."""
    return max(forms, key=lambda form: (form.version, form.hash), default=None)


def check_release(new: FormDef, earlier: Sequence[FormDef], same_meaning: Collection[str]) -> None:
    """Whether this may become the next version; `earlier` are all released ones of its id.

    `same_meaning`: the codes of reworded items of which a person has said that they still ask the same.

    Raises:
        FormOfAnotherId: one of the earlier ones is another checklist.
        FormVersionNotNewer: its number is not greater than the newest's.
        FormCodeReused: an item has the code of one that an earlier version dropped.
        FormMeaningOpen: reworded items of which nobody has said that they still ask the same.
    """
    last = newest(earlier)
    if last is None:
        return
    for form in earlier:
        if form.id != new.id:
            raise errors.FormOfAnotherId(form=new.id, other=form.id)
    if new.version <= last.version:
        raise errors.FormVersionNotNewer(version=new.version, newest=last.version)
    for code in reused(new, earlier):
        had = max((form for form in earlier if code in form.by_code), key=lambda form: form.version)
        raise errors.FormCodeReused(item=code, title=had.by_code[code].title, version=had.version)
    asked = tuple(each.new.code for each in changes(last, new).reworded if each.new.code not in same_meaning)
    if asked:
        raise errors.FormMeaningOpen(items=asked)


def reused(new: FormDef, earlier: Sequence[FormDef]) -> tuple[str, ...]:
    """The codes that stand for another item already: an earlier version had them, the newest has them no more."""
    last = newest(earlier)
    kept = set() if last is None else set(last.by_code)
    had = {code for form in earlier for code in form.by_code}
    return tuple(code for code in new.by_code if code in had and code not in kept)


def recode(form: FormDef, codes: Collection[str], earlier: Iterable[FormDef]) -> FormDef:
    """The form with codes for these items that no version ever had, each in its section."""
    used = {code for each in (form, *earlier) for code in each.by_code}
    sections = []
    for section in form.sections:
        items = []
        for item in section.items:
            if item.code in codes:
                item = replace(item, code=_free(section.code, used))
                used.add(item.code)
            items.append(item)
        sections.append(replace(section, items=tuple(items)))
    return FormDef.from_document(replace(form, sections=tuple(sections)).document())


def aligned(form: FormDef, earlier: Sequence[FormDef]) -> FormDef:
    """A form whose codes were given by counting, numbered as the newest version has it: what asks in the same words
    keeps its code, all else gets one that was never used. A section of another number has other codes, always."""
    last = newest(earlier)
    if last is None:
        return form
    by_words = {(section.code, item.text): item.code for section in last.sections for item in section.items}
    kept: set[str] = set()
    used = {code for each in earlier for code in each.by_code}
    sections = []
    for section in form.sections:
        items = []
        for item in section.items:
            code = by_words.get((section.code, item.text), "")
            if not code or code in kept:
                code = _free(section.code, used)
                used.add(code)
            kept.add(code)
            items.append(replace(item, code=code))
        sections.append(replace(section, items=tuple(items)))
    return FormDef.from_document(replace(form, sections=tuple(sections)).document())


def _free(section: str, used: set[str]) -> str:
    """The section's next number after all that were ever given out in it."""
    numbers = [int(code.partition("-")[2]) for code in used if code.partition("-")[0] == section]
    return f"{section}-{max(numbers, default=0) + 1:02}"


def _section_titles(form: FormDef) -> dict[str, str]:
    return {item.code: section.title for section in form.sections for item in section.items}
