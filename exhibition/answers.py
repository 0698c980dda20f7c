"""The shapes that only the OpenAPI document needs: answers, and one body that is a choice of several."""

from typing import Any, Literal

from pydantic import BaseModel, RootModel

from printers.forms import Report


class Problem(BaseModel):
    """RFC 9457: what is wrong, for people and machines; `details` say what to do next."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    details: dict[str, Any]


class Me(BaseModel):
    """Who a credential stands for."""

    role: str | None
    stall: str | None
    till: str | None
    staff: str | None
    former: list[str] = []


class Enrolment(BaseModel):
    """A code by which a tablet or a screen joins."""

    code: str
    url: str
    svg: str
    expires_at: str
    stall: str | None
    role: str


class Approval(BaseModel):
    """A single-use code."""

    code: str
    expires_at: str


class Token(BaseModel):
    """A bearer token, shown once."""

    token: str
    role: str
    stall: str | None
    till: str | None


class Sale(BaseModel):
    """What became of a sale."""

    id: str
    number: str
    status: Literal["accepted", "duplicate", "held"]
    seq: int
    journal: str
    flags: list[str] = []
    receipt_url: str | None = None
    held_id: str | None = None
    reasons: list[str] = []


class RefundLine(BaseModel):
    """One line that came back, in rupiah."""

    line: int
    quantity: int
    amount: int


class Refund(BaseModel):
    """What was given back, in rupiah."""

    id: str
    number: str
    amount: int
    lines: list[RefundLine]
    status: str
    flags: list[str]
    seq: int
    journal: str


class AgentReport(RootModel[Report]):
    """What a stall's machine did or saw, told apart by `do`."""


class Total(BaseModel):
    """Rupiah and pieces of the whole exhibition."""

    gross: int
    refunds: int
    net: int
    rounding: int
    pieces: int
    sales: int


class Board(BaseModel):
    """The hall's board."""

    seq: int
    journal: str
    as_of: str
    event: dict[str, Any]
    total: Total
    stalls: list[dict[str, Any]]
    facilities: list[dict[str, Any]]
    categories: list[dict[str, Any]]
    hours: list[dict[str, Any]]
    payments: list[dict[str, Any]]
    latest: list[dict[str, Any]]


class StockLine(BaseModel):
    """brought = sold + returned + damaged + missing + donated + samples + on_table."""

    sku: str
    brought: int
    sold: int
    returned: int
    damaged: int
    missing: int
    donated: int
    samples: int
    on_table: int
    stalls: list[dict[str, Any]]


class Stock(RootModel[list[StockLine]]):
    """Where every piece is."""
