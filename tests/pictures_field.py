"""Pictures of today, handing over, signing and the first start: python tests/pictures_field.py DIR."""

import os
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec
from looks import LOOKS, SIZES, begin
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from world import FILLED, MAJOR, QUIET, credit_code, small_world

from zjg_inspect.model import ids
from zjg_inspect.model.assignment import Assignment
from zjg_inspect.model.clock import today
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.form import Facts
from zjg_inspect.model.inspection import Outcome, Verdict, VisitType
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import exchange, sample, setup, signing, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.field.sign import SignScreen
from zjg_inspect.ui.field.window import FieldWindow
from zjg_inspect.ui.first_start import FirstStart
from zjg_inspect.ui.first_start_card import CardStep
from zjg_inspect.ui.first_start_laptop import CompareStep
from zjg_inspect.ui.preferences import Preferences

SHOPS = (
    ("张家港市某某机械厂", "永新村", "机加工", 48, {}),
    ("张家港市某某精细化工有限公司", "永新村", "危化品仓库", 62, {"chemical_store": True}),
    ("张家港市金鑫某某塑料制品厂", "光明村", "注塑", 23, {"rents": True}),
    ("张家港市锦祥某铸造有限公司", "永新村", "铸造", 96, {}),
    ("张家港市某某吉星包装材料厂", "光明村", "包装", 17, {}),
    ("张家港市嘉兴某针织服饰厂", "光明村", "服装", 41, {"rents": True}),
    ("张家港市建新某木制品厂", "永新村", "木加工", 12, {"dust_explosive": True}),
    ("张家港市某某五金厂", "永新村", "冲压、焊接", 38, {"hot_work": True}),
)


# name: days until its day, for what, with what note
ASSIGNED = {
    "张家港市某某机械厂": (-2, VisitType.REINSPECTION, ""),
    "张家港市某某精细化工有限公司": (0, VisitType.REINSPECTION, ""),
    "张家港市金鑫某某塑料制品厂": (1, VisitType.ASSESSMENT, ""),
    "张家港市建新某木制品厂": (4, VisitType.GUIDANCE, "重点看除尘器和清扫记录"),
}


def a_week(root):
    """A laptop in the middle of its week: what it was assigned, open hazards, drafts, sealed visits for the stick."""
    world = small_world(root, count=1)
    with world.office.write() as conn:
        places = {village: ids.zone_id("塘桥镇", village) for village in ("永新村", "光明村")}
        make(conn, world.office, [Making("zone", places["光明村"], Zone("塘桥镇", "光明村"))])
        bodies = [
            Enterprise(
                name, places[village], credit_code(900 + n), address="工业路 18 号", industry=trade, principal="王某某",
                facts=Facts(headcount=heads, **(QUIET | facts)),
            )
            for n, (name, village, trade, heads, facts) in enumerate(SHOPS)
        ]  # fmt: skip
        makings = [Making("enterprise", ids.enterprise_id(body.code, body.zone), body) for body in bodies]
        make(conn, world.office, makings)
    world.enterprises |= {making.body.name: making.entity for making in makings}
    card = setup.own_card(world.laptop)
    setup.accept_laptop(world.office, card, "A07", tuple(places.values()))
    world.carry(world.office, world.laptop)
    found(world, "张家港市某某机械厂", -2, MAJOR)
    found(world, "张家港市某某精细化工有限公司", 0)
    found(world, "张家港市锦祥某铸造有限公司", 2)
    world.carry(world.laptop, world.office)
    with world.office.write() as conn:
        make(conn, world.office, [assigned(world, name, *what) for name, what in ASSIGNED.items()])
    world.carry(world.office, world.laptop)
    found(world, "张家港市某某吉星包装材料厂", None)
    for name, answers in (("张家港市某某精细化工有限公司", 21), ("张家港市金鑫某某塑料制品厂", 32)):
        draft = visit.start_visit(world.laptop, world.enterprises[name], VisitType.ASSESSMENT)
        for item in visit.open_visit(world.laptop, draft).items[:answers]:
            visit.answer_item(world.laptop, draft, DraftAnswer(item.code, Verdict.PASS))
    return world


