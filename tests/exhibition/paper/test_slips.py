"""Slips of the staff say what the books say, and are printed once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from facts import refund_data
from pydantic import ValidationError
from shop import PRICES, Perform, Shop, a_shop, new_id
from sqlalchemy import select

from exhibition.paper.buyers import ForgetBuyers, naming_buyers
from exhibition.paper.receipts import Letterhead
from exhibition.paper.slips import delivery_note, kuitansi, shift_slip
from exhibition.paper.slips_api import PrintSlip, SlipForm
from exhibition.reactions import Stationery, reactions_with
from exhibition.relay import Durable
from exhibition.tables import metadata as program
from pos.events import ShiftClosed
from pos.principal import Principal
from pos.refusals import Conflict, Forbidden, NotFound
from printers.errors import PrinterRefusal
from printers.tables import metadata as printing
from printers.tables import print_job

HEAD = Letterhead(event="Pameran", venue="Plasa Industri")
NOW = "2018-04-03T17:00:00+07:00"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(tmp_path) as shop:
        for metadata in (printing, program):
            shop.writer.submit(Perform(lambda batch, rows=metadata: rows.create_all(batch.connection)))
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
    assert {line.method: line.amount for line in slip.methods} == {"qris": PRICES["TAS"]}
    assert (slip.expected, slip.counted_total, slip.difference) == (None, None, None)
    assert (slip.gross, slip.net, slip.cash_sales, slip.moved) == (None, None, None, ())


def test_a_counted_drawers_report_shows_every_way_cash_went(shop: Shop) -> None:
    shift = a_days_shift(shop)
    shop.move_cash(shift, "in", 50_000)
    shop.move_cash(shift, "out", 20_000)
    unsure = [{"method": "qris", "amount": PRICES["KOPI"], "state": "unconfirmed"}]
    shop.sell(("KOPI", 1), shift=shift, payments=unsure)
    expected = shop.close_shift(shift, {"50000": 5})["expected"]
    slip = slip_of(shop, shift_slip, shift, HEAD, NOW)
    assert slip.gross == 2 * PRICES["BATIK"] + PRICES["TAS"] + PRICES["KOPI"]
    assert (slip.cash_sales, slip.cash_refunds) == (2 * PRICES["BATIK"], PRICES["BATIK"])
    moved = {line.way: line for line in slip.moved}
    assert {kind: line.amount for kind, line in moved.items()} == {
        "deposit": 100_000,
        "in": 50_000,
        "out": 20_000,
    }
    assert (moved["deposit"].staff, moved["deposit"].second) == ("kasir-01", "bendahara")
    assert [(line.method, line.amount) for line in slip.unconfirmed] == [("qris", PRICES["KOPI"])]
    figures = slip.opening_float + slip.cash_sales - slip.cash_refunds + 50_000 - 20_000 - 100_000
    assert slip.expected == expected == figures


def test_a_corrected_payment_stands_on_the_report_as_it_was_really_paid(shop: Shop) -> None:
    shift, sale = shop.open_shift(), new_id()
    shop.hand_in(shop.sale(("BATIK", 1), shift=shift), sale)
    shop.sell(("TAS", 1), shift=shift)
    shop.correct_payments(sale, [{"method": "qris", "amount": PRICES["BATIK"]}])
    shop.close_shift(shift)
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


def test_slips_of_a_drawer_that_was_counted_long_ago_wait_for_a_person(shop: Shop) -> None:
    shift = shop.open_shift()
    shop.writer.submit(shop.moving(shift, "deposit", 50_000, at=NOW))
    shop.writer.submit(shop.closing(shift, closed_at=NOW))
    assert [job.hold for job in slips(shop)] == ["late", "late"]


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
    slip = slip_of(shop, kuitansi, sale, HEAD)
    assert slip.amount == PRICES["BATIK"] + PRICES["TAS"]
    assert slip.purpose == "Batik, Tas"
    assert slip.date == "3 April 2018"
    with pytest.raises(NotFound, match="sale_unknown"):
        slip_of(shop, kuitansi, refund_data()["id"], HEAD)


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
    (first, new), (again, second) = [shop.writer.submit(wish) for _ in range(2)]
    assert (first, new, second) == (again, True, False)
    stranger = Principal(role="lead", stall="02", staff="ketua-02")
    with pytest.raises(Forbidden, match="wrong_stall"):
        shop.writer.submit(PrintSlip(new_id(), form, Stationery(lambda: None), stranger))


def ask(shop: Shop, **form: Any) -> str:
    """A slip asked for by the organiser; gives its id."""
    identity, organiser = new_id(), Principal(role="organiser", staff="panitia")
    shop.writer.submit(PrintSlip(identity, SlipForm(**form), Stationery(lambda: None), organiser))
    return identity


def test_a_return_note_adds_up_what_went_home(shop: Shop) -> None:
    for pieces in (3, 2):
        shop.move("returned", "BATIK", pieces, "01")
    shop.move("damaged", "BATIK", 1, "01")
    ask(shop, kind="return", facility="BNA", stall="01")
    (note,) = slips(shop)
    assert (note.stall, note.document["direction"]) == ("01", "out")
    assert [(line["sku"], line["quantity"]) for line in note.document["lines"]] == [("BATIK", 5)]
    with pytest.raises(NotFound, match="nothing_returned"):
        ask(shop, kind="return", facility="BNA", stall="02")


def test_a_slip_must_say_what_it_is_about() -> None:
    with pytest.raises(ValidationError, match="name the document"):
        SlipForm(kind="shift")
    with pytest.raises(ValidationError, match="facility and stall"):
        SlipForm(kind="return", stall="01")


def test_a_buyers_name_is_printed_but_stays_in_no_queue(shop: Shop) -> None:
    sale = new_id()
    shop.hand_in(shop.sale(("BATIK", 1)), sale)
    ask(shop, kind="kuitansi", of=sale, received_from="Ibu Sari, Dinas Perindustrian")
    (job,) = slips(shop)
    assert "Sari" not in str(job.document)
    name_buyer = naming_buyers(shop.database.reading)
    assert name_buyer(job.document)["received_from"] == "Ibu Sari, Dinas Perindustrian"
    assert shop.writer.submit(ForgetBuyers()) == 1
    assert name_buyer(job.document)["received_from"] == ""
    assert job.document["buyer"] == f"kuitansi/{sale}"
    assert "Sari" not in str(shop.journal())


def mark_printed(shop: Shop) -> None:
    shop.writer.submit(
        Perform(
            lambda batch: (
                batch.connection.execute(print_job.update().values(state="printed")).rowcount and None
            )
        )
    )


def copies(shop: Shop) -> list[Any]:
    with shop.database.reading() as connection:
        return list(
            connection.execute(select(print_job).where(print_job.c.copy > 0).order_by(print_job.c.no))
        )


def test_a_second_paper_of_the_same_matter_says_that_it_is_a_copy(shop: Shop) -> None:
    shift, sale = a_days_shift(shop), new_id()
    shop.hand_in(shop.sale(("BATIK", 1)), sale)
    shop.close_shift(shift)
    assert len(slips(shop)) == 2  # deposit and Z come out by themselves
    with pytest.raises(PrinterRefusal, match="still_waiting"):
        ask(shop, kind="shift", of=shift)
    mark_printed(shop)
    ask(shop, kind="shift", of=shift)
    ask(shop, kind="kuitansi", of=sale, received_from="Dinas A")
    mark_printed(shop)
    ask(shop, kind="kuitansi", of=sale, received_from="Dinas A")
    z_report, receipt = copies(shop)
    assert (z_report.document["report"], z_report.document["copy"]) == ("Z", 1)
    assert (receipt.document["kind"], receipt.document["copy"]) == ("kuitansi", 1)
    assert naming_buyers(shop.database.reading)(receipt.document)["received_from"] == "Dinas A"


def test_a_copy_of_a_kuitansi_names_nobody_else(shop: Shop) -> None:
    sale = new_id()
    shop.hand_in(shop.sale(("BATIK", 1)), sale)
    ask(shop, kind="kuitansi", of=sale, received_from="Dinas A")
    mark_printed(shop)
    for other in ({"received_from": "Dinas B"}, {"purpose": "Konsumsi rapat"}):
        with pytest.raises(Conflict, match="kuitansi_written"):
            ask(shop, kind="kuitansi", of=sale, **other)
    ask(shop, kind="kuitansi", of=sale)
    (copy,) = copies(shop)
    named = naming_buyers(shop.database.reading)(copy.document)
    assert (named["received_from"], named["purpose"]) == ("Dinas A", "Batik")


def test_another_payer_gets_a_new_kuitansi_that_says_what_it_replaces(shop: Shop) -> None:
    sale = new_id()
    shop.hand_in(shop.sale(("BATIK", 1)), sale)
    ask(shop, kind="kuitansi", of=sale, received_from="Dinas A")
    mark_printed(shop)
    ask(shop, kind="kuitansi", of=sale, received_from="Dinas B", anew=True)
    old, new = slips(shop)
    number = old.document["sale_number"]
    assert (old.document["number"], old.document["replaces"]) == (f"KW-{number}", None)
    assert (new.document["number"], new.document["replaces"]) == (f"KW-{number}/2", f"KW-{number}")
    name_buyer = naming_buyers(shop.database.reading)
    assert [name_buyer(slip.document)["received_from"] for slip in (old, new)] == ["Dinas A", "Dinas B"]
    mark_printed(shop)
    ask(shop, kind="kuitansi", of=sale)
    assert copies(shop)[0].document["number"] == f"KW-{number}/2"


def test_every_note_of_goods_has_a_number_of_its_own(shop: Shop) -> None:
    shop.move("returned", "BATIK", 1, "01")
    consignment = new_id()
    shop.receive(("KOPI", 5), consignment=consignment)
    for _ in range(2):
        ask(shop, kind="return", facility="BNA", stall="01")
    first, second = [slip.document["number"] for slip in slips(shop)]
    assert first != second
    assert first.startswith("KB-")
    assert slip_of(shop, delivery_note, consignment, HEAD).number == f"TB-{consignment[:8].upper()}"


def test_an_x_report_is_never_a_copy(shop: Shop) -> None:
    shift = a_days_shift(shop)
    for _ in range(2):
        ask(shop, kind="shift", of=shift)
        mark_printed(shop)
    assert copies(shop) == []


def test_cash_that_moved_after_the_count_is_not_on_the_z_report(shop: Shop) -> None:
    shift = shop.open_shift()
    shop.move_cash(shift, "in", 50_000)
    shop.close_shift(shift)
    shop.move_cash(shift, "out", 20_000)
    assert [line.way for line in slip_of(shop, shift_slip, shift, HEAD, NOW).moved] == ["in"]


def test_names_in_kuitansi_of_before_are_forgotten_too(shop: Shop) -> None:
    sale = new_id()
    shop.hand_in(shop.sale(("BATIK", 1)), sale)
    ask(shop, kind="kuitansi", of=sale)
    old = {"kind": "kuitansi", "received_from": "Ibu Sari"}
    shop.writer.submit(
        Perform(
            lambda batch: batch.connection.execute(print_job.update().values(document=old)).rowcount and None
        )
    )
    assert shop.writer.submit(ForgetBuyers()) == 1
    with shop.database.reading() as connection:
        assert connection.scalar(select(print_job.c.document)) == old | {"received_from": ""}
