"""整改通知单: what is open at an enterprise, on paper that both sign; advice, never an order; one or many at once."""

import re
from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest
import sheet_world
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_office import OfficeDesk
from PySide6.QtCore import Qt
from test_hazard_verbs import day, rechecks, visits
from world import MAJOR, hazard_due, small_world

from zjg_inspect import errors
from zjg_inspect.model.inspection import Grade
from zjg_inspect.report import notice_words as words
from zjg_inspect.report.content import GRADES
from zjg_inspect.report.notice import Notice, NoticeHazard, render_notices
from zjg_inspect.service import hazards, ledger, notices
from zjg_inspect.service.ledger import Choice
from zjg_inspect.ui.office.notices import STOPPED

# what only an enforcement body may write
ENFORCEMENT = ("责令", "指令书", "罚款", "处罚", "停产停业", "强制")


def squeezed(text):
    return re.sub(r"\s", "", text)


def pages_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


# -- the paper ------------------------------------------------------------------------------------------------------

HAZARD = sheet_world.hazard("4-04", "安全通道被托盘占用，宽约 0.6 米", where="二号车间东侧", deadline="2026-12-09")
ONE = Notice(
    number="张塘核〔2026〕整0001",
    date="2026-12-01",
    office="某某镇安监办",
    name="张家港市某某五金厂",
    code="91320582MA0000000X",
    address="工业路 18 号",
    township="某某镇",
    village="永新村",
    principal="王某某",
    phone="13800000000",
    hazards=(NoticeHazard(HAZARD, "2026-11-20", "张塘核〔2026〕A07-0031", "张某、李某"),),
)
text = st.text(st.sampled_from("甲乙丙丁，。通道㼆𫠊 0.6m（）"), min_size=1, max_size=120).map(str.strip).filter(bool)
hazard = st.builds(
    lambda what, where, measures, grade: NoticeHazard(
        sheet_world.hazard("4-04", what, where=where, measures=measures, grade=grade), "2026-11-20", "", "张某"
    ),
    text, text, text, st.sampled_from(Grade),
)  # fmt: skip
a_notice = st.lists(hazard, min_size=1, max_size=9).map(lambda some: replace(ONE, hazards=tuple(some)))


def test_who_what_by_when_and_the_five_stand_on_one_page():
    (page,) = pages_of(render_notices([ONE]))
    found = HAZARD.rectification
    row = f"1{HAZARD.item}{found.what}（{found.where}）{GRADES[found.grade]}{found.responsible}{found.measures}"
    assert squeezed(row + found.funds + "12月9日" + found.contingency) in page
    assert "查出：2026年11月20日，张某、李某，检查编号张塘核〔2026〕A07-0031。" in page
    for fact in (
        ONE.name,
        ONE.code,
        ONE.address,
        "某某镇永新村",
        ONE.principal,
        ONE.phone,
        ONE.number,
        "2026年12月1日",
    ):
        assert squeezed(fact) in page
    for box in ("企业意见", "检查人员", "企业人员", "拒签情况", "企业公章", "安监部门公章"):
        assert box in page
    assert "第1页共1页" in page


@given(a_notice)
@settings(max_examples=25, deadline=None)
def test_it_advises_and_orders_nothing(notice):
    said = "".join(pages_of(render_notices([notice])))
    assert "建议逐条" in said
    assert said.count(words.NO_ENFORCEMENT) == 1 + len(pages_of(render_notices([notice])))
    assert not [word for word in ENFORCEMENT if word in said]


@given(st.lists(a_notice, min_size=1, max_size=4))
@settings(max_examples=20, deadline=None)
def test_many_in_one_file_are_the_single_ones_behind_each_other(some):
    """So each begins a page of its own and counts its own pages."""
    single = [page for notice in some for page in pages_of(render_notices([notice]))]
    assert pages_of(render_notices(some)) == single


@given(a_notice)
@settings(max_examples=25, deadline=None)
def test_every_hazard_stands_there_the_major_ones_first_and_the_signatures_stay_together(notice):
    pages = pages_of(render_notices([notice]))
    every = len(pages)
    assert [f"第{n}页共{every}页" in page for n, page in enumerate(pages, 1)] == [True] * every
    assert sum("企业公章" in page for page in pages) == 1
    assert all("企业人员" in page and "一式两份" in page for page in pages if "企业公章" in page)
    listed = "".join(pages)
    order = [each.found.rectification.grade for each in notice.hazards]
    majors = order.count(Grade.MAJOR)
    assert (f"其中重大隐患{majors}条" in listed) == bool(majors)
    assert Counter(re.findall(r"查出：2026年11月20日，张某。", listed)).total() == len(notice.hazards)
    assert render_notices([notice]) == render_notices([notice])


