"""Hints about paper: "look at your printers, at your jobs", never how they are: that is asked over HTTP."""

import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from exhibition.hints import EVERYBODY
from exhibition.pusher import Pusher

REST_S = 0.25  # between two hints; the first after a quiet time leaves at once

OFFICE = "/office"
TILL = "/till"

# What becomes of most jobs; the office looks at those that need somebody, the stall at all of its own.
UNREMARKABLE = frozenset({"printed", "sent"})


class Audience(NamedTuple):
    """Who is told: a room of a namespace."""

    namespace: str
    room: str


class PaperHints:
    """Collects what printers and people report, and tells each stall and the office where to look."""

    def __init__(self, send: Callable[[Audience, dict[str, Any]], None]) -> None:
        self._send = send
        self._lock = threading.Lock()
        self._waiting: dict[Audience, set[str]] = {}
        self._pusher = Pusher(self._push)
        self._rest = threading.Event()

    def start(self) -> None:
        """Begin to tell."""
        self._pusher.start()

    def stop(self) -> None:
        """Nobody listens any more."""
        self._rest.set()
        self._pusher.stop()

    def note(self, change: Mapping[str, Any]) -> None:
        """A printer's state, a job's state, or (neither named) a new job at a stall."""
        with self._lock:
            for audience in concerned(change):
                self._waiting.setdefault(audience, set()).add(topic(change))
        self._pusher.changed()

    def _push(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        for audience, topics in waiting.items():
            self._send(audience, {"look": sorted(topics)})
        if waiting:
            self._rest.wait(REST_S)


def topic(change: Mapping[str, Any]) -> str:
    """Where to look: `printers`, `jobs`, or `queue` for whoever prints by itself."""
    if "job" in change:
        return "jobs"
    return "printers" if "printer" in change else "queue"


def concerned(change: Mapping[str, Any]) -> set[Audience]:
    """The stall always; the office when somebody may have to do something."""
    stall = change.get("stall")
    heard = {Audience(TILL, stall)} if stall else set()
    if topic(change) == "queue" or (topic(change) == "jobs" and change.get("state") in UNREMARKABLE):
        return heard
    return heard | {Audience(OFFICE, EVERYBODY)} | ({Audience(OFFICE, stall)} if stall else set())
