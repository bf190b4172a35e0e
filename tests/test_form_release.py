"""The office releases the next version of its checklist; the laptops use it; visits under way lose nothing."""

from datetime import timedelta

import msgspec
import openpyxl
import pytest
from form_versions import next_version, released
from world import FILLED, photo

from zjg_inspect import errors
from zjg_inspect.formfile import shipped_form
from zjg_inspect.model import clock, ids
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.formchange import changes
from zjg_inspect.model.inspection import Someone, Verdict, VisitType
from zjg_inspect.service import backup, carrying, due, forms, review, setup, signing, verdicts, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.conflicts import conflicts
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents

A = "甲五金厂"


def used_for(db, draft):
    return visit.open_visit(db, draft).form


def sealed(db, inspection):
    with db.read() as conn:
        return documents.inspection(conn, inspection)[0].content


def found_before(world, *fail, days=3):
    """A visit of some days ago, sealed, that failed these items."""
    draft = world.answered(A, fail=fail)
    head = visit.open_visit(world.laptop, draft).draft.head
    day = (clock.today() - timedelta(days=days)).isoformat()
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, date=day))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)


# -- making it -----------------------------------------------------------------------------------------------------


def test_an_imported_checklist_is_a_draft_until_it_is_released(world):
    draft = forms.import_draft(world.office, next_version(world, drop=("1-02",)))
    made = forms.form_draft(world.office, draft)
    assert (made.file, made.form.version) == ("下一版.yaml", shipped_form("enterprise").version + 1)
    assert [each.id for each in forms.form_drafts(world.office)] == [draft]
    assert forms.forms(world.office)[0].current.form == shipped_form("enterprise")
    forms.drop_draft(world.office, draft)
    assert forms.form_drafts(world.office) == []
    assert forms.put_back(world.office, made).form == made.form


def test_a_file_with_an_old_number_becomes_the_next_version(world):
    draft = forms.import_draft(world.office, next_version(world, drop=("1-02",), version=1))
    assert forms.form_draft(world.office, draft).form.version == shipped_form("enterprise").version + 1


def test_small_corrections_are_made_in_the_draft_and_a_wrong_one_changes_nothing(world):
    draft = forms.import_draft(world.office, next_version(world))
    forms.edit_form(world.office, draft, title="某镇安全生产检查表", version=7)
    forms.edit_item(world.office, draft, "1-01", title="责任制", weight="advisory", key=False)
    made = forms.form_draft(world.office, draft).form
    assert (made.title, made.version, made.item("1-01").title) == ("某镇安全生产检查表", 7, "责任制")
    with pytest.raises(errors.FormFieldWrong) as refused:
        forms.edit_item(world.office, draft, "1-01", text="")
    assert (refused.value.item, refused.value.field) == ("1-01", "text")
    assert forms.form_draft(world.office, draft).form == made


def test_reworded_items_wait_for_a_persons_word_and_it_is_kept(world):
    draft = forms.import_draft(world.office, next_version(world, reword={"1-01": "换一个说法。", "1-03": "再换一个。"}))
    with pytest.raises(errors.FormMeaningOpen) as refused:
        forms.release(world.office, draft)
    assert refused.value.items == ("1-01", "1-03")
    forms.say_same(world.office, draft, {"1-01"})
    made = forms.say_other(world.office, draft, {"1-03"})
    fresh = next(item.code for item in made.form.items() if item.text == "再换一个。")
    assert fresh not in shipped_form("enterprise").by_code
    form = forms.release(world.office, draft)
    row = forms.forms(world.office)[0]
    assert row.current.form == form
    assert row.current.same_meaning == ("1-01",)
    assert (row.current.shipped, row.current.by, row.current.visits) == (False, "塘桥镇安监办", 0)
    assert row.current.since
    assert row.earlier[0].form == shipped_form("enterprise")
    assert forms.form_drafts(world.office) == []


def test_a_laptop_releases_nothing(world):
    draft = forms.import_draft(world.laptop, next_version(world))
    with pytest.raises(errors.NotAuthorised):
        forms.release(world.laptop, draft)
    assert forms.form_draft(world.laptop, draft)


def test_a_draft_is_in_every_backup(world):
    draft = forms.import_draft(world.office, next_version(world, drop=("1-02",)))
    made = backup.backup(world.office, world.root / "office.zjgk")
    backup.restore(made.path, world.root / "again")
    with setup.open_data(world.root / "again") as again:
        assert forms.form_draft(again, draft).form == forms.form_draft(world.office, draft).form


