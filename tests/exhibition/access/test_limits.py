"""Guessing PINs, using approvals and enrolment codes: with a clock that is moved by hand."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest

from exhibition.access.approvals import VALID_SECONDS, Approvals
from exhibition.access.directory import Person
from exhibition.access.enrolments import Enrolments
from exhibition.access.limits import LONGEST_WAIT, Pace, Tries
from exhibition.access.pins import hash_pin, make_pin, pin_matches
from exhibition.access.sign_in import SignIn
from pos.refusals import NotFound, TooMany, Unauthenticated


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_five_wrong_tries_mean_a_wait_that_doubles() -> None:
    clock = Clock()
    tries = Tries(clock=clock)
    assert [tries.wrong("kasir-07") for _ in range(5)] == [4, 3, 2, 1, 0]
    with pytest.raises(TooMany) as refused:
        tries.check("kasir-07")
    assert refused.value.details["retry_after"] == 31
    tries.check("kasir-08")
    clock.now += 31
    tries.check("kasir-07")
    tries.wrong("kasir-07")
    clock.now += 31
    with pytest.raises(TooMany):
        tries.check("kasir-07")


def test_the_wait_has_an_end_and_success_forgets() -> None:
    clock = Clock()
    tries = Tries(clock=clock)
    for _ in range(30):
        tries.wrong("x")
    clock.now += LONGEST_WAIT + 1
    tries.check("x")
    tries.right("x")
    assert tries.wrong("x") == 4


def test_slips_of_another_hour_are_forgotten() -> None:
    clock = Clock()
    tries = Tries(clock=clock)
    for _ in range(12):
        assert tries.wrong("x") == 4
        clock.now += 901


def test_guesses_that_come_all_at_once_are_counted_like_any_others() -> None:
    hashed = hash_pin("271828")
    everybody_is_here = Barrier(20)
    directory = SimpleNamespace(people={"ketua-07": Person("ketua-07", "lead", "07", hashed)})
    looked_at: list[str] = []

    def in_thread(function: Any, arguments: tuple[Any, ...]) -> Any:
        looked_at.append(arguments[1])
        return function(*arguments)

    desk = SignIn(directory, in_thread)  # type: ignore[arg-type]

    def guess(number: int) -> str:
        everybody_is_here.wait(10)
        try:
            desk.check("ketua-07", f"{number:06}", f"192.168.1.{number}")
        except (Unauthenticated, TooMany) as refusal:
            return refusal.code
        return "in"

    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(guess, range(20)))
    assert said.count("wrong_pin") == len(looked_at) == 5
    assert said.count("too_many_tries") == 15


def test_who_comes_too_often_is_told_when_to_come_again_and_others_are_let_in() -> None:
    clock = Clock()
    pace = Pace(allowed=3, seconds=60, clock=clock)
    for _ in range(3):
        pace.visit("192.168.1.7")
        clock.now += 10
    with pytest.raises(TooMany) as refused:
        pace.visit("192.168.1.7")
    assert (refused.value.code, refused.value.details) == ("too_often", {"retry_after": 31})
    pace.visit("192.168.1.8")
    clock.now += 31
    pace.visit("192.168.1.7")
    with pytest.raises(TooMany):
        pace.visit("192.168.1.7")


def test_an_approval_counts_for_one_subject_at_its_stall_for_five_minutes() -> None:
    clock = Clock()
    approvals = Approvals(clock=clock)
    code = approvals.give(subject="refund-1", staff="ketua-07", stall="07")
    assert approvals.staff_behind(code, subject="refund-1", stall="07") == "ketua-07"
    assert approvals.staff_behind(code, subject="refund-2", stall="07") is None
    assert approvals.staff_behind(code, subject="refund-1", stall="08") is None
    assert approvals.staff_behind("guess", subject="refund-1", stall="07") is None
    clock.now += VALID_SECONDS
    assert approvals.staff_behind(code, subject="refund-1", stall="07") is None


def test_a_treasurer_approves_everywhere() -> None:
    approvals = Approvals(clock=Clock())
    code = approvals.give(subject="r", staff="bendahara", stall=None)
    assert approvals.staff_behind(code, subject="r", stall="12") == "bendahara"


def test_an_enrolment_code_opens_once_however_it_is_typed() -> None:
    enrolments = Enrolments(clock=Clock())
    code = enrolments.open("cashier", "07")
    typed = f" {code[:4].lower()}-{code[4:].replace('0', 'o').replace('1', 'l')} "
    assert enrolments.look(typed).stall == "07"
    assert enrolments.use(typed).stall == "07"
    with pytest.raises(NotFound):
        enrolments.use(code)


def test_an_enrolment_code_ends_after_a_quarter_of_an_hour() -> None:
    clock = Clock()
    enrolments = Enrolments(clock=clock)
    code = enrolments.open("viewer", None)
    clock.now += 15 * 60
    with pytest.raises(NotFound):
        enrolments.look(code)


def test_a_pin_is_kept_as_a_hash() -> None:
    pin = make_pin()
    kept = hash_pin(pin)
    assert len(pin) == 6
    assert pin.isdigit()
    assert pin not in kept
    assert pin_matches(kept, pin)
    assert not pin_matches(kept, "000000")
    assert not pin_matches("no hash", pin)
