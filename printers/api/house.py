"""What the HTTP routes of printing share: what they are handed, and how they read requests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from flask import request
from pydantic import BaseModel

from printers.errors import Message, PrinterRefusal
from printers.jobs import job_view
from printers.registry import find_printer
from printers.worker import PrintService, Reading, Submit

EVERYBODY = ("cashier", "lead", "treasurer", "organiser", "viewer")
STALL = ("cashier", "lead", "organiser")

F = TypeVar("F", bound=BaseModel)


class Permitting(Protocol):
    """`permit("cashier", "lead", stall="07")` gives who asks, or raises."""

    def __call__(self, *roles: str, stall: str | None = None) -> Any:
        """Who asks; somebody of a stall only where it is the named one."""


@dataclass(frozen=True)
class House:
    """What the routes are handed from outside."""

    reading: Reading
    submit: Submit
    permit: Permitting
    service: Callable[[], PrintService | None]
    say_time: Callable[[datetime], str]
    knows_stall: Callable[[str], bool]

    def tell(self, stall: str | None = None, *, refresh: bool = False) -> None:
        """Let the workers look now."""
        running = self.service()
        if running and refresh:
            running.refresh()
        if running:
            running.wake(stall)

    def announce(self, **change: Any) -> None:
        """Let whoever watches know that a job, or else a printer, is another than before."""
        running = self.service()
        if running:
            running.notify(change)

    def hear(self, *printers: str) -> None:
        """The agent of these printers is alive."""
        running = self.service()
        if running:
            running.agents.hear(*printers)

    def now(self) -> str:
        """The time as people read it."""
        return self.say_time(datetime.now(UTC))


def read_form(kind: type[F], *, optional: bool = False) -> F:
    """The body as a form; pydantic's own error names the field."""
    if optional and not request.data:
        return kind()
    return kind.model_validate_json(request.get_data(cache=False))


def known_printer(reading: Reading, name: str) -> dict[str, Any]:
    with reading() as connection:
        row = find_printer(connection, name)
    if row is None:
        raise PrinterRefusal(
            "printer_unknown",
            "Printer ini tidak dikenal.",
            "There is no such printer.",
            "not_found",
            printer=name,
        )
    return row


def known_job(reading: Reading, identity: str) -> dict[str, Any]:
    with reading() as connection:
        shown = job_view(connection, identity)
    if shown is None:
        raise PrinterRefusal(
            "job_unknown",
            "Cetakan ini tidak dikenal.",
            "There is no such print job.",
            "not_found",
            job=identity,
        )
    return shown


def who_asks(principal: Any) -> str | None:
    """Whoever asks, by name where there is one."""
    return getattr(principal, "staff", None) or getattr(principal, "till", None)


def invalid_printer(problems: Sequence[tuple[str, Message]]) -> PrinterRefusal:
    """A printer that makes no sense, with the fields to look at."""
    return PrinterRefusal(
        "invalid_printer",
        f"Periksa {'; '.join(f'{field}: {why.id}' for field, why in problems)}.",
        f"Please check {'; '.join(f'{field}: {why.en}' for field, why in problems)}.",
        "invalid",
        fields=[{"field": field, "problem": why} for field, why in problems],
    )
