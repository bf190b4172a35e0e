"""What a person has to do after receiving: accept a new laptop, see what was quarantined or held, and why."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjg_inspect.service.enrol import UnknownDevice
from zjg_inspect.service.exchange import FileReport
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.inbox_look import bold
from zjg_inspect.ui.office.inbox_words import whose
from zjg_inspect.ui.office.rich import Part, Parts, RichLabel
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.number import DeviceNumber
from zjg_inspect.ui.widgets.text import Label, Mark


class _TodoCard(Card):
    """A numbered thing to do: icon, number, title."""

    def __init__(self, number: int, title: str, icon: str, token: Token, parent: QWidget) -> None:
        super().__init__(16, 8, parent)
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(10))
        row.addWidget(Mark(icon, token, head))
        row.addWidget(Label(str(number), "body", strong=True, parent=head))
        row.addWidget(Label(title, "body", strong=True, wrap=True, parent=head), 1)
        self.add(head)
        self.setAccessibleName(title)


class StrangerCard(_TodoCard):
    """A laptop that nobody accepted yet; `accepted` gives its card to go on with.

    `own` is this office's number: both are compared on the telephone.
    """

    accepted = Signal(object)

    def __init__(self, number: int, stranger: UnknownDevice, own: str, parent: QWidget) -> None:
        super().__init__(number, "接受一台新电脑吗？", "laptop", "ink", parent)
        self.setObjectName("strangerCard")
        self.device = stranger.card.device
        said = (Part("它说自己是："), bold(stranger.card.name), Part(f"。有 {stranger.held} 条记录先放着，没有并入。"))
        self.add(RichLabel(said, "body", self))
        self.add(Label("打电话给用它的人，两边的编号都念一遍：", "body", wrap=True, parent=self))
        self.number = DeviceNumber("它的编号，他念你对", stranger.card.fingerprint, self)
        self.add(self.number)
        self.add(DeviceNumber("本办的编号，你念他对", own, self))
        self.add(
            Label(
                "有一组不对，就不要接受。不接受也不要紧，先放着，不影响别的。",
                "secondary",
                "ink-2",
                wrap=True,
                parent=self,
            )
        )
        foot = QWidget(self)
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, current().px(6), 0, 0)
        self.button = KeyButton("编号都对，去接受", "laptop", kind="main", parent=foot)
        self.button.setObjectName("acceptStranger")
        self.button.clicked.connect(lambda: self.accepted.emit(stranger.card))
        row.addWidget(self.button, 1)
        self.add(foot)


class AsideCard(_TodoCard):
    """What of a bundle was quarantined or held, with the reason."""

    def __init__(self, number: int, title: str, parts: Parts, parent: QWidget) -> None:
        super().__init__(number, title, "package-x", "attention", parent)
        self.setObjectName("asideCard")
        self._words = RichLabel(parts, "body", self)
        self.add(self._words)

    def words(self) -> str:
        return self._words.text()


def things_to_do(reports: Sequence[FileReport]) -> list[tuple[str, Parts]]:
    """Title and words for each bundle of which something was quarantined or waits for a reason of its own."""
    found: list[tuple[str, Parts]] = []
    for report in reports:
        aside = [each for each in report.aside if each.reason != "unknown_device"]
        if not aside:
            continue
        bad = sum(each.count for each in aside if each.state == "quarantined")
        held = sum(each.count for each in aside if each.state == "held")
        what = "、".join(part for part in (bad and f"隔离 {bad} 条", held and f"暂放 {held} 条") if part)
        parts = [Part(messages.aside_words(aside)), Part("同一包里别的都已收好。")]
        if bad:
            parts.append(Part("隔离的留在本机、不计入任何数字；请对方更正后再送。"))
        found.append((f"{whose(report)}：{what}", parts))
    return found
