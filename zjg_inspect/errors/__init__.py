"""The tree of errors: a class and its facts, no prose. Those of files that people bring stand in `files`,
those of a hazard's life in `hazards`, those of filings in `rented`, those of the office's review in `review`.

The sentence for the person stands in ui/messages.py, one for each class that has no subclasses (a test holds this).
"""

from typing import Any

from zjg_inspect.errors.base import ZjgError as ZjgError
from zjg_inspect.errors.editing import *  # noqa: F403
from zjg_inspect.errors.files import *  # noqa: F403
from zjg_inspect.errors.hazards import *  # noqa: F403
from zjg_inspect.errors.rented import *  # noqa: F403
from zjg_inspect.errors.review import *  # noqa: F403
from zjg_inspect.errors.survey import *  # noqa: F403


# -- stopping ------------------------------------------------------------------------------------------------------
class Cancelled(ZjgError):
    """The person stopped long work; the transaction rolls back."""


# -- the store -----------------------------------------------------------------------------------------------------
class StoreError(ZjgError):
    pass


class StoreInUse(StoreError):
    """Another instance holds the data directory."""

    directory: str


class StoreNewer(StoreError):
    """The store was written by a newer release; it is left untouched."""

    path: str
    revision: str


class StoreDamaged(StoreError):
    """The store or a key file beside it cannot be read."""

    path: str
    detail: str


class DiskFull(StoreError):
    """No room is left where something was to be written."""

    path: str


class NotWritable(StoreError):
    """A place could not be written to (read-only, pulled out, no permission)."""

    path: str
    detail: str


class NotReadable(StoreError):
    """A file could not be read (gone, pulled out, no permission)."""

    path: str
    detail: str


class TargetExists(StoreError):
    """A file of the name to be written is there already; it is left as it is."""

    path: str


class MediaDamaged(StoreError):
    """A stored photo's bytes are no longer those of its hash."""

    path: str


class NoRole(StoreError):
    """This data directory has neither office nor laptop in it yet."""

    directory: str


class AlreadySetUp(StoreError):
    """This data directory has its role already."""

    role: str


class WrongRole(StoreError):
    """Only an office (or only a laptop) does this."""

    needed: str


class NotFound(StoreError):
    """Nothing with this id is in the store."""

    what: str
    id: str


# -- versions ------------------------------------------------------------------------------------------------------
class VersionError(ZjgError):
    """A version that cannot be taken as it is."""


class NotCanonical(VersionError):
    """Bytes that are not RFC 8785 JSON in this project's narrower sense (§1 of the design)."""

    reason: str


class SignatureWrong(VersionError):
    """The device's signature does not fit the version."""

    hash: str


class SchemaWrong(VersionError):
    """A body that is not what its kind's schema says."""

    kind: str
    reason: str


class NotAuthorised(VersionError):
    """This device may not author this kind (model/authority.py)."""

    kind: str
    device: str


class ProgrammeWrong(ZjgError):
    """A member of a programme is not what it should be; `phase` counts from 1, 0 for the programme itself."""

    member: str
    phase: int
    fault: str


class DeviceSuspended(VersionError):
    """This device was suspended: what it writes waits for a person. `above` is the name of who can lift that."""

    device: str
    above: str


class DeviceCopied(VersionError):
    """Two versions of one number came of this device: its data was copied, and a person has to look at it first."""

    device: str
    above: str


# -- cards and enrolment -------------------------------------------------------------------------------------------
class CardDamaged(ZjgError):
    """A card file that is no card, or whose self-signature does not fit."""

    file: str
    reason: str


class CardOfWrongTier(ZjgError):
    """A laptop's card where an office's is wanted, or the other way round."""

    file: str
    tier: str


class LettersTaken(ZjgError):
    """Another laptop has these sheet-number letters."""

    letters: str


class LaptopSuspended(ZjgError):
    """The office has suspended or retired this laptop."""

    device: str
    name: str


# -- the recovery key, backups -------------------------------------------------------------------------------------
class RecoveryPrinted(ZjgError):
    """The recovery key is on paper and nowhere else; another one can be made."""


class RecoveryKeyWrong(ZjgError):
    """What was typed is no recovery key: a character is wrong or missing."""


class BackupError(ZjgError):
    """A backup that is refused whole: nothing is restored."""

    file: str


class BackupDamaged(BackupError):
    """Not a backup, or a part of it is missing or differs from the manifest."""

    part: str


class BackupNewer(BackupError):
    """A newer release wrote this backup."""

    format: str


class NotFree(ZjgError):
    """A backup is to be restored where other data lies."""

    directory: str


# -- bundles -------------------------------------------------------------------------------------------------------
class BundleError(ZjgError):
    """A container that is refused whole; nothing of it is merged."""

    file: str


class BundleNotABag(BundleError):
    """Not a ZIP with one BagIt bag of ours in it."""

    reason: str


class BundleDamaged(BundleError):
    """A listed part is missing or its hash differs."""

    part: str


class BundleForged(BundleError):
    """The signature over the tag manifest does not fit the sender."""

    sender: str


class BundleUnsafe(BundleError):
    """A name or size that no honest bundle has (escaping path, double name, link, bomb)."""

    part: str
    reason: str


class NothingSalvaged(BundleError):
    """No record and no photo of a damaged bundle proves itself."""


class BundleNotForUs(BundleError):
    """Whole and well signed, but encrypted to others; `addressee` is a device's id, or "" where none is named."""

    addressee: str


class BundleNewer(BundleError):
    """The container's format number is of a newer release."""

    format: str


# -- visits --------------------------------------------------------------------------------------------------------
class VisitError(ZjgError):
    pass


class Sealed(VisitError):
    """The inspection has been signed; make a correction instead."""

    inspection: str


class StillOwed(VisitError):
    """A visit cannot be signed or sealed yet: what is missing, one entry each (model/inspection.Owed)."""

    owed: tuple[Any, ...]


class ContentChanged(VisitError):
    """The content was changed after a signature; the signature is void and must be given again."""

    person: str


class EmptySignature(VisitError):
    """A pad without a stroke is no signature."""

    person: str


class UnknownItem(VisitError):
    """The visit's form has no such item, or it does not apply."""

    item: str


class DraftOpen(VisitError):
    """Another visit of this enterprise is still a draft; there is one at a time."""

    name: str


class NoSheetLetters(VisitError):
    """The office has not granted this laptop its sheet-number letters yet."""


# -- assignments ---------------------------------------------------------------------------------------------------
class DueTooEarly(ZjgError):
    """A day gone by, or (with names) not after the one on which these were visited for the same; `first` would do."""

    due: str
    first: str
    names: tuple[str, ...] = ()


class NothingToVerify(ZjgError):
    """A re-inspection of enterprises at which no hazard is open."""

    names: tuple[str, ...]


# -- the register --------------------------------------------------------------------------------------------------
class RegisterChanged(ZjgError):
    """The register says of these facts (their names) something else by now than what was shown."""

    name: str
    changed: tuple[str, ...]


# -- conflicts -----------------------------------------------------------------------------------------------------
class ConflictError(ZjgError):
    pass


class ConflictOutdated(ConflictError):
    """The versions in conflict are no longer those that were shown: another has come, or somebody has merged them."""

    kind: str


class ConflictUndecided(ConflictError):
    """Some fields were changed in different ways, and none of the values was chosen."""

    fields: tuple[Any, ...]


class DemoNotEmpty(ZjgError):
    """The directory for the sample world holds other things."""

    directory: str


# -- paper ---------------------------------------------------------------------------------------------------------
class FontMissing(ZjgError):
    """A shipped font file is missing or damaged."""

    file: str
