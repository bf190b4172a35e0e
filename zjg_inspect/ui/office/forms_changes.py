"""A checklist beside the version before: added, dropped, worded otherwise, and whether that still asks the same."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.formchange import FormChanges, changes
from zjg_inspect.model.formlikeness import likely
from zjg_inspect.ui import form_words
from zjg_inspect.ui.office.forms_rows import ChangeLine, ChangeLook
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.scrolled import Scrolled
from zjg_inspect.ui.widgets.text import ItemText, Label


class Changes(QWidget):
    """`same` and `other` give the codes of which a person says that they ask the same, or something else; `same` with
    it which dropped items new ones continue, by the new ones' codes."""

    same = Signal(set, dict)
    other = Signal(set)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        self._draft = False
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        # made first, so that the keyboard comes to it and not to an answer
        card = spare_edge(Card(parent=self))
        self.list = PaintedList("formChanges", "改动", ChangeLook(), parent=card)
        self.list.chosen.connect(self._show)
        card.add(self.list, 1)
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        self.said = Label("", "body", wrap=True, parent=self)
        self.said.setObjectName("changesSaid")
        self.all_same = KeyButton("都还是同一件事", parent=self)
        self.all_same.setObjectName("allSame")
        self.all_same.clicked.connect(lambda: self._say_same(self._open()))
        self.all_other = KeyButton("都是另一件事", parent=self)
        self.all_other.setObjectName("allOther")
        self.all_other.clicked.connect(lambda: self.other.emit(_codes(self._open())))
        top.addWidget(self.said, 1)
        top.addWidget(self.all_same)
        top.addWidget(self.all_other)
        rows.addLayout(top)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        across.addWidget(card, 2)
        self._sides = Card(16, 8, self)
        self._sides.add(self._both(), 1)
        self._question = Label("", "body", strong=True, wrap=True, parent=self._sides)
        self._question.setObjectName("sameQuestion")
        self._sides.add(self._question)
        answers = QHBoxLayout()
        answers.setSpacing(theme.px(8))
        self.same_button = self._button("sameMeaning", lambda: self._say_same(self._shown()))
        self.other_button = self._button("otherMeaning", lambda: self.other.emit(_codes(self._shown())))
        answers.addWidget(self.same_button)
        answers.addWidget(self.other_button)
        answers.addStretch(1)
        self._sides.rows.addLayout(answers)
        across.addWidget(self._sides, 3)
        rows.addLayout(across, 1)

    def _both(self) -> Scrolled:
        """The old words and the new ones; what does not fit is scrolled, so that the answers stay in sight."""
        area = Scrolled(self._sides)
        inside, column = area.inside, area.rows
        column.setSpacing(current().px(8))
        self._texts: list[tuple[Label, ItemText]] = []
        for name in ("旧版", "新版"):
            label, text = Label(name, "hint", "ink-2", parent=inside), ItemText("", "look", inside)
            column.addWidget(label)
            column.addWidget(text)
            self._texts.append((label, text))
        self._what = Label("", "secondary", "ink-2", wrap=True, parent=inside)
        column.addWidget(self._what)
        column.addStretch(1)
        return area

    def _button(self, name: str, act: object) -> KeyButton:
        button = KeyButton("", parent=self._sides)
        button.setObjectName(name)
        button.clicked.connect(act)
        return button

    def show_forms(
        self, form: FormDef, before: FormDef | None, same: tuple[str, ...], own_questions: tuple[str, ...] | None
    ) -> None:
        """`same`: the codes of which it has been said that they still ask the same; `own_questions`: those of which it
        has been said that they ask something of their own, None where nothing can be said any more."""
        old = self.list.current()
        self._draft = own_questions is not None
        lines: list[ChangeLine] = []
        if before is None:
            self.said.setText("前面没有别的版本可比。")
        else:
            found = changes(before, form)
            lines = self._lines(found, same, own_questions)
            alike = sum(line.open and line.pair is not None for line in lines)
            asked = f"其中 {alike} 条新的像删去的，请定一下是不是同一件事。" if alike else ""
            differs = form_words.change_words(found) or "条目没有变"
            self.said.setText(f"和{form_words.version(before)}比：{differs}。{asked}")
        lines.sort(key=lambda line: not line.open)
        self.list.set_values(lines)
        for button in (self.all_same, self.all_other):
            reveal(button, len(self._open()) > 1)
        reveal(self._sides, bool(lines))
        if lines:
            code = old.item.code if old is not None else ""
            still = next((line for line in lines if line.item.code == code and line.open), None)
            self.list.choose(still or lines[0])
            self._show(self.list.current())

    @staticmethod
    def _lines(found: FormChanges, same: tuple[str, ...], own_questions: tuple[str, ...] | None) -> list[ChangeLine]:
        draft, own = own_questions is not None, own_questions or ()
        pairs = {pair.new.code: pair for pair in likely(found)} if draft else {}
        asked = {pair.old.code for code, pair in pairs.items() if code not in own}
        lines = []
        for each in found.reworded:
            said = each.new.code in same
            lines.append(ChangeLine("改说法", each.new, each, open=draft and not said, said=said))
        for item in found.added:
            pair, said = pairs.get(item.code), item.code in own
            open_ = pair is not None and not said
            word = f"像 {pair.old.code}" if pair is not None and open_ else "新增"
            lines.append(ChangeLine(word, item, open=open_, said=said and pair is not None, pair=pair))
        lines += [ChangeLine("删去", item) for item in found.dropped if item.code not in asked]
        rest = [each for each in found.changed if not each.reworded]
        return lines + [ChangeLine("改适用" if each.ruled else "改提示", each.new, each) for each in rest]

    def _open(self) -> list[ChangeLine]:
        return [line for line in self.list.values() if line.open]

    def _shown(self) -> list[ChangeLine]:
        line = self.list.current()
        return [line] if line is not None else []

    def _say_same(self, lines: list[ChangeLine]) -> None:
        continues = {line.item.code: line.pair.old.code for line in lines if line.pair is not None}
        self.same.emit({line.item.code for line in lines if line.pair is None}, continues)

    def _show(self, line: ChangeLine | None) -> None:
        if line is None:
            return
        change, pair = line.change, line.pair
        old: Item | None = change.old if change else pair.old if pair else line.item if line.word == "删去" else None
        new: Item | None = change.new if change else line.item if line.word != "删去" else None
        for (label, text), name, item in zip(self._texts, ("旧版", "新版"), (old, new), strict=True):
            reveal(label, item is not None)
            reveal(text, item is not None)
            label.setText("" if item is None else f"{name} {item.code}")
            text.set_text("" if item is None else f"{item.text}\n算符合：{item.met}")
        fields = "、".join(form_words.FIELD_WORDS[name] for name in change.fields) if change else ""
        alike = f"检查内容的字有 {int(pair.ratio * 100)}% 一样。" if pair else ""
        self._what.setText(f"不同的是：{fields}。" if fields else alike)
        reveal(self._what, bool(self._what.text()))
        self._ask(line)

    def _ask(self, line: ChangeLine) -> None:
        """Whether it is the same question; what was answered can be answered otherwise until it is released."""
        if line.pair is not None:
            same, other = f"是同一件事，延续 {line.pair.old.code}", f"是新的一条，用 {line.item.code}"
        else:
            same, other = "还是同一件事", "是另一件事，换新编号"
        answer = "是新的一条" if line.pair else "还是同一件事"
        self._question.setText(f"定了：{answer}。" if line.said else "问的还是同一件事吗？")
        self.same_button.setText(same)
        self.other_button.setText(other)
        may = line.open or (line.said and self._draft)
        reveal(self._question, may)
        reveal(self.same_button, may and not (line.said and line.pair is None))
        reveal(self.other_button, may and not (line.said and line.pair is not None))


def _codes(lines: list[ChangeLine]) -> set[str]:
    return {line.item.code for line in lines}
