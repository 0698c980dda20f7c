"""Where orders are delivered: buyers' personal data, in one table that anything may be deleted from.

Nothing of it enters the journal, a sale, a receipt or the answers that are kept for repeats.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select

from pos import tables
from pos.orders.forms import ContactForm
from pos.refusals import Message, NotFound
from pos.writer import Batch

Json = dict[str, Any]


@dataclass(frozen=True)
class KeepContact:
    """A tablet hands in where to deliver; the newest word on a sale is the one that counts."""

    id: str
    form: ContactForm
    stall: str

    def apply(self, batch: Batch) -> Json:
        """Put it in the place of what was known."""
        forget_contact(batch, self.form.sale)
        batch.insert(
            tables.order_contact, id=self.id, stall=self.stall, at=batch.now_text, **self.form.model_dump()
        )
        return {"id": self.id, "status": "accepted", "sale": self.form.sale}


@dataclass(frozen=True)
class ForgetContact:
    """It has served, or the buyer asked for it."""

    sale: str

    def apply(self, batch: Batch) -> None:
        """Delete it; once is enough."""
        forget_contact(batch, self.sale)


def forget_contact(batch: Batch, sale: str) -> None:
    """Delete what is known of a sale's buyer."""
    batch.connection.execute(delete(tables.order_contact).where(tables.order_contact.c.sale == sale))


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
