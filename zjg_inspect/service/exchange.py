"""Bundles out and in: the verbs of sync, as everything above the services knows them."""

from zjg_inspect.service.file_report import FileReport, SetAside
from zjg_inspect.service.receiving import Verified, import_bundles, verify
from zjg_inspect.service.salvaging import Salvaged, salvage_bundle
from zjg_inspect.service.sending import Exported, Handed, export_bundle, export_bundles, export_each

__all__ = [
    "Exported",
    "FileReport",
    "Handed",
    "Salvaged",
    "SetAside",
    "Verified",
    "export_bundle",
    "export_bundles",
    "export_each",
    "import_bundles",
    "salvage_bundle",
    "verify",
]