def assigned(world, name, days, type, note):
    since, due = (str(today() + timedelta(days=each)) for each in (-5, days))
    body = Assignment(world.enterprises[name], world.laptop.key.device, type, since, due, note)
    return Making("assignment", ids.new_id(), body)


def found(world, name, days, filled=FILLED):
    """A sealed visit; with `days`, one hazard that is due in so many days."""
    draft = world.answered(name, fail=() if days is None else ("4-09",))
    chance = random.Random(name)
    visit.add_photo(world.laptop, draft, "4-09", sample.workshop_photo(chance), "IMG_1.jpg")
    if days is not None:
        deadline = (today() + timedelta(days=days)).isoformat()
        visit.record_hazard(world.laptop, draft, "4-09", msgspec.structs.replace(filled, deadline=deadline))
    shown = signing.begin_signing(world.laptop, draft)
    people = [("inspector", person) for person in shown.content.inspectors]
    for role, person in (*people, ("enterprise", shown.content.enterprise_person)):
        strokes = sample.handwriting(chance, person.name)
        signing.sign(world.laptop, draft, role=role, person=person, shown=shown.content_hash, strokes=strokes)
    signing.seal(world.laptop, draft)


def settle(app, condition=lambda: True):
    """Let the window paint, and wait until the condition holds."""
    limit = QDeadlineTimer(20000)
    while not condition() and not limit.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    for _ in range(4):
        app.processEvents()


class Camera:
    def __init__(self, app, folder, tag):
        self.app, self.folder, self.tag = app, folder, tag

    def take(self, window, name, condition=lambda: True):
        settle(self.app, condition)
        window.grab().save(str(self.folder / f"{name}-{self.tag}.png"))


def home(camera, world, size):
    """The tabs, a search, writing, taking in; the start of a visit and a locked gate."""
    window = FieldWindow(world.laptop, setup.standing(world.laptop), Preferences(world.laptop.directory))
    window.resize(*size)
    window.show()
    window.activateWindow()
    window.show_tab("today")
    camera.take(window, "field-today")
    window.home.today.search.line.setText("jx")
    camera.take(window, "field-today-search")
    window.home.today.search.line.clear()
    for tab in ("hazards", "sealed"):
        window.show_tab(tab)
        camera.take(window, f"field-{tab}")
    good = exchange.export_bundle(world.office, world.stick, world.laptop.key.device).path
    bad = world.stick / "坏了.zjgb"
    bad.write_bytes(good.read_bytes()[:-400])
    window.show_tab("exchange")
    window.home.exchange.receive([good, bad])
    camera.take(window, "field-exchange", lambda: len(window.home.exchange.reports()) == 2)
    window.home.hand_over.write_to(world.stick)
    window.show_tab("today")
    camera.take(window, "field-written", lambda: bool(window.home.hand_over.sentence()))
    row = next(row for row in window.home.today._rows.values() if row.majors)
    window._start(row)
    camera.take(window, "field-start")
    row = next(row for row in window.home.today._rows.values() if row.note)
    window._start(row)
    camera.take(window, "field-start-assigned")
    entity = world.enterprises["张家港市建新某木制品厂"]
    gate = visit.start_visit(world.laptop, entity, VisitType.ASSESSMENT, Outcome.LOCKED)
    visit.add_photo(world.laptop, gate, "", sample.workshop_photo(random.Random(7)), "gate.jpg")
    window.open_draft(gate)
    camera.take(window, "field-try")
    window.go_home()
    window.home.help_panel.open()
    camera.take(window, "field-help")
    window.home.help_panel.close_panel()
    return window


def found_on_the_spot(camera, world, window):
    """The offer in an empty list, the form with likely doubles, what a tenant owes, what was entered in the list."""
    window.home.today.search.line.setText("张家港市建新木制品有限公司")
    camera.take(window, "field-survey-offer")
    window.open_survey("张家港市建新某木制品有限公司")
    screen = window.shown()
    screen.form.code.setText("91320582MA1XY7A1BC")
    screen.form.village.setCurrentText("永新村")
    screen.form.address.setText("工业路 20 号 3 幢")
    screen.form.beside.line.setText("某某")
    camera.take(window, "field-survey-host")
    screen.form.beside.search.accepted.emit()
    screen.form.photos.pasted.emit(sample.workshop_photo(random.Random(7)))
    camera.take(window, "field-survey", lambda: screen.doubles.likely() and screen.entry().body.photos)
    screen.form.rents.buttons["yes"].click()
    screen.form.premises.setText("3 号房")
    screen.enter(inspect=False)
    camera.take(window, "field-survey-tenant", lambda: bool(screen.form.rows["landlord"].error()))
    screen.form.landlord.setText("永新村委")
    screen.enter(inspect=False)
    settle(camera.app, lambda: window.shown() is window.home)
    window.home.today.search.line.setText("木")
    camera.take(window, "field-survey-entered")
    window.home.today.search.line.clear()


