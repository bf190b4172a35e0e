"""A whole visit of sixty items done by keys alone or by touch alone in the laptop's window; everything is counted.

Text is not counted, nor are the strokes of a signature. A chord is one key. What the system's own file dialog asks for
is answered for the person.
"""

import random
import time
from contextlib import contextmanager
from typing import NamedTuple

from form_maker import a_form, an_item
from pages import Signing, draw, settle, tap
from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from zjg_inspect.model.form import FormDef
from zjg_inspect.service import sample
from zjg_inspect.ui import sticks
from zjg_inspect.ui.field.hazard import HazardScreen
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.sign import SignScreen
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.field.walker import WalkerScreen

FAILED = {4: "usual", 15: "sooner", 26: "where", 37: "major", 48: "file"}
"""By position: what is particular about its hazard or its photo."""
EXCUSED = (8, 19, 30, 41, 52)
NOTE = "东侧通道堆了托盘，人过不去"
REASON = "由园区统一管理"
CRITERION = "第四条，安全出口被占用"


def sixty_items():
    """A checklist for enterprises, greater in number than the shipped one, of which every item applies."""
    sections = [
        {
            "code": str(n),
            "title": f"第{n}部分",
            "source": "§三(四)",
            "items": [an_item(f"{n}-{m:02}", phrases=["被占用", "看不清"], key=False) for m in range(1, 11)],
        }
        for n in range(1, 7)
    ]
    return FormDef.from_document(a_form() | {"id": "enterprise", "version": 99, "sections": sections})


class Moved(NamedTuple):
    """A key or a tap: the milliseconds that passed until the window rested, and those that its thread worked."""

    what: str
    passed: float
    worked: float


class Hand:
    """One person's hand on the window: each key or tap counts, and what the window took to answer it."""

    def __init__(self, field, rest=settle):
        """`rest` is what passes after each key or tap."""
        self.field, self.rest = field, rest
        self.moves = 0
        self.last = ""
        self.times: list[Moved] = []

    @contextmanager
    def _counted(self, what):
        self.moves += 1
        self.last = what
        start, worked = time.perf_counter(), time.thread_time()
        yield
        self.rest()
        passed, worked = time.perf_counter() - start, time.thread_time() - worked
        self.times.append(Moved(what, passed * 1000, worked * 1000))

    def press(self, *keys):
        for key in keys:
            with self._counted(key):
                self.field.press(key)

    def tap(self, name, at=None):
        """A finger on the button or field of this name in the screen that is shown."""
        widget = name if isinstance(name, QWidget) else self.shown(name)
        at = at or widget.rect().center()
        self.under_the_finger(widget, at)
        with self._counted(f"tap {widget.objectName()}"):
            tap(widget, at, "touch")

    def shown(self, name):
        found = [each for each in self.field.window.findChildren(QWidget, name) if each.isVisible()]
        assert found, f"{name} is not in sight"
        return found[0]

    def under_the_finger(self, widget, at):
        """Without a screen there are 800 × 800 pixels that a finger reaches: this place is brought there."""
        window = self.field.window
        window.move(QPoint(300, 300) - widget.mapTo(window, at))
        settle()

    def write(self, text):
        self.field.type(text)

    def draw(self, how):
        pad = self.field.shows(SignScreen).desk.turn.pad.pad
        if how == "touch":
            self.under_the_finger(pad, pad.rect().center())
        draw(pad, how)

    @contextmanager
    def at_most(self, moves):
        """What is done in here costs no more."""
        before = self.moves
        yield
        assert self.moves - before <= moves, f"{self.moves - before} keys or taps, at most {moves}"


