"""A paper as it will be printed, with the way back and saving it: a receipt, a list."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.sheet_view import SheetView
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.text import ElidedLabel

KINDS = {".pdf": "PDF (*.pdf)", ".xlsx": "Excel (*.xlsx)"}


class PaperPage(QWidget):
    """`left` when going back."""

    left = Signal()

    def __init__(self, page: Page, back: str, spoken: str, parent: QWidget) -> None:
        """`spoken`: what the paper is called, for the screen reader."""
        super().__init__(parent)
        self.setObjectName("paperPage")
        self._page, self._name = page, ""
        self._write: Callable[[Path], Path] | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(theme.px(12))
        self.back = KeyButton(back, "chevron-left", "Esc", kind="quiet", parent=self)
        self.back.setObjectName("leavePaper")
        self.back.clicked.connect(self.left)
        self.title = ElidedLabel("", "body", strong=True, parent=self)
        self.save = KeyButton("存PDF…", "file-text", kind="main", parent=self)
        self.save.setObjectName("savePaper")
        self.save.clicked.connect(lambda: self.ask(".pdf"))
        self.head.addWidget(self.back)
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.save)
        rows.addLayout(self.head)
        self.view = SheetView(self)
        self.view.setAccessibleName(spoken)
        rows.addWidget(self.view, 1)

    def show_paper(self, title: str, make: Callable[[], bytes], name: str, write: Callable[[Path], Path]) -> None:
        """`make` gives the PDF to look at, `write` makes the file; `name`: what it is called unless one says so."""
        self._name, self._write = name, write
        self.title.setText(title)
        self.view.show_sheet(make)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self, kind: str) -> None:
        """Ask where, then write it there, off the window's thread."""
        write = self._write
        if write is None:
            return
        desk = self._page.desk
        start = desk.preferences.folder("filings") or Path.home()
        suggested = str(start / f"{self._name}{kind}")
        chosen, _ = QFileDialog.getSaveFileName(self, "存到哪里", suggested, KINDS[kind])
        if not chosen:
            return
        to = Path(chosen) if chosen.lower().endswith(kind) else Path(f"{chosen}{kind}")
        desk.preferences.remember_folder("filings", to.parent)
        self._page.in_background(
            lambda _step: write(to),
            lambda path: self._page.said.emit(f"已存为“{path.name}”，在“{path.parent}”。", False),
        )
