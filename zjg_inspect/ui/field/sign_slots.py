"""Who signs, in order, and how far each is. No Qt in here."""

from typing import Literal, NamedTuple

from zjg_inspect.model.clock import local
from zjg_inspect.model.inspection import Kind, Role, Signature, Someone
from zjg_inspect.service.signing import Signing

State = Literal["open", "signed", "paper", "void", "refused", "later"]

LABELS: dict[Role, str] = {
    "inspector": "核查人",
    "enterprise": "企业人员",
    "witness": "见证人",
    "reviewer": "镇安监办审核",
}
OF_ZONE = "村（社区）人员"


class Slot(NamedTuple):
    """One place on the sheet; `at` is HH:MM of what was signed there."""

    role: Role
    person: Someone
    state: State
    at: str = ""
    signature: Signature | None = None
    of_zone: bool = False

    @property
    def label(self) -> str:
        return OF_ZONE if self.of_zone and self.role == "enterprise" else LABELS[self.role]

    @property
    def shown(self) -> str:
        """王某，车间主任"""
        return "，".join(part for part in (self.person.name, self.person.title) if part)

    @property
    def waits(self) -> bool:
        """Whether somebody still has to sign here."""
        return self.state in ("open", "void")

    def words(self, current: bool) -> str:
        """What stands at the right of its line."""
        match self.state:
            case "signed":
                return f"{self.at} 已签"
            case "paper":
                return f"{self.at} 纸上签的"
            case "refused":
                return f"{self.at} 拒签"
            case "void":
                return "作废，请再签"
            case "later":
                return ""
        return "正在签" if current else "还没签"


def slots(signing: Signing) -> list[Slot]:
    """The inspectors, the enterprise's person, the witness of a refusal, and the reviewer, who signs later."""
    content = signing.content
    found = [_slot(signing, "inspector", person) for person in content.inspectors]
    host = OF_ZONE if content.of_zone else LABELS["enterprise"]
    enterprise = _slot(signing, "enterprise", content.enterprise_person or Someone(host))
    enterprise = enterprise._replace(of_zone=content.of_zone)
    found.append(enterprise)
    if enterprise.state == "refused":
        given = _of(signing, "witness", None)
        found.append(_slot(signing, "witness", given.person if given is not None else Someone("")))
    return [*found, Slot("reviewer", Someone("回到镇里后签"), "later")]


def next_open(all_slots: list[Slot]) -> int:
    """The first place that waits; -1 when nobody has to sign any more."""
    return next((number for number, slot in enumerate(all_slots) if slot.waits), -1)


def _slot(signing: Signing, role: Role, person: Someone) -> Slot:
    given = _of(signing, role, person if role == "inspector" else None)
    if given is None:
        return Slot(role, person, "open")
    at = f"{local(given.at):%H:%M}"
    if signing.is_void(given):
        return Slot(role, person, "void", at, given)
    states: dict[Kind, State] = {"refused": "refused", "paper": "paper", "pad": "signed"}
    return Slot(role, person, states[given.kind], at, given)


def _of(signing: Signing, role: Role, person: Someone | None) -> Signature | None:
    return next(
        (s for s in signing.signatures if s.role == role and (person is None or person.is_same(s.person))), None
    )
