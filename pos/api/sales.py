"""Finished sales are handed in and read back."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from pos import forms, statements
from pos.api.reading import not_found, read_form, read_uuid
from pos.api.selling import (
    EVERYBODY,
    STALL_AND_WATCHERS,
    Json,
    Selling,
    answer,
    by_status,
    limit,
    stall_to_sell_at,
    whole_number,
)
from pos.database import read_journal_id
from pos.principal import STALL_ROLES, Principal
from pos.refusals import Forbidden, Message
from pos.sale_books import SaleAnswer
from pos.sales import RecordSale, content_hash


def add_routes(api: Blueprint, selling: Selling) -> None:
    """Finished sales are handed in and read back."""

    @api.put("/sales/<sale_id>")
    def put_sale(sale_id: str) -> Response:
        """Hand in a finished sale; repeat it until it is answered."""
        principal = selling.principal()
        sale_id = read_uuid(sale_id)
        form = read_form(forms.SaleForm, "invalid_sale")
        content = content_hash(form)
        try:
            stall = stall_to_sell_at(selling, principal, form.till)
        except Forbidden:
            if (told := _known_already(selling, sale_id, content)) is None:
                raise
            return by_status(sale_body(told, selling.receipt_url))
        command = RecordSale(sale_id, form, content, stall, revoked=principal.revoked)
        return by_status(sale_body(selling.submit(command), selling.receipt_url))

    @api.get("/sales/<sale_id>")
    def get_sale(sale_id: str) -> Response:
        """A sale with its refunds and print jobs."""
        principal = selling.principal()
        principal.require(*EVERYBODY)
        with selling.database.reading() as connection:
            sale = statements.find_sale(connection, read_uuid(sale_id))
            journal = read_journal_id(connection)
        if sale is None:
            raise not_found(Message("Penjualan ini", "This sale"), "sale_unknown")
        principal.require_stall(sale["stall"])
        sale["receipt_url"] = selling.receipt_url(sale["receipt_code"])
        return answer({**sale, "journal": journal, "print_jobs": selling.print_jobs(sale["id"])})

    @api.get("/pieces-sold-twice")
    def get_pieces_sold_twice() -> Response:
        """Unique pieces that more than one sale holds."""
        selling.principal().require("treasurer", "organiser")
        with selling.database.reading() as connection:
            return answer(statements.pieces_sold_twice(connection))

    @api.get("/sales")
    def list_sales() -> Response:
        """The newest sales: of a stall, or of all for those who watch all."""
        principal = selling.principal()
        principal.require(*STALL_AND_WATCHERS)
        stall = _stall_to_list(principal)
        number, before = request.args.get("number", "").strip(), whole_number("before", 0) or None
        with selling.database.reading() as connection:
            return answer(
                statements.latest_sales(connection, stall, limit(50, 500), number=number, before=before)
            )


def _stall_to_list(principal: Principal) -> str | None:
    """The stall whose sales are asked for; None for all."""
    stall = request.args.get("stall") or principal.stall
    if stall is not None or principal.role in STALL_ROLES:
        principal.require_stall(stall or "")
    return stall


def _known_already(selling: Selling, sale_id: str, content: str) -> SaleAnswer | None:
    """The first answer to this very document, whoever asks for it now."""
    with selling.database.reading() as connection:
        return statements.first_answer(connection, sale_id, content)


def sale_body(told: SaleAnswer, receipt_url: Callable[[str], str]) -> Json:
    """What the till is told."""
    body: Json = {
        "id": told.id,
        "number": told.number,
        "status": told.status,
        "seq": told.seq,
        "journal": told.journal,
    }
    if told.status == "held":
        return body | {"held_id": told.held_id, "reasons": told.reasons}
    return body | {"flags": told.flags, "receipt_url": receipt_url(told.receipt_code or "")}
