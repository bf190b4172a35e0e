"""The tests' end of kill_host.py: starts victims, hears them, kills them."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path


class Host:
    """The process that forks our victims."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("kill_host.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip

    def victim(self, *job):
        """What the victim says, from its first step on; `kill()` ends it."""
        self._process.stdin.write("\t".join(map(str, job)) + "\n")
        self._process.stdin.flush()
        _, self._pid = self._hear()
        return iter(self._hear, None)

    def suicide(self, *job):
        """What a victim that kills itself says until then, or until its `end`; gives whether it came to its end."""
        heard = []
        for words in self.victim(*job):
            heard.append(words)
            if words == ["end"]:
                self.kill()
                return heard, True
            if words == ["dead", -signal.SIGKILL]:
                return heard, False
            assert words[0] != "dead", words
        raise AssertionError("it says no more")

    def kill(self):
        """Kill it and give what it had said until then and had not been heard yet."""
        os.kill(self._pid, signal.SIGKILL)
        rest = list(iter(self._hear, ["dead", -signal.SIGKILL]))
        assert not [words for words in rest if words[0] == "dead"], "it ended by itself"
        return rest

    def _hear(self):
        return json.loads(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait() == 0
