"""Receipts over HTTP, exactly as the printer gets them."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection, select

from exhibition.paper.drawing import PAPERS, Run, answer_with, choice, render
from exhibition.paper.receipts import receipt
from exhibition.reactions import Stationery
from pos import tables
from pos.api.reading import not_found, read_uuid
from pos.journal import read_entries
from pos.principal import Principal
from pos.refusals import Conflict, Message
from printers.capabilities import Capabilities
from printers.documents import from_json, to_json
from printers.registry import capabilities_of
from printers.tables import print_job, printer

FORMATS = ("text", "png", "escpos", "pdf")


def create_api(
    *,
    reading: Callable[[], AbstractContextManager[Connection]],
    principal: Callable[[], Principal],
    stationery: Stationery,
    in_thread: Run,
) -> Blueprint:
    """The route. `in_thread(function, args)` draws where the loop is not held up."""
    api = Blueprint("paper", __name__)

    @api.get("/api/v1/sales/<uuid>/receipt")
    def show_receipt(uuid: str) -> Response:
        principal().require("cashier", "lead", "treasurer", "organiser")
        kind = choice("format", FORMATS, "text")
        with reading() as connection:
            stall, document = find_receipt(connection, read_uuid(uuid), stationery)
            principal().require_stall(stall)
            capabilities = _receipt_printer(connection, stall, choice("paper", tuple(PAPERS), None))
        return answer_with(kind, in_thread(render, (kind, from_json(document), capabilities)))

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
