"""The form of a hazard: what, where, how grave, and the five that its rectification needs. It saves nothing itself."""

from collections.abc import Callable, Iterable
from datetime import date

import msgspec
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from zjg_inspect.model.deadline import day_after
from zjg_inspect.model.inspection import Grade, Rectification
from zjg_inspect.service.clauses import Clauses
from zjg_inspect.ui.field import hazard_words as words
from zjg_inspect.ui.field.hazard_clauses import ClauseList
from zjg_inspect.ui.field.walker_note import NoteField, NoteRow
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card, FormRow, Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import bring_into_view
from zjg_inspect.ui.widgets.text import Label

# field: name of the row, its question
ROWS = {
    "what": ("什么问题", "写看到的"), "where": ("在哪里", ""), "grade": ("等级", ""),
    "criterion": ("判定依据", "是哪一条"), "responsible": ("责任", "谁来改"), "measures": ("措施", "怎么改"),
    "funds": ("资金", "花多少、谁出"), "deadline": ("时限", "哪天前改好"), "contingency": ("预案", "改好前怎么防"),
}  # fmt: skip
PROPOSALS = 2
_GRADES = [("general", "一般隐患", ""), ("major", "重大隐患", "triangle-alert")]
_HINTS = {
    Grade.GENERAL: f"拿不准时，对照{words.STANDARD}",
    Grade.MAJOR: "重大隐患要写依据、要有照片；关闭要再有照片，还要镇里审核。",
}


