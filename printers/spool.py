"""The life of a print job: queued, sending, and then what is known about the paper.

`StartSending` commits before the first byte leaves; whatever happens after it, no machine sends it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import (
    Connection,
    Table,
    and_,
    insert,
    literal,
    select,
    update,
)

from printers.jobs import find_job
from printers.tables import print_event, print_job

DRAWER_LIFE = timedelta(seconds=5)

# Holds only a person lifts: the sale came late, its buyer has long gone, the server was restored.
LATE = "late"
STALE = "stale"
DRAWING_STOPPED = "drawing_stopped"  # nobody is there to draw it: it is tried again by itself
GOES_STALE = ("receipt", "refund")  # their buyer leaves
RESTORED = "restored"


class Batch(Protocol):
    """What a command needs of the writer's transaction."""

    now: datetime

    @property
    def connection(self) -> Connection:
        """The connection, everything buffered already written."""

    @property
    def reader(self) -> Connection:
        """The same connection, without writing the buffered rows first."""

    def insert(self, table: Table, **row: Any) -> None:
        """Buffer a row; rows of a table go in together."""


def moment(at: datetime) -> str:
    """A time as these tables keep it: UTC text that sorts."""
    return at.isoformat(timespec="milliseconds")


def job_id(kind: str, subject: str, copy: int = 0) -> str:
    """A job's id follows from what it prints, so the same paper is never asked for twice."""
    return str(uuid5(NAMESPACE_URL, f"lapak:print-job:{kind}:{subject}:{copy}"))


# Adding ---------------------------------------------------------------------------------------------


def add_job(
    batch: Batch,
    *,
    kind: str,
    subject: str,
    stall: str | None,
    document: Mapping[str, Any],
    copy: int = 0,
    printer: str | None = None,
    hold: str | None = None,
    original: str | None = None,
    request: str | None = None,
    asked_by: str | None = None,
) -> str:
    """Queue a document inside the caller's transaction; without `printer` the stall's own one takes it."""
    identity = job_id(kind, subject, copy)
    expires = moment(batch.now + DRAWER_LIFE) if kind == "drawer" else None
    batch.insert(
        print_job,
        id=identity,
        subject=subject,
        kind=kind,
        copy=copy,
        stall=stall,
        printer=printer,
        document=dict(document),
        state="queued",
        evidence="none",
        hold=hold,
        error=None,
        attempt=0,
        tx_started=False,
        bytes_total=0,
        bytes_sent=0,
        created_at=moment(batch.now),
        expires_at=expires,
        original=original,
        request=request,
        asked_by=asked_by,
    )
    _note(batch, identity, None, "queued", f"hold {hold}" if hold else asked_by)
    return identity


# What the worker says -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartSending:
    """The barrier: from here on paper may exist. False when the job is no longer there to be sent.

    `attempt` is the number this sending would have: a word that was long on its way begins nothing.
    """

    job: str
    printer: str
    bytes_total: int
    attempt: int | None = None

    def apply(self, batch: Batch) -> bool:
        """Move queued to sending; the caller sends only after this has been committed."""
        wanted = [print_job.c.id == self.job, print_job.c.state == "queued", print_job.c.hold.is_(None)]
        if self.attempt is not None:
            wanted.append(print_job.c.attempt == self.attempt - 1)
        changed = batch.reader.execute(  # its job was committed before; sales in this batch stay one insert
            update(print_job)
            .where(*wanted)
            .values(
                state="sending",
                printer=self.printer,
                attempt=print_job.c.attempt + 1,
                tx_started=True,
                bytes_total=self.bytes_total,
                started_at=moment(batch.now),
                error=None,
            )
        )
        if changed.rowcount != 1:
            return False
        _note(batch, self.job, "queued", "sending", f"{self.printer}: {self.bytes_total} bytes")
        return True


@dataclass(frozen=True, slots=True)
class FinishJob:
    """What became of the bytes: printed, sent, unconfirmed, failed or cancelled."""

    job: str
    state: str
    evidence: str = "none"
    error: str | None = None
    bytes_sent: int = 0
    printer: str | None = None

    def apply(self, batch: Batch) -> bool:
        """Close a job that was queued or being sent; a second report changes nothing."""
        return move(
            batch,
            self.job,
            ("queued", "sending"),
            self.state,
            detail=self.error or self.evidence,
            evidence=self.evidence,
            error=self.error,
            bytes_sent=self.bytes_sent,
            done_at=moment(batch.now),
        )


@dataclass(frozen=True, slots=True)
class RequeueJob:
    """Not one byte left us: the job goes back into the queue.

    Where several may have begun it (the tabs of a tablet), `attempt` names the sending that is undone.
    """

    job: str
    printer: str
    error: str
    attempt: int | None = None

    def apply(self, batch: Batch) -> bool:
        """Undo this printer's `StartSending`."""
        row = find_job(batch.reader, self.job)
        if row is None or row["printer"] != self.printer:
            return False
        if self.attempt is not None and row["attempt"] != self.attempt:
            return False
        return move(
            batch, self.job, ("sending",), "queued", detail=self.error, tx_started=False, error=self.error
        )


