"""Slips on request: reports of a shift, deposits, kuitansi, delivery and return notes, at their stall."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field, model_validator
from sqlalchemy import Connection

from exhibition.paper.buyers import ForgetBuyers, count_buyers, keep_buyer
from exhibition.paper.slips import delivery_note, deposit_slip, kuitansi, return_note, shift_slip
from exhibition.reactions import Stationery
from pos.api.reading import read_form, read_uuid
from pos.forms import Form, Name, Uuid
from pos.principal import Principal
from pos.writer import Batch
from printers.documents import to_json
from printers.jobs import job_view
from printers.records import StallPaper
from printers.spool import add_job, job_id


class SlipForm(Form):
    """Which slip of what: `of` is the id of a shift, a deposit, a sale or a consignment.

    A return note is about a `facility` and a `stall`.
    """

    kind: Literal["shift", "deposit", "kuitansi", "delivery", "return"]
    of: Uuid | None = None
    facility: Annotated[str, Field(max_length=10)] | None = None
    stall: Annotated[str, Field(max_length=4)] | None = None
    received_from: Name | None = None
    purpose: Annotated[str, Field(max_length=200)] | None = None

    @model_validator(mode="after")
    def _names_its_matter(self) -> Self:
        if self.kind == "return" and not (self.facility and self.stall):
            raise ValueError("facility and stall: a return note needs both")
        if self.kind != "return" and self.of is None:
            raise ValueError("of: name the document")
        return self


@dataclass(frozen=True)
class PrintSlip:
    """Queue a slip; a repeat of the same request is the same slip."""

    id: str
    form: SlipForm
    stationery: Stationery
    asked_by: Principal

    def apply(self, batch: Batch) -> bool:
        """Compose and queue; false for a repeat."""
        if job_view(batch.fresh_reader, job_id("slip", self.id)) is not None:
            return False
        slip = self._compose(batch.reader, batch.now_text)
        self.asked_by.require_stall(slip.stall)
        if self.form.kind == "kuitansi" and self.form.received_from:
            keep_buyer(batch, self.id, self.form.received_from)
        add_job(
            batch,
            kind="slip",
            subject=self.id,
            stall=slip.stall,
            document=to_json(slip),
            asked_by=self.asked_by.staff,
        )
        return True

    def _compose(self, connection: Connection, now: str) -> StallPaper:
        head, form = self.stationery.head(connection), self.form
        if form.kind == "return":
            return return_note(connection, form.facility or "", form.stall or "", head, now)
        if form.kind == "kuitansi":
            buyer = self.id if form.received_from else None
            return kuitansi(connection, form.of or "", head, buyer, form.purpose)
        if form.kind == "shift":
            return shift_slip(connection, form.of or "", head, now)
        compose = delivery_note if form.kind == "delivery" else deposit_slip
        return compose(connection, form.of or "", head)


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
        who, identity = principal(), read_uuid(uuid)
        who.require("cashier", "lead", "treasurer", "organiser")
        new = submit(PrintSlip(identity, read_form(SlipForm), stationery, who))
        with reading() as connection:
            job = job_view(connection, job_id("slip", identity))
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
