"""The first page of an empty folder: event and first organiser, for whoever reads the server's terminal."""

import hmac
from datetime import date
from typing import Annotated, Literal

from flask import Blueprint, render_template, request
from pydantic import BaseModel, ConfigDict, Field

from exhibition.access.pins import hash_pin, make_pin
from exhibition.program import Program
from exhibition.setup import ConfigureEvent, Event, Person
from pos.refusals import Message, NotFound

Text = Annotated[str, Field(min_length=1, max_length=120)]


class SetupForm(BaseModel):
    """What the form asks."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: Text
    venue: Text
    first_day: date
    days: Annotated[int, Field(ge=1, le=60)]
    timezone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
    organiser: Annotated[str, Field(min_length=2, max_length=40, pattern=r"^[^\s/]+$")]


def create_setup(program: Program) -> Blueprint:
    """The page and its form; both are gone once the exhibition is set up."""
    pages = Blueprint("setup", __name__)

    @pages.get("/setup/<code>")
    def show(code: str) -> str:
        _check(program, code)
        return render_template("setup.html")

    @pages.post("/setup/<code>")
    def create(code: str) -> str:
        _check(program, code)
        form = SetupForm.model_validate(request.form.to_dict())
        pin = make_pin()
        organiser = Person(form.organiser, "organiser", None, program.in_thread(hash_pin, (pin,)))
        event = Event(form.name, form.venue, form.first_day, form.days, timezone=form.timezone)
        program.change_people(ConfigureEvent(event, organiser))
        return render_template("setup.html", pin=pin, organiser=form.organiser)

    return pages


def _check(program: Program, code: str) -> None:
    if program.is_set_up() or not hmac.compare_digest(code, program.setup_code):
        raise NotFound(
            "setup_closed", Message("Alamat ini sudah tidak berlaku.", "This address is no longer valid.")
        )
