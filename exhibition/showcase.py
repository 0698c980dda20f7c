"""The buyers' pages: product, e-receipt, catalogue, and what they want to say. No sign-in, no script."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from exhibition.feedback import FeedbackForm, GiveFeedback, code_unknown
from exhibition.language import reader_language
from exhibition.paper.receipts import Letterhead, collect_text, local_time
from exhibition.products import Showing, catalogue, find_showing
from exhibition.program import Program
from pos import tables
from pos.api.reading import read_form
from pos.balances import open_balance
from pos.codes import read_code
from pos.money import rupiah_text
from pos.refusals import Message, NotFound
from pos.statements import current_payments, find_sale_by_receipt
from pos.ways_of_paying import is_balance

PAYMENTS = {
    "id": {"cash": "Tunai", "qris": "QRIS", "card": "Kartu", "transfer": "Transfer"},
    "en": {"cash": "Cash", "qris": "QRIS", "card": "Card", "transfer": "Transfer"},
}


def create_showcase(program: Program) -> Blueprint:
    """The routes for buyers."""
    showcase = Blueprint("showcase", __name__)

    @showcase.get("/p")
    @showcase.get("/P")
    def type_code() -> BaseResponse | str:
        _as_page()
        text = request.args.get("code", "").strip()
        return redirect(f"/p/{quote(text, safe='')}", 303) if text else render_template("code.html")

    @showcase.get("/p/<text>")
    @showcase.get("/P/<text>")
    def product(text: str) -> str:
        _as_page()
        showing = _showing(program, text)
        return render_template(
            "product.html", product=showing, json_ld=_json_ld(showing), told=request.args.get("told")
        )

    @showcase.post("/p/<text>")
    @showcase.post("/P/<text>")
    def tell(text: str) -> BaseResponse:
        _as_page()
        _give(program, FeedbackForm.model_validate(_answers(text), strict=False))
        return redirect(
            url_for("showcase.product", text=text, told="1", lang=reader_language()) + "#kesan", 303
        )

    @showcase.get("/r/<code>")
    @showcase.get("/R/<code>")
    def receipt(code: str) -> str:
        _as_page()
        return render_template("receipt.html", **_receipt(program, code))

    @showcase.get("/catalog")
    def catalog() -> str:
        _as_page()
        with program.reading() as connection:
            groups = catalogue(connection, reader_language(), datetime.now(UTC))
        return render_template("catalog.html", groups=groups)

    @showcase.post("/api/v1/feedback")
    def feedback() -> tuple[Response, int]:
        form = read_form(FeedbackForm, "invalid_feedback")
        return jsonify({"id": _give(program, form), "status": "accepted"}), 201

    return showcase


def _as_page() -> None:
    g.page = True


def _showing(program: Program, text: str) -> Showing:
    code = read_code(text)
    if code is not None:
        with program.reading() as connection:
            showing = find_showing(connection, code, reader_language(), datetime.now(UTC))
        if showing is not None:
            return showing
    raise code_unknown(text)


def _json_ld(product: Showing) -> str:
    """The product for machines: a block of data, which the content policy lets through."""
    facts = {
        "@context": "https://schema.org/",
        "@type": "Product",
        "name": product.name,
        "sku": product.sku,
        "description": product.story,
        "category": product.category,
        "countryOfOrigin": "ID",
        "manufacturer": {"@type": "Organization", "name": product.official_name},
        "offers": {"@type": "Offer", "price": product.price, "priceCurrency": "IDR"},
    }
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")


def _answers(text: str) -> dict[str, Any]:
    form = request.form
    answers: dict[str, Any] = {"code": text, "rating": form.get("rating", "")}
    return answers | {name: form[name] for name in ("price", "reason", "comment") if form.get(name)}


def _give(program: Program, form: FeedbackForm) -> str:
    program.feedback_pace.visit(request.remote_addr or "")
    identity: str = program.submit(GiveFeedback(form, reader_language()))
    return identity


def _receipt(program: Program, code: str) -> dict[str, Any]:
    with program.reading() as connection:
        sale = find_sale_by_receipt(connection, code)
        payments = current_payments(connection, sale["seq"]) if sale else []
        balance = open_balance(connection, sale["seq"]) if sale else 0
        event = connection.execute(select(tables.event)).first()
        stall = sale and connection.scalar(
            select(tables.stall.c.name).where(tables.stall.c.no == sale["stall"])
        )
    if sale is None:
        raise NotFound(
            "receipt_unknown",
            Message("Struk ini tidak ada.", "There is no such receipt."),
        )
    names = PAYMENTS[reader_language()]
    return {
        "sale": sale,
        "stall_name": stall,
        "sold_at": _local(sale["sold_at"], event),
        "rupiah": rupiah_text,
        "paid_by": lambda method: names.get(method, method),
        "payments": (made := [payment for payment in payments if not is_balance(payment)]),
        "balance": balance,
        "collected": lambda pickup: collect_text(pickup, Letterhead("", language=reader_language())),
        "change": sum(max((p["tendered"] or p["amount"]) - p["amount"], 0) for p in made),
    }


def _local(moment: str, event: Any) -> str:
    if event is None:
        return datetime.fromisoformat(moment).astimezone(ZoneInfo("Asia/Jakarta")).strftime("%d-%m-%Y %H.%M")
    head = Letterhead(event.name, timezone=event.timezone, tz_abbr=event.tz_abbr, language=reader_language())
    return local_time(moment, head)
