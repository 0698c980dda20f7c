"""Answers about goods: where every piece is, and what documents changed."""

from typing import Literal

from pydantic import BaseModel


class Noted(BaseModel):
    """A document that has been taken in."""

    id: str
    status: Literal["accepted", "duplicate"]
    seq: int
    journal: str


class Moved(Noted):
    """Goods that came or went, and what is left on the table."""

    on_table: int
    flags: list[str]


class Repriced(Noted):
    """A changed price."""

    old: int
    price: int


class Delivery(BaseModel):
    """A delivery note that was counted in."""

    id: str
    at: str
    facility: str
    facility_name: str
    stall: str
    products: int
    pieces: int


class Deposit(BaseModel):
    """Cash handed to the treasurer, with both names."""

    id: str
    at: str
    stall: str
    till: str
    amount: int
    staff: str | None
    second: str | None
    reason: str


class WentHome(BaseModel):
    """What has gone back to a facility from a stall."""

    facility: str
    facility_name: str
    stall: str
    products: int
    pieces: int


class AtStall(BaseModel):
    """How many pieces lie at a stall."""

    stall: str
    on_table: int


class StockLine(BaseModel):
    """brought = sold + returned + damaged + missing + donated + samples + on_table, always."""

    sku: str
    brought: int
    sold: int
    returned: int
    damaged: int
    missing: int
    donated: int
    samples: int
    on_table: int
    stalls: list[AtStall]


class Said(BaseModel):
    """A buyer's word that has been kept."""

    id: str
    status: Literal["accepted"]
