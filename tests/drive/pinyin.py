"""fcitx5 with pinyin on a display, and the session bus that programs reach it by."""

import os
import subprocess
from pathlib import Path

from drive.display import Display
from drive.waiting import until

_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
# the same state in every field, as a person expects who switched it on; off at first
_CONFIG = """[Behavior]
ActiveByDefault=False
ShareInputState=All
"""
_NO_CLOUD = "CloudPinyinEnabled=False\n"
# nothing is started by being asked for: the question whether fcitx5 is there must not bring a second one
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Pinyin:
    """`env` is what a desktop with fcitx5 tells every program."""

    def __init__(self, display: Display) -> None:
        settings = display.home / ".config" / "fcitx5"
        _write(settings / "profile", _PROFILE)
        _write(settings / "config", _CONFIG)
        _write(settings / "conf" / "pinyin.conf", _NO_CLOUD)
        bus = display.home / "bus.conf"
        _write(bus, _BUS)
        told, tells = os.pipe()
        display.start(
            "bus", "dbus-daemon", f"--config-file={bus}", "--nofork", f"--print-address={tells}", pass_fds=[tells]
        )
        os.close(tells)
        with os.fdopen(told) as answer:
            address = answer.readline().strip()
        display.env["DBUS_SESSION_BUS_ADDRESS"] = address
        self._env = display.env
        self.env = {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}
        without = "--disable=wayland,waylandim,clipboard,kimpanel,notifications"
        display.start("fcitx5", "fcitx5", "-D", without, **display.chinese)
        until(lambda: self._state() in (1, 2), "fcitx5")

    def _state(self) -> int:
        """2 where pinyin is on, 1 where it is off."""
        done = subprocess.run(["fcitx5-remote"], env=self._env, capture_output=True, text=True)
        return int(done.stdout.strip() or 0)

    def is_on(self) -> bool:
        return self._state() == 2

    def switch(self, on: bool) -> None:
        """Not by its key: some windows have no field for it to be pressed in."""
        subprocess.run(["fcitx5-remote", "-o" if on else "-c"], env=self._env, check=True)
        until(lambda: self.is_on() == on, f"pinyin {'on' if on else 'off'}")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
