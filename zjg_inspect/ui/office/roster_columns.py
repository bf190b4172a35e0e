"""Which column of a workbook is what: as the headings say, or as a person chooses."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.model.roster_headings import LABELS, REQUIRED, Column, column_name
from zjg_inspect.service.roster_import import ByHand, Rehearsal
from zjg_inspect.ui.office.page import empty_out
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.scrolled import Scrolled
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

NONE = "不收这一列"
# Widths of heading and of what the column is taken for.
_HEADING, _FIELD = 220, 220


class _Fields(QComboBox):
    """A wheel turned over the list of columns scrolls it, and changes none of them."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ColumnsPart(QWidget):
    """`chosen` gives a column's index and the field that it is ("" for none); `whole` a field without a column and what
    it is for every row."""

    chosen = Signal(int, str)
    whole = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rosterColumns")
        self.boxes: dict[int, QComboBox] = {}
        self.fields: dict[str, QLineEdit] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        self._scrolled = Scrolled(self)
        rows.addWidget(self._scrolled)
        self._shown: tuple[object, ...] = ()

    def show_columns(self, rehearsal: Rehearsal) -> None:
        """Those that nobody understands first, then all others."""
        said, columns = rehearsal.said, rehearsal.read.columns
        shown = (columns, rehearsal.missing, said.whole, said.sheet)
        if shown == self._shown:
            return
        self._shown = shown
        self.boxes.clear()
        self.fields.clear()
        rows = self._scrolled.rows
        empty_out(rows)
        for field in self._without_column(rehearsal):
            rows.addWidget(self._whole_row(field, said))
            rows.addWidget(Rule(self))
        unread = [column for column in columns if not column.field]
        for words, some in (
            (f"没认出 {len(unread)} 列：选它是什么，不选就不收", unread),
            ("认出来的列", [column for column in columns if column.field]),
        ):
            if not some:
                continue
            head = Label(words, "secondary", strong=True, parent=self)
            head.setContentsMargins(current().px(16), current().px(10), 0, current().px(4))
            rows.addWidget(head)
            for column in some:
                rows.addWidget(self._column_row(column))
                rows.addWidget(Rule(self))
        rows.addStretch(1)

    def start(self) -> None:
        """The keyboard to the first that a person has to say something of."""
        first = next(iter((*self.fields.values(), *self.boxes.values())), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _without_column(rehearsal: Rehearsal) -> list[str]:
        missing, said = rehearsal.missing, rehearsal.said.whole
        return [field for field, asked in REQUIRED.items() if field != "name" and (asked in missing or field in said)]

    def _whole_row(self, field: str, said: ByHand) -> QWidget:
        row, across = self._row(f"表里没有“{REQUIRED[field]}”这一列")
        across.addWidget(Label("全表都是", "secondary", "ink-2", parent=row))
        line = QLineEdit(said.whole.get(field, ""), row)
        line.setObjectName(f"whole_{field}")
        line.setAccessibleName(f"全表的{REQUIRED[field]}都是")
        line.setFixedWidth(current().px(_FIELD))
        line.editingFinished.connect(lambda: self.whole.emit(field, line.text().strip()))
        self.fields[field] = line
        across.addWidget(line)
        across.addStretch(1)
        return row

    def _column_row(self, column: Column) -> QWidget:
        heading = column.heading or column_name(column.index)
        row, across = self._row(heading)
        box = _Fields(row)
        box.setObjectName(f"column_{column.index}")
        box.setAccessibleName(f"“{heading}”是")
        box.setFixedWidth(current().px(_FIELD))
        box.addItem(NONE, "")
        for field, label in LABELS.items():
            box.addItem(label, field)
        box.setCurrentIndex(max(0, box.findData(column.field)))
        box.activated.connect(lambda at: self.chosen.emit(column.index, box.itemData(at)))
        self.boxes[column.index] = box
        across.addWidget(box)
        samples = ElidedLabel(
            "如 " + "、".join(column.samples) if column.samples else "", "secondary", "ink-2", parent=row
        )
        across.addWidget(samples, 1)
        return row

    def _row(self, words: str) -> tuple[QWidget, QHBoxLayout]:
        theme = current()
        row = QWidget(self)
        across = QHBoxLayout(row)
        across.setContentsMargins(theme.px(16), theme.px(5), theme.px(16), theme.px(5))
        across.setSpacing(theme.px(12))
        label = ElidedLabel(words, "body", parent=row)
        label.setFixedWidth(theme.px(_HEADING))
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(label)
        return row, across

    def sizeHint(self) -> QSize:
        return QSize(current().px(600), current().px(320))


def unread_count(columns: Sequence[Column]) -> int:
    return sum(not column.field for column in columns)
