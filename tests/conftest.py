"""What every test of the window needs: Qt without a screen, the shipped fonts, the theme."""

import gc
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
            from zjg_inspect.ui import collector, fonts, theme

            fonts.load_fonts(self)
            theme.apply(self)
            collector.collect_here(self)

    return Themed


@pytest.fixture(scope="module")
def built():
    """A world that a module builds and closes once, for its tests to have copies of; none unless it says so."""
    return


@pytest.fixture
def world(built, tmp_path):
    """An office, a laptop that it has accepted, three enterprises known to both; or a copy of the module's own."""
    from world import copied, small_world

    made = small_world(tmp_path / "world") if built is None else copied(built, tmp_path / "world")
    yield made
    made.close()


@pytest.fixture
def field(qtbot, world):
    """The laptop's window, as an inspector uses it."""
    from pages import Field

    return Field(qtbot, world.laptop)


@pytest.fixture(scope="module")
def office_look(qapp):
    """The look of an office's window, for a module that asks for it."""
    from zjg_inspect.ui import theme

    theme.apply(qapp, office=True)
    yield
    theme.apply(qapp)


@pytest.fixture
def show(qtbot):
    """Open a widget in a window of its own, as a screen does."""
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    windows = []

    def opened(widget, width=700, height=300):
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        QVBoxLayout(window).addWidget(widget)
        window.resize(width, height)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return widget

    return opened


@pytest.fixture(autouse=True)
def collected():
    """Once there is a window, cycles are collected in its thread alone; tests without an event loop do it here."""
    yield
    if not gc.isenabled():
        from zjg_inspect.ui.collector import collect_if_due

        collect_if_due()


@pytest.fixture(autouse=True)
def no_camera(monkeypatch):
    """Whatever is plugged in where the tests run; those of the camera bring their own."""
    monkeypatch.setattr("zjg_inspect.ui.camera.may_be_there", lambda: False)
