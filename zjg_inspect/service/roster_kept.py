"""What a person said of a register in Excel, kept until another one is opened: nobody types a correction twice."""

import msgspec

from zjg_inspect.model.roster import ByHand
from zjg_inspect.service.roster_import import Book, Left
from zjg_inspect.store import settings
from zjg_inspect.store.db import Database

__all__ = ["Kept", "keep", "kept"]

_NAME = "roster_by_hand"


class Kept(msgspec.Struct, frozen=True):
    """`said` of the book, and by enterprise what became of those not listed."""

    said: ByHand
    left: dict[str, Left]


class _Stored(msgspec.Struct, frozen=True):
    """As it lies in the store; JSON has no pairs as names."""

    digest: str
    sheet: str
    columns: dict[int, str]
    whole: dict[str, str]
    cells: tuple[tuple[int, str, str], ...]
    renamed: tuple[int, ...]
    left: dict[str, Left]


def keep(db: Database, book: Book, said: ByHand, left: dict[str, Left]) -> None:
    """Keep this in place of what was said of another book."""
    cells = tuple((row, field, text) for (row, field), text in sorted(said.cells.items()))
    found = _Stored(book.digest, said.sheet, said.columns, said.whole, cells, tuple(sorted(said.renamed)), left)
    with db.write() as conn:
        settings.put(conn, _NAME, msgspec.json.encode(found).decode())


def kept(db: Database, book: Book) -> Kept | None:
    """What was said of a book of these very bytes; None where nothing was."""
    with db.read() as conn:
        stored = settings.get(conn, _NAME)
    if not stored:
        return None
    found = msgspec.json.decode(stored, type=_Stored)
    if found.digest != book.digest:
        return None
    cells = {(row, field): text for row, field, text in found.cells}
    said = ByHand(found.sheet, found.columns, found.whole, cells, frozenset(found.renamed))
    return Kept(said, found.left)
