"""Loads the demo exhibition in one command."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from sqlalchemy import select

from exhibition import setup
from exhibition.access.people import add_person
from exhibition.access.pins import hash_pin, make_pin
from exhibition.setup import Codes, Event, Person
from exhibition.spreadsheets.goods_rows import FacilityRow, ProductRow, read_facility, read_product
from pos import tables
from pos.writer import Batch

PIECES_EACH = 20
EVENT_NAME = "Pameran Produk Unggulan Narapidana ke-6"
VENUE = "Plasa Industri"


@dataclass(frozen=True)
class LoadDemo:
    """Everything the demo needs, read and hashed beforehand."""

    event: Event
    people: tuple[Person, ...]

    def apply(self, batch: Batch) -> bool:
        """Load it into an empty database; False if there is an exhibition already."""
        if batch.reader.execute(select(tables.event.c.id)).first():
            return False
        setup.configure_event(batch, self.event)
        _add_places(batch)
        for person in self.people:
            add_person(batch, person.name, person.role, person.stall, person.pin_hash)
        _add_goods(batch)
        return True


def demo_event(first_day: date) -> Event:
    """Four days from the first one, 09.00-17.00 WIB."""
    return Event(name=EVENT_NAME, venue=VENUE, first_day=first_day, edition=6, demo=True)


def demo_staff() -> tuple[tuple[Person, ...], dict[str, str]]:
    """A cashier and a lead per stall, the treasurer, the organiser; and their PINs by name."""
    places: list[tuple[str, str, str | None]] = []
    for region in read_rows("kanwil.csv"):
        no = region["stall_no"]
        places += [(f"kasir-{no}", "cashier", no), (f"ketua-{no}", "lead", no)]
    places += [("bendahara", "treasurer", None), ("panitia", "organiser", None)]
    pins = {name: make_pin() for name, _, _ in places}
    return tuple(Person(name, role, stall, hash_pin(pins[name])) for name, role, stall in places), pins


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the demo's tables."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def demo_facilities() -> list[FacilityRow]:
    """The 44 facilities."""
    return [read_facility(row) for row in read_rows("facilities.csv")]


def demo_products() -> list[ProductRow]:
    """The 234 products."""
    return [read_product(row) for row in read_rows("products.csv")]


def _add_places(batch: Batch) -> None:
    for region in read_rows("kanwil.csv"):
        code, name, timezone = region["kanwil_code"], region["kanwil_name"], region["timezone"]
        setup.add_region(batch, code, name, timezone)
        setup.add_stall(batch, region["stall_no"], setup.stall_name(name), code, timezone)
    for province in read_rows("provinces.csv"):
        batch.insert(
            tables.province,
            iso=province["iso_3166_2"],
            name=province["name"],
            region=province["kanwil_code"],
            timezone=province["timezone"],
        )
    for facility in demo_facilities():
        setup.add_facility(batch, facility)


def _add_goods(batch: Batch) -> None:
    codes = Codes()
    products = demo_products()
    for product in {row.category: row for row in reversed(products)}.values():
        setup.add_category(batch, product)
    for product in products:
        setup.add_product(batch, product, codes)
    for facility in demo_facilities():
        brought = [row for row in products if row.facility == facility.code and row.stocked]
        goods = [(row, 1 if row.unique_piece else PIECES_EACH) for row in brought]
        if goods:
            setup.receive(batch, facility.code, facility.stall, goods, codes)
