"""What goods cost: the closing day, labels, discounts by hand, rounding, and carts that cost nothing."""

import uuid
from collections.abc import Iterator

import pytest
from browser.devices import Devices
from browser.people import Cashier, Organiser, enrolled_cashier, organiser_of, rupiah
from browser.watch import SIGN_IN_FIRST
from playwright.sync_api import expect
from running import Client, Server

STALL = "24"


@pytest.fixture
def organiser(demo: Server) -> Iterator[Client]:
    """Somebody who sets prices, and puts everything back in the end."""
    organiser = organiser_of(demo)
    settings = organiser.get(f"/api/v1/stalls/{STALL}/settings").json
    yield organiser
    organiser.put("/api/v1/closing-prices", {"on": False, "rules": []})
    organiser.put("/api/v1/event-settings", {"cash_rounding": 100})
    organiser.put(f"/api/v1/stalls/{STALL}/settings", settings)


@pytest.fixture
def cashier(organiser: Client, devices: Devices) -> Cashier:
    """A tablet of one stall."""
    return enrolled_cashier(devices.page(), organiser, STALL)


def may_discount(organiser: Client, percent: int) -> None:
    """Give the stall's cashiers the right to a discount."""
    settings = {"qris_static": None, "max_discount_percent": percent}
    assert organiser.put(f"/api/v1/stalls/{STALL}/settings", settings).status == 200


def set_price(organiser: Client, sku: str, price: int) -> None:
    """Change what a product costs."""
    change = {"sku": sku, "price": price, "reason": "harga baru"}
    assert organiser.put(f"/api/v1/price-changes/{uuid.uuid4()}", change).status in {200, 201}


def price_on_tile(cashier: Cashier, sku: str) -> int:
    """What the tile says, without what it said before."""
    return rupiah(cashier.page.locator(f".tile[data-sku='{sku}'] .price b").inner_text())


def sale_of(organiser: Client, number: str) -> dict[str, object]:
    """The whole sale, as the server has it."""
    sales = organiser.get(f"/api/v1/sales?stall={STALL}").json
    found = next(each["id"] for each in sales if each["number"] == number)
    sale: dict[str, object] = organiser.get(f"/api/v1/sales/{found}").json
    return sale


def receipt_of(organiser: Client, sale: dict[str, object]) -> str:
    """The buyer's receipt, as text."""
    return organiser.get(f"/api/v1/sales/{sale['id']}/receipt?format=text").text


def test_the_closing_day_comes_to_an_open_till_and_goes_again(
    demo: Server, devices: Devices, organiser: Client, cashier: Cashier
) -> None:
    devices.watch.allow(SIGN_IN_FIRST)
    sku = cashier.ordinary_skus()[0]
    tile = cashier.page.locator(f".tile[data-sku='{sku}']")
    before = rupiah(tile.locator(".price").inner_text())
    office = Organiser(devices.page("tablet"))
    office.sign_in("panitia", demo.pins()["panitia"])
    office.go("prices")
    page = office.page
    page.locator("[data-form=rule] select[name=scope]").select_option("stall")
    page.locator("[data-form=rule] select[name=code]").select_option(STALL)
    page.locator("[data-form=rule] input[name=percent]").fill("30")
    page.locator("[data-form=rule] button").click()
    expect(page.locator(".rules li")).to_have_count(1)
    expect(tile.locator(".price s")).to_have_count(0)
    page.locator(".switch").click()
    expect(tile.locator(".price s")).to_be_visible()
    now = price_on_tile(cashier, sku)
    assert now == before * 7 // 10 // 500 * 500
    assert rupiah(page.locator(f".reduced tr[data-sku='{sku}'] b").inner_text()) == now

    cashier.take(sku, 2)
    expect(cashier.page.locator(".line .saved")).to_contain_text("30%")
    cashier.pay()
    assert cashier.due == 2 * now
    number = cashier.give(2 * now)
    cashier.sees_tick(number, "done")
    sale = sale_of(organiser, number)
    assert sale["lines"][0]["discount"] == 2 * (before - now)  # type: ignore[index]
    assert sale["flags"] in ([], ["no_shift"], ["no_shift", "outside_hours"], ["outside_hours", "no_shift"])
    assert "potongan" in receipt_of(organiser, sale)

    page.locator(".switch").click()
    expect(tile.locator(".price s")).to_have_count(0)
    cashier.take(sku)
    cashier.pay()
    assert cashier.due == before


