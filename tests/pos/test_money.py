"""Whole rupiah: written plainly, split without losing one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.money import refunded_share, rupiah_text, split

AMOUNTS = st.integers(-(10**13), 10**13)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


def test_rupiah_are_written_with_dots_and_an_ordinary_space() -> None:
    assert rupiah_text(150_000) == "Rp 150.000"
    assert rupiah_text(0) == "Rp 0"
    assert rupiah_text(1_234_567_890) == "Rp 1.234.567.890"
    assert rupiah_text(-500) == "-Rp 500"


@given(AMOUNTS)
def test_what_is_written_can_be_read_back_and_is_plain_ascii(amount: int) -> None:
    text = rupiah_text(amount)
    assert text.isascii()
    assert int(text.replace("Rp ", "").replace(".", "")) == amount


@given(AMOUNTS, WEIGHTS)
def test_parts_always_add_up(amount: int, weights: list[int]) -> None:
    assert sum(split(amount, weights)) == amount


@given(AMOUNTS, WEIGHTS)
def test_no_part_is_a_whole_rupiah_away_from_its_exact_share(amount: int, weights: list[int]) -> None:
    whole = sum(weights)
    for part, weight in zip(split(amount, weights), weights, strict=True):
        assert abs(part * whole - amount * weight) < whole


@given(AMOUNTS, WEIGHTS)
def test_who_has_no_weight_gets_nothing(amount: int, weights: list[int]) -> None:
    assert all(part == 0 for part, weight in zip(split(amount, weights), weights, strict=True) if weight == 0)


def test_the_rupiah_left_over_go_to_the_largest_remainders_and_then_to_the_earlier() -> None:
    assert split(100, [50, 35, 15]) == [50, 35, 15]
    assert split(1, [50, 35, 15]) == [1, 0, 0]
    assert split(101, [50, 35, 15]) == [51, 35, 15]  # 50.5, 35.35, 15.15
    assert split(10, [1, 1, 1]) == [4, 3, 3]
    assert split(-10, [1, 1, 1]) == [-4, -3, -3]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_weights_that_divide_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(100, weights)


@given(st.integers(0, 10**12), st.integers(1, 500), st.data())
def test_what_was_refunded_never_shrinks_and_ends_at_the_whole_line(
    amount: int, quantity: int, data: st.DataObject
) -> None:
    returned = data.draw(st.integers(0, quantity - 1))
    assert 0 <= refunded_share(amount, quantity, returned) <= refunded_share(amount, quantity, returned + 1)
    assert refunded_share(amount, quantity, quantity) == amount
