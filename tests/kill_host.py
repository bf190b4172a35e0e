"""Starts processes that are there to be killed: it has everything imported, so that each is one fork away.

Reads one job a line from stdin (`visit` or `window DIRECTORY ENTERPRISE`, `take DIRECTORY BUNDLE`, `intake` or `hand
DIRECTORY FOLDER STEP`), does it in a child and writes the child's exit status when it is dead. A child says its pid
first and then every step, each in one write.
"""

import json
import os
import random
import signal
import sys
from pathlib import Path

import msgspec
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import event
from sqlalchemy.engine import Engine
from world import FILLED, STROKES, photo

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Someone, Verdict, VisitType
from zjg_inspect.service import exchange, intake, outbox, setup, signing, visit
from zjg_inspect.store.photo import prepare
from zjg_inspect.ui import fonts, theme
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.saver import Saver

CREW = (Someone("张某"), Someone("李某"))
FAILED = ("1-06", "4-09")
PHOTOS = {prepare(data, "a.jpg").sha256: data for data in map(photo, range(3))}


def say(*words):
    os.write(1, json.dumps(words, ensure_ascii=False).encode() + b"\n")


def step(what, work, *arguments, **named):
    """Say what is tried, do it, and tick it when it is done."""
    say("try", *what)
    given = work(*arguments, **named)
    say("tick", *what)
    return given


def walk(directory, enterprise):
    """Visit after visit in one enterprise, for as long as we are let."""
    db = setup.open_data(Path(directory))
    for note in map(str, range(1_000_000)):
        draft = step(("start",), visit.start_visit, db, enterprise, VisitType.ASSESSMENT)
        shown = visit.open_visit(db, draft)
        person = Someone("王某")
        head = msgspec.structs.replace(shown.draft.head, inspectors=CREW, enterprise_person=person)
        step(("head", "张某", "李某"), visit.put_head, db, draft, head)
        for number, item in enumerate(shown.items):
            verdict = Verdict.FAIL if item.code in FAILED else Verdict.PASS
            answer = DraftAnswer(item.code, verdict, f"{os.getpid()}-{note}")
            step(("answer", item.code, verdict, answer.note), visit.answer_item, db, draft, answer)
            if item.code in FAILED:
                filled = msgspec.structs.replace(FILLED, what=f"{item.code} {answer.note}")
                step(("hazard", item.code, filled.what), visit.record_hazard, db, draft, item.code, filled)
            if number % 20 == 3:
                sha, data = list(PHOTOS.items())[number // 20 % len(PHOTOS)]
                step(("photo", item.code, sha), visit.add_photo, db, draft, item.code, data, "a.jpg")
        content_hash = step(("number",), signing.begin_signing, db, draft).content_hash
        for who in (*CREW, person):
            role = "enterprise" if who is person else "inspector"
            step(
                ("sign", role, who.name, content_hash), signing.sign, db, draft,
                role=role, person=who, shown=content_hash, strokes=STROKES,
            )  # fmt: skip
        step(("seal",), signing.seal, db, draft)


def window(directory, enterprise):
    """The walker in a real window, answered by its keys: every key that is pressed, and every tick that appears."""
    app = QApplication([])
    fonts.load_fonts(app)
    theme.apply(app)
    db = setup.open_data(Path(directory))
    saver = Saver()
    session = VisitSession.open(db, visit.start_visit(db, enterprise, VisitType.ASSESSMENT), saver)
    walker = WalkerScreen(session)
    ticked = set()

    def tick(code):
        if code not in ticked and session.saved_verdict(code) is not None:
            ticked.add(code)
            say("tick", code, session.saved_verdict(code))

    session.item_changed.connect(tick)
    walker.resize(1366, 732)
    walker.show()
    walker.activateWindow()
    while not walker.isActiveWindow():
        app.processEvents()
    walker.start()
    chance = random.Random(os.getpid())
    for code in [item.code for item in session.items]:
        key = chance.choice("123")
        say("press", code, {"1": "pass", "2": "fail", "3": "not_applicable"}[key])
        QTest.keyClick(walker.focusWidget(), key)
        say("at", session.item)
        # the fingers may be ahead of the disk, or the disk of the fingers
        for _ in range(chance.randint(0, 4)):
            app.processEvents()
    while True:
        app.processEvents()


def take(directory, bundle):
    """Import a bundle, saying each statement and each write to the disk, then wait to be killed."""
    event.listen(Engine, "before_cursor_execute", lambda *_: say("sql"))
    for name in ("fsync", "replace", "rename"):
        setattr(os, name, _told(name, getattr(os, name)))
    db = setup.open_data(Path(directory))
    (report,) = exchange.import_bundles(db, [Path(bundle)], lambda *_: say("step"))
    say("end", report.status, report.new)
    signal.pause()


def _killed_before(last):
    """From here on each step is said; it is killed before it does the last one."""
    steps = 0

    def step(name):
        nonlocal steps
        steps += 1
        if steps == int(last):
            os.kill(os.getpid(), signal.SIGKILL)
        say(name)

    def told(name, real):
        def does(*arguments, **named):
            step(name)
            return real(*arguments, **named)

        return does

    event.listen(Engine, "before_cursor_execute", lambda *_: step("sql"))
    event.listen(Engine, "commit", lambda *_: step("commit"))
    for name in ("fsync", "replace", "rename", "mkdir", "unlink"):
        setattr(os, name, told(name, getattr(os, name)))


def hand(directory, folder, last):
    """Write a bundle for each laptop into the folder."""
    _killed_before(last)
    with setup.open_data(Path(directory)) as db:
        for each in exchange.export_each(db, Path(folder), [row.device for row in outbox.outbox(db)]):
            say("handed", each.written is not None)
    say("end")
    signal.pause()


def watch(directory, folder, last):
    """Take in what is in the folder."""
    _killed_before(last)
    with setup.open_data(Path(directory)) as db:
        for taken in intake.once(db, Path(folder), {}, lambda report: type(report.error).__name__, lambda _: False):
            say("taken", taken.report.status)
    say("end")
    signal.pause()


def _told(name, real):
    def told(*arguments, **named):
        say(name)
        return real(*arguments, **named)

    return told


def main():
    jobs = {"visit": walk, "window": window, "take": take, "intake": watch, "hand": hand}
    exchange.verify(Path(os.devnull), Path("/"))  # whatever is imported on first use
    for line in sys.stdin:
        job, *arguments = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            say("pid", os.getpid())
            jobs[job](*arguments)
            os._exit(1)
        _, status = os.waitpid(child, 0)
        say("dead", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
