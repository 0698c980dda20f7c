"""The goods: every piece is accounted for, always, whatever happens to it."""

import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from shop import STALLS, Shop, a_shop, new_id

from pos.goods import stock_statement
from pos.refusals import Conflict, Invalid, NotFound
from pos.snapshot import products

STOCKED = ["BATIK", "TAS", "KOPI", "UKIR", "PATUNG"]
LEAVING = {
    "returned": "returned",
    "damaged": "damaged",
    "missing": "missing",
    "donated": "donated",
    "sample": "samples",
}
COLUMNS = ["brought", "sold", "returned", "damaged", "missing", "donated", "samples"]
SKUS = st.sampled_from(STOCKED)
PIECES = st.integers(1, 9)
PLACES = st.sampled_from(list(STALLS))
TILLS = st.sampled_from(["01A", "02A", "03A"])


class Goods(RuleBasedStateMachine):
    """Whatever happens to the goods, beside a tally kept by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        folder = self.open.enter_context(tempfile.TemporaryDirectory())
        self.shop: Shop = self.open.enter_context(a_shop(Path(folder)))
        brought = {"BATIK": 20, "TAS": 20, "KOPI": 20, "UKIR": 1, "PATUNG": 2}
        self.tally = {sku: Counter({"brought": pieces}) for sku, pieces in brought.items()}
        self.sales: list[tuple[str, list[list[Any]]]] = []

    def teardown(self) -> None:
        differences = self.shop.differences()
        self.open.close()
        assert differences == []

    @rule(sku=SKUS, pieces=PIECES, expires_on=st.none() | st.just("2018-04-05"))
    def a_delivery_is_counted_in(self, sku: str, pieces: int, expires_on: str | None) -> None:
        self.shop.receive((sku, pieces, expires_on), (sku, 1))
        self.tally[sku]["brought"] += pieces + 1

    @rule(sku=SKUS, pieces=PIECES, stall=PLACES)
    def more_comes_without_a_note(self, sku: str, pieces: int, stall: str) -> None:
        self.shop.move("received", sku, pieces, stall)
        self.tally[sku]["brought"] += pieces

    @rule(kind=st.sampled_from(list(LEAVING)), sku=SKUS, pieces=PIECES, stall=PLACES)
    def some_leave_without_a_sale(self, kind: str, sku: str, pieces: int, stall: str) -> None:
        self.shop.move(kind, sku, pieces, stall)
        self.tally[sku][LEAVING[kind]] += pieces

    @rule(sku=SKUS, pieces=PIECES, stall=PLACES, to_stall=PLACES)
    def some_go_to_another_stall(self, sku: str, pieces: int, stall: str, to_stall: str) -> None:
        self.shop.move("transfer", sku, pieces, stall, to_stall)

    @rule(
        lines=st.lists(st.tuples(st.sampled_from([*STOCKED, "PIJAT"]), PIECES), min_size=1, max_size=3),
        till=TILLS,
    )
    def some_are_sold(self, lines: list[tuple[str, int]], till: str) -> None:
        answer = self.shop.sell(*lines, till=till)
        for sku, pieces in lines:
            if sku in self.tally:
                self.tally[sku]["sold"] += pieces
        self.sales.append(
            (answer.id, [[number, sku, pieces] for number, (sku, pieces) in enumerate(lines, 1)])
        )

    @rule(sku=SKUS, pieces=PIECES)
    def a_sale_is_held_and_then_accepted(self, sku: str, pieces: int) -> None:
        held = self.shop.hand_in(self.shop.sale((sku, pieces)), revoked=True)
        self.shop.decide(held.held_id)
        self.tally[sku]["sold"] += pieces

    @rule(which=st.integers(0, 99), line=st.integers(0, 99), pieces=PIECES, restock=st.booleans())
    def some_come_back(self, which: int, line: int, pieces: int, restock: bool) -> None:
        if not self.sales:
            return
        sale_id, lines = self.sales[which % len(self.sales)]
        chosen = lines[line % len(lines)]
        number, sku, left = chosen
        back = min(pieces, left)
        if not back:
            return
        self.shop.refund(sale_id, (number, back), restock=restock)
        chosen[2] -= back
        if sku in self.tally:
            self.tally[sku]["sold"] -= back
            self.tally[sku]["damaged"] += 0 if restock else back

    @invariant()
    def every_piece_is_accounted_for(self) -> None:
        with self.shop.database.reading() as connection:
            statement = {line["sku"]: line for line in stock_statement(connection)}
            at_the_till = {row["sku"]: row["stock"] for row in products(connection)}
        assert statement.keys() == self.tally.keys()
        for sku, line in statement.items():
            assert all(line[column] == self.tally[sku][column] for column in COLUMNS)
            assert line["brought"] == sum(line[column] for column in COLUMNS[1:]) + line["on_table"]
            assert line["on_table"] == sum(place["on_table"] for place in line["stalls"])
            assert line["on_table"] == at_the_till[sku]
        assert at_the_till["PIJAT"] is None


Goods.TestCase.settings = settings(max_examples=8, stateful_step_count=15)
TestGoods = Goods.TestCase


def test_a_delivery_note_sent_again_is_counted_once(shop: Shop) -> None:
    note = new_id()
    first = shop.receive(("BATIK", 5), consignment=note)
    assert shop.receive(("BATIK", 5), consignment=note) == {**first, "status": "duplicate"}
    assert shop.stock("BATIK")["brought"] == 25
    with pytest.raises(Conflict, match="id_reused"):
        shop.receive(("BATIK", 6), consignment=note)


def test_a_movement_sent_again_moves_once(shop: Shop) -> None:
    movement = new_id()
    first = shop.move("damaged", "BATIK", 2, "01", movement_id=movement)
    again = shop.move("damaged", "BATIK", 2, "01", movement_id=movement)
    assert again == {**first, "status": "duplicate"}
    assert shop.stock("BATIK")["damaged"] == 2


def test_a_movement_tells_what_is_left_and_flags_less_than_nothing(shop: Shop) -> None:
    assert shop.move("missing", "BATIK", 19, "01")["on_table"] == 1
    told = shop.move("missing", "BATIK", 2, "01")
    assert (told["on_table"], told["flags"]) == (-1, ["stock_negative"])


def test_a_delivery_names_only_stocked_goods_of_its_facility(shop: Shop) -> None:
    before = len(shop.journal())
    for lines in ([("BATIK", 1), ("KOPI", 1)], [("PIJAT", 1)]):
        with pytest.raises(Invalid, match="not_of_this_facility"):
            shop.receive(*lines)
    with pytest.raises(NotFound, match="unknown_product"):
        shop.receive(("BATIK", 1), ("NO SUCH", 1))
    with pytest.raises(NotFound, match="stall_unknown"):
        shop.receive(("BATIK", 1), stall="99")
    assert len(shop.journal()) == before
    assert shop.stock("BATIK")["brought"] == 20


def test_what_is_not_stocked_cannot_move(shop: Shop) -> None:
    with pytest.raises(Invalid, match="not_stocked"):
        shop.move("damaged", "PIJAT", 1, "01")
    with pytest.raises(NotFound, match="unknown_product"):
        shop.move("damaged", "NO SUCH", 1, "01")
    with pytest.raises(NotFound, match="stall_unknown"):
        shop.move("transfer", "BATIK", 1, "01", "99")


def test_every_unique_piece_has_a_code_of_its_own(shop: Shop) -> None:
    shop.receive(("UKIR", 3), ("PATUNG", 2))
    shop.move("received", "UKIR", 2, "03")
    codes = [*shop.pieces("UKIR"), *shop.pieces("PATUNG")]
    assert (len(shop.pieces("UKIR")), len(shop.pieces("PATUNG"))) == (6, 4)
    assert len(set(codes)) == 10


def test_unique_pieces_that_go_home_are_no_longer_open(shop: Shop) -> None:
    shop.move("returned", "PATUNG", 1, "03")
    assert sorted(shop.pieces("PATUNG").values()) == ["gone", "open"]
    shop.sell(("PATUNG", 1))
    assert sorted(shop.pieces("PATUNG").values()) == ["gone", "sold"]


def test_a_price_change_is_for_the_next_sale_and_keeps_its_history(shop: Shop) -> None:
    change = new_id()
    told = shop.change_price("BATIK", 120_000, change)
    assert (told["old"], told["price"]) == (150_000, 120_000)
    assert shop.change_price("BATIK", 120_000, change) == {**told, "status": "duplicate"}
    shop.change_price("BATIK", 125_000)
    assert shop.count("price WHERE sku = 'BATIK'") == 3
    [first, second] = shop.journal("price.changed")
    assert (first.data["old"], first.data["new"], second.data["old"]) == (150_000, 120_000, 120_000)
    assert shop.differences() == []


def test_a_facilitys_stock_is_only_its_own(shop: Shop) -> None:
    with shop.database.reading() as connection:
        assert [line["sku"] for line in stock_statement(connection, "ABE")] == ["PATUNG", "UKIR"]
        assert [line["sku"] for line in stock_statement(connection)] == sorted(STOCKED)
