"""Paper is watched live: the stall and the office learn at once what to do, and neither has to ask."""

from collections.abc import Callable
from time import monotonic, sleep

import pytest
from browser.devices import Devices
from browser.people import Cashier, Organiser, enrolment_code, organiser_of
from browser.watch import SIGN_IN_FIRST
from playwright.sync_api import Page, WebSocket, expect
from running import Client, Server

STALL = "21"
AT_ONCE_MS = 2_000  # from the moment the printer's state is known to the server
PATIENCE_S = 40


@pytest.fixture
def organiser(demo: Server) -> Client:
    return organiser_of(demo)


def test_who_must_load_paper_is_told_within_two_seconds_and_without_asking(
    demo: Server, devices: Devices, organiser: Client
) -> None:
    devices.watch.allow(SIGN_IN_FIRST)
    cashier, office = Cashier(devices.page("tablet")), Organiser(devices.page("tablet"))
    _go_when_live(cashier.page, "42/till,", lambda: cashier.enrol(enrolment_code(organiser, STALL)))
    _go_when_live(office.page, "42/office,", lambda: office.sign_in("panitia", demo.pins()["panitia"]))
    printer = _virtual_printer(organiser)
    trouble = office.page.locator(f"[data-kind=printer]:has-text('struk-{STALL}')")
    _stop_the_clocks(cashier.page, office.page)

    organiser.put(printer, {"kind": "paper_out"})
    _wait(lambda: _state(organiser) == "paper_out")
    expect(cashier.chip).to_contain_text("Cek printer", timeout=AT_ONCE_MS)
    expect(trouble).to_contain_text("Isi kertas", timeout=AT_ONCE_MS)

    cashier.page.clock.resume()
    number = cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_tick(number, "blocked", place=2)
    _stop_the_clocks(cashier.page)

    organiser.delete(printer)
    _wait(lambda: _state(organiser) == "ready")
    expect(cashier.page.locator(".trouble")).to_have_count(0, timeout=AT_ONCE_MS)
    expect(trouble).to_have_count(0, timeout=AT_ONCE_MS)
    _wait(lambda: _job_of(organiser, number)["state"] == "printed")
    tick = cashier.page.locator(f".done[data-number='{number}'] .tick").nth(2)
    expect(tick).to_have_attribute("data-tick", "done", timeout=AT_ONCE_MS)


def _go_when_live(page: Page, event: str, arrive: Callable[[], object]) -> None:
    """Arrive, and stay until the live channel has spoken; from then on the page's clock can be stopped."""
    heard: list[str | bytes] = []

    def hear(frame: str | bytes) -> None:
        heard.append(frame)

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", hear)

    page.on("websocket", listen)
    page.clock.install()
    arrive()
    _wait(lambda: page.evaluate("() => true") and any(str(each).startswith(event) for each in heard))


def _stop_the_clocks(*pages: Page) -> None:
    """No timer of these pages fires any more: what they learn now, they were told."""
    for page in pages:
        page.clock.pause_at(page.evaluate("() => Date.now() / 1000 + 1"))


def _virtual_printer(organiser: Client) -> str:
    printers = organiser.get("/emulator/printers").json
    n = next(each["n"] for each in printers if each["name"] == f"struk-{STALL}")
    return f"/emulator/printers/{n}/fault"


def _state(organiser: Client) -> str:
    return str(organiser.get(f"/api/v1/printers/struk-{STALL}").json["state"])


def _job_of(organiser: Client, number: str) -> dict[str, str]:
    jobs = organiser.get(f"/api/v1/print-jobs?stall={STALL}").json
    return next(job for job in jobs if job["number"] == number)


def _wait(condition: Callable[[], bool]) -> None:
    deadline = monotonic() + PATIENCE_S
    while not condition():
        assert monotonic() < deadline, "it never happened"
        sleep(0.05)
