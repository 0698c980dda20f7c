"""Drawers are opened, counted and moved."""

from flask import Blueprint, Response, request

from pos import forms
from pos.api.reading import content_of, read_form, read_uuid
from pos.api.selling import STALL_AND_WATCHERS, Selling, answer, by_status, require_till
from pos.notes import deposits
from pos.principal import STALL_ROLES, Principal
from pos.shifts.commands import CloseShift, MoveCash, OpenShift
from pos.shifts.drawer import get_shift
from pos.shifts.reports import recent_shifts, shift_report


def add_routes(api: Blueprint, selling: Selling) -> None:
    """Drawers are opened, counted and moved."""

    @api.put("/shifts/<shift_id>")
    def open_shift(shift_id: str) -> Response:
        """Open a till's drawer with its float."""
        principal, shift_id = selling.principal(), read_uuid(shift_id)
        principal.require(*STALL_AND_WATCHERS)
        form = read_form(forms.ShiftForm, "invalid_shift")
        require_till(selling, principal, form.till)
        return by_status(selling.submit(OpenShift(shift_id, form, content_of(form), principal.staff)))

    @api.put("/shifts/<shift_id>/close")
    def close_shift(shift_id: str) -> Response:
        """Count the drawer; what was expected is in the answer."""
        principal, shift_id = selling.principal(), read_uuid(shift_id)
        principal.require(*STALL_AND_WATCHERS)
        form = read_form(forms.CloseForm, "invalid_count")
        _at_own_stall(selling, principal, shift_id)
        return by_status(selling.submit(CloseShift(shift_id, form, content_of(form), principal.staff)))

    @api.get("/shifts")
    def get_shifts() -> Response:
        """The drawers, open ones first; stall staff see their own stall's."""
        principal = selling.principal()
        principal.require(*STALL_AND_WATCHERS)
        stall = principal.stall if principal.role in STALL_ROLES else request.args.get("stall")
        with selling.database.reading() as connection:
            return answer(recent_shifts(connection, stall))

    @api.get("/shifts/<shift_id>")
    def read_shift(shift_id: str) -> Response:
        """A shift's figures and what came too late; whoever is at the till counts blind."""
        principal, shift_id = selling.principal(), read_uuid(shift_id)
        principal.require(*STALL_AND_WATCHERS)
        _at_own_stall(selling, principal, shift_id)
        with selling.database.reading() as connection:
            return answer(shift_report(connection, shift_id, blind=principal.role in STALL_ROLES))

    @api.put("/cash-movements/<movement_id>")
    def move_cash(movement_id: str) -> Response:
        """Cash in, cash out, or a deposit with two names."""
        principal, movement_id = selling.principal(), read_uuid(movement_id)
        principal.require(*STALL_AND_WATCHERS)
        form = read_form(forms.CashMovementForm, "invalid_cash_movement")
        _at_own_stall(selling, principal, form.shift)
        return by_status(selling.submit(MoveCash(movement_id, form, content_of(form), principal.staff)))

    @api.get("/deposits")
    def get_deposits() -> Response:
        """Cash that stalls have handed to the treasurer, the newest first."""
        principal = selling.principal()
        principal.require("lead", "treasurer", "organiser")
        with selling.database.reading() as connection:
            return answer(deposits(connection, principal.stall))


def _at_own_stall(selling: Selling, principal: Principal, shift_id: str) -> None:
    """Stall staff stay at their stall; a tablet keeps the drawers of the codes it had before."""
    with selling.database.reading() as connection:
        shift = get_shift(connection, shift_id)
    if shift.till not in principal.former:
        principal.require_stall(shift.stall)
