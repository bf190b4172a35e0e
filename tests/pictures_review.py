"""Pictures of the office's review, for looking at: python tests/pictures_review.py DIR."""

import os
import sys
import tempfile
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from looks import LOOKS, SIZES, begin
from office_world import OfficeWorld
from pictures_office import settle

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.model.review import ItemRemark
from zjg_inspect.service import review, sample, signing, visit
from zjg_inspect.ui import theme
from zjg_inspect.ui.office.window import OfficeWindow

NOTES = {"4-04": "二号车间东侧被托盘占用，净宽约 0.6 米", "3-02": "8 月 9 日动火未办审批"}


def a_queue(world):
    """Visits of every sort wait: major ones, one with the photo of another, one corrected, several without anything."""
    shops = [own for village in world.villages for own in world.enterprises[village]]
    first, second, third, fourth, *others = shops
    world.visit(first, fail=("4-09",), days=300)
    world.visit(second, fail=("4-02",), days=5, others=True)
    world.carry(world.laptop, world.office)
    for row in review.visits_to_review(world.office):
        if row.enterprise == first:
            shown = review.open_review(world.office, row.inspection)
            strokes = sample.handwriting(world.chance, world.reviewer.name)
            review.approve(world.office, row.inspection, shown.version, world.reviewer, strokes, "")
    taken = sample.workshop_photo(world.chance)
    own = _with_photo(world, taken, "4-04", first, fail=("4-04", "3-02"), skip=("2-03",), notes=NOTES, photos=False)
    _with_photo(world, taken, "4-02", fourth, days=5)
    _corrected(world, third)
    for n, other in enumerate(others[:6]):
        world.visit(other, fail=("1-05",) if n % 2 else (), days=n)
    world.visit(others[6], fail=("4-04", "5-03"), major=True)
    world.carry(world.laptop, world.office)
    return own


def _with_photo(world, taken, item, enterprise, **how):
    """A visit with this photo at the item."""
    draft = world.answered(enterprise, **how)
    visit.add_photo(world.laptop, draft, item, taken, "IMG_1.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    return draft


def _corrected(world, enterprise):
    """Sent back for an item, corrected with a photo."""
    own, _ = world.visit(enterprise, fail=("5-03", "4-01"), days=2)
    world.carry(world.laptop, world.office)
    shown = review.open_review(world.office, own)
    remark = ItemRemark("5-03", "护罩在不在？请补一张近处的照片。")
    review.send_back(world.office, own, shown.version, world.reviewer, "", (remark,))
    world.carry(world.office, world.laptop)
    draft = visit.correct(world.laptop, own, reason="按镇里退回的意见补正")
    visit.add_photo(world.laptop, draft, "5-03", sample.workshop_photo(world.chance), "near.jpg")
    visit.answer_item(world.laptop, draft, DraftAnswer("5-03", Verdict.FAIL, "护罩在，联锁被短接"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)


def pictures_review(app, world, own, folder):
    for name, size in product(LOOKS, SIZES):
        theme.apply(app, name, office=True)
        window = OfficeWindow(world.office)
        window.resize(*size)
        window.show()
        window.activateWindow()

        def grab(page, window=window, name=name, size=size):
            settle(app)
            window.grab().save(str(folder / f"review-{page}-{name}-{size[0]}.png"))

        window.show_page("review")
        page = window.page("review")
        page.who.box.setCurrentIndex(page.who.box.findText("孙某"))
        page.who._pick(page.who.box.currentIndex())
        settle(app)
        rows = page.queue.visits()
        grab("major")
        for row in rows[2:7]:
            page.open_visit(row.inspection)
            settle(app)
        page.open_visit(own)
        grab("same-photo")
        page.case.same[0].checked.click()
        page.case.same[0].answer.setText("电话问过张某")
        page.case.same[0].answer.textEdited.emit("电话问过张某")
        grab("answered")
        page.case.same[0].beside.click()
        grab("same-beside")
        page.leave()
        item = page.case.row_of("4-04")
        item.compared.emit()
        grab("beside")
        page.leave()
        page.case.same[0].change.click()
        page.case.row_of("4-04").decision.buttons["return"].click()
        page.case.row_of("4-04").offered[0].click()
        grab("returned")
        page.case.row_of("4-04").decision.buttons["accept"].click()
        again = next(row for row in rows if row.again)
        page.open_visit(again.inspection)
        grab("corrected")
        page.case.row_of("5-03").compared.emit()
        grab("corrected-beside")
        page.leave()
        page.seeking.begin()
        page.finder.field.line.setText("永")
        grab("finding")
        page.seeking.end()
        page.ending.open_together()
        grab("together")
        page.leave()
        page.who.box.setCurrentIndex(page.who.box.findText("张某"))
        page.who.box.activated.emit(page.who.box.currentIndex())
        grab("four-eyes")
        window.close()
        window.deleteLater()
        settle(app)


def main():
    app, folder = begin(office=True)
    with tempfile.TemporaryDirectory() as directory:
        world = OfficeWorld(Path(directory) / "world", small=True)
        own = a_queue(world)
        pictures_review(app, world, own, folder)
        world.close()


if __name__ == "__main__":
    main()
