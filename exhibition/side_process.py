"""One process beside the server for what takes long: whole sheets of labels, pictures.

In a thread of the server it would take turns with the sales; a process of its own, nice to others, does not.
It starts with its first task, ends with the server, and is replaced if it dies.
"""

import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

NICENESS = 10
HEAD = struct.Struct("!Q")
COMMAND = (sys.executable, "-m", "exhibition.side_process")


class SideProcess:
    """Runs functions of this program elsewhere, one after the other; their errors come back as they are."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def run(self, function: Callable[..., Any], args: tuple[Any, ...] = ()) -> Any:
        """`function(*args)`, where nobody waits for it but the caller."""
        with self._lock:
            value, error = self._ask((function, args))
        if error is not None:
            raise error
        return value

    def stop(self) -> None:
        """Let it end."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, task: Any) -> Any:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        try:
            _send(self._process.stdin, task)
            return _receive(self._process.stdout)
        except (EOFError, OSError):
            self.stop()
            raise


def _send(stream: Any, content: Any) -> None:
    data = pickle.dumps(content)
    stream.write(HEAD.pack(len(data)) + data)
    stream.flush()


def _receive(stream: Any) -> Any:
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        raise EOFError("the process beside the server has ended")
    return pickle.loads(stream.read(*HEAD.unpack(head)))  # noqa: S301 - from ourselves, through our own pipe


def main() -> None:
    """Work until the server closes its end, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes its end
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    tasks, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            function, args = _receive(tasks)
            _send(answers, _outcome(function, args))
        except (EOFError, BrokenPipeError):
            return


def _outcome(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, Exception | None]:
    try:
        return function(*args), None
    except Exception as error:  # noqa: BLE001 - raised again where it was asked for
        return None, error


if __name__ == "__main__":
    main()
