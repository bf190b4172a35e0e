"""What became of a received file, in words and figures; and the report after a device was accepted. No Qt."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

import msgspec

from zjg_inspect.service.enrol import Waiting
from zjg_inspect.service.exchange import Exported, FileReport
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.rich import Part
from zjg_inspect.ui.theme import Token


class State(NamedTuple):
    """How a file's fate looks: colour, sign, word."""

    word: str
    icon: str
    token: Token


RECEIVED = State("已收", "check", "pass")
KNOWN = State("收过", "equal", "na")
HELD = State("暂放", "pause", "attention")
REFUSED = State("未收", "x", "fail")


class Sums(NamedTuple):
    """All files together; a refused one counts nothing."""

    files: int
    read: int
    new: int
    known: int
    held: int
    quarantined: int

    def equation(self) -> str:
        return f"读入 {self.read} = 新 {self.new} + 已有 {self.known} + 暂放 {self.held} + 隔离 {self.quarantined}"


def sums(reports: Sequence[FileReport]) -> Sums:
    fields = ("read", "new", "known", "held", "quarantined")
    return Sums(len(reports), *(sum(getattr(report, name) for report in reports) for name in fields))


def state_of(report: FileReport) -> State:
    if report.status == "refused":
        return REFUSED
    if report.status == "held":
        return HELD
    return RECEIVED if report.new or report.quarantined else KNOWN


def whose(report: FileReport) -> str:
    """张某的电脑 第 16 包; of a refused file only its name is known."""
    if not report.sender:
        return PurePath(report.file).stem
    if from_stranger(report):
        return "没见过的电脑"
    return f"{report.sender_name} 第 {report.sequence} 包"


def from_stranger(report: FileReport) -> bool:
    return report.status != "refused" and any(
        each.state == "held" and each.reason == "unknown_device" for each in report.aside
    )


def words(report: FileReport) -> list[Part]:
    """The sentence at the right of a row."""
    if report.error is not None:
        return [Part(messages.sentence(report.error))]
    said: list[Part] = []
    if report.visits:
        said.append(Part(f"检查 {report.visits} 次"))
        if report.majors:
            said += [Part("，含"), Part(f"重大隐患 {report.majors} 条", "fail", True)]
        said.append(Part("。"))
    if report.photos_missing:
        said += [Part(f"缺照片 {report.photos_missing} 张", "attention", True), Part("，其余可看。")]
    elif report.photos:
        said.append(Part(f"照片 {report.photos} 张，全部可看。"))
    if from_stranger(report):
        said.append(Part(f"它说自己是“{report.sender_name}”。先放着，没有并入；接受后自动并入。"))
    other = [each for each in report.aside if each.state != "held" or each.reason != "unknown_device"]
    if other:
        said.append(Part(messages.aside_words(other)))
    if not said and not report.new:
        said.append(Part("以前收过，没有变化。"))
    return said or [Part("登记和人员有更新。")]


def written_words(written: Sequence[Exported]) -> str:
    """What was written for the laptops, each its own bundle."""
    if not written:
        return "还没有在用的电脑，没有写包。先在“电脑”页接受一台。"
    names = "、".join(each.addressee_name for each in written)
    return f"已写入并读回比对：{len(written)} 个包，给{names}。各人的包只有他的电脑打得开，收下就有登记、派单和审核。"


def spoken(report: FileReport) -> str:
    figures = f"读入 {report.read}，新 {report.new}，已有 {report.known}，暂放 {report.held}，隔离 {report.quarantined}"
    return f"{state_of(report).word}，{whose(report)}，{figures}，{''.join(part.text for part in words(report))}"


def after_acceptance(reports: Sequence[FileReport], device: str, waiting: Waiting) -> list[FileReport]:
    """The reports with what was held of this device counted as it stands now; what still waits stays with the last."""
    held, fresh = waiting.held, waiting.quarantined
    for report in reports:
        if report.sender == device:
            fresh -= report.quarantined
    told = []
    for report in reversed(reports):
        if report.sender == device and report.held and from_stranger(report):
            still = min(held, report.held)
            bad = min(max(0, fresh), report.held - still)
            held, fresh = held - still, fresh - bad
            new = report.new + report.held - still - bad
            report = msgspec.structs.replace(
                report,
                status="held" if still and not new else "imported",
                new=new,
                held=still,
                quarantined=report.quarantined + bad,
                aside=tuple(each for each in report.aside if each.reason != "unknown_device"),
            )
        told.append(report)
    return told[::-1]
