"""How often somebody may guess (five wrong tries, then a doubling wait), and how often anyone may come."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from pos.refusals import Message, TooMany

FIRST_WAIT = 30.0
LONGEST_WAIT = 300.0
FORGOTTEN_AFTER = 900.0  # a day's slips of a whole stall must not add up
MOST_KEYS = 10_000  # somebody who invents names must not fill the memory


@dataclass
class _Record:
    wrong: int = 0
    until: float = 0.0
    last: float = 0.0


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
            now = self.clock()
            record = self._records.get(key)
            if record is None or now - record.last > FORGOTTEN_AFTER:
                record = self._records[key] = _Record()
            record.last = now
            record.wrong += 1
            over = record.wrong - self.allowed
            if over >= 0:
                record.until = now + min(FIRST_WAIT * 2.0 ** min(over, 10), LONGEST_WAIT)
            return max(-over, 0)

    def right(self, key: str) -> None:
        """Forget what went wrong before."""
        with self._lock:
            self._records.pop(key, None)

    def _forget_old(self) -> None:
        since = self.clock() - FORGOTTEN_AFTER
        self._records = {key: record for key, record in self._records.items() if record.last > since}


@dataclass
class Pace:
    """So many visits of one key within so many seconds. A hall's guests may share an address."""

    allowed: int = 60
    seconds: float = 600.0
    clock: Callable[[], float] = monotonic
    _visits: dict[str, deque[float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def visit(self, key: str) -> None:
        """Count a visit; raise TooMany, which counts none, where there were enough."""
        with self._lock:
            now = self.clock()
            if len(self._visits) >= MOST_KEYS:
                self._visits = {
                    each: visits for each, visits in self._visits.items() if self._recent(visits, now)
                }
            visits = self._visits.setdefault(key, deque())
            if len(self._recent(visits, now)) < self.allowed:
                visits.append(now)
                return
            seconds = int(visits[0] + self.seconds - now) + 1
        raise TooMany(
            "too_often",
            Message(
                f"Terlalu sering. Coba lagi {seconds} detik lagi.",
                f"Too often. Try again in {seconds} seconds.",
            ),
            retry_after=seconds,
        )

    def _recent(self, visits: deque[float], now: float) -> deque[float]:
        while visits and visits[0] <= now - self.seconds:
            visits.popleft()
        return visits
