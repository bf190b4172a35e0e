"""The central server killed before each single step: the next start loses nothing and doubles nothing."""

import random
import shutil

import pytest
from killer import Host
from sqlalchemy import func, select
from world import photo, small_world

from zjg_inspect import errors
from zjg_inspect.bundle.reader import verify_bundle
from zjg_inspect.service import exchange, intake, setup, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import tables

STATEMENTS = 20
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def host():
    made = Host()
    yield made
    made.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A closed office, and a folder in which two bundles of one laptop, a stranger's and a cut one have come."""
    root = tmp_path_factory.mktemp("place")
    world = small_world(root)
    folder = root / "folder"
    folder.mkdir()
    for number, name in enumerate(("甲五金厂", "乙机械厂")):
        draft = world.answered(name, fail=("4-09",))
        visit.add_photo(world.laptop, draft, "4-09", photo(number), "a.jpg")
        world.sign_all(draft)
        signing.seal(world.laptop, draft)
        shutil.copy(exchange.export_bundle(world.laptop, world.stick).path, folder / f"{number}.zjgb")
    with setup.open_data(root / "stranger") as stranger:
        setup.become_laptop(stranger, "赵某的电脑", next(world.stick.glob("塘桥*.zjgcard")))
        shutil.copy(exchange.export_bundle(stranger, world.stick).path, folder / "2.zjgb")
    (folder / "3.zjgb").write_bytes((folder / "0.zjgb").read_bytes()[:5000])
    world.close()
    return root


def copied(place, to):
    return shutil.copytree(place / "office", to / "office"), shutil.copytree(place / "folder", to / "folder")


def contents(folder):
    """All files below it but the replies, by name."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != intake.REPLIES]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_whatever_step_it_is_killed_before_the_next_start_ends_in_the_same_state(host, place, tmp_path):
    office, folder = copied(place, tmp_path)
    heard, ended = host.suicide("intake", office, folder, 0)
    assert ended
    steps = [words[0] for words in heard if words[0] not in ("taken", "end")]
    assert {"sql", "commit", "fsync", "rename", "replace", "mkdir", "unlink"} == set(steps)
    with setup.open_data(office) as db:
        wanted = doctor(db)
    whole = contents(folder)
    assert sorted(whole) == ["已收/0.zjgb", "已收/1.zjgb", "已收/2.zjgb", "未收/3.zjgb", "未收/3.zjgb.txt"]
    deadly = [number for number, step in enumerate(steps, 1) if step != "sql"]
    deadly += random.Random(23).sample([number for number, step in enumerate(steps, 1) if step == "sql"], STATEMENTS)
    for number in deadly:
        place_of_this = tmp_path / str(number)
        office, folder = copied(place, place_of_this)
        heard, ended = host.suicide("intake", office, folder, number)
        assert not ended
        assert not [path for path in folder.rglob("*") if path.suffix == ".zjgb" and path.stat().st_size == 0]
        with setup.open_data(office) as db:
            assert (health := doctor(db)).ok, health.problems
            taken = list(intake.once(db, folder, {}, lambda report: type(report.error).__name__, lambda _: False))
            assert [each.problem for each in taken if each.problem] == []
            assert doctor(db) == wanted
            with db.read() as conn:
                last = conn.scalar(select(func.max(tables.bundle_sent.c.sequence)))
        assert contents(folder) == whole
        replies = list((folder / intake.REPLIES).iterdir())
        assert {verify_bundle(reply).info.addressee for reply in replies} == {replies_to(place)}
        # killed between putting its files away and the end, it had answered already
        assert [verify_bundle(reply).info.sequence for reply in replies] == [last]
        shutil.rmtree(place_of_this)


def replies_to(place):
    with setup.open_data(place / "laptop") as laptop:
        return laptop.key.device


def test_a_kill_is_no_excuse_for_a_reply_that_nobody_can_read(host, place, tmp_path):
    office, folder = copied(place, tmp_path)
    host.suicide("intake", office, folder, 0)
    (reply,) = (folder / intake.REPLIES).iterdir()
    laptop = shutil.copytree(place / "laptop", tmp_path / "laptop")
    with setup.open_data(laptop) as db:
        (report,) = exchange.import_bundles(db, [reply])
        assert (report.status, report.error) == ("imported", None)
        with db.read() as conn:
            assert set(conn.scalars(select(tables.bundle_sent.c.acknowledged))) == {True}
    with setup.open_data(office) as db, pytest.raises(errors.ZjgError):
        next(intake.sweep(db, folder / "gone", {}, str))
