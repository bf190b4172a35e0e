"""The sheet on paper: all that was found can be read and copied, each page proves itself, nothing is dropped."""

import hashlib
import re
from functools import cache

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
import sheet_world as world
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from zjg_inspect.model.facts import Facts
from zjg_inspect.model.inspection import Grade, Outcome, Signature, Someone, Verdict, VisitType, content_hash
from zjg_inspect.model.review import ItemRemark
from zjg_inspect.report import content as words
from zjg_inspect.report.rechecked import Rechecked
from zjg_inspect.report.sheet import render_sheet
from zjg_inspect.report.text import in_fours

RARE = Someone(name="王㼆\U0002b820", title="安全员", agency="某某技术服务公司")


def open_sheet(inp):
    return pypdfium2.PdfDocument(render_sheet(inp))


def squeezed(text):
    """Text without the spaces and line ends that setting it puts in."""
    return re.sub(r"\s", "", text)


def text_of(inp):
    pages = open_sheet(inp)
    return squeezed("".join(page.get_textpage().get_text_range() for page in pages))


def codes_on(page):
    picture = page.render(scale=150 / 72).to_pil().convert("L")
    # bars are now and then seen in the squares of a code
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return sorted((code.text for code in found), key=len)


def pictures_in(pages):
    return [one for page in pages for one in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=9)]


@cache
def usual():
    return world.usual()


@cache
def usual_text():
    return text_of(usual())


def test_every_item_with_its_answer_and_note_can_be_copied_from_the_sheet():
    inp, text = usual(), usual_text()
    answers = {answer.item: answer for answer in inp.content.answers}
    for code in inp.content.items:
        item, answer = inp.form.item(code), answers[code]
        row = item.code + words.item_text(item) + words.source(item) + words.ANSWERS[answer.verdict]
        assert squeezed(row + answer.reason + answer.note) in text
    assert "4-02" in text
    assert squeezed(inp.form.item("4-02").text + "（倡导，不计入）") in text


def test_who_where_when_and_what_it_rests_on():
    inp, text = usual(), usual_text()
    visit = inp.content
    facts = [visit.name, visit.code, visit.address, visit.industry, visit.principal, visit.number, visit.landlord]
    for fact in [*facts, "38人（50人以下）", "某某镇永新村", "2023年8月16日", "13:40至15:04", inp.form.source]:
        assert squeezed(fact) in text
    assert "涉及危化品仓库、动火作业、临时用电、委外作业；未核实：有限空间" in text
    assert "《工业集中区企业安全生产规范化管理核查清单》第1版" in text
    assert words.NO_ENFORCEMENT in text


def test_every_hazard_with_its_grade_and_the_five():
    inp, text = usual(), usual_text()
    for number, hazard in enumerate(inp.content.hazards, 1):
        found = hazard.rectification
        row = f"{number}{hazard.item}{found.what}（{found.where}）一般{found.responsible}{found.measures}{found.funds}"
        assert squeezed(row + words.short_date(found.deadline, "2023") + found.contingency) in text
    assert "发现的隐患（2条，均为一般隐患）" in text


def test_the_photos_stand_there_whole_with_time_and_hash_and_are_the_very_files():
    inp = usual()
    pages = open_sheet(inp)
    pictures = pictures_in(pages)
    assert len(pictures) == 8
    inside = {hashlib.sha256(bytes(picture.get_data(decode_simple=False))).hexdigest() for picture in pictures}
    shown = [photo for hazard in inp.content.hazards for photo in hazard.photos]
    shown += [photo for answer in inp.content.answers for photo in answer.photos] + list(inp.content.photos)
    assert inside == {photo.sha256 for photo in shown}
    for picture in pictures:
        left, bottom, right, top = picture.get_bounds()
        assert (right - left) / (top - bottom) == pytest.approx(1600 / 1200, rel=0.01)
    for photo in shown:
        assert squeezed(f"08-16 {photo.taken_at[11:16]}　原件 {in_fours(photo.sha256[:8])}") in usual_text()


