"""Answers about sales, refunds and what is put right afterwards. Money is whole rupiah."""

from typing import Any, Literal

from pydantic import BaseModel

from exhibition.answers.goods import Noted
from exhibition.answers.paper import Job
from pos.forms import SaleForm

Method = Literal["cash", "qris", "card", "transfer"]
HeldReason = Literal["id_reused", "number_reused", "unknown_product", "total_mismatch", "till_revoked"]


class Accepted(BaseModel):
    """A sale that counts."""

    id: str
    number: str
    status: Literal["accepted", "duplicate"]
    seq: int
    journal: str
    flags: list[str]
    receipt_url: str


class Held(BaseModel):
    """A sale that somebody has to decide about."""

    id: str
    number: str
    status: Literal["held"]
    seq: int
    journal: str
    held_id: str
    reasons: list[HeldReason]


class Line(BaseModel):
    """A line of a sale with the product's names."""

    line: int
    sku: str
    code: str
    name: str
    name_en: str
    facility: str
    facility_name: str
    quantity: int
    unit_price: int
    discount: int
    amount: int
    piece: str | None
    order: dict[str, Any] | None


class Payment(BaseModel):
    """A part of what was paid."""

    method: Method
    amount: int
    tendered: int | None
    reference: str | None
    state: Literal["confirmed", "unconfirmed"]


class RefundLine(BaseModel):
    """One line that came back."""

    line: int
    quantity: int
    amount: int


class Refund(BaseModel):
    """What was given back."""

    id: str
    number: str
    amount: int
    unpaid: int | None = None  # the part that came off an order's balance; told where there is one
    lines: list[RefundLine]
    status: Literal["accepted", "duplicate"]
    flags: list[str]
    seq: int
    journal: str


class Corrected(Noted):
    """How a sale counts as paid from now on."""

    sale: str
    payments: list[dict[str, Any]]


class BookedRefund(BaseModel):
    """A refund as its sale lists it."""

    id: str
    number: str
    amount: int
    method: Method
    reason: str
    restock: bool
    refunded_at: str
    approved_by: str | None
    unpaid: int
    lines: list[RefundLine]


class UnapprovedRefund(BaseModel):
    """A void that waits for a lead's word."""

    id: str
    number: str
    amount: int
    reason: str
    refunded_at: str
    stall: str
    sale_number: str
    sale: str


class ApprovedRefund(BaseModel):
    """Who stands by a void."""

    id: str
    approved_by: str


class SaleHead(BaseModel):
    """A sale without its lines."""

    id: str
    number: str
    status: Literal["accepted"]
    seq: int
    till: str
    stall: str
    shift: str | None
    staff: str | None
    sold_at: str
    sent_at: str | None
    received_at: str
    note: str | None
    gross: int
    rounding: int
    total: int
    flags: list[str]
    offered_as: dict[str, Any] | None
    receipt_code: str


class ListedSale(SaleHead):
    """A sale in a list; `unconfirmed` is money nobody has seen arrive."""

    refunded: int
    unconfirmed: bool


class Sale(SaleHead):
    """A sale with its refunds and print jobs."""

    lines: list[Line]
    payments: list[Payment]
    refunds: list[BookedRefund]
    payment_corrections: list[dict[str, Any]]
    receipt_url: str
    journal: str
    print_jobs: list[Job]


class SaleOfPiece(BaseModel):
    """One of the sales that hold the same piece."""

    id: str
    number: str
    stall: str
    sold_at: str


class PieceSoldTwice(BaseModel):
    """A unique piece that more than one sale holds."""

    piece: str
    sku: str
    sales: list[SaleOfPiece]


class HeldSale(BaseModel):
    """A held sale, the whole of it, and what became of it."""

    held_id: str
    id: str
    number: str
    till: str
    stall: str
    total: int
    cash: int
    reasons: list[HeldReason]
    received_at: str
    decision: Literal["accept", "reject"] | None
    decided_at: str | None
    decided_by: str | None
    reason: str | None
    accepted_as: str | None
    document: SaleForm


class Decided(BaseModel):
    """What became of a held sale; id and number are those of the accepted sale."""

    held_id: str
    decision: Literal["accept", "reject"]
    id: str | None
    number: str | None
    seq: int | None
    journal: str


class NotDecided(BaseModel):
    """A held sale about which this decision could not be made, and why."""

    held_id: str
    code: str
    detail: str
    detail_en: str


class Confirmed(BaseModel):
    """A payment that has arrived."""

    sale: str
    position: int
    state: Literal["confirmed"]


class Imported(BaseModel):
    """What became of a row of a tablet's file; `waiting` for another row that has not come yet."""

    kind: str
    id: str | None
    number: str | None
    till: str | None
    amount: int | None
    status: Literal["accepted", "duplicate", "held", "waiting", "rejected"]
    flags: list[str] = []
    reasons: list[HeldReason] = []
    code: str | None = None
    detail: str | None = None
    detail_en: str | None = None
