"""Slips on request: reports of a shift, deposits, kuitansi, delivery and return notes, at their stall."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field, model_validator
from sqlalchemy import Connection

from exhibition.paper.buyers import ForgetBuyers, count_buyers, find_buyer, keep_buyer
from exhibition.paper.receipts import local_time
from exhibition.paper.slips import delivery_note, deposit_slip, kuitansi, kuitansi_id, return_note, shift_slip
from exhibition.reactions import Stationery
from pos.api.reading import read_form, read_uuid
from pos.forms import Form, Name, Uuid
from pos.principal import Principal
from pos.refusals import Conflict, FieldError, Message
from pos.writer import Batch
from printers.desk import RequestCopy
from printers.documents import Kuitansi, ShiftReport, to_json
from printers.jobs import find_job, job_asked_for, job_view
from printers.records import StallPaper
from printers.spool import add_job, job_id


class SlipForm(Form):
    """Which slip of what: `of` is the id of a shift, a deposit, a sale or a consignment.

    A return note is about a `facility` and a `stall`. `anew`: a kuitansi that replaces the one before.
    """

    kind: Literal["shift", "deposit", "kuitansi", "delivery", "return"]
    of: Uuid | None = None
    facility: Annotated[str, Field(max_length=10)] | None = None
    stall: Annotated[str, Field(max_length=4)] | None = None
    received_from: Name | None = None
    purpose: Annotated[str, Field(max_length=200)] | None = None
    anew: bool = False

    @model_validator(mode="after")
    def _names_its_matter(self) -> Self:
        if self.kind == "return" and not (self.facility and self.stall):
            raise FieldError(
                "facility dan stall: surat kembali perlu keduanya",
                "facility and stall: a return note needs both",
            )
        if self.kind != "return" and self.of is None:
            raise FieldError("of: sebutkan dokumennya", "of: name the document")
        return self


@dataclass(frozen=True)
class PrintSlip:
    """Queue a slip: a repeat of the same request is the same slip, a second one of the same matter a copy."""

    id: str
    form: SlipForm
    stationery: Stationery
    asked_by: Principal

    def apply(self, batch: Batch) -> tuple[str, bool]:
        """Its job, and whether it is new."""
        asked_before = job_asked_for(batch.fresh_reader, self.id)
        if asked_before is not None:
            return asked_before, False
        slip = self._compose(batch.fresh_reader, batch.now_text)
        self.asked_by.require_stall(slip.stall)
        return self._queue(batch, slip), True

    def _queue(self, batch: Batch, slip: StallPaper) -> str:
        subject = self._subject(slip)
        original = find_job(batch.fresh_reader, job_id("slip", subject))
        if original is not None:
            if isinstance(slip, Kuitansi):
                self._check_same_words(batch.fresh_reader, original)
            said_at = local_time(batch.now_text, self.stationery.head(batch.reader))
            return RequestCopy(original["id"], said_at, self.asked_by.staff, request=self.id).apply(batch)
        if isinstance(slip, Kuitansi) and self.form.received_from:
            keep_buyer(batch, subject, self.form.received_from)
        return add_job(
            batch,
            kind="slip",
            subject=subject,
            stall=slip.stall,
            document=to_json(slip),
            request=self.id,
            asked_by=self.asked_by.staff,
        )

    def _subject(self, slip: StallPaper) -> str:
        """What there is one original of; an X report and a return note tell every time how things stand."""
        if isinstance(slip, Kuitansi):
            return slip.buyer or self.id
        anew = self.form.kind == "return" or (isinstance(slip, ShiftReport) and slip.report == "X")
        return self.id if anew else self.form.of or self.id

    def _check_same_words(self, connection: Connection, original: Mapping[str, Any]) -> None:
        """A copy says what the original says: two papers for one payment must not name two payers."""
        kept = {
            "received_from": find_buyer(connection, original["subject"]),
            "purpose": original["document"]["purpose"],
        }
        other = [name for name, said in kept.items() if getattr(self.form, name) not in (None, "", said)]
        if other:
            raise Conflict(
                "kuitansi_written",
                Message(
                    "Kuitansi penjualan ini sudah ada; salinannya tidak boleh berbunyi lain.",
                    "This sale has its kuitansi; a copy must not say anything else.",
                ),
                number=original["document"]["number"],
                differs=other,
            )

    def _compose(self, connection: Connection, now: str) -> StallPaper:
        head, form = self.stationery.head(connection), self.form
        if form.kind == "return":
            place = form.facility or "", form.stall or ""
            return return_note(connection, *place, head, identity=self.id, printed_at=now)
        if form.kind == "kuitansi":
            return kuitansi(connection, form.of or "", head, self._issue(connection), form.purpose)
        if form.kind == "shift":
            return shift_slip(connection, form.of or "", head, now)
        compose = delivery_note if form.kind == "delivery" else deposit_slip
        return compose(connection, form.of or "", head)

    def _issue(self, connection: Connection) -> int:
        """Which of a sale's kuitansi is meant: the newest, or the one after it."""
        issued = 0
        while find_job(connection, job_id("slip", kuitansi_id(self.form.of or "", issued + 1))):
            issued += 1
        return issued + 1 if self.form.anew else max(issued, 1)


def create_slips(
    *,
    reading: Callable[[], AbstractContextManager[Connection]],
    submit: Callable[[Any], Any],
    principal: Callable[[], Principal],
    stationery: Stationery,
    wake: Callable[[str | None], None],
) -> Blueprint:
    """PUT /api/v1/slips/{uuid} answers the print job; GET and DELETE /api/v1/buyers: names on kuitansi."""
    api = Blueprint("slips", __name__)

    @api.put("/api/v1/slips/<uuid>")
    def print_slip(uuid: str) -> tuple[Response, int]:
        """Print a slip at its stall."""
        who = principal()
        who.require("cashier", "lead", "treasurer", "organiser")
        identity, new = submit(PrintSlip(read_uuid(uuid), read_form(SlipForm), stationery, who))
        with reading() as connection:
            job = job_view(connection, identity)
        wake(job["stall"] if job else None)
        return jsonify(job), 201 if new else 200

    @api.get("/api/v1/buyers")
    def count_names() -> Response:
        """How many buyers' names are kept for kuitansi, and since when."""
        principal().require("treasurer", "organiser")
        with reading() as connection:
            return jsonify(count_buyers(connection))

    @api.delete("/api/v1/buyers")
    def forget_names() -> ResponseReturnValue:
        """Delete them all: a kuitansi printed again has a line to write on."""
        principal().require("organiser")
        return jsonify({"deleted": submit(ForgetBuyers())})

    return api
