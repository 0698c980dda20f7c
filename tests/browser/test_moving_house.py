"""To https with our own certificate, and to a new address: nothing is lost, no number is used twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.people import LONG_MS, Cashier, enrolled_cashier, organiser_of
from browser.tablet import SALES, Tablet
from browser.trust import hall_root, home_that_trusts, https_door, with_https
from playwright.sync_api import Browser, expect
from running import DEMO, Client, Server

STALL, SKU = "07", "BKL-BUS01"


@pytest.fixture
def server(own_demo: Server) -> Server:
    """A server that has got a certificate, beside its plain door."""
    return with_https(own_demo)


@pytest.fixture
def tablet(chromium: Browser, server: Server, tmp_path: Path) -> Iterator[Tablet]:
    """A tablet on which the hall's root is installed, and nothing else made easier."""
    home = home_that_trusts(hall_root(server), tmp_path / "home")
    tablet = Tablet(chromium.browser_type, tmp_path / "tablet", server.url, home=home)
    tablet.start()
    yield tablet
    tablet.stop()


def test_a_tablet_moves_from_http_to_https_without_losing_a_sale(server: Server, tablet: Tablet) -> None:
    old = enrolled_cashier(tablet.page, organiser_of(server), STALL)
    old_code = old.till
    tablet.online = False
    waiting = old.sell(SKU)
    tablet.online = True

    https = https_door(server)
    tablet.watch.hosts.add(https.removeprefix("https://"))
    new = Cashier(tablet.another_tab())
    new.page.goto(f"{https}/till")
    expect(new.tiles.first).to_be_visible()
    assert new.till != old_code
    new.sees_full_level()
    assert new.page.evaluate("() => isSecureContext")
    first = new.sell(SKU)
    new.sees_tick(first, "done")
    assert first == f"{new.till}-0001"

    old.page.bring_to_front()
    old.page.reload()
    expect(old.page.locator(".moved")).to_be_visible()
    expect(old.tiles).to_have_count(0)
    old.sees_waiting(0)
    sales = organiser_of(server).get(f"/api/v1/sales?stall={STALL}").json
    assert sorted(each["number"] for each in sales) == sorted([waiting, first])


def test_a_tablet_moves_to_a_new_address_without_losing_a_sale(
    chromium: Browser, own_demo: Server, tmp_path: Path
) -> None:
    tablet = Tablet(chromium.browser_type, tmp_path / "tablet", own_demo.url)
    old = enrolled_cashier(tablet.start(), organiser_of(own_demo), STALL)
    old.page.route(SALES, lambda route: route.abort())
    waiting = old.sell(SKU)
    old.sees_waiting(1)
    new_address = _move_the_server(own_demo)
    old_code = old.till
    organiser = organiser_of(own_demo)

    old.open("status")
    expect(old.page.locator("dialog .move")).to_be_visible(timeout=LONG_MS)
    tablet.watch.hosts.add(new_address.removeprefix("http://"))
    with tablet.page.context.expect_page() as opened:
        old.page.locator("dialog .move").click()
    new = Cashier(opened.value)
    expect(new.tiles.first).to_be_visible()
    assert new.page.url.startswith(new_address)
    assert new.till != old_code
    first = new.sell(SKU)
    new.sees_tick(first, "done")
    assert first == f"{new.till}-0001"

    expect(old.page.locator(".moved")).to_be_visible()
    expect(old.tiles).to_have_count(0)
    assert {old_code: "moved", new.till: "active"}.items() <= _tills(organiser).items()
    old.page.unroute_all()
    old.open_till()
    expect(old.page.locator(".moved")).to_be_visible()
    old.sees_waiting(0)
    _wait_until_gone(old, organiser, old_code)
    sales = organiser.get(f"/api/v1/sales?stall={STALL}").json
    assert sorted(each["number"] for each in sales) == sorted([waiting, first])
    tablet.stop()


def _move_the_server(server: Server) -> str:
    """The laptop gets another address; at the old one it still answers. The new address."""
    port = server.port
    server.stop()
    server.options = (*DEMO, "--host", "0.0.0.0")  # noqa: S104 - a test's own server
    server.environ["LAPAK_PUBLIC_URL"] = f"http://localhost:{port}"
    server.start(port)
    return f"http://localhost:{port}"


def _tills(organiser: Client) -> dict[str, str]:
    return {each["code"]: each["state"] for each in organiser.get("/api/v1/tills").json}


def _wait_until_gone(cashier: Cashier, organiser: Client, code: str) -> None:
    """The old code stays on the list until the tablet reports that nothing waits there any more."""
    with cashier.page.expect_response(
        lambda answer: answer.url.endswith(f"/tills/{code}/report"), timeout=LONG_MS
    ):
        cashier.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    assert code not in _tills(organiser)
