"""Rows of spreadsheets as people fill them in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibition.spreadsheets.goods_rows import RowError, clean, read_facility, read_product

PRODUCT: dict[str, Any] = {
    "facility_code": "TKG",
    "sku": "TKG-KOP01",
    "name_id": "Kopi Gayo",
    "category_code": "KOP",
    "price_idr": "65000",
}
FACILITY: dict[str, Any] = {
    "facility_code": "TKG",
    "kanwil_code": "ACE",
    "kanwil_name": "Kanwil Ditjenpas Aceh",
    "stall_no": "1",
    "short_name": "Rutan Takengon",
    "province": "Aceh",
}


def test_little_is_needed_and_the_rest_has_sensible_values() -> None:
    row = read_product(PRODUCT)
    assert (row.name_en, row.unit, row.fulfilment, row.stocked, row.unique_piece) == (
        "Kopi Gayo",
        "buah",
        "bawa",
        True,
        False,
    )
    assert (row.quantity, row.order_capacity) == (None, None)
    assert read_product({**PRODUCT, "order_capacity": "20"}).order_capacity == 20
    facility = read_facility(FACILITY)
    assert (facility.stall, facility.official_name, facility.timezone) == (
        "01",
        "Rutan Takengon",
        "Asia/Jakarta",
    )


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [("65000", 65000), ("65.000", 65000), ("Rp 1.250.000", 1250000), (65000.0, 65000), (65000, 65000)],
)
def test_a_price_is_read_as_people_write_it(written: Any, rupiah: int) -> None:
    assert read_product({**PRODUCT, "price_idr": written}).price == rupiah


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("price_idr", "65000.50"),
        ("price_idr", "-5"),
        ("price_idr", ""),
        ("price_idr", "65,000"),
        ("price_idr", "٦٥"),
        ("sku", "a b"),
        ("name_id", " "),
        ("quantity", "12.5"),
        ("unique_piece", "mungkin"),
        ("fulfilment", "nanti"),
        ("name_id", "x" * 201),
    ],
)
def test_a_row_that_cannot_be_read_names_its_column(column: str, value: str) -> None:
    with pytest.raises(RowError, match=column):
        read_product({**PRODUCT, column: value})


def test_a_zone_that_does_not_exist_is_refused() -> None:
    for zone in ("Mars/Base", "../etc/passwd", "Asia/"):
        with pytest.raises(RowError, match="timezone"):
            read_facility({**FACILITY, "timezone": zone})


@given(st.text())
def test_cleaning_leaves_no_control_characters_and_is_stable(text: str) -> None:
    cleaned = clean(text)
    assert all(ord(c) >= 32 and not 127 <= ord(c) < 160 for c in cleaned)
    assert clean(cleaned) == cleaned


@given(
    st.dictionaries(st.sampled_from(["facility_code", "sku", "price_idr", "name_id", "quantity"]), st.text())
)
def test_any_row_is_read_or_refused(row: dict[str, str]) -> None:
    try:
        product = read_product({**PRODUCT, **row})
    except RowError:
        return
    assert product.price >= 0