def test_the_closing_day_is_given_its_hours_in_the_fairs_own_time(
    demo: Server, devices: Devices, organiser: Client
) -> None:
    devices.watch.allow(SIGN_IN_FIRST)
    rules = [{"scope": "stall", "code": STALL, "percent": 30}]
    organiser.put("/api/v1/closing-prices", {"on": True, "rules": rules})
    office = Organiser(devices.page("phone"))
    office.sign_in("panitia", demo.pins()["panitia"])
    office.go("prices")
    chip, hours = (
        office.page.locator("[data-section=closing] .chip"),
        office.page.locator("[data-form=hours]"),
    )
    expect(chip).to_have_attribute("data-state", "on")
    hours.locator("[name=starts_at]").fill("2999-04-06T15:00")
    hours.locator("[name=ends_at]").fill("2999-04-06T14:00")
    hours.locator("button").click()
    expect(office.page.locator(".notice.bad")).to_contain_text("harus sesudah")
    hours.locator("[name=ends_at]").fill("2999-04-06T17:00")
    hours.locator("button").click()
    expect(chip).to_have_attribute("data-state", "waiting")
    kept = organiser.get("/api/v1/closing-prices").json
    assert (kept["starts_at"], kept["ends_at"]) == ("2999-04-06T08:00:00Z", "2999-04-06T10:00:00Z")
    assert (kept["on"], kept["rules"]) == (True, rules)
    hours.locator("[name=starts_at]").fill("")
    hours.locator("button").click()
    expect(chip).to_have_attribute("data-state", "on")
    assert organiser.get("/api/v1/closing-prices").json["starts_at"] is None


def test_labels_with_an_old_price_are_one_of_the_offices_decisions(
    demo: Server, devices: Devices, organiser: Client, cashier: Cashier
) -> None:
    devices.watch.allow(SIGN_IN_FIRST)
    sku = cashier.ordinary_skus()[2]
    price = next(each["price"] for each in organiser.get("/api/v1/products").json if each["sku"] == sku)
    print_a_label(organiser, sku)
    set_price(organiser, sku, price + 5_000)
    office = Organiser(devices.page("phone"))
    office.sign_in("panitia", demo.pins()["panitia"])
    line = office.page.locator("[data-kind=labels]")
    count = len(organiser.get("/api/v1/label-goods?reprint=1").json)
    expect(line.locator("h3")).to_have_text(f"{count} produk perlu label baru")
    line.locator("a").click()
    expect(office.page.locator("[data-section=reprint]")).to_contain_text(f"{count} produk")
    set_price(organiser, sku, price)
    assert sku not in {each["sku"] for each in organiser.get("/api/v1/label-goods?reprint=1").json}


def test_the_lower_of_label_and_till_is_charged(organiser: Client, cashier: Cashier) -> None:
    sku = cashier.ordinary_skus()[1]
    tile = cashier.page.locator(f".tile[data-sku='{sku}']")
    before = rupiah(tile.locator(".price").inner_text())
    print_a_label(organiser, sku)
    set_price(organiser, sku, before + 10_000)
    expect(tile.locator(".price s")).to_be_visible()
    assert price_on_tile(cashier, sku) == before
    cashier.take(sku)
    expect(cashier.page.locator(".line .of-label")).to_be_visible()
    cashier.pay()
    number = cashier.give(before)
    cashier.sees_tick(number, "done")
    assert "price_differs" not in sale_of(organiser, number)["flags"]  # type: ignore[operator]
    set_price(organiser, sku, before)


def print_a_label(organiser: Client, sku: str) -> None:
    """A label with today's price goes to a printer of the stall's neighbour."""
    printer = {"stall": STALL, "kind": "label", "connection": "tcp://127.0.0.1:9", "language": "tspl"}
    printer |= {"media": "50x30", "native_qr": True, "completion": "none"}
    assert organiser.put("/api/v1/printers/harga", printer).status in {200, 201}
    batch = {
        "printer": "harga",
        "size": "50x30",
        "items": [{"sku": sku, "copies": 1}],
        "private_address": True,
    }
    answer = organiser.put(f"/api/v1/label-batches/{uuid.uuid4()}", batch)
    assert answer.status in {200, 201, 202}, answer.text


def test_of_the_discounts_on_a_line_the_largest_counts(organiser: Client, cashier: Cashier) -> None:
    page = cashier.page
    expect(page.locator(".cart-discount")).to_have_count(0)
    may_discount(organiser, 20)
    first, second = cashier.ordinary_skus()[:2]
    cashier.take(first)
    cashier.take(second)
    page.locator(".cart-discount").click()
    assert page.locator("dialog [data-percent]").last.inner_text() == "20%"
    page.locator("dialog [data-percent='10']").click()
    expect(page.locator(".line .saved")).to_have_count(2)
    page.locator(f".line[data-sku='{first}'] .quantity").click()
    page.locator("dialog [data-percent='20']").click()
    page.locator("dialog .accept").click()
    expect(page.locator(f".line[data-sku='{first}'] .saved")).to_contain_text("20%")
    expect(page.locator(f".line[data-sku='{second}'] .saved")).to_contain_text("10%")


def test_a_cart_that_costs_nothing_is_finished_with_one_button(organiser: Client, cashier: Cashier) -> None:
    page = cashier.page
    may_discount(organiser, 100)
    sku = cashier.ordinary_skus()[0]
    cashier.take(sku)
    page.locator(".cart-discount").click()
    page.locator("dialog [data-percent='100']").click()
    expect(page.locator("button.pay")).to_contain_text("Rp 0")
    cashier.pay()
    expect(page.locator(".method")).to_have_count(0)
    page.locator(".received").click()
    number = cashier.stored()
    cashier.sees_tick(number, "done")
    sale = sale_of(organiser, number)
    assert (sale["total"], [each["amount"] for each in sale["payments"]]) == (0, [0])  # type: ignore[attr-defined]


