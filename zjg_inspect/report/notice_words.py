"""All wording on the rectification notice (整改通知单): advice to the enterprise, never an order of enforcement."""

from collections.abc import Sequence

from zjg_inspect.model.inspection import Grade
from zjg_inspect.report.content import paper_date

TITLE = "安全隐患整改通知单"
NO_ENFORCEMENT = "本通知单不作为行政执法文书。"
REPORTED_DONE = "企业报已改好，等复查"
REFERRED = "已移交执法"
HANDS = ("检查人员", "企业人员")
SIGN_HERE = "签字：\n日期：　　　　年　　月　　日"
REFUSED = "拒签情况"
OPINION = "企业意见"


def opening(name: str, grades: Sequence[Grade]) -> str:
    """What was found at whose place, and what is advised."""
    majors = grades.count(Grade.MAJOR)
    which = f"，其中重大隐患 {majors} 条" if majors else ""
    first = "重大隐患改好之前，建议先落实预案，必要时停用有关设备、撤出人员。" if majors else ""
    return (
        f"{name}：\n　　安全检查中发现你单位有下列隐患 {len(grades)} 条没有改好{which}。"
        f"建议逐条按责任、措施、资金、时限、预案“五到位”整改，在时限内完成。{first}"
    )


def found(date: str, number: str, inspectors: str) -> str:
    """查出：2023年8月16日，张某、李某，检查编号 张塘核〔2023〕A07-0031"""
    sheet = f"检查编号 {number}" if number else ""
    return "查出：" + "，".join(part for part in (paper_date(date), inspectors, sheet) if part)


def extended(times: int, first: str) -> str:
    """延期 2 次，原时限 2023年8月19日"""
    return f"延期 {times} 次，原时限 {paper_date(first)}" if first else f"延期 {times} 次"


def closing(office: str) -> str:
    return (
        f"　　改好以后，请告知{office}，由检查人员到现场复查。时限内确实改不完的，请在到期以前说明原因和要到哪天，"
        f"经同意可以延期。本单一式两份，企业和{office}各留一份。"
    )
