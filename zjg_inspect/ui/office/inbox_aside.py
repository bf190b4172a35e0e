"""看隔离的: what of one bundle was quarantined or held, why, and what is to be done about it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service.exchange import FileReport, SetAside
from zjg_inspect.ui import words
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.office.inbox_words import whose
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import Badge
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.text import Label

WIDTH = 560
REST = "同一包里别的都已收好。隔离的和暂放的也都留在本机，不计入任何数字。"
_BY_REASON = {
    "photo": "请写它的人在电脑上更正这次检查，重拍照片，各人重新签字后再送来。",
    "ancestor": "它的上一版更正以后，这一条随着重写，不用另外管。",
    "signature": "签名和写它的电脑对不上，可能被人改过。请打电话问他，让他重写一份。",
    "unknown_device": "在“要你看的”里核对编号，接受那台电脑，就自动并入。",
    "suspended": "到“电脑”页看过再定收不收。",
    "device_copied": "到“电脑”页，照那里写的三步办。",
    "newer": "本机装上新版本，就自动并入，不用对方再送。",
    "ancestors": "等它的上一版到了自动并入，不用管。",
    "form": "等检查表到了自动并入，不用管。",
}


def remedy(aside: SetAside) -> str:
    """What is to be done about versions that were set aside."""
    if aside.reason in _BY_REASON:
        return _BY_REASON[aside.reason]
    if aside.reason.startswith("authority"):
        return "这类记录只有镇里能写，他电脑上的不算数。不是他有意写的，就打电话问一声。"
    return "请写它的人在电脑上更正后再送来；更正不了，把这一句念给装程序的人听。"


class AsidePanel(SidePanel):
    """Over the page's right part; Esc puts it away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", WIDTH, parent)
        self.setObjectName("asidePanel")
        self._said: list[str] = []
        body = QWidget(self)
        body.setProperty("fill", "surface")
        self._blocks = QVBoxLayout(body)
        self._blocks.setContentsMargins(0, 0, 0, 0)
        self._blocks.setSpacing(current().px(12))
        self.set_body(body, scrolls=True)

    def show_report(self, report: FileReport) -> None:
        while self._blocks.count():
            item = self._blocks.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self.set_title(f"{whose(report)}：没有并入的")
        self._said = []
        for each in sorted(report.aside, key=lambda aside: aside.state != "quarantined"):
            self._blocks.addWidget(self._block(each))
        self._blocks.addWidget(Label(REST, "secondary", "ink-2", wrap=True, parent=self))
        self._said.append(REST)
        self._blocks.addStretch(1)
        self.open()

    def text(self) -> str:
        """All that the panel says."""
        return "\n".join(self._said)

    def _block(self, aside: SetAside) -> Card:
        card = Card(12, 6, self)
        head = QHBoxLayout()
        head.setSpacing(current().px(8))
        bad = aside.state == "quarantined"
        head.addWidget(Badge("隔离" if bad else "暂放", "fail" if bad else "attention", "x" if bad else "pause", card))
        title = f"{aside.count} 条{words.KINDS.get(aside.kind, aside.kind)}"
        head.addWidget(Label(title, "body", strong=True, parent=card), 1)
        card.rows.addLayout(head)
        said = [f"原因：{words.why(aside.reason)}。", f"怎么办：{remedy(aside)}"]
        if aside.names:
            more = f"等 {aside.count} 条" if aside.count > len(aside.names) else ""
            said.insert(0, "、".join(aside.names) + more)
        for sentence in said:
            card.add(Label(sentence, "body", wrap=True, parent=card))
        self._said += [title, *said]
        return card
