"""One process beside the server for what takes long: whole sheets of labels, pictures.

In a thread of the server it would take turns with the sales; a process of its own, nice to others, does not.
It starts with its first task, ends with the server, and is replaced if it dies or gives no answer in time.
"""

import logging
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from pos.refusals import Busy, Message

log = logging.getLogger("lapak.side_process")

NICENESS = 10
LIMIT_S = 60.0  # for one task; the longest takes a second, on a busy machine some
TRIES = 2  # what died with one process may well go through in the next
HEAD = struct.Struct("!Q")
COMMAND = (sys.executable, "-m", "exhibition.side_process")


class SideProcessGone(Busy):
    """A task was begun as often as is worth while, and no process has lived to answer it."""

    def __init__(self) -> None:
        super().__init__(
            "drawing_stopped",
            Message(
                "Server tidak sempat menggambar ini. Coba lagi sebentar lagi.",
                "The server did not get this drawn. Try again in a moment.",
            ),
        )


class SideProcess:
    """Runs functions of this program elsewhere, one after the other; their errors come back as they are."""

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self._limit_s = limit_s
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._deaths = 0  # since the last answer
        self._ended = False

    @property
    def failing(self) -> bool:
        """Whether even a fresh process did not answer, and none has since."""
        return self._deaths >= TRIES

    def run(self, function: Callable[..., Any], args: tuple[Any, ...] = ()) -> Any:
        """`function(*args)`, where nobody waits for it but the caller; raises SideProcessGone."""
        with self._lock:
            value, error = self._insist((function, args))
        if error is not None:
            raise error
        return value

    def stop(self) -> None:
        """Let it end, for good."""
        self._ended = True
        self._end_process()

    def _insist(self, task: Any) -> Any:
        for _ in range(TRIES):
            if self._ended:
                break
            try:
                answer = self._ask(task)
            except (EOFError, OSError) as error:
                self._deaths += 1
                log.warning("the process beside the server gave no answer: %s", error)
                self._end_process()
            else:
                self._deaths = 0
                return answer
        raise SideProcessGone

    def _ask(self, task: Any) -> Any:
        process = self._living_process()
        limit = threading.Timer(self._limit_s, process.kill)  # which ends the waiting below
        limit.daemon = True
        limit.start()
        try:
            _send(process.stdin, task)
            return _receive(process.stdout)
        finally:
            limit.cancel()

    def _living_process(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end_process()
            self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        return self._process

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _send(stream: Any, content: Any) -> None:
    data = pickle.dumps(content)
    stream.write(HEAD.pack(len(data)) + data)
    stream.flush()


def _receive(stream: Any) -> Any:
    (length,) = HEAD.unpack(_read(stream, HEAD.size))
    return pickle.loads(_read(stream, length))  # noqa: S301 - from ourselves, through our own pipe


def _read(stream: Any, length: int) -> bytes:
    data: bytes = stream.read(length)
    if len(data) < length:
        raise EOFError(f"it ended after {len(data)} of {length} bytes")
    return data


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
