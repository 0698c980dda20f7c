"""Notes that are signed, as the office lists them: deliveries that came, returns that went home, deposits."""

from typing import Any

from sqlalchemy import Connection, func, select

from pos import tables

Json = dict[str, Any]


def deliveries(connection: Connection, stall: str | None = None) -> list[Json]:
    """Consignments with their pieces, the newest first; those of one stall, or all."""
    lot, product, facility = tables.lot, tables.product, tables.facility
    movement, journal = tables.stock_movement, tables.journal
    came_to = (
        select(func.min(movement.c.stall)).where(movement.c.seq == lot.c.seq).correlate(lot).scalar_subquery()
    )
    rows = connection.execute(
        select(
            lot.c.consignment,
            journal.c.at,
            facility.c.code.label("facility"),
            facility.c.name.label("facility_name"),
            came_to.label("stall"),
            func.count().label("products"),
            func.sum(lot.c.quantity).label("pieces"),
        )
        .join(product, product.c.sku == lot.c.sku)
        .join(facility, facility.c.code == product.c.facility)
        .join(journal, journal.c.seq == lot.c.seq)
        .group_by(lot.c.consignment, lot.c.seq, journal.c.at, facility.c.code, facility.c.name)
        .order_by(lot.c.seq.desc())
    )
    found = [dict(row) | {"id": row["consignment"], "pieces": int(row["pieces"])} for row in rows.mappings()]
    return [
        {key: row[key] for key in ("id", "at", "facility", "facility_name", "stall", "products", "pieces")}
        for row in found
        if stall in (None, row["stall"])
    ]


def returns(connection: Connection, stall: str | None = None) -> list[Json]:
    """Pieces that have gone back, by facility and stall."""
    movement, product, facility = tables.stock_movement, tables.product, tables.facility
    query = (
        select(
            facility.c.code.label("facility"),
            facility.c.name.label("facility_name"),
            movement.c.stall,
            func.count(movement.c.sku.distinct()).label("products"),
            (-func.sum(movement.c.quantity)).label("pieces"),
        )
        .join(product, product.c.sku == movement.c.sku)
        .join(facility, facility.c.code == product.c.facility)
        .where(movement.c.kind == "returned")
        .group_by(facility.c.code, facility.c.name, movement.c.stall)
        .order_by(movement.c.stall, facility.c.name)
    )
    if stall is not None:
        query = query.where(movement.c.stall == stall)
    return [dict(row) | {"pieces": int(row["pieces"])} for row in connection.execute(query).mappings()]


def deposits(connection: Connection, stall: str | None = None) -> list[Json]:
    """Cash that stalls have handed to the treasurer, the newest first."""
    moved, shift = tables.cash_movement, tables.shift
    query = (
        select(moved.c.id, moved.c.at, shift.c.stall, shift.c.till, moved.c.amount, moved.c.staff)
        .add_columns(moved.c.second, moved.c.reason)
        .join(shift, shift.c.id == moved.c.shift)
        .where(moved.c.kind == "deposit")
        .order_by(moved.c.at.desc(), moved.c.id)
    )
    if stall is not None:
        query = query.where(shift.c.stall == stall)
    return [dict(row) for row in connection.execute(query).mappings()]
