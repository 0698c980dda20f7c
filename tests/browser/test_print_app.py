"""A tablet feeds a print app: every receipt is handed over once, and doubt is left to people."""

from base64 import b64decode
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

import pytest
from browser.devices import Devices
from browser.people import (
    LONG_MS,
    Cashier,
    Organiser,
    enrolled_cashier,
    enrolment_code,
    organiser_of,
)
from browser.watch import SIGN_IN_FIRST
from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect
from printing_desk import Desk
from running import Client, Server

STALL = "26"
PRINTER = f"struk-{STALL}"
ANDROID = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"
START, END = "intent:base64,", "#Intent;scheme=rawbt;package=ru.a402d.rawbtprinter;end;"
CATCH_THE_APP = """() => {
  if (location.protocol === 'about:') return
  Object.defineProperty(navigator, 'userActivation', { get: () => ({ isActive: !window.nobodyTaps }) })
  window.handed = JSON.parse(sessionStorage.handed ?? '[]')
  addEventListener('click', (event) => {
    if (event.isTrusted) window.nobodyTaps = false
    const link = event.target.closest?.('a[href^="intent:"]')
    if (!link) return
    event.preventDefault()
    handed.push(link.href)
    sessionStorage.handed = JSON.stringify(handed)
    if (window.dies) IDBDatabase.prototype.transaction = () => { throw new Error('the tablet died') }
  }, true)
}"""

NOBODY_TAPS = "() => { window.nobodyTaps = true }"  # the driver's own questions count as taps otherwise
KNOWS_NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined })"
A_MINUTE_LATER = "{ const now = Date.now; Date.now = () => now() + 61_000 }"
WAITS_FOR_EVER = "() => { AbortSignal.timeout = () => new AbortController().signal }"
REPORTS, NEXT = "**/api/v1/agent/reports", "**/api/v1/agent/jobs/next?*"


@pytest.fixture
def organiser(demo: Server) -> Client:
    """The stall's printer hangs on its tablet's print app."""
    organiser = organiser_of(demo)
    setup = {"stall": STALL, "kind": "receipt", "language": "escpos", "media": "58mm"}
    assert (
        organiser.put(f"/api/v1/printers/{PRINTER}", setup | {"connection": "agent+app://rawbt"}).status
        == 200
    )
    return organiser


@pytest.fixture
def tablet(devices: Devices) -> BrowserContext:
    """An Android tablet; what it would give to the app is caught in `handed`."""
    context = devices.context("phone", user_agent=ANDROID)
    context.add_init_script(f"({CATCH_THE_APP})()")
    return context


@pytest.fixture
def cashier(tablet: BrowserContext, organiser: Client) -> Cashier:
    """Its cashier, who has chosen this tablet to print."""
    cashier = enrolled_cashier(tablet.new_page(), organiser, STALL)
    cashier.open("status")
    cashier.page.locator(f".print-app button[data-printer={PRINTER}]").click()
    expect(cashier.page.locator(".print-app")).to_contain_text("Tablet ini mencetak")
    cashier.close_panel()
    return cashier


def test_the_office_chooses_the_tablet_from_those_of_the_stall(
    demo: Server, devices: Devices, organiser: Client
) -> None:
    devices.watch.allow(SIGN_IN_FIRST)
    tills = [
        demo.client().post("/api/v1/enrol", {"code": enrolment_code(organiser, stall)}).json["till"]
        for stall in (STALL, "27")
    ]
    office = Organiser(devices.page("phone"))
    office.sign_in("panitia", demo.pins()["panitia"])
    office.go("printers")
    row = office.page.locator(f"tr[data-printer={PRINTER}]")
    expect(row).to_contain_text("belum dipilih")
    row.locator("button").last.click()
    form = office.page.locator("[data-section=printer-form]")
    offered = form.locator("[name=host] option").evaluate_all("all => all.map(each => each.value)")
    assert tills[0] in offered
    assert tills[1] not in offered
    form.locator("[name=host]").select_option(tills[0])
    form.locator("button.primary").click()
    expect(row).to_contain_text(tills[0])
    assert organiser.get(f"/api/v1/printers/{PRINTER}").json["connection"] == f"agent+app://rawbt/{tills[0]}"

    row.locator("button").last.click()
    form.locator("[name=way]").select_option("address")
    form.locator("[name=connection]").fill("tcp://127.0.0.1:9")
    form.locator("[name=fallback]").select_option("struk-08")
    form.locator("button.primary").click()
    expect(row).to_contain_text("tcp://127.0.0.1:9")
    assert organiser.get(f"/api/v1/printers/{PRINTER}").json["fallback"] == "struk-08"


def test_a_receipt_goes_to_the_print_app_once_and_can_be_read_there(
    cashier: Cashier, organiser: Client
) -> None:
    number = cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_tick(number, "done", place=2)
    [paper] = _papers(cashier.page)
    assert number in paper.text()
    assert _job(organiser, number)["state"] == "sent"
    assert _job(organiser, number)["evidence"] == "handed_to_os"
    cashier.page.reload()
    expect(cashier.tiles.first).to_be_visible()
    assert len(_papers(cashier.page)) == 1


