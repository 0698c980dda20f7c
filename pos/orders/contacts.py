"""Where orders are delivered: buyers' personal data, in one table that anything may be deleted from.

Nothing of it enters the journal, a sale, a receipt or the answers that are kept for repeats.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from pos import tables
from pos.contacts import forget_contact, has_served
from pos.orders.forms import ContactForm
from pos.refusals import Message, NotFound
from pos.repeats import remember, repeated
from pos.writer import Batch

Json = dict[str, Any]
_KIND = "order_contact"


@dataclass(frozen=True)
class KeepContact:
    """A tablet hands in where to deliver; the newest word on a sale is the one that counts."""

    id: str
    form: ContactForm
    stall: str

    def apply(self, batch: Batch) -> Json:
        """Put it in the place of what was known, once: what was deleted does not come back by a repeat."""
        earlier = repeated(batch, _KIND, self.id, self.form.sale)
        if earlier is not None:
            return earlier
        forget_contact(batch, self.form.sale)
        if not has_served(batch.fresh_reader, self.form.sale):
            known = self.form.model_dump()
            batch.insert(tables.order_contact, id=self.id, stall=self.stall, at=batch.now_text, **known)
        answer = {"id": self.id, "status": "accepted", "sale": self.form.sale}
        return remember(batch, _KIND, self.id, self.form.sale, answer)  # that it came, not what it said


@dataclass(frozen=True)
class ForgetContact:
    """It has served, or the buyer asked for it."""

    sale: str

    def apply(self, batch: Batch) -> None:
        """Delete it; once is enough."""
        forget_contact(batch, self.sale)


def find_contact(connection: Connection, sale: str) -> Json:
    """Where a sale's orders go; NotFound if nobody knows, or nobody any longer."""
    contact = tables.order_contact
    row = connection.execute(select(contact).where(contact.c.sale == sale)).first()
    if row is None:
        raise NotFound(
            "contact_unknown",
            Message("Tidak ada data kontak untuk pesanan ini.", "There is no contact for this order."),
            sale=sale,
        )
    return {
        "sale": row.sale,
        "stall": row.stall,
        "name": row.name,
        "phone": row.phone,
        "address": row.address,
        "at": row.at,
    }


def stall_of_contact(connection: Connection, sale: str) -> str | None:
    """The stall that has a sale's contact."""
    contact = tables.order_contact
    stall: str | None = connection.scalar(select(contact.c.stall).where(contact.c.sale == sale))
    return stall


def stall_to_keep_it(connection: Connection, sale: str) -> str | None:
    """The stall that sold it, recorded or held, else the one that has the contact; None if nobody knows."""
    sold = select(tables.sale.c.stall).where(tables.sale.c.id == sale)
    held = select(tables.held_sale.c.stall).where(tables.held_sale.c.sale == sale)
    stall: str | None = connection.scalar(sold) or connection.scalar(held)
    return stall or stall_of_contact(connection, sale)
