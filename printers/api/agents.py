"""The lease over HTTP: a stall's own machine asks for its printers' jobs and reports what became of them."""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from pydantic import TypeAdapter

from printers.api.house import STALL, House, known_job, known_printer, read_form
from printers.errors import PrinterRefusal
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
from printers.spool import FinishJob, HoldJob, RecoverJobs, RequeueJob, StartSending
from printers.transports.addresses import is_agent

LONGEST_WAIT = 25.0  # seconds; below what proxies cut
REPORT: TypeAdapter[Report] = TypeAdapter(Report)
COMMANDS: dict[type, Callable[[Any], Any]] = {
    StartForm: lambda form: StartSending(form.job, form.printer, form.bytes_total),
    FinishForm: lambda form: FinishJob(
        form.job, form.state, form.evidence, form.error, form.bytes_sent, form.printer
    ),
    RequeueForm: lambda form: RequeueJob(form.job, form.printer, form.error),
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
        """The printers of a stall that its agent drives."""
        stall = request.args.get("stall", "")
        house.permit(*STALL, stall=stall)
        return jsonify(_printers(house, stall))

    @api.get("/agent/jobs/next")
    def next_job() -> tuple[Response, int]:
        """The next job of `printer`, waiting up to `wait` seconds; 204 when there is none.

        `encoded=1` adds the bytes in base64: a tablet hands them to a print app and can only say `sent`.
        """
        name = request.args.get("printer", "")
        _check_printer(house, name)
        wait = min(request.args.get("wait", 0.0, type=float), LONGEST_WAIT)
        job = _wait_for_job(house, name, wait)
        if job is None:
            return Response(), 204
        wanted = ("id", "subject", "kind", "stall", "document", "created_at", "released_at", "expires_at")
        shown = {key: job[key] for key in wanted} | {"now": datetime.now(UTC).isoformat()}
        return jsonify(shown | _bytes(house, name, job)), 200

    @api.post("/agent/reports")
    def report() -> Response:
        """What an agent did or saw; `result` says whether it changed anything."""
        form = REPORT.validate_json(request.get_data(cache=False))
        _check_printer(house, form.printer)
        if not isinstance(form, StateForm):
            _check_job(house, form)
        result = house.submit(COMMANDS[type(form)](form))
        house.hear(form.printer)
        return jsonify({"result": bool(result)})


def _bytes(house: House, name: str, job: dict[str, Any]) -> dict[str, str]:
    running = house.service()
    if running is None or request.args.get("encoded") != "1":
        return {}
    capabilities = capabilities_of(known_printer(house.reading, name))
    return {"data": b64encode(running.encoder(job["document"], capabilities)).decode()}


def _printers(house: House, stall: str) -> list[dict[str, Any]]:
    with house.reading() as connection:
        rows = printers_where(connection, stall)
    mine = [row for row in rows if is_agent(row["connection"]) and row["enabled"]]
    house.hear(*(row["name"] for row in mine))
    return mine


def _wait_for_job(house: House, name: str, seconds: float) -> dict[str, Any] | None:
    running = house.service()
    job = running.agents.wait_for_job(name, seconds) if running else None
    house.hear(name)
    return job


def _check_printer(house: House, name: str) -> None:
    house.permit(*STALL)
    row = known_printer(house.reading, name)
    house.permit(*STALL, stall=row["stall"])
    if not is_agent(row["connection"]):
        raise PrinterRefusal(
            "not_an_agents_printer",
            "Printer ini digerakkan server, bukan komputer stan.",
            "The server drives this printer, not a stall's machine.",
            "conflict",
            printer=name,
        )


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
