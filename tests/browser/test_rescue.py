"""When the network is gone for good: the tablet's file holds everything, and the office takes it in once."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.devices import Devices
from browser.people import Cashier, Organiser, enrolled_cashier, enrolment_code, organiser_of, rupiah
from browser.watch import OUTAGE, REFUSED, SIGN_IN_FIRST
from playwright.sync_api import Page, Route, expect
from running import Client, Server
from waiting import until

LOST, AWAY, COUNTED, REFUSING, REVOKED = "23", "24", "25", "26", "27"  # a stall shares its open drawer
LONG_S = 40.0
OUTGOING = ("sales", "refunds", "shifts", "cash-movements")


@pytest.fixture
def cashier(demo: Server, devices: Devices, request: pytest.FixtureRequest) -> Cashier:
    """A tablet of the test's stall whose network will fail."""
    devices.watch.allow(OUTAGE)
    devices.watch.allow(SIGN_IN_FIRST)
    return enrolled_cashier(devices.page(), organiser_of(demo), request.param)


def at(stall: str) -> pytest.MarkDecorator:
    """The stall at which the test's tablet stands."""
    return pytest.mark.parametrize("cashier", [stall], indirect=True)


def lose_the_network(page: Page) -> None:
    """Nothing that happened here gets through any more; only an enrolment does."""
    for documents in OUTGOING:
        page.route(f"**/api/v1/{documents}/**", lambda route: route.abort())


def open_drawer(page: Page, tens: int) -> None:
    """Count a float of so many notes of Rp 10.000."""
    page.locator("[data-opens=menu]").click()
    page.locator("[data-menu=drawer]").click()
    page.locator("input[name=count-10000]").fill(str(tens))
    page.locator(".panel .accept").click()
    expect(page.locator("dialog")).to_have_count(0)


def deposit(page: Page, amount: int) -> None:
    """Hand cash to the treasurer."""
    page.locator("[data-opens=menu]").click()
    page.locator("[data-menu=drawer]").click()
    page.locator("[data-step=cash]").click()
    page.locator("[data-kind=deposit]").click()
    page.locator("input[name=amount]").fill(str(amount))
    page.locator("input[name=second]").fill("bendahara")
    page.locator(".panel .accept").click()
    expect(page.locator("[data-step=report]")).to_be_visible()
    page.locator("dialog .close").click()


def void(cashier: Cashier, number: str) -> None:
    """Take a sale back that nobody but this tablet has seen."""
    page = cashier.page
    cashier.open("sales")
    page.locator(f".sale[data-number='{number}'] .take-back").click()
    page.locator("fieldset .category").first.click()
    page.locator(".panel .accept").click()
    expect(page.locator(".refunded")).to_be_visible()
    page.locator(".panel .accept").click()


def save(cashier: Cashier, folder: Path) -> Path:
    """Save everything to a file."""
    panel = cashier.open("status")
    with cashier.page.expect_download() as download:
        panel.get_by_role("button", name="Simpan ke berkas").click()
    file = folder / "lapak.json"
    download.value.save_as(file)
    cashier.close_panel()
    return file


def import_file(office: Organiser, file: Path) -> dict[str, int]:
    """Take a file in; how many rows of it became what."""
    page = office.page
    office.go("settings")
    with page.expect_response("**/api/v1/outbox-imports") as answer:
        page.locator("input[name=outbox]").set_input_files(file)
    expect(page.locator(".imported h4")).to_be_visible()
    return dict(Counter(row["status"] for row in answer.value.json()))


def sales_of(organiser: Client, stall: str) -> list[dict[str, Any]]:
    """What the server has sold at a stall."""
    sales: list[dict[str, Any]] = organiser.get(f"/api/v1/sales?stall={stall}").json
    return sales


def shift_of(organiser: Client, till: str) -> dict[str, Any]:
    """The only drawer of a till."""
    (shift,) = [each for each in organiser.get("/api/v1/shifts").json if each["till"] == till]
    return dict(shift)


