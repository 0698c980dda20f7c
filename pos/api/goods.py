"""Goods come in, move and change their price."""

from flask import Blueprint, Response, request

from pos import forms, goods, notes
from pos.api.reading import content_of, read_form, read_uuid
from pos.api.selling import STALL_AND_WATCHERS, Selling, answer, by_status
from pos.descriptions import DescribeProduct, DescriptionForm


def add_routes(api: Blueprint, selling: Selling) -> None:
    """Goods come in, move and change their price."""

    @api.put("/consignments/<document_id>")
    def put_consignment(document_id: str) -> Response:
        """Count a delivery note in."""
        principal, document_id = selling.principal(), read_uuid(document_id)
        principal.require("lead", "organiser")
        form = read_form(forms.ConsignmentForm, "invalid_consignment")
        principal.require_stall(form.stall)
        return by_status(selling.submit(goods.ReceiveConsignment(document_id, form, content_of(form))))

    @api.put("/stock-movements/<document_id>")
    def put_movement(document_id: str) -> Response:
        """Goods come or go without a sale."""
        principal, document_id = selling.principal(), read_uuid(document_id)
        principal.require("lead", "organiser")
        form = read_form(forms.MovementForm, "invalid_stock_movement")
        principal.require_stall(form.stall)
        command = goods.MoveStock(document_id, form, content_of(form), principal.staff or principal.role)
        return by_status(selling.submit(command))

    @api.put("/product-descriptions/<document_id>")
    def put_description(document_id: str) -> Response:
        """Fill in what a product's label must say."""
        principal, document_id = selling.principal(), read_uuid(document_id)
        principal.require("lead", "organiser")
        form = read_form(DescriptionForm, "invalid_description")
        return by_status(selling.submit(DescribeProduct(document_id, form, content_of(form), principal)))

    @api.put("/price-changes/<document_id>")
    def put_price(document_id: str) -> Response:
        """Change a price; the old one stays in the history."""
        principal, document_id = selling.principal(), read_uuid(document_id)
        principal.require("organiser")
        form = read_form(forms.PriceForm, "invalid_price_change")
        command = goods.ChangePrice(document_id, form, content_of(form), principal.staff or principal.role)
        return by_status(selling.submit(command))

    @api.get("/consignments")
    def get_consignments() -> Response:
        """Delivery notes, the newest first."""
        principal = selling.principal()
        principal.require("lead", "treasurer", "organiser")
        with selling.database.reading() as connection:
            return answer(notes.deliveries(connection, principal.stall))

    @api.get("/returns")
    def get_returns() -> Response:
        """What has gone back to each facility, stall by stall."""
        principal = selling.principal()
        principal.require("lead", "treasurer", "organiser")
        with selling.database.reading() as connection:
            return answer(notes.returns(connection, principal.stall))

    @api.get("/stock")
    def get_stock() -> Response:
        """Where every piece is."""
        selling.principal().require(*STALL_AND_WATCHERS)
        with selling.database.reading() as connection:
            return answer(goods.stock_statement(connection, request.args.get("facility")))
