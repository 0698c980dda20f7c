"""Paper over HTTP: receipts as the printer gets them, labels to look at, labels to print."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, cast

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from exhibition.paper.label_shop import Goods, LabelShop, TodaysFood, read_goods, unknown_product
from exhibition.paper.labels import LabelBatchForm, PrintLabels
from exhibition.paper.receipts import receipt
from exhibition.reactions import Stationery
from pos import tables
from pos.api.reading import content_of, not_found, read_form, read_uuid
from pos.journal import read_entries
from pos.principal import STALL_ROLES, Principal
from pos.refusals import Conflict, Invalid, Message
from printers.capabilities import Capabilities
from printers.documents import Document, from_json, to_json
from printers.encoders.encode import encode, pdf, png, text
from printers.registry import capabilities_of
from printers.tables import print_job, printer

RECEIPT_FORMATS = ("text", "png", "escpos", "pdf")
LABEL_FORMATS = ("png", "tspl", "zpl", "escpos", "pdf")
LABEL_KINDS = ("price", "food")
LABEL_SIZES = ("50x30", "40x30")
PAPERS = {"58": "58mm", "80": "80mm"}
MIME = {"text": "text/plain; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}
RAW = "application/octet-stream"
MOST_COPIES = 200  # on label sheets

Run = Callable[..., Any]


def create_api(
    *,
    reading: Callable[[], AbstractContextManager[Connection]],
    submit: Callable[[Any], Any],
    principal: Callable[[], Principal],
    stationery: Stationery,
    shop: LabelShop,
    in_thread: Run,
    wake: Callable[[str | None], None],
) -> Blueprint:
    """The routes. `in_thread(function, args)` draws where the loop is not held up; `wake(stall)` printers."""
    api = Blueprint("paper", __name__)

    @api.get("/api/v1/sales/<uuid>/receipt")
    def show_receipt(uuid: str) -> Response:
        principal().require("cashier", "lead", "treasurer", "organiser")
        kind = _choice("format", RECEIPT_FORMATS, "text")
        with reading() as connection:
            stall, document = find_receipt(connection, read_uuid(uuid), stationery)
            principal().require_stall(stall)
            capabilities = _receipt_printer(connection, stall, _choice("paper", tuple(PAPERS), None))
        return _answer(kind, in_thread(render, (kind, from_json(document), capabilities)))

    @api.get("/api/v1/products/<sku>/label")
    def show_label(sku: str) -> Response:
        principal().require("cashier", "lead", "treasurer", "organiser")
        kind = _choice("format", LABEL_FORMATS, "png")
        size = _choice("size", LABEL_SIZES, "50x30") or ""
        with reading() as connection:
            goods = read_goods(connection, [sku]).get(sku)
            demo = bool(connection.scalar(select(tables.event.c.demo)))
        if goods is None:
            raise unknown_product(sku)
        language = "escpos" if kind in ("png", "pdf") else kind
        food = TodaysFood() if _choice("kind", LABEL_KINDS, "price") == "food" else None
        label = shop.label(goods, demo, _piece_of(goods), food)
        capabilities = Capabilities.of(language, size)
        if kind == "pdf":  # an A4 sheet: how many labels, and how many places of it are used up
            copies, used = _number("copies", 1, 1, MOST_COPIES), _number("start", 0, 0, MOST_COPIES)
            return _answer(kind, in_thread(pdf, ([label] * copies, capabilities, used)))
        return _answer(kind, in_thread(render, (kind, label, capabilities)))

    @api.put("/api/v1/label-batches/<uuid>")
    def print_labels(uuid: str) -> ResponseReturnValue:
        who = principal()
        who.require("cashier", "lead", "organiser")
        form = read_form(LabelBatchForm)
        own_stall = who.stall if who.role in STALL_ROLES else None
        command = PrintLabels(read_uuid(uuid), form, content_of(form, "private_address"), shop, own_stall)
        answer = submit(command)
        with reading() as connection:
            stall = connection.scalar(select(printer.c.stall).where(printer.c.name == form.printer))
        wake(stall)
        return jsonify(answer), 200 if answer["status"] == "duplicate" else 201

    return api


def find_receipt(
    connection: Connection, sale_id: str, stationery: Stationery
) -> tuple[str, Mapping[str, Any]]:
    """A sale's stall and its receipt: the spool's own document, or the same made from the journal."""
    job = connection.execute(
        select(print_job.c.stall, print_job.c.document).where(
            print_job.c.subject == sale_id, print_job.c.kind == "receipt", print_job.c.copy == 0
        )
    ).first()
    if job is not None:
        return job.stall, job.document
    seq = connection.scalar(select(tables.sale.c.seq).where(tables.sale.c.id == sale_id))
    if seq is None:
        raise _unknown_sale(connection, sale_id)
    (entry,) = read_entries(connection, seq - 1, 1)
    return entry.data["stall"], to_json(receipt(entry.data, stationery.head(connection)))


def render(kind: str, document: Document, capabilities: Capabilities) -> bytes:
    """A document in one of the formats."""
    return RENDERERS.get(kind, encode)(document, capabilities)


RENDERERS: dict[str, Callable[[Document, Capabilities], bytes]] = {
    "text": lambda document, capabilities: text(document, capabilities).encode(),
    "png": png,
    "pdf": lambda document, capabilities: pdf([document], capabilities),
}


def _receipt_printer(connection: Connection, stall: str, paper: str | None) -> Capabilities:
    """The stall's own printer where it holds this paper, else the usual one of that width."""
    mine = select(printer).where(printer.c.stall == stall, printer.c.kind == "receipt", printer.c.enabled)
    rows = list(connection.execute(mine.order_by(printer.c.name)).mappings())
    wanted = PAPERS.get(paper or "")
    for row in rows:
        if wanted in (None, row["media"]):
            return capabilities_of(dict(row))
    return Capabilities.of("escpos", wanted or "80mm")


def _unknown_sale(connection: Connection, sale_id: str) -> Exception:
    held_id = connection.scalar(select(tables.held_sale.c.held_id).where(tables.held_sale.c.sale == sale_id))
    if held_id is None:
        return not_found(Message("Penjualan ini", "This sale"), "sale_unknown")
    return Conflict(
        "sale_held",
        Message(
            "Penjualan ini masih ditahan. Struknya ada setelah diputuskan.",
            "This sale is held. It has a receipt once it has been decided.",
        ),
        held_id=held_id,
    )


def _choice(name: str, allowed: tuple[str, ...], default: str | None) -> Any:
    value = request.args.get(name, default)
    if value is None or value in allowed:
        return value
    raise Invalid(
        "invalid_request",
        Message(f"{name}: pilih {', '.join(allowed)}.", f"{name}: choose {', '.join(allowed)}."),
        fields=[{"field": name, "problem": f"one of {', '.join(allowed)}"}],
    )


def _piece_of(goods: Goods) -> str | None:
    """The unique piece asked for, if one is."""
    piece = request.args.get("piece")
    return None if piece is None else cast("str", _choice("piece", goods.pieces, None))


def _number(name: str, default: int, least: int, most: int) -> int:
    value = request.args.get(name, str(default))
    if value.isascii() and value.isdigit() and least <= int(value) <= most:
        return int(value)
    raise Invalid(
        "invalid_request",
        Message(f"{name}: {least} sampai {most}.", f"{name}: {least} to {most}."),
        fields=[{"field": name, "problem": f"a number from {least} to {most}"}],
    )


def _answer(kind: str, body: bytes) -> Response:
    return Response(body, content_type=MIME.get(kind, RAW))
