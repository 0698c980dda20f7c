"""One of every document, with the longest names of the demo exhibition, for the tests of paper."""

import csv
import functools
import re
from pathlib import Path
from typing import Any

from printers.documents import (
    BalancePayment,
    CalibrationPage,
    CashLine,
    DeliveryNote,
    Denomination,
    DepositSlip,
    Document,
    DrawerKick,
    FoodLabel,
    GoodsLine,
    HallCheck,
    Kuitansi,
    MethodLine,
    PaymentLine,
    ProductLabel,
    Receipt,
    ReceiptLine,
    RefundLine,
    RefundSlip,
    SerialLabel,
    ShelfCard,
    ShiftReport,
    TestPage,
    UnconfirmedLine,
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
        **more,
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


def receipt(**changes: Any) -> Receipt:
    lines = changes.get("lines") or receipt_lines()
    total = sum(line.amount for line in lines)
    usual: dict[str, Any] = {
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
    return Receipt(**(usual | changes))


def refund_slip(**changes: Any) -> RefundSlip:
    usual: dict[str, Any] = {
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
    return RefundSlip(**(usual | changes))


def test_page(**changes: Any) -> TestPage:
    usual: dict[str, Any] = {
        "printer": "struk-07", "stall": "07", "printed_at": SOLD_AT, "event": EVENT, "url": RECEIPT_URL
    }  # fmt: skip
    return TestPage(**(usual | changes))


HEAD: dict[str, Any] = {
    "event": EVENT, "venue": "Plasa Industri", "stall": "07", "stall_name": "Kanwil Ditjenpas Bengkulu"
}  # fmt: skip
NOTES = [Denomination(100_000, 40), Denomination(50_000, 21), Denomination(2_000, 7), Denomination(500, 3)]


def kuitansi(**changes: Any) -> Kuitansi:
    usual = {
        **HEAD,
        "number": "KW-07A-0123",
        "received_from": "Dinas Perindustrian Provinsi Bengkulu",
        "amount": 5_250_000,
        "purpose": "22 lembar kain batik tulis untuk seragam",
        "place": "Jakarta",
        "date": "3 April 2018",
        "receiver": "ketua-07",
        "sale_number": "07A-0123",
    }
    return Kuitansi(**(usual | changes))


def shift_report(**changes: Any) -> ShiftReport:
    usual = {
        **HEAD,
        "report": "Z",
        "till": "07A",
        "staff": "kasir-07",
        "opened_at": "3 April 2018 08.52 WIB",
        "printed_at": "3 April 2018 17.10 WIB",
        "sales": 63,
        "pieces": 118,
        "gross": 11_025_000,
        "net": 10_795_000,
        "discounts": 55_000,
        "refunds": 175_000,
        "rounding": -300,
        "methods": [MethodLine("cash", 41, 6_655_200), MethodLine("qris", 22, 4_314_500)],
        "opening_float": 300_000,
        "number": "Z-07A-003",
        "cash_sales": 6_700_200,
        "cash_refunds": 175_000,
        "cash_corrections": -45_000,
        "held_cash": 120_000,
        "moved": [
            CashLine("in", "09.12", 200_000, "Uang receh dari bendahara", "kasir-07"),
            CashLine("out", "11.40", 35_000, "Kantong kertas", "kasir-07"),
            CashLine("deposit", "13.05", 1_000_000, "Setoran siang", "ketua-07", "bendahara"),
            CashLine("deposit", "16.30", 1_000_000, "Setoran sore", "ketua-07", "bendahara"),
        ],
        "unconfirmed": [
            UnconfirmedLine("07A-0041", "qris", 150_000),
            UnconfirmedLine("07A-0057", "transfer", 1_250_000),
        ],
        "counted": NOTES,
        "counted_total": 5_065_500,
        "expected": 5_065_200,
        "difference": 300,
        "late": 1,
    }
    return ShiftReport(**(usual | changes))


def x_report() -> ShiftReport:
    """What a till prints before its count: sales and pieces, no amount of cash."""
    return ShiftReport(
        **HEAD,
        report="X",
        till="07A",
        staff="kasir-07",
        opened_at="3 April 2018 08.52 WIB",
        printed_at="3 April 2018 13.10 WIB",
        sales=63,
        pieces=118,
        methods=[MethodLine("qris", 22, 4_314_500)],
        opening_float=300_000,
        unconfirmed=[UnconfirmedLine("07A-0041", "qris", 150_000)],
    )


def deposit_slip(**changes: Any) -> DepositSlip:
    usual = {
        **HEAD,
        "number": "SETOR-07-02",
        "handed_at": "3 April 2018 17.25 WIB",
        "amount": 5_065_500,
        "giver": "ketua-07",
        "taker": "bendahara",
        "counted": NOTES,
        "till": "07A",
    }
    return DepositSlip(**(usual | changes))


def delivery_note(**changes: Any) -> DeliveryNote:
    lines = [
        GoodsLine("TKG-KOP02", LONGEST, 20, 24, "3 April 2019"),
        GoodsLine("TKG-TAS01", "Tas Selempang", 6, 6),
    ]
    usual = {
        **HEAD,
        "number": "TB-1F4C22A0",
        "direction": "in",
        "facility": "Lapas Narkotika Muara Sabak",
        "at": SOLD_AT,
        "lines": lines,
        "giver": "Petugas UPT",
        "taker": "ketua-07",
    }
    return DeliveryNote(**(usual | changes))


def return_note() -> DeliveryNote:
    return delivery_note(
        number="KB-7A90D3E1",
        direction="out",
        lines=[GoodsLine("TKG-KOP02", LONGEST, 9), GoodsLine("TKG-TAS01", "Tas Selempang", 2)],
        giver="ketua-07",
        taker="",
    )


def food_label(**changes: Any) -> FoodLabel:
    usual = {
        "name": LONGEST,
        "producer": "Rutan Kelas IIB Takengon",
        "address": "Kabupaten Aceh Tengah, Aceh",
        "code": "7Q2MXK",
        "url": LABEL_URL + "7Q2MXK",
        "composition": "Kopi arabika 100%",
        "net": "200 g",
        "produced_on": "1 Maret 2018",
        "batch": "GY-0301",
        "expires_on": "1 Maret 2019",
        "permit": "P-IRT 0000000000000-00 (CONTOH)",
        "halal": "belum bersertifikat (contoh)",
        "storage": "Simpan di tempat sejuk dan kering",
        "price": 70_000,
    }
    return FoodLabel(**(usual | changes))


def serial_label(**changes: Any) -> SerialLabel:
    usual = {
        "name": "Batik Tulis Rajawali Kain Halus",
        "price": 850_000,
        "facility": "Lapas Permisan",
        "serial": "3",
        "code": "7Q2MXK",
        "url": LABEL_URL + "7Q2MXK",
    }
    return SerialLabel(**(usual | changes))


def shelf_card(**changes: Any) -> ShelfCard:
    usual = {
        "name": LONGEST,
        "name_en": "Gayo Arabica roasted beans 200 g",
        "price": 70_000,
        "unit": "bungkus",
        "facility": "Rutan Takengon",
        "story": "Disangrai sedang agar aroma khas Gayo tetap terasa saat diseduh di rumah.",
        "code": "7Q2MXK",
        "url": LABEL_URL + "7Q2MXK",
    }
    return ShelfCard(**(usual | changes))


def calibration_page(**changes: Any) -> CalibrationPage:
    usual = {"printer": "struk-07", "stall": "07", "printed_at": SOLD_AT}
    return CalibrationPage(**(usual | changes))


def hall_check(**changes: Any) -> HallCheck:
    usual = {
        "printer": "struk-07",
        "stall": "07",
        "stall_name": "Kanwil Ditjenpas Bengkulu",
        "printed_at": SOLD_AT,
        "url": "HTTP://192.168.10.2:8080/CHECK/7Q2MXK",
    }
    return HallCheck(**(usual | changes))


def order_receipt(**changes: Any) -> Receipt:
    """Goods to be made: paid down, the rest to be paid when they are fetched."""
    name, facility, price = goods()[0]
    lines = [ReceiptLine(name, facility, 1, price, 0, price, collect="Ambil: Stan 07, 17 April 2018")]
    down = price // 2
    paid = [PaymentLine("cash", down, down + 1_500)]
    return receipt(**({"lines": lines, "payments": paid, "change": 1_500, "balance": price - down} | changes))


def balance_payment(**changes: Any) -> BalancePayment:
    usual: dict[str, Any] = {
        "sale_number": "07A-0123",
        "event": EVENT,
        "venue": "Plasa Industri",
        "stall": "07",
        "stall_name": "Kanwil Ditjenpas Bengkulu",
        "paid_at": SOLD_AT,
        "amount": 325_000,
        "payments": [PaymentLine("cash", 325_000, 350_000)],
        "change": 25_000,
        "staff": "kasir-07",
    }
    return BalancePayment(**(usual | changes))


def one_of_each() -> list[Document]:
    """A sample of every kind of document."""
    return [*for_rolls(), *for_labels(), batches(ten_labels())[0], calibration_page(), DrawerKick()]


def for_rolls() -> list[Document]:
    """What receipt printers print."""
    slips = [kuitansi(), shift_report(), deposit_slip(), delivery_note()]
    return [receipt(), refund_slip(), balance_payment(), test_page(), *slips, shelf_card(), hall_check()]


def for_labels() -> list[Document]:
    """What label printers print."""
    return [ten_labels()[0], serial_label(), food_label()]


def without_codes(shown: str) -> str:
    """The text of a paper without the place-holders of its codes."""
    return re.sub(r"\[QR[^]]*\]", "", shown)
