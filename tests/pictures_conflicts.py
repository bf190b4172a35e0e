"""Pictures of conflicts at the office and on a laptop, for looking at: python tests/pictures_conflicts.py DIR."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec
from looks import LOOKS, SIZES, begin
from pictures_field import Camera, settle
from test_verdict_rules import approve_all
from two_laptops import a_pair, corrected, edits, exchange_all, hazard_steps, site
from world import FILLED

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.service import people, setup
from zjg_inspect.ui import tasks, theme
from zjg_inspect.ui.field.window import FieldWindow
from zjg_inspect.ui.office.window import OfficeWindow
from zjg_inspect.ui.preferences import Preferences


def many(one, two):
    """Something of everything: a visit, its hazard, an enterprise whose edits collide, a person whose edits do not."""
    inspection, _ = one.sealed
    approve_all(one)
    hazard_steps(
        one, two, {"step": "verified_closed", "reason": "已清走，通道重新划线"},
        {"step": "extended", "reason": "等设备到货",
         "rectification": msgspec.structs.replace(FILLED, deadline="2027-01-31")},
    )  # fmt: skip
    corrected(one, inspection, DraftAnswer("1-06", Verdict.NOT_APPLICABLE, reason="只有两人"), remark="上午去的")
    corrected(two, inspection, DraftAnswer("4-09", Verdict.FAIL, "净宽 0.6 米，已量"), remark="下午去的，厂长在场")
    exchange_all(one, two)
    facts = [msgspec.structs.replace(site(one).facts, headcount=heads) for heads in (48, 52)]
    edits(one, {"facts": facts[0], "phone": "13800000000"}, {"facts": facts[1], "address": "新路 2 号"})
    own = people.put_person(one.office, "钱某")
    edits(one, {"name": "钱某某"}, {"active": False}, kind="person", entity=own)


def office(camera, one, size):
    window = OfficeWindow(one.office)
    window.resize(*size)
    window.show()
    window.activateWindow()
    window.show_page("inbox")
    inbox = window.page("inbox")
    camera.take(window, "office-conflicts")
    bar = inbox._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    camera.take(window, "office-conflicts-below")
    card = next(card for card in inbox.conflicts.cards if card.shown.kind == "enterprise")
    card.fill_in()
    settle(camera.app)
    inbox._scroll.ensureWidgetVisible(card)
    camera.take(window, "office-conflicts-choosing")
    window.show_page("review")
    camera.take(window, "office-review-corrected", lambda: not tasks._running)
    window.close()


def laptop(camera, one, size):
    window = FieldWindow(one.laptop, setup.standing(one.laptop), Preferences(one.laptop.directory))
    window.resize(*size)
    window.show()
    window.activateWindow()
    for tab in ("sealed", "hazards"):
        window.show_tab(tab)
        camera.take(window, f"field-conflict-{tab}")
    window.open_sheet(one.sealed[0])
    camera.take(window, "field-conflict-sheet", lambda: window.shown().sheet.pages() > 0)
    window.open_conflicts(one.sealed[0])
    camera.take(window, "field-conflict-visit")
    window.shown().later.click()
    camera.take(window, "field-conflict-hazard")
    window.shown().card.fill_in()
    camera.take(window, "field-conflict-choosing")
    window.shut()
    window.close()


def main():
    app, folder = begin()
    for name in LOOKS:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as scratch, a_pair(Path(scratch) / "pair") as (one, two):
                many(one, two)
                theme.apply(app, name, office=True)
                camera = Camera(app, folder, f"{name}-{size[0]}")
                office(camera, one, size)
                theme.apply(app, name)
                laptop(camera, one, size)
                tasks.wait_all()


if __name__ == "__main__":
    main()
