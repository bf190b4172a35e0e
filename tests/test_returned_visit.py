"""A visit that the office sent back: the inspector reads why, corrects it, and it waits for review again."""

from pages import Field
from world import STROKES

from zjg_inspect.model.review import ItemRemark
from zjg_inspect.service import lists, review
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.today_list import RowList
from zjg_inspect.ui.field.today_rows import Heading
from zjg_inspect.ui.field.walker import WalkerScreen


def test_what_was_sent_back_stands_first_with_its_reason_and_is_corrected(qtbot, world):
    sent_back, version = world.visit("甲五金厂")
    world.visit("乙机械厂")
    world.carry(world.laptop, world.office)
    review.send_back(world.office, sent_back, version, world.reviewer, "", (ItemRemark("1-01", "请补照片"),))
    other = next(waiting for waiting in review.visits_to_review(world.office))
    shown = review.open_review(world.office, other.inspection)
    review.approve(world.office, other.inspection, shown.version, world.reviewer, STROKES, "情况属实。")
    world.carry(world.office, world.laptop)

    field = Field(qtbot, world.laptop)
    field.window.show_tab("sealed")
    sealed = field.window.findChild(RowList, "sealedList")
    spoken = [row.title if isinstance(row, Heading) else row.name for row in sealed.rows.rows()]
    assert spoken == ["镇里退回的", "甲五金厂", "已送达", "乙机械厂"]
    sealed.select_id(sent_back)
    sealed.open_selected()
    assert field.shows(SheetScreen).sentence() == "镇里退回：1-01 请补照片。点“更正”改好，各人重新签字后再送。"
    field.click("correct")
    walker = field.shows(WalkerScreen)
    assert walker.view.known.text() == "镇里退回：请补照片。"
    assert lists.enterprises(world.laptop, "甲五金厂")[0].draft == sent_back