# -- it travels ----------------------------------------------------------------------------------------------------


def test_a_released_version_comes_with_the_next_bundle_and_the_next_visit_is_made_with_it(world):
    before = visit.start_visit(world.laptop, world.enterprises["乙机械厂"], VisitType.ASSESSMENT)
    form = released(world, drop=("1-06",), add=("4-90",))
    world.carry(world.office, world.laptop)
    draft, _ = world.visit(A)
    world.carry(world.laptop, world.office)
    assert forms.forms(world.office)[0].current.visits == 1
    assert used_for(world.laptop, before) == shipped_form("enterprise")
    content = sealed(world.office, draft)
    assert content.form == form.hash
    assert "4-90" in content.items
    assert "1-06" not in content.items
    assert doctor(world.office).ok
    assert doctor(world.laptop).ok


def test_a_version_comes_also_where_much_has_been_sent_before(world):
    world.visit(A)
    world.carry(world.laptop, world.office)
    world.carry(world.office, world.laptop)
    form = released(world, drop=("1-06",))
    world.carry(world.office, world.laptop)
    draft = visit.start_visit(world.laptop, world.enterprises["乙机械厂"], VisitType.ASSESSMENT)
    assert used_for(world.laptop, draft) == form


def test_two_versions_that_knew_nothing_of_each_other_are_shown_and_every_computer_takes_the_same(world):
    parents = ()
    made = []
    for text in ("一种说法。", "另一种说法。"):
        doc = msgspec.to_builtins(shipped_form("enterprise"))
        doc["version"] = 9
        doc["sections"][0]["items"][0]["text"] = text
        body = FormDef.from_document(doc)
        made.append(body)
        with world.office.write() as conn:
            make(conn, world.office, [Making("form", ids.form_entity("enterprise"), body, parents)])
    world.carry(world.office, world.laptop)
    row = forms.forms(world.office)[0]
    assert {each.form.hash for each in row.rivals} == {form.hash for form in made}
    assert [each.kind for each in conflicts(world.office)] == ["form"]
    with world.laptop.read() as conn:
        assert forms.current_form(conn, world.laptop, "enterprise") == row.current.form
    assert row.current.form == max(made, key=lambda form: form.hash)
    released(world, drop=("1-06",))
    assert forms.forms(world.office)[0].rivals == ()
    assert conflicts(world.office) == []


# -- visits under way ----------------------------------------------------------------------------------------------


def begun(world):
    """A visit under way with the old version: 1-01 符合, 1-06 不符合 with its hazard, 2-02 noted."""
    draft = visit.start_visit(world.laptop, world.enterprises[A], VisitType.ASSESSMENT)
    visit.answer_item(world.laptop, draft, DraftAnswer("1-01", Verdict.PASS))
    visit.answer_item(world.laptop, draft, DraftAnswer("1-06", Verdict.FAIL, "机构文件没有"))
    visit.record_hazard(world.laptop, draft, "1-06", FILLED)
    visit.answer_item(world.laptop, draft, DraftAnswer("2-02", Verdict.PASS))
    return draft


def finished(world, draft):
    """All that is still open is answered, and the visit sealed."""
    shown = visit.open_visit(world.laptop, draft)
    head = msgspec.structs.replace(
        shown.draft.head, inspectors=world.crew, enterprise_person=Someone("王某", title="车间主任")
    )
    visit.put_head(world.laptop, draft, head)
    for item in shown.items:
        if item.code not in shown.draft.answers:
            visit.answer_item(world.laptop, draft, DraftAnswer(item.code, Verdict.PASS))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    return sealed(world.laptop, draft)


def test_a_visit_under_way_is_offered_the_new_version_and_may_finish_with_the_old_one(world):
    draft = begun(world)
    form = released(world, drop=("1-06",), reword={"1-01": "换一个说法。"}, add=("4-90",))
    assert visit.open_visit(world.laptop, draft).offered is None
    world.carry(world.office, world.laptop)
    assert visit.open_visit(world.laptop, draft).offered == form
    carrying.stay(world.laptop, draft)
    assert visit.open_visit(world.laptop, draft).offered is None
    content = finished(world, draft)
    assert content.form == shipped_form("enterprise").hash
    assert world.carry(world.laptop, world.office).new > 0
    assert doctor(world.office).ok


