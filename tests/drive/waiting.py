"""Waiting for what another process does: the one place where the clock is looked at."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 30.0
_BETWEEN = 0.01


class NeverCame(AssertionError):
    """What was waited for did not come about."""


def until(asked: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """The first answer that is true. Raises NeverCame."""
    end = time.monotonic() + seconds
    while not (answer := asked()):
        if time.monotonic() > end:
            raise NeverCame(what)
        time.sleep(_BETWEEN)
    return answer
