"""The style sheet of one theme, made from the table in theme.py."""

from typing import get_args

from zjg_inspect.paths import shipped
from zjg_inspect.ui.theme import FAMILY, RADIUS, RADIUS_CARD, Kind, Theme, Token


def stylesheet(theme: Theme) -> str:
    """Style of everything that is not painted; labels take `kind` and `tone`, frames take `frame`."""
    values: dict[str, str | int] = {token.replace("-", "_"): theme.hex(token) for token in get_args(Token)}
    values |= {
        "line_w": theme.line,
        "radius": RADIUS,
        "card": RADIUS_CARD,
        "control": theme.height("control"),
        "inner": theme.height("control") - 2 * theme.line,
        "row": theme.height("row") - theme.line,
        "pad": theme.px(12),
        "small_pad": theme.px(8),
        "body": theme.type("body")[0],
        "secondary": theme.type("secondary")[0],
        "bar": theme.px(14),
        "bar_min": theme.px(44),
        "mark": theme.px(22),
        "weight": 700 if theme.sunlight else 400,
        "rest": "dashed" if theme.sunlight else "solid",
        "chosen_edge": max(2, theme.line),
        "chevron": theme.px(20),
        "icons": (shipped("resources") / "icons").as_posix(),
        "round": theme.px(22) // 2 + theme.line,
        "dot": theme.px(7),
        "hole": theme.px(22) + 2 * theme.line - 2 * theme.px(7),
    }
    return "\n".join((_SHEET % values, *_kinds(theme), *_tones(theme)))


def _kinds(theme: Theme) -> list[str]:
    rules = []
    for kind in get_args(Kind):
        size, bold = theme.type(kind)
        weights = (("", bold), ('[strong="true"]', True), ('[strong="false"]', False))
        rules += [
            f'QLabel[kind="{kind}"]{extra} {{ font: {700 if heavy else 400} {size}px "{FAMILY}"; }}'
            for extra, heavy in weights
        ]
    return rules


def _tones(theme: Theme) -> list[str]:
    return [f'QLabel[tone="{token}"] {{ color: {theme.hex(token)}; }}' for token in get_args(Token)]


