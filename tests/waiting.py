"""Waiting for what comes by itself and tells nobody."""

import threading
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
LIMIT_S = 10.0


def until(ask: Callable[[], T], what: str = "it", limit: float = LIMIT_S) -> T:
    """Ask again until the answer is true; the answer."""
    end, pause = monotonic() + limit, threading.Event()
    while not (answer := ask()):
        assert monotonic() < end, f"waited {limit:.0f} s for {what}"
        pause.wait(0.02)
    return answer
