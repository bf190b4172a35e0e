"""纸上签: the sheet is printed, signed in ink or sealed, and its scan or photo is attached, for one person or all."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Photo
from zjg_inspect.service import signing
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.field.photo_sources import PhotoSources
from zjg_inspect.ui.field.sign_slots import Slot
from zjg_inspect.ui.field.walker_photos import Pictures
from zjg_inspect.ui.help import add_keys
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.saver import Saver
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.photos import PhotoStrip
from zjg_inspect.ui.widgets.text import InlineError, Label

NO_VIEWER = "这台电脑没有打开 PDF 的程序。把“{file}”拷到能打印的电脑上打印。"


class PaperPanel(QWidget):
    """`signed` gives the numbers of the slots that the scan shows, and its hash; `given_up`: they sign here instead."""

    signed = Signal(list, str)
    given_up = Signal()

    def __init__(
        self, db: Database, draft: str, number: str, slots: Sequence[Slot], turn: int, saver: Saver, parent: QWidget
    ) -> None:
        """`number`: of the sheet, which proposes the file's name."""
        super().__init__(parent)
        self.setObjectName("paper")
        self._db, self._draft, self._number, self._saver = db, draft, number, saver
        self._turn = turn
        self._waiting = [at for at, slot in enumerate(slots) if slot.waits and slot.role != "witness"]
        self._scan: Photo | None = None
        self._file: Path | None = None
        self._pictures = Pictures(db, self)
        self._pictures.came.connect(lambda _sha: self._show_scan())
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        rows.addWidget(Label("在打印的表上签", "look", strong=True, parent=self))
        rows.addWidget(Label("一、打印这份表，用笔签字，或盖公章。", "body", parent=self))
        rows.addLayout(self._printing())
        self._saved = Label("", "secondary", "ink-2", wrap=True, parent=self)
        rows.addWidget(self._saved)
        self._saved.hide()
        rows.addWidget(Label("二、把签好的表扫描或拍下来，加到这里。字要看得清。", "body", wrap=True, parent=self))
        self.strip = PhotoStrip(self)
        self.sources = PhotoSources(self.strip, self)
        rows.addWidget(self.strip)
        self.error = InlineError(parent=self)
        rows.addWidget(self.error)
        self.who = Segmented(self._choices(slots), "谁签在纸上", parent=self)
        self.who.set_value("all")
        asked = Label("三、谁签在这张纸上？", "body", parent=self)
        for each in (asked, self.who):
            rows.addWidget(each)
            reveal(each, len(self._waiting) > 1)
        rows.addStretch(1)
        rows.addLayout(self._foot())
        self.strip.added.connect(lambda paths: self._take(paths[0], paths[0].name))
        self.sources.shot.connect(lambda raw: self._take(raw, "拍的照片"))
        self.strip.pasted.connect(lambda raw: self._take(raw, "粘贴的照片"))
        self.strip.removed.connect(lambda _at: self._put_scan(None))
        add_keys(self, {"P": self.sources.take})
        lead_focus(self, lambda: self.save)

    def _choices(self, slots: Sequence[Slot]) -> list[tuple[str, str, str]]:
        own = slots[self._turn].person.name
        return [("all", f"还没签的 {len(self._waiting)} 人都签了", ""), ("one", f"只有{own}", "")]

    def _printing(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        self.save = KeyButton("保存 PDF…", "printer", parent=self)
        self.save.setObjectName("savePaper")
        self.save.clicked.connect(self.choose_where)
        self.open = KeyButton("打开去打印", "file-text", parent=self)
        self.open.setObjectName("openPaper")
        self.open.clicked.connect(self.open_file)
        self.open.setEnabled(False)
        row.addWidget(self.save)
        row.addWidget(self.open)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        self.give_up = KeyButton("还是在这里签", height="main", parent=self)
        self.give_up.setObjectName("giveUpPaper")
        self.give_up.clicked.connect(self.given_up)
        self.attach = KeyButton("附上扫描件", key="Ctrl+Enter", kind="main", parent=self)
        self.attach.setObjectName("attachScan")
        self.attach.clicked.connect(self.try_to_attach)
        row.addWidget(self.give_up)
        row.addWidget(self.attach, 1)
        return row

    # -- the sheet to print ------------------------------------------------------------------------------------------

    def choose_where(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, "保存 PDF", str(Path.home() / f"{self._number} 待签.pdf"), "PDF (*.pdf)"
        )
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write the PDF, off the window's thread."""
        path = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")

        def work(_: object) -> Path:
            from zjg_inspect.service.sheet import write_draft_sheet

            return write_draft_sheet(self._db, self._draft, path)

        tasks.run(self, work, self._written, self._failed)

    def _written(self, path: Path) -> None:
        self._file = path
        self._saved.setText(f"已存为“{path.name}”。")
        self._saved.show()
        self.open.setEnabled(True)
        self.error.set_text("")

    def open_file(self) -> None:
        """In the system's own viewer, which prints."""
        if self._file is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file))):
            self.error.set_text(NO_VIEWER.format(file=self._file))

    # -- the scan ----------------------------------------------------------------------------------------------------

    def _take(self, source: Path | bytes, name: str) -> None:
        """One picture; another one takes its place."""
        self.error.set_text("")
        self._saver.attempt(partial(signing.take_scan, self._db, source, name), self._put_scan, self._failed)

    def _failed(self, error: Exception) -> None:
        self.error.set_text(messages.sentence(error))

    def _put_scan(self, scan: Photo | None) -> None:
        self._scan = scan
        self._show_scan()

    def _show_scan(self) -> None:
        scan = self._scan
        self.strip.set_photos([] if scan is None else [self._pictures.get(scan.sha256) or b""])
        self.strip.set_note("" if scan is None else "已加上")

    def is_covered(self) -> bool:
        """Whether what is on a card stands over it."""
        return any(panel.isVisible() for panel in self.sources.panels())

    def try_to_attach(self) -> None:
        """What is missing is said in place."""
        if self._scan is None:
            self.error.set_text("还没有扫描件：把签好的表扫描或拍下来，加到这里。")
            self.strip.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            all_of_them = self.who.value() == "all"
            self.signed.emit(self._waiting if all_of_them else [self._turn], self._scan.sha256)
