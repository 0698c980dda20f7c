"""Selling over HTTP: parse, check the credential, call one use case, answer. No rules live here."""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request

from pos import corrections, forms, goods, held, refunds, shifts, snapshot, stalls, statements, tills
from pos.database import Database, read_journal_id
from pos.journal import read_entries
from pos.principal import Principal
from pos.refusals import Forbidden, Invalid, Message
from pos.requests import content_of, not_found, read_form, read_uuid
from pos.reservations import Reservations
from pos.sales import RecordSale, SaleAnswer, content_hash

Json = dict[str, Any]

WATCHERS = ("lead", "treasurer", "organiser")
EVERYBODY = ("cashier", "lead", "treasurer", "organiser", "viewer")
STATUS = {"accepted": 201, "duplicate": 200, "held": 202, "open": 201, "closed": 200}
MOST_ENTRIES = 10_000


@dataclass(frozen=True)
class Selling:
    """What the program hands in: the database, the writer, and what other rooms know."""

    database: Database
    submit: Callable[[Any], Any]
    principal: Callable[[], Principal]
    receipt_url: Callable[[str], str]
    print_jobs: Callable[[str], list[Json]]
    approver: Callable[[str, str, str], str | None]  # (code, refund id, stall) -> who approved
    printers: Callable[[str], list[Json]] = lambda _stall: []


def create_api(selling: Selling) -> Blueprint:
    """The blueprint of /api/v1 for everything that is sold."""
    api = Blueprint("pos", __name__, url_prefix="/api/v1")
    for part in (_sales, _held, _refunds, _corrections, _shifts, _tills, _stalls, _goods, _journal):
        part(api, selling)
    return api


