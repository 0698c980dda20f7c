"""Walks through every state of the till, stopping at each: for the checks, and for the camera."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from browser.devices import Devices
from browser.looks import Stop
from browser.people import LONG_MS, Cashier, enrolment_code
from playwright.sync_api import Page, Route, expect
from running import ROOT, Client, new_id

SALES = "**/api/v1/sales/*"
SNAPSHOT = "**/api/v1/stalls/*/till"
WALKED_AT = "phone"  # the narrowest device: what opens only there is reached as well
BREAK_MEMORY = "indexedDB.open = () => { throw new DOMException('gone', 'UnknownError') }"
NOISE = (
    r"net::ERR_FAILED",
    r"status of 422 .*/api/v1/sales/",
    r"status of 401 .*/api/v1/sign-in",
    r"status of 404 .*/api/v1/enrol",
    r"status of 40[13] .*/api/v1/",
    r"uncaught: gone",
)


def tour_of_the_till(devices: Devices, organiser: Client, stall: str, lead_pin: str) -> Iterator[Stop]:
    """A tablet's life: enrolling, choosing, paying, the drawer, taking back, what goes wrong, leaving."""
    for name, page in _life(devices, organiser, stall, lead_pin):
        yield Stop(f"till-{name}", page)


def _life(devices: Devices, organiser: Client, stall: str, lead_pin: str) -> Iterator[Stop]:
    for noise in NOISE:
        devices.watch.allow(noise)
    _give_qris(organiser, stall)
    page = devices.page(WALKED_AT)
    cashier = Cashier(page)
    yield from _enrolling(cashier, organiser, stall)
    yield from _choosing(cashier)
    yield from _paying(cashier)
    yield from _putting_aside(cashier)
    yield from _ordering(cashier, organiser, stall)
    yield from _scanning(cashier)
    yield from _signing_in(cashier, stall)
    yield from _drawer(cashier)
    yield from _taking_back(cashier, stall, lead_pin)
    yield from _printer_in_need(cashier, organiser, stall)
    yield from _prices(cashier, organiser, stall)
    yield from _cut_off(cashier)
    yield from _trouble(cashier)
    yield from _leaving(cashier, organiser)
    yield from _without_memory(devices)


def _give_qris(organiser: Client, stall: str) -> None:
    samples = json.loads((ROOT / "tests/samples/qris-vectors.json").read_text(encoding="utf-8"))
    static = next(each["payload"] for each in samples["vectors"] if each["name"] == "STATIC")
    answer = organiser.put(
        f"/api/v1/stalls/{stall}/settings", {"qris_static": static, "max_discount_percent": 20}
    )
    assert answer.status == 200, answer.text


def _enrolling(cashier: Cashier, organiser: Client, stall: str) -> Iterator[Stop]:
    page = cashier.page
    page.goto("/till")
    expect(page.locator(".enrol")).to_be_visible()
    yield Stop("enrol", page)
    page.locator("input[name=code]").fill("SALAH123")
    page.locator(".enrol form button.primary").click()
    expect(page.locator(".enrol [role=alert]")).to_be_visible()
    yield Stop("enrol-wrong-code", page)
    cashier.enrol(enrolment_code(organiser, stall))
    cashier.sees_status("connected")
    yield Stop("empty", page)
    _open_cart(page)
    yield Stop("empty-cart", page)
    _fold_cart(page)


