"""The file that a tablet saved: every row is taken in as if the tablet had sent it, and answered alone."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from flask import Blueprint, Response, request
from pydantic import ValidationError

from pos import forms, refunds
from pos.api.reading import content_of, read_form, read_uuid
from pos.api.selling import Json, Selling, answer
from pos.api.wrong_fields import wrong_fields
from pos.corrections import CorrectPayments
from pos.journal import canonical
from pos.orders.commands import HandOver, PayBalance
from pos.orders.forms import BalancePaymentForm, HandoverForm
from pos.principal import Principal
from pos.refusals import Forbidden, Message, Refusal
from pos.sale_books import SaleAnswer
from pos.sales import RecordSale, content_hash
from pos.shifts.commands import CloseShift, MoveCash, OpenShift
from pos.tills import whose_till

LARGEST_OUTBOX = 10_000_000  # bytes; a tablet's whole fair, a thousand a sale
F = TypeVar("F", bound=forms.Form)

# What the books do not know yet may come with the next file, or be decided first: not a "no" for good.
FOR_LATER = frozenset({"sale_held", "sale_unknown", "shift_unknown", "till_unknown", "busy"})


def add_routes(api: Blueprint, selling: Selling) -> None:
    """The file that a tablet saved because it could not send."""

    @api.post("/outbox-imports")
    def import_outbox() -> Response:
        """Hand in the file that a tablet saved; every row is answered as if the tablet had sent it."""
        principal = selling.principal()
        principal.require("organiser")
        request.max_content_length = LARGEST_OUTBOX
        return answer(take_in(selling, principal, read_form(forms.OutboxForm, "invalid_outbox")))


def take_in(selling: Selling, principal: Principal, form: forms.OutboxForm) -> list[Json]:
    """What became of every row; NotFound for a file of the first form whose till is of no stall."""
    intake = Intake(selling, principal, frozenset(form.codes))
    if form.version == 1:
        intake.standing(form.codes[0])
    return [intake.take(kind, row) for kind, row in in_order(form)]


@dataclass
class Intake:
    """Takes rows in, one command each: no row waits for another, and a bad one stops nobody."""

    selling: Selling
    principal: Principal
    codes: frozenset[str]
    _standing: dict[str, tuple[str, bool]] = field(default_factory=dict)

    @property
    def by(self) -> str:
        """Who stands by what is in the file."""
        return self.principal.staff or "organiser"

    def take(self, kind: str, row: Json) -> Json:
        """What became of a row."""
        told = {"kind": kind, "id": row.get("id"), **_named(row)}
        try:
            return {**told, **READERS[kind](self, dict(row))}
        except ValidationError as error:
            code, message = f"invalid_{kind}", _wrong(error)
        except Refusal as refusal:
            code, message = refusal.code, refusal.message
        status = "waiting" if code in FOR_LATER else "rejected"
        return {**told, "status": status, "code": code, "detail": message.id, "detail_en": message.en}

    def standing(self, till: str) -> tuple[str, bool]:
        """(stall, whether its sales are held); Forbidden for a till that is not the file's."""
        if till not in self.codes:
            raise Forbidden(
                "wrong_till",
                Message(
                    f"Kasir {till} tidak disebut di kepala berkas.",
                    f"Till {till} is not named at the head of the file.",
                ),
            )
        if till not in self._standing:
            with self.selling.database.reading() as connection:
                self._standing[till] = whose_till(connection, till)
        return self._standing[till]

    def submit(self, command: Any) -> Json:
        """Hand a document's command in; the status that its row gets."""
        told: Json = self.selling.submit(command)
        status = "duplicate" if told["status"] == "duplicate" else "accepted"
        return {"status": status, "flags": told.get("flags", [])}


def in_order(form: forms.OutboxForm) -> list[tuple[str, Json]]:
    """(kind, row): drawer by drawer in the order of their opening, and in each as it happened."""
    places = Places(form)
    placed = [each for kind, rows in LISTS.items() for each in places.of_all(kind, getattr(form, rows))]
    return [(kind, row) for _, kind, row in sorted(placed, key=lambda each: each[0])]


Place = tuple[int, int, float]  # drawer; its opening, its count or what is between; moment


class Places:
    """Where each row belongs among the others; what nobody can read sorts somewhere, and is refused there."""

    def __init__(self, form: forms.OutboxForm) -> None:
        opened = sorted((happened_at("shift", row), shift) for shift, row in _by_id(form.shifts))
        self._openings = [moment for moment, _ in opened]
        self._drawers = {shift: place for place, (_, shift) in enumerate(opened, start=1)}
        self._sales = {
            sale: (self._drawer("sale", row), happened_at("sale", row)) for sale, row in _by_id(form.sales)
        }

    def of_all(self, kind: str, rows: list[Json]) -> Iterator[tuple[Place, str, Json]]:
        """(place, kind, row) of a list; what does not say when it happened came after the row before it."""
        before = UNKNOWN
        for row in rows:
            moment = happened_at(kind, row)
            before = before if moment == UNKNOWN else moment
            yield self._of(kind, row, before), kind, row

    def _of(self, kind: str, row: Json, moment: float) -> Place:
        """Nothing goes before the sale it is about."""
        drawer = self._drawer(kind, row)
        about = self._sales.get(str(row.get("sale")))
        if about is not None:
            drawer, moment = max((drawer, moment), (about[0], max(moment, about[1])))
        return drawer, PHASES.get(kind, 1), moment

    def _drawer(self, kind: str, row: Json) -> int:
        """The drawer it names, or the one that was open then; 0 for what was before all of them."""
        named = self._drawers.get(str(row.get("id" if kind == "shift" else "shift")))
        if named is not None:
            return named
        moment = happened_at(kind, row)
        return 0 if moment == UNKNOWN else bisect_right(self._openings, moment)


