"""Errors of what is visited and what is found on the spot and proposed."""

from zjg_inspect.errors.base import ZjgError

__all__ = ["ProposalDecided", "SurveyError", "SurveyIncomplete", "WrongVisitType"]


class SurveyError(ZjgError):
    pass


class SurveyIncomplete(SurveyError):
    """`missing`: name, zone, landlord, or by (who found it)."""

    missing: str


class ProposalDecided(SurveyError):
    """The office has taken it into the register meanwhile; what is to be changed there, the office changes."""

    name: str


class WrongVisitType(ZjgError):
    """A zone is visited for 履职检查 or 复查, an enterprise for anything but 履职检查."""

    name: str
    type: str
