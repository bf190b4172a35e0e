"""The clauses of 工贸企业重大事故隐患判定标准 that come with the program: numbers and hints, never the text itself."""

from functools import cache

import msgspec

from zjg_inspect.errors import FormUnreadable
from zjg_inspect.formfile.yamlfile import document_in
from zjg_inspect.model.major import MajorStandard
from zjg_inspect.paths import shipped


@cache
def major_standard() -> MajorStandard:
    """Read once in a process, when it is first asked for. Raises FormUnreadable."""
    path = shipped("resources") / "major_hazards.yaml"
    try:
        return msgspec.convert(document_in(path), MajorStandard)
    except msgspec.ValidationError as error:
        raise FormUnreadable(file=path.name, reason=str(error)) from error
