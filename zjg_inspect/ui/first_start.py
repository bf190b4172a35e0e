"""The first start: whose computer is this? Two large choices, then a name, then the card to hand over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui.first_start_card import CardStep
from zjg_inspect.ui.first_start_laptop import LaptopStep
from zjg_inspect.ui.first_start_restore import RestoreStep
from zjg_inspect.ui.first_start_steps import ChoiceButton, OfficeStep, StepPage
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.text import Label

COLUMN = 720


class FirstStart(QWidget):
    """`finished` gives who this computer is now. Until the name is confirmed nothing is written.

    `restore_asked` gives a backup's file and the typed recovery key; the window closes the data for it.
    """

    finished = Signal(Standing)
    restore_asked = Signal(object, str)
    restore_cancelled = Signal()

    def __init__(self, db: Database, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firstStart")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._db, self._preferences = db, preferences
        self._own: Standing | None = None
        self._step_page: StepPage | CardStep | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._head = TopBar("网格检查", "第一次打开", parent=self)
        self._head.back.connect(self._back)
        rows.addWidget(self._head)
        self._pages = QStackedWidget(self)
        body = QHBoxLayout()
        body.setContentsMargins(theme.px(20), theme.px(24), theme.px(20), theme.px(24))
        body.addStretch(1)
        self._pages.setMaximumWidth(theme.px(COLUMN))
        body.addWidget(self._pages, 100)
        body.addStretch(1)
        rows.addLayout(body, 1)
        self._choice = self._choose_page()
        self._pages.addWidget(self._choice)
        lead_focus(self, lambda: self._step_page or self.office)

    def _choose_page(self) -> QWidget:
        theme = current()
        page = QWidget(self)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(theme.px(4), theme.px(4), theme.px(4), theme.px(4))
        rows.setSpacing(theme.px(16))
        rows.addWidget(Label("这台电脑给谁用？", "item", parent=page))
        rows.addWidget(Label("定了以后这份数据就不能换。", "body", "ink-2", parent=page))
        words = "管企业底数、收检查、审核签字、出报表"
        self.office = ChoiceButton("镇安监办", words, "building-2", "1", page)
        self.office.setObjectName("chooseOffice")
        self.laptop = ChoiceButton("网格员", "带到企业去：逐条检查、拍照、签字、写入U盘", "laptop", "2", page)
        self.laptop.setObjectName("chooseLaptop")
        self.office.clicked.connect(lambda: self._begin(OfficeStep(self._db)))
        self.laptop.clicked.connect(lambda: self._begin(LaptopStep(self._db)))
        rows.addWidget(self.office)
        rows.addWidget(self.laptop)
        self.restore = KeyButton("从备份恢复…", "rotate-cw", "3", parent=page)
        self.restore.setObjectName("restoreBackup")
        self.restore.setAutoDefault(True)
        self.restore.clicked.connect(self._begin_restoring)
        rows.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)
        return page

    def _begin(self, step: StepPage) -> None:
        step.became.connect(self._became)
        step.went_on.connect(self._begin)
        self._turn_to(step)
        self._head.set_back("上一步")

    def _begin_restoring(self) -> None:
        step = RestoreStep(self._db)
        step.asked.connect(self.restore_asked)
        step.cancelled.connect(self.restore_cancelled)
        self._begin(step)

    def restoring(self, done: int, total: int) -> None:
        """How far the restore is."""
        if isinstance(step := self._step_page, RestoreStep):
            step.progress.set_part(done, total)

    def restore_failed(self, db: Database, error: Exception) -> None:
        """Go on with the data opened anew."""
        self._db = db
        if isinstance(step := self._step_page, RestoreStep):
            step.failed(error)

    def _became(self, own: Standing) -> None:
        self._own = own
        page = CardStep(self._db, own, self._preferences)
        page.finished.connect(self._finish)
        self._turn_to(page)
        self._head.set_back("")

    def _turn_to(self, step: StepPage | CardStep) -> None:
        """Show this step, no taller than it is, in the place of the one before."""
        self._drop_step()
        page = QWidget(self)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(step)
        rows.addStretch(1)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self._step_page = step
        step.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_step(self) -> None:
        old = self._pages.currentWidget()
        self._step_page = None
        if old is not self._choice:
            self._pages.setCurrentWidget(self._choice)
            self._pages.removeWidget(old)
            old.deleteLater()

    def step(self) -> StepPage | CardStep | None:
        """The step in sight; None while the choice is."""
        return self._step_page

    def _back(self) -> None:
        step = self._step_page
        if isinstance(step, RestoreStep) and step.is_busy():
            return
        if isinstance(step, StepPage) and (before := step.before()) is not None:
            self._begin(before)
        elif isinstance(step, StepPage):
            self._drop_step()
            self._head.set_back("")
            begun = {OfficeStep: self.office, RestoreStep: self.restore}.get(type(step), self.laptop)
            begun.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self) -> None:
        if self._own is not None:
            self.finished.emit(self._own)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        choosing = self._step_page is None
        if choosing and event.key() == Qt.Key.Key_1:
            self.office.click()
        elif choosing and event.key() == Qt.Key.Key_2:
            self.laptop.click()
        elif choosing and event.key() == Qt.Key.Key_3:
            self.restore.click()
        elif choosing and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            (self.laptop if self.office.hasFocus() else self.office).setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def say(self, sentence: str) -> None:
        if self._step_page is not None:
            self._step_page.say_wrong(sentence)

    def shut(self) -> bool:
        return True
