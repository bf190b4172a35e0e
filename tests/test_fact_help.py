"""Every fact is explained: what it means exactly, how it is seen on the spot, where it comes from."""

import re

import pytest
from notice import LAWS, PLACES

from zjg_inspect.model.facts import FACT_HELP, FACT_NAMES, FactHelp

HELP = pytest.mark.parametrize("help", FACT_HELP.values(), ids=FACT_HELP)


def test_every_fact_is_explained_in_the_order_in_which_it_is_asked() -> None:
    assert tuple(FACT_HELP) == FACT_NAMES


@HELP
def test_an_explanation_is_short_plain_chinese(help: FactHelp) -> None:
    for said in (help.definition, help.how):
        assert 10 <= len(said) <= 90
        assert said.endswith("。")
        assert not re.search(r"""[A-Za-z,;:!?()"'！]""", said)


@HELP
def test_its_sources_exist_and_begin_with_the_notice(help: FactHelp) -> None:
    assert set(help.sources) <= PLACES | LAWS
    assert help.sources[0] in PLACES


def test_no_two_facts_are_explained_alike() -> None:
    for field in ("definition", "how"):
        assert len({getattr(help, field) for help in FACT_HELP.values()}) == len(FACT_NAMES)


def test_the_headcount_counts_dispatched_workers_and_is_the_inspectors_own() -> None:
    assert "被派遣的工人都算" in FACT_HELP["headcount"].definition
    assert "承包商人员不算" in FACT_HELP["headcount"].definition
    assert "自己核实" in FACT_HELP["headcount"].how
