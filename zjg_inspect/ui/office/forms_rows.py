"""How checklists, their items, doubts and changes stand in lists."""

from typing import Any, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.formchange import ItemChange
from zjg_inspect.model.formlikeness import Likely
from zjg_inspect.service.forms import DraftDoubt, FormDraft, FormVersion
from zjg_inspect.ui import form_words
from zjg_inspect.ui.office.painted import RowLook, action_width, draw_ground
from zjg_inspect.ui.office.rich import Part, draw_rich, rich_height
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.paint import draw_text

# The columns before an item's title: its code, what became of it.
CODE, WORD = 52, 80


def _wrapped_height(said: str, room: int) -> int:
    """Of a row whose words stand whole, over as many lines as they need when they are bold."""
    theme = current()
    return max(theme.px(40), rich_height([Part(said, bold=True)], room, "body") + theme.px(14))


class Heading(NamedTuple):
    words: str


class Chosen(NamedTuple):
    """A draft or a released version in the list; `key` stays while what is shown is read anew."""

    key: str
    form: FormDef
    draft: FormDraft | None = None
    version: FormVersion | None = None
    current: bool = False
    rival: bool = False


class DoubtLine(NamedTuple):
    at: int
    doubt: DraftDoubt


class ChangeLine(NamedTuple):
    """An item that was added, dropped or changed; `open`: a person has to say whether it still asks the same.

    `pair`: the dropped item that an added one looks like; `said`: a person has answered.
    """

    word: str
    item: Item
    change: ItemChange | None = None
    open: bool = False
    said: bool = False
    pair: Likely | None = None


class FormLook(RowLook):
    """Which checklist, which version, what state it is in."""

    def choosable(self, value: Any) -> bool:
        return isinstance(value, Chosen)

    def height(self, value: Any, width: int) -> int:
        return current().px(34 if isinstance(value, Heading) else 56)

    def spoken(self, value: Any) -> str:
        return value.words if isinstance(value, Heading) else f"{self._first(value)}，{self._second(value)}"

    @staticmethod
    def _first(value: Chosen) -> str:
        return f"{form_words.form_name(value.form)} · {form_words.version(value.form)}"

    @staticmethod
    def _second(value: Chosen) -> str:
        count = f"{len(value.form.by_code)} 条"
        if value.draft is not None:
            open_ = value.draft.open_doubts
            return f"{count} · " + (f"{open_} 处存疑" if open_ else "没有存疑")
        visits = value.version.visits if value.version else 0
        state = "同号另一版" if value.rival and not value.current else "现在用" if value.current else "以前的"
        return f"{count} · {state}" + (f" · {visits} 次检查" if visits else "")

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme = current()
        inset = theme.px(12)
        words = rect.adjusted(inset, 0, -inset, 0)
        if isinstance(value, Heading):
            draw_ground(painter, rect, False, "bg")
            draw_text(painter, words, value.words, theme.font("secondary", True), "ink")
            return
        draw_ground(painter, rect, selected)
        half = rect.height() // 2
        first = QRect(words.x(), rect.y() + theme.px(4), words.width(), half - theme.px(4))
        second = QRect(words.x(), rect.y() + half, words.width(), half - theme.px(4))
        draw_text(painter, first, self._first(value), theme.font("body", value.current or selected), "ink")
        waits = value.draft is not None and value.draft.open_doubts
        draw_text(painter, second, self._second(value), theme.font("hint"), "attention" if waits else "ink-2")


class ItemLook(RowLook):
    """Sections as headings, items with code and title."""

    def choosable(self, value: Any) -> bool:
        return isinstance(value, Item)

    def height(self, value: Any, width: int) -> int:
        theme = current()
        if isinstance(value, Heading):
            return theme.px(34)
        return _wrapped_height(self._said(value), width - theme.px(2 * 12 + CODE))

    def spoken(self, value: Any) -> str:
        return value.words if isinstance(value, Heading) else f"{value.code} {value.title}{self._mark(value)}"

    def _said(self, item: Item) -> str:
        mark = self._mark(item).lstrip("，")
        return f"{item.title}（{mark}）" if mark else item.title

    @staticmethod
    def _mark(item: Item) -> str:
        return "，提倡" if not item.counts else "，否决项" if item.key else ""

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme = current()
        inset = theme.px(12)
        words = rect.adjusted(inset, 0, -inset, 0)
        if isinstance(value, Heading):
            draw_ground(painter, rect, False, "bg")
            draw_text(painter, words, value.words, theme.font("secondary", True), "ink")
            return
        draw_ground(painter, rect, selected)
        code = QRect(words.x(), words.y(), theme.px(CODE), words.height())
        draw_text(painter, code, value.code, theme.font("secondary"), "ink-2")
        draw_rich(painter, words.adjusted(theme.px(CODE), 0, 0, 0), [Part(self._said(value), bold=selected)], "body")


class DoubtLook(RowLook):
    """Where it stands in the file, what was guessed; a button that says it was looked at."""

    def spoken(self, value: Any) -> str:
        said: str = value.doubt.doubt.sentence
        return said + ("，看过了" if value.doubt.settled else "")

    def action(self, value: Any) -> str:
        return "再看" if value.doubt.settled else "确认"

    def _parts(self, value: DoubtLine) -> list[Part]:
        found = value.doubt
        if found.settled:
            return [Part(f"看过了　{found.doubt.sentence}", "ink-2")]
        return [Part(found.doubt.place, "ink", True), Part(f"：{found.doubt.reason}")]

    def height(self, value: Any, width: int) -> int:
        theme = current()
        room = width - theme.px(36) - action_width("确认")
        return max(theme.px(60 if theme.sunlight else 48), rich_height(self._parts(value), room) + theme.px(16))

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        room = rect.adjusted(theme.px(12), theme.px(8), -theme.px(24) - action_width("确认"), -theme.px(8))
        draw_rich(painter, room, self._parts(value))


class ChangeLook(RowLook):
    """新增, 删去, 改说法 … with the item, and what a person has said of it."""

    def spoken(self, value: Any) -> str:
        said = "，要定是不是同一件事" if value.open else f"，{self._answer(value)}" if value.said else ""
        return f"{value.word} {value.item.code} {value.item.title}{said}"

    @staticmethod
    def _answer(value: ChangeLine) -> str:
        return "定了，是新的一条" if value.pair else "定了，同一件事"

    def height(self, value: Any, width: int) -> int:
        return _wrapped_height(self._said(value), width - current().px(2 * 12 + WORD))

    def _said(self, value: ChangeLine) -> str:
        return f"{value.item.code} {value.item.title}" + (f"（{self._answer(value)}）" if value.said else "")

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        words = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        word = QRect(words.x(), words.y(), theme.px(WORD - 4), words.height())
        draw_text(painter, word, value.word, theme.font("secondary", True), "attention" if value.open else "ink-2")
        draw_rich(painter, words.adjusted(theme.px(WORD), 0, 0, 0), [Part(self._said(value), bold=selected)], "body")
