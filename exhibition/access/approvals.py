"""A lead's yes to one correction: a code for five minutes, so that no PIN is stored or sent twice."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

VALID_SECONDS = 300


@dataclass(frozen=True)
class _Approval:
    subject: str
    staff: str
    stall: str | None
    until: float


@dataclass
class Approvals:
    """Codes given out. A used one still answers for the same subject: requests are repeated."""

    clock: Callable[[], float] = monotonic
    _given: dict[str, _Approval] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def give(self, *, subject: str, staff: str, stall: str | None) -> str:
        """A new code by which `staff` approves `subject`."""
        code = secrets.token_urlsafe(12)
        with self._lock:
            now = self.clock()
            self._given = {key: held for key, held in self._given.items() if held.until > now}
            self._given[code] = _Approval(subject, staff, stall, now + VALID_SECONDS)
        return code

    def staff_behind(self, code: str, *, subject: str, stall: str) -> str | None:
        """Who approved this subject at this stall; None if nobody did or it is too late."""
        with self._lock:
            held = self._given.get(code)
        if held is None or held.subject != subject or held.until <= self.clock():
            return None
        return held.staff if held.stall in (None, stall) else None
