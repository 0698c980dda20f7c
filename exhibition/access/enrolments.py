"""Codes by which a tablet or a hall screen joins: shown in the office, typed or scanned once."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from pos.codes import ALPHABET
from pos.refusals import Message, NotFound

VALID_SECONDS = 15 * 60
LENGTH = 8
_LOOKALIKES = str.maketrans("OIL", "011", " -")


@dataclass(frozen=True)
class Enrolment:
    """What a code gives: a till of a stall, or a screen."""

    role: str
    stall: str | None
    until: float
    instead_of: str | None = None


@dataclass
class Enrolments:
    """The codes that are open. They live as long as the server: a new one is two taps away."""

    clock: Callable[[], float] = monotonic
    _open: dict[str, Enrolment] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def open(self, role: str, stall: str | None, instead_of: str | None = None) -> str:
        """A new code; `instead_of` is the till that a tablet leaves for it."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        with self._lock:
            now = self.clock()
            self._open = {key: held for key, held in self._open.items() if held.until > now}
            self._open[code] = Enrolment(role, stall, now + VALID_SECONDS, instead_of)
        return code

    def look(self, text: str) -> Enrolment:
        """What the code would give; it stays open. Raises NotFound."""
        with self._lock:
            return self._found(tidy(text))

    def use(self, text: str) -> Enrolment:
        """Take the code: it opens once. Raises NotFound."""
        with self._lock:
            found = self._found(tidy(text))
            del self._open[tidy(text)]
            return found

    def _found(self, code: str) -> Enrolment:
        held = self._open.get(code)
        if held is None or held.until <= self.clock():
            raise NotFound(
                "enrolment_unknown",
                Message(
                    "Kode ini tidak dikenal atau sudah dipakai. Minta kode baru kepada panitia.",
                    "This code is unknown or already used. Ask the organisers for a new one.",
                ),
            )
        return held


def tidy(text: str) -> str:
    """The code as somebody may have typed it."""
    return text.strip().upper().translate(_LOOKALIKES)
