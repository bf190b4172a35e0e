"""签字: the real sheet at the left, at the right who signs and the pad; the end of it is the seal."""

from functools import cached_property

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Photo, Verdict
from zjg_inspect.service.setup import Database
from zjg_inspect.service.signing import Ready
from zjg_inspect.service.visit import photo_bytes
from zjg_inspect.service.visit_opened import Visit
from zjg_inspect.ui.field.sign_desk import SignDesk
from zjg_inspect.ui.field.sign_failed import FailedItems, failed_items
from zjg_inspect.ui.help import add_help, add_keys
from zjg_inspect.ui.large_photos import LargePhotos, Picture
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.saver import Saver
from zjg_inspect.ui.sheet_view import SheetView
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import Badge, BadgeKind
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel

DESK = 520
NARROW = 1100
RENDER_AFTER_MS = 400
BACK_TO_SHEET = "看整张表"
READ_SHEET, READ_FAILED = "这就是要打印的表，签之前请看一遍。", "先看不符合的 {count} 条，再看整张表。"
READ_SCAN = "这是纸上签过字的扫描件。"
COUNTED: tuple[tuple[Verdict, str, BadgeKind], ...] = (
    (Verdict.PASS, "符合", "pass"),
    (Verdict.FAIL, "不符合", "fail"),
    (Verdict.NOT_APPLICABLE, "不适用", "na"),
)


