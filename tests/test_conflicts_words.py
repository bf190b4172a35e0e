"""Conflicts in words: every field of every kind has a name, and what is said of two versions."""

import re
from pathlib import Path

import pytest
from msgspec import UNSET, inspect

from zjg_inspect.model import authority
from zjg_inspect.model.threeway import STATEMENTS, Difference, compare
from zjg_inspect.service.conflicts import Conflict, Follows, Found, Head, Items
from zjg_inspect.ui import conflict_words, field_words, version_words
from zjg_inspect.ui.conflict_words import called, follows_told, foot, taking, title, told

TODAY = conflict_words.date(2026, 11, 25)


def paths(kind, node=None, path=()):
    """Every place in a body of this kind that the comparison can come to."""
    node = node or inspect.type_info(authority.SCHEMAS[kind])
    match node:
        case inspect.StructType() | inspect.UnionType() if path and isinstance(node, inspect.UnionType):
            for each in node.types:
                yield from paths(kind, each, path)
        case inspect.StructType():
            inside = {name for each in STATEMENTS.get(kind, ()) for name in each[1:]} if not path else set()
            for field in node.fields:
                if field.encode_name not in inside:
                    yield from paths(kind, field.type, (*path, field.encode_name))
        case inspect.VarTupleType(item_type=inspect.StructType() as item):
            yield path
            keys = {field.encode_name for field in item.fields} & {"item", "field", "code"}
            if keys:
                yield (*path, "4-09")
                for field in item.fields:
                    if field.encode_name not in keys:
                        yield from paths(kind, field.type, (*path, "4-09", field.encode_name))
        case _:
            yield path


@pytest.mark.parametrize("kind", authority.SCHEMAS)
def test_every_field_that_is_shown_has_a_name_in_chinese(kind):
    for path in paths(kind):
        if field_words.is_shown(kind, path):
            name = field_words.name_of(kind, path, {"4-09": "风险告知卡"})
            assert name, path
            assert not re.search(r"[A-Za-z_]", name), (path, name)


def row(kind, base, one, two, names=None):
    (found,) = told(kind, compare(base, [one, two], STATEMENTS.get(kind, ())), names or {})
    return found


@pytest.mark.parametrize(
    ("kind", "one", "two", "said"),
    [
        ("enterprise", {"facts": {"headcount": 48}}, {"facts": {"headcount": None}}, ("从业人数", "48 人", "不清楚")),
        ("enterprise", {"facts": {"rents": True}}, {"facts": {"rents": False}}, ("租用厂房", "是", "否")),
        ("enterprise", {"state": "stopped", "state_date": "2026-08-01"}, {}, ("状态", "停产，2026-08-01 起", "在产")),
        ("zone", {"in_scope": False, "reason": "镇级园区"}, {}, ("计不计入", "不计入：镇级园区", "计入")),
        ("enterprise", {"phone": "1"}, {}, ("电话", "1", "没有填")),
        ("enterprise", {"kept": [{"field": "headcount", "visit": "v", "found": 52}]}, {},
         ("保留登记的从业人数", "现场 52 人，没有记入", "没有")),
        ("enterprise", {"kept": [{"field": "rents", "visit": "v", "found": True}]},
         {"kept": [{"field": "rents", "visit": "v", "found": False}]},
         ("保留登记的租用厂房", "现场“是”，没有记入", "现场“否”，没有记入")),
        ("enterprise", {"zone": "z1"}, {"zone": "z2"}, ("集中区", "永新村", "z2")),
        ("person", {"active": False}, {}, ("在不在用", "不用了", "在用")),
        ("grant", {"through": 17}, {}, ("停用", "第 17 条以后的先放着", "没有停用")),
        ("grant", {"zones": ["z1"]}, {"zones": []}, ("负责的集中区", "永新村", "没有")),
        ("assignment", {"withdrawn": True}, {}, ("撤没撤回", "撤回了，不用去", "要去")),
        ("hazard", {"rectification": {"grade": "major"}}, {"rectification": {}}, ("等级", "重大隐患", "一般隐患")),
        ("review", {"decision": "approved"}, {"decision": "returned"}, ("决定", "审核通过", "退回")),
        ("form", {"sections": [{"code": "4", "items": [{"code": "4-09", "text": "有卡"}]}]},
         {"sections": [{"code": "4", "items": [{"code": "4-09", "text": "有风险告知卡"}]}]},
         ("4-09 题目", "有卡", "有风险告知卡")),
        ("inspection", {"content": {"facts": {"headcount": 48}}}, {"content": {"facts": {"headcount": 52}}},
         ("从业人数", "48 人", "52 人")),
        ("inspection", {"content": {"inspectors": [{"name": "张某"}]}},
         {"content": {"inspectors": [{"name": "张某"}, {"name": "李某"}]}}, ("检查人", "张某", "张某、李某")),
    ],
)  # fmt: skip
def test_values_are_said_as_a_person_says_them(kind, one, two, said):
    found = row(kind, None, one, two, {"z1": "永新村"})
    assert (found.name, *found.cells) == said


