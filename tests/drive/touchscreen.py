"""A display with a touch screen: Xorg without a graphics card, and its driver that takes fingers from a socket."""

import socket
import struct
import time
from collections.abc import Sequence
from pathlib import Path

from drive.display import SIZE, Display, Point
from drive.waiting import until

_CONFIGURATION = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 16384
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
  Modeline "laptop" 85.86 {width} 1439 1583 1800 {height} 769 772 795
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Modes "laptop"
    Virtual {width} {height}
  EndSubSection
EndSection
{devices}
Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  InputDevice "mouse" "CorePointer"
  InputDevice "keys" "CoreKeyboard"
  InputDevice "finger" "SendCoreEvents"
EndSection
"""
_DEVICE = """
Section "InputDevice"
  Identifier "{name}"
  Driver "inputtest"
  Option "SocketPath" "{socket}"
  Option "DeviceType" "{kind}"
EndSection
"""

# xf86-input-inputtest-protocol.h, version 1.1: each message begins with its own length and its type
_CLIENT_VERSION, _WAIT_FOR_SYNC, _TOUCH = 0, 1, 6
_SERVER_VERSION, _SYNC_FINISHED = 0, 1
_VALUATORS = 64
# length, type, touchid, touch_type; has_unaccelerated, mask, valuators, unaccelerated
_TOUCH_LAYOUT = struct.Struct(f"@IIII I{_VALUATORS // 8}s{_VALUATORS}d{_VALUATORS}d")
# XI2.h
_BEGIN, _UPDATE, _END = 18, 19, 20
# the range of both axes of a touch device, in the driver
_FULL = 0xFFFF
# between two reports of a finger, as a touch screen gives them
_REPORT = 0.008


class TouchDisplay(Display):
    """A laptop's screen that can be touched; keys and pointer work beside the fingers."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True)
        kinds = {"mouse": "Pointer", "keys": "Keyboard", "finger": "Touch"}
        devices = "".join(_DEVICE.format(name=n, kind=k, socket=home / f"{n}.socket") for n, k in kinds.items())
        configuration = home / "xorg.conf"
        configuration.write_text(_CONFIGURATION.format(width=SIZE[0], height=SIZE[1], devices=devices))
        server = ["Xorg", "-config", str(configuration), "-logfile", str(home / "Xorg.log"), "-novtswitch", "-sharevts"]
        super().__init__(home, [*server, "-noautoBindGPU"])
        # with the first key the server turns to another keyboard's map, and the window manager, which then grabs its
        # own keys anew, may miss one
        self.press("shift")
        self._finger = _Finger(home / "finger.socket")

    def close(self) -> None:
        self._finger.close()
        super().close()

    def touch(self, points: Sequence[Point]) -> None:
        """A finger put down at the first point, moved over the others, and lifted at the last."""
        self._finger.follow(points)


class _Finger:
    def __init__(self, place: Path) -> None:
        until(place.exists, "the touch screen's socket")
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(10)
        self._socket.connect(str(place))
        self._socket.sendall(struct.pack("@IIHH", 12, _CLIENT_VERSION, 1, 1))
        self._answer(_SERVER_VERSION, 12)

    def follow(self, points: Sequence[Point]) -> None:
        first, *later = points
        self._touch(_BEGIN, first)
        for point in later:
            time.sleep(_REPORT)
            self._touch(_UPDATE, point)
        time.sleep(_REPORT)
        self._touch(_END, points[-1])

    def _touch(self, kind: int, at: Point) -> None:
        places = [at[0] * _FULL / (SIZE[0] - 1), at[1] * _FULL / (SIZE[1] - 1)]
        values = [*places, *[0.0] * (_VALUATORS - 2)]
        mask = bytes([0b11]).ljust(_VALUATORS // 8, b"\0")
        size = _TOUCH_LAYOUT.size
        self._socket.sendall(_TOUCH_LAYOUT.pack(size, _TOUCH, 1, kind, 0, mask, *values, *[0.0] * _VALUATORS))
        self._socket.sendall(struct.pack("@II", 8, _WAIT_FOR_SYNC))
        self._answer(_SYNC_FINISHED, 8)

    def _answer(self, kind: int, size: int) -> None:
        """Read one answer: the server has taken all that was sent so far."""
        came = b""
        while len(came) < size:
            came += (more := self._socket.recv(size - len(came)))
            assert more, "the touch screen's driver hung up"
        assert struct.unpack_from("@II", came) == (size, kind)

    def close(self) -> None:
        self._socket.close()
