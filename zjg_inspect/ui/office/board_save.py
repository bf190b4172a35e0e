"""The board as a picture and on paper: where to, then written; the window says where it is."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from zjg_inspect.model.clock import today
from zjg_inspect.places import write_whole
from zjg_inspect.service import setup
from zjg_inspect.ui.office.board_picture import BoardContent, as_pdf, as_png
from zjg_inspect.ui.widgets.buttons import KeyButton

if TYPE_CHECKING:
    from zjg_inspect.ui.office.board import Board


class Saving:
    """导出图片 and 打印, for the board's head; at rest until there is something to show."""

    def __init__(self, board: "Board") -> None:
        self._board = board
        self.picture = KeyButton("导出图片", "image-down", parent=board)
        self.picture.setObjectName("savePicture")
        self.paper = KeyButton("打印", "printer", parent=board)
        self.paper.setObjectName("printBoard")
        self.paper.setAccessibleDescription("存成PDF，再打印")
        self.picture.clicked.connect(lambda: self._save("导出图片", ".png", as_png))
        self.paper.clicked.connect(lambda: self._save("存成PDF再打印", ".pdf", as_pdf))
        self.set_ready(False)

    def set_ready(self, ready: bool) -> None:
        for button in (self.picture, self.paper):
            button.setEnabled(ready)

    def _save(self, title: str, ending: str, make: Callable[[BoardContent], bytes]) -> None:
        board, day = self._board, self._board.day.value()
        start = board.desk.preferences.folder("report") or Path.home()
        name = f"双七十看板 {day.isoformat()}{ending}"
        chosen, _ = QFileDialog.getSaveFileName(board, title, str(start / name), f"{ending[1:].upper()} (*{ending})")
        if not chosen:
            return
        to = Path(chosen if chosen.lower().endswith(ending) else f"{chosen}{ending}")
        board.desk.preferences.remember_folder("report", to.parent)
        # painted here, since nothing of Qt is called in a thread; written there
        data = make(self.content())
        done = "图片已存好" if ending == ".png" else "已存成PDF，打开就能打印"
        board.in_background(
            lambda _step: write_whole(to, data),
            lambda path: board.said.emit(f"{done}：“{path.name}”，在“{path.parent}”。", False),
        )

    def content(self) -> BoardContent:
        """What the board shows now."""
        board = self._board
        standing = setup.standing(board.db)
        return BoardContent(
            office=standing.name if standing is not None else "",
            facts=board.facts(),
            day=board.day.value(),
            made=today(),
            enterprises=board.enterprises.half(),
            zones=board.zones_reached.half(),
            legend=board.zone_card.legend(),
            rows=tuple(board.zone_card.zones_shown()),
            look=board.zone_card.look,
            way=board.zone_card.way.text(),
            points=board.trend.chart.points(),
            failures=tuple(board.failures.bars()),
            failed=board.failures.all.text(),
        )
