"""Every error has its sentence, in this program's own words."""

import re
import string
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest

from zjg_inspect import errors
from zjg_inspect.model.inspection import Owed, OwedKind
from zjg_inspect.ui import messages, words
from zjg_inspect.ui.messages import SENTENCES, UNEXPECTED, sentence

FORBIDDEN = (
    "您",
    "用户",
    "成功",
    "失败",
    "异常",
    "非法",
    "请稍候",
    "！",
    "!",
    "设备标识",
    "存储介质",
    "数据包",
    "冗余",
    "确认应答",
)


def leaves(of=errors.ZjgError):
    below = of.__subclasses__()
    return [of] if not below else [leaf for each in below for leaf in leaves(each)]


def facts(cls):
    return {name for each in cls.__mro__ for name in getattr(each, "__annotations__", {})}


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


LEAVES = sorted(
    (leaf for leaf in leaves() if leaf.__module__.startswith(errors.__name__)), key=lambda leaf: leaf.__name__
)


def test_every_error_has_its_sentence_and_no_sentence_is_left_over():
    assert {leaf.__name__ for leaf in LEAVES} == {cls.__name__ for cls in SENTENCES}


@pytest.mark.parametrize("cls", LEAVES, ids=lambda cls: cls.__name__)
def test_an_error_is_made_of_its_own_facts_and_of_nothing_else(cls):
    own = {name: object() for name in sorted(facts(cls))}
    error = cls(**own)
    assert error.facts() == own
    assert all(getattr(error, name) is fact for name, fact in own.items())
    with pytest.raises(TypeError, match="stick"):
        cls(**own, stick="E:")


def test_an_error_cannot_leave_out_what_it_is_about_but_what_has_a_usual_value():
    assert errors.DueTooEarly(due="2026-01-01", first="2026-01-02").facts()["names"] == ()
    with pytest.raises(TypeError, match="first"):
        errors.DueTooEarly(due="2026-01-01")


@pytest.mark.parametrize("cls", LEAVES, ids=lambda cls: cls.__name__)
def test_a_sentence_names_only_facts_of_its_error(cls):
    derived = {"place"} if "section" in facts(cls) else set()
    assert fields(SENTENCES[cls]) <= facts(cls) | derived


@pytest.mark.parametrize("text", [*SENTENCES.values(), UNEXPECTED], ids=lambda text: text[:12])
def test_the_words_are_those_of_the_house(text):
    assert not [word for word in FORBIDDEN if word in text]
    plain = re.sub(r"\{\w+\}", "", text)
    assert not re.search(r"[,;:!?()\"'.]", plain), "half-width punctuation"
    assert text.endswith("。")
    assert text.count("“") == text.count("”")
    assert text.count("（") == text.count("）")


@pytest.mark.parametrize("text", [*SENTENCES.values(), UNEXPECTED], ids=lambda text: text[:12])
def test_a_sentence_says_what_happened_what_is_safe_and_what_to_do(text):
    _, *rest = text.rstrip("。").split("。")
    assert rest, "one sentence says what happened, another what to do"
    assert re.search(r"请|点|换|打开|换成|让|补|要改", rest[-1]), "what to do"
    assert re.search(
        r"没有?(少|动|改|收|记|加|覆盖|写|存|退回|打开)|一样|都在|照常|不受影响|存好|没动|都好好的|未收|什么也没|不能直接改|也没有",
        text,
    ), "what is safe"


def example(cls):
    values = {
        "owed": (Owed("answer", "4-09"), Owed("answer", "4-10"), Owed("contingency", "3-02")),
        "pixels": 412_000_000,
        "why_not": (("甲五金厂", "unopened"), ("乙机械厂", "major")),
        "file": "/media/usb/张某-16.zjgb",
        "section": "四",
        "item": "4-09",
    }
    return cls(**{name: values.get(name, "某某") for name in facts(cls)})


@pytest.mark.parametrize("cls", LEAVES, ids=lambda cls: cls.__name__)
def test_every_error_can_be_said(cls):
    said = sentence(example(cls))
    assert "{" not in said
    assert "None" not in said


def test_a_damaged_bundle_is_told_by_its_file_and_part():
    error = errors.BundleDamaged(file="/media/usb/张某-16.zjgb", part="data/versions #12")
    said = sentence(error)
    assert "“张某-16.zjgb”有一处损坏（第 12 条记录）" in said
    assert "/media" not in said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("data/versions/0001.jsonl.age", "记录"),
        ("data/media/ab12.jpg", "照片"),
        ("data/receipts.json.age", "回执"),
        ("tagmanifest-sha256.txt", "清单"),
        ("../../etc/passwd", "../../etc/passwd"),
    ],
)
def test_a_part_of_a_bundle_is_called_as_a_person_calls_it(name, said):
    assert words.part(name) == said


def test_what_is_owed_is_counted_by_kind():
    owed = (Owed("answer", "4-09"), Owed("answer", "4-10"), Owed("contingency", "3-02"))
    assert sentence(errors.StillOwed(owed=owed)).startswith("还缺：2 条的判定、1 条隐患的“预案”。")


def test_everything_that_can_be_owed_has_a_word():
    assert set(words.OWED) == set(get_args(OwedKind))


def test_a_form_error_names_its_place_or_none():
    known = errors.FormUnreadable(file="a.yaml", section="四", item="4-09", reason="少了题目")
    assert "“a.yaml”第 4-09 条读不懂：少了题目" in sentence(known)
    unknown = errors.FormUnreadable(file="a.yaml", reason="不是清单")
    assert "“a.yaml”读不懂" in sentence(unknown)


def test_reasons_are_said_in_chinese():
    assert words.why("trailing") == "末尾有多余内容"
    assert words.why("Permission denied") == "没有权限"
    assert words.why("authority: review") == "这台电脑无权写审核"
    assert words.why("schema: too long") == "内容不合规定：太长"
    assert words.why("bag-info.txt") == "缺少或写法不对：bag-info.txt"
    assert words.why("EOFError") == "EOFError"


def test_what_nobody_foresaw_is_said_too():
    said = sentence(ZeroDivisionError("division by zero"))
    assert "ZeroDivisionError" in said
    assert "之前存的都在" in said


def test_a_kind_of_error_that_has_no_sentence_yet_does_not_break_the_telling():
    assert "之前存的都在" in sentence(errors.BundleError(file="x"))


def test_messages_need_no_qt():
    for module in (messages, words):
        assert "PySide6" not in Path(module.__file__).read_text("utf-8")


def test_unknown_owed_kinds_are_shown_as_they_are():
    assert messages.owed_words([SimpleNamespace(kind="seal")]) == "seal"
