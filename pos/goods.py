"""Goods come in, move, go home and change their price; every piece stays accounted for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection, func, insert, select, update

from pos import tables
from pos.catalogue import Catalogue, ProductFacts, require_facility
from pos.codes import code_for
from pos.events import ConsignmentReceived, PriceChanged, StockMoved
from pos.forms import ConsignmentForm, MovementForm, PriceForm
from pos.refusals import Invalid, Message, NotFound
from pos.repeats import Document, StaffDocument
from pos.stock import StockBook
from pos.writer import Batch

Json = dict[str, Any]


@dataclass(frozen=True)
class ReceiveConsignment(Document[ConsignmentForm]):
    """A delivery note was counted in at a stall."""

    kind: ClassVar[str] = "consignment"

    def book(self, batch: Batch) -> Json:
        """Put the goods on the stall's table."""
        self._check(batch)
        lines = [line.model_dump(mode="json") for line in self.form.lines]
        entry = batch.record(
            ConsignmentReceived(id=self.id, facility=self.form.facility, stall=self.form.stall, lines=lines)
        )
        for number, line in enumerate(self.form.lines, start=1):
            batch.insert(
                tables.lot,
                consignment=self.id,
                line=number,
                seq=entry.seq,
                sku=line.sku,
                quantity=line.quantity,
                expires_on=line.expires_on.isoformat() if line.expires_on else None,
            )
            batch.book(StockBook).move(line.sku, self.form.stall, line.quantity, "received", entry.seq)
            _add_pieces(batch, line.sku, line.quantity)
            batch.book(Catalogue).forget(line.sku)
        return {"id": self.id, "status": "accepted", "seq": entry.seq, "journal": batch.journal}

    def _check(self, batch: Batch) -> None:
        _stall_exists(batch, self.form.stall)
        catalogue = batch.book(Catalogue)
        for line in self.form.lines:
            product = catalogue.get(line.sku)
            if product.facility != self.form.facility or not product.stocked:
                raise Invalid(
                    "not_of_this_facility",
                    Message(
                        f"{line.sku} bukan barang bawaan {self.form.facility}.",
                        f"{line.sku} is not stocked by {self.form.facility}.",
                    ),
                    fields=[{"field": "lines.sku", "problem": line.sku}],
                )


@dataclass(frozen=True)
class MoveStock(StaffDocument[MovementForm]):
    """Pieces come to or leave a table without a sale."""

    kind: ClassVar[str] = "stock_movement"

    def book(self, batch: Batch) -> Json:
        """Move them and tell what is left."""
        form, product = self.form, batch.book(Catalogue).get(self.form.sku)
        for place in filter(None, (form.stall, form.to_stall)):
            _stall_exists(batch, place)
        self._refuse_unless_stocked(product)
        fact = StockMoved(id=self.id, facility=product.facility, by=self.staff, **form.model_dump())
        entry = batch.record(fact)
        self._move(batch, entry.seq)
        on_table = batch.book(StockBook).total(form.sku)
        return {
            "id": self.id,
            "status": "accepted",
            "seq": entry.seq,
            "journal": batch.journal,
            "on_table": on_table,
            "flags": ["stock_negative"] if on_table < 0 else [],
        }

    def _refuse_unless_stocked(self, product: ProductFacts) -> None:
        if not product.stocked:
            sku = self.form.sku
            raise Invalid(
                "not_stocked",
                Message(f"{sku} tidak dihitung stoknya.", f"{sku} is not stocked."),
                fields=[{"field": "sku", "problem": sku}],
            )

    def _move(self, batch: Batch, seq: int) -> None:
        form, stock = self.form, batch.book(StockBook)
        if form.kind == "received":
            stock.move(form.sku, form.stall, form.quantity, "received", seq)
            _add_pieces(batch, form.sku, form.quantity)
            return
        stock.move(form.sku, form.stall, -form.quantity, form.kind, seq)
        if form.to_stall is not None:
            stock.move(form.sku, form.to_stall, form.quantity, "transfer", seq)
        else:
            _retire_pieces(batch, form.sku, form.quantity)


