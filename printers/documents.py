"""What can be printed, as plain data: whole rupiah, no formatting, printable ASCII from the first moment.

Every document survives JSON and years: fields are only ever added, with defaults.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from printers.records import Document, DocumentError, Paper, StallPaper, from_json, to_json
from printers.slips import (
    CashLine,
    DeliveryNote,
    Denomination,
    DepositSlip,
    GoodsLine,
    Kuitansi,
    MethodLine,
    ShiftReport,
    UnconfirmedLine,
)

__all__ = [
    "BalancePayment", "CalibrationPage", "CashLine", "DeliveryNote", "Denomination", "DepositSlip",
    "Document", "DocumentError", "DrawerKick", "FoodLabel", "GoodsLine", "HallCheck", "Kuitansi",
    "LabelBatch", "MethodLine", "PaymentLine", "ProductLabel", "Receipt", "ReceiptLine", "RefundLine",
    "RefundSlip", "SerialLabel", "ShelfCard", "ShiftReport", "StallPaper", "TestPage", "UnconfirmedLine",
    "batches", "from_json", "to_json",
]  # fmt: skip

LABELS_PER_PART = 20  # an ambiguity costs at most this many labels


# Receipts and what belongs to a sale


@dataclass(frozen=True)
class ReceiptLine(Paper):
    """One line of a sale; amount = quantity x unit_price - discount. `collect`: how it reaches the buyer."""

    name: str
    facility: str
    quantity: int
    unit_price: int
    discount: int
    amount: int
    collect: str | None = None


@dataclass(frozen=True)
class PaymentLine(Paper):
    """How (a part of) the total was paid."""

    method: str
    amount: int
    tendered: int | None = None
    reference: str | None = None
    state: str = "confirmed"


@dataclass(frozen=True, kw_only=True)
class Receipt(StallPaper):
    """The buyer's receipt; without `receipt_url` it has no code. `balance` is still to be paid."""

    kind = "receipt"
    number: str
    sold_at: str
    lines: Sequence[ReceiptLine]
    total: int
    payments: Sequence[PaymentLine]
    rounding: int = 0
    change: int = 0
    receipt_url: str | None = None
    staff: str | None = None
    contact: str | None = None
    balance: int = 0


@dataclass(frozen=True)
class RefundLine(Paper):
    """Goods that came back and the money that went out for them."""

    name: str
    facility: str
    quantity: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class RefundSlip(StallPaper):
    """What was given back, with room for two signatures; `unpaid` of the goods' price had never been paid."""

    kind = "refund"
    number: str
    sale_number: str
    refunded_at: str
    lines: Sequence[RefundLine]
    amount: int
    method: str
    reason: str
    rounding: int = 0
    approved_by: str | None = None
    staff: str | None = None
    unpaid: int = 0


@dataclass(frozen=True, kw_only=True)
class BalancePayment(StallPaper):
    """The balance of an order has been paid."""

    kind = "balance_payment"
    sale_number: str
    paid_at: str
    amount: int
    payments: Sequence[PaymentLine]
    change: int = 0
    staff: str | None = None


# Labels


@dataclass(frozen=True)
class ProductLabel(Document):
    """A price label; `running` is its place in the batch ("12/50"), `note` one short extra line."""

    kind = "label"
    name: str
    price: int
    facility: str
    code: str
    url: str
    note: str | None = None
    running: str | None = None
    demo: bool = False


@dataclass(frozen=True)
class SerialLabel(Document):
    """The label of one unique piece: `code` and `url` are the piece's own."""

    kind = "serial"
    name: str
    price: int
    facility: str
    serial: str
    code: str
    url: str
    running: str | None = None
    demo: bool = False


@dataclass(frozen=True)
class FoodLabel(Document):
    """What a packed food must say; `missing_facts` in printers.food names what it does not."""

    kind = "food"
    name: str
    producer: str
    address: str
    code: str
    url: str
    composition: str = ""
    net: str = ""
    produced_on: str = ""
    batch: str = ""
    expires_on: str = ""
    permit: str = ""
    halal: str = ""
    allergens: str = ""
    storage: str = ""
    price: int | None = None
    shelf_life_days: int | None = None
    running: str | None = None
    demo: bool = False


@dataclass(frozen=True)
class ShelfCard(Document):
    """A card to stand beside the goods, readable from a step away."""

    kind = "shelf"
    name: str
    price: int
    facility: str
    code: str
    url: str
    unit: str = ""
    story: str = ""
    name_en: str = ""
    language: str = "id"
    demo: bool = False


Label = ProductLabel | SerialLabel | FoodLabel


@dataclass(frozen=True)
class LabelBatch(Document):
    """A part of a label job: at most 20 labels."""

    kind = "labels"
    labels: Sequence[Label]

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= len(self.labels) <= LABELS_PER_PART:
            raise DocumentError(f"a part holds 1 to {LABELS_PER_PART} labels, not {len(self.labels)}")


def batches(labels: Iterable[Label]) -> list[LabelBatch]:
    """`labels` in parts of at most 20, each label with its running number."""
    run = list(labels)
    numbered = [dataclasses.replace(label, running=f"{n}/{len(run)}") for n, label in enumerate(run, 1)]
    return [LabelBatch(numbered[i : i + LABELS_PER_PART]) for i in range(0, len(run), LABELS_PER_PART)]


# The machine itself


@dataclass(frozen=True)
class DrawerKick(Document):
    """Opens the cash drawer; no paper."""

    kind = "drawer"


@dataclass(frozen=True)
class TestPage(Document):
    """Shows that the right printer answers, and how it is set up."""

    __test__: ClassVar[bool] = False  # pytest: not a test
    kind = "test"
    printer: str
    stall: str
    printed_at: str
    event: str = ""
    url: str | None = None
    language: str = "id"
    demo: bool = False


@dataclass(frozen=True)
class CalibrationPage(Document):
    """Rulers, letters and two codes: what a person sees on it decides the printer's capabilities."""

    kind = "calibration"
    printer: str
    stall: str
    printed_at: str
    language: str = "id"


@dataclass(frozen=True)
class HallCheck(Document):
    """Printed at each stall before opening; its code must be scanned back by the stall's tablet."""

    kind = "hall_check"
    printer: str
    stall: str
    stall_name: str
    printed_at: str
    url: str
    event: str = ""
    language: str = "id"
    demo: bool = False
