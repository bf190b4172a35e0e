"""Items gathered from a workbook become a form: each field is checked by the form's rules, each fault has its cell."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from msgspec.structs import replace

from zjg_inspect.errors import FormError, FormFieldWrong
from zjg_inspect.formfile.workbook_cells import Sheet, letter
from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.formreading import Doubt, Reading, in_order

_CODE = re.compile("([1-9][0-9]?)-([0-9]{2,3})")


class Asked(NamedTuple):
    """What the caller wants the form to be called, "" and 0 where the workbook says it itself; `used`: codes that are
    taken for ever, from earlier versions."""

    id: str = ""
    version: int = 0
    title: str = ""
    used: Collection[str] = ()


class Notes:
    """What has been found fault with, each at its place."""

    def __init__(self) -> None:
        self.doubts: list[Doubt] = []
        self.refused: list[Doubt] = []
        self._items: dict[tuple[str, int], str] = {}
        self._fields: dict[tuple[str, str], str] = {}

    def doubt(self, sheet: str, row: int, column: int | None, reason: str, heading: str = "", field: str = "") -> None:
        """`row` and `column` are indices; -1 and None are the whole sheet, the whole row. `field`: where to put it
        right, if another than the column's."""
        self.doubts.append(replace(_at(sheet, row, column, reason, heading), field=field))

    def became(self, sheet: str, row: int, code: str) -> None:
        """This row went into the item of that code."""
        self._items[sheet, row + 1] = code

    def column_is(self, sheet: str, column: int, field: str) -> None:
        """What stands in this column goes into that field of the items."""
        self._fields[sheet, letter(column)] = field

    def refuse(self, sheet: str, row: int, column: int | None, reason: str, heading: str = "") -> None:
        self.refused.append(_at(sheet, row, column, reason, heading))

    def comments(self, sheet: Sheet) -> None:
        """Name the notes that hang on the sheet's cells; none of them is taken."""
        for row, column, words in sheet.outline.comments:
            self.doubt(sheet.name, row, column, f"这一格的批注没有收：“{' '.join(words.split())}”")

    def reading(self, form: FormDef | None, sheets: Iterable[Sheet]) -> Reading:
        names = [sheet.name for sheet in sheets]
        refused = in_order(self.refused, names)
        return Reading(None if refused else form, in_order(map(self._placed, self.doubts), names), refused)

    def _placed(self, doubt: Doubt) -> Doubt:
        """With the item that came of its row, and the field that its column goes into."""
        item = self._items.get((doubt.sheet, doubt.row), "")
        field = self._fields.get((doubt.sheet, doubt.column), "") if item else ""
        return replace(doubt, item=item, field=doubt.field or field)


def _at(sheet: str, row: int, column: int | None, reason: str, heading: str) -> Doubt:
    return Doubt(sheet, row + 1, "" if column is None else letter(column), reason, heading)


class Codes:
    """Gives the next free code of a section, never one that was used before."""

    def __init__(self, used: Iterable[str]) -> None:
        self._last: dict[str, int] = defaultdict(int)
        for code in used:
            self.take(code)

    def take(self, code: str) -> None:
        if found := _CODE.fullmatch(code):
            self.reach(found[1], int(found[2]))

    def reach(self, section: str, last: int) -> None:
        self._last[section] = max(self._last[section], last)

    def next(self, section: str) -> str:
        self._last[section] += 1
        return f"{section}-{self._last[section]:02d}"


def is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def section_of(code: str) -> str:
    return code.partition("-")[0]


_SOUND_ITEM: dict[str, Any] = {
    "code": "1-01",
    "title": "一",
    "text": "一",
    "look_at": ["一"],
    "met": "一",
    "source": "一",
}
_SOUND_FORM: dict[str, Any] = {"id": "a", "version": 1, "title": "一", "source": "一", "derived": True}


def item_faults(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Every field of an item's document that no form may have so, and why."""
    section = section_of(str(document["code"])) if is_code(str(document["code"])) else "1"
    sound = _SOUND_ITEM | {"code": f"{section}-01"}
    return _faults(document, lambda item: _wrapped(section, [item]), sound, [*Item.__struct_fields__])


def form_faults(document: dict[str, Any]) -> list[tuple[str, str]]:
    """The same of a form's own fields; its sections are left out."""
    sections = _wrapped("1", [_SOUND_ITEM])["sections"]
    return _faults(document, lambda form: form | {"sections": sections}, _SOUND_FORM, [*FormDef.__struct_fields__])


def section_faults(document: dict[str, Any]) -> list[tuple[str, str]]:
    """The same of a section's own fields; its items are left out."""
    sound = {"code": "1", "title": "一", "source": "一"}

    def whole(section: dict[str, Any]) -> dict[str, Any]:
        items = [_SOUND_ITEM | {"code": f"{section['code']}-01"}]
        return _SOUND_FORM | {"sections": [section | {"items": items}]}

    return _faults(document, whole, sound, [*sound])


def _wrapped(section: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return _SOUND_FORM | {"sections": [{"code": section, "title": "一", "source": "一", "items": items}]}


def _faults(document: dict[str, Any], whole: Any, sound: dict[str, Any], fields: list[str]) -> list[tuple[str, str]]:
    """One fault after the other: what was found is put right, so that the next one shows."""
    found: list[tuple[str, str]] = []
    trial = dict(document)
    for _ in fields:
        try:
            FormDef.from_document(whole(trial))
        except FormFieldWrong as error:
            found.append((error.field, error.reason))
            if error.field in sound:
                trial[error.field] = sound[error.field]
            else:
                trial.pop(error.field, None)
        except FormError as error:
            found.append(("", str(error.facts().get("reason", ""))))
            break
        else:
            break
    return found
