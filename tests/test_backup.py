"""A backup of everything but the keys, and bringing it back: as a new device, whole, into a free place alone."""

import hashlib
import json
import re
import sqlite3
import subprocess
import zipfile

import pytest
from sqlalchemy import select
from world import photo

from zjg_inspect import errors
from zjg_inspect.cli import main
from zjg_inspect.service import backup, enrol, exchange, lists, people, recovery, review, setup, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import keys, media, tables

KEYS = ("device.key", "age.key", "recovery.key")


@pytest.fixture
def lived(world):
    """The office has a visit with a photo; the laptop has it too, and a draft with a photo of its own."""
    draft = world.answered("甲五金厂")
    visit.add_photo(world.laptop, draft, "1-06", photo(1), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    draft = world.answered("乙机械厂")
    visit.add_photo(world.laptop, draft, "1-06", photo(2), "b.jpg")
    return world


def hashes(db):
    with db.read() as conn:
        return {row.hex() for row in conn.scalars(select(tables.version.c.hash))}


def standing(db):
    return setup.standing(db)


def brought_back(file, directory, recovery=""):
    done = backup.restore(file, directory, recovery)
    db = setup.open_data(directory)
    found = doctor(db)
    assert found.ok, found.problems
    return db, done


# -- what a backup is ------------------------------------------------------------------------------------------------


def test_a_backup_says_whose_it_is_and_when_it_was_made(lived, tmp_path):
    done = backup.backup(lived.office, tmp_path / "b.zjgbackup")
    said = backup.look_at(done.path)
    assert (said.name, said.role, said.device) == ("塘桥镇安监办", "office", lived.office.key.device)
    assert (said.versions, said.media, said.missing) == (len(hashes(lived.office)), 1, ())
    assert backup.last_backup(lived.office) == said.made_at
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_any_tool_can_unpack_and_check_it(lived, tmp_path):
    backup.backup(lived.laptop, tmp_path / "b.zjgbackup")
    with zipfile.ZipFile(tmp_path / "b.zjgbackup") as archive:
        archive.extractall(tmp_path / "out")
    folder = tmp_path / "out" / "zjg-backup"
    subprocess.run(["sha256sum", "--check", "--quiet", "manifest-sha256.txt"], cwd=folder, check=True)
    with sqlite3.connect(folder / "store.sqlite") as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(list(folder.glob("media/??/*.jpg"))) == 2


@pytest.mark.parametrize("who", ["office", "laptop"])
def test_no_private_key_is_in_it(lived, tmp_path, who):
    db = getattr(lived, who)
    written = backup.backup(db, tmp_path / "b.zjgbackup").path.read_bytes()
    assert (db.directory / "device.key").read_bytes() not in written
    for secret in (*db.key.identities, *keys.read_recovery(db.directory)):
        assert secret.encode() not in written


def test_a_backup_is_one_moment_while_others_go_on_writing(lived, tmp_path):
    before = hashes(lived.office)
    written = []

    def meanwhile(_done, _total):
        if not written:
            written.append(people_added(lived.office))

    done = backup.backup(lived.office, tmp_path / "b.zjgbackup", meanwhile)
    assert len(hashes(lived.office)) == len(before) + 1
    with zipfile.ZipFile(done.path) as archive:
        archive.extract("zjg-backup/store.sqlite", tmp_path)
    with sqlite3.connect(tmp_path / "zjg-backup" / "store.sqlite") as store:
        stored = {row.hex() for (row,) in store.execute("SELECT hash FROM version")}
    assert stored in (before, before | written[0])


def people_added(db):
    before = hashes(db)
    people.put_person(db, "新来的吴某")
    return hashes(db) - before


def test_a_spoilt_photo_keeps_nothing_else_back_and_is_missed_after_the_restore(lived, tmp_path):
    (path,) = (lived.office.directory / "media").glob("??/*.jpg")
    path.write_bytes(b"spoilt")
    done = backup.backup(lived.office, tmp_path / "b.zjgbackup")
    assert (done.media, done.missing) == (0, (path.stem,))
    db, restored = brought_back(done.path, tmp_path / "new")
    with db:
        assert restored.missing == (path.stem,)
        with db.read() as conn:
            assert conn.scalars(select(tables.media_wanted.c.sha256)).all() == [bytes.fromhex(path.stem)]


def test_an_earlier_backup_is_never_overwritten_and_the_window_finds_a_free_name(lived, tmp_path):
    first = backup.file_in(lived.office, tmp_path)
    assert re.fullmatch(r"塘桥镇安监办-备份-\d{4}-\d\d-\d\d\.zjgbackup", first.name)
    backup.backup(lived.office, first)
    kept = first.read_bytes()
    with pytest.raises(errors.TargetExists):
        backup.backup(lived.office, first)
    assert first.read_bytes() == kept
    assert backup.file_in(lived.office, tmp_path).name == first.name.replace(".zjg", "-2.zjg")


# -- an office is brought back ---------------------------------------------------------------------------------------


def test_a_restored_office_is_a_new_device_with_all_that_it_had(lived, tmp_path):
    backup.backup(lived.office, tmp_path / "b.zjgbackup")
    db, done = brought_back(tmp_path / "b.zjgbackup", tmp_path / "new")
    with db:
        assert done.fingerprint == setup.own_card(db).fingerprint != setup.own_card(lived.office).fingerprint
        assert standing(db).former == (lived.office.key.device,) == (done.former,)
        assert hashes(db) > hashes(lived.office)
        assert len(hashes(db) - hashes(lived.office)) == 1
        assert [row.name for row in lists.sealed_visits(db)] == ["甲五金厂"]
        assert [row.letters for row in setup.laptops(db)] == ["A07"]
        with db.read() as conn:
            (sha,) = conn.scalars(select(tables.media.c.sha256))
        assert media.read(db.directory, sha.hex()) is not None


def test_a_restored_office_goes_on_working(lived, tmp_path):
    backup.backup(lived.office, tmp_path / "b.zjgbackup")
    db, _ = brought_back(tmp_path / "b.zjgbackup", tmp_path / "new")
    with db:
        (waiting,) = review.visits_to_review(db)
        shown = review.open_review(db, waiting.inspection)
        review.approve(db, waiting.inspection, shown.version, lived.reviewer, [[1, 2, 3, 4]], "")
        enrol.suspend(db, lived.laptop.key.device)
        assert enrol.laptops(db)[0].state == "suspended"
        enrol.resume(db, lived.laptop.key.device)
        assert exchange.export_bundles(db, tmp_path)[0].sequence == 1
        assert doctor(db).ok


def test_an_offices_own_sheets_get_other_letters_so_that_no_number_comes_twice(lived, tmp_path):
    backup.backup(lived.office, tmp_path / "b.zjgbackup")
    db, _ = brought_back(tmp_path / "b.zjgbackup", tmp_path / "new")
    with db:
        assert setup.office_letters(standing(lived.office)) == "A00"
        assert setup.office_letters(standing(db)) == "B00"
        with pytest.raises(errors.LettersTaken):
            setup.accept_laptop(db, setup.own_card(lived.laptop), "B00", ())


def test_the_keys_of_a_restored_office_are_new_and_their_owners_alone(lived, tmp_path):
    backup.backup(lived.office, tmp_path / "b.zjgbackup")
    db, _ = brought_back(tmp_path / "b.zjgbackup", tmp_path / "new")
    with db:
        for name in KEYS:
            assert (db.directory / name).stat().st_mode & 0o777 == 0o600
            assert (db.directory / name).read_bytes() != (lived.office.directory / name).read_bytes()


def test_with_the_paper_key_bundles_written_for_the_lost_office_are_opened(lived, tmp_path):
    paper = keys.read_recovery(lived.office.directory)[0]
    recovery.print_recovery(lived.office, tmp_path / "恢复钥匙.pdf")
    backup.backup(lived.office, tmp_path / "b.zjgbackup")
    lived.visit("丙塑料厂")
    bundle = exchange.export_bundle(lived.laptop, lived.stick).path
    typed = "  ".join(paper[at : at + 4] for at in range(0, len(paper), 4)).lower()
    db, done = brought_back(tmp_path / "b.zjgbackup", tmp_path / "new", typed)
    with db:
        assert done.recovery_known
        assert setup.own_card(db).recovery == keys.recipient_of(paper)
        assert recovery.recovery_stage(db) == "printed"
        (report,) = exchange.import_bundles(db, [bundle])
        assert (report.status, report.visits) == ("imported", 1)


def test_without_the_paper_key_they_stay_shut_and_nothing_is_hurt(lived, tmp_path):
    backup.backup(lived.office, tmp_path / "b.zjgbackup")
    lived.visit("丙塑料厂")
    bundle = exchange.export_bundle(lived.laptop, lived.stick).path
    db, done = brought_back(tmp_path / "b.zjgbackup", tmp_path / "new")
    with db:
        assert not done.recovery_known
        (report,) = exchange.import_bundles(db, [bundle])
        assert (report.visits, report.new) == (0, 0)
        assert doctor(db).ok


def test_a_key_that_was_never_printed_is_made_anew_and_one_on_paper_goes_on(lived, tmp_path):
    backup.backup(lived.office, tmp_path / "unprinted.zjgbackup")
    before = setup.own_card(lived.office).recovery
    recovery.print_recovery(lived.office, tmp_path / "恢复钥匙.pdf")
    backup.backup(lived.office, tmp_path / "printed.zjgbackup")
    for name, stage in (("unprinted", "waiting"), ("printed", "printed")):
        db, _ = brought_back(tmp_path / f"{name}.zjgbackup", tmp_path / name)
        with db:
            assert recovery.recovery_stage(db) == stage
            assert (setup.own_card(db).recovery == before) == (name == "printed")


def test_a_key_with_a_mistake_restores_nothing(lived, tmp_path):
    backup.backup(lived.office, tmp_path / "b.zjgbackup")
    wrong = keys.new_identity()[:-1]
    with pytest.raises(errors.RecoveryKeyWrong):
        backup.restore(tmp_path / "b.zjgbackup", tmp_path / "new", wrong)
    assert not (tmp_path / "new").exists()


# -- a laptop is brought back ----------------------------------------------------------------------------------------


def test_a_restored_laptop_has_its_drafts_and_no_letters_until_it_is_accepted_anew(lived, tmp_path):
    open_draft = lists.enterprise(lived.laptop, lived.enterprises["乙机械厂"]).draft
    signing.begin_signing(lived.laptop, open_draft)
    backup.backup(lived.laptop, tmp_path / "b.zjgbackup")
    db, _ = brought_back(tmp_path / "b.zjgbackup", tmp_path / "new")
    with db:
        assert standing(db).former == ()
        assert standing(db).card == standing(lived.laptop).card
        assert [row.name for row in lists.sealed_visits(db)] == ["甲五金厂"]
        shown = visit.open_visit(db, open_draft)
        assert shown.draft.number == ""
        assert len(shown.draft.answers) == len(visit.open_visit(lived.laptop, open_draft).draft.answers)
        with pytest.raises(errors.NoSheetLetters):
            signing.begin_signing(db, open_draft)
        setup.accept_laptop(lived.office, setup.own_card(db), "A08", (lived.zone,))
        lived.carry(lived.office, db)
        assert signing.begin_signing(db, open_draft).content.number.endswith("A08-0003")


def test_a_restored_laptop_sends_everything_once_more_under_its_own_count(lived, tmp_path):
    backup.backup(lived.laptop, tmp_path / "b.zjgbackup")
    db, _ = brought_back(tmp_path / "b.zjgbackup", tmp_path / "new")
    with db:
        sent = exchange.export_bundle(db, lived.stick)
        assert sent.sequence == 1
        (report,) = exchange.import_bundles(lived.office, [sent.path])
        assert report.known > 0


# -- only into a free place ------------------------------------------------------------------------------------------


def test_nothing_is_restored_over_other_data(lived, tmp_path):
    backup.backup(lived.office, tmp_path / "b.zjgbackup")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "别的.txt").write_text("别的")
    for directory, refused in ((lived.laptop.directory, errors.StoreInUse), (tmp_path / "full", errors.NotFree)):
        with pytest.raises(refused):
            backup.restore(tmp_path / "b.zjgbackup", directory)
    before = hashes(lived.laptop)
    lived.laptop.close()
    with pytest.raises(errors.NotFree):
        backup.restore(tmp_path / "b.zjgbackup", lived.laptop.directory)
    lived.laptop = setup.open_data(lived.laptop.directory)
    assert hashes(lived.laptop) == before
    assert (tmp_path / "full" / "别的.txt").read_text() == "别的"


