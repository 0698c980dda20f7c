"""The drawer: opened with a float, counted blind, expected to the rupiah, closed once and for all."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop import Perform, Shop, a_shop, new_id

from pos.refusals import Conflict, NotFound
from pos.reservations import Reservations
from pos.snapshot import till_snapshot
from pos.writer import Batch

BATIK = 150_000


def test_the_count_is_blind_until_it_is_made(shop: Shop) -> None:
    shift = shop.open_shift()
    shop.sell(("BATIK", 1))
    open_report = shop.shift_report(shift)
    assert open_report["status"] == "open"
    assert "expected" not in open_report
    assert "difference" not in open_report
    told = shop.close_shift(shift, {"100000": 3, "50000": 1})
    assert (told["expected"], told["counted"], told["difference"]) == (350_000, 350_000, 0)
    assert shop.shift_report(shift)["expected"] == 350_000


def test_expected_is_float_plus_cash_minus_refunds_plus_in_minus_out_minus_deposits(shop: Shop) -> None:
    shift = shop.open_shift(float_=200_000)
    sale = shop.sell(("BATIK", 2))
    shop.sell(
        ("BATIK", 1), payments=[{"method": "cash", "amount": 50_000}, {"method": "qris", "amount": 100_000}]
    )
    shop.sell(("BATIK", 1), payments=[{"method": "card", "amount": 150_000}])
    shop.refund(sale.id, (1, 1))
    shop.refund(sale.id, (1, 1), method="transfer")
    shop.move_cash(shift, "in", 70_000)
    shop.move_cash(shift, "out", 30_000)
    shop.move_cash(shift, "deposit", 100_000)
    told = shop.close_shift(shift, {"100000": 3, "1000": 1})
    assert told["expected"] == 200_000 + 300_000 + 50_000 - 150_000 + 70_000 - 30_000 - 100_000
    assert (told["counted"], told["difference"]) == (301_000, -39_000)
    assert told["cash_sales"] == 350_000
    assert told["cash_refunds"] == 150_000
    assert (told["cash_in"], told["cash_out"], told["deposits"]) == (70_000, 30_000, 100_000)
    assert told["sales"] == 3
    assert {p["method"]: p["amount"] for p in told["payments"]} == {
        "cash": 350_000,
        "qris": 100_000,
        "card": 150_000,
    }
    assert shop.differences() == []


def test_cash_of_a_held_sale_is_a_line_of_its_own_in_what_is_expected(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    shop.sell(("NO SUCH", 3))
    shop.sell(("BATIK", 1))
    told = shop.close_shift(shift)
    assert (told["cash_sales"], told["held_cash"], told["expected"]) == (BATIK, 30_000, BATIK + 30_000)
    assert shop.shift_report(shift)["late"] == []
    assert shop.differences() == []


def test_a_held_sale_that_is_accepted_while_the_shift_is_open_becomes_an_ordinary_one(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    held = shop.sell(("BATIK", 1), total=140_000)
    told = shop.decide(held.held_id, lines=[{"sku": "BATIK", "quantity": 1, "unit_price": 140_000}])
    assert told["decision"] == "accept"
    figures = shop.close_shift(shift)
    assert (figures["cash_sales"], figures["held_cash"], figures["expected"]) == (140_000, 0, 140_000)
    assert shop.differences() == []


def test_the_cash_of_a_rejected_sale_is_unexplained(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    held = shop.sell(("NO SUCH", 3))
    shop.decide(held.held_id, "reject")
    figures = shop.close_shift(shift)
    assert (figures["held_cash"], figures["unexplained_cash"], figures["expected"]) == (0, 30_000, 30_000)
    assert shop.differences() == []


def test_a_sale_that_names_a_closed_shift_is_late_and_the_closed_figures_stay(shop: Shop) -> None:
    shift = shop.open_shift()
    shop.sell(shift=shift)
    closed = shop.close_shift(shift, {"50000": 7})
    other = shop.open_shift()
    late = shop.sell(("BATIK", 2), shift=shift, number="01A-0099")
    assert late.flags == ["late"]
    report = shop.shift_report(shift)
    assert {key: report[key] for key in ("expected", "counted", "difference", "cash_sales", "sales")} == {
        key: closed[key] for key in ("expected", "counted", "difference", "cash_sales", "sales")
    }
    [entry] = report["late"]
    assert (entry["id"], entry["number"], entry["total"], entry["cash"]) == (
        late.id,
        "01A-0099",
        300_000,
        300_000,
    )
    assert entry["status"] == "accepted"
    assert shop.shift_report(other)["cash_sales"] == 0
    assert shop.differences() == []


def test_a_sale_held_after_the_close_is_on_the_late_list_too(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    shop.close_shift(shift)
    held = shop.sell(("NO SUCH", 2), shift=shift)
    report = shop.shift_report(shift)
    assert report["expected"] == 0
    [entry] = report["late"]
    assert (entry["id"], entry["status"], entry["cash"]) == (held.id, "held", 20_000)
    assert shop.differences() == []


def test_a_sale_held_before_the_close_and_accepted_after_it_adds_no_cash_to_the_late_list(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    held = shop.sell(("BATIK", 1), total=140_000)
    assert shop.close_shift(shift)["held_cash"] == 140_000
    shop.decide(held.held_id, lines=[{"sku": "BATIK", "quantity": 1, "unit_price": 140_000}])
    report = shop.shift_report(shift)
    assert report["expected"] == 140_000
    [entry] = report["late"]
    assert (entry["status"], entry["total"], entry["cash"]) == ("accepted", 140_000, 0)
    assert shop.differences() == []


def test_a_sale_without_any_shift_is_accepted_with_a_flag(shop: Shop) -> None:
    assert shop.sell().flags == ["no_shift"]


def test_a_sale_that_names_no_shift_goes_to_its_tills_open_one_else_to_the_stalls(shop: Shop) -> None:
    elsewhere = shop.open_shift("02A")
    neighbours = shop.open_shift("01B", float_=0)
    assert shop.sell(till="01A").flags == []
    assert shop.shift_report(neighbours)["cash_sales"] == BATIK
    own = shop.open_shift("01A", float_=0)
    assert shop.sell(till="01A").flags == []
    assert shop.shift_report(own)["cash_sales"] == BATIK
    assert shop.shift_report(elsewhere)["cash_sales"] == 0


def test_a_shift_of_another_stall_is_not_taken_at_its_word(shop: Shop) -> None:
    elsewhere = shop.open_shift("02A", float_=0)
    assert shop.sell(shift=elsewhere).flags == ["no_shift"]
    assert shop.shift_report(elsewhere)["cash_sales"] == 0


def test_sales_that_arrive_before_their_shift_was_opened_are_in_it_all_the_same(shop: Shop) -> None:
    shift = new_id()
    assert shop.sell(shift=shift).flags == ["no_shift"]
    held = shop.sell(("NO SUCH", 1), shift=shift)
    shop.open_shift(shift_id=shift, float_=0)
    assert held.status == "held"
    told = shop.close_shift(shift)
    assert (told["cash_sales"], told["held_cash"]) == (BATIK, 10_000)
    assert shop.differences() == []


def test_a_sale_in_the_same_batch_as_the_close_is_in_the_figures_or_late(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    before, after = (shop.command(shop.sale(shift=shift)) for _ in range(2))

    def all_at_once(batch: Batch) -> Any:
        before.prepare(batch, [before, after])
        return before.apply(batch), shop.closing(shift).apply(batch), after.apply(batch)

    first, closed, second = shop.writer.submit(Perform(all_at_once))
    assert closed["cash_sales"] == BATIK
    assert (first.flags, second.flags) == ([], ["late"])
    assert [entry["id"] for entry in shop.shift_report(shift)["late"]] == [second.id]
    assert shop.differences() == []


def test_a_sale_in_the_same_batch_as_the_opening_is_in_the_shift(shop: Shop) -> None:
    shift, sale = new_id(), shop.command(shop.sale())

    def both(batch: Batch) -> Any:
        sale.prepare(batch, [sale])
        sale_before = shop.command(shop.sale()).apply(batch)
        shop.opening(shift).apply(batch)
        return sale_before, sale.apply(batch)

    before, after = shop.writer.submit(Perform(both))
    assert (before.flags, after.flags) == (["no_shift"], [])
    assert shop.shift_report(shift)["cash_sales"] == BATIK


def test_a_held_sale_that_had_no_shift_does_not_fall_into_todays(shop: Shop) -> None:
    held = shop.sell(("BATIK", 1), total=140_000)
    shift = shop.open_shift(float_=0)
    shop.decide(held.held_id, lines=[{"sku": "BATIK", "quantity": 1, "unit_price": 140_000}])
    assert shop.shift_report(shift)["cash_sales"] == 0
    assert "no_shift" in shop.journal("sale.recorded")[-1].data["flags"]


def test_a_drawer_opened_beside_another_is_flagged_and_both_are_counted(shop: Shop) -> None:
    first, second = shop.open_shift(float_=10_000), new_id()
    shop.sell(shift=second)  # it arrives before the opening of its drawer
    told = shop.writer.submit(shop.opening(second, float_=20_000))
    assert told["flags"] == shop.shift_report(second)["flags"] == ["second_drawer"]
    assert shop.shift_report(first)["flags"] == []
    shop.move_cash(second, "out", 1_000)
    assert shop.close_shift(second)["expected"] == 20_000 + BATIK - 1_000
    assert shop.close_shift(first)["expected"] == 10_000
    assert shop.differences() == []


def test_a_till_is_shown_its_own_newest_drawer_and_after_its_count_the_other_one(shop: Shop) -> None:
    shop.writer.submit(shop.opening(new_id(), "01B", opened_at="2018-04-03T09:30:00+07:00"))
    newest = new_id()
    shop.writer.submit(shop.opening(newest, opened_at="2018-04-03T03:00:00+00:00"))
    older = shop.open_shift()
    assert shown_shift(shop, "01A") == newest
    assert shop.sell().id in sales_of(shop, newest)
    shop.close_shift(newest)
    assert shown_shift(shop, "01A") == older


def shown_shift(shop: Shop, till: str) -> str:
    with shop.database.reading() as connection:
        view = till_snapshot(connection, "01", till, Reservations(), datetime.now(UTC))
    return str(view["shift"]["id"])


def sales_of(shop: Shop, shift: str) -> list[str]:
    return [entry.data["id"] for entry in shop.journal("sale.recorded") if entry.data["shift"] == shift]


def test_opening_and_closing_again_returns_the_first_answer(shop: Shop) -> None:
    shift = shop.open_shift()
    first = shop.close_shift(shift, {"1000": 5})
    shop.open_shift(shift_id=shift)
    again = shop.close_shift(shift, {"1000": 5})
    assert again == {**first, "status": "duplicate"}
    with pytest.raises(Conflict, match="id_reused"):
        shop.close_shift(shift, {"1000": 6})
    assert len(shop.journal("shift.closed")) == 1


def test_z_numbers_count_up_by_till(shop: Shop) -> None:
    numbers = [(till, shop.close_shift(shop.open_shift(till))["z_number"]) for till in ("01A", "01B", "01A")]
    assert numbers == [("01A", 1), ("01B", 1), ("01A", 2)]


def test_cash_that_moved_before_the_count_but_arrives_after_it_is_late_and_the_closed_figures_stay(
    shop: Shop,
) -> None:
    shift = shop.open_shift(float_=100_000)
    shop.move_cash(shift, "in", 20_000)
    closed = shop.close_shift(shift, {"10000": 12})
    deposit, change = shop.move_cash(shift, "deposit", 50_000), shop.move_cash(shift, "in", 5_000)
    shop.writer.submit(shop.moving(shift, "out", 1_000, "m", at="2018-04-03T16:50:00+07:00"))
    assert (deposit["status"], deposit["flags"]) == ("accepted", ["late"])
    report = shop.shift_report(shift)
    assert {name: report[name] for name in ("expected", "counted", "difference", "cash_in", "deposits")} == {
        name: closed[name] for name in ("expected", "counted", "difference", "cash_in", "deposits")
    }
    late = {line["id"]: line for line in report["late"]}
    assert late["m"]["at"] == "2018-04-03T16:50:00+07:00"
    assert {line["document"] for line in late.values()} == {"cash_movement"}
    assert (late[deposit["id"]]["kind"], late[deposit["id"]]["cash"]) == ("deposit", -50_000)
    assert (late[change["id"]]["kind"], late[change["id"]]["cash"]) == ("in", 5_000)
    assert [entry.data["flags"] for entry in shop.journal("cash.moved")] == [[], ["late"], ["late"], ["late"]]
    assert shop.differences() == []


def test_no_cash_moves_in_an_unknown_shift(shop: Shop) -> None:
    with pytest.raises(NotFound, match="shift_unknown"):
        shop.move_cash(new_id(), "in", 1000)


def test_cash_moved_in_the_same_batch_as_the_opening_or_after_the_close_finds_its_shift(shop: Shop) -> None:
    shift = new_id()

    def all_at_once(batch: Batch) -> Any:
        shop.opening(shift, float_=0).apply(batch)
        early = shop.moving(shift, "in", 7_000).apply(batch)
        closed = shop.closing(shift).apply(batch)
        return early, closed, shop.moving(shift, "in", 1_000).apply(batch)

    early, closed, late = shop.writer.submit(Perform(all_at_once))
    assert (early["flags"], closed["expected"], late["flags"]) == ([], 7_000, ["late"])
    assert shop.differences() == []


def test_nothing_a_cashier_reads_of_an_open_drawer_tells_its_cash(shop: Shop) -> None:
    shift = shop.open_shift(float_=200_000)
    sale = shop.sell(("BATIK", 2))
    shop.sell(payments=[{"method": "qris", "amount": BATIK}])
    shop.refund(sale.id, (1, 1))
    shop.move_cash(shift, "in", 70_000)
    shop.sell(("NO SUCH", 3))
    seen = shop.shift_report(shift, blind=True)
    assert seen["payments"] == [{"method": "qris", "amount": BATIK}]
    assert seen["sales"] == 2
    money = {name for name, value in seen.items() if isinstance(value, int)}
    assert money == {"float", "sales"}
    everything = shop.shift_report(shift)
    assert (everything["cash_sales"], everything["cash_in"]) == (2 * BATIK, 70_000)
    shop.close_shift(shift)
    assert shop.shift_report(shift, blind=True)["cash_sales"] == 2 * BATIK


def test_a_cash_movement_sent_again_is_one(shop: Shop) -> None:
    shift, movement = shop.open_shift(float_=0), new_id()
    first = shop.move_cash(shift, "in", 5_000, movement)
    assert shop.move_cash(shift, "in", 5_000, movement) == {**first, "status": "duplicate"}
    assert shop.close_shift(shift)["expected"] == 5_000


def test_an_unknown_till_cannot_open(shop: Shop) -> None:
    with pytest.raises(NotFound, match="till_unknown"):
        shop.open_shift("99Z")


def test_unconfirmed_payments_are_listed_at_the_close(shop: Shop) -> None:
    shift = shop.open_shift()
    shop.sell(payments=[{"method": "qris", "amount": BATIK, "state": "unconfirmed"}])
    assert shop.close_shift(shift)["unconfirmed"] == [
        {"number": "01A-0001", "method": "qris", "amount": BATIK}
    ]


def test_a_corrected_payment_moves_between_drawer_and_card(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.sell(payments=[{"method": "qris", "amount": BATIK, "state": "unconfirmed"}])
    shop.sell()
    shop.correct_payments(
        sale.id, [{"method": "cash", "amount": 100_000}, {"method": "card", "amount": 50_000}]
    )
    told = shop.close_shift(shift)
    assert (told["cash_sales"], told["cash_corrections"], told["expected"]) == (
        BATIK,
        100_000,
        BATIK + 100_000,
    )
    assert told["payments"] == [
        {"method": "card", "amount": 50_000},
        {"method": "cash", "amount": BATIK + 100_000},
        {"method": "qris", "amount": 0},
    ]
    assert told["unconfirmed"] == []
    assert shop.differences() == []


class Day:
    """A day at one till, and what its drawer must hold by hand-made addition."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.shift = shop.open_shift(float_=200_000)
        self.drawer = 200_000
        self._sold: list[tuple[str, int]] = []
        self._held: list[tuple[str | None, int]] = []

    def cash_sale(self, pieces: int) -> None:
        self._sold.append((self.shop.sell(("BATIK", pieces)).id, pieces))
        self.drawer += pieces * BATIK

    def split_sale(self, pieces: int) -> None:
        cash = pieces * BATIK - 100_000
        payments = [{"method": "qris", "amount": 100_000}, {"method": "cash", "amount": cash}]
        self.shop.sell(("BATIK", pieces), payments=payments)
        self.drawer += cash

    def qris_sale(self, pieces: int) -> None:
        self.shop.sell(("BATIK", pieces), payments=[{"method": "qris", "amount": pieces * BATIK}])

    def held_sale(self, pieces: int) -> None:
        self._held.append((self.shop.sell(("BATIK", pieces), total=pieces * 140_000).held_id, pieces))
        self.drawer += pieces * 140_000

    def accept(self, _pieces: int) -> None:
        if self._held:
            held_id, pieces = self._held.pop()
            self.shop.decide(held_id, lines=[{"sku": "BATIK", "quantity": pieces, "unit_price": 140_000}])

    def refund(self, _pieces: int) -> None:
        if self._sold:
            sale_id, pieces = self._sold.pop()
            self.shop.refund(sale_id, (1, pieces))
            self.drawer -= pieces * BATIK

    def cash_in(self, thousands: int) -> None:
        self.shop.move_cash(self.shift, "in", thousands * 1_000)
        self.drawer += thousands * 1_000

    def cash_out(self, thousands: int) -> None:
        self.shop.move_cash(self.shift, "out", thousands * 1_000)
        self.drawer -= thousands * 1_000

    def deposit(self, thousands: int) -> None:
        self.shop.move_cash(self.shift, "deposit", thousands * 1_000)
        self.drawer -= thousands * 1_000


STEPS = [name for name in vars(Day) if not name.startswith("_")]


@settings(max_examples=10)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 4)), max_size=14))
def test_after_any_day_the_drawer_agrees_to_the_rupiah(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    with a_shop(tmp_path_factory.mktemp("shop")) as shop:
        day = Day(shop)
        for step, amount in steps:
            getattr(day, step)(amount)
        told = shop.close_shift(day.shift, {"1000": 1})
        assert told["expected"] == day.drawer
        assert told["difference"] == 1_000 - day.drawer
        assert shop.differences() == []
