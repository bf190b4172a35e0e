"""Chinese words for the codes that errors, judgements and owed things carry. No Qt in here."""

import errno
import os
from typing import Final

TIERS: Final = {"field": "检查用", "laptop": "检查用", "office": "镇安监办", "township": "镇安监办", "city": "市局"}

SURVEY_OWED: Final = {"name": "名称", "zone": "在哪个村", "landlord": "出租方", "by": "谁发现的"}
RENTED_OWED: Final = {
    "landlord_name": "出租方的名称", "tenant": "承租企业", "premises": "是哪一处厂房", "let_by": "厂房是谁的",
    "zone": "在哪个村", "why": "原因",
}  # fmt: skip
# The members of an entry of the register, as its forms call them.
ENTRY: Final = {
    "name": "名称", "code": "信用代码", "zone": "集中区", "address": "地址", "industry": "行业",
    "legal_person": "法定代表人", "principal": "主要负责人", "phone": "电话", "landlord": "出租方",
    "lease_signed": "租约签订", "remark": "备注", "state": "状态", "state_date": "从哪天起", "reason": "原因",
    "township": "镇", "village": "村", "filed": "备案日期", "filing_number": "备案编号", "team": "管理力量",
    "watch_date": "约谈、挂牌的日子", "watch_reason": "约谈、挂牌的原因",
}  # fmt: skip
KINDS: Final = {
    "zone": "集中区", "enterprise": "企业", "landlord": "出租方", "premises": "厂房", "lease": "租赁",
    "person": "人员", "device": "电脑", "grant": "授权", "assignment": "派单", "form": "检查表",
    "programme": "方案", "proposal": "待确认", "inspection": "检查", "hazard": "隐患", "review": "审核",
    "draft": "草稿", "photo": "照片", "version": "记录",
}  # fmt: skip

# model.inspection.VisitType
VISIT_TYPES: Final = {"assessment": "核查", "reinspection": "复查", "guidance": "指导", "duty": "履职检查"}

# Why a visit is not signed together with others.
WHY_NOT: Final = {
    "gone": "已经不在这里", "decided": "已经审过", "took_part": "是你参加的检查", "outdated": "有了更新的一版",
    "unopened": "你没有打开过", "conflict": "有两份不同的改动", "major": "有重大隐患", "void": "有作废的签名",
    "photos": "缺照片", "question": "还有问题没答", "returned": "有要退回的条目",
}  # fmt: skip

# The members of a programme and of its phases.
PROGRAMME: Final = {
    "id": "代号", "title": "名称", "source": "依据", "starts": "开始", "ends": "结束", "phases": "阶段", "code": "序号",
    "enterprises_in_zone": "集中区内达标企业", "zones": "达标集中区", "report_day": "每月报送日",
    "lease_days": "租约备案期限", "due_soon": "提前提醒", "filing_by": "备案和摸排截止",
}  # fmt: skip
# model.programme.FaultKind: what is wrong with it
PROGRAMME_FAULTS: Final = {
    "empty": "还空着", "too_long": "太长了", "not_a_line": "首尾有空格，或中间换了行", "number": "不在能填的范围里",
    "no_day": "还没有日子", "ends_first": "早于开始的日子", "outside": "不在方案的起止日子里",
    "overlap": "和上一个阶段的日子重叠", "none": "一个也没有", "too_many": "太多了", "code": "重复了，或写得不对",
}  # fmt: skip

# Beside a photo on whose copy was drawn.
MARKED: Final = "有标注，原图留存"

STATES: Final = {"merged": "已收", "held": "暂放", "quarantined": "隔离"}

# model.hazard.Step and HazardState
STEPS: Final = {
    "opened": "查出", "still_open": "仍未整改", "rectified": "已整改", "verified_closed": "销号",
    "reopened": "重新打开", "extended": "延期", "referred": "执法移交", "withdrawn": "撤销",
}  # fmt: skip
HAZARD_STATES: Final = {"open": "未整改", "rectified": "已整改，待复查", "closed": "已销号", "withdrawn": "已撤销"}

# model.inspection.OwedKind: what is missing, and of how many
OWED: Final = {
    "answer": "{n} 条的判定",
    "reason": "{n} 条“不适用”的原因",
    "hazard": "{n} 条不符合的隐患记录",
    "what": "{n} 条隐患的“什么问题”",
    "where": "{n} 条隐患的“在哪里”",
    "responsible": "{n} 条隐患的“责任”",
    "measures": "{n} 条隐患的“措施”",
    "funds": "{n} 条隐患的“资金”",
    "deadline": "{n} 条隐患的“时限”",
    "contingency": "{n} 条隐患的“预案”",
    "criterion": "{n} 条重大隐患的判定依据",
    "photo": "{n} 处要拍的照片",
    "inspector": "核查人的名字",
    "enterprise_person": "企业人员的名字",
    "signature": "{n} 个签名",
    "correction": "更正的原因",
}

