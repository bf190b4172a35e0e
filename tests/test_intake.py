"""The central server: whatever arrives in a folder is taken in, answered and put away; nothing of it is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from intake_world import Server, cut, failing_fsync, sent, visits, words
from sqlalchemy import select
from world import small_world

from zjg_inspect import cli, errors
from zjg_inspect.service import enrol, exchange, intake, lists, setup
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import tables
from zjg_inspect.ui.messages import sentence


@pytest.fixture
def server(world):
    return Server(world)


@pytest.fixture
def bundle(world):
    """A sealed visit with a photo, on its way."""
    return sent(world, "甲五金厂")


# -- what arrives --------------------------------------------------------------------------------------------------


def test_a_bundle_is_imported_answered_and_put_away(world, server, bundle):
    file = server.bring(bundle)
    (taken,) = server.look()
    assert (taken.report.status, taken.report.visits, taken.problem) == ("imported", 1, None)
    assert visits(world) == {"甲五金厂"}
    assert taken.moved == server.folder / "已收" / file.name
    assert taken.moved.read_bytes() == bundle.read_bytes()
    assert (server.names(), server.names("回执")) == ([], [taken.reply.name])
    # the laptop takes the reply home, and knows that its bundle has come
    (home,) = exchange.import_bundles(world.laptop, [taken.reply])
    assert (home.status, home.sender) == ("imported", world.office.key.device)
    with world.laptop.read() as conn:
        assert conn.scalars(select(tables.bundle_sent.c.acknowledged)).all() == [True]
    assert server.look() == []


def test_what_is_no_bundle_yet_or_none_at_all_is_left_alone(server, bundle):
    server.bring(bundle, f"{bundle.name}.part")
    server.bring(bundle, f".{bundle.name}")
    server.bring(bundle, "说明.txt")
    (server.folder / "文件夹.zjgb").mkdir()
    os.mkfifo(server.folder / "管道.zjgb")
    (server.folder / "别处.zjgb").symlink_to(bundle)
    before = server.names()
    assert (server.look(), server.look(), server.names()) == ([], [], before)


def test_a_file_that_is_still_being_written_waits_until_it_is_whole(world, server, bundle):
    data = bundle.read_bytes()
    with open(server.folder / bundle.name, "wb", buffering=0) as file:
        for start in range(0, len(data), len(data) // 3):
            assert server.look() == []
            assert intake.waiting(server.seen) == [bundle.name]
            file.write(data[start : start + len(data) // 3])
    (taken,) = server.look()
    assert (taken.report.status, visits(world)) == ("imported", {"甲五金厂"})


def test_a_file_whose_end_was_written_first_waits_for_the_rest(world, server, bundle):
    """So do programs that fetch a file in several pieces at once."""
    data = bundle.read_bytes()
    with open(server.folder / bundle.name, "wb", buffering=0) as file:
        os.pwrite(file.fileno(), data[-9000:], len(data) - 9000)
        assert server.look() == []
        os.pwrite(file.fileno(), data[:-9000], 0)
        os.utime(file.fileno(), ns=(0, 1))
    (taken,) = server.look()
    assert taken.report.status == "imported"


def test_a_file_that_stays_cut_is_refused_once_it_has_stood_still(world, server, bundle, monkeypatch):
    server.still = 5.0
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    file = cut(bundle, server.folder / bundle.name)
    data, before = file.read_bytes(), doctor(world.office)
    for now[0] in (100.0, 102.0, 104.9):
        assert server.look() == []
    now[0] = 105.0
    (taken,) = server.look()
    assert (taken.report.status, taken.reply, type(taken.report.error)) == ("refused", None, errors.BundleDamaged)
    assert taken.moved == server.folder / "未收" / file.name
    assert taken.moved.read_bytes() == data
    text = taken.moved.with_name(f"{file.name}.txt").read_text(encoding="utf-8")
    assert text == f"{words(taken.report)}\n"
    assert "有一处损坏" in text
    assert server.names() == []
    assert doctor(world.office) == before
    # the same bundle, whole this time
    server.bring(bundle)
    assert [taken.report.status for taken in server.look()] == ["imported"]


def test_a_file_of_the_same_name_never_takes_the_place_of_another(server, bundle):
    for number in range(3):
        server.bring(bundle)
        server.look()
        cut(bundle, server.folder / bundle.name, 0.5 + number / 10)
        server.look()
        server.look()
    stem = bundle.stem
    numbered = [f"{stem} (2).zjgb", f"{stem} (3).zjgb", f"{stem}.zjgb"]
    assert server.names("已收") == numbered
    assert server.names("未收") == sorted([*numbered, *(f"{name}.txt" for name in numbered)])
    sizes = [(server.folder / "未收" / name).stat().st_size for name in numbered]
    assert len(set(sizes)) == 3


def test_one_bad_file_never_stops_the_rest(world, server, bundle, monkeypatch):
    (server.folder / "0.zjgb").write_bytes(b"")
    (server.folder / "1.zjgb").write_bytes(os.urandom(5000))
    cut(bundle, server.folder / "2.zjgb")
    server.bring(bundle, "3.zjgb")
    server.bring(bundle, "4.zjgb")
    take = exchange.import_bundles

    def stumbling(db, files, **more):
        if files[0].name == "3.zjgb":
            raise ZeroDivisionError("division by zero")
        return take(db, files, **more)

    monkeypatch.setattr(exchange, "import_bundles", stumbling)
    taken = server.look() + server.look() + server.look()
    assert [(Path(each.report.file).name, each.report.status) for each in taken] == [
        ("3.zjgb", "refused"),
        ("4.zjgb", "imported"),
        ("0.zjgb", "refused"),
        ("1.zjgb", "refused"),
        ("2.zjgb", "refused"),
    ]
    assert isinstance(taken[0].problem, ZeroDivisionError)
    assert "ZeroDivisionError" in sentence(taken[0].problem)
    assert server.names() == ["3.zjgb"]
    # the next start tries it again
    monkeypatch.undo()
    server.seen = {}
    assert [each.report.status for each in server.look()] == ["imported"]
    assert visits(world) == {"甲五金厂"}


# -- replies -------------------------------------------------------------------------------------------------------


def test_several_bundles_of_one_laptop_get_one_reply_and_a_newer_one_takes_its_place(world, server):
    for name in ("甲五金厂", "乙机械厂"):
        server.bring(sent(world, name))
    one, two = server.look()
    assert one.reply == two.reply
    assert server.names("回执") == [one.reply.name]
    server.bring(sent(world, "丙塑料厂"))
    (three,) = server.look()
    assert three.reply != one.reply
    assert server.names("回执") == [three.reply.name]


def test_replies_to_other_laptops_stay(world, server, bundle):
    other = setup.open_data(world.root / "other")
    setup.become_laptop(other, "李某的电脑", next(world.stick.glob("塘桥*.zjgcard")))
    card = setup.read_card(setup.write_card(other, world.stick), "field")
    setup.accept_laptop(world.office, card, "A09", (world.zone,))
    server.bring(exchange.export_bundle(other, world.stick).path)
    other.close()
    (first,) = server.look()
    server.bring(bundle)
    (second,) = server.look()
    assert server.names("回执") == sorted([first.reply.name, second.reply.name])


def test_the_older_reply_stays_until_the_new_one_stands(world, server, bundle, monkeypatch):
    server.bring(bundle)
    (first,) = server.look()
    server.bring(sent(world, "乙机械厂"))
    imported = []
    take, export = exchange.import_bundles, exchange.export_bundle
    monkeypatch.setattr(exchange, "import_bundles", lambda db, files, **_: imported.append(files) or take(db, files))

    def no_room(*_):
        raise errors.DiskFull(path=str(server.folder / "回执"))

    monkeypatch.setattr(exchange, "export_bundle", no_room)
    (second,) = server.look()
    assert (second.report.status, second.moved, second.reply) == ("imported", None, None)
    assert isinstance(second.problem, errors.DiskFull)
    assert visits(world) == {"甲五金厂", "乙机械厂"}
    assert server.names("回执") == [first.reply.name]
    assert server.look() == server.look() == []  # told once, tried again each time
    monkeypatch.setattr(exchange, "export_bundle", export)
    (third,) = server.look()
    assert (third.report, third.problem, server.names()) == (second.report, None, [])
    assert server.names("回执") == [third.reply.name]
    assert len(imported) == 1


@pytest.mark.parametrize("who", ["stranger", "suspended", "office"])
def test_who_is_no_laptop_in_use_gets_no_reply(world, server, bundle, who):
    if who == "stranger":
        with setup.open_data(world.root / "stranger") as stranger:
            setup.become_laptop(stranger, "赵某的电脑", next(world.stick.glob("塘桥*.zjgcard")))
            bundle = exchange.export_bundle(stranger, world.stick).path
    elif who == "suspended":
        enrol.suspend(world.office, world.laptop.key.device, 100)
    else:
        bundle = exchange.export_bundle(world.office, world.stick, world.laptop.key.device).path
    server.bring(bundle)
    (taken,) = server.look()
    assert (taken.report.status, taken.reply) == ("held" if who == "stranger" else "imported", None)
    assert server.names("已收") == [bundle.name]
    assert not (server.folder / "回执").exists()


# -- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(tmp_path):
    """A server whose office is closed, with a good bundle and a bad one in its folder."""
    world = small_world(tmp_path)
    server = Server(world)
    bundle = sent(world, "甲五金厂")
    server.bring(bundle, "好.zjgb")
    cut(bundle, server.folder / "坏.zjgb")
    world.close()
    return server


def test_once_handles_what_is_there_and_ends(closed, capfd, monkeypatch):
    monkeypatch.setattr(intake, "STILL", 0.0)
    command = ["intake", str(closed.folder), "--once", "--json", "--data", str(closed.world.office.directory)]
    assert cli.main(command) == 1
    out, err = capfd.readouterr()
    done = json.loads(out)
    good, bad = done["files"]
    assert (good["file"], good["status"], good["reason"]) == (str(closed.folder / "好.zjgb"), "imported", None)
    assert good["read"] == good["new"] + good["known"] + good["held"] + good["quarantined"]
    assert (good["moved"], Path(good["reply"]).is_file()) == (str(closed.folder / "已收" / "好.zjgb"), True)
    assert (bad["status"], bad["read"], bad["reply"]) == ("refused", 0, None)
    assert "有一处损坏" in bad["reason"]
    assert done["waiting"] == []
    assert "坏.zjgb：读入 0" in err
    assert cli.main(command) == 0
    out, err = capfd.readouterr()
    assert (json.loads(out), err.strip()) == ({"files": [], "waiting": []}, "没有要收的包。")


def test_once_names_what_is_still_growing(closed, capfd, monkeypatch):
    file = closed.folder / "坏.zjgb"
    monkeypatch.setattr(intake, "STILL", 0.01)
    monkeypatch.setattr(time, "sleep", lambda _: file.write_bytes(file.read_bytes() + b"more"))
    (closed.folder / "好.zjgb").unlink()
    command = ["intake", str(closed.folder), "--once", "--json", "--data", str(closed.world.office.directory)]
    assert cli.main(command) == 0
    out, err = capfd.readouterr()
    assert json.loads(out) == {"files": [], "waiting": [str(file)]}
    assert err.strip() == "坏.zjgb：还没有写完，没有收它。"
    assert file.exists()


def test_a_problem_is_said_with_what_becomes_of_the_file(closed, capfd, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing_fsync)
    (closed.folder / "坏.zjgb").unlink()
    command = ["intake", str(closed.folder), "--once", "--json", "--data", str(closed.world.office.directory)]
    assert cli.main(command) == 1
    out, err = capfd.readouterr()
    (file,) = json.loads(out)["files"]
    assert (file["status"], file["moved"]) == ("refused", None)
    assert "磁盘满了" in file["reason"]
    assert err.strip().endswith("它留在原处，过一会儿再收。")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_takes_what_comes_and_stops_when_it_is_told_to(closed, number):
    (closed.folder / "坏.zjgb").unlink()
    office = str(closed.world.office.directory)
    command = [sys.executable, "-m", "zjg_inspect", "intake", str(closed.folder), "--json", "--data", office]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        taken = json.loads(process.stdout.readline())
        assert (taken["status"], Path(taken["moved"]).name) == ("imported", "好.zjgb")
        # meanwhile nobody else works on this store
        second = subprocess.run([*command, "--once"], capture_output=True, text=True, encoding="utf-8", check=False)
        assert (second.returncode, json.loads(second.stdout)) == (1, {"error": "StoreInUse"})
        assert "已在另一个窗口打开" in second.stderr
        process.send_signal(number)
        rest, said = process.communicate()
        assert (process.returncode, rest) == (0, "")
    assert said.strip().splitlines()[-1] == "已停下，收过的都在。"
    with setup.open_data(closed.world.office.directory) as db:
        assert doctor(db).ok
        assert {visit.name for visit in lists.sealed_visits(db)} == {"甲五金厂"}
