"""The sheet's tables: head, items, hazards, conclusion."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from zjg_inspect.model.facts import Facts
from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.hazard import Recurrence, severity
from zjg_inspect.model.inspection import Answer, Content, FoundHazard, Grade, Outcome, Verdict
from zjg_inspect.report import content as words
from zjg_inspect.report.changes import changes
from zjg_inspect.report.conclusion import Conclusion
from zjg_inspect.report.fonts import Face
from zjg_inspect.report.layout import BODY_WIDTH, MM, Band, Block, Cell, band, cell
from zjg_inspect.report.text import Span, spread

ROW = 6.1 * MM
LABEL = 21 * MM
HEADING_SIZE = 10.5  # 五号
TITLE_SIZE = 18.0  # 小二
SECTION_GREY = 0.93
FAILED_GREY = 0.87

_ITEM_WIDTHS = [width * MM for width in (12, 82, 18.5, 18.5, 39)]
_HAZARD_WIDTHS = [width * MM for width in (8, 42, 10.5, 24, 33, 15, 16.5, 21)]
_HAZARD_HEADS = ("序", "问题和位置", "等级", "责任", "措施", "资金", "时限", "预案")


def heading(text: str) -> Band:
    """A part's heading in hei, bound to what follows."""
    return Band((cell(BODY_WIDTH, text, Face.SANS_BOLD, size=HEADING_SIZE, pad=0),), 7 * MM, keep=True, ruled=False)


def label(text: str, width: float = LABEL) -> Cell:
    return cell(width, spread(text), Face.SANS_BOLD, align="centre", pad=0.8 * MM)


def plain(text: str, size: float = 9.0, face: Face = Face.SERIF) -> Band:
    """A line of running text over the whole width, without rules."""
    return band([cell(BODY_WIDTH, text, face, size=size, pad=0)], ruled=False)


def hazard_numbers(visit: Content) -> dict[str, int]:
    """The number of each item's hazard on this sheet: major ones first, then in the items' order."""
    order = {code: number for number, code in enumerate(visit.items)}
    ranked = sorted(visit.hazards, key=lambda h: (severity(h.rectification.grade), order.get(h.item, len(order))))
    return {hazard.item: number for number, hazard in enumerate(ranked, 1)}


def head(
    visit: Content, form: FormDef, correction: int, before: Content | None, registered: Facts | None
) -> list[Block]:
    """Title, number and date, and who and where; what is otherwise than `registered`, where that is known."""
    doing = words.DOING[visit.type]
    half = BODY_WIDTH / 2
    title = cell(BODY_WIDTH, words.title(visit), Face.SANS_BOLD, size=TITLE_SIZE, align="centre", pad=0)
    line = [
        cell(half, f"编号：{visit.number or words.NO_NUMBER}", size=HEADING_SIZE - 1, pad=0),
        cell(half, f"{doing}日期：{words.paper_date(visit.date)}", size=HEADING_SIZE - 1, align="right", pad=0),
    ]
    top = [Band((title,), title.text_height, ruled=False), band(line, least=7 * MM, ruled=False)]
    if correction:
        why = f"：{visit.correction.rstrip('。')}。" if visit.correction else "。"
        top.append(plain(f"更正（第 {correction + 1} 版）{why}", face=Face.SERIF_BOLD))
    if correction and before is not None:
        top.append(plain(f"与上一版比：{'；'.join(changes(before, visit))}。"))
    return [Block(tuple(top)), Block(tuple(_head_rows(visit, form, registered)), space=0.5 * MM)]


def _head_rows(visit: Content, form: FormDef, registered: Facts | None) -> list[Band]:
    doing = words.DOING[visit.type]
    pairs = [
        *(_zone_rows(visit) if visit.of_zone else _enterprise_rows(visit)),
        (f"{doing}人", words.people(visit.inspectors), f"{doing}时间", words.span_of_visit(visit)),
    ]
    value = (BODY_WIDTH - 2 * LABEL) / 2 + 9 * MM
    rows = [
        band(
            [label(left), cell(value, first), label(right), cell(BODY_WIDTH - 2 * LABEL - value, second)],
            least=ROW,
        )
        for left, first, right, second in pairs
    ]
    wide = [] if visit.of_zone else [("现场情况", words.circumstances(visit.facts))]
    if registered is not None and (otherwise := words.found_otherwise(registered, visit.facts)):
        wide.append(("与登记不符", otherwise))
    if visit.outcome is Outcome.DONE:
        wide.append(("依据", words.basis(form)))
    if visit.enterprise_person:
        wide.insert(0, (words.host(visit), words.person(visit.enterprise_person)))
    if visit.remark and visit.outcome is Outcome.DONE:
        wide.append(("备注", visit.remark))
    return rows + [band([label(name), cell(BODY_WIDTH - LABEL, said)], least=ROW) for name, said in wide]


