"""Hints to the tablets: "something of yours changed", never what. They fetch it over HTTP."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from exhibition.pusher import Pusher
from pos.database import Database
from pos.journal import Entry, read_head

EVERYBODY = "everybody"
REST_S = 1.0  # between two hints to the same tablets

# What concerns every tablet; all else concerns the stalls it names.
FOR_ALL = frozenset(
    {
        "event.configured",
        "event.settings_changed",
        "closing_prices.changed",
        "stall.added",
        "facility.added",
        "product.added",
        "price.changed",
        "order.capacity_set",
        "label.printed",
    }
)
FOR_NOBODY = frozenset({"sale.held", "held.decided", "till.enrolled"})


class Hints:
    """A follower that tells the tablets of a stall when the journal holds something new for them."""

    name = "hints"
    rest_s = 0.0

    def __init__(self, database: Database, send: Callable[[str, dict[str, Any]], None]) -> None:
        self._database = database
        self._send = send
        self._lock = threading.Lock()
        self._waiting: dict[str, int] = {}
        self._journal = ""
        self._pusher = Pusher(self._push)
        self._rest = threading.Event()
        self.seq = 0

    def start(self) -> int:
        """From now on: who connects later fetches everything anyway."""
        with self._database.reading() as connection:
            self.seq = read_head(connection)[0]
        self._journal = self._database.journal_id()
        self._pusher.start()
        return self.seq

    def follow(self, entries: Sequence[Entry]) -> None:
        """Note who should look."""
        with self._lock:
            for entry in entries:
                self._waiting.update(dict.fromkeys(concerned(entry), entry.seq))
            self.seq = entries[-1].seq
        self._pusher.changed()

    def stop(self) -> None:
        """Nobody listens any more."""
        self._rest.set()
        self._pusher.stop()

    def current(self) -> dict[str, Any]:
        """Where the journal stands."""
        return {"seq": self.seq, "journal": self._journal}

    def _push(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        for stall, seq in waiting.items():
            self._send(stall, {"seq": seq, "journal": self._journal})
        self._rest.wait(REST_S)


def concerned(entry: Entry) -> set[str]:
    """The stalls whose tablets an entry concerns."""
    if entry.name in FOR_NOBODY:
        return set()
    if entry.name in FOR_ALL:
        return {EVERYBODY}
    data = entry.data
    stalls = {data.get("stall"), data.get("to_stall")}
    for line in data.get("lines", []):
        stalls.update(stall for stall, _ in line.get("taken", []))
    return {stall for stall in stalls if stall}
