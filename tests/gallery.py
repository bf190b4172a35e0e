"""Draws every widget of the window to PNGs, light and sunlight, for looking at: python tests/gallery.py DIR."""

import io
import os
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui import fonts, theme
from zjg_inspect.ui.widgets.badge import Badge, KeyHint, VerdictLabel
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented, VerdictBar
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card, EmptyState, FormRow, ProgressLine, Rule
from zjg_inspect.ui.widgets.nav import TopBar, TopTabs, VerticalNav
from zjg_inspect.ui.widgets.pad import SignaturePad
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.photos import PhotoStrip
from zjg_inspect.ui.widgets.rail import Section, SectionRail
from zjg_inspect.ui.widgets.search import SearchField
from zjg_inspect.ui.widgets.status import StatusLine
from zjg_inspect.ui.widgets.strokes import PER_PIXEL
from zjg_inspect.ui.widgets.text import InlineError, ItemText, Label


def row(*widgets, stretch=True):
    box = QHBoxLayout()
    box.setSpacing(theme.current().px(12))
    for widget in widgets:
        box.addWidget(widget)
    if stretch:
        box.addStretch(1)
    return box


def first_page():
    page = QWidget()
    page.setProperty("fill", "bg")
    rows = QVBoxLayout(page)
    rows.setContentsMargins(0, 0, 0, 0)
    body = QVBoxLayout()
    body.setContentsMargins(20, 20, 20, 12)
    body.setSpacing(12)
    off = KeyButton("审核签字")
    off.setEnabled(False)
    off_main = KeyButton("写入U盘", "hard-drive-upload", "Ctrl+U", kind="main")
    off_main.setEnabled(False)
    chosen = KeyButton("箭头", "move-up-right")
    chosen.setCheckable(True)
    chosen.setChecked(True)
    body.addLayout(
        row(
            KeyButton("写入U盘", "hard-drive-upload", "Ctrl+U", kind="main", height="tall"),
            KeyButton("记下隐患", "", "Ctrl+Enter", kind="main"),
            KeyButton("下一条未答", "", "U"),
            KeyButton("去签字"),
            KeyButton("撤销", "undo-2", kind="quiet"),
            chosen,
            off,
            off_main,
        )
    )
    body.addLayout(
        row(
            Badge("符合 44", "pass"),
            Badge("不符合 2", "fail"),
            Badge("不适用 2", "na"),
            Badge("上次不符合，复查", "attention"),
            Badge("重大 1", "major"),
            Badge("U盘已插入", "neutral", "usb"),
            Badge("现在显示", "action"),
            VerdictLabel(Verdict.PASS),
            VerdictLabel(Verdict.FAIL, tail="，已整改"),
            VerdictLabel(Verdict.NOT_APPLICABLE),
            VerdictLabel(None),
        )
    )
    grade = Segmented([("general", "一般隐患", ""), ("major", "重大隐患", "triangle-alert")], "等级")
    grade.set_value("general")
    small = Segmented([("accept", "认可", ""), ("return", "退回", "")], "逐条审", "small")
    small.set_value("return")
    field = QLineEdit("清走托盘，通道重新划线，每班检查一次")
    field.setObjectName("focused")
    body.addLayout(row(grade, small, KeyHint("↑ ↓", "换条"), field, stretch=False))
    body.addWidget(ItemText("冲压、焊接、打磨等岗位旁设有风险告知卡，写明的危险和措施与现场设备相符。"))
    body.addWidget(InlineError("还缺这一项：改好之前靠什么不出事。选一句或自己写。"))
    body.addLayout(row(Label("张家港市某某五金厂", "title"), Label("永新村 · 冲压 · 38 人", "secondary", "ink-2")))
    verdicts, answered = VerdictBar(), VerdictBar()
    answered.set_verdict(Verdict.FAIL)
    body.addWidget(verdicts)
    body.addWidget(answered)
    body.addStretch(1)
    rows.addLayout(body)
    wrong = StatusLine()
    wrong.set_failed("没存上：磁盘满了。腾出地方后再点一次")
    wrong.set_unsent(2)
    rows.addWidget(wrong)
    status = StatusLine()
    status.set_saved("14:32")
    status.set_unsent(2)
    status.set_keys([("↑ ↓", "换条"), ("N", "备注"), ("P", "拍照"), ("H", "记隐患"), ("F1", "帮助")])
    rows.addWidget(status)
    return page


