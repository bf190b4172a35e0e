"""Signed on paper: the sheet is printed, signed in ink or sealed, and its scan stands for one person or for all."""

import io

import pypdfium2
import pytest
from msgspec.structs import replace
from pages import Signing, choose_files, name_file
from PySide6.QtGui import QDesktopServices
from world import STROKES, photo

from zjg_inspect import errors
from zjg_inspect.model import soundness
from zjg_inspect.model.inspection import Signature, owed_signatures
from zjg_inspect.service import review, signing, upkeep, visit
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.service.sheet import sealed_sheet
from zjg_inspect.store import documents, media
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.office.review_words import scans, signatures_words

NAME = "甲五金厂"


@pytest.fixture
def draft(world):
    return world.answered(NAME)


@pytest.fixture
def signs(field, draft):
    field.window.open_draft(draft)
    field.shows(WalkerScreen).sign_requested.emit()
    screen = Signing(field)
    screen.begin()
    return screen


@pytest.fixture
def scanned(tmp_path):
    path = tmp_path / "签好的表.jpg"
    path.write_bytes(photo(5))
    return path


def open_paper(field, signs):
    field.click("onPaper")
    paper = signs.desk.paper()
    assert paper is not None
    return paper


def body_of(db, inspection):
    with db.read() as conn:
        return documents.inspection(conn, inspection)[0]


def attach(field, signs, monkeypatch, scanned):
    choose_files(monkeypatch, scanned)
    paper = signs.desk.paper()
    paper.strip.choose()
    field.until(lambda: paper._scan is not None)


def test_all_sign_the_printed_sheet_and_the_office_sees_the_scan(field, signs, world, draft, scanned, monkeypatch):
    printed = scanned.with_name("表.pdf")
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    paper = open_paper(field, signs)
    name_file(monkeypatch, printed)
    field.click("savePaper")
    field.until(printed.exists)
    field.until(paper.open.isEnabled)
    field.click("openPaper")
    assert opened == [str(printed)]
    attach(field, signs, monkeypatch, scanned)
    field.press("Ctrl+Enter")
    field.until(lambda: signs.states()[:3] == ["paper"] * 3)
    signs.seal()

    signed = body_of(world.laptop, draft)
    assert {(each.role, each.kind) for each in signed.signatures} == {("inspector", "paper"), ("enterprise", "paper")}
    (scan,) = {each.scan for each in signed.signatures}
    report = world.carry(world.laptop, world.office)
    assert (report.quarantined, report.photos_missing) == (0, 0)
    assert media.read(world.office.directory, scan) is not None
    shown = review.open_review(world.office, draft)
    assert signatures_words(shown.body) == "签名 3 个，其中 3 个是纸质签字，扫描件已附，均有效"
    assert [(each.photo.sha256, each.words) for each in scans(shown.body)] == [(scan, "纸质签字：张某、李某、王某")]
    pages = pypdfium2.PdfDocument(io.BytesIO(sealed_sheet(world.office, draft)))
    said = "".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", "")
    assert said.count("纸质签字，扫描件已附") == 3
    assert "张某、李某、王某在打印的表上签字或盖章，扫描件如下" in said


def test_one_signs_on_paper_and_the_others_on_the_pad(field, signs, world, draft, scanned, monkeypatch):
    paper = open_paper(field, signs)
    paper.who.buttons["one"].click()
    attach(field, signs, monkeypatch, scanned)
    field.press("Ctrl+Enter")
    field.until(lambda: signs.states()[:3] == ["paper", "open", "open"])
    signs.sign_all()
    signs.seal()
    assert sorted(each.kind for each in body_of(world.laptop, draft).signatures) == ["pad", "pad", "paper"]


def test_without_a_scan_nothing_is_signed_on_paper(field, signs):
    paper = open_paper(field, signs)
    field.press("Ctrl+Enter")
    assert paper.error.text() == "还没有扫描件：把签好的表扫描或拍下来，加到这里。"
    field.press("Esc")
    assert signs.desk.paper() is None
    assert signs.states()[0] == "open"


