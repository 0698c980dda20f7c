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
from PIL import Image
from playwright.sync_api import Browser, expect
from running import ROOT, Client, Server

ALBUM = ROOT / "build" / "screenshots"
README_PICTURES = ROOT / "docs" / "screenshots"
FOR_README = {  # name there: (device, stop)
    "till": ("tablet", "till-cart"),
    "pay": ("tablet", "till-cash"),
    "change": ("tablet", "till-done"),
    "board": ("hall", "board-stalls"),
    "office": ("tablet", "office-enrolment"),
    "product": ("phone", "product"),
    "receipt-page": ("phone", "receipt"),
}
README_WIDTH = {"phone": 390, "tablet": 960, "hall": 1120}
STALL, RARE_STALL, PRICE_STALL = "09", "14", "16"


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
        for language in ("id", "en"):
            devices = Devices(chromium, server.url)
            for stop in _all_tours(devices, server, size, language, receipt):
                _keep(stop, size, language)
            devices.close()


def _all_tours(devices: Devices, server: Server, size: str, language: str, receipt: str) -> Iterator[Stop]:
    organiser = organiser_of(server)
    yield from tour_of_the_board(devices, organiser, size, language)
    yield from tour_of_public_pages(devices, organiser, size, language, receipt)
    yield from tour_of_the_office(devices, server.pins()["panitia"], size, language)
    yield from tour_of_the_till(devices, organiser, size, language, STALL)
    yield from tour_of_rarer_moments(devices, organiser, size, language, RARE_STALL)
    yield from tour_of_prices(devices, organiser, size, language, PRICE_STALL)


def _keep(stop: Stop, size: str, language: str) -> None:
    folder = ALBUM / size
    folder.mkdir(parents=True, exist_ok=True)
    picture = stop.page.screenshot(animations="disabled")
    (folder / f"{stop.name}-{language}.png").write_bytes(picture)
    for name, wanted in FOR_README.items():
        if wanted == (size, stop.name) and language == "id":
            _keep_small(picture, name, README_WIDTH[size])


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
