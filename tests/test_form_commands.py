"""The verb `form` on the command line: items, check, export and import, and what is said to whoever mistypes."""

import json
import subprocess
import sys

import openpyxl
import pytest
from official_tables import small_firms
from world import small_world

from zjg_inspect import cli
from zjg_inspect.formfile import shipped_form
from zjg_inspect.service import forms, setup

DONE, REFUSED = 0, 1


@pytest.fixture
def office(tmp_path):
    """An office's data, closed."""
    world = small_world(tmp_path / "world")
    world.close()
    return tmp_path / "world" / "office"


@pytest.fixture
def run(capfd):
    """One command: exit code, the one object on stdout, the sentence on stderr."""

    def one(*arguments):
        code = cli.main([*map(str, arguments)])
        out, err = capfd.readouterr()
        return code, json.loads(out), err.strip()

    return one


def test_whoever_mistypes_a_checklist_is_told_which_there_are(run, office):
    for arguments in (["items", "enterprize"], ["export", "enterprize", "-o", "x.xlsx", "--data", office]):
        code, told, said = run("form", *arguments)
        assert (code, told["error"]) == (REFUSED, "FormUnknown")
        assert all(f"{form_id}（" in said for form_id in ("enterprise", "landlord", "lease", "village"))


def test_a_table_for_a_mistyped_checklist_makes_no_new_one(run, office, tmp_path):
    file = tmp_path / "安全检查表.xlsx"
    small_firms(file)
    code, told, _ = run("form", "import", file, "--id", "lise", "--data", office)
    assert (code, told["error"]) == (REFUSED, "FormUnknown")
    with setup.open_data(office) as db:
        assert forms.form_drafts(db) == []


def test_who_reads_only_the_beginning_gets_no_traceback():
    command = f"{sys.executable} -m zjg_inspect form items enterprise | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60)
    assert done.stdout == "{\n"
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_form_items_asks_the_checklist_that_is_in_use_there(run, office, tmp_path):
    out = tmp_path / "清单.xlsx"
    run("form", "export", "enterprise", "-o", out, "--data", office)
    book = openpyxl.load_workbook(out)
    sheet = book["清单"]
    gone = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "1-06")
    sheet.delete_rows(gone)
    book.save(out)
    _, made, said = run("form", "import", out, "--data", office)
    assert said.startswith("已读成草稿：enterprise 的第")
    with setup.open_data(office) as db:
        forms.release(db, made["draft"])
    codes = {item["code"] for item in run("form", "items", "enterprise", "--data", office)[1]["items"]}
    shipped = {item["code"] for item in run("form", "items", "enterprise")[1]["items"]}
    assert shipped - codes == {"1-06"}


def test_an_imported_table_says_what_a_person_has_to_decide(run, office, tmp_path):
    file = tmp_path / "安全检查表.xlsx"
    small_firms(file)
    _, made, said = run("form", "import", file, "--data", office)
    assert len(made["to_be_said"]) == 2
    assert "有 2 条和前一版的像是同一件事，是不是要人来定" in said


def test_form_items_names_what_applies(run):
    code, below, _ = run("form", "items", "enterprise", "--facts", '{"headcount": 49}')
    assert code == DONE
    assert {"code", "weight"} <= below["items"][0].keys()
    assert {item["weight"] for item in below["items"]} == {"required", "advisory"}
    plain = dict.fromkeys(("dust_explosive", "ammonia_refrigeration", "other_key_field"), False)

    def codes(headcount):
        facts = json.dumps(plain | {"headcount": headcount})
        return {item["code"] for item in run("form", "items", "enterprise", "--facts", facts)[1]["items"]}

    assert codes(49) - codes(50) == {"1-01"}
    assert "1-02" in codes(50) - codes(49)


def test_a_checklist_goes_out_to_a_workbook_is_checked_and_comes_back_as_a_draft(run, office, tmp_path):
    out = tmp_path / "清单.xlsx"
    code, written, said = run("form", "export", "enterprise", "-o", out, "--data", office)
    assert (code, written["file"]) == (DONE, str(out))
    assert str(out) in said
    code, found, said = run("form", "check", out)
    assert (code, found["ok"], found["doubts"], found["refused"]) == (DONE, True, [], [])
    assert found["form"] == written["form"]
    book = openpyxl.load_workbook(out)
    book["清单"]["H2"] = "粉尘很多"
    book.save(out)
    code, found, said = run("form", "check", out)
    assert (code, found["ok"], found["form"]) == (REFUSED, False, None)
    (wrong,) = found["refused"]
    assert (wrong["sheet"], wrong["row"], wrong["column"], wrong["heading"]) == ("清单", 2, "H", "适用条件")
    assert "“清单”第 2 行 H 列“适用条件”" in said
    assert run("form", "export", out, "-o", tmp_path / "b.xlsx")[1] == {"error": "FormNotRead"}


def test_an_official_table_comes_into_the_office_as_a_draft(run, office, tmp_path):
    file = small_firms(tmp_path / "检查表.xlsx")
    code, found, said = run("form", "check", file)
    assert (code, found["ok"], found["form"]["items"]) == (DONE, True, 60)
    code, made, said = run("form", "import", file, "--data", office)
    assert (code, made["form"]["id"], made["form"]["items"]) == (DONE, "enterprise", 60)
    assert {"sheet", "row", "column", "heading", "reason"} == made["doubts"][0].keys()
    assert "草稿" in said
    with setup.open_data(office) as db:
        assert [draft.id for draft in forms.form_drafts(db)] == [made["draft"]]


def test_the_shipped_checklists_go_out_where_there_is_no_data(run, tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "default_directory", lambda: tmp_path / "none")
    code, written, _ = run("form", "export", "enterprise", "--to", tmp_path / "清单.xlsx")
    assert (code, written["form"]["hash"]) == (DONE, shipped_form("enterprise").hash)
    assert not (tmp_path / "none").exists()
