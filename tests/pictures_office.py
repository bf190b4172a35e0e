"""Pictures of the office's pages, for looking at: python tests/pictures_office.py DIR."""

import os
import sys
import tempfile
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from looks import LOOKS, SIZES, begin
from office_world import OfficeWorld
from PySide6.QtCore import QDate
from PySide6.QtTest import QTest

from zjg_inspect.ui import tasks, theme
from zjg_inspect.ui.office.board_picture import as_pdf, as_png
from zjg_inspect.ui.office.window import OfficeWindow


def settle(app):
    """Until what is made in the background has come."""
    for _ in range(200):
        app.processEvents()
        if not tasks._running:
            break
        for task in list(tasks._running):
            task._thread.join()
    QTest.qWait(100)


def pictures_office(app, world, folder):
    """A picture of each page in each size and theme; `world` is an OfficeWorld with its history."""
    received = world.fresh()
    for name, size in product(LOOKS, SIZES):
        theme.apply(app, name, office=True)
        window = OfficeWindow(world.office)
        window.resize(*size)
        window.show()
        window.activateWindow()

        def grab(page, window=window, name=name, size=size):
            settle(app)
            window.grab().save(str(folder / f"office-{page}-{name}-{size[0]}.png"))

        def go(page, window=window):
            window.show_page(page)
            settle(app)
            return window.page(page)

        settle(app)
        if name == LOOKS[0] and size == SIZES[0]:
            watched = world.directory / "收件"
            watched.mkdir()
            window.desk.watch.watch(watched)
            window.take(received)
            settle(app)
            reports = window.desk.memory.reports
        window.desk.memory.reports, window.desk.memory.received_at = reports, "09:12，用了 4 秒；原文件没有动过"
        go("inbox")
        grab("inbox")
        board = go("board")
        grab("board")
        board.view.buttons["progress"].click()
        grab("board-progress")
        if size[0] < SIZES[0][0]:
            board.view.buttons["trend"].click()
            grab("board-trend")
        board.view.buttons["zones"].click()
        board.enterprises.opened.emit("missing")
        grab("board-enterprises")
        board._back()
        board.failures.asked.emit(board.failures.list.values()[0])
        grab("board-failures")
        board._back()
        if size == SIZES[0]:
            for ending, make in ((".png", as_png), (".pdf", as_pdf)):
                (folder / f"office-board-saved-{name}{ending}").write_bytes(make(board.saving.content()))
        zones = board.zone_card.zones_shown()
        own = next(zone for zone in zones if zone.village == "永新村")
        board.zones.choose(own)
        board._open(own)
        grab("zone")
        for village, picture in (("三星村", "zone-asked"), ("五一村", "plan"), ("新桥村", "plan-short")):
            board.show_thing(next(zone.id for zone in zones if zone.village == village))
            board.panel.view.buttons["plan"].click()
            settle(app)
            grab(picture)
        board.panel.view.buttons["shops"].click()
        board._close()
        board.day.field.setDate(QDate.currentDate().addDays(-30))
        grab("board-past")
        board.day.now.click()
        page = go("review")
        at = page.who.box.findText("孙某")
        page.who.box.setCurrentIndex(at)
        page.who._pick(at)
        rows = page.queue.visits()
        shop = next(row for row in rows if row.failed == 2 and not row.majors)
        page._choose(shop)
        settle(app)
        grab("review")
        page.case.row_of("3-02").decision.buttons["return"].click()
        grab("review-return")
        page.case.row_of("3-02").decision.buttons["accept"].click()
        page.foot.act()
        grab("review-sign")
        page.foot.close_pad()
        page._choose(next(row for row in rows if row.not_applicable > 9))
        page.foot.act()
        grab("review-skipped")
        page.case.skipped.unseen.click()
        grab("review-skipped-returned")
        page.case.skipped.change.click()
        page._choose(rows[0])
        grab("review-major")
        page.case.sheet_button.click()
        grab("review-sheet")
        page.leave()
        page.case.thumbs()[0].click()
        grab("review-photo")
        page.leave()
        register = go("register")
        register.list.choose(next(row for row in register.list.values() if row.id in register._look.assigned))
        grab("register")
        for row in register.list.values()[3:6]:
            register._tick(row)
        register.open_assigning()
        grab("register-assign")
        register._leave()
        register.importing.load(world.roster())
        grab("register-rehearsal")
        register._leave()
        go("people")
        grab("people")
        laptops = go("laptops")
        laptops._show_own()
        grab("laptops")
        laptops._open(laptops.list.values()[0])
        grab("laptop")
        laptops.read_card(world.stick / "赵某的电脑.zjgcard")
        grab("accept")
        go("reports")
        grab("reports")
        page = go("programme")
        grab("programme")
        page.edit_button.click()
        grab("programme-edit")
        page._leave()
        window.close()
        window.deleteLater()
        settle(app)


def main():
    app, folder = begin(office=True)
    with tempfile.TemporaryDirectory() as directory:
        world = OfficeWorld(Path(directory) / "world")
        world.history()
        world.assigns()
        pictures_office(app, world, folder)
        world.close()


if __name__ == "__main__":
    main()
