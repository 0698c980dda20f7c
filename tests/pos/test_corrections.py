"""What was written down wrongly is put right by a record of its own; the goods stay sold."""

import pytest
from shop import Shop, new_id

from pos.corrections import ApproveRefund, ConfirmPayment, unapproved_refunds
from pos.forms import ConfirmationForm
from pos.refusals import Conflict, Invalid, NotFound
from pos.statements import find_sale

BATIK = 150_000


def cash(amount: int) -> list[dict[str, object]]:
    return [{"method": "cash", "amount": amount}]


def test_a_correction_changes_the_way_of_paying_and_nothing_else(shop: Shop) -> None:
    sale = shop.sell(payments=[{"method": "card", "amount": BATIK}])
    told = shop.correct_payments(sale.id, cash(BATIK))
    assert (
        told["payments"] == [{"method": "cash", "amount": BATIK}] or told["payments"][0]["method"] == "cash"
    )
    assert shop.on_table("BATIK") == {"01": 19}
    [entry] = shop.journal("payment.corrected")
    assert entry.data["deltas"] == [
        {"method": "card", "amount": -BATIK},
        {"method": "cash", "amount": BATIK},
    ]
    with shop.database.reading() as connection:
        document = find_sale(connection, sale.id)
    assert document is not None
    assert [payment["method"] for payment in document["payments"]] == ["card"], "the sale is not rewritten"
    assert len(document["payment_corrections"]) == 1
    assert shop.differences() == []


def test_a_second_correction_starts_from_the_first(shop: Shop) -> None:
    sale = shop.sell(payments=[{"method": "card", "amount": BATIK}])
    shop.correct_payments(sale.id, cash(BATIK))
    shop.correct_payments(sale.id, [{"method": "qris", "amount": BATIK}])
    assert shop.journal("payment.corrected")[-1].data["deltas"] == [
        {"method": "cash", "amount": -BATIK},
        {"method": "qris", "amount": BATIK},
    ]
    assert shop.differences() == []


def test_a_correction_sent_again_is_one(shop: Shop) -> None:
    sale, correction = shop.sell(), new_id()
    first = shop.correct_payments(sale.id, [{"method": "qris", "amount": BATIK}], correction)
    again = shop.correct_payments(sale.id, [{"method": "qris", "amount": BATIK}], correction)
    assert again == {**first, "status": "duplicate"}
    with pytest.raises(Conflict, match="id_reused"):
        shop.correct_payments(sale.id, [{"method": "card", "amount": BATIK}], correction)


def test_the_total_stays(shop: Shop) -> None:
    sale = shop.sell()
    with pytest.raises(Invalid) as refusal:
        shop.correct_payments(sale.id, cash(BATIK - 1))
    assert refusal.value.details["fields"][0]["field"] == "payments"
    with pytest.raises(NotFound, match="sale_unknown"):
        shop.correct_payments(new_id(), cash(BATIK))


def test_after_the_close_a_correction_is_booked_on_the_next_shift(shop: Shop) -> None:
    first = shop.open_shift(float_=0)
    sale = shop.sell(shift=first)
    closed = shop.close_shift(first)
    with pytest.raises(Conflict, match="no_open_shift"):
        shop.correct_payments(sale.id, [{"method": "qris", "amount": BATIK}])
    second = shop.open_shift(float_=0)
    shop.correct_payments(sale.id, [{"method": "qris", "amount": BATIK}])
    assert shop.shift_report(first)["expected"] == closed["expected"]
    assert shop.close_shift(second)["expected"] == -BATIK
    assert shop.differences() == []


def test_an_unconfirmed_payment_is_confirmed_once(shop: Shop) -> None:
    sale = shop.sell(payments=[{"method": "qris", "amount": BATIK, "state": "unconfirmed"}])
    for _ in range(2):
        told = shop.writer.submit(ConfirmPayment(sale.id, 1, ConfirmationForm(reference="Q9"), "kasir-01"))
        assert told["state"] == "confirmed"
    assert len(shop.journal("payment.confirmed")) == 1
    with pytest.raises(NotFound, match="payment_unknown"):
        shop.writer.submit(ConfirmPayment(sale.id, 2, ConfirmationForm(), None))
    assert shop.differences() == []


def test_a_void_is_approved_once(shop: Shop) -> None:
    refund = shop.refund(shop.sell().id, (1, 1))
    told = shop.writer.submit(ApproveRefund(refund["id"], "ketua-02"))
    assert told["approved_by"] == "ketua-01", "somebody stood by it already"
    with shop.database.reading() as connection:
        assert unapproved_refunds(connection) == []
