"""The lines that a tester's program waits on: nothing without ZJG_TRACE, else what came about and what is in sight."""

import json

import pytest
from pages import Field
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget

from zjg_inspect.ui import trace
from zjg_inspect.ui.sight import Sight


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "trace.jsonl"
    monkeypatch.setenv("ZJG_TRACE", str(path))
    yield path
    trace.end()


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told(path, what):
    return [line for line in lines(path) if line["what"] == what]


def test_nobody_asked_and_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.delenv("ZJG_TRACE", raising=False)
    assert not trace.begin_if_asked()
    trace.note("item", item="1-01")
    assert list(tmp_path.iterdir()) == []


def test_a_second_start_writes_behind_the_first(file):
    for item in ("1-01", "1-02"):
        assert trace.begin_if_asked()
        trace.note("item", item=item)
        trace.end()
    assert [line["item"] for line in lines(file)] == ["1-01", "1-02"]


def test_an_answer_is_told_once_it_is_on_the_disk(qtbot, world, file):
    trace.begin_if_asked()
    field = Field(qtbot, world.laptop)
    field.start("甲五金厂")
    first = told(file, "item")[0]["item"]
    field.press("1")
    qtbot.waitUntil(lambda: bool(told(file, "answer saved")))
    (saved,) = told(file, "answer saved")
    assert (saved["item"], saved["verdict"]) == (first, "pass")
    assert told(file, "item")[-1]["item"] != first


def test_what_is_in_sight_is_told_with_its_place_and_again_only_when_it_changes(show, file):
    trace.begin_if_asked()
    both = QWidget()
    row = QHBoxLayout(both)
    button, words = QPushButton("写入U盘"), QLabel("剩 3 MB")
    button.setObjectName("writeStick")
    words.setObjectName("room")
    for part in (button, words):
        row.addWidget(part)
    show(both)
    sight = Sight(QApplication.instance())
    sight.look()
    seen = {line["name"]: line for line in told(file, "seen")}
    corner = button.mapToGlobal(button.rect().topLeft())
    assert seen["writeStick"]["at"] == [corner.x(), corner.y(), button.width(), button.height()]
    assert seen["room"]["words"] == "剩 3 MB"
    before = len(lines(file))
    sight.look()
    assert len(lines(file)) == before
    words.setText("写不下")
    button.hide()
    sight.look()
    later = lines(file)[before:]
    assert "writeStick" in [line["name"] for line in later if line["what"] == "gone"]
    assert "写不下" in [line["words"] for line in later if line["what"] == "seen"]
    sight.deleteLater()