def _choosing(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    skus = cashier.ordinary_skus()
    for sku, pieces in zip(skus, (2, 1, 1), strict=False):
        cashier.take(sku, pieces)
    yield Stop("cart", page)
    _open_cart(page)
    yield Stop("cart-open", page)
    page.locator(".line .quantity").first.click()
    expect(page.locator("dialog.quantity")).to_be_visible()
    page.locator(".key[data-key='2']").click()
    yield Stop("quantity", page)
    cashier.close_panel()
    page.locator(".line .stepper button").first.click()
    page.locator(".line .stepper button").first.click()
    expect(page.locator(".toast")).to_be_visible()
    yield Stop("undo", page)
    _close_toast(page)
    _fold_cart(page)
    cashier.search("batik")
    yield Stop("search", page)
    cashier.search("qqqq")
    yield Stop("nothing-found", page)
    cashier.search("")


def _paying(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    cashier.pay()
    yield Stop("cash", page)
    page.locator(".key[data-key='9']").click()
    for _ in range(2):
        page.locator(".key[data-key='000']").click()
    yield Stop("cash-typed", page)
    for method in ("card", "transfer", "qris"):
        page.locator(f".method[data-method={method}]").click()
        yield Stop(f"{method}", page)
    page.locator(".received").click()
    yield Stop("paid-by-qris", _done(cashier))

    cashier.take(cashier.ordinary_skus()[0])
    cashier.pay()
    for key in ("5", "000"):
        page.locator(f".key[data-key='{key}']").click()
    yield Stop("cash-part", page)
    page.locator(".accept.partial").click()
    expect(page.locator(".parts .part")).to_be_visible()
    yield Stop("split", page)
    page.locator(".method[data-method=qris]").click()
    expect(page.locator(".qris")).to_be_visible()
    yield Stop("qris-waiting", page)
    page.locator(".unconfirmed").click()
    yield Stop("paid-in-parts", _done(cashier))

    cashier.take(cashier.ordinary_skus()[1])
    cashier.pay()
    cashier.give(max(cashier.notes()))
    yield Stop("change", _done(cashier))


def _done(cashier: Cashier) -> Page:
    number = cashier.stored()
    cashier.sees_tick(number, "done")
    cashier.sees_tick(number, "done", place=2)
    return cashier.page


def _putting_aside(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    cashier.take(cashier.ordinary_skus()[0])
    _open_cart(page)
    page.locator(".park").click()
    yield Stop("put-aside", page)
    _close_toast(page)
    _open_cart(page)
    page.locator(".parked").click()
    expect(page.locator("dialog.parked")).to_be_visible()
    yield Stop("parked", page)
    page.locator(".resume").first.click()
    expect(page.locator("dialog")).to_have_count(0)
    _empty_the_cart(page)


def _ordering(cashier: Cashier, organiser: Client, stall: str) -> Iterator[Stop]:
    """Something that is made to order, brought to the buyer's door, with a down payment."""
    page = cashier.page
    goods = organiser.get(f"/api/v1/stalls/{stall}/till").json["products"]
    product = next(each for each in goods if each["fulfilment"] == "pesan")
    cashier.search(product["name"])
    cashier.take(product["sku"])
    form = page.locator(".order-form")
    expect(form).to_be_visible()
    yield Stop("order", page)
    form.locator("[data-way=delivery]").click()
    for name, text in {"name": "Ibu Contoh", "phone": "0812000", "address": "Jl. Melati 3"}.items():
        form.locator(f"[name={name}]").fill(text)
    yield Stop("order-delivered", page)
    form.locator(".accept").click()
    expect(page.locator("dialog")).to_have_count(0)
    cashier.search("")
    _open_cart(page)
    yield Stop("order-in-cart", page)
    cashier.pay()
    cashier.give(cashier.due)
    yield Stop("order-paid", _done(cashier))
    cashier.open("menu")
    page.locator("[data-menu=orders]").click()
    expect(page.locator(".orders .order")).to_have_count(1)
    yield Stop("orders", page)
    page.locator(".orders .pay-balance").click()
    yield Stop("order-paying", page)
    page.locator(".balance-form .accept").click()
    expect(page.locator(".balance-paid")).to_be_visible()
    yield Stop("order-balance-paid", page)
    page.locator(".panel .accept").click()
    page.locator(".orders .mark-fetched").click()
    yield Stop("order-hand-over", page)
    page.locator(".orders .sure").click()
    expect(page.locator(".orders-done")).to_be_visible()
    cashier.close_panel()


def _scanning(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    page.locator(".tool.scan").click()
    expect(page.locator(".scanner video")).to_be_visible()
    yield Stop("scanner", page)
    field = page.locator(".typed-code input")
    field.fill("AAAAAB")
    field.press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    yield Stop("scanner-wrong-code", page)
    _close_toast(page)
    page.locator(".scan-head button").click()


def _signing_in(cashier: Cashier, stall: str) -> Iterator[Stop]:
    page = cashier.page
    cashier.open("menu")
    yield Stop("menu", page)
    page.locator(".menu-list .primary").click()
    page.locator("dialog.staff .menu-list button", has_text=f"kasir-{stall}").click(trial=True)
    yield Stop("names", page)
    page.locator("dialog.staff .menu-list button", has_text=f"kasir-{stall}").click()
    for _ in range(6):
        page.locator("dialog.staff .key[data-key='0']").click()
    yield Stop("pin", page)
    page.locator("dialog.staff .accept").click()
    expect(page.locator("dialog.staff [role=alert]")).to_be_visible()
    yield Stop("wrong-pin", page)
    cashier.close_panel()
    cashier.open("menu")
    page.locator("[data-menu=help]").click()
    expect(page.locator(".toast, dialog .notice").first).to_be_visible()
    yield Stop("help", page)
    if page.locator("dialog").count():
        cashier.close_panel()
    _close_toast(page)


def _drawer(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    _open_drawer(cashier)
    page.locator("input[name=count-50000]").fill("4")
    yield Stop("shift-open", page)
    page.locator(".counting .accept").click()
    expect(page.locator("dialog")).to_have_count(0)
    _open_drawer(cashier)
    expect(page.locator("[data-step=cash]")).to_be_visible()
    yield Stop("shift", page)
    page.locator("[data-step=cash]").click()
    for kind in ("in", "out", "deposit"):
        page.locator(f"[data-kind={kind}]").click()
        yield Stop(f"cash-{kind}", page)
    page.locator(".counting .quiet").click()
    page.locator("[data-step=report]").click()
    expect(page.locator(".figures").first).to_be_visible()
    yield Stop("x-report", page)
    page.locator(".panel-body > .button:not(.primary)").last.click()
    page.locator("[data-step=count]").click()
    page.locator("input[name=count-50000]").fill("4")
    yield Stop("count", page)
    page.locator(".counting .accept").click()
    expect(page.locator(".z-number")).to_be_visible()
    yield Stop("z-report", page)
    cashier.close_panel()


def _open_drawer(cashier: Cashier) -> None:
    cashier.open("menu")
    cashier.page.locator("[data-menu=drawer]").click()


def _taking_back(cashier: Cashier, stall: str, lead_pin: str) -> Iterator[Stop]:
    page = cashier.page
    cashier.open("sales")
    yield Stop("sales", page)
    page.locator(".correct").first.click()
    expect(page.locator(".refund-form")).to_be_visible()
    yield Stop("payment-correction", page)
    cashier.close_panel()
    cashier.open("sales")
    page.locator(".take-back").first.click()
    expect(page.locator(".refund-form")).to_be_visible()
    yield Stop("refund", page)
    page.locator("[data-all]").click()
    page.locator("fieldset .category").first.click()
    page.locator(f"[data-approver=ketua-{stall}]").click()
    page.locator("input[name=pin]").fill(lead_pin)
    yield Stop("refund-approved", page)
    page.locator(".panel .accept").click()
    expect(page.locator(".refunded")).to_be_visible()
    yield Stop("refunded", page)
    page.locator(".panel .accept").click()


def _printer_in_need(cashier: Cashier, organiser: Client, stall: str) -> Iterator[Stop]:
    page = cashier.page
    printers = organiser.get("/emulator/printers").json
    n = next(each["n"] for each in printers if each["name"] == f"struk-{stall}")
    assert organiser.put(f"/emulator/printers/{n}/fault", {"kind": "paper_out"}).status == 200
    number = cashier.sell(cashier.ordinary_skus()[0])
    expect(page.locator(".done .trouble")).to_be_visible()
    cashier.sees_tick(number, "blocked", place=2)
    yield Stop("printer-in-need", page)
    cashier.open("status")
    yield Stop("status-printer", page)
    cashier.close_panel()
    assert organiser.delete(f"/emulator/printers/{n}/fault").status == 200
    cashier.sees_tick(number, "done", place=2)
    expect(page.locator(".trouble")).to_have_count(0, timeout=LONG_MS)


def _prices(cashier: Cashier, organiser: Client, stall: str) -> Iterator[Stop]:
    """The closing day at one stall, a discount on the cart, rounding, exact cash, a cart of Rp 0."""
    page = cashier.page
    _close(organiser, stall)
    cashier.open_till()
    expect(page.locator(".tile .price s").first).to_be_visible()
    yield Stop("closing", page)
    for sku in cashier.ordinary_skus()[:2]:
        cashier.take(sku)
    _open_cart(page)
    page.locator(".cart-discount").click()
    yield Stop("cart-discount", page)
    page.locator("dialog [data-percent='50']").click()
    expect(page.locator("dialog")).to_have_count(0)
    yield Stop("closing-cart", page)
    cashier.pay()
    yield Stop("rounding", page)
    cashier.give(cashier.due)
    yield Stop("exact", page)
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
    yield Stop("nothing-due", page)
    page.locator(".received").click()
    cashier.stored()
    yield Stop("nothing-paid", page)


def _cut_off(cashier: Cashier) -> Iterator[Stop]:
    page = cashier.page
    page.route(SALES, lambda route: route.abort())
    cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_status("offline", "sending")
    yield Stop("offline", page)
    cashier.open("status")
    yield Stop("status-waiting", page)
    cashier.close_panel()
    cashier.open("sales")
    page.locator(".take-back").first.click()
    yield Stop("void-unsent", page)
    cashier.close_panel()
    page.unroute_all()
    cashier.sees_waiting(0)


def _trouble(cashier: Cashier) -> Iterator[Stop]:
    """A document the server refuses, one it holds, and a clock that is off."""
    page = cashier.page
    sku = cashier.ordinary_skus()[0]
    _use_the_next_number(cashier, sku)
    held = cashier.sell(sku)
    cashier.sees_tick(held, "held")
    yield Stop("held", page)
    page.route(SALES, _spoil)
    refused = cashier.sell(sku)
    cashier.sees_tick(refused, "rejected")
    page.unroute_all()
    yield Stop("rejected", page)
    page.route(
        SNAPSHOT, _answer_with({}, {"date": format_datetime(datetime.now(UTC) - timedelta(minutes=9))})
    )
    cashier.open_till()
    expect(page.locator(".status .inner")).to_have_count(2)
    cashier.open("status")
    yield Stop("status-trouble", page)
    cashier.close_panel()
    page.unroute_all()


def _use_the_next_number(cashier: Cashier, sku: str) -> None:
    tile = cashier.page.locator(f".tile[data-sku='{sku}'] .price").inner_text()
    price = int("".join(each for each in tile if each.isdigit()))
    last = cashier.page.locator(".done").get_attribute("data-number") or ""
    document = {
        "number": f"{cashier.till}-{int(last.rpartition('-')[2]) + 1:04}",
        "till": cashier.till,
        "sold_at": datetime.now(UTC).isoformat(),
        "lines": [{"sku": sku, "quantity": 1, "unit_price": price}],
        "total": price,
        "payments": [{"method": "cash", "amount": price}],
    }
    answer = cashier.page.request.put(f"/api/v1/sales/{new_id()}", data=document, headers={"X-Lapak": "1"})
    assert answer.status == 201, answer.text()


def _spoil(route: Route) -> None:
    document = route.request.post_data_json
    document["lines"][0]["quantity"] = -1
    route.continue_(post_data=document)


def _answer_with(changes: dict[str, Any], headers: dict[str, str]) -> Any:
    """A snapshot that says something else than the server."""

    def answer(route: Route) -> None:
        found = route.fetch(headers={**route.request.headers, "if-none-match": ""})
        body = found.body() if not changes else json.dumps({**found.json(), **changes})
        route.fulfill(response=found, headers={**found.headers, **headers}, body=body)

    return answer


def _leaving(cashier: Cashier, organiser: Client) -> Iterator[Stop]:
    """Practice, another address that sells now, a till code that was revoked."""
    page = cashier.page
    page.goto("/till?practice=1")
    expect(page.locator(".shell.practice .tile").first).to_be_visible()
    yield Stop("practice", page)
    cashier.sell(cashier.ordinary_skus()[0])
    yield Stop("practice-sold", page)
    page.route(SNAPSHOT, _answer_with({"till": "99Z"}, {}))
    cashier.open_till()
    expect(page.locator(".moved")).to_be_visible()
    yield Stop("moved", page)
    page.unroute_all()
    cashier.open_till()
    expect(cashier.tiles.first).to_be_visible()
    assert organiser.post(f"/api/v1/tills/{cashier.till}/revoke").status == 200
    cashier.open_till()
    cashier.sees_status("paused")
    cashier.open("status")
    yield Stop("revoked", page)
    page.locator(".notice.bad .button").click()
    expect(page.locator(".enrol")).to_be_visible()
    yield Stop("enrol-again", page)


def _without_memory(devices: Devices) -> Iterator[Stop]:
    page = devices.page(WALKED_AT)
    page.add_init_script(BREAK_MEMORY)
    page.goto("/till")
    expect(page.locator(".notice.bad")).to_be_visible()
    yield Stop("no-memory", page)


def _open_cart(page: Page) -> None:
    expect(page.locator(".fold")).to_be_attached()
    if page.locator(".fold[aria-expanded=false]").is_visible():
        page.locator(".fold").click()


def _fold_cart(page: Page) -> None:
    if page.locator(".fold[aria-expanded=true]").is_visible():
        page.locator(".fold").click()


def _close_toast(page: Page) -> None:
    if page.locator(".toast .close").is_visible():
        page.locator(".toast .close").click()


def _empty_the_cart(page: Page) -> None:
    _open_cart(page)
    page.locator(".empty-cart").click()
    expect(page.locator(".line")).to_have_count(0)
    _close_toast(page)
    _fold_cart(page)
