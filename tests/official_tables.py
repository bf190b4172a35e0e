"""Inspection tables as offices hand them round: made with the mouse, for paper, with no program in mind."""

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, Side

# 类别|项目|编号|检查内容|检查依据|检查方法及标准|备注. What is left blank is one merged cell with what stands above.
SMALL_FIRMS = """
一、基础管理|1.1安全责任|1.1.1|是否建立全员安全生产责任制，明确各岗位的责任人员、责任范围和考核标准。|《安全生产法》第二十二条|查责任制文件；抽查2个岗位，询问本岗位责任。|重点项
||1.1.2|主要负责人是否依法履行安全生产七项职责。|《安全生产法》第二十一条|查会议记录、检查记录、投入凭证；与主要负责人谈话。|
||1.1.3|是否签订安全生产责任书。|《安全生产法》第二十二条|查责任书。|
|1.2机构人员|1.2.1|从业人员超过一百人的，是否设置安全生产管理机构或者配备专职安全生产管理人员；一百人以下的，是否配备专职或者兼职的安全生产管理人员。|《安全生产法》第二十四条|查任命文件、在岗情况。|
||1.2.2|主要负责人和安全生产管理人员是否具备相应的安全生产知识和管理能力。|《安全生产法》第二十七条|查培训考核证明。|
|1.3教育培训|1.3.1|是否制定年度安全培训计划并组织实施。|《安全生产法》第二十八条|查计划、签到、试卷。|
||1.3.2|新员工上岗前是否进行三级安全教育。|《安全生产法》第二十八条|1.查三级教育卡；@2.抽查3名新员工，核对签字；@3.现场提问。|
||1.3.3|特种作业人员是否持证上岗。|《安全生产法》第三十条|对照名单查证件是否在有效期内。|★否决项
||1.3.4|被派遣劳动者、实习学生是否纳入本单位统一培训管理。|《安全生产法》第二十八条|查培训档案。|
|1.4规章制度|1.4.1|安全生产规章制度是否齐全。|《安全生产法》第二十一条|至少包括：（1）教育培训制度；（2）隐患排查治理制度；（3）危险作业审批制度；（4）劳防用品管理制度；（5）应急管理制度。缺一项即不符合。|
||1.4.2|岗位安全操作规程是否齐全并张贴上墙。|《安全生产法》第二十一条|现场查看主要设备旁是否张贴。|
|1.5安全投入|1.5.1|安全生产费用是否提取和使用。|《安全生产法》第二十三条|查台账、发票。|
||1.5.2|是否为从业人员缴纳工伤保险。|《安全生产法》第五十一条|查缴费凭证，与花名册核对。|
||1.5.3|是否投保安全生产责任保险。|《安全生产法》第五十一条|查保单。|鼓励
二、双重预防|2.1风险管控|2.1.1|是否开展安全风险辨识并分级。|《安全生产法》第四十一条|查辨识清单；较大以上风险是否有管控措施。|
||2.1.2|是否按规定在网上报告较大以上安全风险。|江苏省工业企业安全生产风险报告规定|登录系统查看，每年一季度是否更新。|重点项
||2.1.3|是否绘制四色安全风险空间分布图。|《安全生产法》第四十一条|现场查看。|
||2.1.4|重大安全风险是否在醒目位置公告。|《安全生产法》第四十四条|现场查看公告栏。|
|2.2隐患治理|2.2.1|是否定期开展隐患排查并记录。|《安全生产法》第四十一条|查近三个月的排查记录。|
||2.2.2|隐患整改是否做到责任、措施、资金、时限、预案“五到位”。|《安全生产法》第四十一条|抽2条隐患，核对闭环。|
||2.2.3|重大事故隐患是否及时上报并停产整改。|工贸企业重大事故隐患判定标准|查上报记录。|★否决项
||2.2.4|安全管理人员是否按规定进行经常性检查。|《安全生产法》第四十六条|查检查记录。|
三、现场管理|（一）作业环境|（1）|安全出口、疏散通道是否畅通，是否有锁闭、封堵现象。|《安全生产法》第四十二条|现场查看。|★否决项
||（2）|车间、仓库与员工宿舍是否在同一座建筑内。|《安全生产法》第四十二条|现场查看，严禁“三合一”。|★否决项
||（3）|是否在有较大危险因素的场所和设备上设置安全警示标志。|《安全生产法》第三十五条|现场查看，标志应当清晰、完好。|
||（4）|地面是否平整，无积水、积油，坑、沟、池是否有盖板或者护栏。|《安全生产法》第三十六条|现场查看。|
||（5）|物料堆放是否整齐，是否占用通道。|《安全生产法》第四十二条|现场查看。|
|（二）设备设施|（1）|传动部位、冲压部位的防护罩、光电保护等安全装置是否齐全有效。|《安全生产法》第三十六条|现场试机2台。|
||（2）|是否使用国家明令淘汰的工艺、设备。|《安全生产法》第三十八条|对照目录查看。|
||（3）|特种设备是否登记、定期检验。|《安全生产法》第三十七条|查使用登记证、检验报告。|
||（4）|安全设备是否经常性维护、保养并定期检测。|《安全生产法》第三十六条|查维保记录。|
||（5）|生产、储存装置是否安装联锁报警装置。|《安全生产法》第三十六条|测试报警。|
|（三）用电安全|（1）|配电箱柜是否完好，是否张贴警示标志，箱前是否堆物。|《安全生产法》第三十六条|现场查看。|
||（2）|电气线路是否穿管保护，是否私拉乱接。|《安全生产法》第三十六条|现场查看。|
||（3）|临时用电是否审批。|《安全生产法》第四十三条|查审批单。|有临时用电的查
||（4）|移动电气设备是否装漏电保护器。|《安全生产法》第三十六条|按试验按钮。|
|（四）劳动防护|（1）|是否为从业人员提供符合标准的劳动防护用品，并监督佩戴。|《安全生产法》第四十五条|查发放记录；现场看佩戴。|
||（2）|焊接、打磨岗位是否佩戴防护面罩、口罩。|《安全生产法》第四十五条|现场查看。|
四、危险作业|（一）动火作业|（1）|动火作业是否审批，是否清除周边可燃物，是否配备灭火器材。|《安全生产法》第四十三条|查审批单；现场查看。|重点项
||（2）|动火作业是否安排专人监护。|《安全生产法》第四十三条|现场查看。|
|（二）有限空间|（1）|有限空间是否辨识并建立台账，是否设置警示标志。|工贸企业重大事故隐患判定标准|查台账，现场核对。|★否决项
||（2）|是否严格落实“先通风、再检测、后作业”。|工贸企业重大事故隐患判定标准|查审批、检测记录；询问作业人员。|★否决项
||（3）|是否配备气体检测仪、通风设备、呼吸器、三脚架等。|工贸企业重大事故隐患判定标准|现场查看，并试用检测仪。|
|（三）高处作业|（1）|高处作业人员是否系安全带，作业平台是否有护栏。|《安全生产法》第四十三条|现场查看。|
|（四）外包作业|（1）|承包单位是否具备安全生产条件和相应资质。|《安全生产法》第四十九条|查资质材料。|
||（2）|是否签订专门的安全生产管理协议，明确各自职责。|《安全生产法》第四十九条|查协议。|
||（3）|是否对承包单位统一协调管理，定期检查。|《安全生产法》第四十九条|查检查记录。|
五、危化品与粉尘|危化品|（1）|危险化学品是否储存在专用仓库，是否混存。|《安全生产法》第三十九条|现场查看。|
||（2）|是否有安全技术说明书和安全标签。|《安全生产法》第三十九条|抽查3种。|
||（3）|气瓶是否有防倾倒措施，空瓶、实瓶是否分开存放。|《安全生产法》第三十九条|现场查看。|
||（4）|储罐区是否设置围堰、可燃或者有毒气体报警装置。|《安全生产法》第三十九条|现场查看，测试报警。|
|粉尘|（1）|除尘系统是否设置泄爆、隔爆或者抑爆装置。|工贸企业重大事故隐患判定标准|现场查看。|★否决项
||（2）|是否按规定清扫积尘并记录。|工贸企业重大事故隐患判定标准|查清扫制度和记录；看横梁、设备顶部积尘。|
||（3）|是否使用防爆电气。|工贸企业重大事故隐患判定标准|现场查看。|
六、应急与租赁|应急管理|①|是否制定应急救援预案并与镇预案衔接。|《安全生产法》第八十一条|查预案、备案表。|
||②|是否每半年组织一次演练。|《安全生产法》第八十一条|查演练记录、照片。|
||③|消防器材是否完好有效。|《安全生产法》第三十六条|抽查5只灭火器。|
|厂房租赁|①|出租方与承租方是否签订安全管理协议。|《安全生产法》第四十九条|查协议。|租赁企业查
||②|出租方是否定期对承租企业检查。|《安全生产法》第四十九条|查检查记录。|
||③|一个厂区有几家单位的，是否指定专人协调。|《安全生产法》第四十八条|查协议和任命。|
"""

