"""What people decide about print jobs: a copy, what they see on paper, and what becomes of held jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from printers.documents import Document, StallPaper
from printers.errors import PrinterRefusal
from printers.jobs import find_job
from printers.spool import Batch, add_job, job_id, moment, move
from printers.tables import print_job

REPLACED = ("unconfirmed", "failed")  # a copy is the answer to these: nobody has to decide about them again
GIVEN_UP = ("queued", "failed")  # nothing of these will come out: they may be dropped


@dataclass(frozen=True, slots=True)
class RequestCopy:
    """A reprint: a new job that says SALINAN; it settles a doubtful or failed one, which is superseded.

    `request` is the client's id for this wish: the same wish twice is one copy.
    """

    job: str
    said_at: str
    asked_by: str | None = None
    request: str | None = None
    reason: str | None = None

    def apply(self, batch: Batch) -> str:
        """Queue the copy and give its id."""
        repeated = self._earlier_answer(batch)
        if repeated:
            return repeated
        source = _known(find_job(batch.connection, self.job), self.job)
        original = _known(find_job(batch.connection, source["original"] or self.job), self.job)
        _check_can_be_copied(source)
        number = _next_copy(batch, original["subject"])
        copy = add_job(
            batch,
            kind="copy",
            subject=original["subject"],
            stall=original["stall"],
            document=original["document"] | {"copy": number, "copied_at": self.said_at},
            copy=number,
            original=original["id"],
            request=self.request,
            asked_by=self.asked_by,
        )
        if source["state"] in REPLACED:
            move(
                batch,
                self.job,
                REPLACED,
                "superseded",
                detail=f"copy {number}: {self.reason or 'asked for'}",
            )
        return copy

    def _earlier_answer(self, batch: Batch) -> str | None:
        if self.request is None:
            return None
        return batch.connection.scalar(select(print_job.c.id).where(print_job.c.request == self.request))


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A `test` page or a `drawer` kick on one printer; `request` is the client's id for this wish."""

    kind: str
    printer: str
    stall: str | None
    document: Mapping[str, Any]
    request: str
    asked_by: str | None = None

    def apply(self, batch: Batch) -> str:
        """Queue it and give the job's id; the same wish twice is one job."""
        identity = job_id(self.kind, self.request)
        if find_job(batch.connection, identity) is None:
            add_job(
                batch,
                kind=self.kind,
                subject=self.request,
                stall=self.stall,
                document=self.document,
                printer=self.printer,
                asked_by=self.asked_by,
            )
        return identity


@dataclass(frozen=True, slots=True)
class ConfirmJob:
    """Somebody looked at the paper."""

    job: str
    on_paper: bool
    said_by: str | None = None

    def apply(self, batch: Batch) -> None:
        """On paper: printed. Not on paper: failed, and a copy may be asked for."""
        row = _known(find_job(batch.connection, self.job), self.job)
        state = "printed" if self.on_paper else "failed"
        if row["state"] == state and row["evidence"] == "person":
            return
        _check_state(row, "unconfirmed", "sent")
        move(
            batch,
            self.job,
            ("unconfirmed", "sent"),
            state,
            detail=f"seen by {self.said_by or 'a person'}",
            evidence="person",
            error=None if self.on_paper else "not_on_paper",
            done_at=moment(batch.now),
        )


@dataclass(frozen=True, slots=True)
class ContinueLabels:
    """After a fault: labels go on behind the last one that came out; none is missing, none is doubled."""

    job: str
    last: int
    said_by: str | None = None

    def apply(self, batch: Batch) -> str:
        """Queue the rest and give its job; with nothing left the job itself is printed."""
        row = _known(find_job(batch.connection, self.job), self.job)
        _check_is_label(row)
        _check_state(row, "unconfirmed", "sent", "failed")
        rest = [label for label in row["document"]["labels"] if _running(label) > self.last]
        seen = f"last label seen: {self.last} by {self.said_by or 'a person'}"
        if not rest:
            allowed = ("unconfirmed", "sent", "failed")
            move(batch, self.job, allowed, "printed", detail=seen, evidence="person", error=None)
            return self.job
        move(batch, self.job, ("unconfirmed", "sent", "failed"), "superseded", detail=seen)
        return add_job(
            batch,
            kind="label",
            subject=row["subject"],
            stall=row["stall"],
            document=row["document"] | {"labels": rest},
            copy=_next_copy(batch, row["subject"]),
            printer=row["printer"],
            original=row["original"] or self.job,
            asked_by=self.said_by,
        )