class CountedVisit:
    """Beside the totals `met`, `failed` and `excused` hold what each such item cost."""

    def __init__(self, field, name, root, patch, rest=settle):
        """`patch` puts in place what answers the file dialog, and the stick that is plugged in, as setattr does."""
        self.field, self.name = field, name
        self.hand = Hand(field, rest)
        self.costs = {"met": [], "failed": [], "excused": []}
        self._pictures = {n: sample.workshop_photo(random.Random(n)) for n in FAILED}
        stick, file = root / "u", root / "IMG_0001.jpg"
        stick.mkdir()
        file.write_bytes(sample.workshop_photo(random.Random(9)))
        patch(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
        patch(sticks, "sticks", lambda: [sticks.Stick("U盘", stick, 10**9, True)])

    def copy_a_picture(self, n):
        """In another program, or sent over from the telephone."""
        data, jpeg = QMimeData(), self._pictures[n]
        data.setData("image/jpeg", jpeg)
        data.setImageData(QImage.fromData(jpeg))
        QGuiApplication.clipboard().setMimeData(data)
        settle()

    @property
    def walker(self):
        return self.field.shows(WalkerScreen)

    def walk(self, met, fail, excuse):
        """Every item in its order, each by the function for its kind."""
        for n in range(60):
            before = self.hand.moves
            if n in FAILED:
                self.copy_a_picture(n)
                fail(FAILED[n])
                self.costs["failed"].append(self.hand.moves - before)
            elif n in EXCUSED:
                excuse()
                self.costs["excused"].append(self.hand.moves - before)
            else:
                met()
                self.costs["met"].append(self.hand.moves - before)


class ByKeys(CountedVisit):
    def run(self):
        hand, field = self.hand, self.field
        field.search(self.name)
        hand.press("Enter")
        field.shows(StartScreen)
        hand.press("Enter")
        field.shows(WalkerScreen)
        self.walk(lambda: hand.press("1"), self.fail, self.excuse)
        hand.press("Ctrl+Enter")
        self.sign()
        hand.press("Ctrl+Enter")
        field.shows(SheetScreen)
        hand.press("Esc")
        field.at_home()
        hand.press("Ctrl+U")
        field.until(lambda: "已写入并读回比对" in field.written())
        return self

    def fail(self, kind):
        hand = self.hand
        hand.press("N")
        hand.write(NOTE)
        hand.press("Enter", "P" if kind == "file" else "Ctrl+V", "2", "H")
        self.field.shows(HazardScreen)
        if kind == "where":
            hand.press("Enter")
            hand.write("二号车间东侧")
        if kind == "major":
            hand.press("Alt+Z")
        hand.press("F4")
        if kind == "major":
            hand.write(CRITERION)
        if kind == "sooner":
            hand.press("Alt+1")
        hand.press("Ctrl+Enter" if kind == "major" else "Enter")
        self.field.shows(WalkerScreen)

    def excuse(self):
        self.hand.press("3", "R")
        self.hand.write(REASON)
        self.hand.press("Enter")

    def sign(self):
        hand = self.hand
        self.field.shows(SignScreen)
        hand.write("张某")
        hand.press("Tab")
        hand.write("李某")
        hand.press("Tab")
        hand.write("王某")
        hand.press("Tab")
        hand.write("车间主任")
        signing = Signing(self.field)
        hand.press("Ctrl+Enter")
        self.field.until(lambda: bool(signing.desk.slots()))
        for _ in range(3):
            before = signing.states()
            hand.draw("mouse")
            hand.press("Ctrl+Enter")
            self.field.until(lambda before=before: signing.states() != before)


class ByTouch(CountedVisit):
    def run(self):
        # this finger is faster than any person's: two taps of its would be a double click
        usual = QApplication.doubleClickInterval()
        QApplication.setDoubleClickInterval(0)
        try:
            return self.from_list_to_stick()
        finally:
            QApplication.setDoubleClickInterval(usual)

    def from_list_to_stick(self):
        hand, field = self.hand, self.field
        rows = field.today.list
        place = rows.rows.row_of(field.row(self.name).id)
        hand.tap(rows.viewport(), rows.action_point(place))
        field.shows(StartScreen)
        hand.tap("begin")
        field.shows(WalkerScreen)
        self.walk(lambda: hand.tap("verdict_pass"), self.fail, self.excuse)
        hand.tap("sign")
        self.sign()
        hand.tap("seal")
        field.shows(SheetScreen)
        hand.tap("back")
        field.at_home()
        hand.tap("writeStick")
        field.until(lambda: "已写入并读回比对" in field.written())
        return self

    def fail(self, kind):
        hand = self.hand
        hand.tap("note")
        hand.write(NOTE)
        hand.tap("choosePhotos" if kind == "file" else "pastePhoto")
        hand.tap("verdict_fail")
        self.amend()
        self.field.shows(HazardScreen)
        if kind == "where":
            hand.tap("where")
            hand.write("二号车间东侧")
        if kind == "major":
            hand.tap("segment_major")
        hand.tap("takeUsual")
        if kind == "major":
            hand.write(CRITERION)
        if kind == "sooner":
            hand.tap("days_0")
        hand.tap("recordHazard")
        self.field.shows(WalkerScreen)

    def amend(self):
        """In the row above: what the item that was just judged still owes; it is there once the answer is on disk."""
        amend = self.walker.before[1].amend
        self.field.until(amend.isVisible)
        self.hand.tap(amend)

    def excuse(self):
        self.hand.tap("verdict_not_applicable")
        self.amend()
        self.hand.tap("note_phrase_2")

    def sign(self):
        hand = self.hand
        self.field.shows(SignScreen)
        for name, text in (
            ("inspectorName1", "张某"), ("inspectorName2", "李某"), ("enterprisePerson", "王某"),
            ("enterpriseTitle", "车间主任"),
        ):  # fmt: skip
            hand.tap(name)
            hand.write(text)
        signing = Signing(self.field)
        hand.tap("beginSigning")
        self.field.until(lambda: bool(signing.desk.slots()))
        for _ in range(3):
            before = signing.states()
            hand.draw("touch")
            hand.tap("signed")
            self.field.until(lambda before=before: signing.states() != before)
