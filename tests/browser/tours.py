"""Walks through board, office and buyers' pages, stopping at each: for the checks and the camera."""

from collections.abc import Iterator

from browser.devices import Devices
from browser.looks import Stop
from browser.people import Organiser, Visitor, enrolment_code
from playwright.sync_api import expect
from running import Client


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
    if "prices" in organiser.views():
        yield from _closing_day(organiser)
    yield from _print_app(organiser)
    yield from _office_paper(organiser)
    organiser.offers_a_code("05")
    yield Stop("office-enrolment", organiser.page)


def _office_paper(organiser: Organiser) -> Iterator[Stop]:
    """Food and shelf labels chosen and looked at, a sale and a drawer opened."""
    page = organiser.page
    organiser.go("labels")
    page.locator("[data-kind=food]").click()
    page.locator(".filters select").first.select_option("01")
    page.locator("[data-take=each]").click()
    page.locator("[data-facts]").first.click()
    page.locator(".product .name").first.click()
    expect(page.locator(".label-preview")).to_be_visible()
    yield Stop("office-labels-food", page)
    page.locator("[data-kind=shelf]").click()
    page.locator(".product input[type=checkbox]").first.check()
    yield Stop("office-labels-shelf", page)
    organiser.go("sales")
    page.locator("input[name=number]").fill("no such sale")
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_be_visible()
    yield Stop("office-sales-none", page)
    page.locator("input[name=number]").fill("")
    page.keyboard.press("Enter")
    page.locator("[data-sale] button").first.click()
    page.locator("details summary").first.click()
    yield Stop("office-sale", page)


def _print_app(organiser: Organiser) -> Iterator[Stop]:
    """A printer that is about to be fed by a tablet's print app; nothing is saved."""
    page = organiser.page
    organiser.go("printers")
    page.locator("tr[data-printer] button").last.click()
    page.locator("select[name=way]").select_option("app")
    expect(page.locator("select[name=host]")).to_be_visible()
    yield Stop("office-printer-app", page)
    page.locator("[data-section=printer-form] .quiet").click()


def _closing_day(organiser: Organiser) -> Iterator[Stop]:
    """A rule for one product, which reduces nothing until it is turned on."""
    page = organiser.page
    organiser.go("prices")
    page.locator("[data-form=rule] select[name=scope]").select_option("product")
    page.locator("[data-form=rule] button").click()
    expect(page.locator(".rules li")).to_be_visible()
    page.locator("[name=starts_at]").fill("2018-04-06T15:00")
    yield Stop("office-prices-rule", page)
    page.locator(".rules button").click()
    expect(page.locator(".rules li")).to_have_count(0)


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
