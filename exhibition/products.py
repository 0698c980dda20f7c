"""What a buyer may know about a product: read from the tables, shaped for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from pos import tables
from pos.catalogue import find_by_code, prices_on_labels
from pos.checkout import closing_percent, reduced_price
from pos.event_settings import rules_in_force
from pos.money import rupiah_text

FACT_NAMES = {
    "id": {
        "material": "Bahan",
        "technique": "Teknik",
        "size": "Ukuran",
        "net_weight_g": "Berat bersih",
        "net_volume_ml": "Isi bersih",
        "composition": "Komposisi",
        "allergens": "Alergen",
        "storage": "Penyimpanan",
        "shelf_life": "Tahan",
        "permit_no": "Izin edar",
        "halal_status": "Halal",
        "brand": "Merek",
    },
    "en": {
        "material": "Material",
        "technique": "Technique",
        "size": "Size",
        "net_weight_g": "Net weight",
        "net_volume_ml": "Net volume",
        "composition": "Ingredients",
        "allergens": "Allergens",
        "storage": "Storage",
        "shelf_life": "Keeps for",
        "permit_no": "Permit",
        "halal_status": "Halal",
        "brand": "Brand",
    },
}
UNITS = {"net_weight_g": "g", "net_volume_ml": "ml"}
FULFILMENTS = {
    "id": {"pesan": "Dibuat sesuai pesanan", "kegiatan": "Kegiatan di stan"},
    "en": {"pesan": "Made to order", "kegiatan": "An activity at the stall"},
}


class Asking:
    """What is asked for goods at a moment: the lower of label and till, less the closing day's discount."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._labels = prices_on_labels(connection)
        self._closing = rules_in_force(connection, now)

    def price(self, product: Row[Any]) -> tuple[int, int | None]:
        """The price, and the one it takes the place of while the closing day's prices count."""
        usual = min([product.price, *self._labels.get(product.sku, ())])
        percent = closing_percent(self._closing, product.sku, product.home, product.category)
        reduced = reduced_price(usual, percent)
        return reduced, usual if reduced < usual else None


@dataclass(frozen=True)
class Showing:
    """One product as its page shows it."""

    sku: str
    code: str
    name: str
    other_name: str
    price: int
    price_text: str
    price_was: str | None
    category: str
    story: str
    facts: Sequence[tuple[str, str]]
    unique: bool
    fulfilment: str | None
    unit: str
    facility: str
    official_name: str
    city: str
    province: str
    stall: str


def find_showing(connection: Connection, code: str, language: str, now: datetime) -> Showing | None:
    """The product behind a label's code, at the price of this moment."""
    row = find_by_code(connection, code)
    if row is None:
        return None
    product, facility, category = tables.product, tables.facility, tables.category
    whole = connection.execute(
        select(product, facility.c.name.label("facility_name"), facility.c.official_name, facility.c.city)
        .add_columns(facility.c.province, facility.c.stall.label("home"))
        .add_columns(category.c.name.label("category_name"), category.c.name_en.label("category_name_en"))
        .join(facility, facility.c.code == product.c.facility)
        .join(category, category.c.code == product.c.category)
        .where(product.c.sku == row.sku)
    ).one()
    return _showing(whole, code, language, Asking(connection, now))


def _showing(row: Row[Any], code: str, language: str, asking: Asking) -> Showing:
    english = language == "en"
    price, was = asking.price(row)
    return Showing(
        sku=row.sku,
        code=code,
        name=row.name_en if english else row.name,
        other_name=row.name if english else row.name_en,
        price=price,
        price_text=rupiah_text(price),
        price_was=_rupiah_or_none(was),
        category=row.category_name_en if english else row.category_name,
        story=row.facts.get("story", ""),
        facts=_facts(row, language),
        unique=row.unique_piece,
        fulfilment=FULFILMENTS[language].get(row.fulfilment),
        unit=row.unit,
        facility=row.facility_name,
        official_name=row.official_name,
        city=row.city,
        province=row.province,
        stall=row.home,
    )


def _rupiah_or_none(amount: int | None) -> str | None:
    return None if amount is None else rupiah_text(amount)


def _facts(row: Row[Any], language: str) -> list[tuple[str, str]]:
    values = dict(row.facts)
    if row.shelf_life_days:
        values["shelf_life"] = f"{row.shelf_life_days} {'days' if language == 'en' else 'hari'}"
    if values.get("permit_type") == "tidak_wajib_lt7hari":
        values.pop("permit_no", None)
    names = FACT_NAMES[language]
    return [
        (name, f"{values[key]} {UNITS.get(key, '')}".strip())
        for key, name in names.items()
        if values.get(key)
    ]


def catalogue(connection: Connection, language: str, now: datetime) -> list[dict[str, Any]]:
    """Every product by category at the prices of this moment, for the catalogue's page."""
    asking = Asking(connection, now)
    product, facility, category = tables.product, tables.facility, tables.category
    rows = connection.execute(
        select(product.c.code, product.c.name, product.c.name_en, product.c.price, product.c.unique_piece)
        .add_columns(product.c.sku, product.c.category, facility.c.stall.label("home"))
        .add_columns(facility.c.name.label("facility"), facility.c.province)
        .add_columns(category.c.code.label("group"), category.c.name.label("group_name"))
        .add_columns(category.c.name_en.label("group_name_en"))
        .join(facility, facility.c.code == product.c.facility)
        .join(category, category.c.code == product.c.category)
        .order_by(category.c.name, product.c.name)
    )
    groups: dict[str, dict[str, Any]] = {}
    for row in rows:
        english = language == "en"
        name = row.group_name_en if english else row.group_name
        group = groups.setdefault(row.group, {"code": row.group, "name": name, "products": []})
        price, was = asking.price(row)
        group["products"].append(
            {
                "code": row.code,
                "name": row.name_en if english else row.name,
                "price": rupiah_text(price),
                "price_was": _rupiah_or_none(was),
                "facility": row.facility,
                "province": row.province,
                "stall": row.home,
                "unique": row.unique_piece,
            }
        )
    return list(groups.values())
