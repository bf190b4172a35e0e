"""The checklists that come with the program: unchanged since release, complete, asked of whom they concern."""

import json
import re
import time
from pathlib import Path

import msgspec
import pytest
from notice import LAWS

from zjg_inspect.errors import FormUnknown
from zjg_inspect.formfile import load_form, shipped_form, shipped_forms
from zjg_inspect.model.form import FACT_NAMES, STANDARDISATION_FROM, Facts, applies, items_for, why
from zjg_inspect.paths import shipped

RELEASED = json.loads((Path(__file__).parent / "released_forms.json").read_text(encoding="utf-8"))
FILES = sorted(shipped("forms").glob("*/*.yaml"))
FLAGS = FACT_NAMES[1:]
NOTHING_SPECIAL = dict.fromkeys(FLAGS, False)
ENTERPRISE = shipped_form("enterprise")
ITEMS = list(ENTERPRISE.items())
OF_ALL_FORMS = [
    pytest.param(item, id=f"{form_id}-{item.code}")
    for form_id in ("enterprise", "village", "landlord", "lease")
    for item in shipped_form(form_id).items()
]
BASE = {"1-01"}
STANDARDISATION = {"1-02", "1-03", "1-04", "1-05"}


def asked(**facts: object) -> set[str]:
    """The items that an enterprise with these facts is asked; every other fact is known to be false."""
    return {item.code for item in items_for(ENTERPRISE, Facts(**{"headcount": 38} | NOTHING_SPECIAL | facts))}


PLAIN = asked()


def test_every_released_form_is_unchanged() -> None:
    assert {f"{path.parent.name}/{path.stem}": load_form(path).hash for path in FILES} == RELEASED


def test_a_file_is_named_after_what_it_holds() -> None:
    for path in FILES:
        form = load_form(path)
        assert (form.id, str(form.version)) == (path.parent.name, path.stem)


def test_shipped_forms_are_found_by_hash_and_by_id() -> None:
    assert set(shipped_forms()) == set(RELEASED.values())
    assert shipped_forms()[ENTERPRISE.hash] is ENTERPRISE
    assert shipped_form("enterprise", 1).hash == RELEASED["enterprise/1"]


@pytest.mark.parametrize(
    ("wanted", "named"), [(("dog",), "dog"), (("enterprise", 999), "enterprise/999"), (("", 1), "/1")]
)
def test_a_form_that_is_not_shipped_is_named(wanted: tuple[str], named: str) -> None:
    with pytest.raises(FormUnknown) as caught:
        shipped_form(*wanted)
    assert caught.value.form == named


def test_the_checklist_says_that_it_is_derived_and_not_the_official_list() -> None:
    assert ENTERPRISE.derived
    assert "第三部分" in ENTERPRISE.source
    assert "不是该方案附件2的官方清单" in ENTERPRISE.source
    assert ENTERPRISE.pass_rate == 100
    assert not any(item.key for item in ITEMS)


def test_every_version_keeps_the_meaning_of_its_codes_and_uses_none_again() -> None:
    for path in FILES:
        newer = load_form(path)
        older = [load_form(each) for each in path.parent.glob("*.yaml") if int(each.stem) < newer.version]
        taken = [item for form in older for item in form.items()]
        for item in newer.items():
            assert {(each.title, each.text) for each in taken if each.code == item.code} <= {(item.title, item.text)}
        if older:
            latest = max(older, key=lambda form: form.version)
            dropped = {item.code for item in taken} - set(latest.by_code)
            assert not dropped & set(newer.by_code)


def test_the_first_version_is_numbered_without_gaps_and_a_newer_one_goes_on_counting() -> None:
    for path in FILES:
        form = load_form(path)
        first = load_form(path.with_name("1.yaml"))
        for section in form.sections:
            codes = {item.code for each in (first, form) for item in each.items()}
            numbers = sorted(int(code.partition("-")[2]) for code in codes if code.startswith(section.code + "-"))
            assert numbers == list(range(1, len(numbers) + 1))


