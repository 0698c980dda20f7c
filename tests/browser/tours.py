"""Walks through every state of every screen, stopping at each: for the checks, and for the camera."""

from collections.abc import Iterator
from typing import NamedTuple

from browser.devices import Devices
from browser.people import Cashier, Organiser, Visitor, enrolment_code
from playwright.sync_api import Page, expect
from running import Client

SALES = "**/api/v1/sales/*"


class Stop(NamedTuple):
    """A state of a screen."""

    name: str
    page: Page


def tour_of_the_till(
    devices: Devices, organiser: Client, size: str, language: str, stall: str
) -> Iterator[Stop]:
    """A tablet's life: enrolling, choosing, paying, done, what went wrong, last sales, menu."""
    page = devices.page(size)
    cashier = Cashier(page)
    page.goto(f"/till?lang={language}")
    expect(page.locator(".enrol")).to_be_visible()
    yield Stop("till-enrol", page)
    cashier.enrol(enrolment_code(organiser, stall))
    cashier.sees_status("connected")
    yield Stop("till-empty", page)
    yield from _choosing(cashier)
    yield from _paying(cashier)
    yield from _panels(cashier)


def _choosing(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    skus = cashier.ordinary_skus()
    cashier.take(skus[0], 2)
    cashier.take(skus[1])
    cashier.take(skus[2])
    yield Stop("till-cart", page)
    if page.locator(".fold").is_visible():
        page.locator(".fold").click()
        yield Stop("till-cart-open", page)
        page.locator(".fold").click()
    cashier.search("batik")
    yield Stop("till-search", page)
    cashier.search("qqqq")
    yield Stop("till-nothing-found", page)
    cashier.search("")


def _paying(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    cashier.pay()
    yield Stop("till-cash", page)
    for method in ("qris", "transfer"):
        page.locator(".method").nth(("cash", "qris", "card", "transfer").index(method)).click()
        yield Stop(f"till-{method}", page)
    page.locator(".method").first.click()
    amounts = page.locator(".note[data-amount]").evaluate_all(
        "notes => notes.map(each => +each.dataset.amount)"
    )
    number = cashier.give(max(amounts))
    cashier.sees_tick(number, "done")
    yield Stop("till-done", page)


def _panels(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    page.route(SALES, lambda route: route.abort())
    cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_status("offline", "sending")
    yield Stop("till-offline", page)
    for panel in ("status", "sales", "menu"):
        cashier.open(panel)
        yield Stop(f"till-{panel}", page)
        cashier.close_panel()
    page.unroute_all()
    cashier.sees_waiting(0)


def tour_of_the_board(devices: Devices, organiser: Client, size: str, language: str) -> Iterator[Stop]:
    """The hall's screen, page by page."""
    visitor = Visitor(devices.page(size))
    visitor.enrol(enrolment_code(organiser, None))
    for view in ("stalls", "facilities", "shares"):
        visitor.page.goto(f"/board?view={view}&lang={language}")
        visitor.sees_live()
        yield Stop(f"board-{view}", visitor.page)


def tour_of_the_office(devices: Devices, pin: str, size: str, language: str) -> Iterator[Stop]:
    """What the organiser sees, view by view; an enrolment is open in one of them."""
    organiser = Organiser(devices.page(size))
    organiser.page.goto(f"/office?lang={language}")
    yield Stop("office-sign-in", organiser.page)
    organiser.sign_in("panitia", pin)
    for view in organiser.views():
        organiser.go(view)
        yield Stop(f"office-{view}", organiser.page)
    organiser.offers_a_code("05")
    yield Stop("office-enrolment", organiser.page)


def tour_of_public_pages(
    devices: Devices, organiser: Client, size: str, language: str, receipt: str
) -> Iterator[Stop]:
    """What a stranger may see; `receipt` is the path of one."""
    code = organiser.get("/api/v1/products").json[0]["code"]
    page = devices.page(size)
    pages = {
        "choose": "/",
        "sign-in": "/sign-in",
        "enrol": f"/enrol/{enrolment_code(organiser, '01')}",
        "product": f"/p/{code}",
        "code": "/p",
        "receipt": receipt,
        "catalog": "/catalog",
        "install": "/install",
    }
    for name, path in pages.items():
        page.goto(f"{path}?lang={language}")
        yield Stop(name, page)
