"""The forms that come with the program; every store knows them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from zjg_inspect.errors import FormUnknown
from zjg_inspect.formfile.yamlfile import load_form
from zjg_inspect.model.form import FormDef
from zjg_inspect.paths import shipped


@cache
def shipped_forms() -> Mapping[str, FormDef]:
    """Every shipped form of every version, by hash; read once in a process."""
    forms = [load_form(path) for path in sorted(shipped("forms").glob("*/*.yaml"))]
    return MappingProxyType({form.hash: form for form in forms})


def shipped_form(form_id: str, version: int | None = None) -> FormDef:
    """The shipped form of this id, in this version or the latest.

    Raises:
        FormUnknown: none is shipped.
    """
    found = [form for form in shipped_forms().values() if form.id == form_id and version in (None, form.version)]
    if not found:
        raise FormUnknown(form=form_id if version is None else f"{form_id}/{version}")
    return max(found, key=lambda form: form.version)
