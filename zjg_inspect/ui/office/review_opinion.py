"""A visit's questions with their answers, as its review says them."""

from zjg_inspect.service.inapplicable import Overused
from zjg_inspect.service.review import SKIPPED, photos_question
from zjg_inspect.service.same_photos import SamePhotos
from zjg_inspect.ui.office import review_same, review_skipped
from zjg_inspect.ui.office.decisions import Decisions


def signed_opinion(overused: Overused | None, same: tuple[SamePhotos, ...], decided: Decisions) -> str:
    """The reviewer's opinion, with the answers to the questions before it."""
    said = ""
    if overused is not None and SKIPPED in decided.answers:
        said = review_skipped.answered_words(overused)
    for each in same:
        if (how := decided.answers.get(photos_question(each))) is not None:
            said += review_same.answered_words(each, how)
    return f"{said}{decided.opinion.strip()}"
