"""How heavy the till is to load, and how quick it answers to fingers with nine times the goods."""

import json
from typing import Any

import pytest
from browser.devices import Devices
from browser.people import Cashier, enrolled_cashier, organiser_of
from playwright.sync_api import Page, Route, expect
from running import Server

STALL = "07"
MOST_BYTES = 200_000  # over the wire, without catalogue, photos and scanner
MANY_PRODUCTS = 2_000
KEYSTROKE_MS = 50.0
NOT_COUNTED = ("/api/", "/socket.io/", "/static/vendor/zxing-wasm/", "/media/")
WORDS = "batik tulis"

TYPE_ONE = """(text) => {
  const field = document.querySelector('.search input')
  field.value = text
  const start = performance.now()
  field.dispatchEvent(new Event('input', { bubbles: true }))
  document.querySelector('.tiles-scroll').getBoundingClientRect()
  return performance.now() - start
}"""


def test_the_tills_first_load_is_light(
    demo: Server, devices: Devices, capsys: pytest.CaptureFixture[str]
) -> None:
    page = devices.page()
    loaded = _weigh(page)
    page.goto("/till")
    expect(page.locator(".enrol")).to_be_visible()
    page.wait_for_load_state("networkidle")
    counted = {url: size for url, size in loaded.items() if not any(part in url for part in NOT_COUNTED)}
    with capsys.disabled():
        print(f"\n  the till's first load: {sum(counted.values()) / 1000:.0f} kB in {len(counted)} files")
    heaviest = sorted(counted.items(), key=lambda item: -item[1])[:6]
    assert sum(counted.values()) < MOST_BYTES, heaviest


def _weigh(page: Page) -> dict[str, int]:
    """Bytes over the wire by address, filled while the page loads."""
    addresses: dict[str, str] = {}
    loaded: dict[str, int] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def finished(event: dict[str, Any]) -> None:
        url = addresses.get(event["requestId"], "")
        loaded[url] = max(loaded.get(url, 0), int(event["encodedDataLength"]))

    session.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))
    session.on("Network.loadingFinished", finished)
    return loaded


def test_search_answers_each_keystroke_at_once_among_two_thousand_products(
    demo: Server, devices: Devices, capsys: pytest.CaptureFixture[str]
) -> None:
    page = devices.page()
    page.route("**/api/v1/stalls/*/till", _many_products)
    enrolled_cashier(page, organiser_of(demo), STALL)
    Cashier(page).search("batik")
    expect(page.locator(".more")).to_be_visible()
    times = [
        min(page.evaluate(TYPE_ONE, WORDS[:length]) for _ in range(3)) for length in range(1, len(WORDS) + 1)
    ]
    with capsys.disabled():
        print(f"\n  search among {MANY_PRODUCTS} products: {max(times):.0f} ms for the slowest keystroke")
    assert max(times) < KEYSTROKE_MS, times


def _many_products(route: Route) -> None:
    answer = route.fetch()
    if answer.status != 200:
        route.fulfill(response=answer)
        return
    snapshot = answer.json()
    goods = snapshot["products"]
    copies = [
        {**goods[index % len(goods)], "sku": f"X-{index}", "code": "", "pieces": []}
        for index in range(len(goods), MANY_PRODUCTS)
    ]
    route.fulfill(response=answer, body=json.dumps({**snapshot, "products": goods + copies}))
