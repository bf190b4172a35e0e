"""The laptop's home: the tabs 今日, 隐患, 已签 and 收发, and beside them what is to be handed over."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service.lists import Figures
from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui.field.exchange import ExchangeScreen
from zjg_inspect.ui.field.exchange_panel import HandOver
from zjg_inspect.ui.field.hazards_due import HazardsScreen
from zjg_inspect.ui.field.sealed import SealedScreen
from zjg_inspect.ui.field.today import TodayScreen
from zjg_inspect.ui.field.today_words import long_date
from zjg_inspect.ui.help import add_help, add_keys
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.nav import TopBar, TopTabs
from zjg_inspect.ui.widgets.text import ElidedLabel, Mark

TABS = [("today", "今日"), ("hazards", "隐患"), ("sealed", "已签"), ("exchange", "收发")]
HELP_KEYS = (
    ("↑ ↓", "选上一家、下一家，光标留在查找框里"),
    ("PgUp PgDn", "一次移八家"),
    ("Enter", "开始、继续或查看选中的那一家"),
    ("Delete", "删除选中那一家的草稿，会先问一句"),
    ("Ctrl+F", "查找企业"),
    ("Ctrl+N", "登记现场新发现的企业；没找到的名称会带过去"),
    ("Ctrl+L", "登记选中那一家的租约"),
    ("Ctrl+E", "更正选中那一家的登记，镇里收进底数库以前都能改"),
    ("Ctrl+U", "写入U盘"),
    ("Ctrl+O", "收镇里的包"),
    ("Ctrl+1", "今日；2 隐患，3 已签，4 收发"),
    ("Ctrl++", "字大一点；Ctrl+- 小一点，Ctrl+0 复原"),
)
HELP_WORDS = (
    "查找：名称或其中几个字、拼音首字母、信用代码的任何一段、村名，边打边找。",
    "太阳底下看不清，点右上角的“强光”。",
    "签完的检查先留在本机，写入U盘交给镇里；写过以后本机仍然留底。",
)
BESIDE = ("today", "exchange")
LONG_HEAD = 1100


class Home(QWidget):
    """`turned` gives the tab that is shown now; `sunlight_asked` whether the bright theme is wanted."""

    turned = Signal(str)
    sunlight_asked = Signal(bool)

    def __init__(self, db: Database, own: Standing, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.today = TodayScreen(db)
        self.hazards = HazardsScreen(db)
        self.sealed = SealedScreen(db)
        self.exchange = ExchangeScreen(db, own, preferences)
        self.hand_over = HandOver(db, preferences, self)
        self._own = own
        self._tab = "today"
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head(own))
        body = QHBoxLayout()
        body.setSpacing(0)
        self._pages = QStackedWidget(self)
        self.pages: dict[str, TodayScreen | HazardsScreen | SealedScreen | ExchangeScreen]
        self.pages = {"today": self.today, "hazards": self.hazards, "sealed": self.sealed, "exchange": self.exchange}
        for page in self.pages.values():
            self._pages.addWidget(page)
        body.addWidget(self._pages, 1)
        self._edge = Rule(self, upright=True)
        self._edge.setFixedWidth(theme.line)
        body.addWidget(self._edge)
        body.addWidget(self.hand_over)
        rows.addLayout(body, 1)
        self.exchange.rewrite_requested.connect(self.hand_over.choose)
        self.exchange.went.connect(self.show_tab)
        self.exchange.received.connect(self.hand_over.clear)
        self.hand_over.visits_asked.connect(lambda: self.show_tab("sealed"))
        self.today.receive_requested.connect(self.receive)
        lead_focus(self, self._pages.currentWidget)
        self.help_panel = add_help(self, HELP_KEYS, HELP_WORDS)
        self.help.clicked.connect(self.help_panel.toggle)
        tabs = {f"Ctrl+{n}": partial(self.show_tab, tab) for n, (tab, _) in enumerate(TABS, 1)}
        survey = self.today.ask_survey
        add_keys(
            self, {"Ctrl+F": self.look_for, "Ctrl+U": self.write, "Ctrl+O": self.receive, "Ctrl+N": survey, **tabs}
        )

    def _head(self, own: Standing) -> TopBar:
        self._top = TopBar("网格检查", parent=self)
        self.tabs = TopTabs(TABS, self._top)
        self._top.add_tabs(self.tabs)
        self.tabs.chosen.connect(self.show_tab)
        self._who = QWidget(self._top)
        who = QHBoxLayout(self._who)
        who.setContentsMargins(0, 0, 0, 0)
        who.addWidget(Mark("user", "ink-2", self._who))
        office = own.card.name if own.card is not None else ""
        self._name = ElidedLabel(" · ".join(part for part in (own.name, office) if part), "secondary", parent=self._who)
        who.addWidget(self._name)
        self.sunlight = KeyButton("强光", "sun", kind="quiet", parent=self._top)
        self.sunlight.setObjectName("sunlight")
        self.sunlight.setCheckable(True)
        self.sunlight.setAccessibleDescription("太阳底下看得清的显示")
        self.sunlight.setChecked(current().sunlight)
        self.sunlight.clicked.connect(self.sunlight_asked)
        self.help = KeyButton("帮助", "message-circle-question-mark", kind="quiet", parent=self._top)
        self.help.setObjectName("help")
        for widget in (self._who, self.sunlight, self.help):
            self._top.add_action(widget)
        return self._top

    @property
    def keys(self) -> list[tuple[str, str]]:
        return self.pages[self._tab].keys

    def tab(self) -> str:
        return self._tab

    def show_tab(self, tab: str) -> None:
        """The page of this name, read anew."""
        self._tab = tab if tab in self.pages else "today"
        self.tabs.set_current(self._tab)
        page = self.pages[self._tab]
        page.refresh()
        self._pages.setCurrentWidget(page)
        beside = self._tab in BESIDE
        self.hand_over.setVisible(beside)
        self._edge.setVisible(beside)
        if not self.help_panel.isVisible():
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit(self._tab)

    def begin_anew(self) -> None:
        """After a seal: 今日 with the whole list, and all that is signed; read when home is seen next."""
        self._tab = "today"
        self.today.clear_search()
        self.sealed.show_all()

    def refresh(self) -> None:
        """The page in sight."""
        self.pages[self._tab].refresh()

    def show_figures(self, figures: Figures) -> None:
        """On the tabs and in the panel."""
        self.tabs.set_count("hazards", figures.open_hazards)
        self.tabs.set_count("sealed", figures.sealed)
        self._top.set_title("网格检查", long_date(today()))
        self.hand_over.refresh(figures)

    def look_for(self) -> None:
        """The search field, with what stands in it chosen to be typed over."""
        if self._tab != "today":
            self.show_tab("today")
        self.today.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.today.search.line.selectAll()

    def write(self) -> None:
        """Write the stick; what came of it is said in the panel."""
        if self._tab not in BESIDE:
            self.show_tab("today")
        self.hand_over.write()

    def receive(self) -> None:
        """Choose the office's bundles."""
        if self._tab != "exchange":
            self.show_tab("exchange")
        self.exchange.choose()

    def escape(self) -> None:
        """Stop what is being written or taken in."""
        self.hand_over.cancel()
        self.exchange.cancel()

    def is_busy(self) -> bool:
        """Whether something is being written or taken in."""
        return self.hand_over.is_busy() or self.exchange.is_busy()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current().px(LONG_HEAD)
        self._name.setMaximumWidth(self._name_room())
        self.hand_over.set_narrow(narrow)

    def _name_room(self) -> int:
        """How wide whose laptop it is may be told: what the head leaves, with the tabs' figures still to grow."""
        theme = current()
        held = min(self._name.sizeHint().width(), self._name.maximumWidth())
        left = self.width() - (self._top.sizeHint().width() - held) - theme.px(48)
        return max(theme.px(90), min(theme.px(260), left))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_edge"):
            self._edge.setFixedWidth(current().line)
