"""What may be sent: strict models that name the field when something is wrong. Parsed once, at the edge."""

import json
from datetime import UTC, date, datetime
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    model_validator,
)

from pos.refusals import FieldError

MOST_RUPIAH = 1_000_000_000_000  # far above any sale, far below what a browser still counts exactly

Rupiah = Annotated[int, Field(ge=0, le=MOST_RUPIAH)]
Quantity = Annotated[int, Field(ge=1, le=100_000)]
Sku = Annotated[str, Field(min_length=1, max_length=40)]
TillCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{2,8}$")]
StallNo = Annotated[str, Field(pattern=r"^[0-9A-Z]{1,4}$")]
Reason = Annotated[str, Field(min_length=1, max_length=300)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


def _is_uuid(text: str) -> str:
    return str(UUID(text))


def _is_within_reach(moment: datetime) -> datetime:
    # A tablet's clock may be wrong by decades; further away no time zone can be applied.
    if not 1900 <= moment.year <= 2999:
        raise FieldError("tahun harus antara 1900 dan 2999", "year must be between 1900 and 2999")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_is_within_reach)]
Uuid = Annotated[str, Field(min_length=32, max_length=36), AfterValidator(_is_uuid)]
Method = Literal["cash", "qris", "card", "transfer"]


def _is_plain_json(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    json.dumps(value, allow_nan=False)  # Python's parsers let NaN pass, browsers do not
    return value


PlainJson = Annotated[dict[str, JsonValue], AfterValidator(_is_plain_json)]


class Form(BaseModel):
    """Strict: no coercion, no unknown fields, no control over anything but what is named."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    # Fields that came after documents without them had been answered: at their default they are no content.
    came_later: ClassVar[tuple[str, ...]] = ()


class PreOrder(Form):
    """Goods to be made: what was paid down and how they reach the buyer."""

    deposit: Rupiah
    pickup: Annotated[str, Field(max_length=200)]


class LineForm(Form):
    """One product in the cart."""

    sku: Sku
    quantity: Quantity
    unit_price: Rupiah
    discount: Rupiah = 0
    piece: Annotated[str, Field(max_length=12)] | None = None
    order: PreOrder | None = None

    @property
    def amount(self) -> int:
        """What the line costs, in rupiah."""
        return self.quantity * self.unit_price - self.discount


class PaymentForm(Form):
    """One way of paying, with its share of the total."""

    method: Method
    amount: Rupiah
    tendered: Rupiah | None = None
    reference: Annotated[str, Field(max_length=80)] | None = None
    state: Literal["confirmed", "unconfirmed"] = "confirmed"


class SaleForm(Form):
    """A finished sale as a till hands it in."""

    number: Annotated[str, Field(min_length=3, max_length=24)]
    till: TillCode
    sold_at: Moment
    lines: Annotated[list[LineForm], Field(min_length=1, max_length=200)]
    rounding: Annotated[int, Field(gt=-1000, lt=1000)] = 0
    total: Rupiah
    payments: Annotated[list[PaymentForm], Field(min_length=1, max_length=10)]
    sent_at: Moment | None = None
    shift: Uuid | None = None
    staff: Annotated[str, Field(max_length=80)] | None = None
    note: Annotated[str, Field(max_length=500)] | None = None
    reoffered: bool = False

    @model_validator(mode="after")
    def adds_up(self) -> Self:
        """What makes it a sale at all; whether lines and total agree is a matter for people."""
        if not self.number.startswith(f"{self.till}-"):
            raise FieldError(f"number harus diawali {self.till}-", f"number must begin with {self.till}-")
        if sum(payment.amount for payment in self.payments) != self.total:
            raise FieldError("jumlah payments harus sama dengan total", "payments must add up to total")
        if any(line.discount > line.quantity * line.unit_price for line in self.lines):
            raise FieldError(
                "discount tidak boleh lebih dari quantity x unit_price",
                "discount must not exceed quantity x unit_price",
            )
        if self.rounding and not any(payment.method == "cash" for payment in self.payments):
            raise FieldError("rounding hanya untuk tunai", "rounding is for cash only")
        return self

    @property
    def lines_total(self) -> int:
        """Σ (quantity x unit_price - discount) + rounding."""
        return sum(line.amount for line in self.lines) + self.rounding

    @property
    def cash(self) -> int:
        """What went into the drawer."""
        return sum(payment.amount for payment in self.payments if payment.method == "cash")


class DecisionForm(Form):
    """What an organiser decides about a held sale."""

    decision: Literal["accept", "reject"]
    reason: Reason
    number: Annotated[str, Field(min_length=3, max_length=24)] | None = None
    lines: Annotated[list[LineForm], Field(min_length=1, max_length=200)] | None = None


class RefundLineForm(Form):
    """How many pieces of a line (counted from 1) come back."""

    line: Annotated[int, Field(ge=1)]
    quantity: Quantity


class RefundForm(Form):
    """Goods that come back."""

    sale: Uuid
    lines: Annotated[list[RefundLineForm], Field(min_length=1, max_length=200)]
    reason: Reason
    method: Method
    till: TillCode | None = None
    number: Annotated[str, Field(min_length=3, max_length=24)] | None = None
    refunded_at: Moment | None = None
    restock: bool = True
    unsent: bool = False
    approval: Annotated[str, Field(max_length=60)] | None = None
    shift: Uuid | None = None
    reoffered: bool = False
    came_later: ClassVar = ("shift",)

    @model_validator(mode="after")
    def lines_are_distinct(self) -> Self:
        """Each line once."""
        if len({line.line for line in self.lines}) != len(self.lines):
            raise FieldError("lines menyebut tiap baris sekali saja", "lines must name each line once")
        return self


class PaymentCorrectionForm(Form):
    """How a sale was really paid."""

    sale: Uuid
    payments: Annotated[list[PaymentForm], Field(min_length=1, max_length=10)]
    reason: Reason
    approval: Annotated[str, Field(max_length=60)] | None = None


class ConfirmationForm(Form):
    """A payment was seen to arrive."""

    reference: Annotated[str, Field(max_length=80)] | None = None


class ApprovalForm(Form):
    """A code from POST /api/v1/approvals, where the credential itself may not approve."""

    approval: Annotated[str, Field(max_length=60)] | None = None


class StallSettingsForm(Form):
    """What the organiser sets for one stall."""

    qris_static: Annotated[str, Field(max_length=600)] | None = None
    max_discount_percent: Annotated[int, Field(ge=0, le=100)] | None = None


class EventSettingsForm(Form):
    """What the organiser sets for the whole exhibition."""

    cash_rounding: Literal[0, 100, 500, 1000] = 100  # what is due in cash is rounded down to whole steps
    min_deposit_percent: Annotated[int, Field(ge=0, le=100)] = 50  # of an order, paid when it is placed


class ClosingRuleForm(Form):
    """So much less on the closing day: everything, a stall's goods, a category, or one product."""

    scope: Literal["all", "stall", "category", "product"]
    code: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    percent: Annotated[int, Field(ge=1, le=90)]

    @model_validator(mode="after")
    def names_what_it_is_for(self) -> Self:
        """Only a rule for everything has no code."""
        if (self.scope == "all") != (self.code is None):
            raise FieldError(
                "code diisi untuk setiap scope kecuali all", "code goes with every scope but all"
            )
        return self


class ClosingPricesForm(Form):
    """The prices of the closing day, and whether they count."""

    on: bool = False
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    rules: Annotated[list[ClosingRuleForm], Field(max_length=500)] = []

    @model_validator(mode="after")
    def makes_sense(self) -> Self:
        """It ends after it began, and says everything once."""
        if self.starts_at and self.ends_at and self.starts_at >= self.ends_at:
            raise FieldError("ends_at harus sesudah starts_at", "ends_at must be after starts_at")
        if len({(rule.scope, rule.code) for rule in self.rules}) != len(self.rules):
            raise FieldError("rules menyebut tiap hal sekali saja", "rules must name everything once")
        return self


class ReservationForm(Form):
    """A unique piece lies in this cart."""

    cart: Uuid


class PutAwayForm(Form):
    """What was done about a document that the server would not take."""

    reason: Reason


class TillDecisionForm(Form):
    """One decision about all held sales of a till."""

    decision: Literal["accept", "reject"]
    reason: Reason


Rows = Annotated[list[PlainJson], Field(max_length=5000)]


class OutboxForm(Form):
    """The file a tablet saved because it could not send, in its first form or its second; read row by row."""

    version: Literal[1, 2] = 1
    till: TillCode | None = None  # the first form: one code, sales only
    tills: Annotated[list[TillCode], Field(max_length=50)] = []
    shifts: Rows = []
    sales: Rows = []
    refunds: Rows = []
    corrections: Rows = []
    balance_payments: Rows = []
    handovers: Rows = []
    cash_movements: Rows = []
    closes: Rows = []

    @model_validator(mode="after")
    def says_whose_it_is(self) -> Self:
        """Under which codes the tablet sold."""
        if not self.codes:
            raise FieldError(
                "tills harus menyebut kode kasir tablet ini", "tills must name the codes of the tablet"
            )
        return self

    @property
    def codes(self) -> list[str]:
        """Every code the tablet had."""
        return [*self.tills, *([self.till] if self.till else [])]


class ShiftForm(Form):
    """A drawer is opened."""

    till: TillCode
    opened_at: Moment
    float: Rupiah
    staff: Name | None = None


class CloseForm(Form):
    """A drawer is counted: denomination -> how many notes or coins."""

    closed_at: Moment | None = None
    counted: dict[
        Annotated[str, Field(pattern=r"^[1-9][0-9]{1,5}$")], Annotated[int, Field(ge=0, le=100_000)]
    ]
    staff: Name | None = None


class CashMovementForm(Form):
    """Cash goes in or out of a drawer, or to the treasurer (deposit, with a second name)."""

    shift: Uuid
    kind: Literal["in", "out", "deposit"]
    amount: Annotated[int, Field(ge=1, le=MOST_RUPIAH)]
    reason: Reason
    at: Moment | None = None
    second: Name | None = None
    staff: Name | None = None
    came_later: ClassVar = ("staff",)

    @model_validator(mode="after")
    def a_deposit_has_two_names(self) -> Self:
        """Whoever hands over and whoever takes it."""
        if self.kind == "deposit" and not self.second:
            raise FieldError(
                "second harus menyebut siapa yang menerima setoran",
                "second must name who receives the deposit",
            )
        return self


class ReportForm(Form):
    """How a tablet is doing."""

    waiting: Annotated[int, Field(ge=0, le=1_000_000)]
    waiting_amount: Rupiah
    next_number: Annotated[int, Field(ge=1, le=10_000_000)]
    battery: Annotated[int, Field(ge=0, le=100)] | None = None
    sent_at: Moment
    oldest_waiting_at: Moment | None = None
    rejected: Annotated[list[PlainJson], Field(max_length=200)] | None = None
    version: Annotated[str, Field(max_length=80)] | None = None


class ConsignmentLineForm(Form):
    """So many pieces of a product."""

    sku: Sku
    quantity: Quantity
    expires_on: date | None = None


class ConsignmentForm(Form):
    """A delivery note, counted in."""

    facility: Annotated[str, Field(min_length=1, max_length=12)]
    stall: StallNo
    lines: Annotated[list[ConsignmentLineForm], Field(min_length=1, max_length=500)]


class MovementForm(Form):
    """Pieces come or go without a sale."""

    kind: Literal["received", "returned", "damaged", "missing", "donated", "sample", "transfer"]
    sku: Sku
    quantity: Quantity
    stall: StallNo
    reason: Reason
    to_stall: StallNo | None = None

    @model_validator(mode="after")
    def a_transfer_has_a_destination(self) -> Self:
        """Only a transfer goes to another stall."""
        if (self.kind == "transfer") != (self.to_stall is not None):
            raise FieldError(
                "to_stall hanya untuk kind transfer, dan wajib di sana", "to_stall goes with kind transfer"
            )
        return self


class PriceForm(Form):
    """A new price."""

    sku: Sku
    price: Rupiah
    reason: Reason


def instant(moment: datetime) -> str:
    """A moment in UTC, so that the same instant is the same text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
