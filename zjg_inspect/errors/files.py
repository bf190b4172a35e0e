"""What can be wrong with a file that a person brings: a checklist, a register, a photo."""

from zjg_inspect.errors.base import ZjgError

__all__ = [
    "FactsWrong",
    "FormCodeDoubled",
    "FormCodeReused",
    "FormConditionWrong",
    "FormDoubtsOpen",
    "FormError",
    "FormFieldWrong",
    "FormKept",
    "FormLikenessOpen",
    "FormMeaningOpen",
    "FormNoTable",
    "FormNotContinued",
    "FormNotRead",
    "FormOfAnotherId",
    "FormReleaseError",
    "FormUnknown",
    "FormUnreadable",
    "FormVersionNotNewer",
    "ImportNone",
    "ImportUsed",
    "PhotoDamaged",
    "PhotoError",
    "PhotoHeicUnsupported",
    "PhotoTooLarge",
    "PhotoUnknownFormat",
    "RosterError",
    "RosterNoHeadings",
    "RosterOutdated",
    "RosterUnreadable",
]


# -- forms ---------------------------------------------------------------------------------------------------------
class FormError(ZjgError):
    """A form file that cannot be taken; names file, section and item."""

    file: str
    section: str | None = None
    item: str | None = None


class FormUnreadable(FormError):
    """Not YAML, or not the shape of a form."""

    reason: str


class FormFieldWrong(FormError):
    """A field is missing, unknown, empty or of the wrong kind."""

    field: str
    reason: str


class FormNoTable(FormError):
    """A workbook in which no sheet has a checklist's table."""


class FormCodeDoubled(FormError):
    """Two items (or sections) with one code."""

    code: str


class FormConditionWrong(FormError):
    """applies_when uses a fact, an operator or a value outside its vocabulary."""

    condition: str
    reason: str


class FormUnknown(ZjgError):
    """No form of this id or hash is known here."""

    form: str


class FormNotRead(ZjgError):
    """A workbook of which no form can be made; `places` say what stands in the way, each with sheet, row and column."""

    file: str
    places: tuple[str, ...]


class FormReleaseError(ZjgError):
    """A draft of a form that cannot be released as it is."""


class FormOfAnotherId(FormReleaseError):
    """A version of one checklist was to follow one of another."""

    form: str
    other: str


class FormVersionNotNewer(FormReleaseError):
    """Its number is not greater than that of the newest version."""

    version: int
    newest: int


class FormCodeReused(FormReleaseError):
    """An item has the code that an earlier version gave to one that was dropped since."""

    item: str
    title: str
    version: int


class FormMeaningOpen(FormReleaseError):
    """Items are worded otherwise under the same codes, and nobody has said that they still ask the same."""

    items: tuple[str, ...]


class FormLikenessOpen(FormReleaseError):
    """New items look like dropped ones, and nobody has said whether they are the same questions."""

    items: tuple[str, ...]


class FormNotContinued(FormReleaseError):
    """An item cannot go on under this code: the item is not new, or the code is none that this version drops."""

    item: str
    code: str


class FormDoubtsOpen(FormReleaseError):
    """Doubts of the reading that nobody has settled."""

    doubts: int


class FormKept(ZjgError):
    """A correction keeps the form that the visit was made with."""

    version: int


class FactsWrong(ZjgError):
    """Facts given on the command line that are no facts."""

    fact: str
    reason: str


# -- register ------------------------------------------------------------------------------------------------------
class RosterError(ZjgError):
    """A register workbook that cannot be read at all; single rows are refused in the report instead."""

    file: str


class RosterUnreadable(RosterError):
    """Not an Excel workbook, or damaged."""

    reason: str


class RosterNoHeadings(RosterError):
    """No sheet has a row with the headings that a register needs."""

    missing: str


class ImportNone(ZjgError):
    """There is no import that could be taken back."""


class ImportUsed(RosterError):
    """These were changed, visited, assigned or let to since the import that was to be taken back."""

    names: tuple[str, ...]


class RosterOutdated(RosterError):
    """The register says something else of these since the rehearsal."""

    names: tuple[str, ...]


# -- photos --------------------------------------------------------------------------------------------------------
class PhotoError(ZjgError):
    file: str


class PhotoDamaged(PhotoError):
    """The picture cannot be decoded to its end."""


class PhotoUnknownFormat(PhotoError):
    """Not a picture of a format that is taken (JPEG, PNG, WebP, BMP, TIFF, GIF, HEIC)."""


class PhotoHeicUnsupported(PhotoError):
    """A HEIC picture where its decoder is missing."""


class PhotoTooLarge(PhotoError):
    """More pixels than any camera makes."""

    pixels: int
