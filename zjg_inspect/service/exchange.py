"""Bundles out and in: the verbs of sync, as everything above the services knows them."""

from zjg_inspect.service.file_report import FileReport, SetAside
from zjg_inspect.service.receiving import Verified, import_bundles, verify
from zjg_inspect.service.sending import Exported, export_bundle, export_bundles

__all__ = [
    "Exported",
    "FileReport",
    "SetAside",
    "Verified",
    "export_bundle",
    "export_bundles",
    "import_bundles",
    "verify",
]