def _zone_rows(visit: Content) -> list[tuple[str, str, str, str]]:
    return [("集中区名称", visit.name, "区镇、村", f"{visit.township}{visit.village}")]


def _enterprise_rows(visit: Content) -> list[tuple[str, str, str, str]]:
    return [
        ("企业名称", visit.name, "信用代码", visit.code or "无"),
        ("地址", visit.address, "工业集中区", f"{visit.township}{visit.village}"),
        ("行业", visit.industry, "从业人数", words.headcount(visit.facts)),
        ("主要负责人", visit.principal, "厂房", words.premises(visit)),
    ]


def items(
    visit: Content,
    form: FormDef,
    numbers: Mapping[str, int],
    photos: Mapping[str, list[int]],
    changed: Collection[str] = (),
) -> tuple[str, Block]:
    """Every item that applies, by section, with its answer; `photos` are the photo numbers of each item, `changed` the
    codes that a correction has changed."""
    answers = {answer.item: answer for answer in visit.answers}
    applicable = set(visit.items)
    bands = []
    asked: list[Item] = []
    for section in form.sections:
        there = [item for item in section.items if item.code in applicable]
        if not there:
            continue
        asked += there
        counts = words.answer_counts([answers[i.code].verdict if i.code in answers else None for i in there])
        said = f"（{section.numeral}）{section.title}　{section.source}　{len(there)} 条：{counts}"
        bands.append(band([cell(BODY_WIDTH, said, Face.SANS_BOLD, grey=SECTION_GREY)], least=ROW, keep=True))
        for item in there:
            code = item.code
            row = _item_row(item, answers.get(code), numbers.get(code), photos.get(code, []), changed=code in changed)
            bands.append(row)
    if laws := words.laws(asked):
        bands.append(band([cell(BODY_WIDTH, f"条目同时依据：{laws}。", size=8)], least=ROW))
    left_out = sum(1 for _ in form.items()) - len(asked) - len(visit.aside)
    title = words.items_heading(words.DOING[visit.type], len(asked), left_out)
    return title, Block(tuple(bands), head=_items_head(visit))


def aside(visit: Content, form: FormDef, photos: Mapping[str, list[int]]) -> tuple[str, Block]:
    """Answers to items that do not apply under the facts as found: said, and no more than that."""
    rows = [
        _item_row(form.item(answer.item), answer, None, photos.get(answer.item, []), counts=False)
        for answer in visit.aside
    ]
    return words.aside_heading(len(rows)), Block(tuple(rows), head=_items_head(visit))


def _items_head(visit: Content) -> Band:
    return table_head(("序号", f"{words.DOING[visit.type]}内容", "来源", "结果", "说明"), _ITEM_WIDTHS)


def table_head(titles: tuple[str, ...], widths: list[float]) -> Band:
    """A table's head, repeated on each page."""
    cells = [cell(w, t, Face.SANS_BOLD, align="centre") for w, t in zip(widths, titles, strict=True)]
    return band(cells, least=ROW)


def _item_row(
    item: Item, answer: Answer | None, hazard: int | None, photos: list[int], counts: bool = True, changed: bool = False
) -> Band:  # fmt: skip
    verdict = answer.verdict if answer else None
    failed = counts and verdict is Verdict.FAIL
    face = Face.SERIF_BOLD if failed else Face.SERIF
    code, text, source, result, note = _ITEM_WIDTHS
    return band(
        [
            cell(code, f"{item.code}\n{words.CORRECTED}" if changed else item.code, face, align="centre", pad=0),
            cell(text, words.item_text(item), face, pad=1.2 * MM),
            cell(source, words.source(item), face, size=8.5, align="centre", pad=0.5 * MM),
            cell(result, words.ANSWERS[verdict], face, align="centre", grey=FAILED_GREY if failed else None, pad=0),
            cell(note, _remarks(answer, hazard, photos), face, size=8.5),
        ],
        least=ROW,
    )


