"""A day at one drawer, goods that come back, carts that wait, payments in parts, and practice."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from browser.devices import Devices
from browser.people import Cashier, enrolled_cashier, organiser_of, rupiah
from browser.watch import OUTAGE
from playwright.sync_api import expect
from running import Server

STALL = "21"


@pytest.fixture
def cashier(demo: Server, devices: Devices) -> Cashier:
    """A tablet of one stall."""
    return enrolled_cashier(devices.page(), organiser_of(demo), STALL)


def open_drawer(cashier: Cashier) -> None:
    """The drawer's panel, by the menu."""
    cashier.open("menu")
    cashier.page.locator("[data-menu=drawer]").click()


def count(cashier: Cashier, **pieces: int) -> None:
    """Count notes: _50000=4."""
    for name, number in pieces.items():
        cashier.page.locator(f"input[name=count-{name[1:]}]").fill(str(number))


def figure(cashier: Cashier, name: str) -> int:
    """A line of the closing report by its words."""
    return rupiah(cashier.page.locator(f"dt:has-text('{name}') + dd").inner_text())


def test_a_day_from_float_to_z_report_agrees_to_the_rupiah(demo: Server, cashier: Cashier) -> None:
    page = cashier.page
    open_drawer(cashier)
    count(cashier, _50000=4, _10000=5)
    page.locator(".panel .accept").click()
    expect(page.locator("dialog")).to_have_count(0)

    sku = cashier.ordinary_skus()[0]
    number = cashier.sell(sku, sku)
    cashier.sees_tick(number, "done")
    total = rupiah(page.locator(".done .change small").inner_text())

    back = take_back_one(demo, cashier, number)
    deposit(cashier, 100_000)

    open_drawer(cashier)
    page.locator("[data-step=count]").click()
    assert page.locator(".z-number").count() == 0, "the count is blind"
    expected = 250_000 + total - back - 100_000
    count(cashier, _500=expected // 500)
    page.locator(".panel .accept").click()
    expect(page.locator(".z-number")).to_be_visible()
    assert figure(cashier, "Seharusnya") == expected
    assert figure(cashier, "Pas") == 0


def take_back_one(demo: Server, cashier: Cashier, number: str) -> int:
    """Give the money of one piece back, with the lead's PIN; answers the amount."""
    page = cashier.page
    cashier.open("sales")
    page.locator(f".sale[data-number='{number}'] .take-back").click()
    page.locator(".back-lines li button").last.click()
    page.locator("fieldset .category").first.click()
    page.locator(f"[data-approver=ketua-{STALL}]").click()
    page.locator("input[name=pin]").fill(demo.pins()[f"ketua-{STALL}"])
    page.locator(".panel .accept").click()
    expect(page.locator(".refunded")).to_be_visible()
    amount = rupiah(page.locator(".refunded strong").inner_text())
    page.locator(".panel .accept").click()
    return amount


def deposit(cashier: Cashier, amount: int) -> None:
    """Hand cash to the treasurer."""
    page = cashier.page
    open_drawer(cashier)
    page.locator("[data-step=cash]").click()
    page.locator("[data-kind=deposit]").click()
    page.locator("input[name=amount]").fill(str(amount))
    page.locator("input[name=second]").fill("bendahara")
    page.locator(".panel .accept").click()
    expect(page.locator("[data-step=report]")).to_be_visible()
    cashier.close_panel()


def test_a_sale_that_still_waits_is_voided_on_the_cashiers_word(
    demo: Server, devices: Devices, cashier: Cashier
) -> None:
    devices.watch.allow(OUTAGE)
    page = cashier.page
    page.route("**/api/v1/sales/*", lambda route: route.abort())
    number = cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_waiting(1)
    cashier.open("sales")
    page.locator(f".sale[data-number='{number}'] .take-back").click()
    page.locator("fieldset .category").first.click()
    page.locator(".panel .accept").click()
    expect(page.locator(".refunded")).to_be_visible()
    page.locator(".panel .accept").click()
    page.unroute_all()
    cashier.sees_waiting(0)
    voids = organiser_of(demo).get("/api/v1/refunds?unapproved=1").json
    assert number in {each["sale_number"] for each in voids}


def test_a_cart_put_aside_comes_back(cashier: Cashier) -> None:
    page = cashier.page
    first, second = cashier.ordinary_skus()[:2]
    cashier.take(first, 2)
    page.locator(".park").click()
    expect(page.locator(".line")).to_have_count(0)
    cashier.sell(second)
    page.locator(".parked").click()
    page.locator(".resume").click()
    expect(page.locator(f".line[data-sku='{first}'] .quantity")).to_have_text("2")


def test_part_in_cash_part_by_card(demo: Server, cashier: Cashier) -> None:
    page = cashier.page
    cashier.take(cashier.ordinary_skus()[0])
    cashier.pay()
    due = cashier.due
    for key in "1", "000":
        page.locator(f".key[data-key='{key}']").click()
    page.locator(".accept.partial").click()
    expect(page.locator(".parts .part")).to_have_count(1)
    assert cashier.due == due - 1_000
    page.locator(".method[data-method=card]").click()
    page.locator("input[name=reference]").fill("A1")
    page.locator(".received").click()
    number = cashier.stored()
    cashier.sees_tick(number, "done")
    sales = organiser_of(demo).get(f"/api/v1/sales?stall={STALL}").json
    sale_id = next(each["id"] for each in sales if each["number"] == number)
    payments = organiser_of(demo).get(f"/api/v1/sales/{sale_id}").json["payments"]
    assert [(each["method"], each["amount"]) for each in payments] == [("cash", 1_000), ("card", due - 1_000)]


def test_a_part_paid_is_remembered_until_the_cart_is_another(cashier: Cashier) -> None:
    page = cashier.page
    sku = cashier.ordinary_skus()[0]
    cashier.take(sku)
    cashier.pay()
    due = cashier.due
    page.locator(".key[data-key='5']").click()
    page.locator(".key[data-key='000']").click()
    page.locator(".accept.partial").click()
    expect(page.locator(".parts .part")).to_have_count(1)
    page.reload()
    cashier.pay()
    assert cashier.due == due - 5_000
    page.locator(".back").click()
    cashier.take(sku)
    expect(page.locator(".toast")).to_contain_text("Rp 5.000")
    cashier.pay()
    assert cashier.due == 2 * due


def test_times_are_those_of_the_hall_whatever_the_tablet_thinks(demo: Server, devices: Devices) -> None:
    organiser = organiser_of(demo)
    cashier = enrolled_cashier(devices.page(timezone_id="UTC"), organiser, STALL)
    number = cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_tick(number, "done")
    sales = organiser.get(f"/api/v1/sales?stall={STALL}").json
    sold_at = datetime.fromisoformat(next(each["sold_at"] for each in sales if each["number"] == number))
    assert sold_at.utcoffset() == timedelta(0), "the document keeps the tablet's own offset"
    here = sold_at.astimezone(ZoneInfo("Asia/Jakarta"))
    row = cashier.open("sales").locator(f".sale[data-number='{number}']")
    expect(row.locator(".hint")).to_contain_text(f"{here:%H.%M}")


def test_goods_with_a_defect_stay_off_the_table(cashier: Cashier) -> None:
    page = cashier.page
    number = cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_tick(number, "done")
    cashier.open("sales").locator(f".sale[data-number='{number}'] .take-back").click()
    restock = page.locator("input[name=restock]")
    expect(restock).to_be_checked()
    page.get_by_role("button", name="Barang cacat").click()
    expect(restock).not_to_be_checked()
    restock.check()
    expect(restock).to_be_checked()


def test_a_wrong_payment_method_is_put_right_beside_the_sale(demo: Server, cashier: Cashier) -> None:
    page = cashier.page
    number = cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_tick(number, "done")
    cashier.open("sales").locator(f".sale[data-number='{number}'] .correct").click()
    expect(page.get_by_role("heading", name="Cara bayar yang benar")).to_be_visible()
    methods = page.locator("[data-method]")
    expect(methods).to_have_count(3)
    assert methods.and_(page.locator("[data-method=cash]")).count() == 0, "it was recorded as cash"
    assert methods.and_(page.locator("[aria-pressed=true]")).count() == 0
    page.locator("[data-method=qris]").click()
    page.locator(f"[data-approver=ketua-{STALL}]").click()
    page.locator("input[name=pin]").fill(demo.pins()[f"ketua-{STALL}"])
    page.locator(".panel .accept").click()
    expect(page.locator(".refunded")).to_contain_text("QRIS")


def test_who_sends_without_a_connection_is_told(devices: Devices, cashier: Cashier) -> None:
    devices.watch.allow(OUTAGE)
    page = cashier.page
    page.context.set_offline(True)
    cashier.sell(cashier.ordinary_skus()[0])
    panel = cashier.open("status")
    panel.get_by_role("button", name="Kirim sekarang").click()
    expect(panel.locator(".not-connected")).to_have_text("Belum ada sambungan. Catatan tersimpan di sini.")
    page.context.set_offline(False)
    cashier.sees_waiting(0)


def test_more_than_the_books_say_is_told_and_not_refused(cashier: Cashier) -> None:
    page = cashier.page
    sku = cashier.ordinary_skus()[0]
    left = int(re.sub(r"\D", "", page.locator(f".tile[data-sku='{sku}'] .stock").inner_text()))
    cashier.take(sku)
    page.locator(".line button.quantity").click()
    expect(page.locator("dialog.quantity")).to_contain_text(f"sisa {left}")
    for key in str(left + 1):
        page.locator(f"dialog.quantity .key[data-key='{key}']").click()
    expect(page.locator("dialog.quantity .beyond")).to_contain_text(f"sisa {left}")
    page.locator("dialog.quantity .accept").click()
    expect(page.locator(".line .beyond")).to_contain_text(f"sisa {left}")
    cashier.pay()
    assert cashier.due > 0


def test_practice_has_books_of_its_own(cashier: Cashier) -> None:
    page = cashier.page
    before = cashier.till
    cashier.open("menu")
    page.locator("[data-menu=practice]").click()
    expect(page.locator(".shell.practice .tile").first).to_be_visible()
    number = cashier.sell(cashier.ordinary_skus()[0])
    assert number.startswith("LATIHAN-")
    cashier.open_till()
    assert cashier.till == before
    cashier.sees_waiting(0)
    assert number not in cashier.open("sales").inner_text()
