"""`make screenshots`: every state of every screen into build/screenshots, a few for the README into docs.

Run with `python -m browser.screenshots [device ...]` (devices: phone portrait tall tablet hall; default all).
"""

import io
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from browser.devices import LIMIT_MS, SIZES, Devices, running_chromium
from browser.fair import WIB, two_days_of_sales
from browser.looks import LANGUAGES, Look, Stop, as_it_is, looks, picture
from browser.people import organiser_of
from browser.till_tour import tour_of_the_till
from browser.tours import tour_of_public_pages, tour_of_the_board, tour_of_the_office
from PIL import Image
from playwright.sync_api import Browser, expect
from running import ROOT, Client, Server

ALBUM = ROOT / "build" / "screenshots"
README_PICTURES = ROOT / "docs" / "screenshots"
FOR_README = {  # name there: (device, stop)
    "till": ("tablet", "till-cart"),
    "pay": ("tablet", "till-cash"),
    "change": ("tablet", "till-change"),
    "board": ("hall", "board-stalls"),
    "office": ("tablet", "office-enrolment"),
    "product": ("phone", "product"),
    "receipt-page": ("phone", "receipt"),
}
README_WIDTH = {"phone": 390, "tablet": 960, "hall": 1120}
STALL = "09"


def main(sizes: list[str]) -> None:
    """Take them all."""
    yesterday = (datetime.now(WIB) - timedelta(days=1)).date().isoformat()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data", "--demo", "--first-day", yesterday)
        with server, running_chromium() as chromium:
            expect.set_options(timeout=LIMIT_MS)
            photograph(chromium, server, sizes)


def photograph(chromium: Browser, server: Server, sizes: list[str]) -> None:
    """Walk all tours on all devices in both languages."""
    organiser = organiser_of(server)
    sale = two_days_of_sales(server, organiser)
    paper(organiser, str(sale["id"]))
    receipt = "/r/" + str(sale["receipt_url"]).rpartition("/r/")[2]
    for size in sizes:
        for language in LANGUAGES:
            devices = Devices(chromium, server.url)
            for look in as_it_is(_other_tours(devices, server, size, language, receipt), size, language):
                _keep(look)
            devices.close()
    devices = Devices(chromium, server.url)
    till = tour_of_the_till(devices, organiser, STALL, server.pins()[f"ketua-{STALL}"])
    for look in looks(till, sizes):
        _keep(look)
    devices.close()


def _other_tours(devices: Devices, server: Server, size: str, language: str, receipt: str) -> Iterator[Stop]:
    organiser = organiser_of(server)
    yield from tour_of_the_board(devices, organiser, size, language)
    yield from tour_of_public_pages(devices, organiser, size, language, receipt)
    yield from tour_of_the_office(devices, server.pins()["panitia"], size, language)


def _keep(look: Look) -> None:
    taken = picture(look, ALBUM)
    for name, wanted in FOR_README.items():
        if wanted == (look.size, look.name) and look.language == "id":
            _keep_small(taken, name, README_WIDTH[look.size])


def _keep_small(picture: bytes, name: str, width: int) -> None:
    README_PICTURES.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    image.save(README_PICTURES / f"{name}.jpg", quality=85, optimize=True, progressive=True)


def paper(organiser: Client, sale: str) -> None:
    """What comes out of the printers, dot for dot."""
    sku = organiser.get("/api/v1/products").json[0]["sku"]
    README_PICTURES.mkdir(parents=True, exist_ok=True)
    for name, path in {
        "receipt": f"/api/v1/sales/{sale}/receipt?paper=80&format=png",
        "label": f"/api/v1/products/{sku}/label?size=50x30&format=png",
    }.items():
        answer = organiser.get(path)
        assert answer.status == 200, answer.text
        (README_PICTURES / f"{name}.png").write_bytes(answer.body)


if __name__ == "__main__":
    main(sys.argv[1:] or list(SIZES))
