"""Goods that are still to be made: ordered with a down payment, paid up and fetched on another day."""

import re

import pytest
from browser.devices import Devices
from browser.people import Cashier, Organiser, enrolled_cashier, organiser_of, rupiah
from browser.watch import OUTAGE, SIGN_IN_FIRST
from playwright.sync_api import Locator, Route, expect
from running import Client, Server

STALL = "12"
CHAIR, PRICE = "CBN-KAY01", 650_000
HALF = PRICE // 2


@pytest.fixture
def organiser(demo: Server) -> Client:
    """Somebody in the office."""
    return organiser_of(demo)


@pytest.fixture
def cashier(organiser: Client, devices: Devices) -> Cashier:
    """A tablet of the stall whose goods are made to order; its Wi-Fi may go."""
    devices.watch.allow(OUTAGE)
    return enrolled_cashier(devices.page(), organiser, STALL)


def order(cashier: Cashier, way: str = "pickup") -> Locator:
    """Tap the chair; the form that asks how it reaches the buyer."""
    cashier.take(CHAIR)
    form = cashier.page.locator(".order-form")
    expect(form).to_be_visible()
    form.locator(f"[data-way={way}]").click()
    if way == "pickup":
        form.locator("input[name=place]").fill("Lapas Cirebon")
    return form


def card(cashier: Cashier, number: str) -> Locator:
    """An order in the stall's list."""
    cashier.open("menu")
    cashier.page.locator("[data-menu=orders]").click()
    return cashier.page.locator(f".orders .order[data-number='{number}']")


def known(organiser: Client, number: str) -> dict[str, object]:
    """The order as the office has it."""
    listed = organiser.get(f"/api/v1/orders?stall={STALL}").json
    found: dict[str, object] = next(each for each in listed if each["number"] == number)
    return found


def test_an_order_paid_down_offline_is_paid_up_and_fetched(organiser: Client, cashier: Cashier) -> None:
    page = cashier.page
    page.context.set_offline(True)
    order(cashier).locator(".accept").click()
    cashier.pay()
    assert cashier.due == HALF, "only the down payment is due"
    number = cashier.give(HALF)
    expect(page.locator(".done .rest")).to_contain_text("325.000")
    expect(card(cashier, number)).to_contain_text("325.000")
    cashier.close_panel()

    page.context.set_offline(False)
    cashier.sees_waiting(0)
    assert (known(organiser, number)["unpaid"], known(organiser, number)["state"]) == (HALF, "open")

    page.context.set_offline(True)
    card(cashier, number).locator(".pay-balance").click()
    page.locator(".balance-form [data-amount='350000']").click()
    page.locator(".balance-form .accept").click()
    expect(page.locator(".balance-paid strong")).to_have_text("Rp 25.000")
    page.locator(".panel .accept").click()
    card_now = page.locator(f".orders .order[data-number='{number}']")
    card_now.locator(".mark-fetched").click()
    expect(page.locator(".orders-done")).to_be_visible()
    cashier.close_panel()
    page.context.set_offline(False)
    cashier.sees_waiting(0)
    assert (known(organiser, number)["unpaid"], known(organiser, number)["state"]) == (0, "handed_over")


def test_what_is_ready_after_the_fair_is_not_fetched_at_the_stall(cashier: Cashier) -> None:
    cashier.take(CHAIR)
    form = cashier.page.locator(".order-form")
    date, place = form.locator("input[name=date]"), form.locator("input[name=place]")
    expect(place).to_have_value("")
    expect(form.locator(".accept")).to_be_disabled()
    place.fill("Lapas Cirebon")
    date.fill(date.get_attribute("min") or "")
    expect(place).to_have_value("Lapas Cirebon")
    expect(form.locator(".accept")).to_be_enabled()


def test_what_was_paid_down_is_said_in_the_end(cashier: Cashier) -> None:
    order(cashier).locator(".accept").click()
    cashier.pay()
    cashier.give(HALF)
    expect(cashier.page.locator(".done .deposit")).to_have_text("Uang muka Rp 325.000 diterima")


def never_answered(_route: Route) -> None:
    """A server that takes its time."""


def test_a_balance_is_paid_once_however_often_it_is_tapped(organiser: Client, cashier: Cashier) -> None:
    page = cashier.page
    order(cashier).locator(".accept").click()
    cashier.pay()
    number = cashier.give(HALF)
    cashier.sees_waiting(0)
    card(cashier, number).locator(".pay-balance").click()
    page.route("**/api/v1/orders?**", never_answered)
    page.locator(".balance-form .accept").dblclick()
    expect(page.locator(".balance-paid")).to_be_visible(timeout=3_000)
    page.unroute_all()
    page.locator(".panel .accept").click()
    cashier.close_panel()
    cashier.sees_waiting(0)
    assert known(organiser, number)["unpaid"] == 0
    kept = page.evaluate(EVERYTHING_KEPT)
    assert kept.count('"kind":"balance_payment"') == 1
    assert "id_reused" not in kept


