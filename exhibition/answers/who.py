"""Answers about people, tablets and their rights; and every "no"."""

from typing import Any, Literal

from pydantic import BaseModel

Role = Literal["cashier", "lead", "treasurer", "organiser", "viewer"]


class Problem(BaseModel):
    """RFC 9457: what is wrong, for people and machines; `details.next` says what to do now."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    details: dict[str, Any]


class Me(BaseModel):
    """Who a credential stands for; `former` are the till codes this tablet sold under before."""

    role: Role | None
    stall: str | None
    till: str | None
    staff: str | None
    former: list[str] = []


class Person(BaseModel):
    """Somebody who signs in."""

    name: str
    role: Role
    stall: str | None


class Colleague(BaseModel):
    """A name for the sign-in screen."""

    name: str
    role: Role


class NewPerson(Person):
    """Somebody new; the PIN is shown this once."""

    pin: str


class NewPin(BaseModel):
    """A new PIN, shown this once."""

    name: str
    pin: str


class Enrolment(BaseModel):
    """A code by which a tablet or a screen joins."""

    code: str
    url: str
    svg: str
    expires_at: str
    stall: str | None
    role: Role


class Approval(BaseModel):
    """A single-use code."""

    code: str
    expires_at: str


class Token(BaseModel):
    """A bearer token, shown once."""

    token: str
    role: Role
    stall: str | None
    till: str | None


class Revoked(BaseModel):
    """A till that no longer sells."""

    code: str
    state: Literal["revoked"]


class Call(BaseModel):
    """A tablet waits for an organiser."""

    till: str
    stall: str
    staff: str | None
    reason: str | None
    called_at: str
