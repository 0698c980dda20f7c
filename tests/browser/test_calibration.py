"""The wizard in the office: print a page, look at it, answer; the next paper follows the answers."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

import pytest
from browser.devices import Devices
from browser.people import Organiser, organiser_of
from browser.watch import SIGN_IN_FIRST
from playwright.sync_api import Locator, expect
from running import Client, Server

PRINTER = "struk-32"
ANSWERS = {
    "width_dots": "512",
    "columns": "42",
    "letters": "no",
    "native_qr": "no",
    "cutter": "no",
    "drawer": "no",
    "completion": "gs_r",
}


@pytest.fixture
def organiser(demo: Server) -> Client:
    return organiser_of(demo)


def test_the_office_gets_to_know_a_printer_and_its_paper_follows(
    demo: Server, devices: Devices, organiser: Client
) -> None:
    devices.watch.allow(SIGN_IN_FIRST)
    office = Organiser(devices.page("tablet"))
    office.sign_in("panitia", demo.pins()["panitia"])
    office.go("printers")
    office.page.locator(f"tr[data-printer={PRINTER}] button").nth(1).click()
    wizard = office.page.locator("[data-section=calibration]")
    print_page, examine, open_drawer = (wizard.locator(".steps > li > button").nth(n) for n in range(3))

    print_page.click()
    _wait(lambda: len(_papers(organiser)) == 1)
    sheet = _papers(organiser)[0]
    assert sheet["qr"] == ["LAPAK KALIBRASI A"]  # B is a picture
    assert wizard.locator(".letters").inner_text() in sheet["text"]
    examine.click()
    expect(wizard).to_contain_text("GS ( H")
    open_drawer.click()
    _wait(lambda: _virtual(organiser)["kicks"] == 1)

    _answer(wizard)
    expect(wizard).to_have_count(0)
    shown = organiser.get(f"/api/v1/printers/{PRINTER}").json
    assert shown["caps"] == {
        "width_dots": 512,
        "columns": 42,
        "mode": "raster",
        "cutter": False,
        "drawer": False,
    }
    assert (shown["native_qr"], shown["completion"]) == (False, "gs_r")

    office.page.locator(f"tr[data-printer={PRINTER}] button").nth(2).click()
    form = office.page.locator("[data-section=printer-form]")
    form.locator("button.primary").click()
    expect(form).to_have_count(0)
    again = organiser.get(f"/api/v1/printers/{PRINTER}").json
    assert (again["caps"], again["native_qr"]) == (shown["caps"], False)

    assert organiser.post(f"/api/v1/printers/{PRINTER}/test").status == 201
    _wait(lambda: _virtual(organiser)["rolling"] > 0 or len(_papers(organiser)) == 2)
    assert _virtual(organiser)["errors"] == []


def _answer(wizard: Locator) -> None:
    for name, value in ANSWERS.items():
        wizard.locator(f"select[name={name}]").select_option(value)
    wizard.locator("button.primary").click()


def _virtual(organiser: Client) -> dict[str, Any]:
    printers = organiser.get("/emulator/printers").json
    return next(each for each in printers if each["name"] == PRINTER)


def _papers(organiser: Client) -> list[dict[str, Any]]:
    papers: list[dict[str, Any]] = organiser.get(f"/emulator/printers/{_virtual(organiser)['n']}/papers").json
    return papers


def _wait(condition: Callable[[], bool]) -> None:
    deadline = monotonic() + 30
    while not condition():
        assert monotonic() < deadline, "it never happened"
        sleep(0.05)
