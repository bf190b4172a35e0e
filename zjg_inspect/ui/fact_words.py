"""The facts of an enterprise in words: what was found, and what the register says instead. No Qt."""

from zjg_inspect.model.facts import FACT_LABELS


def value(name: str, fact: bool | int | None) -> str:
    """52 人; 是, 否, 不清楚"""
    if name == "headcount" and fact is not None:
        return f"{fact} 人"
    return "不清楚" if fact is None else "是" if fact else "否"


def quoted(name: str, fact: bool | int | None) -> str:
    """As it stands behind a word: “ 52 人”, ““是””, “不清楚”."""
    if fact is None:
        return "不清楚"
    return f" {fact} 人" if name == "headcount" else f"“{value(name, fact)}”"


def register_says(name: str, fact: bool | int | None) -> str:
    """登记 48 人; 登记的是“否”"""
    if fact is None:
        return "登记没有写"
    return f"登记{'' if name == 'headcount' else '的是'}{quoted(name, fact)}"


def found_otherwise(name: str, registered: bool | int | None, found: bool | int) -> str:
    """从业人数：登记 48 人，现场 52 人"""
    was = "没有写" if registered is None else quoted(name, registered)
    return f"{FACT_LABELS[name]}：登记{was}，现场{quoted(name, found)}"