def test_every_page_proves_itself_from_a_150_dpi_picture():
    inp = usual()
    *before, last = open_sheet(inp)
    assert [codes_on(page) for page in before] == [[inp.version_hash]] * len(before)
    whole = f"{inp.version_hash} {inp.entity} {inp.device_signature.hex()}"
    assert codes_on(last) == [inp.version_hash, whole]


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
@settings(max_examples=15, deadline=None)
def test_any_hash_and_signature_can_be_read_back(version, signature):
    inp = world.sheet_of(
        world.visit(outcome=Outcome.LOCKED, items=(), answers=()),
        version_hash=version.hex(),
        device_signature=signature,
    )
    [page] = open_sheet(inp)
    assert codes_on(page) == [version.hex(), f"{version.hex()} {inp.entity} {signature.hex()}"]


def test_every_foot_has_number_code_and_page_x_of_y():
    inp = usual()
    pages = open_sheet(inp)
    assert len(pages) in (3, 4)
    for number, page in enumerate(pages, 1):
        text = squeezed(page.get_textpage().get_text_range())
        assert squeezed(f"编号{inp.content.number}内容码{inp.content_hash[:12]}第{number}页共{len(pages)}页") in text
    assert squeezed(in_fours(inp.content_hash)) in usual_text()


def test_the_head_of_the_items_is_repeated_on_each_page_and_signatures_stay_with_their_proof():
    pages = [squeezed(page.get_textpage().get_text_range()) for page in open_sheet(usual())]
    holding = [text for text in pages if re.search(r"\d-\d\d\D.*§三", text)]
    assert len(holding) > 1
    assert all("序号核查内容来源结果说明" in text for text in holding)
    assert sum("签字" in text and "验真" in text and "企业公章" in text and "核查人" in text for text in pages) >= 1
    assert "五、签字" in pages[-1]
    assert "内容码（SHA-256）" in pages[-1]


def test_before_sealing_there_is_no_code_and_the_foot_says_so():
    visit = world.visit()
    unanswered = msgspec.structs.replace(visit, answers=visit.answers[:20], number="")
    inp = world.sheet_of(unanswered, signatures=(), version_hash=None, device_signature=None)
    pages = open_sheet(inp)
    assert [codes_on(page) for page in pages] == [[] for _ in pages]
    assert all("未签完" in page.get_textpage().get_text_range() for page in pages)
    text = text_of(inp)
    assert f"{len(unanswered.items) - 20 - 2}条没有作答" in text
    assert "编号：未编号" in text


def test_the_same_visit_gives_the_same_bytes():
    assert render_sheet(usual()) == render_sheet(usual())


# -- the conclusion --------------------------------------------------------------------------------------------------


def test_an_approved_visit_without_a_failure_reaches_the_standard():
    visit = world.visit()
    text = text_of(world.sheet_of(visit, review=world.approved(visit)))
    assert "结论：达到“安全生产规范化管理企业”要求。" in text
    assert "本次核查没有发现隐患。" in text
    assert "应查53条：√符合53条，×不符合0条，—不适用0条。无重大隐患。另有倡导条目2条（符合2），不计入结论。" in text


def test_without_a_review_only_the_review_is_missing():
    assert "条目已达到“安全生产规范化管理企业”要求，待认定。还差：某某镇安监办审核签字。" in text_of(
        world.sheet_of(world.visit())
    )


def test_a_failure_names_the_hazards_in_the_way():
    assert "暂未达到“安全生产规范化管理企业”要求。还差：隐患1、2复查合格。" in usual_text()


def test_a_failed_advisory_item_does_not_count():
    visit = world.visit(failed={"4-02": "没有计时牌"})
    text = text_of(world.sheet_of(visit, review=world.approved(visit)))
    assert "结论：达到" in text
    assert "另有倡导条目2条（符合1，不符合1），不计入结论。" in text


def test_a_third_party_alone_never_reaches_the_standard():
    visit = world.visit(inspectors=(Someone(name="周某", agency="某某技术服务公司"),))
    text = text_of(world.sheet_of(visit, review=world.approved(visit)))
    assert "暂未达到" in text
    assert "本次由第三方机构开展，不单独作为认定依据" in text


