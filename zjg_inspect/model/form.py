"""Checklists: what is asked, of whom and why. Files are read by formfile; forms also travel in bundles."""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

import msgspec

from zjg_inspect.errors import FormCodeDoubled, UnknownItem
from zjg_inspect.model.condition import Condition, checked, evaluate, sentence
from zjg_inspect.model.facts import (
    CLASS_LABELS,
    FACT_LABELS,
    FACT_NAMES,
    STANDARDISATION_FROM,
    EnterpriseClass,
    Facts,
    facts_from_json,
)
from zjg_inspect.model.formfields import Fields, Place

__all__ = [
    "CLASS_LABELS",
    "FACT_LABELS",
    "FACT_NAMES",
    "STANDARDISATION_FROM",
    "EnterpriseClass",
    "Facts",
    "FormDef",
    "Item",
    "Section",
    "applies",
    "facts_from_json",
    "items_for",
    "why",
]

_DIGITS = "零一二三四五六七八九"


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing a person can judge on site with yes or no."""

    code: str
    title: str
    text: str
    look_at: tuple[str, ...]
    met: str
    source: str
    applies_when: Condition | None = None
    weight: Literal["required", "advisory"] = "required"
    key: bool = False
    evidence: Literal["photo"] | None = None
    phrases: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources one by one, e.g. ("§三(四)3", "安全生产法第44条")."""
        return tuple(part.strip() for part in self.source.split(";"))

    @property
    def counts(self) -> bool:
        """Whether it can count against the enterprise; advisory items never do."""
        return self.weight == "required"


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One area of the checklist, in the notice's order."""

    code: str
    title: str
    source: str
    items: tuple[Item, ...]

    @property
    def numeral(self) -> str:
        """The code as Chinese official paper numbers it: 一 … 九十九."""
        tens, ones = divmod(int(self.code), 10)
        return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


class FormDef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A checklist; inspections name it by its hash and keep it for ever."""

    id: str
    version: int
    title: str
    source: str
    derived: bool
    pass_rate: int = 100
    sections: tuple[Section, ...]

    @classmethod
    def from_document(cls, document: object, file: str = "") -> "FormDef":
        """The form in a decoded JSON or YAML document.

        Raises:
            FormUnreadable, FormFieldWrong, FormCodeDoubled, FormConditionWrong: naming file, section and item.
        """
        return _form(document, Place(file))

    def document(self) -> dict[str, Any]:
        """The form as plain JSON data, every field written out."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    def canonical(self) -> bytes:
        """Its RFC 8785 JSON."""
        return msgspec.json.encode(self.document(), order="sorted")

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, lower-case hex; not that of any file's bytes."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def items(self) -> Iterator[Item]:
        """All items in the form's order."""
        return (item for section in self.sections for item in section.items)

    def item(self, code: str) -> Item:
        """The item with this code.

        Raises:
            UnknownItem: the form has none.
        """
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownItem(item=code) from None

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """All items by their codes."""
        return {item.code: item for item in self.items()}

    @cached_property
    def required(self) -> dict[str, Item]:
        """The items that count, by their codes."""
        return {code: item for code, item in self.by_code.items() if item.counts}

    @cached_property
    def _codes_for(self) -> dict[Facts, tuple[str, ...]]:
        return {}


def applies(item: Item, facts: Facts) -> bool:
    """Whether the item is asked: unless its condition is definitely false; what is not known is asked."""
    return item.applies_when is None or evaluate(item.applies_when, facts) is not False


def items_for(form: FormDef, facts: Facts) -> list[Item]:
    """The items that apply, in the form's order."""
    return [item for item in form.items() if applies(item, facts)]


def codes_for(form: FormDef, facts: Facts) -> tuple[str, ...]:
    """The codes of the items that apply; enterprises with the same facts are many."""
    known = form._codes_for
    if facts not in known:
        if len(known) > 1000:
            known.clear()
        known[facts] = tuple(item.code for item in items_for(form, facts))
    return known[facts]


def why(item: Item, facts: Facts) -> str:
    """One or two sentences for the inspector: why the item is asked here."""
    said = sentence(item.applies_when, facts)
    return said if item.counts else said + "这一条只作提倡，不影响结论。"


# -- a document becomes a form -------------------------------------------------------------------------------------


def _form(raw: object, place: Place) -> FormDef:
    fields = Fields(raw, FormDef, place)
    sections = tuple(_section(each, place, n) for n, each in enumerate(fields.list("sections", 1, 99), 1))
    _no_doubles([(section.code, place._replace(section=section.code)) for section in sections])
    return FormDef(
        id=fields.matching("id", "[a-z][a-z0-9_]{0,39}", "要用小写字母、数字和下划线，字母开头"),
        version=fields.number("version", 1, 9999),
        title=fields.text("title", 60),
        source=fields.text("source", 300),
        derived=fields.flag("derived"),
        pass_rate=fields.number("pass_rate", 1, 100),
        sections=sections,
    )


def _section(raw: object, place: Place, n: int) -> Section:
    place = place._replace(section=_named(raw, n))
    fields = Fields(raw, Section, place)
    code = fields.matching("code", "[1-9][0-9]?", "要写 1 到 99，加引号")
    items = tuple(_item(each, place, m, code) for m, each in enumerate(fields.list("items", 1, 999), 1))
    _no_doubles([(item.code, place._replace(item=item.code)) for item in items])
    return Section(code=code, title=fields.text("title", 30), source=fields.text("source", 200), items=items)


def _item(raw: object, place: Place, n: int, section: str) -> Item:
    place = place._replace(item=_named(raw, n))
    fields = Fields(raw, Item, place)
    condition = fields.raw("applies_when")
    item = Item(
        code=fields.matching("code", section + "-[0-9]{2,3}", f"要写成 {section}-01 这样"),
        title=fields.text("title", 40),
        text=fields.text("text", 300),
        look_at=fields.lines("look_at", 1, 3, 120),
        met=fields.text("met", 300),
        source=fields.text("source", 200),
        applies_when=None if condition is None else checked(condition, place.condition_wrong),
        weight=fields.choice("weight", "required", "advisory"),
        key=fields.flag("key"),
        evidence=fields.choice("evidence", "photo", None),
        phrases=fields.lines("phrases", 0, 3, 40),
    )
    if item.key and not item.counts:
        raise place.field_wrong("key", "提倡的条目不能作否决项")
    if not all(item.sources):
        raise place.field_wrong("source", "分号之间不能空着")
    return item


def _named(raw: object, n: int) -> str:
    """What a part is called in an error: its code, or its place in the list while it has none."""
    code = raw.get("code") if isinstance(raw, dict) else None
    return code if isinstance(code, str) and code else f"第 {n} 个"


def _no_doubles(codes: list[tuple[str, Place]]) -> None:
    seen: set[str] = set()
    for code, place in codes:
        if code in seen:
            raise FormCodeDoubled(**place._asdict(), code=code)
        seen.add(code)