def test_carried_over_it_keeps_every_answer_where_the_codes_agree(world):
    draft = begun(world)
    form = released(world, drop=("1-06",), reword={"1-01": "换一个说法。"}, add=("4-90",))
    world.carry(world.office, world.laptop)
    carrying.carry_over(world.laptop, draft)
    now = visit.open_visit(world.laptop, draft)
    assert now.form == form
    assert now.offered is None
    assert now.draft.answers["1-01"].verdict is Verdict.PASS
    assert now.draft.head.look_again == ("1-01",)
    assert {each.item for each in now.owed if each.kind == "answer"} >= {"4-90"}
    assert "1-06" not in now.content.items
    assert now.draft.answers["1-06"].note == "机构文件没有", "kept, apart"
    content = finished(world, draft)
    assert (content.form, content.aside) == (form.hash, ())
    assert "4-90" in content.items
    world.carry(world.laptop, world.office)
    assert doctor(world.office).ok


def test_what_the_new_version_does_not_ask_is_written_into_the_remark_if_the_person_wants_it(world):
    draft = begun(world)
    visit.add_photo(world.laptop, draft, "1-06", photo(), "a.jpg")
    released(world, drop=("1-06",))
    world.carry(world.office, world.laptop)
    carrying.carry_over(world.laptop, draft)
    carrying.write_down_left_out(world.laptop, draft)
    now = visit.open_visit(world.laptop, draft)
    title = shipped_form("enterprise").item("1-06").title
    said = f"旧版 1-06 {title}：不符合，机构文件没有，隐患：安全通道被托盘占用（二号车间东侧）。"
    assert now.draft.head.remark == said
    assert len(now.content.photos) == 1
    assert "1-06" not in now.draft.answers


def test_back_to_the_old_version_everything_is_as_it_was(world):
    draft = begun(world)
    before = visit.open_visit(world.laptop, draft)
    released(world, drop=("1-06",), reword={"1-01": "换一个说法。", "1-07": "第七条换个说法。"})
    world.carry(world.office, world.laptop)
    carrying.carry_over(world.laptop, draft)
    visit.answer_item(world.laptop, draft, DraftAnswer("1-07", Verdict.PASS))
    carrying.go_back(world.laptop, draft)
    now = visit.open_visit(world.laptop, draft)
    assert now.form == before.form
    assert now.draft.hazards == before.draft.hazards
    assert now.draft.answers.keys() - before.draft.answers.keys() == {"1-07"}
    assert now.draft.head.look_again[-1:] == ("1-07",), "answered under other words"
    assert now.offered is None, "once declined it does not ask again"


def test_signatures_given_before_are_void_and_shown_so(world):
    draft = world.answered(A)
    world.sign_all(draft)
    released(world, drop=("1-06",))
    world.carry(world.office, world.laptop)
    carrying.carry_over(world.laptop, draft)
    with pytest.raises(errors.ZjgError):
        signing.seal(world.laptop, draft)
    carrying.go_back(world.laptop, draft)
    assert signing.seal(world.laptop, draft)


def test_a_correction_keeps_the_form_that_the_visit_was_made_with(world):
    inspection, _ = world.visit(A)
    released(world, drop=("1-06",))
    world.carry(world.office, world.laptop)
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    now = visit.open_visit(world.laptop, draft)
    assert (now.form, now.offered) == (shipped_form("enterprise"), None)
    with pytest.raises(errors.FormKept):
        carrying.carry_over(world.laptop, draft)


# -- hazards across versions ---------------------------------------------------------------------------------------


def test_a_hazard_found_under_the_old_version_is_verified_under_the_new_one(world):
    found_before(world, "1-01")
    form = released(world, drop=("1-06",), reword={"1-01": "换一个说法。"})
    world.carry(world.office, world.laptop)
    again = visit.start_visit(world.laptop, world.enterprises[A], VisitType.REINSPECTION)
    now = visit.open_visit(world.laptop, again)
    assert now.form == form
    assert [item.code for item in now.items] == ["1-01"]
    assert now.items[0].text == "换一个说法。"
    assert finished(world, again).closed
    assert due.open_hazards(world.laptop) == []


