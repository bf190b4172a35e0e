"""What of all that came somebody must see to, read from the store: a title, words, and one thing to press. No Qt."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from zjg_inspect.service import delivery, enrol, received
from zjg_inspect.service.delivery import Lost
from zjg_inspect.service.enrol import KnownLaptop
from zjg_inspect.service.received import MissingPhotos, QuarantinedVisits
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import words
from zjg_inspect.ui.office.inbox_words import numbers_words
from zjg_inspect.ui.office.laptops_words import COPIED_TITLE, copied_words, waiting_words
from zjg_inspect.ui.office.rich import Part, Parts
from zjg_inspect.ui.theme import Token

Act = Literal["laptop", "write", ""]
"""What the button does: to the laptop's page, or writing a bundle for it."""

TOLD = "给他写一份包，"


class Todo(NamedTuple):
    """One thing to do about a laptop."""

    device: str
    icon: str
    token: Token
    title: str
    words: Parts
    act: Act


def todos(db: Database) -> list[Todo]:
    """The gravest first."""
    laptops = enrol.laptops(db)
    found = [_copied(each) for each in laptops if each.copied is not None]
    found += [_quarantined(each) for each in received.quarantined_visits(db)]
    found += [_suspended(each) for each in laptops if each.waits_for("suspended") is not None]
    found += [_lost(each) for each in delivery.lost_bundles(db) if each.lacking]
    found += [_photos(each) for each in received.missing_photos(db)]
    return found


def quiet_words(db: Database) -> list[str]:
    """What needs nobody, in a sentence each: lost bundles whose content has come, what waits for its elders."""
    said = [
        f"{each.name}：第 {numbers_words(each.sequences)} 包未到，内容已补齐。"
        for each in delivery.lost_bundles(db)
        if not each.lacking and each.sequences
    ]
    for laptop in enrol.laptops(db):
        said += [f"{laptop.name}：{line}" for line in _waiting(laptop)]
    return said


def _waiting(laptop: KnownLaptop) -> Iterator[str]:
    for each in laptop.waiting:
        if each.reason not in ("suspended", "device_copied"):
            yield waiting_words(each)


def _copied(laptop: KnownLaptop) -> Todo:
    words_ = [Part(copied_words(laptop)), Part("怎么办，写在“电脑”页。")]
    return Todo(laptop.device, "triangle-alert", "fail", f"{laptop.name}：{COPIED_TITLE}", words_, "laptop")


def _suspended(laptop: KnownLaptop) -> Todo:
    waits = laptop.waits_for("suspended")
    visits = f"，其中检查 {waits.visits} 次" if waits is not None and waits.visits else ""
    count = waits.versions if waits is not None else 0
    title = f"{laptop.name}：停用以后写的先放着"
    said = [Part(f"有 {count} 条{visits}，没有算进任何数字。看过再定收不收。")]
    return Todo(laptop.device, "pause", "attention", title, said, "laptop")


def _quarantined(found: QuarantinedVisits) -> Todo:
    which = "；".join(f"{each.name} {each.date}，{words.why(each.reason)}" for each in found.visits[:3])
    more = f"等 {len(found.visits)} 次" if len(found.visits) > 3 else ""
    said = [
        Part(f"{which}{more}。", "ink", True),
        Part(f"隔离的留着，不计入任何数字。{TOLD}他就看得到原因；他更正后再送来，这一件就没了。"),
    ]
    title = f"{found.laptop}：{len(found.visits)} 次检查没能收下"
    return Todo(found.device, "package-x", "fail", title, said, "write")


def _lost(lost: Lost) -> Todo:
    which = f"第 {numbers_words(lost.sequences)} 包没到" if lost.sequences else f"还有 {lost.lacking} 条记录没到"
    lacking = f"还缺 {lost.lacking} 条记录。" if lost.sequences else ""
    said = [Part(f"可能还在路上，也可能U盘丢了，{lost.name}里有留底。{lacking}请他在电脑上“再写一份”送来就补齐。")]
    return Todo(lost.device, "package-x", "attention", f"{lost.name}：{which}", said, "write")


def _photos(missing: MissingPhotos) -> Todo:
    where = f"{_some(missing.names)}的检查收下了，照片没到齐。" if missing.names else "记录收下了，照片没到齐。"
    said = [Part(f"{where}{TOLD}他下次写入U盘就自动补上。")]
    return Todo(
        missing.device, "camera", "attention", f"缺照片 {missing.photos} 张，要{missing.laptop}补", said, "write"
    )


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")
