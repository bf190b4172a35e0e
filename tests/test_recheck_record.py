"""复查记录: each hazard that was looked at again, as it was found, by when it was due, and how it stands now."""

import re
from datetime import date

import msgspec
import pypdfium2
import sheet_world
from test_hazard_verbs import day, rechecks, sealed
from test_sheet import text_of
from world import hazard_due

from zjg_inspect.model.inspection import Grade, VisitType
from zjg_inspect.report.rechecked import Rechecked
from zjg_inspect.service import hazards, ledger, sheet
from zjg_inspect.service.ledger import Choice


def test_a_re_inspection_begins_with_each_hazard_as_it_was_found_and_as_it_stands():
    jpegs, photos = sheet_world.with_photos(1)
    ids = [f"0192f0c1-7a3b-7c11-9d52-3b1f6a0e4c{n:02}" for n in range(3)]
    visit = sheet_world.visit(
        type=VisitType.REINSPECTION,
        items=("1-01", "3-03", "4-04"),
        failed={"4-04": "又堆了两托"},
        photos_of={"3-03": photos},
        closed=(ids[1], ids[0]),
        hazards=(msgspec.structs.replace(sheet_world.hazard("4-04", "通道被占", still_open=True), hazard=ids[2]),),
    )
    was = {
        ids[0]: Rechecked("1-01", "责任制没有上墙", "", Grade.GENERAL, "2022-12-30", "2023-08-01"),
        ids[1]: Rechecked("3-03", "动火未办审批", "焊接工段", Grade.MAJOR, "2023-07-02", "2023-07-20"),
        ids[2]: Rechecked("4-04", "通道被占", "二号车间", Grade.GENERAL, "2023-07-02", "2023-07-20"),
    }
    text = text_of(sheet_world.sheet_of(visit, jpegs=jpegs, rechecked=was))
    assert "一、复查的隐患（3条：已改好2条，没改好1条）" in text
    assert "11-01责任制没有上墙2022年12月30日8月1日√已改好销号" in text
    assert "23-03【重大】动火未办审批（焊接工段）7月2日7月20日√已改好审核后销号照片1" in text
    assert "34-04通道被占（二号车间）7月2日7月20日×没改好又堆了两托" in text
    assert "没改好的隐患（1条，均为一般隐患）" in text
    gone = text_of(sheet_world.sheet_of(visit, jpegs=jpegs))
    assert f"隐患{ids[0]}" in gone, "what is not here is named, not dropped"


def test_the_re_inspection_record_shows_the_deadline_that_held_on_its_day(world):
    hazard_due(world, "甲五金厂", 3)
    (row,) = ledger.ledger_rows(world.laptop, Choice())
    hazards.extend(world.laptop, row.hazard.id, day(9), "等设备到货")
    draft = world.answered("甲五金厂", fail=("4-09",), type=VisitType.REINSPECTION)
    recheck = sealed(world, draft, 0, pictured=False)

    def told():
        pages = pypdfium2.PdfDocument(sheet.sealed_sheet(world.laptop, recheck))
        return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))

    due_day = date.fromisoformat(day(9))
    assert "复查的隐患（1条，都没改好）" in told()
    assert f"{due_day.month}月{due_day.day}日×没改好" in told()
    before = told()
    rechecks(world)
    assert told() == before, "what came later changes nothing of it"
