"""Slips on request: an X or Z report, a kuitansi, a delivery note, printed at their stall."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from flask import Blueprint, Response, jsonify
from pydantic import Field
from sqlalchemy import Connection

from exhibition.paper.slips import delivery_note, kuitansi, shift_slip
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
    """Which slip of what: `of` is the id of a shift, a sale or a consignment."""

    kind: Literal["shift", "kuitansi", "delivery"]
    of: Uuid
    received_from: Name | None = None
    purpose: Annotated[str, Field(max_length=200)] | None = None


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
        if form.kind == "shift":
            return shift_slip(connection, form.of, head, now)
        if form.kind == "delivery":
            return delivery_note(connection, form.of, head)
        return kuitansi(connection, form.of, head, form.received_from or "-", form.purpose)


def create_slips(
    *,
    reading: Callable[[], AbstractContextManager[Connection]],
    submit: Callable[[Any], Any],
    principal: Callable[[], Principal],
    stationery: Stationery,
    wake: Callable[[str | None], None],
) -> Blueprint:
    """PUT /api/v1/slips/{uuid}; answers the print job."""
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

    return api
