"""The goods on the tables: one balance per product and stall, and a ledger of every piece that moved."""

from collections.abc import Iterable
from typing import ClassVar

from sqlalchemy import Connection, bindparam, select, update

from pos import tables
from pos.prepared import insert_rows, update_rows
from pos.writer import Batch

# Ledger kinds and the column of the stock statement they are counted in.
KINDS = ("received", "sold", "refunded", "returned", "damaged", "missing", "donated", "sample", "transfer")


class StockBook:
    """What is on the tables; every change goes through this book, so it lasts from batch to batch."""

    lasts_through: ClassVar = frozenset({"sale.recorded", "sale.held", "sale.refunded", "stock.moved"})

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._on_table: dict[str, dict[str, int]] = {}
        self._stored: set[tuple[str, str]] = set()
        self._changed: set[tuple[str, str]] = set()
        self._position: dict[int, int] = {}

    def open(self, batch: Batch) -> None:
        """Go on in the next transaction."""
        self._batch = batch
        self._position.clear()

    def load(self, skus: Iterable[str]) -> None:
        """Fetch the balances of products not yet known."""
        missing = [sku for sku in skus if sku not in self._on_table]
        if not missing:
            return
        for sku in missing:
            self._on_table[sku] = {}
        for sku, stall, on_table in self._batch.reader.execute(_BALANCES, {"skus": missing}):
            self._on_table[sku][stall] = on_table
            self._stored.add((sku, stall))

    def on_table(self, sku: str) -> dict[str, int]:
        """stall -> pieces on its table."""
        self.load([sku])
        return self._on_table[sku]

    def total(self, sku: str) -> int:
        """Pieces on all tables together."""
        return sum(self.on_table(sku).values())

    def move(self, sku: str, stall: str, quantity: int, kind: str, seq: int) -> None:
        """Add pieces to a table (negative: take them away) because of journal entry `seq`."""
        tables_of_product = self.on_table(sku)
        tables_of_product[stall] = tables_of_product.get(stall, 0) + quantity
        self._changed.add((sku, stall))
        self.note(sku, stall, quantity, kind, seq)

    def note(self, sku: str, stall: str, quantity: int, kind: str, seq: int) -> None:
        """Write a line of the ledger that leaves the table as it is."""
        position = self._position.get(seq, 0) + 1
        self._position[seq] = position
        self._batch.insert(
            tables.stock_movement,
            seq=seq,
            position=position,
            sku=sku,
            stall=stall,
            kind=kind,
            quantity=quantity,
        )

    def flush(self, connection: Connection) -> None:
        """Write the changed balances back."""
        changed, self._changed = self._changed, set()
        old = [key for key in changed if key in self._stored]
        new = [key for key in changed if key not in self._stored]
        if old:
            update_rows(connection, _UPDATE, [self._parameters(key) for key in old])
        if new:
            insert_rows(
                connection,
                tables.stock,
                [{"sku": sku, "stall": stall, "on_table": self._on_table[sku][stall]} for sku, stall in new],
            )
            self._stored.update(new)

    def _parameters(self, key: tuple[str, str]) -> dict[str, str | int]:
        sku, stall = key
        return {"key_sku": sku, "key_stall": stall, "pieces": self._on_table[sku][stall]}


_BALANCES = select(tables.stock.c.sku, tables.stock.c.stall, tables.stock.c.on_table).where(
    tables.stock.c.sku.in_(bindparam("skus", expanding=True))
)
_UPDATE = (
    update(tables.stock)
    .where(tables.stock.c.sku == bindparam("key_sku"), tables.stock.c.stall == bindparam("key_stall"))
    .values(on_table=bindparam("pieces"))
)
