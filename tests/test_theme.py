"""The table of colours keeps its contrasts; the fonts are there; the ring is outside of what it surrounds."""

import re
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontInfo, QFontMetrics, QTextLayout
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.paths import shipped
from zjg_inspect.ui import focus, fonts, icons, theme
from zjg_inspect.ui.stylesheet import stylesheet
from zjg_inspect.ui.theme import COLOURS, Theme, Token, contrast

LIGHT = [
    ("edge", "surface", 3.7), ("edge", "bg", 3.3), ("ink", "surface", 16.5), ("ink", "bg", 14.8),
    ("ink-2", "surface", 7.8), ("ink-2", "bg", 7.0), ("ink-2", "selection", 6.5), ("action", "surface", 9.0),
    ("on-fill", "action", 9.0), ("ink", "selection", 13.9), ("pass", "surface", 7.0), ("pass", "pass-soft", 6.0),
    ("fail", "surface", 6.9), ("fail", "fail-soft", 5.8), ("na", "surface", 6.8), ("na", "na-soft", 5.8),
    ("attention", "surface", 7.4), ("attention", "attention-soft", 6.6), ("disabled", "bg", 4.5),
    ("ink", "hit", 13.0), ("ring", "surface", 16.5),
]  # fmt: skip
SUNLIGHT = [
    ("line", "surface", 21), ("edge", "surface", 21), ("ink", "surface", 21), ("ink-2", "surface", 17.4),
    ("action", "surface", 13.1), ("ink", "selection", 18.7), ("pass", "surface", 10.1), ("pass", "selection", 9.0),
    ("fail", "surface", 9.9), ("fail", "selection", 8.8), ("na", "surface", 14.3), ("attention", "surface", 10.7),
    ("disabled", "surface", 8.5), ("ink", "hit", 14.8), ("ring", "gap", 14.8), ("on-fill", "fail", 9.9),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ground", "ratio"), LIGHT)
def test_contrast_by_day(text, ground, ratio):
    assert contrast(COLOURS[text][0], COLOURS[ground][0]) == pytest.approx(ratio, abs=0.06)


@pytest.mark.parametrize(("text", "ground", "ratio"), SUNLIGHT)
def test_contrast_in_the_sun(text, ground, ratio):
    assert contrast(COLOURS[text][1], COLOURS[ground][1]) == pytest.approx(ratio, abs=0.06)


def test_all_text_is_readable_on_every_ground_it_stands_on():
    texts = ("ink", "ink-2", "action", "pass", "fail", "na", "attention")
    for column, least in ((0, 4.5), (1, 7)):
        for text in texts:
            grounds = ["bg", "surface", "sunk", "selection", "panel"]
            for ground in [*grounds, *([f"{text}-soft"] if f"{text}-soft" in COLOURS else [])]:
                assert contrast(COLOURS[text][column], COLOURS[ground][column]) >= least, (text, ground)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


def test_every_token_has_both_colours_and_no_colour_stands_elsewhere():
    assert set(COLOURS) == set(get_args(Token))
    colour = re.compile(r"#[0-9A-Fa-f]{6}\b|Qt\.GlobalColor\.(?!transparent)|QColor\(\d")
    package = shipped("resources").parent / "zjg_inspect" / "ui"
    found = [p.name for p in package.rglob("*.py") if p.name != "theme.py" and colour.search(p.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("name", ["light", "sunlight"])
@pytest.mark.parametrize("office", [False, True])
def test_the_style_sheet_is_whole(name, office):
    sheet = stylesheet(Theme(name, 1.25, office))
    assert "%(" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_targets_are_large_enough_for_gloves():
    for name in ("light", "sunlight"):
        in_the_field = Theme(name)
        for height in theme.HEIGHTS:
            if height not in ("status", "badge"):
                assert in_the_field.height(height) >= 44, height
        assert Theme(name, office=True).height("control") >= 36


def test_text_is_never_smaller_than_the_hint():
    assert min(size for sizes in theme.TYPES.values() for size, _ in sizes) == 13
    assert Theme().type("body")[0] == 16


def test_the_shipped_fonts_draw_chinese_in_both_weights(qapp):
    for bold in (False, True):
        font = theme.current().font("body", bold)
        assert QFontInfo(font).family() == theme.FAMILY
        assert QFontInfo(font).bold() is bold
        metrics = QFontMetrics(font)
        assert all(metrics.inFontUcs4(ord(sign)) for sign in "安全生产规范化管理核查，。；：“”（）√×—·§")


def test_a_rare_character_in_a_bold_name_is_drawn(qapp):
    fonts.load_rare()
    layout = QTextLayout("龘㐀国某", theme.current().font("title", True))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    drawn = [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]
    assert len(drawn) == 4
    assert 0 not in drawn


def test_figures_stand_under_each_other(qapp):
    for bold in (False, True):
        metrics = QFontMetrics(theme.current().font("body", bold))
        assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_qt_speaks_chinese(qapp):
    assert qapp.translate("QPlatformTheme", "Cancel") == "取消"


def test_every_icon_is_drawn_and_tinted(qapp):
    names = sorted(path.stem for path in (shipped("resources") / "icons").glob("*.svg"))
    assert {"check", "x", "minus", "triangle-alert", "camera"} <= set(names)
    for name in names:
        picture = icons.pixmap(name, "fail", 24, ratio=2.0).toImage()
        assert (picture.width(), picture.devicePixelRatio()) == (48, 2.0)
        inked = [picture.pixelColor(x, y) for x in range(48) for y in range(48)]
        solid = {colour.name() for colour in inked if colour.alpha() == 255}
        assert solid == {COLOURS["fail"][0].lower()}, name


def test_zoom_goes_in_steps_and_back(qapp):
    try:
        assert theme.zoom(qapp, +1).scale == 1.1
        assert qapp.font().pixelSize() == 18
        for _ in range(20):
            theme.zoom(qapp, +1)
        assert theme.current().scale == max(theme.SCALES)
        assert theme.zoom(qapp, 0).scale == 1.0
    finally:
        theme.apply(qapp)


@pytest.fixture
def window(qtbot):
    shown = QWidget()
    qtbot.addWidget(shown)
    QVBoxLayout(shown).setContentsMargins(20, 20, 20, 20)
    shown.resize(400, 300)
    return shown


def open_active(window, qtbot):
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def ring_of(host):
    return host.findChild(QWidget, "focusRing", Qt.FindChildOption.FindDirectChildrenOnly)


def test_the_ring_surrounds_what_has_the_keyboard_and_follows_it(window, qtbot):
    first, second = QLineEdit(), QLineEdit()
    window.layout().addWidget(first)
    window.layout().addWidget(second)
    open_active(window, qtbot)
    before = first.geometry()
    first.setFocus()
    ring = ring_of(window)
    assert ring.isVisible()
    assert ring.geometry() == first.geometry().adjusted(-4, -4, 4, 4)
    assert first.geometry() == before
    second.setFocus()
    assert ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)
    window.resize(600, 400)
    assert ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)
    second.clearFocus()
    assert not ring.isVisible()


def test_the_ring_of_what_touches_the_edge_is_whole(window, qtbot):
    field = QLineEdit(window)
    field.setGeometry(0, 0, 120, 44)
    open_active(window, qtbot)
    field.setFocus()
    assert ring_of(window).geometry() == QRect(0, 0, 124, 48)


def test_the_ring_scrolls_along(window, qtbot):
    area, inside, field = QScrollArea(), QWidget(), QLineEdit()
    inside.setFixedSize(300, 2000)
    field.setParent(inside)
    field.setGeometry(40, 100, 200, 44)
    area.setWidget(inside)
    window.layout().addWidget(area)
    open_active(window, qtbot)
    field.setFocus()
    ring = ring_of(inside)
    where = ring.mapTo(window, QPoint(0, 0))
    area.verticalScrollBar().setValue(60)
    assert ring.mapTo(window, QPoint(0, 0)) == where - QPoint(0, 60)


def test_a_list_that_shows_its_row_has_no_ring(window, qtbot):
    field = QLineEdit()
    focus.without_ring(field)
    window.layout().addWidget(field)
    open_active(window, qtbot)
    field.setFocus()
    assert ring_of(window) is None
