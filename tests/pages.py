"""The field's window in the words of the person who uses it; nothing here knows how a screen is built inside."""

import re
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image
from PySide6.QtCore import QBuffer, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from zjg_inspect.service import setup
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.sign import SignScreen
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.field.today_rows import Line
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.field.window import FieldWindow
from zjg_inspect.ui.focus import NO_RING
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.question import Question
from zjg_inspect.ui.widgets.text import ElidedLabel

# The windows that every screen is tried in, and the looks for screens that take long to fill.
SIZES = ((1366, 768), (1024, 600), (1920, 1080))
LOOKS = (*(("light", size) for size in SIZES), ("sunlight", (1024, 600)))

# Keys, file endings and names of things that a Chinese user writes with Latin letters, too.
LATIN_WORDS = re.compile(
    r"[0-9A-F]{4}(-[0-9A-F]{4}){2}"
    r"|Ctrl|Enter|Esc|PgUp|PgDn|Tab|Delete|F1|PDF|zjgb|zjgcard|manifest-sha256|[PFOUSVZ]\b"
)


class Field:
    """A laptop's window, driven by keys, mouse and finger."""

    def __init__(self, qtbot, laptop, size=(1366, 768)):
        self.bot, self.db = qtbot, laptop
        self.window = FieldWindow(laptop, setup.standing(laptop), Preferences(laptop.directory))
        qtbot.addWidget(self.window, before_close_func=lambda window: window.shut())
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        self.window.show_tab("today")
        self.until(lambda: QApplication.activeWindow() is self.window)

    def until(self, condition):
        """Wait for it, on a busy machine too."""
        self.bot.waitUntil(condition, timeout=30000)

    def seen(self):
        """What stands on the screen now, painted or not yet."""
        return QApplication.primaryScreen().grabWindow(self.window.winId()).toImage()

    # -- keys and fingers ------------------------------------------------------------------------------------------

    def press(self, keys):
        """A key or a chord, wherever the keyboard is: "Enter", "Ctrl+U"."""
        widget = QApplication.focusWidget() or self.window
        *modifiers, key = keys.split("+")
        names = {"Enter": "Return", "Esc": "Escape", "PgDn": "PageDown", "PgUp": "PageUp"}
        held = Qt.KeyboardModifier.NoModifier
        for name in modifiers:
            held |= getattr(Qt.KeyboardModifier, {"Ctrl": "Control"}.get(name, name) + "Modifier")
        QTest.keyClick(widget, getattr(Qt.Key, f"Key_{names.get(key, key)}"), held)

    def type(self, text):
        """As from an input method: keyClicks with hanzi would end the process."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), event)

    def click(self, name):
        """The button of this name, or with these words, in the screen that is shown."""
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def button(self, name):
        found = [
            b for b in self.window.findChildren(QAbstractButton) if b.isVisible() and name in (b.text(), b.objectName())
        ]
        assert found, f"no button {name}"
        return found[0]

    def shows(self, kind):
        """Wait until a screen of this kind is in front; gives it."""
        self.until(lambda: isinstance(self.window.shown(), kind))
        return self.window.shown()

    def at_home(self):
        self.until(lambda: self.window.shown() is self.window.home)

    def quiet(self):
        """The sentence above the status line."""
        return self.window.quiet.text()

    def question(self):
        self.until(lambda: self.window.findChild(Question) is not None)
        return self.window.findChild(Question)

    # -- today -----------------------------------------------------------------------------------------------------

    @property
    def today(self):
        return self.window.home.today

    def search(self, text):
        self.press("Ctrl+F")
        self.press("Ctrl+A")
        self.type(text) if text else self.press("Delete")

    def listed(self):
        """The names in the list, in their order."""
        return [row.name for row in self.today.list.rows.rows() if isinstance(row, Line)]

    def headings(self):
        return [row.spoken() for row in self.today.list.rows.rows() if not isinstance(row, Line)]

    def row(self, name):
        return next(row for row in self.today.list.rows.rows() if isinstance(row, Line) and row.name == name)

    def chosen(self):
        line = self.today.list.selected()
        return line.name if line else ""

    def tap_row_button(self, name, how="mouse"):
        rows = self.today.list
        place = rows.rows.row_of(self.row(name).id)
        rows.scrollTo(rows.rows.index(place, 0))
        tap(rows.viewport(), rows.action_point(place), how)

    def start(self, name):
        """From the list into the walker, by the keyboard."""
        self.search(name)
        self.press("Enter")
        self.shows(StartScreen)
        self.press("Enter")
        return self.shows(WalkerScreen)

    # -- handing over ----------------------------------------------------------------------------------------------

    def written(self):
        """What came of the last writing."""
        return self.window.home.hand_over.sentence()


class Signing:
    """The signing screen, as those who sign see it."""

    def __init__(self, field: Field):
        self.field = field
        self.screen = field.shows(SignScreen)
        self.desk = self.screen.desk

    def begin(self):
        """Confirm who signs."""
        self.field.press("Ctrl+Enter")
        self.field.until(lambda: bool(self.desk.slots()) or bool(self.wrong()))

    def states(self):
        return [slot.state for slot in self.desk.slots()]

    def whose_turn(self):
        in_front = [row for row in self.desk.order.buttons if row.isChecked()]
        return in_front[0].slot.shown if in_front else ""

    def wrong(self):
        turn = self.desk.turn
        return self.desk.error() or (turn.pad.error.text() if turn.isVisible() else "")

    def draw(self, how="mouse"):
        """Two strokes on the pad in front."""
        refusal = self.desk.refusal()
        draw((refusal.pad if refusal else self.desk.turn.pad).pad, how)

    def done(self):
        """签好了, and wait until the next one's turn has come."""
        before = self.states()
        self.field.press("Ctrl+Enter")
        self.field.until(lambda: self.states() != before or bool(self.wrong()))

    def sign_all(self):
        while any(slot.waits for slot in self.desk.slots()):
            self.draw()
            self.done()

    def seal(self):
        self.field.press("Ctrl+Enter")
        return self.field.shows(SheetScreen)


