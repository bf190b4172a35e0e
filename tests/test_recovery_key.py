"""An office's recovery key: made with the office, printed on paper once, typed in again when the computer is gone."""

import os
import stat
import subprocess
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from pages_office import OfficeDesk
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import select

from zjg_inspect import errors
from zjg_inspect.report.recovery import groups_of
from zjg_inspect.service import recovery, setup
from zjg_inspect.store import keys, tables
from zjg_inspect.ui import theme
from zjg_inspect.ui.question import Question

KEY_FILES = ("device.key", "age.key", "recovery.key")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def secret(db):
    return keys.read_recovery(db.directory)[0]


def stated(db):
    """The recovery key that the office states in its card, as a laptop reads it."""
    return setup.own_card(db).recovery


def heard_of(world):
    """What the laptop knows of the office's recovery key by now."""
    own = tables.device.c
    with world.laptop.read() as conn:
        return conn.execute(
            select(own.recovery).where(own.device == bytes.fromhex(world.office.key.device))
        ).scalar_one()


def the_page(pdf):
    """The page's words, and what its code holds."""
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    picture = document[0].render(scale=150 / 72).to_pil()
    return text, zxingcpp.read_barcode(picture).text


def test_an_office_is_made_with_a_recovery_key_that_only_its_owner_reads(world):
    kept = world.office.directory / "recovery.key"
    assert mode(kept) == 0o600
    assert keys.recipient_of(secret(world.office)) == stated(world.office)
    assert recovery.recovery_stage(world.office) == "waiting"
    assert not (world.laptop.directory / "recovery.key").exists()


@pytest.mark.parametrize("who", ["office", "laptop"])
def test_all_key_files_are_their_owners_alone(world, who):
    directory = getattr(world, who).directory
    found = [directory / name for name in KEY_FILES if (directory / name).exists()]
    assert len(found) == (3 if who == "office" else 2)
    assert [mode(path) for path in found] == [0o600] * len(found)


def test_the_printed_page_has_the_key_to_type_and_to_photograph_and_says_whose_it_is(world, tmp_path):
    kept = secret(world.office)
    page = recovery.print_recovery(world.office, tmp_path / "恢复钥匙.pdf")
    text, code = the_page(page)
    assert code == kept
    head, rows = groups_of(kept)
    assert head + "".join(group for row in rows for group in row) == kept
    assert all(group in text for row in rows for group in row)
    assert "塘桥镇安监办" in text
    assert setup.own_card(world.office).fingerprint in text
    assert mode(page) == 0o600


def test_once_printed_the_key_is_nowhere_on_the_computer(world, tmp_path):
    kept = secret(world.office)
    recovery.print_recovery(world.office, tmp_path / "恢复钥匙.pdf")
    assert recovery.recovery_stage(world.office) == "printed"
    world.office.checkpoint()
    for path in world.office.directory.rglob("*"):
        assert not path.is_file() or kept.encode() not in path.read_bytes(), path
    with pytest.raises(errors.RecoveryPrinted):
        recovery.print_recovery(world.office, tmp_path / "again.pdf")
    assert not (tmp_path / "again.pdf").exists()


def test_the_paper_opens_what_was_written_for_the_office_by_the_public_tool(world, tmp_path):
    sealed = subprocess.run(
        ["age", "-r", stated(world.office)], input="给镇里的".encode(), capture_output=True, check=True
    ).stdout
    _, code = the_page(recovery.print_recovery(world.office, tmp_path / "恢复钥匙.pdf"))
    (tmp_path / "typed.key").write_text(code + "\n", encoding="ascii")
    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "typed.key"], input=sealed, capture_output=True, check=True
    ).stdout
    assert opened.decode() == "给镇里的"


def test_typed_with_spaces_and_line_breaks_and_small_letters_it_is_the_same_key(world):
    kept = secret(world.office)
    head, rows = groups_of(kept)
    typed = "\n".join("  ".join(row) for row in rows)
    assert keys.identity_typed(f"{head}\n{typed}\n") == kept
    assert keys.identity_typed(typed.lower()) == kept


@pytest.mark.parametrize("at", [20, 40, 73])
def test_one_wrong_character_is_noticed(world, at):
    kept = secret(world.office)
    other = "Q" if kept[at] != "Q" else "P"
    for wrong in (kept[:at] + other + kept[at + 1 :], kept[:at] + kept[at + 1 :], ""):
        with pytest.raises(ValueError, match="not an age identity"):
            keys.identity_typed(wrong)


