"""A messy register of 10,000 rows: rehearsed, taken in, rehearsed with changes, taken back, written out; beside reading
the same workbook bare."""

import resource
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from common import milliseconds, ratio
from messy_roster import write_messy
from python_calamine import CalamineWorkbook

from zjg_inspect.service import roster_export, roster_import, roster_undo, setup

ROWS, TENTH, RUNS = 10_000, 1_000, 3
# KB on Linux, bytes on a Mac
PEAK = 1 << 20 if sys.platform == "darwin" else 1 << 10


def bare(file):
    """The cells of all sheets, as the library gives them."""
    book = CalamineWorkbook.from_path(str(file))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def a_year(folder, count):
    """The seconds of each step, in one new office."""
    first, second = folder / f"{count}.xlsx", folder / f"{count} 改.xlsx"
    if not first.exists():
        print(f"{count} rows:", write_messy(first, count))
        write_messy(second, count, changed=0.3)
    took = {}

    def step(name, work):
        start = time.perf_counter()
        done = work()
        took[name] = time.perf_counter() - start
        return done

    with tempfile.TemporaryDirectory() as place, setup.open_data(Path(place)) as db:
        setup.become_office(db, "某某镇安监办", "某某核")
        took["bare"] = milliseconds(lambda: bare(first)) / 1000
        book = step("read", lambda: roster_import.open_book(first))
        found = step("rehearsed", lambda: roster_import.rehearse(db, book))
        step("taken in", lambda: roster_import.take_in(db, found))
        book = roster_import.open_book(second)
        found = step("rehearsed again", lambda: roster_import.rehearse(db, book))
        typed = roster_import.ByHand(cells={(found.matched.changed[0].row, "headcount"): "7"})
        found = step("a cell put right", lambda: roster_import.rehearse(db, book, typed, found))
        changed = step("changes taken in", lambda: roster_import.take_in(db, found)).changed
        undone = step("taken back", lambda: roster_undo.undo_import(db))
        assert undone.restored == changed > count / 5
        written = step("written out", lambda: roster_export.export_register(db, Path(place) / "去.xlsx"))
        assert written == len(found.matched.table.rows)
    return took


def memory(folder):
    """What Python itself holds at most while a workbook is read and rehearsed, in MB."""
    with tempfile.TemporaryDirectory() as place, setup.open_data(Path(place)) as db:
        setup.become_office(db, "某某镇安监办", "某某核")
        tracemalloc.start()
        roster_import.rehearse(db, roster_import.open_book(folder / f"{ROWS}.xlsx"))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak / (1 << 20)


def main():
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        full = [a_year(folder, ROWS) for _ in range(RUNS)]
        best = {name: min(took[name] for took in full) for name in full[0]}
        few = a_year(folder, TENTH)
        for name, seconds in best.items():
            print(f"{name}: {seconds:.2f} s, of a tenth {few[name]:.2f} s")
        ratio("a rehearsal with reading: seconds", best["read"] + best["rehearsed again"], 1, "3 s")
        ratio("taken in: seconds", best["taken in"], 1, "5 s")
        ratio("a rehearsal against reading bare", best["read"] + best["rehearsed again"], best["bare"], "no budget")
        ratio("taken in against reading bare", best["taken in"], best["bare"], "no budget")
        print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK:.0f} MB of the process at most")
        print(f"memory: {memory(folder):.0f} MB of Python's for reading and rehearsing")


if __name__ == "__main__":
    main()
