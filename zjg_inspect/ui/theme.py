"""The one table of colours, type, heights and lines, for both themes; nothing else in the program names a colour.

A painted widget asks `current()` when it paints, so that it follows theme and scale; everything else is style sheet.
"""

from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

ThemeName = Literal["light", "sunlight"]
Token = Literal[
    "bg", "surface", "sunk", "line", "edge", "ink", "ink-2", "action", "on-fill", "selection",
    "pass", "pass-soft", "fail", "fail-soft", "na", "na-soft", "attention", "attention-soft", "panel",
    "disabled", "hit", "ring", "gap",
]  # fmt: skip
Kind = Literal["item", "title", "verdict", "figure", "look", "body", "rail", "secondary", "hint", "key"]
Height = Literal[
    "control", "search", "main", "tall", "verdict", "row", "section", "neighbour", "top", "status", "nav", "badge",
    "small",
]  # fmt: skip

FAMILY: Final = "Noto Sans SC"
SPACES: Final = (4, 8, 12, 16, 20, 24)
MARGIN: Final = 20
RADIUS_SMALL: Final = 3
RADIUS: Final = 4
RADIUS_CARD: Final = 6
SCALES: Final = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)

# token: light, sunlight
COLOURS: Final[dict[Token, tuple[str, str]]] = {
    "bg": ("#F1F3F2", "#FFFFFF"),
    "surface": ("#FFFFFF", "#FFFFFF"),
    "sunk": ("#E8ECEA", "#FFFFFF"),
    "line": ("#D2D8D5", "#000000"),
    "edge": ("#7C8783", "#000000"),
    "ink": ("#17211E", "#000000"),
    "ink-2": ("#4A5551", "#1A1A1A"),
    "action": ("#1B4B7A", "#00297A"),
    "on-fill": ("#FFFFFF", "#FFFFFF"),
    "selection": ("#E4EDF5", "#FFF3B0"),
    "pass": ("#196638", "#004D1F"),
    "pass-soft": ("#E3F1E8", "#FFFFFF"),
    "fail": ("#AE2319", "#8C0000"),
    "fail-soft": ("#FBE8E6", "#FFFFFF"),
    "na": ("#515C66", "#262B30"),
    "na-soft": ("#E9EDF0", "#FFFFFF"),
    "attention": ("#7A4B00", "#5A3600"),
    "attention-soft": ("#FCF0D6", "#FFFFFF"),
    "panel": ("#FFF9EA", "#FFFFFF"),
    "disabled": ("#66716D", "#4D4D4D"),
    "hit": ("#FFE38A", "#FFD500"),
    "ring": ("#17211E", "#000000"),
    "gap": ("#FFFFFF", "#FFD500"),
}

# kind: (px, bold) in the field, in the office, in sunlight
TYPES: Final[dict[Kind, tuple[tuple[int, bool], tuple[int, bool], tuple[int, bool]]]] = {
    "item": ((26, True), (20, True), (30, True)),
    "title": ((20, True), (20, True), (22, True)),
    "verdict": ((22, True), (17, True), (26, True)),
    "figure": ((28, True), (36, True), (32, True)),
    "look": ((17, False), (15, False), (19, False)),
    "body": ((16, False), (15, False), (18, False)),
    "rail": ((15, False), (15, False), (17, True)),
    "secondary": ((14, False), (14, False), (16, False)),
    "hint": ((13, False), (13, False), (15, False)),
    "key": ((13, False), (13, False), (15, True)),
}

# name: height in the field, in the office, in sunlight
HEIGHTS: Final[dict[Height, tuple[int, int, int]]] = {
    "control": (44, 36, 48),
    "search": (48, 40, 52),
    "main": (52, 44, 56),
    "tall": (64, 52, 68),
    "verdict": (76, 60, 76),
    "row": (60, 40, 66),
    "section": (52, 44, 58),
    "neighbour": (44, 40, 44),
    "top": (56, 52, 56),
    "status": (36, 32, 36),
    "nav": (44, 44, 48),
    "badge": (24, 22, 28),
    "small": (44, 30, 48),
}


