"""A corrected visit on paper: its reason, and what it changed."""

import msgspec
import sheet_world as world
from test_sheet import text_of


def test_a_correction_says_what_it_changed():
    before = world.visit(inspectors=(world.ZHANG,))
    now = world.visit(
        failed={"3-03": "没有审批"},
        hazards=(world.hazard("3-03", "没有审批"),),
        facts=msgspec.structs.replace(world.FACTS, headcount=41),
        correction="看错了一处。",
    )
    text = text_of(world.sheet_of(now, correction=1, before=before))
    assert "更正（第2版）：看错了一处。" in text
    assert "与上一版比：从业人数由38人改为41人；核查人由张某改为张某、李某；" in text
    assert "3-03由符合改为不符合，说明改了，新记隐患。" in text
    assert text.count("3-03更正") == 1
    assert "3-02更正" not in text


def test_a_correction_that_changes_nothing_says_so():
    text = text_of(world.sheet_of(world.visit(), correction=2, before=world.visit()))
    assert "更正（第3版）。" in text
    assert "与上一版比：内容没有改，只是重新签字。" in text


def test_what_a_correction_did_to_a_hazard_and_to_photos_is_named():
    jpegs, photos = world.with_photos(2)
    old = world.hazard("3-03", "没有审批")
    moved = msgspec.structs.replace(
        old, rectification=msgspec.structs.replace(old.rectification, deadline="2023-09-01")
    )
    before = world.visit(failed={"3-03": "甲"}, hazards=(old,), photos_of={"4-01": photos[:1]})
    now = world.visit(failed={"3-03": "甲"}, hazards=(moved,), photos_of={"4-01": photos}, photos=tuple(photos))
    text = text_of(world.sheet_of(now, correction=1, before=before, jpegs=jpegs))
    assert "3-03隐患的时限改了；4-01照片由1张改为2张；整次的照片由0张改为2张。" in text
    withdrawn = text_of(world.sheet_of(world.visit(), correction=1, before=before, jpegs=jpegs))
    assert "3-03由不符合改为符合，说明改了，撤销隐患" in withdrawn