def test_an_address_is_seen_at_the_stall_and_gone_with_the_goods(organiser: Client, cashier: Cashier) -> None:
    page = cashier.page
    form = order(cashier, "delivery")
    expect(form.locator(".accept")).to_be_disabled()
    for name, text in (("name", "Ibu Sari"), ("phone", "0811"), ("address", "Jl. Melati 3, Bogor")):
        form.locator(f"[name={name}]").fill(text)
    form.locator("[data-deposit='100']").click()
    form.locator(".accept").click()
    cashier.pay()
    number = cashier.give(PRICE)
    cashier.sees_waiting(0)
    sale = str(known(organiser, number)["sale"])
    assert "Sari" not in organiser.get(f"/api/v1/sales/{sale}").text
    assert "Sari" not in page.evaluate(EVERYTHING_KEPT), "the tablet forgets what the server has"

    found = card(cashier, number)
    found.locator(".show-contact").click()
    expect(found.locator("address")).to_contain_text("Jl. Melati 3")
    found.locator(".mark-fetched").click()
    found.locator(".sure").click()
    expect(page.locator(".orders-done")).to_be_visible()
    cashier.close_panel()
    cashier.sees_waiting(0)
    assert organiser.get(f"/api/v1/orders/{sale}/contact").status == 404


def test_no_more_is_ordered_than_can_be_made(organiser: Client, cashier: Cashier) -> None:
    left = {"capacity": None}
    ordered = sum(
        int(str(each["quantity"])) for each in organiser.get("/api/v1/orders").json if each["sku"] == CHAIR
    )
    try:
        organiser.put(f"/api/v1/products/{CHAIR}/order-capacity", {"capacity": ordered + 1})
        expect(cashier.page.locator(f".tile[data-sku='{CHAIR}'] .stock")).to_contain_text("1")
        order(cashier).locator(".accept").click()
        cashier.take(CHAIR)
        expect(cashier.page.locator(".toast")).to_contain_text("hanya bisa dipesan 1 lagi")
        expect(cashier.page.locator(".line .quantity")).to_have_text("1")
        cashier.pay()
        cashier.give(HALF)
        cashier.take(CHAIR)
        expect(cashier.page.locator(".toast")).to_contain_text("sudah penuh")
    finally:
        organiser.put(f"/api/v1/products/{CHAIR}/order-capacity", left)


def test_a_cancelled_order_gives_back_the_down_payment_only(cashier: Cashier, demo: Server) -> None:
    page = cashier.page
    order(cashier).locator(".accept").click()
    cashier.pay()
    number = cashier.give(HALF)
    cashier.sees_tick(number, "done")
    cashier.open("sales").locator(f".sale[data-number='{number}'] .take-back").click()
    page.locator("[data-all]").click()
    page.locator(".refund-form .chips .category").first.click()
    page.locator(f"[data-approver=ketua-{STALL}]").click()
    page.locator("input[name=pin]").fill(demo.pins()[f"ketua-{STALL}"])
    page.locator(".refund-form .accept").click()
    assert rupiah(page.locator(".refunded strong").inner_text()) == HALF


EVERYTHING_KEPT = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('lapak-till')
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const [database, kept] = [opening.result, []]
    const tx = database.transaction([...database.objectStoreNames])
    for (const name of database.objectStoreNames) {
      const all = tx.objectStore(name).getAll()
      all.onsuccess = () => kept.push(all.result)
    }
    tx.oncomplete = () => { database.close(); resolve(JSON.stringify(kept)) }
  }
})"""


def test_the_office_says_how_many_can_be_made_and_how_much_is_paid_down(
    organiser: Client, cashier: Cashier, demo: Server, devices: Devices
) -> None:
    devices.watch.allow(SIGN_IN_FIRST)
    page = devices.page()
    office = Organiser(page)
    office.sign_in("panitia", demo.pins()["panitia"])
    office.go("orders")
    try:
        page.locator("[data-section=deposit] input").fill("30")
        page.locator("[data-section=deposit] button").click()
        row = page.locator(f"[data-section=capacity] tr[data-sku='{CHAIR}']")
        row.locator("input").fill("500")
        row.locator("button").click()
        expect(row.locator("td").nth(1)).to_contain_text(re.compile(r"\d"))
        cashier.open_till()
        expect(cashier.page.locator(f".tile[data-sku='{CHAIR}'] .stock")).to_contain_text(re.compile(r"\d"))
        form = order(cashier)
        expect(form.locator("[data-deposit='30']")).to_contain_text("195.000")
        form.locator(".accept").click()
        cashier.pay()
        number = cashier.give(PRICE * 3 // 10)
        cashier.sees_waiting(0)
        office.go("decisions")
        office.go("orders")
        expect(page.locator(f"tr[data-order='{number}']")).to_contain_text("455.000")
    finally:
        organiser.put(f"/api/v1/products/{CHAIR}/order-capacity", {"capacity": None})
        organiser.put("/api/v1/event-settings", {})
