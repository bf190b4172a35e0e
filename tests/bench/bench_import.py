"""Import of sealed visits, all verified: against a bare merge of the same answers as rows; the same bundle again;
thirty visits into a large store against an empty one. With the peak of its memory.

`python tests/bench/bench_import.py [--answers N] [--store N] [--runs N]`; each import is a process of its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import ratio, say
from sealed_visits import ANSWERS, Land, take_rows

from zjg_inspect.service import exchange, setup

FEW = 30


def imported(directory, *bundles):
    """Import these one after the other; the milliseconds of each, and the peak of memory in MB."""
    command = [sys.executable, __file__, "--import", str(directory), *map(str, bundles)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def import_here(directory, bundles):
    taken = []
    with setup.open_data(Path(directory)) as office:
        for bundle in bundles:
            start = time.perf_counter()
            (report,) = exchange.import_bundles(office, [Path(bundle)])
            taken.append((time.perf_counter() - start) * 1000)
            assert report.status == "imported", report
            assert report.read == report.new + report.known, report
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"taken": taken, "peak": peak}))


def against_rows(land, answers, runs):
    """Rows 1 and 2 of the budgets."""
    rows = land.office.parent / "rows.sqlite"
    bundle = land.bundle(answers // ANSWERS, rows)
    print(f"{answers} answers in {answers // ANSWERS} visits, bundle of {bundle.stat().st_size / 1e6:.0f} MB")
    ours, again, bare, peaks = [], [], [], []
    for _ in range(runs):
        target = land.office.parent / "target.sqlite"
        target.unlink(missing_ok=True)
        start = time.perf_counter()
        take_rows(rows, target)
        bare.append((time.perf_counter() - start) * 1000)
        found = imported(land.an_office("taking"), bundle, bundle)
        for times, each in zip((ours, again), found["taken"], strict=True):
            times.append(each)
        peaks.append(found["peak"])
    first, second = say("import", ours), say("the same again", again)
    ratio("import / bare merge of rows", first, say("bare merge of rows", bare), 1.0)
    ratio("the same again / import", second, first, 0.06)
    print(f"peak of memory: {max(peaks):.0f} MB (budget 300 MB)")


def into_a_large_store(land, store, part, runs):
    """Row 3."""
    large = land.an_office("large")
    fill = [land.bundle(part // ANSWERS) for _ in range(store // part)]
    found = imported(large, *fill)
    print(f"store of {store} answers, filled in {sum(found['taken']) / 1000:.0f} s, peak {found['peak']:.0f} MB")
    for bundle in fill:
        bundle.unlink()
    into_large, into_empty = [], []
    for number in range(runs):
        bundle = land.bundle(FEW)
        into_large += imported(large, bundle)["taken"]
        into_empty += imported(land.an_office(f"empty{number}"), bundle)["taken"]
    ours, bare = say(f"{FEW} visits into the large store", into_large), say("into an empty store", into_empty)
    ratio("large / empty", ours, bare, 1.3)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--answers", type=int, default=1_000_000)
    options.add_argument("--store", type=int, default=5_000_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--import", nargs="+", dest="take")
    chosen = options.parse_args()
    if chosen.take:
        import_here(chosen.take[0], chosen.take[1:])
        return
    with tempfile.TemporaryDirectory() as place:
        land = Land(Path(place))
        against_rows(land, chosen.answers, chosen.runs)
        if chosen.store:
            into_a_large_store(land, chosen.store, min(chosen.answers, chosen.store), 5 * chosen.runs)


if __name__ == "__main__":
    main()
