"""What is said of a laptop: its state as colour, sign and word, what came of it last, what waits. No Qt in here."""

from typing import NamedTuple

from zjg_inspect.model.clock import local
from zjg_inspect.service.enrol import Bound, KnownLaptop, WaitingFor
from zjg_inspect.ui.theme import Token
from zjg_inspect.ui.words import why


class Look(NamedTuple):
    word: str
    icon: str
    token: Token


STATES = {
    "in_use": Look("在用", "check", "pass"),
    "suspended": Look("停用", "pause", "attention"),
    "retired": Look("已注销", "minus", "na"),
}
COPIED = Look("被复制过", "triangle-alert", "fail")

COPIED_TITLE = "这台电脑的数据被复制过"
COPIED_STEPS = (
    "1. 找到这两台电脑，两边都在“收发”里点“换新编号…”，把各自的新名片拿来，在这里各接受一次。",
    "2. 点“两边的都收下”，先放着的就并入；同一次检查两边各写了一份的，会并排给你看。",
    "3. 点“注销…”，原来的编号不再用。",
)


def look_of(laptop: KnownLaptop) -> Look:
    """The alarm stands before the state."""
    return COPIED if laptop.copied is not None else STATES[laptop.state]


def last_words(laptop: KnownLaptop) -> str:
    if not laptop.last_bundle:
        return "还没有收到过它的包"
    return f"最近收到第 {laptop.last_bundle} 包，{local(laptop.last_at):%m-%d}"


def zone_words(laptop: KnownLaptop, villages: dict[str, str]) -> str:
    """`villages`: all zones' names by id."""
    names = [village for zone, village in villages.items() if zone in laptop.zones]
    if names and len(names) == len(villages):
        return f"全部 {len(names)} 个集中区"
    return f"{len(names)} 个集中区：{'、'.join(names)}" if names else "没有指定集中区"


def waiting_count(laptop: KnownLaptop) -> int:
    return sum(each.versions for each in laptop.waiting)


def state_words(laptop: KnownLaptop) -> str:
    """What the state means for what it writes."""
    match laptop.state:
        case "suspended" if not laptop.through:
            return "它写的都先放着，等你来定。"
        case "suspended":
            return f"它的前 {laptop.through} 条记录照样算数，后来写的都先放着，等你来定。"
        case "retired":
            return "收下的照样算数，再写的都先放着。它的字母不再给别人用。"
    return f"收到它的 {laptop.received} 条记录。" if laptop.received else "还没有收到过它的记录。"


def bound_words(bound: Bound) -> str:
    """A bundle as the last one that is believed."""
    return f"第 {bound.sequence} 包为止（{local(bound.at):%m-%d} 收到，前 {bound.through} 条）"


def copied_words(laptop: KnownLaptop) -> str:
    """What the alarm means; empty without one."""
    if laptop.copied is None:
        return ""
    waits = laptop.waits_for("device_copied")
    held = f"后来的 {waits.versions} 条先放着，没有算进任何数字。" if waits else "后来的都会先放着。"
    return f"从它的第 {laptop.copied.first} 条记录起，有两台电脑用同一个编号在写。两边写的都在，没有少；{held}"


def waiting_words(waiting: WaitingFor) -> str:
    """One reason why something of a laptop waits."""
    visits = f"（检查 {waiting.visits} 次）" if waiting.visits else ""
    what = f"{waiting.versions} 条{visits}先放着"
    match waiting.reason:
        case "suspended":
            return f"停用以后写的 {what}，等你来定。"
        case "device_copied":
            return f"复制以后写的 {what}，等你来定。"
    return f"{what}：{why(waiting.reason)}。"
