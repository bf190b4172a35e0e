"""The shipped screen fonts and Qt's own Chinese words; both before the first widget."""

from functools import cache

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from zjg_inspect.paths import shipped

FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
RARE = "NotoSerifSC-Regular.ttf"


def load_fonts(app: QApplication) -> None:
    """Register the shipped faces and have Qt's own words (dialogs, calendars) in Chinese.

    Raises:
        FontMissing: a shipped file is gone or is no font; every Chinese word would be a box.
    """
    _register()
    QLocale.setDefault(QLocale("zh_CN"))
    if app.property("translated"):
        return
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
        app.setProperty("translated", True)


@cache
def load_rare() -> None:
    """Register the face that Qt falls back to for rare characters in bold names, which the bold face does not have.

    It costs 15 to 30 ms, so call it after the first paint.
    """
    _add(RARE)


@cache
def _register() -> None:
    for name in FILES:
        _add(name)


def _add(name: str) -> None:
    if QFontDatabase.addApplicationFont(str(shipped("resources") / "fonts" / name)) < 0:
        from zjg_inspect.errors import FontMissing  # the tree of errors costs 15 ms, before the first paint

        raise FontMissing(file=name)
