"""Setting up an exhibition: event, stalls, facilities, products, deliveries; always rows and a fact."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from exhibition.access.people import add_person
from exhibition.spreadsheets.goods_rows import FacilityRow, ProductRow
from pos import events, tables
from pos.codes import code_for
from pos.refusals import Conflict, Message
from pos.stock import StockBook
from pos.writer import Batch

OPENS, CLOSES = "09:00", "17:00"
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass(frozen=True)
class Event:
    """What, where and when."""

    name: str
    venue: str
    first_day: date
    days: int = 4
    edition: int | None = None
    timezone: str = "Asia/Jakarta"
    opens: str = OPENS
    closes: str = CLOSES
    demo: bool = False

    @property
    def tz_abbr(self) -> str:
        """WIB, WITA or WIT."""
        return ZONE_NAMES.get(self.timezone, self.timezone)

    @property
    def calendar(self) -> list[dict[str, str]]:
        """The days with their hours, in local time."""
        return [
            {
                "date": (self.first_day + timedelta(days=n)).isoformat(),
                "opens": self.opens,
                "closes": self.closes,
            }
            for n in range(self.days)
        ]


@dataclass(frozen=True)
class Person:
    """Somebody who will sign in; the PIN is hashed before the transaction."""

    name: str
    role: str
    stall: str | None
    pin_hash: str


@dataclass(frozen=True)
class ConfigureEvent:
    """The first command of an exhibition: its event and its first organiser."""

    event: Event
    organiser: Person | None = None

    def apply(self, batch: Batch) -> None:
        """Write event and organiser; an exhibition is set up once."""
        if batch.reader.execute(select(tables.event.c.id)).first():
            raise Conflict(
                "already_set_up",
                Message("Pameran sudah disiapkan.", "The exhibition has already been set up."),
            )
        configure_event(batch, self.event)
        if self.organiser:
            person = self.organiser
            add_person(batch, person.name, person.role, person.stall, person.pin_hash)


def configure_event(batch: Batch, event: Event) -> None:
    """The exhibition's own row, its days and the fact."""
    batch.connection.execute(delete(tables.event_day))
    batch.connection.execute(delete(tables.event))
    facts: dict[str, Any] = {
        "name": event.name,
        "edition": event.edition,
        "venue": event.venue,
        "timezone": event.timezone,
        "tz_abbr": event.tz_abbr,
        "demo": event.demo,
    }
    batch.insert(tables.event, id=1, mode="live", **facts)
    for day in event.calendar:
        batch.insert(tables.event_day, **day)
    batch.record(events.EventConfigured(event={**facts, "days": event.calendar}))


def add_region(batch: Batch, code: str, name: str, timezone: str) -> None:
    """A regional office."""
    batch.insert(tables.region, code=code, name=name, timezone=timezone)


def add_stall(batch: Batch, no: str, name: str, region: str, timezone: str) -> None:
    """A region's stall."""
    batch.insert(tables.stall, no=no, name=name, region=region)
    batch.record(events.StallAdded(stall={"no": no, "name": name, "region": region, "timezone": timezone}))


def stall_name(region_name: str) -> str:
    """What a stall is called in the hall: its region without the office's title."""
    return region_name.removeprefix("Kanwil Ditjenpas ").strip()


def add_facility(batch: Batch, row: FacilityRow) -> None:
    """A facility whose goods may be sold."""
    facts: dict[str, Any] = {
        "code": row.code,
        "name": row.name,
        "official_name": row.official_name,
        "type": row.type,
        "stall": row.stall,
        "city": row.city,
        "province": row.province,
        "province_iso": row.province_iso,
    }
    batch.insert(tables.facility, **facts, aliases=list(row.aliases))
    batch.record(events.FacilityAdded(facility={**facts, "region": row.region}))


@dataclass
class Codes:
    """Label codes given so far: none is given twice."""

    taken: set[str] = field(default_factory=set)

    @classmethod
    def known_to(cls, batch: Batch) -> "Codes":
        """Every code of a product or piece in the tables."""
        products = batch.reader.execute(select(tables.product.c.code)).scalars()
        pieces = batch.reader.execute(select(tables.piece.c.code)).scalars()
        return cls({*products, *pieces})

    def give(self, key: str) -> str:
        """A free code for a product or piece."""
        code = code_for(key, self.taken)
        self.taken.add(code)
        return code


def add_product(batch: Batch, row: ProductRow, codes: Codes) -> None:
    """A product in the catalogue, with its label's code and first price."""
    facts: dict[str, Any] = {
        "sku": row.sku,
        "code": codes.give(row.sku),
        "name": row.name,
        "name_en": row.name_en,
        "facility": row.facility,
        "category": row.category,
        "price": row.price,
        "cost": row.cost,
        "stocked": row.stocked,
        "order_capacity": row.order_capacity,
    }
    batch.insert(
        tables.product,
        **facts,
        unit=row.unit,
        fulfilment=row.fulfilment,
        unique_piece=row.unique_piece,
        max_per_buyer=row.max_per_buyer,
        lead_time_days=row.lead_time_days,
        shelf_life_days=row.shelf_life_days,
        facts=row.facts,
        labels_printed_at=None,
    )
    batch.insert(tables.price, sku=row.sku, since=batch.now_text, price=row.price)
    names = {
        "category_name": row.category_name,
        "category_name_en": row.category_name_en,
        "unique": row.unique_piece,
    }
    batch.record(events.ProductAdded(product={**facts, **names}))


def add_category(batch: Batch, row: ProductRow) -> None:
    """A kind of goods."""
    batch.insert(tables.category, code=row.category, name=row.category_name, name_en=row.category_name_en)


def receive(
    batch: Batch, facility: str, stall: str, goods: Sequence[tuple[ProductRow, int]], codes: Codes
) -> None:
    """A delivery: pieces on the table, and a code for each unique one."""
    lines = [{"sku": row.sku, "quantity": quantity, "expires_on": None} for row, quantity in goods]
    consignment = str(uuid.uuid4())
    entry = batch.record(
        events.ConsignmentReceived(id=consignment, facility=facility, stall=stall, lines=lines)
    )
    book = batch.book(StockBook)
    book.load(row.sku for row, _ in goods)
    for position, (row, quantity) in enumerate(goods, 1):
        book.move(row.sku, stall, quantity, "received", entry.seq)
        batch.insert(
            tables.lot,
            consignment=consignment,
            line=position,
            seq=entry.seq,
            sku=row.sku,
            quantity=quantity,
            expires_on=None,
        )
        if row.unique_piece:
            _add_pieces(batch, row.sku, quantity, codes)


def _add_pieces(batch: Batch, sku: str, quantity: int, codes: Codes) -> None:
    for _ in range(quantity):
        code = codes.give(f"{sku}/piece/{len(codes.taken)}")
        batch.insert(tables.piece, code=code, sku=sku, state="open", sale=None)