_HEAD = ["类  别", "项目", "编号", "检查依据", "检 查 内 容", "备注", "检查方法\n及标准", "检查结果", None, None]
_UNDER = [*[None] * 7, "符合", "不符合", "不涉及"]
_BOLD = InlineFont(b=True, color="FFFF0000")


def small_firms_rows():
    """The 60 rows as (category, project, number, content, basis, method, remark), "" where the cell is merged."""
    return [line.replace("@", "\n").split("|") for line in SMALL_FIRMS.strip().splitlines()]


def small_firms(path):
    """小微企业安全检查表: 60 rows, a head of two rows that comes again on the second page, two ways of numbering."""
    book = Workbook()
    sheet = book.active
    sheet.title = "检查表"
    _merged(sheet, 1, "附件2", 1, 2)
    _merged(sheet, 2, "××镇小微企业安全生产检查表（2023年版）", 1, 10)
    sheet["A2"].font, sheet["A2"].alignment = Font(name="方正小标宋简体", size=18), Alignment(horizontal="center")
    _merged(sheet, 3, "被检查单位（盖章）：　　　　　　　　　　　检查日期：　　年　　月　　日", 1, 10)
    row = _put_head(sheet, 4)
    starts = {0: row, 1: row}
    for number, cells in enumerate(small_firms_rows()):
        if number == 22:  # the second page
            _close(sheet, starts, (0, 1), row)
            row = _put_head(sheet, row)
            starts = {0: row, 1: row}
        elif cells[0] or cells[1]:
            _close(sheet, starts, (0, 1) if cells[0] else (1,), row)
        category, project, order, content, basis, method, remark = cells
        for column, text in enumerate((category, project, order, basis, content, remark, method), 1):
            if text:
                sheet.cell(row, column, text).alignment = Alignment(wrap_text=True, vertical="center")
        row += 1
    _close(sheet, starts, (0, 1), row)
    sheet.cell(8, 5).value = CellRichText("是否", TextBlock(_BOLD, "签订"), "安全生产责任书。")
    sheet.row_dimensions[row].height = 8
    row += 1
    _merged(sheet, row, "注：1.带★的为否决项，有一项不符合的，检查结论为不合格；2.“不涉及”的项目不计入。", 1, 10)
    _merged(sheet, row + 1, "检查人员（签名）：　　　　　　　　　企业负责人（签名）：　　　　　　　　", 1, 10)
    for line in sheet.iter_rows(min_row=4, max_row=row - 2, max_col=10):
        for cell in line:
            cell.border = Border(*[Side(style="thin")] * 4)
    book.create_sheet("Sheet2")
    book.save(path)
    return path


