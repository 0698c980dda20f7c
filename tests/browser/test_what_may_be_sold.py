"""What is stopped or said before the buyer pays: dates that have passed, services, and the limit of QRIS."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from browser.devices import Devices
from browser.people import Cashier, enrolled_cashier, organiser_of
from playwright.sync_api import expect
from running import Client, Server

STALL = "26"


@pytest.fixture
def organiser(demo: Server) -> Client:
    """Somebody who counts deliveries in."""
    return organiser_of(demo)


@pytest.fixture
def cashier(organiser: Client, devices: Devices) -> Cashier:
    """A tablet of one stall."""
    return enrolled_cashier(devices.page(), organiser, STALL)


def own_skus(organiser: Client) -> list[str]:
    """The stall's goods that lie there in numbers."""
    products = organiser.get("/api/v1/products").json
    return [
        each["sku"] for each in products if each["home"] == STALL and each["stocked"] and not each["unique"]
    ]


def receive(organiser: Client, sku: str, expires_on: date) -> None:
    """Pieces with a date arrive."""
    product = next(each for each in organiser.get("/api/v1/products").json if each["sku"] == sku)
    line = {"sku": sku, "quantity": 1, "expires_on": expires_on.isoformat()}
    note = {"facility": product["facility"], "stall": STALL, "lines": [line]}
    answer = organiser.put(f"/api/v1/consignments/{uuid.uuid4()}", note)
    assert answer.status == 201, answer.text


def today() -> date:
    """The day in the hall."""
    return datetime.now(ZoneInfo("Asia/Jakarta")).date()


def test_goods_whose_date_has_passed_are_neither_taken_nor_paid(organiser: Client, cashier: Cashier) -> None:
    page = cashier.page
    sku, other = own_skus(organiser)[:2]
    cashier.take(sku)
    expect(page.locator(f".line[data-sku='{sku}']")).to_be_visible()
    receive(organiser, sku, today() - timedelta(days=1))
    expect(page.locator(f".tile[data-sku='{sku}'] .none")).to_have_text("lewat tanggal")
    cashier.pay()
    expect(page.locator(".toast")).to_contain_text("sudah lewat tanggal")
    expect(page.locator(".pay-panel")).to_have_count(0)
    page.locator(f".line[data-sku='{sku}'] .stepper button").first.click()
    expect(page.locator(".line")).to_have_count(0)
    cashier.take(sku)
    expect(page.locator(".toast")).to_contain_text("sudah lewat tanggal")
    cashier.take(other)
    expect(page.locator(".line")).to_have_count(1)


def test_goods_that_expire_tomorrow_are_sold_with_a_warning(organiser: Client, cashier: Cashier) -> None:
    page = cashier.page
    sku = own_skus(organiser)[2]
    receive(organiser, sku, today() + timedelta(days=1))
    expect(page.locator(f".tile[data-sku='{sku}'] .none")).to_have_text("tanggal dekat")
    cashier.take(sku)
    expect(page.locator(".toast")).to_contain_text("baik digunakan sebelum")
    cashier.pay()
    cashier.give(cashier.due)


def test_a_service_has_no_stock_and_is_sold_as_often_as_wished(organiser: Client, cashier: Cashier) -> None:
    page = cashier.page
    cashier.search("LPT-JAS01")
    tile = page.locator(".tile[data-sku='LPT-JAS01']")
    expect(tile.locator(".stock")).to_have_text("Layanan")
    cashier.take("LPT-JAS01", 3)
    cashier.pay()
    number = cashier.give(cashier.due)
    cashier.sees_tick(number, "done")
    sales = organiser.get(f"/api/v1/sales?stall={STALL}").json
    flags = next(each["flags"] for each in sales if each["number"] == number)
    assert "stock_negative" not in flags


def test_qris_carries_no_more_than_its_limit_and_the_rest_is_paid_otherwise(cashier: Cashier) -> None:
    page = cashier.page
    sku = cashier.ordinary_skus()[0]
    cashier.take(sku)
    page.locator(".line .quantity").click()
    for key in "900":
        page.locator(f"dialog .key[data-key='{key}']").click()
    page.locator("dialog .accept").click()
    cashier.pay()
    due = cashier.due
    assert due > 10_000_000
    page.locator(".method[data-method=qris]").click()
    expect(page.locator(".received")).to_be_disabled()
    expect(page.locator(".unconfirmed")).to_be_disabled()
    expect(page.locator(".notice.attention").last).to_contain_text("10.000.000")
    page.locator(".part-amount summary").click()
    page.locator("input[name=amount]").fill("10000000")
    page.locator(".received").click()
    expect(page.locator(".parts .part")).to_have_count(1)
    assert cashier.due == due - 10_000_000
    page.locator(".back").click()
    page.locator(".empty-cart").click()
    expect(page.locator(".toast")).to_contain_text("Rp 10.000.000")