def test_what_the_second_version_changes() -> None:
    """One judgement an item; what only a landlord can do is not held against the tenant; two things to promote."""
    first, second = shipped_form("enterprise", 1), shipped_form("enterprise", 2)
    assert set(first.by_code) - set(second.by_code) == {"3-06", "3-10", "3-13", "3-16"}
    assert set(second.by_code) - set(first.by_code) == {f"3-{n}" for n in range(17, 25)} | {"6-02", "6-03"}
    kept = set(first.by_code) & set(second.by_code)
    assert {code for code in kept if first.item(code) != second.item(code)} == {"7-03"}
    assert first.item("7-03").applies_when == {"any": ["rents", "lets"]}
    assert second.item("7-03") == msgspec.structs.replace(first.item("7-03"), applies_when="lets")


def test_seven_sections_in_the_order_of_the_notice() -> None:
    assert [(s.code, s.numeral, s.source) for s in ENTERPRISE.sections] == [
        (str(n), numeral, f"§三({numeral})") for n, numeral in enumerate("一二三四五六七", 1)
    ]
    titles = "安管体系 双重预防 作业过程管控 可视化管理 源头与设备安全 信息化 技术服务与出租方"
    assert [section.title for section in ENTERPRISE.sections] == titles.split()


def test_items_follow_the_points_of_their_section() -> None:
    for section in ENTERPRISE.sections:
        points = [item.sources[0] for item in section.items]
        assert points == sorted(points)
        assert all(re.fullmatch(re.escape(section.source) + "[123]", point) for point in points)


def test_every_point_that_binds_an_enterprise_has_an_item() -> None:
    asked_for = {source for item in ITEMS for source in item.sources}
    assert asked_for >= {f"§三({group}){point}" for group in "一二三四五" for point in (1, 2, 3)}
    assert asked_for >= {"§三(六)1", "§三(六)3", "§三(七)1", "§三(七)2", "§三(七)3"}


def test_only_the_notice_and_the_listed_law_are_cited() -> None:
    cited = {source for item in ITEMS for source in item.sources if not source.startswith("§")}
    assert cited <= LAWS


def test_there_are_about_seventy_items_and_a_plain_workshop_is_asked_forty_or_so() -> None:
    assert 65 <= len(ITEMS) <= 75
    assert 40 <= len(PLAIN) <= 50
    assert asked(headcount=None, **dict.fromkeys(FLAGS)) == {item.code for item in ITEMS}


def test_only_what_the_notice_encourages_is_advisory() -> None:
    assert {item.title for item in ITEMS if not item.counts} == {
        "安全计时牌",
        "机械换人自动减人",
        "气体监测预警接入",
        "视频监控接入",
    }


def test_each_of_the_seven_things_on_the_walls_is_an_item() -> None:
    lists = [item.title for item in ITEMS if item.sources[0] == "§三(四)3"]
    assert lists == [
        "风险辨识清单",
        "风险管控清单",
        "隐患排查清单",
        "风险告知卡",
        "应急处置卡",
        "风险四色图",
        "风险告知牌",
    ]


@pytest.mark.parametrize("item", OF_ALL_FORMS)
def test_an_item_fits_the_screen_and_reads_as_a_sentence(item: object) -> None:
    assert len(item.title) <= 16
    assert len(item.text) <= 44
    assert item.text.endswith("。")
    assert item.text.count("。") == 1
    assert item.met.endswith("。")
    assert len(item.met) <= 44
    assert all(len(line) <= 40 and line[-1] in "；。？" for line in item.look_at)
    assert item.look_at[-1][-1] in "。？"
    assert 1 <= len(item.phrases) <= 3
    assert all(len(phrase) <= 10 for phrase in item.phrases)
    whole = "".join((item.title, item.text, item.met, *item.look_at, *item.phrases))
    assert not re.search(r"""[,;:!?()"'！]""", whole), "half-width or shouting signs in Chinese text"


@pytest.mark.parametrize("form_id", ["enterprise", "village", "landlord", "lease"])
def test_no_two_items_ask_the_same(form_id: str) -> None:
    for field in ("title", "text", "met"):
        said = [getattr(item, field) for item in shipped_form(form_id).items()]
        assert len(set(said)) == len(said), field


# -- who is asked what ---------------------------------------------------------------------------------------------


