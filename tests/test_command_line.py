"""The command line as scripts use it: exit codes, JSON on stdout in every case, the sentence on stderr (§8)."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from roster_book import HEADINGS, a_code, a_row, saved
from world import VILLAGE, photo, small_world

from zjg_inspect import cli
from zjg_inspect.service import exchange, lists, setup, signing, visit

DONE, REFUSED, USAGE = 0, 1, 2
CHINESE = re.compile("[一-鿿]")
IMPORTED = {"file", "status", "read", "new", "known", "held", "quarantined", "reason"}
HEALTH = {"ok", "versions", "entities", "conflicts", "media", "set", "projections", "problems"}


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """An office and a laptop with one sealed visit, closed; the laptop's bundle, and what is in it by number."""
    root = tmp_path_factory.mktemp("places")
    world = small_world(root)
    draft = world.answered("甲五金厂", fail=("4-09",))
    visit.add_photo(world.laptop, draft, "4-09", photo(), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    done = exchange.export_bundle(world.laptop, world.stick)
    world.bundle, world.inspection = done.path, draft
    world.number = lists.sealed_visits(world.laptop)[0].number
    world.device, world.counts = world.laptop.key.device, (done.versions, done.media)
    world.close()
    return world


@pytest.fixture
def office(places, tmp_path):
    return shutil.copytree(places.root / "office", tmp_path / "office")


@pytest.fixture
def laptop(places, tmp_path):
    return shutil.copytree(places.root / "laptop", tmp_path / "laptop")


@pytest.fixture
def run(capfd):
    """One command with --json: exit code, the one object on stdout, the sentence on stderr."""

    def one(*arguments):
        code = cli.main([*map(str, arguments), "--json"])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, json.loads(out), err.strip()

    return one


def roster_file(folder, *rows):
    return saved(folder / "底数表.xlsx", ("底数表", [["2022年企业底数摸排表"], HEADINGS, *rows]))


# -- each verb does its work ---------------------------------------------------------------------------------------


def test_roster_makes_an_office_and_says_what_became_of_the_rows(run, tmp_path):
    rows = [
        a_row(name="甲厂", code=a_code(1)),
        a_row(name="乙厂", code=a_code(2)[:-1] + "?"),
        a_row(name="丙厂", code=a_code(3), headcount="约二十人"),
        a_row(name="", code=a_code(4)),
    ]
    file = roster_file(tmp_path, *rows)
    code, done, said = run("roster", file, "--data", tmp_path / "new", "--office", "某某镇安监办", "--mark", "某核")
    assert code == DONE
    assert {name: done[name] for name in ("rows", "new", "changed", "unchanged")} == {
        "rows": 4, "new": 2, "changed": 0, "unchanged": 0,
    }  # fmt: skip
    assert [(one["row"], one["column"]) for one in done["refused"]] == [(4, "统一社会信用代码"), (6, "企业名称")]
    assert [(one["row"], one["column"]) for one in done["doubts"]] == [(5, "从业人数")]
    assert all(CHINESE.search(one["reason"]) for one in (*done["refused"], *done["doubts"]))
    assert "未收 2" in said
    with setup.open_data(tmp_path / "new") as db:
        own = setup.standing(db)
    assert (own.role, own.name, own.mark) == ("office", "某某镇安监办", "某核")
    code, again, _ = run("roster", file, "--data", tmp_path / "new")
    assert (code, again["new"], again["changed"], again["unchanged"]) == (DONE, 0, 0, 2)


def test_export_verify_import_doctor(run, places, laptop, office, tmp_path):
    (tmp_path / "to").mkdir()
    code, sent, said = run("export", "--to", tmp_path / "to", "--data", laptop)
    assert code == DONE
    assert (sent["versions"], sent["media"]) == places.counts
    (bundle,) = sent["bundles"]
    assert Path(bundle).parent == tmp_path / "to"
    assert bundle in said
    code, found, _ = run("verify", bundle)
    assert (code, found["ok"], found["sender"], found["sequence"]) == (DONE, True, places.device, 2)
    assert (found["versions"], found["media"], found["problems"]) == (*places.counts, [])
    code, done, said = run("import", bundle, places.bundle, "--data", office)
    assert code == DONE
    first, second = done["files"]
    assert first.keys() >= IMPORTED
    assert (first["file"], first["status"], first["reason"]) == (bundle, "imported", None)
    for file in (first, second):
        assert file["read"] == file["new"] + file["known"] + file["held"] + file["quarantined"] == places.counts[0]
    assert (first["new"], second["new"]) == (3, 0)  # the laptop's own card, the visit, its hazard
    assert "新 3" in said
    code, health, said = run("doctor", "--data", office)
    assert (code, said) == (DONE, "数据完好。")
    assert health.keys() >= HEALTH
    assert (health["ok"], health["conflicts"], health["media"], health["problems"]) == (True, 0, 1, [])
    assert re.fullmatch("[0-9a-f]{64}", health["set"])
    assert re.fullmatch("[0-9a-f]{64}", health["projections"])


def test_salvage_of_a_cut_bundle(run, places, office, tmp_path):
    data = places.bundle.read_bytes()
    cut = tmp_path / "cut.zjgb"
    cut.write_bytes(data[: len(data) - 200])
    code, done, _ = run("import", cut, "--data", office)
    assert (code, done["files"][0]["status"]) == (REFUSED, "refused")
    code, found, said = run("salvage", cut, "--to", tmp_path, "--data", office)
    assert code == DONE
    assert (found["versions"], found["media"]) == places.counts
    assert found["bundle"] in said
    code, done, _ = run("import", found["bundle"], "--data", office)
    assert (code, done["files"][0]["new"]) == (DONE, 3)
    cut.write_bytes(data[:600])
    code, found, _ = run("salvage", cut, "--to", tmp_path, "--data", office)
    assert (code, found["bundle"], found["versions"]) == (REFUSED, None, 0)


def test_sheet_by_id_and_by_number_and_the_report(run, places, laptop, office, tmp_path):
    assert re.fullmatch(r"张塘核〔20\d\d〕A07-0001", places.number)
    for number, name in enumerate((places.inspection, places.number)):
        pdf = tmp_path / f"{number}.pdf"
        code, done, _ = run("sheet", name, "-o", pdf, "--data", laptop)
        assert (code, done["inspection"], done["sheet"]) == (DONE, places.inspection, str(pdf))
        assert pdf.read_bytes().startswith(b"%PDF-")
    code, done, _ = run("report", "annex1", "-o", tmp_path / "附件1.xlsx", "--data", office)
    assert (code, done["report"]) == (DONE, str(tmp_path / "附件1.xlsx"))
    rows = CalamineWorkbook.from_path(tmp_path / "附件1.xlsx").get_sheet_by_index(0).to_python()
    assert [row[3] for row in rows if row[2] == VILLAGE] == [3]


def test_data_and_json_may_stand_before_the_verb(office, capfd):
    assert cli.main(["--data", str(office), "--json", "doctor"]) == DONE
    assert json.loads(capfd.readouterr().out)["ok"]


def test_without_json_stdout_stays_empty(places, office, capfd):
    assert cli.main(["import", str(places.bundle), "--data", str(office)]) == DONE
    out, err = capfd.readouterr()
    assert out == ""
    assert re.search(r"读入 \d+ = 新 3 \+ 已有 \d+ \+ 暂放 0 \+ 隔离 0。", err)


# -- what is refused -----------------------------------------------------------------------------------------------


@pytest.fixture
def bad(places, tmp_path):
    """Bad input of every kind."""
    whole = places.bundle.read_bytes()
    files = {
        "junk.zjgb": b"junk" * 99,
        "empty.zjgb": b"",
        "cut.zjgb": whole[: len(whole) * 2 // 3],
        "flipped.zjgb": whole[:3000] + bytes([whole[3000] ^ 1]) + whole[3001:],
        "junk.xlsx": b"junk" * 99,
        "zip.xlsx": whole,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    saved(tmp_path / "strange.xlsx", ("表", [["甲", "乙", "丙"], [1, 2, 3]]))
    return tmp_path


REFUSALS = [
    (["doctor", "--data", "{none}"], "NoRole"),
    (["doctor", "--data", "{bad}/junk.xlsx"], "NoRole"),
    (["export", "--to", "{bad}", "--data", "{none}"], "NoRole"),
    (["export", "--to", "{none}", "--data", "{office}"], "NotWritable"),
    (["import", "{bundle}", "--data", "{none}"], "NoRole"),
    (["roster", "{none}.xlsx", "--data", "{office}"], "NotReadable"),
    (["roster", "{bad}", "--data", "{office}"], "NotReadable"),
    (["roster", "{bad}/junk.xlsx", "--data", "{office}"], "RosterUnreadable"),
    (["roster", "{bad}/zip.xlsx", "--data", "{office}"], "RosterUnreadable"),
    (["roster", "{bad}/strange.xlsx", "--data", "{office}"], "RosterNoHeadings"),
    (["roster", "{good}", "--data", "{laptop}"], "WrongRole"),
    (["roster", "{good}", "--data", "{bad}/junk.xlsx"], "NotWritable"),
    (["form", "items", "enterprise", "--facts", "{{"], "FactsWrong"),
    (["form", "items", "enterprise", "--facts", "[1]"], "FactsWrong"),
    (["form", "items", "enterprise", "--facts", '{{"headcount": "many"}}'], "FactsWrong"),
    (["form", "items", "enterprise", "--facts", '{{"headcount": -1}}'], "FactsWrong"),
    (["form", "items", "enterprise", "--facts", '{{"moon": true}}'], "FactsWrong"),
    (["form", "items", "no_such_form"], "FormUnknown"),
    (["form", "items", "../../pyproject"], "FormUnknown"),
    (["form", "check", "{none}.xlsx"], "NotReadable"),
    (["form", "check", "{bad}/junk.xlsx"], "FormUnreadable"),
    (["form", "check", "{bad}/strange.xlsx"], "FormNoTable"),
    (["form", "check", "{none}.yaml"], "FormUnreadable"),
    (["form", "export", "no_such_form", "-o", "{bad}/a.xlsx", "--data", "{office}"], "FormUnknown"),
    (["form", "export", "enterprise", "-o", "{bad}/a.xlsx", "--data", "{none}"], "NoRole"),
    (["form", "export", "enterprise", "-o", "{none}/a.xlsx", "--data", "{office}"], "NotWritable"),
    (["form", "import", "{bad}/strange.xlsx", "--data", "{office}"], "FormNoTable"),
    (["form", "import", "{good}", "--data", "{none}"], "NoRole"),
    (["sheet", "A07-9999", "-o", "{bad}/a.pdf", "--data", "{office}"], "NotFound"),
    (["sheet", "{inspection}", "-o", "{none}/a.pdf", "--data", "{laptop}"], "NotWritable"),
    (["notice", "没有这家厂", "-o", "{bad}/a.pdf", "--data", "{office}"], "NotFound"),
    (["notice", "-o", "{bad}/a.pdf", "--data", "{office}"], "NothingToRectify"),
    (["notice", "甲五金厂", "-o", "{bad}/a.pdf", "--data", "{laptop}"], "WrongRole"),
    (["report", "annex1", "-o", "{none}/a.xlsx", "--data", "{office}"], "NotWritable"),
    (["report", "annex1", "-o", "{bad}", "--data", "{office}"], "NotWritable"),
    (["demo", "--no-window", "--data", "{bad}"], "DemoNotEmpty"),
    (["demo", "--no-window", "--data", "{bad}/junk.xlsx"], "NotWritable"),
    (["demo", "--no-window", "--data", "{none}", "--photos", "{none}"], "NotReadable"),
]


@pytest.mark.parametrize(("arguments", "error"), REFUSALS, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_refused_says_so_as_json_and_in_a_sentence(run, places, bad, office, laptop, arguments, error):
    names = {
        "none": bad / "nowhere" / "at all", "bad": bad, "office": office, "laptop": laptop,
        "bundle": places.bundle, "inspection": places.inspection,
        "good": roster_file(bad, a_row()),
    }  # fmt: skip
    code, said, sentence = run(*(argument.format(**names) for argument in arguments))
    assert (code, said) == (REFUSED, {"error": error})
    assert CHINESE.search(sentence)
    assert not re.search(r"Errno|Error|\bNone\b", sentence.replace(str(bad), ""))
    assert not (bad / "nowhere").exists()


def test_a_damaged_bundle_is_refused_and_the_good_one_beside_it_imported(run, places, bad, office):
    refused = ["junk", "empty", "cut", "flipped", "missing"]
    files = [bad / f"{name}.zjgb" for name in refused]
    before = run("doctor", "--data", office)[1]["set"]
    code, done, said = run("import", *files, bad, "--data", office)
    assert code == REFUSED
    for file in done["files"]:
        assert (file["status"], file["read"], file["new"], file["known"]) == ("refused", 0, 0, 0)
        assert CHINESE.search(file["reason"])
        assert file["reason"] in said
    assert run("doctor", "--data", office)[1]["set"] == before
    code, done, _ = run("import", files[0], places.bundle, "--data", office)
    assert (code, [file["status"] for file in done["files"]]) == (REFUSED, ["refused", "imported"])
    assert run("doctor", "--data", office)[1]["set"] != before


@pytest.mark.parametrize("name", ["junk.zjgb", "empty.zjgb", "cut.zjgb", "flipped.zjgb", "missing.zjgb"])
def test_verify_says_what_is_wrong(run, bad, name):
    code, found, said = run("verify", bad / name)
    assert (code, found["ok"]) == (REFUSED, False)
    (problem,) = found["problems"]
    assert CHINESE.search(problem)
    assert said == problem


def test_a_data_directory_in_use_is_left_alone(run, office):
    with setup.open_data(office):
        code, said, sentence = run("doctor", "--data", office)
    assert (code, said) == (REFUSED, {"error": "StoreInUse"})
    assert CHINESE.search(sentence)
    assert run("doctor", "--data", office)[0] == DONE


@pytest.mark.parametrize(
    ("name", "damage"), [("store.sqlite", "junk"), ("device.key", "junk"), ("device.key", "folder")]
)
def test_a_damaged_store_is_named(run, office, name, damage):
    file = office / name
    file.unlink()
    if damage == "junk":
        file.write_bytes(b"junk" * 999)
    else:
        file.mkdir()
    code, said, sentence = run("doctor", "--data", office)
    assert (code, said) == (REFUSED, {"error": "StoreDamaged"})
    assert CHINESE.search(sentence)


def test_doctor_is_not_well_with_a_lost_photo(run, laptop):
    (file,) = (laptop / "media").rglob("*.jpg")
    file.unlink()
    code, health, said = run("doctor", "--data", laptop)
    assert (code, health["ok"]) == (REFUSED, False)
    assert health["problems"] == [f"照片 {file.stem[:12]} 缺失或已损坏"]
    assert said == health["problems"][0]


def test_notices_by_name_by_code_and_of_all_that_have_something_open(run, places, office, tmp_path):
    run("import", places.bundle, "--data", office)
    code_ = a_code_of(office, "甲五金厂")
    for number, names in enumerate((["甲五金厂"], [code_], [places.enterprises["甲五金厂"]], [])):
        pdf = tmp_path / f"{number}.pdf"
        code, done, said = run("notice", *names, "-o", pdf, "--data", office)
        assert (code, done) == (DONE, {"notices": 1, "files": [str(pdf)]})
        assert said == f"1 家的整改通知单已写到 {pdf}。"
        assert pdf.read_bytes().startswith(b"%PDF-")


def a_code_of(place, name):
    with setup.open_data(place) as db:
        (row,) = lists.enterprises(db, name)
    return row.code


# -- usage ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["roster"],
        ["import"],
        ["export"],
        ["sheet", "x"],
        ["notice", "甲五金厂"],
        ["report", "annex9", "-o", "x.xlsx"],
        ["doctor", "--data"],
        ["doctor", "--data", ""],
        ["demo", "--seed", "one"],
        ["demo", "--enterprises", "0"],
        ["demo", "--enterprises", "9999999"],
        ["export", "--to", ".", "--for", "somebody"],
        ["verify", "a", "b"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_apart(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage" in err


# -- as a process --------------------------------------------------------------------------------------------------


def test_rare_names_come_through_a_pipe_of_a_chinese_windows(tmp_path):
    """There Python would write GBK, which has no sign beyond its 20,902."""
    rare = "某\U0002b820\U00030edd厂"
    file = roster_file(tmp_path, a_row(name=rare, code=a_code(1)), a_row(name="另一家", code=a_code(1)))
    command = [sys.executable, "-m", "zjg_inspect", "roster", str(file), "--data", str(tmp_path / "data"), "--json"]
    done = subprocess.run(
        command, env={"PYTHONIOENCODING": "gbk", "PATH": ""}, capture_output=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    (refusal,) = json.loads(done.stdout.decode("utf-8"))["refused"]
    assert rare in refusal["reason"]
    assert b"Traceback" not in done.stderr