def test_a_rare_character_is_seen_and_never_dropped():
    (page,) = pages_of(render_notices([replace(ONE, name="张家港\U0002b820㼆厂\U000f0000")]))
    assert "㼆厂" in page
    assert "[U+F0000]" in page


def test_the_wish_to_stop_ends_it_between_two_notices():
    def step(done, total):
        assert total == 3
        if done == 2:
            raise errors.Cancelled()

    with pytest.raises(errors.Cancelled):
        render_notices([ONE] * 3, step)


# -- what the office has --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """甲: two, one of them found again and extended; 乙: a major one; 丙: said to be done; 丁: nothing."""
    world = small_world(tmp_path_factory.mktemp("built"), count=4)
    visits(world, fail=("4-09",), days=-70)
    rechecks(world, days=-50)
    visits(world, fail=("4-09", "4-04"), days=-20)
    hazard_due(world, "乙机械厂", -3, MAJOR)
    hazard_due(world, "丙塑料厂", 2)
    world.carry(world.laptop, world.office)
    by_name = {(row.hazard.name, row.hazard.item): row.hazard.id for row in ledger.ledger_rows(world.office, Choice())}
    hazards.extend(world.office, by_name["甲五金厂", "4-09"], "2027-03-01", "等设备到货")
    hazards.record_rectified(world.office, by_name["丙塑料厂", "4-09"], day(0), world.reviewer, "托盘已清走")
    hazards.refer(world.office, by_name["乙机械厂", "4-09"], "两次上门都没有动")
    world.close()
    return world


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "通知单"
    made.mkdir()
    return made


def everyone(world):
    return [each.id for each in notices.addressees(world.office, Choice())]


def test_those_of_what_is_listed_get_one_with_all_that_is_open_there(world):
    found = notices.addressees(world.office, Choice())
    assert [(each.name, each.open, each.majors) for each in found] == [
        ("丙塑料厂", 1, 0), ("乙机械厂", 1, 1), ("甲五金厂", 2, 0),
    ]  # fmt: skip
    (late,) = notices.addressees(world.office, Choice(due="overdue"))
    assert late.name == "乙机械厂"
    assert notices.addressees(world.office, Choice(stage="closed")) == [found[2]], "what was closed there is not in it"
    wanted = [world.enterprises["丁五金厂"], world.enterprises["甲五金厂"]]
    assert notices.addressees_of(world.office, wanted) == [found[2]]


def test_what_has_been_since_is_said_beside_each(world, folder):
    done = notices.print_notices(world.office, everyone(world), folder / "通知单.pdf")
    assert (done.notices, done.files) == (3, (folder / "通知单.pdf",))
    third, second, first = pages_of(done.files[0].read_bytes())
    assert "企业报已改好，等复查" in third
    assert "已移交执法" in second
    assert "其中重大隐患1条" in second
    assert "判定依据：" in second
    assert "2027年3月1日" in first
    assert re.search(r"第2次出现，上次\d+年\d+月\d+日查出、\d+年\d+月\d+日销号；延期1次，原时限2026年12月31日", first)


def test_printed_again_unchanged_it_is_the_same_paper_and_changed_it_has_the_next_number(world, folder):
    office, own = world.office, everyone(world)
    assert "编号：未编号" in pages_of(notices.notice_pdf(office, own[0]))[0]
    once = notices.print_notices(office, own, folder / "一.pdf").files[0].read_bytes()
    again = notices.print_notices(office, own, folder / "二.pdf").files[0].read_bytes()
    assert once == again
    numbers = [re.search(r"编号：(\S+?〔\d+〕整\d{4})", page)[1] for page in pages_of(once)]
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]
    assert numbers[0] in pages_of(notices.notice_pdf(office, own[0]))[0], "the screen shows it as it was printed"
    (row,) = ledger.ledger_rows(office, Choice(due="overdue"))
    hazards.extend(office, row.hazard.id, "2027-01-05", "设备在路上")
    after = pages_of(notices.print_notices(office, own, folder / "三.pdf").files[0].read_bytes())
    assert [re.search(r"整(\d{4})", page)[1] for page in after] == ["0001", "0004", "0003"]


