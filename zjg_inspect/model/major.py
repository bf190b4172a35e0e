"""The clauses that say when a hazard is major (工贸企业重大事故隐患判定标准), for those they concern."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from zjg_inspect.model.facts import Facts


class ClauseLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause as the file has it; `facts` and `words` where it concerns others than its group does."""

    hint: str
    number: str = ""
    facts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class ClauseGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article; it concerns whom one of the facts is true or not known of, or whose trade has one of the words."""

    article: str
    title: str
    clauses: tuple[ClauseLine, ...]
    facts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Clause(NamedTuple):
    """One clause: 第十一条（三）, of 粉尘爆炸, with a hint that is not its text."""

    number: str
    title: str
    hint: str
    facts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def criterion(self) -> str:
        """What a hazard names as its criterion."""
        return f"判定标准{self.number}：{self.hint}"

    def concerns(self, facts: Facts, industry: str) -> bool:
        """Whether it may concern this enterprise; what is not known may."""
        if self.facts:
            return any(facts.value(name) is not False for name in self.facts)
        return not self.words or not industry.strip() or any(word in industry for word in self.words)

    def says(self, text: str) -> bool:
        """Whether all that was typed stands in it."""
        return all(part in f"{self.number}{self.title}{self.hint}" for part in text.split())


class MajorStandard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All clauses; `in_force` is the day from which they hold, later than the notice."""

    title: str
    order: str
    in_force: str
    groups: tuple[ClauseGroup, ...]

    def clauses(self) -> Iterator[Clause]:
        """In their order."""
        for group in self.groups:
            for each in group.clauses:
                number = f"{group.article}（{each.number}）" if each.number else group.article
                own = each.facts or each.words
                facts, words = (each.facts, each.words) if own else (group.facts, group.words)
                yield Clause(number, group.title, each.hint, facts, words)

    def concerning(self, facts: Facts, industry: str) -> list[Clause]:
        return [clause for clause in self.clauses() if clause.concerns(facts, industry)]

    def is_in_force(self, day: str) -> bool:
        return day >= self.in_force
