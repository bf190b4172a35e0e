"""Errors of editing the register by hand."""

from zjg_inspect.errors.base import ZjgError

__all__ = ["EditingError", "EntryFaulty", "EntryInConflict", "SameEntry", "SameZone", "ZoneExists"]


class EditingError(ZjgError):
    pass


class EntryFaulty(EditingError):
    """What was written cannot stand; `faults`: the members that are wrong or missing, from above."""

    faults: tuple[str, ...]


class SameZone(EditingError):
    """An enterprise cannot move to where it is."""

    name: str


class EntryInConflict(EditingError):
    """Two versions of an entry say different things; it is changed once a person has settled that."""

    name: str


class SameEntry(EditingError):
    """Two entries that are to be merged are one already."""

    name: str


class ZoneExists(EditingError):
    """The register has this township's village already."""

    village: str
