"""The office's lists of goods that came and went home, and of sales."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shop import PRICES, Shop, a_shop, new_id

from pos.notes import deliveries, deposits, returns
from pos.statements import latest_sales


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(tmp_path) as shop:
        yield shop


def ask(shop: Shop, question: Any, *about: Any, **more: Any) -> Any:
    with shop.database.reading() as connection:
        return question(connection, *about, **more)


def test_deliveries_are_listed_with_where_they_went_the_newest_first(shop: Shop) -> None:
    note = new_id()
    shop.receive(("KOPI", 5), consignment=note)
    newest = ask(shop, deliveries)[0]
    assert (newest["id"], newest["facility_name"], newest["stall"]) == (note, "Lapas KRB", "02")
    assert (newest["products"], newest["pieces"]) == (1, 5)
    assert {row["stall"] for row in ask(shop, deliveries, "02")} == {"02"}


def test_returns_are_added_up_by_facility_and_stall(shop: Shop) -> None:
    shop.move("returned", "BATIK", 3, "01")
    shop.move("returned", "BATIK", 2, "01")
    shop.move("transfer", "BATIK", 4, "01", "02")
    shop.move("returned", "BATIK", 4, "02")
    assert [(row["facility"], row["stall"], row["pieces"]) for row in ask(shop, returns)] == [
        ("BNA", "01", 5),
        ("BNA", "02", 4),
    ]
    assert [row["pieces"] for row in ask(shop, returns, "02")] == [4]


def test_deposits_are_listed_with_both_names(shop: Shop) -> None:
    for till, amount in (("01A", 100_000), ("02A", 200_000)):
        shift = shop.open_shift(till)
        shop.move_cash(shift, "deposit", amount)
        shop.move_cash(shift, "out", 5_000)
    assert {row["amount"] for row in ask(shop, deposits)} == {100_000, 200_000}
    (mine,) = ask(shop, deposits, "02")
    assert (mine["till"], mine["staff"], mine["second"]) == ("02A", "kasir-01", "bendahara")


def test_sales_of_all_stalls_are_found_by_any_part_of_their_number(shop: Shop) -> None:
    for till in ("01A", "02A", "01A"):
        shop.sell(("BATIK", 1), till=till)
    numbers = [sale["number"] for sale in ask(shop, latest_sales, None)]
    assert numbers == ["01A-0002", "02A-0001", "01A-0001"]
    assert [sale["number"] for sale in ask(shop, latest_sales, None, number="2a-00")] == ["02A-0001"]
    assert ask(shop, latest_sales, None, number="%") == []
    assert [sale["number"] for sale in ask(shop, latest_sales, "01", 1)] == ["01A-0002"]
    older = ask(shop, latest_sales, None, before=ask(shop, latest_sales, None, 1)[0]["seq"])
    assert [sale["number"] for sale in older] == ["02A-0001", "01A-0001"]


def test_the_list_of_sales_tells_what_went_back_and_what_nobody_has_seen_arrive(shop: Shop) -> None:
    unsure = [{"method": "qris", "amount": PRICES["BATIK"], "state": "unconfirmed"}]
    first, second = new_id(), new_id()
    shop.hand_in(shop.sale(("BATIK", 1), payments=unsure), first)
    shop.hand_in(shop.sale(("BATIK", 2)), second)
    shop.refund(second, (1, 1))
    told = {sale["id"]: (sale["refunded"], sale["unconfirmed"]) for sale in ask(shop, latest_sales, None)}
    assert told == {first: (0, True), second: (PRICES["BATIK"], False)}
    shop.correct_payments(first, [{"method": "cash", "amount": PRICES["BATIK"]}])
    assert ask(shop, latest_sales, None)[1]["unconfirmed"] is False
