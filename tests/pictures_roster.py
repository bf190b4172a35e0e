"""Pictures of a register from Excel, step by step, for looking at: python tests/pictures_roster.py DIR."""

import os
import sys
import tempfile
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from looks import LOOKS, SIZES, begin
from pictures_office import settle
from roster_book import HEADINGS, a_code, a_row, saved

from zjg_inspect.service import register, setup
from zjg_inspect.ui import theme
from zjg_inspect.ui.office.window import OfficeWindow

NAMES = (
    "金源机械",
    "恒恒五金",
    "源永铸造",
    "锦堃制冷",
    "锦永毛纺",
    "达兴包装",
    "永永食品",
    "金华木业",
    "恒锦塑料",
    "华达电子",
)


def a_row_of(number, **cells):
    name = f"张家港市{NAMES[number % len(NAMES)]}{('厂', '有限公司', '经营部')[number // 10 % 3]}"
    village = ("扶海村", "永利村", "红闸村")[number % 3]
    return a_row(**{"number": number, "name": name, "code": a_code(number), "village": village} | cells)


def files(folder):
    """What the office has, and the next year's: with columns of its own, wrong cells, changes, some not listed."""
    first = [a_row_of(number) for number in range(1, 29)]
    headings = [*HEADINGS[:3], "厂名", *HEADINGS[4:8], "在岗多少人", *HEADINGS[9:], "网格员", "厂房面积（㎡）"]
    changes = {
        2: {"headcount": 48, "principal": "新来的"}, 3: {"code": "320582000012345"}, 5: {"headcount": "约二十人"},
        7: {"name": None}, 8: {"premises": "租赁", "landlord": "某某资产公司", "lease": "2026.2.30"},
        9: {"phone": "13900000000", "dust": "是"}, 11: {"name": "张家港市恒盛五金有限公司"}, 12: {"dust": "可能"},
        14: {"village": "永利付", "name": "张家港市新到的厂", "code": a_code(99)},
    }  # fmt: skip
    second = [[*a_row_of(number, **changes.get(number, {})), "张某", 800] for number in range(1, 26) if number != 20]
    second += [
        [*a_row_of(number, name=f"张家港市新{number}厂", code=a_code(number)), "李某", 500] for number in (41, 42, 43)
    ]
    return (
        saved(folder / "2026年企业底数表.xlsx", ("底数表", [["2026年企业底数摸排表"], HEADINGS, *first])),
        saved(folder / "2027年企业底数表.xlsx", ("底数表", [["2027年企业底数摸排表"], headings, *second])),
    )


def pictures_roster(app, folder):
    for name, size in product(LOOKS, SIZES):
        theme.apply(app, name, office=True)
        with tempfile.TemporaryDirectory() as directory, setup.open_data(Path(directory) / "office") as db:
            setup.become_office(db, "乐余镇安监办", "乐余核")
            before, after = files(Path(directory))
            register.load_roster(db, before)
            window = OfficeWindow(db)
            window.resize(*size)
            window.show()
            window.activateWindow()
            window.show_page("register")
            page = window.page("register")

            def grab(step, window=window, name=name, size=size):
                settle(app)
                window.grab().save(str(folder / f"roster-{step}-{name}-{size[0]}.png"))

            page.importing.load(after)
            settle(app)
            view = page.importing.view
            grab("1-columns")
            for column in view.rehearsal.read.columns:
                if column.heading in ("厂名", "在岗多少人"):
                    view.columns.chosen.emit(column.index, "name" if column.heading == "厂名" else "headcount")
                    settle(app)
            view.show_tab("cells")
            table = view.cells.table
            at = next(row for row, line in enumerate(table.values()) if line.field == "headcount")
            view.cells.corrected.emit(table.values()[at].row, "headcount", "20")
            settle(app)
            table.selectRow(next(row for row, line in enumerate(table.values()) if line.renames))
            grab("2-cells")
            table.edit_cell(0, 5)
            grab("3-typing")
            view.show_tab("new")
            grab("4-new")
            view.show_tab("changed")
            view.changed.table.selectRow(2)
            grab("5-changed")
            view.show_tab("gone")
            view.gone.table.selectRow(0)
            view.gone.buttons["deregistered"].click()
            grab("6-gone")
            view.show_tab("same")
            grab("7-same")
            view.leave()
            settle(app)
            grab("7-left")
            page.importing.resume()
            settle(app)
            view.take_in()
            settle(app)
            grab("8-taken")
            page.importing.show_report()
            grab("9-report")
            page.importing.undo()
            settle(app)
            grab("10-undone")
            window.close()
            window.deleteLater()
            settle(app)


def main():
    app, folder = begin(office=True)
    pictures_roster(app, folder)


if __name__ == "__main__":
    main()
