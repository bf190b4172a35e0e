"""The same window under fingers on a real touch screen: one tap is one answer, a swipe scrolls, a finger signs."""

import msgspec
import pytest
from drive.office import health
from drive.program import Program
from drive.touchscreen import TouchDisplay
from world import small_world

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Someone, Verdict, VisitType
from zjg_inspect.service import visit

NAME = "甲五金厂"


@pytest.fixture
def display(tmp_path):
    made = TouchDisplay(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def laptop(tmp_path):
    """Ten enterprises; at one of them all but three items are answered."""
    world = small_world(tmp_path / "world", count=10)
    draft = visit.start_visit(world.laptop, world.enterprises[NAME], VisitType.ASSESSMENT)
    opened = visit.open_visit(world.laptop, draft)
    head = msgspec.structs.replace(
        opened.draft.head, inspectors=world.crew, enterprise_person=Someone("王某", title="车间主任")
    )
    visit.put_head(world.laptop, draft, head)
    *answered, first, _, _ = [item.code for item in opened.items]
    for code in answered:
        visit.answer_item(world.laptop, draft, DraftAnswer(code, Verdict.PASS))
    visit.go_to(world.laptop, draft, first)
    world.close()
    return world.root / "laptop"


@pytest.mark.timeout(200)
def test_touch(display, laptop, shots):
    program = Program(display, laptop, shots)
    enterprises = program.sees("enterprises")
    display.activate("网格检查")
    program.shot("today")

    # -- a swipe scrolls and opens nothing
    up = [enterprises.at(0.3, 0.9 - 0.03 * n) for n in range(20)]
    program.touches(up)
    program.scrolls("enterprises", lambda far: far > 0)
    program.shot("scrolled")
    program.touches(up[::-1])
    program.scrolls("enterprises", lambda far: far == 0)
    program.shot("scrolled-back")

    # -- a tap on the first line's button goes on with its draft, where it was left
    program.touches([(enterprises.x + enterprises.width - 60, enterprises.y + 36 + 30)])
    program.sees("walker")
    program.sees("verdict_pass")
    first = program.item()
    program.shot("walker")
    for _ in range(3):
        item = program.item()
        program.taps("verdict_pass")
        program.told("answer saved", item=item, verdict="pass")
        program.settles()
        assert [line["item"] for line in program.lines if line["what"] == "answer saved"].count(item) == 1
    answers = [line["item"] for line in program.lines if line["what"] == "answer saved"]
    assert (len(answers), answers[0]) == (3, first)
    program.shot("answered")

    # -- three sign with a finger
    program.taps("sign")
    program.taps("beginSigning")
    for name in ("张某", "李某", "王某"):
        pad = program.sees("signaturePad", f"{name}签名", more="还没签")
        program.touches([pad.at(0.2 + 0.01 * n, 0.3 + 0.3 * abs(n % 20 - 10) / 10) for n in range(60)])
        program.sees("signaturePad", f"{name}签名", more="已有笔迹")
        program.shot(f"signature-of-{name}")
        program.taps("signed")
    program.taps("seal")
    program.told("sealed")
    program.sees("sheetScreen")
    program.shot("sealed")
    assert program.close() == 0
    assert program.said() == ""
    assert health(laptop).ok