_SHEET = """
QWidget { outline: 0; }
QMainWindow, QDialog, QMessageBox { background: %(bg)s; }
QWidget[fill="bg"] { background: %(bg)s; }
QWidget[fill="surface"] { background: %(surface)s; }
QWidget[fill="sunk"] { background: %(sunk)s; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QLabel { background: transparent; }
QLabel:disabled { color: %(disabled)s; }

QFrame[frame="card"] { background: %(surface)s; border: %(line_w)dpx solid %(line)s; border-radius: %(card)dpx; }
QFrame[frame="panel"] { background: %(panel)s; border: %(line_w)dpx solid %(attention)s; border-radius: %(card)dpx; }
QFrame[frame="note"] { background: %(bg)s; border: %(line_w)dpx solid %(line)s; border-radius: %(radius)dpx; }
QFrame[frame="field"] { background: %(surface)s; border: %(line_w)dpx solid %(edge)s; border-radius: %(radius)dpx; }
QFrame[frame="rule"] { background: %(line)s; border: none; }
QFrame[frame="wrong"] { background: %(surface)s; border: %(line_w)dpx solid %(fail)s; border-radius: %(radius)dpx; }

QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: %(ink_2)s; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: %(surface)s; color: %(ink)s; border: %(line_w)dpx solid %(edge)s; border-radius: %(radius)dpx;
  padding: 0 %(pad)dpx; selection-background-color: %(hit)s; selection-color: %(ink)s; font-weight: %(weight)d;
}
QLineEdit, QAbstractSpinBox, QComboBox { min-height: %(inner)dpx; }
QPlainTextEdit, QTextEdit { padding: %(small_pad)dpx %(small_pad)dpx; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:disabled {
  border: none; padding: 0; min-height: 0; background: transparent;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
  background: %(bg)s; color: %(disabled)s; border: %(line_w)dpx %(rest)s %(line)s;
}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"] {
  border-color: %(fail)s;
}
QComboBox::drop-down, QDateTimeEdit::drop-down {
  subcontrol-origin: border; subcontrol-position: center right; border: none; background: none; width: %(control)dpx;
}
QComboBox::down-arrow { image: url("%(icons)s/chevron-down.svg"); width: %(chevron)dpx; height: %(chevron)dpx; }
QDateTimeEdit::down-arrow { image: url("%(icons)s/calendar.svg"); width: %(chevron)dpx; height: %(chevron)dpx; }
QSpinBox::up-arrow { image: url("%(icons)s/chevron-up.svg"); width: %(chevron)dpx; height: %(chevron)dpx; }
QSpinBox::down-arrow { image: url("%(icons)s/chevron-down.svg"); width: %(chevron)dpx; height: %(chevron)dpx; }
QComboBox QAbstractItemView { background: %(surface)s; border: %(line_w)dpx solid %(edge)s; padding: 0; }
QComboBox QAbstractItemView::item { min-height: %(control)dpx; padding: 0 %(pad)dpx; }
QSpinBox::up-button, QSpinBox::down-button { width: %(control)dpx; border: none; background: none; }
QSpinBox { padding-right: %(control)dpx; min-width: %(control)dpx; }
QToolButton::menu-indicator { image: none; }
QCalendarWidget QSpinBox { padding: 0; }
QCalendarWidget QToolButton { border: none; icon-size: %(chevron)dpx; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url("%(icons)s/chevron-left.svg"); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url("%(icons)s/chevron-right.svg"); }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: %(surface)s; }
QCalendarWidget QAbstractItemView { selection-background-color: %(action)s; selection-color: %(on_fill)s; }

.QPushButton, QToolButton {
  background: %(surface)s; color: %(ink)s; border: %(line_w)dpx solid %(edge)s; border-radius: %(radius)dpx;
  padding: 0 %(pad)dpx; min-height: %(inner)dpx; font-weight: %(weight)d;
}
.QPushButton { min-width: %(control)dpx; }
.QPushButton:pressed, QToolButton:pressed { background: %(sunk)s; }
.QPushButton:disabled, QToolButton:disabled {
  background: %(bg)s; color: %(disabled)s; border: %(line_w)dpx %(rest)s %(line)s;
}
QToolButton:checked, .QPushButton:checked { background: %(selection)s; border: %(chosen_edge)dpx solid %(action)s; }
QCheckBox, QRadioButton { spacing: %(small_pad)dpx; min-height: %(control)dpx; font-weight: %(weight)d; }
QCheckBox::indicator, QRadioButton::indicator {
  width: %(mark)dpx; height: %(mark)dpx; background: %(surface)s; border: %(line_w)dpx solid %(edge)s;
}
QCheckBox::indicator { border-radius: 3px; }
QCheckBox::indicator:checked { image: url("%(icons)s/check.svg"); border-color: %(ink)s; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: %(line)s; background: %(bg)s; }
QRadioButton::indicator { border-radius: %(round)dpx; }
QRadioButton::indicator:checked { border: %(dot)dpx solid %(ink)s; width: %(hole)dpx; height: %(hole)dpx; }

QAbstractItemView {
  background: %(surface)s; alternate-background-color: %(surface)s; border: none; color: %(ink)s;
  selection-background-color: %(selection)s; selection-color: %(ink)s; gridline-color: %(line)s;
}
QHeaderView { background: %(bg)s; }
QHeaderView::section {
  background: %(bg)s; color: %(ink_2)s; border: none; border-bottom: %(line_w)dpx solid %(line)s;
  padding: %(small_pad)dpx %(pad)dpx; font-size: %(secondary)dpx; font-weight: %(weight)d; text-align: left;
}
QTableView::item { padding: 0 %(pad)dpx; }
QTableView[rows="ruled"]::item { border: none; border-bottom: %(line_w)dpx solid %(line)s; }
QTableView[rows="ruled"]::item:selected { background: %(selection)s; color: %(ink)s; }
QTableCornerButton::section { background: %(bg)s; border: none; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: %(bar)dpx; }
QScrollBar:horizontal { height: %(bar)dpx; }
QScrollBar::handle { background: %(edge)s; border-radius: %(radius)dpx; margin: 3px; }
QScrollBar::handle:vertical { min-height: %(bar_min)dpx; }
QScrollBar::handle:horizontal { min-width: %(bar_min)dpx; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: %(surface)s; border: %(line_w)dpx solid %(edge)s; padding: 4px 0; }
QMenu::item { min-height: %(control)dpx; padding: 0 %(pad)dpx; }
QMenu::item:selected { background: %(selection)s; color: %(ink)s; }
QMenu::item:disabled { color: %(disabled)s; }
QMenu::separator { height: %(line_w)dpx; background: %(line)s; margin: 4px 0; }
QToolTip {
  background: %(surface)s; color: %(ink)s; border: %(line_w)dpx solid %(edge)s;
  padding: 4px 8px; font-size: %(secondary)dpx;
}
QSplitter::handle { background: %(line)s; }
QSplitter::handle:horizontal { width: %(line_w)dpx; }
QSplitter::handle:vertical { height: %(line_w)dpx; }
QProgressBar { background: %(sunk)s; border: none; border-radius: 0; text-align: center; }
QProgressBar::chunk { background: %(action)s; }
"""
