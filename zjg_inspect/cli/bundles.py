"""The verbs of bundles: out and in, watched for, looked at."""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zjg_inspect import errors
from zjg_inspect.cli.common import DONE, REFUSED, Outcome, print_json, sentence, store

if TYPE_CHECKING:
    from zjg_inspect.service.exchange import FileReport
    from zjg_inspect.service.intake import Taken


def export(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import exchange

    with store(given.data) as db:
        if given.for_device is None:
            done = exchange.export_bundles(db, given.to)
        else:
            done = [exchange.export_bundle(db, given.to, given.for_device)]
    data = {
        "bundles": [str(each.path) for each in done],
        "versions": sum(each.versions for each in done),
        "media": sum(each.media for each in done),
    }
    said = [f"已写入并读回比对：{each.versions} 条记录、{each.media} 张照片。文件：{each.path}。" for each in done]
    return Outcome(data, "\n".join(said) or "没有在用的电脑，没有写包。")


def import_(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import exchange

    with store(given.data) as db:
        reports = exchange.import_bundles(db, given.files)
    files = [_file_data(report) for report in reports]
    said = [_file_said(report) for report in reports]
    refused = any(report.status == "refused" for report in reports)
    return Outcome({"files": files}, "\n".join(said), REFUSED if refused else DONE)


def _file_words(report: "FileReport") -> str:
    """Why a file was refused, or what of it was set aside and why."""
    from zjg_inspect.ui.messages import aside_words

    return sentence(report.error) if report.error is not None else aside_words(report.aside)


def _file_data(report: "FileReport") -> dict[str, Any]:
    counts = {name: getattr(report, name) for name in ("read", "new", "known", "held", "quarantined")}
    return {"file": report.file, "status": report.status, **counts, "reason": _file_words(report) or None}


def _file_said(report: "FileReport") -> str:
    sums = f"新 {report.new} + 已有 {report.known} + 暂放 {report.held} + 隔离 {report.quarantined}"
    return f"{Path(report.file).name}：读入 {report.read} = {sums}。{_file_words(report)}"


def intake(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import intake as work

    until, files, refused = _Until(), [], False

    def tell(taken: "Taken | errors.ZjgError") -> None:
        nonlocal refused
        data, said, bad = _taken(taken)
        refused = refused or bad
        print(said, file=sys.stderr, flush=True)
        if given.once:
            files.append(data)
        elif given.json:
            print_json(data)

    with store(given.data) as db, until:
        if not given.once:
            print(f"正在等“{given.folder}”里来的包。按 Ctrl+C 结束。", file=sys.stderr, flush=True)
            work.watch(db, given.folder, _file_words, tell, until)
            return Outcome(None, "已停下，收过的都在。")
        seen: work.Seen = {}
        for taken in work.once(db, given.folder, seen, _file_words, until):
            tell(taken)
    left = work.waiting(seen)
    said = "".join(f"{name}：还没有写完，没有收它。\n" for name in left).rstrip()
    data = {"files": files, "waiting": [str(given.folder / name) for name in left]}
    return Outcome(data, said or ("" if files else "没有要收的包。"), REFUSED if refused else DONE)


def _taken(taken: "Taken | errors.ZjgError") -> tuple[dict[str, Any], str, bool]:
    """The object and the sentence of what an intake tells, and whether it is not well."""
    if isinstance(taken, errors.ZjgError):
        return {"error": type(taken).__name__}, sentence(taken), True
    places = {name: str(path) if path else None for name, path in (("moved", taken.moved), ("reply", taken.reply))}
    data, said = _file_data(taken.report) | places, _file_said(taken.report)
    if taken.problem is not None:
        words = sentence(taken.problem)
        data["reason"], said = words, f"{Path(taken.report.file).name}：{words}它留在原处，过一会儿再收。"
    return data, said, taken.problem is not None or taken.report.status == "refused"


class _Until:
    """Waits, and says whether somebody has asked the program to stop: Ctrl+C, or the system."""

    def __init__(self) -> None:
        self._stop = False

    def __enter__(self) -> "_Until":
        self._before = {number: signal.signal(number, self._heard) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _heard(self, *_: object) -> None:
        self._stop = True

    def __call__(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self._stop and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))
        return self._stop


def salvage(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import exchange

    with store(given.data) as db:
        try:
            done = exchange.salvage_bundle(db, given.file, given.to)
        except errors.NothingSalvaged as error:
            return Outcome({"bundle": None, "versions": 0, "media": 0, "lost": []}, sentence(error), REFUSED)
    data = {"bundle": str(done.path), "versions": done.versions, "media": done.media, "lost": list(done.lost)}
    said = f"抢救出 {done.versions} 条记录、{done.media} 张照片，写在 {done.path}，收下它就并入。"
    if done.lost:
        said += f"有 {len(done.lost)} 个文件不全。"
    if done.unproven:
        said += f"有 {done.unproven} 条记录是没见过的电脑写的，验不了签名，没有写进去。"
    if done.cut:
        said += "原来的包被截断，后面还有什么，已看不出。"
    return Outcome(data, said)


def verify(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import exchange

    with tempfile.TemporaryDirectory(prefix="zjg-verify-") as scratch:
        found = exchange.verify(given.file, Path(scratch))
    problems = [sentence(problem) for problem in found.problems]
    data = {
        "ok": found.ok,
        "sender": found.sender,
        "sequence": found.sequence,
        "versions": found.versions,
        "media": found.media,
        "problems": problems,
    }
    said = f"完好：{found.versions} 条记录，{found.media} 张照片。" if found.ok else "\n".join(problems)
    return Outcome(data, said, DONE if found.ok else REFUSED)
