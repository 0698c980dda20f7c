"""Answers about drawers. Money is whole rupiah; what is expected is told only after the count."""

from typing import Literal

from pydantic import BaseModel

from exhibition.answers.sales import Method

WayOfPaying = Method | Literal["balance"]
ShiftFlag = Literal["second_drawer"]


class OpenShift(BaseModel):
    """A drawer that has been opened."""

    id: str
    status: Literal["open", "duplicate"]
    till: str
    opened_at: str
    float: int
    flags: list[ShiftFlag]
    seq: int
    journal: str


class MethodTotal(BaseModel):
    """What came in by one way of paying; `balance` is what orders still owe."""

    method: WayOfPaying
    amount: int


class Unconfirmed(BaseModel):
    """A payment nobody has seen arrive yet."""

    number: str
    method: WayOfPaying
    amount: int


class Figures(BaseModel):
    """What happened in a drawer."""

    float: int
    cash_sales: int
    cash_refunds: int
    cash_in: int
    cash_out: int
    deposits: int
    held_cash: int
    unexplained_cash: int
    cash_corrections: int
    payments: list[MethodTotal]
    sales: int
    unconfirmed: list[Unconfirmed]


class ClosedShift(Figures):
    """A counted drawer."""

    id: str
    status: Literal["closed", "duplicate"]
    z_number: int
    closed_at: str
    expected: int
    counted: int
    difference: int
    seq: int
    journal: str


class LateDocument(BaseModel):
    """What came after the count, and when it happened.

    `cash` is what it adds to the drawer beyond the closed figures; `sold_at` says the same as `at`.
    """

    document: Literal["sale", "held", "refund", "balance_payment", "cash_movement"]
    id: str
    number: str | None
    status: Literal["accepted", "held", "rejected"]
    total: int
    cash: int
    at: str
    sold_at: str


class Shift(BaseModel):
    """A drawer's report: a mid-shift one tells nothing from which the expected cash could be worked out."""

    id: str
    till: str
    stall: str
    status: Literal["open", "closed"]
    opened_at: str
    opened_by: str | None
    closed_at: str | None
    closed_by: str | None
    z_number: int | None
    flags: list[ShiftFlag]
    late: list[LateDocument]
    float: int
    cash_sales: int | None = None
    cash_refunds: int | None = None
    cash_in: int | None = None
    cash_out: int | None = None
    deposits: int | None = None
    held_cash: int | None = None
    unexplained_cash: int | None = None
    cash_corrections: int | None = None
    payments: list[MethodTotal]
    sales: int
    unconfirmed: list[Unconfirmed]
    expected: int | None = None
    counted: int | None = None
    difference: int | None = None
    counted_by_denomination: dict[str, int] | None = None


class ShiftAtAGlance(BaseModel):
    """A drawer in a list."""

    id: str
    till: str
    stall: str
    opened_at: str
    opened_by: str | None
    float: int
    closed_at: str | None
    closed_by: str | None
    z_number: int | None
    flags: list[ShiftFlag]
    counted: int | None
    difference: int | None


class Movement(BaseModel):
    """Cash that went in or out."""

    id: str
    status: Literal["accepted", "duplicate"]
    flags: list[str]
    seq: int
    journal: str
