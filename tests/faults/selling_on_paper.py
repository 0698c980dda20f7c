"""Sells into one database while the disk is written down; run by test_power_cut.py as a process of its own.

Every acknowledged sale's id goes to the file `acks`, which is written down with the rest, in order.
"""

import os
import sys
import threading
from pathlib import Path
from typing import Any

from shop import Shop, at_work
from sqlalchemy import event

THREADS = 8
PAGES_BETWEEN_CHECKPOINTS = 100


def main(folder: Path, synchronous: str, sales: int) -> None:
    """Set the disk's rules and sell."""
    with at_work(folder / "lapak.db") as shop:
        event.listen(shop.database.writing_engine, "connect", lambda raw, _: set_rules(raw, synchronous))
        descriptor = os.open(folder / "acks", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        sellers = [
            threading.Thread(target=sell, args=(shop, till, sales // THREADS, descriptor))
            for till in ["01A", "01B", "02A", "03A"] * (THREADS // 4)
        ]
        for seller in sellers:
            seller.start()
        for seller in sellers:
            seller.join()
        os.close(descriptor)


def set_rules(raw: Any, synchronous: str) -> None:
    """Frequent checkpoints, so that many cuts fall into one."""
    raw.execute(f"PRAGMA synchronous={synchronous}")
    raw.execute(f"PRAGMA wal_autocheckpoint={PAGES_BETWEEN_CHECKPOINTS}")


def sell(shop: Shop, till: str, sales: int, acks: int) -> None:
    """One till."""
    for _ in range(sales):
        answer = shop.sell(("BATIK", 1), ("KOPI", 2), till=till)
        os.write(acks, f"{answer.id}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
