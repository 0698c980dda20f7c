"""What a sale and a refund look like on paper: the journal's facts put into the printers' documents. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from printers.documents import PaymentLine, Receipt, ReceiptLine, RefundLine, RefundSlip

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
    return Receipt(
        number=sale["number"],
        event=head.event,
        venue=head.venue,
        stall=sale["stall"],
        stall_name=sale["stall_name"],
        sold_at=local_time(sale["sold_at"], head),
        lines=[_receipt_line(line) for line in sale["lines"]],
        total=sale["total"],
        rounding=sale["rounding"],
        payments=[_payment(payment) for payment in sale["payments"]],
        change=sum(_change(payment) for payment in sale["payments"]),
        receipt_url=f"{head.base_url}/r/{sale['receipt_code']}" if head.base_url else None,
        language=head.language,
        demo=head.demo,
        logo=head.logo,
        staff=sale["staff"],
    )


def refund_slip(refund: Data, head: Letterhead) -> RefundSlip:
    """What was given back, from `sale.refunded` data."""
    return RefundSlip(
        number=refund["number"],
        sale_number=refund["sale_number"],
        event=head.event,
        venue=head.venue,
        stall=refund["stall"],
        stall_name=refund["stall_name"],
        refunded_at=local_time(refund["refunded_at"], head),
        lines=[_refund_line(line) for line in refund["lines"]],
        amount=refund["amount"],
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


def _receipt_line(line: Data) -> ReceiptLine:
    return ReceiptLine(
        name=line["name"],
        facility=line["facility_name"],
        quantity=line["quantity"],
        unit_price=line["unit_price"],
        discount=line["discount"],
        amount=line["amount"],
    )


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
