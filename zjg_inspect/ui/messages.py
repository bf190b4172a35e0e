"""What a person is told when something could not be done: what happened, what is safe, what to do. No Qt in here.

One sentence for each error class that has no subclasses; `{names}` are facts of the class, put into words by `_say`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any, Final

from zjg_inspect import errors
from zjg_inspect.errors import ZjgError
from zjg_inspect.ui import words

SENTENCES: Final[dict[type[ZjgError], str]] = {
    errors.Cancelled: "已停下，这次做到一半的都退回了，本机和原来一样。要做时再点一次就行。",
    # the store
    errors.StoreInUse: "这份数据已在另一个窗口打开（{directory}），这里什么也没动。请切到那个窗口，或关掉它再打开。",
    errors.DemoNotEmpty: "“{directory}”里有别的文件，没有动它。示例要放在空文件夹里，请另选一个。",
    errors.StoreNewer: (
        "这份数据是更新的版本写的（{revision}），怕弄坏，所以没有打开，一个字也没动。请装上新版本再打开：{path}。"
    ),
    errors.StoreDamaged: (
        "本机数据读不出来（{detail}），已停在这里，没有改动任何文件。别删“{path}”，请从最近的备份恢复，或打电话给镇安监办。"
    ),
    errors.DiskFull: "磁盘满了，这一步没存上，之前存的都在。请腾出一些地方再点一次：{path}。",
    errors.NotWritable: "没能写到“{path}”（{detail}），本机的数据没有少。请看U盘插好没有、能不能写，或换个文件夹。",
    errors.NotReadable: "没能读出“{path}”（{detail}），本机的数据没有动。请看文件还在不在、U盘是否插好，再试一次。",
    errors.TargetExists: "“{path}”已经在那里了，没有覆盖它。换一个文件夹，或先把原来的文件移走再试。",
    errors.MediaDamaged: ("本机的一张照片已损坏（{path}），这次没有写出包，其他记录没有动。请从备份取回这张照片再试。"),
    errors.NoRole: "这份数据还没定是镇里用还是检查用（{directory}），里面什么也没有写。请先打开窗口，选好角色。",
    errors.AlreadySetUp: "这台电脑已经定为{role}，没有改动。要换角色，请另选一个数据文件夹。",
    errors.WrongRole: "这件事只有{needed}的电脑能做，本机没有改动。请到那台电脑上做。",
    errors.NotFound: "没找到这{what}，可能已被合并或移走，别的都没有动。请回到列表刷新后再找（{id}）。",
    errors.SurveyIncomplete: "还没写{missing}，所以没有登记，填好的都还在。请补上再点“登记”。",
    errors.WrongVisitType: "“{name}”不能做{type}，什么也没有记。履职检查查的是集中区，核查和指导查的是企业，请换一种。",
    errors.ProposalDecided: "镇里已把“{name}”收进底数库，这里不能再改，本机没有改动。要改请打电话给镇安监办。",
    errors.EntryFaulty: "{faults}不对或没有填，所以没有存，登记没有动，写好的都还在。请改好再点一次。",
    errors.EntryInConflict: "“{name}”有两份改动还没定，所以没有存，写好的都还在。请先在“收件”里定下用哪一份。",
    errors.SameZone: "“{name}”本来就在这个集中区，登记没有动。请选它搬去的那个村。",
    errors.SameEntry: "“{name}”已经是同一家，没有再并，登记没有动。请回到列表刷新后再看。",
    errors.ZoneExists: "“{village}”已经在登记里，所以没有加，登记没有动。请在集中区里找到它来改。",
    # versions
    errors.NotCanonical: "有一条记录的写法不对（{reason}），所以没收这一条，其他的不受影响。请让写它的电脑重写一份。",
    errors.SignatureWrong: "有一条记录的签名对不上（{hash}），所以没收这一条，其他的不受影响。请让写它的电脑重写一份。",
    errors.SchemaWrong: "有一条{kind}的内容不合规定（{reason}），没收这一条，其他的不受影响。请在写它的电脑上更正。",
    errors.NotAuthorised: "这台电脑（{device}）无权写{kind}，所以没收这一条，其他的不受影响。请由有权的电脑来写。",
    errors.ProgrammeWrong: "{phase}“{member}”{fault}，所以没有发布，现在的方案没有动。请改好这一处再发布。",
    errors.DeviceSuspended: (
        "这台电脑（{device}）已被停用，所以这一步没有写进去，草稿和之前存的都在。请打电话给{above}，恢复使用后再点一次。"
    ),
    errors.DeviceCopied: (
        "这台电脑（{device}）的数据被复制到了别的电脑，同一个序号写出了两份记录，所以这一步没有写进去，"
        "草稿和之前存的都在。请打电话给{above}核对，检查用的电脑再到“收发”点“换新编号…”。"
    ),
    # cards
    errors.CardDamaged: "“{file}”不是一张完好的名片（{reason}），所以没有收，本机没有改动。请对方重新导出名片。",
    errors.CardOfWrongTier: "“{file}”是{tier}的名片，这里要的不是它，本机没有改动。请换成对方该给的那一张。",
    errors.LettersTaken: "编号字母“{letters}”已经给了另一台电脑，没有改动。请换一组没用过的字母。",
    errors.LaptopSuspended: "“{name}”已停用，所以没有给它派单、写包，登记没有改动。要用，请先在“电脑”页恢复。",
    # the recovery key, backups
    errors.RecoveryPrinted: "恢复钥匙已经打印过，本机没有留，数据没有动。请找那张纸；找不到了，点“另做一把”再打印。",
    errors.RecoveryKeyWrong: "输入的恢复钥匙有一处不对，或少了几个字符，所以什么也没动。请对着纸再看一遍，改好再试。",
    errors.BackupDamaged: "“{file}”不是一份完好的备份（{part}），所以没有恢复，本机没有改动。请换一份备份再试。",
    errors.BackupNewer: (
        "备份“{file}”是更新的版本写的（格式 {format}），所以没有恢复，本机没有改动。请装上新版本再恢复。"
    ),
    errors.NotFree: "“{directory}”里已经有数据，没有动它。恢复要放在空文件夹里，请另选一个。",
    # bundles
    errors.BundleNotABag: "“{file}”不是这里用的包（{reason}），所以未收，本机没有改动。请看是不是选错了文件。",
    errors.BundleDamaged: ("“{file}”有一处损坏（{part}），所以整包未收，本机没有改动。请对方重写一份。"),
    errors.BundleForged: (
        "“{file}”的签名和它写的发送人（{sender}）对不上，可能被人改过，所以整包未收，本机没有改动。请打电话问发送人，重写一份。"
    ),
    errors.BundleUnsafe: (
        "“{file}”里有不该有的东西（{part}：{reason}），所以整包未收，本机没有改动。请打电话问发送人，重写一份。"
    ),
    errors.NothingSalvaged: (
        "“{file}”里没有一条完好的记录，没有写出新的包，本机没有改动。请写它的人再写一份，他的电脑里有留底。"
    ),
    errors.BundleNotForUs: (
        "“{file}”是写给别的电脑的（{addressee}），这里打不开，也不用打开，本机没有改动。请原样带给那台电脑，内容不会少。"
    ),
    errors.BundleNewer: (
        "“{file}”是更新的版本写的（格式 {format}），这里还读不懂，所以未收，本机没有改动。包请留着，装上新版本再收。"
    ),
    # forms
    errors.FormUnreadable: "检查表“{file}”{place}读不懂：{reason}。没有收它，原来的表照常用。请改好这一处再试。",
    errors.FormFieldWrong: (
        "检查表“{file}”{place}的“{field}”不对：{reason}。没有收它，原来的表照常用。请改好这一处再试。"
    ),
    errors.FormCodeDoubled: "检查表“{file}”里编号 {code} 用了两次。没有收它，原来的表照常用。请把其中一条换个编号。",
    errors.FormConditionWrong: (
        "检查表“{file}”{place}的适用条件“{condition}”不对：{reason}。没有收它，原来的表照常用。请改好这一处再试。"
    ),
    errors.FormNoTable: (
        "在“{file}”里没找到检查表：要有一行表头，里面有“检查内容”或“检查项目”这样的列。没有收它，原来的表照常用。"
        "请补上表头那一行再试。"
    ),
    errors.FormUnknown: "本机没有这份检查表（{form}），记录没有动。请先收下镇里最新的包，或装上新版本。",
    errors.FormNotRead: "“{file}”还做不成检查表：{places}。什么也没有存。请在Excel里改好，存盘后再拖进来。",
    errors.FormOfAnotherId: (
        "这是“{form}”的表，前一版却是“{other}”的，所以没有发布，草稿没有动。请在草稿上面选对清单再发布。"
    ),
    errors.FormVersionNotNewer: (
        "已经有第 {newest} 版了，这份写的是第 {version} 版，所以没有发布，草稿没有动。请把版本改大再发布。"
    ),
    errors.FormCodeReused: (
        "编号 {item} 在第 {version} 版是“{title}”，后来删了，不能再给别的条用，所以没有发布，草稿没有动。"
        "请给这一条换个新编号。"
    ),
    errors.FormMeaningOpen: (
        "{items}的说法和前一版不一样，还没说问的是不是同一件事，所以没有发布，草稿没有动。请逐条看过，或一次定下，再发布。"
    ),
    errors.FormLikenessOpen: (
        "{items}很像前一版里删去的条目，还没说问的是不是同一件事，所以没有发布，草稿没有动。请逐条看过，或一次定下，再发布。"
    ),
    errors.FormNotContinued: (
        "{item} 不能接着用 {code} 这个编号：只有新的条目，才能接着用同一部分里删去的编号。草稿没有动，请再看一遍改动。"
    ),
    errors.FormDoubtsOpen: "还有 {doubts} 处存疑没有看过，所以没有发布，草稿没有动。请逐处确认或改好，再发布。",
    errors.FormKept: "更正要用原来那一版清单（第 {version} 版），没有换，已填的都在。请照原来的条目改好再签。",
    errors.FactsWrong: "企业情况“{fact}”写得不对：{reason}。什么也没有改。请改好再试。",
    # the register
    errors.RosterUnreadable: "“{file}”读不出来（{reason}），登记没有改动。请用Excel打开看看，另存为xlsx再试。",
    errors.RosterOutdated: (
        "核对之后，底数库里的{names}改过，所以一家也没收入，登记没有改动。已按现在的底数库重新核对，请再看一遍。"
    ),
    errors.ImportNone: "没有可以撤销的导入，登记没有改动。要改哪一家，请打开那一家来改。",
    errors.ImportUsed: (
        "导入“{file}”以后，{names}又改过、查过、派过或备过案，撤销会丢掉这些，所以整次导入都没有撤销，登记没有改动。"
        "要改请逐家改。"
    ),
    errors.RosterNoHeadings: "在“{file}”里没找到这些表头：{missing}。登记没有改动。请补上表头那一行再试。",
    # rented works and filings
    errors.RentedIncomplete: "还没写{missing}，所以没有记，登记没有动。请补上再点一次。",
    errors.LeaseDaysWrong: "{until} 早于签订的 {signed}，所以没有记，租约没有动。请改个日子再点一次。",
    errors.FilingDayWrong: (
        "{day} 不能作备案的日子：不能早于签订那天，也不能晚于今天，所以没有记，租约没有动。请改个日子再点一次。"
    ),
    errors.AlreadyFiled: "这份租约已经备案了（{number}），这一次没有记，原来的没有动。日子不对，请点“改备案”。",
    errors.NotFiled: "这份租约现在没有备案，所以没有回执可打，租约没有动。请刷新后再看。",
    errors.StillLet: "名下还有 {count} 处在登记里，所以没有删，登记没有动。请先改到别的出租方或厂房名下，再来删。",
    errors.LeaseDecided: "这份租约刚刚已有人收下或退回，这一次没有记，登记没有动。请刷新后再看。",
    errors.TenantNotRegistered: "“{name}”还在待确认，所以租约没有收，还在那里。请先在“登记”页收下企业，再收租约。",
    errors.RentedInConflict: "这份{kind}有两份不一样的改动，还没定，所以没有记，两份都在。请到“收件”页定下，再来改。",
    # photos
    errors.PhotoDamaged: "照片“{file}”不完整，打不开，所以没有加，已有的照片都在。请重拍一张或换一张。",
    errors.PhotoUnknownFormat: "“{file}”不是能用的照片，所以没有加，已有的都在。请选JPG、PNG或手机照片。",
    errors.PhotoHeicUnsupported: (
        "“{file}”是苹果手机的HEIC照片，这台电脑还打不开，所以没有加。请在手机上转成JPG，或重拍一张。"
    ),
    errors.PhotoTooLarge: "照片“{file}”太大（{pixels}），所以没有加，已有的都在。请用原来的照片，或缩小后再选。",
    # visits
    errors.Sealed: "这份检查已签字，不能直接改，里面的内容都好好的。要改请点“更正”，原来的签名会标为作废。",
    errors.StillOwed: "还缺：{owed}。所以还不能签字，已填的都存好了。补齐后再来签。",
    errors.ContentChanged: "{person}签字之后内容又改过，那个签名已标为作废，改的内容都在。请{person}看过再签一次。",
    errors.EmptySignature: "{person}的框里还没有笔迹，所以没有记为已签，别人的签名都在。请在框内签名，或选“本人拒签”。",
    errors.UnknownItem: "这次检查里没有 {item} 这一条，或按企业情况不用查，什么也没有改。请从列表里另选一条。",
    errors.DraftOpen: "“{name}”还有一次没封存的检查，所以还不能更正，两次的内容都在。请先封存或删掉那一次，再来更正。",
    errors.NoSheetLetters: (
        "镇里还没给这台电脑编号字母，所以还不能定编号，已填的都存好了。请先收下镇里的包，再来签字。"
    ),
    # hazards
    errors.HazardStepImpossible: (
        "这条隐患现在是“{state}”，不能再记“{step}”，所以没有记，原来的都在。请刷新后看它现在到了哪一步。"
    ),
    errors.HazardInConflict: "这条隐患有两份不一样的改动，还没定，所以这一步没有记，两份都在。请先去定下，再来记。",
    errors.DeadlineNotLater: (
        "{deadline} 不能作新期限：要晚于现在的期限，也不能是过去的日子，所以没有改动。请写 {first} 或以后的日子。"
    ),
    errors.StepReasonMissing: "{step}要写明原因，现在还没有记。请写一句为什么。",
    errors.EvidenceMissing: "还没有记为已整改，隐患没有改动。请写明是谁说的，再写一句改了什么，或加一张改好后的照片。",
    errors.RectifiedDateWrong: (
        "{date} 不对：改好的日子要在 {first}（查出那天）到 {last}（今天）之间，所以没有记。请改个日子再记一次。"
    ),
    errors.NothingToRectify: (
        "选的企业没有没改好的隐患，没有要写进整改通知单的，所以没有生成，记录没有动。请另选企业，或先看“隐患”里还开着的。"
    ),
    # assignments
    errors.DueTooEarly: (
        "{due} 太早：{names}最早派到 {first}，过去的日子、已经查过的那天都不行，所以一家也没有派。请改日子再派一次。"
    ),
    errors.NothingToVerify: "{names}没有没改好的隐患，没有可复查的，所以一家也没有派。请别选它，或改派核查。",
    # the register
    errors.RegisterChanged: (
        "{name}的登记刚刚改过（{changed}），所以这一次没有记，登记还是改过的样子。请看过现在的登记，再点一次。"
    ),
    # review
    errors.FourEyes: "{person}参加了这次检查，不能自己审，审核没有改动。请换一个人审。",
    errors.ReviewReasonMissing: "退回要写明原因，现在还没有退回。请写一句哪里要补、怎么补。",
    errors.ReviewOutdated: "这份检查刚刚有了更新的一版，你的审核没有记下。请打开新的一版，看过再审。",
    errors.BatchRefused: "{why_not}，所以一次也没有签，审核没有改动。请把这几次去掉再签，它们可以一次一次地审。",
    # conflicts
    errors.ConflictOutdated: (
        "这份{kind}刚刚又有了一份改动，或已有人定下，所以你选的没有记下，几份改动都在。请看过现在的几份再定。"
    ),
    errors.ConflictUndecided: "还有 {fields} 处改得不一样、没有选，所以还没定下，几份改动都在。请每处选一个再定。",
    # paper
    errors.FontMissing: "随程序来的字体“{file}”不见了或已损坏，所以没有打开，数据没有动。请重新安装一次，数据会留着。",
}

UNEXPECTED: Final = (
    "出了没料到的事（{what}），这一步没有做，之前存的都在。再点一次；还是这样，就把括号里的字在电话里告诉镇安监办。"
)


def sentence(error: BaseException) -> str:
    """What to tell the person, whatever went wrong."""
    template = SENTENCES.get(type(error)) if isinstance(error, ZjgError) else None
    if template is None or not isinstance(error, ZjgError):
        return UNEXPECTED.format(what=type(error).__name__)
    facts = error.facts()
    said = {name: _say(name, value) for name, value in facts.items()}
    if "section" in facts:
        said["place"] = _place(facts["section"], facts["item"])
    return template.format(**said)


def _say(name: str, value: Any) -> str:
    match name:
        case "file":
            return PurePath(str(value)).name or str(value)
        case "owed":
            return owed_words(value)
        case "fields":
            return str(len(value))
        case "items":
            return items_words(value)
        case "why_not":
            return why_not_words(value)
        case "places":
            return "；".join(value[:3]) + (f"；还有 {len(value) - 3} 处" if len(value) > 3 else "")
        case "changed":
            from zjg_inspect.model.facts import FACT_LABELS  # not before the first paint

            return "、".join(FACT_LABELS.get(each) or words.ENTRY.get(each, each) for each in value)
        case "faults":
            return "、".join(f"“{words.ENTRY.get(each, each)}”" for each in value)
        case "names":
            return names_words(value)
        case "pixels":
            return f"{value // 1_000_000} 百万像素"
        case "device" | "sender" | "hash" | "id":
            return str(value)[:12]
        case "addressee":
            return str(value)[:12] or "没写是哪台"
        case "step":
            return words.STEPS.get(str(value), str(value))
        case "state":
            return words.HAZARD_STATES.get(str(value), str(value))
        case "above":
            return str(value) or "上一级"
        case "member":
            return words.PROGRAMME.get(str(value), str(value))
        case "phase":
            return f"第 {value} 个阶段的" if value else "方案的"
        case "fault":
            return words.PROGRAMME_FAULTS.get(str(value), str(value))
        case "role" | "needed" | "tier":
            return words.TIERS.get(str(value), str(value))
        case "missing" if str(value) in words.SURVEY_OWED:
            return words.SURVEY_OWED[str(value)]
        case "missing" if str(value) in words.RENTED_OWED:
            return words.RENTED_OWED[str(value)]
        case "type":
            return words.VISIT_TYPES.get(str(value), str(value))
        case "what" | "kind":
            return words.KINDS.get(str(value), str(value))
        case "part":
            return words.part(str(value))
        case "reason" | "detail":
            return words.why(str(value))
    return str(value)


def _place(section: str | None, item: str | None) -> str:
    if item:
        return f"第 {item} 条"
    return f"第 {section} 节" if section else ""


def names_words(names: Sequence[str], shown: int = 3) -> str:
    """“甲厂”“乙厂”“丙厂”等 5 家"""
    quoted = "".join(f"“{name}”" for name in names[:shown])
    return quoted if len(names) <= shown else f"{quoted}等 {len(names)} 家"


def why_not_words(refused: Iterable[tuple[str, str]], shown: int = 4) -> str:
    """Visits that cannot be signed together: “甲厂”没有打开过，“乙厂”有重大隐患"""
    said = [f"“{name}”{words.WHY_NOT.get(why, why)}" for name, why in refused]
    return "，".join(said[:shown]) + (f"，还有 {len(said) - shown} 次" if len(said) > shown else "")


def items_words(codes: Sequence[str], shown: int = 3) -> str:
    """1-01、1-02、3-05 等 7 条"""
    return "、".join(codes[:shown]) + (f" 等 {len(codes)} 条" if len(codes) > shown else f" 共 {len(codes)} 条")


def owed_words(owed: Iterable[Any]) -> str:
    """What is still missing (model.inspection.Owed each), counted by kind: 3 条的判定、1 条“不适用”的原因."""
    counts = Counter(str(each.kind) for each in owed)
    return "、".join(words.OWED.get(kind, kind).format(n=n) for kind, n in counts.items())


def aside_words(aside: Iterable[Any]) -> str:
    """What an import set aside (service.exchange.SetAside each) and why: “隔离 1 条审核：这台电脑无权写审核。”."""
    said = ""
    for each in aside:
        kind = words.KINDS.get(each.kind, each.kind)
        said += f"{words.STATES[each.state]} {each.count} 条{kind}：{words.why(each.reason)}。"
    return said
