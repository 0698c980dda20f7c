"""`lapak agent`: drives a stall's USB, serial and Bluetooth printers by lease over HTTP, same states."""

import json
import logging
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from printers.driver import Encoder, PrinterWorker, PrintSettings, encode_document, setup_of
from printers.errors import ServerAway
from printers.registry import SetPrinterState
from printers.spool import ExcuseJob, FinishJob, HoldJob, RequeueJob, RerouteJob, StartSending
from printers.transports.addresses import open_agents_transport
from printers.transports.base import Opener

log = logging.getLogger("lapak.agent")

WAIT = 10.0  # seconds an idle printer's question for work stays open
REFRESH = 15.0  # seconds between two looks at the printer table; also the sign of life
PATIENCE = 30.0  # seconds for one answer


@dataclass(frozen=True)
class Server:
    """The server's address and our token."""

    url: str
    token: str

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One request; None for 204. Raises ServerAway, or HTTPError for a refusal."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(  # noqa: S310 - the address is what the stall was told
            f"{self.url.rstrip('/')}/api/v1{path}", data, headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                text = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                if error.code >= 500:
                    raise ServerAway(f"status {error.code}") from error
                raise
        except (OSError, ValueError) as error:
            raise ServerAway(str(error)) from error
        return json.loads(text) if text else None


@dataclass
class Stall:
    """The workplace of this machine's printers: the queue is the server's, the devices are here."""

    server: Server
    stall: str
    settings: PrintSettings = field(default_factory=PrintSettings)
    opener: Opener = open_agents_transport
    encoder: Encoder = encode_document
    recheck: float | None = 0.0  # the question for work waits by itself
    _offset: timedelta = timedelta()
    _workers: dict[str, PrinterWorker] = field(default_factory=dict)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _end: threading.Event = field(default_factory=threading.Event)

    # For the printers' threads ---------------------------------------------------------------------

    def next_job(self, name: str) -> dict[str, Any] | None:
        """Ask for work and wait for it."""
        if self._end.is_set():
            return None
        job: dict[str, Any] | None = self.server.ask(
            "GET", f"/agent/jobs/next?printer={quote(name)}&wait={WAIT}"
        )
        if job is not None:
            self._offset = datetime.fromisoformat(job["now"]) - datetime.now(UTC)
        return job

    def submit(self, command: Any) -> bool:
        """Report; true when it changed something there."""
        report = _report(command)
        if report is None:
            return False
        try:
            return bool(self.server.ask("POST", "/agent/reports", report)["result"])
        except urllib.error.HTTPError as refused:
            log.warning("the server refused %s: %s", report, refused)
            return False

    def notify(self, change: dict[str, Any]) -> None:
        """Say it on this machine."""
        log.info("%s", change)

    def now(self) -> datetime:
        """The server's time; this machine's own clock may be anything."""
        return datetime.now(UTC) + self._offset

    def address_lock(self, address: str) -> threading.Lock:
        """One job at a time per device."""
        return self._locks.setdefault(address, threading.Lock())

    def wake(self, stall: str | None = None) -> None:
        """The question for work is always open."""

    # Running ---------------------------------------------------------------------------------------

    def run(self) -> None:
        """Say hello, then drive the printers until `stop`; an absent server is waited for."""
        rows = self._patiently("POST", "/agent/hello", {"stall": self.stall})
        while not self._end.is_set():
            self._follow(rows)
            if not self._end.wait(REFRESH):
                rows = self._patiently("GET", f"/agent/printers?stall={self.stall}")
        for worker in self._workers.values():
            worker.retire()
        for worker in self._workers.values():
            worker.join(5.0)

    def stop(self) -> None:
        """End; jobs in hand are finished or doubted."""
        self._end.set()

    def _patiently(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        pause = self.settings.first_retry
        while not self._end.is_set():
            try:
                rows: list[dict[str, Any]] = self.server.ask(method, path, body)
            except ServerAway as away:
                log.warning("the server is away: %s", away)
                self._end.wait(pause)
                pause = min(pause * 2, self.settings.last_retry)
            else:
                return rows
        return []

    def _follow(self, rows: list[dict[str, Any]]) -> None:
        """New printers get a thread, changed ones a new one, removed ones none."""
        wanted = {row["name"]: _row(row) for row in rows}
        changed = [name for name, each in self._workers.items() if each.setup != setup_of(wanted.get(name))]
        for name in changed:
            self._workers.pop(name).retire()
        for name in wanted.keys() - self._workers.keys():
            self._workers[name] = PrinterWorker(self, wanted[name])
            self._workers[name].start()


def main(server: str, token: str) -> int:
    """Drive the printers of the token's stall until SIGTERM; prints `ready NAMES`."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    there = Server(server, token)
    stall = Stall(there, _own_stall(there))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stall.stop())
    print(f"ready stall {stall.stall}", flush=True)
    stall.run()
    return 0


def _own_stall(server: Server) -> str:
    """The token's stall; waits for a server that is still starting."""
    while True:
        try:
            stall: str = server.ask("GET", "/me")["stall"]
        except ServerAway as away:
            log.warning("the server is away: %s", away)
            time.sleep(2)
        else:
            return stall


def _row(shown: Mapping[str, Any]) -> dict[str, Any]:
    """A printer as its thread wants it; texts for people are left out."""
    left_out = ("code", "reason", "reason_en", "state_since")
    return {key: value for key, value in shown.items() if key not in left_out}


def _report(command: Any) -> dict[str, Any] | None:
    """A command as a report; rerouting is decided where all printers are known, excuses stay in the log."""
    match command:
        case StartSending():
            return {
                "do": "start",
                "job": command.job,
                "printer": command.printer,
                "bytes_total": command.bytes_total,
            }
        case FinishJob():
            return {"do": "finish", **_fields(command)}
        case RequeueJob():
            return {"do": "requeue", "job": command.job, "printer": command.printer, "error": command.error}
        case HoldJob():
            return {"do": "hold", "job": command.job, "printer": command.printer, "hold": command.hold}
        case SetPrinterState():
            return {
                "do": "state",
                "printer": command.name,
                "state": command.state,
                "reason": command.reason,
            }
        case RerouteJob() | ExcuseJob():
            return None
    raise TypeError(command)


def _fields(command: FinishJob) -> dict[str, Any]:
    return {
        "job": command.job,
        "printer": command.printer,
        "state": command.state,
        "evidence": command.evidence,
        "error": command.error,
        "bytes_sent": command.bytes_sent,
    }
