"""从U盘收: the stick that is plugged in, or which of several."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from zjg_inspect.ui import sticks
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton


class StickButton(KeyButton):
    """`chosen` gives the sticks.Stick; `none_found` when the system tells of none, so that the person says where."""

    chosen = Signal(object)
    none_found = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("从U盘收", "usb", parent=parent)
        self.setObjectName("fromStick")
        self.setAccessibleDescription("收插着的U盘上所有的包")
        self.clicked.connect(self._ask)

    def _ask(self) -> None:
        found = sticks.sticks()
        if not found:
            self.none_found.emit()
        elif len(found) == 1:
            self.chosen.emit(found[0])
        else:
            menu = QMenu(self)
            menu.setObjectName("sticks")
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for stick in found:
                menu.addAction(f"U盘“{stick.name}”", lambda stick=stick: self.chosen.emit(stick))
            menu.addAction("别的地方…", self.none_found.emit)
            menu.popup(self.mapToGlobal(QPoint(0, self.height() + current().px(4))))