def photo(words="照片", size=(1600, 1200), colour=(120, 140, 130)):
    """A made-up photo as the service hands it out: JPEG bytes."""
    picture = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(picture)
    w, h = size
    draw.rectangle((0, h * 0.6, w, h), fill=tuple(c // 2 for c in colour))
    draw.rectangle((w * 0.15, h * 0.2, w * 0.45, h * 0.75), fill=(236, 230, 214))
    draw.rectangle((w * 0.15, h * 0.2, w * 0.45, h * 0.3), fill=(200, 160, 40))
    draw.ellipse((w * 0.55, h * 0.3, w * 0.8, h * 0.7), outline=(40, 60, 60), width=max(2, w // 80))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


SECTIONS = [
    Section("一", "安管体系", 8, 8),
    Section("二", "双重预防", 9, 9),
    Section("三", "作业过程管控", 7, 7, 1),
    Section("四", "可视化管理", 8, 12, 1, 1),
    Section("五", "源头与设备安全", 0, 6),
    Section("六", "信息化", 0, 2),
    Section("七", "技术服务与出租方", 0, 4),
]


def walker():
    page = QWidget()
    page.setProperty("fill", "bg")
    rows = QVBoxLayout(page)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    top = TopBar("张家港市某某五金厂", "永新村 · 冲压、焊接 · 38 人", "今日")
    for button in (
        KeyButton("撤销", "undo-2", kind="quiet"),
        KeyButton("重做", "redo-2", kind="quiet"),
        KeyButton("下一条未答", key="U"),
        KeyButton("去签字"),
    ):
        top.add_action(button)
    rows.addWidget(top)
    middle = QHBoxLayout()
    middle.setSpacing(0)
    rail = SectionRail()
    rail.setFixedWidth(248)
    rail.set_sections(SECTIONS)
    rail.set_current(3)
    middle.addWidget(rail)
    middle.addWidget(Rule(upright=True))
    work = QVBoxLayout()
    work.setContentsMargins(20, 12, 20, 12)
    work.setSpacing(16)
    card = Card(24, 12)
    card.setObjectName("focused")
    card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    head = QWidget()
    head.setLayout(
        row(
            Label("4-09", "body", strong=True),
            Label("来源 §三(四)3 · 安全生产法第 44 条", "rail", "ink-2"),
            Badge("上次不符合，复查", "attention"),
        )
    )
    head.layout().setContentsMargins(0, 0, 0, 0)
    card.add(head)
    card.add(ItemText("冲压、焊接、打磨等岗位旁设有风险告知卡，写明的危险和措施与现场设备相符。"))
    card.add(Label("告知卡是否在岗位旁、字迹清楚；问一名工人：这个岗位最要防什么？", "look", wrap=True))
    card.rows.addStretch(1)
    note = QLineEdit()
    note.setPlaceholderText("备注，可不填")
    card.add(note)
    strip = PhotoStrip()
    strip.set_photos([photo(), photo(colour=(90, 110, 150))], chosen=1)
    strip.set_note("2 张 · 14:31 拍摄")
    strip.paste_button.show()
    card.add(strip)
    work.addWidget(card, 1)
    work.addWidget(VerdictBar())
    middle.addLayout(work, 1)
    middle.addWidget(Rule(upright=True))
    side = QWidget()
    side.setProperty("fill", "surface")
    side.setFixedWidth(340)
    last = QVBoxLayout(side)
    last.setContentsMargins(20, 16, 20, 20)
    last.setSpacing(8)
    last.addWidget(Label("上次 2022-09-14", "body", strong=True))
    last.addWidget(VerdictLabel(Verdict.FAIL, tail="，已整改", kind="look"))
    last.addWidget(Label("冲压岗位没有风险告知卡，工人说不清主要危险。", "body", wrap=True))
    view = PhotoView()
    view.set_photo(photo(), "上次的照片")
    view.setFixedHeight(224)
    tall = PhotoView()
    tall.set_photo(photo(size=(600, 1200)), "竖着拍的")
    last.addWidget(view)
    last.addWidget(tall, 1)
    last.addWidget(KeyButton("看上次整份记录", "file-text"))
    middle.addWidget(side)
    rows.addLayout(middle, 1)
    status = StatusLine()
    status.set_saved("14:32")
    status.set_unsent(2)
    status.set_awaited(3)
    status.set_keys([("↑ ↓", "换条"), ("N", "备注"), ("P", "拍照"), ("H", "记隐患"), ("F1", "帮助")])
    rows.addWidget(status)
    return page


def forms():
    page = QWidget()
    page.setProperty("fill", "bg")
    rows = QVBoxLayout(page)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    top = TopBar("网格检查", "2023-08-16 周三 · 评估确认阶段")
    tabs = TopTabs([("today", "今日"), ("hazards", "隐患"), ("signed", "已签"), ("post", "收发")])
    tabs.set_current("today")
    tabs.set_count("hazards", 7)
    top.add_tabs(tabs)
    top.add_action(KeyButton("强光", "sun", kind="quiet"))
    top.add_action(KeyButton("设置", "settings", kind="quiet"))
    rows.addWidget(top)
    middle = QHBoxLayout()
    middle.setSpacing(0)
    nav = VerticalNav(
        "某某镇\n安监办",
        [("board", "看板", "layout-dashboard"), ("inbox", "收件", "inbox"), ("review", "审核", "clipboard-check")],
    )
    nav.set_current("review")
    nav.set_count("inbox", 3)
    nav.set_count("review", 12)
    middle.addWidget(nav)
    left = QVBoxLayout()
    left.setContentsMargins(20, 16, 20, 16)
    left.setSpacing(12)
    search = SearchField("企业名称、拼音首字母、信用代码后几位")
    search.line.setText("jx")
    search.set_hint("拼音首字母")
    left.addWidget(search)
    card = Card()
    grade = FormRow("等级")
    switch = Segmented([("general", "一般隐患", ""), ("major", "重大隐患", "triangle-alert")], "等级")
    switch.set_value("general")
    grade.add(switch)
    grade.add(Label("拿不准时，对照判定标准", "secondary", "ink-2"))
    grade.add_stretch()
    card.add_row(grade)
    due = FormRow("时限", "哪天前改好")
    day = DateField("时限")
    day.set_value(date(2023, 8, 23))
    box = QComboBox()
    box.addItems(["上次用过", "清走托盘"])
    due.add(day)
    due.add(box)
    due.add_stretch()
    for days in ("3 天", "7 天", "15 天"):
        button = KeyButton(days)
        button.setCheckable(True)
        button.setChecked(days == "7 天")
        due.add(button)
    card.add_row(due)
    plan = FormRow("预案", "改好前怎么防")
    field = QLineEdit()
    field.setObjectName("focused")
    plan.add(field, 1)
    plan.add(KeyButton("先围挡，专人看护"))
    plan.add(KeyButton("暂停使用"))
    plan.set_error("还缺这一项：改好之前靠什么不出事。选一句或自己写。")
    card.add_row(plan)
    left.addWidget(card)
    progress = ProgressLine()
    progress.start("正在收包")
    progress.set_progress(2, 5)
    progress.show()
    left.addWidget(progress)
    left.addWidget(EmptyState("没有等你审核的检查。新的一到就会出现在这里。", "收一个包", "folder-open"))
    check = QCheckBox("只看重大")
    check.setChecked(True)
    one = QRadioButton("按到期")
    one.setChecked(True)
    left.addLayout(row(check, one, QRadioButton("按名称"), QPushButton("平常的按钮"), QSpinBox()))
    left.addStretch(1)
    middle.addLayout(left, 1)
    side = QWidget()
    side.setProperty("fill", "surface")
    side.setFixedWidth(460)
    right = QVBoxLayout(side)
    right.setContentsMargins(20, 16, 20, 20)
    right.setSpacing(12)
    right.addLayout(row(Label("请王某在框内签名", "body", strong=True)))
    pad = SignaturePad("王某")
    pad.set_strokes(WANG, 480, 206)
    pad.setFixedHeight(206)
    right.addWidget(pad)
    right.addWidget(day.calendarWidget())
    right.addStretch(1)
    middle.addWidget(side)
    rows.addLayout(middle, 1)
    status = StatusLine()
    status.set_note("数据完好，今早 8:00 已备份")
    status.set_keys([("Ctrl+O", "选文件"), ("F1", "帮助")])
    status.set_person("孙某 · 审核人")
    rows.addWidget(status)
    return page


def line(*points):
    """A stroke through points in pixels, with points between them as a pen gives them."""
    out = []
    for (x0, y0), (x1, y1) in pairwise(points):
        out += [v for t in range(20) for v in (x0 + (x1 - x0) * t / 20, y0 + (y1 - y0) * t / 20)]
    return [round(v * PER_PIXEL) for v in out]


WANG = [
    line((150, 60), (215, 52), (225, 54)),
    line((155, 100), (212, 94)),
    line((186, 58), (184, 100), (180, 145)),
    line((130, 150), (235, 140), (240, 143)),
    line((265, 80), (350, 72)),
    line((290, 50), (292, 110)),
    line((325, 48), (322, 110), (292, 112)),
    line((262, 125), (352, 118)),
    line((306, 95), (308, 165)),
    line((300, 125), (262, 155)),
    line((312, 122), (356, 150)),
]
PAGES = {"buttons": first_page, "walker": walker, "forms": forms}


LOOKS = {"light": ("light", False), "sunlight": ("sunlight", False), "office": ("light", True)}


def draw(app, folder):
    for look, (name, office) in LOOKS.items():
        theme.apply(app, name, office=office)
        for title, make in PAGES.items():
            page = make()
            page.resize(1366, 768)
            page.show()
            page.activateWindow()
            focused = page.findChild(QWidget, "focused")
            if focused is not None:
                focused.setFocus()
            app.processEvents()
            app.processEvents()
            page.grab().save(str(folder / f"{title}-{look}.png"))
            page.close()


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    fonts.load_fonts(app)
    draw(app, folder)


if __name__ == "__main__":
    main()
