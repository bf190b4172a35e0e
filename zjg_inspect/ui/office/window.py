"""The office's window: its pages at the left, the one in front, what was saved at the foot."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.clock import SHANGHAI
from zjg_inspect.service import filings, ledger, proposals, review_queue, setup
from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui import messages, tasks, theme
from zjg_inspect.ui.help import add_help
from zjg_inspect.ui.office.assignments import Assignments
from zjg_inspect.ui.office.board import Board
from zjg_inspect.ui.office.folder_watch import FolderWatch
from zjg_inspect.ui.office.forms import Forms
from zjg_inspect.ui.office.hazards import HazardLedger
from zjg_inspect.ui.office.inbox import Inbox
from zjg_inspect.ui.office.laptops import Laptops
from zjg_inspect.ui.office.leases import Leases
from zjg_inspect.ui.office.page import Desk, Memory, Page
from zjg_inspect.ui.office.people import People
from zjg_inspect.ui.office.programme import ProgrammePage
from zjg_inspect.ui.office.register import Register
from zjg_inspect.ui.office.reports import Reports
from zjg_inspect.ui.office.review import Review
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.quiet import QuietLine
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.nav import VerticalNav
from zjg_inspect.ui.widgets.status import StatusLine

PAGES: tuple[tuple[str, str, str, type[Page]], ...] = (
    ("board", "看板", "layout-dashboard", Board),
    ("inbox", "收件", "inbox", Inbox),
    ("review", "审核", "clipboard-check", Review),
    ("hazards", "隐患", "triangle-alert", HazardLedger),
    ("assignments", "派单", "user-check", Assignments),
    ("register", "登记", "building-2", Register),
    ("leases", "租赁", "key-round", Leases),
    ("reports", "报表", "file-text", Reports),
    ("forms", "检查表", "grid-2x2", Forms),
    ("people", "人员", "users", People),
    ("laptops", "电脑", "laptop", Laptops),
    ("programme", "方案", "calendar", ProgrammePage),
)
# Ctrl+0 is the usual size of the words
NUMBERED = min(9, len(PAGES))
HELP_KEYS = (
    ("Ctrl+1", f"看板；Ctrl+2 到 Ctrl+{NUMBERED} 是下面几页"),
    ("Ctrl+PgDn", "下一页，到底再从头；Ctrl+PgUp 上一页"),
    ("Ctrl+O", "收件时选包，登记时选底数表，检查表页选表格，电脑页选名片"),
    ("Ctrl+E", "登记里编辑企业，待确认时改过再收；Ctrl+N 添一家企业"),
    ("Ctrl+F", "在登记里、审核里查企业，在隐患里查隐患，在租赁里查租约"),
    ("空格", "登记、隐患里给选中的企业打勾"),
    ("Ctrl+D", "把打了勾的企业派给一台电脑"),
    ("Ctrl+B", "在派单里均衡分派；空格打勾"),
    ("J K", "审核时换企业"),
    ("↑ ↓", "换一条或换一行"),
    ("Y", "认可这一条"),
    ("R", "退回这一条，写明原因"),
    ("B", "审核时把这一条上次的和这次的并排看"),
    ("Ctrl+P", "隐患页：整改通知单，先看再存"),
    ("Ctrl+Enter", "审核的主要一步：签字或退回；登记里收入核对过的底数表；检查表页、方案页发布；租赁页备案"),
    ("Ctrl++", "字放大；Ctrl+- 缩小，Ctrl+0 还原"),
)
HELP = (
    "包、底数表和名片都可以直接拖到窗口上，会放到该去的那一页。",
    "审核和登记一做完就存好，不用另外保存。给网格员的消息随下一份包带去。",
)


class OfficeWindow(QWidget):
    """What fills the window at a township office. Files dropped anywhere on it go where they belong."""

    def __init__(self, db: Database, own: Standing | None = None, preferences: Preferences | None = None) -> None:
        super().__init__()
        self.setObjectName("office")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        standing = own or setup.standing(db)
        self._name = standing.name if standing is not None else ""
        self.desk = Desk(db, preferences or Preferences(db.directory), Memory(), FolderWatch(db, self))
        now = theme.current()
        if not now.office:
            theme.apply(_app(), now.name, now.scale, office=True)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._shown = "board"
        self._saved = ""
        self._inside: QWidget | None = None
        self._build()
        for keys, act in (
            ("Ctrl++", lambda: self._zoom(1)),
            ("Ctrl+=", lambda: self._zoom(1)),
            ("Ctrl+-", lambda: self._zoom(-1)),
            ("Ctrl+0", lambda: self._zoom(0)),
            *((f"Ctrl+{at}", lambda key=key: self.show_page(key)) for at, (key, *_) in enumerate(PAGES[:NUMBERED], 1)),
            ("Ctrl+PgDown", lambda: self.nav.step(1)),
            ("Ctrl+PgUp", lambda: self.nav.step(-1)),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _build(self) -> None:
        """Everything in the present size and colours."""
        look = theme.current()
        inside = QWidget(self)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        across = QHBoxLayout()
        across.setSpacing(0)
        self.nav = VerticalNav(_in_two(self._name), [(key, word, icon) for key, word, icon, _ in PAGES], inside)
        self.nav.setFixedWidth(look.px(136))
        self.nav.chosen.connect(self.show_page)
        self.sunlight = KeyButton("强光", "sun", kind="quiet", parent=self.nav)
        self.sunlight.setObjectName("sunlight")
        self.sunlight.setCheckable(True)
        self.sunlight.setChecked(look.sunlight)
        self.sunlight.setAccessibleDescription("太阳底下看得清的显示")
        self.sunlight.clicked.connect(self._light)
        column = self.nav.layout()
        if isinstance(column, QVBoxLayout):
            # in from the window's edge: else half of its focus ring would be outside
            foot = QHBoxLayout()
            foot.setContentsMargins(look.px(8), 0, 0, 0)
            foot.addWidget(self.sunlight, 0, Qt.AlignmentFlag.AlignLeft)
            column.addLayout(foot)
        self.stack = QStackedWidget(inside)
        across.addWidget(self.nav)
        across.addWidget(self.stack, 1)
        rows.addLayout(across, 1)
        self.quiet = QuietLine(inside)
        rows.addWidget(self.quiet)
        self.status = StatusLine(inside)
        rows.addWidget(self.status)
        self.pages: dict[str, Page] = {}
        self._rows.addWidget(inside)
        self._inside = inside
        self.help = add_help(inside, HELP_KEYS, HELP)
        self.status.set_saved(self._saved)
        self.show_page(self._shown)
        self.count()

    # -- pages -----------------------------------------------------------------------------------------------------

    def page(self, key: str) -> Page:
        """The page, made when it is first asked for."""
        if key not in self.pages:
            make = next(kind for own, _, _, kind in PAGES if own == key)
            page = make(self.desk)  # type: ignore[call-arg]
            page.changed.connect(self._changed)
            page.said.connect(self._said)
            page.went.connect(self._go)
            if isinstance(page, Laptops):
                page.accepted.connect(self._accepted)
            # a narrow window folds its pages, it is not held open by what they would like
            page.setMinimumSize(theme.current().px(560), theme.current().px(320))
            self.pages[key] = page
            self.stack.addWidget(page)
        return self.pages[key]

    def show_page(self, key: str) -> None:
        self._shown = key
        self.nav.set_current(key)
        page = self.page(key)
        self.stack.setCurrentWidget(page)
        self.status.set_keys([*page.keys, ("F1", "帮助")])
        try:
            page.refresh()
        except Exception as error:
            self.quiet.say(messages.sentence(error))
            raise
        page.start()

    def _go(self, key: str, thing: Any) -> None:
        self.show_page(key)
        self.page(key).show_thing(thing)

    def count(self) -> None:
        """How many wait, beside the pages' names."""
        self.nav.set_count("review", review_queue.waiting_count(self.desk.db))
        self.nav.set_count("hazards", ledger.overdue_hazards(self.desk.db), "逾期")
        self.nav.set_count("leases", filings.waiting(self.desk.db))
        self.nav.set_count("register", proposals.count(self.desk.db))
        inbox = self.page("inbox")
        if isinstance(inbox, Inbox):
            self.nav.set_count("inbox", inbox.todo())

    def _changed(self) -> None:
        self._saved = f"{datetime.now(SHANGHAI):%H:%M}"
        self.status.set_saved(self._saved)
        self.count()

    def _accepted(self, device: str) -> None:
        inbox = self.page("inbox")
        if isinstance(inbox, Inbox):
            inbox.note_accepted(device)

    # -- sentences -------------------------------------------------------------------------------------------------

    def _said(self, sentence: str, wrong: bool) -> None:
        if sentence:
            self.quiet.say(sentence, wrong)
        else:
            self.quiet.put_away()

    def say(self, sentence: str) -> None:
        """A sentence that concerns the whole window, in place."""
        self.quiet.say(sentence)

    def shut(self) -> bool:
        """Every page saves as it goes; what is under way is stopped and rolls back."""
        tasks.wait_all()
        return True

    # -- files dropped on the window -------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            # the drop ends before the window works on it
            QTimer.singleShot(0, self, lambda: self.take(paths))

    def take(self, paths: list[Path]) -> None:
        """Bundles (and folders of them) to 收件, a register to 登记, a card to 电脑, a checklist to 检查表: a workbook
        goes there while that page is in front. 收件 says what is unknown."""
        cards = [path for path in paths if path.suffix.lower() == ".zjgcard"]
        books = [path for path in paths if path.suffix.lower() in (".xlsx", ".xls", ".xlsm", ".et")]
        sheets = [path for path in paths if path.suffix.lower() in (".yaml", ".yml")]
        bundles = [path for path in paths if path not in (*cards, *books, *sheets)]
        if cards:
            self._go("laptops", cards[0])
        if books:
            self._go("forms" if self._shown == "forms" else "register", books[0])
        if sheets:
            self._go("forms", sheets[0])
        if bundles:
            self._go("inbox", bundles)

    # -- how it looks ----------------------------------------------------------------------------------------------

    def _zoom(self, step: int) -> None:
        self._restyle(lambda: theme.zoom(_app(), step))
        self.desk.preferences.scale = theme.current().scale

    def _light(self, bright: bool) -> None:
        now = theme.current()
        self._restyle(lambda: theme.apply(_app(), "sunlight" if bright else "light", now.scale, office=True))
        self.desk.preferences.theme = theme.current().name

    def _restyle(self, change: Any) -> None:
        inbox = self.pages.get("inbox")
        if isinstance(inbox, Inbox) and inbox.is_busy():
            self.quiet.say("正在收包，收完再换大小。", False)
            self.sunlight.setChecked(theme.current().sunlight)
            return
        old = self._inside
        if old is not None:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        change()
        self._build()


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _in_two(name: str) -> str:
    """An office's name on two lines where it has two parts: 某某镇 · 安监办."""
    for end in ("镇", "街道", "区"):
        head, sign, rest = name.partition(end)
        if sign and rest and len(name) > 5:
            return f"{head}{sign}\n{rest}"
    return name
