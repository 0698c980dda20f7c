"""One paper per sale, whatever repeats or dies in between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from facts import refund_data, sale_data
from sqlalchemy import select

from exhibition.reactions import REACTIONS, Stationery, reactions_with
from exhibition.relay import Durable, React
from pos import tables
from pos.database import Database, open_database
from pos.events import KINDS, Fact, PaymentCorrected, SaleRecorded, SaleRefunded
from pos.journal import read_entries
from pos.stalls import OfferAgain
from pos.writer import Batch, Writer
from printers.tables import metadata as printing
from printers.tables import print_job


@dataclass(frozen=True)
class Record:
    facts: tuple[Fact, ...]

    def apply(self, batch: Batch) -> None:
        for fact in self.facts:
            batch.record(fact)


@dataclass(frozen=True)
class NameTheEvent:
    def apply(self, batch: Batch) -> None:
        batch.connection.execute(
            tables.event.insert().values(
                id=1, name="Pameran Contoh", venue="Plasa", timezone="Asia/Jakarta", tz_abbr="WIB", demo=True
            )
        )


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "lapak.db")
    opened.create(tables.metadata, printing)
    yield opened
    opened.close()


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    working = Writer(database)
    working.start()
    yield working
    working.stop()


def jobs(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(print_job).order_by(print_job.c.no)))


def follow_all(database: Database, writer: Writer, reactions: Any) -> None:
    durable = Durable("receipts", reactions, database, writer.submit)
    with database.reading() as connection:
        entries = read_entries(connection)
    durable.follow(entries)


def test_a_sale_puts_one_receipt_in_its_stalls_queue(database: Database, writer: Writer) -> None:
    writer.submit(NameTheEvent())
    writer.submit(Record((SaleRecorded(**sale_data()),)))
    reactions = reactions_with(Stationery(lambda: "http://10.0.0.5:8080"))
    for _ in range(3):
        follow_all(database, writer, reactions)
    (job,) = jobs(database)
    assert (job.kind, job.subject, job.copy, job.stall) == ("receipt", sale_data()["id"], 0, "07")
    assert job.document["event"] == "Pameran Contoh"
    assert job.document["receipt_url"] == "http://10.0.0.5:8080/r/Q2hhbmdlIG1l"
    assert job.hold is None


def test_a_late_sale_waits_for_a_person(database: Database, writer: Writer) -> None:
    writer.submit(Record((SaleRecorded(**sale_data(late=True)),)))
    follow_all(database, writer, reactions_with(Stationery(lambda: None)))
    assert jobs(database)[0].hold == "late"


def test_a_refund_prints_its_slip(database: Database, writer: Writer) -> None:
    writer.submit(Record((SaleRecorded(**sale_data()), SaleRefunded(**refund_data()))))
    follow_all(database, writer, reactions_with(Stationery(lambda: None)))
    assert [job.kind for job in jobs(database)] == ["receipt", "refund"]
    assert jobs(database)[1].subject == refund_data()["id"]


def refunded(number: int, at: datetime) -> SaleRefunded:
    return SaleRefunded(**refund_data(id=f"r{number}", number=f"07A-R{number}", refunded_at=at.isoformat()))


def test_a_slip_waits_for_a_person_when_it_may_be_on_paper_already(
    database: Database, writer: Writer
) -> None:
    now = datetime.now(UTC)
    writer.submit(
        Record((SaleRecorded(**sale_data()), refunded(1, now), refunded(2, now - timedelta(hours=1))))
    )
    writer.submit(OfferAgain())
    writer.submit(Record((refunded(3, now - timedelta(minutes=1)), refunded(4, now + timedelta(minutes=1)))))
    follow_all(database, writer, reactions_with(Stationery(lambda: None)))
    assert {job.subject: job.hold for job in jobs(database) if job.kind == "refund"} == {
        "r1": None,
        "r2": "late",
        "r3": "late",
        "r4": None,
    }


def test_who_pays_a_balance_gets_a_receipt_and_a_correction_prints_nothing(
    database: Database, writer: Writer
) -> None:
    corrected = PaymentCorrected(
        id="c", sale="s", sale_number="07A-0001", stall="07", shift=None, deltas=[], reason="x"
    )
    paid = {"method": "cash", "amount": 5_000, "tendered": 10_000, "reference": None, "state": "confirmed"}
    balance = replace(
        corrected, id="s1", kind="balance", received=[paid], paid_at=datetime.now(UTC).isoformat()
    )
    old = replace(balance, id="s2", paid_at="2018-04-03T10:15:02+07:00")
    writer.submit(Record((corrected, balance, old)))
    follow_all(database, writer, reactions_with(Stationery(lambda: None)))
    assert [(job.kind, job.subject, job.hold) for job in jobs(database)] == [
        ("slip", "s1", None),
        ("slip", "s2", "late"),
    ]


def test_a_new_name_of_the_exhibition_is_on_the_next_paper(database: Database, writer: Writer) -> None:
    stationery = Stationery(lambda: None)
    with database.reading() as connection:
        assert stationery.head(connection).event == ""
        writer.submit(NameTheEvent())
        assert stationery.head(connection).event == ""
    writer.submit(Record((KINDS["event.configured"](event={"name": "Pameran Contoh"}),)))  # type: ignore[call-arg]
    follow_all(database, writer, reactions_with(stationery))
    with database.reading() as connection:
        assert stationery.head(connection).event == "Pameran Contoh"


def test_the_second_printer_of_the_same_paper_is_impossible(database: Database, writer: Writer) -> None:
    """Even if a bookmark were lost, the table itself refuses a second original."""
    writer.submit(Record((SaleRecorded(**sale_data()),)))
    with database.reading() as connection:
        entries = read_entries(connection)
    reactions = reactions_with(Stationery(lambda: None))
    writer.submit(React("receipts", reactions, entries))
    with pytest.raises(Exception, match="UNIQUE"):
        writer.submit(React("a-bookmark-that-was-lost", reactions, entries))
    assert len(jobs(database)) == 1


def test_every_event_in_the_table_exists() -> None:
    assert set(REACTIONS) <= set(KINDS)
