"""The rehearsal of a register in words. No Qt."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zjg_inspect.model.facts import FACT_LABELS
from zjg_inspect.model.roster_changes import Difference
from zjg_inspect.model.roster_headings import LABELS, REQUIRED
from zjg_inspect.service.roster_import import ByHand, Change, Gone, Import, Left, NewZone, Rehearsal
from zjg_inspect.ui.office.register_words import STATES

TABS = (
    ("columns", "列"), ("cells", "要看的格"), ("new", "新"), ("changed", "有变化"), ("gone", "不在表里"),
    ("same", "未变"),
)  # fmt: skip
_MOST_ZONES = 6


class CellLine(NamedTuple):
    """A cell that is at fault or in doubt, or that a person has put right: `typed` is what is read in its place."""

    row: int
    name: str
    field: str
    column: str
    text: str
    reason: str
    refused: bool
    typed: str | None = None
    renames: str = ""

    @property
    def key(self) -> tuple[int, str]:
        return self.row, self.field


def cell_lines(rehearsal: Rehearsal, before: Sequence[CellLine] = ()) -> list[CellLine]:
    """Every cell to be looked at by its row. Of those `before`, what was put right since stays, with what was typed."""
    said, table = rehearsal.said, rehearsal.matched.table
    found: dict[tuple[int, str], CellLine] = {}
    for refusal in table.refused:
        name = refusal.said.name if refusal.said is not None else ""
        for fault in refusal.faults:
            found[refusal.row, fault.field] = CellLine(
                refusal.row, name, fault.field, fault.column, fault.text, fault.reason, True,
                said.cells.get((refusal.row, fault.field)), refusal.renames,
            )  # fmt: skip
    names = {row.row: row.name for row in table.rows}
    for doubt in table.doubts:
        typed = said.cells.get((doubt.row, doubt.field))
        found[doubt.row, doubt.field] = CellLine(
            doubt.row, names.get(doubt.row, ""), doubt.field, doubt.column, doubt.text, doubt.reason, False, typed
        )
    for line in before:
        if line.key in found:
            found[line.key] = found[line.key]._replace(text=line.text)
        elif line.key in said.cells or line.row in said.renamed:
            found[line.key] = line._replace(
                name=names.get(line.row, line.name), typed=said.cells.get(line.key, ""), reason="", refused=False
            )
    return sorted(found.values(), key=lambda line: line.key)


def is_right(line: CellLine) -> bool:
    return not line.reason


def what_is_wrong(line: CellLine, said: ByHand) -> str:
    """未收：没有企业名称"""
    if is_right(line):
        return "改好了，是同一家" if line.row in said.renamed and line.key not in said.cells else "改好了"
    return f"{'未收' if line.refused else '留空'}：{line.reason.removesuffix('，已留空')}"


def field_words(field: str) -> str:
    return {"state": "状态", "state_date": "状态日期", "doubts": "存疑"}.get(field) or LABELS.get(
        field, FACT_LABELS.get(field, field)
    )


def value_words(value: str | int | bool | None) -> str:
    match value:
        case None | "":
            return "空"
        case bool():
            return "是" if value else "否"
    return STATES.get(str(value), str(value))


def difference_words(differences: Iterable[Difference]) -> str:
    """从业人数 80 → 48；主要负责人 周某 → 新来的"""
    return "；".join(
        f"{field_words(each.field)} {value_words(each.before)} → {value_words(each.after)}" for each in differences
    )


def note_words(change: Change) -> str:
    """What else there is to say of a row."""
    if change.proposed:
        return "现场已发现，待确认"
    body = change.before
    return f"底数库里已{STATES[body.state]}" if body is not None and body.gone_from else ""


def elsewhere_words(gone: Gone) -> str:
    """It may have moved: a person says so."""
    return f"表里登记在{gone.elsewhere}" if gone.elsewhere else ""


def left_words(how: Left | None) -> str:
    return f"{STATES[how.state]}，{how.date} 起" if how is not None else "不动"


def sums(rehearsal: Rehearsal) -> str:
    """120 行 = 新 96 + 有变化 3 + 未变 9 + 未收 12"""
    found = rehearsal.matched
    return (
        f"{found.table.total} 行 = 新 {len(found.new)} + 有变化 {len(found.changed)}"
        f" + 未变 {len(found.unchanged)} + 未收 {len(found.table.refused)}"
    )


def missing_words(missing: Sequence[str]) -> str:
    whole = "" if list(missing) == [REQUIRED["name"]] else "；表里没有的，写上全表都是什么"
    return f"还不知道哪一列是{'、'.join(missing)}，所以一行也读不了。请在“列”里给它选上{whole}。"


def zones_words(zones: Sequence[NewZone], all_are_new: bool) -> str:
    """Villages that the register does not have: nothing to say while it has none at all."""
    if all_are_new or not zones:
        return ""
    names = "、".join(f"{zone.village}（{zone.rows} 家）" for zone in zones[:_MOST_ZONES])
    more = f"等 {len(zones)} 个村" if len(zones) > _MOST_ZONES else ""
    return f"底数库里还没有这些村：{names}{more}。收入后各成一个集中区；写错了的，在“新”里把村名改过来。"


def taken_words(done: Import) -> str:
    """已收入“底数表.xlsx”：新 96 家，有变化 3 家。"""
    report = done.report
    left = f"，注销或搬迁 {report.left} 家" if report.left else ""
    refused = f"，未收 {len(report.refused)} 行" if report.refused else ""
    return f"已收入“{done.file}”：新 {report.new} 家，有变化 {report.changed} 家{left}{refused}。"


def undone_words(file: str, removed: int, restored: int) -> str:
    again = f"，{restored} 家恢复原样" if restored else ""
    return f"已撤销“{file}”的导入：{removed} 家不再登记{again}。再导入一次，还是原来那些企业。"
