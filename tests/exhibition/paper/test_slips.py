"""Slips of the staff say what the books say, and are printed once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from facts import refund_data
from shop import PRICES, Perform, Shop, a_shop, new_id
from sqlalchemy import select

from exhibition.paper.receipts import Letterhead
from exhibition.paper.slips import delivery_note, kuitansi, shift_slip
from exhibition.paper.slips_api import PrintSlip, SlipForm
from exhibition.reactions import Stationery, reactions_with
from exhibition.relay import Durable
from pos.events import ShiftClosed
from pos.principal import Principal
from pos.refusals import Forbidden, NotFound
from printers.tables import metadata as printing
from printers.tables import print_job

HEAD = Letterhead(event="Pameran", venue="Plasa Industri")
NOW = "2018-04-03T17:00:00+07:00"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(tmp_path) as shop:
        shop.writer.submit(Perform(lambda batch: printing.create_all(batch.connection)))
        yield shop


def slip_of(shop: Shop, compose: Any, *arguments: Any) -> Any:
    with shop.database.reading() as connection:
        return compose(connection, *arguments)


def slips(shop: Shop) -> list[Any]:
    """What the reactions put into the queue, slips only."""
    stationery = Stationery(lambda: None)
    durable = Durable("receipts", reactions_with(stationery), shop.database, shop.writer.submit)
    durable.follow(shop.journal())
    with shop.database.reading() as connection:
        jobs = connection.execute(
            select(print_job).where(print_job.c.kind == "slip").order_by(print_job.c.no)
        )
        return list(jobs)


def a_days_shift(shop: Shop) -> str:
    """Two batiks for cash, one bag by QRIS, one batik back, a deposit."""
    shift, sale = shop.open_shift(), new_id()
    shop.hand_in(shop.sale(("BATIK", 2), shift=shift), sale)
    bag = PRICES["TAS"]
    shop.sell(("TAS", 1), shift=shift, payments=[{"method": "qris", "amount": bag}])
    shop.refund(sale, (1, 1), till="01A")
    shop.move_cash(shift, "deposit", 100_000)
    return shift


def test_an_open_drawers_report_does_not_tell_what_is_expected(shop: Shop) -> None:
    slip = slip_of(shop, shift_slip, a_days_shift(shop), HEAD, NOW)
    assert (slip.report, slip.till, slip.stall_name) == ("X", "01A", "Aceh")
    assert (slip.sales, slip.pieces) == (2, 3)
    assert slip.gross == 2 * PRICES["BATIK"] + PRICES["TAS"]
    assert {line.method: line.amount for line in slip.methods} == {
        "cash": 2 * PRICES["BATIK"],
        "qris": PRICES["TAS"],
    }
    assert (slip.expected, slip.counted_total, slip.difference) == (None, None, None)


def test_a_corrected_payment_stands_on_the_report_as_it_was_really_paid(shop: Shop) -> None:
    shift, sale = shop.open_shift(), new_id()
    shop.hand_in(shop.sale(("BATIK", 1), shift=shift), sale)
    shop.sell(("TAS", 1), shift=shift)
    shop.correct_payments(sale, [{"method": "qris", "amount": PRICES["BATIK"]}])
    slip = slip_of(shop, shift_slip, shift, HEAD, NOW)
    assert {line.method: line.amount for line in slip.methods} == {
        "cash": PRICES["TAS"],
        "qris": PRICES["BATIK"],
    }


def test_a_counted_drawers_report_comes_out_by_itself_and_once(shop: Shop) -> None:
    shift = a_days_shift(shop)
    expected = shop.close_shift(shift, {"50000": 5})["expected"]
    deposit, report = slips(shop)
    assert len(slips(shop)) == 2
    assert (report.subject, report.stall) == (shift, "01")
    assert (report.document["report"], report.document["number"]) == ("Z", "Z-01A-001")
    assert report.document["expected"] == expected
    assert report.document["difference"] == 250_000 - expected
    assert report.document["counted"] == [{"value": 50_000, "count": 5}]
    assert (deposit.document["amount"], deposit.document["taker"]) == (100_000, "bendahara")


def test_cash_that_only_comes_in_prints_nothing(shop: Shop) -> None:
    shop.move_cash(shop.open_shift(), "in", 50_000)
    assert slips(shop) == []


def test_a_slip_that_cannot_be_written_does_not_hold_up_the_rest(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    ghost = ShiftClosed(shift=new_id(), till="01A", stall="01", closed_at=NOW, z_number=1, figures={})
    shop.writer.submit(Perform(lambda batch: batch.record(ghost) and None))
    a_days_shift(shop)
    assert [job.document["kind"] for job in slips(shop)] == ["deposit"]
    assert "no slip for" in caplog.text


def test_a_kuitansi_is_about_what_the_buyer_kept(shop: Shop) -> None:
    sale = new_id()
    shop.hand_in(shop.sale(("BATIK", 2), ("TAS", 1)), sale)
    shop.refund(sale, (1, 1))
    slip = slip_of(shop, kuitansi, sale, HEAD, "Dinas Perindustrian", None)
    assert slip.amount == PRICES["BATIK"] + PRICES["TAS"]
    assert slip.purpose == "Batik, Tas"
    assert slip.date == "3 April 2018"
    with pytest.raises(NotFound, match="sale_unknown"):
        slip_of(shop, kuitansi, refund_data()["id"], HEAD, "-", None)


def test_a_delivery_note_lists_what_was_counted_in(shop: Shop) -> None:
    consignment = new_id()
    shop.receive(("KOPI", 5, "2018-12-31"), consignment=consignment)
    slip = slip_of(shop, delivery_note, consignment, HEAD)
    assert (slip.facility, slip.stall, slip.direction) == ("Lapas KRB", "02", "in")
    assert [(line.name, line.quantity, line.expires_on) for line in slip.lines] == [("Kopi", 5, "2018-12-31")]
    with pytest.raises(NotFound, match="consignment_unknown"):
        slip_of(shop, delivery_note, new_id(), HEAD)


def test_a_wish_repeated_is_one_slip_and_stays_at_its_stall(shop: Shop) -> None:
    form = SlipForm(kind="shift", of=a_days_shift(shop))
    lead = Principal(role="lead", stall="01", staff="ketua-01")
    wish = PrintSlip(new_id(), form, Stationery(lambda: None), lead)
    assert [shop.writer.submit(wish) for _ in range(2)] == [True, False]
    stranger = Principal(role="lead", stall="02", staff="ketua-02")
    with pytest.raises(Forbidden, match="wrong_stall"):
        shop.writer.submit(PrintSlip(new_id(), form, Stationery(lambda: None), stranger))
