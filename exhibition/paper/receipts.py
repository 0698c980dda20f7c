"""What a sale and a refund look like on paper: the journal's facts put into the printers' documents. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pos.ways_of_paying import is_balance
from printers.documents import BalancePayment, PaymentLine, Receipt, ReceiptLine, RefundLine, RefundSlip

Data = Mapping[str, Any]

_DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Letterhead:
    """What every paper of this exhibition says about it. Without `base_url` there is no QR."""

    event: str
    timezone: str = "Asia/Jakarta"
    tz_abbr: str = "WIB"
    venue: str | None = None
    demo: bool = False
    base_url: str | None = None
    language: str = "id"
    logo: str | None = None


def receipt(sale: Data, head: Letterhead) -> Receipt:
    """The buyer's receipt of a sale, from its `sale.recorded` data."""
    made = [payment for payment in sale["payments"] if not is_balance(payment)]
    return Receipt(
        number=sale["number"],
        event=head.event,
        venue=head.venue,
        stall=sale["stall"],
        stall_name=sale["stall_name"],
        sold_at=local_time(sale["sold_at"], head),
        lines=[_receipt_line(line, head) for line in sale["lines"]],
        total=sale["total"],
        rounding=sale["rounding"],
        payments=[_payment(payment) for payment in made],
        change=sum(_change(payment) for payment in made),
        balance=sum(payment["amount"] for payment in sale["payments"] if is_balance(payment)),
        receipt_url=f"{head.base_url}/r/{sale['receipt_code']}" if head.base_url else None,
        language=head.language,
        demo=head.demo,
        logo=head.logo,
        staff=sale["staff"],
    )


def balance_slip(paid: Data, stall_name: str, head: Letterhead) -> BalancePayment:
    """The balance of an order was paid, from `payment.corrected` data of the kind `balance`."""
    return BalancePayment(
        sale_number=paid["sale_number"],
        event=head.event,
        venue=head.venue,
        stall=paid["stall"],
        stall_name=stall_name,
        paid_at=local_time(paid["paid_at"], head),
        amount=sum(payment["amount"] for payment in paid["received"]),
        payments=[_payment(payment) for payment in paid["received"]],
        change=sum(_change(payment) for payment in paid["received"]),
        staff=paid["staff"],
        language=head.language,
        demo=head.demo,
        logo=head.logo,
    )


def refund_slip(refund: Data, head: Letterhead) -> RefundSlip:
    """What was given back, from `sale.refunded` data."""
    unpaid = refund.get("unpaid", 0)
    return RefundSlip(
        number=refund["number"],
        sale_number=refund["sale_number"],
        event=head.event,
        venue=head.venue,
        stall=refund["stall"],
        stall_name=refund["stall_name"],
        refunded_at=local_time(refund["refunded_at"], head),
        lines=[_refund_line(line) for line in refund["lines"]],
        amount=refund["amount"] - unpaid,
        unpaid=unpaid,
        rounding=refund["rounding"],
        method=refund["method"],
        reason=refund["reason"],
        approved_by=refund["approved_by"],
        language=head.language,
        demo=head.demo,
        staff=refund["staff"],
    )


def local_time(at: str, head: Letterhead) -> str:
    """A moment as people at the venue say it: Selasa, 3 April 2018 10.15 WIB."""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(head.timezone))
    day = _DAYS[_language(head)][local.weekday()]
    return f"{day}, {local_date(at, head)} {local:%H.%M} {head.tz_abbr}"


def local_date(at: str, head: Letterhead) -> str:
    """The day of a moment at the venue: 3 April 2018."""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(head.timezone))
    return f"{local.day} {_MONTHS[_language(head)][local.month - 1]} {local.year}"


def local_clock(at: str, head: Letterhead) -> str:
    """The hour of a moment at the venue: 10.15."""
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(head.timezone)):%H.%M}"


def _language(head: Letterhead) -> str:
    return head.language if head.language in _DAYS else "id"


def _receipt_line(line: Data, head: Letterhead) -> ReceiptLine:
    return ReceiptLine(
        name=line["name"],
        facility=line["facility_name"],
        quantity=line["quantity"],
        unit_price=line["unit_price"],
        discount=line["discount"],
        amount=line["amount"],
        collect=collect_text(line["order"]["pickup"], head) if line.get("order") else None,
    )


def collect_text(pickup: str, head: Letterhead) -> str:
    """How ordered goods reach the buyer, its date in words: Ambil: Stan 07, 17 April 2018."""
    text = _ISO_DATE.sub(lambda found: _day_text(found.group(), head), pickup.replace(" · ", ", "))
    for word, words in _WAYS.items():
        if text.startswith(word):
            return words[_language(head)] + text.removeprefix(word)
    return text


_ISO_DATE = re.compile(r"\b\d{4}-(0[1-9]|1[0-2])-\d{2}\b")
_WAYS = {"Ambil": {"id": "Ambil", "en": "Collect"}, "Kirim": {"id": "Dikirim", "en": "Delivered"}}


def _day_text(day: str, head: Letterhead) -> str:
    year, month, of_month = map(int, day.split("-"))
    return f"{of_month} {_MONTHS[_language(head)][month - 1]} {year}"


def _refund_line(line: Data) -> RefundLine:
    return RefundLine(
        name=line["name"],
        facility=line.get("facility_name") or line["facility"],
        quantity=line["quantity"],
        amount=line["amount"],
    )


def _payment(payment: Data) -> PaymentLine:
    return PaymentLine(
        method=payment["method"],
        amount=payment["amount"],
        tendered=payment["tendered"],
        reference=payment["reference"],
        state=payment["state"],
    )


def _change(payment: Data) -> int:
    tendered: int | None = payment["tendered"]
    return 0 if tendered is None else max(tendered - int(payment["amount"]), 0)
