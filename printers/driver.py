"""One printer's thread: takes its jobs one by one, asks how it is when idle, and never sends in doubt."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from printers.capabilities import Capabilities
from printers.delivery import Delivery, Outcome, Patience
from printers.documents import from_json
from printers.encoders.encode import encode
from printers.errors import NOT_ITS_FAULT, DeviceProblem, ServerAway
from printers.registry import SetPrinterState, capabilities_of
from printers.spool import (
    DRAWING_STOPPED,
    ExcuseJob,
    FinishJob,
    HoldJob,
    RequeueJob,
    RerouteJob,
    StartSending,
    overdue,
)
from printers.status import UNREACHABLE, Status, Watch, dialect_of
from printers.transports.base import Opener

log = logging.getLogger("lapak.printers")

AFTER_A_START = 4  # answers a printer may still owe to jobs of before: rather too many than one too few

TRIES = 2  # a mistake of ours in one document must not hold up the others

Encoder = Callable[[Mapping[str, Any], Capabilities], bytes]


@dataclass(frozen=True)
class PrintSettings:
    """Seconds, except `patience`. `poll` 0 asks idle printers nothing; `stale` is a receipt's useful life."""

    poll: float = 12.0
    blocked_repoll: float = 2.0
    first_retry: float = 0.5
    last_retry: float = 30.0
    reroute_after: float = 30.0
    stale: float = 600.0
    patience: Patience = field(default_factory=Patience)


class Workplace(Protocol):
    """Where a printer's thread works: beside the database, or on another machine."""

    recheck: float | None  # seconds after which to look for jobs again; None: there is a bell

    @property
    def settings(self) -> PrintSettings:
        """How patient it is."""

    @property
    def opener(self) -> Opener:
        """How a printer is reached from here."""

    @property
    def encoder(self) -> Encoder:
        """How a document becomes bytes; raises ValueError for one that never will, else EncoderAway."""

    def next_job(self, name: str) -> dict[str, Any] | None:
        """The job this printer should do next."""

    def submit(self, command: Any) -> Any:
        """Hand a command to the one writer; returns after its commit."""

    def notify(self, change: dict[str, Any]) -> None:
        """Tell whoever watches."""

    def now(self) -> datetime:
        """The server's time."""

    def address_lock(self, address: str) -> threading.Lock:
        """One job at a time per physical device."""

    def wake(self, stall: str | None = None) -> None:
        """Let the printers of a stall, or all, look for jobs."""


