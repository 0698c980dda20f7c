"""The hall's board. Sum of stalls = sum of facilities = sum of hours = total; payments = net + rounding."""

from typing import Any, Literal

from pydantic import BaseModel

from exhibition.answers.sales import Method


class Day(BaseModel):
    """A day of the exhibition, in the venue's zone."""

    date: str
    opens: str
    closes: str


class Event(BaseModel):
    """The exhibition; fields are null until it is set up."""

    name: str | None = None
    edition: int | None = None
    venue: str | None = None
    timezone: str | None = None
    tz_abbr: str | None = None
    demo: bool | None = None
    mode: Literal["live", "practice"]
    days: list[Day] = []


class Total(BaseModel):
    """Rupiah and pieces of the whole exhibition."""

    gross: int
    refunds: int
    net: int
    rounding: int
    pieces: int
    sales: int


class OfStall(BaseModel):
    """A stall's figures and how fresh they are."""

    no: str
    name: str
    net: int
    pieces: int
    sales: int
    waiting: int
    waiting_amount: int
    last_seen: str | None


class OfFacility(BaseModel):
    """A facility's figures; `sell_through` is null where nothing was brought."""

    code: str
    name: str
    stall: str
    net: int
    pieces: int
    sales: int
    brought: int
    sell_through: float | None


class OfCategory(BaseModel):
    """A category's figures."""

    code: str
    name: str
    name_en: str
    net: int
    pieces: int
    sales: int


class OfHour(BaseModel):
    """An hour's figures; its beginning in the venue's zone."""

    hour: str
    net: int
    pieces: int
    sales: int


class OfMethod(BaseModel):
    """What was paid one way."""

    method: Method
    net: int


class Item(BaseModel):
    """Goods of a sale in the ticker."""

    name: str
    name_en: str
    facility: str
    quantity: int


class Latest(BaseModel):
    """A sale in the ticker."""

    at: str
    stall: str
    number: str
    net: int
    items: list[Item]


class Board(BaseModel):
    """The whole exhibition as it stands."""

    seq: int
    journal: str
    as_of: str
    event: Event
    total: Total
    stalls: list[OfStall]
    facilities: list[OfFacility]
    categories: list[OfCategory]
    hours: list[OfHour]
    payments: list[OfMethod]
    latest: list[Latest]


class Entry(BaseModel):
    """A line of the journal: the hash is the SHA-256 of `prev` and the canonical JSON of the rest."""

    seq: int
    name: str
    at: str
    data: dict[str, Any]
    prev: str
    hash: str
