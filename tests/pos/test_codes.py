"""Label codes: read aloud, mistyped, scanned; a wrong one is never taken for another product."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.codes import ALPHABET, BODY_LENGTH, check_character, code_for, make_code, read_code

NUMBERS = st.integers(0, 32**BODY_LENGTH - 1)


@pytest.mark.parametrize("number", [0, 1, 31, 32, 987_654, 20_260_403, 32**BODY_LENGTH - 1])
def test_every_single_wrong_character_is_caught(number: int) -> None:
    code = make_code(number)
    for position in range(BODY_LENGTH + 1):
        for character in ALPHABET:
            wrong = code[:position] + character + code[position + 1 :]
            assert read_code(wrong) == (code if wrong == code else None)


@given(NUMBERS, st.integers(0, BODY_LENGTH), st.sampled_from(ALPHABET))
def test_a_wrong_character_is_caught_in_any_code(number: int, position: int, character: str) -> None:
    code = make_code(number)
    wrong = code[:position] + character + code[position + 1 :]
    assert read_code(wrong) == (code if wrong == code else None)


@given(NUMBERS)
def test_a_code_is_read_in_lower_case_and_with_spaces_around_it(number: int) -> None:
    code = make_code(number)
    assert read_code(f"  {code.lower()}\n") == code


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    body = "10101"
    code = body + check_character(body)
    assert read_code("IOLoi" + code[5]) == code
    assert read_code("lolOl" + code[5]) == code


@given(st.text(max_size=12))
def test_whatever_is_scanned_is_a_sound_code_or_nothing(text: str) -> None:
    code = read_code(text)
    assert code is None or (
        len(code) == 6 and set(code) <= set(ALPHABET) and check_character(code[:5]) == code[5]
    )


@pytest.mark.parametrize(
    "text",
    ["", "12345", "1234567", "U23456", "12-456", "\uff11\uff12\uff13\uff14\uff15\uff16", "\u017f23456"],
)
def test_what_is_no_code_is_nothing(text: str) -> None:
    assert read_code(text) is None


def test_numbers_have_codes_of_their_own() -> None:
    codes = {make_code(number) for number in range(0, 32**BODY_LENGTH, 32**3 - 1)}
    assert len(codes) == len(range(0, 32**BODY_LENGTH, 32**3 - 1))


@pytest.mark.parametrize("number", [-1, 32**BODY_LENGTH])
def test_a_number_that_does_not_fit_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        make_code(number)


def test_a_product_keeps_its_code_and_gets_another_only_where_it_is_taken() -> None:
    first = code_for("PKP-TEK02", set())
    assert first == code_for("PKP-TEK02", set())
    second = code_for("PKP-TEK02", {first})
    assert second != first
    assert read_code(second) == second
