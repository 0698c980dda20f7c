"""Walks through every state of every screen, stopping at each: for the checks, and for the camera."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from browser.devices import Devices
from browser.people import Cashier, Organiser, Visitor, enrolment_code
from playwright.sync_api import Page, expect
from running import ROOT, Client

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


def tour_of_rarer_moments(
    devices: Devices, organiser: Client, size: str, language: str, stall: str
) -> Iterator[Stop]:
    """Scanning, carts put aside, two ways of paying, QRIS, taking goods back, the drawer, practising."""
    _give_qris(organiser, stall)
    page = devices.page(size)
    cashier = Cashier(page)
    page.goto(f"/till?lang={language}")
    cashier.enrol(enrolment_code(organiser, stall))
    yield from _scanning(cashier)
    yield from _splitting(cashier)
    yield from _taking_back(cashier)
    yield from _drawer(cashier)
    yield from _practising(cashier)


def _give_qris(organiser: Client, stall: str) -> None:
    samples = json.loads((ROOT / "tests/samples/qris-vectors.json").read_text(encoding="utf-8"))
    static = next(each["payload"] for each in samples["vectors"] if each["name"] == "STATIC")
    answer = organiser.put(f"/api/v1/stalls/{stall}/settings", {"qris_static": static})
    assert answer.status == 200, answer.text


def _scanning(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    page.locator(".tool.scan").click()
    expect(page.locator(".scanner")).to_be_visible()
    yield Stop("till-scanner", page)
    page.locator(".scan-head button").click()


def _splitting(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    cashier.take(cashier.ordinary_skus()[0])
    _open_cart(page)
    page.locator(".park").click()
    if not page.locator(".parked").is_visible():
        _open_cart(page)
    page.locator(".parked").click()
    expect(page.locator("dialog.parked")).to_be_visible()
    yield Stop("till-parked", page)
    page.locator(".resume").first.click()
    cashier.pay()
    for key in ("5", "000"):
        page.locator(f".key[data-key='{key}']").click()
    page.locator(".accept.partial").click()
    expect(page.locator(".parts .part")).to_be_visible()
    yield Stop("till-split", page)
    page.locator(".method[data-method=qris]").click()
    expect(page.locator(".qris")).to_be_visible()
    yield Stop("till-qris-code", page)
    page.locator(".received").click()
    cashier.sees_tick(cashier.stored(), "done")


def _open_cart(page: Page) -> None:
    if page.locator(".fold").is_visible():
        page.locator(".fold").click()


def _taking_back(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    cashier.open("sales")
    page.locator(".take-back").first.click()
    expect(page.locator(".refund-form")).to_be_visible()
    yield Stop("till-refund", page)
    page.locator("[data-all]").click()
    yield Stop("till-refund-all", page)
    page.locator("[data-mode=payment]").click()
    yield Stop("till-payment-correction", page)
    cashier.close_panel()


def _drawer(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    cashier.open("menu")
    page.locator("[data-menu=drawer]").click()
    page.locator("input[name=count-50000]").fill("4")
    yield Stop("till-shift-open", page)
    page.locator(".counting .accept").click()
    expect(page.locator("dialog")).to_have_count(0)
    cashier.open("menu")
    page.locator("[data-menu=drawer]").click()
    expect(page.locator("[data-step=cash]")).to_be_visible()
    yield Stop("till-shift", page)
    page.locator("[data-step=cash]").click()
    page.locator("[data-kind=deposit]").click()
    yield Stop("till-deposit", page)
    page.locator(".counting .quiet").click()
    page.locator("[data-step=report]").click()
    expect(page.locator(".figures")).to_be_visible()
    yield Stop("till-x-report", page)
    page.locator(".panel-body > .button:not(.primary)").last.click()
    page.locator("[data-step=count]").click()
    page.locator("input[name=count-50000]").fill("4")
    yield Stop("till-count", page)
    page.locator(".counting .accept").click()
    expect(page.locator(".z-number")).to_be_visible()
    yield Stop("till-z-report", page)
    cashier.close_panel()


def _practising(cashier: Cashier) -> Iterator[Stop]:
    cashier.page.goto("/till?practice=1")
    expect(cashier.page.locator(".shell.practice")).to_be_visible()
    yield Stop("till-practice", cashier.page)


def tour_of_prices(
    devices: Devices, organiser: Client, size: str, language: str, stall: str
) -> Iterator[Stop]:
    """The closing day at one stall, a discount on the cart, rounding, exact cash, a cart of Rp 0."""
    _close(organiser, stall)
    page = devices.page(size)
    cashier = Cashier(page)
    page.goto(f"/till?lang={language}")
    cashier.enrol(enrolment_code(organiser, stall))
    yield Stop("till-closing", page)
    for sku in cashier.ordinary_skus()[:2]:
        cashier.take(sku)
    _open_cart(page)
    page.locator(".cart-discount").click()
    yield Stop("till-cart-discount", page)
    page.locator("dialog [data-percent='50']").click()
    expect(page.locator("dialog")).to_have_count(0)
    yield Stop("till-closing-cart", page)
    cashier.pay()
    yield Stop("till-rounding", page)
    cashier.give(cashier.due)
    yield Stop("till-exact", page)
    yield from _for_nothing(cashier)
    organiser.put("/api/v1/closing-prices", {"on": False, "rules": []})
    organiser.put("/api/v1/event-settings", {"cash_rounding": 100})


def _close(organiser: Client, stall: str) -> None:
    """The stall's closing day; its cashiers may give everything away, and cash is rounded to thousands."""
    rule = {"scope": "stall", "code": stall, "percent": 30}
    for path, wish in (
        ("closing-prices", {"on": True, "rules": [rule]}),
        ("event-settings", {"cash_rounding": 1000}),
        (f"stalls/{stall}/settings", {"max_discount_percent": 100}),
    ):
        answer = organiser.put(f"/api/v1/{path}", wish)
        assert answer.status == 200, answer.text


def _for_nothing(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    cashier.take(cashier.ordinary_skus()[0])
    expect(page.locator(".line")).to_have_count(1)
    _open_cart(page)
    page.locator(".cart-discount").click()
    page.locator("dialog [data-percent='100']").click()
    expect(page.locator("dialog")).to_have_count(0)
    cashier.pay()
    yield Stop("till-nothing-due", page)
    page.locator(".received").click()
    cashier.stored()
    yield Stop("till-nothing-paid", page)


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


def _closing_day(organiser: Organiser) -> Iterator[Stop]:
    """A rule for one product, which reduces nothing until it is turned on."""
    page = organiser.page
    organiser.go("prices")
    page.locator("[data-form=rule] select[name=scope]").select_option("product")
    page.locator("[data-form=rule] button").click()
    expect(page.locator(".rules li")).to_be_visible()
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
