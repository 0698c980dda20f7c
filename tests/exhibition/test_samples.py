"""The journal of the first version replays for ever: one of every entry ever written, followed by everything.

A new kind of entry is appended to tests/samples/journal-v1.jsonl (`next_entry` seals it); nothing is changed.
"""

import json
from pathlib import Path

import pytest

from exhibition.board import Board
from exhibition.paper.receipts import Letterhead, receipt, refund_slip
from pos.events import KINDS, read_fact
from pos.journal import Entry, broken_links, canonical

SAMPLE = Path(__file__).parent.parent / "samples" / "journal-v1.jsonl"


def entries() -> list[Entry]:
    lines = (json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines())
    return [Entry(raw=canonical(line["data"]), **line) for line in lines]


def test_the_sample_is_still_sealed() -> None:
    assert list(broken_links(entries())) == []


def test_every_kind_of_entry_has_a_sample() -> None:
    assert set(KINDS) - {entry.name for entry in entries()} == set()


def test_every_kind_of_entry_is_in_the_document() -> None:
    document = (SAMPLE.parents[2] / "docs" / "journal.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in document] == []


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: f"{entry.seq}-{entry.name}")
def test_an_old_entry_is_still_understood(entry: Entry) -> None:
    data = read_fact(entry.name, entry.data).to_data()
    assert {key: data[key] for key in entry.data} == entry.data


def test_the_board_shows_what_it_showed_then() -> None:
    board = Board("sample")
    for entry in entries():
        board.apply(entry)
    snapshot = board.snapshot("2018-04-03T10:30:00+07:00")
    assert snapshot["total"] == {
        "gross": 840_000,
        "refunds": 505_000,
        "net": 335_000,
        "rounding": 0,
        "pieces": 2,
        "sales": 2,
    }
    assert snapshot["hours"] == [
        {"hour": "2018-04-03T10:00:00+07:00", "net": 335_000, "pieces": 2, "sales": 2}
    ]
    assert {row["method"]: row["net"] for row in snapshot["payments"]} == {
        "cash": -85_000,
        "qris": 0,
        "card": 0,
        "transfer": 420_000,
    }
    assert [(row["code"], row["brought"]) for row in snapshot["facilities"]] == [("CBN", 10)]


def test_old_sales_and_refunds_can_still_be_printed() -> None:
    head = Letterhead(event="Pameran")
    for entry in entries():
        if entry.name == "sale.recorded":
            assert receipt(entry.data, head).total == entry.data["total"]
        if entry.name == "sale.refunded":
            assert refund_slip(entry.data, head).amount == entry.data["amount"]
