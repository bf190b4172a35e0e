"""What became of one bundle, in plain words: the sums as an equation, what was set aside and why."""

from pathlib import PurePath

from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjg_inspect.service.exchange import FileReport
from zjg_inspect.ui import messages, words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import Badge, BadgeKind
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label

STATES: dict[str, tuple[str, BadgeKind, str]] = {
    "imported": ("已收", "pass", "check"),
    "held": ("暂放", "attention", "pause"),
    "refused": ("未收", "fail", "x"),
}
SET_ASIDE = {"held": "暂放", "quarantined": "隔离"}


class ReportCard(Card):
    """One file: its state, from whom, and what was new."""

    def __init__(self, report: FileReport, parent: QWidget | None = None) -> None:
        super().__init__(16, 6, parent)
        self.setObjectName("report")
        theme = current()
        word, kind, icon = STATES[report.status]
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(Badge(word, kind, icon, parent=self))
        name = PurePath(report.file).name
        head.addWidget(ElidedLabel(name, "body", strong=True, parent=self), 1)
        if report.sender_name:
            head.addWidget(Label(f"{report.sender_name} · 第 {report.sequence} 包", "secondary", "ink-2", parent=self))
        self.rows.addLayout(head)
        self._said = [word, name]
        if report.error is not None:
            self.add(InlineError(messages.sentence(report.error), self))
            self._said.append(messages.sentence(report.error))
        for sentence in sentences(report):
            self._say(sentence)
        self.setAccessibleName("，".join(self._said))

    def text(self) -> str:
        """All that the card says."""
        return "\n".join(self._said)

    def _say(self, sentence: str) -> None:
        self.add(Label(sentence, "body", wrap=True, parent=self))
        self._said.append(sentence)


def sentences(report: FileReport) -> list[str]:
    """What a taken-in or held file brought; nothing for a refused one."""
    if report.error is not None:
        return []
    parts = f"新 {report.new} + 已有 {report.known} + 暂放 {report.held} + 隔离 {report.quarantined}"
    said = [f"读入 {report.read} 条 = {parts}。"]
    if not report.new and report.known == report.read:
        said.append("这里都有了，没有改动。")
    if report.visits:
        majors = f"，其中重大隐患 {report.majors} 条" if report.majors else ""
        said.append(f"带来 {report.visits} 次检查{majors}。")
    said += [
        f"{SET_ASIDE.get(each.state, each.state)} {each.count} 条{words.KINDS.get(each.kind, each.kind)}："
        f"{words.why(each.reason)}。"
        for each in report.aside
    ]
    if report.photos_missing:
        said.append(f"缺照片 {report.photos_missing} 张，以后的包会带来。")
    return said
