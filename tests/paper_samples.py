"""One of every document, with the longest names of the demo exhibition, for the tests of paper."""

import csv
import functools
from pathlib import Path

from printers.documents import (
    Document,
    DrawerKick,
    PaymentLine,
    ProductLabel,
    Receipt,
    ReceiptLine,
    RefundLine,
    RefundSlip,
    TestPage,
    batches,
)

DEMO = Path(__file__).parents[1] / "exhibition" / "demo"
RECEIPT_URL = "http://192.168.10.2:8080/r/7Q2MXK9D4T8ZV3NB"
LABEL_URL = "HTTPS://PAMERAN-KARYA.ID/P/"
LONGEST = "Kopi Arabika Gayo Biji Sangrai 200 g"
SOLD_AT = "Selasa, 3 April 2018 10.15 WIB"
EVENT = "Pameran Produk Unggulan Narapidana ke-6"


@functools.cache
def goods() -> list[tuple[str, str, int]]:
    """(name, facility, price) of all demo products, the longest name first."""
    with (DEMO / "facilities.csv").open(encoding="utf-8") as file:
        facilities = {row["facility_code"]: row["short_name"] for row in csv.DictReader(file)}
    with (DEMO / "products.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = [(row["name_id"], facilities[row["facility_code"]], int(row["price_idr"])) for row in rows]
    return sorted(found, key=lambda row: (-len(row[0]), row))


def ten_goods() -> list[tuple[str, str, int]]:
    """Ten products: the longest names, the dearest, the longest facility, the shortest name."""
    everything = goods()
    dearest = max(everything, key=lambda row: row[2])
    longest_facility = max(everything, key=lambda row: len(row[1]))
    return [*everything[:7], dearest, longest_facility, everything[-1]]


def label(name: str, facility: str, price: int, number: int = 0, **more: str | bool) -> ProductLabel:
    code = f"7Q2MX{number % 10}"
    return ProductLabel(
        name=name,
        price=price,
        facility=facility,
        code=code,
        url=LABEL_URL + code,
        **more,  # type: ignore[arg-type]
    )


def ten_labels() -> list[ProductLabel]:
    return [
        label(*row, number, demo=True, running=f"{number + 1}/10") for number, row in enumerate(ten_goods())
    ]


def receipt_lines() -> list[ReceiptLine]:
    quantities, discounts = (1, 3, 2, 1), (0, 0, 5000, 0)
    rows = goods()[:4]
    return [
        ReceiptLine(name, facility, quantity, price, discount, quantity * price - discount)
        for (name, facility, price), quantity, discount in zip(rows, quantities, discounts, strict=True)
    ]


def receipt(**changes: object) -> Receipt:
    lines = changes.get("lines") or receipt_lines()
    total = sum(line.amount for line in lines)  # type: ignore[attr-defined]
    usual: dict[str, object] = {
        "number": "07A-0123",
        "event": EVENT,
        "venue": "Plasa Industri",
        "stall": "07",
        "stall_name": "Kanwil Ditjenpas Bengkulu",
        "sold_at": SOLD_AT,
        "lines": lines,
        "total": total,
        "payments": [PaymentLine("cash", total, total + 30_000)],
        "change": 30_000,
        "receipt_url": RECEIPT_URL,
        "staff": "kasir-07",
    }
    return Receipt(**(usual | changes))  # type: ignore[arg-type]


def refund_slip(**changes: object) -> RefundSlip:
    usual: dict[str, object] = {
        "number": "07A-0124",
        "sale_number": "07A-0123",
        "event": EVENT,
        "venue": "Plasa Industri",
        "stall": "07",
        "stall_name": "Kanwil Ditjenpas Bengkulu",
        "refunded_at": SOLD_AT,
        "lines": [RefundLine(*goods()[0][:2], 1, 70_000)],
        "amount": 70_000,
        "method": "cash",
        "reason": "Kemasan robek",
        "approved_by": "ketua-07",
        "staff": "kasir-07",
    }
    return RefundSlip(**(usual | changes))  # type: ignore[arg-type]


def test_page(**changes: object) -> TestPage:
    usual: dict[str, object] = {
        "printer": "struk-07", "stall": "07", "printed_at": SOLD_AT, "event": EVENT, "url": RECEIPT_URL
    }  # fmt: skip
    return TestPage(**(usual | changes))  # type: ignore[arg-type]


def one_of_each() -> list[Document]:
    """A sample of every kind of document."""
    return [receipt(), refund_slip(), test_page(), ten_labels()[0], batches(ten_labels())[0], DrawerKick()]


def for_rolls() -> list[Document]:
    """What receipt printers print."""
    return [document for document in one_of_each() if document.kind not in ("label", "labels", "drawer")]
