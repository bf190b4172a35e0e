"""A sealed visit's sheet as it is printed, with the way back and saving it as a PDF."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service import sheet
from zjg_inspect.service.setup import Database
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.sheet_view import SheetView
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.text import ElidedLabel


class SheetPage(QWidget):
    """`left` when going back; `save_asked` gives the inspection."""

    left = Signal()
    save_asked = Signal(str)

    def __init__(self, db: Database, back: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheetPage")
        self._db, self._inspection, self.version = db, "", ""
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, theme.px(8), MARGIN, theme.px(8))
        head.setSpacing(theme.px(12))
        self.back = KeyButton(back, "chevron-left", "Esc", kind="quiet", parent=self)
        self.back.setObjectName("leaveSheet")
        self.back.clicked.connect(self.left)
        self._title = ElidedLabel("", "body", strong=True, parent=self)
        self.save = KeyButton("保存PDF", "file-text", parent=self)
        self.save.setObjectName("saveSheet")
        self.save.clicked.connect(lambda: self.save_asked.emit(self._inspection))
        head.addWidget(self.back)
        head.addWidget(self._title, 1)
        head.addWidget(self.save)
        rows.addLayout(head)
        self.view = SheetView(self)
        rows.addWidget(self.view, 1)

    def show_inspection(self, inspection: str, name: str, version: str = "") -> None:
        """The present version, or an earlier one."""
        self._inspection, self.version = inspection, version
        self._title.setText(f"{name} · 上一版" if version else name)
        self.view.show_sheet(lambda: sheet.sealed_sheet(self._db, inspection, version))
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)


def save_sheet(page: Page, inspection: str, version: str = "") -> None:
    """Ask where, then write the visit's PDF there, off the window's thread."""
    start = page.desk.preferences.folder("sheet") or Path.home()
    suggested = sheet.file_name(page.db, inspection) + ("（上一版）" if version else "")
    chosen, _ = QFileDialog.getSaveFileName(page, "保存PDF", str(start / f"{suggested}.pdf"), "PDF (*.pdf)")
    if not chosen:
        return
    to = Path(chosen) if chosen.lower().endswith(".pdf") else Path(f"{chosen}.pdf")
    page.desk.preferences.remember_folder("sheet", to.parent)
    page.in_background(
        lambda _step: sheet.write_sheet(page.db, inspection, to, version),
        lambda path: page.said.emit(f"已存为“{path.name}”，在“{path.parent}”。", False),
    )
