"""Form files: what a form may hold, and how one that is wrong is refused by file, section and item."""

import json
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import yaml
from form_maker import a_form, an_item

from zjg_inspect.errors import (
    FormCodeDoubled,
    FormConditionWrong,
    FormError,
    FormFieldWrong,
    FormUnreadable,
    UnknownItem,
)
from zjg_inspect.formfile import load_form
from zjg_inspect.model.condition import MAX_TERMS
from zjg_inspect.model.form import FormDef, Item, Section

# -- what a form file may hold -------------------------------------------------------------------------------------


@dataclass
class FormFile:
    """A form file on disk, as an office hands it in."""

    path: Path

    def holding(self, document: object) -> Path:
        self.path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        return self.path

    def saying(self, content: str | bytes) -> Path:
        self.path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.path


@pytest.fixture
def file(tmp_path: Path) -> FormFile:
    return FormFile(tmp_path / "trial.yaml")


def place(error: FormError) -> tuple[str, str | None, str | None]:
    return error.file, error.section, error.item


def test_a_form_left_at_its_defaults_reads_as_the_same_form_written_out(file: FormFile) -> None:
    form = load_form(file.holding(a_form()))
    assert form.item("1-01") == Item(
        code="1-01",
        title="通道畅通",
        text="安全通道保持畅通。",
        look_at=("走一遍通道。",),
        met="走得通。",
        source="§三(四)2",
        applies_when=None,
        weight="required",
        key=False,
        evidence=None,
        phrases=(),
    )
    assert form.pass_rate == 100
    assert load_form(file.holding(form.document())).hash == form.hash


def test_an_official_form_may_lower_the_rate_and_have_key_items(file: FormFile) -> None:
    form = load_form(file.holding(a_form(an_item(key=True), pass_rate=80, derived=False)))
    assert (form.pass_rate, form.derived, form.item("1-01").key) == (80, False, True)


