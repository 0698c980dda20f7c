"""What may be sent about a pre-order once it has been sold."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from pos.forms import Form, Moment, Name, PaymentForm, TillCode, Uuid
from pos.refusals import FieldError


class BalancePaymentForm(Form):
    """The buyer pays what was still open; how, and into which drawer."""

    sale: Uuid
    payments: Annotated[list[PaymentForm], Field(min_length=1, max_length=10)]
    till: TillCode | None = None
    shift: Uuid | None = None
    staff: Name | None = None
    paid_at: Moment | None = None

    @model_validator(mode="after")
    def the_money_is_there(self) -> Self:
        """A balance is paid with money that was seen to arrive."""
        if any(payment.state != "confirmed" for payment in self.payments):
            raise FieldError("payments harus sudah terlihat masuk", "payments must be confirmed")
        return self


class HandoverForm(Form):
    """The buyer has these lines (counted from 1), or after all does not."""

    sale: Uuid
    lines: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1, max_length=200)]
    handed_over: bool = True
    handed_over_at: Moment | None = None
    staff: Name | None = None


class ContactForm(Form):
    """Where an order is to be delivered. Personal: kept apart from all else, and deleted afterwards."""

    sale: Uuid
    name: Annotated[str, Field(min_length=1, max_length=120)]
    phone: Annotated[str, Field(min_length=1, max_length=40)]
    address: Annotated[str, Field(max_length=500)] = ""


class CapacityForm(Form):
    """How many pieces of a product may be ordered during the fair; null is no limit."""

    capacity: Annotated[int, Field(ge=0, le=100_000)] | None
