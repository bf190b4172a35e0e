"""One sealed visit: its sheet as it is printed, saved as PDF, or corrected."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service.lists import SealedVisit
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.field.sealed_words import VOIDS, asks_for_correction, sheet_mark, sheet_words
from zjg_inspect.ui.field.today_words import TYPES
from zjg_inspect.ui.field.visit_versions import VisitVersions
from zjg_inspect.ui.help import add_help, add_keys
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.sheet_view import SheetView
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.text import InlineError, Label, Mark


class SheetScreen(QWidget):
    """`correct_requested` and `settle_requested` give the inspection; `back` that the person goes back."""

    correct_requested = Signal(str)
    settle_requested = Signal(str)
    back = Signal()

    def __init__(
        self,
        db: Database,
        visit: SealedVisit,
        preferences: Preferences,
        just_sealed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sheetScreen")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = [("PgUp PgDn", "翻页"), ("Ctrl+S", "保存 PDF"), ("Esc", "回去"), ("F1", "帮助")]
        self._db, self._visit, self._preferences = db, visit, preferences
        self._version = ""
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.head = TopBar(
            visit.name,
            f"{TYPES.get(visit.type, '')} · {visit.date} · {visit.number}",
            "今日" if just_sealed else "已签",
            self,
        )
        self.head.back.connect(self.back)
        self.enlarge = KeyButton("放大", "zoom-in", parent=self.head)
        self.enlarge.setObjectName("enlarge")
        self.enlarge.setCheckable(True)
        self.head.add_action(self.enlarge)
        rows.addWidget(self.head)
        self.versions = VisitVersions(db, visit, self)
        self.versions.settle_requested.connect(lambda: self.settle_requested.emit(visit.inspection))
        self.versions.chosen.connect(self._show_version)
        rows.addWidget(self.versions)
        self.sheet = SheetView(self)
        self.enlarge.clicked.connect(self.sheet.enlarge)
        rows.addWidget(self.sheet, 1)
        rows.addWidget(Rule(self))
        foot = QWidget(self)
        foot.setProperty("fill", "surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), theme.px(8))
        row.setSpacing(theme.px(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        said = QHBoxLayout()
        said.setSpacing(theme.px(8))
        sign = sheet_mark(visit)
        said.addWidget(Mark(sign.icon, sign.tone, foot))
        wrong = asks_for_correction(visit)
        self._said = Label(sheet_words(visit, just_sealed), "body", strong=just_sealed, wrap=True, parent=foot)
        self._said.setObjectName("sheetSentence")
        self._error = InlineError(parent=foot)
        said.addWidget(self._said, 1)
        words.addLayout(said)
        words.addWidget(self._error)
        row.addLayout(words, 1)
        self.correct = KeyButton("更正…", "rotate-cw", kind="main" if wrong else "plain", height="main", parent=foot)
        self.correct.setObjectName("correct")
        self.correct.setToolTip(VOIDS)
        self.correct.setAccessibleDescription(VOIDS)
        self.correct.clicked.connect(lambda: self.correct_requested.emit(visit.inspection))
        self.save = KeyButton("保存 PDF", "printer", "Ctrl+S", "plain" if wrong else "main", "main", foot)
        self.save.setObjectName("savePdf")
        self.save.clicked.connect(self.choose_where)
        for button in (self.save, self.correct) if wrong else (self.correct, self.save):
            row.addWidget(button)
        rows.addWidget(foot)
        lead_focus(self, lambda: self.correct if wrong else self.save)
        add_keys(
            self,
            {"PgUp": lambda: self.sheet.turn(-1), "PgDown": lambda: self.sheet.turn(1), "Ctrl+S": self.choose_where},
            repeated=("PgUp", "PgDown"),
        )
        self.help = add_help(
            self,
            [("PgUp PgDn", "翻页"), ("Ctrl+S", "保存 PDF"), ("Esc", "回去")],
            ["封存后的检查不能改。要改点“更正”：原来的那份留着，新的一份签完后顶上。"],
        )
        self._render()

    def sentence(self) -> str:
        return self._error.text() or self._said.text()

    def choose_where(self) -> None:
        """Ask for the file; the proposal is number and name."""
        folder = self._preferences.folder("sheet") or self._preferences.folder("export") or Path.home()
        proposal = folder / f"{self._visit.number} {self._visit.name}.pdf"
        path, _ = QFileDialog.getSaveFileName(self, "保存 PDF", str(proposal), "PDF (*.pdf)")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write the PDF, off the window's thread."""
        path = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
        self.save.setEnabled(False)

        def work(_: object) -> Path:
            from zjg_inspect.service.sheet import write_sheet

            return write_sheet(self._db, self._visit.inspection, path, self._version)

        tasks.run(self, work, self._saved, self._failed)

    def _saved(self, path: Path) -> None:
        self.save.setEnabled(True)
        self._preferences.remember_folder("sheet", path.parent)
        self._error.set_text("")
        self._said.setText(f"已存为“{path.name}”，可以打印。")

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self._error.set_text(messages.sentence(error))

    def escape(self) -> None:
        self.back.emit()

    def _show_version(self, version: str) -> None:
        """An earlier version's sheet, or the present one."""
        self._version = version
        self._render()

    def _render(self) -> None:
        def make() -> bytes:
            from zjg_inspect.service.sheet import sealed_sheet

            return sealed_sheet(self._db, self._visit.inspection, self._version)

        self.sheet.show_sheet(make)
