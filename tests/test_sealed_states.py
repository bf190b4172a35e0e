"""How far each sealed visit has come, as the inspector sees it: in the list, at the sheet, in the status line."""

import pages
import pytest
from pages import Field
from sync_story import AWAITED, COLLEAGUES, DELIVERED, LACKING, REFUSED, RETURNED, UNSENT, WAITING, story
from two_laptops import shared_heads
from world import photo

from zjg_inspect.service import lists, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.ui import theme
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.today_rows import Heading, Line
from zjg_inspect.ui.field.walker import WalkerScreen


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    one, two = story(tmp_path_factory.mktemp("built"))
    one.close()
    two.laptop.close()
    return one


@pytest.fixture
def field(qtbot, world):
    made = Field(qtbot, world.laptop)
    made.press("Ctrl+3")
    return made


def rows(field):
    return field.window.home.sealed.list.rows.rows()


def groups(field):
    """The headings, each with the names under it."""
    found = {}
    for row in rows(field):
        if isinstance(row, Heading):
            found[row.title] = []
        else:
            found[list(found)[-1]].append(row.name)
    return found


def line(field, name):
    return next(row for row in rows(field) if isinstance(row, Line) and row.name == name)


def status(field, name):
    return field.window.status.findChild(pages.QWidget, name).accessibleName()


def open_sheet(field, name):
    field.window.home.sealed.list.select_id(line(field, name).id)
    field.press("Enter")
    screen = field.shows(SheetScreen)
    field.until(lambda: screen.sheet.pages() > 0)
    return screen


def test_what_needs_the_inspector_stands_first_and_what_has_come_last(field):
    assert groups(field) == {
        "被隔离的": [REFUSED],
        "镇里退回的": [RETURNED],
        "未发送": [UNSENT],
        "缺照片的": [LACKING],
        "待回执": [AWAITED],
        "已送达": [WAITING, DELIVERED],
        "同事的检查": [COLLEAGUES],
    }


@pytest.mark.parametrize(
    ("name", "words", "under", "tone"),
    [
        (REFUSED, "被隔离", "更正后再送", "fail"),
        (RETURNED, "已送达", "已退回", "pass"),
        (UNSENT, "未发送", "", "ink"),
        (LACKING, "缺照片 2 张", "待审核", "attention"),
        (AWAITED, "待回执", "", "ink"),
        (WAITING, "已送达", "待审核", "pass"),
        (DELIVERED, "已送达", "已审核", "pass"),
    ],
)
def test_a_state_is_colour_sign_and_word(field, name, words, under, tone):
    cell = line(field, name).cells[0]
    assert (cell.words, cell.under, cell.tone) == (words, under, tone)
    assert cell.sign is not None


def test_a_colleagues_visit_is_told_apart(field):
    assert line(field, COLLEAGUES).cells[0].words == "同事查的"
    assert open_sheet(field, COLLEAGUES).sentence().startswith("同事查的。")


def test_today_says_how_far_the_last_visit_has_come_and_leads_to_the_refused_one(field):
    field.press("Ctrl+1")
    under = {name: field.row(name).cells[1].under for name in (UNSENT, AWAITED, LACKING, DELIVERED, COLLEAGUES)}
    assert under == {
        UNSENT: "未发送", AWAITED: "待回执", LACKING: "缺照片 2 张", DELIVERED: "已送达", COLLEAGUES: "同事查的",
    }  # fmt: skip
    refused = field.row(REFUSED)
    assert (refused.cells[1].words, refused.cells[1].under, refused.action) == ("被隔离", "更正后再送", "查看")
    field.tap_row_button(REFUSED)
    assert field.window.home.tab() == "sealed"
    assert groups(field) == {"被隔离的": [REFUSED]}


def test_the_reason_stands_in_the_row(field):
    assert line(field, REFUSED).facts == "镇里没有收：照片打不开"
    assert line(field, RETURNED).facts == "镇里退回：照片看不清，请重拍；4-09 没写在哪台设备"


def test_the_status_line_counts_what_is_unsent_and_what_is_awaited(field):
    assert (status(field, "statusUnsent"), status(field, "statusAwaited")) == ("未发送 1", "待回执 1")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (UNSENT, "未发送，下次写入U盘就带走。"),
        (AWAITED, "已写入U盘，等镇里的回执；没到也不要紧，下次写入U盘会再带上。"),
        (LACKING, "已送达，等镇里审核。镇里还缺 2 张照片，下次写入U盘自动补上。"),
        (DELIVERED, "已送达，已审核。"),
    ],
)
def test_the_sheet_says_how_far_it_has_come(field, name, said):
    assert open_sheet(field, name).sentence().startswith(said)


def test_what_was_refused_shows_its_sheet_is_corrected_as_a_new_root_and_then_comes(field, world):
    screen = open_sheet(field, REFUSED)
    assert screen.sentence() == "镇里没有收这一次：照片打不开。点“更正”改好，各人重新签字后再送；原来这份留着。"
    assert screen.correct.kind() == "main"
    assert field.window.focusWidget() is screen.correct
    field.press("Space")
    walker = field.shows(WalkerScreen)
    draft = walker.session.visit.draft
    assert draft.head.parents == ()
    (bad,) = draft.photos
    visit.remove_photo(world.laptop, draft.id, bad.id)
    visit.add_photo(world.laptop, draft.id, bad.item, photo(9), "IMG_9.jpg")
    world.sign_all(draft.id)
    signing.seal(world.laptop, draft.id)
    field.window.go_home()
    field.window.show_tab("sealed")
    assert REFUSED in groups(field)["未发送"]
    assert "被隔离的" not in groups(field)
    world.carry(world.laptop, world.office)
    world.carry(world.office, world.laptop)
    field.window.refresh()
    assert set(groups(field)) == {"镇里退回的", "已送达", "同事的检查"}
    assert shared_heads(world.office) == shared_heads(world.laptop)
    assert doctor(world.office).ok


def test_photos_that_the_office_lacks_go_along_with_the_next_stick(field, world):
    world.carry(world.laptop, world.office)
    world.carry(world.office, world.laptop)
    field.window.refresh()
    assert "缺照片的" not in groups(field)
    assert {LACKING, UNSENT, AWAITED} <= set(groups(field)["已送达"])
    figures = lists.figures(world.laptop)
    assert (figures.unsent, figures.awaited) == (0, 0)


CHECKS = (pages.clipped, pages.foreign_words, pages.small_targets, pages.unnamed, pages.unreachable)


@pytest.mark.parametrize(("name", "size"), pages.LOOKS)
def test_nothing_is_clipped_foreign_or_out_of_reach(qtbot, qapp, world, size, name):
    theme.apply(qapp, name)
    try:
        field = Field(qtbot, world.laptop, size)
        field.press("Ctrl+3")
        pages.settle()
        assert {check.__name__: check(field.window) for check in CHECKS} == {check.__name__: [] for check in CHECKS}
        for each in (REFUSED, RETURNED, LACKING):
            open_sheet(field, each)
            pages.settle()
            assert {check.__name__: check(field.window) for check in CHECKS} == {check.__name__: [] for check in CHECKS}
            field.window.go_home()
    finally:
        theme.apply(qapp)
