"""The audit: whatever somebody changes behind the journal's back, it names."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from shop import SOLD_AT, Shop, a_shop, at_work

from pos.corrections import ApproveRefund, ConfirmPayment
from pos.event_settings import SetClosingPrices, SetEvent
from pos.events import KINDS, TillRevoked
from pos.forms import (
    ClosingPricesForm,
    ConfirmationForm,
    EventSettingsForm,
    PutAwayForm,
    ReportForm,
    StallSettingsForm,
)
from pos.journal import FIRST_PREV, Entry, next_entry
from pos.orders.commands import SetCapacity
from pos.orders.forms import CapacityForm
from pos.stalls import SetStall
from pos.tills import PutAway, ReportTill
from pos.writer import Batch


@pytest.fixture(scope="module")
def a_busy_day(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The database of an exhibition in which everything has happened once."""
    folder = tmp_path_factory.mktemp("day")
    with a_shop(folder) as shop:
        everything_happens(shop)
    return (folder / "lapak.db").read_bytes()


@pytest.fixture
def busy_shop(tmp_path: Path, a_busy_day: bytes) -> Iterator[Shop]:
    """A copy of that day, to be tampered with."""
    (tmp_path / "lapak.db").write_bytes(a_busy_day)
    with at_work(tmp_path / "lapak.db") as shop:
        yield shop


def everything_happens(shop: Shop) -> None:
    """One of each."""
    shift = shop.open_shift()
    sale = shop.sell(("BATIK", 3), ("UKIR", 1), rounding=-500)
    unsure = shop.sell(payments=[{"method": "qris", "amount": 150_000, "state": "unconfirmed"}])
    shop.refund(sale.id, (1, 1), restock=False)
    held = shop.sell(("NO SUCH", 1))
    shop.decide(held.held_id, "reject")
    accepted = shop.sell(("BATIK", 1), total=140_000)
    shop.decide(accepted.held_id, lines=[{"sku": "BATIK", "quantity": 1, "unit_price": 140_000}])
    shop.move_cash(shift, "deposit", 50_000)
    shop.move("transfer", "KOPI", 3, "02", "01")
    shop.receive(("KOPI", 5, "2018-04-05"))
    shop.change_price("TAS", 60_000)
    shop.writer.submit(ConfirmPayment(unsure.id, 1, ConfirmationForm(reference="Q1"), "kasir-01"))
    shop.correct_payments(unsure.id, [{"method": "cash", "amount": 150_000}])
    order = shop.order({"sku": "KURSI", "quantity": 2, "deposit": 200_000})
    shop.refund(order.id, (1, 1))
    shop.pay_balance(order.id, [{"method": "cash", "amount": 100_000}])
    shop.hand_over(order.id, 1)
    shop.writer.submit(SetCapacity("KURSI", CapacityForm(capacity=20), "panitia"))
    shop.close_shift(shift, {"100000": 4})
    shop.sell(("BATIK", 1), shift=shift)
    put_a_document_away(shop)
    shop.writer.submit(SetEvent(EventSettingsForm(cash_rounding=500), "panitia"))
    shop.writer.submit(SetClosingPrices(ClosingPricesForm(on=True), "panitia"))
    shop.writer.submit(SetStall("01", StallSettingsForm(max_discount_percent=10), "panitia"))


def put_a_document_away(shop: Shop) -> None:
    report = {"waiting": 0, "waiting_amount": 0, "next_number": 9, "sent_at": SOLD_AT}
    rejected = [{"id": "d1", "code": "invalid_sale", "document": {"number": "01A-0009"}}]
    form = ReportForm.model_validate_json(json.dumps({**report, "rejected": rejected}))
    shop.writer.submit(ReportTill("01A", form))
    shop.writer.submit(PutAway("01A", "d1", PutAwayForm(reason="dicatat ulang"), "panitia"))


SALE_1 = "(SELECT seq FROM sale WHERE number = '01A-0001')"