@at(LOST)
def test_a_lost_tablets_file_brings_in_all_it_did_under_both_its_codes_and_only_once(
    demo: Server, devices: Devices, cashier: Cashier, tmp_path: Path
) -> None:
    organiser, page, sku = organiser_of(demo), cashier.page, cashier.ordinary_skus()[0]
    old_code = cashier.till
    lose_the_network(page)
    under_the_old = cashier.sell(sku)
    page.goto(f"/till?enrol={enrolment_code(organiser, LOST)}")
    expect(page.locator(".till-code")).not_to_have_text(old_code)
    new_code = cashier.till
    open_drawer(page, tens=20)
    kept, taken_back = cashier.sell(sku), cashier.sell(sku, sku)
    void(cashier, taken_back)
    deposit(page, 50_000)
    cashier.sees_waiting(6)
    file = save(cashier, tmp_path)
    document = json.loads(file.read_text())
    assert (document["version"], set(document["tills"])) == (2, {old_code, new_code})
    page.context.clear_cookies()
    page.close()

    office = Organiser(devices.page())
    office.sign_in("panitia", demo.pins()["panitia"])
    assert import_file(office, file) == {"accepted": 6}
    assert import_file(office, file) == {"duplicate": 6}

    sales = {sale["number"]: sale for sale in sales_of(organiser, LOST)}
    assert sorted(sales) == sorted([under_the_old, kept, taken_back])
    voids = organiser.get("/api/v1/refunds?unapproved=1").json
    assert [each["sale_number"] for each in voids].count(taken_back) == 1
    shift = shift_of(organiser, new_code)
    report = organiser.get(f"/api/v1/shifts/{shift['id']}").json
    assert (report["float"], report["deposits"], report["late"]) == (200_000, 50_000, [])
    assert report["cash_sales"] == sales[kept]["total"] + sales[taken_back]["total"]
    assert report["cash_refunds"] == sales[taken_back]["total"]
    assert demo.run("check").returncode == 0


@at(AWAY)
def test_a_drawer_opened_and_used_offline_arrives_by_itself(demo: Server, cashier: Cashier) -> None:
    page = cashier.page
    lose_the_network(page)
    open_drawer(page, tens=10)
    number = cashier.sell(cashier.ordinary_skus()[0])
    deposit(page, 30_000)
    page.reload()
    expect(cashier.tiles.first).to_be_visible()
    cashier.sees_waiting(3)
    page.unroute_all()
    cashier.sees_waiting(0)
    organiser = organiser_of(demo)
    shift = shift_of(organiser, cashier.till)
    report = organiser.get(f"/api/v1/shifts/{shift['id']}").json
    (sale,) = [each for each in sales_of(organiser, AWAY) if each["number"] == number]
    assert sale["shift"] == shift["id"]
    assert "no_shift" not in sale["flags"]
    assert (report["float"], report["cash_sales"], report["deposits"]) == (100_000, sale["total"], 30_000)


