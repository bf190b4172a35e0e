"""A stick that is plugged in, pulled out while it is written to, and plugged in again."""

import subprocess
import sys
from pathlib import Path

from drive.waiting import until

_SERVER = Path(__file__).with_name("stick_server.py")


class Stick:
    """A FUSE file system, mounted where systems mount sticks; what is on it stays when it is pulled out."""

    def __init__(self, root: Path, name: str) -> None:
        assert Path("/dev/fuse").exists(), "there is no /dev/fuse here, and without it no stick can be pulled out"
        self.place, self._content = root / "media" / name, root / f"on {name}"
        for folder in (self.place, self._content):
            folder.mkdir(parents=True)
        self._said = root / f"{name}.said"
        self._server: subprocess.Popen[bytes] | None = None

    def plug_in(self, pulled_at: int = 0) -> None:
        """`pulled_at`: it is gone while this byte is being written; 0 never."""
        words = [str(_SERVER), str(self._content), str(self.place), *([str(pulled_at)] if pulled_at else [])]
        with self._said.open("ab") as said:
            self._server = subprocess.Popen(
                [sys.executable, *words], stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )

        def mounted() -> bool:
            assert self._server is not None
            assert self._server.poll() is None, f"no FUSE file system could be had here: {self._said.read_text()}"
            return self.place.is_mount()

        until(mounted, "the stick mounted")

    def was_pulled_out(self) -> bool:
        return self._server is not None and self._server.poll() is not None

    def take_away(self) -> None:
        """What is left of the mount goes."""
        subprocess.run(["fusermount3", "-u", "-z", str(self.place)], capture_output=True)
        if self._server is not None:
            self._server.wait(30)
            self._server = None

    def content(self) -> list[Path]:
        """What lies on it, whoever may see it."""
        return sorted(path for path in self._content.rglob("*") if path.is_file())
