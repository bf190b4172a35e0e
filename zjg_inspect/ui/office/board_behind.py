"""What stands behind each of the board's figures: which lists there are, and how each is read. No Qt."""

from collections.abc import Sequence
from datetime import date

from zjg_inspect.model.period import Period
from zjg_inspect.model.verdict import Half
from zjg_inspect.service import figures, progress
from zjg_inspect.service.figures import FailureFigures, ZoneVerdict
from zjg_inspect.service.setup import Database
from zjg_inspect.ui.office.behind_words import (
    Behind,
    Choice,
    Listed,
    assigned_rows,
    enterprise_rows,
    failure_rows,
    visit_rows,
    zone_rows,
)
from zjg_inspect.ui.office.why import ranked

IN_FULL = 800
"""Of so many enterprises a past day's reasons are read while the list opens."""
_REACHED = {"reached": True, "missing": False, "all": None}


def enterprises_behind(db: Database, half: Half, day: date | None, first: str) -> Behind:
    """All enterprises that count: those that reached it, those not, or all; on a past day as they were, each with its
    why where these are not thousands."""
    brief = day is not None and half.total > IN_FULL

    def load(which: str) -> Sequence[Listed]:
        found = figures.enterprises(db, day, standardised=_REACHED[which], brief=brief)
        return enterprise_rows(found, past=day is not None)

    choices = (
        Choice("reached", "达到", half.reached),
        Choice("missing", "未达到", half.total - half.reached),
        Choice("all", "全部", half.total),
    )
    return Behind("规范化管理企业", "家", choices, first, load, "这份名单里一家也没有。")


def zones_behind(zones: Sequence[ZoneVerdict], first: str) -> Behind:
    """The zones that count: those that reached it, those not (the nearest first), or all."""
    counted = [zone for zone in zones if zone.total]
    reached = [zone for zone in counted if zone.standardised_zone]
    shown = {
        "reached": ranked(reached, "share"),
        "missing": ranked([zone for zone in counted if not zone.standardised_zone], "missing"),
        "all": ranked(counted, "share"),
    }
    words = {"reached": "达到", "missing": "未达到", "all": "全部"}
    choices = tuple(Choice(key, words[key], len(each)) for key, each in shown.items())
    return Behind(
        "规范化管理集中区", "个", choices, first, lambda which: zone_rows(shown[which]), "这份名单里一个也没有。"
    )  # fmt: skip


def failures_behind(db: Database, some: Period, found: FailureFigures, form: str, area: str, item: str) -> Behind:
    """What failed in a period: in all areas (an area to be chosen), or in one (an item of it to be chosen)."""
    own = next((each for each in found.areas if (each.form, each.code) == (form, area)), None)
    if own is None:
        several = [each for each in found.areas if each.count]
        choices = [Choice(f"{each.form}/{each.code}/", f"{each.numeral} {each.title}", each.count) for each in several]
        title, first, whole = f"{some.month} 月不符合", "//", Choice("//", "所有方面", found.total)
    else:
        at = f"{own.form}/{own.code}"
        choices = [Choice(f"{at}/{each.code}", f"{each.code} {each.title}", each.count) for each in own.items]
        title, first = f"{some.month} 月不符合 · {own.numeral} {own.title}", f"{at}/{item}"
        whole = Choice(f"{at}/", "所有条目", own.count)

    def load(which: str) -> Sequence[Listed]:
        form_, area_, item_ = which.split("/")
        return failure_rows(figures.failures(db, some, form_, area_, item_))

    choices = [whole, *choices] if len(choices) > 1 else [each for each in (whole, *choices) if each.key == first]
    return Behind(title, "条", tuple(choices), first, load, "这个月没有不符合。")


def progress_behind(
    db: Database, some: Period, on: date, device: str, person: str, name: str, which: str, words: str
) -> Behind:
    """Visits or assignments of a laptop, of a person, or (both empty) of all."""

    def load(key: str) -> Sequence[Listed]:
        if key in ("assigned", "overdue"):
            return assigned_rows(progress.assigned(db, on, overdue=key == "overdue", device=device), on)
        return visit_rows(progress.visits(db, key, some, device=device, person=person))  # type: ignore[arg-type]

    given = which in ("assigned", "overdue")
    title = f"{'所有电脑' if not device and not person else name} · {words}"
    return Behind(title, "单" if given else "次", (Choice(which, words),), which, load, "这里一次也没有。")
