"""An X display with a window manager, and a person before it: keys, pointer, clipboard, pictures."""

import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from drive.waiting import until

Point = tuple[int, int]
SIZE = (1366, 768)
FONTS = Path(__file__).resolve().parent.parent.parent / "resources" / "fonts"

# how many places of a straight line the hand is seen at
_STEPS = 8

XVFB = ("Xvfb", "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24")
# anything may connect that can reach the socket, and nothing listens on a network
_ALWAYS = ("-nolisten", "tcp", "-noreset", "-ac")


class Display:
    """A server started for this alone, on a number that it chooses itself."""

    def __init__(self, home: Path, server: Sequence[str] = XVFB, manager: Sequence[str] = ("openbox", "--sm-disable")):
        home.mkdir(parents=True, exist_ok=True)
        self.home, self._started = home, []
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(_private(home / "run")),
            "LC_ALL": "C.UTF-8",
        }
        told, tells = os.pipe()
        self.start("server", *server, "-displayfd", str(tells), *_ALWAYS, pass_fds=[tells])
        os.close(tells)
        with os.fdopen(told) as answer:
            number = answer.readline().strip()
        assert number, f"no display: {self.words_of('server')}"
        self.env["DISPLAY"] = f":{number}"
        # with Chinese in its titles; the program has to bring its own
        (home / "share").mkdir(exist_ok=True)
        (home / "share" / "fonts").symlink_to(FONTS)
        self.chinese = {"XDG_DATA_HOME": str(home / "share")}
        self.start("manager", *manager, **self.chinese)
        until(self._is_managed, "a window manager")

    def _is_managed(self) -> bool:
        """It answers what it is asked; that it says it is there comes earlier, and a window shown then is lost."""
        for words in (["set_num_desktops", "1"], ["get_num_desktops"]):
            done = subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True)
        return done.stdout.strip() == "1"

    def start(self, name: str, *command: str, pass_fds: Sequence[int] = (), **more: str) -> "subprocess.Popen[bytes]":
        """A process that lives as long as the display; what it says is in a file of its name."""
        with (self.home / f"{name}.said").open("ab") as said:
            process = subprocess.Popen(
                command, env=self.env | more, stdin=subprocess.DEVNULL, stdout=said, stderr=said, pass_fds=pass_fds
            )
        self._started.append(process)
        return process

    def words_of(self, name: str) -> str:
        return (self.home / f"{name}.said").read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        """The last that came goes first, the server last of all."""
        for process in reversed(self._started):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    # -- what a person does --------------------------------------------------------------------------------------------

    def _xdotool(self, *words: str, script: str | None = None) -> str:
        done = subprocess.run(["xdotool", *words], env=self.env, input=script, capture_output=True, text=True)
        assert done.returncode == 0, f"xdotool {' '.join(words)}: {done.stderr}"
        return done.stdout

    def activate(self, title: str) -> None:
        """The window of this title gets the keyboard."""
        found = until(lambda: self._windows(title), f"a window named {title}")
        self._xdotool("windowactivate", "--sync", found[-1])

    def _windows(self, title: str) -> list[str]:
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title], env=self.env, capture_output=True, text=True
        )
        return done.stdout.split()

    def press(self, *keys: str) -> None:
        """Keys by their X names, with modifiers: ctrl+Return, alt+1, Tab."""
        self._xdotool("key", "--delay", "15", *keys)

    def type(self, text: str) -> None:
        """Letters as a hand types them, one after the other; Latin letters alone."""
        assert re.fullmatch(r"[ -~]+", text), text
        self._xdotool("type", "--delay", "15", text)

    def click(self, at: Point) -> None:
        self._xdotool("mousemove", "--sync", str(at[0]), str(at[1]), "click", "1")

    def drag(self, strokes: Iterable[Sequence[Point]]) -> None:
        """Strokes with the button held down; the moves are far enough apart in time to count as several."""
        script = []
        for (x, y), *rest in strokes:
            script += [f"mousemove {x} {y}", "mousedown 1"]
            for to_x, to_y in rest:
                for n in range(1, _STEPS + 1):
                    way = n / _STEPS
                    script += [f"mousemove {x + (to_x - x) * way:.0f} {y + (to_y - y) * way:.0f}", "sleep 0.004"]
                x, y = to_x, to_y
            script += ["mouseup 1", "sleep 0.02"]
        self._xdotool("-", script="\n".join(script))

    def copy_picture(self, file: Path) -> None:
        """Put it on the clipboard, as a program does in which somebody copied it."""
        self._copy("image/png", file)

    def copy_text(self, text: str) -> None:
        file = self.home / "copied.txt"
        file.write_text(text, encoding="utf-8")
        self._copy("UTF8_STRING", file)

    def _copy(self, kind: str, file: Path) -> None:
        words = ["xclip", "-selection", "clipboard", "-t", kind]
        self.start("clipboard", *words, "-i", str(file), "-quiet")

        def offered() -> bool:
            return subprocess.run([*words, "-o"], env=self.env, capture_output=True).stdout == file.read_bytes()

        until(offered, f"{kind} on the clipboard")

    def picture(self, file: Path) -> None:
        """What stands on the whole screen at this moment."""
        file.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(file)], env=self.env, check=True)


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
