"""Chinese input where fcitx5 is what the desktop has. Called before there is an application: Qt chooses only once."""

import os
from collections.abc import MutableMapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

_ASKED_BY = ("QT_IM_MODULES", "QT_IM_MODULE")


def reach(environment: MutableMapping[str, str] = os.environ, plugins: Path | None = None) -> None:
    """Make Qt talk to fcitx5 through its ibus front end, where Qt came without a plugin for it.

    The wheels have one for ibus alone, and that one wants ibus's own daemon to be installed unless it is told to ask
    for the portal, which fcitx5 answers as well. Unless told to wait for each answer it lets a key overtake the one
    before when the computer is busy: jwj was typed and jjw came.
    """
    environment.setdefault("IBUS_ENABLE_SYNC_MODE", "1")
    asked = next((environment[name] for name in _ASKED_BY if environment.get(name)), "")
    if "fcitx" not in asked:
        return
    folder = plugins or Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    if any((folder / "platforminputcontexts").glob("*fcitx*")):
        return
    environment.pop("QT_IM_MODULES", None)
    environment["QT_IM_MODULE"] = "ibus"
    environment["IBUS_USE_PORTAL"] = "1"
