"""The lease over HTTP: a stall's own machine asks for its printers' jobs and reports what became of them."""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request
from pydantic import TypeAdapter

from printers.api.house import STALL, House, known_job, known_printer, read_form
from printers.errors import NOT_ITS_FAULT, PrinterRefusal
from printers.forms import (
    FinishForm,
    HelloForm,
    HoldForm,
    Report,
    RequeueForm,
    StartForm,
    StateForm,
)
from printers.registry import SetPrinterState, capabilities_of, printers_where
from printers.spool import (
    DRAWING_STOPPED,
    ExcuseJob,
    FinishJob,
    HoldJob,
    RecoverJobs,
    RequeueJob,
    StartSending,
    overdue,
)
from printers.transports.addresses import host_of, is_agent, is_app

LONGEST_WAIT = 25.0  # seconds; below what proxies cut
SHOWN = (
    "id",
    "subject",
    "kind",
    "stall",
    "document",
    "attempt",
    "created_at",
    "released_at",
    "expires_at",
    "data",
)
REPORT: TypeAdapter[Report] = TypeAdapter(Report)
COMMANDS: dict[type, Callable[[Any], Any]] = {
    StartForm: lambda form: StartSending(form.job, form.printer, form.bytes_total, form.attempt),
    FinishForm: lambda form: FinishJob(
        form.job, form.state, form.evidence, form.error, form.bytes_sent, form.printer
    ),
    RequeueForm: lambda form: RequeueJob(form.job, form.printer, form.error, form.attempt),
    HoldForm: lambda form: HoldJob(form.job, form.hold, form.printer),
    StateForm: lambda form: SetPrinterState(form.printer, form.state, form.reason),
}


def add_routes(api: Blueprint, house: House) -> None:
    """hello, printers, next job, report."""

    @api.post("/agent/hello")
    def hello() -> Response:
        """An agent has started: what it had in hand before is unconfirmed. Gives its printers."""
        stall = read_form(HelloForm).stall
        house.permit(*STALL, stall=stall)
        mine = _printers(house, stall)
        house.submit(RecoverJobs(only=tuple(row["name"] for row in mine), why="agent_restarted"))
        return jsonify(mine)

    @api.get("/agent/printers")
    def agents_printers() -> Response:
        """The printers of a stall that its agent drives; print apps are their tablet's."""
        stall = request.args.get("stall", "")
        house.permit(*STALL, stall=stall)
        return jsonify(_printers(house, stall))

    @api.get("/agent/jobs/next")
    def next_job() -> tuple[Response, int]:
        """The next job of `printer`, waiting up to `wait` seconds; 204 when there is none.

        `encoded=1` adds the bytes in base64: a tablet hands them to a print app and can only say `sent`.
        """
        row = _check_printer(house, request.args.get("printer", ""))
        wait = min(request.args.get("wait", 0.0, type=float), LONGEST_WAIT)
        encoded = request.args.get("encoded") == "1"
        job = _next_encoded(house, row) if encoded else _wait_for_job(house, row["name"], wait)
        if job is None:
            return Response(), 204
        return jsonify({key: job[key] for key in SHOWN if key in job} | {"now": _now().isoformat()}), 200

    @api.post("/agent/reports")
    def report() -> Response:
        """What an agent did or saw; `result` says whether it changed anything."""
        form = REPORT.validate_json(request.get_data(cache=False))
        row = _check_printer(house, form.printer)
        if not isinstance(form, StateForm):
            _check_job(house, form)
        result = house.submit(COMMANDS[type(form)](form))
        house.hear(form.printer)
        _announce(house, form, row["stall"])
        return jsonify({"result": bool(result)})


def _announce(house: House, form: Any, stall: str | None) -> None:
    """What an agent says is news like what the server's own printers say."""
    if isinstance(form, StateForm):
        house.announce(printer=form.printer, stall=stall, state=form.state, reason=form.reason)
    elif isinstance(form, FinishForm | HoldForm):
        state = form.state if isinstance(form, FinishForm) else "queued"
        house.announce(job=form.job, stall=stall, printer=form.printer, state=state)


def _next_encoded(house: House, row: dict[str, Any]) -> dict[str, Any] | None:
    """The next job with its bytes; jobs that are over or cannot be printed are put aside on the way.

    One that nobody can draw just now keeps its place: the tablet asks again.
    """
    running = house.service()
    while running and (job := _wait_for_job(house, row["name"], 0)):
        life = timedelta(seconds=running.settings.stale)
        try:
            end = overdue(job, row["name"], _now(), life)
            data = b"" if end else running.encoder(job["document"], capabilities_of(row))
        except NOT_ITS_FAULT:
            house.submit(ExcuseJob(job["id"], DRAWING_STOPPED))
            return None
        except ValueError:
            end = FinishJob(job["id"], "failed", error="cannot_be_printed", printer=row["name"])
        if end is None:
            return job | {"data": b64encode(data).decode()}
        house.submit(end)
        house.announce(job=job["id"], subject=job["subject"], stall=job["stall"], state="put aside")
    return None


def _now() -> datetime:
    return datetime.now(UTC)


def _printers(house: House, stall: str) -> list[dict[str, Any]]:
    with house.reading() as connection:
        rows = printers_where(connection, stall)
    mine = [
        row
        for row in rows
        if is_agent(row["connection"]) and not is_app(row["connection"]) and row["enabled"]
    ]
    house.hear(*(row["name"] for row in mine))
    return mine


def _wait_for_job(house: House, name: str, seconds: float) -> dict[str, Any] | None:
    running = house.service()
    job = running.agents.wait_for_job(name, seconds) if running else None
    house.hear(name)
    return job


def _check_printer(house: House, name: str) -> dict[str, Any]:
    """The printer, if an agent drives it and whoever asks may be that agent."""
    house.permit(*STALL)
    row = known_printer(house.reading, name)
    who = house.permit(*STALL, stall=row["stall"])
    if not is_agent(row["connection"]):
        raise PrinterRefusal(
            "not_an_agents_printer",
            "Printer ini digerakkan server, bukan komputer stan.",
            "The server drives this printer, not a stall's machine.",
            "conflict",
            printer=name,
        )
    if is_app(row["connection"]) and getattr(who, "till", None) != host_of(row["connection"]):
        raise PrinterRefusal(
            "not_the_host",
            "Tablet lain yang dipilih untuk mencetak di printer ini.",
            "Another tablet has been chosen to print on this printer.",
            "conflict",
            printer=name,
            host=host_of(row["connection"]),
        )
    return row


def _check_job(house: House, form: StartForm | FinishForm | RequeueForm | HoldForm) -> None:
    """An agent speaks only about jobs that its printer has, or is to have."""
    if known_job(house.reading, form.job)["printer"] != form.printer:
        raise PrinterRefusal(
            "not_this_printers_job",
            "Cetakan ini bukan milik printer itu.",
            "This job is not that printer's.",
            "conflict",
            job=form.job,
            printer=form.printer,
        )
