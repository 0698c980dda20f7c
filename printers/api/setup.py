"""Setting printers up, and how they are."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, request

from printers.api.house import (
    EVERYBODY,
    House,
    invalid_printer,
    known_printer,
    read_form,
)
from printers.forms import PrinterForm
from printers.registry import SetPrinter, printer_view, printers_where
from printers.worker import Reading

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,59}")


def add_routes(api: Blueprint, house: House) -> None:
    """List, look at, set up."""

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
        house.announce(printer=name, stall=form.stall)
        return jsonify(printer_view(known_printer(house.reading, name))), 201 if new else 200


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
        raise invalid_printer("name", "A-Z a-z 0-9 . _ - and space, 60 at most")


def _check_fallback(other: dict[str, Any], name: str, form: PrinterForm) -> None:
    if other["name"] == name or other["kind"] != form.kind:
        raise invalid_printer("fallback", "another printer of the same kind")
