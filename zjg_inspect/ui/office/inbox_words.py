"""What became of a received file, in words and figures; and the report after a device was accepted. No Qt."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePath
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from zjg_inspect import errors
from zjg_inspect.model.clock import local
from zjg_inspect.service.delivery import Lost
from zjg_inspect.service.enrol import Waiting
from zjg_inspect.service.exchange import Exported, FileReport
from zjg_inspect.service.received import Brought
from zjg_inspect.service.salvaging import Salvaged
from zjg_inspect.ui import messages
from zjg_inspect.ui import words as parts
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
OTHERS = State("别人的", "move-up-right", "na")


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
    if isinstance(report.error, errors.BundleNotForUs):
        return OTHERS
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
    if not report.sequence:  # what was rescued of a damaged one
        return PurePath(report.file).stem
    return f"{report.sender_name} 第 {report.sequence} 包"


def from_stranger(report: FileReport) -> bool:
    return report.status != "refused" and any(
        each.state == "held" and each.reason == "unknown_device" for each in report.aside
    )


def words(report: FileReport, lost: Lost | None = None) -> list[Part]:
    """The sentence at the right of a row; `lost`: what did not come from the same laptop."""
    if isinstance(report.error, errors.BundleNotForUs):
        whom = f"“{report.addressee}”" if report.addressee else "别的电脑"
        return [Part(f"写给{whom}的，这里打不开，也不用打开。原样带过去就行，里面什么也不会少。")]
    if isinstance(report.error, errors.BundleDamaged):  # its name stands in the row
        where = parts.part(report.error.part)
        return [Part(f"有一处损坏（{where}），整包未收，本机没有改动。先抢救完好的，或请对方重写一份。")]
    if report.error is not None:
        return [Part(messages.sentence(report.error))]
    said: list[Part] = [Part("接受以后并入了。")] if report.accepted else []
    if lost is not None and lost.lacking and lost.sequences:
        said += [Part(f"第 {numbers_words(lost.sequences)} 包还没到", "attention", True), Part("。")]
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


def numbers_words(spans: Sequence[tuple[int, int]]) -> str:
    """17、19–21"""
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def received_words(began: datetime, seconds: int, source: str) -> str:
    """09:12，来自U盘“金士顿”，用了 4 秒；原文件没有动过"""
    where = f"，来自{source}" if source else ""
    return f"{began:%H:%M}{where}，用了 {seconds} 秒；原文件没有动过"


def came_words(last: datetime) -> str:
    """Of what came into the watched folder today."""
    return f"今天的，最近一个 {last:%H:%M}；收好的放在“已收”，给他们的回执在“回执”"


def restored_words(at: str, today: date) -> str:
    """Of a batch that was taken in before the program was started."""
    then = local(at)
    return f"{then:%H:%M} 收的" if then.date() == today else f"{then:%m-%d %H:%M} 收的"


def written_words(written: Sequence[Exported], of: int) -> str:
    """What was written for the laptops, each its own bundle; `of`: for so many it was to be."""
    if not of:
        return "还没有在用的电脑，没有写包。先在“电脑”页接受一台。"
    if not written:
        return ""
    names = "、".join(f"“{each.addressee_name}”" for each in written[:4]) + ("等" if len(written) > 4 else "")
    damaged = sum(each.damaged for each in written)
    spoilt = f"有 {damaged} 张照片在本机的文件坏了，没能带上，别的都在。" if damaged else ""
    return f"已写入并读回比对：{len(written)} 个包，给{names}。各人的包只有他的电脑打得开。{spoilt}"


def failed_words(failures: Sequence[tuple[str, str]], of: int) -> str:
    """For whom no bundle was written, and why; those with one reason together. `of`: for so many it was to be."""
    by_reason: dict[str, list[str]] = {}
    for name, sentence in failures:
        by_reason.setdefault(sentence, []).extend([name] if name else [])
    said = []
    for sentence, names in by_reason.items():
        whose = f"没写成 {len(names)} 台（{'、'.join(names)}）。" if names and of > 1 else ""
        said.append(f"{whose}{sentence}")
    return "\n".join(said)


def rescued_words(found: Salvaged) -> str:
    """What was rescued of a damaged bundle, and how to come by the rest."""
    photos = f"、{found.media} 张照片" if found.media else ""
    rest = []
    if found.cut:
        rest.append("后面一截没有了")
    if found.lost:
        rest.append(f"有 {len(found.lost)} 处坏了没救回来")
    if found.unproven:
        rest.append(f"有 {found.unproven} 条不知道是谁写的，没有要")
    missing = f"{'，'.join(rest)}。" if rest else ""
    return f"抢救出 {found.versions} 条记录{photos}，已经收下。{missing}请写它的人再写一份送来，缺的会自动补上。"


def own_words() -> list[Part]:
    """Of a bundle that this office wrote itself: sticks come back with those that nobody took off them."""
    return [Part("本办自己写给网格员的，这里都有，带给他就行。")]


def report_text(title: str, when: str, reports: Sequence[FileReport], said: Sequence[Sequence[Part]]) -> str:
    """The whole report, to be kept or printed; `said`: the sentence of each row."""
    lines = [f"{title}：{when}", sums(reports).equation(), ""]
    for report, row in zip(reports, said, strict=True):
        lines += [spoken(report, row), f"　　文件：{report.file}"]
    return "\n".join(lines) + "\n"


def spoken(report: FileReport, said: Sequence[Part]) -> str:
    figures = f"读入 {report.read}，新 {report.new}，已有 {report.known}，暂放 {report.held}，隔离 {report.quarantined}"
    return f"{state_of(report).word}，{whose(report)}，{figures}，{''.join(part.text for part in said)}"


def after_acceptance(
    reports: Sequence[FileReport], device: str, waiting: Waiting, brought: Mapping[int, Brought] = MappingProxyType({})
) -> list[FileReport]:
    """The reports with what was held of this device counted as it stands now; what still waits stays with the last.

    `brought`: by bundle, the visits that have merged since.
    """
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
            visits, majors = brought.get(report.sequence, (report.visits, report.majors))
            report = msgspec.structs.replace(
                report,
                accepted=True,
                visits=visits,
                majors=majors,
                status="held" if still and not new else "imported",
                new=new,
                held=still,
                quarantined=report.quarantined + bad,
                aside=tuple(each for each in report.aside if each.reason != "unknown_device"),
            )
        told.append(report)
    return told[::-1]
