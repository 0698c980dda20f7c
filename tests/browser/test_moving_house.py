"""From plain http to https with our own certificate: nothing is lost, no number is used twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.people import Cashier, enrolled_cashier, organiser_of
from browser.tablet import Tablet
from browser.trust import hall_root, home_that_trusts, https_door, with_https
from playwright.sync_api import Browser, expect
from running import Server

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