def tamper(shop: Shop, statement: str) -> int:
    """Change the file with a plain SQLite client that nothing holds back."""
    with closing(sqlite3.connect(shop.database.url.removeprefix("sqlite:///"))) as connection:
        for name in ("journal_refuses_update", "journal_refuses_delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        changed = connection.execute(statement.replace("SALE_1", SALE_1)).rowcount
        connection.commit()
    return changed


def test_after_an_honest_day_all_agree(busy_shop: Shop) -> None:
    assert busy_shop.differences() == []


TAMPERING = [
    ("UPDATE stall_setting SET max_discount_percent = 90", "stall 01 max_discount_percent"),
    ("DELETE FROM stall_setting", "settings of stall 01"),
    ("UPDATE setting SET value = '{}' WHERE name = 'event_settings'", "event_settings"),
    (
        "UPDATE sale SET total = total - 100, gross = gross - 100 WHERE number = '01A-0001'",
        "sale 01A-0001 gross",
    ),
    ("UPDATE sale SET number = '01A-0077' WHERE number = '01A-0001'", "sale 01A-0077 number"),
    ("UPDATE sale SET stall = '02' WHERE number = '01A-0001'", "sale 01A-0001 stall"),
    ("UPDATE sale SET shift = NULL WHERE number = '01A-0001'", "sale 01A-0001 shift"),
    ("UPDATE sale SET flags = '[]' WHERE flags LIKE '%late%'", "flags"),
    ("UPDATE sale SET sold_at = '2018-04-03T16:00:00+07:00' WHERE number = '01A-0001'", "sold_at"),
    (
        "UPDATE sale_line SET quantity = 2 WHERE sale = SALE_1 AND line = 1",
        "sale 01A-0001 lines 1 quantity",
    ),
    ("UPDATE sale_line SET sku = 'TAS' WHERE sale = SALE_1 AND line = 1", "takings of LHK"),
    ("UPDATE sale_line SET unit_cost = 1 WHERE sale = SALE_1 AND line = 1", "unit_cost"),
    ("UPDATE sale_line SET amount = amount + 1 WHERE sale = SALE_1 AND line = 1", "takings of BNA"),
    (
        "DELETE FROM sale_line WHERE sale = SALE_1 AND line = 2",
        "sale 01A-0001 lines: the journal says there are 2",
    ),
    ("UPDATE payment SET method = 'card' WHERE sale = SALE_1", "sale 01A-0001 payments 1 method"),
    ("DELETE FROM payment WHERE sale = SALE_1", "sale 01A-0001 payments"),
    ("UPDATE payment SET state = 'unconfirmed' WHERE method = 'qris'", "payments 1 state"),
    ("UPDATE payment SET reference = 'x' WHERE reference = 'SISA PESANAN'", "payments 2 reference"),
    ("UPDATE payment SET reference = NULL WHERE reference = 'Q1'", "payments 1 reference"),
    ("UPDATE sale_line SET \"order\" = NULL WHERE sku = 'KURSI'", "lines 1 order"),
    ("UPDATE refund SET flags = '[\"late\"]' WHERE number = '01A-R0001'", "refund 01A-R0001 flags"),
    ("UPDATE refund SET till = '02A' WHERE number = '01A-R0001'", "refund 01A-R0001 till"),
    ("UPDATE refund SET sale = (SELECT max(seq) FROM sale)", "refund 01A-R0001 sale"),
    ("UPDATE refund SET amount = amount + 1", "refund 01A-R0001 amount"),
    ("UPDATE refund SET restock = 1", "refund 01A-R0001 restock"),
    ("UPDATE refund SET approved_by = 'kasir-01'", "refund 01A-R0001 approved_by"),
    ("UPDATE refund_line SET quantity = 2", "refund 01A-R0001 lines 1 quantity"),
    ("UPDATE refund_set_off SET amount = amount - 1", "line 1 took off a balance"),
    ("DELETE FROM refund_set_off", "took off a balance"),
    ("DELETE FROM order_handover", "handed over: the journal says True"),
    ("UPDATE product SET order_capacity = NULL", "product KURSI order_capacity"),
    ("UPDATE payment_correction SET kind = 'correction'", "kind"),
    ("UPDATE payment_correction SET payments = '[]'", "payments: the journal says"),
    (
        "UPDATE payment_correction SET payments = replace(payments, 'cash', 'qris')",
        "payments: the journal says {'cash': 150000}",
    ),
    ("UPDATE payment_correction SET received = '[]' WHERE kind = 'balance'", "received"),
    ("UPDATE payment_correction SET flags = '[\"late\"]'", "flags"),
    ("UPDATE payment_correction SET cash_delta = 1", "cash_delta"),
    ("UPDATE payment_correction SET sale = SALE_1", "sale"),
    ("UPDATE payment_correction SET till = '02A'", "till"),
    ("DELETE FROM put_away", "document put away ('01A', 'd1') is in the journal but not in the tables"),
    ("UPDATE put_away SET reason = 'x'", "document put away d1 reason"),
    ("UPDATE shift SET closed_at = NULL", "closed_at"),
    ("UPDATE shift SET z_number = 9", "z_number"),
    ("UPDATE shift SET opened_at = '2018-04-03T09:45:00+07:00'", "opened_at"),
    ("UPDATE shift SET flags = '[\"second_drawer\"]'", "flags"),
    ("DELETE FROM held_sale WHERE decision = 'reject'", "is in the journal but not in the tables"),
    ("UPDATE held_sale SET decision = NULL WHERE decision = 'reject'", "decision"),
    ("UPDATE held_sale SET cash = 0 WHERE decision = 'reject'", "cash"),
    ("UPDATE stock SET on_table = on_table + 1 WHERE sku = 'BATIK'", "stock of BATIK at stall 01"),
    ("DELETE FROM stock WHERE sku = 'KOPI' AND stall = '01'", "stock of KOPI at stall 01"),
    ("UPDATE stock_movement SET quantity = quantity - 1 WHERE kind = 'damaged'", "ledger of BATIK, damaged"),
    (
        "UPDATE lot SET expires_on = '2018-12-31' WHERE sku = 'KOPI' AND expires_on IS NOT NULL",
        "1 expires_on",
    ),
    ("DELETE FROM lot WHERE sku = 'TAS'", "consignment"),
    ("UPDATE product SET price = 1 WHERE sku = 'TAS'", "product TAS price"),
    ("UPDATE price SET price = 1 WHERE sku = 'TAS'", "price of TAS since"),
    ("UPDATE piece SET state = 'open' WHERE state = 'sold'", "the journal says sold, the tables say open"),
    ("UPDATE piece SET state = 'sold' WHERE state = 'open'", "the journal says not sold"),
    ("UPDATE shift SET counted = '{\"100\":1}' WHERE closed_at IS NOT NULL", "counted"),
    ("UPDATE sale SET receipt_code = 'X' WHERE number = '01A-0001'", "sale 01A-0001 receipt_code"),
    ("UPDATE shift SET figures = replace(figures, '400000', '500000')", "figures"),
    ("UPDATE shift SET float = 0", "float"),
    ("DELETE FROM shift", "shift"),
    ("UPDATE cash_movement SET amount = amount - 1", "cash movement"),
    ("DELETE FROM cash_movement", "cash movement"),
    ("UPDATE payment_correction SET deltas = '[]'", "payment correction"),
    (
        "UPDATE journal SET data = replace(data, '150000', '140000') WHERE name = 'sale.recorded'",
        "was changed",
    ),
    ("UPDATE journal SET at = '2018-01-01T00:00:00+00:00' WHERE seq = 3", "entry 3 was changed"),
    ("DELETE FROM journal WHERE seq = 5", "entry 5 is missing"),
    ("DELETE FROM journal WHERE name = 'sale.recorded'", "fits nothing before it"),
    ("DELETE FROM journal WHERE name = 'shift.opened'", "fits nothing before it"),
    ("UPDATE journal SET data = '{' WHERE seq = 5", "cannot be read"),
]


@pytest.mark.parametrize(("statement", "named"), TAMPERING, ids=[entry[0][:60] for entry in TAMPERING])
def test_what_was_changed_by_hand_is_named(busy_shop: Shop, statement: str, named: str) -> None:
    assert tamper(busy_shop, statement) > 0
    found = busy_shop.differences()
    assert any(named in sentence for sentence in found), found


def test_a_sale_that_never_was_in_the_journal_is_named(busy_shop: Shop) -> None:
    tamper(
        busy_shop,
        "INSERT INTO sale (seq, id, number, content_hash, receipt_code, till, stall, sold_at, received_at,"
        " gross, rounding, total, flags) SELECT 9999, 'forged', '01A-9999', 'x', 'y', till, stall, sold_at,"
        " received_at, 0, 0, 0, '[]' FROM sale LIMIT 1",
    )
    assert "sale forged is in the tables but not in the journal" in busy_shop.differences()


def test_a_rewritten_journal_whose_chain_holds_still_contradicts_the_tables(busy_shop: Shop) -> None:
    """Somebody who changes an entry and seals everything after it again is caught by the tables."""
    entries = busy_shop.journal()
    tamper(busy_shop, "DELETE FROM journal")
    with closing(sqlite3.connect(busy_shop.database.url.removeprefix("sqlite:///"))) as connection:
        for row in forged(entries):
            connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.commit()
    found = busy_shop.differences()
    assert found
    assert not any(sentence.startswith("journal") for sentence in found)


def forged(entries: list[Entry]) -> Iterator[tuple[int | str, ...]]:
    head = (0, FIRST_PREV)
    for entry in entries:
        data = json.loads(entry.raw.replace("150000", "140000"))
        new = next_entry(head, entry.name, entry.at, data)
        head = (new.seq, new.hash)
        yield (new.seq, new.name, new.at, new.raw, new.prev, new.hash)


def test_every_fact_that_moves_goods_or_money_is_replayed(busy_shop: Shop) -> None:
    happened = {entry.name for entry in busy_shop.journal()}
    unseen = set(KINDS) - happened
    moves_neither = {"label.printed", "product.described"}
    assert unseen <= {"till.revoked", "refund.approved"} | moves_neither | {
        name for name in unseen if name.startswith("exhibition.")
    }


def test_a_refund_approved_later_is_replayed(shop: Shop) -> None:
    sale = shop.sell()
    refund = shop.refund(sale.id, (1, 1))
    shop.writer.submit(ApproveRefund(refund["id"], "ketua-01"))
    assert shop.differences() == []


class RevokeInTheJournalOnly:
    """As if somebody had let a revoked till sell again."""

    def apply(self, batch: Batch) -> None:
        batch.record(TillRevoked(till="01A"))


def test_a_revoked_till_made_active_again_is_named(busy_shop: Shop) -> None:
    busy_shop.writer.submit(RevokeInTheJournalOnly())
    assert busy_shop.differences() == ["till 01A: the journal says revoked, the tables say active"]


def test_two_typed_for_a_single_piece_and_one_come_back_damaged_agree(tmp_path: Path) -> None:
    with a_shop(tmp_path) as shop:
        sale = shop.sell(("UKIR", 2))
        shop.refund(sale.id, (1, 1), restock=False)
        assert shop.differences() == []
