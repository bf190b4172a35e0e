"""What is said of a hazard beside its state: recurrence, extensions, the referral, a likely double. No Qt in here."""

from zjg_inspect.model.hazard import Recurrence
from zjg_inspect.model.inspection import Rectification
from zjg_inspect.model.marks import as_seen
from zjg_inspect.service.hazard_rows import HazardRow
from zjg_inspect.service.hazards import StoryStep

REFERRED = "已移交执法"
DOUBLE = "另有一条同条目的，可能是同一处"
STATES = {"open": "还没改好", "rectified": "企业报已改好，等复查", "closed": "已销号", "withdrawn": "已更正，不算隐患"}


def recurrence_words(found: Recurrence | None) -> str:
    """第 2 次出现，上次 2022-09-14 查出、2022-10-01 销号"""
    return "" if found is None else f"第 {found.nth} 次出现，上次 {found.found} 查出、{found.closed} 销号"


def extension_words(row: HazardRow) -> str:
    """延期 2 次，原期限 2026-08-19"""
    if not row.extensions:
        return ""
    first = f"，原期限 {row.first_deadline}" if row.first_deadline not in ("", row.deadline) else ""
    return f"延期 {row.extensions} 次{first}"


def marks(row: HazardRow) -> list[str]:
    """In few words each, what weighs most first."""
    again = f"第 {row.recurrence.nth} 次出现" if row.recurrence else ""
    extended = f"延期 {row.extensions} 次" if row.extensions else ""
    said = (REFERRED if row.referred and row.state != "closed" else "", extended, again, DOUBLE if row.double else "")
    return [each for each in said if each]


def step_words(step: StoryStep) -> tuple[str, str]:
    """What was done, and by whom with what: 2026-11-25 延期到 2026-12-20 | 等设备到货 · 张某的电脑"""
    said = {
        "opened": "查出",
        "still_open": "复查，还没改好",
        "rectified": "企业报已改好",
        "verified_closed": "复查已改好，销号",
        "reopened": "复查又没改好",
        "extended": f"延期到 {step.deadline}",
        "referred": REFERRED,
        "withdrawn": "更正：不算隐患",
    }[step.step]
    photos = f"照片 {len(as_seen(step.photos))} 张" if step.photos else ""
    who = "、".join(step.by) or step.device
    return f"{step.date} {said}", " · ".join(part for part in (step.reason, who, photos) if part)


def summary(row: HazardRow) -> str:
    """How it stands: 一般隐患 · 还没改好 · 期限 2026-12-01 · 延期 2 次，原期限 2026-11-01 · …"""
    grade = "重大隐患" if row.grade == "major" else "一般隐患"
    due = f"期限 {row.deadline}" if row.deadline and row.state in ("open", "rectified") else ""
    closed = f"{row.date} " if row.state == "closed" else ""
    referred = REFERRED if row.referred and row.state != "closed" else ""
    parts = (
        grade, f"{closed}{STATES[row.state]}", due, referred, extension_words(row), recurrence_words(row.recurrence),
        DOUBLE if row.double else "", "两份改动还没定" if row.in_conflict else "",
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def five_words(found: Rectification) -> str:
    """责任 车间主任王某 138…；措施 清走托盘；资金 500 元；预案 先围挡; a major one's criterion before it.

    The deadline is said with how it stands.
    """
    responsible = " ".join(part for part in (found.responsible, found.phone) if part)
    said = (
        ("判定依据", found.criterion), ("责任", responsible), ("措施", found.measures), ("资金", found.funds),
        ("预案", found.contingency),
    )  # fmt: skip
    return "；".join(f"{name} {words.rstrip('。；')}" for name, words in said if words)