def _put_head(sheet, row):
    for column, (upper, lower) in enumerate(zip(_HEAD, _UNDER, strict=True), 1):
        sheet.cell(row, column, upper)
        sheet.cell(row + 1, column, lower)
        if lower is None:
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    sheet.merge_cells(start_row=row, end_row=row, start_column=8, end_column=10)
    return row + 2


def _close(sheet, starts, columns, row):
    """Merge what stands above, down to the row before this one."""
    for column in columns:
        if row - 1 > starts[column]:
            sheet.merge_cells(start_row=starts[column], end_row=row - 1, start_column=column + 1, end_column=column + 1)
        starts[column] = row


def _merged(sheet, row, text, first, last):
    sheet.cell(row, first, text)
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


# 评分表: 序号|考评类目|考评项目|评审内容|标准分值|评分方式
SCORED = """
1|目标职责|目标|有年度安全生产目标，并分解到部门、车间、班组。|5|查文件：无目标不得分；未分解到班组扣2分。
2||机构和职责|成立安全生产委员会或者领导小组，每季度至少召开一次会议。|10|查文件、会议记录：未成立不得分；少开一次扣2分。
3|||主要负责人签发安全承诺并公示。|5|看公示栏：未公示不得分。
4||全员参与|鼓励员工报告隐患，建立奖励机制。|5|查奖励记录：没有的扣5分。
5|制度化管理|规章制度|制度经主要负责人签发，发放到岗位。|10|抽查3个岗位：缺1个扣2分。
6||操作规程|操作规程与岗位、设备相符。|10|抽查3台设备：不符的每台扣3分。
7|教育培训|教育培训管理|有培训档案，一人一档。|10|抽查5人：缺1人扣2分。
8||人员教育培训|班组长、新员工、转岗人员培训学时达到要求。|10|查记录：学时不足的每人扣2分。
9|现场管理|设备设施管理|新改扩建项目履行安全设施“三同时”手续。|15|查资料：未履行的，追加扣除15分。
10|||设备设施检修有方案，检修前进行危害辨识。|10|查检修记录：无方案扣5分。
11||作业安全|危险作业实行许可管理。|15|查审批单：未审批的每次扣5分。
12|||承包商、供应商纳入企业管理。|10|查协议、检查记录：未签协议不得分。
13||警示标志|在危险场所设置警示标志和告知牌。|5|现场查看：缺1处扣1分。
14|应急管理|应急准备|应急物资、装备完好，有专人管理。|10|现场查看：缺1种扣2分。
15||应急演练|每年至少组织一次综合或者专项预案演练，每半年至少组织一次现场处置方案演练。|10|查记录：未演练不得分。
"""