@at(COUNTED)
def test_a_count_whose_answer_is_lost_closes_the_drawer_once(demo: Server, cashier: Cashier) -> None:
    page, lost = cashier.page, iter([True])
    open_drawer(page, tens=10)
    cashier.sees_waiting(0)

    def lose(route: Route) -> None:
        if next(lost, False):
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/shifts/*/close", lose)
    page.locator("[data-opens=menu]").click()
    page.locator("[data-menu=drawer]").click()
    page.locator("[data-step=count]").click()
    page.locator("input[name=count-10000]").fill("10")
    page.locator(".panel .accept").click()
    expect(page.locator(".z-number")).to_be_visible(timeout=40_000)
    shift = shift_of(organiser_of(demo), cashier.till)
    assert (shift["difference"], shift["z_number"]) == (0, 1)


@at(REFUSING)
def test_a_refused_document_that_the_office_puts_away_is_no_news_on_the_tablet(
    demo: Server, devices: Devices, cashier: Cashier
) -> None:
    devices.watch.allow(REFUSED)
    page, spoil_first = cashier.page, iter([True])

    def spoil(route: Route) -> None:
        document = route.request.post_data_json
        if next(spoil_first, False):
            document["lines"][0]["quantity"] = -1
        route.continue_(post_data=document)

    page.route("**/api/v1/sales/*", spoil)
    refused = cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_tick(refused, "rejected")
    organiser = organiser_of(demo)

    def reported() -> list[dict[str, Any]]:
        tills = {till["code"]: till for till in organiser.get("/api/v1/tills").json}
        rejected: list[dict[str, Any]] = tills[cashier.till]["rejected"]
        return rejected

    until(reported, "the report")
    (document,) = reported()
    path = f"/api/v1/tills/{cashier.till}/rejected/{document['id']}"
    assert organiser.put(path, {"reason": "dicatat ulang"}).status == 200
    assert reported() == []
    page.reload()
    expect(cashier.chip).not_to_contain_text("ditolak")
    kept = cashier.open("sales").locator(f".sale[data-number='{refused}'] .tick").nth(1)
    expect(kept).to_have_attribute("data-tick", "rejected")
    assert [entry["number"] for entry in organiser.get("/api/v1/documents-put-away").json] == [refused]


@at(REVOKED)
def test_a_lost_tablet_is_revoked_and_what_it_had_not_sent_is_shown(
    demo: Server, devices: Devices, cashier: Cashier
) -> None:
    page, organiser = cashier.page, organiser_of(demo)
    lose_the_network(page)
    cashier.sell(cashier.ordinary_skus()[0])
    cashier.sees_waiting(1)

    def waiting() -> int:
        tills = {till["code"]: till for till in organiser.get("/api/v1/tills").json}
        return int(tills[cashier.till]["waiting_amount"])

    until(waiting, "the report")
    total, till = waiting(), cashier.till
    page.close()
    office = Organiser(devices.page())
    office.sign_in("panitia", demo.pins()["panitia"])
    office.go("tablets")
    row = office.page.locator(f"tr[data-till='{till}']")
    row.get_by_role("button").click()
    assert rupiah(row.locator(".sure").inner_text()) == total
    row.locator(".sure .danger").click()
    assert rupiah(office.page.locator(".says .good").inner_text()) == total
    expect(row.locator(".chip.bad")).to_be_visible()
    assert rupiah(row.inner_text()) == total


def test_a_restored_server_gets_drawer_refund_and_deposit_back_from_the_tablet(
    own_demo: Server, devices_at: Callable[[Server], Devices], tmp_path: Path
) -> None:
    devices = devices_at(own_demo)
    devices.watch.allow(OUTAGE)
    cashier = enrolled_cashier(devices.page(), organiser_of(own_demo), "07")
    own_demo.run("backup", str(tmp_path / "backup"))
    page, port = cashier.page, own_demo.port
    open_drawer(page, tens=20)
    sku = cashier.ordinary_skus()[0]
    kept, returned = cashier.sell(sku), cashier.sell(sku)
    refund_with_the_leads_pin(own_demo, cashier, returned)
    deposit(page, 50_000)
    cashier.sees_waiting(0)
    before = books_of(organiser_of(own_demo), cashier.till)

    own_demo.stop()
    own_demo.run("restore", str(tmp_path / "backup"))
    own_demo.start(port)
    organiser = organiser_of(own_demo)
    assert organiser.get("/api/v1/shifts").json == []
    assert organiser.post("/api/v1/offer-again").status in (200, 201)
    until(lambda: len(sales_of(organiser, "07")) == 2, "both sales", LONG_S)
    cashier.sees_waiting(0)
    assert books_of(organiser, cashier.till) == before
    assert {sale["number"] for sale in sales_of(organiser, "07")} == {kept, returned}
    (void,) = organiser.get("/api/v1/refunds?unapproved=1").json
    assert void["sale_number"] == returned, "nobody's PIN is kept: a lead confirms it once more"
    assert own_demo.run("check").returncode == 0


def test_a_tablet_that_went_on_after_a_restore_gives_back_its_first_drawer_and_an_order(
    own_demo: Server, devices_at: Callable[[Server], Devices], tmp_path: Path
) -> None:
    devices = devices_at(own_demo)
    devices.watch.allow(OUTAGE)
    cashier = enrolled_cashier(devices.page(), organiser_of(own_demo), "12")
    own_demo.run("backup", str(tmp_path / "backup"))
    page, port = cashier.page, own_demo.port
    open_drawer(page, tens=20)
    ordered = order_delivered(cashier)
    cashier.sees_waiting(0)
    pay_balance(cashier, ordered)
    deposit(page, 50_000)
    cashier.sees_waiting(0)
    (first,) = organiser_of(own_demo).get("/api/v1/shifts").json
    before = report_of(organiser_of(own_demo), first["id"])

    own_demo.stop()
    own_demo.run("restore", str(tmp_path / "backup"))
    own_demo.start(port)
    organiser = organiser_of(own_demo)
    page.reload()
    expect(page.locator("[data-opens=menu]")).to_be_visible()
    until(lambda: offers_to_open(page), "the restored server's word on the drawer", LONG_S)
    open_drawer(page, tens=10)
    cashier.sees_waiting(0)
    assert organiser.post("/api/v1/offer-again").status in (200, 201)
    until(lambda: len(organiser.get("/api/v1/shifts").json) == 2, "both drawers", LONG_S)
    until(lambda: report_of(organiser, first["id"]) == before, "the first drawer as it was", LONG_S)
    cashier.sees_waiting(0)
    expect(cashier.chip).not_to_contain_text("ditolak")
    (sale,) = sales_of(organiser, "12")
    assert (sale["number"], sale["shift"]) == (ordered, first["id"])
    assert own_demo.run("check").returncode == 0


def order_delivered(cashier: Cashier) -> str:
    """Sell the chair that is brought to a buyer's door, half of it paid; the number of the sale."""
    cashier.take("CBN-KAY01")
    form = cashier.page.locator(".order-form")
    form.locator("[data-way=delivery]").click()
    for name, text in (("name", "Ibu Sari"), ("phone", "0811"), ("address", "Jl. Melati 3, Bogor")):
        form.locator(f"[name={name}]").fill(text)
    form.locator(".accept").click()
    cashier.pay()
    return cashier.give(cashier.due)


def pay_balance(cashier: Cashier, number: str) -> None:
    """Take what an order leaves open, in cash."""
    page = cashier.page
    cashier.open("menu")
    page.locator("[data-menu=orders]").click()
    page.locator(f".order[data-number='{number}'] .pay-balance").click()
    page.locator(".balance-form .accept").click()
    expect(page.locator(".balance-paid")).to_be_visible()
    page.locator("dialog .close").click()


def offers_to_open(page: Page) -> bool:
    """Whether the drawer is closed as far as the tablet knows."""
    page.locator("[data-opens=menu]").click()
    page.locator("[data-menu=drawer]").click()
    closed = page.locator("input[name=count-10000]").is_visible()
    page.locator("dialog .close").click()
    return closed


def report_of(organiser: Client, shift: str) -> dict[str, Any]:
    """What a drawer holds, line by line; nothing of one that nobody knows."""
    report = organiser.get(f"/api/v1/shifts/{shift}").json
    return {name: value for name, value in report.items() if isinstance(value, int) and name != "status"}


def refund_with_the_leads_pin(server: Server, cashier: Cashier, number: str) -> None:
    """Give the money of a whole sale back."""
    page = cashier.page
    cashier.open("sales")
    page.locator(f".sale[data-number='{number}'] .take-back").click()
    page.locator("[data-all]").click()
    page.locator("fieldset .category").first.click()
    page.locator("[data-approver=ketua-07]").click()
    page.locator("input[name=pin]").fill(server.pins()["ketua-07"])
    page.locator(".panel .accept").click()
    expect(page.locator(".refunded")).to_be_visible()
    page.locator(".panel .accept").click()


def books_of(organiser: Client, till: str) -> dict[str, Any]:
    """What the drawer of a till holds, line by line."""
    report = organiser.get(f"/api/v1/shifts/{shift_of(organiser, till)['id']}").json
    return {name: value for name, value in report.items() if isinstance(value, int)}
