"""Statements of the hot path, compiled once: running them costs little more than the driver's own work."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table, Update, insert

Process = Callable[[Any], Any] | None


class Prepared:
    """An INSERT or UPDATE over many rows, given as mappings with the same keys."""

    def __init__(self, statement: Insert | Update, dialect: Dialect, keys: Iterable[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(keys))
        names: Sequence[str] = compiled.positiontup or list(compiled.binds)
        self._sql = compiled.string
        self._positional = compiled.positional
        self._columns: list[tuple[str, Process]] = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names
        ]
        self._fixed = {
            name: compiled.binds[name].value for name in names if not compiled.binds[name].required
        }

    def run(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Execute it for every row."""
        fill = self._as_tuple if self._positional else self._as_mapping
        if self._fixed:
            rows = [{**self._fixed, **row} for row in rows]
        connection.exec_driver_sql(self._sql, [fill(row) for row in rows])

    def _as_tuple(self, row: dict[str, Any]) -> Any:
        return tuple(
            [row[name] if process is None else process(row[name]) for name, process in self._columns]
        )

    def _as_mapping(self, row: dict[str, Any]) -> Any:
        return dict(zip((name for name, _ in self._columns), self._as_tuple(row), strict=True))


_inserts: dict[tuple[str, Table, tuple[str, ...]], Prepared] = {}
_updates: dict[tuple[str, Update], Prepared] = {}


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Put rows of one table in; all of them name the same columns."""
    keys = tuple(rows[0])
    place = (connection.dialect.name, table, keys)
    prepared = _inserts.get(place)
    if prepared is None:
        if any(column.default is not None and column.name not in keys for column in table.columns):
            connection.execute(insert(table), rows)  # SQLAlchemy fills in the defaults
            return
        prepared = _inserts[place] = Prepared(insert(table), connection.dialect, keys)
    prepared.run(connection, rows)


def update_rows(connection: Connection, statement: Update, rows: Sequence[dict[str, Any]]) -> None:
    """Run an UPDATE with bound parameters for every row."""
    place = (connection.dialect.name, statement)
    if place not in _updates:
        _updates[place] = Prepared(statement, connection.dialect, ())
    _updates[place].run(connection, rows)
