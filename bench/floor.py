"""The floor: what SQLite alone can do with a sale's rows, one thread, one commit a sale, synchronous=FULL.

The tables are bare (no CHECK, no foreign key), the statements and the journal's text ready-made: nothing the
product does is counted, only what any durable till on this disk has to pay.
"""

import contextlib
import json
import uuid
from pathlib import Path
from time import perf_counter
from typing import Any

from pos.dialect import sqlite_module

SCHEMA = """
CREATE TABLE sale (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, number TEXT UNIQUE, content_hash TEXT,
  receipt_code TEXT UNIQUE, till TEXT, stall TEXT, sold_at TEXT, received_at TEXT, gross INTEGER,
  rounding INTEGER, total INTEGER, flags TEXT);
CREATE TABLE sale_line (sale INTEGER, line INTEGER, sku TEXT, quantity INTEGER, unit_price INTEGER,
  discount INTEGER, amount INTEGER, taken TEXT, PRIMARY KEY (sale, line)) WITHOUT ROWID;
CREATE TABLE payment (sale INTEGER, position INTEGER, method TEXT, amount INTEGER, tendered INTEGER,
  state TEXT, PRIMARY KEY (sale, position)) WITHOUT ROWID;
CREATE TABLE stock (sku TEXT, stall TEXT, on_table INTEGER, PRIMARY KEY (sku, stall)) WITHOUT ROWID;
CREATE TABLE stock_movement (seq INTEGER, position INTEGER, sku TEXT, stall TEXT, kind TEXT,
  quantity INTEGER, PRIMARY KEY (seq, position)) WITHOUT ROWID;
CREATE TABLE journal (seq INTEGER PRIMARY KEY, name TEXT, at TEXT, data TEXT, prev TEXT, hash TEXT);
"""
GOODS = 234
HASH = "0" * 64
NOW = "2018-04-03T10:15:02.000+07:00"
_LINE = {
    "line": 1,
    "sku": "PKP-TEK02",
    "code": "ABCDEF",
    "name": "Kain tenun ikat motif bunga",
    "name_en": "Ikat cloth",
    "facility": "PKP",
    "facility_name": "Lapas Kelas IIA Pangkalpinang",
    "category": "TEK",
    "quantity": 1,
    "unit_price": 175000,
    "discount": 0,
    "amount": 175000,
    "unit_cost": 105000,
    "piece": None,
    "stocked": True,
    "taken": [["07", 1]],
    "order": None,
}
JOURNAL_TEXT = json.dumps(
    {
        "id": HASH[:36],
        "number": "07A-0001",
        "stall": "07",
        "stall_name": "Kanwil Kepulauan Bangka Belitung",
        "till": "07A",
        "sold_at": NOW,
        "received_at": NOW,
        "receipt_code": HASH[:16],
        "gross": 525000,
        "rounding": 0,
        "total": 525000,
        "flags": [],
        "lines": [_LINE] * 3,
        "payments": [{"method": "cash", "amount": 525000, "tendered": 550000, "state": "confirmed"}],
    }
)


def sales_per_second(folder: Path, seconds: float) -> float:
    """Write sales for some seconds into a new file and count them."""
    path = folder / f"floor-{uuid.uuid4().hex}.db"
    with contextlib.closing(sqlite_module().connect(path, isolation_level=None)) as connection:
        _prepare(connection)
        begun = perf_counter()
        sales = 0
        while perf_counter() - begun < seconds:
            sales += 1
            _sell(connection, sales)
        rate = sales / (perf_counter() - begun)
    for each in folder.glob(f"{path.name}*"):
        each.unlink()
    return rate


def _prepare(connection: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    connection.executescript(SCHEMA)
    connection.executemany(
        "INSERT INTO stock VALUES (?, '07', 100000)", [(f"SKU{number:03}",) for number in range(GOODS)]
    )


def _sell(connection: Any, seq: int) -> None:
    sale_id, number = str(uuid.uuid4()), f"07A-{seq:04}"
    skus = [f"SKU{(seq * 3 + place) % GOODS:03}" for place in range(3)]
    execute, executemany = connection.execute, connection.executemany
    execute("BEGIN IMMEDIATE")
    execute(
        "INSERT INTO sale VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (seq, sale_id, number, HASH, sale_id[:16], "07A", "07", NOW, NOW, 525000, 0, 525000, "[]"),
    )
    executemany(
        "INSERT INTO sale_line VALUES (?,?,?,1,175000,0,175000,?)",
        [(seq, place, sku, '[["07",1]]') for place, sku in enumerate(skus, start=1)],
    )
    execute("INSERT INTO payment VALUES (?,1,'cash',525000,550000,'confirmed')", (seq,))
    executemany(
        "UPDATE stock SET on_table = on_table - 1 WHERE sku = ? AND stall = '07'", [(sku,) for sku in skus]
    )
    executemany(
        "INSERT INTO stock_movement VALUES (?,?,?,'07','sold',-1)",
        [(seq, place, sku) for place, sku in enumerate(skus, start=1)],
    )
    execute("INSERT INTO journal VALUES (?,'sale.recorded',?,?,?,?)", (seq, NOW, JOURNAL_TEXT, HASH, HASH))
    execute("COMMIT")
