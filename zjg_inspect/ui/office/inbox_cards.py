"""What a person has to do after receiving: accept a new laptop, see to what did not come or could not be taken in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service.enrol import UnknownDevice
from zjg_inspect.ui.office.inbox_look import bold
from zjg_inspect.ui.office.inbox_todo import Todo
from zjg_inspect.ui.office.rich import Part, RichLabel, plain
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.number import DeviceNumber
from zjg_inspect.ui.widgets.text import Label, Mark

ACTS = {"laptop": "去看", "write": "给他写包"}


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


class TodoCard(Card):
    """A thing to do about a laptop, on as little room as it needs; `acted` when its button is pressed."""

    acted = Signal()

    def __init__(self, number: int, todo: Todo, parent: QWidget) -> None:
        super().__init__(0, 0, parent)
        self.setObjectName("todoCard")
        self.todo = todo
        theme = current()
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        row.setSpacing(theme.px(10))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Mark(todo.icon, todo.token, self), 0, top)
        row.addWidget(Label(str(number), "body", strong=True, parent=self), 0, top)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(Label(todo.title, "body", strong=True, wrap=True, parent=self))
        words.addWidget(RichLabel(todo.words, "secondary", self))
        row.addLayout(words, 1)
        self.button = KeyButton(ACTS.get(todo.act, ""), parent=self)
        self.button.setObjectName("todoAct")
        self.button.setAccessibleName(f"{self.button.text()}：{todo.title}")
        self.button.clicked.connect(self.acted)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.rows.addLayout(row)
        self.setAccessibleName(todo.title)

    def words(self) -> str:
        return f"{self.todo.title}。{plain(self.todo.words)}"
