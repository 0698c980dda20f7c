"""A printer that needs a hand says so at its till, in words of what to do; then the paper comes by itself."""

from browser.devices import Devices
from browser.people import LONG_MS, enrolled_cashier, organiser_of
from playwright.sync_api import expect
from running import Client, Server

STALL = "17"


def test_paper_that_is_out_is_said_at_the_till_and_forgotten_once_it_is_loaded(
    demo: Server, devices: Devices
) -> None:
    organiser = organiser_of(demo)
    cashier = enrolled_cashier(devices.page("tablet"), organiser, STALL)
    cashier.sees_status("connected")
    printer = _virtual_printer(organiser, f"struk-{STALL}")
    assert organiser.put(printer, {"kind": "paper_out"}).status == 200
    number = cashier.sell(cashier.ordinary_skus()[0])
    expect(cashier.page.locator(".done .trouble")).to_contain_text("Isi kertas")
    expect(cashier.chip).to_contain_text("Cek printer")
    cashier.sees_tick(number, "blocked", place=2)
    assert organiser.delete(printer).status == 200
    cashier.sees_tick(number, "done", place=2)
    expect(cashier.page.locator(".trouble")).to_have_count(0, timeout=LONG_MS)


def _virtual_printer(organiser: Client, name: str) -> str:
    """The way to order a fault."""
    printers = organiser.get("/emulator/printers").json
    n = next(each["n"] for each in printers if each["name"] == name)
    return f"/emulator/printers/{n}/fault"