class HazardForm(QWidget):
    """`changed` gives the whole and the field that was amended; `finished` after the last field, `usual_asked` when
    what is empty is to be filled with what is usual."""

    changed = Signal(Rectification, str)
    finished = Signal()
    usual_asked = Signal()

    def __init__(self, visited: str, parent: QWidget | None = None) -> None:
        """`visited`: the day of the visit, from which the deadline is counted."""
        super().__init__(parent)
        self.setObjectName("hazardForm")
        self._visited = visited
        self._filled = Rectification()
        self._proposals: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {}
        self.rows = {name: FormRow(*said, parent=self) for name, said in ROWS.items()}
        self.lines: dict[str, NoteRow] = {}
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        first, second = Card(parent=self), Card(parent=self)
        for name in ("what", "where", "grade"):
            first.add_row(self.rows[name])
        first.add(self._criterion(first))
        for name in ("responsible", "measures", "funds", "deadline", "contingency"):
            second.add_row(self.rows[name])
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(Label("整改五到位", "body", strong=True, parent=self))
        head.addStretch(1)
        self._count = Label("", "secondary", "ink-2", parent=self)
        self._count.setObjectName("filledOfFive")
        head.addWidget(self._count)
        self.usual = KeyButton("空着的按建议填", key="F4", parent=self)
        self.usual.setObjectName("takeUsual")
        self.usual.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.usual.clicked.connect(self.usual_asked)
        head.addWidget(self.usual)
        column.addWidget(first)
        column.addLayout(head)
        column.addWidget(second)
        column.addStretch(1)
        for name in ("what", "where", "criterion", "responsible", "measures", "funds", "contingency"):
            self._add_line(name)
        self.rows["criterion"].add(self.choose_clause)
        self._add_grade()
        self._add_phone()
        self._add_measures_used()
        self._add_deadline()

    def _criterion(self, parent: QWidget) -> QWidget:
        """The row that only a major hazard has, with the line above it."""
        self._major = QWidget(parent)
        rows = QVBoxLayout(self._major)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(Rule(self._major))
        rows.addWidget(self.rows["criterion"])
        self.clauses = ClauseList(self._major)
        rows.addWidget(self.clauses)
        self.choose_clause = KeyButton("选条款", "chevron-down", parent=self.rows["criterion"])
        self.choose_clause.setObjectName("chooseClause")
        self.choose_clause.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.choose_clause.clicked.connect(self._choose_clause)
        self.clauses.chosen.connect(self._say_criterion)
        self.clauses.left.connect(lambda: self.go_to("criterion"))
        return self._major

    # -- its fields ------------------------------------------------------------------------------------------------

    def _add_line(self, name: str) -> None:
        proposals = 0 if name in ("criterion", "measures") else PROPOSALS
        line = NoteRow(name=name, least=270, phrases=proposals, parent=self.rows[name])
        line.field.left.connect(lambda name=name: self._next(name))
        line.edited.connect(lambda text, name=name: self._amend(name, text))
        self.rows[name].add(line, 1)
        self.lines[name] = line

    def _next(self, name: str) -> None:
        """Enter leads to the next field, and behind the last one to its end; the grade has a key of its own."""
        if name in self.lines:
            self.lines[name].field.flush()
        stops = [each for each in self.rows if each != "grade" and self.rows[each].isVisible()]
        if later := stops[stops.index(name) + 1 :]:
            self.go_to(later[0])
        else:
            self.finished.emit()

    def _add_grade(self) -> None:
        self.grade = Segmented(_GRADES, "等级", parent=self.rows["grade"])
        self._grade_hint = Label("", "secondary", "ink-2", wrap=True, parent=self.rows["grade"])
        self.rows["grade"].add(self.grade)
        self.rows["grade"].add(self._grade_hint, 1)
        self.grade.changed.connect(lambda value: self._amend("grade", Grade(value)))

    def _add_phone(self) -> None:
        self.phone = NoteField(parent=self.rows["responsible"])
        self.phone.line.setObjectName("phone")
        self.phone.line.setAccessibleName("责任人电话")
        self.phone.line.setPlaceholderText("电话")
        self.phone.setFixedWidth(current().px(150))
        self.phone.edited.connect(lambda text: self._amend("phone", text))
        self.phone.left.connect(lambda: self._next("responsible"))
        self.rows["responsible"].add(self.phone)

    def _add_measures_used(self) -> None:
        self.used = KeyButton("上次用过", "chevron-down", parent=self.rows["measures"])
        self.used.setObjectName("measuresUsed")
        self.used.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.used.clicked.connect(self._open_used)
        self.rows["measures"].add(self.used)
        self._measures: list[str] = []
        self._usual_measures = ""

    def _add_deadline(self) -> None:
        row = self.rows["deadline"]
        self.deadline = DateField("时限", row)
        self.deadline.setObjectName("deadline")
        self.deadline.setFixedWidth(current().px(190))
        self._due = Label("", "secondary", "ink-2", parent=row)
        row.add(self.deadline)
        row.add(self._due)
        row.add_stretch()
        self.days: list[KeyButton] = []
        for n in range(3):
            button = KeyButton("", parent=row)
            button.setObjectName(f"days_{n}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, n=n: self._choose_days(n))
            row.add(button)
            self.days.append(button)
        self.deadline.changed.connect(self._date_chosen)
        self.deadline.lineEdit().returnPressed.connect(lambda: self._next("deadline"))

    # -- what it shows ---------------------------------------------------------------------------------------------

    def propose(self, name: str, texts: Iterable[str], placeholder: str = "", add_up: bool = False) -> None:
        """Two phrases for a row; one replaces the other unless they `add_up`."""
        phrases = tuple(texts)[:PROPOSALS]
        self._proposals[name] = phrases, placeholder, () if add_up else phrases

    def offer_clauses(self, clauses: Callable[[], Clauses]) -> None:
        """What 选条款 lists; asked for only when it is opened."""
        self.clauses.offer(clauses)

    def propose_measures(self, used: list[str], usual: str) -> None:
        """Those of other hazards, and what is usual for this item."""
        self._usual_measures = usual
        self._measures = [*used, usual] if usual and usual not in used else used
        self.used.set_words("上次用过" if used else "照要求写")
        reveal(self.used, bool(self._measures))

    def show_filled(self, filled: Rectification) -> None:
        """What is recorded; what is being typed stays."""
        self._filled = filled
        for name, line in self.lines.items():
            phrases, placeholder, whole = self._proposals.get(name, ((), "", ()))
            line.show_for(getattr(filled, name), phrases, placeholder, whole)
            line.field.line.setAccessibleName(ROWS[name][0])
        self.phone.set_text(filled.phone)
        self.grade.set_value(filled.grade.value)
        self._grade_hint.setText(_HINTS[filled.grade])
        reveal(self._major, filled.grade is Grade.MAJOR)
        self.deadline.set_value(date.fromisoformat(filled.deadline) if filled.deadline else None)
        self._due.setText(words.due_in(filled.deadline, self._visited))
        for button, days in zip(self.days, words.DAYS[filled.grade], strict=True):
            button.set_words(words.days_word(days))
            button.setChecked(filled.deadline == day_after(self._visited, days))
        self._count.setText(f"已填 {words.filled_of_five(filled)} 项，共 5 项")

    def show_missing(self, kinds: Iterable[str]) -> None:
        """Under each field that is missing, why it matters; the others' errors go."""
        missing = set(kinds)
        for name, row in self.rows.items():
            row.set_error(words.WHY_MISSING.get(name, "") if name in missing else "")
        if self._filled.deadline and self._filled.deadline < self._visited:
            self.rows["deadline"].set_error(words.TOO_EARLY)

    def errors(self) -> list[str]:
        return [name for name, row in self.rows.items() if row.error()]

    def go_to(self, name: str) -> None:
        """Put the cursor into a field."""
        fields: dict[str, QWidget] = {n: line.field.line for n, line in self.lines.items()}
        target = (fields | {"deadline": self.deadline}).get(name, self.grade)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        for line in self.lines.values():
            line.field.flush()
        self.phone.flush()

    def filled(self) -> Rectification:
        return self._filled

    # -- what the person does --------------------------------------------------------------------------------------

    def take_proposal(self, n: int) -> None:
        """The n-th proposal of the row that has the keyboard, from 0; outside of the rows, of the deadline."""
        here = QApplication.focusWidget()
        at = next((name for name, row in self.rows.items() if here is not None and row.isAncestorOf(here)), "deadline")
        if at == "measures" and n < len(self._measures):
            self._say_measures(self._measures[n])
        elif at in self.lines:
            self.lines[at].say(n)
        elif at == "deadline":
            self._choose_days(n)

    def take_usual(self) -> None:
        """What is still empty gets its first proposal, the deadline the middle one of its grade; what is wrong nobody
        can propose."""
        usual = {name: texts[0] for name, (texts, *_) in self._proposals.items() if texts and name != "what"}
        usual["measures"] = self._usual_measures
        usual["deadline"] = day_after(self._visited, words.DAYS[self._filled.grade][1])
        empty = {name: text for name, text in usual.items() if not getattr(self._filled, name).strip()}
        self._filled = msgspec.structs.replace(self._filled, **empty)
        self.changed.emit(self._filled, "usual")
        self.show_filled(self._filled)

    def turn_grade(self) -> None:
        """From a general hazard to a major one, or back."""
        self._amend("grade", Grade.GENERAL if self._filled.grade is Grade.MAJOR else Grade.MAJOR)
        self.show_filled(self._filled)

    def _amend(self, name: str, value: str | Grade) -> None:
        changed = msgspec.structs.replace(self._filled, **{name: value})
        if changed != self._filled:
            self._filled = changed
            self.changed.emit(changed, name)

    def _choose_days(self, n: int) -> None:
        self._amend("deadline", day_after(self._visited, words.DAYS[self._filled.grade][n]))
        self.show_filled(self._filled)

    def _date_chosen(self, chosen: date | None) -> None:
        self._amend("deadline", "" if chosen is None else chosen.isoformat())

    def _choose_clause(self) -> None:
        if self.clauses.isHidden():
            self.lines["criterion"].field.flush()
            self.clauses.open()
            bring_into_view(self.clauses)
        else:
            self.clauses.put_away()

    def _say_criterion(self, text: str) -> None:
        self._amend("criterion", text)
        self.show_filled(self._filled)
        self.go_to("criterion")

    def _open_used(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text in self._measures[:8]:
            menu.addAction(text, self._saying(text))
        menu.popup(self.used.mapToGlobal(QPoint(0, self.used.height())))

    def _saying(self, text: str) -> Callable[[], None]:
        return lambda: self._say_measures(text)

    def _say_measures(self, text: str) -> None:
        self.lines["measures"].field.flush()
        self._amend("measures", text)
        self.show_filled(self._filled)
