"""Draws every widget of the window to PNGs, light and sunlight, for looking at: python tests/gallery.py DIR."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui import fonts, theme
from zjg_inspect.ui.widgets.badge import Badge, KeyHint, VerdictLabel
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented, VerdictBar
from zjg_inspect.ui.widgets.status import StatusLine
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


PAGES = {"buttons": first_page}


def draw(app, folder):
    for name in ("light", "sunlight"):
        theme.apply(app, name)
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
            page.grab().save(str(folder / f"{title}-{name}.png"))
            page.close()


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    fonts.load_fonts(app)
    draw(app, folder)


if __name__ == "__main__":
    main()
