"""A chair to be made: paid down today, paid up and fetched on another day, right to the rupiah."""

from typing import Any

import pytest
from running import Client, Server, a_sale, new_id

STALL, CHAIR, PRICE = "12", "CBN-KAY01", 650_000
DOWN, LEFT = 325_000, 325_000
OPENED = "2018-04-03T09:00:00+07:00"


def open_shift(cashier: Client, till: str) -> str:
    shift = new_id()
    opened = {"till": till, "opened_at": OPENED, "float": 100_000}
    assert cashier.put(f"/api/v1/shifts/{shift}", opened).status == 201
    return shift


def close_shift(cashier: Client, shift: str, **notes: int) -> dict[str, Any]:
    answer = cashier.put(f"/api/v1/shifts/{shift}/close", {"counted": {k[1:]: n for k, n in notes.items()}})
    assert answer.status in (200, 201), answer.text
    figures: dict[str, Any] = answer.json
    return figures


def order(cashier: Client, till: str, number: int, **changes: Any) -> str:
    sale = new_id()
    pickup = {"deposit": DOWN, "pickup": "Ambil: Stan 12 · 2018-04-17"}
    line = {"sku": CHAIR, "quantity": 1, "unit_price": PRICE, "order": pickup}
    balance = {"method": "transfer", "amount": LEFT, "state": "unconfirmed", "reference": "SISA PESANAN"}
    payments = [{"method": "cash", "amount": DOWN, "tendered": 350_000}, balance]
    document = a_sale(till, number, lines=[line], total=PRICE, payments=payments, **changes)
    answer = cashier.put(f"/api/v1/sales/{sale}", document)
    assert answer.status == 201, answer.text
    return sale


@pytest.fixture
def cashier(own_demo: Server) -> Client:
    return own_demo.script("cashier", STALL)


def test_a_deposit_and_its_balance_lie_in_two_drawers(own_demo: Server, cashier: Client) -> None:
    till = cashier.get("/api/v1/me").json["till"]
    first = open_shift(cashier, till)
    sale, cancelled = order(cashier, till, 1, shift=first), order(cashier, till, 2, shift=first)
    lead = own_demo.script("lead", STALL)
    refund = {
        "sale": cancelled,
        "lines": [{"line": 1, "quantity": 1}],
        "reason": "batal",
        "method": "cash",
        "till": None,
    }
    assert lead.put(f"/api/v1/refunds/{new_id()}", refund).json["unpaid"] == LEFT
    closed = close_shift(cashier, first, _100000=4, _5000=5)
    assert (closed["expected"], closed["difference"]) == (100_000 + DOWN, 0)
    assert [(each["method"], each["amount"]) for each in closed["unconfirmed"]] == [("balance", LEFT)]

    second = open_shift(cashier, till)
    paid_later = {
        "sale": sale,
        "till": till,
        "shift": second,
        "payments": [{"method": "cash", "amount": LEFT, "tendered": 350_000}],
    }
    paid = cashier.put(f"/api/v1/balance-payments/{new_id()}", paid_later)
    assert paid.status == 201, paid.text
    handed_over = {"sale": sale, "lines": [1]}
    assert cashier.put(f"/api/v1/order-handovers/{new_id()}", handed_over).status == 201
    closed = close_shift(cashier, second, _100000=4, _5000=5)
    assert (closed["expected"], closed["difference"]) == (100_000 + LEFT, 0)

    board = own_demo.script("viewer").get("/api/v1/board").json
    assert {row["method"]: row["net"] for row in board["payments"] if row["net"]} == {"cash": PRICE}
    states = [each["state"] for each in cashier.get("/api/v1/orders").json]
    assert states == ["cancelled", "handed_over"]
    assert own_demo.run("check").returncode == 0


def test_the_receipt_says_what_is_left_and_when_to_come(own_demo: Server, cashier: Client) -> None:
    sale = order(cashier, cashier.get("/api/v1/me").json["till"], 1)
    paper = cashier.get(f"/api/v1/sales/{sale}/receipt?format=text&paper=58").text
    for words in ("Uang muka", "SISA", "Ambil: Stan 12, 17 April 2018"):
        assert words in paper
    assert "SISA PESANAN" not in paper
    address = cashier.get(f"/api/v1/sales/{sale}").json["receipt_url"].rpartition("/")[2]
    page = own_demo.client().get(f"/r/{address}", Accept="text/html").text
    assert "Rp 325.000" in page
    assert "Ambil: Stan 12, 17 April 2018" in page


def test_only_the_stall_and_the_organiser_know_where_a_buyer_lives(own_demo: Server, cashier: Client) -> None:
    sale = order(cashier, cashier.get("/api/v1/me").json["till"], 1)
    contact = {"sale": sale, "name": "Ibu Sari", "phone": "0811", "address": "Jl. Melati 3"}
    assert cashier.put(f"/api/v1/order-contacts/{new_id()}", contact).status == 201
    path = f"/api/v1/orders/{sale}/contact"
    status = {
        role: own_demo.script(role, stall).get(path).status
        for role, stall in (("treasurer", None), ("viewer", None), ("organiser", None))
    }
    assert status == {"treasurer": 403, "viewer": 403, "organiser": 200}
    other = own_demo.script("lead", "13")
    assert other.get(path).status == 403
    assert other.delete(path).status == 403
    assert other.put(f"/api/v1/order-contacts/{new_id()}", contact).status == 403
    assert cashier.get(path).json["name"] == "Ibu Sari"
    journal = own_demo.script("organiser").get("/api/v1/journal?limit=100000").text
    assert "Sari" not in journal
    assert own_demo.script("organiser").delete(path).status == 204
    assert cashier.get(path).status == 404
