"""待回执: the bundles whose visits the office has not acknowledged yet, beside the writing of the next one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import local
from zjg_inspect.service.outbox import Awaited
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label

SHOWN = 3
HINT = "收下镇里的下一包，这里就有回执。"


class AwaitedBundles(QWidget):
    """`visits_asked`: the person wants to see which visits are meant."""

    visits_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("awaitedBundles")
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, theme.px(8), 0, 0)
        rows.setSpacing(theme.px(8))
        rows.addWidget(Rule(self))
        self._title = Label("", "look", strong=True, parent=self)
        rows.addWidget(self._title)
        self._list = QWidget(self)
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.px(6))
        rows.addWidget(self._list)
        self._hint = Label(HINT, "secondary", "ink-2", wrap=True, parent=self)
        rows.addWidget(self._hint)
        self.button = KeyButton("看是哪几次", "chevron-right", parent=self)
        self.button.setObjectName("seeAwaited")
        self.button.clicked.connect(self.visits_asked)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._low = False
        self.hide()

    def set_low(self, low: bool) -> None:
        """A low window says how many, and no more."""
        self._low = low
        for each in (self._list, self._hint):
            reveal(each, not low)

    def show_bundles(self, bundles: Sequence[Awaited], visits: int) -> None:
        """The newest of them; `visits` are awaited in all."""
        self._title.setText(f"待回执 {visits} 次")
        while self._lines.count():
            old = self._lines.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        for bundle in bundles[:SHOWN]:
            self._lines.addWidget(_Line(bundle, self._list))
        if len(bundles) > SHOWN:
            more = f"还有更早的 {len(bundles) - SHOWN} 包"
            self._lines.addWidget(Label(more, "secondary", "ink-2", parent=self._list))

    def words(self) -> list[str]:
        """What stands there, line by line."""
        return [self._title.text(), *(line.accessibleName() for line in self._list.findChildren(_Line))]


class _Line(QWidget):
    """第 16 包  2 次检查  08-15"""

    def __init__(self, bundle: Awaited, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(12))
        day = f"{local(bundle.at):%m-%d}"
        row.addWidget(Label(f"第 {bundle.sequence} 包", "secondary", strong=True, parent=self))
        row.addWidget(Label(f"{bundle.visits} 次检查", "secondary", parent=self), 1)
        row.addWidget(Label(day, "secondary", "ink-2", parent=self))
        self.setAccessibleName(f"第 {bundle.sequence} 包，{bundle.visits} 次检查，{day} 写的")
