"""The office's window in its user's words."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from zjg_inspect.ui import tasks
from zjg_inspect.ui.office.inbox_cards import StrangerCard, TodoCard
from zjg_inspect.ui.office.inbox_words import state_of, whose
from zjg_inspect.ui.office.review_queue_look import mark_of
from zjg_inspect.ui.office.rich import plain
from zjg_inspect.ui.office.window import PAGES, OfficeWindow


def type_into(field: QLineEdit, text: str) -> None:
    """What an input method sends."""
    field.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


class OfficeDesk:
    """Somebody at the office's computer."""

    def __init__(self, qtbot, db, size=(1366, 768)):
        self.bot = qtbot
        self.window = OfficeWindow(db)
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        self.wait()

    def wait(self):
        """Until what is done in the background has come."""
        for _ in range(2):
            self.bot.waitUntil(lambda: not tasks._running and not self._expecting(), timeout=20_000)
            QApplication.processEvents()
        return self

    def _expecting(self) -> bool:
        """Whether a page still has details to show."""
        soon = [getattr(page, "_soon", None) for page in self.window.pages.values()]
        return any(timer.isActive() for timer in soon if timer is not None)

    def click(self, button: QAbstractButton):
        assert button.isVisible(), button.text()
        assert button.isEnabled(), button.text()
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)
        return self.wait()

    def click_now(self, button: QAbstractButton):
        """While something is under way."""
        assert button.isVisible(), button.text()
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)
        return self

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.bot.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        return self.wait()

    def focused(self) -> str:
        """The name of what has the keyboard."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    def press(self, listing, value):
        """The button of a painted row."""
        listing.scrollTo(listing.rows.index(listing.values().index(value), 0))
        self.bot.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=listing.action_point(value))
        return self.wait()

    def press_tick(self, listing, value):
        """The box of a painted row."""
        listing.scrollTo(listing.rows.index(listing.values().index(value), 0))
        self.bot.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=listing.tick_point(value))
        return self.wait()

    def go(self, page: str):
        """By the words at the left: 看板, 收件, …"""
        key = next(key for key, word, _, _ in PAGES if word == page)
        self.click(self.window.nav.buttons[key])
        return self.window.page(key)

    def count_at(self, page: str) -> int:
        key = next(key for key, word, _, _ in PAGES if word == page)
        return self.window.nav.buttons[key].count

    def told(self) -> str:
        """The sentence above the status line."""
        return self.window.quiet.text()

    def drop(self, *paths: Path):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.window, QDragEnterEvent(QPoint(400, 300), *how))
        event = QDropEvent(QPointF(400, 300), *how)
        QApplication.sendEvent(self.window, event)
        assert event.isAccepted()
        QApplication.processEvents()
        return self.wait()

    # -- 收件 --------------------------------------------------------------------------------------------------------

    @property
    def inbox(self):
        return self.window.page("inbox")

    def report(self) -> list[tuple[str, str]]:
        """State and whose, row by row."""
        return [(state_of(each).word, whose(each)) for each in self.reports()]

    def reports(self):
        return self.inbox.table.values()[1:-1]

    def said_of(self, number: int) -> str:
        return plain(self.inbox.table._look.words(self.reports()[number]))

    def spoken_of(self, number: int) -> str:
        return self.inbox.table._look.spoken(self.reports()[number])

    def equation(self) -> str:
        return self.inbox.table.values()[-1].equation()

    def stranger(self) -> StrangerCard | None:
        return next((card for card in self.inbox.findChildren(StrangerCard) if not card.isHidden()), None)

    def see_aside(self, number: int) -> str:
        """What is said of the records of a bundle that were set aside, after pressing its button."""
        self.press(self.inbox.table, self.reports()[number])
        assert self.inbox.aside.isVisible()
        return self.inbox.aside.text()

    def todos(self) -> list[str]:
        """What is to be done about laptops, card by card."""
        return [card.words() for card in self.todo_cards()]

    def todo_cards(self) -> list[TodoCard]:
        return [card for card in self.inbox.findChildren(TodoCard) if not card.isHidden()]

    # -- 审核 --------------------------------------------------------------------------------------------------------

    @property
    def review(self):
        return self.window.page("review")

    def queue(self) -> list[tuple[str, str]]:
        """Names and what stands beside them."""
        return [(row.name, mark_of(row).words) for row in self.review.queue.visits()]

    def look_at(self, name: str):
        listing = self.review.queue.list
        row = next(row for row in self.review.queue.visits() if row.name == name)
        self.bot.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=listing.point_of(row))
        return self.wait()

    def looked_at(self) -> str:
        return self.review.shown.body.content.name if self.review.shown else ""

    def review_as(self, name: str):
        box = self.review.who.box
        at = box.findText(name)
        assert at >= 0, name
        box.setCurrentIndex(at)
        box.activated.emit(at)
        return self.wait()

    def items(self) -> list[str]:
        """The codes of the rows that are open."""
        return [row.row.item.code for row in self.review.case.rows]

    def decide(self, item: str, what: str):
        """认可 or 退回."""
        buttons = self.review.case.row_of(item).decision.buttons
        return self.click(buttons["accept" if what == "认可" else "return"])

    def give_reason(self, item: str, text: str):
        type_into(self.review.case.row_of(item).reason, text)
        return self

    def main_action(self) -> str:
        return self.review.foot.main.text()

    def act(self):
        return self.click(self.review.foot.main)

    def draw_on_pad(self, pad=None):
        """A name in three strokes, with the mouse."""
        pad = pad or self.review.foot.pad
        for x in (60, 130, 200):
            at = QPoint(x, 40)
            self.bot.mousePress(pad, Qt.MouseButton.LeftButton, pos=at)
            for step in range(1, 6):
                self.bot.mouseMove(pad, at + QPoint(7 * step, 12 * step))
            self.bot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=at + QPoint(35, 60))
        return self

    def sign(self):
        """The whole way of approving: open the pad, sign, done."""
        self.act()
        self.draw_on_pad()
        return self.act()

    # -- 看板 --------------------------------------------------------------------------------------------------------

    @property
    def board(self):
        return self.window.page("board")

    def figures(self) -> tuple[str, str]:
        return self.board.enterprises.sentence(), self.board.zones_reached.sentence()

    def zone(self, village: str) -> str:
        """What the row of a village says."""
        look = self.board.zone_card.look
        return next(look.spoken(zone) for zone in self.board.zones.values() if zone.village == village)

    def enterprises_of(self, village: str) -> dict[str, str]:
        """Each enterprise of the village with its verdict and why."""
        listing = self.board.zones
        zone = next(zone for zone in listing.values() if zone.village == village)
        listing.scrollTo(listing.rows.index(listing.values().index(zone), 0))
        self.bot.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=listing.point_of(zone))
        self.wait()
        own = self.board.panel.list
        return {each.name: own._look.spoken(each) for each in own.values()}
