"""What the organiser sets for a stall, and what all tablets are asked to do."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from pos import tables
from pos.events import StallSettingsChanged
from pos.forms import StallSettingsForm
from pos.qris import check_static_code
from pos.refusals import Message, NotFound
from pos.writer import Batch

Json = dict[str, Any]
OFFER_AGAIN = "offer_again_at"


@dataclass(frozen=True)
class SetStall:
    """Replace a stall's settings."""

    stall: str
    form: StallSettingsForm
    by: str | None

    def apply(self, batch: Batch) -> Json:
        """Record and keep the new ones; a QRIS code that nobody could pay with is refused."""
        values = self.form.model_dump()
        if self.form.qris_static is not None:
            values["qris_static"] = check_static_code(self.form.qris_static)
        connection = batch.connection
        if connection.scalar(select(tables.stall.c.no).where(tables.stall.c.no == self.stall)) is None:
            raise NotFound(
                "stall_unknown",
                Message(f"Stan {self.stall} tidak ada.", f"There is no stall {self.stall}."),
                stall=self.stall,
            )
        batch.record(StallSettingsChanged(stall=self.stall, settings=values, by=self.by))
        connection.execute(delete(tables.stall_setting).where(tables.stall_setting.c.stall == self.stall))
        connection.execute(insert(tables.stall_setting).values(stall=self.stall, **values))
        return stall_settings(connection, self.stall)


@dataclass(frozen=True)
class OfferAgain:
    """Ask every tablet to hand in all its sales once more: the cheapest backup there is."""

    def apply(self, batch: Batch) -> Json:
        """Remember when it was asked; tablets see it in their snapshot."""
        connection = batch.connection
        connection.execute(delete(tables.setting).where(tables.setting.c.name == OFFER_AGAIN))
        connection.execute(insert(tables.setting).values(name=OFFER_AGAIN, value=batch.now_text))
        return {OFFER_AGAIN: batch.now_text}


def stall_settings(connection: Connection, stall: str) -> Json:
    """A stall's settings; None where nothing is set."""
    row = connection.execute(
        select(tables.stall_setting).where(tables.stall_setting.c.stall == stall)
    ).first()
    return {
        "qris_static": row.qris_static if row else None,
        "max_discount_percent": row.max_discount_percent if row else None,
    }


def offer_again_at(connection: Connection) -> str | None:
    """When tablets were last asked to offer everything again."""
    return connection.scalar(select(tables.setting.c.value).where(tables.setting.c.name == OFFER_AGAIN))
