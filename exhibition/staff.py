"""New people with their PINs."""

from exhibition.people import AddStaff
from exhibition.pins import hash_pin, make_pin


def new_person(name: str, role: str, stall: str | None) -> tuple[AddStaff, str]:
    """The command that adds somebody, and the PIN to tell them."""
    pin = make_pin()
    return AddStaff(name, role, stall, hash_pin(pin)), pin