_WHY: Final = {
    # a bundle's container
    "no_file": "不是文件",
    "no_zip": "不是ZIP",
    "foreign": "里面不是核查数据",
    "path": "名称指向包外",
    "name": "名称不该出现在包里",
    "folder": "含文件夹条目",
    "top_folder": "不止一个顶层文件夹",
    "doubled": "名称重复",
    "link": "含链接",
    "encrypted": "条目加密",
    "compressed": "条目被压缩过",
    "size": "过大",
    "entries": "条目过多",
    "unlisted": "未列入清单",
    "mixed": "有的加了密，有的没有",
    "trailing": "末尾有多余内容",
    "read back another bundle": "读回的和写入的不一样",
    "read back differs": "读回的和写入的不一样",
    # versions and cards
    "newer": "更新的版本写的，装上新版本后自动并入",
    "unknown_device": "没见过的电脑，接受后自动并入",
    "device_copied": "这台电脑的数据被复制过，等人来定",
    "suspended": "这台电脑停用之后写的，等人来定",
    "ancestor": "它的上一版已隔离",
    "ancestors": "它的上一版还没到，到了自动并入",
    "signature": "签名对不上",
    "photo": "照片打不开",
    "form": "用的检查表还没到，到了自动并入",
    "device id": "编号和公钥对不上",
    "owed": "该填的没有填全",
    "signatures owed": "缺签名，或签名之后内容又改过",
    "answers do not fit the items": "作答和条目对不上",
    "an item that the form does not have": "有检查表里没有的条目",
    "what is set aside does not fit the visit": "另放的作答和这次检查对不上",
    "an item is set aside that applies": "把要查的条目另放了",
    "items are not those that apply": "条目不是按企业情况该查的那些",
    "a hazard without a failed item": "有隐患，却没有不符合的条目",
    "content hash differs": "签名之后内容又改过",
    "content is another inspection's": "内容是另一次检查的",
    "approved without a signature of the content": "写着同意，却没有审核人的签名",
    "parent of another entity": "上一版是别的记录的",
    "device describes another": "编号和公钥对不上",
    "grant does not fit its key": "编号和公钥对不上",
    "entity is not this zone's": "编号和内容对不上",
    "entity is not this form's": "编号和内容对不上",
    "entity is not this hazard's": "编号和内容对不上",
    "entity is not this review's": "编号和内容对不上",
    "lone surrogate": "有半个字符",
    "too long": "太长",
    "too deep": "嵌套太深",
    "another way of writing": "不是规定的写法",
    "envelope": "缺少或多出字段",
    "integer beyond 2^53": "数太大",
    "name not ASCII": "字段名不对",
}
_PARTS: Final = {
    "data/receipts.json": "回执",
    "bagit.txt": "封面",
    "bag-info.txt": "封面",
    "manifest-sha256.txt": "清单",
    "tagmanifest-sha256.txt": "清单",
    "tagmanifest-sha256.txt.minisig": "签名",
    "ZIP": "末尾",
}
_SYSTEM: Final = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只能读，不能写",
    errno.ENOENT: "找不到",
    errno.ENODEV: "已拔掉",
    errno.ENXIO: "已拔掉",
    errno.ENOTCONN: "已断开",
    errno.EIO: "读写时断开了",
    errno.EBUSY: "正被别的程序占用",
    errno.ENOSPC: "满了",
    errno.ENAMETOOLONG: "名称太长",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EEXIST: "那里是文件，不是文件夹",
    errno.ENOTDIR: "不是文件夹",
    errno.EFBIG: "文件太大，U盘的格式放不下",
}
_SYSTEM_WORDS: Final = {os.strerror(number): word for number, word in _SYSTEM.items()}


def why(code: str) -> str:
    """A reason in words; one that is not known is shown as it is, since it helps on the telephone."""
    if code in _WHY:
        return _WHY[code]
    group, _, rest = code.partition(": ")
    if group == "schema":
        return f"内容不合规定：{why(rest)}"
    if group == "office":
        return f"镇里没有收：{why(rest)}"
    if group == "authority":
        return f"这台电脑无权写{KINDS.get(rest, rest)}"
    if code.endswith((".txt", ".minisig")):
        return f"缺少或写法不对：{code}"
    return _SYSTEM_WORDS.get(code, code)


def part(name: str) -> str:
    """Which part of a bundle, as a person calls it; a name that no honest bundle has is shown as it is."""
    path = name.removesuffix(".age")
    if path.startswith("data/versions"):
        _, _, number = path.partition(" #")
        return f"第 {number} 条记录" if number else "记录"
    if path.startswith("data/media"):
        return "照片"
    return _PARTS.get(path, name)
