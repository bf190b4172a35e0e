"""What a draft of a checklist is called, which checklist it continues, its number, and who counts as having passed."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from zjg_inspect.model.form import FormDef
from zjg_inspect.ui.form_words import FORM_NAMES
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card, FormRow, Rule
from zjg_inspect.ui.widgets.scrolled import Scrolled


class About(Card):
    """`saved` gives the changed fields of the form."""

    saved = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 0, parent)
        spare_edge(self)
        self.kind = QComboBox(self)
        self.kind.setObjectName("formKind")
        for form_id, word in FORM_NAMES.items():
            self.kind.addItem(f"{word}的检查表", form_id)
        self.number = self._whole("formVersion", 1, 9999, "第 ", " 版")
        self.title, self.source = QLineEdit(self), QLineEdit(self)
        self.title.setObjectName("formTitle")
        self.source.setObjectName("formSource")
        self.derived = Segmented([("no", "上级发的", ""), ("yes", "自己编的", "")], "谁编的", parent=self)
        self.rate = self._whole("formRate", 1, 100, "", " %")
        area = self._area = Scrolled(self)
        area.rows.setSpacing(0)
        for name, question, field, stretch in (
            ("接哪份表", "核查用企业的", self.kind, 0),
            ("版本", "比以前的都大", self.number, 0),
            ("名称", "印在表头", self.title, 1),
            ("来源", "文件和附件", self.source, 1),
            ("谁编的", "", self.derived, 0),
            ("合格率", "达到多少算过", self.rate, 0),
        ):
            row = FormRow(name, question, area.inside)
            row.add(field, stretch)
            if not stretch:
                row.add_stretch()
            area.rows.addWidget(row)
            area.rows.addWidget(Rule(area.inside))
        area.rows.addStretch(1)
        self.rows.addWidget(area, 1)
        self.save = KeyButton("存下", "check", parent=self)
        self.save.setObjectName("saveAbout")
        self.save.clicked.connect(lambda: self.saved.emit(self._fields()))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.addWidget(self.save)
        foot.addStretch(1)
        self.rows.addLayout(foot)

    def _whole(self, name: str, least: int, most: int, before: str, after: str) -> QSpinBox:
        field = QSpinBox(self)
        field.setObjectName(name)
        field.setRange(least, most)
        field.setPrefix(before)
        field.setSuffix(after)
        field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        return field

    def show_form(self, form: FormDef) -> None:
        if self.kind.findData(form.id) < 0:
            self.kind.addItem(form.title, form.id)
        self.kind.setCurrentIndex(self.kind.findData(form.id))
        self.number.setValue(form.version)
        self.title.setText(form.title)
        self.source.setText(form.source)
        self.source.setCursorPosition(0)
        self.derived.set_value("yes" if form.derived else "no")
        self.rate.setValue(form.pass_rate)

    def lead(self, field: str) -> None:
        """Give the keyboard to what says this of the form."""
        derived = self.derived.buttons[self.derived.value() or "no"]
        fields: dict[str, QWidget] = {"id": self.kind, "title": self.title, "pass_rate": self.rate, "derived": derived}
        chosen = fields.get(field, self.title)
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.bring(chosen)

    def _fields(self) -> dict[str, Any]:
        return {
            "id": self.kind.currentData(),
            "version": self.number.value(),
            "title": self.title.text().strip(),
            "source": self.source.text().strip(),
            "derived": self.derived.value() == "yes",
            "pass_rate": self.rate.value(),
        }
