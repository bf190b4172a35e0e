"""What the laptop says of its bundles: written, awaited, taken in; what a receipt told. No Qt in here."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import Literal, NamedTuple

from zjg_inspect import errors
from zjg_inspect.service.exchange import Exported, FileReport
from zjg_inspect.service.lists import Figures
from zjg_inspect.service.news import News, Outcome
from zjg_inspect.ui import messages, words

DAMAGED = "有 {n} 张照片在本机的文件坏了，没能带上，别的都在。请在“已签”里看是哪一次，点“更正”重拍，各人重新签字。"


class Fate(NamedTuple):
    """How a file's fate looks: word, badge, icon."""

    word: str
    badge: Literal["pass", "na", "attention", "fail"]
    icon: str


RECEIVED = Fate("已收", "pass", "check")
KNOWN = Fate("收过", "na", "equal")
HELD = Fate("暂放", "attention", "pause")
REFUSED = Fate("未收", "fail", "x")
OTHERS = Fate("给别人的", "na", "move-up-right")


def sends(figures: Figures) -> bool:
    """Whether a stick would bring the office anything."""
    return bool(
        figures.unsent or figures.unsent_found or figures.awaited or figures.awaited_found or figures.owed_photos
    )


def again_words(visits: int, found: int) -> str:
    """等回执的 2 次、待确认 1 条"""
    parts = [f"等回执的 {visits} 次" if visits else "", f"待确认 {found} 条" if found else ""]
    return "、".join(part for part in parts if part) if visits else f"等回执的{parts[1]}" if found else ""


def owed_words(photos: int) -> str:
    """What the office misses and the next stick brings."""
    return f"镇里缺的 {photos} 张照片" if photos else ""


def nothing_words(sealed: int, spoilt: int) -> str:
    """Why nothing is written; `spoilt` photos are missed by the office and are here no more."""
    if spoilt:
        return f"没有要写入的。镇里还缺 {spoilt} 张照片，本机的文件也坏了：在“已签”里点“更正”重拍，各人重新签字。"
    if sealed:
        return "没有要写入的：签完的检查镇里都收到了。"
    return "没有要写入的。签完的检查会排在这里，等着写入U盘。"


def waiting_hint(fresh: bool, waits: bool, owes: bool = False) -> str:
    """Under the button: what writing does, or why it rests."""
    if fresh:
        again = "等回执的一起再带上。" if waits else ""
        return f"{again}写完自动读回比对，本机留底。"
    if waits:
        return "U盘丢了就再写一份：等回执的都在里面，镇里收过的不会重。"
    if owes:
        return "镇里收到了检查，还缺照片：再写一份就补上。"
    return "签完的检查会在这里等着写入U盘。"


def written_words(done: Exported) -> str:
    """已写入并读回比对：2 次检查、17 张照片。…"""
    photos = f"、{done.photos} 张照片" if done.photos else ""
    again = f"等回执的 {done.again} 次" if done.again else ""
    new = [f"{done.visits} 次检查{photos}" if done.visits else "", f"待确认 {done.found} 条" if done.found else ""]
    if done.visits or done.found:
        what = "、".join(part for part in new if part) + (f"，{again}也一起带上了" if again else "")
    else:
        owed = f"镇里缺的 {done.media} 张照片带上了" if done.media else "没有新的检查，回执带上了"
        what = f"{again}又带了一份" if again else owed
    damaged = DAMAGED.format(n=done.damaged) if done.damaged else ""
    return f"已写入并读回比对：{what}。{damaged}文件是“{done.path.name}”。等镇里的回执，期间本机留底。"


def fate_of(report: FileReport) -> Fate:
    if isinstance(report.error, errors.BundleNotForUs):
        return OTHERS
    if report.status == "refused":
        return REFUSED
    if report.status == "held":
        return HELD
    return RECEIVED if report.new or report.quarantined or _tells(report.news) else KNOWN


def _tells(news: News | None) -> bool:
    return news is not None and bool(receipt_words(news))


def whose(report: FileReport) -> str:
    """塘桥镇安监办 第 12 包; of a refused file only its name is known."""
    return f"{report.sender_name} 第 {report.sequence} 包" if report.sender_name else PurePath(report.file).stem


def for_others(report: FileReport) -> str:
    """A bundle that somebody else can read: it is carried on, and nothing is lost."""
    whom = f"“{report.addressee}”" if report.addressee else "别的电脑"
    return f"这一包是写给{whom}的，这里打不开，也不用打开。原样带过去就行，里面什么也不会少。"


