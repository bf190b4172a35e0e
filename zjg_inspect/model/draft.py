"""A visit that is not sealed yet: what is saved at every tap, and the content that it adds up to."""

from collections.abc import Iterable, Mapping

import msgspec

from zjg_inspect.model import ids
from zjg_inspect.model.form import Facts, FormDef, Item, applies, items_for
from zjg_inspect.model.formchange import changes
from zjg_inspect.model.inspection import (
    Answer,
    Content,
    FoundHazard,
    Outcome,
    Photo,
    Rectification,
    Signature,
    Someone,
    Verdict,
    VisitType,
)
from zjg_inspect.model.register import Enterprise, Zone


class DraftHead(msgspec.Struct, frozen=True):
    """What a visit is about; `parents` are the versions that a correction follows, `items` what the visit had asked.

    Of a draft that was carried over to another version of its form: `begun_with` the form's hash before, since when
    (`carried_at`), and the codes of the answered items that are worded otherwise and were not looked at since.
    `declined`: the version (by hash) of which the person said that this visit stays with its own. `correction`: why the
    versions in `parents` are corrected.
    """

    enterprise_version: str
    type: VisitType
    date: str
    started_at: str
    form: str
    facts: Facts
    outcome: Outcome = Outcome.DONE
    inspectors: tuple[Someone, ...] = ()
    enterprise_person: Someone | None = None
    remark: str = ""
    parents: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    begun_with: str = ""
    carried_at: str = ""
    look_again: tuple[str, ...] = ()
    declined: str = ""
    correction: str = ""


class DraftAnswer(msgspec.Struct, frozen=True):
    """An answer as far as it was given: the verdict may still be missing, the note may be there first."""

    item: str
    verdict: Verdict | None = None
    note: str = ""
    reason: str = ""
    at: str = ""


class DraftPhoto(msgspec.Struct, frozen=True):
    """A photo beside an item (or of the whole visit: item empty); `id` names it in the draft."""

    id: int
    item: str
    photo: Photo


class KnownHazard(msgspec.Struct, frozen=True):
    """A hazard that is open (or rectified, not yet verified) at the enterprise before this visit."""

    hazard: str
    item: str
    form_id: str
    rectification: Rectification
    inspection: str
    state: str
    date: str = ""


class Draft(msgspec.Struct, frozen=True):
    id: str
    enterprise: str
    head: DraftHead
    item: str = ""
    number: str = ""
    touched_at: str = ""
    answers: Mapping[str, DraftAnswer] = {}
    hazards: Mapping[str, Rectification] = {}
    photos: tuple[DraftPhoto, ...] = ()
    signatures: Mapping[str, Signature] = {}

    def photos_at(self, item: str) -> tuple[Photo, ...]:
        return tuple(each.photo for each in self.photos if each.item == item)


def items_of(head: DraftHead, form: FormDef, known: Iterable[KnownHazard]) -> list[Item]:
    """The items that this visit asks: all that apply; on a 复查 those with a hazard to verify; none on a try.

    A corrected 复查 asks what it had asked, whatever became of the hazards since.
    """
    if head.outcome is not Outcome.DONE:
        return []
    if head.type is VisitType.REINSPECTION:
        asked = set(head.items) or {hazard.item for hazard in known if hazard.form_id == form.id}
        return [item for item in form.items() if item.code in asked]
    return items_for(form, head.facts)


def set_aside(draft: Draft, form: FormDef, asked: Iterable[Item]) -> list[Item]:
    """The items that were answered and do not apply under the facts as found; none on a try, which counts nothing."""
    if draft.head.outcome is not Outcome.DONE:
        return []
    answered = {code for code, answer in draft.answers.items() if answer.verdict}
    left = answered - {item.code for item in asked}
    return [item for item in form.items() if item.code in left and not applies(item, draft.head.facts)]


def carried(draft: Draft, old: FormDef, new: FormDef, at: str) -> DraftHead:
    """The head under another version of the form: answers stay under their codes, those to reworded items are to be
    looked at once more. Back to the version before, that concerns only what was answered since."""
    head = draft.head
    back = new.hash == head.begun_with
    given = {a.item for a in draft.answers.values() if a.verdict and (not back or a.at >= head.carried_at)}
    again = tuple(each.new.code for each in changes(old, new).reworded if each.new.code in given)
    return msgspec.structs.replace(
        head,
        form=new.hash,
        begun_with="" if back else head.begun_with or old.hash,
        carried_at="" if back else at,
        look_again=again,
        declined=old.hash if back else "",
    )


def left_out(draft: Draft, form: FormDef, before: FormDef | None) -> list[Item]:
    """What was answered, noted or photographed under the form before and is not asked in this one at all."""
    if before is None:
        return []
    given = {a.item for a in draft.answers.values() if a.verdict or a.note.strip()} | {p.item for p in draft.photos}
    return [item for item in before.items() if item.code in given and item.code not in form.by_code]


def content_of(draft: Draft, site: Enterprise, zone: Zone, form: FormDef, known: Iterable[KnownHazard]) -> Content:
    """What the people sign. Depends on nothing but the draft and what it rests on, so the hash stays the same."""
    head = draft.head
    open_before = [hazard for hazard in known if hazard.form_id == form.id]
    before = {hazard.item: hazard for hazard in open_before}
    items = items_of(head, form, known)
    given = [draft.answers[item.code] for item in items if item.code in draft.answers]
    answers = _given(draft, items)
    required = {item.code for item in items if item.counts}
    failed = [a for a in answers if a.verdict is Verdict.FAIL and a.item in required]
    passed = {a.item for a in answers if a.verdict is Verdict.PASS}
    return Content(
        inspection=draft.id,
        enterprise=draft.enterprise,
        enterprise_version=head.enterprise_version,
        name=site.name,
        township=zone.township,
        village=zone.village,
        type=head.type,
        outcome=head.outcome,
        date=head.date,
        started_at=head.started_at,
        finished_at=max((a.at for a in given if a.at), default=head.started_at),
        number=draft.number,
        form=form.hash,
        form_id=form.id,
        form_version=form.version,
        facts=head.facts,
        inspectors=head.inspectors,
        code=site.code,
        address=site.address,
        industry=site.industry,
        principal=site.principal,
        landlord=site.landlord,
        enterprise_person=head.enterprise_person,
        items=tuple(item.code for item in items),
        answers=answers,
        hazards=tuple(f for a in failed if (f := _found(draft, a, before.get(a.item))) is not None),
        closed=tuple(sorted(hazard.hazard for hazard in open_before if hazard.item in passed)),
        photos=draft.photos_at(""),
        remark=head.remark.strip(),
        aside=_given(draft, set_aside(draft, form, items)),
        correction=head.correction.strip(),
    )


def _given(draft: Draft, items: Iterable[Item]) -> tuple[Answer, ...]:
    """The answers to these items, as far as a verdict was given."""
    given = [draft.answers[item.code] for item in items if item.code in draft.answers]
    return tuple(
        Answer(a.item, a.verdict, a.note.strip(), a.reason.strip(), draft.photos_at(a.item)) for a in given if a.verdict
    )


def _found(draft: Draft, answer: Answer, before: KnownHazard | None) -> FoundHazard | None:
    """The failed item's hazard: still open where it was open before, else as far as it was recorded."""
    if before is not None:
        return FoundHazard(answer.item, before.hazard, before.rectification, answer.photos, still_open=True)
    filled = draft.hazards.get(answer.item)
    if filled is None:
        return None
    return FoundHazard(answer.item, ids.hazard_id(draft.id, answer.item), filled, answer.photos)
