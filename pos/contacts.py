"""When what is known of a buyer has served: personal data that nobody keeps longer than an order lasts."""

from sqlalchemy import Connection, delete, exists, func, select

from pos import tables
from pos.writer import Batch


def forget_contact(batch: Batch, sale: str) -> None:
    """Delete what is known of a sale's buyer."""
    batch.connection.execute(delete(tables.order_contact).where(tables.order_contact.c.sale == sale))


def forget_served_contact(batch: Batch, sale: str) -> None:
    """Delete it as soon as nothing of the sale is still to be delivered."""
    if has_served(batch.fresh_reader, sale):
        forget_contact(batch, sale)


def has_served(connection: Connection, sale: str) -> bool:
    """Whether all that was ordered is handed over or cancelled, or the whole sale was rejected."""
    seq = connection.scalar(select(tables.sale.c.seq).where(tables.sale.c.id == sale))
    return _was_rejected(connection, sale) if seq is None else not _awaits_goods(connection, seq)


def _awaits_goods(connection: Connection, seq: int) -> bool:
    line, mark, refund, back = tables.sale_line, tables.order_handover, tables.refund, tables.refund_line
    cancelled = (
        select(func.coalesce(func.sum(back.c.quantity), 0))
        .join(refund, refund.c.id == back.c.refund)
        .where(refund.c.sale == line.c.sale, back.c.line == line.c.line)
        .scalar_subquery()
    )
    fetched = exists().where(mark.c.sale == line.c.sale, mark.c.line == line.c.line)
    waiting = select(line.c.line).where(
        line.c.sale == seq, line.c.order.is_not(None), line.c.quantity > cancelled, ~fetched
    )
    return connection.execute(waiting.limit(1)).first() is not None


def _was_rejected(connection: Connection, sale: str) -> bool:
    held = tables.held_sale
    decisions = connection.scalars(select(held.c.decision).where(held.c.sale == sale)).all()
    return bool(decisions) and all(decision == "reject" for decision in decisions)
