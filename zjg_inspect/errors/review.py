"""Errors of the office's review."""

from zjg_inspect.errors.base import ZjgError

__all__ = ["BatchRefused", "FourEyes", "ReviewError", "ReviewOutdated", "ReviewReasonMissing"]


class ReviewError(ZjgError):
    pass


class FourEyes(ReviewError):
    """The reviewer took part in the visit."""

    person: str


class ReviewReasonMissing(ReviewError):
    """Sending back needs a reason."""


class ReviewOutdated(ReviewError):
    """The inspection has got a newer version than the one on the screen."""

    inspection: str


class BatchRefused(ReviewError):
    """Some visits cannot be signed together with the others, so none was; `why_not`: the enterprise's name and why
    (model.review.WhyNot) for each."""

    why_not: tuple[tuple[str, str], ...]
