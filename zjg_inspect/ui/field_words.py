"""The fields of every kind's body in words: what each is called and what its values say. No Qt."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from msgspec import UNSET

from zjg_inspect.model.clock import local
from zjg_inspect.model.facts import FACT_LABELS
from zjg_inspect.ui import fact_words, words

Path = tuple[str, ...]

_RECTIFICATION: Final = {
    "what": "什么问题", "where": "在哪里", "grade": "等级", "criterion": "判定依据", "responsible": "责任",
    "phone": "电话", "measures": "措施", "funds": "资金", "deadline": "时限", "contingency": "预案",
}  # fmt: skip
_SITE: Final = {
    "name": "名称", "zone": "集中区", "code": "信用代码", "address": "地址", "industry": "行业",
    "legal_person": "法定代表人", "principal": "主要负责人", "phone": "电话", "landlord": "出租方",
    "lease_signed": "租约签订", "remark": "备注",
}  # fmt: skip
_DEVICE: Final = {"name": "电脑名称", "tier": "用在哪里", "recipient": "收件钥匙", "recovery": "备用钥匙"}
# By kind the members of its body; what stands in a list or an object of its own is named in name_of.
_NAMES: Final[dict[str, dict[str, str]]] = {
    "zone": {
        "township": "镇", "village": "村", "in_scope": "计不计入", "filed": "告知性备案", "filing_number": "备案编号",
        "team": "管理力量", "kind": "管理团队还是第三方", "name": "管理团队或第三方", "head": "管理负责人",
        "phone": "管理负责人电话", "watch": "约谈、挂牌", "watch_date": "约谈、挂牌的日子",
        "watch_reason": "约谈、挂牌的原因",
    },
    "enterprise": _SITE | {
        "state": "状态", "in_scope": "计不计入", "doubts": "存疑的", "kept": "保留登记的", "beside": "在谁的厂里",
        "since": "从哪天起在这里", "came_from": "从哪里搬来", "merged_into": "并入", "declined": "不列入登记的原因",
    },
    "landlord": {
        "name": "名称", "code": "信用代码", "manager": "产权方还是管理人", "contact": "联系人", "phone": "电话",
        "address": "地址", "remark": "备注", "declined": "不列入登记的原因",
    },
    "premises": {
        "landlord": "出租方", "zone": "集中区", "address": "地址", "area": "面积", "remark": "备注",
        "declined": "不列入登记的原因",
    },
    "lease": {
        "tenant": "承租企业", "premises": "出租的厂房", "signed": "租约签订", "until": "租到哪天",
        "filed": "告知性备案", "filed_by": "谁来备案的", "number": "备案编号", "ended": "提前结束", "remark": "备注",
        "declined": "不列入登记的原因",
    },
    "person": {"name": "姓名", "agency": "第三方机构", "active": "在不在用"},
    "device": _DEVICE | {"public_key": "公钥"},
    "grant": _DEVICE | {
        "letters": "编号字母", "mark": "编号前缀", "zones": "负责的集中区", "through": "停用", "retired": "收回",
        "cleared": "复制的已看到",
    },
    "assignment": {
        "enterprise": "企业", "device": "派给", "type": "查什么", "since": "从哪天起", "due": "哪天前", "note": "说明",
        "withdrawn": "撤没撤回",
    },
    "hazard": _RECTIFICATION | {"enterprise": "企业", "step": "进展", "form": "检查表"},
    "review": {"decision": "决定", "reviewer": "审核人", "opinion": "意见", "items": "退回的条目"},
    "form": {
        "version": "版本", "title": "名称", "source": "依据", "derived": "是不是自拟", "pass_rate": "要达到的比例",
        "text": "题目", "look_at": "看什么", "met": "怎样算符合", "applies_when": "什么情况下查",
        "weight": "必查还是提倡", "key": "是不是否决项", "evidence": "要不要照片", "phrases": "常用语",
        "sections": "各节", "items": "条目",
    },
    "programme": words.PROGRAMME | {"targets": "要达到的比例"},
    "proposal": {
        "date": "日期", "by": "发现人", "tenant": "承租企业", "beside": "在谁的厂里", "photos": "照片", "note": "说明",
        "landlord": "出租方", "phone": "出租方电话", "address": "出租的厂房", "signed": "租约签订", "until": "租到哪天",
        "lease": "租约",
    },
    "inspection": _SITE | {
        "township": "镇", "village": "村", "type": "查什么", "outcome": "结果", "date": "日期", "number": "编号",
        "form_version": "检查表", "inspectors": "检查人", "enterprise_person": "企业人员", "closed": "复查关闭的隐患",
        "photos": "整次的照片", "signatures": "签名", "answers": "作答", "hazards": "隐患", "aside": "不再适用的作答",
        "correction": "更正原因",
    },
}  # fmt: skip
# Ids, hashes and times that say nothing to a person, or only what another field says as well.
_HIDDEN: Final[dict[str, frozenset[str]]] = {
    "inspection": frozenset(
        {"content_hash", "signatures", "inspection", "enterprise", "enterprise_version", "started_at", "finished_at",
         "form", "form_id", "items", "hazard", "id"}
    ),
    "enterprise": frozenset({"visit"}),
    "hazard": frozenset({"inspection", "item"}),
    "proposal": frozenset({"found", "id"}),  # never merged: the office takes it in or turns it down
    "review": frozenset({"inspection", "version", "content_hash", "at", "signature", "id"}),
    "grant": frozenset({"device", "public_key"}),
    "form": frozenset({"id", "code"}),
    "programme": frozenset({"id", "code"}),
}  # fmt: skip
_SIGNED: Final = frozenset({"signatures", "signature"})

_VERDICTS: Final = {"pass": "符合", "fail": "不符合", "not_applicable": "不适用"}
_VALUES: Final[dict[str, dict[Any, str]]] = {
    "active": {True: "在用", False: "不用了"},
    "manager": {True: "管理人", False: "产权方"},
    "kind": {"own": "自有管理团队", "agency": "委托第三方"},
    "watch": {"warned": "警示约谈", "listed": "挂牌督办", "": "没有"},
    "filed_by": {"owner": "产权方", "manager": "管理人", "": "没有填"},
    "retired": {True: "已收回，不再用", False: "没有收回"},
    "withdrawn": {True: "撤回了，不用去", False: "要去"},
    "still_open": {True: "上次的还没改好", False: "这次发现的"},
    "derived": {True: "自拟的", False: "正式的"},
    "key": {True: "是否决项", False: "不是"},
    "weight": {"required": "必查", "advisory": "提倡"},
    "evidence": {"photo": "要照片", None: "不要"},
    "grade": {"general": "一般隐患", "major": "重大隐患"},
    "verdict": _VERDICTS,
    "type": words.VISIT_TYPES,
    "outcome": {"done": "正常检查", "locked": "门锁", "stopped": "停产", "refused": "拒检", "not_found": "查无此户"},
    "decision": {"approved": "审核通过", "returned": "退回"},
    "tier": words.TIERS,
}
# What it means that a member is not written.
_DEFAULTS: Final[dict[str, Any]] = {
    "active": True, "manager": False, "retired": False, "withdrawn": False, "still_open": False, "grade": "general",
    "through": None, "cleared": 0,
}  # fmt: skip
# How a programme's figures are said.
_UNITS: Final = {
    "enterprises_in_zone": "{}%", "zones": "{}%", "report_day": "每月 {} 日", "lease_days": "签订后 {} 天内",
    "due_soon": "提前 {} 天",
}  # fmt: skip
_STATES: Final = {"active": "在产", "stopped": "停产", "deregistered": "注销", "moved": "搬迁"}
_STEPS: Final = {
    "opened": "发现", "still_open": "复查还没改好", "rectified": "企业报已改好", "verified_closed": "复查已改好，关闭",
    "reopened": "复查又没改好", "extended": "延期", "referred": "移交执法", "withdrawn": "更正：不算隐患",
}  # fmt: skip
MEMBERS_OF_ANSWER: Final = {"verdict": "", "reason": "不适用的原因", "note": "备注", "photos": "照片"}
ANSWER: Final = tuple(MEMBERS_OF_ANSWER)
EMPTY: Final = "没有填"
_WRITTEN: Final = {
    "enterprise": {"name", "address", "industry", "legal_person", "principal", "phone", "landlord", "remark"},
    "person": {"name", "agency"},
    "landlord": {"name", "contact", "phone", "address", "remark"},
    "premises": {"address", "remark"},
    "lease": {"number", "remark"},
    "zone": {"filing_number", "watch_reason"},
    "hazard": set(_RECTIFICATION) - {"grade", "deadline"},
    "assignment": {"note"},
    "grant": {"name"},
}


def is_shown(kind: str, path: Path) -> bool:
    """Whether the field says something to a person."""
    return not _HIDDEN.get(kind, frozenset()) & {path[-1], path[0]}


def is_signed(kind: str, path: Path) -> bool:
    return path[-1] in _SIGNED


def own_of(kind: str, path: Path) -> Literal["", "text", "number"]:
    """Whether a person can write something of his own here."""
    if path == ("facts", "headcount"):
        return "number"
    return "text" if path[-1] in _WRITTEN.get(kind, set()) and path[0] in (path[-1], "rectification") else ""


def name_of(kind: str, path: Path, names: Mapping[str, str]) -> str:
    """从业人数; 4-09 风险告知卡 备注"""
    own, last = _NAMES[kind], path[-1]
    parts = path[1:] if path[0] == "content" else path
    match parts:
        case ("facts", fact):
            return FACT_LABELS[fact]
        case ("doubts", field, *_):
            return f"存疑的{FACT_LABELS.get(field) or own.get(field, field)}"
        case ("kept", field, *_):
            return f"保留登记的{FACT_LABELS.get(field, field)}"
        case ("answers" | "aside" as where, code, *below):
            member = MEMBERS_OF_ANSWER.get(below[-1], "") if below else ""
            return _joined("不再适用的" if where == "aside" else "", code, names.get(code, ""), member)
        case ("hazards", code, *below):
            what = {"photos": "照片", "still_open": "是不是新的"}.get(last) or _RECTIFICATION.get(last, "")
            return _joined(code, "隐患", what if below else "")
        case ("items", code, *below) if kind == "review":
            return _joined("退回", code, "" if below else names.get(code, ""))
        case ("phases", number, *below):
            return _joined(f"第 {number} 个阶段", own.get(last, "") if below else "")
        case ("sections", section, "items", code, *below):
            return _joined(code, own.get(last, "") if below else "")
        case ("sections", section, *below):
            return _joined(f"第 {section} 节", own.get(last, "") if below else "")
        case ("enterprise_person" | "reviewer" as whom, member):
            return own[whom] + {"title": "的职务", "agency": "的单位"}.get(member, "")
    return own.get(last, last)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def value_of(kind: str, path: Path, value: Any, values: Sequence[Any], names: Mapping[str, str]) -> str:
    """What one version says there; `values` are those of all versions."""
    last = path[-1]
    if value is UNSET and last in _DEFAULTS:
        value = _DEFAULTS[last]
    if isinstance(value, dict):
        return _object(kind, path, value, names)
    if isinstance(value, list) or (value is UNSET and any(isinstance(each, list) for each in values)):
        return _list(last, [] if value is UNSET else value, values, names)
    if kind == "programme" and isinstance(value, int):
        return _UNITS[last].format(value)
    if value is UNSET and any(isinstance(each, dict) for each in values):
        return "没有"
    if value is UNSET or value == "":
        return EMPTY
    return _plain(path, value, names)


def _plain(path: Path, value: Any, names: Mapping[str, str]) -> str:
    last = path[-1]
    if "facts" in path[:-1]:
        if last == "headcount" and value is not None:
            return f"{value} 人"
        return {True: "是", False: "否"}.get(value, "不清楚")
    if path[0] == "kept" and last == "found":
        return f"现场{fact_words.quoted(path[1], value)}，没有记入"
    if last in _VALUES:
        return _VALUES[last].get(value, str(value))
    match last:
        case "through":
            return "没有停用" if value is None else f"第 {value} 条以后的先放着"
        case "cleared":
            return f"第 {value} 条"
        case "version" | "form_version":
            return f"第 {value} 版"
        case "pass_rate":
            return f"{value}%"
        case "area":
            return f"{value} 平方米" if value else EMPTY
        case "recipient" | "recovery" | "public_key" | "form":
            return f"末尾是 {value[-6:]}"
    return names.get(value, value) if isinstance(value, str) else str(value)


def _object(kind: str, path: Path, value: Mapping[str, Any], names: Mapping[str, str]) -> str:
    last = path[-1]
    if last == "in_scope":
        return "计入" if value.get("in_scope", True) else _with("不计入", value.get("reason", ""))
    if last == "state":
        day = value.get("state_date", "")
        return _STATES[value.get("state", "active")] + (f"，{day} 起" if day else "")
    if last == "watch":
        day = value.get("watch_date", "")
        said = _VALUES["watch"][value.get("watch", "")] + (f"，{day}" if day else "")
        return _with(said, value.get("watch_reason", ""))
    if last == "step":
        return _step(value)
    if "verdict" in value:
        said = _with(_VERDICTS[value["verdict"]], value.get("reason", "") or value.get("note", ""))
        return said + _photos_after(value)
    if value.get("kind") in _VALUES["kind"]:
        return _with(_VALUES["kind"][value["kind"]], value.get("name", ""))
    if "found" in value:
        return f"现场{fact_words.quoted(value['field'], value['found'])}，没有记入"
    if "rectification" in value:
        return _with("记了隐患", value["rectification"].get("what", "")) + _photos_after(value)
    if "name" in value:
        return _joined(value["name"], value.get("title", ""))
    for member in ("reason", "text", "title"):
        if value.get(member):
            return str(value[member])
    return "有"


def _step(value: Mapping[str, Any]) -> str:
    """2026-11-20 复查已改好，关闭（张某、李某）：已清走，照片 1 张"""
    people = "、".join(person["name"] for person in value.get("by", ()))
    said = f"{value['date']} {_STEPS[value['step']]}" + (f"（{people}）" if people else "")
    return _with(said, value.get("reason", "")) + _photos_after(value)


def _with(what: str, why: str) -> str:
    return f"{what}：{why}" if why else what


def _photos_after(value: Mapping[str, Any]) -> str:
    photos = value.get("photos", ())
    return f"，照片 {len(photos)} 张" if photos else ""


def _list(member: str, value: Sequence[Any], values: Sequence[Any], names: Mapping[str, str]) -> str:
    if member == "photos":
        others = [{photo["sha256"] for photo in each} for each in values if each is not UNSET and each != value]
        own = sum(all(photo["sha256"] not in other for other in others) for photo in value)
        said = f"照片 {len(value)} 张" if value else "没有照片"
        return said + (f"，{own} 张只在这份里" if own and others and own < len(value) else "")
    if member in _SIGNED:
        last = f"，{local(max(each['at'] for each in value)):%m-%d %H:%M}" if value else ""
        return "、".join(each["person"]["name"] for each in value) + f" 签{last}" if value else "没有签"
    return "、".join(_called(each, names) for each in value) or "没有"


def _called(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        return str(next((value[name] for name in ("name", "item", "text", "code") if name in value), ""))
    return names.get(value, str(value))