def tap(widget: QWidget, at: QPoint, how="mouse"):
    if how == "mouse":
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        return
    finger = touchscreen()
    QTest.touchEvent(widget, finger).press(1, at, widget).commit()
    QTest.touchEvent(widget, finger).release(1, at, widget).commit()


_SCREEN = []


def touchscreen():
    """One for all tests: the platform keeps what was made."""
    if not _SCREEN:
        _SCREEN.append(QTest.createTouchDevice())
    return _SCREEN[0]


def draw(pad, how="mouse"):
    for stroke in ([(40, 40), (90, 30), (140, 44)], [(90, 24), (92, 60), (70, 96)]):
        points = [QPoint(*point) for point in stroke]
        if how == "mouse":
            QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
            for point in points[1:]:
                QTest.mouseMove(pad, point)
            QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])
        else:
            finger = touchscreen()
            QTest.touchEvent(pad, finger).press(1, points[0], pad).commit()
            for point in points[1:]:
                QTest.touchEvent(pad, finger).move(1, point, pad).commit()
            QTest.touchEvent(pad, finger).release(1, points[-1], pad).commit()


def choose_folder(monkeypatch, folder: Path | None):
    """What the person answers when asked for a folder."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder or ""))


def choose_files(monkeypatch, *files: Path):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file) for file in files], ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(files[0]) if files else "", ""))


def name_file(monkeypatch, file: Path):
    """What the person answers when asked where to save."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))


def read_code(view: QWidget) -> str:
    """What a telephone's camera reads from a code on the screen."""
    raw = QBuffer()
    view.grab().save(raw, "PNG")
    return zxingcpp.read_barcode(Image.open(BytesIO(raw.data().data()))).text


# -- what holds of every screen --------------------------------------------------------------------------------------


def settle():
    """Until what was shown has been laid out: a layout may ask for another one."""
    for _ in range(5):
        QApplication.processEvents()


