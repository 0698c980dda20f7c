"""Held sales, and what an organiser decides about them."""

import uuid

from flask import Blueprint, Response, request

from pos import forms, held
from pos.api.reading import read_form
from pos.api.selling import Selling, answer


def add_routes(api: Blueprint, selling: Selling) -> None:
    """Held sales, and what an organiser decides about them."""

    @api.get("/held")
    def get_held() -> Response:
        """Held sales, the newest first; `?undecided=1` leaves out what is settled."""
        selling.principal().require("treasurer", "organiser")
        with selling.database.reading() as connection:
            return answer(
                held.held_sales(connection, undecided_only=request.args.get("undecided") in ("1", "true"))
            )

    @api.put("/held/<held_id>/decision")
    def decide(held_id: str) -> Response:
        """Accept or reject a held sale, once."""
        principal = selling.principal()
        principal.require("organiser")
        form = read_form(forms.DecisionForm, "invalid_decision")
        command = held.DecideHeld(held_id, form, principal.staff or principal.role, str(uuid.uuid4()))
        return answer(selling.submit(command))
