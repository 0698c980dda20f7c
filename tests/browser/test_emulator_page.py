"""The page of the virtual printers: a person pulls the paper out, and unknown bytes are shown as errors."""

import socket
from urllib.parse import urlsplit

from browser.devices import Devices
from browser.people import Organiser, organiser_of
from browser.watch import SIGN_IN_FIRST
from playwright.sync_api import Page, expect
from running import Client, Server

PRINTER = "struk-31"
UNKNOWN = b"\x1f\x1f"


def test_the_paper_can_be_pulled_out_by_hand_and_loaded_again(demo: Server, devices: Devices) -> None:
    page = _signed_in(demo, devices, "tablet")
    page.goto("/emulator/?lang=id")
    card = page.locator(f"article:has(h2:has-text('{PRINTER}'))")
    expect(card.locator(".state")).to_have_text("siap")
    card.get_by_role("button", name="Tarik kertas").click()
    expect(card.locator(".state.bad")).to_have_text("kertas habis")
    card.get_by_role("button", name="Isi kertas").click()
    expect(card.locator(".state")).to_have_text("siap")
    page.locator("#language").click()
    expect(card.locator(".state")).to_have_text("ready")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_byte_the_printer_does_not_know_is_shown_as_an_error(demo: Server, devices: Devices) -> None:
    place = urlsplit(_connection(organiser_of(demo)))
    with socket.create_connection((place.hostname, place.port), timeout=10) as line:
        line.sendall(UNKNOWN)
    page = _signed_in(demo, devices, "phone")
    page.goto("/emulator/?lang=en")
    card = page.locator(f"article:has(h2:has-text('{PRINTER}'))")
    expect(card.get_by_role("alert")).to_contain_text("Bytes this printer does not know")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def _signed_in(demo: Server, devices: Devices, size: str) -> Page:
    devices.watch.allow(SIGN_IN_FIRST)
    page = devices.page(size)
    Organiser(page).sign_in("panitia", demo.pins()["panitia"])
    return page


def _connection(organiser: Client) -> str:
    printers = organiser.get("/api/v1/printers").json
    return str(next(each["connection"] for each in printers if each["name"] == PRINTER))
