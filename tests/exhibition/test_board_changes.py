"""A screen that is told only what changed: small, and with what it kept the same as the whole."""

import json
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from exhibition.board import LATEST, Board
from exhibition.board_changes import changes_between

SAMPLE = Path(__file__).parent.parent / "samples" / "board-changes.json"
STALLS = [f"{number:02}" for number in range(1, 34)]


@dataclass(frozen=True)
class Entry:
    seq: int
    name: str
    data: dict[str, Any]


def sale(number: int, stall: str = "07", hour: int = 10, method: str = "cash") -> Entry:
    line = {"sku": "A", "name": "Kopi", "facility": f"F{stall}", "category": f"K{int(stall) % 3}"}
    data = {
        "id": f"sale-{number}",
        "number": f"{stall}A-{number:04}",
        "stall": stall,
        "sold_at": f"2018-04-03T{hour:02}:15:02+07:00",
        "gross": 1000 * number,
        "rounding": 0,
        "total": 1000 * number,
        "lines": [{**line, "quantity": 1, "amount": 1000 * number, "stocked": True}],
        "payments": [{"method": method, "amount": 1000 * number, "state": "confirmed"}],
    }
    return Entry(number, "sale.recorded", data)


def refund(of: Entry, seq: int, method: str = "qris") -> Entry:
    data = {
        "sale": of.data["id"],
        "stall": of.data["stall"],
        "sale_sold_at": of.data["sold_at"],
        "method": method,
        "rounding": 0,
        "lines": of.data["lines"],
    }
    return Entry(seq, "sale.refunded", data)


def shown_after(board: Board, *entries: Entry) -> dict[str, Any]:
    for entry in entries:
        assert board.apply(entry)
    return board.snapshot(f"2018-04-03T10:00:00.{board.seq:03}+07:00")


def a_day() -> list[dict[str, Any]]:
    """Stalls and hours that are new, a sale given back, more sales at once than are shown."""
    board, first = Board("journal"), sale(1)
    return [
        shown_after(board, first),
        shown_after(board, sale(2, "33", 9, "qris")),
        shown_after(board, sale(3, "01", 11), sale(4)),
        shown_after(board, refund(first, 5)),
        shown_after(board, *(sale(number, STALLS[number % 33]) for number in range(6, 6 + LATEST + 5))),
        shown_after(board, sale(50, "07", 8)),
    ]


def a_day_of_refunds() -> list[dict[str, Any]]:
    """Rows that go up, come down, and are again what they were."""
    board, sold = Board("journal"), list[Entry]()
    seen = [shown_after(board, sale(1))]
    for seq, what in enumerate(("07", "back", "33", "07", "back", "back", "07", "33", "back"), start=2):
        if what == "back":
            entry = refund(sold.pop(), seq, method="cash")
        else:
            sold.append(entry := sale(seq, what))
        seen.append(shown_after(board, entry))
    return seen


def changes_over(snapshots: list[dict[str, Any]]) -> list[Any]:
    return [changes_between(before, after) for before, after in combinations(snapshots, 2)]


def test_on_a_day_of_refunds_some_row_is_again_what_it_was() -> None:
    cash = [{row["method"]: row["net"] for row in each["payments"]}["cash"] for each in a_day_of_refunds()]
    assert any(first == third != second for first, second, third in combinations(cash, 3))


def test_the_sample_for_the_screens_own_test_is_what_the_server_says(request: pytest.FixtureRequest) -> None:
    snapshots = a_day()
    changes = [changes_between(before, after) for before, after in pairwise(snapshots)]
    wandering = a_day_of_refunds()
    said = json.loads(
        json.dumps(
            {
                "snapshots": snapshots,
                "changes": changes,
                "wandering": {"snapshots": wandering, "changes": changes_over(wandering)},
            }
        )
    )
    if request.config.getoption("--update"):
        SAMPLE.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    assert json.loads(SAMPLE.read_text(encoding="utf-8")) == said


def test_one_sale_in_a_full_hall_is_a_tenth_of_the_whole() -> None:
    board = Board("journal")
    before = shown_after(board, *(sale(number, STALLS[number % 33]) for number in range(1, 100)))
    after = shown_after(board, sale(100))
    assert len(json.dumps(changes_between(before, after))) * 10 < len(json.dumps(after))


def test_only_the_whole_will_do_at_first_after_a_restore_and_where_no_sale_was_made() -> None:
    before, after = a_day()[:2]
    assert changes_between(None, after) is None
    assert changes_between({**before, "journal": "another"}, after) is None
    assert changes_between(after, after) is None
