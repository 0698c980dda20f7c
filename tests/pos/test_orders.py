"""Goods still to be made: paid down, promised, paid, handed over; nobody pays or gets back too much."""

import pytest
from shop import Shop, new_id
from sqlalchemy import select

from pos import tables
from pos.corrections import ConfirmPayment
from pos.forms import ConfirmationForm
from pos.orders.commands import SetCapacity
from pos.orders.contacts import KeepContact, find_contact
from pos.orders.forms import CapacityForm, ContactForm
from pos.refusals import Conflict, Invalid, NotFound
from pos.sales import Json
from pos.snapshot import products
from pos.statements import current_payments, find_sale, latest_sales
from pos.ways_of_paying import balance_payment

CHAIR = 300_000
DOWN = 100_000
LEFT = CHAIR - DOWN


def chair(**more: object) -> Json:
    """A chair to be made, a third of it paid down."""
    return {"sku": "KURSI", "deposit": DOWN, **more}


def cash(amount: int) -> list[Json]:
    return [{"method": "cash", "amount": amount}]


def qris(amount: int) -> list[Json]:
    return [{"method": "qris", "amount": amount}]


def order_by_qris(shop: Shop) -> Json:
    """An order whose down payment nobody has seen arrive yet."""
    line = {"sku": "KURSI", "order": {"deposit": DOWN, "pickup": "Kirim"}}
    deposit = {"method": "qris", "amount": DOWN, "state": "unconfirmed"}
    return shop.sale(line, payments=[deposit, balance_payment(LEFT)])


def payments_of(shop: Shop, sale_id: str) -> list[Json]:
    """How a sale counts as paid today."""
    with shop.database.reading() as connection:
        seq = connection.scalar(select(tables.sale.c.seq).where(tables.sale.c.id == sale_id))
        return current_payments(connection, seq or 0)


def listed(shop: Shop, sale_id: str) -> Json:
    """A sale as the office's list shows it."""
    with shop.database.reading() as connection:
        return next(sale for sale in latest_sales(connection, "01") if sale["id"] == sale_id)


def snapshot_of(shop: Shop, sku: str) -> Json:
    with shop.database.reading() as connection:
        return {product["sku"]: product for product in products(connection)}[sku]


# The balance ----------------------------------------------------------------------------------------


def test_an_order_is_booked_at_its_full_price_with_what_is_still_to_come(shop: Shop) -> None:
    sale = shop.order(chair())
    [order] = shop.orders()
    assert (order["sale"], order["amount"], order["deposit"], order["unpaid"]) == (sale.id, CHAIR, DOWN, LEFT)
    assert (order["state"], order["way"], order["due_on"]) == ("open", "pickup", "2018-04-20")
    assert shop.journal("sale.recorded")[-1].data["gross"] == CHAIR


def test_an_order_without_a_date_is_due_when_it_can_be_made(shop: Shop) -> None:
    shop.order(chair(pickup="Kirim"))
    [order] = shop.orders()
    assert (order["way"], order["due_on"]) == ("delivery", "2018-04-17")


def test_the_deposit_is_in_one_drawer_and_the_balance_in_the_next(shop: Shop) -> None:
    first = shop.open_shift(float_=0)
    sale = shop.order(chair(), shift=first)
    closed = shop.close_shift(first, {"100000": 1})
    assert (closed["expected"], closed["difference"]) == (DOWN, 0)
    assert closed["payments"] == [{"method": "balance", "amount": LEFT}, {"method": "cash", "amount": DOWN}]
    assert closed["unconfirmed"] == [{"number": "01A-0001", "method": "balance", "amount": LEFT}]
    second = shop.open_shift(float_=0)
    told = shop.pay_balance(sale.id, cash(LEFT), till="01A", shift=second)
    assert (told["amount"], told["flags"]) == (LEFT, [])
    closed = shop.close_shift(second, {"100000": 2})
    assert (closed["cash_corrections"], closed["expected"], closed["difference"]) == (LEFT, LEFT, 0)
    assert closed["payments"] == [{"method": "balance", "amount": -LEFT}, {"method": "cash", "amount": LEFT}]
    assert [order["state"] for order in shop.orders()] == ["paid"]
    assert shop.differences() == []