def known_words(reports: Sequence[FileReport]) -> str:
    """Several that bring nothing new."""
    by_sender: dict[str, list[str]] = {}
    for report in reports:
        by_sender.setdefault(report.sender_name, []).append(str(report.sequence))
    which = "，".join(f"{name}第 {'、'.join(numbers)} 包" for name, numbers in by_sender.items())
    return f"{which}：{sum(report.read for report in reports)} 条记录这里都有了，没有改动。"


def others_words(reports: Sequence[FileReport]) -> str:
    """Several of them: for whom how many."""
    counts = Counter(f"“{report.addressee}”" if report.addressee else "别的电脑" for report in reports)
    whom = "、".join(f"给{name} {count} 个" for name, count in counts.items())
    return f"{whom}。这里打不开，也不用打开，原样带过去就行，里面什么也不会少。"


def sentences(report: FileReport) -> list[str]:
    """What a file brought, the most important first; of a refused one, why."""
    if isinstance(report.error, errors.BundleNotForUs):
        return [for_others(report)]
    if report.error is not None:
        return [messages.sentence(report.error)]
    said = news_words(report.news) if report.news is not None else []
    if report.visits:
        majors = f"，其中重大隐患 {report.majors} 条" if report.majors else ""
        said.append(f"带来 {report.visits} 次检查{majors}。")
    if report.aside:
        said.append(messages.aside_words(report.aside))
    if report.photos_missing:
        said.append(f"缺照片 {report.photos_missing} 张，以后的包会带来。")
    if not said:
        said.append("登记和人员有更新。" if report.new else "这里都有了，没有改动。")
    return said


def equation(report: FileReport) -> str:
    """Every record that was read is somewhere; empty for a refused file, which counts nothing."""
    if report.status == "refused":
        return ""
    parts = f"新 {report.new} + 已有 {report.known} + 暂放 {report.held} + 隔离 {report.quarantined}"
    return f"读入 {report.read} 条 = {parts}"


def news_words(news: News) -> list[str]:
    """What a bundle of the office says to this laptop, a sentence each."""
    said = [receipt_words(news)] if receipt_words(news) else []
    if news.assigned or news.withdrawn:
        parts = (f"新派给你 {news.assigned} 家" if news.assigned else "",
                 f"收回 {news.withdrawn} 家" if news.withdrawn else "")  # fmt: skip
        said.append("，".join(part for part in parts if part) + "。")
    if news.approved or news.returned:
        parts = (f"同意 {news.approved} 次" if news.approved else "",
                 f"退回 {news.returned} 次，在“已签”最上面" if news.returned else "")  # fmt: skip
        said.append(f"审核有结果：{'，'.join(part for part in parts if part)}。")
    said += decided_words(news.decided)
    if news.enterprises or news.people:
        parts = (f"企业 {news.enterprises} 家" if news.enterprises else "",
                 f"人员 {news.people} 人" if news.people else "")  # fmt: skip
        said.append(f"登记有更新：{'、'.join(part for part in parts if part)}。")
    return said


def decided_words(decided: Sequence[Outcome]) -> list[str]:
    """What became of what was entered on this laptop: 你登记的“丁厂”没有收进底数库：不在本镇。"""
    said = []
    for each in decided:
        what = f"“{each.name}”的租约" if each.lease else f"“{each.name}”"
        if each.fate == "declined":
            rest = "已做的检查都还在，没签完的可以接着做。" if not each.lease else ""
            said.append(f"你登记的{what}镇里没有收：{each.about.rstrip('。')}。{rest}")
        elif each.fate == "merged":
            into = f"“{each.about}”" if each.about else "登记里已有的一家"
            said.append(f"你登记的{what}和{into}是同一家，已并到一起，做过的检查都算它的。")
        else:
            said.append(f"你登记的{what}镇里收了。")
    return said


def receipt_words(news: News) -> str:
    """镇里收到了 5 次检查，还缺 2 张照片，1 次没有收：甲五金厂 2026-11-20，照片打不开。"""
    if not news.receipt:
        return ""
    parts = [f"镇里收到了 {news.delivered} 次检查"] if news.delivered else []
    if news.photos_missing:
        parts.append(f"{'' if parts else '镇里'}还缺 {news.photos_missing} 张照片，下次写入U盘自动补")
    said = "，".join(parts) + "。" if parts else ""
    if news.refused:
        which = "；".join(f"{each.name} {each.date}，{words.why(each.reason)}" for each in news.refused)
        said += f"有 {len(news.refused)} 次镇里没有收：{which}。到“已签”里更正后再送。"
    if news.again:
        said += f"镇里的电脑恢复过备份，有 {news.again} 次要再送一遍：下次写入U盘自动带上。"
    return said
