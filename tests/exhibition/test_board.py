"""The board's promises: every column adds up to the total, however sales and refunds come."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exhibition.board import LATEST, Board, local_hour

AS_OF = "2018-04-03T10:20:00+07:00"
FACILITIES = {"PKP": "07", "CJR": "07", "TKG": "01"}
CATEGORIES = {"TEK": ("Tekstil", "Textiles"), "KOP": ("Kopi & Minuman", "Coffee & drinks")}


@dataclass(frozen=True)
class Entry:
    seq: int
    name: str
    data: dict[str, Any]


def line(
    sku: str = "PKP-TEK02", quantity: int = 2, price: int = 175_000, discount: int = 0, **facts: Any
) -> Any:
    code, category = sku[:3], sku[4:7]
    return {
        "line": 1,
        "sku": sku,
        "name": f"Nama {sku}",
        "name_en": f"Name {sku}",
        "facility": code,
        "facility_name": f"Lapas {code}",
        "category": category,
        "quantity": quantity,
        "unit_price": price,
        "discount": discount,
        "amount": quantity * price - discount,
        "stocked": True,
        **facts,
    }


def sale(number: int, lines: list[Any], *, rounding: int = 0, method: str = "cash", **facts: Any) -> Any:
    gross = sum(entry["amount"] for entry in lines)
    return {
        "id": f"sale-{number}",
        "number": f"07A-{number:04}",
        "stall": "07",
        "stall_name": "Kanwil Jawa Barat",
        "sold_at": "2018-04-03T10:15:02+07:00",
        "gross": gross,
        "rounding": rounding,
        "total": gross + rounding,
        "lines": lines,
        "payments": [{"method": method, "amount": gross + rounding, "state": "confirmed"}],
        **facts,
    }


def refund(of: Any, quantity: int, *, method: str = "cash", rounding: int = 0) -> Any:
    sold = of["lines"][0]
    amount = sold["amount"] * quantity // sold["quantity"]
    return {
        "id": f"refund-{of['id']}",
        "sale": of["id"],
        "stall": of["stall"],
        "sale_sold_at": of["sold_at"],
        "refunded_at": "2018-04-04T15:00:00+07:00",
        "method": method,
        "amount": amount + rounding,
        "rounding": rounding,
        "lines": [{**sold, "quantity": quantity, "amount": amount}],
    }


def facility(code: str) -> Any:
    return {"code": code, "name": f"Lapas {code}", "stall": FACILITIES[code]}


def product(category: str) -> Any:
    name, name_en = CATEGORIES[category]
    return {
        "sku": f"PKP-{category}01",
        "category": category,
        "category_name": name,
        "category_name_en": name_en,
    }


def opening() -> list[Entry]:
    """An exhibition with two stalls, three facilities and forty batik cloths brought."""
    event = {"name": "Pameran", "timezone": "Asia/Jakarta", "tz_abbr": "WIB", "demo": True}
    facts: list[tuple[str, Any]] = [
        ("event.configured", {"event": event}),
        *(("stall.added", {"stall": {"no": no, "name": f"Kanwil {no}"}}) for no in ("01", "07")),
        *(("facility.added", {"facility": facility(code)}) for code in FACILITIES),
        *(("product.added", {"product": product(code)}) for code in CATEGORIES),
        ("consignment.received", {"facility": "PKP", "lines": [{"sku": "PKP-TEK02", "quantity": 40}]}),
    ]
    return numbered(facts)


def numbered(facts: list[tuple[str, Any]], after: int = 0) -> list[Entry]:
    return [Entry(after + i, name, data) for i, (name, data) in enumerate(facts, 1)]


def board_of(*facts: tuple[str, Any]) -> Board:
    board = Board("j1")
    start = opening()
    for entry in [*start, *numbered(list(facts), after=len(start))]:
        board.apply(entry)
    return board


def row(rows: list[Any], **key: Any) -> Any:
    return next(r for r in rows if all(r[k] == v for k, v in key.items()))


def assert_adds_up(snapshot: Any) -> None:
    total = snapshot["total"]
    assert total["net"] == total["gross"] - total["refunds"]
    for column in ("stalls", "facilities", "categories", "hours"):
        assert sum(r["net"] for r in snapshot[column]) == total["net"], column
        assert sum(r["pieces"] for r in snapshot[column]) == total["pieces"], column
    for column in ("stalls", "hours"):
        assert sum(r["sales"] for r in snapshot[column]) == total["sales"], column
    assert sum(r["net"] for r in snapshot["payments"]) == total["net"] + total["rounding"]


def test_everyone_who_takes_part_is_listed_before_the_first_sale() -> None:
    snapshot = board_of().snapshot(AS_OF)
    assert [stall["no"] for stall in snapshot["stalls"]] == ["01", "07"]
    assert [facility["code"] for facility in snapshot["facilities"]] == ["CJR", "PKP", "TKG"]
    assert row(snapshot["facilities"], code="PKP")["brought"] == 40
    assert row(snapshot["facilities"], code="PKP")["sell_through"] == 0
    assert row(snapshot["facilities"], code="TKG")["sell_through"] is None
    assert [p["method"] for p in snapshot["payments"]] == ["cash", "qris", "card", "transfer"]
    assert snapshot["latest"] == []
    assert snapshot["event"]["mode"] == "live"


def test_a_sale_is_booked_at_the_facility_that_made_the_goods() -> None:
    lines = [line(discount=10_000), line("TKG-KOP01", 1, 65_000)]
    snapshot = board_of(("sale.recorded", sale(1, lines, rounding=-300))).snapshot(AS_OF)
    assert snapshot["total"] == {
        "gross": 405_000,
        "refunds": 0,
        "net": 405_000,
        "rounding": -300,
        "pieces": 3,
        "sales": 1,
    }
    assert row(snapshot["stalls"], no="07")["net"] == 405_000
    assert row(snapshot["facilities"], code="PKP")["net"] == 340_000
    assert row(snapshot["facilities"], code="TKG")["net"] == 65_000
    assert row(snapshot["categories"], code="KOP")["name_en"] == "Coffee & drinks"
    assert row(snapshot["payments"], method="cash")["net"] == 404_700
    assert row(snapshot["facilities"], code="PKP")["sell_through"] == pytest.approx(2 / 40)
    assert snapshot["latest"][0]["number"] == "07A-0001"
    assert "id" not in snapshot["latest"][0]
    assert_adds_up(snapshot)


def test_a_refund_counts_at_the_stall_and_in_the_hour_of_its_sale() -> None:
    sold = sale(1, [line(quantity=3)], rounding=200)
    snapshot = board_of(
        ("sale.recorded", sold), ("sale.refunded", refund(sold, 3, method="transfer", rounding=200))
    ).snapshot(AS_OF)
    assert snapshot["total"]["net"] == 0
    assert snapshot["total"]["rounding"] == 0
    assert snapshot["total"]["sales"] == 1
    assert snapshot["hours"] == [{"hour": "2018-04-03T10:00:00+07:00", "net": 0, "pieces": 0, "sales": 1}]
    assert row(snapshot["payments"], method="cash")["net"] == 525_200
    assert row(snapshot["payments"], method="transfer")["net"] == -525_200
    assert snapshot["latest"][0]["net"] == 0
    assert_adds_up(snapshot)


def test_a_corrected_payment_moves_money_between_methods() -> None:
    sold = sale(1, [line()])
    deltas = [{"method": "cash", "amount": -350_000}, {"method": "qris", "amount": 350_000}]
    snapshot = board_of(
        ("sale.recorded", sold), ("payment.corrected", {"sale": "sale-1", "deltas": deltas})
    ).snapshot(AS_OF)
    assert row(snapshot["payments"], method="cash")["net"] == 0
    assert row(snapshot["payments"], method="qris")["net"] == 350_000
    assert_adds_up(snapshot)


def test_money_that_came_in_twice_is_no_takings() -> None:
    twice = {"method": "cash", "amount": 350_000, "unexplained": True}
    snapshot = board_of(
        ("sale.recorded", sale(1, [line()])), ("payment.corrected", {"sale": "sale-1", "deltas": [twice]})
    ).snapshot(AS_OF)
    assert row(snapshot["payments"], method="cash")["net"] == 350_000
    assert_adds_up(snapshot)


def test_what_is_not_stocked_does_not_inflate_the_share_sold() -> None:
    lines = [line(quantity=4), line("PKP-TEK09", 30, 10_000, stocked=False)]
    shown = row(board_of(("sale.recorded", sale(1, lines))).snapshot(AS_OF)["facilities"], code="PKP")
    assert shown["pieces"] == 34
    assert shown["sell_through"] == pytest.approx(0.1)


def test_received_stock_was_brought_and_damaged_stock_was_too() -> None:
    moved = {"facility": "TKG", "sku": "TKG-KOP01", "quantity": 5, "stall": "01"}
    board = board_of(
        ("stock.moved", {**moved, "kind": "received"}), ("stock.moved", {**moved, "kind": "damaged"})
    )
    assert row(board.snapshot(AS_OF)["facilities"], code="TKG")["brought"] == 5


def test_the_hour_is_that_of_the_venue_and_not_of_the_device() -> None:
    assert local_hour("2018-04-03T03:59:59+00:00", "Asia/Jakarta") == "2018-04-03T10:00:00+07:00"
    assert local_hour("2018-04-03T23:15:00+07:00", "Asia/Jayapura") == "2018-04-04T01:00:00+09:00"


def test_the_latest_sales_are_twenty_newest_first() -> None:
    board = board_of(*(("sale.recorded", sale(i, [line()])) for i in range(1, 30)))
    numbers = [shown["number"] for shown in board.snapshot(AS_OF)["latest"]]
    assert numbers == [f"07A-{i:04}" for i in range(29, 29 - LATEST, -1)]


def test_a_huge_cart_keeps_the_push_small() -> None:
    cart = [line(f"PKP-TEK{i:02}", 1) for i in range(90)]
    board = board_of(*(("sale.recorded", sale(i, cart)) for i in range(1, 30)))
    assert len(json.dumps(board.snapshot(AS_OF))) < 32_000


def test_what_the_tablets_reported_stands_beside_their_stall() -> None:
    tills = {"07": {"waiting": 3, "waiting_amount": 90_000, "last_seen": AS_OF}}
    stalls = board_of().snapshot(AS_OF, tills)["stalls"]
    assert row(stalls, no="07")["waiting"] == 3
    assert row(stalls, no="07")["last_seen"] == AS_OF
    assert row(stalls, no="01")["last_seen"] is None


def test_an_entry_seen_before_changes_nothing() -> None:
    board = board_of(("sale.recorded", sale(1, [line()])))
    before = board.snapshot(AS_OF)
    assert not board.apply(Entry(board.seq, "sale.recorded", sale(2, [line()])))
    assert board.snapshot(AS_OF) == before


def test_an_event_the_board_does_not_know_moves_only_its_seq() -> None:
    board = board_of()
    assert not board.apply(Entry(board.seq + 1, "till.enrolled", {"till": "07A"}))
    assert board.snapshot(AS_OF)["seq"] == len(opening()) + 1


def test_a_sale_from_an_unannounced_stall_still_adds_up() -> None:
    snapshot = board_of(("sale.recorded", sale(1, [line("XYZ-ABC01")], stall="99"))).snapshot(AS_OF)
    assert row(snapshot["stalls"], no="99")["net"] == 350_000
    assert row(snapshot["facilities"], code="XYZ")["stall"] is None
    assert_adds_up(snapshot)


# Whole histories ------------------------------------------------------------------------------------

lines_of_a_sale = st.lists(
    st.builds(
        lambda code, category, number, quantity, price, share, stocked: line(
            f"{code}-{category}{number:02}",
            quantity,
            price,
            quantity * price * share // 100,
            stocked=stocked,
        ),
        st.sampled_from(sorted(FACILITIES)),
        st.sampled_from(sorted(CATEGORIES)),
        st.integers(1, 3),
        st.integers(1, 30),
        st.integers(0, 900_000),
        st.integers(0, 100),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)
histories = st.lists(
    st.tuples(
        lines_of_a_sale,
        st.integers(-999, 999),
        st.sampled_from(["cash", "qris", "card", "transfer"]),
        st.sampled_from(["01", "07", "33"]),
        st.integers(0, 95),
        st.integers(0, 30),
    ),
    max_size=12,
)


def story(history: list[Any]) -> list[Entry]:
    """Sales, some followed by a refund of their first line by another method."""
    facts: list[tuple[str, Any]] = []
    for number, (lines, rounding, method, stall, hour, returned) in enumerate(history, 1):
        sold_at = f"2018-04-{3 + hour // 24:02}T{hour % 24:02}:30:00+00:00"
        sold = sale(number, lines, rounding=rounding, method=method, stall=stall, sold_at=sold_at)
        facts.append(("sale.recorded", sold))
        if returned:
            whole = len(lines) == 1 and returned >= lines[0]["quantity"]
            quantity = min(returned, lines[0]["quantity"])
            facts.append(("sale.refunded", refund(sold, quantity, rounding=rounding if whole else 0)))
    start = opening()
    return [*start, *numbered(facts, after=len(start))]


@given(histories)
@settings(max_examples=150, deadline=None)
def test_every_column_adds_up_after_any_history(history: list[Any]) -> None:
    board = Board("j1")
    for entry in story(history):
        board.apply(entry)
        assert_adds_up(board.snapshot(AS_OF))


@given(histories, st.data())
@settings(max_examples=100, deadline=None)
def test_a_board_woken_from_its_checkpoint_goes_on_as_if_it_had_never_slept(
    history: list[Any], data: Any
) -> None:
    entries = story(history)
    cut = data.draw(st.integers(0, len(entries)))
    awake, asleep = Board("j1"), Board("j1")
    for entry in entries:
        awake.apply(entry)
    for entry in entries[:cut]:
        asleep.apply(entry)
    woken = Board.from_state(json.loads(json.dumps(asleep.to_state())))
    for entry in entries:  # the seen ones again, too
        woken.apply(entry)
    assert woken.snapshot(AS_OF) == awake.snapshot(AS_OF)