def test_the_hazard_of_an_item_that_was_dropped_is_verified_with_the_version_that_found_it(world):
    found_before(world, "1-06")
    released(world, drop=("1-06",))
    world.carry(world.office, world.laptop)
    assert due.open_hazards(world.laptop)[0].title == shipped_form("enterprise").item("1-06").title
    again = visit.start_visit(world.laptop, world.enterprises[A], VisitType.REINSPECTION)
    assert visit.open_visit(world.laptop, again).form == shipped_form("enterprise")
    assert visit.open_visit(world.laptop, again).offered is None
    assert finished(world, again).closed
    world.carry(world.laptop, world.office)
    assert due.open_hazards(world.office) == []
    assert doctor(world.office).ok


def test_a_new_assessment_leaves_the_hazard_of_a_dropped_item_to_a_reinspection(world):
    found_before(world, "1-06")
    released(world, drop=("1-06",))
    world.carry(world.office, world.laptop)
    world.visit(A)
    assert [each.item for each in due.open_hazards(world.laptop)] == ["1-06"]


def test_hazards_of_two_versions_that_share_no_item_are_verified_in_two_visits(world):
    found_before(world, "1-06")
    released(world, drop=("1-06",), add=("4-90",))
    world.carry(world.office, world.laptop)
    found_before(world, "4-90", days=2)
    again = visit.start_visit(world.laptop, world.enterprises[A], VisitType.REINSPECTION)
    now = visit.open_visit(world.laptop, again)
    assert [item.code for item in now.items] == ["4-90"], "the current version goes first"
    assert now.offered == shipped_form("enterprise")
    carrying.carry_over(world.laptop, again, now.offered.hash)
    assert [item.code for item in visit.open_visit(world.laptop, again).items] == ["1-06"]


def test_by_code_a_visit_with_the_old_version_is_made_good_under_the_new_one(world):
    """What failed under the old version and was verified under the new one no longer stands in the way."""
    found_before(world, "1-01")
    world.carry(world.laptop, world.office)
    for row in review.visits_to_review(world.office):
        approve(world, row.inspection)
    before = verdicts.enterprise_verdict(world.office, world.enterprises[A])
    assert not before.standardised
    released(world, reword={"1-01": "换一个说法。"})
    world.carry(world.office, world.laptop)
    finished(world, visit.start_visit(world.laptop, world.enterprises[A], VisitType.REINSPECTION))
    world.carry(world.laptop, world.office)
    for row in review.visits_to_review(world.office):
        approve(world, row.inspection)
    assert verdicts.enterprise_verdict(world.office, world.enterprises[A]).standardised


def test_the_last_visit_is_told_in_the_words_of_its_own_version(world):
    found_before(world, "1-06")
    released(world, drop=("1-06",))
    world.carry(world.office, world.laptop)
    draft = visit.start_visit(world.laptop, world.enterprises[A], VisitType.ASSESSMENT)
    last = visit.open_visit(world.laptop, draft).last
    assert last.form == shipped_form("enterprise")
    assert "1-06" in {answer.item for answer in last.body.content.answers} <= set(last.form.by_code)


def approve(world, inspection):
    shown = review.open_review(world.office, inspection)
    review.approve(world.office, inspection, shown.version, world.reviewer, [[0, 0, 9, 9]], "情况属实")


# -- a workbook ----------------------------------------------------------------------------------------------------


def test_a_checklist_that_was_exported_and_edited_comes_back_as_the_next_version(world):
    path = world.root / "清单.xlsx"
    with world.office.read() as conn:
        now = forms.current_form(conn, world.office, "enterprise")
    forms.export_form(world.office, now.hash, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == now.item("1-06").text:
                cell.value = "安全管理人员有任命文件。"
    book.save(path)
    draft = forms.import_draft(world.office, path)
    made = forms.form_draft(world.office, draft)
    assert (made.form.id, made.form.version) == ("enterprise", now.version + 1)
    assert [each.new.code for each in changes(now, made.form).changed] == ["1-06"]
    forms.export_form(world.office, draft, world.root / "草稿.xlsx")
    assert (world.root / "草稿.xlsx").stat().st_size > 0


def test_a_workbook_that_is_no_checklist_leaves_nothing_behind(world):
    path = world.root / "别的.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    book.save(path)
    with pytest.raises(errors.ZjgError):
        forms.import_draft(world.office, path)
    assert forms.form_drafts(world.office) == []