def test_a_first_start_that_was_not_answered_is_a_free_place(lived, tmp_path):
    backup.backup(lived.office, tmp_path / "b.zjgbackup")
    setup.open_data(tmp_path / "new").close()
    before = (tmp_path / "new" / "device.key").read_bytes()
    db, _ = brought_back(tmp_path / "b.zjgbackup", tmp_path / "new")
    with db:
        assert len(lists.sealed_visits(db)) == 1
        assert (db.directory / "device.key").read_bytes() != before


def test_a_newer_backup_or_another_file_is_refused_with_a_word(lived, tmp_path):
    done = backup.backup(lived.office, tmp_path / "b.zjgbackup")
    newer = tmp_path / "newer.zjgbackup"
    with zipfile.ZipFile(newer, "w") as archive:
        parts = {"backup.json": b'{"format": 2, "more": true}', "store.sqlite": b""}
        for name, data in parts.items():
            archive.writestr(f"zjg-backup/{name}", data)
        manifest = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in parts.items())
        archive.writestr("zjg-backup/manifest-sha256.txt", manifest)
    (tmp_path / "text.zjgbackup").write_text("没有备份")
    bundle = exchange.export_bundles(lived.office, lived.stick)[0].path
    for file, refused in (
        (newer, errors.BackupNewer),
        (tmp_path / "text.zjgbackup", errors.BackupDamaged),
        (bundle, errors.BackupDamaged),
        (tmp_path / "gone.zjgbackup", errors.NotReadable),
    ):
        with pytest.raises(refused):
            backup.look_at(file)
        with pytest.raises(refused):
            backup.restore(file, tmp_path / "new")
    assert done.path.is_file()


