"""Whether a sealed inspection keeps what sealing promised; a forger's or a broken program's may not."""

from zjg_inspect.model import ids
from zjg_inspect.model.form import FormDef, applies, codes_for
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import (
    Content,
    Grade,
    InspectionBody,
    Outcome,
    Verdict,
    VisitType,
    owed_before_signing,
    owed_signatures,
)
from zjg_inspect.model.marks import orphaned


def fault(body: InspectionBody, form: FormDef) -> str:
    """What contradicts the form or is still owed; empty if the body is sound."""
    content = body.content
    known, items = form.by_code, set(content.items)
    answered = {answer.item for answer in content.answers}
    if (content.form_id, content.form_version) != (form.id, form.version):
        return "another form's name"
    if len(items) != len(content.items):
        return "an item twice"
    if len(answered) != len(content.answers) or not answered <= items:
        return "answers do not fit the items"
    if not items <= known.keys():
        return "an item that the form does not have"
    if wrong := _aside_fault(content, form):
        return wrong
    answers = (*content.answers, *content.aside)
    places = (content.photos, *(each.photos for each in answers), *(each.photos for each in content.hazards))
    if any(orphaned(photos) for photos in places if photos):
        return "a marked photo without its original"
    if content.outcome is not Outcome.DONE:
        return "owed" if owed_before_signing(content, ()) else ""
    if content.type is VisitType.ASSESSMENT and content.items != codes_for(form, content.facts):
        return "items are not those that apply"
    failed = {answer.item for answer in content.answers if answer.verdict is Verdict.FAIL}
    if not {hazard.item for hazard in content.hazards} <= failed:
        return "a hazard without a failed item"
    # where nothing is asked for closing, an answer 符合 owes nothing
    passed = {answer.item for answer in content.answers if answer.verdict is Verdict.PASS}
    if owed_before_signing(content, [known[code] for code in content.items if code not in passed]):
        return "owed"
    if not _opens_its_own(content):
        return "hazards do not fit the items"
    return "signatures owed" if owed_signatures(content, body.signatures, body.content_hash) else ""


def hazard_fault(body: HazardBody, form: FormDef) -> str:
    """What contradicts the form or the rules of closing; empty if the hazard is sound."""
    if body.item not in form.by_code:
        return "an item that the form does not have"
    if orphaned(body.photos):
        return "a marked photo without its original"
    if body.step == "verified_closed" and body.rectification.grade is Grade.MAJOR and not body.photos:
        return "a major hazard closed without a photo"
    return ""


def _aside_fault(content: Content, form: FormDef) -> str:
    """What is set aside is neither asked nor does it apply, so that nothing can hide there."""
    aside = [answer.item for answer in content.aside]
    if not aside:
        return ""
    if content.outcome is not Outcome.DONE or len(set(aside)) != len(aside) or set(aside) & set(content.items):
        return "what is set aside does not fit the visit"
    if not set(aside) <= set(form.by_code):
        return "an item that the form does not have"
    applying = any(applies(form.by_code[code], content.facts) for code in aside)
    return "an item is set aside that applies" if applying else ""


def _opens_its_own(content: Content) -> bool:
    """One hazard for an item at most, and what is opened has the id of this visit and item."""
    items = [hazard.item for hazard in content.hazards]
    opened = [hazard for hazard in content.hazards if not hazard.still_open]
    return len(set(items)) == len(items) and all(
        hazard.hazard == ids.hazard_id(content.inspection, hazard.item) for hazard in opened
    )
