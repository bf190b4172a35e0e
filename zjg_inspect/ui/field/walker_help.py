"""F1: the keys of the walker on one quiet panel."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import KeyHint
from zjg_inspect.ui.widgets.text import Label

KEYS = (
    ("1", "符合，到下一条没答的"),
    ("2", "不符合，到下一条没答的；要记隐患按 H"),
    ("3", "不适用，到下一条没答的；要写原因按 R"),
    ("↑ ↓", "上一条、下一条"),
    ("U", "下一条没答的；都答了就到下一条要补的"),
    ("N", "写备注；写完按回车"),
    ("Alt+1 2 3", "用备注旁边的第几句，不用先按 N"),
    ("R", "写不适用的原因；写完按回车，接着往下答"),
    ("P", "拍照；没有摄像头就选照片"),
    ("Ctrl+V", "粘贴照片"),
    ("H", "记隐患：这一条的，或最近判不符合的那一条的"),
    ("F2", "现场情况：改人数、有没有动火作业等"),
    ("Ctrl+Enter", "去签字；还有欠的，先列出来"),
    ("Esc", "回到今日，这次检查留着"),
    ("Ctrl+Z", "撤销"),
    ("Ctrl+Y", "重做"),
    ("F1", "打开或关上这一页"),
)


class HelpPanel(SidePanel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__("按键", 480, parent)
        self.setObjectName("helpPanel")
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(current().px(10))
        for keys, word in KEYS:
            rows.addWidget(KeyHint(keys, word, body))
        words = "这些键在写字的时候不起作用。每点一下就存好，不用另外保存；关掉再开，还在原来那一条。"
        rows.addSpacing(current().px(8))
        rows.addWidget(Label(words, "body", "ink-2", wrap=True, parent=body))
        rows.addStretch(1)
        self.set_body(body, scrolls=True)
