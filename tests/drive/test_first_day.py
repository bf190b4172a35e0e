"""A laptop's first day: from an empty folder to a bundle that the office has taken in, by keys and pointer alone."""

from pathlib import Path

import pytest
from drive.display import Display
from drive.office import Office, health
from drive.pinyin import Pinyin
from drive.program import Program
from drive.stick import Stick
from PIL import Image

from zjg_inspect.model.inspection import Verdict

SIGNATURES = {
    "张某": [[(0.2, 0.3), (0.3, 0.7), (0.35, 0.4)], [(0.4, 0.5), (0.55, 0.45), (0.7, 0.6)]],
    "李某": [[(0.25, 0.5), (0.5, 0.35), (0.75, 0.55)], [(0.5, 0.2), (0.48, 0.75)]],
    "王某": [[(0.2, 0.6), (0.4, 0.3), (0.6, 0.6), (0.8, 0.3)]],
}


@pytest.fixture
def display(tmp_path):
    made = Display(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def sticks(tmp_path):
    made = [Stick(tmp_path, name) for name in ("KINGSTON", "NETAC")]
    yield made
    for stick in made:
        stick.take_away()


def write(program, pinyin, letters, word, field):
    """A word into the field that has the keyboard: its first candidate, as fast as a hand types."""
    was_on = pinyin.is_on()
    pinyin.switch(True)
    program.type(letters)
    program.press("space")
    program.sees(field, word)
    pinyin.switch(was_on)


def record_hazard(program, pinyin):
    """The note is what it says already; the rest by phrases where there are any, else by pinyin."""
    program.sees("what", "测试")
    for field, letters, word in (
        ("where", "chejian", "车间"),
        ("responsible", "wangmou", "王某"),
        ("measures", "qingli", "清理"),
    ):
        program.click(field)
        program.has_keyboard(field)
        write(program, pinyin, letters, word, field)
    for field in ("funds", "contingency"):
        program.click(field)
        program.has_keyboard(field)
        program.press("alt+1")
    program.click("days_1")
    program.sees("filledOfFive", "已填 5 项")
    program.shot("hazard")
    program.press("ctrl+Return")
    program.sees("walker")


def killed_and_started_again(program, display, shots, pinyin):
    """As when the current fails: the laptop stands at the same item, and nothing answered is lost."""
    item, section = program.item(), program.sees("section_1").words
    program.kill()
    again = Program(display, program.data, shots, **pinyin.env)
    again.has_keyboard("search")
    display.activate("网格检查")
    again.press("Return")
    again.sees("walker")
    assert again.item() == item
    assert again.sees("section_1").words == section
    again.has_keyboard("itemView")
    again.shot("after-the-kill")
    return again


@pytest.mark.timeout(280)
def test_first_day(tmp_path, display, sticks, shots):
    stick, fresh_stick = sticks
    office = Office(tmp_path / "office")
    pinyin = Pinyin(display)
    program = Program(display, tmp_path / "laptop", shots, **pinyin.env)
    stick.plug_in()
    office_card = office.card(stick.place)

    # -- whose computer, whose office, its card to hand over
    program.sees("chooseLaptop")
    display.activate("网格检查")
    program.shot("whose-computer")
    program.press("2")
    program.has_keyboard("laptopName")
    write(program, pinyin, "zhangmou", "张某", "laptopName")
    program.press("Tab")
    program.has_keyboard("chooseCard")
    program.press("space")
    program.choose_path(office_card)
    program.sees("cardChosen", "塘桥镇安监办")
    program.shot("office-card")
    program.click("become")
    program.sees("otherCard")
    program.shot("compare-numbers")
    program.press("ctrl+Return")
    program.has_keyboard("saveCard")
    program.press("Return")
    program.choose_path(stick.place)
    program.sees("cardSaved", "名片已存好")
    program.shot("card-saved")
    (laptop_card,) = [path for path in stick.place.glob("*.zjgcard") if path != office_card]
    program.press("Return")

    # -- the office accepts it and sends its enterprises, which come by the stick
    office.accept(laptop_card)
    bundle = office.bundle(stick.place)
    program.sees("emptyAction")
    program.shot("no-enterprises-yet")
    program.press("ctrl+o")
    program.choose_path(bundle)
    assert program.told("received")["files"] == [[bundle.name, "imported"]]
    program.shot("received")
    program.press("ctrl+1")
    program.sees("enterprises")
    program.shot("today")

    # -- one enterprise, found by its initials
    program.has_keyboard("search")
    program.type("jwj")
    program.sees("search", "jwj")
    program.shot("found")
    program.press("Return")
    program.has_keyboard("begin")
    program.shot("start")
    program.press("Return")
    program.sees("walker")
    program.has_keyboard("itemView")
    program.shot("walker")

    # -- the input method is on all the while: a digit is an answer all the same
    pinyin.switch(True)
    failed = program.item()
    program.press("n")
    program.has_keyboard("note")
    program.type("ceshi")
    program.shot("composing")
    program.press("Escape")
    program.shot("composition-given-up")
    program.type("ceshi")
    program.press("1")
    program.sees("note", "测试")
    program.press("Return")
    assert program.told("answer saved", item=failed)["note"] == "测试"
    program.has_keyboard("itemView")
    photo = tmp_path / "photo.png"
    Image.effect_noise((640, 480), 60).convert("RGB").save(photo)
    display.copy_picture(photo)
    program.press("ctrl+v")
    program.told("photo saved", item=failed)
    program.sees("photo_0")
    program.shot("note-and-photo")
    program.press("2")
    program.told("answer saved", item=failed, verdict="fail")

    # -- its hazard
    program.press("h")
    program.sees("hazardScreen")
    record_hazard(program, pinyin)

    # -- all the others
    answered = {failed: Verdict.FAIL}
    while (item := program.item()) not in answered:
        third = len(answered) == 3
        program.press("3" if third else "1")
        program.told("answer saved", item=item, verdict="not_applicable" if third else "pass")
        answered[item] = Verdict.NOT_APPLICABLE if third else Verdict.PASS
        if len(answered) == 10:
            program.shot("ten-answered")
            program = killed_and_started_again(program, display, shots, pinyin)
    assert len(answered) > 20
    program.shot("owing")

    # -- what is owed still, then the signatures
    program.click("sign")
    (not_applicable,) = [item for item, verdict in answered.items() if verdict is Verdict.NOT_APPLICABLE]
    program.has_keyboard(f"owed_{not_applicable}")
    program.shot("before-signing")
    program.press("Return")
    program.told("item", item=not_applicable)
    program.click("note_phrase_0")
    program.told("answer saved", item=not_applicable)
    program.click("sign")
    program.has_keyboard("inspector1")
    program.press("Down")
    program.press("Tab")
    program.has_keyboard("inspector2")
    program.press("Down", "Down")
    program.press("Tab")
    program.has_keyboard("enterprisePerson")
    write(program, pinyin, "wangmou", "王某", "enterprisePerson")
    program.shot("who-signs")
    program.press("ctrl+Return")
    for name, strokes in SIGNATURES.items():
        program.sees("signaturePad", f"{name}签名", more="还没签")
        program.sees("signed")
        program.draw("signaturePad", strokes)
        program.sees("signaturePad", more="已有笔迹")
        program.shot(f"signature-of-{name}")
        program.press("ctrl+Return")
    program.sees("seal")
    program.shot("all-signed")
    program.press("ctrl+Return")
    inspection = program.told("sealed")["inspection"]
    program.sees("sheetScreen")
    program.shot("sealed")
    program.press("Escape")
    program.sees("statusUnsent", "未发送 1")
    pinyin.switch(False)

    # -- the stick is pulled out half-way
    stick.take_away()
    stick.plug_in(pulled_at=20_000)
    program.press("ctrl+u")
    program.told("not written")
    said = program.reads("写到一半U盘被拔掉了")
    assert "本机什么也没少" in said
    program.shot("pulled-out")
    assert stick.was_pulled_out()
    stick.take_away()
    assert not [path for path in stick.content() if path.suffix == ".zjgb" and path.name != bundle.name]
    program.sees("statusUnsent", "未发送 1")

    # -- another stick
    fresh_stick.plug_in()
    program.press("ctrl+u")
    written = program.told("written")
    assert Path(written["file"]).parent == fresh_stick.place
    assert (written["visits"], written["photos"]) == (1, 1)
    program.sees("writtenSentence", "已写入并读回比对：1 次检查、1 张照片")
    program.sees("statusUnsent", "未发送 0")
    program.sees("statusAwaited", "待回执 1")
    program.shot("written")
    assert program.close() == 0
    assert program.said() == ""

    # -- and the office has it all
    (file,) = fresh_stick.content()
    report = office.receive(file)
    assert (report.status, report.held, report.quarantined) == ("imported", 0, 0)
    content = office.visit(inspection)
    assert content.name == "甲五金厂"
    assert {answer.item: answer.verdict for answer in content.answers} == answered
    (note,) = [answer.note for answer in content.answers if answer.item == failed]
    assert note == "测试"
    assert office.health().ok
    assert health(tmp_path / "laptop").ok