def _remarks(answer: Answer | None, hazard: int | None, photos: list[int]) -> str:
    said = [part for part in (answer.reason, answer.note) if part.strip()] if answer else []
    if hazard is not None:
        said.append(f"见隐患 {hazard}")
    if photos:
        said.append(f"照片 {words.listed(photos)}")
    return "，".join(part.rstrip("。；，") for part in said)


def hazards(
    visit: Content,
    numbers: Mapping[str, int],
    again: Mapping[str, Recurrence],
    extended: Mapping[str, Sequence[tuple[str, str]]],
) -> tuple[str, Block]:
    """Each hazard with grade and the five of its rectification; without any, a sentence that says so.

    Under it, that it recurs (by item), and why it had been extended (by hazard id).
    """
    again_only = bool(visit.hazards) and all(hazard.still_open for hazard in visit.hazards)
    title = words.hazards_heading([hazard.rectification.grade for hazard in visit.hazards], again_only)
    if not visit.hazards:
        none = cell(BODY_WIDTH, f"本次{words.DOING[visit.type]}没有发现隐患。")
        return title, Block((band([none], least=ROW),))
    ranked = sorted(visit.hazards, key=lambda hazard: numbers[hazard.item])
    year = visit.date[:4]
    rows = []
    for hazard in ranked:
        beside = words.recurs(None if hazard.still_open else again.get(hazard.item))
        beside += words.extended(extended.get(hazard.hazard, ()), year)
        rows.append(hazard_row(hazard, numbers[hazard.item], year, beside))
    return title, Block(tuple(rows), head=hazards_head())


def hazards_head() -> Band:
    return table_head(_HAZARD_HEADS, _HAZARD_WIDTHS)


def hazard_row(hazard: FoundHazard, number: int, year: str, beside: Sequence[str]) -> Band:
    """A hazard with grade and the five; `beside` stands under what is wrong, a line each."""
    found = hazard.rectification
    major = found.grade is Grade.MAJOR
    face = Face.SERIF_BOLD if major else Face.SERIF
    problem = f"{hazard.item}　{found.what}"
    if found.where:
        problem += f"（{found.where}）"
    if hazard.still_open:
        problem += "【以前发现，仍未整改】"
    spans = [Span(problem, face)]
    if found.criterion:
        spans.append(Span(f"\n判定依据：{found.criterion}", Face.SERIF))
    spans += [Span(f"\n{said}", Face.SERIF) for said in beside]
    responsible = "\n".join(part for part in (found.responsible, found.phone) if part)
    texts = (responsible, found.measures, found.funds, words.short_date(found.deadline, year), found.contingency)
    first, second, third, *rest = _HAZARD_WIDTHS
    return band(
        [
            cell(first, str(number), face, align="centre", pad=0),
            cell(second, spans),
            cell(third, words.GRADES[found.grade], face, align="centre", grey=FAILED_GREY if major else None, pad=0),
            *(cell(width, text, face, pad=1.2 * MM) for width, text in zip(rest, texts, strict=True)),
        ],
        least=ROW,
    )


def conclusion(
    visit: Content, form: FormDef, numbers: Mapping[str, int], decision: str | None, office: str
) -> tuple[str, Block]:
    """Counts, verdict and what stands in the way; of a try, why there was nothing to see."""
    if visit.outcome is not Outcome.DONE:
        said = words.TRY_SENTENCES[visit.outcome] + visit.remark
        spans = [Span(said), Span(f"\n结论：本次不计为{words.DOING[visit.type]}，另行安排。", Face.SERIF_BOLD)]
    else:
        sums = Conclusion(visit, form, numbers, decision, office)
        verdict, missing = sums.verdict()
        spans = [Span(sums.counts(), Face.SERIF_BOLD), Span(sums.beside() + "\n")]
        spans += [Span(verdict, Face.SERIF_BOLD), Span(missing)]
    box = replace(cell(BODY_WIDTH, spans, size=HEADING_SIZE, pad=3 * MM))
    return f"{words.DOING[visit.type]}结论", Block((band([box], least=box.text_height + 5 * MM),))
