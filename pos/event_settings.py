"""What the organiser sets for the whole exhibition: how cash is rounded, what the closing day costs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from pos import tables
from pos.checkout import ClosingRule
from pos.events import ClosingPricesChanged, EventSettingsChanged
from pos.forms import ClosingPricesForm, EventSettingsForm
from pos.refusals import Invalid, Message
from pos.writer import Batch

Json = dict[str, Any]
EVENT_SETTINGS = "event_settings"
CLOSING_PRICES = "closing_prices"


@dataclass(frozen=True)
class SetEvent:
    """Replace the exhibition's settings."""

    form: EventSettingsForm
    by: str | None

    def apply(self, batch: Batch) -> Json:
        """Record and keep them."""
        settings = self.form.model_dump(mode="json")
        batch.record(EventSettingsChanged(settings=settings, by=self.by))
        _keep(batch.connection, EVENT_SETTINGS, settings)
        return settings


@dataclass(frozen=True)
class SetClosingPrices:
    """Replace the rules of the closing day's prices, and whether they count."""

    form: ClosingPricesForm
    by: str | None

    def apply(self, batch: Batch) -> Json:
        """Record and keep them; a rule for something that is not there is refused."""
        for number, rule in enumerate(self.form.rules):
            _require_known(batch.connection, number, rule.scope, rule.code)
        closing = self.form.model_dump(mode="json")
        batch.record(ClosingPricesChanged(closing=closing, by=self.by))
        _keep(batch.connection, CLOSING_PRICES, closing)
        return closing


def event_settings(connection: Connection) -> Json:
    """The exhibition's settings; what was never set is as the form has it."""
    return EventSettingsForm.model_validate(_kept(connection, EVENT_SETTINGS)).model_dump(mode="json")


def closing_prices(connection: Connection) -> Json:
    """The closing day's prices: {on, starts_at, ends_at, rules}."""
    return {**ClosingPricesForm().model_dump(mode="json"), **_kept(connection, CLOSING_PRICES)}


def rules_in_force(connection: Connection, now: datetime) -> list[ClosingRule]:
    """The rules by which tills reduce their prices at this moment."""
    closing = closing_prices(connection)
    return [ClosingRule(**rule) for rule in closing["rules"]] if is_in_force(closing, now) else []


def is_in_force(closing: Mapping[str, Any], now: datetime) -> bool:
    """Whether the closing day's prices count."""
    starts_at, ends_at = (
        datetime.fromisoformat(closing[key]) if closing[key] else None for key in ("starts_at", "ends_at")
    )
    return closing["on"] and (starts_at is None or starts_at <= now) and (ends_at is None or now < ends_at)


def _require_known(connection: Connection, number: int, scope: str, code: str | None) -> None:
    places: dict[str, tuple[Table, str]] = {
        "stall": (tables.stall, "no"),
        "category": (tables.category, "code"),
        "product": (tables.product, "sku"),
    }
    if scope not in places:
        return
    table, key = places[scope]
    if connection.scalar(select(table.c[key]).where(table.c[key] == code)) is None:
        raise Invalid(
            "closing_rule_for_nothing",
            Message(f"Tidak ada {scope} {code}.", f"There is no {scope} {code}."),
            fields=[{"field": f"rules.{number}.code", "problem": str(code)}],
        )


def _kept(connection: Connection, name: str) -> Json:
    value = connection.scalar(select(tables.setting.c.value).where(tables.setting.c.name == name))
    kept: Json = json.loads(value) if value else {}
    return kept


def _keep(connection: Connection, name: str, value: Json) -> None:
    connection.execute(delete(tables.setting).where(tables.setting.c.name == name))
    connection.execute(insert(tables.setting).values(name=name, value=json.dumps(value)))
