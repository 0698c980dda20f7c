"""Held sales, and what an organiser decides about them."""

import uuid

from flask import Blueprint, Response, request

from pos import forms, held
from pos.api.reading import read_form
from pos.api.selling import Json, Selling, answer
from pos.refusals import Refusal


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

    @api.put("/tills/<code>/held-decision")
    def decide_for_till(code: str) -> Response:
        """One word about all sales that are held only for their till; each is its own decision."""
        principal = selling.principal()
        principal.require("organiser")
        form = read_form(forms.TillDecisionForm, "invalid_decision")
        decision = forms.DecisionForm(decision=form.decision, reason=form.reason)
        by = principal.staff or "organiser"
        with selling.database.reading() as connection:
            waiting = held.held_by_the_till_alone(connection, code)
        return answer([_decide(selling, held_id, decision, by) for held_id in waiting])


def _decide(selling: Selling, held_id: str, form: forms.DecisionForm, by: str) -> Json:
    try:
        told: Json = selling.submit(held.DecideHeld(held_id, form, by, str(uuid.uuid4())))
    except Refusal as refusal:
        message = refusal.message
        return {"held_id": held_id, "code": refusal.code, "detail": message.id, "detail_en": message.en}
    return told
