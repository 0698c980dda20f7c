"""What a spreadsheet's rows would change: each is added, delivered, left alone or refused."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from exhibition.spreadsheets.goods_rows import FacilityRow, ProductRow
from pos import tables
from pos.refusals import Message


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row."""

    line: int
    status: str  # added, delivered, unchanged, refused
    text: Message

    def as_json(self) -> dict[str, Any]:
        """For the answer of the admin channel."""
        return {"line": self.line, "status": self.status, "text": self.text._asdict()}


@dataclass
class Known:
    """What the exhibition has, and what earlier rows of the same file add to it."""

    regions: set[str] = field(default_factory=set)
    stalls: dict[str, str] = field(default_factory=dict)  # no -> region
    facilities: dict[str, str] = field(default_factory=dict)  # code -> stall
    categories: set[str] = field(default_factory=set)
    products: dict[str, tuple[str, int]] = field(default_factory=dict)  # sku -> (facility, price)
    brought: Counter[str] = field(default_factory=Counter)

    @classmethod
    def read(cls, connection: Connection) -> "Known":
        """From the tables."""
        movement, product = tables.stock_movement, tables.product
        received = connection.execute(
            select(movement.c.sku, func.sum(movement.c.quantity))
            .where(movement.c.kind == "received")
            .group_by(movement.c.sku)
        )
        return cls(
            regions=set(connection.scalars(select(tables.region.c.code))),
            stalls={row.no: row.region for row in connection.execute(select(tables.stall))},
            facilities={row.code: row.stall for row in connection.execute(select(tables.facility))},
            categories=set(connection.scalars(select(tables.category.c.code))),
            products={
                row.sku: (row.facility, row.price)
                for row in connection.execute(select(product.c.sku, product.c.facility, product.c.price))
            },
            brought=Counter({sku: int(pieces) for sku, pieces in received}),
        )

    def facility(self, line: int, row: FacilityRow) -> Outcome:
        """Judge a facility and remember it."""
        if row.code in self.facilities:
            stall = self.facilities[row.code]
            if stall != row.stall:
                text = Message(
                    f"{row.code}: sudah ada di stan {stall}, bukan {row.stall}",
                    f"{row.code}: is at stall {stall} already, not at {row.stall}",
                )
                return Outcome(line, "refused", text)
            return Outcome(line, "unchanged", _already(row.code))
        if self.stalls.get(row.stall, row.region) != row.region:
            owner = self.stalls[row.stall]
            text = Message(
                f"{row.code}: stan {row.stall} milik {owner}, bukan {row.region}",
                f"{row.code}: stall {row.stall} is {owner}'s, not {row.region}'s",
            )
            return Outcome(line, "refused", text)
        self.regions.add(row.region)
        self.stalls[row.stall] = row.region
        self.facilities[row.code] = row.stall
        text = Message(
            f"{row.code} {row.name}, stan {row.stall}", f"{row.code} {row.name}, stall {row.stall}"
        )
        return Outcome(line, "added", text)

    def product(self, line: int, row: ProductRow) -> Outcome:
        """Judge a product and its delivery, and remember them."""
        refusal = self._why_not(row)
        if refusal:
            return Outcome(line, "refused", Message(f"{row.sku}: {refusal.id}", f"{row.sku}: {refusal.en}"))
        new = row.sku not in self.products
        delivered = self.delivery(row)
        self.products[row.sku] = (row.facility, row.price)
        self.categories.add(row.category)
        self.brought[row.sku] += delivered
        if new:
            name = f"{row.sku} {row.name}"
            return Outcome(
                line, "added", Message(f"{name}, {delivered} diterima", f"{name}, {delivered} received")
            )
        if delivered:
            whole = self.brought[row.sku]
            text = Message(
                f"{row.sku}: {delivered} lagi, jumlah {whole}", f"{row.sku}: {delivered} more, {whole} in all"
            )
            return Outcome(line, "delivered", text)
        return Outcome(line, "unchanged", _already(row.sku))

    def delivery(self, row: ProductRow) -> int:
        """How many pieces are new: the column holds the total delivered."""
        return max((row.quantity or 0) - self.brought[row.sku], 0) if row.stocked else 0

    def _why_not(self, row: ProductRow) -> Message | None:
        if row.facility not in self.facilities:
            return Message(f"UPT {row.facility} belum ada", f"there is no facility {row.facility}")
        if row.quantity and not row.stocked:
            return Message(
                f"quantity: {row.fulfilment} tidak disimpan di meja",
                f"quantity: {row.fulfilment} does not lie on a table",
            )
        if row.quantity is not None and row.quantity < self.brought[row.sku]:
            brought = self.brought[row.sku]
            return Message(
                f"quantity: {brought} sudah diterima, lebih dari {row.quantity}",
                f"quantity: {brought} were received already, more than {row.quantity}",
            )
        facility, price = self.products.get(row.sku, (row.facility, row.price))
        if facility != row.facility:
            return Message(f"sudah milik UPT {facility}", f"belongs to facility {facility}")
        if price != row.price:
            return Message(
                f"harga sekarang {price}; ubah harga di kantor, bukan lewat impor",
                f"its price is {price}; change prices in the office, not by import",
            )
        return None


def _already(code: str) -> Message:
    return Message(f"{code} sudah ada", f"{code} is there already")