@pytest.mark.parametrize("fault", ["full", "gone", "lies"])
def test_where_printing_fails_the_key_is_still_here_and_no_part_of_it_lies_about(world, tmp_path, monkeypatch, fault):
    target = tmp_path / "U盘" / "恢复钥匙.pdf"
    if fault != "gone":
        target.parent.mkdir()
    with monkeypatch.context() as failing:
        if fault == "full":
            failing.setattr(os, "fsync", no_room)
        if fault == "lies":
            failing.setattr(Path, "replace", lose_the_end)
        with pytest.raises(errors.DiskFull if fault == "full" else errors.NotWritable):
            recovery.print_recovery(world.office, target)
    assert recovery.recovery_stage(world.office) == "waiting"
    assert not list(tmp_path.glob("U盘/*"))
    recovery.print_recovery(world.office, tmp_path / "恢复钥匙.pdf")
    assert recovery.recovery_stage(world.office) == "printed"


def lose_the_end(path, target):
    """A stick that says that all was written."""
    os.rename(path, target)
    os.truncate(target, 512)


def no_room(_handle):
    raise OSError(28, "No space left on device")


def test_another_key_takes_the_place_of_the_lost_paper_and_the_laptops_hear_of_it(world, tmp_path):
    before = stated(world.office)
    recovery.print_recovery(world.office, tmp_path / "1.pdf")
    recovery.renew_recovery(world.office)
    assert stated(world.office) != before
    assert recovery.recovery_stage(world.office) == "waiting"
    world.carry(world.office, world.laptop)
    assert heard_of(world) == stated(world.office)
    _, code = the_page(recovery.print_recovery(world.office, tmp_path / "2.pdf"))
    assert keys.recipient_of(code) == stated(world.office)


def test_a_new_key_that_could_not_be_written_leaves_the_one_before(world, tmp_path, monkeypatch):
    before = stated(world.office)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room)
        with pytest.raises(errors.DiskFull):
            recovery.renew_recovery(world.office)
    assert stated(world.office) == before
    _, code = the_page(recovery.print_recovery(world.office, tmp_path / "1.pdf"))
    assert keys.recipient_of(code) == before


def test_a_key_file_that_was_deleted_by_hand_is_noticed(world):
    (world.office.directory / "recovery.key").unlink()
    assert recovery.recovery_stage(world.office) == "lost"
    recovery.renew_recovery(world.office)
    assert recovery.recovery_stage(world.office) == "waiting"


def test_a_laptop_has_no_recovery_key(world, tmp_path):
    for act in (recovery.renew_recovery, lambda db: recovery.print_recovery(db, tmp_path / "1.pdf")):
        with pytest.raises(errors.WrongRole):
            act(world.laptop)


# -- in the window ---------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(qtbot, qapp, world):
    theme.apply(qapp, office=True)
    yield OfficeDesk(qtbot, world.office)
    theme.apply(qapp)


def test_the_page_reminds_until_the_key_is_printed(desk, world, tmp_path, monkeypatch):
    page = desk.go("电脑")
    assert page.notice.isVisible()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "恢复钥匙"), ""))
    desk.click(page.notice.button)
    assert "现在就打印" in page.own.recovery.sentence()
    assert "把这个文件删掉" in page.own.recovery.sentence()
    assert (tmp_path / "恢复钥匙.pdf").is_file()
    assert not page.notice.isVisible()
    assert page.own.recovery.folder_button.isVisible()


def test_another_key_is_asked_for_first(desk, world, tmp_path):
    recovery.print_recovery(world.office, tmp_path / "1.pdf")
    page = desk.go("电脑")
    desk.click(page.own_button)
    assert not page.notice.isVisible()
    before = stated(world.office)
    desk.click(page.own.recovery.button)
    question = desk.window.findChild(Question)
    assert question.keep.hasFocus()
    desk.click(question.act)
    assert stated(world.office) != before
    assert page.notice.isVisible()


def test_a_stick_that_is_gone_is_said_and_the_reminder_stays(desk, world, tmp_path):
    page = desk.go("电脑")
    desk.click(page.own_button)
    page.own.recovery.print_to(tmp_path / "gone" / "恢复钥匙.pdf")
    desk.wait()
    assert "没能写到" in page.own.recovery.sentence()
    assert page.notice.isVisible()