def answer(body: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def _by_status(body: Json) -> Response:
    return answer(body, STATUS[body["status"]])


def _sales(api: Blueprint, selling: Selling) -> None:
    @api.put("/sales/<sale_id>")
    def put_sale(sale_id: str) -> Response:
        """Hand in a finished sale; repeat it until it is answered."""
        principal = selling.principal()
        sale_id = read_uuid(sale_id)
        form = read_form(forms.SaleForm, "invalid_sale")
        stall = _stall_to_sell_at(principal, form.till)
        command = RecordSale(sale_id, form, content_hash(form), stall, revoked=principal.revoked)
        return _sale_answer(selling.submit(command), selling.receipt_url)

    @api.get("/sales/<sale_id>")
    def get_sale(sale_id: str) -> Response:
        """A sale with its refunds and print jobs."""
        principal = selling.principal()
        principal.require(*EVERYBODY)
        with selling.database.reading() as connection:
            sale = statements.find_sale(connection, read_uuid(sale_id))
            journal = read_journal_id(connection)
        if sale is None:
            raise not_found("Penjualan / The sale", "sale_unknown")
        principal.require_stall(sale["stall"])
        sale["receipt_url"] = selling.receipt_url(sale["receipt_code"])
        return answer({**sale, "journal": journal, "print_jobs": selling.print_jobs(sale["id"])})

    @api.get("/sales")
    def list_sales() -> Response:
        """A stall's newest sales."""
        principal = selling.principal()
        principal.require("cashier", *WATCHERS)
        stall = request.args.get("stall") or principal.stall or ""
        principal.require_stall(stall)
        with selling.database.reading() as connection:
            return answer(statements.latest_sales(connection, stall, _limit(50, 500)))


def _stall_to_sell_at(principal: Principal, till: str) -> str:
    """The stall of the credential's own till; Forbidden for every other till."""
    if not principal.revoked:
        principal.require("cashier", "lead", "treasurer", "organiser", "viewer")
    if principal.stall is None or till not in (principal.till, *principal.former):
        raise Forbidden(
            "wrong_till",
            Message(
                f"Kasir {till} bukan milik perangkat ini. Daftarkan ulang tablet ini.",
                f"Till {till} does not belong to this device. Enrol it again.",
            ),
            fields=[{"field": "till", "problem": f"{till} is not this credential's till"}],
            till=principal.till,
        )
    return principal.stall


def _sale_answer(told: SaleAnswer, receipt_url: Callable[[str], str]) -> Response:
    body: Json = {
        "id": told.id,
        "number": told.number,
        "status": told.status,
        "seq": told.seq,
        "journal": told.journal,
    }
    if told.status == "held":
        body |= {"held_id": told.held_id, "reasons": told.reasons}
    else:
        body |= {"flags": told.flags, "receipt_url": receipt_url(told.receipt_code or "")}
    return _by_status(body)


def _held(api: Blueprint, selling: Selling) -> None:
    @api.get("/held")
    def get_held() -> Response:
        """Held sales, the newest first; `?undecided=1` leaves out what is settled."""
        selling.principal().require("treasurer", "organiser")
        with selling.database.reading() as connection:
            return answer(
                held.held_sales(connection, undecided_only=request.args.get("undecided") in ("1", "true"))
            )

    @api.put("/held/<held_id>/decision")
    def decide(held_id: str) -> Response:
        """Accept or reject a held sale, once."""
        principal = selling.principal()
        principal.require("organiser")
        form = read_form(forms.DecisionForm, "invalid_decision")
        command = held.DecideHeld(held_id, form, principal.staff or principal.role, str(uuid.uuid4()))
        return answer(selling.submit(command))


def _refunds(api: Blueprint, selling: Selling) -> None:
    @api.put("/refunds/<refund_id>")
    def put_refund(refund_id: str) -> Response:
        """Give money back for pieces of a sale; the server computes the amount."""
        principal = selling.principal()
        principal.require("cashier", *WATCHERS)
        refund_id = read_uuid(refund_id)
        form = read_form(forms.RefundForm, "invalid_refund")
        content = content_of(form, "approval")
        with selling.database.reading() as connection:
            earlier = refunds.find_refund(connection, refund_id, content)
            stall = None if earlier else refunds.get_sale_row(connection, form.sale).stall
        if earlier or stall is None:
            return answer(earlier)
        approved_by = _approval(selling, principal, form.approval, refund_id, stall)
        if approved_by is None and not form.unsent:
            raise refunds.approval_required(refund_id)
        return _by_status(
            selling.submit(
                refunds.RefundSale(refund_id, form, content, principal.till, principal.staff, approved_by)
            )
        )

    @api.get("/refunds")
    def get_unapproved() -> Response:
        """Voids booked without a second person, that wait for a lead's word."""
        principal = selling.principal()
        principal.require(*WATCHERS)
        with selling.database.reading() as connection:
            stall = principal.stall if principal.role == "lead" else None
            return answer(corrections.unapproved_refunds(connection, stall))

    @api.put("/refunds/<refund_id>/approval")
    def approve_refund(refund_id: str) -> Response:
        """Stand by a void that a cashier booked offline."""
        principal, refund_id = selling.principal(), read_uuid(refund_id)
        principal.require("cashier", *WATCHERS)
        form = read_form(forms.ApprovalForm, "invalid_approval")
        with selling.database.reading() as connection:
            stall = corrections.refund_stall(connection, refund_id)
        approved_by = _approval(selling, principal, form.approval, refund_id, stall)
        if approved_by is None:
            raise refunds.approval_required(refund_id)
        return answer(selling.submit(corrections.ApproveRefund(refund_id, approved_by)))


def _approval(
    selling: Selling, principal: Principal, code: str | None, document_id: str, stall: str
) -> str | None:
    """Who stands by a correction: the credential itself, or the person behind a fresh code."""
    principal.require_stall(stall)
    if principal.may_approve:
        return principal.staff or principal.role
    return selling.approver(code, document_id, stall) if code else None


def _corrections(api: Blueprint, selling: Selling) -> None:
    @api.put("/payment-corrections/<correction_id>")
    def correct_payments(correction_id: str) -> Response:
        """Say how a sale was really paid; the goods stay sold."""
        principal, correction_id = selling.principal(), read_uuid(correction_id)
        principal.require("cashier", *WATCHERS)
        form = read_form(forms.PaymentCorrectionForm, "invalid_payment_correction")
        content = content_of(form, "approval")
        with selling.database.reading() as connection:
            earlier = goods.find_repeated(connection, "payment_correction", correction_id, content)
            stall = refunds.get_sale_row(connection, form.sale).stall
        if earlier:
            return answer(earlier)
        approved_by = _approval(selling, principal, form.approval, correction_id, stall)
        if approved_by is None:
            raise refunds.approval_required(correction_id)
        command = corrections.CorrectPayments(correction_id, form, content, principal.staff, approved_by)
        return _by_status(selling.submit(command))

    @api.put("/sales/<sale_id>/payments/<int:position>/confirmation")
    def confirm_payment(sale_id: str, position: int) -> Response:
        """The money of an unconfirmed payment has arrived."""
        principal, sale_id = selling.principal(), read_uuid(sale_id)
        principal.require("cashier", *WATCHERS)
        form = read_form(forms.ConfirmationForm, "invalid_confirmation")
        with selling.database.reading() as connection:
            principal.require_stall(refunds.get_sale_row(connection, sale_id).stall)
        return answer(selling.submit(corrections.ConfirmPayment(sale_id, position, form, principal.staff)))


def _shifts(api: Blueprint, selling: Selling) -> None:
    @api.put("/shifts/<shift_id>")
    def open_shift(shift_id: str) -> Response:
        """Open a till's drawer with its float."""
        principal, shift_id = selling.principal(), read_uuid(shift_id)
        principal.require("cashier", *WATCHERS)
        form = read_form(forms.ShiftForm, "invalid_shift")
        with selling.database.reading() as connection:
            principal.require_stall(shifts.till_stall(connection, form.till))
        return _by_status(selling.submit(shifts.OpenShift(shift_id, form, content_of(form), principal.staff)))

    @api.put("/shifts/<shift_id>/close")
    def close_shift(shift_id: str) -> Response:
        """Count the drawer; what was expected is in the answer."""
        principal, shift_id = selling.principal(), read_uuid(shift_id)
        principal.require("cashier", *WATCHERS)
        form = read_form(forms.CloseForm, "invalid_count")
        _at_own_stall(selling, principal, shift_id)
        return _by_status(
            selling.submit(shifts.CloseShift(shift_id, form, content_of(form), principal.staff))
        )

    @api.get("/shifts/<shift_id>")
    def get_shift(shift_id: str) -> Response:
        """A shift's figures and the sales that came too late."""
        principal, shift_id = selling.principal(), read_uuid(shift_id)
        principal.require("cashier", *WATCHERS)
        _at_own_stall(selling, principal, shift_id)
        with selling.database.reading() as connection:
            return answer(shifts.shift_report(connection, shift_id))

    @api.put("/cash-movements/<movement_id>")
    def move_cash(movement_id: str) -> Response:
        """Cash in, cash out, or a deposit with two names."""
        principal, movement_id = selling.principal(), read_uuid(movement_id)
        principal.require("cashier", *WATCHERS)
        form = read_form(forms.CashMovementForm, "invalid_cash_movement")
        _at_own_stall(selling, principal, form.shift)
        return _by_status(
            selling.submit(shifts.MoveCash(movement_id, form, content_of(form), principal.staff))
        )


def _at_own_stall(selling: Selling, principal: Principal, shift_id: str) -> None:
    with selling.database.reading() as connection:
        principal.require_stall(shifts.get_shift(connection, shift_id).stall)


def _tills(api: Blueprint, selling: Selling) -> None:
    reserved = Reservations()

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

    @api.get("/stalls/<no>/till")
    def get_till(no: str) -> Response:
        """Everything a till needs to sell."""
        principal = selling.principal()
        principal.require(*EVERYBODY)
        principal.require_stall(no)
        with selling.database.reading() as connection:
            till = principal.till if principal.stall == no else None
            body = snapshot.till_snapshot(connection, no, till, reserved)
            journal = read_journal_id(connection)
        if body["stall"] is None:
            raise not_found(f"Stan / Stall {no}", "stall_unknown")
        return answer({**body, "journal": journal, "as_of": _now(), "printers": selling.printers(no)})

    @api.get("/products")
    def get_products() -> Response:
        """Every product with its stock."""
        selling.principal().require(*EVERYBODY)
        with selling.database.reading() as connection:
            return answer(snapshot.products(connection))

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
        _stall_to_sell_at(principal, code)
        form = read_form(forms.ReportForm, "invalid_report")
        return answer(selling.submit(tills.ReportTill(code, form)))

    @api.post("/outbox-imports")
    def import_outbox() -> Response:
        """Hand in the file that a tablet saved; every sale is answered as if the tablet had sent it."""
        selling.principal().require("organiser")
        form = read_form(forms.OutboxForm, "invalid_outbox")
        with selling.database.reading() as connection:
            stall = shifts.till_stall(connection, form.till)
        return answer([_import(selling, form.till, stall, sale) for sale in form.sales])


def _import(selling: Selling, till: str, stall: str, offered: forms.OfferedSaleForm) -> Json:
    if offered.till != till:
        return {"id": offered.id, "number": offered.number, "status": "rejected", "code": "wrong_till"}
    sale = forms.SaleForm.model_construct(
        **{**{name: getattr(offered, name) for name in forms.SaleForm.model_fields}, "reoffered": True}
    )
    told: SaleAnswer = selling.submit(RecordSale(offered.id, sale, content_hash(sale), stall))
    return {"id": told.id, "number": told.number, "status": told.status, "reasons": told.reasons}


def _stalls(api: Blueprint, selling: Selling) -> None:
    @api.get("/stalls")
    def get_stalls() -> Response:
        """The stalls of the exhibition."""
        selling.principal().require(*EVERYBODY)
        with selling.database.reading() as connection:
            return answer(snapshot.stalls(connection))

    @api.get("/stalls/<no>/settings")
    def get_settings(no: str) -> Response:
        """A stall's settings."""
        principal = selling.principal()
        principal.require("cashier", *WATCHERS)
        principal.require_stall(no)
        with selling.database.reading() as connection:
            return answer(stalls.stall_settings(connection, no))

    @api.put("/stalls/<no>/settings")
    def put_settings(no: str) -> Response:
        """Replace a stall's settings."""
        selling.principal().require("organiser")
        form = read_form(forms.StallSettingsForm, "invalid_settings")
        return answer(selling.submit(stalls.SetStall(no, form)))

    @api.post("/offer-again")
    def offer_again() -> Response:
        """Ask every tablet to hand in all its sales once more."""
        selling.principal().require("organiser")
        return answer(selling.submit(stalls.OfferAgain()))


def _goods(api: Blueprint, selling: Selling) -> None:
    @api.put("/consignments/<document_id>")
    def put_consignment(document_id: str) -> Response:
        """Count a delivery note in."""
        principal, document_id = selling.principal(), read_uuid(document_id)
        principal.require("lead", "organiser")
        form = read_form(forms.ConsignmentForm, "invalid_consignment")
        principal.require_stall(form.stall)
        return _by_status(selling.submit(goods.ReceiveConsignment(document_id, form, content_of(form))))

    @api.put("/stock-movements/<document_id>")
    def put_movement(document_id: str) -> Response:
        """Goods come or go without a sale."""
        principal, document_id = selling.principal(), read_uuid(document_id)
        principal.require("lead", "organiser")
        form = read_form(forms.MovementForm, "invalid_stock_movement")
        principal.require_stall(form.stall)
        command = goods.MoveStock(document_id, form, content_of(form), principal.staff or principal.role)
        return _by_status(selling.submit(command))

    @api.put("/price-changes/<document_id>")
    def put_price(document_id: str) -> Response:
        """Change a price; the old one stays in the history."""
        principal, document_id = selling.principal(), read_uuid(document_id)
        principal.require("organiser")
        form = read_form(forms.PriceForm, "invalid_price_change")
        command = goods.ChangePrice(document_id, form, content_of(form), principal.staff or principal.role)
        return _by_status(selling.submit(command))

    @api.get("/stock")
    def get_stock() -> Response:
        """Where every piece is."""
        selling.principal().require("cashier", *WATCHERS)
        with selling.database.reading() as connection:
            return answer(goods.stock_statement(connection, request.args.get("facility")))


def _journal(api: Blueprint, selling: Selling) -> None:
    @api.get("/journal")
    def get_journal() -> Response:
        """The journal as NDJSON, from `after` (exclusive)."""
        selling.principal().require("organiser")
        after, limit = _whole_number("after", 0), _limit(1000, MOST_ENTRIES)
        return Response(_journal_lines(selling.database, after, limit), mimetype="application/x-ndjson")


def _journal_lines(database: Database, after: int, limit: int) -> Iterator[str]:
    while limit > 0:
        with database.reading() as connection:
            entries = read_entries(connection, after, min(limit, 500))
        if not entries:
            return
        yield "".join(entry.line() for entry in entries)
        after, limit = entries[-1].seq, limit - len(entries)


def _limit(usual: int, most: int) -> int:
    return max(1, min(_whole_number("limit", usual), most))


def _whole_number(name: str, usual: int) -> int:
    text = request.args.get(name, str(usual))
    if not text.isdecimal() or len(text) > 15:
        raise Invalid(
            "invalid_request",
            Message(f"{name} harus bilangan bulat.", f"{name} must be a whole number."),
            fields=[{"field": name, "problem": "not a whole number"}],
        )
    return int(text)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