def test_an_item_that_the_form_does_not_have_is_named(file: FormFile) -> None:
    with pytest.raises(UnknownItem) as caught:
        load_form(file.holding(a_form())).item("9-99")
    assert caught.value.item == "9-99"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "Trial"}, "id"),
        ({"id": 7}, "id"),
        ({"version": 0}, "version"),
        ({"version": True}, "version"),
        ({"version": "1"}, "version"),
        ({"title": ""}, "title"),
        ({"title": "长" * 61}, "title"),
        ({"source": None}, "source"),
        ({"derived": "yes"}, "derived"),
        ({"pass_rate": 0}, "pass_rate"),
        ({"pass_rate": 101}, "pass_rate"),
        ({"pass_rate": 99.5}, "pass_rate"),
        ({"sections": []}, "sections"),
        ({"sections": {"1": "现场"}}, "sections"),
        ({"author": "某人"}, "author"),
        ({7: "某人"}, "7"),
    ],
)
def test_a_wrong_field_of_the_form_is_named(file: FormFile, changes: dict[object, object], field: str) -> None:
    with pytest.raises(FormFieldWrong) as caught:
        load_form(file.holding(a_form() | changes))
    assert (*place(caught.value), caught.value.field) == ("trial.yaml", None, None, field)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "1-1"}, "code"),
        ({"code": "2-01"}, "code"),
        ({"code": "1-０１"}, "code"),
        ({"title": 5}, "title"),
        ({"text": "  "}, "text"),
        ({"text": " 前面有空格"}, "text"),
        ({"text": "两行\n字"}, "text"),
        ({"text": "长" * 301}, "text"),
        ({"look_at": "一句话"}, "look_at"),
        ({"look_at": []}, "look_at"),
        ({"look_at": ["一", "二", "三", "四"]}, "look_at"),
        ({"look_at": [1]}, "look_at"),
        ({"met": None}, "met"),
        ({"source": "§三(四)2; "}, "source"),
        ({"source": "§三(四)2;; 某法"}, "source"),
        ({"weight": "optional"}, "weight"),
        ({"weight": ["required"]}, "weight"),
        ({"weight": None}, "weight"),
        ({"key": 1}, "key"),
        ({"key": True, "weight": "advisory"}, "key"),
        ({"evidence": "video"}, "evidence"),
        ({"phrases": ["一", "二", "三", "四"]}, "phrases"),
        ({"remark": "多出来的"}, "remark"),
    ],
)
def test_a_wrong_field_of_an_item_is_named_with_its_place(
    file: FormFile, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(FormFieldWrong) as caught:
        load_form(file.holding(a_form(an_item(), an_item("1-02") | changes)))
    assert (*place(caught.value), caught.value.field) == (
        "trial.yaml",
        "1",
        changes.get("code", "1-02"),
        field,
    )


@pytest.mark.parametrize("field", [field.name for field in msgspec.structs.fields(Item) if field.required])
def test_a_missing_field_of_an_item_is_named_with_its_place(file: FormFile, field: str) -> None:
    item = an_item()
    del item[field]
    with pytest.raises(FormFieldWrong) as caught:
        load_form(file.holding(a_form(item)))
    named = "第 1 个" if field == "code" else "1-01"
    assert (*place(caught.value), caught.value.field) == ("trial.yaml", "1", named, field)


@pytest.mark.parametrize(
    ("changes", "field"), [({"code": 1}, "code"), ({"items": []}, "items"), ({"title": ""}, "title")]
)
def test_a_wrong_field_of_a_section_is_named(file: FormFile, changes: dict[str, object], field: str) -> None:
    section = a_form()["sections"][0] | changes
    with pytest.raises(FormFieldWrong) as caught:
        load_form(file.holding(a_form(sections=[section])))
    named = "第 1 个" if field == "code" else "1"
    assert (*place(caught.value), caught.value.field) == ("trial.yaml", named, None, field)


def test_two_items_or_sections_with_one_code_are_named(file: FormFile) -> None:
    with pytest.raises(FormCodeDoubled) as caught:
        load_form(file.holding(a_form(an_item(), an_item())))
    assert (*place(caught.value), caught.value.code) == ("trial.yaml", "1", "1-01", "1-01")
    section = json.dumps(a_form()["sections"][0])
    with pytest.raises(FormCodeDoubled) as caught:
        load_form(file.holding(a_form(sections=[json.loads(section), json.loads(section)])))
    assert (*place(caught.value), caught.value.code) == ("trial.yaml", "1", None, "1")


@pytest.mark.parametrize(
    "condition",
    [
        "has_dog",
        "headcount",
        "headcount>=50",
        "headcount = 50",
        "headcount >= -1",
        "headcount >= 050",
        "headcount >= ５０",
        "headcount >= 50\n",
        "headcount >= 99999999",
        "rents or lets",
        "not rents",
        "",
        True,
        50,
        [],
        ["rents"],
        {},
        {"any": []},
        {"any": "rents"},
        {"any": {"not": "rents"}},
        {"not": ["rents"]},
        {"not": None},
        {"any": ["rents"], "all": ["lets"]},
        {"xor": ["rents", "lets"]},
        {1: "rents"},
        {"all": ["rents", {"any": ["lets", "has_dog"]}]},
        {"any": ["rents"] * MAX_TERMS},
        {"headcount": 50},
    ],
)
def test_a_condition_outside_the_vocabulary_is_named_with_its_place(file: FormFile, condition: object) -> None:
    with pytest.raises(FormConditionWrong) as caught:
        load_form(file.holding(a_form(an_item(applies_when=condition))))
    assert place(caught.value) == ("trial.yaml", "1", "1-01")
    assert caught.value.reason


def test_the_wrong_word_inside_a_long_condition_is_the_one_named(file: FormFile) -> None:
    with pytest.raises(FormConditionWrong) as caught:
        load_form(file.holding(a_form(an_item(applies_when={"all": ["rents", {"not": {"any": ["lets", "dog"]}}]}))))
    assert caught.value.condition == "dog"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id: a\nversion: 1\nid: b\n", "第 3 行：“id”写了两次"),
        ("sections:\n- items:\n  - code: 1-01\n    code: 1-02\n", "第 4 行：“code”写了两次"),
        ("id: a\n\tversion: 1\n", "第 2 行"),
        ("id: [a\n", "第 2 行"),
        ("id: a\n---\nid: b\n", "第 2 行"),
        ("id: !!python/name:os.system\n", "第 1 行"),
        ("id: &a [x]\nversion: *a\n", "第 2 行：不能用引用"),
        ("[" * 300_000 + "]" * 300_000, "嵌套太深"),
        ("- " * 300_000, "嵌套太深"),
        ("id: 2023-13-45\n", "日期或数字"),
        ("id: " + "9" * 5000 + "\n", "日期或数字"),
        (b"\xff\xfe\xff", "UTF-8"),
        ("id: \x00\n", "UTF-8"),
        ("", "这里要写一组字段"),
        ("只有一句话", "这里要写一组字段"),
        ("- 一张表\n", "这里要写一组字段"),
        ("#" * 4_000_001, "文件太大"),
    ],
    ids=range(17),
)
def test_what_is_no_form_file_is_refused_with_its_line(file: FormFile, content: str | bytes, said: str) -> None:
    with pytest.raises(FormUnreadable) as caught:
        load_form(file.saying(content))
    assert caught.value.file == "trial.yaml"
    assert said in caught.value.reason


def test_a_form_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.yaml", tmp_path):
        with pytest.raises(FormUnreadable) as caught:
            load_form(path)
        assert caught.value.file == path.name


@pytest.mark.parametrize(
    ("sections", "named"),
    [(["x"], ("第 1 个", None)), ([{"code": "1", "title": "a", "source": "b", "items": [3]}], ("1", "第 1 个"))],
)
def test_a_section_or_item_that_is_no_mapping_is_named(sections: list[object], named: tuple[str, str | None]) -> None:
    with pytest.raises(FormUnreadable) as caught:
        FormDef.from_document(a_form(sections=sections), "包里的表")
    assert place(caught.value) == ("包里的表", *named)


def test_a_form_with_half_a_character_is_refused_where_it_stands() -> None:
    with pytest.raises(FormFieldWrong) as caught:
        FormDef.from_document(a_form(an_item(met="好\ud800")))
    assert (caught.value.item, caught.value.field) == ("1-01", "met")


# -- a form as a document ------------------------------------------------------------------------------------------


def test_the_hash_is_that_of_the_content_and_not_of_the_file(file: FormFile) -> None:
    first = load_form(file.holding(a_form()))
    file.path.write_text("# 换行、注释、次序都不算内容\n" + json.dumps(a_form(), indent=3), encoding="utf-8")
    assert load_form(file.path).hash == first.hash
    assert load_form(file.holding(a_form(an_item(met="走得通，不用侧身。")))).hash != first.hash


def test_sections_are_numbered_as_official_paper_does() -> None:
    def numeral(code: str) -> str:
        return Section(code=code, title="", source="", items=()).numeral

    assert [numeral(c) for c in ("1", "7", "10", "11", "20", "35")] == ["一", "七", "十", "十一", "二十", "三十五"]