def test_what_comes_without_a_tap_waits_for_one(cashier: Cashier, organiser: Client) -> None:
    page = cashier.page
    page.evaluate(NOBODY_TAPS)
    before = len(_papers(page))
    assert organiser.post(f"/api/v1/printers/{PRINTER}/test").status == 201
    button = page.locator(".hand-over")
    expect(button).to_be_visible()
    assert len(_papers(page)) == before
    button.click()
    expect(button).to_have_count(0)
    assert len(_papers(page)) == before + 1


@pytest.mark.parametrize("locks", [True, False], ids=["locks", "no_locks"])
def test_what_a_second_tab_took_over_the_first_prints_no_more_when_it_wakes(
    tablet: BrowserContext, cashier: Cashier, organiser: Client, locks: bool
) -> None:
    page = cashier.page
    if not locks:
        tablet.add_init_script(KNOWS_NO_LOCKS)
        page.reload()
        expect(cashier.tiles.first).to_be_visible()
    wake = _frozen_once_begun(page, organiser)
    other = tablet.new_page()
    other.add_init_script(A_MINUTE_LATER)
    Cashier(other).open_till()
    _wait(lambda: len(_papers(other)) == 1)
    with page.expect_response(NEXT):
        wake()
    assert _papers(page) == []
    job = organiser.get(f"/api/v1/print-jobs?stall={STALL}").json[0]
    assert (job["state"], job["attempt"]) == ("sent", 2)


def test_a_tap_that_has_gone_stale_is_asked_for_again(cashier: Cashier, organiser: Client) -> None:
    page = cashier.page
    wake = _frozen_once_begun(page, organiser)
    page.evaluate(NOBODY_TAPS)
    wake()
    button = page.locator(".hand-over")
    expect(button).to_be_visible()
    assert _papers(page) == []
    button.click()
    expect(button).to_have_count(0)
    _wait(lambda: len(_papers(page)) == 1)
    assert organiser.get(f"/api/v1/print-jobs?stall={STALL}").json[0]["state"] == "sent"


def test_a_tablet_that_dies_while_it_hands_over_leaves_the_paper_to_people(
    cashier: Cashier, organiser: Client, devices: Devices
) -> None:
    page = cashier.page
    devices.watch.allow("the tablet died")
    page.evaluate("() => { window.dies = true }")
    number = cashier.sell(cashier.ordinary_skus()[0])
    _wait(lambda: len(_papers(page)) == 1)
    assert _job(organiser, number)["state"] == "sending"
    page.reload()
    _wait(lambda: _job(organiser, number)["state"] == "unconfirmed")
    assert _job(organiser, number)["error"] == "tablet_restarted"
    assert len(_papers(page)) == 1


def test_another_tablet_that_is_chosen_takes_over(
    cashier: Cashier, organiser: Client, devices: Devices
) -> None:
    context = devices.context("phone", user_agent=ANDROID)
    context.add_init_script(f"({CATCH_THE_APP})()")
    second = enrolled_cashier(context.new_page(), organiser, STALL)
    second.open("status")
    expect(second.page.locator(".print-app")).to_contain_text(f"Tablet {cashier.till} mencetak")
    second.page.locator(f".print-app button[data-printer={PRINTER}]").click()
    expect(second.page.locator(".print-app")).to_contain_text("Tablet ini mencetak")
    second.close_panel()
    second.page.evaluate(NOBODY_TAPS)
    number = cashier.sell(cashier.ordinary_skus()[0])
    expect(second.page.locator(".hand-over")).to_contain_text(number, timeout=LONG_MS)
    second.page.locator(".hand-over").click()
    _wait(lambda: _job(organiser, number)["state"] == "sent")
    assert (len(_papers(cashier.page)), len(_papers(second.page))) == (0, 1)


def _papers(page: Page) -> list[Any]:
    """What the app was given, drawn: no byte of it is unknown."""
    papers = []
    for link in _handed(page):
        assert link.startswith(START)
        assert link.endswith(END)
        desk = Desk(384).print(b64decode(link.removeprefix(START).removesuffix(END)))
        assert desk.errors == []
        papers += desk.papers
    return papers


def _frozen_once_begun(page: Page, organiser: Client) -> Callable[[], None]:
    """The server has let this page begin a test print; it hears so when what is given back is called."""
    held: list[tuple[Route, APIResponse]] = []
    page.evaluate(WAITS_FOR_EVER)
    page.route(REPORTS, lambda route: held.append((route, route.fetch())), times=1)
    assert organiser.post(f"/api/v1/printers/{PRINTER}/test").status == 201
    _wait(lambda: bool(page.evaluate("() => true") and held))
    [(route, response)] = held
    return lambda: route.fulfill(response=response)


def _handed(page: Page) -> list[str]:
    page.wait_for_load_state()
    links: list[str] = page.evaluate("() => window.handed ?? []")
    return links


def _job(organiser: Client, number: str) -> dict[str, Any]:
    jobs = organiser.get(f"/api/v1/print-jobs?stall={STALL}").json
    return next((job for job in jobs if job["number"] == number), {"state": None})


def _wait(condition: Callable[[], bool], limit_s: float = 40) -> None:
    deadline = monotonic() + limit_s
    while not condition():
        assert monotonic() < deadline, "it never happened"
        sleep(0.05)
