"""The central server under a disk that fails, files that vanish, a folder that is gone: said, and tried again."""

import errno
import os
import time
from pathlib import Path

import pytest
from intake_world import Server, cut, failing_fsync, sent, visits, words

from zjg_inspect import errors
from zjg_inspect.service import exchange, intake
from zjg_inspect.store import archive


@pytest.fixture
def server(world):
    return Server(world)


@pytest.fixture
def bundle(world):
    """A sealed visit with a photo, on its way."""
    return sent(world, "甲五金厂")


# -- faults --------------------------------------------------------------------------------------------------------


def failing(number, real):
    """A call that fails where files are put away."""

    def does(*arguments, **named):
        if {"已收", "未收"} & {part for each in arguments if not isinstance(each, int) for part in Path(each).parts}:
            raise OSError(number, os.strerror(number))
        return real(*arguments, **named)

    return does


@pytest.mark.parametrize(("call", "number"), [("mkdir", errno.EROFS), ("rename", errno.EIO), ("rename", errno.ENOSPC)])
def test_a_file_that_cannot_be_put_away_stays_and_is_tried_again(world, server, bundle, monkeypatch, call, number):
    server.bring(bundle)
    cut(bundle, server.folder / "坏.zjgb")
    with monkeypatch.context() as broken:
        broken.setattr(os, call, failing(number, getattr(os, call)))
        told = server.look() + server.look() + server.look()
        assert [type(taken.problem) for taken in told] == [
            errors.DiskFull if number == errno.ENOSPC else errors.NotWritable
        ] * 2
        assert [taken.report.status for taken in told] == ["imported", "refused"]
        assert server.names() == sorted([bundle.name, "坏.zjgb"])
        replies = server.names("回执")
    assert [taken.problem for taken in server.look()] == [None, None]
    assert (server.names("已收"), server.names("未收")) == ([bundle.name], ["坏.zjgb", "坏.zjgb.txt"])
    assert server.names("回执") == replies


def test_a_full_disk_at_the_office_is_told_once_and_the_file_taken_later(world, server, bundle, monkeypatch):
    server.bring(bundle)
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing_fsync)
        (told,) = server.look()
        assert isinstance(told.problem, errors.DiskFull)
        assert server.look() == []
        assert (server.names(), visits(world)) == ([bundle.name], set())
    assert [taken.report.status for taken in server.look()] == ["imported"]


def test_a_file_that_nobody_may_read_stays(server, bundle, monkeypatch):
    file = server.bring(bundle)
    take = exchange.import_bundles

    def locked(_db, files, **_more):
        return [exchange.FileReport(str(files[0]), "refused", error=errors.NotReadable(path=str(file), detail="x"))]

    monkeypatch.setattr(exchange, "import_bundles", locked)
    (told,) = server.look()
    assert (type(told.problem), told.moved, server.look()) == (errors.NotReadable, None, [])
    monkeypatch.setattr(exchange, "import_bundles", take)
    assert [taken.report.status for taken in server.look()] == ["imported"]


def test_a_file_that_vanishes_while_it_is_taken_is_nobodys_fault(world, server, bundle, monkeypatch):
    server.bring(bundle)
    take = exchange.import_bundles

    def takes_away(db, files, **more):
        files[0].unlink()
        return take(db, files, **more)

    monkeypatch.setattr(exchange, "import_bundles", takes_away)
    assert (server.look(), server.seen, visits(world)) == ([], {}, set())


def test_a_file_that_vanishes_after_it_was_taken_is_still_answered(world, server, bundle, monkeypatch):
    file = server.bring(bundle)
    export = exchange.export_bundle

    def takes_away(*arguments):
        file.unlink()
        return export(*arguments)

    monkeypatch.setattr(exchange, "export_bundle", takes_away)
    (taken,) = server.look()
    assert (taken.report.status, taken.moved, taken.problem) == ("imported", None, None)
    assert server.names("回执") == [taken.reply.name]


def test_a_file_that_takes_anothers_place_meanwhile_is_taken_at_the_next_look(world, server, bundle, monkeypatch):
    server.bring(bundle, "包.zjgb")
    other = sent(world, "乙机械厂")
    export = exchange.export_bundle

    def replaces(*arguments):
        monkeypatch.undo()
        server.bring(other, "包.zjgb")
        return export(*arguments)

    monkeypatch.setattr(exchange, "export_bundle", replaces)
    assert server.look() == []
    assert server.names() == ["包.zjgb"]
    (taken,) = server.look()
    assert taken.moved.read_bytes() == other.read_bytes()
    assert visits(world) == {"甲五金厂", "乙机械厂"}


def test_a_folder_that_is_gone_is_told_once_and_waited_for(world, server, bundle):
    server.folder.rmdir()
    told, looks = [], iter(range(100))

    def pause(seconds):
        look = next(looks) if seconds else 0
        if look == 3:
            server.folder.mkdir()
            server.bring(bundle)
        return len(told) > 1 or look > 9

    intake.watch(world.office, server.folder, words, told.append, pause)
    gone, taken = told
    assert isinstance(gone, errors.NotReadable)
    assert taken.report.status == "imported"


def test_it_stops_between_two_files_and_what_was_taken_is_answered(world, server, bundle):
    server.bring(bundle, "1.zjgb")
    server.bring(bundle, "2.zjgb")
    asked = iter([False, True])
    (taken,) = server.look(stopped=lambda: next(asked))
    assert (taken.moved.name, server.names(), server.names("回执")) == ("1.zjgb", ["2.zjgb"], [taken.reply.name])


def test_a_store_that_cannot_go_on_ends_the_intake(server, bundle, monkeypatch):
    def damaged(*_, **_more):
        raise errors.StoreDamaged(path="store.sqlite", detail="database disk image is malformed")

    server.bring(bundle)
    monkeypatch.setattr(exchange, "import_bundles", damaged)
    with pytest.raises(errors.StoreDamaged):
        server.look()
    assert server.names() == [bundle.name]


def test_the_archive_lets_go_of_old_bundles_where_nothing_comes_any_more(world, server, bundle):
    server.bring(bundle)
    server.look()
    (kept,) = (world.office.directory / "archive").iterdir()
    os.utime(kept, (time.time() - 31 * 24 * 3600,) * 2)
    asked = iter([False] * 3)
    intake.watch(world.office, server.folder, words, lambda _: None, lambda _: next(asked, True))
    assert not kept.exists()
    assert archive.sweep(world.office.directory / "nowhere") == 0
