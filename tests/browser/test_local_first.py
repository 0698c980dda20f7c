"""The tablet comes first: a sale is stored here, whatever the server does, and arrives exactly once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser.devices import Devices
from browser.people import Cashier, Visitor, enrolled_cashier, enrolment_code, organiser_of
from browser.watch import OUTAGE, REFUSED
from playwright.sync_api import Route, expect
from running import Server, new_id

STALL = "07"
SKU, PRICE = "BKL-BUS01", 225_000
SALES = "**/api/v1/sales/*"
STALE_AFTER_MS = 16_000


@pytest.fixture(scope="module")
def frail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that tests switch off; each of them leaves it on."""
    with Server(tmp_path_factory.mktemp("frail") / "data") as server:
        yield server


@pytest.fixture
def tablet(frail: Server, devices_at: Callable[[Server], Devices]) -> Cashier:
    """An enrolled tablet at the frail server; its browser may complain about the network."""
    devices = devices_at(frail)
    devices.watch.allow(OUTAGE)
    devices.watch.allow(REFUSED)
    cashier = enrolled_cashier(devices.page(), organiser_of(frail), STALL)
    cashier.sees_full_level()  # a server that stops while the shell is fetched is another story
    return cashier


def sales_of(server: Server, till: str) -> list[dict[str, Any]]:
    """What the server has of one till, oldest first."""
    sales = organiser_of(server).get(f"/api/v1/sales?stall={STALL}&limit=500").json
    return sorted((each for each in sales if each["till"] == till), key=lambda each: each["number"])


def numbers(server: Server, cashier: Cashier) -> list[str]:
    """The numbers the server has of this tablet."""
    return [each["number"] for each in sales_of(server, cashier.till)]


def test_sales_made_while_the_server_is_away_survive_a_reload_and_arrive_once(
    frail: Server, tablet: Cashier
) -> None:
    page, port = tablet.page, frail.port
    frail.stop()
    first = tablet.sell(SKU)
    second = tablet.sell(SKU, SKU)
    tablet.sees_status("offline")
    tablet.sees_waiting(2)

    page.route(SALES, lambda route: route.abort())
    frail.start(port)
    tablet.open_till()
    tablet.sees_waiting(2)
    page.unroute_all()
    tablet.sees_waiting(0)

    assert numbers(frail, tablet) == [first, second]
    assert [each["total"] for each in sales_of(frail, tablet.till)] == [PRICE, 2 * PRICE]


def test_answers_lost_after_the_commit_do_not_double_a_sale(frail: Server, tablet: Cashier) -> None:
    lost = iter([True, True])

    def lose(route: Route) -> None:
        if next(lost, False):
            route.fetch()
            route.abort()
        else:
            route.continue_()

    tablet.page.route(SALES, lose)
    number = tablet.sell(SKU)
    tablet.sees_tick(number, "done")
    assert numbers(frail, tablet) == [number]
    assert next(lost, None) is None, "no answer was lost"


def test_a_double_tap_on_the_note_is_one_sale(frail: Server, tablet: Cashier) -> None:
    tablet.take(SKU)
    tablet.pay()
    tablet.page.locator(".note").first.evaluate("note => { note.click(); note.click(); note.click() }")
    first = tablet.stored()
    tablet.take(SKU)
    tablet.pay()
    tablet.page.locator(".note").first.dblclick()
    second = tablet.stored()
    tablet.sees_tick(second, "done")
    assert numbers(frail, tablet) == [first, second]


def test_a_document_the_server_refuses_stays_in_sight_and_the_next_sale_goes_through(
    frail: Server, tablet: Cashier
) -> None:
    spoil_first = iter([True])

    def spoil(route: Route) -> None:
        document = route.request.post_data_json
        if next(spoil_first, False):
            document["lines"][0]["quantity"] = -1
        route.continue_(post_data=document)

    tablet.page.route(SALES, spoil)
    refused = tablet.sell(SKU)
    tablet.sees_tick(refused, "rejected")
    accepted = tablet.sell(SKU)
    tablet.sees_tick(accepted, "done")
    panel = tablet.open("status")
    expect(panel.locator(f".problems li[data-number='{refused}']")).to_be_visible()
    tablet.close_panel()
    tablet.open_till()
    expect(tablet.chip).to_contain_text("1 ditolak")
    assert numbers(frail, tablet) == [accepted]


def test_a_held_sale_is_shown_on_the_tablet(frail: Server, tablet: Cashier) -> None:
    taken = f"{tablet.till}-0001"
    document = {
        "number": taken,
        "till": tablet.till,
        "sold_at": "2018-04-03T10:15:02+07:00",
        "lines": [{"sku": SKU, "quantity": 1, "unit_price": PRICE}],
        "total": PRICE,
        "payments": [{"method": "cash", "amount": PRICE}],
    }
    answer = tablet.page.request.put(f"/api/v1/sales/{new_id()}", data=document, headers={"X-Lapak": "1"})
    assert answer.status == 201, answer.text()
    number = tablet.sell(SKU)
    assert number == taken
    tablet.sees_tick(number, "held")
    panel = tablet.open("status")
    expect(panel.locator(f".problems li[data-number='{number}']")).to_be_visible()


def test_a_cash_sale_of_one_item_takes_three_taps(demo: Server, devices: Devices) -> None:
    cashier = enrolled_cashier(devices.page(), organiser_of(demo), STALL)
    cashier.taps = 0
    cashier.sell(SKU)
    assert cashier.taps == 3


def test_the_language_changes_with_one_tap_and_stays(demo: Server, devices: Devices) -> None:
    cashier = enrolled_cashier(devices.page(), organiser_of(demo), STALL)
    page = cashier.page
    expect(page.locator("button.pay")).to_contain_text("Bayar")
    cashier.switch_language()
    expect(page.locator("button.pay")).to_contain_text("Pay")
    cashier.open_till()
    expect(page.locator("button.pay")).to_contain_text("Pay")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title().startswith("Till")


def test_the_board_comes_back_by_itself_after_the_server_restarts(
    frail: Server, tablet: Cashier, devices_at: Callable[[Server], Devices]
) -> None:
    devices = devices_at(frail)
    devices.watch.allow(OUTAGE)
    hall = Visitor(devices.page("hall"))
    hall.page.clock.install()
    hall.enrol(enrolment_code(organiser_of(frail), None))
    before, port = hall.total, frail.port
    frail.kill()
    hall.page.clock.fast_forward(STALE_AFTER_MS)
    hall.sees_stale()
    number = tablet.sell(SKU)
    frail.start(port)
    hall.sees_total(before + PRICE)
    hall.sees_live()
    tablet.sees_tick(number, "done")


def test_everything_the_tablets_sold_adds_up_in_the_end(frail: Server) -> None:
    done = frail.run("check", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
