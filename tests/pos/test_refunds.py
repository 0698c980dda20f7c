"""Goods come back: the parts add up, nothing comes back twice, and the pieces go where they came from."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop import Shop, a_sale, a_shop, new_id

from pos.refusals import Conflict, NotFound
from pos.statements import find_sale

Json = dict[str, Any]


def split_into(total: int, cuts: list[int]) -> list[int]:
    """Positive parts of a whole, cut where the numbers say."""
    places = sorted({cut % total for cut in cuts} - {0})
    return [after - before for before, after in zip([0, *places], [*places, total], strict=True)]


@settings(max_examples=10)
@given(
    quantity=st.integers(1, 7),
    discount=st.integers(0, 1_000),
    rounding=st.integers(-999, 999),
    cuts=st.lists(st.integers(1, 100), max_size=5),
)
def test_whatever_the_steps_the_parts_add_up_to_what_was_paid(
    tmp_path_factory: pytest.TempPathFactory, quantity: int, discount: int, rounding: int, cuts: list[int]
) -> None:
    with a_shop(tmp_path_factory.mktemp("shop")) as shop:
        line = {"sku": "BATIK", "quantity": quantity, "unit_price": 33_333, "discount": discount}
        sale = shop.sell(line, rounding=rounding)
        amount = quantity * 33_333 - discount
        told = [shop.refund(sale.id, (1, pieces)) for pieces in split_into(quantity, cuts)]
        assert sum(refund["amount"] for refund in told) == amount + rounding
        back = 0
        for refund, pieces in zip(told, split_into(quantity, cuts), strict=True):
            before, back = amount * back // quantity, back + pieces
            last = rounding if back == quantity else 0
            assert refund["amount"] == amount * back // quantity - before + last
        assert shop.on_table("BATIK") == {"01": 20}
        assert shop.differences() == []


def test_the_last_piece_takes_the_rest(shop: Shop) -> None:
    sale = shop.sell({"sku": "BATIK", "quantity": 3, "unit_price": 100, "discount": 200})
    assert [shop.refund(sale.id, (1, 1))["amount"] for _ in range(3)] == [33, 33, 34]


def test_rounding_goes_back_only_when_nothing_is_left(shop: Shop) -> None:
    sale = shop.sell(("BATIK", 2), ("KOPI", 1), rounding=-500)
    told = [
        shop.refund(sale.id, (1, 2))["amount"],
        shop.refund(sale.id, (2, 1))["amount"],
    ]
    assert told == [300_000, 44_500]


def test_a_rounding_larger_than_the_last_piece_asks_no_buyer_for_money(shop: Shop) -> None:
    line = {"sku": "PIJAT", "quantity": 2, "unit_price": 400}
    sale = shop.sell(line, rounding=-700)
    assert [shop.refund(sale.id, (1, 1))["amount"] for _ in range(2)] == [400, 0]
    assert shop.differences() == []


def test_a_refund_of_several_lines_answers_each(shop: Shop) -> None:
    sale = shop.sell(("BATIK", 2), ("KOPI", 3))
    told = shop.refund(sale.id, (2, 2), (1, 1))
    assert told["lines"] == [
        {"line": 2, "quantity": 2, "amount": 90_000},
        {"line": 1, "quantity": 1, "amount": 150_000},
    ]
    assert told["amount"] == 240_000
    assert told["status"] == "accepted"
    assert (told["seq"], told["journal"]) == (shop.journal()[-1].seq, shop.database.journal_id())
    with shop.database.reading() as connection:
        sale_now = find_sale(connection, sale.id)
    assert sale_now is not None
    assert [refund["id"] for refund in sale_now["refunds"]] == [told["id"]]


def test_a_refunded_piece_goes_back_to_the_tables_it_came_from_in_that_order(shop: Shop) -> None:
    shop.move("transfer", "KOPI", 2, "02", "01")
    sale = shop.sell(("KOPI", 5))
    assert shop.on_table("KOPI") == {"02": 15}
    shop.refund(sale.id, (1, 1))
    assert shop.on_table("KOPI") == {"01": 1, "02": 15}
    shop.refund(sale.id, (1, 2))
    assert shop.on_table("KOPI") == {"01": 2, "02": 16}
    shop.refund(sale.id, (1, 2))
    assert shop.on_table("KOPI") == {"01": 2, "02": 18}
    assert shop.stock("KOPI")["sold"] == 0
    assert shop.differences() == []


def test_without_restock_the_pieces_are_damaged(shop: Shop) -> None:
    sale = shop.sell(("BATIK", 3))
    shop.refund(sale.id, (1, 2), restock=False)
    stock = shop.stock("BATIK")
    assert (stock["sold"], stock["damaged"], stock["on_table"]) == (1, 2, 17)
    assert shop.differences() == []


def test_a_service_comes_back_without_stock(shop: Shop) -> None:
    sale = shop.sell(("PIJAT", 2))
    assert shop.refund(sale.id, (1, 1))["amount"] == 50_000
    assert shop.differences() == []


def test_more_than_was_sold_is_nothing_left(shop: Shop) -> None:
    sale = shop.sell(("BATIK", 2), ("KOPI", 1))
    shop.refund(sale.id, (1, 1))
    for lines, left in (([(1, 2)], {1: 1}), ([(3, 1)], {3: 0}), ([(1, 1), (2, 2)], {2: 1})):
        with pytest.raises(Conflict) as refusal:
            shop.refund(sale.id, *lines)
        assert refusal.value.code == "nothing_left_to_refund"
        assert {entry["line"]: entry["left"] for entry in refusal.value.details["lines"]} == left
    assert shop.count("refund") == 1


def test_a_refund_sent_again_is_one_with_the_first_answer(shop: Shop) -> None:
    sale, refund_id = shop.sell(("BATIK", 2)), new_id()
    first = shop.refund(sale.id, (1, 1), refund_id=refund_id)
    assert shop.refund(sale.id, (1, 1), refund_id=refund_id) == {**first, "status": "duplicate"}
    assert shop.refund(sale.id, (1, 1), refund_id=refund_id, approval="123456")["status"] == "duplicate"
    assert shop.count("refund") == 1
    with pytest.raises(Conflict, match="id_reused"):
        shop.refund(sale.id, (1, 2), refund_id=refund_id)


def test_a_refunds_moment_may_be_spelled_in_another_zone(shop: Shop) -> None:
    sale, refund_id = shop.sell(("BATIK", 2)), new_id()
    shop.refund(sale.id, (1, 1), refund_id=refund_id, refunded_at="2018-04-03T11:00:00+07:00")
    again = shop.refund(sale.id, (1, 1), refund_id=refund_id, refunded_at="2018-04-03T04:00:00.000Z")
    assert again["status"] == "duplicate"


def test_of_an_unknown_sale_nothing_can_be_refunded(shop: Shop) -> None:
    with pytest.raises(NotFound, match="sale_unknown"):
        shop.refund(new_id(), (1, 1))


def test_of_a_held_sale_nothing_can_be_refunded_until_somebody_decides(shop: Shop) -> None:
    held = shop.hand_in(shop.sale(), revoked=True)
    with pytest.raises(Conflict) as refusal:
        shop.refund(held.id, (1, 1))
    assert (refusal.value.code, refusal.value.details["held_id"]) == ("sale_held", held.held_id)
    shop.decide(held.held_id)
    assert shop.refund(held.id, (1, 1))["amount"] == 150_000


def test_a_rejected_sale_is_no_sale(shop: Shop) -> None:
    held = shop.hand_in(shop.sale(), revoked=True)
    shop.decide(held.held_id, "reject")
    with pytest.raises(NotFound, match="sale_unknown"):
        shop.refund(held.id, (1, 1))


def test_the_refund_belongs_to_the_sales_stall_and_hour_whoever_made_it(shop: Shop) -> None:
    sale = shop.sell(("KOPI", 1), till="03A")
    shop.refund(sale.id, (1, 1), refunded_at="2018-04-05T15:00:00+07:00")
    fact = shop.journal("sale.refunded")[0].data
    assert (fact["stall"], fact["sale_sold_at"], fact["sale_number"]) == (
        "03",
        "2018-04-03T10:15:02+07:00",
        "03A-0001",
    )
    assert fact["lines"][0]["facility"] == "KRB"


def test_refunds_are_numbered_by_the_till_and_a_taken_number_is_replaced(shop: Shop) -> None:
    sale = shop.sell(("BATIK", 5))
    numbers = [
        shop.refund(sale.id, (1, 1), till="01A"),
        shop.refund(sale.id, (1, 1), till="01A", number="01A-R0002"),
        shop.refund(sale.id, (1, 1), till="01A"),
        shop.refund(sale.id, (1, 1), till="01A", number="01A-R0002"),
    ]
    assert [told["number"] for told in numbers] == ["01A-R0001", "01A-R0002", "01A-R0003", "01A-R0004"]
    assert "number_reused" in numbers[3]["flags"]


def test_a_refund_without_an_open_shift_is_flagged(shop: Shop) -> None:
    sale = shop.sell(("BATIK", 2))
    assert shop.refund(sale.id, (1, 1))["flags"] == ["no_shift"]
    shop.open_shift()
    assert shop.refund(sale.id, (1, 1))["flags"] == []


def test_a_refund_from_a_drawer_nobody_knows_yet_is_not_taken_from_another(shop: Shop) -> None:
    theirs, mine = shop.open_shift(till="01B", float_=0), new_id()
    sale = shop.sell(("BATIK", 1), till="01A", shift=mine)
    assert shop.refund(sale.id, (1, 1), till="01A", shift=mine)["flags"] == ["no_shift"]
    assert shop.close_shift(theirs)["cash_refunds"] == 0
    shop.open_shift("01A", 0, mine)
    assert shop.close_shift(mine)["expected"] == 0
    assert shop.differences() == []


def test_a_unique_piece_that_comes_back_can_be_sold_again(shop: Shop) -> None:
    [code] = shop.pieces("UKIR")
    sale = shop.sell(("UKIR", 1))
    shop.refund(sale.id, (1, 1))
    assert shop.pieces("UKIR") == {code: "open"}
    assert "piece_sold_twice" not in shop.sell({"sku": "UKIR", "piece": code}).flags


def test_a_unique_piece_that_comes_back_broken_is_gone(shop: Shop) -> None:
    sale = shop.sell(("UKIR", 1))
    shop.refund(sale.id, (1, 1), restock=False)
    assert list(shop.pieces("UKIR").values()) == ["gone"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_piece_sold_twice_is_free_only_when_both_sales_gave_it_back(
    shop: Shop, order: tuple[int, int]
) -> None:
    [code] = shop.pieces("UKIR")
    sales = [shop.sell({"sku": "UKIR", "piece": code}, till=till) for till in ("01A", "03A")]
    shop.refund(sales[order[0]].id, (1, 1))
    assert shop.pieces("UKIR") == {code: "sold"}, "the other buyer has it"
    shop.refund(sales[order[1]].id, (1, 1))
    assert shop.pieces("UKIR") == {code: "open"}
    assert shop.differences() == []


def test_what_was_free_costs_nothing_to_give_back(shop: Shop) -> None:
    lines = {"sku": "BATIK", "unit_price": 150_050}, {"sku": "TAS", "discount": 65_000}
    sale = shop.hand_in(a_sale(*lines, rounding=-50))
    assert shop.refund(sale.id, (1, 1))["amount"] == 150_050, "the rounding goes back with the last goods"
    assert shop.refund(sale.id, (2, 1))["amount"] == 0
    assert shop.differences() == []
