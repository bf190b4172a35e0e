"""What the window remembers for itself: theme, size of the words, the last folders. A small file beside the data."""

import os
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSettings

from zjg_inspect.ui.theme import ThemeName


class Preferences:
    """Read before the first paint, so it is no part of the store; losing it loses nothing that was inspected."""

    def __init__(self, directory: Path) -> None:
        self._settings = QSettings(str(directory / "window.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> ThemeName:
        return "sunlight" if self._settings.value("theme") == "sunlight" else "light"

    @theme.setter
    def theme(self, name: ThemeName) -> None:
        self._keep("theme", name)

    @property
    def scale(self) -> float:
        try:
            return min(2.0, max(0.8, float(cast(str, self._settings.value("scale", "1.0")))))
        except ValueError:
            return 1.0

    @scale.setter
    def scale(self, scale: float) -> None:
        self._keep("scale", str(scale))

    @property
    def reviewer(self) -> str:
        """Who reviewed last at this office's computer: the person's id; "" when nobody did."""
        return str(self._settings.value("reviewer", ""))

    @reviewer.setter
    def reviewer(self, person: str) -> None:
        self._settings.setValue("reviewer", person)

    def folder(self, purpose: str) -> Path | None:
        """The folder used last for this purpose; None when there was none, or it is gone (a stick pulled out).

        What a stick was mounted on may stay behind as an empty folder of this computer's own disk: that is not it.
        """
        text = str(self._settings.value(f"folder/{purpose}", ""))
        volume = str(self._settings.value(f"volume/{purpose}", ""))
        # Path.is_dir would raise for a stick that was pulled out and is still mounted
        there = os.path.isdir(text) and (not volume or os.path.ismount(volume))
        return Path(text) if text and there else None

    def remember_folder(self, purpose: str, folder: Path) -> None:
        self._settings.setValue(f"volume/{purpose}", _mounted_on(folder))
        self._keep(f"folder/{purpose}", str(folder))

    def _keep(self, name: str, value: str) -> None:
        self._settings.setValue(name, value)
        self._settings.sync()


def _mounted_on(folder: Path) -> str:
    """The place of the volume that this folder is on; empty where the system tells of none."""
    return next((str(place) for place in (folder, *folder.parents) if os.path.ismount(place)), "")