@dataclass(frozen=True, slots=True)
class ReleaseJob:
    """Print a held job after all."""

    job: str
    said_by: str | None = None

    def apply(self, batch: Batch) -> None:
        """Lift the hold; its age counts from now."""
        row = _known(find_job(batch.connection, self.job), self.job)
        if row["hold"] is None and row["state"] != "cancelled":
            return
        _check_state(row, "queued")
        move(
            batch,
            self.job,
            ("queued",),
            "queued",
            detail=f"released by {self.said_by or 'a person'}",
            hold=None,
            released_at=moment(batch.now),
        )


@dataclass(frozen=True, slots=True)
class DropJob:
    """A waiting or failed job is not wanted any more."""

    job: str
    said_by: str | None = None

    def apply(self, batch: Batch) -> None:
        """Cancel it; nothing of it is on paper."""
        row = _known(find_job(batch.connection, self.job), self.job)
        if row["state"] == "cancelled":
            return
        _check_state(row, *GIVEN_UP)
        move(
            batch,
            self.job,
            GIVEN_UP,
            "cancelled",
            detail=f"dropped by {self.said_by or 'a person'}",
            done_at=moment(batch.now),
        )


def _next_copy(batch: Batch, subject: str) -> int:
    newest = batch.connection.scalar(select(func.max(print_job.c.copy)).where(print_job.c.subject == subject))
    return (newest or 0) + 1


def _check_can_be_copied(row: Mapping[str, Any]) -> None:
    if not _says_that_it_is_a_copy(row["document"]):
        raise PrinterRefusal(
            "not_copied",
            "Hanya kertas yang bisa bertuliskan SALINAN yang disalin: struk, slip, surat, kuitansi.",
            "Only papers that can say SALINAN are copied: receipts, slips, notes, kuitansi.",
            "conflict",
            job=row["id"],
            actions=["continue"] if "labels" in row["document"] else [],
        )
    if row["state"] == "queued" and row["hold"]:
        raise PrinterRefusal(
            "still_held",
            "Struk ini ditahan dan belum dicetak. Cetak dulu yang asli, atau buang.",
            "This paper is on hold and has not been printed. Print the original first, or drop it.",
            "conflict",
            state=row["state"],
            hold=row["hold"],
            actions=["release", "drop"],
        )
    if row["state"] == "queued":
        raise PrinterRefusal(
            "still_waiting",
            "Struk ini masih antre dan akan keluar sendiri.",
            "This paper is still waiting and will come out by itself.",
            "conflict",
            state=row["state"],
            actions=["drop"],
        )


def _says_that_it_is_a_copy(document: Mapping[str, Any]) -> bool:
    """A second label or shelf card would be the original's double, and a drawer opens without paper."""
    return issubclass(Document.kinds.get(document.get("kind", ""), Document), StallPaper)


def _check_is_label(row: Mapping[str, Any]) -> None:
    if row["kind"] != "label" or "labels" not in row["document"]:
        raise PrinterRefusal(
            "not_labels",
            "Hanya label yang bisa dilanjutkan.",
            "Only labels can be continued.",
            "conflict",
            job=row["id"],
        )


def _running(label: Mapping[str, Any]) -> int:
    """A label's running number, from «12/50»."""
    return int((label.get("running") or "0").partition("/")[0])


def _check_state(row: Mapping[str, Any], *allowed: str) -> None:
    if row["state"] not in allowed:
        raise PrinterRefusal(
            "job_state",
            "Keadaan cetakan ini sudah berubah.",
            "This job is in another state by now.",
            "conflict",
            state=row["state"],
            allowed=list(allowed),
        )


def _known(row: dict[str, Any] | None, identity: str) -> dict[str, Any]:
    if row is None:
        raise PrinterRefusal(
            "job_unknown",
            "Cetakan ini tidak dikenal.",
            "There is no such print job.",
            "not_found",
            job=identity,
        )
    return row
