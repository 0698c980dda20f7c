"""What happens because something happened: the table at the end says all of it."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, select

from exhibition.paper.logo import read_logo
from exhibition.paper.receipts import Letterhead, balance_slip, receipt, refund_slip
from exhibition.paper.slips import deposit_slip, shift_slip
from exhibition.relay import Reaction
from pos.checkout import receipt_is_late
from pos.journal import Entry
from pos.refusals import Refusal
from pos.stalls import offer_again_at
from pos.tables import cash_movement, event, stall
from pos.writer import Batch
from printers.documents import to_json
from printers.records import StallPaper
from printers.spool import LATE, add_job

log = logging.getLogger(__name__)


class Stationery:
    """The exhibition's letterhead, kept until the exhibition is set up anew. `base_url` may be asked late."""

    def __init__(self, base_url: Callable[[], str | None], language: str = "id") -> None:
        self._base_url = base_url
        self._language = language
        self._head: Letterhead | None = None

    def head(self, connection: Connection) -> Letterhead:
        """What stands on top of every paper; `connection` is asked the first time."""
        if self._head is None:
            self._head = self._read(connection)
        return self._head

    def _read(self, connection: Connection) -> Letterhead:
        row = connection.execute(select(event)).first()
        if row is None:
            return Letterhead(event="", base_url=self._base_url(), language=self._language)
        return Letterhead(
            event=row.name,
            venue=row.venue,
            timezone=row.timezone,
            tz_abbr=row.tz_abbr,
            demo=row.demo,
            base_url=self._base_url(),
            language=self._language,
            logo=read_logo(connection),
        )

    def renew(self) -> None:
        """Read it again before the next paper."""
        self._head = None


def print_receipt(stationery: Stationery, batch: Batch, entry: Entry) -> None:
    """One receipt per sale; one that comes late waits until a person lets it out."""
    sale = entry.data
    add_job(
        batch,
        kind="receipt",
        subject=sale["id"],
        stall=sale["stall"],
        document=to_json(receipt(sale, stationery.head(batch.reader))),
        hold=LATE if sale["late"] else None,
    )


def print_refund_slip(stationery: Stationery, batch: Batch, entry: Entry) -> None:
    """One slip per refund, to be signed at the stall; an old one waits, as do all papers below."""
    refund = entry.data
    add_job(
        batch,
        kind="refund",
        subject=refund["id"],
        stall=refund["stall"],
        document=to_json(refund_slip(refund, stationery.head(batch.reader))),
        hold=_hold(batch, refund["refunded_at"], entry.at),
    )


def print_balance_payment(stationery: Stationery, batch: Batch, entry: Entry) -> None:
    """Who pays the balance of an order gets a receipt for it; an ordinary correction prints nothing."""
    paid = entry.data
    if paid.get("kind") == "balance":
        name = batch.reader.scalar(select(stall.c.name).where(stall.c.no == paid["stall"]))
        slip = balance_slip(paid, name or paid["stall"], stationery.head(batch.reader))
        add_job(
            batch,
            kind="slip",
            subject=paid["id"],
            stall=paid["stall"],
            document=to_json(slip),
            hold=_hold(batch, paid["paid_at"], entry.at),
        )


def _hold(batch: Batch, at: str, recorded_at: str) -> str | None:
    """LATE for what came long after it happened, or when all was asked for again: it may be on paper."""
    happened, recorded = datetime.fromisoformat(at), datetime.fromisoformat(recorded_at)
    asked_at = offer_again_at(batch.reader)
    reoffered = asked_at is not None and happened <= datetime.fromisoformat(asked_at) <= recorded
    return LATE if receipt_is_late(happened, recorded, reoffered=reoffered) else None


def print_shift_slip(stationery: Stationery, batch: Batch, entry: Entry) -> None:
    """A counted drawer's Z report, for two signatures."""
    shift = entry.data["shift"]
    _print_slip(
        batch,
        shift,
        entry.data["stall"],
        lambda: shift_slip(batch.reader, shift, stationery.head(batch.reader), entry.at),
        hold=_hold(batch, entry.data["closed_at"], entry.at),
    )


def print_deposit_slip(stationery: Stationery, batch: Batch, entry: Entry) -> None:
    """Cash that goes to the treasurer is signed for by both."""
    if entry.data["kind"] == "deposit":
        movement = entry.data["id"]
        handed_at = batch.reader.scalar(select(cash_movement.c.at).where(cash_movement.c.id == movement))
        _print_slip(
            batch,
            movement,
            None,
            lambda: deposit_slip(batch.reader, movement, stationery.head(batch.reader)),
            hold=_hold(batch, handed_at or entry.at, entry.at),
        )


def _print_slip(
    batch: Batch, subject: str, stall: str | None, compose: Callable[[], StallPaper], *, hold: str | None
) -> None:
    """Queue a slip. One that cannot be written is left out: it must never hold up the receipts behind it."""
    try:
        slip = compose()
    except Refusal:
        log.exception("no slip for %s", subject)
        return
    add_job(batch, kind="slip", subject=subject, stall=stall or slip.stall, document=to_json(slip), hold=hold)


def renew_stationery(stationery: Stationery, _batch: Batch, _entry: Entry) -> None:
    """The exhibition's name or place may have changed."""
    stationery.renew()


REACTIONS: dict[str, Callable[[Stationery, Batch, Entry], None]] = {
    "event.configured": renew_stationery,
    "sale.recorded": print_receipt,
    "sale.refunded": print_refund_slip,
    "payment.corrected": print_balance_payment,
    "cash.moved": print_deposit_slip,
    "shift.closed": print_shift_slip,
}


def reactions_with(stationery: Stationery) -> dict[str, Reaction]:
    """The table, its paper handed in."""
    return {name: partial(reaction, stationery) for name, reaction in REACTIONS.items()}
