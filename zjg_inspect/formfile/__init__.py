"""Form files ⇄ FormDef."""

from zjg_inspect.formfile.shipped import shipped_form, shipped_forms
from zjg_inspect.formfile.yamlfile import load_form

__all__ = ["load_form", "shipped_form", "shipped_forms"]