def test_cash_is_rounded_and_a_qris_payment_is_not(organiser: Client, cashier: Cashier) -> None:
    page = cashier.page
    sku = cashier.ordinary_skus()[0]
    tile = page.locator(f".tile[data-sku='{sku}']")
    before = rupiah(tile.locator(".price").inner_text())
    organiser.put("/api/v1/event-settings", {"cash_rounding": 500})
    set_price(organiser, sku, before + 275)
    expect(tile).to_contain_text("275")
    cashier.take(sku)
    cashier.pay()
    assert cashier.due == before
    expect(page.locator(".parts .rounding")).to_contain_text("-Rp 275")
    page.locator(".method[data-method=qris]").click()
    assert cashier.due == before + 275
    expect(page.locator(".parts")).to_have_count(0)
    page.locator(".method[data-method=cash]").click()
    number = cashier.give(before)
    expect(page.locator(".done .change strong")).to_have_text("Uang pas")
    cashier.sees_tick(number, "done")
    sale = sale_of(organiser, number)
    assert (sale["total"], sale["rounding"]) == (before, -275)
    assert "Pembulatan" in receipt_of(organiser, sale)
    set_price(organiser, sku, before)


def test_a_payment_in_parts_without_cash_shows_each_part(cashier: Cashier) -> None:
    page = cashier.page
    cashier.take(cashier.ordinary_skus()[0])
    cashier.pay()
    page.locator(".method[data-method=card]").click()
    due = cashier.due
    page.locator(".part-amount summary").click()
    page.locator("input[name=amount]").fill("10000")
    page.locator(".received").click()
    expect(page.locator(".parts .part")).to_have_count(1)
    page.locator(".method[data-method=transfer]").click()
    page.locator(".received").click()
    done = page.locator(".done .change")
    expect(done).to_contain_text("Lunas")
    expect(done).to_contain_text("Kartu Rp 10.000")
    shown = rupiah(done.locator("small").last.inner_text())
    assert shown == due - 10_000


def test_a_closing_day_agrees_with_drawer_board_and_audit(
    demo: Server, organiser: Client, cashier: Cashier
) -> None:
    page = cashier.page
    shift = open_shift(organiser, cashier.till)
    may_discount(organiser, 100)
    rule = {"scope": "stall", "code": STALL, "percent": 33}
    organiser.put("/api/v1/closing-prices", {"on": True, "rules": [rule]})
    organiser.put("/api/v1/event-settings", {"cash_rounding": 1000})
    skus = cashier.ordinary_skus()
    expect(page.locator(f".tile[data-sku='{skus[0]}'] .price s")).to_be_visible()

    cashier.take(skus[0], 3)
    cashier.pay()
    drawer = cashier.due
    rounded = cashier.give(drawer)
    cashier.take(skus[1])
    cashier.pay()
    page.locator(".method[data-method=card]").click()
    page.locator(".part-amount summary").click()
    page.locator("input[name=amount]").fill("5300")
    page.locator(".received").click()
    expect(page.locator(".parts .part")).to_have_count(1)
    expect(page.locator(".parts .rounding")).to_be_visible()
    assert cashier.due % 1_000 == 0
    drawer += cashier.due
    cashier.give(cashier.due)
    cashier.take(skus[0])
    page.locator(".cart-discount").click()
    page.locator("dialog [data-percent='100']").click()
    cashier.pay()
    page.locator(".received").click()
    cashier.sees_tick(cashier.stored(), "done")
    cashier.sees_waiting(0)

    sale = sale_of(organiser, rounded)
    refund = {"sale": sale["id"], "lines": [{"line": 1, "quantity": 3}], "reason": "batal", "method": "cash"}
    refund |= {"till": cashier.till}
    answer = organiser.put(f"/api/v1/refunds/{uuid.uuid4()}", refund)
    assert answer.status == 201, answer.text
    drawer -= answer.json["amount"]
    counted = {"1000": drawer // 1000, "100": drawer % 1000 // 100}
    figures = organiser.put(f"/api/v1/shifts/{shift}/close", {"counted": counted}).json
    assert (figures["expected"], figures["difference"]) == (drawer, 0)
    board = organiser.get("/api/v1/board").json
    assert (
        sum(each["net"] for each in board["payments"]) == board["total"]["net"] + board["total"]["rounding"]
    )
    assert demo.run("check").returncode == 0


def open_shift(organiser: Client, till: str) -> str:
    """The tablet's drawer is opened, empty."""
    shift = str(uuid.uuid4())
    opened = {"till": till, "opened_at": "2018-04-06T09:00:00+07:00", "float": 0}
    answer = organiser.put(f"/api/v1/shifts/{shift}", opened)
    assert answer.status == 201, answer.text
    return shift
