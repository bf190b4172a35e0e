"""不适用 far more than elsewhere: the question to the reviewer, the items and reasons, the answers as buttons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.inapplicable import Elsewhere
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.service.inapplicable import Overused
from zjg_inspect.service.review import SKIPPED, Reviewing
from zjg_inspect.ui.office.decisions import Decisions
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label, Mark

ABSENT, UNSEEN = "企业确实没有", "没看，退回"
OWED = "先答上面的问题：不适用的这些，是企业确实没有，还是没看？"
LOOK_AGAIN = "请到现场看过再答。"


def mean_words(others: Elsewhere) -> str:
    """同一张表近来别的检查平均 2.4 条"""
    whole, tenth = divmod(others.tenths, 10)
    if not others.items:
        return f"同一张表近来别的 {others.visits} 次检查一条也没有"
    if not others.tenths:
        return "同一张表近来别的检查平均不到 0.1 条"
    return f"同一张表近来别的检查平均 {whole}{f'.{tenth}' if tenth else ''} 条"


def question_words(asked: Overused) -> tuple[str, str]:
    """The fact, and the question."""
    return f"这次有 {asked.items} 条不适用，{mean_words(asked.elsewhere)}。", "是企业确实没有，还是没看？"


def skipped(shown: Reviewing) -> tuple[str, ...]:
    """The items that were answered 不适用, in the order of the sheet."""
    answers = {answer.item: answer.verdict for answer in shown.body.content.answers}
    return tuple(item.code for item in shown.items if answers.get(item.code) is Verdict.NOT_APPLICABLE)


def by_reason(shown: Reviewing) -> list[tuple[str, str]]:
    """Each reason that was given with its items, the one of most items first: 本厂没有这项作业, 3-08 动火作业审批、…"""
    reasons = {answer.item: answer.reason.strip() for answer in shown.body.content.answers}
    titles = {item.code: item.title for item in shown.items}
    found: dict[str, list[str]] = {}
    for code in skipped(shown):
        found.setdefault(reasons[code], []).append(f"{code} {titles[code]}")
    return [(reason, "、".join(named)) for reason, named in sorted(found.items(), key=lambda each: -len(each[1]))]


def answered_words(asked: Overused) -> str:
    """The answer as the review says it."""
    return f"不适用的 {asked.items} 条问过，{ABSENT}。"


class SkippedQuestion(QWidget):
    """Stands in the amber panel; `answered` after it changed the decisions."""

    answered = Signal()

    def __init__(self, shown: Reviewing, asked: Overused, decisions: Decisions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("skippedQuestion")
        self._decisions, self._items = decisions, skipped(shown)
        theme = current()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        across.addWidget(Mark("circle-alert", "attention", self), 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout()
        inside.setSpacing(theme.px(6))
        across.addLayout(inside, 1)
        fact, question = question_words(asked)
        self.words = RichLabel([Part(fact), Part(question, "ink", True)], "body", self)
        inside.addWidget(self.words)
        for reason, named in by_reason(shown):
            parts = [Part(f"{reason}：" if reason else "没写理由：", "ink", True), Part(named, "ink-2")]
            inside.addWidget(RichLabel(parts, "secondary", self))
        inside.addLayout(self._buttons(fact))
        self.show_answer()

    def _buttons(self, fact: str) -> QHBoxLayout:
        theme = current()
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.absent = KeyButton(ABSENT, height="small", parent=self)
        self.unseen = KeyButton(f"{UNSEEN}这 {len(self._items)} 条", height="small", parent=self)
        self._check = Mark("check", "pass", self)
        self.answer = Label("", "secondary", "pass", strong=True, parent=self)
        self.change = KeyButton("改", kind="quiet", height="small", parent=self)
        acts = ((self.absent, "absent", self._is_absent), (self.unseen, "unseen", self._is_unseen))
        for button, name, act in (*acts, (self.change, "changeAnswer", self._take_back)):
            button.setObjectName(name)
            button.setAccessibleDescription(fact)
            button.clicked.connect(act)
        for widget in (self.absent, self.unseen, self._check, self.answer, self.change):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    owed = OWED

    def first(self) -> KeyButton:
        """The first of its answers."""
        return self.absent

    def is_open(self) -> bool:
        """Whether it still waits for its answer; while items are returned nothing is signed."""
        return SKIPPED not in self._decisions.answers and not self._returned()

    def _returned(self) -> Sequence[str]:
        return [code for code in self._items if code in self._decisions.returned]

    def show_answer(self) -> None:
        """As the decisions have it now."""
        returned = len(self._returned())
        self.answer.setText(f"退回 {returned} 条" if returned else ABSENT)
        open_ = self.is_open()
        for widget in (self.absent, self.unseen):
            reveal(widget, open_)
        for shown in (self._check, self.answer, self.change):
            reveal(shown, not open_)

    def _is_absent(self) -> None:
        self._decisions.answers[SKIPPED] = ""
        self._done()

    def _is_unseen(self) -> None:
        for code in self._items:
            if not self._decisions.returned.get(code, "").strip():
                self._decisions.reason(code, LOOK_AGAIN)
        self._done()

    def _take_back(self) -> None:
        self._decisions.answers.pop(SKIPPED, None)
        for code in self._items:
            self._decisions.accept(code)
        self._done()

    def _done(self) -> None:
        self.show_answer()
        self.answered.emit()