def _by_id(rows: list[Json]) -> Iterator[tuple[str, Json]]:
    return ((row["id"], row) for row in rows if isinstance(row.get("id"), str))


def happened_at(kind: str, row: Json) -> float:
    """When the tablet did it; UNKNOWN, after all else, for what does not say."""
    try:
        return datetime.fromisoformat(str(row.get("made_at", row.get(MOMENTS[kind])))).timestamp()
    except (ValueError, OverflowError):
        return UNKNOWN


def _sale(intake: Intake, row: Json) -> Json:
    sale_id, form = _document(forms.SaleForm, row)
    stall, held = intake.standing(form.till)
    form = form.model_copy(update={"reoffered": True})
    command = RecordSale(sale_id, form, content_hash(form), stall, revoked=held)
    told: SaleAnswer = intake.selling.submit(command)
    return {"status": told.status, "number": told.number, "flags": told.flags, "reasons": told.reasons}


def _refund(intake: Intake, row: Json) -> Json:
    refund_id, form = _document(forms.RefundForm, row)
    # What a cashier voided alone still waits for the lead; by the rest stands whoever hands the file in.
    approved_by = None if form.unsent else intake.by
    content = content_of(form, *refunds.NO_CONTENT)
    return intake.submit(refunds.RefundSale(refund_id, form, content, None, None, approved_by))


def _shift(intake: Intake, row: Json) -> Json:
    shift_id, form = _document(forms.ShiftForm, row)
    intake.standing(form.till)
    return intake.submit(OpenShift(shift_id, form, content_of(form), None))


def _close(intake: Intake, row: Json) -> Json:
    shift_id, form = _document(forms.CloseForm, {**row, "id": row.get("shift", row.get("id"))}, "shift")
    return intake.submit(CloseShift(shift_id, form, content_of(form), None))


def _cash_movement(intake: Intake, row: Json) -> Json:
    movement_id, form = _document(forms.CashMovementForm, row)
    return intake.submit(MoveCash(movement_id, form, content_of(form), None))


def _correction(intake: Intake, row: Json) -> Json:
    correction_id, form = _document(forms.PaymentCorrectionForm, row)
    content = content_of(form, "approval")
    return intake.submit(CorrectPayments(correction_id, form, content, None, intake.by))


def _balance_payment(intake: Intake, row: Json) -> Json:
    payment_id, form = _document(BalancePaymentForm, row)
    return intake.submit(PayBalance(payment_id, form, content_of(form), None))


def _handover(intake: Intake, row: Json) -> Json:
    handover_id, form = _document(HandoverForm, row)
    return intake.submit(HandOver(handover_id, form, content_of(form), None))


def _document(form: type[F], row: Json, *leave_out: str) -> tuple[str, F]:
    """(id, form) of a row; Invalid or ValidationError if it is none."""
    content = {name: value for name, value in row.items() if name not in ("id", "made_at", *leave_out)}
    return read_uuid(str(row.get("id"))), form.model_validate_json(canonical(content))


# The lists of the file, in the order in which one depends on another.
LISTS = {
    "shift": "shifts",
    "sale": "sales",
    "refund": "refunds",
    "correction": "corrections",
    "balance_payment": "balance_payments",
    "handover": "handovers",
    "cash_movement": "cash_movements",
    "close": "closes",
}
# When each says that it happened; the tablet's own moment, where the file has it, is the same for all.
MOMENTS = {
    "shift": "opened_at",
    "sale": "sold_at",
    "refund": "refunded_at",
    "correction": "made_at",
    "balance_payment": "paid_at",
    "handover": "handed_over_at",
    "cash_movement": "at",
    "close": "closed_at",
}
PHASES = {"shift": 0, "close": 2}
UNKNOWN = math.inf
READERS: dict[str, Callable[[Intake, Json], Json]] = {
    "shift": _shift,
    "sale": _sale,
    "refund": _refund,
    "correction": _correction,
    "balance_payment": _balance_payment,
    "handover": _handover,
    "cash_movement": _cash_movement,
    "close": _close,
}


def _named(row: Json) -> Json:
    """By what a person knows a row again: its number, its till, its sum."""
    amount = row.get("total", row.get("amount", row.get("float")))
    return {"number": row.get("number"), "till": row.get("till"), "amount": amount}


def _wrong(error: ValidationError) -> Message:
    names = ", ".join(dict.fromkeys(each["field"] for each in wrong_fields(error)))
    return Message(f"Periksa isian berikut: {names}.", f"Check these fields: {names}.")
