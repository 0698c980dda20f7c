"""Labels over HTTP: looked at, put on paper by a label printer, on A4, or on cards beside the goods."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, cast

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from exhibition.paper.drawing import PAPERS, Run, answer_with, choice, day, number, render
from exhibition.paper.label_goods import label_goods
from exhibition.paper.label_shop import Goods, LabelShop, TodaysFood, read_goods, unknown_product
from exhibition.paper.labels import (
    DrawSheet,
    LabelBatchForm,
    PrintLabels,
    PrintShelfCards,
    SheetForm,
    ShelfCardForm,
)
from pos import tables
from pos.api.reading import content_of, read_form, read_uuid
from pos.principal import STALL_ROLES, Principal
from printers.capabilities import Capabilities
from printers.documents import Document, ProductLabel
from printers.encoders.encode import calibration_sheet, pdf
from printers.registry import find_printer

FORMATS = ("png", "tspl", "zpl", "escpos", "pdf")
KINDS = ("price", "food", "shelf")
SIZES = ("50x30", "40x30")
MOST_COPIES = 200  # on label sheets


def create_labels(
    *,
    reading: Callable[[], AbstractContextManager[Connection]],
    submit: Callable[[Any], Any],
    principal: Callable[[], Principal],
    shop: LabelShop,
    in_thread: Run,
    aside: Run,
    wake: Callable[[str | None], None],
) -> Blueprint:
    """The routes.

    `in_thread(function, args)` draws one label, `aside` whole sheets; `wake(stall)` tells the printers.
    """
    api = Blueprint("labels", __name__)
    _add_pictures(api, reading, principal, shop, in_thread=in_thread, aside=aside)
    _add_sheets(api, submit, principal, shop, aside)

    def _print(form_type: Any, command: Any, uuid: str) -> ResponseReturnValue:
        who = principal()
        who.require("cashier", "lead", "organiser")
        form = read_form(form_type)
        own_stall = who.stall if who.role in STALL_ROLES else None
        content = content_of(form, "private_address")
        answer = submit(command(read_uuid(uuid), form, content, shop, own_stall))
        with reading() as connection:
            chosen = find_printer(connection, form.printer)
        wake(chosen["stall"] if chosen else None)
        return jsonify(answer), 200 if answer["status"] == "duplicate" else 201

    @api.put("/api/v1/label-batches/<uuid>")
    def print_labels(uuid: str) -> ResponseReturnValue:
        """Labels on a label printer."""
        return _print(LabelBatchForm, PrintLabels, uuid)

    @api.put("/api/v1/shelf-cards/<uuid>")
    def print_shelf_cards(uuid: str) -> ResponseReturnValue:
        """Cards beside the goods, on a receipt printer."""
        return _print(ShelfCardForm, PrintShelfCards, uuid)

    return api


def _add_pictures(
    api: Blueprint,
    reading: Callable[[], AbstractContextManager[Connection]],
    principal: Callable[[], Principal],
    shop: LabelShop,
    *,
    in_thread: Run,
    aside: Run,
) -> None:
    @api.get("/api/v1/products/<sku>/label")
    def show_label(sku: str) -> Response:
        """A label as the printer gets it."""
        principal().require("cashier", "lead", "treasurer", "organiser")
        kind = choice("format", FORMATS, "png")
        with reading() as connection:
            goods = read_goods(connection, [sku]).get(sku)
            demo = bool(connection.scalar(select(tables.event.c.demo)))
        if goods is None:
            raise unknown_product(sku)
        document, capabilities = _wanted(goods, demo, kind, shop)
        if kind == "pdf":  # an A4 sheet: how many labels, and how many places of it are used up
            copies, used = number("copies", 1, 1, MOST_COPIES), number("start", 0, 0, MOST_COPIES)
            return answer_with(kind, aside(pdf, ([document] * copies, capabilities, used)))
        return answer_with(kind, in_thread(render, (kind, document, capabilities)))

    @api.get("/api/v1/label-goods")
    def show_label_goods() -> Response:
        """What labels lack, and which of them carry an old price (`reprint=1`: only these)."""
        principal().require("lead", "organiser")
        with reading() as connection:
            goods = label_goods(connection, shop)
        return jsonify([each for each in goods if each["reprint"] or request.args.get("reprint") != "1"])


def _wanted(goods: Goods, demo: bool, kind: str, shop: LabelShop) -> tuple[Document, Capabilities]:
    """What the query asks to be drawn, and on which paper."""
    language = "escpos" if kind in ("png", "pdf") else kind
    if choice("kind", KINDS, "price") == "shelf":
        return shop.shelf_card(goods, demo), Capabilities.of(
            "escpos", PAPERS[choice("paper", tuple(PAPERS), "80")]
        )
    size = choice("size", SIZES, "50x30")
    return shop.label(goods, demo, _piece_of(goods), _todays_food()), Capabilities.of(language, size)


def _add_sheets(
    api: Blueprint,
    submit: Callable[[Any], Any],
    principal: Callable[[], Principal],
    shop: LabelShop,
    aside: Run,
) -> None:
    @api.put("/api/v1/label-sheets/<uuid>")
    def draw_sheet(uuid: str) -> Response:
        """Labels on A4, or cards for the shelf, as PDF."""
        principal().require("lead", "organiser")
        form = read_form(SheetForm)
        content = content_of(form, "private_address", "start")
        documents = submit(DrawSheet(read_uuid(uuid), form, content, shop))
        media = "80mm" if form.size == "card" else form.size
        return answer_with("pdf", aside(pdf, (documents, Capabilities.of("escpos", media), form.start)))

    @api.get("/api/v1/label-sheets/calibration.pdf")
    def show_calibration_sheet() -> Response:
        """The outlines of a sheet, to hold against the labels."""
        principal().require("lead", "organiser")
        size = choice("size", SIZES, "50x30")
        sample = ProductLabel(name="-", price=0, facility="-", code="-", url="-")
        return answer_with("pdf", aside(calibration_sheet, (sample, Capabilities.of("escpos", size))))


def _piece_of(goods: Goods) -> str | None:
    """The unique piece asked for, if one is."""
    piece = request.args.get("piece")
    return None if piece is None else cast("str", choice("piece", goods.pieces, None))


def _todays_food() -> TodaysFood | None:
    """What only whoever packed it knows, for a food label; None for a price label."""
    if choice("kind", KINDS, "price") != "food":
        return None
    return TodaysFood(day("produced_on"), day("expires_on"), request.args.get("batch", "")[:40])