def visible(window, kind=QWidget):
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def assert_sound(field, where):
    """The one check of a field's screen: words have their room, and all is Chinese, in reach and has its name."""
    settle()
    checks = (clipped, foreign_words, unreachable, unseen_focus, small_targets, unnamed)
    found = {check.__name__: wrong for check in checks if (wrong := check(field.window))}
    assert not found, f"{where}: {found}"


def foreign_words(window, allowed=()):
    """Latin words on the window, but for keys and the names of file kinds."""
    found = []
    for widget in [window, *visible(window)]:
        texts = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QAbstractButton | QLabel):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            texts.append(widget.placeholderText())
        for text in texts:
            left = LATIN_WORDS.sub("", text)
            for word in allowed:
                left = left.replace(word, "")
            if re.search("[A-Za-z]{2,}", left):
                found.append(text)
    return found


def clipped(window):
    """Words that do not fit their widget, and widgets that do not fit their place."""
    found = []
    for label in visible(window, QLabel):
        if isinstance(label, ElidedLabel) or not label.text():
            continue
        needed = label.minimumSizeHint() if label.wordWrap() else label.sizeHint()
        height = label.heightForWidth(label.width()) if label.wordWrap() else needed.height()
        if needed.width() > label.width() + 1:
            found.append(f"too narrow: {label.text()}")
        if height > label.height() + 1:
            found.append(f"too low: {label.text()}")
    for button in visible(window, QAbstractButton):
        hint = button.sizeHint()
        if hint.width() > button.width() + 1 or hint.height() > button.height() + 1:
            found.append(f"button: {button.text() or button.accessibleName()}")
    for widget in visible(window):
        parent = widget.parentWidget()
        scrolled = isinstance(parent, QWidget) and isinstance(parent.parentWidget(), QAbstractScrollArea)
        named = widget.accessibleName() or widget.objectName()
        if not named or parent is None or scrolled or named == "focusRing" or widget.isWindow():
            continue
        if not parent.rect().contains(widget.geometry()):
            found.append(f"outside: {named}")
    return found


def unreachable(window):
    """Buttons and fields that Tab never comes to."""
    wanted = {
        widget
        for widget in [*visible(window, QAbstractButton), *visible(window, QLineEdit), *visible(window, QComboBox)]
        if widget.isEnabled() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    }
    inside = QComboBox | QAbstractSpinBox
    wanted = {w for w in wanted if not (isinstance(w, QLineEdit) and isinstance(w.parent(), inside))}
    first, seen = QApplication.focusWidget(), set()
    for _ in range(4 * len(wanted) + 20):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        if (at := QApplication.focusWidget()) is not None:
            seen |= _one_stop(at)
        if at is first:
            break
    return [widget.accessibleName() or widget.objectName() for widget in wanted - seen]


def unseen_focus(window):
    """Where Tab takes the keyboard and it cannot be seen: no ring, or out of sight."""
    found, seen = [], set()
    while True:
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        QApplication.processEvents()
        at = QApplication.focusWidget()
        if at is None or at in seen:
            return found
        seen.add(at)
        rings = [ring for ring in visible(window) if ring.objectName() == "focusRing"]
        if at.visibleRegion().isEmpty() or not (at.property(NO_RING) or rings):
            found.append(at.accessibleName() or at.objectName())


def unnamed(window):
    """Buttons and fields that a screen reader, or another test, could not call by a name."""
    parts = [*visible(window, QAbstractButton), *visible(window, QLineEdit), *visible(window, QComboBox)]
    return [repr(part) for part in parts if not part.objectName() or not part.accessibleName()]


def _one_stop(widget):
    """What Tab comes to at once: a field with its drop-down, a switch whose parts the arrows choose."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive():
        return set(group.buttons())
    return {widget, widget.parentWidget()}


def small_targets(window):
    """Buttons that a gloved finger would miss."""
    least = 44
    return [
        f"{button.text() or button.accessibleName()} {button.width()}×{button.height()}"
        for button in visible(window, QAbstractButton)
        if min(button.width(), button.height()) < least
    ]
