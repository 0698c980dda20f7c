"""The printers of the exhibition: setting them up, and what is known of their state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select, update

from printers.capabilities import Capabilities
from printers.spool import Batch, RecoverJobs, moment
from printers.status import MESSAGES
from printers.tables import printer
from printers.transports.addresses import hosted_by


@dataclass(frozen=True)
class SetPrinter:
    """A printer as an organiser wants it; `caps` overrides what its language and media usually mean."""

    name: str
    stall: str | None
    kind: str
    connection: str
    language: str
    media: str
    native_qr: bool = True
    completion: str = "gs_r"
    caps: Mapping[str, Any] = field(default_factory=dict)
    enabled: bool = True
    fallback: str | None = None

    def apply(self, batch: Batch) -> bool:
        """Write it; true when it is new."""
        values = {
            "stall": self.stall,
            "kind": self.kind,
            "connection": self.connection,
            "language": self.language,
            "media": self.media,
            "native_qr": self.native_qr,
            "completion": self.completion,
            "caps": dict(self.caps),
            "enabled": self.enabled,
            "fallback": self.fallback,
        }
        unknown = {"state": "unknown", "reason": None, "state_since": moment(batch.now)}
        before = find_printer(batch.connection, self.name)
        if before is None:
            batch.connection.execute(insert(printer).values(name=self.name, **values, **unknown))
        elif any(before[key] != value for key, value in values.items()):
            batch.connection.execute(
                update(printer).where(printer.c.name == self.name).values(**values, **unknown)
            )
        return before is None


@dataclass(frozen=True)
class CalibratePrinter:
    """What a person read off the calibration page; what is not named stays as it was."""

    name: str
    caps: Mapping[str, Any]
    native_qr: bool | None = None
    completion: str | None = None

    def apply(self, batch: Batch) -> None:
        """Write it beside what was known."""
        before = find_printer(batch.connection, self.name)
        if before is None:
            return
        values = {
            "caps": before["caps"] | dict(self.caps),
            "native_qr": before["native_qr"] if self.native_qr is None else self.native_qr,
            "completion": self.completion or before["completion"],
        }
        batch.connection.execute(update(printer).where(printer.c.name == self.name).values(**values))


@dataclass(frozen=True)
class ChooseHost:
    """Which tablet feeds a print app from now on; what another had in hand is unconfirmed."""

    name: str
    till: str | None

    def apply(self, batch: Batch) -> None:
        """Write it into the address; the same tablet again changes nothing."""
        before = find_printer(batch.connection, self.name)
        if before is None or (after := hosted_by(before["connection"], self.till)) == before["connection"]:
            return
        RecoverJobs(only=(self.name,), why="tablet_changed").apply(batch)
        batch.connection.execute(
            update(printer)
            .where(printer.c.name == self.name)
            .values(connection=after, state="unknown", reason=None, state_since=moment(batch.now))
        )


@dataclass(frozen=True, slots=True)
class SetPrinterState:
    """What the last look at a printer showed."""

    name: str
    state: str
    reason: str | None

    def apply(self, batch: Batch) -> None:
        """Write it."""
        batch.reader.execute(
            update(printer)
            .where(printer.c.name == self.name)
            .values(state=self.state, reason=self.reason, state_since=moment(batch.now))
        )


def capabilities_of(row: Mapping[str, Any]) -> Capabilities:
    """What a row of the printer table can do."""
    return Capabilities.of(row["language"], row["media"], row["native_qr"], row["completion"], **row["caps"])


def find_printer(connection: Connection, name: str) -> dict[str, Any] | None:
    """One printer's row."""
    row = connection.execute(select(printer).where(printer.c.name == name)).mappings().one_or_none()
    return dict(row) if row else None


def printers_where(connection: Connection, stall: str | None = None) -> list[dict[str, Any]]:
    """All printers, or those of a stall, as the contract shows them."""
    query = select(printer).order_by(printer.c.name)
    if stall is not None:
        query = query.where(printer.c.stall == stall)
    return [printer_view(row) for row in connection.execute(query).mappings()]


def printer_view(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A printer with its state and what to do about it, in both languages."""
    message = MESSAGES.get(row["reason"] or "")
    return {
        "name": row["name"],
        "stall": row["stall"],
        "kind": row["kind"],
        "connection": row["connection"],
        "language": row["language"],
        "media": row["media"],
        "native_qr": row["native_qr"],
        "completion": row["completion"],
        "caps": row["caps"],
        "enabled": row["enabled"],
        "fallback": row["fallback"],
        "state": row["state"],
        "state_since": row["state_since"],
        "code": row["reason"],
        "reason": message.id if message else None,
        "reason_en": message.en if message else None,
    }
