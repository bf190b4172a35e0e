"""Take in what is whole of a damaged bundle: rescued into a fresh one, and that one imported."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

import msgspec

from zjg_inspect.places import writing
from zjg_inspect.service.file_report import FileReport
from zjg_inspect.service.receiving import import_bundles
from zjg_inspect.service.salvaging import Salvaged, salvage_bundle
from zjg_inspect.store.db import Database, Step


class Rescued(msgspec.Struct, frozen=True):
    """What was rescued, and what became of it when it was taken in."""

    salvaged: Salvaged
    report: FileReport


def rescue(db: Database, file: Path, step: Step | None = None) -> Rescued:
    """Rescue and take in; `step` is given the progress of the rescue, then that of the import.

    Raises:
        NothingSalvaged, BundleError, NotReadable, DiskFull, NotWritable, Cancelled: nothing was taken in.
    """
    staging = db.directory / "staging"
    with writing(staging):
        staging.mkdir(exist_ok=True)
        scratch = Path(mkdtemp(dir=staging))
    try:
        salvaged = salvage_bundle(db, file, scratch, step)
        (report,) = import_bundles(db, [salvaged.path], step)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if report.error is not None:
        raise report.error
    return Rescued(salvaged, report)
