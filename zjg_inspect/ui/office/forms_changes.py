"""A checklist beside the version before: added, dropped, worded otherwise, and whether that still asks the same."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.formchange import changes
from zjg_inspect.ui import form_words
from zjg_inspect.ui.office.forms_rows import ChangeLine, ChangeLook
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ItemText, Label


class Changes(QWidget):
    """`same` and `other` give the codes of which a person says that they ask the same, or something else."""

    same = Signal(set)
    other = Signal(set)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        self.said = Label("", "body", wrap=True, parent=self)
        self.said.setObjectName("changesSaid")
        rows.addWidget(self.said)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        card = spare_edge(Card(parent=self))
        self.list = PaintedList("formChanges", "改动", ChangeLook(), parent=card)
        self.list.chosen.connect(self._show)
        card.add(self.list, 1)
        across.addWidget(card, 2)
        self._sides = Card(16, 8, self)
        self._texts: list[tuple[Label, ItemText]] = []
        for name in ("旧版", "新版"):
            label, text = Label(name, "hint", "ink-2", parent=self._sides), ItemText("", "look", self._sides)
            self._sides.add(label)
            self._sides.add(text)
            self._texts.append((label, text))
        self._what = Label("", "secondary", "ink-2", wrap=True, parent=self._sides)
        self._sides.add(self._what)
        self._sides.rows.addStretch(1)
        self._question = Label("问的还是同一件事吗？", "body", strong=True, parent=self._sides)
        self._sides.add(self._question)
        self.same_button = self._button("还是同一件事", "sameMeaning", lambda: self.same.emit(self._code()))
        self.other_button = self._button("是另一件事，换新编号", "otherMeaning", lambda: self.other.emit(self._code()))
        across.addWidget(self._sides, 3)
        rows.addLayout(across, 1)
        foot = QHBoxLayout()
        self.all_same = KeyButton("都还是同一件事", parent=self)
        self.all_same.setObjectName("allSame")
        self.all_same.clicked.connect(lambda: self.same.emit(self._open()))
        self.all_other = KeyButton("都换新编号", parent=self)
        self.all_other.setObjectName("allOther")
        self.all_other.clicked.connect(lambda: self.other.emit(self._open()))
        foot.addWidget(self.all_same)
        foot.addWidget(self.all_other)
        foot.addStretch(1)
        rows.addLayout(foot)

    def _button(self, words: str, name: str, act: object) -> KeyButton:
        button = KeyButton(words, parent=self._sides)
        button.setObjectName(name)
        button.clicked.connect(act)
        self._sides.rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def show_forms(self, form: FormDef, before: FormDef | None, same: tuple[str, ...], draft: bool) -> None:
        """`same`: the codes of which it has been said that they still ask the same."""
        old = self.list.current()
        lines: list[ChangeLine] = []
        if before is None:
            self.said.setText("前面没有别的版本可比。")
        else:
            found = changes(before, form)
            self.said.setText(f"和{form_words.version(before)}比：{form_words.change_words(found) or '条目没有变'}。")
            for each in found.reworded:
                said = each.new.code in same
                lines.append(ChangeLine("改说法", each.new, each, open=draft and not said, said=said))
            lines += [ChangeLine("新增", item) for item in found.added]
            lines += [ChangeLine("删去", item) for item in found.dropped]
            rest = [each for each in found.changed if not each.reworded]
            lines += [ChangeLine("改适用" if each.ruled else "改提示", each.new, each) for each in rest]
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

    def _open(self) -> set[str]:
        return {line.item.code for line in self.list.values() if line.open}

    def _code(self) -> set[str]:
        line = self.list.current()
        return {line.item.code} if line is not None else set()

    def _show(self, line: ChangeLine | None) -> None:
        if line is None:
            return
        change = line.change
        old: Item | None = change.old if change else line.item if line.word == "删去" else None
        new: Item | None = change.new if change else line.item if line.word == "新增" else None
        for (label, text), item in zip(self._texts, (old, new), strict=True):
            reveal(label, item is not None)
            reveal(text, item is not None)
            text.set_text("" if item is None else f"{item.text}\n算符合：{item.met}")
        fields = "、".join(form_words.FIELD_WORDS[name] for name in change.fields) if change else ""
        self._what.setText(f"不同的是：{fields}。" if fields else "")
        for widget in (self._question, self.same_button, self.other_button):
            reveal(widget, line.open)
