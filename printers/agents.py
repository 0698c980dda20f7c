"""Printers that a stall's own machine drives: who has been heard from, and who has fallen silent."""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select

from printers.jobs import stranded_at_agents
from printers.registry import SetPrinterState, find_printer
from printers.spool import RecoverJobs, RerouteJob, moment
from printers.status import AWAY_REASONS
from printers.tables import printer
from printers.transports.addresses import AGENT, host_of, is_app

log = logging.getLogger("lapak.printers")

CHECK = 15.0  # seconds between two looks at who is away
AWAY = 60.0  # after that many seconds of silence the printer counts as offline
LEASE = 900.0  # after that many what it had in hand is unconfirmed
PATIENCE = 30.0  # that many a job waits for a printer that cannot print, before it goes to the fallback


class Service(Protocol):
    """What the print service offers."""

    reading: Any
    submit: Any

    def next_job(self, name: str) -> dict[str, Any] | None:
        """The job a printer should do next."""

    def notify(self, change: dict[str, Any]) -> None:
        """Tell whoever watches."""

    def wake(self, stall: str | None = None) -> None:
        """Let the printers of a stall, or all, look for jobs."""


class Agents:
    """Bells for agents that wait for work, and a watch over those that do not come any more."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._bell = threading.Condition()
        self._rings = 0
        self._heard: dict[str, float] = {}
        self._present: set[str] = set()
        self._before: dict[str, tuple[str, str | None]] = {}  # how they were when they fell silent
        self._began = time.monotonic()
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch."""
        self._began = time.monotonic()
        self._end.clear()
        self._thread = threading.Thread(target=self._watch, name="print-agents", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send waiting agents away and end."""
        self._end.set()
        self.ring()
        if self._thread:
            self._thread.join()
            self._thread = None

    def ring(self, _stall: str | None = None) -> None:
        """There may be work."""
        with self._bell:
            self._rings += 1
            self._bell.notify_all()

    def hear(self, *names: str) -> None:
        """The agent of these printers is alive."""
        for name in names:
            self._heard[name] = time.monotonic()
            if name not in self._present:
                self._present.add(name)
                self._mark_back(name)

    def wait_for_job(self, name: str, seconds: float) -> dict[str, Any] | None:
        """The next job of a printer, as soon as there is one; None after `seconds`."""
        deadline = time.monotonic() + seconds
        while not self._end.is_set():
            rings = self._rings
            job = self._service.next_job(name)
            left = deadline - time.monotonic()
            if job is not None or left <= 0:
                return job
            with self._bell:
                self._bell.wait_for(lambda before=rings: self._rings != before, left)  # type: ignore[misc]
        return None

    def _watch(self) -> None:
        while not self._end.wait(CHECK):
            try:
                self.look_after_the_silent()
                self.move_the_stranded()
            except Exception:
                log.exception("watching over the agents")

    def look_after_the_silent(self, away: float = AWAY, lease: float = LEASE) -> None:
        """Mark printers whose agent is away; what it had in hand too long is unconfirmed."""
        for name, enabled, address in self._printers():
            silence = time.monotonic() - self._heard.get(name, self._began)
            if silence > away and enabled:
                self._mark_away(name)
            if silence > lease:
                self._service.submit(RecoverJobs(only=(name,), why=why_away(address)))
            elif is_app(address):  # it hands over in a moment; what takes longer was lost on the way
                begun = moment(datetime.now(UTC) - timedelta(seconds=lease))
                self._service.submit(RecoverJobs(only=(name,), why="tablet_away", begun_before=begun))

    def move_the_stranded(self, patience: float = PATIENCE) -> None:
        """Only here all printers are known: what an agent's cannot print goes to the one named for that."""
        since = moment(datetime.now(UTC) - timedelta(seconds=patience))
        with self._service.reading() as connection:
            stranded = stranded_at_agents(connection, since)
        moved = [self._service.submit(RerouteJob(job, spare)) for job, spare in stranded]
        if any(moved):
            self._service.wake()

    def _printers(self) -> list[tuple[str, bool, str]]:
        """Every agent's printer and whether it is in use; one put out of use may still have a job in hand."""
        with self._service.reading() as connection:
            wanted = select(printer.c.name, printer.c.enabled, printer.c.connection)
            rows = connection.execute(wanted.where(printer.c.connection.startswith(AGENT)))
            return [(row.name, row.enabled, row.connection) for row in rows]

    def _mark_away(self, name: str) -> None:
        self._present.discard(name)
        row = self._find(name)
        if row and row["reason"] != (reason := why_away(row["connection"])):
            self._before[name] = (row["state"], row["reason"])
            self._publish(row, "offline", reason)

    def _mark_back(self, name: str) -> None:
        """It reports changes only: what it said last is still so."""
        row = self._find(name)
        if row and row["reason"] in AWAY_REASONS:
            self._publish(row, *self._before.pop(name, ("unknown", None)))

    def _find(self, name: str) -> dict[str, Any] | None:
        with self._service.reading() as connection:
            return find_printer(connection, name)

    def _publish(self, row: dict[str, Any], state: str, reason: str | None) -> None:
        self._service.submit(SetPrinterState(row["name"], state, reason))
        self._service.notify(
            {"printer": row["name"], "stall": row["stall"], "state": state, "reason": reason}
        )


def why_away(connection: str) -> str:
    """Who is missed: the stall's machine, the tablet with the print app, or somebody to choose one."""
    if not is_app(connection):
        return "agent_away"
    return "tablet_away" if host_of(connection) else "no_host"
