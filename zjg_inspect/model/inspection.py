"""An inspection: what was found in one visit, who signed it, and what is still owed before it can be sealed (§5)."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Literal

import msgspec

from zjg_inspect.model import ids, version
from zjg_inspect.model.form import Facts, Item
from zjg_inspect.model.types import CameraTime, CivilDate, Instant, MaybeSha256, Sha256, Uuid, VisitDate


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


class VisitType(StrEnum):
    ASSESSMENT = "assessment"  # 核查
    REINSPECTION = "reinspection"  # 复查
    GUIDANCE = "guidance"  # 指导
    DUTY = "duty"  # 履职检查


def visit_types(of_zone: bool) -> tuple[VisitType, ...]:
    """What a zone, or else an enterprise, is visited for."""
    if of_zone:
        return VisitType.DUTY, VisitType.REINSPECTION
    return VisitType.ASSESSMENT, VisitType.REINSPECTION, VisitType.GUIDANCE


class Outcome(StrEnum):
    DONE = "done"
    LOCKED = "locked"  # 门锁
    STOPPED = "stopped"  # 停产
    REFUSED = "refused"  # 拒检
    NOT_FOUND = "not_found"  # 查无此户


class Grade(StrEnum):
    GENERAL = "general"
    MAJOR = "major"


class Photo(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A photo by its hash; `taken_at` is the camera's civil time, empty where the file has none (无拍摄时间).

    `of`: of a marked copy, the unmarked photo, which stands in the same list.
    """

    sha256: Sha256
    taken_at: CameraTime = ""
    place: tuple[int, int] | None = None
    caption: str = ""
    of: MaybeSha256 = ""