def test_a_balance_that_comes_by_transfer_is_a_transfer_from_then_on(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.order(chair())
    shop.pay_balance(sale.id, [{"method": "transfer", "amount": LEFT, "reference": "BSI 77"}])
    report = shop.shift_report(shift)
    assert {line["method"]: line["amount"] for line in report["payments"]} == {
        "balance": 0,
        "cash": DOWN,
        "transfer": LEFT,
    }
    assert report["unconfirmed"] == []


def test_a_balance_is_paid_once(shop: Shop) -> None:
    sale, paid_later = shop.order(chair()), new_id()
    first = shop.pay_balance(sale.id, cash(LEFT), paid_later)
    assert shop.pay_balance(sale.id, cash(LEFT), paid_later) == {**first, "status": "duplicate"}
    with pytest.raises(Invalid, match="not_an_order"):
        shop.pay_balance(shop.sell().id, cash(1))
    with pytest.raises(NotFound, match="sale_unknown"):
        shop.pay_balance(new_id(), cash(LEFT))
    assert len(shop.journal("payment.corrected")) == 1


def test_a_balance_that_two_tablets_took_lies_in_the_drawer_unexplained(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.order(chair(), shift=shift)
    shop.pay_balance(sale.id, cash(LEFT), shift=shift)
    assert shop.pay_balance(sale.id, cash(LEFT), shift=shift)["flags"] == ["overpaid"]
    closed = shop.close_shift(shift, {"100000": 5})
    assert (closed["cash_corrections"], closed["unexplained_cash"]) == (LEFT, LEFT)
    assert (closed["expected"], closed["difference"]) == (CHAIR + LEFT, 0)
    assert {line["method"]: line["amount"] for line in closed["payments"]} == {"balance": 0, "cash": CHAIR}
    assert sum(payment["amount"] for payment in payments_of(shop, sale.id)) == CHAIR
    assert shop.differences() == []


def test_what_was_taken_after_a_piece_was_cancelled_is_in_the_drawer_too(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.order(chair(quantity=3, deposit=450_000), shift=shift)
    shop.refund(sale.id, (1, 1), shift=shift)
    told = shop.pay_balance(sale.id, [*qris(100_000), *cash(350_000)], shift=shift)
    assert (told["amount"], told["flags"]) == (450_000, ["overpaid"])
    closed = shop.close_shift(shift)
    assert (closed["cash_corrections"], closed["unexplained_cash"]) == (50_000, 300_000)
    assert closed["expected"] == 450_000 + 350_000
    assert [order["unpaid"] for order in shop.orders()] == [0]
    assert shop.differences() == []


def test_what_was_taken_short_leaves_the_rest_open(shop: Shop) -> None:
    sale = shop.order(chair())
    assert shop.pay_balance(sale.id, cash(LEFT - 1_000))["flags"] == ["no_shift", "balance_left"]
    assert [order["unpaid"] for order in shop.orders()] == [1_000]
    assert shop.pay_balance(sale.id, cash(1_000))["flags"] == ["no_shift"]
    assert [order["unpaid"] for order in shop.orders()] == [0]
    assert shop.differences() == []


def test_nobody_sees_a_balance_arrive_before_it_is_paid(shop: Shop) -> None:
    sale = shop.order(chair())
    with pytest.raises(Conflict, match="balance_not_paid"):
        shop.writer.submit(ConfirmPayment(sale.id, 2, ConfirmationForm(), "kasir-01"))
    assert [order["unpaid"] for order in shop.orders()] == [LEFT]


def test_a_down_payment_is_still_to_be_seen_after_the_balance_is_paid(shop: Shop) -> None:
    sale = shop.hand_in(order_by_qris(shop))
    shop.pay_balance(sale.id, cash(LEFT))
    assert listed(shop, sale.id)["unconfirmed"]
    shop.writer.submit(ConfirmPayment(sale.id, 1, ConfirmationForm(reference="RRN 1"), "kasir-01"))
    assert not listed(shop, sale.id)["unconfirmed"]
    assert [(each["method"], each["state"]) for each in payments_of(shop, sale.id)] == [
        ("qris", "confirmed"),
        ("cash", "confirmed"),
    ]
    assert shop.differences() == []


def test_a_correction_cannot_pay_what_was_cancelled(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.order(chair(quantity=2, deposit=200_000), shift=shift)
    shop.refund(sale.id, (1, 1), shift=shift)
    shop.pay_balance(sale.id, cash(100_000), shift=shift)
    shop.correct_payments(sale.id, [{"method": "qris", "amount": 2 * CHAIR}])
    report = shop.shift_report(shift)
    assert {line["method"]: line["amount"] for line in report["payments"]}["qris"] == CHAIR
    assert shop.close_shift(shift)["expected"] == 0
    with pytest.raises(Invalid, match="invalid_payment_correction"):
        shop.correct_payments(sale.id, [{"method": "qris", "amount": CHAIR - 1}, balance_payment(CHAIR + 1)])
    assert shop.differences() == []


def test_a_balance_that_was_taken_in_a_closed_shift_is_late(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.order(chair())
    closed = shop.close_shift(shift)
    assert shop.pay_balance(sale.id, cash(LEFT), till="01A", shift=shift)["flags"] == ["late"]
    report = shop.shift_report(shift)
    assert report["expected"] == closed["expected"]
    assert [(late["document"], late["number"], late["cash"]) for late in report["late"]] == [
        ("balance_payment", "01A-0001", LEFT)
    ]
    assert shop.differences() == []


def test_a_balance_taken_without_a_shift_is_kept_all_the_same(shop: Shop) -> None:
    sale = shop.order(chair())
    assert shop.pay_balance(sale.id, cash(LEFT))["flags"] == ["no_shift"]
    assert shop.differences() == []


def test_a_correction_of_the_deposit_leaves_the_balance_open(shop: Shop) -> None:
    sale = shop.order(chair())
    with shop.database.reading() as connection:
        document = find_sale(connection, sale.id)
    assert document is not None
    shop.correct_payments(sale.id, [{"method": "card", "amount": DOWN}, document["payments"][1]])
    assert [order["unpaid"] for order in shop.orders()] == [LEFT]
    shop.pay_balance(sale.id, cash(LEFT))
    with shop.database.reading() as connection:
        document = find_sale(connection, sale.id)
    assert document is not None
    assert [each["kind"] for each in document["payment_corrections"]] == ["correction", "balance"]
    assert shop.differences() == []


# Cancelled orders -----------------------------------------------------------------------------------


def test_a_cancelled_order_gives_back_what_was_paid_and_no_more(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.order(chair())
    refund = shop.refund(sale.id, (1, 1))
    assert (refund["amount"], refund["unpaid"]) == (CHAIR, LEFT)
    assert shop.shift_report(shift)["cash_refunds"] == DOWN
    assert shop.close_shift(shift)["expected"] == 0
    [order] = shop.orders()
    assert (order["state"], order["quantity"], order["unpaid"]) == ("cancelled", 0, 0)
    assert shop.pay_balance(sale.id, cash(LEFT))["flags"] == ["no_shift", "overpaid"]
    assert shop.differences() == []


def test_of_several_the_balance_comes_off_first(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.order(chair(quantity=3, deposit=450_000))
    assert shop.refund(sale.id, (1, 1))["unpaid"] == CHAIR, "two chairs cost 600,000: 450,000 is paid of them"
    assert [order["unpaid"] for order in shop.orders()] == [150_000]
    assert shop.refund(sale.id, (1, 1))["unpaid"] == 150_000
    assert [(order["quantity"], order["unpaid"]) for order in shop.orders()] == [(1, 0)]
    assert "unpaid" not in shop.refund(sale.id, (1, 1))
    assert shop.close_shift(shift)["expected"] == 0
    assert shop.differences() == []


def test_what_was_paid_later_is_paid_out_in_full(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.order(chair(quantity=2, deposit=200_000))
    assert shop.refund(sale.id, (1, 1))["unpaid"] == CHAIR
    shop.pay_balance(sale.id, cash(100_000))
    assert [order["unpaid"] for order in shop.orders()] == [0]
    refund, refund_id = shop.refund(sale.id, (1, 1), refund_id=(again := new_id())), again
    assert "unpaid" not in refund
    assert shop.refund(sale.id, (1, 1), refund_id=refund_id) == {**refund, "status": "duplicate"}
    assert shop.close_shift(shift)["expected"] == 0
    assert shop.differences() == []


def test_goods_that_were_paid_come_back_in_full_beside_an_open_order(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.order(chair(), {"sku": "BATIK"})
    assert "unpaid" not in shop.refund(sale.id, (2, 1))
    assert [order["unpaid"] for order in shop.orders() if order["sku"] == "KURSI"] == [LEFT]
    assert shop.close_shift(shift)["expected"] == DOWN
    assert shop.differences() == []


# Handing over ---------------------------------------------------------------------------------------


def test_what_was_fetched_is_marked_and_a_mistake_is_taken_back(shop: Shop) -> None:
    sale = shop.order(chair(deposit=CHAIR), chair(deposit=2 * CHAIR, quantity=2))
    assert shop.hand_over(sale.id, 2)["lines"] == [2]
    assert [order["state"] for order in shop.orders()] == ["paid", "handed_over"]
    assert shop.hand_over(sale.id, 2, handed_over=False)["lines"] == []
    assert [order["state"] for order in shop.orders()] == ["paid", "paid"]
    assert shop.differences() == []


def test_what_was_handed_over_unpaid_is_noted_and_stays_to_be_paid(shop: Shop) -> None:
    sale = shop.order(chair())
    assert shop.hand_over(sale.id, 1)["flags"] == ["unpaid"]
    assert shop.journal("order.handed_over")[-1].data["flags"] == ["unpaid"]
    assert [(order["state"], order["unpaid"]) for order in shop.orders()] == [("handed_over", LEFT)]
    shop.pay_balance(sale.id, cash(LEFT))
    assert [(order["state"], order["unpaid"]) for order in shop.orders()] == [("handed_over", 0)]


def test_only_orders_are_handed_over_later(shop: Shop) -> None:
    with pytest.raises(Invalid, match="not_an_order"):
        shop.hand_over(shop.sell().id, 1)


def test_orders_are_listed_by_stall_and_by_facility(shop: Shop) -> None:
    shop.order(chair())
    assert len(shop.orders(stall="01")) == len(shop.orders(facility="BNA")) == 1
    assert shop.orders(stall="02") == shop.orders(facility="KRB") == []


# How many can be made -------------------------------------------------------------------------------


def test_a_till_knows_how_many_may_still_be_ordered(shop: Shop) -> None:
    assert snapshot_of(shop, "KURSI")["orders_left"] is None
    shop.writer.submit(SetCapacity("KURSI", CapacityForm(capacity=5), "panitia"))
    sale = shop.order(chair(quantity=4))
    assert (snapshot_of(shop, "KURSI")["order_capacity"], snapshot_of(shop, "KURSI")["orders_left"]) == (5, 1)
    shop.refund(sale.id, (1, 3))
    assert snapshot_of(shop, "KURSI")["orders_left"] == 4
    assert shop.order(chair(quantity=9)).status == "accepted", "what was promised is not refused"
    assert snapshot_of(shop, "KURSI")["orders_left"] == 0
    assert shop.differences() == []


# Where it goes --------------------------------------------------------------------------------------


def keep_contact(shop: Shop, sale: str, name: str = "Ibu Sari", contact_id: str | None = None) -> Json:
    form = ContactForm(sale=sale, name=name, phone="0811", address="Jl. Melati 3")
    told: Json = shop.writer.submit(KeepContact(contact_id or new_id(), form, "01"))
    return told


def test_a_contact_may_come_before_its_sale_and_the_newest_counts(shop: Shop) -> None:
    keep_contact(shop, sale_id := new_id())
    keep_contact(shop, sale_id, "Pak Budi")
    shop.hand_in(shop.sale({"sku": "KURSI", "order": {"deposit": CHAIR, "pickup": "Kirim"}}), sale_id)
    assert [order["contact"] for order in shop.orders()] == [True]
    with shop.database.reading() as connection:
        assert find_contact(connection, sale_id)["name"] == "Pak Budi"
    assert shop.count("order_contact") == 1


def test_nobody_knows_the_buyer_any_longer_once_everything_is_handed_over(shop: Shop) -> None:
    sale = shop.order(chair(deposit=CHAIR), chair(deposit=CHAIR))
    keep_contact(shop, sale.id)
    shop.hand_over(sale.id, 1)
    assert shop.count("order_contact") == 1
    shop.hand_over(sale.id, 2)
    assert shop.count("order_contact") == 0


def test_an_address_that_was_deleted_does_not_come_back(shop: Shop) -> None:
    sale, contact_id = shop.order(chair(deposit=CHAIR)), new_id()
    keep_contact(shop, sale.id, contact_id=contact_id)
    shop.hand_over(sale.id, 1)
    assert keep_contact(shop, sale.id, contact_id=contact_id)["status"] == "duplicate"
    keep_contact(shop, sale.id)
    assert shop.count("order_contact") == 0, "what comes after the goods were fetched serves nobody"


def test_nobody_knows_the_buyer_any_longer_once_everything_is_cancelled(shop: Shop) -> None:
    sale = shop.order(chair(deposit=CHAIR, quantity=2), chair(deposit=CHAIR))
    keep_contact(shop, sale.id)
    shop.hand_over(sale.id, 2)
    shop.refund(sale.id, (1, 1))
    assert shop.count("order_contact") == 1
    shop.refund(sale.id, (1, 1))
    assert shop.count("order_contact") == 0


def test_nobody_knows_the_buyer_of_a_sale_that_was_rejected(shop: Shop) -> None:
    sale_id = new_id()
    line = {"sku": "KURSI", "order": {"deposit": CHAIR, "pickup": "Kirim"}}
    held = shop.hand_in(shop.sale(line), sale_id, revoked=True)
    keep_contact(shop, sale_id)
    assert shop.count("order_contact") == 1
    shop.decide(held.held_id, "reject")
    keep_contact(shop, sale_id)
    assert shop.count("order_contact") == 0


def test_one_contact_is_of_one_sale(shop: Shop) -> None:
    keep_contact(shop, new_id(), contact_id=(contact_id := new_id()))
    with pytest.raises(Conflict, match="id_reused"):
        keep_contact(shop, new_id(), contact_id=contact_id)


def test_a_contact_stands_in_its_own_table_and_nowhere_else(shop: Shop) -> None:
    sale = shop.order(chair())
    keep_contact(shop, sale.id, "Ibu Sari Rahayu")
    assert "Rahayu" in everything_written(shop)
    shop.hand_over(sale.id, 1)
    assert "Rahayu" not in everything_written(shop), "neither the journal nor a kept answer remembers it"


def everything_written(shop: Shop) -> str:
    with shop.database.reading() as connection:
        return str([connection.execute(table.select()).all() for table in tables.metadata.sorted_tables])