def signs(camera, world, window):
    """Who signs, the pad in the hand of the enterprise's person, refusing, the whole window, the seal."""
    draft = world.answered("张家港市某某五金厂", fail=("4-09", "4-04"))
    for number in range(2):
        visit.add_photo(world.laptop, draft, "4-09", sample.workshop_photo(random.Random(number)), "IMG_1.jpg")
    window.open_draft(draft)
    window.shown().sign_requested.emit()
    settle(camera.app, lambda: isinstance(window.shown(), SignScreen))
    screen = window.shown()
    desk = screen.desk
    camera.take(window, "field-sign-people", lambda: screen.sheet.pages() > 0)
    desk.go_on()
    settle(camera.app, lambda: bool(desk.slots()))
    for count, name in enumerate(("张某", "李某"), 1):
        desk.turn.pad.pad.set_strokes(written(name), 480, 206)
        desk.go_on()
        settle(camera.app, lambda count=count: sum(slot.state == "signed" for slot in desk.slots()) == count)
        screen._render()
    desk.turn.pad.pad.set_strokes(written("王某"), 480, 206)
    # the enterprise's person is shown what was not met before the sheet
    camera.take(window, "field-sign-failed", lambda: not screen.sheet.is_busy())
    screen.see_failed.click()
    camera.take(window, "field-sign")
    desk.turn.refuse.click()
    camera.take(window, "field-sign-refusal")
    desk.step_back()
    desk.turn.pad.pad.set_strokes(written("王某"), 480, 206)
    desk.turn.pad.open_large()
    camera.take(window, "field-sign-large")
    desk.turn.pad.large().put_away()
    desk.go_on()
    camera.take(window, "field-sign-ready", lambda: not any(slot.waits for slot in desk.slots()))
    desk.go_on()
    settle(camera.app, lambda: window.shown() is not screen)
    camera.take(window, "field-sealed-sheet", lambda: window.shown().sheet.pages() > 0)


def written(name):
    """A name as drawn on the pad, twice as large as a pen on paper would."""
    strokes = sample.handwriting(random.Random(name), name)
    return [[2 * x + (2000 if at % 2 == 0 else 1200) for at, x in enumerate(stroke)] for stroke in strokes]


def first_start(camera, root, size):
    db = setup.open_data(root)
    window = FirstStart(db, Preferences(root))
    window.resize(*size)
    window.show()
    window.activateWindow()
    window.setFocus()
    camera.take(window, "first-start")
    for name, choice in (("office", window.office), ("laptop", window.laptop), ("restore", window.restore)):
        choice.click()
        camera.take(window, f"first-start-{name}")
        window._back()
    with setup.open_data(root.parent / "first office") as office:
        setup.become_office(office, "某某镇安监办", "某某核")
        card = setup.own_card(office)
    window._begin(CompareStep(db, "张某", card))
    camera.take(window, "first-start-compare")
    window.step().button.click()
    camera.take(window, "first-start-card", lambda: isinstance(window.step(), CardStep))
    window.close()
    db.close()


def main():
    app, folder = begin()
    fonts.load_rare()
    for name in LOOKS:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as scratch:
                theme.apply(app, name)
                camera = Camera(app, folder, f"{name}-{size[0]}")
                world = a_week(Path(scratch) / "week")
                window = home(camera, world, size)
                found_on_the_spot(camera, world, window)
                signs(camera, world, window)
                window.shut()
                window.close()
                first_start(camera, Path(scratch) / "first", size)
                tasks.wait_all()
                world.close()


if __name__ == "__main__":
    main()
