"""What can be sold: products with what a sale needs to know of them, and the exhibition's own facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, exists, func, select

from pos import checkout, tables
from pos.checkout import Lot, OpeningHours
from pos.refusals import Message, NotFound
from pos.writer import Batch


@dataclass(slots=True)
class ProductFacts:
    """A product as a sale sees it."""

    sku: str
    code: str
    name: str
    name_en: str
    facility: str
    facility_name: str
    home: str
    category: str
    price: int
    cost: int | None
    stocked: bool
    unique_piece: bool
    labels_printed_at: str | None
    dated: bool
    label_prices: set[int] = field(default_factory=set)
    lots: list[Lot] = field(default_factory=list)
    brought: int = 0  # known of dated products only


_HAS_DATED_LOTS = exists(
    select(tables.lot.c.sku).where(
        tables.lot.c.sku == tables.product.c.sku, tables.lot.c.expires_on.is_not(None)
    )
)
_PRODUCT_FACTS = select(
    tables.product.c.sku,
    tables.product.c.code,
    tables.product.c.name,
    tables.product.c.name_en,
    tables.product.c.facility,
    tables.facility.c.name.label("facility_name"),
    tables.facility.c.stall.label("home"),
    tables.product.c.category,
    tables.product.c.price,
    tables.product.c.cost,
    tables.product.c.stocked,
    tables.product.c.unique_piece,
    tables.product.c.labels_printed_at,
    _HAS_DATED_LOTS.label("dated"),
)
_PRODUCT_FACTS = _PRODUCT_FACTS.join(
    tables.facility, tables.facility.c.code == tables.product.c.facility
).where(tables.product.c.sku.in_(bindparam("skus", expanding=True)))

_MOVED = func.coalesce(func.sum(tables.stock_movement.c.quantity), 0)
_OF_THIS_PRODUCT = tables.stock_movement.c.sku == tables.lot.c.sku
_LOTS = select(
    tables.lot.c.sku,
    tables.lot.c.quantity,
    tables.lot.c.expires_on,
    select(_MOVED)
    .where(_OF_THIS_PRODUCT, tables.stock_movement.c.kind == "received")
    .scalar_subquery()
    .label("brought"),
    select(-_MOVED)
    .where(
        _OF_THIS_PRODUCT,
        tables.stock_movement.c.kind.not_in(["received", "transfer"]),
        tables.stock_movement.c.seq < tables.lot.c.seq,
    )
    .scalar_subquery()
    .label("gone_before"),
).order_by(tables.lot.c.seq, tables.lot.c.line)


class Catalogue:
    """The products, pieces and lots that the transactions need; sales leave it right for the next one."""

    lasts_through: ClassVar = frozenset({"sale.recorded", "sale.held"})

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._products: dict[str, ProductFacts | None] = {}
        self._pieces: dict[str, dict[str, str]] = {}
        self._hours: OpeningHours | None = None
        self._stall_names: dict[str, str] = {}

    def open(self, batch: Batch) -> None:
        """Go on in the next transaction."""
        self._batch = batch

    def load(self, skus: Iterable[str]) -> None:
        """Fetch products not yet known."""
        missing = {sku for sku in skus if sku not in self._products}
        if not missing:
            return
        self._products.update(dict.fromkeys(missing))
        rows = self._batch.reader.execute(_PRODUCT_FACTS, {"skus": list(missing)})
        for row in rows.mappings():
            self._products[row["sku"]] = ProductFacts(**row)
        self._load_label_prices()
        self._load_lots()
        self._load_pieces()

    def find(self, sku: str) -> ProductFacts | None:
        """A product, or None."""
        self.load([sku])
        return self._products[sku]

    def get(self, sku: str) -> ProductFacts:
        """A product; NotFound if there is none."""
        product = self.find(sku)
        if product is None:
            raise NotFound(
                "unknown_product",
                Message(f"Produk {sku} tidak ada di katalog.", f"Product {sku} is not in the catalogue."),
                sku=sku,
            )
        return product

    def forget(self, sku: str) -> None:
        """Read a product again at its next use: this transaction has changed it."""
        self._batch.flush()
        self._products.pop(sku, None)
        self._pieces.pop(sku, None)

    def pieces(self, sku: str) -> dict[str, str]:
        """code -> state of a unique product's pieces."""
        return self._pieces.get(sku, {})

    def mark_piece(self, sku: str, code: str, state: str) -> None:
        """Remember a piece's new state (the caller writes it)."""
        self._pieces[sku][code] = state

    def hours(self) -> OpeningHours:
        """When the exhibition is open."""
        if self._hours is None:
            self._hours = read_hours(self._batch.reader)
        return self._hours

    def stall_name(self, no: str) -> str:
        """A stall's name."""
        if not self._stall_names:
            rows = self._batch.reader.execute(select(tables.stall.c.no, tables.stall.c.name))
            self._stall_names = {row.no: row.name for row in rows}
        return self._stall_names.get(no, no)

    def earliest_expiry(self, product: ProductFacts, on_table: int) -> str | None:
        """The first best-before date still on the tables."""
        return checkout.earliest_expiry(product.lots, product.brought - on_table)

    def flush(self, connection: Connection) -> None:
        """Nothing to write: the catalogue is only read here."""

    def _load_label_prices(self) -> None:
        printed = {
            product.sku: product
            for product in self._products.values()
            if product and product.labels_printed_at and not product.label_prices
        }
        if not printed:
            return
        history: dict[str, list[tuple[str, int]]] = {sku: [] for sku in printed}
        for row in self._batch.reader.execute(
            select(tables.price).where(tables.price.c.sku.in_(printed)).order_by(tables.price.c.since)
        ):
            history[row.sku].append((row.since, row.price))
        for sku, product in printed.items():
            product.label_prices = checkout.prices_on_labels(history[sku], product.labels_printed_at)

    def _load_lots(self) -> None:
        dated = [p.sku for p in self._products.values() if p and p.dated and not p.lots]
        if not dated:
            return
        for row in self._batch.reader.execute(_LOTS.where(tables.lot.c.sku.in_(dated))):
            product = self._products[row.sku]
            if product is not None:
                product.lots.append(Lot(row.quantity, row.expires_on, row.gone_before))
                product.brought = row.brought

    def _load_pieces(self) -> None:
        unique = [
            product.sku
            for product in self._products.values()
            if product and product.unique_piece and product.sku not in self._pieces
        ]
        if not unique:
            return
        self._pieces.update({sku: {} for sku in unique})
        for row in self._batch.reader.execute(
            select(tables.piece.c.sku, tables.piece.c.code, tables.piece.c.state)
            .where(tables.piece.c.sku.in_(unique))
            .order_by(tables.piece.c.code)
        ):
            self._pieces[row.sku][row.code] = row.state