def scored(path):
    """安全标准化评分表: 分值, banner rows over the whole width, a sum at the end, and a cover sheet in front."""
    book = Workbook()
    cover = book.active
    cover.title = "封面"
    cover["B3"], cover["B5"] = "工贸企业安全生产标准化评审", "评审单位："
    sheet = book.create_sheet("评分表")
    _merged(sheet, 1, "工贸企业安全生产标准化评分表", 1, 8)
    heads = ["标准分值", "序号", "考评项目", "评审内容", "评分方式", "自评得分", "扣分说明", "评审得分"]
    for column, head in enumerate(heads, 1):
        sheet.cell(2, column, head)
    row, categories = 3, 0
    for number, line in enumerate(SCORED.strip().splitlines()):
        order, category, project, content, points, way = line.split("|")
        if category:
            _merged(sheet, row, f"{'一二三四五'[categories]}、{category}", 1, 8)
            row, categories = row + 1, categories + 1
        for column, value in ((1, int(points)), (2, int(order)), (3, project), (4, content), (5, way)):
            if value != "":
                sheet.cell(row, column, value)
        row += 2 if number == 7 else 1
    sheet.cell(row, 3, "合计")
    sheet.cell(row, 1, f"=SUM(A3:A{row - 1})")
    sheet.cell(row + 1, 2, "评审组长：")
    sheet.cell(row + 1, 5, "日期：")
    book.save(path)
    return path


BARE = [
    "配电箱前１米内不堆放杂物",
    "灭火器压力在绿区，检查卡每月有签字",
    "安全出口不上锁",
    "气瓶直立固定",
    "员工会报火警",
]


def bare(path):
    """A list that somebody typed: a number and what to look at, no title, no category, no basis."""
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "检查项目"])
    for number, text in enumerate(BARE, 1):
        sheet.append([number, text])
    book.save(path)
    return path