# -- the command line ------------------------------------------------------------------------------------------------


def run(capsys, *arguments):
    """Exit code, the object on stdout, the sentence on stderr."""
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def test_backup_and_restore_by_command(lived, tmp_path, capsys):
    paper = keys.read_recovery(lived.office.directory)[0]
    office = lived.office.directory
    lived.office.close()
    code, said, words = run(capsys, "backup", tmp_path / "b.zjgbackup", "--data", office, "--json")
    assert (code, said["backup"], said["missing"]) == (0, str(tmp_path / "b.zjgbackup"), [])
    assert "已备份并读回比对" in words
    (tmp_path / "纸上抄的.txt").write_text("\n".join(paper[at : at + 8] for at in range(0, len(paper), 8)))
    key = ("--recovery", tmp_path / "纸上抄的.txt")
    code, back, words = run(capsys, "restore", tmp_path / "b.zjgbackup", *key, "--data", tmp_path / "new", "--json")
    assert code == 0
    assert (back["versions"], back["media"]) == (said["versions"] + 1, said["media"])
    assert back["recovery_known"]
    assert back["fingerprint"] in words
    code, found, _ = run(capsys, "doctor", "--data", tmp_path / "new", "--json")
    assert (code, found["ok"], found["versions"]) == (0, True, back["versions"])
    code, refused, words = run(capsys, "restore", tmp_path / "b.zjgbackup", "--data", tmp_path / "new", "--json")
    assert (code, refused["error"]) == (1, "NotFree")
    assert "已经有数据" in words
    code, refused, words = run(capsys, "backup", tmp_path / "b.zjgbackup", "--data", office, "--json")
    assert (code, refused["error"]) == (1, "TargetExists")
    lived.office = setup.open_data(office)
