"""What counts for the whole exhibition: rounding, label prices, and the prices of the closing day."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from shop import Json, Shop
from sqlalchemy import update

from pos import tables
from pos.checkout import ClosingRule, closing_percent, lower_label_price, prices_on_labels
from pos.event_settings import (
    SetClosingPrices,
    SetEvent,
    closing_prices,
    event_settings,
    is_in_force,
    rules_in_force,
)
from pos.forms import ClosingPricesForm, EventSettingsForm
from pos.refusals import Invalid
from pos.reservations import Reservations
from pos.snapshot import fingerprint, products, till_snapshot

NOON = datetime(2018, 4, 6, 5, 0, tzinfo=UTC)
TEA_TIME = datetime(2018, 4, 6, 8, 0, tzinfo=UTC)


def set_closing(shop: Shop, *rules: tuple[str, str | None, int], on: bool = True, **times: Any) -> Json:
    wishes = [{"scope": scope, "code": code, "percent": percent} for scope, code, percent in rules]
    form = ClosingPricesForm.model_validate_json(json.dumps({"on": on, "rules": wishes, **times}))
    told: Json = shop.writer.submit(SetClosingPrices(form, "panitia"))
    return told


def at_the_till(shop: Shop, now: datetime = NOON) -> Json:
    with shop.database.reading() as connection:
        return till_snapshot(connection, "01", "01A", Reservations(), now)


def percents(shop: Shop, now: datetime = NOON) -> dict[str, int]:
    return {row["sku"]: row["discount_percent"] for row in at_the_till(shop, now)["products"]}


def label_price(shop: Shop, sku: str) -> int | None:
    with shop.database.reading() as connection:
        found: int | None = next(row["label_price"] for row in products(connection) if row["sku"] == sku)
    return found


def test_cash_is_rounded_to_hundreds_until_the_organiser_says_otherwise(shop: Shop) -> None:
    assert at_the_till(shop)["settings"]["cash_rounding"] == 100
    shop.writer.submit(SetEvent(EventSettingsForm(cash_rounding=500), "panitia"))
    assert at_the_till(shop)["settings"]["cash_rounding"] == 500
    assert shop.journal()[-1].name == "event.settings_changed"
    assert shop.differences() == []


def test_the_price_on_a_label_is_charged_while_it_is_the_lower_one(shop: Shop) -> None:
    assert label_price(shop, "BATIK") is None
    shop.change_price("BATIK", 160_000)
    assert label_price(shop, "BATIK") is None, "no label carries the old price"
    shop.print_labels("BATIK")
    shop.change_price("BATIK", 170_000)
    assert label_price(shop, "BATIK") == 160_000
    sold = {"sku": "BATIK", "quantity": 1, "unit_price": 160_000}
    assert "price_differs" not in shop.sell(sold).flags
    shop.change_price("BATIK", 155_000)
    assert label_price(shop, "BATIK") is None
    shop.change_price("BATIK", 165_000)
    assert label_price(shop, "BATIK") == 155_000, "the lowest since the labels were printed"
    shop.print_labels("BATIK")
    assert label_price(shop, "BATIK") is None


@given(
    prices=st.lists(st.integers(0, 1_000_000), min_size=1, max_size=8),
    printed=st.integers(0, 7),
)
def test_what_is_charged_is_never_more_than_the_label_or_the_till_says(
    prices: list[int], printed: int
) -> None:
    history = [(f"2018-04-0{day}", price) for day, price in enumerate(prices, start=1)]
    on_labels = prices_on_labels(history, f"2018-04-0{printed + 1}")
    lower = lower_label_price(prices[-1], on_labels)
    charged = prices[-1] if lower is None else lower
    assert charged == min(on_labels | {prices[-1]})


def test_the_largest_rule_that_means_a_product_counts(shop: Shop) -> None:
    set_closing(shop, ("all", None, 10), ("stall", "01", 20), ("product", "BATIK", 50))
    here = {"BATIK": 50, "TAS": 20, "PIJAT": 20, "KURSI": 20}
    assert percents(shop) == {**here, "KOPI": 10, "UKIR": 10, "PATUNG": 10}
    set_closing(shop, ("category", "KRJ", 30), ("product", "TAS", 5))
    assert set(percents(shop).values()) == {30}


def test_the_closing_day_is_over_when_it_is_turned_off(shop: Shop) -> None:
    rules = [("all", None, 25)]
    set_closing(shop, *rules)
    assert set(percents(shop).values()) == {25}
    set_closing(shop, *rules, on=False)
    assert set(percents(shop).values()) == {0}
    with shop.database.reading() as connection:
        assert closing_prices(connection)["rules"] == [{"scope": "all", "code": None, "percent": 25}]
    assert [entry.name for entry in shop.journal()][-2:] == ["closing_prices.changed"] * 2
    assert shop.differences() == []


def test_closing_prices_begin_and_end_by_themselves(shop: Shop) -> None:
    set_closing(shop, ("all", None, 25), starts_at=TEA_TIME.isoformat(), ends_at="2018-04-06T10:00:00+00:00")
    assert set(percents(shop, NOON).values()) == {0}
    assert set(percents(shop, TEA_TIME).values()) == {25}
    assert set(percents(shop, datetime(2018, 4, 6, 10, 0, tzinfo=UTC)).values()) == {0}
    with shop.database.reading() as connection:
        before, after = (
            fingerprint(connection, "01", "01A", Reservations(), now) for now in (NOON, TEA_TIME)
        )
    assert before != after, "a till that asks again must hear of it"


def test_a_rule_for_something_that_is_not_there_is_refused(shop: Shop) -> None:
    for scope, code in (("stall", "99"), ("category", "NIX"), ("product", "NIX")):
        with pytest.raises(Invalid) as refused:
            set_closing(shop, ("all", None, 5), (scope, code, 10))
        assert refused.value.code == "closing_rule_for_nothing"
        assert refused.value.details["fields"] == [{"field": "rules.1.code", "problem": code}]
    assert set(percents(shop).values()) == {0}


@pytest.mark.parametrize(
    "rules",
    [
        [{"scope": "all", "percent": 91}],
        [{"scope": "all", "percent": 0}],
        [{"scope": "all", "code": "01", "percent": 5}],
        [{"scope": "stall", "percent": 5}],
        [{"scope": "all", "percent": 5}, {"scope": "all", "percent": 6}],
    ],
)
def test_rules_that_make_no_sense_are_no_rules(rules: list[Json]) -> None:
    with pytest.raises(ValidationError):
        ClosingPricesForm.model_validate({"rules": rules})


def test_settings_changed_behind_the_journals_back_are_found(shop: Shop) -> None:
    set_closing(shop, ("all", None, 25))
    with shop.database.writing() as connection:
        connection.execute(
            update(tables.setting)
            .where(tables.setting.c.name == "closing_prices")
            .values(value='{"on": true}')
        )
    assert [line for line in shop.differences() if line.startswith("closing_prices:")]


SCOPES = [("all", None), ("stall", "01"), ("stall", "02"), ("category", "KRJ"), ("product", "A")]
RULES = st.lists(
    st.builds(lambda at, percent: ClosingRule(*at, percent), st.sampled_from(SCOPES), st.integers(1, 90)),
    max_size=6,
)


@given(RULES)
def test_no_product_gets_more_than_the_largest_rule_or_less_than_its_own(rules: list[ClosingRule]) -> None:
    percent = closing_percent(rules, "A", "01", "KRJ")
    meant = [rule.percent for rule in rules if rule.code in {None, "A", "01", "KRJ"}]
    assert percent == max(meant, default=0)


def test_rules_are_in_force_from_their_first_instant_to_the_last(shop: Shop) -> None:
    closing = {"on": True, "starts_at": None, "ends_at": None}
    assert is_in_force(closing, NOON)
    assert not is_in_force({**closing, "on": False}, NOON)
    assert not is_in_force({**closing, "ends_at": NOON.isoformat()}, NOON)
    with shop.database.reading() as connection:
        assert rules_in_force(connection, NOON) == []
        assert event_settings(connection)["cash_rounding"] == 100
