"""Setting printers up, and how they are."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, request

from printers.api.house import (
    EVERYBODY,
    STALL,
    House,
    invalid_printer,
    known_printer,
    read_form,
)
from printers.errors import Message, PrinterRefusal
from printers.forms import HostForm, PrinterForm, misfits
from printers.registry import ChooseHost, SetPrinter, printer_view, printers_where
from printers.transports.addresses import is_app

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
        _check_printer(house, name, form)
        new = house.submit(_set_printer(name, form))
        house.tell(refresh=True)
        house.announce(printer=name, stall=form.stall)
        return jsonify(printer_view(known_printer(house.reading, name))), 201 if new else 200

    _add_hosts(api, house)


def _add_hosts(api: Blueprint, house: House) -> None:
    @api.put("/printers/<name>/host")
    def choose_host(name: str) -> Response:
        """Which tablet hands this printer's jobs to its print app."""
        row = known_printer(house.reading, name)
        house.permit(*STALL, stall=row["stall"])
        form = read_form(HostForm)
        if not is_app(row["connection"]):
            raise PrinterRefusal(
                "not_a_print_app",
                "Printer ini tidak dicetak lewat aplikasi di tablet.",
                "This printer does not print through an app on a tablet.",
                "conflict",
                printer=name,
            )
        house.submit(ChooseHost(name, form.till))
        house.announce(printer=name, stall=row["stall"])
        return jsonify(printer_view(known_printer(house.reading, name)))


def _check_printer(house: House, name: str, form: PrinterForm) -> None:
    _check_name(name)
    if found := misfits(form):
        raise invalid_printer(found)
    if form.stall is not None:
        _check_stall(house, form.stall)
    if form.fallback is not None:
        _check_fallback(known_printer(house.reading, form.fallback), name, form)


def _set_printer(name: str, form: PrinterForm) -> SetPrinter:
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
        problem = Message(
            "A-Z a-z 0-9 . _ - dan spasi, paling banyak 60", "A-Z a-z 0-9 . _ - and space, 60 at most"
        )
        raise invalid_printer([("name", problem)])


def _check_stall(house: House, stall: str) -> None:
    if not house.knows_stall(stall):
        problem = Message(f"tidak ada stan {stall}", f"there is no stall {stall}")
        raise PrinterRefusal(
            "stall_unknown",
            f"Tidak ada stan {stall}.",
            f"There is no stall {stall}.",
            "invalid",
            stall=stall,
            fields=[{"field": "stall", "problem": problem}],
        )


def _check_fallback(other: dict[str, Any], name: str, form: PrinterForm) -> None:
    if other["name"] == name or other["kind"] != form.kind:
        problem = Message("printer lain dari jenis yang sama", "another printer of the same kind")
        raise invalid_printer([("fallback", problem)])
