"""The stalls, their settings, what counts for all of them, and what all tablets are asked to do."""

from flask import Blueprint, Response

from pos import event_settings, forms, snapshot, stalls
from pos.api.reading import read_form
from pos.api.selling import EVERYBODY, STALL_AND_WATCHERS, Selling, answer


def add_routes(api: Blueprint, selling: Selling) -> None:
    """The stalls, their settings, and what all tablets are asked to do."""

    @api.get("/stalls")
    def get_stalls() -> Response:
        """The stalls of the exhibition."""
        selling.principal().require(*EVERYBODY)
        with selling.database.reading() as connection:
            return answer(snapshot.stalls(connection))

    @api.get("/categories")
    def get_categories() -> Response:
        """The kinds of goods."""
        selling.principal().require(*EVERYBODY)
        with selling.database.reading() as connection:
            return answer(snapshot.categories(connection))

    @api.get("/stalls/<no>/settings")
    def get_settings(no: str) -> Response:
        """A stall's settings."""
        principal = selling.principal()
        principal.require(*STALL_AND_WATCHERS)
        principal.require_stall(no)
        with selling.database.reading() as connection:
            return answer(stalls.stall_settings(connection, no))

    @api.put("/stalls/<no>/settings")
    def put_settings(no: str) -> Response:
        """Replace a stall's settings."""
        principal = selling.principal()
        principal.require("organiser")
        form = read_form(forms.StallSettingsForm, "invalid_settings")
        return answer(selling.submit(stalls.SetStall(no, form, principal.staff or principal.role)))

    @api.post("/offer-again")
    def offer_again() -> Response:
        """Ask every tablet to hand in all its sales once more."""
        selling.principal().require("organiser")
        return answer(selling.submit(stalls.OfferAgain()))

    _event_settings(api, selling)


def _event_settings(api: Blueprint, selling: Selling) -> None:
    @api.get("/event-settings")
    def get_event_settings() -> Response:
        """What counts for the whole exhibition."""
        selling.principal().require(*STALL_AND_WATCHERS)
        with selling.database.reading() as connection:
            return answer(event_settings.event_settings(connection))

    @api.put("/event-settings")
    def put_event_settings() -> Response:
        """Replace what counts for the whole exhibition."""
        principal = selling.principal()
        principal.require("organiser")
        form = read_form(forms.EventSettingsForm, "invalid_settings")
        return answer(selling.submit(event_settings.SetEvent(form, principal.staff or principal.role)))

    @api.get("/closing-prices")
    def get_closing_prices() -> Response:
        """The closing day's prices."""
        selling.principal().require(*STALL_AND_WATCHERS)
        with selling.database.reading() as connection:
            return answer(event_settings.closing_prices(connection))

    @api.put("/closing-prices")
    def put_closing_prices() -> Response:
        """Replace the closing day's prices; the tills follow by themselves."""
        principal = selling.principal()
        principal.require("organiser")
        form = read_form(forms.ClosingPricesForm, "invalid_closing_prices")
        by = principal.staff or principal.role
        return answer(selling.submit(event_settings.SetClosingPrices(form, by)))