def test_a_file_each_bears_name_and_number(world, folder):
    done = notices.print_notices(world.office, everyone(world), folder, folder=True)
    assert [file.name for file in done.files] == [
        f"{name} 整改通知单 张塘核〔{day(0)[:4]}〕整000{n}.pdf"
        for n, name in enumerate(("丙塑料厂", "乙机械厂", "甲五金厂"), 1)
    ]
    assert sorted(folder.iterdir()) == sorted(done.files)
    assert notices.file_name('某/某:"厂', "") == "某_某__厂 整改通知单.pdf"


def test_where_nothing_is_open_there_is_no_notice(world, folder):
    for enterprises in ([], [world.enterprises["丁五金厂"]]):
        with pytest.raises(errors.NothingToRectify):
            notices.print_notices(world.office, enterprises, folder / "没有.pdf")
    with pytest.raises(errors.NothingToRectify):
        notices.notice_pdf(world.office, world.enterprises["丁五金厂"])
    assert not list(folder.iterdir())
    own = [world.enterprises["丁五金厂"], *everyone(world)]
    assert notices.print_notices(world.office, own, folder / "有.pdf").notices == 3


def test_a_laptop_numbers_none_and_a_place_that_is_gone_is_said(world, folder):
    own = everyone(world)
    with pytest.raises(errors.WrongRole):
        notices.print_notices(world.laptop, own, folder / "甲.pdf")
    with pytest.raises(errors.NotWritable):
        notices.print_notices(world.office, own, folder / "没有" / "甲.pdf")
    assert not list(folder.iterdir())


# -- at the window --------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(qtbot, world, office_look):
    made = OfficeDesk(qtbot, world.office)
    made.go("隐患")
    return made


def shown(desk):
    desk.bot.waitUntil(lambda: not desk.page.notices.view.is_busy(), timeout=20_000)
    return [each.name for each in desk.page.notices.list.values()]


def test_what_is_ticked_is_seen_first_and_then_printed(desk, folder):
    page = desk.page = desk.window.page("hazards")
    first = page.list.values()[0]
    desk.bot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=page.list.tick_point(first))
    desk.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shown(desk) == ["乙机械厂"]
    assert page.notices.scope.buttons["ticked"].text() == "打勾的 1 家"
    assert page.notices.view.pages() == 1
    desk.click(page.notices.scope.buttons["listed"])
    assert shown(desk) == ["丙塑料厂", "乙机械厂", "甲五金厂"]
    assert page.notices.list.current().name == "乙机械厂", "who was looked at stays in sight"
    page.notices.write(folder / "通知单.pdf", folder=False)
    desk.wait()
    assert desk.told() == f"3 家的通知单已存为“通知单.pdf”，在“{folder}”。打印后双方签字。"
    assert len(pages_of((folder / "通知单.pdf").read_bytes())) == 3
    assert page.notices.folder_button.isVisible()
    desk.key(Qt.Key.Key_Escape)
    assert page.list.isVisible()


def test_without_a_tick_those_that_are_listed_get_one_each_as_a_file(desk, folder):
    page = desk.page = desk.window.page("hazards")
    desk.click(page.filters.due.buttons["overdue"])
    desk.click(page.notice_button)
    assert shown(desk) == ["乙机械厂"]
    assert not page.notices.scope.isVisible()
    page.notices.write(folder, folder=True)
    desk.wait()
    (file,) = folder.iterdir()
    assert file.name in desk.told()
    page.notices.write(folder / "没有" / "通知单.pdf", folder=False)
    desk.wait()
    assert "没能写到" in page.notices.error.text()


def test_stopped_half_way_it_leaves_no_file_and_can_be_done_again(desk, world, folder):
    page = desk.page = desk.window.page("hazards")
    desk.click(page.notice_button)
    shown(desk)
    page.notices.write(folder / "通知单.pdf", folder=False)
    page.notices.cancel()
    desk.wait()
    assert page.notices.error.text() == STOPPED
    assert not list(folder.iterdir())
    page.notices.write(folder / "通知单.pdf", folder=False)
    desk.wait()
    assert [file.name for file in folder.iterdir()] == ["通知单.pdf"]
