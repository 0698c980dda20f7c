"""Orders: what was promised, what is still to be paid, and where it goes."""

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from pos import refunds
from pos.api.reading import content_of, read_form, read_uuid
from pos.api.selling import EVERYBODY, STALL_AND_WATCHERS, Selling, answer, by_status, require_till
from pos.orders import contacts, listing
from pos.orders.commands import HandOver, PayBalance, SetCapacity
from pos.orders.forms import BalancePaymentForm, CapacityForm, ContactForm, HandoverForm
from pos.principal import STALL_ROLES, Principal
from pos.refusals import Forbidden, Message
from pos.tills import till_stall

TO_DELIVER = (*STALL_ROLES, "organiser")  # who may know where a buyer lives


def add_routes(api: Blueprint, selling: Selling) -> None:
    """Orders from the sale to the buyer's hands."""
    _orders(api, selling)
    _contacts(api, selling)


def _orders(api: Blueprint, selling: Selling) -> None:
    @api.get("/orders")
    def get_orders() -> Response:
        """Every ordered line; stall staff see their own stall's."""
        principal = selling.principal()
        principal.require(*STALL_AND_WATCHERS)
        stall = principal.stall if principal.role in STALL_ROLES else request.args.get("stall")
        with selling.database.reading() as connection:
            return answer(listing.orders(connection, stall, request.args.get("facility")))

    @api.put("/balance-payments/<document_id>")
    def pay_balance(document_id: str) -> Response:
        """The buyer pays the balance of an order."""
        principal, document_id = selling.principal(), read_uuid(document_id)
        principal.require(*STALL_AND_WATCHERS)
        form = read_form(BalancePaymentForm, "invalid_balance_payment")
        if form.till is not None:
            require_till(selling, principal, form.till)
        _at_own_stall(selling, principal, form.sale)
        return by_status(selling.submit(PayBalance(document_id, form, content_of(form), principal.staff)))

    @api.put("/order-handovers/<document_id>")
    def hand_over(document_id: str) -> Response:
        """The buyer has the goods; or the mark was a mistake."""
        principal, document_id = selling.principal(), read_uuid(document_id)
        principal.require(*STALL_AND_WATCHERS)
        form = read_form(HandoverForm, "invalid_handover")
        _at_own_stall(selling, principal, form.sale)
        return by_status(selling.submit(HandOver(document_id, form, content_of(form), principal.staff)))

    @api.put("/products/<sku>/order-capacity")
    def set_capacity(sku: str) -> Response:
        """So many pieces may be ordered during the fair; null is no limit."""
        principal = selling.principal()
        principal.require("organiser")
        form = read_form(CapacityForm, "invalid_capacity")
        return answer(selling.submit(SetCapacity(sku, form, principal.staff or principal.role)))


def _contacts(api: Blueprint, selling: Selling) -> None:
    @api.put("/order-contacts/<document_id>")
    def put_contact(document_id: str) -> Response:
        """Where a sale's orders are delivered; the sale itself may still be on its way."""
        principal, document_id = selling.principal(), read_uuid(document_id)
        form = read_form(ContactForm, "invalid_contact")
        return by_status(
            selling.submit(contacts.KeepContact(document_id, form, _stall_of(selling, principal, form.sale)))
        )

    @api.get("/orders/<sale_id>/contact")
    def get_contact(sale_id: str) -> Response:
        """Where a sale's orders are delivered: for the stall's staff and the organiser."""
        principal, sale_id = selling.principal(), read_uuid(sale_id)
        principal.require(*TO_DELIVER)
        with selling.database.reading() as connection:
            contact = contacts.find_contact(connection, sale_id)
        principal.require_stall(contact["stall"])
        return answer(contact)

    @api.delete("/orders/<sale_id>/contact")
    def forget_contact(sale_id: str) -> Response:
        """Delete it: it has served, or the buyer asked for it."""
        principal, sale_id = selling.principal(), read_uuid(sale_id)
        principal.require("lead", "organiser")
        with selling.database.reading() as connection:
            stall = contacts.stall_of_contact(connection, sale_id)
        if stall is not None:
            principal.require_stall(stall)
            selling.submit(contacts.ForgetContact(sale_id))
        return Response(status=204)


def _at_own_stall(selling: Selling, principal: Principal, sale_id: str) -> None:
    with selling.database.reading() as connection:
        _require_place(connection, principal, refunds.get_sale_row(connection, sale_id).stall)


def _require_place(connection: Connection, principal: Principal, stall: str) -> None:
    """Their own stall, or one at which this tablet was before: what it did there still comes in."""
    if stall not in (till_stall(connection, till) for till in principal.former):
        principal.require_stall(stall)


def _stall_of(selling: Selling, principal: Principal, sale_id: str) -> str:
    """The stall that keeps a contact: whoever sold it or knows it already, else who hands it in."""
    if not principal.revoked:
        principal.require(*EVERYBODY)
    with selling.database.reading() as connection:
        stall = contacts.stall_to_keep_it(connection, sale_id) or principal.stall
        if stall is None:
            raise Forbidden(
                "role_not_allowed",
                Message("Hanya tablet stan yang mencatat kontak.", "Only a stall's tablet keeps a contact."),
                role=principal.role,
            )
        _require_place(connection, principal, stall)
    return stall
