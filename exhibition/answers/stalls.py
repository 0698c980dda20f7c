"""Answers about stalls and their tills."""

from typing import Any, Literal

from pydantic import BaseModel

from exhibition.answers.paper import Printer
from exhibition.answers.watching import Event


class Stall(BaseModel):
    """A stall of the exhibition."""

    no: str
    name: str
    region: str


class NamedStall(BaseModel):
    """The stall a till sells at."""

    no: str
    name: str


class Piece(BaseModel):
    """A unique piece."""

    code: str
    state: str


class Product(BaseModel):
    """A product as tills sell it; `stock` is null for what is not stocked, `label_price` unless less."""

    sku: str
    code: str
    name: str
    name_en: str
    facility: str
    facility_name: str
    price: int
    label_price: int | None
    discount_percent: int
    home: str
    category: str
    unit: str
    fulfilment: Literal["bawa", "pesan", "kegiatan"]
    stocked: bool
    unique: bool
    max_per_buyer: int | None
    lead_time_days: int | None
    order_capacity: int | None
    orders_left: int | None
    stock: int | None
    stock_here: int | None
    expires_on: str | None
    pieces: list[Piece]


class Category(BaseModel):
    """A category of goods."""

    code: str
    name: str
    name_en: str


class ShiftOfTill(BaseModel):
    """The drawer that is open at a till."""

    id: str
    till: str
    opened_at: str
    float: int


class Settings(BaseModel):
    """A stall's settings; null where nothing is set."""

    qris_static: str | None
    max_discount_percent: int | None


class TillSettings(Settings):
    """A stall's settings and the whole exhibition's."""

    cash_rounding: int
    min_deposit_percent: int


class Snapshot(BaseModel):
    """Everything a till needs to sell."""

    seq: int
    journal: str
    as_of: str
    till: str | None
    moved: bool
    address: str
    stall: NamedStall
    event: Event
    next_number: int | None
    products: list[Product]
    categories: list[Category]
    shift: ShiftOfTill | None
    settings: TillSettings
    offer_again_at: str | None
    printers: list[Printer]


class Till(BaseModel):
    """A till with its last report."""

    code: str
    stall: str
    state: Literal["active", "moved", "revoked"]
    enrolled_at: str
    last_seen: str | None
    waiting: int
    waiting_amount: int
    oldest_waiting_at: str | None
    last_number: int | None
    next_number: int | None
    battery: int | None
    clock_offset_ms: int | None
    rejected: list[dict[str, Any]]
    version: str | None


class Reported(BaseModel):
    """What a tablet hears after its report."""

    clock_offset_ms: int | None
    now: str
    journal: str
    put_away: list[str]


class Reserved(BaseModel):
    """A piece that is kept for a cart."""

    piece: str
    until: str


class OfferAgain(BaseModel):
    """When tablets were last asked to offer everything again."""

    offer_again_at: str


class PutAway(BaseModel):
    """A rejected document that the office is done with."""

    till: str
    id: str


class PutAwayDocument(PutAway):
    """The same, with all that was said of it."""

    stall: str
    number: str | None
    code: str
    document: dict[str, Any]
    reason: str
    by: str | None
    at: str