@dataclass(frozen=True)
class ChangePrice(StaffDocument[PriceForm]):
    """A product costs something else from now on."""

    kind: ClassVar[str] = "price_change"

    def book(self, batch: Batch) -> Json:
        """Change it and keep the old price in the history."""
        product = batch.book(Catalogue).get(self.form.sku)
        entry = batch.record(
            PriceChanged(
                id=self.id,
                sku=self.form.sku,
                old=product.price,
                new=self.form.price,
                reason=self.form.reason,
                by=self.staff,
            )
        )
        set_price(batch, self.form.sku, self.form.price)
        return {
            "id": self.id,
            "status": "accepted",
            "seq": entry.seq,
            "journal": batch.journal,
            "old": product.price,
            "price": self.form.price,
        }


def set_price(batch: Batch, sku: str, price: int) -> None:
    """A new price with its place in the history; two changes in one instant leave the last."""
    connection = batch.connection
    key = (tables.price.c.sku == sku) & (tables.price.c.since == batch.now_text)
    connection.execute(tables.price.delete().where(key))
    connection.execute(insert(tables.price).values(sku=sku, since=batch.now_text, price=price))
    connection.execute(update(tables.product).where(tables.product.c.sku == sku).values(price=price))
    batch.book(Catalogue).forget(sku)


def stock_statement(connection: Connection, facility: str | None = None) -> list[Json]:
    """Where every piece is: brought = sold + returned + damaged + missing + donated + samples + on_table."""
    require_facility(connection, facility)
    query = select(tables.product.c.sku).where(tables.product.c.stocked).order_by(tables.product.c.sku)
    if facility is not None:
        query = query.where(tables.product.c.facility == facility)
    skus = list(connection.scalars(query))
    moved = _moved(connection)
    on_tables = _on_tables(connection)
    return [_statement_line(sku, moved.get(sku, {}), on_tables.get(sku, {})) for sku in skus]


def _statement_line(sku: str, moved: dict[str, int], on_tables: dict[str, int]) -> Json:
    return {
        "sku": sku,
        "brought": moved.get("received", 0),
        "sold": -moved.get("sold", 0) - moved.get("refunded", 0),
        "returned": -moved.get("returned", 0),
        "damaged": -moved.get("damaged", 0),
        "missing": -moved.get("missing", 0),
        "donated": -moved.get("donated", 0),
        "samples": -moved.get("sample", 0),
        "on_table": sum(on_tables.values()),
        "stalls": [{"stall": stall, "on_table": pieces} for stall, pieces in sorted(on_tables.items())],
    }


def _moved(connection: Connection) -> dict[str, dict[str, int]]:
    movement = tables.stock_movement
    found: dict[str, dict[str, int]] = {}
    for sku, kind, pieces in connection.execute(
        select(movement.c.sku, movement.c.kind, func.sum(movement.c.quantity)).group_by(
            movement.c.sku, movement.c.kind
        )
    ):
        found.setdefault(sku, {})[kind] = int(pieces)
    return found


def _on_tables(connection: Connection) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for sku, stall, pieces in connection.execute(
        select(tables.stock.c.sku, tables.stock.c.stall, tables.stock.c.on_table)
    ):
        found.setdefault(sku, {})[stall] = pieces
    return found


def _stall_exists(batch: Batch, stall: str) -> None:
    if batch.reader.scalar(select(tables.stall.c.no).where(tables.stall.c.no == stall)) is None:
        raise NotFound(
            "stall_unknown", Message(f"Stan {stall} tidak ada.", f"There is no stall {stall}."), stall=stall
        )


def _add_pieces(batch: Batch, sku: str, quantity: int) -> None:
    """Unique goods get a code of their own for every piece."""
    if not batch.book(Catalogue).get(sku).unique_piece:
        return
    taken = taken_codes(batch.connection)
    have = len(batch.book(Catalogue).pieces(sku))
    for number in range(have + 1, have + quantity + 1):
        code = code_for(f"{sku}#{number}", taken)
        taken.add(code)
        batch.insert(tables.piece, code=code, sku=sku, state="open", sale=None)
    batch.book(Catalogue).forget(sku)


def taken_codes(connection: Connection) -> set[str]:
    """Every label code in use."""
    codes: Iterable[Any] = connection.scalars(select(tables.product.c.code))
    return {*codes, *connection.scalars(select(tables.piece.c.code))}


def _retire_pieces(batch: Batch, sku: str, quantity: int) -> None:
    if not batch.book(Catalogue).get(sku).unique_piece:
        return
    still_open = [code for code, state in batch.book(Catalogue).pieces(sku).items() if state == "open"]
    for code in still_open[:quantity]:
        batch.connection.execute(update(tables.piece).where(tables.piece.c.code == code).values(state="gone"))
        batch.book(Catalogue).mark_piece(sku, code, "gone")