def test_below_fifty_the_base_indicators_from_fifty_on_standardisation() -> None:
    assert asked(headcount=49) & (BASE | STANDARDISATION) == BASE
    assert asked(headcount=50) & (BASE | STANDARDISATION) == STANDARDISATION
    assert asked(headcount=STANDARDISATION_FROM) == asked(headcount=5000)
    assert asked(headcount=0) == asked(headcount=49)


@pytest.mark.parametrize("field", ["dust_explosive", "ammonia_refrigeration", "other_key_field"])
def test_a_key_field_asks_for_standardisation_at_any_size(field: str) -> None:
    for headcount in (3, 49, 50, 500, None):
        assert asked(headcount=headcount, **{field: True}) & (BASE | STANDARDISATION) == STANDARDISATION


def test_while_the_class_is_not_known_both_are_asked() -> None:
    assert asked(headcount=None) >= BASE | STANDARDISATION
    assert asked(headcount=49, other_key_field=None) >= BASE | STANDARDISATION
    assert not asked(headcount=50, other_key_field=None) & BASE


@pytest.mark.parametrize("headcount", [0, 49, 50, 51, None])
@pytest.mark.parametrize("field", [True, False, None])
def test_the_form_and_the_class_say_the_same(headcount: int | None, field: bool | None) -> None:
    facts = Facts(**NOTHING_SPECIAL | {"headcount": headcount, "dust_explosive": field})
    expected = {"base": BASE, "standardisation": STANDARDISATION, None: BASE | STANDARDISATION}[facts.headcount_class]
    assert {item.code for item in items_for(ENTERPRISE, facts)} & (BASE | STANDARDISATION) == expected


ANY_DANGEROUS_WORK = {"3-08", "3-09"}


@pytest.mark.parametrize(
    ("fact", "more"),
    [
        ("flammable_tanks", {"5-06", "5-07", "6-02"}),
        ("toxic_tanks", {"5-08", "6-02"}),
        ("chemical_store", {"5-09", "5-10", "6-02"}),
        ("confined_spaces", {"3-17", "3-18", "3-07"} | ANY_DANGEROUS_WORK),
        ("hot_work", {"3-03"} | ANY_DANGEROUS_WORK),
        ("work_at_height", {"3-04"} | ANY_DANGEROUS_WORK),
        ("temporary_electricity", {"3-05"} | ANY_DANGEROUS_WORK),
        ("contractors", {"3-21", "3-22", "3-14", "3-15", "3-23", "3-24"}),
        ("projects", {"5-01"}),
        ("rents", {"7-02", "7-05"}),
        ("lets", {"7-02", "7-03", "7-04", "7-05"}),
    ],
)
def test_each_fact_switches_its_items_on_and_so_does_not_knowing_it(fact: str, more: set[str]) -> None:
    assert asked(**{fact: True}) == asked(**{fact: None}) == PLAIN | more
    assert not PLAIN & more


def test_what_has_no_condition_is_asked_of_every_enterprise() -> None:
    always = {item.code for item in ITEMS if item.applies_when is None}
    assert always == PLAIN - BASE
    assert all(why(item, Facts()).startswith("全部企业都查。") for item in ITEMS if item.code in always)


def test_every_item_says_why_it_is_asked_of_this_enterprise() -> None:
    press_shop = Facts(**NOTHING_SPECIAL | {"headcount": 38, "rents": True, "hot_work": None})
    assert why(ENTERPRISE.item("7-02"), press_shop) == "这家有租用的厂房。"
    assert why(ENTERPRISE.item("3-03"), press_shop) == "不清楚有没有动火作业，先查。"
    assert why(ENTERPRISE.item("1-01"), press_shop) == (
        "这家有 38 人，不到 50 人，没有涉爆粉尘、液氨制冷、其他重点领域生产。"
    )
    assert not any(why(item, press_shop).endswith("不查。") for item in ITEMS if applies(item, press_shop))


def test_the_checklist_is_read_without_making_anyone_wait() -> None:
    path = shipped("forms") / "enterprise" / f"{ENTERPRISE.version}.yaml"

    def took() -> float:
        begun = time.process_time()
        load_form(path)
        return time.process_time() - begun

    assert min(took() for _ in range(5)) < 0.06
