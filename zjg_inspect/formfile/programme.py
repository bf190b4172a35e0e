"""The programme that comes with the program: the notice's own."""

from functools import cache

import msgspec

from zjg_inspect.errors import FormUnreadable
from zjg_inspect.formfile.yamlfile import document_in
from zjg_inspect.model.programme import Programme, check
from zjg_inspect.paths import shipped


@cache
def shipped_programme() -> Programme:
    """What every store knows until the office publishes a version of it; read once in a process.

    Raises:
        FormUnreadable, ProgrammeWrong: the file was changed and is no programme any more.
    """
    path = shipped("resources") / "programme.yaml"
    try:
        found = msgspec.convert(document_in(path), Programme)
    except msgspec.ValidationError as error:
        raise FormUnreadable(file=path.name, reason=str(error)) from error
    check(found)
    return found
