"""All printers of this server: a thread for each, woken when there is work."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from printers.agents import Agents
from printers.driver import Encoder, PrinterWorker, PrintSettings, encode_document, setup_of
from printers.jobs import next_job
from printers.probe import probe
from printers.registry import capabilities_of
from printers.spool import RecoverJobs
from printers.tables import printer
from printers.transports.addresses import is_agent, open_transport
from printers.transports.base import Opener

__all__ = ["PrintService", "PrintSettings", "Reading", "Submit", "capabilities_of", "encode_document"]

Reading = Callable[[], AbstractContextManager[Connection]]
Submit = Callable[[Any], Any]
Complete = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class PrintService:
    """All printers of this server. `submit` hands a command to the one writer and waits for its commit."""

    recheck: float | None = None

    def __init__(
        self,
        reading: Reading,
        submit: Submit,
        *,
        notify: Callable[[dict[str, Any]], None] | None = None,
        settings: PrintSettings | None = None,
        opener: Opener = open_transport,
        encoder: Encoder | None = None,
        complete: Complete = lambda document: document,
    ) -> None:
        self.reading = reading
        self.submit = submit
        self._notify = notify
        self.settings = settings or PrintSettings()
        self.opener = opener
        self.encoder = encoder or encode_document
        self._complete = complete  # puts in what the queue itself must not keep
        self._workers: dict[str, PrinterWorker] = {}
        self._addresses: dict[str, threading.Lock] = {}
        self._guard = threading.RLock()  # refresh asks for address locks
        self.agents = Agents(self)

    def start(self) -> None:
        """Settle what a crash left behind, then begin."""
        rows = self._rows()
        self.submit(RecoverJobs(tuple(row["name"] for row in rows if is_agent(row["connection"]))))
        self.refresh()
        self.agents.start()

    def stop(self, grace: float = 5.0) -> None:
        """End every thread; a job that is not answered in `grace` seconds ends as unconfirmed."""
        self.agents.stop()
        with self._guard:
            workers, self._workers = list(self._workers.values()), {}
        for worker in workers:
            worker.retire()
        deadline = time.monotonic() + grace
        for worker in workers:
            worker.join(max(deadline - time.monotonic(), 0))

    def refresh(self) -> None:
        """Follow the printer table: new printers get a thread, changed ones a new one, removed ones none."""
        rows = {
            row["name"]: row for row in self._rows() if row["enabled"] and not is_agent(row["connection"])
        }
        with self._guard:
            for name in [
                name for name, worker in self._workers.items() if worker.setup != setup_of(rows.get(name))
            ]:
                self._workers.pop(name).retire()
            for name in rows.keys() - self._workers.keys():
                self._workers[name] = PrinterWorker(self, rows[name])
                self._workers[name].start()

    def wake(self, stall: str | None = None) -> None:
        """A job was added (at `stall`): look now."""
        self.notify({"stall": stall})
        with self._guard:
            for worker in self._workers.values():
                if stall is None or worker.stall in (stall, None):
                    worker.wake()
        self.agents.ring(stall)

    def next_job(self, name: str) -> dict[str, Any] | None:
        """The job a printer should do next."""
        with self.reading() as connection:
            job = next_job(connection, name)
        return job and job | {"document": self._complete(job["document"])}

    def notify(self, change: dict[str, Any]) -> None:
        """Tell whoever watches."""
        if self._notify:
            self._notify(change)

    def now(self) -> datetime:
        """This machine's time is the server's."""
        return datetime.now(UTC)

    def probe(self, name: str) -> dict[str, Any]:
        """Which questions a printer answers; raises DeviceProblem when it cannot be reached."""
        row = next(row for row in self._rows() if row["name"] == name)
        with self.address_lock(row["connection"]):
            transport = self.opener(row["connection"], self.settings.patience.connect)
            try:
                return probe(transport, row["language"], self.settings.patience.status)
            finally:
                transport.close()

    def address_lock(self, address: str) -> threading.Lock:
        """One job at a time per physical device, whatever names it has."""
        with self._guard:
            return self._addresses.setdefault(address, threading.Lock())

    def _rows(self) -> list[dict[str, Any]]:
        with self.reading() as connection:
            return [
                dict(row) for row in connection.execute(select(printer).order_by(printer.c.name)).mappings()
            ]