def test_a_review_of_another_content_is_void_and_does_not_count():
    visit = world.visit()
    other = msgspec.structs.replace(visit, remark="改过")
    text = text_of(world.sheet_of(visit, review=world.approved(other)))
    assert "待认定" in text
    assert "作废" in text


def test_a_major_hazard_stands_first_with_its_criterion():
    visit = world.visit(
        failed={"1-06": "没有人", "4-04": "出口锁闭"},
        hazards=(
            world.hazard("1-06", "没有安全管理人员"),
            world.hazard(
                "4-04", "安全出口锁闭", grade=Grade.MAJOR, criterion="工贸企业重大事故隐患判定标准", phone="13800000000"
            ),
        ),
    )
    text = text_of(world.sheet_of(visit))
    assert "发现的隐患（2条，其中重大隐患1条）" in text
    assert "14-04安全出口锁闭（焊接工段）判定依据：工贸企业重大事故隐患判定标准重大厂长王某某13800000000" in text
    assert "重大隐患1条（隐患1）" in text


def test_a_try_has_no_items_and_says_why():
    jpegs, photos = world.with_photos(1)
    visit = world.visit(
        outcome=Outcome.LOCKED,
        items=(),
        answers=(),
        photos=tuple(photos),
        enterprise_person=None,
        remark="邻居说节后开工。",
    )
    inp = world.sheet_of(visit, jpegs=jpegs)
    text = text_of(inp)
    assert "工业集中区企业上门未查成记录（门锁）" in text
    assert "到场时企业门锁，没有进入现场。邻居说节后开工。" in text
    assert "核查条目" not in text
    assert len(pictures_in(open_sheet(inp))) == 1


@pytest.mark.parametrize("kind", list(VisitType))
def test_each_type_of_visit_has_its_title(kind):
    visit = world.visit(type=kind, closed=(world.INSPECTION,))
    was = Rechecked("3-03", "动火未办审批", "焊接工段", Grade.GENERAL, "2023-07-02", "2023-07-20")
    text = text_of(world.sheet_of(visit, rechecked={world.INSPECTION: was}))
    assert words.TITLES[kind] in text
    assert "复查的隐患（1条，都已改好）" in text
    assert "13-03动火未办审批（焊接工段）7月2日7月20日√已改好销号" in text


# -- signatures ------------------------------------------------------------------------------------------------------


def test_each_signature_is_beside_its_name_and_time():
    assert "张某8月16日15:02" in usual_text()
    assert "王某，车间主任8月16日15:02" in usual_text()
    assert "孙某8月18日09:20" in usual_text()
    assert "拒签情况无" in usual_text()
    assert "同意。情况属实，按期复查。" in usual_text()


def test_signatures_are_drawn_as_vectors():
    visit = world.visit()

    def paths(signatures):
        *_, last = open_sheet(world.sheet_of(visit, signatures=signatures))
        return sum(1 for _ in last.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH]))

    signed = world.all_signed(visit)
    empty = tuple(msgspec.structs.replace(one, strokes=()) for one in signed)
    assert paths(signed) == paths(empty) + len(signed)
    assert pictures_in(open_sheet(world.sheet_of(visit, signatures=signed))) == []


def test_a_refusal_stands_there_with_reason_and_witness():
    visit = world.visit()
    refusal = Signature(
        role="enterprise",
        person=world.WANG,
        kind="refused",
        signed=content_hash(visit),
        at="2023-08-16T07:10:00Z",
        reason="对隐患 3 的等级有不同意见",
    )
    witness = world.pad("witness", Someone(name="陈某", title="村网格长"), visit)
    text = text_of(world.sheet_of(visit, signatures=(world.pad("inspector", world.ZHANG, visit), refusal, witness)))
    assert "王某，车间主任拒绝签字。理由：对隐患3的等级有不同意见。8月16日15:10" in text
    assert "陈某，村网格长" in text
    assert "李某未签" in text


def test_a_signature_under_another_content_is_void():
    visit = world.visit()
    before = msgspec.structs.replace(visit, remark="改动以前")
    old, new = world.pad("inspector", world.ZHANG, before), world.pad("inspector", world.LI, visit)
    text = text_of(world.sheet_of(visit, signatures=(old, new)))
    assert squeezed(f"张某8月16日15:02作废所签内容码{content_hash(before)[:12]}") in text
    assert text.count("作废所签") == 1


