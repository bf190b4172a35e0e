"""报表: what goes to the city bureau as Excel."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import programme
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.page import Desk, Page
from zjg_inspect.ui.office.programme_words import period_words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, ProgressLine
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label


class Reports(Page):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "报表", parent)
        theme = current()
        card = Card(20, 12, self)
        across = QHBoxLayout()
        across.setSpacing(theme.px(16))
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        words.addWidget(Label("附件1 集中区摸排汇总表", "look", strong=True, parent=card))
        about = "每个集中区一行：企业数、规模和类别、租用厂房、达到规范化管理的企业和占比；各镇和全市有合计。"
        words.addWidget(Label(about, "body", "ink-2", wrap=True, parent=card))
        across.addLayout(words, 1)
        self._day = Label("", "body", "ink-2", parent=card)
        across.addWidget(self._day)
        self.button = KeyButton("生成附件1…", "file-text", kind="main", parent=card)
        self.button.setObjectName("annex1")
        self.button.clicked.connect(self.choose)
        across.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        card.rows.addLayout(across)
        self.progress = ProgressLine(card)
        self.progress.cancel.hide()
        self.error = InlineError(parent=card)
        card.add(self.progress)
        card.add(self.error)
        self._told = QWidget(card)
        told = QHBoxLayout(self._told)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(theme.px(12))
        self._sentence = Label("", "body", wrap=True, parent=self._told)
        self.folder_button = KeyButton("打开文件夹", "folder-open", parent=self._told)
        self.folder_button.setObjectName("openFolder")
        self.folder_button.clicked.connect(self._open_folder)
        told.addWidget(self._sentence, 1)
        told.addWidget(self.folder_button)
        card.add(self._told)
        self._told.hide()
        self.body.addWidget(card)
        self.body.addStretch(1)
        self._written: Path | None = None

    def start(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        on = today()
        here, when = period_words(programme.programme(self.db, on).report_day, on)
        self._day.setText(f"截至 {on.isoformat()}")
        self.set_facts(f"{here}，{when}")

    def choose(self) -> None:
        start = self.desk.preferences.folder("report") or Path.home()
        name = f"附件1 集中区摸排汇总表 {today().isoformat()}.xlsx"
        path, _ = QFileDialog.getSaveFileName(self, "附件1存到哪里", str(start / name), "Excel (*.xlsx)")
        if path:
            self.write(Path(path) if path.lower().endswith(".xlsx") else Path(f"{path}.xlsx"))

    def write(self, to: Path) -> None:
        """Off the window's thread; the sentence then says where it is."""
        self.desk.preferences.remember_folder("report", to.parent)
        self.error.set_text("")
        self._told.hide()
        self.button.setEnabled(False)
        self.progress.start("正在生成附件1")
        day: date = today()

        def work(_step: Any) -> Path:
            from zjg_inspect.service.reports import write_annex1

            return write_annex1(self.db, to, day)

        def done(path: Path) -> None:
            self._rest()
            self._written = path
            self._sentence.setText(f"附件1已生成：“{path.name}”，在“{path.parent}”。")
            reveal(self._told, True)

        def failed(error: Exception) -> None:
            self._rest()
            self.error.set_text(messages.sentence(error))

        self.in_background(work, done, failed)

    def sentence(self) -> str:
        return self.error.text() or (self._sentence.text() if not self._told.isHidden() else "")

    def _rest(self) -> None:
        self.progress.finish()
        self.button.setEnabled(True)

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))
