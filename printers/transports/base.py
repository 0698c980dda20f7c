"""What a way to a printer must be able to do, and how addresses choose one."""

import time
from collections.abc import Callable
from typing import Protocol


class Transport(Protocol):
    """One open connection for one job; every failure is a DeviceProblem."""

    two_way: bool

    def send(self, data: bytes, timeout: float) -> int:
        """Hand over what fits; 0 when nothing could be handed over in `timeout` seconds."""

    def read(self, timeout: float) -> bytes:
        """What has come back; empty after `timeout` seconds of silence."""

    def finish(self, timeout: float) -> None:
        """Say that nothing more comes, and wait for the other side to have taken it all."""

    def close(self) -> None:
        """Let go."""


Opener = Callable[[str, float], Transport]


def send_all(transport: Transport, data: bytes, timeout: float) -> int:
    """Hand over everything; gives the count handed over when nothing moves for `timeout` seconds."""
    done = 0
    deadline = time.monotonic() + timeout
    while done < len(data) and time.monotonic() < deadline:
        moved = transport.send(data[done:], deadline - time.monotonic())
        if moved:
            done += moved
            deadline = time.monotonic() + timeout
    return done
