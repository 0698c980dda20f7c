"""Printers and print jobs over HTTP."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, jsonify, request

from printers.agent_api import add_agent_routes
from printers.desk import ConfirmJob, DropJob, ReleaseJob, RequestCopy, RequestTestPage
from printers.documents import TestPage, to_json
from printers.errors import PrinterRefusal
from printers.forms import ConfirmForm, CopyForm, PrinterForm, TestForm
from printers.house import EVERYBODY, STALL, House, Permitting, known_job, known_printer, read_form, who_asks
from printers.registry import SetPrinter, printer_view, printers_where
from printers.spool import events_of, jobs_of, jobs_where
from printers.tables import JOB_STATES
from printers.worker import PrintService, Reading, Submit

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,59}")


def create_api(
    reading: Reading,
    submit: Submit,
    permit: Permitting,
    *,
    service: Callable[[], PrintService | None] = lambda: None,
    say_time: Callable[[datetime], str] = lambda at: at.strftime("%d-%m-%Y %H.%M UTC"),
) -> Blueprint:
    """The blueprint; `service` is told of new jobs and printers, `say_time` writes local time for people."""
    api = Blueprint("printers", __name__, url_prefix="/api/v1")
    house = House(reading, submit, permit, service, say_time)
    _add_printers(api, house)
    _add_jobs(api, house)
    add_agent_routes(api, house)
    return api


# Printers -------------------------------------------------------------------------------------------


def _add_printers(api: Blueprint, house: House) -> None:
    @api.get("/printers")
    def list_printers() -> Response:
        """Every printer with its state and what to do about it."""
        house.permit(*EVERYBODY)
        with house.reading() as connection:
            return jsonify(printers_where(connection, request.args.get("stall")))

    @api.get("/printers/<name>")
    def show_printer(name: str) -> Response:
        """One printer."""
        house.permit(*EVERYBODY)
        return jsonify(printer_view(known_printer(house.reading, name)))

    @api.put("/printers/<name>")
    def put_printer(name: str) -> tuple[Response, int]:
        """Set a printer up, or change it."""
        house.permit("organiser")
        form = read_form(PrinterForm)
        new = house.submit(_set_printer(house.reading, name, form))
        house.tell(refresh=True)
        return jsonify(printer_view(known_printer(house.reading, name))), 201 if new else 200

    @api.post("/printers/<name>/test")
    def print_test_page(name: str) -> tuple[Response, int]:
        """Print a test page."""
        row = known_printer(house.reading, name)
        who = house.permit(*STALL, stall=row["stall"])
        form = read_form(TestForm, optional=True)
        page = TestPage(printer=name, stall=row["stall"] or "-", printed_at=house.now())
        wish = RequestTestPage(name, row["stall"], to_json(page), form.id or str(uuid4()), who_asks(who))
        job = house.submit(wish)
        house.tell()
        return jsonify(known_job(house.reading, job)), 201


def _set_printer(reading: Reading, name: str, form: PrinterForm) -> SetPrinter:
    _check_name(name)
    if form.fallback is not None:
        _check_fallback(known_printer(reading, form.fallback), name, form)
    return SetPrinter(
        name=name,
        stall=form.stall,
        kind=form.kind,
        connection=form.connection,
        language=form.language,
        media=form.media,
        native_qr=form.native_qr,
        completion=form.completion_query,
        caps=form.caps.model_dump(exclude_none=True),
        enabled=form.enabled,
        fallback=form.fallback,
    )


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise PrinterRefusal(
            "invalid_printer",
            "Nama printer: huruf, angka, titik dan tanda hubung, paling banyak 60.",
            "A printer's name has letters, digits, dots and hyphens, 60 at most.",
            "invalid",
            fields=[{"field": "name", "reason": "A-Z a-z 0-9 . _ -"}],
        )


def _check_fallback(other: dict[str, Any], name: str, form: PrinterForm) -> None:
    if other["name"] == name or other["kind"] != form.kind:
        raise PrinterRefusal(
            "invalid_printer",
            "Printer pengganti harus printer lain yang sejenis.",
            "The fallback must be another printer of the same kind.",
            "invalid",
            fields=[{"field": "fallback", "reason": "another printer of the same kind"}],
        )


# Jobs -----------------------------------------------------------------------------------------------


def _add_jobs(api: Blueprint, house: House) -> None:
    @api.get("/print-jobs")
    def list_jobs() -> Response:
        """The jobs of a sale (`sale`), or of a stall (`stall`) and/or in a state (`state`)."""
        house.permit(*EVERYBODY)
        sale = request.args.get("sale")
        if sale is not None:
            with house.reading() as connection:
                jobs = jobs_of(connection, _plain_uuid(sale))
            _check_stalls(house.permit, jobs)
            return jsonify(jobs)
        stall, state = request.args.get("stall"), _state(request.args.get("state"))
        house.permit(*EVERYBODY, stall=stall) if stall else house.permit("treasurer", "organiser", "viewer")
        with house.reading() as connection:
            return jsonify(jobs_where(connection, stall=stall, state=state))

    @api.get("/print-jobs/<job>")
    def show_job(job: str) -> Response:
        """One job and what happened to it."""
        shown = _permitted(house, job, EVERYBODY)[0]
        with house.reading() as connection:
            return jsonify(shown | {"events": events_of(connection, job)})

    @api.post("/print-jobs/<job>/copy")
    def copy_job(job: str) -> tuple[Response, int]:
        """A reprint marked SALINAN."""
        shown, who = _permitted(house, job, STALL)
        form = read_form(CopyForm, optional=True)
        copy = house.submit(RequestCopy(job, house.now(), who_asks(who), form.id, form.reason))
        house.tell(shown["stall"])
        return jsonify(known_job(house.reading, copy)), 201

    @api.post("/print-jobs/<job>/confirm")
    def confirm_job(job: str) -> Response:
        """Somebody says whether it is on paper."""
        _, who = _permitted(house, job, STALL)
        house.submit(ConfirmJob(job, read_form(ConfirmForm).on_paper, who_asks(who)))
        return jsonify(known_job(house.reading, job))

    @api.post("/print-jobs/<job>/release")
    def release_job(job: str) -> Response:
        """Print a held job after all."""
        shown, who = _permitted(house, job, STALL)
        house.submit(ReleaseJob(job, who_asks(who)))
        house.tell(shown["stall"])
        return jsonify(known_job(house.reading, job))

    @api.post("/print-jobs/<job>/drop")
    def drop_job(job: str) -> Response:
        """A waiting job is not wanted any more."""
        _, who = _permitted(house, job, STALL)
        house.submit(DropJob(job, who_asks(who)))
        return jsonify(known_job(house.reading, job))


def _permitted(house: House, job: str, roles: tuple[str, ...]) -> tuple[dict[str, Any], Any]:
    """The job and who asks, if that person may handle it."""
    house.permit(*roles)
    shown = known_job(house.reading, job)
    return shown, house.permit(*roles, stall=shown["stall"])


def _check_stalls(permit: Permitting, jobs: list[dict[str, Any]]) -> None:
    for stall in {job["stall"] for job in jobs}:
        permit(*EVERYBODY, stall=stall)


def _plain_uuid(text: str) -> str:
    """A uuid however it is written; anything else as it stands."""
    try:
        return str(UUID(text))
    except ValueError:
        return text


def _state(text: str | None) -> str | None:
    if text is not None and text not in JOB_STATES:
        raise PrinterRefusal(
            "invalid_state",
            "Keadaan itu tidak ada.",
            "There is no such state.",
            "invalid",
            fields=[{"field": "state", "reason": ", ".join(JOB_STATES)}],
        )
    return text
