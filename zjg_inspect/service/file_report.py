"""What became of one file that was to be taken in, in figures and facts; the words for them are the window's."""

import msgspec

from zjg_inspect import errors
from zjg_inspect.service.news import News


class SetAside(msgspec.Struct, frozen=True):
    """Versions of one import that were set aside for one reason; `names` say some of them as a person knows them."""

    state: str
    reason: str
    kind: str
    count: int
    names: tuple[str, ...] = ()


class FileReport(msgspec.Struct, frozen=True):
    """What became of one file: read = new + known + held + quarantined; a refused file counts nothing.

    `addressee` names the device that a bundle for another one was written for, where it is known here. `news`: what it
    told a laptop about its own work. `batch` is the same for all files that were taken in at once. `accepted`: it was
    held until its laptop was accepted, and the figures are those since.
    """

    file: str
    status: str
    read: int = 0
    new: int = 0
    known: int = 0
    held: int = 0
    quarantined: int = 0
    sender: str = ""
    sender_name: str = ""
    sequence: int = 0
    visits: int = 0
    majors: int = 0
    photos: int = 0
    photos_missing: int = 0
    aside: tuple[SetAside, ...] = ()
    error: errors.ZjgError | None = None
    addressee: str = ""
    news: News | None = None
    batch: str = ""
    accepted: bool = False
