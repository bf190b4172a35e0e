"""Form files ⇄ FormDef; the shipped programme."""

from zjg_inspect.formfile.programme import shipped_programme
from zjg_inspect.formfile.shipped import shipped_form, shipped_forms
from zjg_inspect.formfile.workbook import read_workbook, write_workbook
from zjg_inspect.formfile.yamlfile import load_form

__all__ = ["load_form", "read_workbook", "shipped_form", "shipped_forms", "shipped_programme", "write_workbook"]