def test_a_signature_on_paper_shows_its_scan():
    data, scan = world.photo(3)
    visit = world.visit()
    signed = msgspec.structs.replace(
        world.pad("enterprise", world.WANG, visit, strokes=()), kind="paper", scan=scan.sha256
    )
    inp = world.sheet_of(visit, signatures=(signed,), jpegs={scan.sha256: data})
    # small beside the name, and whole behind
    assert len(pictures_in(open_sheet(inp))) == 2
    assert "纸质签字，扫描件已附" in text_of(inp)
    assert "王某在打印的表上签字或盖章，扫描件如下" in text_of(inp)


def test_what_was_sent_back_is_named_by_item():
    visit = world.visit()
    review = world.approved(
        visit, decision="returned", opinion="", items=(ItemRemark(item="3-03", reason="照片看不清"),)
    )
    text = text_of(world.sheet_of(visit, review=review))
    assert "退回。3-03照片看不清。" in text
    assert "按某某镇安监办退回意见更正" in text


# -- nothing is dropped ----------------------------------------------------------------------------------------------


def test_sixty_five_items_sixteen_photos_and_rare_names_lose_nothing():
    jpegs, photos = world.with_photos(10)
    upright_jpegs, upright = world.with_photos(6, size=(1200, 1600))
    note = "二号车间东侧安全通道长约 12.5 米被成品托盘占用，应急照明 3 具损坏（编号 A-03、A-07）。" * 40
    visit = world.visit(
        facts=Facts(),
        name="张家港市某某\U0002b820鑫㙟金属制品科技（江苏）股份有限公司永新分公司（原第二五金工具厂）",
        inspectors=(world.ZHANG, RARE),
        failed={"3-03": note},
        hazards=(world.hazard("3-03", note, measures=note, photos=photos[:3]),),
        photos_of={"4-01": [*photos[3:], *upright]},
    )
    inp = world.sheet_of(visit, jpegs=jpegs | upright_jpegs)
    assert len(visit.items) == 65
    text = text_of(inp)
    assert "张家港市某某[U+2B820]鑫㙟金属制品科技" in text
    assert "王㼆[U+2B820]（安全员，某某技术服务公司）" in text
    # A row as long as this runs over pages, its head and foot between its parts.
    assert text.count("应急照明3具损坏") >= 3 * 40 - 6
    pages = open_sheet(inp)
    assert len(pictures_in(pages)) == 16
    for page in pages:
        assert codes_on(page)[0] == inp.version_hash
    for picture in pictures_in(pages):
        left, bottom, right, top = picture.get_bounds()
        assert left >= 20 * 72 / 25.4
        assert bottom >= 29 * 72 / 25.4
        assert right <= 190 * 72 / 25.4
        assert top <= 279 * 72 / 25.4


def test_a_photo_that_has_not_arrived_or_does_not_open_leaves_its_place():
    jpegs, photos = world.with_photos(3)
    jpegs[photos[1].sha256] = b"no jpeg"
    del jpegs[photos[2].sha256]
    photos[0] = msgspec.structs.replace(photos[0], taken_at="")
    inp = world.sheet_of(world.visit(photos=tuple(photos)), jpegs=jpegs)
    text = text_of(inp)
    assert "现场照片（3张）" in text
    assert "缺照片" in text
    assert "照片打不开" in text
    assert "无拍摄时间" in text
    assert len(pictures_in(open_sheet(inp))) == 1


def test_one_photo_for_two_items_is_printed_once_and_names_both():
    jpegs, [photo] = world.with_photos(1)
    inp = world.sheet_of(world.visit(photos_of={"4-01": [photo], "4-05": [photo]}), jpegs=jpegs)
    assert len(pictures_in(open_sheet(inp))) == 1
    assert "照片14-014-05" in text_of(inp)


def test_the_answers_are_always_told_by_sign_and_word():
    assert [words.ANSWERS[verdict] for verdict in Verdict] == ["√ 符合", "× 不符合", "— 不适用"]
