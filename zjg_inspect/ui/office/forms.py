"""检查表: the checklists in their versions; a table becomes the next one, is looked through and released."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.errors import ZjgError
from zjg_inspect.model.formchange import changes
from zjg_inspect.model.formlikeness import unasked
from zjg_inspect.model.formreading import Doubt
from zjg_inspect.service import forms
from zjg_inspect.service.forms import FormDraft
from zjg_inspect.ui import form_words, messages
from zjg_inspect.ui.office.forms_about import About
from zjg_inspect.ui.office.forms_changes import Changes
from zjg_inspect.ui.office.forms_doubts import Doubts
from zjg_inspect.ui.office.forms_preview import Preview
from zjg_inspect.ui.office.forms_rows import Chosen, FormLook, Heading
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card, ProgressLine
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

NARROW = 940
FILTER = "检查表 (*.xlsx *.xlsm *.yaml *.yml);;所有文件 (*)"


class Forms(Page):
    keys = (("↑ ↓", "选条目"), ("F2", "改这一条"), ("Ctrl+O", "导入"), ("Ctrl+Enter", "发布"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "检查表", parent)
        theme = current()
        self.export_button = KeyButton("导出成表格…", "file-text", parent=self)
        self.export_button.setObjectName("exportForm")
        self.export_button.clicked.connect(self.choose_target)
        self.load_button = KeyButton("导入检查表…", "folder-open", "Ctrl+O", parent=self)
        self.load_button.setObjectName("loadForm")
        self.load_button.clicked.connect(self.choose)
        self.top.add_action(self.export_button)
        self.top.add_action(self.load_button)
        self.progress = ProgressLine(self)
        self.progress.cancel.hide()
        self.error = InlineError(parent=self)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.error)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        self._left = spare_edge(Card(parent=self))
        self._look = FormLook()
        self.list = PaintedList("forms", "检查表", self._look, parent=self._left)
        self.list.chosen.connect(self._show)
        self._left.add(self.list, 1)
        across.addWidget(self._left)
        right = QVBoxLayout()
        right.setSpacing(theme.px(8))
        parts = (("items", "条目"), ("doubts", "存疑"), ("changes", "和前一版比"), ("about", "名称和版本"))
        self.tabs = Segmented([(part, word, "") for part, word in parts], "看什么", parent=self)
        self.tabs.changed.connect(self._turned_by_hand)
        self.pick = QComboBox(self)
        self.pick.setObjectName("pickForm")
        self.pick.setAccessibleName("检查表")
        self.pick.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pick.activated.connect(lambda at: self.list.choose(self._chosen()[at]))
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(self.pick, 1)
        top.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        right.addLayout(top)
        self.stack = QStackedWidget(self)
        self.preview, self.doubts, self.compare = Preview(self), Doubts(self), Changes(self)
        self.about = About(self)
        self._parts = {"items": self.preview, "doubts": self.doubts, "changes": self.compare, "about": self.about}
        for part in self._parts.values():
            self.stack.addWidget(part)
        right.addWidget(self.stack, 1)
        right.addLayout(self._foot())
        across.addLayout(right, 1)
        self.body.addLayout(across, 1)
        self.preview.amended.connect(self._amend)
        self.preview.editor.left.connect(self._back_to_doubts)
        self.about.saved.connect(self._amend_form)
        self.doubts.amended.connect(self._mend)
        self.doubts.settled.connect(
            lambda which, settled: self._change(lambda d: forms.settle_doubts(self.db, d.id, which, settled))
        )
        self.compare.same.connect(
            lambda codes, continues: self._change(lambda d: forms.say_same(self.db, d.id, codes, continues))
        )
        self.compare.other.connect(lambda codes: self._change(lambda d: forms.say_other(self.db, d.id, codes)))
        self.shortcut("Ctrl+O", self.choose)
        self.shortcut("Ctrl+Return", self.release)
        self.shortcut("F2", self._edit)
        self._dropped: FormDraft | None = None
        self._mending = False

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(current().px(12))
        self.drop_button = KeyButton("不要这份草稿", "trash-2", kind="quiet", parent=self)
        self.drop_button.setObjectName("dropForm")
        self.drop_button.clicked.connect(self._drop)
        self.back_button = KeyButton("撤销", "undo-2", kind="quiet", parent=self)
        self.back_button.setObjectName("dropBack")
        self.back_button.clicked.connect(self._put_back)
        self.foot = Label("", "secondary", "ink-2", wrap=True, parent=self)
        self.foot.setObjectName("formFoot")
        self.release_button = KeyButton("发布", key="Ctrl+Enter", kind="main", parent=self)
        self.release_button.setObjectName("releaseForm")
        self.release_button.clicked.connect(self.release)
        foot.addWidget(self.drop_button)
        foot.addWidget(self.back_button)
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.release_button)
        return foot

    # -- the list --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.preview.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self._fill("")

    def show_thing(self, thing: Any) -> None:
        """A checklist's file."""
        if isinstance(thing, Path):
            self.load(thing)

    def _fill(self, key: str) -> None:
        """`key`: what is to be shown; else what is shown already, else the first draft or the current checklist."""
        before = key or (self.list.current().key if self.list.current() else "")
        drafts = [Chosen(draft.id, draft.form, draft=draft) for draft in forms.form_drafts(self.db)]
        values: list[Heading | Chosen] = [Heading("还没发布"), *drafts] if drafts else []
        rows = forms.forms(self.db)
        for row in rows:
            values.append(Heading(row.current.form.title))
            rivals = {each.form.hash for each in row.rivals}
            values += [
                Chosen(each.form.hash, each.form, None, each, each is row.current, each.form.hash in rivals)
                for each in row.versions
            ]
        self.list.set_values(values)
        now = next((row.current for row in rows if row.id == forms.FORM_ID), None)
        self.set_facts(f"核查现在用{form_words.version(now.form)}" if now else "")
        chosen = self._chosen()
        self.pick.clear()
        self.pick.addItems([self._look.spoken(each) for each in chosen])
        if chosen:
            self.list.choose(next((each for each in chosen if each.key == before), chosen[0]), tell=False)
            self._show(self.list.current())
        reveal(self.back_button, self._dropped is not None)

    def _chosen(self) -> list[Chosen]:
        """All that can be shown, without the headings."""
        return [value for value in self.list.values() if isinstance(value, Chosen)]

    def _show(self, chosen: Any) -> None:
        if not isinstance(chosen, Chosen):
            return
        self.pick.setCurrentIndex(self._chosen().index(chosen))
        draft, form = chosen.draft, chosen.form
        known = [each for each in forms.earlier_versions(self.db, form.id) if each.hash != form.hash]
        before = next((each for each in known if draft is not None or each.version < form.version), None)
        same = draft.same_meaning if draft else chosen.version.same_meaning if chosen.version else ()
        self.preview.show_form(form, draft is not None)
        self.doubts.show_doubts(draft.doubts if draft else (), draft.file if draft else "")
        self.compare.show_forms(form, before, same, draft.own_questions if draft else None)
        self.about.show_form(form)
        for part in ("doubts", "about"):
            reveal(self.tabs.buttons[part], draft is not None)
        if self.tabs.value() is None or (self.tabs.value() in ("doubts", "about") and draft is None):
            self._turn("items")
        reveal(self.release_button, draft is not None)
        reveal(self.drop_button, draft is not None)
        if draft is not None:
            reworded = changes(before, form).reworded if before else ()
            meanings = sum(each.new.code not in same for each in reworded)
            alike = len(unasked(form, known, draft.own_questions))
            missing = form_words.missing_for_release(draft.open_doubts, meanings, alike)
            self.foot.setText(missing or form_words.release_words(form))
            self.release_button.setEnabled(not missing)
        elif chosen.rival:
            self.foot.setText("有两份互不知道的同号版本，现在用的是标着“现在用”的那份。再发布一版，就只剩一份。")
        else:
            self.foot.setText(f"来源：{form.source}")

    def _turn(self, part: str) -> None:
        self.tabs.set_value(part)
        self.stack.setCurrentWidget(self._parts[part])

    # -- a draft ---------------------------------------------------------------------------------------------------

    def _draft(self) -> FormDraft | None:
        chosen = self.list.current()
        return chosen.draft if isinstance(chosen, Chosen) else None

    def _change(self, change: Callable[[FormDraft], object]) -> bool:
        """Do this to the draft that is shown; whether it was done."""
        draft = self._draft()
        if draft is None:
            return False
        self.error.set_text("")
        try:
            change(draft)
        except ZjgError as error:
            self.error.set_text(messages.sentence(error))
            return False
        self.changed.emit()
        self._fill(draft.id)
        return True

    def _amend(self, code: str, fields: dict[str, Any]) -> None:
        if self._change(lambda draft: forms.edit_item(self.db, draft.id, code, **fields)):
            self._back_to_doubts()

    def _amend_form(self, fields: dict[str, Any]) -> None:
        if self._change(lambda draft: forms.edit_form(self.db, draft.id, **fields)):
            self._back_to_doubts()

    # -- from a doubt to where it is put right, and back -----------------------------------------------------------

    def _edit(self) -> None:
        if self.tabs.value() == "doubts":
            self.doubts.amend()
        elif self.tabs.value() == "items":
            self.preview.edit()

    def _mend(self, doubt: Doubt) -> None:
        self._mending = True
        if doubt.item:
            self._turn("items")
            self.preview.edit_item(doubt.item, doubt.field, doubt.sentence)
        else:
            self._turn("about")
            self.about.lead(doubt.field)

    def _back_to_doubts(self) -> None:
        """Whoever came from a doubt goes on with the next; that it was looked at he says there."""
        if self._mending:
            self._mending = False
            self._turn("doubts")
            self.doubts.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turned_by_hand(self, part: str) -> None:
        self._mending = False
        self._turn(part)

    def _drop(self) -> None:
        draft = self._draft()
        if self._change(lambda each: forms.drop_draft(self.db, each.id)) and draft is not None:
            self._dropped = draft
            self._fill("")

    def _put_back(self) -> None:
        if self._dropped is not None:
            draft, self._dropped = self._dropped, None
            forms.put_back(self.db, draft)
            self._fill(draft.id)

    def release(self) -> None:
        draft = self._draft()
        if draft is None or not self.release_button.isEnabled() or self.preview.is_editing():
            return
        self.error.set_text("")
        self.release_button.setEnabled(False)

        def done(form: Any) -> None:
            self.changed.emit()
            self._turn("items")
            self._fill(form.hash)
            said = f"{form_words.form_name(form)}检查表{form_words.version(form)}已发布，随下一份包到各台电脑。"
            self.said.emit(f"{said}已在查的照旧版查完。", False)

        def failed(error: Exception) -> None:
            self._fill(draft.id)
            self.error.set_text(messages.sentence(error))

        self.in_background(lambda _step: forms.release(self.db, draft.id), done, failed)

    # -- from and to Excel -----------------------------------------------------------------------------------------

    def choose(self) -> None:
        start = self.desk.preferences.folder("forms")
        path, _ = QFileDialog.getOpenFileName(self, "选检查表", str(start or ""), FILTER)
        if path:
            self.load(Path(path))

    def load(self, file: Path) -> None:
        """Take a table in as a draft, off the window's thread; its doubts are then shown."""
        self.desk.preferences.remember_folder("forms", file.parent)
        self.error.set_text("")
        self.progress.start(f"正在读“{file.name}”")
        self.load_button.setEnabled(False)

        def done(draft: str) -> None:
            self._rest()
            self.changed.emit()
            doubted = forms.form_draft(self.db, draft).open_doubts > 0
            self._turn("doubts" if doubted else "items")
            self._fill(draft)
            first = self.doubts.list if doubted else self.preview.list
            first.setFocus(Qt.FocusReason.OtherFocusReason)

        def failed(error: Exception) -> None:
            self._rest()
            self.error.set_text(messages.sentence(error))

        self.in_background(lambda _step: forms.import_draft(self.db, file), done, failed)

    def _rest(self) -> None:
        self.progress.finish()
        self.load_button.setEnabled(True)

    def choose_target(self) -> None:
        chosen = self.list.current()
        if not isinstance(chosen, Chosen):
            return
        start = self.desk.preferences.folder("forms") or Path()
        name = f"{chosen.form.title}-{form_words.version(chosen.form).replace(' ', '')}.xlsx"
        path, _ = QFileDialog.getSaveFileName(self, "导出检查表", str(start / name), "Excel (*.xlsx)")
        if path:
            self.export(Path(path), chosen)

    def export(self, path: Path, chosen: Chosen) -> None:
        def done(_nothing: object) -> None:
            self.said.emit(f"已写到“{path.name}”。改好存盘，再拖回这里就是下一版。", False)

        self.in_background(lambda _step: forms.export_form(self.db, chosen.key, path), done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = current()
        narrow = self.width() < theme.px(NARROW)
        self._left.setFixedWidth(theme.px(250))
        reveal(self._left, not narrow)
        reveal(self.pick, narrow)
