"""Whether a sealed inspection keeps what sealing promised; a forger's or a broken program's may not."""

from zjg_inspect.model.form import FormDef, items_for
from zjg_inspect.model.inspection import (
    InspectionBody,
    Outcome,
    Verdict,
    VisitType,
    owed_before_signing,
    owed_signatures,
)


def fault(body: InspectionBody, form: FormDef) -> str:
    """What contradicts the form or is still owed; empty if the body is sound."""
    content = body.content
    known = {item.code: item for item in form.items()}
    answered = [answer.item for answer in content.answers]
    if len(set(answered)) != len(answered) or not set(answered) <= set(content.items):
        return "answers do not fit the items"
    if not set(content.items) <= set(known):
        return "an item that the form does not have"
    if content.outcome is not Outcome.DONE:
        return "owed" if owed_before_signing(content, ()) else ""
    if content.type is VisitType.ASSESSMENT and list(content.items) != [i.code for i in items_for(form, content.facts)]:
        return "items are not those that apply"
    failed = {answer.item for answer in content.answers if answer.verdict is Verdict.FAIL}
    if not {hazard.item for hazard in content.hazards} <= failed:
        return "a hazard without a failed item"
    if owed_before_signing(content, [known[code] for code in content.items]):
        return "owed"
    return "signatures owed" if owed_signatures(content, body.signatures) else ""
