"""What a visit comes to, in sentences: counts, verdict, and what still stands in the way of it."""

from collections.abc import Mapping

from zjg_inspect.model.form import FormDef
from zjg_inspect.model.inspection import Content, Grade, Verdict, VisitType
from zjg_inspect.report import content as words


class Conclusion:
    """What the visit comes to: counts, verdict and what still stands in the way, in sentences."""

    def __init__(
        self,
        content: Content,
        form: FormDef,
        hazard_numbers: Mapping[str, int],
        decision: str | None,
        office: str,
    ) -> None:
        asked = [form.item(code) for code in content.items]
        answers = {answer.item: answer.verdict for answer in content.answers}
        self._required = [(item, answers.get(item.code)) for item in asked if item.counts]
        self._advisory = [answers.get(item.code) for item in asked if not item.counts]
        self._failed = [item for item, verdict in self._required if verdict is Verdict.FAIL]
        majors = [hazard for hazard in content.hazards if hazard.rectification.grade is Grade.MAJOR]
        self._majors = sorted(hazard_numbers[hazard.item] for hazard in majors)
        self._numbers = hazard_numbers
        self._content, self._form = content, form
        self._decision, self._office = decision, office

    def counts(self) -> str:
        """应查 48 条：√ 符合 44 条，…"""
        verdicts = [verdict for _, verdict in self._required]
        parts = [f"{words.ANSWERS[verdict]} {verdicts.count(verdict)} 条" for verdict in words.WORDS]
        if None in verdicts:
            parts.append(f"未答 {verdicts.count(None)} 条")
        return f"应查 {len(verdicts)} 条：" + "，".join(parts) + "。"

    def beside(self) -> str:
        """Major hazards and advisory items."""
        said = f"重大隐患 {len(self._majors)} 条（隐患 {words.listed(self._majors)}）。"
        if not self._majors:
            said = "无重大隐患。"
        if self._advisory:
            said += f"另有倡导条目 {len(self._advisory)} 条（{words.answer_counts(self._advisory)}），不计入结论。"
        return said

    def verdict(self) -> tuple[str, str]:
        """The conclusion, and what is still in the way of it (empty where nothing is)."""
        if self._content.type is not VisitType.ASSESSMENT:
            doing = words.DOING[self._content.type]
            if self._content.of_zone:
                return f"结论：本次{doing}情况如上。", "供区镇、街道对村（社区）督查、考核时使用。"
            return f"结论：本次{doing}情况如上。", f"{doing}记录不单独作为达到{words.STANDARD}要求的依据。"
        missing = self._in_the_way()
        if self._decision != "approved":
            returned = self._decision == "returned"
            missing.append(f"按{self._office}退回意见更正" if returned else f"{self._office}审核签字")
            if len(missing) == 1:
                return f"结论：条目已达到{words.STANDARD}要求，待认定。", f"还差：{missing[0]}。"
        if not missing:
            return f"结论：达到{words.STANDARD}要求。", ""
        return f"结论：暂未达到{words.STANDARD}要求。", f"还差：{'，'.join(missing)}。"

    def _in_the_way(self) -> list[str]:
        missing = []
        unanswered = sum(verdict is None for _, verdict in self._required)
        if unanswered:
            missing.append(f"{unanswered} 条没有作答")
        in_the_way = self._majors
        if not self._rate_met() or any(item.key for item in self._failed):
            opened = {self._numbers[item.code] for item in self._failed if item.code in self._numbers}
            in_the_way = sorted({*opened, *self._majors})
            without = [item.code for item in self._failed if item.code not in self._numbers]
            missing += [f"条目 {words.listed(without)} 整改到位"] if without else []
        if in_the_way:
            missing.append(f"隐患 {words.listed(in_the_way)} 复查合格")
        if self._content.inspectors and all(one.agency for one in self._content.inspectors):
            missing.append("网格员核查（本次由第三方机构开展，不单独作为认定依据）")
        return missing

    def _rate_met(self) -> bool:
        met = len(self._required) - len(self._failed)
        return 100 * met >= self._form.pass_rate * len(self._required)
