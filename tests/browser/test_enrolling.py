"""Which till a tablet is: by code, by the server's page, after a wipe, at another address."""

from browser.devices import Devices
from browser.people import Cashier, enrolled_cashier, enrolment_code, organiser_of
from browser.watch import OUTAGE
from playwright.sync_api import expect
from running import Server

STALL = "05"
SALES = "**/api/v1/sales/*"
WIPED = "indexeddb,local_storage,service_workers,cache_storage"


def own_numbers(demo: Server, *tills: str) -> list[str]:
    """What the server has of these tills."""
    sales = organiser_of(demo).get(f"/api/v1/sales?stall={STALL}&limit=500").json
    return sorted(each["number"] for each in sales if each["till"] in tills)


def test_the_offices_page_enrols_a_tablet_that_had_the_till_open_before(
    demo: Server, devices: Devices
) -> None:
    cashier = Cashier(devices.page())
    cashier.open_till()
    cashier.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    cashier.page.goto(f"/enrol/{enrolment_code(organiser_of(demo), STALL)}")
    cashier.page.locator("form button.primary").click()
    expect(cashier.tiles.first).to_be_visible()
    number = cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_tick(number, "done")


def test_a_tablet_enrolled_again_hands_in_what_waited_under_its_old_code(
    demo: Server, devices: Devices
) -> None:
    devices.watch.allow(OUTAGE)
    cashier = enrolled_cashier(devices.page(), organiser_of(demo), STALL)
    old = cashier.till
    cashier.page.route(SALES, lambda route: route.abort())
    waiting = cashier.sell(cashier.ordinary_skus()[0])
    cashier.page.goto(f"/till?enrol={enrolment_code(organiser_of(demo), STALL)}")
    expect(cashier.page.locator(".till-code")).not_to_have_text(old)
    cashier.page.unroute_all()
    new = cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_waiting(0)
    assert new.endswith("-0001")
    assert own_numbers(demo, old, cashier.till) == sorted([waiting, new])


def test_a_tablet_whose_memory_was_wiped_starts_under_a_new_code(demo: Server, devices: Devices) -> None:
    cashier = enrolled_cashier(devices.page(), organiser_of(demo), STALL)
    old, number = cashier.till, cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_tick(number, "done")
    cashier.page.goto("/static/icons/lapak.svg")
    session = cashier.page.context.new_cdp_session(cashier.page)
    session.send("Storage.clearDataForOrigin", {"origin": demo.url, "storageTypes": WIPED})
    cashier.open_till()
    expect(cashier.tiles.first).to_be_visible()
    assert cashier.till != old
    fresh = cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_tick(fresh, "done")
    assert fresh == f"{cashier.till}-0001"
