"""What every test of the window needs: Qt without a screen, the shipped fonts, the theme."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest


@pytest.fixture(scope="session")
def qapp_cls():
    from PySide6.QtWidgets import QApplication

    class Themed(QApplication):
        """An application with the fonts and the light theme, as app.py starts it."""

        def __init__(self, arguments):
            super().__init__(arguments)
            from zjg_inspect.ui import fonts, theme

            fonts.load_fonts(self)
            theme.apply(self)

    return Themed