def require_facility(connection: Connection, code: str | None) -> None:
    """Refuse a facility that takes no part; None asks for all of them."""
    facility = tables.facility.c.code
    if code is not None and connection.scalar(select(facility).where(facility == code)) is None:
        raise NotFound(
            "facility_unknown",
            Message(f"UPT {code} tidak ada.", f"There is no facility {code}."),
            facility=code,
        )


def read_event(connection: Connection) -> Row[Any]:
    """The exhibition's row."""
    row = connection.execute(select(tables.event)).first()
    if row is None:
        raise NotFound(
            "no_event",
            Message("Pameran belum disiapkan.", "The exhibition has not been set up yet."),
        )
    return row


def read_hours(connection: Connection) -> OpeningHours:
    """When the exhibition is open, in its own zone."""
    zone = connection.scalar(select(tables.event.c.timezone)) or "Asia/Jakarta"
    days = connection.execute(select(tables.event_day))
    return OpeningHours(ZoneInfo(zone), {row.date: (row.opens, row.closes) for row in days})


def earliest_expiries(connection: Connection, on_tables: Mapping[str, int]) -> dict[str, str | None]:
    """sku -> first best-before date still on the tables, of the products that have dates."""
    lots: dict[str, list[Lot]] = {}
    brought: dict[str, int] = {}
    dated = select(tables.lot.c.sku).where(tables.lot.c.expires_on.is_not(None))
    for row in connection.execute(_LOTS.where(tables.lot.c.sku.in_(dated))):
        lots.setdefault(row.sku, []).append(Lot(row.quantity, row.expires_on, row.gone_before))
        brought[row.sku] = row.brought
    return {
        sku: checkout.earliest_expiry(came, brought[sku] - on_tables.get(sku, 0))
        for sku, came in lots.items()
    }


def prices_on_labels(connection: Connection) -> dict[str, set[int]]:
    """sku -> the prices that its labels may show, of the products that have labels."""
    history: dict[str, list[tuple[str, int]]] = {}
    printed: dict[str, str] = {}
    labelled = select(tables.price, tables.product.c.labels_printed_at).join(
        tables.product, tables.product.c.sku == tables.price.c.sku
    )
    labelled = labelled.where(tables.product.c.labels_printed_at.is_not(None)).order_by(tables.price.c.since)
    for row in connection.execute(labelled):
        history.setdefault(row.sku, []).append((row.since, row.price))
        printed[row.sku] = row.labels_printed_at
    return {sku: checkout.prices_on_labels(prices, printed[sku]) for sku, prices in history.items()}


def find_by_code(connection: Connection, code: str) -> Row[Any] | None:
    """The product whose label, or whose piece's label, carries this code."""
    row = connection.execute(select(tables.product).where(tables.product.c.code == code)).first()
    if row is None:
        sku = connection.scalar(select(tables.piece.c.sku).where(tables.piece.c.code == code))
        if sku is not None:
            row = connection.execute(select(tables.product).where(tables.product.c.sku == sku)).first()
    return row
