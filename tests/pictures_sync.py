"""Pictures of handing over and taking in, at the laptop and at the office: python tests/pictures_sync.py DIR."""

import os
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from looks import LOOKS, SIZES, begin
from pictures_field import Camera, settle
from sync_story import AWAITED, REFUSED, RETURNED, post, story, unreadable

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import assignments, exchange, lists, review, sample, setup
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.field.window import FieldWindow
from zjg_inspect.ui.office.inbox_look import action_of
from zjg_inspect.ui.office.window import OfficeWindow
from zjg_inspect.ui.preferences import Preferences


def workshop(number):
    return sample.workshop_photo(random.Random(number))


def laptop(camera, one, two, size):
    """The list of sealed visits with every state, a refused one's sheet, handing over, taking in."""
    window = FieldWindow(one.laptop, setup.standing(one.laptop), Preferences(one.laptop.directory))
    window.resize(*size)
    window.show()
    window.activateWindow()
    window.show_tab("sealed")
    camera.take(window, "sync-sealed")
    for name, tag in ((REFUSED, "refused"), (RETURNED, "returned")):
        found = next(each for each in lists.sealed_visits(one.laptop) if each.name == name)
        window.open_sheet(found.inspection)
        camera.take(window, f"sync-sheet-{tag}", lambda: window.shown().sheet.pages() > 0)
        window.go_home()
    window.show_tab("today")
    camera.take(window, "sync-today")
    window.home.hand_over.write_to(one.stick)
    camera.take(window, "sync-written", lambda: bool(window.home.hand_over.sentence()))
    window.home.hand_over.write_to(one.stick / "拔了的U盘")
    camera.take(window, "sync-write-wrong", lambda: "没找到" in window.home.hand_over.sentence())
    window.show_tab("exchange")
    camera.take(window, "sync-exchange")
    sheet = next(each for each in lists.sealed_visits(one.laptop) if each.name == AWAITED)
    one.carry(one.laptop, one.office)
    shown = review.open_review(one.office, sheet.inspection)
    review.send_back(one.office, sheet.inspection, shown.version, one.reviewer, "缺现场负责人的电话")
    day = today() + timedelta(days=5)
    entity = one.enterprises[REFUSED]
    assignments.assign(one.office, [entity], one.laptop.key.device, VisitType.ASSESSMENT, day)
    written = exchange.export_bundles(one.office, one.stick)
    bad = one.stick / "塘桥镇安监办-旧的包.zjgb"
    bad.write_bytes(written[0].path.read_bytes()[:-400])
    window.home.exchange.receive([one.stick])
    camera.take(window, "sync-received", lambda: not window.home.exchange.is_busy())
    return window


def office(camera, one, size):
    """Nothing yet; a batch of many kinds with what is to be done about it; the set-aside; writing for the laptops."""
    window = OfficeWindow(one.office)
    window.resize(*size)
    window.show()
    window.activateWindow()
    window.show_page("inbox")
    inbox = window.page("inbox")
    camera.take(window, "sync-office-restored", lambda: not tasks._running)
    with unreadable(*one.bad):
        window.take(one.bundles)
        camera.take(window, "sync-office-inbox", lambda: not tasks._running)
    inbox._scroll.verticalScrollBar().setValue(9999)
    camera.take(window, "sync-office-inbox-below")
    inbox._scroll.verticalScrollBar().setValue(0)
    report = next(each for each in inbox.table.values()[1:-1] if action_of(each) == "aside")
    inbox.table.acted.emit(report)
    camera.take(window, "sync-office-aside")
    inbox.aside.close_panel()
    inbox.write_button.click()
    camera.take(window, "sync-office-outbox")
    inbox.write_to(one.stick)
    camera.take(window, "sync-office-written", lambda: not tasks._running)
    inbox.write_to(one.stick / "拔了的U盘")
    camera.take(window, "sync-office-write-wrong", lambda: not tasks._running)
    inbox.writing.close()
    inbox._receiving._line.start("正在收包")
    inbox._receiving._line.set_share(2300, 5000, 5)
    inbox._receiving._line.show()
    camera.take(window, "sync-office-progress")
    return window


def main():
    app, folder = begin()
    fonts.load_rare()
    for name in LOOKS:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as scratch:
                theme.apply(app, name, office=True)
                camera = Camera(app, folder, f"{name}-{size[0]}")
                one, two = post(Path(scratch) / "post", workshop)
                window = office(camera, one, size)
                window.shut()
                window.close()
                tasks.wait_all()
                settle(app)
                two.laptop.close()
                one.close()
            with tempfile.TemporaryDirectory() as scratch:
                theme.apply(app, name)
                camera = Camera(app, folder, f"{name}-{size[0]}")
                one, two = story(Path(scratch) / "story", workshop)
                window = laptop(camera, one, two, size)
                window.shut()
                window.close()
                tasks.wait_all()
                settle(app)
                two.laptop.close()
                one.close()


if __name__ == "__main__":
    main()
