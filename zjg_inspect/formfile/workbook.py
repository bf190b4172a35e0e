"""A checklist out of a workbook, be it one that this program wrote or a plain official table."""

from collections.abc import Collection
from pathlib import Path

from zjg_inspect.errors import FormNoTable
from zjg_inspect.formfile.gathering import Asked
from zjg_inspect.formfile.official import read_official
from zjg_inspect.formfile.workbook_cells import read_sheets
from zjg_inspect.formfile.workbook_read import is_own, read_own
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.formreading import Reading
from zjg_inspect.places import write_whole


def write_workbook(form: FormDef, path: Path) -> None:
    """Write the checklist as a workbook that an office person can edit; an older file stands until it is whole.

    Raises:
        DiskFull, NotWritable: the place filled up, went away or may not be written to.
    """
    # openpyxl is slow to import, and every start of the program imports this package.
    from zjg_inspect.formfile.workbook_write import workbook_bytes

    write_whole(path, workbook_bytes(form))


def read_workbook(
    path: Path, *, id: str = "", version: int = 0, title: str = "", used: Collection[str] = ()
) -> Reading:
    """The form in the workbook, with every doubt named by sheet, row and column.

    `id`, `version` and `title` stand for what the workbook itself says; `used` holds codes of earlier versions, which
    no new item gets.

    Raises:
        NotReadable: the file is gone or may not be read.
        FormUnreadable: no workbook, an old .xls, damaged, locked by a password, or larger than any checklist.
        FormNoTable: no sheet has a checklist's table.
    """
    sheets = read_sheets(path)
    asked = Asked(id, version, title, tuple(used))
    if is_own(sheets):
        return read_own(sheets, asked)
    if reading := read_official(sheets, asked, path.name):
        return reading
    raise FormNoTable(file=path.name)
