"""What became of a register's rows; it stays readable, and can be copied or kept as a text."""

from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.errors import ZjgError
from zjg_inspect.places import writing
from zjg_inspect.service.register import RosterReport
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.office.register_words import Line, as_text, line_text, lines_of, sums_words, unread_words
from zjg_inspect.ui.office.rich import Part, draw_rich, rich_height
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, Rule
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, draw_text, reveal
from zjg_inspect.ui.widgets.text import Label


class Heading(NamedTuple):
    words: str


class LineLook(RowLook):
    """Row, column, what stood there, why."""

    def choosable(self, value: Any) -> bool:
        return isinstance(value, Line)

    def spoken(self, value: Any) -> str:
        return value.words if isinstance(value, Heading) else line_text(value)

    def height(self, value: Any, width: int) -> int:
        theme = current()
        if isinstance(value, Heading):
            return theme.px(36)
        return max(theme.px(37), rich_height(self._reason(value), self._rect(width)) + theme.px(12))

    @staticmethod
    def _rect(width: int) -> int:
        return max(current().px(160), width - current().px(350))

    @staticmethod
    def _reason(line: Line) -> list[Part]:
        return [
            *([Part(f"“{line.text}”　", "ink", True)] if line.text and line.text not in line.reason else []),
            Part(line.reason),
        ]

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme = current()
        inset = theme.px(16)
        if isinstance(value, Heading):
            draw_ground(painter, rect, False, "bg")
            draw_text(painter, rect.adjusted(inset, 0, -inset, 0), value.words, theme.font("secondary", True), "ink")
            return
        draw_ground(painter, rect, selected)
        side = theme.px(15)
        icon, token = ("x", "fail") if value.refused else ("circle-alert", "attention")
        mark = QRect(rect.x() + inset, rect.y() + (rect.height() - side) // 2, side, side)
        draw_icon(painter, mark, icon, token, SIGN_STROKE if value.refused else None)  # type: ignore[arg-type]
        row = QRect(mark.right() + theme.px(10), rect.y(), theme.px(96), rect.height())
        draw_text(painter, row, f"第 {value.row} 行", theme.font("secondary"), "ink")
        column = QRect(row.right(), rect.y(), theme.px(180), rect.height())
        draw_text(painter, column, value.column.replace("\n", ""), theme.font("secondary"), "ink-2")
        draw_rich(
            painter, QRect(column.right(), rect.y(), self._rect(rect.width()), rect.height()), self._reason(value)
        )


class ReportView(QWidget):
    """`left` back to the list; `said` a sentence after copying or keeping it, and whether something went wrong."""

    left = Signal()
    said = Signal(str, bool)
    failed = Signal(Exception)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rosterReport")
        self._report: RosterReport | None = None
        self._file = ""
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = KeyButton("回到企业", "chevron-left", kind="quiet", parent=self)
        self.back.setObjectName("backToRegister")
        self.back.clicked.connect(self.left)
        self._title = Label("", "look", strong=True, parent=self)
        self.copy = KeyButton("复制报告", "clipboard-paste", parent=self)
        self.copy.setObjectName("copyReport")
        self.copy.clicked.connect(self._copy)
        self.keep = KeyButton("存为文本…", "file-text", parent=self)
        self.keep.setObjectName("keepReport")
        self.keep.clicked.connect(self._choose)
        head.addWidget(self.back)
        head.addWidget(self._title, 1)
        head.addWidget(self.copy)
        head.addWidget(self.keep)
        rows.addLayout(head)
        card = spare_edge(Card(parent=self))
        self._sums = Label("", "body", strong=True, wrap=True, parent=card)
        self._unread = Label("", "secondary", "attention", wrap=True, parent=card)
        for label in (self._sums, self._unread):
            label.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
            card.add(label)
        card.add(Rule(card))
        self.list = PaintedList("rosterLines", "未收和存疑的", LineLook(), parent=card)
        self._fine = Label("每一行都收下了，没有存疑的格。", "body", "ink-2", parent=card)
        self._fine.setContentsMargins(theme.px(16), theme.px(16), theme.px(16), theme.px(16))
        card.add(self.list, 1)
        card.add(self._fine)
        self._space = QWidget(card)
        card.add(self._space, 1)
        rows.addWidget(card, 1)

    def show_report(self, report: RosterReport, file: str) -> None:
        self._report, self._file = report, file
        self._title.setText(f"导入了“{file}”")
        self._sums.setText(sums_words(report))
        self._unread.setText(unread_words(report.unread_sheets))
        reveal(self._unread, bool(report.unread_sheets))
        refused, doubts = lines_of(report)
        values: list[Heading | Line] = []
        if refused:
            values += [Heading(f"未收 {len(refused)} 行：改好再导入一次，已收的不会重复"), *refused]
        if doubts:
            values += [Heading(f"存疑 {len(doubts)} 格：行已收，这一格留空，照样计数"), *doubts]
        self.list.set_values(values)
        reveal(self.list, bool(values))
        for widget in (self._fine, self._space):
            reveal(widget, not values)

    def words(self) -> str:
        return self._sums.text()

    def text(self) -> str:
        return as_text(self._report, self._file) if self._report is not None else ""

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self.said.emit("报告已复制，可以粘贴到别处。", False)

    def _choose(self) -> None:
        name = f"{Path(self._file).stem} 导入报告.txt"
        path, _ = QFileDialog.getSaveFileName(self, "报告存到哪里", str(Path.home() / name), "文本 (*.txt)")
        if path:
            self.write(Path(path))

    def write(self, to: Path) -> None:
        """Keep the report as a text file."""
        try:
            with writing(to):
                to.write_text(self.text(), encoding="utf-8-sig")
        except ZjgError as error:
            self.failed.emit(error)
            return
        self.said.emit(f"报告已存为“{to.name}”，在“{to.parent}”。", False)
