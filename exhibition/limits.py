"""How often somebody may guess: five wrong tries, then a wait that doubles."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from pos.refusals import Message, TooMany

FIRST_WAIT = 30.0
LONGEST_WAIT = 300.0
MOST_KEYS = 10_000  # somebody who invents names must not fill the memory


@dataclass
class _Record:
    wrong: int = 0
    until: float = 0.0


@dataclass
class Tries:
    """Wrong tries by key (a person, an address). Times in seconds of a monotonic clock."""

    allowed: int = 5
    clock: Callable[[], float] = monotonic
    _records: dict[str, _Record] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def check(self, key: str) -> None:
        """Raise TooMany while this key has to wait."""
        with self._lock:
            wait = self._records.get(key, _Record()).until - self.clock()
        if wait > 0:
            seconds = int(wait) + 1
            raise TooMany(
                "too_many_tries",
                Message(
                    f"Terlalu sering salah. Coba lagi {seconds} detik lagi.",
                    f"Too many wrong tries. Try again in {seconds} seconds.",
                ),
                retry_after=seconds,
            )

    def wrong(self, key: str) -> int:
        """Count a wrong try; how many are left before the wait."""
        with self._lock:
            if len(self._records) >= MOST_KEYS:
                self._forget_old()
            record = self._records.setdefault(key, _Record())
            record.wrong += 1
            over = record.wrong - self.allowed
            if over >= 0:
                record.until = self.clock() + min(FIRST_WAIT * 2**over, LONGEST_WAIT)
            return max(-over, 0)

    def right(self, key: str) -> None:
        """Forget what went wrong before."""
        with self._lock:
            self._records.pop(key, None)

    def _forget_old(self) -> None:
        now = self.clock()
        self._records = {key: record for key, record in self._records.items() if record.until > now}