class PrinterWorker:
    """The thread of one printer."""

    def __init__(self, service: Workplace, row: Mapping[str, Any]) -> None:
        self.name: str = row["name"]
        self.stall: str | None = row["stall"]
        self.setup = setup_of(row)
        self._row = row
        self._service = service
        self._settings = service.settings
        self._capabilities = capabilities_of(row)
        self._lock = service.address_lock(row["connection"])
        self._watch = Watch(row["state"])
        self._in_doubt = AFTER_A_START
        self._encoded: tuple[Mapping[str, Any] | None, bytes] = (None, b"")
        self._trying = ""
        self._tries = 0
        self._failures = 0
        self._blocked_since: float | None = None
        self._next_poll = 0.0
        self._wakeup = threading.Event()
        self._stopping = threading.Event()
        self._giving_up = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"print-{self.name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def retire(self) -> None:
        """Finish the job in hand, take no other."""
        self._stopping.set()
        self._wakeup.set()

    def join(self, grace: float) -> None:
        """Wait until it has ended; after `grace` seconds it stops waiting for its printer."""
        self._thread.join(grace)
        self._giving_up.set()
        self._thread.join()

    def wake(self) -> None:
        """Look for jobs now."""
        self._wakeup.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wakeup.clear()
            try:
                pause = self._step()
            except ServerAway as away:
                log.warning("printer %s: the server is away: %s", self.name, away)
                pause = self._back_off()
            except Exception:
                log.exception("printer %s", self.name)
                pause = self._back_off()
            if pause != 0:
                self._wakeup.wait(pause)

    def _step(self) -> float | None:
        """Do one job or look at the idle printer; gives the seconds until the next step, None for never."""
        job = self._service.next_job(self.name)
        if job is None:
            self._blocked_since = None
            pause = self._look_when_idle()
            return pause if self._service.recheck is None else self._service.recheck
        if self._is_over(job):
            return 0
        try:
            data = self._encode(job)
        except NOT_ITS_FAULT as away:
            return self._excuse(job, away)
        if data is None:
            return 0
        outcome = self._deliver(job, data)
        self._next_poll = time.monotonic() + self._settings.poll
        if outcome.state == "queued":
            return self._wait_with(job, outcome)
        self._failures, self._blocked_since = 0, None
        self._finish(job, outcome)
        return 0

    # Jobs that need no printer -----------------------------------------------------------------------

    def _is_over(self, job: Mapping[str, Any]) -> bool:
        end = overdue(job, self.name, self._service.now(), timedelta(seconds=self._settings.stale))
        if end is None:
            return False
        self._insist(end)
        self._tell(job, "queued" if isinstance(end, HoldJob) else end.state)
        return True

    def _encode(self, job: Mapping[str, Any]) -> bytes | None:
        """The job's bytes, made once while its words stay the same; None when they cannot be made."""
        if self._encoded[0] == job["document"]:
            return self._encoded[1]
        self._tries = self._tries + 1 if self._trying == job["id"] else 1
        self._trying = job["id"]
        try:
            data = (
                self._service.encoder(job["document"], self._capabilities) if self._tries <= TRIES else None
            )
        except ValueError as error:
            log.warning("job %s cannot be printed: %s", job["id"], error)
            data = None
        except NOT_ITS_FAULT:
            self._tries -= 1
            raise
        if data is None:
            self._finish(job, Outcome("failed", error="cannot_be_printed"))
            return None
        self._encoded, self._trying = (job["document"], data), ""
        return data

    def _excuse(self, job: Mapping[str, Any], away: Exception) -> float:
        """It could not be drawn now: it keeps its place and says so."""
        log.warning("job %s is not drawn yet: %r", job["id"], away)
        self._try(ExcuseJob(job["id"], DRAWING_STOPPED))
        return self._back_off()

    # Delivering --------------------------------------------------------------------------------------

    def _deliver(self, job: Mapping[str, Any], data: bytes) -> Outcome:
        with self._lock:
            try:
                transport = self._service.opener(self._row["connection"], self._settings.patience.connect)
            except DeviceProblem as problem:
                self._look(Status("offline", problem.reason))
                return Outcome("queued", error=problem.reason, status=UNREACHABLE)
            try:
                delivery = self._delivery(job, transport, len(data))
                outcome = delivery.run(data)
                self._in_doubt = delivery.outstanding
            finally:
                transport.close()
            return outcome

    def _delivery(self, job: Mapping[str, Any], transport: Any, size: int) -> Delivery:
        return Delivery(
            transport,
            self._row["language"],
            self._row["completion"],
            begin=lambda: self._begin(job["id"], size),
            seen=self._look,
            patience=self._settings.patience,
            in_doubt=self._in_doubt,
            stopped=self._giving_up.is_set,
        )

    def _begin(self, job: str, size: int) -> bool:
        """The barrier. Without an answer it may still be committed later, and must then be taken back."""
        try:
            return bool(self._service.submit(StartSending(job, self.name, size)))
        except Exception:
            log.exception("printer %s: no answer about job %s", self.name, job)
            self._insist(RequeueJob(job, self.name, "busy"))
            return False

    def _finish(self, job: Mapping[str, Any], outcome: Outcome) -> None:
        """What is known must reach the disk: without it a restart would have to call it unconfirmed."""
        self._encoded = (None, b"")  # a buyer's name may stand in it
        done = FinishJob(
            job["id"], outcome.state, outcome.evidence, outcome.error, outcome.bytes_sent, self.name
        )
        self._insist(done)
        self._tell(job, outcome.state)

    def _insist(self, command: Any) -> None:
        while not self._try(command) and not self._giving_up.wait(self._settings.first_retry):
            pass

    def _try(self, command: Any) -> bool:
        try:
            self._service.submit(command)
        except ServerAway as away:
            log.warning("printer %s: the server is away: %s", self.name, away)
            return False
        except Exception:
            log.exception("printer %s: the writer refused %r", self.name, command)
            return False
        return True

    def _wait_with(self, job: Mapping[str, Any], outcome: Outcome) -> float:
        """Nothing of the job has left: it keeps its place, goes elsewhere, or (a drawer kick) is over."""
        if outcome.begun:
            self._insist(RequeueJob(job["id"], self.name, outcome.error or "unknown"))
        if outcome.error == "taken":
            return self._settings.first_retry
        if job["kind"] == "drawer":
            self._finish(job, Outcome("failed", error=outcome.error))
            return 0
        if self._reroute(job):
            return 0
        if outcome.status is None or outcome.status.state == "offline":
            return self._back_off()
        return self._settings.blocked_repoll

    def _back_off(self) -> float:
        self._failures += 1
        return min(self._settings.first_retry * 2.0 ** (self._failures - 1), self._settings.last_retry)

    def _reroute(self, job: Mapping[str, Any]) -> bool:
        """After a while a waiting job moves to the printer its owner named for that."""
        now = time.monotonic()
        self._blocked_since = self._blocked_since or now
        fallback = self._row["fallback"]
        if not fallback or now - self._blocked_since < self._settings.reroute_after:
            return False
        if not self._service.submit(RerouteJob(job["id"], fallback)):
            return False
        self._service.wake()
        return True

    # Looking -----------------------------------------------------------------------------------------

    def _look_when_idle(self) -> float | None:
        if not self._settings.poll:
            return None
        left = self._next_poll - time.monotonic()
        if left > 0:
            return left
        self._look(self._ask())
        pause = self._settings.first_retry if self._watch.misses == 1 else self._settings.poll
        self._next_poll = time.monotonic() + pause
        return pause

    def _ask(self) -> Status:
        with self._lock:
            try:
                transport = self._service.opener(self._row["connection"], self._settings.patience.connect)
            except DeviceProblem as problem:
                return Status("offline", problem.reason)
            try:
                dialect = dialect_of(self._row["language"], self._row["completion"], transport.two_way)
                return dialect.ask(transport, self._settings.patience.status)
            except DeviceProblem as problem:
                return Status("offline", problem.reason)
            finally:
                transport.close()

    def _look(self, status: Status) -> None:
        """Publish a change of state."""
        if self._watch.look(status):
            self._try(SetPrinterState(self.name, self._watch.state, self._watch.reason))
            self._service.notify(
                {
                    "printer": self.name,
                    "stall": self.stall,
                    "state": self._watch.state,
                    "reason": self._watch.reason,
                }
            )

    def _tell(self, job: Mapping[str, Any], state: str) -> None:
        self._service.notify(
            {
                "job": job["id"],
                "subject": job["subject"],
                "stall": job["stall"],
                "printer": self.name,
                "state": state,
            }
        )


def encode_document(document: Mapping[str, Any], capabilities: Capabilities) -> bytes:
    """A stored document as bytes for one printer; raises ValueError when it cannot be printed."""
    return encode(from_json(document), capabilities)


def setup_of(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What makes a printer another one."""
    if row is None:
        return None
    return {key: value for key, value in row.items() if key not in ("state", "reason", "state_since")}
