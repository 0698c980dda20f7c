"""What a tablet asks for, reports and hands in."""

import hashlib
from datetime import UTC, datetime

from flask import Blueprint, Response, request

from pos import forms, snapshot, tills
from pos.api.reading import not_found, read_form
from pos.api.selling import (
    EVERYBODY,
    WATCHERS,
    Selling,
    answer,
    packed,
    stall_to_sell_at,
    with_tag,
)
from pos.event_settings import rules_in_force
from pos.journal import canonical
from pos.refusals import Message
from pos.reservations import Reservations


def add_routes(api: Blueprint, selling: Selling) -> None:
    """What a tablet asks for, reports and hands in."""
    reserved = Reservations()
    _reservations(api, selling, reserved)
    _snapshots(api, selling, reserved)
    _reports(api, selling)


def _reservations(api: Blueprint, selling: Selling, reserved: Reservations) -> None:
    @api.put("/reservations/<piece>")
    def reserve(piece: str) -> Response:
        """Keep a unique piece for a cart for five minutes; repeat to keep it longer."""
        principal = selling.principal()
        principal.require("cashier", "lead")
        form = read_form(forms.ReservationForm, "invalid_reservation")
        with selling.database.reading() as connection:
            snapshot.require_open_piece(connection, piece)
        kept = reserved.reserve(piece, form.cart, principal.till)
        return answer({"piece": piece, "until": kept.until.isoformat()})

    @api.delete("/reservations/<piece>")
    def release(piece: str) -> Response:
        """Let a piece go again."""
        principal = selling.principal()
        principal.require("cashier", "lead")
        reserved.release(piece, read_form(forms.ReservationForm, "invalid_reservation").cart)
        return Response(status=204)


def _snapshots(api: Blueprint, selling: Selling, reserved: Reservations) -> None:
    @api.get("/stalls/<no>/till")
    def get_till(no: str) -> Response:
        """Everything a till needs to sell."""
        principal = selling.principal()
        principal.require(*EVERYBODY)
        principal.require_stall(no)
        till = principal.till if principal.stall == no else None
        printers, now = selling.printers(no), datetime.now(UTC)
        address = selling.address()
        with selling.database.reading() as connection:
            known = snapshot.fingerprint(connection, no, till, reserved, now)
            tag = hashlib.sha256(canonical([known, printers, address]).encode()).hexdigest()[:24]
            if request.if_none_match.contains_weak(tag):
                return with_tag(Response(status=304), tag)
            body = snapshot.till_snapshot(connection, no, till, reserved, now)
        if body["stall"] is None:
            raise not_found(Message(f"Stan {no}", f"Stall {no}"), "stall_unknown")
        as_of = now.isoformat(timespec="milliseconds")
        whole = {
            **body,
            "journal": known["journal"],
            "as_of": as_of,
            "printers": printers,
            "address": address,
        }
        return with_tag(packed(answer(whole)), tag)

    @api.get("/products")
    def get_products() -> Response:
        """Every product with its stock."""
        selling.principal().require(*EVERYBODY)
        with selling.database.reading() as connection:
            in_force = rules_in_force(connection, datetime.now(UTC))
            return answer(snapshot.products(connection, closing=in_force))


def _reports(api: Blueprint, selling: Selling) -> None:
    @api.get("/tills")
    def get_tills() -> Response:
        """Every till with its last report; a lead sees the own stall's."""
        principal = selling.principal()
        principal.require(*WATCHERS)
        with selling.database.reading() as connection:
            return answer(tills.all_tills(connection, principal.stall if principal.role == "lead" else None))

    @api.put("/tills/<code>/report")
    def report(code: str) -> Response:
        """A tablet tells how many sales wait on it."""
        principal = selling.principal()
        stall_to_sell_at(selling, principal, code)
        form = read_form(forms.ReportForm, "invalid_report")
        return answer(selling.submit(tills.ReportTill(code, form)))

    @api.put("/tills/<code>/rejected/<document_id>")
    def put_away(code: str, document_id: str) -> Response:
        """The office is done with a document that the server would not take."""
        principal = selling.principal()
        principal.require("lead", "organiser")
        with selling.database.reading() as connection:
            principal.require_stall(tills.till_stall(connection, code))
        form = read_form(forms.PutAwayForm, "invalid_reason")
        by = principal.staff or principal.role
        return answer(selling.submit(tills.PutAway(code, document_id, form, by)))

    @api.get("/documents-put-away")
    def get_put_away() -> Response:
        """Documents the server would not take, once the office was done with them; the newest first."""
        principal = selling.principal()
        principal.require(*WATCHERS)
        with selling.database.reading() as connection:
            stall = principal.stall if principal.role == "lead" else None
            return answer(tills.documents_put_away(connection, stall))