@dataclass(frozen=True, slots=True)
class ExcuseJob:
    """Why a queued job is still waiting, though nobody has to do anything about it."""

    job: str
    error: str

    def apply(self, batch: Batch) -> bool:
        """Say it once, however often it is tried."""
        row = find_job(batch.reader, self.job)
        if row is None or row["error"] == self.error:
            return False
        return move(batch, self.job, ("queued",), "queued", detail=self.error, error=self.error)


@dataclass(frozen=True, slots=True)
class HoldJob:
    """A queued job waits for a person (`late`, `stale`)."""

    job: str
    hold: str
    printer: str | None = None

    def apply(self, batch: Batch) -> bool:
        """Put the hold on."""
        return move(batch, self.job, ("queued",), "queued", detail=f"hold {self.hold}", hold=self.hold)


def overdue(
    job: Mapping[str, Any], printer: str, now: datetime, useful_life: timedelta
) -> FinishJob | HoldJob | None:
    """A drawer must not open minutes later; a receipt whose buyer has gone waits for a person."""
    if job["expires_at"] and datetime.fromisoformat(job["expires_at"]) < now:
        return FinishJob(job["id"], "cancelled", error="expired", printer=printer)
    since = datetime.fromisoformat(job["released_at"] or job["created_at"])
    if job["kind"] in GOES_STALE and now - since > useful_life:
        return HoldJob(job["id"], STALE, printer)
    return None


@dataclass(frozen=True, slots=True)
class RerouteJob:
    """A waiting job of which nothing was sent goes to another printer, which says so on the paper."""

    job: str
    to: str

    def apply(self, batch: Batch) -> bool:
        """Name the other printer."""
        row = find_job(batch.reader, self.job)
        if row is None or row["rerouted_from"]:
            return False
        source = row["stall"] or row["printer"]
        return move(
            batch,
            self.job,
            ("queued",),
            "queued",
            detail=f"rerouted to {self.to}",
            printer=self.to,
            rerouted_from=source,
            document=row["document"] | {"rerouted_from": source},
        )


@dataclass(frozen=True, slots=True)
class RecoverJobs:
    """After a crash: what was on its way to a printer may be on paper, and only a person can tell.

    `agents` names printers that another machine drives: that machine reports about its own jobs. `only` names
    the printers of such a machine, when it was that machine that started again or has been away too long.
    """

    agents: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    why: str = "server_restarted"
    begun_before: str | None = None

    def apply(self, batch: Batch) -> int:
        """Every job in `sending` becomes unconfirmed; gives their number."""
        mine = (
            print_job.c.printer.not_in(self.agents)
            if self.only is None
            else print_job.c.printer.in_(self.only)
        )
        wanted = select(print_job.c.id).where(print_job.c.state == "sending", mine)
        if self.begun_before is not None:
            wanted = wanted.where(print_job.c.started_at < self.begun_before)
        waiting = batch.connection.execute(wanted).scalars()
        moved = [
            move(
                batch,
                job,
                ("sending",),
                "unconfirmed",
                detail=self.why,
                error=self.why,
                done_at=moment(batch.now),
            )
            for job in list(waiting)
        ]
        return sum(moved)


def hold_after_restore(connection: Connection, now: datetime) -> int:
    """In a restored database what waited may long be on paper: a person decides. Gives the number."""
    waits = and_(print_job.c.state == "queued", print_job.c.hold.is_(None))
    begun = print_job.c.state == "sending"
    for condition, after in ((waits, "queued"), (begun, "unconfirmed")):
        noted = select(
            print_job.c.id, literal(moment(now)), print_job.c.state, literal(after), literal(RESTORED)
        )
        columns = ["job", "at", "from_state", "to_state", "detail"]
        connection.execute(insert(print_event).from_select(columns, noted.where(condition)))
    connection.execute(update(print_job).where(begun).values(state="unconfirmed", error=RESTORED))
    return connection.execute(update(print_job).where(waits).values(hold=RESTORED)).rowcount


# Moving ---------------------------------------------------------------------------------------------


def move(
    batch: Batch, job: str, allowed: tuple[str, ...], to: str, *, detail: str | None, **values: Any
) -> bool:
    """Change a job's state if it is in one of the allowed ones, and note it."""
    connection = batch.reader  # the job was committed before; sales in this batch stay one insert
    before = connection.scalar(select(print_job.c.state).where(print_job.c.id == job))
    if before not in allowed:
        return False
    connection.execute(update(print_job).where(print_job.c.id == job).values(state=to, **values))
    _note(batch, job, before, to, detail)
    return True


def _note(batch: Batch, job: str, before: str | None, after: str, detail: str | None) -> None:
    batch.insert(print_event, job=job, at=moment(batch.now), from_state=before, to_state=after, detail=detail)
