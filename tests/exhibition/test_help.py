"""A call for help reaches the office once and stays until somebody answers."""

from datetime import UTC, datetime, timedelta

import pytest

from exhibition.help import HelpDesk
from pos.principal import Principal
from pos.refusals import Conflict, Forbidden

NOW = datetime(2018, 4, 3, 3, 0, tzinfo=UTC)
TABLET = Principal(role="cashier", stall="07", till="07A", staff="kasir-07")
OTHER = Principal(role="cashier", stall="08", till="08A")
ORGANISER = Principal(role="organiser", staff="panitia")


def test_a_second_press_is_the_same_call() -> None:
    desk = HelpDesk()
    first, new = desk.call(TABLET, None, NOW)
    second, again = desk.call(TABLET, "printer", NOW + timedelta(minutes=3))
    assert (new, again) == (True, False)
    assert second.called_at == first.called_at
    assert desk.open_calls(ORGANISER) == [second]
    assert second.reason == "printer"


def test_who_waits_longest_stands_first() -> None:
    desk = HelpDesk()
    desk.call(OTHER, None, NOW)
    desk.call(TABLET, None, NOW - timedelta(minutes=1))
    assert [call.till for call in desk.open_calls(ORGANISER)] == ["07A", "08A"]
    assert [call.till for call in desk.open_calls(OTHER)] == ["08A"]


def test_an_answered_call_is_gone_and_answering_twice_is_no_error() -> None:
    desk = HelpDesk()
    desk.call(TABLET, None, NOW)
    with pytest.raises(Forbidden):
        desk.answer("07A", OTHER)
    desk.answer("07A", ORGANISER)
    desk.answer("07A", ORGANISER)
    assert desk.open_calls(ORGANISER) == []


def test_only_a_tablet_can_call() -> None:
    with pytest.raises(Conflict, match="no_till"):
        HelpDesk().call(Principal(role="lead", stall="07"), None, NOW)
