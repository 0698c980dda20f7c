"""What may be sent to sign in, enrol and give rights."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pos.forms import Form, Name, StallNo, Uuid
from pos.refusals import FieldError

Role = Literal["cashier", "lead", "treasurer", "organiser", "viewer"]
Pin = Annotated[str, Field(min_length=4, max_length=12, pattern=r"^[0-9]+$")]
Code = Annotated[str, Field(min_length=4, max_length=20)]


class SignInForm(Form):
    """A person and the PIN they were given."""

    staff: Name
    pin: Annotated[str, Field(min_length=1, max_length=32)]


class EnrolmentForm(Form):
    """A tablet of a stall, or a hall screen (role viewer).

    `instead_of` is the till code of a tablet that moves to another address: there it sells no more.
    """

    stall: StallNo | None = None
    role: Literal["cashier", "viewer"] = "cashier"
    instead_of: Annotated[str, Field(min_length=3, max_length=12)] | None = None

    @model_validator(mode="after")
    def a_tablet_has_a_stall(self) -> Self:
        """A screen has none."""
        if (self.stall is not None) != (self.role == "cashier"):
            raise FieldError(
                "stall wajib untuk tablet dan tidak boleh untuk layar",
                "stall is needed for a tablet and not allowed for a screen",
            )
        return self


class EnrolForm(Form):
    """The code that the office shows; or `renew`, for a tablet that is enrolled already."""

    code: Code | None = None
    renew: Literal[True] | None = None

    @model_validator(mode="after")
    def one_of_the_two(self) -> Self:
        """Never both, never none."""
        if (self.code is None) == (self.renew is None):
            raise FieldError(
                "isi code atau renew, salah satu saja", "code or renew must be given, and only one of them"
            )
        return self


class ApprovalForm(Form):
    """A lead's yes: who, their PIN, and the refund it is for."""

    staff: Name
    pin: Annotated[str, Field(min_length=1, max_length=32)]
    subject: Uuid = Field(alias="for")


class TokenForm(Form):
    """A script's rights."""

    role: Role
    stall: StallNo | None = None


class StaffForm(Form):
    """Somebody who may sign in."""

    name: Annotated[str, Field(min_length=2, max_length=40, pattern=r"^[^\s/]+( [^\s/]+)*$")]
    role: Role
    stall: StallNo | None = None
