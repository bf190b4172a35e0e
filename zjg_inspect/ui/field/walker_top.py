"""The head of the walker: where it is, undo, what is next, signing."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from zjg_inspect.service.visit_opened import Visit
from zjg_inspect.ui.field.walker_words import site_facts
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.paint import reveal, text_width


class WalkerTop(TopBar):
    """A name is never shortened here: actions that also have a key give way to it."""

    def __init__(self, visit: Visit, parent: QWidget) -> None:
        super().__init__(back="今日", parent=parent)
        self.facts = KeyButton("现场情况", "building-2", kind="quiet", parent=self)
        self.undo = KeyButton("撤销", "undo-2", kind="quiet", parent=self)
        self.redo = KeyButton("重做", "redo-2", kind="quiet", parent=self)
        self.next = KeyButton("下一条未答", key="U", parent=self)
        self.sign = KeyButton("去签字", parent=self)
        named = {"facts": self.facts, "undo": self.undo, "redo": self.redo, "next": self.next, "sign": self.sign}
        for name, button in named.items():
            button.setObjectName(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.add_action(button)
        self.back_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_site(visit)

    def show_site(self, visit: Visit) -> None:
        self.name, self._of_zone = visit.site.name, visit.of_zone
        self.set_title(self.name, site_facts(visit.site, visit.zone, visit.draft.head.facts.headcount))
        self._fit()

    def show_open(self, unanswered: bool, owing: bool) -> None:
        """What U leads to: the next unanswered item or, behind the last of them, what is still owed."""
        self.next.set_words("下一条未答" if unanswered or not owing else "下一条要补")
        self.next.setEnabled(unanswered or owing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _needed(self) -> int:
        """The name, the way back, what is next and signing."""
        theme = current()
        always = (self.back_button, self.next, self.sign)
        buttons = sum(button.sizeHint().width() + theme.px(8) for button in always)
        return text_width(self.name, theme.font("title")) + buttons + theme.px(100)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed(), self.sizeHint().height())

    def _fit(self) -> None:
        room = self.width() - self._needed()
        for button in (self.facts, self.undo, self.redo):
            room -= button.sizeHint().width() + current().px(8)
            # a zone has no facts that switch items on
            reveal(button, room >= 0 and not (self._of_zone and button is self.facts))
