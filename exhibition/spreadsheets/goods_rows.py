"""Rows of a spreadsheet as facilities and products; a row that cannot be read says why. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pos.refusals import Message

Row = Mapping[str, Any]

FACILITY_COLUMNS = (
    "facility_code",
    "kanwil_code",
    "kanwil_name",
    "stall_no",
    "upt_type",
    "upt_class",
    "official_name",
    "short_name",
    "aliases",
    "city",
    "city_code_kemendagri",
    "province",
    "province_code_kemendagri",
    "province_code_bps",
    "province_iso",
    "timezone",
    "tz_abbr",
    "notes",
)
PRODUCT_COLUMNS = (
    "facility_code",
    "sku",
    "name_id",
    "name_en",
    "category_code",
    "category_id",
    "category_en",
    "price_idr",
    "cost_idr_demo",
    "unit",
    "story_id",
    "material_id",
    "technique_id",
    "size",
    "net_weight_g",
    "net_volume_ml",
    "composition_id",
    "allergens_id",
    "storage_id",
    "shelf_life_days",
    "permit_type",
    "permit_no_demo",
    "halal_status_demo",
    "unique_piece",
    "fulfilment",
    "lead_time_days",
    "max_per_buyer",
    "brand_reported",
    "product_basis",
    "price_basis",
    "source",
    "quantity",
    "order_capacity",
)
FACTS = {
    "story": "story_id",
    "material": "material_id",
    "technique": "technique_id",
    "size": "size",
    "net_weight_g": "net_weight_g",
    "net_volume_ml": "net_volume_ml",
    "composition": "composition_id",
    "allergens": "allergens_id",
    "storage": "storage_id",
    "permit_type": "permit_type",
    "permit_no": "permit_no_demo",
    "halal_status": "halal_status_demo",
    "brand": "brand_reported",
}
FULFILMENTS = ("bawa", "pesan", "kegiatan")
MOST_PIECES = 100_000  # as on a delivery note
_BROKEN_FORMULAS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
_NO_CENTS = re.compile(r",(00|-)$")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")


class RowError(ValueError):
    """Why a row is refused, naming the column, in both languages."""

    def __init__(self, column: str, indonesian: str, english: str) -> None:
        super().__init__(f"{column}: {english}")
        self.message = Message(f"{column}: {indonesian}", f"{column}: {english}")


@dataclass(frozen=True)
class FacilityRow:
    """A facility with the region and stall it belongs to."""

    code: str
    name: str
    official_name: str
    type: str
    stall: str
    region: str
    region_name: str
    city: str
    province: str
    province_iso: str
    timezone: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class ProductRow:
    """A product, and how many pieces of it were delivered in all (None: not said)."""

    sku: str
    facility: str
    name: str
    name_en: str
    category: str
    category_name: str
    category_name_en: str
    price: int
    cost: int | None
    unit: str
    fulfilment: str
    unique_piece: bool
    max_per_buyer: int | None
    lead_time_days: int | None
    shelf_life_days: int | None
    facts: dict[str, Any]
    quantity: int | None
    order_capacity: int | None = None

    @property
    def stocked(self) -> bool:
        """Only what was brought lies on a table and is counted."""
        return self.fulfilment == "bawa"


def read_facility(row: Row) -> FacilityRow:
    """A row of facilities. Raises RowError."""
    return FacilityRow(
        code=_code(row, "facility_code"),
        name=_required(row, "short_name"),
        official_name=clean(row.get("official_name")) or _required(row, "short_name"),
        type=clean(row.get("upt_type")) or "UPT",
        stall=_stall_no(row),
        region=_code(row, "kanwil_code"),
        region_name=_required(row, "kanwil_name"),
        city=clean(row.get("city")),
        province=_required(row, "province"),
        province_iso=clean(row.get("province_iso")),
        timezone=_timezone(row),
        aliases=tuple(part.strip() for part in clean(row.get("aliases")).split("|") if part.strip()),
    )


def read_product(row: Row) -> ProductRow:
    """A row of products. Raises RowError."""
    name = _required(row, "name_id")
    category = _code(row, "category_code")
    category_name = clean(row.get("category_id")) or category
    return ProductRow(
        sku=_code(row, "sku"),
        facility=_code(row, "facility_code"),
        name=name,
        name_en=clean(row.get("name_en")) or name,
        category=category,
        category_name=category_name,
        category_name_en=clean(row.get("category_en")) or category_name,
        price=_needed_whole(row, "price_idr"),
        cost=_whole(row, "cost_idr_demo"),
        unit=clean(row.get("unit")) or "buah",
        fulfilment=_fulfilment(row),
        unique_piece=_yes_or_no(row, "unique_piece"),
        max_per_buyer=_whole(row, "max_per_buyer"),
        lead_time_days=_whole(row, "lead_time_days"),
        shelf_life_days=_whole(row, "shelf_life_days"),
        facts=_facts(row),
        quantity=_quantity(row),
        order_capacity=_whole(row, "order_capacity"),
    )


def clean(value: Any) -> str:
    """Text without control characters and outer spaces; a spreadsheet's 65000.0 is 65000."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    visible = "".join(
        " " if c in "\t\r\n" else c for c in str(value) if c in "\t\r\n" or unicodedata.category(c) != "Cc"
    )
    return " ".join(visible.split())


