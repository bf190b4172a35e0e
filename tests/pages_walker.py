"""Walker, hazard form and overview as the inspector handles them: keys, taps, and what can be read on the screen."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.ui.field.hazard import HazardScreen
from zjg_inspect.ui.field.overview import OverviewScreen
from zjg_inspect.ui.field.walker import WalkerScreen


class ScreenPage:
    """One screen in a window of a size, without the status line's 36."""

    def __init__(self, qtbot, screen, size=(1366, 732)):
        self.qtbot, self.screen = qtbot, screen
        self.window = QWidget()
        self.window.setProperty("fill", "bg")
        rows = QVBoxLayout(self.window)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(screen)
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        screen.start()
        QApplication.processEvents()

    @property
    def focus(self):
        return QApplication.focusWidget()

    def press(self, *keys):
        """Keys on whatever has the keyboard: "1", "Ctrl+Z", "Down"."""
        for key in keys:
            combination = QKeySequence(key)[0]
            self.qtbot.keyClick(self.focus, combination.key(), combination.keyboardModifiers())
            QApplication.processEvents()

    def compose(self, preedit="", commit=""):
        """The input method in the text field: a composition, or what it hands over."""
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QApplication.sendEvent(self.focus, event)

    def tap(self, name, within=None):
        widget = name if isinstance(name, QWidget) else (within or self.screen).findChild(QWidget, name)
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def shown(self, name):
        return self.screen.findChild(QWidget, name).isVisible()

    def clipped(self):
        """Widgets that are not wholly in their window (scrolled ones: in what is scrolled), and words cut short."""
        outside = []
        for widget in self.screen.findChildren(QWidget):
            if not widget.isVisible() or _in_scroll(widget) or widget.objectName() == "focusRing":
                continue
            box = QRect(widget.mapTo(self.window, QPoint(0, 0)), widget.size())
            if not self.window.rect().contains(box):
                outside.append(f"{widget.objectName() or type(widget).__name__} {box}")
            if type(widget).__name__ in ("KeyButton", "VerdictButton") and widget.width() < widget.sizeHint().width():
                outside.append(f"{widget.text()} is cut")
            if type(widget).__name__ == "Label" and _is_cut(widget):
                outside.append(f"{widget.text()} is cut")
        return outside


def _in_scroll(widget):
    at = widget.parentWidget()
    while at is not None:
        if isinstance(at, QScrollArea):
            return True
        at = at.parentWidget()
    return False


def _is_cut(label: QLabel):
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width())
    return label.width() < label.sizeHint().width()


class WalkerPage(ScreenPage):
    def __init__(self, qtbot, session, size=(1366, 732)):
        super().__init__(qtbot, WalkerScreen(session), size)
        self.session = session

    @property
    def item(self):
        """The code of the item on the card."""
        return self.screen.view.accessibleName().split(" ")[0]

    @property
    def filled(self):
        """The verdict that is filled at the bottom."""
        return self.screen.verdicts.verdict()

    @property
    def above(self):
        """What the row above the card says."""
        return self.screen.before[1].words()

    @property
    def below(self):
        return self.screen.after[0].words()

    @property
    def note(self):
        return self.screen.view.note.field.line

    @property
    def badge(self):
        badge = self.screen.view.badge
        return badge.text() if badge.isVisible() else ""

    @property
    def known(self):
        known = self.screen.view.known
        return known.text() if known.isVisible() else ""

    @property
    def saving(self):
        return self.screen.saving.text()

    @property
    def error(self):
        return self.screen.view.error.text()

    @property
    def thumbs(self):
        strip = self.screen.view.strip
        return [w for w in strip.findChildren(QWidget) if w.objectName().startswith("photo_") and not w.isHidden()]

    def section(self, n):
        """What the rail says of a section, as a screen reader does."""
        return self.screen.rail.buttons[n].accessibleName()

    def write(self, text):
        """N, the text through the input method, Enter."""
        self.press("N")
        self.compose(commit=text)
        self.press("Return")

    def saved(self, code):
        self.qtbot.waitUntil(lambda: self.session.is_saved(code))


class HazardPage(ScreenPage):
    def __init__(self, qtbot, session, item, size=(1366, 732)):
        super().__init__(qtbot, HazardScreen(session, item), size)
        self.form = self.screen.form

    def write(self, field, text):
        line = self.form.phone.line if field == "phone" else self.form.lines[field].field.line
        line.setFocus()
        line.selectAll()
        self.compose(commit=text)

    def read(self, field):
        return self.form.lines[field].field.text()

    def error(self, field):
        return self.form.rows[field].error()

    def proposals(self, field):
        return [button.text() for button in self.form.lines[field].phrases if not button.isHidden()]

    def days(self):
        return [button.text() for button in self.form.days]

    def fill(self, *but):
        """All that is owed, but some."""
        words = {
            "what": "安全通道被托盘占用", "where": "二号车间东侧", "responsible": "车间主任 王某",
            "measures": "清走托盘，重新划线", "funds": "500 元，企业自筹", "contingency": "先围挡，专人看护",
        }  # fmt: skip
        for field, text in words.items():
            if field not in but:
                self.write(field, text)
        if "deadline" not in but:
            self.tap("days_1")


class OverviewPage(ScreenPage):
    def __init__(self, qtbot, session, size=(1366, 732)):
        super().__init__(qtbot, OverviewScreen(session), size)

    @property
    def lines(self):
        return [f"{row.code} {row.owed}" for row in self.screen.rows]

    @property
    def sentence(self):
        return self.screen.sentence()