def test_an_answer_is_one_row_with_its_reason():
    answers = [
        {"content": {"answers": [{"item": "4-09", **each}]}}
        for each in ({"verdict": "pass"}, {"verdict": "not_applicable", "reason": "只有两人"}, {"verdict": "pass"})
    ]
    found = row("inspection", answers[2], *answers[:2], names={"4-09": "风险告知卡"})
    assert (found.name, found.cells, found.changed) == ("4-09 风险告知卡", ("符合", "不适用：只有两人"), (False, True))


def test_an_answer_that_one_version_sets_aside_is_named_as_such():
    aside = {"content": {"aside": [{"item": "3-03", "verdict": "fail", "note": "未办审批"}]}}
    found = row("inspection", {"content": {}}, aside, {"content": {}}, names={"3-03": "动火作业"})
    assert (found.name, found.cells) == ("不再适用的 3-03 动火作业", ("不符合：未办审批", "没有"))


def test_photos_that_only_one_version_has_are_counted():
    one, two = ({"content": {"photos": [{"sha256": sha} for sha in shas]}} for shas in (("a", "b"), ("a", "c", "d")))
    assert row("inspection", None, one, two).cells == ("照片 2 张，1 张只在这份里", "照片 3 张，2 张只在这份里")


def test_visits_that_differ_in_nothing_but_their_signatures_say_when_they_were_signed():
    signed = [
        {"signatures": [{"person": {"name": "张某"}, "at": f"2026-11-23T0{hour}:03:04Z"}], "content_hash": str(hour)}
        for hour in (2, 5)
    ]
    assert row("inspection", None, *signed).cells == ("张某 签，11-23 10:03", "张某 签，11-23 13:03")


def test_a_step_of_a_hazard_is_one_sentence():
    step = {
        "step": "verified_closed", "date": "2026-11-20", "by": [{"name": "张某"}, {"name": "李某"}],
        "reason": "已清走", "photos": [{"sha256": "a"}],
    }  # fmt: skip
    found = row("hazard", None, step, {"step": "extended", "date": "2026-11-21", "reason": "等设备"})
    assert found.cells == ("2026-11-20 复查已改好，关闭（张某、李某）：已清走，照片 1 张", "2026-11-21 延期：等设备")


# -- who, what follows, what the buttons say ---------------------------------------------------------------------------


def head(device="张某的电脑", people=(), made_at="2026-11-24 16:20", n=1, current=False):
    return Head((f"{device}{n}",), device, device, people, made_at, n, current)


def shown(heads, fields=(), kind="enterprise", **more):
    kept = {"follows": (), "may_merge": True, "one_click": False, "whole": False, "visit": "", "about": ""} | more
    return Conflict(kind=kind, entity="e", name="某某机械厂", heads=heads, fields=fields, names={}, **kept)


COLLIDES = Difference(("phone",), UNSET, ("1", "2"), True)
CLEAN = Difference(("phone",), UNSET, (UNSET, "2"), False)


