"""The program as a process of its own, watched through what it writes into its trace, driven through the display."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from drive.display import Display, Point
from drive.touchscreen import TouchDisplay
from drive.waiting import PATIENCE, NeverCame, until

# looks of this side, a hundredth of a second apart, that see nothing new in a window that stands still
_STILL = 15
ROOT = Path(__file__).resolve().parent.parent.parent


class Part(NamedTuple):
    """A named part of the window that is in sight."""

    x: int
    y: int
    width: int
    height: int
    words: str
    more: str
    off: bool
    checked: bool
    scrolled: int

    def at(self, across: float = 0.5, down: float = 0.5) -> Point:
        """A point in it, from its upper left corner on."""
        return round(self.x + across * self.width), round(self.y + down * self.height)


class Program:
    """`shots` is where its pictures go."""

    def __init__(self, display: Display, data: Path, shots: Path, **env: str) -> None:
        self.display, self.data, self._shots = display, data, shots
        self._trace = display.home / "trace.jsonl"
        self._trace.touch()
        # one that was started before has written into it too
        self._read, self._rest = self._trace.stat().st_size, b""
        self.lines: list[dict[str, Any]] = []
        self._parts: dict[str, Part] = {}
        self.focus = ""
        self._since = 0
        more = {
            "ZJG_TRACE": str(self._trace),
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT),
            "PYTHONFAULTHANDLER": "1",
        } | env
        self._process = display.start("program", sys.executable, "-m", "zjg_inspect", "--data", str(data), **more)

    # -- what is seen --------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        with self._trace.open("rb") as file:
            file.seek(self._read)
            came = file.read()
        self._read += len(came)
        *whole, self._rest = (self._rest + came).split(b"\n")
        for raw in whole:
            line = json.loads(raw)
            self.lines.append(line)
            match line["what"]:
                case "seen":
                    self._parts[line["name"]] = _part(line)
                case "gone":
                    self._parts.pop(line["name"], None)
                case "focus":
                    self.focus = line["name"]

    def _until(self, asked: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
        def look() -> Any:
            self._look()
            assert self._process.poll() is None, f"it ended while {what} was waited for: {self.said()}"
            return asked()

        try:
            return until(look, what, seconds)
        except NeverCame as error:
            self.shot("never-came")
            sight = "\n".join(f"{name}: {part.words}" for name, part in self._parts.items())
            raise NeverCame(f"{what}\nkeyboard: {self.focus}\nin sight:\n{sight}\n{self.said()}") from error

    def sees(self, name: str, words: str = "", more: str = "", seconds: float = PATIENCE) -> Part:
        """The part of this name once it is in sight with these words in it, and can be used."""

        def found() -> Part | None:
            part = self._parts.get(name)
            fits = part is not None and words in part.words and more in part.more and not part.off
            return part if fits else None

        part: Part = self._until(found, f"{name} with “{words}{more}”", seconds)
        return part

    def sees_no(self, name: str) -> None:
        self._until(lambda: name not in self._parts, f"{name} out of sight")

    def reads(self, words: str, seconds: float = PATIENCE) -> str:
        """The whole of what is said anywhere in the window with these words in it."""

        def found() -> str:
            return next((part.words for part in self._parts.values() if words in part.words), "")

        said: str = self._until(found, f"“{words}” anywhere", seconds)
        return said

    def scrolls(self, name: str, far: Callable[[int], bool]) -> None:
        """This list or page stands that far from its beginning, in pixels."""
        self._until(lambda: name in self._parts and far(self._parts[name].scrolled), f"{name} scrolled")

    def has_keyboard(self, name: str) -> None:
        self._until(lambda: self.focus == name, f"the keyboard at {name}")

    def told(self, what: str, seconds: float = PATIENCE, **facts: Any) -> dict[str, Any]:
        """The line of this kind and with these facts since the last key or click."""

        def found() -> dict[str, Any] | None:
            wanted = {"what": what} | facts
            return next((line for line in self.lines[self._since :] if wanted.items() <= line.items()), None)

        line: dict[str, Any] = self._until(found, f"{what} {facts}", seconds)
        return line

    def item(self) -> str:
        """Where the checklist stands."""
        self._look()
        return next(line["item"] for line in reversed(self.lines) if line["what"] == "item")

    # -- what the person does ------------------------------------------------------------------------------------------

    def _now(self) -> None:
        self._look()
        self._since = len(self.lines)

    def press(self, *keys: str) -> None:
        self._now()
        self.display.press(*keys)

    def type(self, text: str) -> None:
        self._now()
        self.display.type(text)

    def click(self, name: str) -> None:
        part = self.sees(name)
        self._now()
        self.display.click(part.at())

    def draw(self, name: str, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Draw on this part; places are shares of its width and height."""
        part = self.sees(name)
        self._now()
        self.display.drag([[part.at(*point) for point in stroke] for stroke in strokes])

    def taps(self, name: str) -> None:
        """With a finger, where the screen has a touch screen."""
        self.touches([self.sees(name).at()])

    def touches(self, points: Sequence[Point]) -> None:
        """A finger put down at the first and moved over the others."""
        assert isinstance(self.display, TouchDisplay)
        self._now()
        self.display.touch(points)

    def choose_path(self, path: Path) -> None:
        """Paste it into the dialog that asks for a file or a folder."""
        self.has_keyboard("fileNameEdit")
        self.display.copy_text(str(path))
        self.press("ctrl+a", "ctrl+v")
        self.sees("fileNameEdit", str(path))
        self.press("Return")
        self.sees_no("fileNameEdit")

    # -- how it does ---------------------------------------------------------------------------------------------------

    def shot(self, name: str) -> None:
        """A picture of the whole screen, named and numbered."""
        self.settles()
        number = len(list(self._shots.glob("*.png"))) + 1
        self.display.picture(self._shots / f"{number:02}-{name}.png")

    def settles(self) -> None:
        """Until nothing has changed for two looks: what is in sight is painted then, too."""
        still = 0

        def is_still() -> bool:
            nonlocal still
            before = len(self.lines)
            self._look()
            still = still + 1 if len(self.lines) == before else 0
            return still > _STILL

        until(is_still, "a still window")

    def said(self) -> str:
        """What it wrote to its own output and its log: nothing, when all is well."""
        log = self.data / "zjg-inspect.log"
        return self.display.words_of("program") + (log.read_text(encoding="utf-8") if log.is_file() else "")

    def kill(self) -> None:
        """Without a word to it."""
        self._process.kill()
        self._process.wait(30)

    def close(self) -> int:
        """By the window manager's own key, as a person closes a window; gives the exit code."""
        self.press("alt+F4")
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.shot("not-closed")
            # it then says where each of its threads stands
            self._process.send_signal(signal.SIGABRT)
            self._process.wait(PATIENCE)
            raise NeverCame(f"the end of the program\n{self.said()}") from None


def _part(line: dict[str, Any]) -> Part:
    return Part(
        *line["at"],
        line["words"],
        line.get("more", ""),
        line.get("off", False),
        line.get("checked", False),
        line.get("scrolled", 0),
    )
