"""The sheet of a visit, eight photos on three or four pages, in a process that has made one before."""

from common import in_turns, milliseconds, say
from pypdfium2 import PdfDocument
from sheet_world import usual

from zjg_inspect.report.sheet import render_sheet

RUNS = 40


def main():
    made = usual()
    print(f"the first one of a process: {milliseconds(lambda: render_sheet(made)):.0f} ms")
    print(f"pages: {len(PdfDocument(render_sheet(made)))}")
    (times,) = in_turns(lambda: render_sheet(made), runs=RUNS)
    p50 = say("sheet, warm", times)
    print(f"of the budget of 80 ms: {p50 / 80:.2f}")


if __name__ == "__main__":
    main()