@pytest.mark.parametrize(
    ("heads", "labels"),
    [
        ((head("甲机", ("张某",)), head("乙机", ("李某",))), ["用张某的", "用李某的"]),
        ((head(people=("张某", "李某")), head("李某的电脑", ("张某", "李某"))), ["用张某的", "用李某的"]),
        ((head("安监办"), head("安监办", made_at="2025-08-16 09:05")), ["用 11-24 16:20 的", "用 2025-08-16 09:05 的"]),
        ((head("安监办"), head("安监办", n=2)), ["用第 1 份", "用第 2 份"]),
    ],
)
def test_a_version_is_called_by_what_tells_it_apart(heads, labels):
    assert [taking(each.label) for each in called(heads, TODAY)] == labels


def test_the_title_says_whether_it_is_one_place():
    two = (head(), head("李某的电脑"))
    assert title(shown(two, (COLLIDES,))) == "某某机械厂：两个人改了同一处"
    assert title(shown(two, (CLEAN,))) == "某某机械厂：两个人改了不同的地方"
    assert title(shown((*two, head("王某的电脑")), (COLLIDES,))) == "某某机械厂：三个人改了同一处"
    assert title(shown((head("安监办"), head("安监办", n=2)), (COLLIDES,))) == "某某机械厂：有两份改动"
    hazard = shown(two, (Difference(("reason",), UNSET, ("1", "2"), True),), kind="hazard", about="通道被占")
    assert title(hazard) == "某某机械厂的隐患“通道被占”：两个人改了同一处"


@pytest.mark.parametrize(
    ("follows", "said"),
    [
        (Follows("items", (Items("base", 0, 48), Items("standardisation", 9, 57))),
         ("所以要查", "基础指标，48 条", "另加安全标准化 9 条，共 57 条")),
        (Follows("items", (Items("standardisation", 0, 43), Items(None, 4, 44))),
         ("所以要查", "安全标准化，43 条", "人数不清，按多的查，44 条")),
        (Follows("counted", (True, False)), ("所以", "计入比例", "不计入比例")),
        (Follows("state", ("open", "closed")), ("所以", "还没改好", "已改好，关闭")),
        (Follows("found", (Found(0, 0), Found(2, 1))), ("所以", "全部符合", "不符合 2 条，重大隐患 1 条")),
    ],
)  # fmt: skip
def test_what_follows_is_said_for_each(follows, said):
    name, cells = follows_told(follows)
    assert (name, *cells) == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "不急，不定也能用。"),
        ({"one_click": True}, "改的不是同一处，可以都要。"),
        ({"follows": (Follows("counted", (True, False)),)}, "定下之前照样计入。"),
        ({"follows": (Follows("state", ("open", "closed")),), "kind": "hazard"}, "定下之前按没改好算。"),
        ({"kind": "grant"}, "定下之前按管得紧的算。"),
        ({"may_merge": False}, "这一处由镇安监办来定。"),
    ],
)
def test_the_foot_says_what_holds_until_then(more, said):
    assert foot(shown((head(), head("李某的电脑")), (COLLIDES,), **more)) == said


def test_inspectors_are_told_where_they_settle_it():
    said = foot(shown((head(), head("李某的电脑")), (COLLIDES,), kind="inspection", may_merge=False))
    assert "在张某的电脑或李某的电脑上打开“已签”" in said
    assert said.endswith("定下之前，这家企业不算达到。")


def test_the_words_are_those_of_the_house_and_need_no_qt():
    source = "".join(Path(each.__file__).read_text("utf-8") for each in (conflict_words, field_words, version_words))
    assert not re.search("您|用户|成功|失败|异常|非法|请稍候|！|PySide6", source)


def test_what_a_version_has_not_touched_is_not_shown_as_changed():
    found = row("enterprise", {}, {"phone": "1"}, {"phone": "2"})
    assert found.changed == (True, True)
    (found,) = told("enterprise", compare({}, [{"phone": "1"}, {"phone": "2"}, {}]), {})
    assert (found.cells, found.changed, found.collides) == (("1", "2", "没有填"), (True, True, False), True)