class Theme(NamedTuple):
    """What is drawn with now. Lengths come in device-independent pixels, already scaled."""

    name: ThemeName = "light"
    scale: float = 1.0
    office: bool = False

    @property
    def sunlight(self) -> bool:
        return self.name == "sunlight"

    @property
    def _column(self) -> int:
        return 2 if self.sunlight else int(self.office)

    def hex(self, token: Token) -> str:
        return COLOURS[token][self.sunlight]

    def colour(self, token: Token) -> QColor:
        return QColor(self.hex(token))

    def blend(self, token: Token, into: Token, share: float) -> QColor:
        """The colour `share` of the way from `into` to `token`; in sunlight the token itself, without greys."""
        if self.sunlight:
            return self.colour(token)
        a, b = self.colour(token), self.colour(into)
        mix = [round(y + (x - y) * share) for x, y in zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)]  # type: ignore[index]
        return QColor(*mix)

    def px(self, length: float) -> int:
        return round(length * self.scale)

    def height(self, name: Height) -> int:
        return self.px(HEIGHTS[name][self._column])

    def type(self, kind: Kind) -> tuple[int, bool]:
        """Size in pixels and whether it is bold."""
        size, bold = TYPES[kind][self._column]
        return self.px(size), bold

    def font(self, kind: Kind = "body", bold: bool | None = None) -> QFont:
        size, usual = self.type(kind)
        return _font(size, usual if bold is None else bold)

    def label_font(self, kind: Kind = "body", bold: bool = False) -> QFont:
        """The font of a word on a button or of a label; in sunlight all of these are bold."""
        return self.font(kind, bold or self.sunlight)

    def metrics(self, kind: Kind = "body", bold: bool | None = None) -> QFontMetrics:
        return QFontMetrics(self.font(kind, bold))

    @property
    def line(self) -> int:
        """Width of a line that separates."""
        return 2 if self.sunlight else 1

    @property
    def verdict_line(self) -> int:
        return 3 if self.sunlight else 2

    @property
    def ring(self) -> tuple[int, int]:
        """Widths of the focus ring and of the gap inside it."""
        return (3, 3) if self.sunlight else (2, 2)

    @property
    def icon(self) -> int:
        """Side of an icon beside a word."""
        return self.px(18 if self.office else 20)

    @property
    def stroke(self) -> float:
        """Stroke of an icon on its grid of 24."""
        return 2.5 if self.sunlight else 2.0


@lru_cache(maxsize=256)
def _font(size: int, bold: bool) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(size)
    font.setBold(bold)
    # the shipped face is unhinted: full hinting would bend its thin strokes at 13 px
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


_current = Theme()


def current() -> Theme:
    return _current


@cache
def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2), from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def apply(app: QApplication, name: ThemeName = "light", scale: float = 1.0, office: bool = False) -> Theme:
    """Make a theme the current one and restyle every window; load_fonts must have been called before."""
    from zjg_inspect.ui.focus import install_ring
    from zjg_inspect.ui.stylesheet import stylesheet

    global _current
    _current = Theme(name, scale, office)
    # under a style sheet the style does not tell its name any more, and setting it polishes every widget
    if not app.property("fusion"):
        app.setStyle("fusion")
        app.setProperty("fusion", True)
    app.setPalette(_palette(_current))
    app.setFont(_current.font("body"))
    app.setStyleSheet(stylesheet(_current))
    install_ring(app)
    return _current


def zoom(app: QApplication, step: int) -> Theme:
    """One step larger (+1) or smaller (−1); 0 is the size of the start. What Ctrl + and Ctrl − do."""
    now = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - _current.scale))
    scale = SCALES[max(0, min(len(SCALES) - 1, now + step))] if step else 1.0
    return _current if scale == _current.scale else apply(app, _current.name, scale, _current.office)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs: tuple[tuple[QPalette.ColorRole, Token], ...] = (
        (role.Window, "bg"), (role.WindowText, "ink"), (role.Base, "surface"), (role.AlternateBase, "bg"),
        (role.Text, "ink"), (role.Button, "surface"), (role.ButtonText, "ink"), (role.BrightText, "on-fill"),
        (role.Highlight, "selection"), (role.HighlightedText, "ink"), (role.ToolTipBase, "surface"),
        (role.ToolTipText, "ink"), (role.PlaceholderText, "ink-2"), (role.Link, "action"),
        (role.LinkVisited, "action"), (role.Mid, "line"), (role.Dark, "edge"), (role.Accent, "action"),
    )  # fmt: skip
    for which, token in pairs:
        palette.setColor(which, theme.colour(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, theme.colour("disabled"))
    return palette
