"""Every screen in both languages on every size of device: nobody is shut out, nothing is cut off."""

from collections.abc import Iterator

import pytest
from browser.checks import barriers, cut_words, settle, small_targets, too_wide
from browser.devices import Devices
from browser.people import organiser_of
from browser.tours import (
    Stop,
    tour_of_prices,
    tour_of_public_pages,
    tour_of_rarer_moments,
    tour_of_the_board,
    tour_of_the_office,
    tour_of_the_till,
)
from browser.watch import SIGN_IN_FIRST
from running import Client, Server, a_sale, new_id

THOROUGH = [("tablet", "id"), ("phone", "en")]  # every state in both languages; all pairs would take minutes
CASES = [*THOROUGH, ("portrait", "en"), ("tall", "id"), ("hall", "id")]
TILL_TARGET = 56  # CSS pixels; a finger in a hurry
TARGET = 24  # WCAG 2.2 AA
AXE_SIZES = (
    "phone",
    "tablet",
)  # axe reads the same document at every size; contrast and targets differ little
STALL, RARE_STALL, PRICE_STALL = "09", "14", "16"


@pytest.fixture(scope="module")
def organiser(demo: Server) -> Client:
    """Somebody who may enrol devices."""
    return organiser_of(demo)


@pytest.fixture(scope="module")
def receipt(demo: Server, organiser: Client) -> str:
    """The path of a receipt."""
    tablet = demo.client()
    enrolment = organiser.post("/api/v1/enrolments", {"stall": STALL}).json
    till = tablet.post("/api/v1/enrol", {"code": enrolment["code"]}).json["till"]
    answer = tablet.put(f"/api/v1/sales/{new_id()}", a_sale(till)).json
    return "/r/" + str(answer["receipt_url"]).rpartition("/r/")[2]


@pytest.mark.parametrize(("size", "language"), CASES)
def test_the_till_shuts_nobody_out(devices: Devices, organiser: Client, size: str, language: str) -> None:
    devices.watch.allow(r"net::ERR_FAILED")
    _inspect(tour_of_the_till(devices, organiser, size, language, STALL), size, TILL_TARGET)


@pytest.mark.parametrize(("size", "language"), THOROUGH)
def test_the_tills_rarer_moments_shut_nobody_out(
    devices: Devices, organiser: Client, size: str, language: str
) -> None:
    _inspect(tour_of_rarer_moments(devices, organiser, size, language, RARE_STALL), size, TILL_TARGET)


@pytest.mark.parametrize(("size", "language"), THOROUGH)
def test_the_tills_prices_shut_nobody_out(
    devices: Devices, organiser: Client, size: str, language: str
) -> None:
    _inspect(tour_of_prices(devices, organiser, size, language, PRICE_STALL), size, TILL_TARGET)


@pytest.mark.parametrize(("size", "language"), CASES)
def test_the_board_shuts_nobody_out(devices: Devices, organiser: Client, size: str, language: str) -> None:
    _inspect(tour_of_the_board(devices, organiser, size, language), size, TARGET)


@pytest.mark.parametrize(("size", "language"), CASES)
def test_the_public_pages_shut_nobody_out(
    devices: Devices, organiser: Client, receipt: str, size: str, language: str
) -> None:
    _inspect(tour_of_public_pages(devices, organiser, size, language, receipt), size, TARGET)


@pytest.mark.parametrize(("size", "language"), THOROUGH)
def test_the_office_shuts_nobody_out(demo: Server, devices: Devices, size: str, language: str) -> None:
    devices.watch.allow(SIGN_IN_FIRST)
    _inspect(tour_of_the_office(devices, demo.pins()["panitia"], size, language), size, TARGET)


def _inspect(stops: Iterator[Stop], size: str, target: int) -> None:
    """Look at every stop; in the end name all that was found."""
    found = [f"{stop.name}: {each}" for stop in stops for each in _complaints(stop, size, target)]
    assert not found, "\n".join(found)


def _complaints(stop: Stop, size: str, target: int) -> Iterator[str]:
    settle(stop.page)
    yield from (f"too small: {each}" for each in small_targets(stop.page, target))
    yield from (f"too wide: {each}" for each in too_wide(stop.page))
    yield from (f"cut: {each}" for each in cut_words(stop.page))
    if size in AXE_SIZES:
        yield from (f"axe: {each}" for each in barriers(stop.page))
