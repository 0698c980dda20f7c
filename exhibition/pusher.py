"""When to push: at once when it was quiet, and never for more than a fifth of the time when it is not."""

import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

SHORTEST_GAP_S = 0.005
LONGEST_GAP_S = 0.5
REST_FACTOR = 4  # rest four times as long as the push took: a fifth of the time goes into pushing
PULSE_S = 5.0


class Pusher:
    """Calls `push` after changes, many of them at once, and `pulse` whenever nothing changed for a while."""

    def __init__(
        self, push: Callable[[], None], pulse: Callable[[], None] = lambda: None, pulse_s: float = PULSE_S
    ) -> None:
        self._push = push
        self._pulse = pulse
        self._pulse_s = pulse_s
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="pusher", daemon=True)

    def start(self) -> None:
        """Begin to push."""
        self._thread.start()

    def stop(self) -> None:
        """Push no more."""
        self._stopped.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join()

    def changed(self) -> None:
        """There is something new to show."""
        self._changed.set()

    def _work(self) -> None:
        while not self._stopped.is_set():
            something_new = self._changed.wait(self._pulse_s)
            if self._stopped.is_set():
                return
            self._changed.clear()  # before the push: what changes while it runs is pushed next
            spent = self._timed(self._push if something_new else self._pulse)
            self._stopped.wait(gap_after(spent))

    def _timed(self, push: Callable[[], None]) -> float:
        started = time.perf_counter()
        try:
            push()
            _let_them_write()
        except Exception:
            log.exception("a push failed; the next change tries again")
        return time.perf_counter() - started


def gap_after(spent: float) -> float:
    """Seconds to rest after a push that took `spent` seconds."""
    return min(max(REST_FACTOR * spent, SHORTEST_GAP_S), LONGEST_GAP_S)


def _let_them_write() -> None:
    """Give every connection's own writer its turn, so that the time measured is the whole fan-out's."""
    for _ in range(3):  # a queue wakes its reader in two steps
        time.sleep(0)
