"""Every screen in both languages on every size of device: nobody is shut out, nothing is cut off."""

from collections.abc import Iterable, Iterator

import pytest
from browser.checks import barriers, crowded_targets, cut_words, faint, faint_rings, small_targets, too_wide
from browser.devices import Devices
from browser.looks import Look, as_it_is, looks, picture
from browser.people import organiser_of
from browser.till_tour import tour_of_the_till
from browser.tours import tour_of_public_pages, tour_of_the_board, tour_of_the_office
from browser.watch import SIGN_IN_FIRST
from running import ROOT, Client, Server, a_sale, new_id

THOROUGH = [("tablet", "id"), ("phone", "en")]  # every state in both languages; all pairs would take minutes
CASES = [*THOROUGH, ("portrait", "en"), ("tall", "id"), ("hall", "id")]
TILL_SIZES = ("tablet", "portrait", "phone")
TILL_TARGET, TILL_GAP = 56, 8  # CSS pixels; a finger in a hurry
TARGET = 24  # WCAG 2.2 AA
AXE_SIZES = (
    "phone",
    "tablet",
)  # axe reads the same document at every size; contrast and targets differ little
STALL = "09"
ALBUM = ROOT / "artifacts" / "screens"


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


def test_the_till_shuts_nobody_out_in_any_state_language_or_size(
    demo: Server, devices: Devices, organiser: Client
) -> None:
    tour = tour_of_the_till(devices, organiser, STALL, demo.pins()[f"ketua-{STALL}"])
    found = []
    for look in looks(tour, TILL_SIZES, also=("tall", "hall")):
        picture(look, ALBUM)
        found += [f"{look.name} {look.size} {look.language}: {each}" for each in _till_complaints(look)]
    assert not found, "\n".join(found)


def _till_complaints(look: Look) -> Iterator[str]:
    first = (look.size, look.language) == (TILL_SIZES[0], "id")
    yield from _layout_complaints(look, TILL_TARGET)
    yield from (f"crowded: {each}" for each in crowded_targets(look.page, TILL_GAP))
    yield from (f"faint: {each}" for each in faint(look.page))
    if first:
        yield from (f"faint: {each}" for each in faint_rings(look.page))
    if look.size in TILL_SIZES:
        yield from (f"axe: {each}" for each in barriers(look.page, colours=first))


@pytest.mark.parametrize(("size", "language"), CASES)
def test_the_board_shuts_nobody_out(devices: Devices, organiser: Client, size: str, language: str) -> None:
    _inspect(as_it_is(tour_of_the_board(devices, organiser, size, language), size, language))


@pytest.mark.parametrize(("size", "language"), CASES)
def test_the_public_pages_shut_nobody_out(
    devices: Devices, organiser: Client, receipt: str, size: str, language: str
) -> None:
    tour = tour_of_public_pages(devices, organiser, size, language, receipt)
    _inspect(as_it_is(tour, size, language))


@pytest.mark.usefixtures("receipt")  # there is a sale to open
@pytest.mark.parametrize(("size", "language"), THOROUGH)
def test_the_office_shuts_nobody_out(demo: Server, devices: Devices, size: str, language: str) -> None:
    devices.watch.allow(SIGN_IN_FIRST)
    tour = tour_of_the_office(devices, demo.pins()["panitia"], size, language)
    _inspect(as_it_is(tour, size, language))


def _inspect(looked_at: Iterable[Look]) -> None:
    """Look at every stop; in the end name all that was found."""
    found = []
    for look in looked_at:
        picture(look, ALBUM)
        found += [f"{look.name}: {each}" for each in _complaints(look)]
    assert not found, "\n".join(found)


def _complaints(look: Look) -> Iterator[str]:
    yield from _layout_complaints(look, TARGET)
    if look.size in AXE_SIZES:
        yield from (f"axe: {each}" for each in barriers(look.page))


def _layout_complaints(look: Look, target: int) -> Iterator[str]:
    yield from (f"too small: {each}" for each in small_targets(look.page, target))
    yield from (f"too wide: {each}" for each in too_wide(look.page))
    yield from (f"cut: {each}" for each in cut_words(look.page))