class SignScreen(QWidget):
    """`sealed` gives the inspection; `back` that the person goes back to the visit."""

    sealed = Signal(str)
    back = Signal()

    def __init__(self, db: Database, now: Ready, saver: Saver, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        visit = now.visit
        self.setObjectName("sign")
        self.setProperty("fill", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = [("PgUp PgDn", "翻页"), ("Ctrl+Z", "退一笔"), ("Ctrl+Enter", "下一步"), ("F1", "帮助")]
        self._db, self._draft = db, visit.draft.id
        self._narrow = False
        self._offered = False
        # the next one is signing already: the sheet follows when the hand rests
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(RENDER_AFTER_MS)
        self._later.timeout.connect(self._render)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._build_head(visit))
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._left = self._build_left(visit)
        self.desk = SignDesk(db, now, saver, self)
        self._body.addWidget(self._left, 1)
        self._edge = Rule(self, upright=True)
        self._body.addWidget(self._edge)
        self._body.addWidget(self.desk)
        rows.addLayout(self._body, 1)
        self.desk.changed.connect(self._signed)
        self.desk.scan_opened.connect(self._open_scan)
        self.desk.sealed.connect(lambda: self.sealed.emit(self._draft))
        lead_focus(self, lambda: self.desk)
        add_keys(
            self,
            {
                "PgUp": lambda: self.sheet.turn(-1),
                "PgDown": lambda: self.sheet.turn(1),
                "Ctrl+Z": self.desk.undo,
                "Ctrl+Y": self.desk.redo,
                "Ctrl+Return": self.desk.go_on,
                "Ctrl+Enter": self.desk.go_on,
            },
            repeated=("PgUp", "PgDown"),
        )
        self.help = add_help(
            self,
            [
                ("PgUp PgDn", "翻页"),
                ("Ctrl+Z", "退一笔"),
                ("Ctrl+Y", "退掉的一笔再写上"),
                ("Ctrl+Enter", "开始签字、签好了、封存"),
                ("Esc", "回到检查"),
            ],
            [
                "两名核查人先签，企业人员看过不符合的条目再签；不肯签也能办完：写原因，请见证人签。",
                "签的是这一份内容。回去改动任何一处，已签的名都会标为作废，要重新签。",
            ],
        )
        self._render()
        if parent is not None:
            # laid out once, not first for no size at all
            self.resize(parent.size())
            self._fit()

    def _build_head(self, visit: Visit) -> TopBar:
        content = visit.content
        self.head = TopBar("签字", f"{content.name} · {content.date}", "回到检查", self)
        self.head.back_button.setAccessibleName("回到检查")
        self.head.back.connect(self.back)
        self.whole = KeyButton("看整张表", "file-text", parent=self.head)
        self.whole.setObjectName("wholeSheet")
        self.whole.setCheckable(True)
        self.whole.clicked.connect(lambda: self._lay_out())
        self.head.add_action(self.whole)
        verdicts = [answer.verdict for answer in content.answers]
        self._count = ElidedLabel(f"{len(verdicts)} 条：", "secondary", "ink-2", parent=self.head)
        self.head.add_action(self._count)
        self._badges = []
        for verdict, word, kind in COUNTED:
            if number := verdicts.count(verdict):
                badge = Badge(f"{word} {number}", kind, parent=self.head)
                self._badges.append(badge)
                self.head.add_action(badge)
        return self.head

    def _build_left(self, visit: Visit) -> QWidget:
        theme = current()
        left = QWidget(self)
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._stack = QStackedWidget(left)
        self.sheet = SheetView(left)
        self.failed = FailedItems(visit, left)
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self.failed)
        rows.addWidget(self._stack, 1)
        rows.addWidget(Rule(left))
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        foot.setSpacing(theme.px(8))
        self._foot_words = ElidedLabel(READ_SHEET, "secondary", parent=left)
        foot.addWidget(self._foot_words, 1)
        count = len(failed_items(visit.content))
        self._read_failed = READ_FAILED.format(count=count)
        self._see_words = f"看不符合 {count} 条"
        self.see_failed = KeyButton(self._see_words, "x", parent=left)
        self.see_failed.setObjectName("seeFailed")
        self.see_failed.tint_icon("fail")
        self.see_failed.clicked.connect(lambda: self._turn_to_failed(self._stack.currentWidget() is not self.failed))
        self.enlarge = KeyButton("放大", "zoom-in", parent=left)
        self.enlarge.setObjectName("enlarge")
        self.enlarge.setCheckable(True)
        self.enlarge.clicked.connect(self.sheet.enlarge)
        foot.addWidget(self.see_failed)
        foot.addWidget(self.enlarge)
        rows.addLayout(foot)
        reveal(self.see_failed, bool(count))
        return left

    @cached_property
    def scan(self) -> LargePhotos:
        """The scan of a signed sheet, seen large; made when there is one to see."""
        scan = LargePhotos("回到表", self._stack)
        # where there is no room for it beside the desk it has the whole width
        scan.setMinimumWidth(current().px(240))
        scan.left.connect(self._back_to_sheet)
        scan.wanted.connect(lambda sha: scan.take(sha, photo_bytes(self._db, sha)))
        self._stack.addWidget(scan)
        return scan

    def escape(self) -> None:
        """A step back within the screen, else back to the visit."""
        if isinstance(self._stack.currentWidget(), LargePhotos):
            self._back_to_sheet()
        elif not self.desk.step_back():
            self.back.emit()

    def _open_scan(self, sha: str) -> None:
        self._turn_to_failed(False)
        self._stack.setCurrentWidget(self.scan)
        self._foot_words.setText(READ_SCAN)
        self.scan.show_pictures([Picture(Photo(sha), "纸质签字的扫描件")])
        self.whole.setChecked(True)
        self._lay_out()

    def _back_to_sheet(self) -> None:
        self._turn_to_failed(False)
        self.whole.setChecked(False)
        self._lay_out()
        self.desk.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_to_failed(self, shown: bool) -> None:
        self.see_failed.set_words(BACK_TO_SHEET if shown else self._see_words, "file-text" if shown else "x")
        self.see_failed.tint_icon("ink" if shown else "fail")
        self._foot_words.setText(self._read_failed if shown else READ_SHEET)
        self._stack.setCurrentWidget(self.failed if shown else self.sheet)
        self.enlarge.setEnabled(not shown)

    def _signed(self) -> None:
        self._offer_failed()
        self._later.start()

    def _offer_failed(self) -> None:
        """The enterprise's person sees what was not met first, once, and goes on to the whole sheet from there."""
        turn = self.desk.whose_turn()
        if self._offered or turn is None or turn[0] != "enterprise":
            return
        self._offered = True
        if not self.see_failed.isHidden():
            self._turn_to_failed(True)

    def _render(self) -> None:
        turn = self.desk.whose_turn()

        def make() -> bytes:
            from zjg_inspect.service.sheet import draft_sheet

            return draft_sheet(self._db, self._draft, turn)

        self.sheet.show_sheet(make)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._narrow = self.width() < current().px(NARROW)
        self._lay_out()

    def _lay_out(self) -> None:
        """Where there is no room for both, the sheet is behind a button."""
        looking = self._narrow and self.whole.isChecked()
        reveal(self.whole, self._narrow)
        self._left.setVisible(not self._narrow or looking)
        self.desk.setVisible(not looking)
        self._edge.setVisible(not self._narrow)
        for badge in (self._count, *self._badges):
            badge.setVisible(not self._narrow)
        if self._narrow:
            self.desk.setMinimumWidth(0)
            self.desk.setMaximumWidth(16777215)
        else:
            self.desk.setFixedWidth(current().px(DESK))
