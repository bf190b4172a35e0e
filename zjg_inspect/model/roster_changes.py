"""What a row of a register in Excel makes of what the register says, field by field."""

from typing import Any

import msgspec

from zjg_inspect.model.facts import FACT_NAMES, Facts
from zjg_inspect.model.register import Enterprise, FieldDoubt
from zjg_inspect.model.roster import RosterRow, name_key
from zjg_inspect.model.roster_cells import text

TEXTS = ("address", "legal_person", "principal", "phone", "industry", "landlord", "lease_signed", "remark", "code")


class Difference(msgspec.Struct, frozen=True):
    """A field whose value changes; `field` by its name in Enterprise or Facts, None is not known."""

    field: str
    before: str | int | bool | None
    after: str | int | bool | None


def taken(row: RosterRow, zone: str, before: Enterprise | None) -> Enterprise:
    """The register's body after this row. What the sheet leaves open does not erase what is known."""
    base = before or Enterprise(name=row.name, zone=zone)
    known: dict[str, Any] = {}
    if row.tanks and not (base.facts.flammable_tanks or base.facts.toxic_tanks):
        known |= {"flammable_tanks": None, "toxic_tanks": None}  # put up since, of a kind that nobody said
    known |= {name: value for name, value in row.facts.items() if value is not None}
    if row.headcount is not None:
        known["headcount"] = row.headcount
    facts = msgspec.structs.replace(base.facts, **known)
    said = {
        field: told for field in TEXTS if (told := getattr(row, field) or "") and told != text(getattr(base, field))
    }
    same_name = before is not None and name_key(before.name) == name_key(row.name)
    return msgspec.structs.replace(
        base, name=base.name if same_name else row.name, facts=facts, doubts=_doubts(row, facts, base, said), **said
    )


def differences(before: Enterprise, after: Enterprise) -> tuple[Difference, ...]:
    """What of the name, the texts, the facts and the standing is another afterwards."""
    found = [
        Difference(field, getattr(before, field), getattr(after, field))
        for field in ("name", *TEXTS, "state", "state_date")
        if getattr(before, field) != getattr(after, field)
    ]
    found += [
        Difference(name, getattr(before.facts, name), getattr(after.facts, name))
        for name in FACT_NAMES
        if getattr(before.facts, name) != getattr(after.facts, name)
    ]
    if before.doubts != after.doubts:
        found.append(Difference("doubts", _said(before.doubts), _said(after.doubts)))
    return tuple(found)


def _said(doubts: tuple[FieldDoubt, ...]) -> str:
    return "、".join(f"“{doubt.text}”" for doubt in doubts)


def _doubts(row: RosterRow, facts: Facts, base: Enterprise, said: dict[str, str]) -> tuple[FieldDoubt, ...]:
    """Those of this row in place of earlier ones of the same fields; each stays until its field is known."""
    if not base.doubts and not row.doubts:
        return ()
    found = {doubt.field: doubt for doubt in base.doubts}
    for doubt in row.doubts:
        if doubt.field not in found or found[doubt.field].text != doubt.text:
            found[doubt.field] = FieldDoubt(doubt.field, doubt.text, doubt.reason)
    return tuple(doubt for field, doubt in found.items() if not _is_known(field, facts, base, said))


def _is_known(field: str, facts: Facts, base: Enterprise, said: dict[str, str]) -> bool:
    match field:
        case "tanks":
            return facts.flammable_tanks is not None and facts.toxic_tanks is not None
        case "premises":
            return facts.rents is not None
    if field in FACT_NAMES:
        return getattr(facts, field) is not None
    return bool(said.get(field) or getattr(base, field, ""))
