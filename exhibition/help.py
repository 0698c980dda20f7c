"""A tablet calls the organisers. Calls live in memory: after a restart who still needs help calls again."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Annotated

from flask import Blueprint, Response, jsonify
from pydantic import Field

from pos.api.reading import read_form
from pos.forms import Form, TillCode
from pos.principal import STALL_ROLES, Principal
from pos.refusals import Conflict, Message


class HelpForm(Form):
    """What is wrong, in a few words or in none."""

    till: TillCode | None = None  # may be said; it is the credential's own anyway
    reason: Annotated[str, Field(max_length=200)] | None = None


@dataclass(frozen=True)
class Call:
    """Somebody waits for an organiser at a stall."""

    till: str
    stall: str
    staff: str | None
    reason: str | None
    called_at: str


class HelpDesk:
    """The open calls, one a tablet."""

    def __init__(self) -> None:
        self._calls: dict[str, Call] = {}

    def call(self, who: Principal, reason: str | None, now: datetime) -> tuple[Call, bool]:
        """A tablet's call and whether it is a new one; a second press keeps the first one's time."""
        if who.till is None or who.stall is None:
            raise Conflict(
                "no_till",
                Message("Hanya tablet stan yang bisa memanggil.", "Only a stall's tablet can call."),
            )
        earlier = self._calls.get(who.till)
        at = earlier.called_at if earlier else now.isoformat(timespec="seconds")
        said = reason or (earlier.reason if earlier else None)
        call = self._calls[who.till] = Call(who.till, who.stall, who.staff, said, at)
        return call, earlier is None

    def answer(self, till: str, who: Principal) -> None:
        """Somebody goes there, or it has settled itself."""
        call = self._calls.get(till)
        if call is not None:
            who.require_stall(call.stall)
            del self._calls[till]

    def open_calls(self, who: Principal) -> list[Call]:
        """Who waits, longest first; stall staff see their own stall's."""
        mine = [c for c in self._calls.values() if who.role not in STALL_ROLES or c.stall == who.stall]
        return sorted(mine, key=lambda call: call.called_at)


def create_help(principal: Callable[[], Principal]) -> Blueprint:
    """The routes."""
    api = Blueprint("help", __name__)
    desk = HelpDesk()

    @api.post("/api/v1/help")
    def call() -> tuple[Response, int]:
        """Call an organiser to this tablet's stall."""
        principal().require("cashier", "lead")
        made, new = desk.call(principal(), read_form(HelpForm).reason, datetime.now(UTC))
        return jsonify(asdict(made)), 201 if new else 200

    @api.get("/api/v1/help")
    def calls() -> Response:
        """Who waits."""
        principal().require("cashier", "lead", "treasurer", "organiser")
        return jsonify([asdict(each) for each in desk.open_calls(principal())])

    @api.post("/api/v1/help/<till>/answered")
    def answered(till: str) -> Response:
        """Somebody is on the way."""
        principal().require("cashier", "lead", "organiser")
        desk.answer(till, principal())
        return Response(status=204)

    return api