def test_what_is_no_picture_is_refused_in_place(field, signs, tmp_path, monkeypatch):
    wrong = tmp_path / "表.jpg"
    wrong.write_bytes(b"not a picture")
    paper = open_paper(field, signs)
    choose_files(monkeypatch, wrong)
    paper.strip.choose()
    field.until(lambda: bool(paper.error.text()))
    assert "表.jpg" in paper.error.text()


def test_the_scan_is_seen_and_may_be_taken_back(field, signs, monkeypatch, scanned):
    paper = open_paper(field, signs)
    paper.who.buttons["one"].click()
    attach(field, signs, monkeypatch, scanned)
    field.press("Ctrl+Enter")
    field.until(lambda: signs.states()[0] == "paper")
    signs.desk.order.buttons[0].click()
    turn = signs.desk.turn
    assert turn.on_paper.text().endswith("纸质签字，扫描件已附")
    field.until(turn.scan.isEnabled)
    turn.scan.click()
    assert signs.screen.scan.isVisible()
    field.press("Esc")
    assert not signs.screen.scan.isVisible()
    field.click("takeBack")
    field.until(lambda: signs.states()[0] == "open")


def test_a_change_after_printing_voids_the_paper_too(world, draft):
    scan = signing.take_scan(world.laptop, photo(5), "a.jpg")
    shown = signing.begin_signing(world.laptop, draft)
    who = [("inspector", person) for person in shown.content.inspectors]
    head = shown.visit.draft.head
    visit.put_head(world.laptop, draft, replace(head, remark="又想起一件事"))
    with pytest.raises(errors.ContentChanged):
        signing.sign_on_paper(world.laptop, draft, who, shown=shown.content_hash, scan=scan.sha256)
    visit.put_head(world.laptop, draft, head)
    now = signing.sign_on_paper(world.laptop, draft, who, shown=shown.content_hash, scan=scan.sha256)
    visit.put_head(world.laptop, draft, replace(head, remark="又想起一件事"))
    later = signing.begin_signing(world.laptop, draft)
    assert [now.is_void(each) for each in now.signatures] == [False, False]
    assert [later.is_void(each) for each in later.signatures] == [True, True]


def test_paper_takes_the_place_of_a_refusal(world, draft):
    scan = signing.take_scan(world.laptop, photo(5), "a.jpg")
    shown = signing.begin_signing(world.laptop, draft)
    person = shown.content.enterprise_person
    code = shown.content_hash
    signing.sign(world.laptop, draft, role="enterprise", person=person, shown=code, kind="refused", reason="有意见")
    signing.sign(world.laptop, draft, role="witness", person=replace(person, name="赵某"), shown=code, strokes=STROKES)
    now = signing.sign_on_paper(world.laptop, draft, [("enterprise", person)], shown=code, scan=scan.sha256)
    assert [(each.role, each.kind) for each in now.signatures] == [("enterprise", "paper")]


def test_paper_without_its_scan_is_owed_and_not_accepted_from_others(world):
    inspection, _ = world.visit(NAME)
    body = body_of(world.laptop, inspection)
    bare = tuple(replace(each, kind="paper", strokes=()) for each in body.signatures)
    assert isinstance(bare[0], Signature)
    assert [each.kind for each in owed_signatures(body.content, bare)] == [
        "signature",
        "signature",
        "enterprise_person",
    ]
    with world.laptop.read() as conn:
        form = form_by_hash(conn, world.laptop, body.content.form)
    assert soundness.fault(replace(body, signatures=bare), form) == "signatures owed"


def test_a_scan_that_a_draft_names_is_not_swept(world, draft, monkeypatch):
    kept, loose = (signing.take_scan(world.laptop, photo(number), "a.jpg").sha256 for number in (5, 6))
    shown = signing.begin_signing(world.laptop, draft)
    who = [("inspector", world.crew[0])]
    signing.sign_on_paper(world.laptop, draft, who, shown=shown.content_hash, scan=kept)
    monkeypatch.setattr(media, "_DAY", -1)
    upkeep.tidy(world.laptop)
    assert media.read(world.laptop.directory, kept) is not None
    assert media.read(world.laptop.directory, loose) is None
