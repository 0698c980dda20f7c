"""The drawers at a glance: which are open, which were counted, what differed."""

from typing import Any

from sqlalchemy import Connection, select

from pos import tables

Json = dict[str, Any]
MOST = 200


def recent_shifts(connection: Connection, stall: str | None = None) -> list[Json]:
    """Open shifts first, then the closed ones, newest first; an open one does not tell what is expected."""
    shift = tables.shift.c
    query = select(tables.shift).order_by(shift.closed_at.is_not(None), shift.opened_at.desc()).limit(MOST)
    if stall is not None:
        query = query.where(shift.stall == stall)
    return [
        {
            "id": row.id,
            "till": row.till,
            "stall": row.stall,
            "opened_at": row.opened_at,
            "opened_by": row.opened_by,
            "float": row.float,
            "closed_at": row.closed_at,
            "closed_by": row.closed_by,
            "z_number": row.z_number,
            "counted": row.figures["counted"] if row.figures else None,
            "difference": row.figures["difference"] if row.figures else None,
        }
        for row in connection.execute(query)
    ]
