"""A stick that was pulled out while still mounted: every look at it raises, and nothing of that reaches the person."""

import errno
import os
from types import SimpleNamespace

import pytest

from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.receiving import Receiving
from zjg_inspect.ui.widgets.form import ProgressLine


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """Call `pull` and it is gone."""
    place = tmp_path / "金士顿"
    place.mkdir()
    real = os.stat

    def stat(path, *arguments, **keywords):
        if os.fspath(path).startswith(str(place)):
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
        return real(path, *arguments, **keywords)

    return SimpleNamespace(place=place, pull=lambda: monkeypatch.setattr(os, "stat", stat))


def test_the_folder_used_last_is_forgotten(tmp_path, stick):
    preferences = Preferences(tmp_path)
    preferences.remember_folder("export", stick.place)
    assert preferences.folder("export") == stick.place
    stick.pull()
    assert preferences.folder("export") is None


def test_the_empty_folder_that_it_was_mounted_on_is_not_it(tmp_path, stick, monkeypatch):
    mounted = {str(stick.place)}
    monkeypatch.setattr(os.path, "ismount", lambda place: os.fspath(place) in mounted)
    preferences = Preferences(tmp_path)
    inside = stick.place / "核查"
    inside.mkdir()
    preferences.remember_folder("export", inside)
    assert preferences.folder("export") == inside
    mounted.clear()
    assert preferences.folder("export") is None


def test_taking_in_from_it_says_that_it_cannot_be_read(qtbot, world, stick):
    line = ProgressLine()
    qtbot.addWidget(line)
    receiving = Receiving(world.laptop, line, line)
    stick.pull()
    with qtbot.waitSignal(receiving.ended) as ended:
        receiving.start([stick.place])
    (batch,) = ended.args
    assert [report.status for report in batch.reports] == ["refused"]