class Someone(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A person as written on this sheet; `id` where the office's list has them."""

    name: str
    id: str = ""
    agency: str = ""
    title: str = ""

    def is_same(self, other: "Someone") -> bool:
        """Whether it is the same person: by the office's id where both have one, else by name."""
        return self.id == other.id if self.id and other.id else self.name == other.name


class Answer(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    item: str
    verdict: Verdict
    note: str = ""
    reason: str = ""
    photos: tuple[Photo, ...] = ()


class Rectification(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What is wrong and the five that its rectification needs (整改“五到位”: 责任, 措施, 资金, 时限, 预案)."""

    what: str = ""
    where: str = ""
    grade: Grade = Grade.GENERAL
    criterion: str = ""
    responsible: str = ""
    phone: str = ""
    measures: str = ""
    funds: str = ""
    deadline: CivilDate = ""
    contingency: str = ""


class FoundHazard(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A failed item's hazard in a visit; `still_open` where it was found open already and not opened anew."""

    item: str
    hazard: Uuid
    rectification: Rectification
    photos: tuple[Photo, ...] = ()
    still_open: bool = False


class Content(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """All that was found in one visit: what the people sign.

    `aside`: answers given to items that do not apply under the facts as found; kept, not among `items`, never counted.
    `correction`: of a version that corrects another, why it does.
    """

    inspection: Uuid
    enterprise: Uuid
    enterprise_version: Sha256
    name: str
    township: str
    village: str
    type: VisitType
    outcome: Outcome
    date: VisitDate
    started_at: Instant
    finished_at: Instant
    number: str
    form: Sha256
    form_id: str
    form_version: int
    facts: Facts
    inspectors: tuple[Someone, ...]
    code: str = ""
    address: str = ""
    industry: str = ""
    principal: str = ""
    landlord: str = ""
    enterprise_person: Someone | None = None
    items: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    hazards: tuple[FoundHazard, ...] = ()
    closed: tuple[Uuid, ...] = ()
    photos: tuple[Photo, ...] = ()
    remark: str = ""
    aside: tuple[Answer, ...] = ()
    correction: str = ""

    @property
    def of_zone(self) -> bool:
        """Whether what was visited is the zone itself, and no enterprise in it."""
        return self.enterprise == ids.zone_id(self.township, self.village)


Role = Literal["inspector", "enterprise", "witness", "reviewer"]
Kind = Literal["pad", "paper", "refused"]


class Signature(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """One person's signature of a content hash.

    `strokes`: pen strokes, each `x0, y0, x1, y1, …` in 0.01 mm from the pad's upper left corner. A refusal is signed by
    nobody: it holds the reason, and the witness signs with the role `witness`. `scan`: of a signature on the printed
    sheet, the picture of it; one picture may show several people's. `pressures`: how hard the pen was pressed at each
    point of each stroke, 0 to 100; empty where nothing told that.
    """

    role: Role
    person: Someone
    kind: Kind
    signed: Sha256
    at: Instant
    strokes: tuple[tuple[int, ...], ...] = ()
    reason: str = ""
    scan: MaybeSha256 = ""
    pressures: tuple[tuple[int, ...], ...] = ()


class InspectionBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    content: Content
    content_hash: Sha256
    signatures: tuple[Signature, ...]


def content_hash(content: Content) -> str:
    """The hash that everybody signs, hex."""
    return version.digest(version.encoded(content)).hex()


def is_void(signature: Signature, of: str) -> bool:
    """Whether a signature was given for another content than this one."""
    return signature.signed != of


OwedKind = Literal[
    "answer", "reason", "hazard", "what", "where", "responsible", "measures", "funds", "deadline", "contingency",
    "criterion", "photo", "inspector", "enterprise_person", "signature", "correction",
]  # fmt: skip


class Owed(msgspec.Struct, frozen=True):
    """One thing still missing before a visit can be signed or sealed."""

    kind: OwedKind
    item: str = ""
    person: str = ""


FIVE: tuple[OwedKind, ...] = ("responsible", "measures", "funds", "deadline", "contingency")
_FILLED: tuple[OwedKind, ...] = ("what", "where", *FIVE)


def owed_before_signing(content: Content, items: Iterable[Item], closing: Collection[str] = ()) -> list[Owed]:
    """What is missing before the people can sign, in the order of the sheet.

    A try (门锁 and the like) owes only its photo; a done visit an answer to each item, a reason for each 不适用, and
    for each failed required item a hazard with what, where and the five (a major one with photo and criterion too).
    `closing`: items whose major hazard this visit verifies as closed; that needs a photo.
    """
    owed = [] if content.inspectors else [Owed("inspector")]
    if content.outcome is not Outcome.DONE:
        return owed if content.photos else [*owed, Owed("photo")]
    answers = {answer.item: answer for answer in content.answers}
    hazards = {hazard.item: hazard for hazard in content.hazards}
    for item in items:
        answer = answers.get(item.code)
        if answer is None:
            owed.append(Owed("answer", item.code))
        elif answer.verdict is Verdict.NOT_APPLICABLE and not answer.reason.strip():
            owed.append(Owed("reason", item.code))
        elif answer.verdict is Verdict.PASS and item.code in closing and not answer.photos:
            owed.append(Owed("photo", item.code))
        elif answer.verdict is Verdict.FAIL and item.weight == "required":
            owed.extend(_owed_hazard(item.code, hazards.get(item.code), answer))
    return owed


def _owed_hazard(item: str, hazard: FoundHazard | None, answer: Answer) -> list[Owed]:
    if hazard is None:
        return [Owed("hazard", item)]
    if hazard.still_open:
        return []
    filled = hazard.rectification
    missing = [Owed(name, item) for name in _FILLED if not getattr(filled, name).strip()]
    if filled.grade is Grade.MAJOR:
        missing += [] if filled.criterion.strip() else [Owed("criterion", item)]
        missing += [] if hazard.photos or answer.photos else [Owed("photo", item)]
    return missing


def owed_signatures(content: Content, signatures: Iterable[Signature], of: str = "") -> list[Owed]:
    """Whose signature is missing or void; a refusal counts with its reason and a witness's signature.

    `of` is the content's hash, where that is known.
    """
    if content.outcome is not Outcome.DONE:
        return []
    of = of or content_hash(content)
    given = [s for s in signatures if not is_void(s, of) and _is_given(s)]
    inspectors = [s.person for s in given if s.role == "inspector"]
    missing = [
        Owed("signature", person=person.name)
        for person in content.inspectors
        if not any(person.is_same(one) for one in inspectors)
    ]
    enterprise = [s for s in given if s.role == "enterprise"]
    if not enterprise:
        missing.append(Owed("enterprise_person"))
    elif any(s.kind == "refused" for s in enterprise) and not any(s.role == "witness" for s in given):
        missing.append(Owed("signature", person="witness"))
    return missing


def _is_given(signature: Signature) -> bool:
    """Whether anything was written: an empty pad is no signature, nor is paper without its scan, and only the
    enterprise's person may refuse."""
    match signature.kind:
        case "pad":
            return any(len(stroke) >= 2 for stroke in signature.strokes)
        case "refused":
            return signature.role == "enterprise" and bool(signature.reason.strip())
        case "paper":
            return bool(signature.scan)
