"""Rectification notices: for whom, how each will look, and all of them as one PDF or a file each."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPainter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.errors import Cancelled
from zjg_inspect.model.clock import today
from zjg_inspect.service import notices
from zjg_inspect.service.ledger import Choice
from zjg_inspect.service.notices import Addressee, Printed
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.office.page import Desk, spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.sheet_view import SheetView
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card, ProgressLine
from zjg_inspect.ui.widgets.paint import draw_text, reveal, text_width
from zjg_inspect.ui.widgets.text import InlineError, Label

SIDE = 320
TITLE = "整改通知单"
ABOUT = "每家一份，写上全部没改好的隐患，各从新的一页起、各编页码。内容没变的再印，编号和日期不变。"
STOPPED = "已停下：写好的文件留着，没写完的没有留下。编过的号不变，下次接着用。"
NOBODY = "这里面没有还开着隐患的企业，没有通知单可出。"


class _Look(RowLook):
    """An enterprise, and how much is open there."""

    @staticmethod
    def _open(value: Addressee) -> str:
        return f"{value.open} 条" + (f"，重大 {value.majors}" if value.majors else "")

    def height(self, value: Addressee, width: int) -> int:
        return current().px(40)

    def spoken(self, value: Addressee) -> str:
        return f"{value.name}，{value.village}，{self._open(value)}"

    def paint(self, painter: QPainter, rect: QRect, value: Addressee, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        line = rect.adjusted(theme.px(14), 0, -theme.px(14), 0)
        font = theme.font("secondary", bool(value.majors))
        said = self._open(value)
        draw_text(painter, line, said, font, "fail" if value.majors else "ink-2", Qt.AlignmentFlag.AlignRight)
        name = line.adjusted(0, 0, -text_width(said, font) - theme.px(8), 0)
        draw_text(painter, name, value.name, theme.font("secondary", selected), "ink")


class NoticePage(QWidget):
    """`left` when going back; `said` a sentence for the window."""

    left = Signal()
    said = Signal(str, bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticePage")
        self.setAccessibleName(TITLE)
        self._desk, self._db = desk, desk.db
        self._ticked: list[str] = []
        self._choice = Choice()
        self._folder: Path | None = None
        self._reading: tasks.Task | None = None
        self._work: tasks.Task | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = KeyButton("回到隐患", "chevron-left", "Esc", kind="quiet", parent=self)
        self.back.setObjectName("leaveNotices")
        self.back.clicked.connect(self.leave)
        head.addWidget(self.back)
        head.addWidget(Label(TITLE, "body", strong=True, parent=self), 1)
        rows.addLayout(head)
        self.progress = ProgressLine(self)
        self.progress.cancelled.connect(self.cancel)
        self.error = InlineError(parent=self)
        rows.addWidget(self.progress)
        rows.addWidget(self.error)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        self.view = SheetView(self)
        self.view.setAccessibleName(TITLE)
        across.addWidget(self.view, 1)
        across.addWidget(self._make_side())
        rows.addLayout(across, 1)

    def _make_side(self) -> QWidget:
        theme = current()
        side = QWidget(self)
        side.setFixedWidth(theme.px(SIDE))
        rows = QVBoxLayout(side)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        self.scope = Segmented([("ticked", "打勾的", ""), ("listed", "列出的", "")], "给哪些企业", parent=side)
        self.scope.changed.connect(lambda _value: self._read())
        rows.addWidget(self.scope)
        card = spare_edge(Card(parent=side))
        self.list = PaintedList("addressees", "出通知单的企业", _Look(), parent=card)
        self.list.chosen.connect(self._preview)
        card.add(self.list, 1)
        rows.addWidget(card, 1)
        self._about = Label(ABOUT, "secondary", "ink-2", wrap=True, parent=side)
        rows.addWidget(self._about)
        self.folder_button = KeyButton("打开文件夹", "folder-open", parent=side)
        self.folder_button.setObjectName("openNotices")
        self.folder_button.clicked.connect(self._open_folder)
        self.folder_button.hide()
        rows.addWidget(self.folder_button)
        self.each = KeyButton("每家一个文件…", "folder-open", parent=side)
        self.each.setObjectName("noticesEach")
        self.each.clicked.connect(self._choose_folder)
        self.whole = KeyButton("存成一个PDF…", "file-text", "Ctrl+Enter", kind="main", parent=side)
        self.whole.setObjectName("noticesWhole")
        self.whole.clicked.connect(self.act)
        rows.addWidget(self.each)
        rows.addWidget(self.whole)
        return side

    # -- for whom --------------------------------------------------------------------------------------------------

    def show_for(self, ticked: Sequence[str], choice: Choice) -> None:
        """`ticked`: enterprises; without any, those of the hazards that are listed."""
        self._ticked, self._choice = list(ticked), choice
        reveal(self.scope, bool(ticked))
        self.scope.set_value("ticked" if ticked else "listed")
        self.error.set_text("")
        reveal(self.folder_button, False)
        self._read()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        ticked, choice = self._ticked, self._choice
        of_ticked = self.scope.value() == "ticked"
        if self._reading is not None:
            self._reading.cancel()

        def work(step: tasks.Step) -> list[Addressee]:
            step(0, 1)
            return notices.addressees_of(self._db, ticked) if of_ticked else notices.addressees(self._db, choice)

        self._reading = tasks.run(self, work, self._show, self._failed)

    def _show(self, found: list[Addressee]) -> None:
        before: Addressee | None = self.list.current()
        self.list.set_values(found)
        words = {"ticked": "打勾的", "listed": "列出的"}
        for value, button in self.scope.buttons.items():
            chosen = value == self.scope.value()
            button.setText(f"{words[value]} {len(found)} 家" if chosen else words[value])
        several = sum(each.open for each in found)
        self._about.setText(f"{len(found)} 家，共 {several} 条。{ABOUT}" if found else NOBODY)
        for action in (self.whole, self.each):
            action.setEnabled(bool(found))
        if found:
            self.list.choose(next((each for each in found if before and each.id == before.id), found[0]), tell=False)
            self._preview(self.list.current())
        reveal(self.view, bool(found))

    def _preview(self, one: Addressee) -> None:
        self.view.show_sheet(lambda: notices.notice_pdf(self._db, one.id))

    # -- on paper --------------------------------------------------------------------------------------------------

    def act(self) -> None:
        """Ask for the file, then write all of them into it."""
        if self._work is None and self.list.values():
            name = f"{self._name()} {today().isoformat()}.pdf"
            chosen, _ = QFileDialog.getSaveFileName(self, "通知单存到哪里", str(self._start() / name), "PDF (*.pdf)")
            if chosen:
                self.write(Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"), folder=False)

    def _name(self) -> str:
        found = self.list.values()
        return f"{found[0].name} {TITLE}" if len(found) == 1 else f"{TITLE} {len(found)} 家"

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "通知单存到哪个文件夹", str(self._start()))
        if chosen:
            self.write(Path(chosen), folder=True)

    def _start(self) -> Path:
        return self._desk.preferences.folder("notices") or Path.home()

    def write(self, to: Path, folder: bool) -> None:
        """Off the window's thread; the sentence then says where they are."""
        self._folder = to if folder else to.parent
        self._desk.preferences.remember_folder("notices", self._folder)
        wanted = [each.id for each in self.list.values()]
        self.error.set_text("")
        reveal(self.folder_button, False)
        # the keyboard stays on this page while its buttons rest
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._busy(True)
        self.progress.start("正在排版")
        self._work = tasks.run(
            self,
            lambda step: notices.print_notices(self._db, wanted, to, folder, step),
            self._printed,
            self._failed,
            lambda done, total: self.progress.set_share(done, total, len(wanted)),
        )

    def cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def is_busy(self) -> bool:
        return self._work is not None

    def _printed(self, done: Printed) -> None:
        self._rest()
        where = f"“{done.files[0].name}”" if len(done.files) == 1 else f"{len(done.files)} 个文件"
        self.said.emit(f"{done.notices} 家的通知单已存为{where}，在“{done.files[0].parent}”。打印后双方签字。", False)
        reveal(self.folder_button, True)
        # the number stands in it now
        self._preview(self.list.current())

    def _failed(self, error: Exception) -> None:
        reading = self._work is None
        self._rest()
        if isinstance(error, Cancelled):
            self.error.set_text("" if reading else STOPPED)
        else:
            self.error.set_text(messages.sentence(error))

    def _rest(self) -> None:
        self._work = None
        self.progress.finish()
        self._busy(False)

    def _busy(self, busy: bool) -> None:
        for action in (self.whole, self.each, self.scope):
            action.setEnabled(not busy)

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def leave(self) -> None:
        """What is being written goes on being written, and says so when it is done; Esc stops it first."""
        self.left.emit()