def _required(row: Row, column: str) -> str:
    text = clean(row.get(column))
    if text in _BROKEN_FORMULAS:
        raise RowError(column, f"rumus yang salah, {text}", f"a broken formula, {text}")
    if not text:
        raise RowError(column, "kosong", "is empty")
    if len(text) > 200:
        raise RowError(column, "lebih dari 200 huruf", "is longer than 200 letters")
    return text


def _code(row: Row, column: str) -> str:
    text = _required(row, column).upper()
    if not _CODE.fullmatch(text):
        raise RowError(
            column,
            f"{text!r} hanya boleh huruf besar, angka, dan tanda hubung",
            f"{text!r} may hold only capital letters, digits and hyphens",
        )
    return text


def _stall_no(row: Row) -> str:
    text = _code(row, "stall_no").zfill(2)
    if len(text) > 4:
        raise RowError("stall_no", f"{text!r} lebih dari 4 huruf", f"{text!r} is longer than 4 letters")
    return text


def _timezone(row: Row) -> str:
    text = clean(row.get("timezone")) or "Asia/Jakarta"
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RowError("timezone", f"{text!r} tidak dikenal", f"{text!r} is unknown") from error
    return text


def _whole(row: Row, column: str) -> int | None:
    text = _NO_CENTS.sub("", clean(row.get(column)).removeprefix("Rp").strip())
    if not text:
        return None
    if _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise RowError(column, f"{text!r} bukan bilangan bulat", f"{text!r} is no whole number")
    return int(text)


def _quantity(row: Row) -> int | None:
    pieces = _whole(row, "quantity")
    if pieces is not None and pieces > MOST_PIECES:
        raise RowError("quantity", f"lebih dari {MOST_PIECES}", f"is more than {MOST_PIECES}")
    return pieces


def _needed_whole(row: Row, column: str) -> int:
    number = _whole(row, column)
    if number is None:
        raise RowError(column, "kosong", "is empty")
    return number


def _yes_or_no(row: Row, column: str) -> bool:
    text = clean(row.get(column)).lower()
    if text not in ("", "0", "1", "ya", "tidak", "true", "false", "yes", "no"):
        raise RowError(column, f"{text!r} harus 0 atau 1", f"{text!r} must be 0 or 1")
    return text in ("1", "ya", "true", "yes")


def _fulfilment(row: Row) -> str:
    text = clean(row.get("fulfilment")).lower() or "bawa"
    if text not in FULFILMENTS:
        known = ", ".join(FULFILMENTS)
        raise RowError(
            "fulfilment", f"{text!r} harus salah satu dari {known}", f"{text!r} must be one of {known}"
        )
    return text


def _facts(row: Row) -> dict[str, Any]:
    return {fact: text for fact, column in FACTS.items() if (text := clean(row.get(column)))}
