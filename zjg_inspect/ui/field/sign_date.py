"""Whether a visit's date can be right, in words: asked before the seal, since afterwards nobody changes it. No Qt."""

from datetime import date

from zjg_inspect.model.clock import local


def day_words(day: str) -> str:
    """2026年12月1日"""
    year, month, own = (int(part) for part in day.split("-"))
    return f"{year}年{month}月{own}日"


def clock_words(now: str, last: str) -> str:
    """That the computer's clock is behind what it has seen; both are instants."""
    return (
        f"这台电脑现在是 {local(now):%Y-%m-%d %H:%M}，可是已经有 {local(last):%Y-%m-%d %H:%M} 的记录，"
        "电脑的时间多半慢了。先看检查日期对不对，再把时间调准。"
    )


def date_doubt(day: str, today: date, correcting: bool) -> str:
    """That a visit is not of today; one that is corrected hardly ever is."""
    if correcting or day == today.isoformat():
        return ""
    return f"检查日期写的是{day_words(day)}，电脑上今天是{day_words(today.isoformat())}。"
