"""The pure rules of a finished sale."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos import checkout
from pos.checkout import Lot, OpeningHours

NOON = datetime(2018, 4, 3, 12, 0, tzinfo=UTC)
STALLS = st.sampled_from(["01", "02", "03"])
TABLES = st.dictionaries(STALLS, st.integers(-5, 30))
DATES = st.none() | st.dates(date(2018, 4, 1), date(2018, 4, 30)).map(date.isoformat)


@given(st.integers(10, 10_000_000), st.integers(1, 90))
def test_a_reduced_price_is_paid_in_whole_coins_and_never_nothing(price: int, percent: int) -> None:
    now = checkout.reduced_price(price, percent)
    assert now > 0
    assert now % checkout.LEAST_COIN == 0 or now < checkout.LEAST_COIN
    assert now <= price * (100 - percent) / 100
    assert checkout.reduced_price(price, 0) == price


@given(TABLES, STALLS, STALLS, st.integers(1, 40))
def test_every_piece_is_taken_from_the_selling_stall_or_the_home_stall(
    on_table: dict[str, int], stall: str, home: str, quantity: int
) -> None:
    taken = checkout.take_from_tables(on_table, stall, home, quantity)
    assert sum(pieces for _, pieces in taken) == quantity
    assert all(pieces > 0 for _, pieces in taken)
    assert {place for place, _ in taken} <= {stall, home}
    assert len({place for place, _ in taken}) == len(taken)


@given(TABLES, STALLS, STALLS, st.integers(1, 40))
def test_the_selling_stall_gives_while_it_has_any_and_never_more(
    on_table: dict[str, int], stall: str, home: str, quantity: int
) -> None:
    taken = dict(checkout.take_from_tables(on_table, stall, home, quantity))
    if stall != home:
        assert taken.get(stall, 0) == min(quantity, max(on_table.get(stall, 0), 0))


@given(st.lists(st.tuples(st.integers(0, 12), DATES, st.integers(0, 12)), max_size=6))
def test_the_earliest_date_still_on_the_table_is_what_remains_when_the_oldest_go_first(
    arrivals: list[tuple[int, str | None, int]],
) -> None:
    """Piece by piece: a lot arrives, then some go, each time the oldest that is there."""
    there: list[str] = []
    lots: list[Lot] = []
    gone = 0
    for pieces, day, leaving in arrivals:
        lots.append(Lot(pieces, day, gone))
        there += [day or "9999"] * pieces
        for _ in range(min(leaving, len(there))):
            there.remove(min(there))
            gone += 1
    expected = min(there, default="9999")
    assert checkout.earliest_expiry(lots, gone) == (None if expected == "9999" else expected)


def test_goods_that_came_without_a_delivery_note_change_no_date() -> None:
    assert checkout.earliest_expiry([Lot(5, "2018-04-04")], -3) == "2018-04-04"
    assert checkout.earliest_expiry([], 8) is None


def test_goods_may_be_sold_on_their_last_day() -> None:
    assert not checkout.has_expired("2018-04-03", date(2018, 4, 3))
    assert checkout.has_expired("2018-04-03", date(2018, 4, 4))
    assert not checkout.has_expired(None, date(2018, 4, 4))


def test_a_product_without_labels_has_no_label_price() -> None:
    assert checkout.prices_on_labels([("a", 100), ("b", 200)], None) == set()


def test_labels_carry_the_price_of_their_printing_and_every_later_one_counts() -> None:
    history = [("2018-04-01", 100), ("2018-04-03", 120), ("2018-04-05", 90)]
    assert checkout.prices_on_labels(history, "2018-04-02") == {100, 120, 90}
    assert checkout.prices_on_labels(history, "2018-04-03") == {120, 90}
    assert checkout.prices_on_labels(history, "2018-04-04") == {120, 90}
    assert checkout.prices_on_labels(history, "2018-04-09") == {90}
    assert checkout.prices_on_labels(history, "2018-03-09") == {100, 120, 90}


HOURS = OpeningHours(ZoneInfo("Asia/Jakarta"), {"2018-04-03": ("09:00", "17:00")})


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2018-04-03T08:59:59+07:00", False),
        ("2018-04-03T09:00:00+07:00", True),
        ("2018-04-03T17:00:59+07:00", True),
        ("2018-04-03T17:01:00+07:00", False),
        ("2018-04-03T02:30:00+00:00", True),
        ("2018-04-03T10:30:00+09:00", False),  # 08.30 in Jakarta
        ("2018-04-04T10:00:00+07:00", False),
    ],
)
def test_the_hall_is_open_by_the_clock_of_the_venue(moment: str, is_open: bool) -> None:
    assert HOURS.contain(datetime.fromisoformat(moment)) is is_open


def test_an_old_sale_alone_says_nothing_about_the_clock() -> None:
    days_ago = NOON - timedelta(days=3)
    assert not checkout.clock_is_off(days_ago, None, NOON)
    assert not checkout.clock_is_off(days_ago, NOON - timedelta(minutes=5), NOON)
    assert checkout.clock_is_off(days_ago, NOON - timedelta(minutes=5, seconds=1), NOON)
    assert checkout.clock_is_off(days_ago, NOON + timedelta(minutes=5, seconds=1), NOON)
    assert checkout.clock_is_off(NOON + timedelta(minutes=5, seconds=1), None, NOON)
    assert not checkout.clock_is_off(NOON + timedelta(minutes=5), None, NOON)


def test_a_receipt_is_late_by_the_tablets_own_clock_or_when_offered_again() -> None:
    sold_at = datetime(2018, 4, 3, 10, 0, tzinfo=timezone(timedelta(hours=7)))
    ten_minutes = sold_at.astimezone(UTC) + timedelta(minutes=10)
    assert not checkout.receipt_is_late(sold_at, None, reoffered=False)
    assert not checkout.receipt_is_late(sold_at, ten_minutes, reoffered=False)
    assert checkout.receipt_is_late(sold_at, ten_minutes + timedelta(seconds=1), reoffered=False)
    assert checkout.receipt_is_late(sold_at, sold_at, reoffered=True)


def test_each_qris_payment_has_the_limit_not_their_sum() -> None:
    assert not checkout.is_over_qris_limit([("qris", 10_000_000), ("qris", 10_000_000), ("cash", 11_000_000)])
    assert checkout.is_over_qris_limit([("cash", 1), ("qris", 10_000_001)])
