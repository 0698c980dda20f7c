"""Answers about orders: what was promised, paid, handed over, and where it goes."""

from typing import Literal

from pydantic import BaseModel


class Order(BaseModel):
    """One ordered line; `unpaid` is what of it is still to be paid, `due_on` the day that was promised."""

    sale: str
    number: str
    line: int
    stall: str
    sold_at: str
    sku: str
    name: str
    name_en: str
    facility: str
    facility_name: str
    quantity: int
    amount: int
    deposit: int
    unpaid: int
    way: Literal["pickup", "delivery"]
    pickup: str
    due_on: str | None
    state: Literal["open", "paid", "handed_over", "cancelled"]
    handed_over_at: str | None
    handed_over_by: str | None
    contact: bool


class BalancePaid(BaseModel):
    """An order's balance has been paid."""

    id: str
    status: Literal["accepted", "duplicate"]
    sale: str
    number: str
    amount: int
    flags: list[str]
    seq: int
    journal: str


class HandedOver(BaseModel):
    """The lines of the sale that the buyer has; `unpaid` flags that a balance is still open."""

    id: str
    status: Literal["accepted", "duplicate"]
    sale: str
    lines: list[int]
    flags: list[str]
    seq: int
    journal: str


class ContactKept(BaseModel):
    """Where to deliver is known."""

    id: str
    status: Literal["accepted", "duplicate"]
    sale: str


class Contact(BaseModel):
    """Where a sale's orders are delivered."""

    sale: str
    stall: str
    name: str
    phone: str
    address: str
    at: str


class Capacity(BaseModel):
    """So many pieces may be ordered during the fair; null is no limit."""

    sku: str
    order_capacity: int | None
    seq: int
    journal: str
