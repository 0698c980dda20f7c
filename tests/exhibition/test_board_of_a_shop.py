"""The board against the books: what it shows of a real shop's journal is what the tables say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shop import FACILITIES, NOT_BROUGHT, PRICES, Shop, a_shop, new_id

from exhibition.board import Board

STOCKED = [sku for sku in PRICES if sku not in NOT_BROUGHT]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(tmp_path) as shop:
        yield shop


def snapshot_of(shop: Shop) -> dict[str, Any]:
    board = Board(shop.database.journal_id())
    for entry in shop.journal():
        board.apply(entry)
    return board.snapshot("2018-04-03T12:00:00+07:00")


def assert_agrees(shop: Shop, snapshot: dict[str, Any]) -> None:
    total = snapshot["total"]
    for column in ("stalls", "facilities", "categories", "hours"):
        assert sum(row["net"] for row in snapshot[column]) == total["net"], column
        assert sum(row["pieces"] for row in snapshot[column]) == total["pieces"], column
    assert sum(row["net"] for row in snapshot["payments"]) == total["net"] + total["rounding"]
    assert sum(shop.stock(sku)["sold"] for sku in STOCKED) == total["pieces"]
    brought = sum(shop.stock(sku)["brought"] for sku in STOCKED)
    assert sum(row["brought"] for row in snapshot["facilities"]) == brought


def test_the_board_of_an_opened_shop_lists_who_takes_part(shop: Shop) -> None:
    snapshot = snapshot_of(shop)
    assert {row["code"]: row["stall"] for row in snapshot["facilities"]} == FACILITIES
    assert snapshot["event"]["name"] == "Pameran"
    assert_agrees(shop, snapshot)


def test_after_sales_refunds_and_deliveries_board_and_books_agree(shop: Shop) -> None:
    first, second = new_id(), new_id()
    shop.hand_in(shop.sale(("BATIK", 3), ("KOPI", 1)), first)
    shop.hand_in(shop.sale(("TAS", 2), till="02A"), second)
    shop.sell(("BATIK", 30))  # more than there is: flagged, not refused
    shop.refund(first, (1, 2))
    shop.refund(second, (1, 2), restock=False, method="transfer")
    shop.receive(("KOPI", 5))
    shop.move("received", "TAS", 4, "01")
    shop.move("missing", "KOPI", 1, "02")
    snapshot = snapshot_of(shop)
    assert snapshot["total"]["sales"] == 3
    assert snapshot["total"]["refunds"] == 2 * PRICES["BATIK"] + 2 * PRICES["TAS"]
    assert_agrees(shop, snapshot)


def test_a_refund_gives_the_rounding_back_when_nothing_is_left(shop: Shop) -> None:
    sale = shop.sale(("KOPI", 1), rounding=-500, total=PRICES["KOPI"] - 500)
    sale["payments"] = [{"method": "cash", "amount": PRICES["KOPI"] - 500}]
    identity = new_id()
    shop.hand_in(sale, identity)
    assert snapshot_of(shop)["total"]["rounding"] == -500
    shop.refund(identity, (1, 1))
    snapshot = snapshot_of(shop)
    assert snapshot["total"]["rounding"] == 0
    assert_agrees(shop, snapshot)


def test_a_held_sale_is_in_no_takings_until_it_is_accepted(shop: Shop) -> None:
    identity = new_id()
    shop.hand_in(shop.sale(("KOPI", 1)), identity)
    held = shop.hand_in(shop.sale(("BATIK", 1)), identity)
    assert snapshot_of(shop)["total"]["sales"] == 1
    shop.decide(held.held_id)
    snapshot = snapshot_of(shop)
    assert snapshot["total"]["sales"] == 2
    assert snapshot["total"]["net"] == PRICES["KOPI"] + PRICES["BATIK"]
    assert_agrees(shop, snapshot)
