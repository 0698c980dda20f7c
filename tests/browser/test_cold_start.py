"""The tablet opens and sells while the server is gone and the Wi-Fi is off: on 127.0.0.1 and over https."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.people import Cashier, enrolled_cashier, organiser_of
from browser.tablet import Tablet
from browser.trust import hall_root, home_that_trusts, https_door, with_https
from playwright.sync_api import Browser, expect
from running import Server

STALL, SKU = "07", "BKL-BUS01"
OWN_AUTHORITY = "https with our own authority"


@pytest.fixture(params=["127.0.0.1", OWN_AUTHORITY])
def tablet(
    request: pytest.FixtureRequest, chromium: Browser, own_demo: Server, tmp_path: Path
) -> Iterator[Tablet]:
    """An enrolled tablet whose browser keeps the till's files."""
    tablet = Tablet(chromium.browser_type, tmp_path / "tablet", own_demo.url)
    if request.param == OWN_AUTHORITY:
        with_https(own_demo)
        home = home_that_trusts(hall_root(own_demo), tmp_path / "home")
        tablet = Tablet(chromium.browser_type, tmp_path / "tablet", https_door(own_demo), home=home)
    cashier = enrolled_cashier(tablet.start(), organiser_of(own_demo), STALL)
    cashier.sees_full_level()
    yield tablet
    tablet.stop()


def test_a_tablet_started_without_server_and_wifi_sells_and_hands_in_later(
    tablet: Tablet, own_demo: Server
) -> None:
    port = own_demo.port
    own_demo.stop()
    tablet.stop()
    tablet.online = False
    cashier = Cashier(tablet.start())
    cashier.open_till()
    numbers = [cashier.sell(SKU)]
    cashier.page.reload()
    expect(cashier.tiles.first).to_be_visible()
    numbers.append(cashier.sell(SKU, SKU))
    cashier.sees_status("offline")
    cashier.sees_waiting(2)

    own_demo.start(port)
    tablet.set_online(True)
    cashier.sees_waiting(0)
    sales = organiser_of(own_demo).get(f"/api/v1/sales?stall={STALL}").json
    assert sorted(each["number"] for each in sales) == numbers
    assert not [line for line in tablet.watch.complaints() if "uncaught" in line or "stranger" in line]
